"""The content of a page, before a format renders it."""

from collections.abc import Callable, Iterable

import msgspec
import pytest

from proposals_cli.domain.answers.details import ProposalDetails
from proposals_cli.domain.model import fields
from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    BodySession,
    Citation,
    Document,
    Identifier,
    Measure,
    Relation,
    ReplyDue,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal, Record, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    FactKind,
    Kind,
    RelationKind,
    Role,
    Stage,
    Status,
    TextBasis,
    TitleBasis,
)
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.page import (
    Entry,
    Line,
    Named,
    RecordPage,
    Section,
    Value,
    Words,
    shown,
    text_in,
)
from proposals_cli.domain.presenting.record_pages import note_sections, page_of, proposal_page
from proposals_cli.domain.text.languages import Languages
from tests.conftest import BaseOf
from tests.factories import (
    body,
    continuing,
    fact,
    measure,
    note,
    person,
    proposal,
    reply,
    source,
    sponsors,
    titles,
)

ENGLISH, CHINESE = Languages(), Languages(("zh",))


def nothing(_table: str, _id: str) -> None:
    """Find no record."""


def finding(*records: Record) -> Callable[[str, str], Record | None]:
    """Return a function that finds these records."""
    by_id = {record.id: record for record in records}
    return lambda _table, id_: by_id.get(id_)


def words(value: Value, languages: Languages = ENGLISH) -> str:
    """Return a value with its remarks."""
    if not isinstance(value, Named):
        return text_in(value, languages)
    remarks = "; ".join(text_in(one, languages) for one in value.remarks)
    return value.text(languages) + (f" ({remarks})" if remarks else "")


def line(page: RecordPage, label: Label) -> Line:
    """Return the line at the head with a label."""
    return next(one for one in page.head if one.label == label)


def labels_of(page: RecordPage) -> list[Label | None]:
    """Return the labels at the head."""
    return [one.label for one in page.head]


def section(page: RecordPage, heading: Label) -> Section:
    """Return the section under a heading."""
    return next(one for one in page.sections if one.heading == heading)


def headings(page: RecordPage) -> list[Label]:
    """Return the headings of the sections."""
    return [one.heading for one in page.sections]


def details(entry: Entry) -> list[str]:
    """Return the details of an entry as ``label: values``."""
    return [
        f"{text_in(one.label, ENGLISH) if one.label else ''}: {', '.join(map(words, one.values))}"
        for one in entry.details
    ]


def status(**given: object) -> list[str]:
    """Return the status line of a proposal: the status, then its remarks."""
    found = line(proposal_page(proposal("2020-a", **given), nothing), labels.STATUS)
    return [words(value) for value in (*found.values, *found.remarks)]


# -- the head --------------------------------------------------------------------------------------


def test_what_is_not_known_is_not_on_the_page() -> None:
    """Only that nobody is named, that no reply is held, and the status are worth a line."""
    page = proposal_page(proposal("2020-a"), nothing)
    assert labels_of(page) == [
        labels.BODY, labels.YEAR, labels.KIND, labels.BY, labels.STATUS,
    ]  # fmt: skip
    assert line(page, labels.BY).empty == labels.NO_PEOPLE
    assert headings(page) == [labels.REPLIES]
    assert section(page, labels.REPLIES).empty == labels.NO_REPLY_HELD
    bill = proposal_page(proposal("2020-a", kind=Kind.BILL), nothing)
    assert headings(bill) == []


def test_the_year_is_shown_where_the_date_does_not_say_it() -> None:
    """A session of 2020 may get a proposal of December 2019."""
    page = proposal_page(proposal("2020-a", date="2019-12-30"), nothing)
    assert [line(page, label).values for label in (labels.DATE, labels.YEAR)] == [
        ("2019-12-30",),
        ("2020",),
    ]
    assert labels.YEAR not in labels_of(proposal_page(proposal("2020-a", date="2020-05"), nothing))


