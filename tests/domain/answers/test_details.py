"""Details: a record with everything related to it."""

from collections.abc import Iterable

import pytest

from proposals_cli.domain.answers.details import (
    MAX_LISTED,
    BodyDetails,
    FactDetails,
    NoteDetails,
    PersonDetails,
    ProposalDetails,
    SourceDetails,
    ThemeDetails,
    bears_on,
    passages,
)
from proposals_cli.domain.model.parts import Agent, Citation, Relation, Statement
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import RelationKind
from proposals_cli.errors import NotFoundError
from tests.conftest import BaseOf
from tests.factories import (
    body,
    continuing,
    fact,
    measure,
    note,
    person,
    proposal,
    source,
    sponsors,
    theme,
)


@pytest.mark.parametrize(
    ("locator", "paragraphs"),
    [
        ("para 4", {4}),
        ("paras 2 and 5", {2, 5}),
        ("paras 2, 5 and 7", {2, 5, 7}),
        ("para 2 to para 5", {2, 3, 4, 5}),
        ("paras 2-4", {2, 3, 4}),
        ("paras 2–4, 9", {2, 3, 4, 9}),
        ("para 3 to 4", {3, 4}),
        ("第2段", {2}),
        ("第2至4段", {2, 3, 4}),
        ("headline", set()),
        ("page 3", set()),
        ("2020-05-18", set()),
        ("comparable 4", set()),
        ("para 5 to para 2", set()),
        ("", set()),
        (None, set()),
    ],
)
def test_a_locator_gives_its_paragraphs(locator: str | None, paragraphs: set[int]) -> None:
    """Single paragraphs, lists and ranges are read; other locators give no paragraph."""
    assert passages(locator) == paragraphs


def test_a_range_of_paragraphs_is_limited() -> None:
    """A mistyped range does not exhaust memory."""
    assert len(passages("para 1 to para 9999")) <= 1_001


@pytest.mark.parametrize(
    ("noted", "cited", "bears"),
    [
        ("para 4", ["para 4"], True),
        ("para 4", ["page 2", "paras 3 to 5"], True),
        ("para 4", ["para 5"], False),
        ("para 4", ["table 4"], False),
        ("paras 3 and 4", ["para 4"], True),
        ("headline", ["para 5"], False),
        ("headline", ["Headline and para 5"], True),
        (None, ["para 5"], True),
        ("para 4", [None], True),
        ("para 4", [None, "para 5"], False),
        ("para 4", [], False),
        (None, [], False),
    ],
)
def test_a_note_belongs_to_the_passage_it_corrects(
    noted: str | None, cited: list[str | None], bears: bool
) -> None:
    """A source that is only listed is not cited; one cited as a whole is cited everywhere."""
    assert bears_on(note(locator=noted), cited) is bears


def cite(*places: str) -> tuple[Citation, ...]:
    """Return citations from texts like ``source`` or ``source: locator``."""
    return tuple(
        Citation(source=source_, locator=locator.strip() or None)
        for source_, _, locator in (place.partition(":") for place in places)
    )


def ids(records: Iterable[Record]) -> list[str]:
    """Return the ids of records."""
    return [record.id for record in records]


BASE: list[Record] = [
    proposal("2018-first", themes=("fintech",), sponsors=sponsors("ma-huateng")),
    proposal(
        "2020-main",
        sponsors=sponsors("ma-huateng", "nobody"),
        addressees=(Agent(who="office"),),
        themes=("fintech", "nothing"),
        problem=Statement(text={"en": "A problem."}, citations=cite("article: para 3")),
        measures=(
            measure("m01", "One.", citations=cite("article: para 4", "paper")),
            measure("m02", "Two.", citations=cite("gone")),
        ),
        relations=continuing("2018-first", "2017-gone"),
        sources=("listed", "article"),
    ),
    proposal(
        "2022-next",
        relations=(
            *continuing("2020-main"),
            Relation(kind=RelationKind.AMENDS, to="2020-main"),
            Relation(kind=RelationKind.AMENDS, to="2018-first"),
        ),
        themes=("fintech",),
    ),
    proposal("2021-between", relations=continuing("2020-main")),
    body("npc", part_of="state"),
    body("office"),
    body("state"),
    person("ma-huateng"),
    theme("fintech"),
    *(source(id_) for id_ in ("article", "listed", "of-fact", "of-note", "paper")),
    fact("about-main", proposals=("2020-main",), citations=cite("of-fact")),
    fact("about-ma", person="ma-huateng", citations=cite("of-fact")),
    note("n1", source="article", locator="para 4", citations=cite("of-note")),
    note("n2", source="article", locator="para 9"),
    note("n3", source="article", locator="headline"),
    note("n4", source="listed", locator="para 9"),
]


