"""The sections of a proposal's page, before a format renders it."""

from collections.abc import Iterable

import msgspec
import pytest

from proposals_cli.domain.answers.details import ProposalDetails
from proposals_cli.domain.model.parts import (
    Action,
    Citation,
    Document,
    Relation,
    ReplyDue,
    Statement,
)
from proposals_cli.domain.model.records import Record, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    FactKind,
    Kind,
    RelationKind,
    Stage,
    TextBasis,
)
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.page import (
    Entry,
    Section,
    text_in,
)
from proposals_cli.domain.presenting.record_pages import note_sections, page_of, proposal_page
from tests.conftest import BaseOf
from tests.domain.presenting.reading import (
    ENGLISH,
    details,
    finding,
    headings,
    nothing,
    section,
    words,
)
from tests.factories import (
    body,
    continuing,
    fact,
    measure,
    note,
    proposal,
    reply,
    source,
    sponsors,
)


def test_measures_are_grouped_by_area_in_the_order_of_the_record() -> None:
    """Measures without an area are "other", unless no measure has one."""
    areas = {"m01": "b", "m02": None, "m03": "a", "m04": "b"}
    made = proposal(
        "2020-a", measures=tuple(measure(id_, area=area) for id_, area in areas.items())
    )
    found = section(proposal_page(made, nothing), labels.MEASURES)
    assert [(group.heading, [entry.id for entry in group.entries]) for group in found.groups] == [
        ("b", ["m01", "m04"]),
        (labels.OTHER, ["m02"]),
        ("a", ["m03"]),
    ]
    assert found.title("zh") == "措施（4）"
    plain = proposal_page(proposal("2020-a", measures=(measure(),)), nothing)
    assert [group.heading for group in section(plain, labels.MEASURES).groups] == [None]


def test_a_measure_tells_those_who_are_asked_from_those_who_benefit() -> None:
    """And says what its wording rests on, unless it is a paraphrase of ours."""
    made = measure(actors=("the state",), beneficiaries=("shops",), basis=TextBasis.OFFICIAL)
    page = proposal_page(proposal("2020-a", measures=(made,)), nothing)
    (entry,) = section(page, labels.MEASURES).entries
    assert details(entry) == [
        ": official",
        "asked of: the state",
        "for the benefit of: shops",
    ]


def test_what_happened_is_told_in_order_and_replies_in_full_below() -> None:
    """Votes have their figures, papers their links; an interim notice is no reply."""
    made = proposal(
        "2020-a",
        actions=(
            Action(
                date="2021-03-03",
                stage=Stage.DECIDED,
                text={"en": "On passage"},
                counts={"yes": 219, "no": 212},
                result="pass",
                documents=(Document(number="Roll 62", url="https://votes.example/62"),),
            ),
            reply("Later.", interim=True, date="2021-04-01"),
            reply(
                "Yes.",
                number="12号",
                by="A ministry",
                citations=(Citation(source="paper", locator="p. 2"),),
            ),
        ),
    )
    page = proposal_page(made, nothing)
    happened = section(page, labels.ACTIONS).entries
    assert [(entry.when, words(entry.lead[0])) for entry in happened] == [
        ("2021-03-03", "decided"),
        ("2021-04-01", "replied (notice, not a reply)"),
        (None, "replied"),
    ]
    assert details(happened[0]) == ["votes: yes 219, no 212", "Result: pass"]
    (paper,) = happened[0].entries
    assert (paper.text, paper.links) == ("Roll 62", ("https://votes.example/62",))
    notice, answer = section(page, labels.REPLIES).entries
    assert notice.lead == (labels.INTERIM,)
    assert (words(answer.lead[0]), details(answer)) == ("A ministry", ["Number: 12号"])
    assert page.numbers == {"paper": 1}


def test_a_reply_alone_is_not_told_twice() -> None:
    """Where nothing but replies is known, they are only in their own section."""
    page = proposal_page(proposal("2020-a", actions=(reply(),)), nothing)
    assert headings(page) == [labels.REPLIES]


def test_a_reply_that_was_not_published_is_no_missing_one() -> None:
    """It is known to exist; in words if it has a text as well."""
    one = Action(stage=Stage.REPLIED, result="not-published")
    page = proposal_page(proposal("2020-a", actions=(one,)), nothing)
    (entry,) = section(page, labels.REPLIES).entries
    assert entry.text == labels.UNPUBLISHED
    with_text = msgspec.structs.replace(one, text={"en": "They agreed."})
    page = proposal_page(proposal("2020-a", actions=(with_text,)), nothing)
    (entry,) = section(page, labels.REPLIES).entries
    assert (text_in(entry.text, ENGLISH), details(entry)) == (
        "They agreed.",
        ["Result: not published"],
    )


@pytest.mark.parametrize(
    ("given", "deadline"),
    [
        ({}, ["3 months from submission"]),
        ({"kind": Kind.BILL}, []),
        ({"reply_due": ReplyDue(date="2020-08-01")}, []),
        ({"date": "2010-05-01"}, []),
    ],
)
def test_the_deadline_of_the_body_stands_with_the_replies(
    given: dict[str, object], deadline: list[str]
) -> None:
    """Unless the proposal has its own, or the rule is not known to apply to it."""
    cited = (Citation(source="law", locator="art. 7"),)
    rule = ReplyRule(
        kinds=(Kind.SUGGESTION,), months=3, since="2015", note="often later", citations=cited
    )
    congress = body("npc", reply_within=(rule,))
    made = proposal("2020-a", **({"date": "2020-05-18"} | given))
    page = proposal_page(made, finding(congress))
    remarks = [
        entry for one in page.sections if one.heading == labels.REPLIES for entry in one.remarks
    ]
    assert [text_in(entry.text, ENGLISH).split(",")[0] for entry in remarks] == deadline
    assert all((one.citations, one.comment) == (cited, "often later") for one in remarks)


