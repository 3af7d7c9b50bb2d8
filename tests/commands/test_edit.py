"""``prop edit`` from a file or standard input; see ``test_editor`` for the editor."""

import json
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Action, Citation, Sponsor, Statement, StatusClaim
from proposals_cli.domain.model.vocabulary import Role, Stage, Status
from tests.conftest import Prop
from tests.desk import SMALL, Desk, changed_lines
from tests.factories import measure, proposal, source

FULL = proposal(
    "2022-full",
    former_ids=("2022-before",),
    measures=(measure("m01", "A roof."), measure("m02", "A wall.")),
    status=StatusClaim(value=Status.PLANNED),
    sources=("source-one",),
    extra={"flag": True, "blank": ""},
)


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base with a proposal that has measures without citations."""
    return Desk(prop, tmp_path, [*SMALL, FULL])


def shown(desk: Desk, id_: str = "2022-full") -> dict[str, Any]:
    """Return a record as ``prop show --format json`` writes it."""
    (record,) = json.loads(desk.prop("show", id_, "--format", "json").out)
    assert isinstance(record, dict)
    return record


def test_a_record_can_be_piped_through_a_program(desk: Desk) -> None:
    """`prop show | jq | prop edit` changes one field and no other."""
    before = desk.content()
    record = shown(desk)
    record["titles"].append({"lang": "zh", "text": "完整"})
    ended = desk.prop("edit", "2022-full", "-", "-m", "title found", stdin=json.dumps([record]))
    assert (ended.out, ended.err) == ("", "1: edit 2022-full: titles (title found)\n")
    out, put = changed_lines(before, desk.content())
    assert [line for line in out if line not in ("}", "],")] == []
    assert [line for line in put if "when" not in line and len(line) > 2] == [
        *('"lang": "zh",', '"text": "完整"'),
        *('"history": [', '"what": "edited titles",', '"why": "title found"'),
    ]
    desk.prop("undo")
    assert desk.content() == before


def test_what_a_file_does_not_name_stays(desk: Desk) -> None:
    """A file used to be the complete record: everything that it left out was emptied."""
    before = desk.proposal("2022-full")
    ended = desk.prop("edit", "2022-full", "-", stdin="year: 2021\ntitle: On health\n")
    assert ended.err == "1: edit 2022-full: year, titles\n"
    after = desk.proposal("2022-full")
    assert (after["year"], after["titles"][0]["text"]) == (2021, "On health")
    same = before.keys() - {"year", "titles", "history"}
    assert {key: after[key] for key in same} == {key: before[key] for key in same}


def test_a_field_without_a_value_is_emptied_and_said(desk: Desk) -> None:
    """Emptying needs to be said, in YAML by nothing and in JSON by null."""
    ended = desk.prop("edit", "2022-full", "-", stdin="measures:\nextra: {flag: null}\n")
    assert ended.err == "Emptied: measures.\n1: edit 2022-full: measures, extra\n"
    assert desk.prop("edit", "2022-full", "-", stdin="date: 2022-03-05").err.count("Emptied") == 0
    after = desk.proposal("2022-full")
    assert "measures" not in after
    assert after["extra"] == {"blank": ""}


def test_a_whole_record_empties_what_it_leaves_out(desk: Desk) -> None:
    """A draft that the editor kept is a whole record; the command to continue says so."""
    draft = desk.folder / "draft.yaml"
    draft.write_text("id: 2022-full\nyear: 2022\ntitle: Full\n", encoding="utf-8")
    desk.prop("edit", "2022-full", str(draft), "--whole")
    assert desk.proposal("2022-full").keys() == {
        *("id", "year", "body", "kind", "titles", "history")
    }


PATCHES: dict[str, tuple[str, dict[str, Any]]] = {
    "a title replaces the one in its language": (
        "title: {zh: 完整, en: Whole}",
        {"titles": [{"lang": "en", "text": "Whole"}, {"lang": "zh", "text": "完整"}]},
    ),
    "an item of a list that is named in short keeps what is known": (
        "people: [li-hua, ma-huateng]",
        {"sponsors": [{"who": "li-hua"}, {"who": "ma-huateng", "role": "author"}]},
    ),
    "an item of a list that is given in full is as given": (
        "sponsors: [{who: ma-huateng}]",
        {"sponsors": [{"who": "ma-huateng"}]},
    ),
    "groups are merged": (
        "status: {date: 2021-01}",
        {
            "status": {
                "value": "planned",
                "date": "2021-01",
                "citations": [{"source": "source-two"}],
            }
        },
    ),
    "another status loses what supported the old one": (
        "status: replied",
        {"status": {"value": "replied"}, "sources": ["source-two"]},
    ),
    "another statement loses its sources": (
        "summary: Other words.",
        {"summary": {"text": {"en": "Other words."}}, "sources": ["source-one"]},
    ),
    "a translation keeps them": (
        "summary: {de: Worte}",
        {
            "summary": {
                "text": {"en": "Words.", "de": "Worte"},
                "citations": [{"source": "source-one"}],
            }
        },
    ),
    "a language can be emptied": ("summary: {en: }", {"summary": None}),
    "a reply is added": (
        "reply: 2021-05 Li Hua",
        {
            "actions": [
                {"date": "2020-01", "stage": "introduced"},
                {"date": "2021-05", "stage": "replied", "by": [{"who": "li-hua"}]},
            ]
        },
    ),
    "the same measure keeps its number": (
        "measures: [A wall., A door.]",
        {
            "measures": [
                {"id": "m02", "text": {"en": "A wall."}},
                {"id": "m03", "text": {"en": "A door."}},
            ]
        },
    ),
}
"""What is meant → the patch, and the fields that it changes as they are then."""


@pytest.fixture
def rich(prop: Prop, tmp_path: Path) -> Desk:
    """Return a base with a proposal whose statements have sources."""
    cited = (Citation(source="source-one"),)
    record = proposal(
        "2020-rich",
        sponsors=(Sponsor(who="ma-huateng", role=Role.AUTHOR),),
        status=StatusClaim(value=Status.PLANNED, citations=(Citation(source="source-two"),)),
        summary=Statement(text={"en": "Words."}, citations=cited),
        measures=(measure("m01", "A roof."), measure("m02", "A wall.")),
        actions=(Action(date="2020-01", stage=Stage.INTRODUCED),),
    )
    return Desk(prop, tmp_path, [*SMALL, source("source-two"), record])


@pytest.mark.parametrize("meant", PATCHES)
def test_a_patch_changes_what_it_names(rich: Desk, meant: str) -> None:
    """The other fields, and the other parts of a field, stay."""
    patch, changed = PATCHES[meant]
    before = rich.proposal("2020-rich")
    rich.prop("edit", "2020-rich", "-", stdin=patch)
    after = rich.proposal("2020-rich")
    expected = {key: value for key, value in (before | changed).items() if value is not None}
    assert {key: value for key, value in after.items() if key != "history"} == expected
    undone = rich.content()
    rich.prop("edit", "2020-rich", "-", stdin=patch)
    if "reply" not in patch:
        assert rich.content() == undone, "the same patch again changes nothing"


def test_mistakes_of_a_file_are_named_with_their_lines(desk: Desk) -> None:
    """All of them at once."""
    ended = desk.prop(
        "edit", "2022-full", "-", stdin="term: 13\ncolour: red\nstatus: gone\n", exit_code=1
    )
    assert "line 2: field 'colour': there is no such field" in ended.err
    assert "line 3: field 'status.value': 'gone' is not allowed here" in ended.err


def test_unchanged_record_changes_nothing(desk: Desk) -> None:
    """An unchanged record adds nothing to the journal or the history."""
    before = desk.content()
    ended = desk.prop("edit", "2022-full", "-", stdin=json.dumps(shown(desk)))
    assert ended.err == "Nothing was changed in 2022-full.\n"
    assert desk.content() == before
    assert not desk.journal.exists()


def test_history_is_not_edited(desk: Desk) -> None:
    """A history in a draft is ignored."""
    for term in (13, 14):
        record = shown(desk) | {"term": term, "history": [{"when": "never", "what": "nothing"}]}
        desk.prop("edit", "2022-full", "-", stdin=json.dumps(record))
    what = [entry["what"] for entry in desk.proposal("2022-full")["history"]]
    assert what == ["edited term"] * 2


@pytest.mark.parametrize("id_", ["2022", "2022-FULL", "2022_full", "2022-before", "2022-full#m02"])
def test_a_record_is_found_by_any_of_its_names(desk: Desk, id_: str) -> None:
    """The beginning of an id, another spelling, a former id, or one of its measures."""
    record = json.dumps(shown(desk) | {"term": 13})
    assert desk.prop("edit", id_, "-", stdin=record).err == "1: edit 2022-full: term\n"


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("2022-fool", "No record matches '2022-fool'.\nDid you mean 2022-full"),
        ("20", "'20' matches several ids:\n  2020-cloud  (proposals)\n"),
        ("", "No record matches ''."),
    ],
)
def test_unknown_id_opens_no_editor(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, id_: str, message: str
) -> None:
    """If an id matches no record, or several, the message lists similar ones."""
    monkeypatch.setenv("EDITOR", "false")
    assert message in desk.prop("edit", id_, exit_code=1).err


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"id": "2022-fuller"}, 1, "The id '2022-full' cannot be changed"),
        ({"id": None}, 1, "The id '2022-full' cannot be changed"),
        ({"titles": None}, 1, "a proposal needs a title or an identifier"),
        ({"date": "2022-02-30"}, 1, "'2022-02-30' is not a day of the calendar"),
        ({"colour": "red"}, 1, "field 'colour': there is no such field"),
        ({"themes": ["none"]}, 2, "There is no theme 'none'."),
        ({"year": 20}, 1, "'20' lacks the four digits of a year"),
        ({"continues": ["2019-x"]}, 1, "relations names '2019-x', which is not in proposals"),
        ({"body": "none"}, 1, "body names 'none', which is not in bodies"),
        ({"measures": [{"id": "m01", "text": "A"}] * 2}, 1, "two measures have the same id"),
        (
            {"sources": [{"id": "source-one", "url": "https://e.org/other"}]},
            *(1, "The id 'source-one' is in use in sources."),
        ),
    ],
)
def test_mistake_changes_nothing(
    desk: Desk, change: dict[str, Any], code: int, message: str
) -> None:
    """An edit is made completely or not at all."""
    before = desk.content()
    record = json.dumps(shown(desk) | change)
    ended = desk.prop("edit", "2022-full", "-", stdin=record, exit_code=code)
    assert message in ended.err
    assert desk.content() == before
    assert not desk.journal.exists()


@pytest.mark.parametrize("group", ["", "status", "measures"])
def test_far_too_many_fields_are_refused_at_once(desk: Desk, group: str) -> None:
    """For each unknown field similar ones were sought: minutes for twenty thousand."""
    fields: dict[str, Any] = {f"k{number}": "x" for number in range(20_000)}
    draft = json.dumps({"year": 2020, group: fields} if group else fields)
    for command in (("edit", "2022-full", "-"), ("add", "-")):
        ended = desk.prop(*command, stdin=draft, exit_code=1)
        assert "20,000 fields; the limit is 2,000." in ended.err


@pytest.mark.parametrize("blank", ["reply:", "reply: []", '{"reply": null}'])
def test_a_blank_reply_takes_no_action_away(rich: Desk, blank: str) -> None:
    """It used to empty all actions, announced ones as well."""
    before = rich.content()
    assert (
        "A reply can only be added."
        in rich.prop("edit", "2020-rich", "-", stdin=blank, exit_code=1).err
    )
    assert rich.content() == before


def test_several_titles_of_a_language_stay(rich: Desk) -> None:
    """The last used to drive the others out."""
    rich.prop("edit", "2020-rich", "-", stdin="title: [One, Two, 甲]")
    assert [(one["lang"], one["text"]) for one in rich.proposal("2020-rich")["titles"]] == [
        *(("en", "One"), ("en", "Two"), ("zh", "甲"))
    ]


def test_two_drafts_are_refused(desk: Desk) -> None:
    """Only one record can be edited."""
    assert desk.prop("edit", "2022-full", "-", stdin="[{}, {}]", exit_code=1).err == (
        "Error: Only one record can be edited.\nRemove the others.\n"
    )


def test_new_measure_gets_an_unused_number(desk: Desk) -> None:
    """A measure that replaces another gets a new number."""
    record = shown(desk)
    record["measures"] = [{"text": "A door."}, record["measures"][1]]
    desk.prop("edit", "2022-full", "-", stdin=json.dumps(record))
    measures = desk.proposal("2022-full")["measures"]
    assert [(m["id"], m["text"]["en"]) for m in measures] == [
        ("m03", "A door."),
        ("m02", "A wall."),
    ]
    assert "citations" not in measures[0]


def test_new_source_comes_with_the_edit(desk: Desk) -> None:
    """A cited link becomes a source in the same change, and undo removes it."""
    before = desk.content()
    record = shown(desk)
    record["measures"][0]["citations"] = "https://example.org/new, para 2"
    desk.prop("edit", "2022-full", "-", "-m", "found", stdin=json.dumps(record))
    assert desk.table("sources")["example-2022-5e2c7868"]["history"][0]["what"] == "added"
    assert desk.proposal("2022-full")["measures"][0]["citations"] == [
        {"source": "example-2022-5e2c7868", "locator": "para 2"}
    ]
    assert desk.proposal("2022-full")["sources"] == ["source-one"]
    desk.prop("undo")
    assert desk.content() == before


def test_extra_survives_an_edit(desk: Desk) -> None:
    """Fields of other programs are kept, including blanks."""
    record = shown(desk) | {"term": 13}
    desk.prop("edit", "2022-full", "-", stdin=json.dumps(record))
    assert desk.proposal("2022-full")["extra"] == {"flag": True, "blank": ""}
