"""Answers to queries, compared with a scan of all records."""

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.model.records import (
    Proposal,
)
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.query import And, FacetIs, InYears, Not, Query
from proposals_cli.index import query_sql
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.factories import (
    PEOPLE,
    SOURCES,
    proposal,
    write_store,
)
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
    """Facets, years, negations, groups, sorting and limits give what a scan gives, in order."""
    assert_answers(index, proposals, scan.random_query(random.Random(seed), proposals))


@pytest.mark.parametrize("seed", range(0, 200, 4))
def test_query_is_answered_the_same_if_values_are_common(
    index: SqliteIndex, proposals: list[Proposal], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way taken for values of very many proposals finds the same."""
    monkeypatch.setattr(query_sql, "MAX_LISTED_LINKS", 3)
    assert_answers(index, proposals, scan.random_query(random.Random(seed), proposals))


@pytest.mark.parametrize("field", FIELDS)
def test_single_value_of_every_facet_finds_its_proposals(
    index: SqliteIndex, proposals: list[Proposal], field: str
) -> None:
    """Each value of a facet finds those that have it, and its negation the others."""
    for value in {value for one in proposals for value in scan.values(one, field)}:
        node = InYears(((value, value),)) if field == "year" else FacetIs(field, (value,))
        assert_answers(index, proposals, Query(node))
        assert_answers(index, proposals, Query(And((Not(node),))))


@pytest.mark.parametrize("field", FIELDS)
def test_whole_base_is_tallied_like_a_scan(
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
    """Two fields, in either order or the same one twice, give a count for each pair of values."""
    part = Query(And((InYears(((2015, 2019),)), Not(FacetIs("kind", ("bill",))))))
    assert index.tally(Query(), fields) == scan.tally(proposals, fields)
    assert index.tally(part, fields) == scan.tally(scan.matching(proposals, part), fields)


def test_totals_of_the_whole_base(index: SqliteIndex, proposals: list[Proposal]) -> None:
    """All proposals and measures are counted, and every source and person of the base."""
    assert index.totals(Query()) == scan.totals(proposals)
    assert index.totals(Query())[2:] == (len(SOURCES), len(PEOPLE))


def test_whole_records_come_with_their_summaries(
    index: SqliteIndex, proposals: list[Proposal]
) -> None:
    """``find_whole`` gives the same proposals in the same order, each with its record."""
    query = Query(FacetIs("theme", ("fintech", "sme")), sort=(("title_zh", True),), limit=20)
    found = list(index.find_whole(query))
    assert [summary for summary, _ in found] == list(index.find(query))
    assert [decode_proposal(raw) for _, raw in found] == scan.matching(proposals, query)


def test_proposals_are_found_by_id_in_the_order_asked_for(
    index: SqliteIndex, proposals: list[Proposal]
) -> None:
    """``find_ids`` keeps the order and leaves out what does not exist."""
    some = [proposals[9], proposals[2], proposals[9]]
    found = index.find_ids([some[0].id, "no-such-id", some[1].id, some[2].id])
    assert list(found) == [scan.summary(one) for one in some]


def test_two_questions_may_be_open_at_once(index: SqliteIndex, proposals: list[Proposal]) -> None:
    """Reading one answer bit by bit does not disturb other questions."""
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
def test_values_of_any_kind_are_only_values(
    tmp_path_factory: pytest.TempPathFactory, regions: list[list[str]], wanted: list[str]
) -> None:
    """Quotes, patterns, blanks and other scripts are compared letter by letter."""
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


def test_empty_base_answers_everything(path: Path, folder: Path) -> None:
    """A base without records has lists, totals and tallies that are empty."""
    index = SqliteIndex(write_store(path, []), folder)
    for query in (Query(), Query(FacetIs("theme", ("fintech",))), Query(InYears(((2000, 2020),)))):
        assert_answers(index, [], query)
    assert list(index.records("proposals")) == []
    assert index.record("proposals", "2020-cloud") is None
    assert index.ids_like("", 10) == []
    index.close()
