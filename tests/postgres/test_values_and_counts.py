"""Both engines count the same, and find the same values and ids."""

import random

import pytest

from proposals_cli.domain.answers.stats import stats_of
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.query import And, InDates, Query
from tests.factories import fact, measure, person, proposal, source, theme
from tests.postgres.pairs import Pair, pair_of
from tests.postgres.server import Server
from tests.postgres.test_contract import a_node

FIELDS = (*FACETS, "year", "extra.faction", "extra.sign.below")


@pytest.mark.parametrize("seed", range(60))
def test_random_counts_are_the_same(both: Pair, seed: int) -> None:
    """By one to three fields, of all proposals and of those of a query."""
    in_file, on_server = both
    chance = random.Random(seed)
    query = Query(a_node(in_file, chance) if seed % 3 else And())
    fields = tuple(chance.sample(FIELDS, chance.randint(1, 3)))
    assert on_server.tally(query, fields) == in_file.tally(query, fields)
    crossed = in_file.cross_totals(query, fields)
    assert on_server.cross_totals(query, fields) == crossed
    assert on_server.totals(query) == in_file.totals(query)
    values = on_server.values_of(query, fields[0])
    assert sorted(values) == sorted(in_file.values_of(query, fields[0]))


@pytest.mark.parametrize("field", FIELDS)
def test_counts_of_all_proposals_are_the_same(both: Pair, field: str) -> None:
    """They are stored, and are those that a selection of all has."""
    in_file, on_server = both
    everything = Query(InDates((("", ""),)))
    assert on_server.tally(Query(), (field,)) == in_file.tally(Query(), (field,))
    assert on_server.tally(everything, (field,)) == in_file.tally(everything, (field,))
    for fields in (("theme", field), (field, "theme")):
        if field != "theme":
            assert on_server.tally(Query(), fields) == in_file.tally(Query(), fields)


def test_a_summary_page_takes_three_round_trips(both: Pair) -> None:
    """However many counts it has."""
    in_file, on_server = both
    on_server.base()  # opens the connection
    before = on_server.connection.round_trips
    assert stats_of(Query(), on_server) == stats_of(Query(), in_file)
    assert on_server.connection.round_trips - before <= 3


@pytest.mark.parametrize(
    "ranges",
    [
        [],
        [(("2019", "2020-06"),)],
        [(("2012-03-04", "2019"), ("2021", "")), (("", "2022-05"),)],
        [(("2020-03-03", "2020-03-04"),)],
    ],
)
def test_vague_dates_are_counted_the_same(
    both: Pair, ranges: list[tuple[tuple[str, str], ...]]
) -> None:
    """Dates that are known to the month or year only."""
    assert both.on_server.count_vague(ranges) == both.in_file.count_vague(ranges)


@pytest.mark.parametrize(
    "text",
    [
        "2012", "2012-p", "2015-p0", "2019-p00", "ma", "ma-huateng", "fin", "fintech", "f", "count",
        "count-2020", "note-one", "2001-once", "2001-", "2001-b", "fin-tech-once", "fin-tech",
        "no-such", "z", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("limit", [1, 2, 21])
def test_ids_that_begin_so_are_the_same(both: Pair, text: str, limit: int) -> None:
    """Ids, former ones and numbers, whole and begun."""
    in_file, on_server = both
    assert on_server.ids_like(text, limit) == in_file.ids_like(text, limit)
    assert on_server.next_to(text) == in_file.next_to(text)
    for facet in ("theme", "person", "body", "source", "links", "actor"):
        assert on_server.find_values(facet, text) == in_file.find_values(facet, text)
        assert on_server.find_value(facet, text) == in_file.find_value(facet, text)
    assert on_server.former_ids(text) == in_file.former_ids(text)


def test_ids_and_numbers_of_the_base_are_found_the_same(both: Pair) -> None:
    """Each by itself, and the ids next to it."""
    in_file, on_server = both
    numbers = [one.number.lower() for one in in_file.find(Query()) if one.number]
    for id_ in (*list(in_file.ids("proposals"))[::40], *numbers[:10]):
        assert on_server.ids_like(id_, 5) == in_file.ids_like(id_, 5)
        assert on_server.next_to(id_) == in_file.next_to(id_)


@pytest.fixture(scope="module")
def named(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Return a base whose measures name people as their actors."""
    measures = (
        measure("m01", actors=("Pony Ma", "tencent", "Someone")),
        measure("m02", actors=("ma-huateng", "Tencent")),
    )
    records: list[Record] = [
        proposal("2020-a", measures=measures),
        proposal("2020-b", measures=measures[:1]),
        person("ma-huateng", other_names=("Pony Ma",)),
        person("tencent"),
        theme("unused"),
        source("s1"),
        fact("f1", year=2020, value=3, person="tencent"),
    ]
    return pair_of(records, tmp_path_factory.mktemp("named"), server.new_database())


@pytest.mark.parametrize("facet", ["actor", "beneficiary"])
def test_actors_that_are_people_count_as_them(named: Pair, facet: str) -> None:
    """By any of their names, and once for each proposal."""
    in_file, on_server = named
    assert on_server.called(facet) == in_file.called(facet)
    for text in ("Pony Ma", "ma huateng", "Tencent", "Someone", "nobody"):
        assert on_server.values_called(facet, text) == in_file.values_called(facet, text)
    for fields in ((facet,), (facet, "year"), ("kind", facet)):
        assert on_server.tally(Query(), fields) == in_file.tally(Query(), fields)
        assert on_server.cross_totals(Query(), fields) == in_file.cross_totals(Query(), fields)
    assert sorted(on_server.values_of(Query(), facet)) == sorted(in_file.values_of(Query(), facet))


def test_a_value_that_nothing_has_any_more_is_none(named: Pair) -> None:
    """A change takes counts back, and leaves the value and its names; a record keeps its own."""
    _, on_server = named
    rows = on_server.connection.rows
    rows("SET default_transaction_read_only = off")
    rows(
        "WITH gone AS (INSERT INTO term (facet, value, names, others)"
        " VALUES ('actor', 'gone', '{}', '[]'), ('theme', 'old', '{}', '[]') RETURNING *),"
        " counts AS (INSERT INTO counted SELECT tid, NULL, n FROM gone, unnest(ARRAY[2, -2]) n)"
        " INSERT INTO name SELECT facet, value, tid FROM gone"
    )
    assert {one.value for one in on_server.facet_values("actor")}.isdisjoint({"gone"})
    assert on_server.find_values("actor", "gone") == []
    assert on_server.find_values("theme", "old") == []
    assert on_server.find_values("theme", "unused") == ["unused"]
    assert "unused" in {one.value for one in on_server.facet_values("theme")}
