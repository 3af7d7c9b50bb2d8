"""Counts and measures of a base."""

from collections.abc import Sequence

import pytest

from proposals_cli.domain.answers.stats import YearCount
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Fact, Person, Theme
from proposals_cli.domain.text.languages import Languages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.knowledge_base import KnowledgeBase
from tests.conftest import BaseOf
from tests.factories import fact, measure, person, proposal, source, sponsors, theme, titles


@pytest.fixture
def counted(base_of: BaseOf) -> KnowledgeBase:
    """Return a base whose sources state counts and disagree about some."""
    cited = (Citation(source="s"),)

    def stated(id_: str, year: int, value: int, by: str, times: int = 1) -> Fact:
        return fact(id_, year=year, person=by, value=value, citations=cited * times)

    return base_of(
        [
            proposal("2019-a", sponsors=sponsors("ma"), themes=("fintech",)),
            proposal("2020-a", sponsors=sponsors("ma"), themes=("fintech", "sme")),
            proposal("2020-b", sponsors=sponsors("ma", "li"), themes=("sme",)),
            person("ma"),
            person("li"),
            theme("fintech"),
            theme("sme"),
            theme("unused"),
            source("s"),
            stated("f1", 2020, 3, "ma", 2),
            stated("f2", 2020, 5, "ma"),
            stated("f3", 2020, 1, "li"),
            stated("f4", 2018, 2, "ma"),
        ]
    )


def test_counts_of_the_base_are_next_to_those_that_sources_state(counted: KnowledgeBase) -> None:
    """Years without proposals are included, and differing numbers are kept."""
    stats = counted.stats(counted.query())
    assert stats.comparable
    assert stats.by_year == (
        YearCount(2018, 0, 2),
        YearCount(2019, 1, None),
        YearCount(2020, 2, 4, (5,)),
    )


def test_stated_counts_follow_people_and_years(counted: KnowledgeBase) -> None:
    """Counts by a person and years are compared with what sources state about both."""
    ma = counted.stats(counted.query((), {"person": ["ma"]}))
    assert ma.by_year == (
        YearCount(2018, 0, 2),
        YearCount(2019, 1, None),
        YearCount(2020, 2, 3, (5,)),
    )
    later = counted.stats(counted.query(("year:2019..",)))
    assert [year.year for year in later.by_year] == [2019, 2020]


def test_a_selection_by_theme_is_not_compared(counted: KnowledgeBase) -> None:
    """Sources do not count by theme."""
    stats = counted.stats(counted.query((), {"theme": ["sme"]}))
    assert not stats.comparable
    assert stats.by_year == (YearCount(2020, 2, None),)
    assert stats.by_theme == (("sme", 2), ("fintech", 1))
    assert stats.theme_years == (("fintech", 2020, 1), ("sme", 2020, 2))


def test_proposals_are_counted_by_one_field_or_more(counted: KnowledgeBase) -> None:
    """By one field the largest count comes first, by several rows are ordered by value."""
    everything = counted.query()
    assert counted.counts(everything, ("theme",)).rows == (("fintech", 2), ("sme", 2))
    assert counted.counts(everything, ("person",)).rows == (("ma", 3), ("li", 1))
    assert counted.counts(everything, ("Year",)).rows == ((2019, 1), (2020, 2))
    assert counted.counts(everything, ("person", "year")).rows == (
        ("li", 2020, 1),
        ("ma", 2019, 1),
        ("ma", 2020, 2),
    )
    assert counted.counts(everything, ("year", "person", "theme")).rows == (
        (2019, "ma", "fintech", 1),
        (2020, "li", "sme", 1),
        (2020, "ma", "fintech", 1),
        (2020, "ma", "sme", 2),
    )
    assert counted.counts(counted.query(("person:li",)), ("theme",)).rows == (("sme", 1),)


def test_totals_count_each_proposal_once(counted: KnowledgeBase) -> None:
    """Whatever number of themes or people it has."""
    counts = counted.counts(counted.query(), ("year", "person", "theme"))
    totals = counts.totals()
    assert totals.rows == {(2019, "ma"): 1, (2020, "li"): 1, (2020, "ma"): 2}
    assert totals.columns == {"fintech": 2, "sme": 2}
    assert totals.every == counts.selected() == 3
    assert sum(int(str(row[-1])) for row in counts.rows) == 5


def test_sessions_are_in_the_order_of_their_numbers(base_of: BaseOf) -> None:
    """The tenth comes after the second, and names after numbers."""
    base = base_of(
        proposal(f"2020-{place}", term=13 if isinstance(session, int) else None, session=session)
        for place, session in enumerate([10, 2, 2, "Autumn"])
    )
    assert [row[0] for row in base.counts(base.query(), ("session",)).rows] == [
        *("13/2", "13/10", "Autumn"),
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (("themes",), "Did you mean 'theme'?"),
        (("xyzzy",), "Count by one of theme, person"),
        (("",), "Count by one of theme, person"),
        (("theme", "theme"), "each different from the others"),
        (("theme", "year", "kind", "body"), "at most 3 fields"),
    ],
)
def test_counting_by_a_wrong_field_is_an_error(
    counted: KnowledgeBase, fields: Sequence[str], message: str
) -> None:
    """The hint names the most similar field, or all of them."""
    with pytest.raises(InvalidQueryError) as raised:
        counted.counts(counted.query(), fields)
    assert message in f"{raised.value.message} {raised.value.hint}"


