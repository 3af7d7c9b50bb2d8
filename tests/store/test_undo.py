"""Undo and log after changes by other programs, and in a clone."""

import json
import shutil
from pathlib import Path

import pytest

from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.domain.model.records import Record
from proposals_cli.errors import ConflictError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.desk import Desk, answered
from tests.factories import body, continuing, person, proposal, save, source, sponsors, theme

ONE = "title: One\nyear: 2022\n"
TWO = "title: Two\nyear: 2022\n"


# -- changes by other programs ---------------------------------------------------------------------


def test_edit_of_another_record_by_hand_does_not_stop_undo(desk: Desk) -> None:
    """The edit by hand is kept, the change of the program is undone."""
    desk.add(ONE)
    desk.edit_by_hand("On 2021-health", "On health")
    desk.add(TWO)
    desk.edit_by_hand("On 2020-cloud", "On clouds")
    assert desk.log() == ["add 2022-two", "add 2022-one"]
    desk.prop("undo", "--yes")
    desk.prop("undo", "--yes")
    assert {id_: p["titles"][0]["text"] for id_, p in desk.table("proposals").items()} == {
        "2020-cloud": "On clouds",
        "2021-health": "On health",
    }


def test_undo_is_refused_if_the_record_has_changed_since(desk: Desk) -> None:
    """The message says how to continue."""
    desk.add(ONE)
    desk.edit_by_hand('"text": "One"', '"text": "By hand"')
    before = desk.content()
    message = desk.prop("undo", exit_code=1).err
    assert message == (
        "Error: '2022-one' has changed since 'add 2022-one'.\n"
        "After change 1 the file was changed by other means: edited, merged, or replaced by another"
        " version. It cannot be undone alone; edit the record: prop edit 2022-one\n"
    )
    assert desk.content() == before
    desk.edit_by_hand('"text": "By hand"', '"text": "One"')
    assert desk.prop("undo").err == "2: undo: add 2022-one\n"


def test_undo_is_refused_if_a_removed_id_is_used_again(desk: Desk) -> None:
    """The new record is not overwritten."""
    desk.prop("remove", "fintech", "--yes")
    journal = desk.journal.read_bytes()
    save(desk.store, [theme("fintech", description={"en": "Another one."})])
    desk.journal.write_bytes(journal)
    before = desk.content()
    assert "'fintech' has changed since" in desk.prop("undo", exit_code=1).err
    assert desk.content() == before


def test_change_reverted_by_another_program_is_not_undone(desk: Desk) -> None:
    """After `git checkout` of the first state there is nothing to undo, and changes work."""
    first = desk.content()
    desk.add(ONE)
    desk.store.write_bytes(first)
    assert desk.log() == []
    assert desk.prop("undo", exit_code=1).err == (
        "Error: There is nothing to undo.\n"
        "The last change (1: add 2022-one) was made to another state of this file, which is as it"
        " was before change 1. `prop log` lists the changes.\n"
    )
    desk.add(TWO)
    assert desk.log() == ["add 2022-two"]
    desk.prop("undo")
    assert desk.content() == first


def test_undo_goes_back_step_by_step_and_never_forward(desk: Desk) -> None:
    """An undo is not undone; after a new change, undo continues with earlier changes."""
    states = [desk.content()]
    for text in (ONE, TWO):
        desk.add(text)
        states.append(desk.content())
    assert desk.prop("undo").err == "3: undo: add 2022-two\n"
    assert desk.content() == states[1]
    desk.add("title: Three\nyear: 2022\n")
    assert desk.prop("undo").err == "5: undo: add 2022-three\n"
    assert desk.content() == states[1]
    assert desk.prop("undo", "-m", "wrong year").err == "6: undo: add 2022-one (wrong year)\n"
    assert desk.content() == states[0]
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err
    assert desk.log()[0] == "undo: add 2022-one"


