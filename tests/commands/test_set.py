"""``prop set``: fields of many records are set as one change."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Citation, StatusClaim
from proposals_cli.domain.model.vocabulary import Status
from tests.conftest import Prop
from tests.desk import SMALL, Desk, answered
from tests.factories import measure, proposal, sponsors

CITED = StatusClaim(value=Status.SUBMITTED, citations=(Citation(source="source-one"),))
MANY = tuple(
    proposal(
        f"2022-{number:02}",
        status=CITED,
        themes=("fintech",),
        sponsors=sponsors("ma-huateng"),
        measures=(measure("m01", "A roof."), measure("m02", f"Wall {number}.")),
    )
    for number in range(30)
)


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a base with thirty proposals of 2022."""
    return Desk(prop, tmp_path, [*SMALL, *MANY])


def test_thirty_statuses_are_one_change_and_one_undo(desk: Desk) -> None:
    """It used to take a loop of thirty edits, and thirty undos."""
    before = desk.content()
    ended = desk.prop("set", "status=replied", "--year", "2022", "-m", "session over", "--yes")
    first, second = ended.err.splitlines()[:2]
    assert first == "set status=replied in 30 proposals"
    assert second.startswith("30 records change alike: 2022-00, 2022-01, ")
    assert second.endswith(", 2022-09 and 20 more")
    assert ended.err.splitlines()[-1] == "1: set status=replied in 30 proposals (session over)"
    assert ended.err.count('+    "value": "replied"') == 1
    changed = [desk.proposal(one.id) for one in MANY]
    assert [one["status"] for one in changed] == [{"value": "replied"}] * 30
    assert {one["history"][-1]["what"] for one in changed} == {"edited status, sources"}
    assert "status" not in desk.proposal("2021-health")
    desk.prop("undo")
    assert desk.content() == before


SETTINGS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "a list is replaced": (
        ("theme=digital-economy,fintech",),
        {"themes": ["digital-economy", "fintech"]},
    ),
    "a value is added": (("themes+=digital-economy",), {"themes": ["fintech", "digital-economy"]}),
    "a value is taken": (("theme-=FinTech",), {"themes": None}),
    "a field is emptied": (("measures=",), {"measures": None}),
    "several fields are set at once": (
        ("term=13", "session=2"),
        {"term": 13, "session": 2},
    ),
    "a group in short, and a part of it": (
        ("status.date=2022-08", "status=replied"),
        {"status": {"value": "replied", "date": "2022-08"}, "sources": ["source-one"]},
    ),
    "a part of a group leaves the rest": (
        ("status.date=2022-08",),
        {
            "status": {
                "value": "submitted",
                "date": "2022-08",
                "citations": [{"source": "source-one"}],
            }
        },
    ),
    "a list in a group": (
        ("status.citations-=source-one",),
        {"status": {"value": "submitted"}},
    ),
    "a title in another language": (
        ("title.zh=屋顶",),
        {"titles": [{"lang": "en", "text": "Whatever"}, {"lang": "zh", "text": "屋顶"}]},
    ),
    "people by their names": (
        ("people+=Li Hua", "person+=Nobody Known"),
        {
            "sponsors": [
                {"who": "ma-huateng"},
                {"who": "li-hua"},
                {"as_named": "Nobody Known"},
            ]
        },
    ),
    "a measure that is added has the next number": (
        ("measure+=A door.",),
        {
            "measures": [
                {"id": "m01", "text": {"en": "A roof."}},
                {"id": "m02", "text": {"en": "Wall 3."}},
                {"id": "m03", "text": {"en": "A door."}},
            ]
        },
    ),
    "a measure is taken by its number": (
        ("measures-=m01",),
        {"measures": [{"id": "m02", "text": {"en": "Wall 3."}}]},
    ),
    "a field of another program": (
        ("extra.Ref=7", "extra.ok=true"),
        {"extra": {"Ref": 7, "ok": True}},
    ),
    "a language for the texts": (
        ("summary=Dach", "language=de"),
        {"summary": {"text": {"de": "Dach"}}},
    ),
}
"""What is meant → the assignments, and the fields that they change as they are then."""


