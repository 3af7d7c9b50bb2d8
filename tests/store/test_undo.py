"""Undo and log after changes by other means, and in a clone."""

import json
import shutil
from pathlib import Path

from proposals_cli.domain.model.records import Record
from tests.conftest import Prop
from tests.desk import Desk
from tests.factories import person, proposal, save, source, theme

ONE = "title: One\nyear: 2022\n"
TWO = "title: Two\nyear: 2022\n"


# -- changes by other means ------------------------------------------------------------------------


def test_foreign_edit_of_another_record_does_not_stop_undo(desk: Desk) -> None:
    """What somebody did by hand stays, and what the program did is taken back."""
    desk.add(ONE)
    desk.edit_by_hand("On 2021-health", "On health")
    desk.add(TWO)
    desk.edit_by_hand("On 2020-cloud", "On clouds")
    assert desk.log() == ["add 2022-two", "add 2022-one"]
    desk.prop("undo")
    desk.prop("undo")
    assert {id_: p["title"]["en"] for id_, p in desk.table("proposals").items()} == {
        "2020-cloud": "On clouds",
        "2021-health": "On health",
    }


def test_undo_is_refused_where_the_record_has_changed_since(desk: Desk) -> None:
    """A hand that changed the same record is not undone with it; the way out is named."""
    desk.add(ONE)
    desk.edit_by_hand('"en": "One"', '"en": "By hand"')
    before = desk.content()
    said = desk.prop("undo", exit_code=1).err
    assert said == (
        "Error: '2022-one' has changed since 'add 2022-one'.\n"
        "It cannot be undone alone; edit the record: prop edit 2022-one\n"
    )
    assert desk.content() == before
    desk.edit_by_hand('"en": "By hand"', '"en": "One"')
    assert desk.prop("undo").err == "2: undo: add 2022-one\n"


def test_undo_is_refused_where_a_removed_id_is_in_use_again(desk: Desk) -> None:
    """What took the place of a removed record is not written over."""
    desk.prop("remove", "fintech", "--yes")
    journal = desk.journal.read_bytes()
    save(desk.store, [theme("fintech", description="Another one.")])
    desk.journal.write_bytes(journal)
    before = desk.content()
    assert "'fintech' has changed since" in desk.prop("undo", exit_code=1).err
    assert desk.content() == before


def test_file_put_back_by_other_means_counts_as_not_changed(desk: Desk) -> None:
    """After `git checkout` of the first file, there is nothing to undo, and work goes on."""
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
    """An undo is not undone; after a new change, undo goes on where it had come to."""
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
        proposal("2020-a", people=("li-hua",), themes=("fintech",), sources=("source-one",)),
        proposal("2021-b", people=("li-hua", "ma-huateng"), continues=("2020-a",)),
        *(person("li-hua"), person("ma-huateng"), theme("fintech"), source()),
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
    """In a clone the journal is missing: records have their history, undo has nothing to do."""
    desk.add(ONE, "-m", "because")
    clone = tmp_path / "clone.json"
    shutil.copy(desk.store, clone)
    desk.journal.unlink()
    for store in (str(clone), str(desk.store)):
        rows = json.loads(prop("--store", store, "log", "2022-one", "--format", "json").out)
        assert [(row["what"], row["why"]) for row in rows] == [("added", "because")]
        whole = prop("--store", store, "log")
        assert (whole.out, whole.err) == ("", "No changes are recorded.\n")
        assert "nothing to undo" in prop("--store", store, "undo", exit_code=1).err
    prop("--store", str(clone), "remove", "2022-one", "--yes")
    prop("--store", str(clone), "undo")
    assert clone.read_bytes() == desk.content()


def test_log_of_a_record_never_changed(desk: Desk) -> None:
    """No history is no error."""
    ended = desk.prop("log", "2020-cloud")
    assert (ended.out, ended.err) == ("", "No changes are recorded.\n")
