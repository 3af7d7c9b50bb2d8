"""Bases that are not ours to change: refused in words, before anything is typed or written."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from proposals_cli.errors import StoreError
from proposals_cli.store.writable import refuse_read_only
from tests.conftest import Prop
from tests.desk import Desk, Editor, typed
from tests.factories import save, theme

WRITING = (
    ("add", "-"),
    ("edit", "2021-health", "-"),
    ("remove", "fintech", "--yes"),
    ("undo", "--yes"),
    ("check", "--fix", "--yes"),
)
READING = (("list",), ("show", "2021-health"), ("search", "health"), ("log",), ("check",))


@pytest.fixture
def folder(desk: Desk) -> Iterator[Path]:
    """Return the folder of the base, which can be removed after the test."""
    yield desk.store.parent
    desk.store.parent.chmod(0o755)


def names(folder: Path) -> list[str]:
    """Return the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_read_only_base_is_not_replaced(desk: Desk, command: tuple[str, ...], mode: int) -> None:
    """A rename does not ask for the mode of the file that it replaces."""
    desk.store.chmod(mode)
    before, files = desk.content(), names(desk.store.parent)
    err = desk.prop(*command, stdin="title: One\nyear: 2022\n", exit_code=3).err
    assert err == (
        f"Error: {desk.store} is read-only (mode {mode:o}).\n"
        f"Nothing was changed. To allow changes: chmod u+w {desk.store}\n"
    )
    assert desk.content() == before
    assert stat.S_IMODE(desk.store.stat().st_mode) == mode
    assert names(desk.store.parent) == files
    desk.store.chmod(0o644)
    desk.add("title: One\nyear: 2022\n")


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_base_in_a_read_only_folder_is_not_replaced(
    desk: Desk, folder: Path, command: tuple[str, ...]
) -> None:
    """As for root, whom the system lets write there."""
    folder.chmod(0o555)
    before, files = desk.content(), names(folder)
    err = desk.prop(*command, stdin="title: One\nyear: 2022\n", exit_code=3).err
    assert err == (
        f"Error: The folder of {desk.store} is read-only (mode 555).\n"
        f"Nothing was changed. To allow changes: chmod u+w {folder}\n"
    )
    assert (desk.content(), names(folder)) == (before, files)


def test_no_editor_opens_for_a_read_only_base(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed could not be kept in the base."""
    editor = Editor(tmp_path, typed("title: One\nyear: 2022"))
    monkeypatch.setenv("EDITOR", editor.command)
    desk.store.chmod(0o444)
    for command in (("add",), ("edit", "2021-health")):
        assert "is read-only (mode 444)" in desk.prop(*command, exit_code=3).err
    assert editor.opened == 0
    assert desk.drafts() == []


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_read_only_base_is_read(desk: Desk, folder: Path, command: tuple[str, ...]) -> None:
    """Reading writes nothing beside the base."""
    desk.store.chmod(0o444)
    folder.chmod(0o555)
    files = names(folder)
    desk.prop(*command, exit_code=0)
    assert names(folder) == files


def test_link_to_a_read_only_base_is_refused(desk: Desk, prop: Prop, tmp_path: Path) -> None:
    """The target of the link is what would be replaced."""
    link = tmp_path / "link.json"
    link.symlink_to(desk.store)
    desk.store.chmod(0o444)
    err = prop("--store", str(link), "remove", "fintech", "--yes", exit_code=3).err
    assert f"{desk.store} is read-only" in err


def test_store_refuses_a_read_only_base_itself(desk: Desk) -> None:
    """Programs that use the store without a command are refused as well."""
    desk.store.chmod(0o444)
    before = desk.content()
    with pytest.raises(StoreError, match="is read-only"):
        save(desk.store, [theme("fintech")])
    assert desk.content() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize(("mode", "refused"), [(0o644, True), (0o666, False)])
def test_base_of_another_user_is_refused_unless_they_allow_it(
    desk: Desk, mode: int, refused: bool
) -> None:
    """Root may replace it, but it would not belong to its owner any more."""
    desk.store.chmod(mode)
    os.chown(desk.store, 12345, -1)
    before = desk.content()
    err = desk.prop("remove", "fintech", "--yes", exit_code=3 if refused else 0).err
    assert ("another user's, who lets nobody else change it" in err) == refused
    assert (desk.content() == before) == refused
    found = desk.store.stat()
    assert (found.st_uid, stat.S_IMODE(found.st_mode)) == (12345, mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_base_of_another_user_in_a_shared_folder_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder such as /tmp the system lets only the owner of a file replace it."""
    desk.store.chmod(0o666)
    os.chown(desk.store, 12345, -1)
    desk.store.parent.chmod(0o1777)
    os.chown(desk.store.parent, 23456, -1)
    assert f"{desk.store} belongs to another user." in desk.prop("undo", exit_code=3).err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root chooses any group")
def test_group_of_a_shared_base_is_kept(desk: Desk) -> None:
    """Its members could not read the new file, its journal or its lock otherwise."""
    os.chown(desk.store, -1, 54321)
    desk.store.chmod(0o660)
    desk.add("title: One\nyear: 2022\n")
    for path in (desk.store, desk.journal):
        found = path.stat()
        assert (found.st_gid, stat.S_IMODE(found.st_mode)) == (54321, 0o660)
    lock = desk.store.with_name(".proposals.json.lock")
    if lock.exists():
        assert stat.S_IMODE(lock.stat().st_mode) == 0o660


def test_group_that_cannot_be_kept_loses_access(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rights of one group must not pass to another."""

    def forbidden(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", forbidden)
    os.chown(desk.store, -1, os.getegid())
    desk.store.chmod(0o664)
    desk.add("title: One\nyear: 2022\n")
    assert stat.S_IMODE(desk.store.stat().st_mode) == 0o664
    if os.geteuid() == 0:
        os.chown(desk.store, -1, 54321)
        desk.add("title: Two\nyear: 2022\n")
        assert stat.S_IMODE(desk.store.stat().st_mode) == 0o604


def test_journal_that_more_people_may_read_than_the_base_is_closed_to_them(desk: Desk) -> None:
    """It repeats the records. One that fewer may read stays as it is."""
    desk.add("title: One\nyear: 2022\n")
    desk.store.chmod(0o640)
    for mode, becomes in ((0o666, 0o640), (0o600, 0o600)):
        desk.journal.chmod(mode)
        desk.prop("undo")
        desk.add("title: One\nyear: 2022\n")
        assert stat.S_IMODE(desk.journal.stat().st_mode) == becomes


def test_read_only_file_system_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mode would not help."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    flags = os.statvfs(desk.store)

    class Flags:
        f_flag = flags.f_flag | os.ST_RDONLY

    monkeypatch.setattr(os, "statvfs", lambda _: Flags)
    with pytest.raises(StoreError, match="is on a read-only file system"):
        refuse_read_only(desk.store)


def test_missing_base_is_reported_as_missing(desk: Desk) -> None:
    """Not as one that may not be written."""
    shutil.rmtree(desk.store.parent)
    refuse_read_only(desk.store)