@pytest.mark.parametrize("meant", SETTINGS)
def test_an_assignment_changes_what_it_names(desk: Desk, meant: str) -> None:
    """The other fields stay, and the same once more changes nothing."""
    assigned, changed = SETTINGS[meant]
    before = desk.proposal("2022-03")
    expected = {key: value for key, value in (before | changed).items() if value is not None}
    desk.prop("set", *assigned, "2022-03", "--yes")
    after = desk.proposal("2022-03")
    titles = after["titles"][:1]
    if "titles" in changed:
        expected["titles"] = [*before["titles"], changed["titles"][-1]]
    assert titles == before["titles"][:1]
    assert {key: value for key, value in after.items() if key != "history"} == expected
    again = desk.prop("set", *assigned, "2022-03", "--yes")
    assert again.err.splitlines()[-1] == "Nothing was changed: it is so already."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("status=replied",), "It is not said which proposals to change."),
        (("status=replied", "--all", "--year", "2022"), "--all does not go with a selection."),
        (("--year", "2022"), "It is not said what to set."),
        (("colour=red", "--all"), "A proposal has no field 'colour'."),
        (("staus=x", "--all"), "Did you mean status"),
        (("id=x", "2022-03"), "`prop rename OLD NEW` gives a record another id."),
        (("history=", "2022-03"), "'history' cannot be set."),
        (("status+=replied", "--all"), "'status' is not a list"),
        (("themes+=", "--all"), "'themes+=' has no value."),
        (("theme=none", "--all"), "There is no theme 'none'."),
        (("sponsors.party=X", "--all"), "To change one part of 'sponsors': prop edit ID"),
        (("status.colour=red", "--all"), "Inside 'status': value, date, as_reported, citations."),
        (("status.colour=", "--all"), "Inside 'status': value, date, as_reported, citations."),
        (("term=13", "term=14", "--all"), "'term' is assigned twice."),
        (("reply=2020 NDRC", "--all"), "A reply can only be added."),
        (("title=", "--all"), "'title=' does not say in which language."),
        (("url=x", "--as", "person", "li-hua"), "A person has no field 'url'"),
        (("name=X", "--as", "person", "fintech"), "'fintech' is a theme, not a person."),
        (("name=X", "--as", "theme", "--year", "2022"), "--year selects proposals, not themes."),
    ],
)
def test_what_means_nothing_is_refused(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    before = desk.content()
    assert said in desk.prop("set", *arguments, "--yes", exit_code=2).err
    assert desk.content() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("status=gone", "--all"), "Allowed: unknown, planned"),
        (("year=26", "--all"), "'26' lacks the four digits of a year."),
        (("date=2022-02-30", "--all"), "is not a day of the calendar"),
        (("status.citations+=none", "--all"), "a citation names 'none', which is not in sources."),
        (("titles=", "2022-03"), "a proposal needs a title or an identifier"),
    ],
)
def test_a_wrong_value_changes_no_record(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    before = desk.content()
    assert said in desk.prop("set", *arguments, "--yes", exit_code=1).err
    assert desk.content() == before


def test_a_filter_that_matches_nothing_is_said(desk: Desk) -> None:
    ended = desk.prop("set", "term=13", "--year", "1999", "--yes")
    assert ended.err == "Nothing was changed: no record matches.\n"
    ended = desk.prop("set", "theme-=digital-economy", "--year", "2022", "--yes")
    assert "Nothing was taken from 'themes': no record has such a value." in ended.err


def test_a_dry_run_and_a_no_change_nothing(desk: Desk, env: dict[str, str]) -> None:
    before = desk.content()
    ended = desk.prop("set", "term=13", "2022-03", "--dry-run")
    assert '+  "term": 13,' in ended.err.splitlines()
    assert desk.prop("set", "term=13", "2022-03", exit_code=1).err.endswith(
        "Error: Nothing was changed.\nCannot ask for confirmation; use --yes.\n"
    )
    declined = answered(["set", "term=13", "2022-03"], env, b"n\n")
    assert declined.err.endswith("Nothing was changed.\n")
    assert desk.content() == before


def test_many_different_changes_are_shown_in_part(desk: Desk) -> None:
    """Each takes another measure away; the screen is not filled with all of them."""
    ended = desk.prop("set", "measures=", "--year", "2022", "--dry-run")
    assert ended.err.count("+++ ") == 20
    assert ended.err.endswith("… and 10 more records.\n")


def test_a_date_has_the_year_and_leaves_it_behind(desk: Desk) -> None:
    desk.prop("set", "date=2022-03-05", "2022-03", "--yes")
    assert "year" not in desk.proposal("2022-03")
    desk.prop("set", "date=", "2022-03", "--yes")
    assert (desk.proposal("2022-03")["year"], "date" in desk.proposal("2022-03")) == (2022, False)


def test_y_is_the_year_as_in_every_filter(desk: Desk) -> None:
    """It used to be --yes as well, and changed nine records unasked."""
    ended = desk.prop("set", "term=13", "-y", "2022", exit_code=1)
    assert "set term=13 in 30 proposals" in ended.err
    assert ended.err.endswith("Cannot ask for confirmation; use --yes.\n")


def test_a_comma_in_a_name_does_not_separate(desk: Desk) -> None:
    """Only ids with commas between them are several values."""
    desk.prop(
        "set", "region=Washington, D.C.", "source+=https://example.org/a,b", "2022-03", "--yes"
    )
    after = desk.proposal("2022-03")
    assert after["regions"] == ["Washington, D.C."]
    assert [desk.table("sources")[one]["url"] for one in after["sources"]] == [
        "https://example.org/a,b"
    ]
    desk.prop("set", "region-=Washington, D.C.", "2022-03", "--yes")
    assert "regions" not in desk.proposal("2022-03")


def test_the_same_item_twice_is_one(desk: Desk) -> None:
    desk.prop("set", "notes+=A", "notes+=A", "people=li-hua", "people=Li Hua", "2022-03", "--yes")
    after = desk.proposal("2022-03")
    assert (after["notes"], after["sponsors"]) == (["A"], [{"who": "li-hua"}])


def test_a_path_of_hundreds_of_names_is_refused(desk: Desk) -> None:
    """It used to end in a traceback of thousands of lines."""
    said = desk.prop("set", f"extra{'.a' * 500}=1", "2022-03", "--yes", exit_code=2).err
    assert said == "Error: 'extra.a.…' is nested too deeply.\nUse fewer dots.\n"


def test_what_is_taken_is_not_said_to_be_kept(desk: Desk) -> None:
    said = desk.prop("set", "people-=Nobody", "2022-03", "--yes").err
    assert "Kept" not in said


def test_several_ids_mean_each_of_them(desk: Desk) -> None:
    desk.prop("set", "term=13", "2022-03", "2022-07", "--yes")
    having = {id_ for id_, one in desk.table("proposals").items() if one.get("term") == 13}
    assert having == {"2022-03", "2022-07"}


def test_other_records_are_set_by_id_or_all(desk: Desk) -> None:
    desk.prop("set", "--as", "theme", "name.de=Geld", "fintech", "--yes")
    assert desk.table("themes")["fintech"]["name"]["de"] == "Geld"
    desk.prop("set", "--as", "person", "kind=organisation", "--all", "--yes")
    assert {one["kind"] for one in desk.table("people").values()} == {"organisation"}
    desk.prop("set", "--as", "source", "publisher=Example", "source-one", "--yes")
    assert desk.table("sources")["source-one"]["publisher"] == "Example"


def test_a_name_that_is_set_replaces_the_one_in_its_script(desk: Desk) -> None:
    (tag,) = desk.table("people")["li-hua"]["names"]
    desk.prop("set", "--as", "person", "name=Li Hwa", "li-hua", "--yes")
    assert desk.table("people")["li-hua"]["names"] == {tag: {"text": "Li Hwa"}}


def test_a_part_of_a_name_is_set(prop: Prop) -> None:
    """The fields of a group that the patch leaves out are those of the record."""
    ended = prop("set", "--as", "person", "names.zh.given=腾", "ma-huateng", "--dry-run")
    assert '+      "given": "腾"' in ended.err.splitlines()
    assert '-      "text": "马化腾",' not in ended.err
    said = prop("set", "--as", "person", "names.fr.given=X", "ma-huateng", exit_code=1).err
    assert "field 'names.fr.text'" in said


def test_a_link_is_one_new_source_of_all(desk: Desk) -> None:
    before = desk.content()
    ended = desk.prop("set", "source+=https://example.org/new", "--year", "2022", "--yes")
    (new,) = desk.table("sources").keys() - {"source-one"}
    assert f"+++ {new}" in ended.err
    assert all(new in desk.proposal(one.id)["sources"] for one in MANY)
    desk.prop("undo")
    assert desk.content() == before


def test_a_former_id_leads_to_the_record(desk: Desk) -> None:
    desk.prop("rename", "digital-economy", "digital", "--yes")
    desk.prop("set", "theme+=digital-economy", "2022-03", "--yes")
    assert desk.proposal("2022-03")["themes"] == ["fintech", "digital"]


def test_a_fact_with_another_value_loses_its_sources(prop: Prop) -> None:
    """The sources stated the old value."""
    ended = prop("set", "--as", "fact", "value=5", "count-2013", "--dry-run")
    assert '-  "citations": [' in ended.err
    ended = prop(
        "set", "--as", "fact", "value=5", "citations=bjnews-2013", "count-2013", "--dry-run"
    )
    assert '-  "citations": [' not in ended.err