def test_a_proposal_comes_with_all_related_records(base_of: BaseOf) -> None:
    """Facts, notes on cited passages, and the proposals that name it, oldest first."""
    details = base_of(BASE).details("2020-main")
    assert isinstance(details, ProposalDetails)
    assert details.measure is None
    assert [(kind, row.id) for kind, row in details.referring] == [
        (RelationKind.CONTINUES, "2021-between"),
        (RelationKind.CONTINUES, "2022-next"),
        (RelationKind.AMENDS, "2022-next"),
    ]
    assert ids(details.facts) == ["about-main"]
    assert ids(details.notes) == ["n1"]
    assert details.other_notes == (("article", 2), ("listed", 1))
    found = details.find("people", "ma-huateng")
    assert found is not None
    assert found.id == "ma-huateng"
    assert details.find("people", "nobody") is None


def test_a_measure_comes_with_its_proposal(base_of: BaseOf) -> None:
    """The error for an unknown measure lists those that exist."""
    base = base_of(BASE)
    details = base.details("2020-main#M02")
    assert isinstance(details, ProposalDetails)
    assert details.measure is not None
    assert details.measure.text == {"en": "Two."}
    with pytest.raises(NotFoundError) as raised:
        base.details("2020-main#m03")
    assert raised.value.hint == "It has m01 to m02."
    with pytest.raises(NotFoundError) as raised:
        base.details("2018-first#m01")
    assert raised.value.hint == "It has no measures."
    with pytest.raises(NotFoundError, match="has no measures"):
        base.details("fintech#m01")


def test_other_records_come_with_their_proposals(base_of: BaseOf) -> None:
    """And people and bodies with those addressed to them, and bodies with their parts."""
    base = base_of(BASE)
    someone = base.details("ma-huateng")
    assert isinstance(someone, PersonDetails)
    assert [row.id for row in someone.proposals] == ["2020-main", "2018-first"]
    assert ids(someone.facts) == ["about-ma"]
    subject = base.details("fintech")
    assert isinstance(subject, ThemeDetails)
    assert subject.proposal_count == 3
    article = base.details("article")
    assert isinstance(article, SourceDetails)
    assert ids(article.notes) == ["n1", "n2", "n3"]
    assert [row.id for row in article.proposals] == ["2020-main"]
    congress, office, state = (base.details(id_) for id_ in ("npc", "office", "state"))
    assert isinstance(congress, BodyDetails)
    assert congress.proposal_count == 4
    assert isinstance(office, BodyDetails)
    assert [row.id for row in office.addressed] == ["2020-main"]
    assert isinstance(state, BodyDetails)
    assert ids(state.parts) == ["npc"]
    statement = base.details("about-main")
    assert isinstance(statement, FactDetails)
    remark = base.details("n1")
    assert isinstance(remark, NoteDetails)


def test_listed_proposals_are_limited_but_all_are_counted(base_of: BaseOf) -> None:
    """A large theme has more proposals than a page can show."""
    many = [proposal(f"2020-p{n:03}", themes=("fintech",)) for n in range(MAX_LISTED + 5)]
    details = base_of([*many, theme("fintech")]).details("fintech")
    assert isinstance(details, ThemeDetails)
    assert len(details.proposals) == MAX_LISTED
    assert details.proposal_count == MAX_LISTED + 5
