"""Undo and log after changes by other programs, and in a clone."""

import json
import shutil
from pathlib import Path

from proposals_cli.domain.model.records import Record
from tests.conftest import Prop
from tests.desk import Desk
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
    desk.prop("undo")
    desk.prop("undo")
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
        "It cannot be undone alone; edit the record: prop edit 2022-one\n"
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
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err
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


# -- clones ----------------------------------------------------------------------------------------


def test_log_of_a_record_works_without_a_journal(desk: Desk, prop: Prop, tmp_path: Path) -> None:
    """A clone has no journal: records have their history, and there is nothing to undo."""
    desk.add(ONE, "-m", "because")
    clone = tmp_path / "clone.json"
    shutil.copy(desk.store, clone)
    desk.journal.unlink()
    for store in (str(clone), str(desk.store)):
        rows = json.loads(prop("--store", store, "log", "2022-one", "--format", "json").out)
        assert [(row["what"], row["why"]) for row in rows] == [("added", "because")]
        complete_log = prop("--store", store, "log")
        assert (complete_log.out, complete_log.err) == ("", "No changes are recorded.\n")
        assert "nothing to undo" in prop("--store", store, "undo", exit_code=1).err
    prop("--store", str(clone), "remove", "2022-one", "--yes")
    prop("--store", str(clone), "undo")
    assert clone.read_bytes() == desk.content()


def test_log_of_an_unchanged_record_is_empty(desk: Desk) -> None:
    """A record without a history is not an error."""
    ended = desk.prop("log", "2020-cloud")
    assert (ended.out, ended.err) == ("", "No changes are recorded.\n")
