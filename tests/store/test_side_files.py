"""Files next to a base that another user may have planted: no write reaches another file."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from proposals_cli.errors import StoreError
from proposals_cli.store import side_file
from proposals_cli.store.side_file import check_side_file, side_file_opener
from tests.conftest import Prop
from tests.desk import Desk

PRECIOUS = "export PATH=/usr/bin\n"

Plant = Callable[[Path, Path], None]

PLANTS: dict[str, tuple[Plant, str]] = {
    "symbolic link": (lambda place, victim: place.symlink_to(victim), "is a symbolic link"),
    "hard link": (
        lambda place, victim: place.hardlink_to(victim),
        "is a hard link to another file",
    ),
    "folder": (lambda place, _: place.mkdir(), "is not a regular file"),
    "pipe": (lambda place, _: os.mkfifo(place), "is not a regular file"),
}


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """Return a file of the user that does not belong to this program."""
    path = tmp_path / ".bashrc"
    path.write_text(PRECIOUS, encoding="utf-8")
    return path


@pytest.mark.parametrize(("plant", "reason"), PLANTS.values(), ids=PLANTS)
@pytest.mark.parametrize("name", [".proposals.json.journal", ".proposals.json.lock"])
def test_planted_file_is_refused_and_nothing_is_written(
    desk: Desk, victim: Path, name: str, plant: Plant, reason: str
) -> None:
    """The journal or the lock may be a link to another file."""
    place = desk.store.with_name(name)
    plant(place, victim)
    before = desk.content()
    ended = desk.prop("remove", "fintech", "--yes", exit_code=3)
    assert ended.err.endswith(
        f"Error: {place} {reason}, and was not touched.\n"
        "Nothing was changed. If you do not need it, remove it and try again.\n"
    )
    assert victim.read_text(encoding="utf-8") == PRECIOUS
    assert desk.content() == before


@pytest.mark.parametrize("command", ["log", "undo"])
def test_journal_that_is_a_link_is_not_read(desk: Desk, victim: Path, command: str) -> None:
    """Commands that only read do not follow a link either."""
    desk.journal.symlink_to(victim)
    assert "is a symbolic link" in desk.prop(command, exit_code=3).err


def test_target_of_a_dangling_link_is_not_created(desk: Desk, tmp_path: Path) -> None:
    """Writing to a dangling link would create its target."""
    target = tmp_path / "created"
    desk.journal.symlink_to(target)
    assert "is a symbolic link" in desk.prop("remove", "fintech", "--yes", exit_code=3).err
    assert not target.exists()


@pytest.mark.parametrize("text", [PRECIOUS, '{\n  "name": "package"\n}\n', "\n\nnotes"])
def test_text_file_is_not_used_as_a_journal(desk: Desk, text: str) -> None:
    """A file that does not look like a journal is not changed, whatever its name."""
    desk.journal.write_text(text, encoding="utf-8")
    before = desk.content()
    for command in (("remove", "fintech", "--yes"), ("log",), ("undo",)):
        message = desk.prop(*command, exit_code=3).err
        assert f"{desk.journal} is not a journal of this program: line 1: " in message
    assert desk.journal.read_text(encoding="utf-8") == text
    assert desk.content() == before


@pytest.mark.parametrize("start", [b'{"number', b'{"nu\n{', b"\0" * 5000, b"\n"])
def test_journal_with_an_incomplete_first_line_is_used(desk: Desk, start: bytes) -> None:
    """A killed writer or a power failure may leave it."""
    desk.journal.write_bytes(start)
    desk.prop("remove", "fintech", "--yes")
    rows = json.loads(desk.prop("log", "--format", "json").out)
    assert [row["what"] for row in rows] == ["remove fintech"]


def test_init_renames_a_link_in_place_of_the_journal(
    prop: Prop, tmp_path: Path, victim: Path
) -> None:
    """The target of the link is not touched."""
    (tmp_path / ".new.json.journal").symlink_to(tmp_path / "missing")
    base = tmp_path / "new.json"
    prop("init", "--empty", str(base))
    prop("--store", str(base), "remove", "health", "--yes")
    assert (tmp_path / ".new.json.journal.1").is_symlink()
    assert not (tmp_path / "missing").exists()


def test_link_put_there_after_the_check_is_not_followed(
    tmp_path: Path, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may replace the file between the check and the opening."""
    place = tmp_path / "side"
    place.symlink_to(victim)
    monkeypatch.setattr(side_file, "check_side_file", lambda _: None)
    with pytest.raises(OSError, match="symbolic links"):
        side_file_opener()(str(place), os.O_WRONLY)
    place.unlink()
    place.hardlink_to(victim)
    with pytest.raises(StoreError, match="is a hard link"):
        side_file_opener()(str(place), os.O_WRONLY)


def test_file_of_another_user_is_refused_in_a_shared_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder such as /tmp, a file of another user is not trusted."""
    folder = tmp_path / "shared"
    folder.mkdir()
    place = folder / "side"
    place.touch()
    us = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    check_side_file(place)
    folder.chmod(0o1777)
    check_side_file(place)  # the owner of the folder
    if us != 0:
        pytest.skip("only root gives files away")
    os.chown(place, 12345, -1)
    with pytest.raises(StoreError, match="belongs to another user"):
        check_side_file(place)
    folder.chmod(0o777)
    check_side_file(place)
