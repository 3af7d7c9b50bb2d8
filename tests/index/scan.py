"""The answers of an index, found by a scan of every record: slow, but obviously correct."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.ports import Summary, Totals
from proposals_cli.domain.query.facets import FACETS, facet_values
from proposals_cli.domain.query.query import (
    SORT_FIELDS,
    And,
    FacetIs,
    InYears,
    Node,
    Not,
    Or,
    Query,
)
from proposals_cli.index.sqlite_index import SqliteIndex

PART = Query(Not(FacetIs("kind", ("bill",))))
"""A part of any base, and not all of it."""


def applies(node: Node, proposal: Proposal) -> bool:
    """Return whether a condition applies to a proposal."""
    match node:
        case FacetIs(facet, wanted):
            return any(value in wanted for value in values(proposal, facet))
        case InYears(ranges):
            return any(low <= proposal.year <= high for low, high in ranges)
        case Not(part):
            return not applies(part, proposal)
        case And(parts):
            return all(applies(part, proposal) for part in parts)
        case Or(parts):
            return any(applies(part, proposal) for part in parts)
        case _:
            raise NotImplementedError(node)


def values(proposal: Proposal, field: str) -> list[Any]:
    """Return the distinct values of a facet of a proposal, or its year."""
    if field == "year":
        return [proposal.year]
    found = dict.fromkeys(str(value) for facet, value in facet_values(proposal) if facet == field)
    return list(found)


def matching(proposals: Iterable[Proposal], query: Query) -> list[Proposal]:
    """Return the proposals that match a query, in its order."""
    found = [proposal for proposal in proposals if applies(query.where, proposal)]
    found.sort(key=lambda proposal: (-proposal.year, proposal.id))
    for field, descending in reversed(query.sort):
        _sort(found, field, descending=descending)
    return found[: query.limit]


def _sort(found: list[Proposal], field: str, *, descending: bool) -> None:
    def value(proposal: Proposal) -> Any:
        return getattr(summary(proposal), field)

    # stable, so equals keep their order in both directions; missing values come last
    found.sort(key=lambda p: () if value(p) is None else (value(p),), reverse=descending)
    found.sort(key=lambda p: value(p) is None)


def summary(proposal: Proposal) -> Summary:
    """Return a proposal as lists show it."""
    return Summary(
        id=proposal.id,
        year=proposal.year,
        kind=proposal.kind.value,
        status=proposal.status.value.value,
        title_en=proposal.title.en,
        title_zh=proposal.title.zh,
        topic_zh=proposal.title.topic_zh,
        people=proposal.people,
        themes=proposal.themes,
        regions=proposal.regions,
        series=tuple(series.id for series in proposal.series),
        measures=len(proposal.measures),
        sources=len(proposal.all_sources()),
    )


def totals(found: Sequence[Proposal]) -> Totals:
    """Return the totals of proposals."""
    return Totals(
        proposals=len(found),
        measures=sum(len(proposal.measures) for proposal in found),
        sources=len({source for proposal in found for source in proposal.all_sources()}),
        people=len({person for proposal in found for person in proposal.people}),
    )


def tally(found: Iterable[Proposal], fields: Sequence[str]) -> list[tuple[str | int, ...]]:
    """Count proposals by the values of fields."""
    counts = Counter(
        row
        for proposal in found
        for row in itertools.product(*(values(proposal, field) for field in fields))
    )
    return [(*row, count) for row, count in sorted(counts.items())]


def random_query(chance: random.Random, proposals: Sequence[Proposal]) -> Query:
    """Return a query for existing values and some others, with a random order and limit."""
    fields = chance.sample(SORT_FIELDS, chance.choice([0, 0, 1, 2]))
    return Query(
        And(tuple(_node(chance, proposals, 0) for _ in range(chance.randint(0, 3))))
        if chance.random() < 0.7
        else _node(chance, proposals, 0),
        sort=tuple((field, chance.random() < 0.5) for field in fields),
        limit=chance.choice([None, None, 0, 1, 7, 10_000]),
    )


def _node(chance: random.Random, proposals: Sequence[Proposal], depth: int) -> Node:
    kind = chance.choice(["has", "has", "has", "years", "not", "all", "either"])
    if kind == "years" or (depth > 2 and kind in {"not", "all", "either"}):
        first = [chance.randint(2008, 2026) for _ in range(chance.randint(1, 2))]
        return InYears(tuple((year, year + chance.choice([0, 0, 1, 5, 7973])) for year in first))
    if kind == "not":
        return Not(_node(chance, proposals, depth + 1))
    if kind in {"all", "either"}:
        parts = tuple(_node(chance, proposals, depth + 1) for _ in range(chance.randint(0, 3)))
        return And(parts) if kind == "all" else Or(parts)
    facet = chance.choice(list(FACETS))
    known = [value for p in chance.sample(proposals, 5) for value in values(p, facet)]
    wanted = [*known, "no-such-value"]
    return FacetIs(facet, tuple(chance.sample(wanted, min(len(wanted), chance.randint(1, 3)))))


def assert_answers(index: SqliteIndex, proposals: list[Proposal]) -> None:
    """Compare answers of every kind with those of a scan."""
    part = matching(proposals, PART)
    assert index.totals(PART) == totals(part)
    assert list(index.find(PART)) == [summary(one) for one in part]
    assert index.tally(PART, ["theme", "year"]) == tally(part, ["theme", "year"])
    assert index.totals(Query()).proposals == len(proposals)
    assert index.tally(Query(), ["region"]) == tally(proposals, ["region"])
    assert len(list(index.records("proposals"))) == len(proposals)
