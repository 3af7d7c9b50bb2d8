"""The content of a page, before a format renders it."""

from collections.abc import Iterable

from proposals_cli.domain.answers.details import ProposalDetails
from proposals_cli.domain.model.parts import Measure, Names, StatusClaim, Title, TitleVariant
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import FactKind, Status, TitleBasis
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.sections import (
    Entry,
    Named,
    Section,
    exported_sections,
    head,
    shown_sections,
    summary_entry,
    text_in,
    title_variants,
    translation_sections,
)
from tests.conftest import BaseOf
from tests.factories import fact, note, person, proposal, theme


def no_names(_table: str, _id: str) -> Names:
    """Return no names."""
    return Names()


def headings(sections: Iterable[Section]) -> list[Label]:
    """Return the headings of sections."""
    return [section.heading for section in sections]


def measure(number: int, area: str | None) -> Measure:
    """Return a measure of an area."""
    return Measure(id=f"m{number:02}", text=f"Do {number}.", area=area)


def test_a_proposal_without_details_has_sections_that_say_so() -> None:
    """Problem, measures and replies are sections even if they are empty."""
    sections = list(exported_sections(proposal("2020-a"), ()))
    assert headings(sections) == [labels.PROBLEM, labels.MEASURES, labels.REPLIES]
    assert [section.empty for section in sections] == [
        labels.NO_PROBLEM, labels.NO_MEASURES, labels.NO_REPLIES,
    ]  # fmt: skip
    lines = head(proposal("2020-a"), no_names)
    assert list(lines) == [labels.SESSION, labels.KIND, labels.BY, labels.THEMES, labels.STATUS]
    assert lines[labels.BY].empty == labels.NO_PEOPLE


def test_measures_are_grouped_by_area_in_the_order_of_the_record() -> None:
    """Measures without an area are "other", unless no measure has one."""
    measures = (measure(1, "b"), measure(2, None), measure(3, "a"), measure(4, "b"))
    section = list(exported_sections(proposal("2020-a", measures=measures), ()))[1]
    assert [(group.heading, [entry.id for entry in group.entries]) for group in section.groups] == [
        ("b", ["m01", "m04"]),
        (labels.OTHER, ["m02"]),
        ("a", ["m03"]),
    ]
    assert section.title("zh") == "措施（4）"
    plain = list(exported_sections(proposal("2020-a", measures=(measure(1, None),)), ()))[1]
    assert [group.heading for group in plain.groups] == [None]


def test_an_export_contains_disagreements_and_no_other_facts() -> None:
    """A count is not about a proposal."""
    facts = [
        fact("one", kind=FactKind.DISAGREEMENT, text="They differ.", assessment="The first."),
        fact("two", kind=FactKind.COUNT, text="Seven."),
    ]
    sections = list(exported_sections(proposal("2020-a"), facts))
    assert sections[-1].heading == labels.DISAGREEMENTS
    assert sections[-1].entries == (Entry("They differ.", comment="The first."),)


def test_the_page_contains_everything_related_to_a_proposal(base_of: BaseOf) -> None:
    """Sections are in reading order; proposals that continue it are oldest first."""
    base: list[Record] = [
        proposal("2018-a"),
        proposal("2020-a", continues=("2018-a", "2017-gone"), notes=("One.",), extra={"chair": 3}),
        proposal("2021-a", continues=("2020-a",)),
        proposal("2022-a", continues=("2020-a",)),
        fact("count", proposals=("2020-a",)),
    ]
    details = base_of(base).details("2020-a")
    assert isinstance(details, ProposalDetails)
    sections = {section.heading: section.entries for section in shown_sections(details)}
    assert list(sections) == [
        labels.PROBLEM,
        labels.MEASURES,
        labels.CONTINUES,
        labels.CONTINUED_BY,
        labels.REPLIES,
        labels.FACTS,
        labels.NOTES,
        labels.EXTRA,
    ]
    texts = [text_in(entry.text, "en") for entry in sections[labels.CONTINUES]]
    assert texts == ["On 2018-a", "2017-gone (not in this base)"]
    assert [entry.id for entry in sections[labels.CONTINUED_BY]] == ["2021-a", "2022-a"]
    assert sections[labels.EXTRA] == (Entry("3", lead="chair"),)


def test_notes_on_other_passages_are_counted_under_another_heading() -> None:
    """Even if no note is about a cited passage."""
    (section,) = translation_sections((), [("paper", 2)])
    assert section.heading == labels.TRANSLATION
    assert section.remarks[0].en == "2 more on passages not cited here: prop show paper"
    (section,) = translation_sections([note("n", source="paper", words="a", meaning="b")])
    assert text_in(section.entries[0].text, "zh") == "“a” 应为 “b”."


def test_braces_in_a_record_are_kept() -> None:
    """Text of a record is inserted into a label and not formatted again."""
    status = StatusClaim(value=Status.PLANNED, as_reported="{words} {0} {")
    line = head(proposal("2020-a", status=status), no_names)[labels.STATUS]
    assert line.remark is not None
    assert line.remark.text("en") == "as reported: {words} {0} {"
    assert line.remark.text("zh") == "来源原话：{words} {0} {"


def test_people_and_themes_have_names_or_ids() -> None:
    """The name is in the requested language, else in the other one, else the id."""
    names = {("people", "a"): person("a").name, ("themes", "b"): theme("b").name}
    made = proposal("2020-a", people=("a", "x"), themes=("b",))
    lines = head(made, lambda table, id_: names.get((table, id_), Names()))
    assert lines[labels.BY].values == [Named("a", person("a").name), Named("x", Names())]
    assert lines[labels.THEMES].values == [Named("b", theme("b").name)]
    assert Named("x", Names(zh="某")).in_language("en") == "某"
    assert Named("x", Names(en="X", zh="某")).in_language("zh") == "某"
    assert Named("x", Names()).in_language("both") == "x"


def test_a_title_has_its_basis_and_variants() -> None:
    """Each language has its basis; variants in the reader's language come first."""
    title = Title(
        en="A",
        zh="甲",
        en_basis=TitleBasis.LABEL,
        zh_basis=TitleBasis.REPORTED,
        variants=(TitleVariant(en="B", zh="乙"),),
    )
    line = head(proposal("2020-a", title=title), no_names)[labels.TITLE]
    assert line.values == (
        Label(
            "Chinese: as reported. English: our own label; original not found.",
            "中文：据报道。英文：拟题，未见原题。",
        ),
    )
    assert title_variants(title) == [Entry(Label("B / 乙", "乙 / B"))]


def test_a_listed_proposal_has_its_title_in_each_language(base_of: BaseOf) -> None:
    """The subject replaces a missing Chinese title, and one language the other."""
    base = base_of(
        [
            proposal("2018-a", title=Title(en="A", topic_zh="甲")),
            proposal("2019-a", title=Title(zh="乙")),
        ]
    )
    rows = [summary_entry(row.summary) for row in base.find(base.query(sort="id"))]
    assert rows == [Entry(Label("A", "甲"), id="2018-a"), Entry(Label("乙", "乙"), id="2019-a")]
