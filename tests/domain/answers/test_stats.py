"""Numbers that sources state: which is chosen, and when it is compared with the base."""

import pytest

from proposals_cli.domain.answers.stats import people_counted, stated_counts, years_within
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Fact
from proposals_cli.domain.model.vocabulary import FactKind
from proposals_cli.domain.query.query import And, ContainsText, FacetIs, InYears, Node, Not, Or
from tests.factories import fact


def count(value: object, year: int | None = 2020, person: str | None = "a", by: int = 1) -> Fact:
    """Return a stated count with ``by`` citations."""
    citations = tuple(Citation(source=f"source-{n}") for n in range(by))
    return fact(f"c-{value}", year=year, person=person, value=value, citations=citations)


@pytest.mark.parametrize(
    ("facts", "stated"),
    [
        ([count(7)], {2020: (7, ())}),
        ([count(7), count(7)], {2020: (7, ())}),
        ([count(7, by=2), count(8)], {2020: (7, (8,))}),
        ([count(8), count(7, by=2)], {2020: (7, (8,))}),
        ([count(7), count(8)], {2020: (8, (7,))}),
        ([count(7), count(8), count(7)], {2020: (7, (8,))}),
        ([count(7, by=0), count(6, by=0)], {2020: (7, (6,))}),
        ([count(7), count(5, person="b")], {2020: (12, ())}),
        ([count(7), count(5, person="b"), count(4, person="b")], {2020: (12, (4,))}),
        ([count(7), count(5, year=2019)], {2019: (5, ()), 2020: (7, ())}),
        ([count(7, year=None)], {}),
        ([count("nearly 60")], {}),
        ([count(None)], {}),
        ([count(0)], {2020: (0, ())}),
        ([], {}),
    ],
)
def test_the_number_with_most_citations_comes_first(
    facts: list[Fact], stated: dict[int, tuple[int, tuple[int, ...]]]
) -> None:
    """Of equals the larger is first; numbers of several people are added; texts are ignored."""
    assert stated_counts(facts, ()) == stated


def test_facts_of_other_kinds_are_ignored() -> None:
    """A running total or a session is not a count of a year."""
    other = [fact(kind, kind=kind, year=2020, value=40) for kind in FactKind if kind != "count"]
    assert stated_counts([*other, count(7)], ()) == {2020: (7, ())}


def test_only_counts_of_the_requested_people_are_added() -> None:
    """Facts about others, or about no person, are ignored."""
    facts = [count(7), count(5, person="b"), count(3, person=None)]
    assert stated_counts(facts, ("a",)) == {2020: (7, ())}
    assert stated_counts(facts, ("a", "b")) == {2020: (12, ())}


YEARS = InYears(((2018, 2020),))
PERSON = FacetIs("person", ("a",))


@pytest.mark.parametrize(
    ("where", "people"),
    [
        (And(), ()),
        (YEARS, ()),
        (PERSON, ("a",)),
        (FacetIs("person", ("a", "b")), ("a", "b")),
        (And((PERSON, YEARS)), ("a",)),
        (And((PERSON, FacetIs("person", ("b",)))), None),
        (FacetIs("theme", ("x",)), None),
        (And((PERSON, ContainsText("a"))), None),
        (Not(YEARS), None),
        (Not(PERSON), None),
        (Or((PERSON, YEARS)), None),
    ],
)
def test_only_queries_by_person_and_year_are_compared_with_sources(
    where: Node, people: tuple[str, ...] | None
) -> None:
    """Sources count all proposals of a person and a year; any other filter counts fewer."""
    assert people_counted(where) == people


def test_years_outside_the_query_are_not_compared() -> None:
    """Stated counts are given for the years of the query, and for all years without one."""
    asked = And((PERSON, InYears(((2018, 2018), (2020, 2022))), InYears(((2017, 2021),))))
    assert [year for year in range(2015, 2025) if years_within(asked, year)] == [2018, 2020, 2021]
    assert years_within(And(), 1)
    assert years_within(InYears(((1, 2),)), 1)