def test_undo_of_a_cascade_restores_every_record(prop: Prop, tmp_path: Path) -> None:
    """A removal that changed other records is undone completely, to the byte."""
    records: list[Record] = [
        proposal(
            "2020-a", sponsors=sponsors("li-hua"), themes=("fintech",), sources=("source-one",)
        ),
        proposal(
            "2021-b",
            sponsors=sponsors("li-hua", "ma-huateng"),
            relations=continuing("2020-a"),
        ),
        *(person("li-hua"), person("ma-huateng"), body(), theme("fintech"), source()),
    ]
    desk = Desk(prop, tmp_path, records)
    before = desk.content()
    ids = ("2020-a", "li-hua", "fintech", "source-one")
    desk.prop("remove", *ids, "--cascade", "--yes")
    assert list(desk.table("proposals")) == ["2021-b"]
    desk.prop("undo")
    assert desk.content() == before


# -- other states of the file ----------------------------------------------------------------------


@pytest.fixture
def states(desk: Desk) -> list[bytes]:
    """Return the contents of a base before and after each of three changes."""
    contents = [desk.content()]
    for title in ("One", "Two", "Three"):
        desk.add(f"title: {title}\nyear: 2022\n")
        contents.append(desk.content())
    return contents


def test_undo_after_a_checkout_shows_what_it_would_undo_and_asks(
    desk: Desk, states: list[bytes]
) -> None:
    """The last change is gone, and the one before it is not undone unasked."""
    desk.store.write_bytes(states[2])
    ended = desk.prop("undo", exit_code=1)
    assert ended.err.startswith(
        "The last change (3: add 2022-three) was made to another state of this file, which is as it"
        " was after change 2.\n"
        "The last change that is in the base would be undone: 2: add 2022-two\n"
        "--- 2022-two\n"
        "+++ /dev/null\n"
    )
    assert '\n-      "text": "Two"\n' in ended.err
    assert ended.err.endswith(
        "Error: Nothing was undone.\nCannot ask for confirmation; use --yes.\n"
    )
    assert desk.content() == states[2]
    assert desk.prop("undo", "--yes").err.endswith("4: undo: add 2022-two\n")
    assert desk.content() == states[1]


@pytest.mark.parametrize(("answer", "undone"), [(b"n\n", False), (b"y\n", True)])
def test_answer_decides_whether_a_change_to_another_state_is_undone(
    desk: Desk, states: list[bytes], env: dict[str, str], answer: bytes, undone: bool
) -> None:
    """On a terminal the question is asked below the diff."""
    desk.store.write_bytes(states[2])
    ended = answered(("undo",), env, answer)
    assert "--- 2022-two" in ended.err
    assert ended.err.endswith(
        "4: undo: add 2022-two\n" if undone else "Go ahead? [y/N] Nothing was undone.\n"
    )
    assert desk.content() == states[1 if undone else 2]


def test_undo_after_a_change_to_an_earlier_state_asks_for_nothing(
    desk: Desk, states: list[bytes]
) -> None:
    """A change made since the checkout is the last one of the file, and so is the one before it."""
    desk.store.write_bytes(states[1])
    desk.add("title: Four\nyear: 2022\n")
    assert desk.log() == ["add 2022-four", "add 2022-one"]
    assert desk.prop("undo").err == "5: undo: add 2022-four\n"
    assert desk.content() == states[1]
    assert desk.prop("undo").err == "6: undo: add 2022-one\n"
    assert desk.content() == states[0]


def test_undo_of_an_undo_that_was_taken_back_is_no_undo(desk: Desk, states: list[bytes]) -> None:
    """After a checkout of the file from before an undo, the change is there to be undone again."""
    desk.prop("undo")
    desk.store.write_bytes(states[3])
    err = desk.prop("undo", "--yes").err
    assert "The last change (4: undo: add 2022-three) was made to another state" in err
    assert err.endswith("5: undo: add 2022-three\n")
    assert desk.content() == states[2]


