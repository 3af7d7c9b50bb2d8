"""``prop remove``: confirmation, refusals, and references that are removed as well."""

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Citation, Statement, StatusClaim, Title
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.domain.model.vocabulary import Status
from proposals_cli.errors import ConflictError
from tests.changes import editor_of
from tests.conftest import Prop
from tests.desk import Desk, answered
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
    theme,
)
from tests.terminal import piped

ONE, TWO = (Citation(source="source-one"),), (Citation(source="source-two"),)

WOVEN: tuple[Record, ...] = (
    proposal(
        "2019-first",
        titles=(Title(lang="en", text="First", citations=(*ONE, *TWO)),),
        sponsors=sponsors("li-hua", "ma-huateng"),
        themes=("fintech", "digital-economy"),
        problem=Statement(text={"en": "It rains."}, citations=ONE),
        measures=(
            measure("m01", "A roof.", citations=(*TWO, *ONE)),
            measure("m02", "A wall.", citations=ONE),
        ),
        actions=(reply(by="a ministry", citations=ONE),),
        uptake=(Statement(text={"en": "A law."}, citations=ONE),),
        status=StatusClaim(value=Status.SUBMITTED, citations=ONE),
        sources=("source-one", "source-two"),
    ),
    proposal(
        "2020-second",
        relations=continuing("2019-first"),
        sponsors=sponsors("li-hua"),
        themes=("fintech",),
    ),
    proposal("2021-third", relations=continuing("2019-first", "2020-second")),
    person("li-hua"),
    body("npc"),
    body("cppcc", part_of="npc"),
    person("ma-huateng"),
    theme("fintech"),
    theme("digital-economy"),
    source("source-one"),
    source("source-two"),
    fact("count-2019", person="li-hua", proposals=("2019-first", "2020-second"), citations=ONE),
    note("note-one", source="source-one"),
    note("note-two", source="source-two", citations=ONE),
)


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a base in which everything refers to something."""
    return Desk(prop, tmp_path, WOVEN)


# -- asking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code", "removed"),
    [
        (b"y\n", 0, True),
        (b"Yes\n", 0, True),
        ("是\n".encode(), 0, True),
        (b"n\n", 0, False),
        (b"\n", 0, False),
        (b"yo\n", 0, False),
        (b"\x04", 0, False),
        (b"\x03", 130, False),
    ],
)
def test_removal_asks_on_a_terminal(
    desk: Desk, env: dict[str, str], answer: bytes, code: int, removed: bool
) -> None:
    """Only a yes removes; the question is not on standard output."""
    before = desk.content()
    ended = answered(("remove", "2021-third"), env, answer)
    assert ended.code == code
    assert ended.out == ""
    asked, _, message = ended.err.partition("Go ahead? [y/N] ")
    assert asked == "remove 2021-third from proposals\n"
    assert (desk.content() != before) == removed
    if code == 0:
        assert message == ("1: remove 2021-third\n" if removed else "Nothing was removed.\n")


def test_yes_skips_the_question(desk: Desk, env: dict[str, str]) -> None:
    """--yes asks nothing, on a terminal or not."""
    assert "Go ahead" not in answered(("remove", "2021-third", "-y"), env, b"").err
    assert desk.prop("remove", "note-one", "--yes").err == (
        "remove note-one from notes\n2: remove note-one\n"
    )
    assert list(desk.table("notes")) == ["note-two"]


@pytest.mark.parametrize("stdin", ["", "y\n"])
def test_without_a_terminal_nothing_is_removed(desk: Desk, env: dict[str, str], stdin: str) -> None:
    """A yes from a pipe does not count."""
    before = desk.content()
    ended = piped(("remove", "2021-third"), env, stdin)
    assert ended.code == 1
    assert ended.err.endswith(
        "Error: Nothing was removed.\nCannot ask for confirmation; use --yes.\n"
    )
    assert desk.content() == before


# -- refusing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "referring"),
    [
        (
            "2019-first",
            {
                "change relations of 2020-second in proposals",
                "change relations of 2021-third in proposals",
                "change proposals of count-2019 in facts",
            },
        ),
        (
            "li-hua",
            {
                "change sponsors of 2019-first in proposals",
                "change sponsors of 2020-second in proposals",
                "change person of count-2019 in facts",
            },
        ),
        (
            "fintech",
            {
                "change themes of 2019-first in proposals",
                "change themes of 2020-second in proposals",
            },
        ),
        (
            "source-one",
            {
                (
                    "change titles, status, problem, measures, actions, uptake, sources"
                    " of 2019-first in proposals"
                ),
                "change citations of count-2019 in facts",
                "change citations of note-two in notes",
                "remove note-one in notes",
            },
        ),
    ],
)
def test_a_record_that_others_refer_to_is_not_removed(
    desk: Desk, id_: str, referring: set[str]
) -> None:
    """All records that refer to it are listed, even with --yes."""
    before = desk.content()
    for options in ((), ("--yes",)):
        ended = desk.prop("remove", id_, *options, exit_code=1)
        listed = [line.strip() for line in ended.err.splitlines() if line.startswith("  ")]
        assert {line.removesuffix(", which refers to it") for line in listed} == referring
        assert len(listed) == len(referring)
        assert (
            f"Error: {len(referring)} other records still refer to it; nothing was removed."
            in ended.err
        )
        assert "--cascade" in ended.err
        assert desk.content() == before
        assert not desk.journal.exists()


def test_references_to_several_records_are_counted(desk: Desk) -> None:
    """The message is grammatical for several removed records."""
    message = desk.prop("remove", "fintech", "source-one", exit_code=1).err
    assert "still refer to them; nothing was removed." in message


def test_one_referring_record_is_counted_in_the_singular(desk: Desk) -> None:
    """The message is grammatical for one record."""
    assert (
        "Error: 1 other record still refers to it"
        in desk.prop("remove", "ma-huateng", "--yes", exit_code=1).err
    )


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (("2018-none",), "No record matches '2018-none'."),
        (("2021-third", "2018-none"), "No record matches '2018-none'."),
        (("20",), "'20' matches several ids"),
        (("2019-first#m01",), "Use `prop edit 2019-first`."),
    ],
)
def test_a_wrong_id_removes_nothing(desk: Desk, ids: tuple[str, ...], message: str) -> None:
    """If one of several ids is wrong, none is removed."""
    before = desk.content()
    assert message in desk.prop("remove", *ids, "--yes", exit_code=1).err
    assert desk.content() == before


def test_a_body_with_proposals_is_not_removed(desk: Desk) -> None:
    """Not even with --cascade: a proposal is in a body."""
    before = desk.content()
    for options in ((), ("--cascade", "--yes")):
        message = desk.prop("remove", "npc", *options, exit_code=1).err
        assert message.startswith(
            "Error: 3 proposals are in 'npc', which cannot be removed without"
        )
    assert desk.content() == before
    desk.prop("remove", "cppcc", "--yes")
    assert list(desk.table("bodies")) == ["npc"]


# -- removed references ----------------------------------------------------------------------------


def mentions(value: Any, id_: str) -> bool:
    """Tell whether an id occurs in a record outside its history."""
    match value:
        case dict():
            return any(mentions(part, id_) for key, part in value.items() if key != "history")
        case list():
            return any(mentions(part, id_) for part in value)
        case _:
            return bool(value == id_)


@pytest.mark.parametrize(
    "ids",
    [
        ("2019-first",),
        ("li-hua",),
        ("fintech",),
        ("source-one",),
        ("source-one", "source-two"),
        ("2019-first", "2020-second", "2021-third"),
        ("li-hua", "fintech", "source-two", "2020-second"),
    ],
)
def test_cascade_leaves_no_reference(desk: Desk, ids: tuple[str, ...]) -> None:
    """Changed records refer to nothing removed and say why they changed; undo restores all."""
    before = desk.content()
    kept = {(table, id_): record for table in TABLES for id_, record in desk.table(table).items()}
    ended = desk.prop("remove", *ids, "--cascade", "--yes", "-m", "a mistake")
    assert ended.err.splitlines()[-1] == f"1: remove {', '.join(ids)} (a mistake)"
    for table in TABLES:
        for id_, record in desk.table(table).items():
            assert id_ not in ids
            assert not any(mentions(record, gone) for gone in ids)
            if record != kept[table, id_]:
                assert record["history"][-1]["what"] == f"edited by: remove {', '.join(ids)}"
                assert record["history"][-1]["why"] == "a mistake"
    assert not [error for error in desk.errors() if "which is not in" in error]
    desk.prop("undo")
    assert desk.content() == before


def test_cascade_removes_only_citations_of_a_source(desk: Desk) -> None:
    """Statements stay when their source is removed, even if they have no other."""
    desk.prop("remove", "source-one", "--cascade", "--yes")
    first = desk.proposal("2019-first")
    two = [{"source": "source-two"}]
    assert [one.get("citations") for one in first["measures"]] == [two, None]
    assert [one["text"]["en"] for one in first["measures"]] == ["A roof.", "A wall."]
    assert first["titles"][0]["citations"] == two
    assert first["problem"] == {"text": {"en": "It rains."}}
    assert first["status"] == {"value": "submitted"}
    assert first["sources"] == ["source-two"]
    assert list(desk.table("notes")) == ["note-two"]
    assert "measure m02 has no citation" in desk.prop("check", "--rule", "unsourced-claim").out


def test_records_that_refer_to_each_other_are_removed_together(desk: Desk) -> None:
    """References among the removed records need no cascade."""
    message = desk.prop("remove", "note-two", "note-one", "--yes").err
    assert message.endswith("1: remove note-two, note-one\n")
    desk.prop("remove", "2021-third", "--yes")
    message = desk.prop("remove", "2020-second", "2019-first", "count-2019", "--yes").err
    assert message.endswith("3: remove 2020-second, 2019-first, count-2019\n")
    assert desk.table("proposals") == {}


def test_id_given_twice_is_removed_once(desk: Desk) -> None:
    """Other spellings of one id are one record."""
    ended = desk.prop("remove", "2021-third", "2021_THIRD", "2021", "--yes")
    assert ended.err == "remove 2021-third from proposals\n1: remove 2021-third\n"


def test_removed_id_is_free_again(desk: Desk) -> None:
    """The id of a removed record can be used again."""
    desk.prop("remove", "2021-third", "--yes")
    assert desk.added("title: Third\nyear: 2021\n")["id"] == "2021-third"


def test_a_reference_that_was_made_meanwhile_is_a_conflict(prop: Prop, tmp_path: Path) -> None:
    """While a person thinks about removing a theme, a colleague gives it to a proposal."""
    desk = Desk(prop, tmp_path)
    editor = editor_of(str(desk.store))
    content = editor.store.content()
    touched = editor.removal([("themes", "fintech")])
    assert touched == {}
    desk.prop("set", "theme+=fintech", "2021-health", "--yes")
    before = desk.content()
    with pytest.raises(ConflictError):
        editor.remove([("themes", "fintech")], touched, None, content)
    assert desk.content() == before
    assert desk.errors() == []
