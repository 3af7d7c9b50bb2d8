"""Answers to queries, compared with a scan of all records."""

import random
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.query import And, FacetIs, InYears, Not, Query
from proposals_cli.domain.text import collation
from proposals_cli.index import query_sql
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.factories import person, proposal, random_proposals, source, sponsors, write_store
from tests.index import scan

FIELDS = [*FACETS, "year"]


def assert_answers(index: SqliteIndex, proposals: Sequence[Proposal], query: Query) -> None:
    """Compare all answers about one query with those of a scan."""
    found = scan.matching(proposals, query)
    assert list(index.find(query)) == [scan.summary(one) for one in found]
    every = scan.matching(proposals, Query(query.where))
    assert index.totals(query) == scan.totals(every)
    assert index.tally(query, ["theme"]) == scan.tally(every, ["theme"])
    assert index.tally(query, ["year", "status"]) == scan.tally(every, ["year", "status"])


@pytest.mark.parametrize("seed", range(200))
def test_random_query_is_answered_like_a_scan(
    index: SqliteIndex, proposals: list[Proposal], seed: int
) -> None:
    """Facets, years, negations, groups, sorting and limits give the same as a scan."""
    assert_answers(index, proposals, scan.random_query(random.Random(seed), proposals))


@pytest.mark.parametrize("field", ["title", "title_zh"])
def test_an_interruption_while_titles_are_sorted_is_one(
    index: SqliteIndex, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """SQLite calls the function that makes the keys, and hides what that raises."""

    def interrupted(_text: str, _tag: str | None) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(collation, "sort_key", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(index.find(Query(sort=((field, False),))))


@pytest.mark.parametrize("seed", range(0, 200, 4))
def test_queries_for_common_values_are_answered_like_a_scan(
    index: SqliteIndex, proposals: list[Proposal], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values of very many proposals are looked up in another way."""
    monkeypatch.setattr(query_sql, "MAX_LISTED_LINKS", 3)
    assert_answers(index, proposals, scan.random_query(random.Random(seed), proposals))


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_of_a_facet_finds_its_proposals(
    index: SqliteIndex, proposals: list[Proposal], field: str
) -> None:
    """Its negation finds the others."""
    for value in {value for one in proposals for value in scan.values(one, field)}:
        node = InYears(((value, value),)) if field == "year" else FacetIs(field, (value,))
        assert_answers(index, proposals, Query(node))
        assert_answers(index, proposals, Query(And((Not(node),))))


@pytest.mark.parametrize("field", FIELDS)
def test_all_proposals_are_counted_like_a_scan(
    index: SqliteIndex, proposals: list[Proposal], field: str
) -> None:
    """Stored counts by one field are those of a scan."""
    assert index.tally(Query(), [field]) == scan.tally(proposals, [field])


@pytest.mark.parametrize(
    "fields", [*product(["theme", "year", "person", "area", "status"], repeat=2)]
)
def test_cross_table_is_counted_like_a_scan(
    index: SqliteIndex, proposals: list[Proposal], fields: tuple[str, str]
) -> None:
    """Two fields in either order, or one twice, give a count for each pair of values."""
    part = Query(And((InYears(((2015, 2019),)), Not(FacetIs("kind", ("bill",))))))
    assert index.tally(Query(), fields) == scan.tally(proposals, fields)
    assert index.tally(part, fields) == scan.tally(scan.matching(proposals, part), fields)


@pytest.mark.parametrize(
    "fields",
    [
        *(("theme", "person"), ("year", "theme"), ("kind", "year"), ("month",)),
        *(("theme", "session", "year"), ("extra.faction", "kind", "theme")),
    ],
)
def test_totals_count_each_proposal_once(
    index: SqliteIndex, proposals: list[Proposal], fields: tuple[str, ...]
) -> None:
    """However many values it has; without one of every field it is not counted."""
    part = Query(Not(FacetIs("kind", ("bill",))))
    rows, columns = Counter[tuple[object, ...]](), Counter[object]()
    every = 0
    for one in scan.matching(proposals, part):
        combined = [row[:-1] for row in scan.tally([one], fields)]
        rows.update({row[:-1] for row in combined})
        columns.update({row[-1] for row in combined})
        every += bool(combined)
    assert index.cross_totals(part, fields) == (rows, columns, every)
    assert index.tally(part, fields) == scan.tally(scan.matching(proposals, part), fields)


@pytest.mark.parametrize("field", ["year", "theme", "extra.faction"])
def test_values_of_a_field_are_read_with_their_proposals(
    index: SqliteIndex, proposals: list[Proposal], field: str
) -> None:
    """Each value once."""
    part = Query(Not(FacetIs("kind", ("bill",))))
    assert sorted(index.values_of(part, field)) == sorted(
        (one.id, value)
        for one in scan.matching(proposals, part)
        for value in scan.values(one, field)
    )


def test_the_work_for_a_cross_table_grows_with_the_base_and_not_its_square(
    tmp_path: Path,
) -> None:
    """Four times the proposals take about four times the steps of SQLite."""
    steps = []
    for count in (250, 1_000):
        made = random_proposals(count, seed=1)
        index = SqliteIndex(write_store(tmp_path / f"{count}.json", made), tmp_path / str(count))
        assert index.totals(Query()).proposals == count
        taken: list[None] = []
        index.file.connection().set_progress_handler(partial(taken.append, None), 100)
        index.tally(Query(), ["kind", "language"])
        index.cross_totals(Query(), ["kind", "language"])
        steps.append(len(taken))
        index.close()
    assert 2 < steps[1] / steps[0] < 8


def test_totals_leave_out_what_no_proposal_names(path: Path, folder: Path) -> None:
    """A source that no proposal cites is not counted, with a filter or without one."""
    made = [proposal("2020-a", sources=("one", "two"), sponsors=sponsors("li-hua"))]
    others = (source("one"), source("three"), person("li-hua"), person("zhang-wei"))
    index = SqliteIndex(write_store(path, [*made, *others]), folder)
    for query in (Query(), Query(InYears(((2020, 2020),)))):
        assert index.totals(query) == scan.totals(made) == (1, 0, 2, 1)
    index.close()


def test_records_are_returned_with_their_summaries(
    index: SqliteIndex, proposals: list[Proposal]
) -> None:
    """``find_records`` gives the same proposals in the same order, each with its record."""
    query = Query(FacetIs("theme", ("fintech", "sme")), sort=(("title_zh", True),), limit=20)
    found = list(index.find_records(query))
    assert [summary for summary, _ in found] == list(index.find(query))
    assert [decode_proposal(raw) for _, raw in found] == scan.matching(proposals, query)


def test_proposals_are_found_by_id_in_the_requested_order(
    index: SqliteIndex, proposals: list[Proposal]
) -> None:
    """``find_ids`` keeps the order and leaves out unknown ids."""
    some = [proposals[9], proposals[2], proposals[9]]
    found = index.find_ids([some[0].id, "no-such-id", some[1].id, some[2].id])
    assert list(found) == [scan.summary(one) for one in some]


def test_two_questions_may_be_open_at_once(index: SqliteIndex, proposals: list[Proposal]) -> None:
    """Reading one answer step by step does not affect another."""
    listing = index.find(Query())
    read = [next(listing)]
    part = Query(FacetIs("kind", ("bill",)))
    for _ in range(2):
        assert index.totals(part) == scan.totals(scan.matching(proposals, part))
    read += listing
    assert read == [scan.summary(one) for one in scan.matching(proposals, Query())]


VALUES = st.sampled_from(
    ["a", "b", "c", "é", "a'b", 'a"b', "%", "", "x" * 300, "医疗", "\x00", "🙂"]
)


@settings(max_examples=40, deadline=None)
@given(
    regions=st.lists(st.lists(VALUES, max_size=3), max_size=6),
    wanted=st.lists(VALUES, min_size=1, max_size=3),
)
def test_special_characters_in_values_are_data(
    tmp_path_factory: pytest.TempPathFactory, regions: list[list[str]], wanted: list[str]
) -> None:
    """Quotes, patterns, blanks and other scripts are compared exactly."""
    made = [
        proposal(f"{2010 + number % 3}-p{number}", regions=tuple(some))
        for number, some in enumerate(regions)
    ]
    folder = tmp_path_factory.mktemp("values")
    index = SqliteIndex(write_store(folder / "base.json", made), folder / "cache")
    query = Query(FacetIs("region", tuple(wanted)))
    assert list(index.find(query)) == [scan.summary(one) for one in scan.matching(made, query)]
    assert index.tally(Query(), ["region"]) == scan.tally(made, ["region"])
    index.close()


def test_an_empty_base_answers_every_question(path: Path, folder: Path) -> None:
    """Lists, totals and counts are empty."""
    index = SqliteIndex(write_store(path, []), folder)
    for query in (Query(), Query(FacetIs("theme", ("fintech",))), Query(InYears(((2000, 2020),)))):
        assert_answers(index, [], query)
    assert list(index.records("proposals")) == []
    assert index.record("proposals", "2020-cloud") is None
    assert index.ids_like("", 10) == []
    index.close()
