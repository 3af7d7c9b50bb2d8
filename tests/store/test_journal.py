"""The journal: what it takes back, and what it makes of lines of changes that never were."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import TinyDB

from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.records import Record
from proposals_cli.errors import StoreError
from proposals_cli.store.journal import Journal
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.desk import Desk
from tests.factories import person, proposal, save, source, theme
from tests.processes import finished, start

ONE = "title: One\nyear: 2022\n"
TWO = "title: Two\nyear: 2022\n"


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base."""
    return Desk(prop, tmp_path)


def log(desk: Desk) -> list[str]:
    """Return what the journal says was done, newest first."""
    return [row["what"] for row in json.loads(desk.prop("log", "--format", "json").out)]


def hand_edit(desk: Desk, old: str, new: str) -> None:
    """Change the store as a text editor does, which asks nobody."""
    text = desk.store.read_text(encoding="utf-8")
    assert old in text
    desk.store.write_text(text.replace(old, new), encoding="utf-8")


# -- what a line holds ---------------------------------------------------------------------------


def test_line_holds_what_it_takes_to_undo(desk: Desk) -> None:
    """One line a change: number, moment, what, why, hashes of the file, records as they were."""
    desk.add(ONE, "-m", "because")
    desk.prop("remove", "fintech", "--yes")
    added, removed = map(json.loads, desk.journal.read_text(encoding="utf-8").splitlines())
    assert list(added) == list(FullJournalEntry.__struct_fields__)
    assert (added["number"], added["what"], added["why"]) == (1, "add 2022-one", "because")
    assert added["before"] == {"proposals": {"2022-one": None}}
    assert list(added["after"]) == ["proposals"]
    assert removed["number"] == 2
    assert removed["before"]["themes"]["fintech"]["name"]["en"] == "Fintech"
    assert removed["after"] == {"themes": {"fintech": None}}
    assert added["new"] == removed["old"] != removed["new"]


def test_journal_stands_beside_the_file_a_link_leads_to(prop: Prop, tmp_path: Path) -> None:
    """Whichever name a base is called by, its journal is one."""
    desk = Desk(prop, tmp_path)
    link = tmp_path / "link.json"
    link.symlink_to(desk.store)
    prop("--store", str(link), "add", "-", stdin=ONE)
    assert desk.journal.exists()
    assert list(tmp_path.glob(".link*")) == []
    assert link.is_symlink()
    assert log(desk) == ["add 2022-one"]


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_journal_is_as_private_as_the_store(desk: Desk, mode: int) -> None:
    """The journal repeats what stands in the store, so nobody else may read it."""
    desk.store.chmod(mode)
    desk.add(ONE)
    assert desk.journal.stat().st_mode & 0o777 == mode
    assert desk.store.stat().st_mode & 0o777 == mode


def test_removal_in_a_base_that_tinydb_numbered_is_undone_to_the_byte(
    prop: Prop, tmp_path: Path
) -> None:
    """A record comes back under the number it had, or under one of ours where that is taken."""
    desk = Desk(prop, tmp_path, [])
    with TinyDB(desk.store, encoding="utf-8") as database:
        for id_ in ("2020-a", "2020-b", "2020-c"):
            database.table("proposals").insert(msgspec.to_builtins(proposal(id_)))
    desk.add(ONE)
    before = desk.content()
    desk.prop("remove", "2020-a", "2020-b", "--yes")
    desk.prop("undo")
    assert desk.content() == before
    desk.prop("remove", "2020-b", "--yes")
    hand_edit(desk, '"3": {', '"2": {')
    desk.prop("undo")
    numbers = {r["id"]: number for number, r in json.loads(desk.content())["proposals"].items()}
    assert (numbers["2020-a"], numbers["2020-c"]) == ("1", "2")
    assert set(numbers) == {"2020-a", "2020-b", "2020-c", "2022-one"}


# -- changes that never happened -----------------------------------------------------------------


