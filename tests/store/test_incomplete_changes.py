"""Interrupted changes are neither listed nor undone."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.desk import Desk
from tests.factories import body, proposal
from tests.processes import finished, start

ONE = "title: One\nyear: 2022\n"
TWO = "title: Two\nyear: 2022\n"


# -- changes that were not made --------------------------------------------------------------------


def test_failed_replacement_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line whose change failed is neither listed nor undone, and its number is not used again."""
    desk.add(ONE)
    before = desk.content()

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fails)
        message = desk.add(TWO, exit_code=3).err
    assert message.startswith(f"Error: {desk.store} cannot be written: Input/output error.\n")
    assert desk.content() == before
    assert len(desk.journal.read_bytes().splitlines()) == 2
    assert desk.log() == ["add 2022-one"]
    assert desk.add(TWO).err.endswith("3: add 2022-two\n")
    assert desk.log() == ["add 2022-two", "add 2022-one"]
    desk.prop("undo")
    assert desk.content() == before
    assert desk.prop("undo").err == "5: undo: add 2022-one\n"


def test_kill_between_journal_and_base_changes_nothing(desk: Desk, env: dict[str, str]) -> None:
    """The journal has a line without a change, which undo skips."""
    first = desk.content()
    desk.add(ONE)
    before = desk.content()
    for id_ in ("2024-k1", "2024-k2"):
        process = start("killed_before_replacing", desk.store, id_, env=env)
        assert finished(process, -signal.SIGKILL) == []
    assert desk.content() == before
    assert len(desk.journal.read_bytes().splitlines()) == 3
    assert desk.log() == ["add 2022-one"]
    assert desk.prop("undo").err == "4: undo: add 2022-one\n"
    assert desk.content() == first
    assert desk.log() == ["undo: add 2022-one", "add 2022-one"]
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err


def test_change_repeated_after_a_kill_is_listed_once(desk: Desk, env: dict[str, str]) -> None:
    """A user who runs the command again gets one entry, not two."""
    start_content = desk.content()
    finished(start("killed_before_replacing", desk.store, "2024-k", env=env), -signal.SIGKILL)
    finished(start("add_many", desk.store, "2024-k", 1, env=env))
    assert desk.log() == ["add 2024-k-000"]
    desk.prop("undo")
    assert desk.content() == start_content


@pytest.mark.parametrize("cut", [1, 20, 150, -2])
def test_incomplete_last_line_is_ignored(desk: Desk, cut: int) -> None:
    """The next writer adds its line below the one that a killed writer left."""
    desk.add(ONE)
    complete = desk.journal.read_bytes()
    desk.journal.write_bytes(complete + complete[:cut])
    assert desk.log() == ["add 2022-one"]
    desk.add(TWO)
    assert desk.log() == ["add 2022-two", "add 2022-one"]
    assert desk.journal.read_bytes().startswith(complete + complete[:cut] + b"\n{")
    desk.prop("undo")
    desk.prop("undo")
    assert "2022-one" not in desk.table("proposals")


def test_last_line_that_ends_within_a_character_is_ignored(desk: Desk) -> None:
    """A Chinese character may be incomplete."""
    desk.add("title: 关于云\nyear: 2022\n", "-m", "云")
    complete = desk.journal.read_bytes()
    desk.journal.write_bytes(complete + complete[: complete.index("云".encode()) + 1])
    assert desk.log() == ["add 2022-suggestion"]


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
def test_damaged_line_is_skipped(desk: Desk, damage: Callable[[bytes], bytes]) -> None:
    """It is not listed. Other changes can be undone."""
    desk.add(ONE)
    desk.add(TWO)
    desk.prop("remove", "2021-health", "--yes")
    lines = desk.journal.read_bytes().splitlines()
    desk.journal.write_bytes(b"\n".join([lines[0], damage(lines[1]), lines[2], b""]))
    assert desk.log() == ["remove 2021-health", "add 2022-one"]
    desk.prop("undo")
    err = desk.prop("undo", "--yes").err
    assert err.startswith("After change 1 the file was changed by other means")
    assert err.endswith("5: undo: add 2022-one\n")
    assert list(desk.table("proposals")) == ["2020-cloud", "2021-health", "2022-two"]