def test_records_of_a_vocabulary_have_counts_of_proposals(counted: KnowledgeBase) -> None:
    """Records are ordered by id, including those without a proposal."""
    themes = [(row.record.id, row.proposals) for row in counted.vocabulary(Theme)]
    assert themes == [("fintech", 2), ("sme", 2), ("unused", 0)]
    assert [row.proposals for row in counted.vocabulary(Person)] == [1, 3]


def test_values_have_names_for_a_reader(base_of: BaseOf) -> None:
    """In the language wanted, or else in the one there is; a value without a name has none."""
    base = base_of(
        [
            proposal("2020-a", themes=("one", "two", "three")),
            theme("one", name={"en": "One", "zh": "一"}),
            theme("two", name={"en": "Two"}),
        ]
    )
    assert base.names(("theme",), Languages(("zh",))) == {"theme": {"one": "一", "two": "Two"}}
    assert base.names(("theme",), Languages()) == {"theme": {"one": "One", "two": "Two"}}


@pytest.fixture
def asking(base_of: BaseOf) -> KnowledgeBase:
    """Return a base whose proposals have several measures each."""
    return base_of(
        [
            proposal(
                "2019-care",
                titles=titles(en="Better hospitals", zh="关于医院的建议"),
                measures=(
                    measure("m01", text="Train doctors.", area="health"),
                    measure("m02", text="Fund clinics.", area="finance"),
                ),
            ),
            proposal(
                "2020-bank",
                measures=(
                    measure("m01", text="Fund banks.", area="finance", actors=("the state",)),
                    measure("m02", text="Open branches."),
                ),
            ),
            proposal("2021-nothing"),
        ]
    )


@pytest.mark.parametrize(
    ("terms", "ids"),
    [
        ((), ["2020-bank#m01", "2020-bank#m02", "2019-care#m01", "2019-care#m02"]),
        (("year:2019",), ["2019-care#m01", "2019-care#m02"]),
        (("area:finance",), ["2020-bank#m01", "2019-care#m02"]),
        (("area:finance,health",), ["2020-bank#m01", "2019-care#m01", "2019-care#m02"]),
        (('actor:"the state"',), ["2020-bank#m01"]),
        (("fund",), ["2020-bank#m01", "2019-care#m02"]),
        (("hospitals",), ["2019-care#m01", "2019-care#m02"]),
        (("医院",), ["2019-care#m01", "2019-care#m02"]),
        (("fund", "area:health"), ["2019-care#m01"]),
        (("area:health OR year:2020",), ["2020-bank#m01", "2020-bank#m02", "2019-care#m01"]),
        (("banks OR area:health",), ["2020-bank#m01", "2020-bank#m02", "2019-care#m01"]),
        (("-(area:finance OR year:2019)",), ["2020-bank#m02"]),
    ],
)
def test_conditions_select_measures(
    asking: KnowledgeBase, terms: Sequence[str], ids: list[str]
) -> None:
    """Text selects the measures that contain it, or all of a proposal if none does."""
    assert [row.id for row in asking.measures(asking.query(terms))] == ids


def test_a_limit_counts_measures(asking: KnowledgeBase) -> None:
    """It does not count proposals."""
    rows = asking.measures(asking.query(limit=3))
    assert [row.id for row in rows] == ["2020-bank#m01", "2020-bank#m02", "2019-care#m01"]
    assert list(asking.measures(asking.query(limit=0))) == []


def test_names_of_one_actor_are_one(base_of: BaseOf) -> None:
    """By an entry of its own, of a person or a body; a measure that has two of them counts once."""
    base = base_of(
        [
            proposal(
                "2020-a",
                measures=(
                    measure("m01", actors=("The Crown", "ministers", "towns")),
                    measure("m02", actors=("his majesty",), beneficiaries=("Crown",)),
                ),
            ),
            proposal("2021-b", measures=(measure("m01", actors=("towns", "Crown")),)),
            person("crown", "Crown", other_names=("the crown", "His Majesty", "ministers")),
            person("someone-else", "Towns of the North"),
        ]
    )
    everything = base.query()
    assert base.counts(everything, ("actor",)).rows == (("crown", 2), ("towns", 2))
    assert base.counts(base.query(("year:2020",)), ("actor", "year")).rows == (
        ("crown", 2020, 1),
        ("towns", 2020, 1),
    )
    assert base.measure_counts(everything, ("actor",)).rows == (("crown", 3), ("towns", 2))
    assert base.measure_counts(everything, ("beneficiary",)).rows == (("crown", 1),)
    for name in ("crown", "The crown", "Ministers"):
        found = base.measures(base.query((), {"actor": [name]}))
        assert [row.id for row in found] == ["2021-b#m01", "2020-a#m01", "2020-a#m02"]
    excluding = base.measures(base.query(('-actor:"His Majesty"',)))
    assert list(excluding) == []
    with pytest.raises(InvalidQueryError, match="There is no actor 'someone-else'"):
        base.query((), {"actor": ["someone-else"]})
