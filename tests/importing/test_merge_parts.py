"""What an update changes in sponsors, measures, statements, actions and other parts."""

# ruff: noqa: D103 - the names of the tests are sentences

from typing import Any

import pytest

from proposals_cli.domain.editing.overlay import overlay
from proposals_cli.domain.model.parts import (
    Action,
    Agent,
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
)
from proposals_cli.domain.model.records import Body, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    DocumentRole,
    FigureKind,
    Kind,
    RelationKind,
    Role,
    Stage,
    Status,
    TextBasis,
)
from tests.factories import body, measure, person, reply
from tests.importing.merging import MODES, ONE, TWO, after_record, after_row


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