def test_damaged_line_about_the_same_record_stops_undo(desk: Desk) -> None:
    """A state of a record that no line explains is not replaced by an older one."""
    desk.add(ONE)
    desk.prop("edit", "2022-one", "-", stdin="{id: 2022-one, title: First, year: 2022}")
    lines = desk.journal.read_bytes().splitlines()
    desk.journal.write_bytes(lines[0] + b"\n" + lines[1][:-9] + b"\n")
    before = desk.content()
    message = desk.prop("undo", exit_code=1).err
    assert message.startswith("Error: '2022-one' has changed since 'add 2022-one'.\n")
    assert desk.content() == before


@pytest.mark.parametrize("line", ["{}", "[]", '"x"', '{"number": "one"}', "7"])
def test_file_of_another_program_is_not_a_journal(desk: Desk, line: str) -> None:
    """No line is added to such a file; without it, changes work again."""
    desk.journal.write_text(line + "\n", encoding="utf-8")
    before = desk.content()
    for arguments in (("log",), ("undo",), ("remove", "fintech", "--yes")):
        message = desk.prop(*arguments, exit_code=3).err
        assert f"{desk.journal} is not a journal of this program" in message
        assert "Move the journal away" in message
    assert desk.content() == before
    assert desk.journal.read_text(encoding="utf-8") == line + "\n"
    desk.journal.unlink()
    assert desk.add(ONE).err.endswith("1: add 2022-one\n")


def test_journal_that_is_a_folder_is_reported(desk: Desk) -> None:
    """If a folder has the name of the journal, nothing is written."""
    desk.journal.mkdir()
    before = desk.content()
    assert f"{desk.journal} is not a regular file" in desk.prop("log", exit_code=3).err
    assert "is not a regular file" in desk.add(ONE, exit_code=3).err
    assert desk.content() == before


def test_journal_that_is_a_pipe_is_reported(desk: Desk) -> None:
    """The program does not wait for a reader or writer."""
    os.mkfifo(desk.journal)
    before = desk.content()
    assert "is not a regular file" in desk.prop("log", exit_code=3).err
    assert "is not a regular file" in desk.add(ONE, exit_code=3).err
    assert desk.content() == before


# -- full disks ------------------------------------------------------------------------------------


def test_full_disk_while_writing_the_journal_changes_nothing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """If there is no space for the line, base and journal are unchanged."""
    large = proposal("2020-large", notes=("x" * 6_000,))
    desk = Desk(prop, tmp_path, [large, body()])
    for _ in range(2):  # the journal is longer than the base
        desk.prop("edit", "2020-large", "-", stdin="{id: 2020-large, title: Large, year: 2020}")
        desk.prop("undo")
    store, journal = desk.content(), desk.journal.read_bytes()
    # there is space for a part of the line, but less than a buffer is left
    limit = len(journal) + 4_000
    assert len(store) < limit
    (line,) = finished(start("edit_within", desk.store, "2020-large", limit, env=env))
    assert line == f"StoreError: {desk.journal} cannot be written: File too large."
    assert desk.content() == store
    assert desk.journal.read_bytes() == journal
    assert desk.log()[0] == "undo: edit 2020-large: titles"
    desk.prop("remove", "2020-large", "--yes")


def test_full_disk_while_writing_the_base_changes_nothing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """If there is no space for the new file, the journal has no line either."""
    large = proposal("2020-b", notes=("x" * 50_000,))
    desk = Desk(prop, tmp_path, [proposal("2020-a"), large, body()])
    store = desk.content()
    (line,) = finished(start("edit_within", desk.store, "2020-a", 20_000, env=env))
    assert line == f"StoreError: {desk.store} cannot be written: File too large."
    assert desk.content() == store
    assert not desk.journal.exists()
    assert desk.log() == []
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err


def test_change_that_was_not_made_does_not_stop_undo_after_an_edit_by_hand(
    desk: Desk, env: dict[str, str]
) -> None:
    """Hashes do not show that the change was not made, but the records do."""
    desk.add(ONE)
    finished(start("killed_before_replacing", desk.store, "2024-k", env=env), -signal.SIGKILL)
    desk.edit_by_hand("On 2021-health", "On health")
    assert desk.prop("undo", "--yes").err.endswith("3: undo: add 2022-one\n")
    assert "2022-one" not in desk.table("proposals")
    assert "nothing to undo" in desk.prop("undo", exit_code=1).err
