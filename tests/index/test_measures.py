"""Measures that a query selects, and counts of them, compared with a scan of every measure."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from proposals_cli.domain.answers.measures import MeasureRow
from proposals_cli.domain.model.parts import Measure
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Horizon
from proposals_cli.domain.query.query import And, FacetIs, InYears, Node, Not, Or, Query
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import ACTORS, AREAS
from tests.index import scan

One = tuple[Proposal, Measure]

OWN: dict[str, Callable[[Measure], Sequence[str | None]]] = {
    "area": lambda one: [one.area],
    "horizon": lambda one: [one.horizon],
    "actor": lambda one: one.actors,
    "beneficiary": lambda one: one.beneficiaries,
}


VALUES: dict[str, Sequence[str]] = {
    "area": AREAS,
    "horizon": [str(horizon) for horizon in Horizon],
    "actor": ACTORS,
    "beneficiary": ACTORS,
}


def applies(node: Node, proposal: Proposal, measure: Measure) -> bool:
    """Return whether a condition applies to a measure."""
    match node:
        case FacetIs(facet, wanted) if facet in OWN:
            return any(value in wanted for value in OWN[facet](measure))
        case Not(part):
            return not applies(part, proposal, measure)
        case And(parts):
            return all(applies(part, proposal, measure) for part in parts)
        case Or(parts):
            return any(applies(part, proposal, measure) for part in parts)
        case _:
            return scan.applies(node, proposal)


def selected(proposals: Sequence[Proposal], where: Node) -> Iterator[One]:
    """Yield the measures of a condition."""
    for one in proposals:
        for measure in one.measures:
            if applies(where, one, measure):
                yield one, measure


def id_of(one: One) -> str:
    """Return the id of a measure."""
    return f"{one[0].id}#{one[1].id}"


def random_condition(chance: random.Random, depth: int = 0) -> Node:
    """Return a condition on measures and their proposals, mixed in groups."""
    kind = chance.choice(
        ["own", "own", "theme", "years", "not", "and", "or"][: 4 if depth > 3 else 7]
    )
    match kind:
        case "theme":
            return FacetIs("theme", (chance.choice(["fintech", "sme"]),))
        case "years":
            return InYears(((2013, 2013 + chance.randint(0, 5)),))
        case "not":
            return Not(random_condition(chance, depth + 1))
        case "and" | "or":
            parts = tuple(random_condition(chance, depth + 1) for _ in range(chance.randint(0, 3)))
            return And(parts) if kind == "and" else Or(parts)
        case _:
            facet = chance.choice(list(OWN))
            return FacetIs(facet, (chance.choice(VALUES[facet]),))


@pytest.mark.parametrize("seed", range(150))
def test_any_condition_selects_the_measures_that_meet_it(
    index: SqliteIndex, proposals: list[Proposal], seed: int
) -> None:
    """Conditions on measures and on proposals may stand in groups with each other."""
    where = random_condition(random.Random(seed))
    found: list[MeasureRow] = list(KnowledgeBase(index).measures(Query(where)))
    assert sorted(row.id for row in found) == sorted(map(id_of, selected(proposals, where)))


def values(one: One, field: str) -> list[Any]:
    """Return the distinct values of a measure, or of its proposal."""
    if field in OWN:
        return [value for value in dict.fromkeys(OWN[field](one[1])) if value]
    return scan.values(one[0], field)


@pytest.mark.parametrize(
    "fields",
    [
        *(("actor",), ("horizon",), ("theme",), ("session",), ("extra.faction",)),
        *(("actor", "year"), ("year", "beneficiary"), ("kind", "area"), ("theme", "actor", "year")),
    ],
)
def test_measures_are_counted_like_a_scan(
    index: SqliteIndex, proposals: list[Proposal], fields: tuple[str, ...]
) -> None:
    """By values of their own and of their proposals; totals count each measure once."""
    where = Or((FacetIs("horizon", ("near-term",)), Not(FacetIs("kind", ("bill",)))))
    counts = KnowledgeBase(index).measure_counts(Query(where, limit=3), fields)
    measures = list(selected(proposals, where))
    rows, heads, columns = Counter[Any](), Counter[Any](), Counter[Any]()
    every = 0
    for one in measures:
        combined = list(itertools.product(*(values(one, field) for field in fields)))
        rows.update(combined)
        heads.update({row[:-1] for row in combined})
        columns.update({row[-1] for row in combined})
        every += bool(combined)
    assert {row[:-1]: row[-1] for row in counts.rows} == rows
    assert counts.totals() == (heads, columns, every)
    assert counts.selected() == len(measures)