def test_relations_are_told_from_both_sides(base_of: BaseOf) -> None:
    """By kind; those of others to it are oldest first, and one that is not held says so."""
    base: list[Record] = [
        proposal("2018-a"),
        proposal(
            "2020-a",
            relations=(
                Relation(kind=RelationKind.COMPANION, as_named="a twin"),
                *continuing("2018-a", "2017-gone"),
            ),
        ),
        proposal("2021-a", relations=continuing("2020-a")),
        proposal("2022-a", relations=(Relation(kind=RelationKind.AMENDS, to="2020-a"),)),
        proposal("2023-a", relations=continuing("2020-a")),
    ]
    found = base_of(base).details("2020-a")
    assert isinstance(found, ProposalDetails)
    groups = section(page_of(found), labels.RELATIONS).groups
    assert [
        (
            text_in(group.heading or "", ENGLISH),
            [entry.id or text_in(entry.text, ENGLISH) for entry in group.entries],
        )
        for group in groups
    ] == [
        ("continues", ["2018-a", "2017-gone"]),
        ("companion of", ["a twin"]),
        ("continued by", ["2021-a", "2023-a"]),
        ("amended by", ["2022-a"]),
    ]
    assert text_in(groups[0].entries[0].text, ENGLISH) == "On 2018-a"
    assert details(groups[0].entries[1]) == [": not in this base"]


def test_sources_are_numbered_as_the_page_cites_them(base_of: BaseOf) -> None:
    """From top to bottom, the uncited ones last; a source without a record says so."""
    statement = Statement(text={"en": "A."}, citations=(Citation(source="source-two"),))
    made = proposal(
        "2020-a",
        problem=statement,
        sources=("source-three", "gone"),
        sponsors=sponsors("jane", citations=(Citation(source="source-one"),)),
    )
    base = base_of([made, *(source(f"source-{n}") for n in ("one", "two", "three"))])
    page = page_of(base.details("2020-a"))
    assert page.numbers == {"source-one": 1, "source-two": 2, "source-three": 3, "gone": 4}
    assert [entry.id for entry in page.sources] == list(page.numbers)
    assert page.sources[3].text == labels.SOURCE_MISSING


def test_the_page_contains_facts_notes_and_what_came_from_elsewhere(base_of: BaseOf) -> None:
    """In reading order."""
    base: list[Record] = [
        proposal("2020-a", notes=("One.",), extra={"chair": 3, "of": {"x": [1]}}),
        fact("count", kind=FactKind.COUNT, proposals=("2020-a",), assessment={"en": "So."}),
    ]
    page = page_of(base_of(base).details("2020-a"))
    assert headings(page) == [labels.REPLIES, labels.FACTS, labels.NOTES, labels.EXTRA]
    assert section(page, labels.FACTS).entries[0].comment == {"en": "So."}
    assert section(page, labels.EXTRA).entries == (
        Entry("3", lead=("chair",)),
        Entry('{"x": [1]}', lead=("of",)),
    )


def test_notes_on_other_passages_are_counted(base_of: BaseOf) -> None:
    """Even if no note is about a cited passage."""
    (counted,) = note_sections((), [("paper", 2)])
    assert text_in(counted.remarks[0].text, ENGLISH) == (
        "2 more on passages not cited here: prop show paper"
    )
    (noted,) = note_sections([note("n", source="paper", words="a", meaning={"en": "b"})])
    assert (noted.entries[0].text, details(noted.entries[0])) == ("“a”", ["means: b"])


def test_a_measure_keeps_the_numbers_of_the_whole_page(base_of: BaseOf) -> None:
    """So that it can be compared with the page of its proposal."""
    cited = (Citation(source="source-two"),)
    problem = Statement(text={"en": "A."}, citations=(Citation(source="source-one"),))
    made = proposal("2020-a", problem=problem, measures=(measure(citations=cited),))
    base = base_of([made, source("source-one"), source("source-two")])
    page = page_of(base.details("2020-a#m01"))
    assert page.statement is not None
    assert [(entry.id, page.numbers[entry.id or ""]) for entry in page.sources] == [
        ("source-two", 2)
    ]


def every_text(sections: Iterable[Section]) -> list[str]:
    """Return the texts of entries."""
    return [text_in(entry.text, ENGLISH) for one in sections for entry in one.entries]


def test_papers_of_the_base_are_cited_and_others_linked() -> None:
    """A paper that is a source has its number and its link among the sources."""
    made = proposal(
        "2020-a",
        documents=(Document(source="paper"), Document(number="21/1", url="https://x.example/1")),
    )
    page = proposal_page(made, nothing)
    papers = section(page, labels.PAPERS)
    assert every_text([papers]) == ["", "21/1"]
    assert [entry.citations for entry in papers.entries] == [(Citation(source="paper"),), ()]
    assert papers.entries[1].links == ("https://x.example/1",)