def test_sponsors_have_a_line_for_each_role_and_those_who_withdrew_their_own() -> None:
    """Party, dates and the words of the source stand in brackets."""
    made = proposal(
        "2021-a",
        sponsors=(
            Sponsor(as_named="Sample, John", role=Role.COSPONSOR, joined="2021-01-04"),
            Sponsor(who="jane", as_named="Rep. Jane", party="Green"),
            Sponsor(as_named="Gone, Al", role=Role.COSPONSOR, withdrawn="2021-02-03"),
            Sponsor(as_named="Left, Ada", withdrawn="2021-02"),
            Sponsor(who="unknown-id"),
        ),
    )
    page = proposal_page(made, finding(person("jane", en="Jane Example")))
    shown_lines = {
        one.label: [words(value) for value in one.values]
        for one in page.head
        if one.label in (labels.BY, labels.COSPONSORS, labels.WITHDRAWN)
    }
    assert shown_lines == {
        labels.BY: ["Jane Example (named “Rep. Jane”; Green)", "unknown-id"],
        labels.COSPONSORS: ["Sample, John (joined 2021-01-04)"],
        labels.WITHDRAWN: [
            "Gone, Al (cosponsor; withdrawn 2021-02-03)",
            "Left, Ada (withdrawn 2021-02)",
        ],
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["unknown"]),
        ({"date": "2020-05-18"}, ["submitted", "from its date, 2020-05-18"]),
        (
            {"actions": (reply(date="2020-08-01"),)},
            ["replied", "from the reply of 2020-08-01"],
        ),
        ({"actions": (reply(when="in May"),)}, ["replied", "from the reply (in May)"]),
        ({"actions": (reply(),)}, ["replied", "from a reply, undated"]),
        (
            {"actions": (Action(stage=Stage.PASSED, date="2021"),)},
            ["passed", "from “passed”, 2021"],
        ),
        (
            {"status": StatusClaim(value=Status.SUBMITTED)},
            ["submitted", "as a source states"],
        ),
        (
            {"status": StatusClaim(value=Status.PLANNED, as_reported="{0} {words} {")},
            ["planned", "as stated: “{0} {words} {”"],
        ),
        (
            {
                "status": StatusClaim(value=Status.PLANNED, as_reported="拟提交"),
                "actions": (reply(date="2020-08-01"),),
            },
            [
                "replied",
                "from the reply of 2020-08-01",
                "a source states: planned",
                "as stated: “拟提交”",
            ],
        ),
        (
            {
                "status": StatusClaim(value=Status.ENACTED, date="2021-03-01"),
                "actions": (Action(stage=Stage.REJECTED, date="2021-02-01"),),
            },
            [
                "enacted",
                "as a source states",
                "stated 2021-03-01",
                "but what happened says: rejected",
            ],
        ),
    ],
)
def test_a_status_says_what_it_follows_from(given: dict[str, object], expected: list[str]) -> None:
    """And what contradicts it; the words of a source are never taken for a template."""
    assert status(**given) == expected


def test_a_reply_due_and_numbers_of_others_are_lines() -> None:
    """With the words and the scheme."""
    made = proposal(
        "2020-a",
        reply_due=ReplyDue(date="2020-09", as_reported="soon"),
        identifiers=(Identifier(scheme="bill-number", value="H.R. 1"),),
        former_ids=("2019-a",),
    )
    page = proposal_page(made, nothing)
    assert words(line(page, labels.NUMBER).values[0]) == "H.R. 1 (bill-number)"
    assert [words(one) for one in line(page, labels.REPLY_DUE).remarks] == ["as stated: “soon”"]
    assert line(page, Label("Former ids", "曾用编号")).values == ("2019-a",)


# -- titles and languages --------------------------------------------------------------------------


def test_every_title_has_its_language_and_basis() -> None:
    """The heading is the title in the reader's language; the original comes first otherwise."""
    made = proposal(
        "2020-a",
        titles=(
            Title(lang="en", text="On cables", basis=TitleBasis.LABEL),
            Title(lang="de", text="Über Kabel", basis=TitleBasis.OFFICIAL, note="printed so"),
            Title(lang="ja", text="例", basis=TitleBasis.SUBJECT),
        ),
    )
    page = proposal_page(made, nothing)
    assert page.heading == {"de": "Über Kabel", "en": "On cables"}
    assert [words(entry.lead[0]) for entry in page.titles] == [
        "Title (English), our own label; original not found",
        "Title (German), official",
        "Subject (Japanese)",
    ]
    assert words(page.titles[1].lead[0], CHINESE) == "题名（德文），官方"
    assert page.titles[1].comment == "printed so"


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"titles": titles(subject="主题")}, {"zh": "〔主题〕"}),
        (
            {"titles": (), "identifiers": (Identifier(scheme="bill", value="No. 7"),)},
            "No. 7",
        ),
    ],
)
def test_a_proposal_without_a_title_has_its_subject_or_number_as_heading(
    given: dict[str, object], heading: Words
) -> None:
    """A subject is in brackets, because it is no title."""
    assert proposal_page(proposal("2020-a", **given), nothing).heading == heading


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (Languages(("en",)), [("Water", None)]),
        (Languages(("zh",)), [("水", None)]),
        (Languages(("fr",)), [("Water", "en")]),
        (Languages(("en", "zh"), each=True), [("Water", None), ("水", None)]),
        (Languages(("fr", "ja"), each=True), [("Water", "en")]),
    ],
)
def test_a_text_in_no_wanted_language_says_which_it_is(
    languages: Languages, expected: list[tuple[str, str | None]]
) -> None:
    """It is shown in its own, never as another."""
    found = shown({"en": "Water", "zh-Hant": "水"}, languages)
    assert [(one.text, one.language) for one in found] == expected