def test_undo_after_an_edit_by_hand_shows_what_it_would_undo(
    desk: Desk, states: list[bytes]
) -> None:
    """The edit by hand is newer than the last change of the journal."""
    desk.edit_by_hand("On 2021-health", "On health")
    before = desk.content()
    err = desk.prop("undo", exit_code=1).err
    assert err.startswith("After change 3 the file was changed by other means: ")
    assert "--- 2022-three" in err
    assert desk.content() == before
    desk.prop("undo", "--yes")
    assert "2022-three" not in desk.table("proposals")
    assert "On health" in desk.content().decode()


def test_undo_on_a_branch_does_not_touch_a_change_of_another_branch(
    desk: Desk, states: list[bytes]
) -> None:
    """The record that the change added is not on this branch: there is nothing to undo for it."""
    desk.store.write_bytes(states[0].replace(b"On 2021-health", b"On branches"))
    before = desk.content()
    err = desk.prop("undo", exit_code=1).err
    assert err.startswith("Error: There is nothing to undo.\nAfter change 3 the file was changed")
    assert desk.content() == before


def test_long_undo_in_doubt_shows_the_first_records(desk: Desk) -> None:
    """Hundreds of diffs would hide what is asked."""
    drafts = "\n---\n".join(f"title: Number {n}\nyear: 2022\nid: 2022-n{n}" for n in range(25))
    desk.add(drafts)
    desk.edit_by_hand("On 2021-health", "On health")
    err = desk.prop("undo", exit_code=1).err
    assert err.count("+++ /dev/null") == 20
    assert "\n… and 5 more records.\n" in err


def test_undo_is_refused_if_the_base_changes_while_it_is_decided(
    desk: Desk, states: list[bytes], tmp_path: Path
) -> None:
    """What was shown is not the last change any more."""
    index = SqliteIndex(desk.store, tmp_path / "index")
    editor = BaseEditor(index, JsonStore(desk.store))
    found = editor.to_undo()
    desk.add("title: Four\nyear: 2022\n")
    before = desk.content()
    with pytest.raises(ConflictError, match="was changed by another program in the meantime"):
        editor.undo(None, found)
    assert desk.content() == before
    index.close()


# -- clones ----------------------------------------------------------------------------------------


def test_copy_with_its_journal_is_undone_like_the_original(
    desk: Desk, states: list[bytes], prop: Prop, tmp_path: Path
) -> None:
    """The journal knows the file by its content, not by its place or its times."""
    copy = tmp_path / "elsewhere" / "copy.json"
    copy.parent.mkdir()
    shutil.copyfile(desk.store, copy)
    shutil.copyfile(desk.journal, copy.with_name(".copy.json.journal"))
    assert prop("--store", str(copy), "undo").err == "4: undo: add 2022-three\n"
    assert copy.read_bytes() == states[2]


def test_log_of_a_record_works_without_a_journal(desk: Desk, prop: Prop, tmp_path: Path) -> None:
    """A clone has no journal: records have their history, and there is nothing to undo."""
    desk.add(ONE, "-m", "because")
    clone = tmp_path / "clone.json"
    shutil.copy(desk.store, clone)
    desk.journal.unlink()
    for store in (str(clone), str(desk.store)):
        rows = json.loads(prop("--store", store, "log", "2022-one", "--format", "json").out)
        assert [(row["what"], row["why"]) for row in rows] == [("added", "because")]
        (row,) = json.loads(prop("--store", store, "log", "--format", "json").out)
        assert (row["number"], row["what"], row["why"]) == (None, "added: 2022-one", "because")
        assert prop("--store", store, "undo", exit_code=1).err == (
            "Error: There is nothing to undo.\n"
            "The journal has no changes; those made in another copy cannot be undone"
            " here. `prop log` lists the changes.\n"
        )
    prop("--store", str(clone), "remove", "2022-one", "--yes")
    prop("--store", str(clone), "undo")
    assert clone.read_bytes() == desk.content()


def test_log_of_an_unchanged_record_is_empty(desk: Desk) -> None:
    """A record without a history is not an error."""
    ended = desk.prop("log", "2020-cloud")
    assert (ended.out, ended.err) == ("", "No changes are recorded.\n")