def test_failed_replacement_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line whose change failed is neither listed nor undone, and its number is not used again."""
    desk.add(ONE)
    before = desk.content()

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fails)
        said = desk.add(TWO, exit_code=3).err
    assert said.startswith(f"Error: {desk.store} cannot be written: Input/output error.\n")
    assert desk.content() == before
    assert len(desk.journal.read_bytes().splitlines()) == 2
    assert log(desk) == ["add 2022-one"]
    assert desk.add(TWO).err.endswith("3: add 2022-two\n")
    assert log(desk) == ["add 2022-two", "add 2022-one"]
    desk.prop("undo")
    assert desk.content() == before
    assert desk.prop("undo").err == "5: undo: add 2022-one\n"


def test_killed_between_journal_and_store_changes_nothing(desk: Desk, env: dict[str, str]) -> None:
    """Killed at the worst moment, the line is there and the change is not; undo passes it by."""
    first = desk.content()
    desk.add(ONE)
    before = desk.content()
    for id_ in ("2024-k1", "2024-k2"):
        process = start("killed_before_replacing", desk.store, id_, env=env)
        assert finished(process, -signal.SIGKILL) == []
    assert desk.content() == before
    assert len(desk.journal.read_bytes().splitlines()) == 3
    assert log(desk) == ["add 2022-one"]
    assert desk.prop("undo").err == "4: undo: add 2022-one\n"
    assert desk.content() == first
    assert log(desk) == ["undo: add 2022-one", "add 2022-one"]
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err


def test_change_made_again_after_a_kill_is_listed_once(desk: Desk, env: dict[str, str]) -> None:
    """Who runs the command again gets one entry, not two."""
    start_content = desk.content()
    finished(start("killed_before_replacing", desk.store, "2024-k", env=env), -signal.SIGKILL)
    finished(start("add_many", desk.store, "2024-k", 1, env=env))
    assert log(desk) == ["add 2024-k-000"]
    desk.prop("undo")
    assert desk.content() == start_content


@pytest.mark.parametrize("cut", [1, 20, 150, -2])
def test_half_a_last_line_never_happened(desk: Desk, cut: int) -> None:
    """A writer killed while it wrote the journal left half a line; the next goes on below it."""
    desk.add(ONE)
    whole = desk.journal.read_bytes()
    desk.journal.write_bytes(whole + whole[:cut])
    assert log(desk) == ["add 2022-one"]
    desk.add(TWO)
    assert log(desk) == ["add 2022-two", "add 2022-one"]
    assert desk.journal.read_bytes().startswith(whole + whole[:cut] + b"\n{")
    desk.prop("undo")
    desk.prop("undo")
    assert "2022-one" not in desk.table("proposals")


def test_half_a_line_cut_within_a_character_never_happened(desk: Desk) -> None:
    """Half a Chinese character at the end is no more than half a line."""
    desk.add("title: 关于云\nyear: 2022\n", "-m", "云")
    whole = desk.journal.read_bytes()
    desk.journal.write_bytes(whole + whole[: whole.index("云".encode()) + 1])
    assert log(desk) == ["add 2022-suggestion"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda line: line.replace(b'"what":"', b'"what":"\xff'),
        lambda line: line[:50] + b"\x00\x00" + line[52:],
        lambda line: line[::-1],
        lambda line: line[:1] + b"[" * 100_000,
        lambda line: line[:0],
    ],
)
def test_damaged_line_is_passed_by(desk: Desk, damage: Callable[[bytes], bytes]) -> None:
    """What cannot be read is not listed; what it was about cannot be undone, the rest can."""
    desk.add(ONE)
    desk.add(TWO)
    desk.prop("remove", "2021-health", "--yes")
    lines = desk.journal.read_bytes().splitlines()
    desk.journal.write_bytes(b"\n".join([lines[0], damage(lines[1]), lines[2], b""]))
    assert log(desk) == ["remove 2021-health", "add 2022-one"]
    desk.prop("undo")
    assert desk.prop("undo").err == "5: undo: add 2022-one\n"
    assert list(desk.table("proposals")) == ["2020-cloud", "2021-health", "2022-two"]


def test_damaged_line_about_the_same_record_stops_undo(desk: Desk) -> None:
    """An older state of a record does not take the place of one that no line explains."""
    desk.add(ONE)
    desk.prop("edit", "2022-one", "-", stdin="{id: 2022-one, title: First, year: 2022}")
    lines = desk.journal.read_bytes().splitlines()
    desk.journal.write_bytes(lines[0] + b"\n" + lines[1][:-9] + b"\n")
    before = desk.content()
    said = desk.prop("undo", exit_code=1).err
    assert said.startswith("Error: '2022-one' has changed since 'add 2022-one'.\n")
    assert desk.content() == before


@pytest.mark.parametrize("line", ["{}", "[]", '"x"', '{"number": "one"}', "7"])
def test_file_of_another_program_is_no_journal(desk: Desk, line: str) -> None:
    """JSON that is no entry is not written below; put aside, everything goes on."""
    desk.journal.write_text(line + "\n", encoding="utf-8")
    before = desk.content()
    for arguments in (("log",), ("undo",), ("remove", "fintech", "--yes")):
        said = desk.prop(*arguments, exit_code=3).err
        assert f"{desk.journal} is not a journal of this program" in said
        assert "Move the journal away" in said
    assert desk.content() == before
    assert desk.journal.read_text(encoding="utf-8") == line + "\n"
    desk.journal.unlink()
    assert desk.add(ONE).err.endswith("1: add 2022-one\n")


def test_journal_that_is_a_folder_is_reported(desk: Desk) -> None:
    """Whatever stands in the place of the journal, nothing is written without one."""
    desk.journal.mkdir()
    before = desk.content()
    assert f"{desk.journal} is not a regular file" in desk.prop("log", exit_code=3).err
    assert "is not a regular file" in desk.add(ONE, exit_code=3).err
    assert desk.content() == before


@pytest.mark.parametrize("rest", [b"", b"\n", b"\n\n\n", b'\n{"number": 9', b"\n\x00\n"])
def test_newest_entry_is_found_from_the_end(tmp_path: Path, rest: bytes) -> None:
    """However long a journal has become, and whatever a killed writer left behind."""
    store = JsonStore.create(tmp_path / "base.json").path
    journal = Journal(store)
    assert journal.next_number() == 1
    for number in range(1, 4):
        journal.append(entry(number, str(number), str(number + 1)))
    journal.path.write_bytes(journal.path.read_bytes().removesuffix(b"\n") + rest)
    assert journal.next_number() == 4
    assert journal.entry(2) == entry(2, "2", "3")
    assert journal.entry(1).number == 1
    with pytest.raises(StoreError, match="has no change 4 any more"):
        journal.entry(4)


def test_journal_that_is_a_pipe_is_reported(desk: Desk) -> None:
    """Nobody waits for the other end of it."""
    os.mkfifo(desk.journal)
    before = desk.content()
    assert "is not a regular file" in desk.prop("log", exit_code=3).err
    assert "is not a regular file" in desk.add(ONE, exit_code=3).err
    assert desk.content() == before


# -- no space ------------------------------------------------------------------------------------


def test_full_disk_while_writing_the_journal_changes_nothing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """Where the line finds no room, the store and the journal are what they were."""
    large = proposal("2020-large", notes=("x" * 6_000,))
    desk = Desk(prop, tmp_path, [large])
    for _ in range(2):  # a journal longer than the store
        desk.prop("edit", "2020-large", "-", stdin="{id: 2020-large, title: Large, year: 2020}")
        desk.prop("undo")
    store, journal = desk.content(), desk.journal.read_bytes()
    # a part of the line finds room, and less than a buffer of it is left
    limit = len(journal) + 4_000
    assert len(store) < limit
    (line,) = finished(start("edit_within", desk.store, "2020-large", limit, env=env))
    assert line == f"StoreError: {desk.journal} cannot be written: File too large."
    assert desk.content() == store
    assert desk.journal.read_bytes() == journal
    assert log(desk)[0] == "undo: edit 2020-large: title, notes"
    desk.prop("remove", "2020-large", "--yes")


def test_full_disk_while_writing_the_store_changes_nothing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """Where the new file finds no room, nothing is announced either."""
    desk = Desk(prop, tmp_path, [proposal("2020-a"), proposal("2020-b", notes=("x" * 50_000,))])
    store = desk.content()
    (line,) = finished(start("edit_within", desk.store, "2020-a", 20_000, env=env))
    assert line == f"StoreError: {desk.store} cannot be written: File too large."
    assert desk.content() == store
    assert not desk.journal.exists()
    assert log(desk) == []
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err


def test_change_that_never_was_does_not_stop_undo_after_a_hand_edit(
    desk: Desk, env: dict[str, str]
) -> None:
    """Killed between journal and store, then edited by hand: hashes cannot tell, records can."""
    desk.add(ONE)
    finished(start("killed_before_replacing", desk.store, "2024-k", env=env), -signal.SIGKILL)
    hand_edit(desk, "On 2021-health", "On health")
    assert desk.prop("undo").err == "3: undo: add 2022-one\n"
    assert "2022-one" not in desk.table("proposals")
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err


# -- changes by other means ----------------------------------------------------------------------


def test_foreign_edit_of_another_record_does_not_stop_undo(desk: Desk) -> None:
    """What somebody did by hand stays, and what the program did is taken back."""
    desk.add(ONE)
    hand_edit(desk, "On 2021-health", "On health")
    desk.add(TWO)
    hand_edit(desk, "On 2020-cloud", "On clouds")
    assert log(desk) == ["add 2022-two", "add 2022-one"]
    desk.prop("undo")
    desk.prop("undo")
    assert {id_: p["title"]["en"] for id_, p in desk.table("proposals").items()} == {
        "2020-cloud": "On clouds",
        "2021-health": "On health",
    }


def test_undo_is_refused_where_the_record_has_changed_since(desk: Desk) -> None:
    """A hand that changed the same record is not undone with it; the way out is named."""
    desk.add(ONE)
    hand_edit(desk, '"en": "One"', '"en": "By hand"')
    before = desk.content()
    said = desk.prop("undo", exit_code=1).err
    assert said == (
        "Error: '2022-one' has changed since 'add 2022-one'.\n"
        "It cannot be undone alone; edit the record: prop edit 2022-one\n"
    )
    assert desk.content() == before
    hand_edit(desk, '"en": "By hand"', '"en": "One"')
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
    assert log(desk) == []
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err
    desk.add(TWO)
    assert log(desk) == ["add 2022-two"]
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
    assert log(desk)[0] == "undo: add 2022-one"


def test_undo_of_a_cascade_restores_every_record(prop: Prop, tmp_path: Path) -> None:
    """A removal that changed other records comes back whole, to the byte."""
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


# -- clones --------------------------------------------------------------------------------------


def test_log_of_a_record_works_without_a_journal(desk: Desk, prop: Prop, tmp_path: Path) -> None:
    """In a clone the journal is missing: the record tells its history, undo has nothing to do."""
    desk.add(ONE, "-m", "because")
    clone = tmp_path / "clone.json"
    shutil.copy(desk.store, clone)
    desk.journal.unlink()
    for store in (str(clone), str(desk.store)):
        rows = json.loads(prop("--store", store, "log", "2022-one", "--format", "json").out)
        assert [(row["what"], row["why"]) for row in rows] == [("added", "because")]
        whole = prop("--store", store, "log")
        assert (whole.out, whole.err) == ("", "No change is on record.\n")
        assert "nothing to undo" in prop("--store", store, "undo", exit_code=1).err
    prop("--store", str(clone), "remove", "2022-one", "--yes")
    prop("--store", str(clone), "undo")
    assert clone.read_bytes() == desk.content()


def test_log_of_a_record_never_changed(desk: Desk) -> None:
    """No history is no error."""
    ended = desk.prop("log", "2020-cloud")
    assert (ended.out, ended.err) == ("", "No change is on record.\n")


# -- which lines are of changes that happened ----------------------------------------------------


def entry(number: int, old: str, new: str) -> FullJournalEntry:
    """Return an entry that is about nothing."""
    fields: dict[str, Any] = {"when": "", "what": "", "before": {}, "after": {}}
    return FullJournalEntry(number=number, old=old, new=new, **fields)


@pytest.mark.parametrize(
    ("steps", "now", "happened"),
    [
        ([], "a", []),
        ([("a", "b")], "b", [1]),
        ([("a", "b")], "a", []),
        ([("a", "b")], "x", [1]),  # and a foreign edit after it
        ([("a", "b"), ("b", "c")], "c", [1, 2]),
        ([("a", "b"), ("b", "c")], "b", [1]),
        ([("a", "b"), ("a", "c")], "c", [2]),
        ([("a", "b"), ("a", "c"), ("a", "d")], "a", []),
        ([("a", "b"), ("b", "a")], "a", [1, 2]),  # undone
        ([("a", "b"), ("b", "a"), ("a", "c")], "a", [1, 2]),  # undone, and a change that never was
        ([("a", "b"), ("b", "c"), ("b", "a"), ("a", "d")], "d", [1, 3, 4]),
        ([("a", "b"), ("x", "y")], "y", [1, 2]),  # a foreign edit between
        ([("a", "a")], "a", [1]),  # changed nothing
    ],
)
def test_entries_that_happened(
    tmp_path: Path, steps: list[tuple[str, str]], now: str, happened: list[int]
) -> None:
    """A line is of no change if what follows began from the same content as it did."""
    journal = Journal(tmp_path / "base.json")
    (tmp_path / "base.json").touch()
    for number, (old, new) in enumerate(steps, 1):
        journal.append(entry(number, old, new))
    assert [found.number for found in journal.entries(now)] == happened
    assert journal.next_number() == len(steps) + 1
    assert all(msgspec.json.decode(line) for line in _lines(journal))


def _lines(journal: Journal) -> list[bytes]:
    return journal.path.read_bytes().splitlines() if journal.path.exists() else []
