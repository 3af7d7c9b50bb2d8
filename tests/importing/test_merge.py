"""What an update changes in an existing proposal."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Citation,
    Document,
    Figure,
    Identifier,
    Measure,
    PersonName,
    Relation,
    ReplyDue,
    Series,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Body, Proposal, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    DocumentRole,
    FigureKind,
    Kind,
    RelationKind,
    Role,
    Stage,
    Status,
    TextBasis,
    TitleBasis,
)
from proposals_cli.importing.merge import merged, overlay
from proposals_cli.importing.proposal_builder import Candidate
from proposals_cli.importing.rows import OnDuplicate
from tests.factories import body, measure, person, proposal, reply, titles
from tests.importing.planning import REPEATING, A, ImportRows, counts, stored

ONE, TWO = (Citation(source="source-one"),), (Citation(source="source-two"),)


def after_record(before: dict[str, Any], new: dict[str, Any]) -> Proposal:
    """Return a proposal after an update with a complete record; a second one changes nothing."""
    return _after(before, new, is_complete=True)


def after_row(before: dict[str, Any], new: dict[str, Any]) -> Proposal:
    """Return a proposal after an update with a row; a second one changes nothing."""
    return _after(before, new, is_complete=False)


def _after(before: dict[str, Any], new: dict[str, Any], *, is_complete: bool) -> Proposal:
    candidate = Candidate(proposal(**new), None, kind_given=True, is_complete=is_complete)
    once = merged(proposal(**before), candidate)
    assert merged(once, candidate) == once
    return once


MODES = pytest.mark.parametrize("after", [after_record, after_row])


def test_update_adds_values_and_removes_none(import_rows: ImportRows, base: Path) -> None:
    import_rows(A | {"regions": "Tibet", "measures": "Do a.", "status": "submitted", "x": "1"})
    row = A | {"regions": "Hainan", "measures": "Do b.", "status": "adopted", "x": "", "y": "2"}
    assert counts(import_rows(row)) == "1 duplicate"
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert after.regions == ("Tibet", "Hainan")
    assert [(m.id, *m.text.values()) for m in after.measures] == [
        ("m01", "Do a."),
        ("m02", "Do b."),
    ]
    assert after.status is not None
    assert after.status.value is Status.ADOPTED
    assert after.extra == {"x": "1", "y": "2"}
    assert [change.what for change in after.history] == ["imported from it"] * 2


def test_several_rows_for_one_proposal_are_one_entry_in_its_history(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(*REPEATING, on=OnDuplicate.UPDATE)
    assert [len(one.history) for one in stored(base).values()] == [1, 1]


def test_the_source_of_a_replaced_status_is_still_listed_but_not_cited_for_the_new_one(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"status": "submitted", "url": "https://a.org/1"})
    (before,) = stored(base).values()
    import_rows(A | {"status": "adopted"}, on=OnDuplicate.UPDATE)
    (after,) = stored(base).values()
    assert after.status == StatusClaim(value=Status.ADOPTED)
    assert after.all_sources() == before.all_sources()


def test_a_row_without_numbers_does_not_remove_those_of_a_proposal(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"term": "13", "session": "2"})
    assert counts(import_rows(A | {"regions": "Tibet"}, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert (after.term, after.session, after.regions) == (13, 2, ("Tibet",))


def test_a_row_that_names_no_kind_leaves_it() -> None:
    new = Candidate(proposal(kind=Kind.OTHER), None, kind_given=False)
    assert merged(proposal(kind=Kind.BILL), new).kind is Kind.BILL


@MODES
@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ("2020-05", "2020-05-18", "2020-05-18"),
        ("2020-05-18", "2020-05", "2020-05-18"),
        ("2020-05-18", "2020-05-19", "2020-05-19"),
        ("2020-05-18", None, "2020-05-18"),
    ],
)
def test_a_date_is_corrected_but_never_made_less_exact(
    after: Any, before: str, new: str | None, expected: str
) -> None:
    dates = {"date": before, "year": None}, {"date": new, "year": None if new else 2020}
    found = after(*dates)
    assert (found.date, found.year) == (expected, None)


@MODES
def test_the_year_of_a_session_stays_beside_a_date_of_another_year(after: Any) -> None:
    found = after({"date": "2019-12-30", "year": 2020}, {"date": "2019-12-30", "year": None})
    assert (found.date, found.year) == ("2019-12-30", 2020)


@MODES
def test_a_title_in_another_language_stands_beside_the_first(after: Any) -> None:
    found = after({"titles": titles("Water")}, {"titles": titles(de="Wasser")})
    assert found.titles == titles("Water", de="Wasser")


@MODES
def test_a_corrected_title_takes_the_place_of_the_wrong_one(after: Any) -> None:
    found = after({"titles": titles("Watter", "水")}, {"titles": titles("Water")})
    assert {(one.lang, one.text) for one in found.titles} == {("en", "Water"), ("zh", "水")}
    assert found.titles[1].text == "Water"


@MODES
def test_a_title_beside_one_that_both_states_have_corrects_nothing(after: Any) -> None:
    old, new = titles("Water"), titles("The Water Act")
    for order in (old + new, new + old):
        found = after({"titles": old}, {"titles": order})
        assert sorted(one.text for one in found.titles) == ["The Water Act", "Water"]


@MODES
@pytest.mark.parametrize("basis", [TitleBasis.MACHINE, TitleBasis.LABEL, TitleBasis.SUBJECT])
def test_a_stand_in_does_not_take_the_place_of_a_title(after: Any, basis: TitleBasis) -> None:
    stand_in = Title(lang="en", text="About water", basis=basis)
    found = after({"titles": titles("Water")}, {"titles": (stand_in,)})
    assert found.titles == (*titles("Water"), stand_in)


@MODES
def test_an_official_title_that_is_also_reported_stays_official(after: Any) -> None:
    official = Title(lang="en", text="Water", basis=TitleBasis.OFFICIAL, citations=ONE)
    note = Title(lang="en", text="Water", basis=TitleBasis.REPORTED, note="In short.")
    (found,) = after({"titles": (official,)}, {"titles": (note,)}).titles
    assert found == Title(
        lang="en", text="Water", basis=TitleBasis.OFFICIAL, note="In short.", citations=ONE
    )


@MODES
def test_a_sponsor_is_completed(after: Any) -> None:
    before = Sponsor(who="li-hua", citations=ONE)
    new = Sponsor(who="li-hua", as_named="Ms Li", party="SPD", withdrawn="2020-06-01")
    (found,) = after({"sponsors": (before,)}, {"sponsors": (new,)}).sponsors
    assert found == Sponsor(
        who="li-hua", as_named="Ms Li", party="SPD", withdrawn="2020-06-01", citations=ONE
    )


@MODES
def test_two_sponsors_of_one_name_in_words_stay_two(after: Any) -> None:
    both = (Sponsor(who="li-hua", as_named="Li"), Sponsor(who="li-hua-2", as_named="Li"))
    assert after({"sponsors": both}, {"sponsors": (*both, Sponsor(as_named="Li"))}).sponsors == (
        *both,
        Sponsor(as_named="Li"),
    )


def test_a_complete_record_adds_its_sources_to_a_measure_and_a_row_does_not() -> None:
    before = {"measures": (measure(citations=ONE),)}
    new = {"measures": (measure(area="finance", basis=TextBasis.REPORTED, citations=TWO),)}
    assert after_record(before, new).measures == (
        measure(area="finance", basis=TextBasis.REPORTED, citations=ONE + TWO),
    )
    assert after_row(before, new).measures == (measure(area="finance", citations=ONE),)


@MODES
def test_measures_are_numbered_on_and_told_apart_by_their_text(after: Any) -> None:
    before = (measure("m01", "Do a."), measure("m03", "Do c."))
    new = (measure("m01", "Do b."), measure("m02", "Do a.", area="finance"))
    found = after({"measures": before}, {"measures": new}).measures
    assert [(one.id, one.text["en"], one.area) for one in found] == [
        ("m01", "Do a.", "finance"),
        ("m03", "Do c.", None),
        ("m04", "Do b.", None),
    ]


@MODES
def test_a_measure_gets_its_text_in_another_language(after: Any) -> None:
    both = Measure(id="m02", text={"en": "Do it.", "de": "Tut es."})
    (found,) = after({"measures": (measure(),)}, {"measures": (both,)}).measures
    assert (found.id, found.text) == ("m01", both.text)


@MODES
def test_a_statement_in_other_words_comes_with_its_own_sources(after: Any) -> None:
    before = Statement(text={"en": "Too few."}, citations=ONE)
    new = Statement(text={"en": "Too many."}, basis=TextBasis.REPORTED, citations=TWO)
    found = after({"problem": before}, {"problem": new})
    assert found.problem == new
    assert found.sources == ("source-one",)


@MODES
def test_sources_of_words_that_are_left_are_still_cited(after: Any) -> None:
    before = Statement(text={"en": "Too few.", "zh": "太少。"}, citations=ONE)
    for new in ({"en": "Too many."}, {"de": "Zu wenige."}):
        found = after({"summary": before}, {"summary": Statement(text=new, citations=TWO)})
        assert found.summary == Statement(text={**before.text, **new}, citations=ONE + TWO)


def test_the_same_statement_is_completed() -> None:
    before = {"summary": Statement(text={"en": "Few."}, citations=ONE)}
    new = {"summary": Statement(text={"en": "Few."}, basis=TextBasis.REPORTED, citations=TWO)}
    assert after_record(before, new).summary == Statement(
        text={"en": "Few."}, basis=TextBasis.REPORTED, citations=ONE + TWO
    )
    assert after_row(before, new).summary == before["summary"]


@MODES
def test_another_status_keeps_nothing_of_the_one_before(after: Any) -> None:
    before = StatusClaim(
        value=Status.SUBMITTED, date="2020-05-18", as_reported="handed in", citations=ONE
    )
    for new in (StatusClaim(value=Status.ADOPTED), StatusClaim(as_reported="laid aside")):
        assert after({"status": before}, {"status": new}).status == new


@MODES
def test_a_status_that_says_nothing_changes_nothing(after: Any) -> None:
    before = StatusClaim(value=Status.SUBMITTED, citations=ONE)
    assert after({"status": before}, {"status": StatusClaim(citations=TWO)}).status == before


@MODES
def test_a_status_is_completed_with_its_day(after: Any) -> None:
    before = StatusClaim(value=Status.ADOPTED, citations=ONE)
    new = StatusClaim(value=Status.ADOPTED, date="2020-06-01")
    assert after({"status": before}, {"status": new}).status == StatusClaim(
        value=Status.ADOPTED, date="2020-06-01", citations=ONE
    )


DATED = Action(stage=Stage.REPLIED, date="2020-08-30")
IN_FULL = reply("No.", "the ministry", date="2020-08-30", number="7")


@MODES
@pytest.mark.parametrize(
    ("before", "new"),
    [(DATED, IN_FULL), (IN_FULL, DATED), (reply("No.", "the ministry", number="7"), IN_FULL)],
)
def test_a_reply_of_which_part_is_known_is_the_same_reply(
    after: Any, before: Action, new: Action
) -> None:
    assert after({"actions": (before,)}, {"actions": (new,)}).actions == (IN_FULL,)


@MODES
@pytest.mark.parametrize(
    "other",
    [
        reply("Yes.", date="2020-08-30"),
        reply("No.", date="2020-08-31"),
        reply("No.", "the bank", date="2020-08-30"),
        Action(stage=Stage.REPLIED),
        Action(stage=Stage.DECIDED, date="2020-08-30"),
    ],
)
def test_two_actions_that_could_be_two_stay_two(after: Any, other: Action) -> None:
    found = after({"actions": (IN_FULL,)}, {"actions": (other,)})
    assert found.actions == (IN_FULL, other)


@MODES
def test_an_action_that_could_be_either_of_two_is_neither(after: Any) -> None:
    both = (reply("No.", date="2020-08-30"), reply("Yes.", date="2020-08-30"))
    found = after({"actions": both}, {"actions": (DATED,)})
    assert found.actions == (*both, DATED)


@MODES
def test_actions_alike_in_one_record_stay_apart(after: Any) -> None:
    both = (DATED, reply("No.", date="2020-08-30"))
    for before in (both, both[:1], both[1:]):
        found = after({"actions": before}, {"actions": both})
        assert sorted(map(repr, found.actions)) == sorted(map(repr, both))


@MODES
def test_an_action_is_completed_in_its_parts(after: Any) -> None:
    before = reply("No.", documents=(Document(role=DocumentRole.ANSWER, number="7"),))
    paper = Document(role=DocumentRole.ANSWER, number="7", url="https://a.org/7")
    new = reply("No.", documents=(paper,), counts={"yes": 2}, interim=True, result="answered")
    assert after({"actions": (before,)}, {"actions": (new,)}).actions == (new,)


@MODES
def test_another_value_of_a_figure_comes_with_its_own_words(after: Any) -> None:
    before = Figure(what=FigureKind.SIGNATURES, value=10, as_reported="ten", citations=ONE)
    new = Figure(what=FigureKind.SIGNATURES, value=20, citations=TWO)
    assert after({"figures": (before,)}, {"figures": (new,)}).figures == (new,)


@MODES
def test_figures_alike_in_one_record_stay_apart(after: Any) -> None:
    both = tuple(Figure(what=FigureKind.ASKED, value=value) for value in (1_200_000, 5))
    assert after({"figures": both}, {"figures": both}).figures == both


@MODES
def test_another_deadline_comes_with_its_own_source(after: Any) -> None:
    before = ReplyDue(date="2020-08-30", as_reported="in three months", citations=ONE)
    new = ReplyDue(date="2020-09-30", citations=TWO)
    assert after({"reply_due": before}, {"reply_due": new}).reply_due == new


@MODES
def test_lists_of_parts_are_joined_by_what_names_the_part(after: Any) -> None:
    before = {
        "addressees": (Agent(as_named="the state"),),
        "documents": (Document(role=DocumentRole.TEXT, number="7"),),
        "relations": (Relation(kind=RelationKind.RELATED, to="2019-a"),),
        "series": (Series(id="water", name={"en": "Water"}),),
        "identifiers": (Identifier(scheme="bill-number", value="7"),),
    }
    new = {
        "addressees": (Agent(as_named="the state", role=Role.LEAD), Agent(as_named="banks")),
        "documents": (Document(role=DocumentRole.TEXT, number="7", url="https://a.org/7"),),
        "relations": (
            Relation(kind=RelationKind.RELATED, to="2019-a", as_named="No 3", note="By subject."),
            Relation(kind=RelationKind.AMENDS, to="2019-a"),
        ),
        "series": (Series(id="water", name={"zh": "水"}),),
        "identifiers": (Identifier(scheme="question-number", value="7"),),
    }
    found = after(before, new)
    assert found.addressees == new["addressees"]
    assert found.documents == new["documents"]
    assert found.relations == new["relations"]
    assert found.series == (Series(id="water", name={"en": "Water", "zh": "水"}),)
    assert found.identifiers == (*before["identifiers"], *new["identifiers"])


def test_a_name_in_other_words_loses_the_parts_of_the_old_one() -> None:
    old = PersonName(text="Li Hua", family="Li", given="Hua")
    before = person("li-hua", names={"en": old})
    same = person("li-hua", names={"en": PersonName(text="Li Hua", suffix="Jr")})
    assert overlay(before, same).names["en"] == PersonName(
        text="Li Hua", family="Li", given="Hua", suffix="Jr"
    )
    other = person("li-hua", names={"en": PersonName(text="Hua Li")})
    assert overlay(before, other).names == other.names


def test_a_deadline_of_a_body_is_completed_and_another_one_stands_beside_it() -> None:
    def of(*rules: ReplyRule) -> Body:
        return body(reply_within=rules)

    rule = ReplyRule(kinds=(Kind.QUESTION,), weeks=2)
    noted = ReplyRule(kinds=(Kind.QUESTION,), weeks=2, note="Working days only.")
    other = ReplyRule(kinds=(Kind.QUESTION,), days=21)
    assert overlay(of(rule), of(noted)) == of(noted)
    assert overlay(of(rule), of(other)) == of(rule, other)
