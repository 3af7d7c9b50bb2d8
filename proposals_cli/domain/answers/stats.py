"""Counts of proposals in a base, and the counts that sources state."""

from collections.abc import Iterable
from dataclasses import dataclass

from proposals_cli.domain.lookup import find_referring
from proposals_cli.domain.model.records import Fact
from proposals_cli.domain.model.vocabulary import FactKind
from proposals_cli.domain.ports import ProposalIndex, Totals
from proposals_cli.domain.query.query import And, FacetIs, InYears, Node, Query


@dataclass(frozen=True, slots=True)
class YearCount:
    """Proposals of a year in this base (``held``), and how many sources say there were.

    ``year`` is None for those of no known year. ``stated`` is None if no source gives a number, or
    if the selection is narrower than what sources count. ``also_stated`` are other numbers that
    sources give.
    """

    year: int | None
    held: int
    stated: int | None
    also_stated: tuple[int, ...] = ()


_COUNTED = {
    "theme": "by_theme",
    "status": "by_status",
    "kind": "by_kind",
    "body": "by_body",
    "stage": "by_stage",
    "language": "by_language",
    "missing": "missing",
}
"""The facets that the summary page counts by, and the fields of ``Stats`` that have the counts."""


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of the summary page, of proposals unless named otherwise."""

    totals: Totals
    by_year: tuple[YearCount, ...]
    by_theme: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    by_body: tuple[tuple[str, int], ...]
    by_stage: tuple[tuple[str, int], ...]
    by_language: tuple[tuple[str, int], ...]
    theme_years: tuple[tuple[str, int, int], ...]
    missing: tuple[tuple[str, int], ...]
    comparable: bool
    """Whether held and stated count the same thing: the only filters are years and people."""


def people_counted(where: Node) -> tuple[str, ...] | None:
    """Return the people all of whose proposals a query counts, or None if it counts fewer.

    An empty tuple means all people.
    """
    people: tuple[str, ...] = ()
    for part in where.parts if isinstance(where, And) else (where,):
        match part:
            case InYears():
                continue
            case FacetIs("person", values) if not people:
                people = values
            case _:
                return None
    return people


def stated_counts(
    facts: Iterable[Fact], people: tuple[str, ...]
) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Return year → (stated count, other stated counts) from the facts that count proposals.

    If facts on one person and year disagree, the number with the most citations comes first, and
    of equals the larger one. Numbers of different people are added.
    """
    backed: dict[tuple[int, str | None], dict[int, int]] = {}
    for fact in facts:
        if fact.kind is not FactKind.COUNT or fact.year is None or not isinstance(fact.value, int):
            continue
        if people and fact.person not in people:
            continue
        numbers = backed.setdefault((fact.year, fact.person), {})
        numbers[fact.value] = numbers.get(fact.value, 0) + len(fact.citations)
    result: dict[int, tuple[int, tuple[int, ...]]] = {}
    for (year, _), numbers in backed.items():
        first, *others = sorted(numbers, key=lambda n: (numbers[n], n), reverse=True)
        total, also = result.get(year, (0, ()))
        result[year] = (total + first, (*also, *others))
    return result


def years_within(where: Node, year: int) -> bool:
    """Return whether a year is in every range of years of a query."""
    parts = where.parts if isinstance(where, And) else (where,)
    return all(
        any(low <= year <= high for low, high in part.ranges)
        for part in parts
        if isinstance(part, InYears)
    )


def stats_of(query: Query, index: ProposalIndex) -> Stats:
    """Return the counts of the summary page for a query's proposals."""
    totals = index.totals(query)
    by_year, theme_years, *by_facet = index.tallies(
        query, [("year",), ("theme", "year"), *((facet,) for facet in _COUNTED)]
    )
    held = {int(year): int(n) for year, n in by_year}
    undated = totals.proposals - sum(held.values())
    people = people_counted(query.where)
    stated: dict[int, tuple[int, tuple[int, ...]]] = {}
    if people is not None:
        facts = find_referring(index, Fact, "kind", FactKind.COUNT)
        found = stated_counts(facts, people)
        stated = {year: found[year] for year in found if years_within(query.where, year)}
    return Stats(
        totals=totals,
        by_year=(
            *(
                YearCount(year, held.get(year, 0), *stated.get(year, (None, ())))
                for year in sorted({*held, *stated})
            ),
            *((YearCount(None, undated, None),) if undated else ()),
        ),
        theme_years=tuple((str(theme), int(year), int(n)) for theme, year, n in theme_years),
        comparable=people is not None,
        **{
            name: tuple(sorted(((str(value), int(n)) for value, n in rows), key=_largest_first))
            for name, rows in zip(_COUNTED.values(), by_facet, strict=True)
        },
    )


def _largest_first(row: tuple[str, int]) -> tuple[int, str]:
    value, n = row
    return -n, value