# -- sections --------------------------------------------------------------------------------------


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


# -- other records ---------------------------------------------------------------------------------


def test_a_person_has_every_name_with_its_parts(base_of: BaseOf) -> None:
    """In every language; an organisation is called one."""
    page = page_of(base_of([person("jane", en="Jane van Example", zh="例")]).details("jane"))
    assert [words(value) for value in line(page, labels.NAME).values] == [
        "Jane van Example (English)",
        "例 (Chinese)",
    ]


def test_a_body_has_its_sessions_deadlines_parts_and_proposals(base_of: BaseOf) -> None:
    """And the proposals that are addressed to it, which another body received."""
    base: list[Record] = [
        body(
            "diet",
            languages=("ja",),
            sessions=(BodySession(session=213, start="2024-01-26", end="2024-06-23"),),
            reply_within=(ReplyRule(days=7, note="by notice later"),),
        ),
        body("cabinet", part_of="diet"),
        proposal("2024-a", body="diet", addressees=(Agent(who="cabinet"),)),
    ]
    page = page_of(base_of(base).details("diet"))
    assert headings(page) == [labels.DEADLINES, labels.SESSIONS, labels.PROPOSALS]
    (session,) = section(page, labels.SESSIONS).entries
    assert (session.when, text_in(session.text, ENGLISH)) == (
        "2024-01-26–2024-06-23",
        "Diet, 213th Session",
    )
    assert section(page, labels.DEADLINES).entries[0].comment == "by notice later"
    assert words(line(page, labels.PARTS_OF_BODY).values[0]) == "Cabinet"
    cabinet = page_of(base_of(base).details("cabinet"))
    assert headings(cabinet) == [labels.ADDRESSED_TO_IT]
    assert [entry.id for entry in section(cabinet, labels.ADDRESSED_TO_IT).entries] == ["2024-a"]


# -- fields that no code names ---------------------------------------------------------------------


class Urgent(Measure, frozen=True, kw_only=True):
    """A measure with a field that no other code knows."""

    urgency: str | None = None


class Wider(Proposal, frozen=True, kw_only=True):
    """A proposal with two fields that no other code knows."""

    mood: str | None = None
    hearings: tuple[Statement, ...] = ()


def test_a_field_that_is_added_to_a_class_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line in the table of fields is enough, for a part as for a record."""
    table = fields.FIELDS
    for shape, new in (("Urgent", {"urgency": "Urgency"}), ("Wider", {"mood": "Mood"})):
        old = table[{"Urgent": "Measure", "Wider": "Proposal"}[shape]]
        added = {name: fields.Field(en, en) for name, en in new.items()}
        monkeypatch.setitem(table, shape, {**old, **added})
    hearings = fields.Field("Hearings", "听证")
    monkeypatch.setitem(table, "Wider", {**table["Wider"], "hearings": hearings})
    made = Wider(
        id="2020-a",
        body="npc",
        kind=Kind.BILL,
        titles=titles(en="A"),
        mood="calm",
        hearings=(Statement(text={"en": "Heard."}),),
        measures=(Urgent(id="m01", text={"en": "Do it."}, urgency="high"),),
    )
    page = proposal_page(made, nothing)
    assert line(page, Label("Mood", "Mood")).values == ("calm",)
    assert details(section(page, labels.MEASURES).entries[0]) == ["Urgency: high"]
    (heard,) = section(page, Label("Hearings", "听证")).entries
    assert details(heard) == ["Text: Heard."]


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
