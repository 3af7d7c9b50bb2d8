"""A file is written completely or not at all, and nothing else is touched."""

import errno
import os
import stat
import time
from pathlib import Path

import pytest

from proposals_cli.store.atomic_file import STALE_SECONDS, atomic_file


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def write(target: Path, *, replace: bool = True, locked: bool = False) -> None:
    """Write a word to a file."""
    with atomic_file(target, replace=replace, locked=locked) as file:
        file.write(b"new")


@pytest.mark.parametrize("replace", [True, False])
def test_file_and_folder_are_synced_in_this_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, replace: bool
) -> None:
    """The content is on the disk before the name, and the name before the function returns."""
    target = tmp_path / "out"
    steps: list[str] = []
    fsync = os.fsync

    def noting(descriptor: int) -> None:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            assert os.path.samestat(found, tmp_path.stat())
            steps.append(f"folder, {target.read_text()}")
        else:
            steps.append(f"file of {found.st_size}, target: {target.exists()}")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    write(target, replace=replace)
    assert steps == ["file of 3, target: False", "folder, new"]


def test_mode_of_a_replaced_file_is_kept(tmp_path: Path) -> None:
    """Others cannot read a private file while it is replaced; a read-only file can be replaced."""
    target = tmp_path / "out"
    target.write_text("old")
    for mode in (0o600, 0o640, 0o444, 0o755):
        target.chmod(mode)
        with atomic_file(target, replace=True) as file:
            assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == mode | 0o600
        assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(errno.ENOSPC, "full"), ValueError])
def test_interruption_leaves_nothing(
    tmp_path: Path, error: BaseException, *, replace: bool
) -> None:
    """No partial and no temporary file is left."""

    def interrupted() -> None:
        with atomic_file(tmp_path / "out", replace=replace) as file:
            file.write(b"half")
            raise error

    with pytest.raises((KeyboardInterrupt, OSError, ValueError)):
        interrupted()
    assert names(tmp_path) == []


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("dangling", [True, False])
def test_existing_file_is_not_replaced_unless_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, dangling: bool, links: bool
) -> None:
    """Nor is a link, even a dangling one; also on a file system without hard links."""
    target = tmp_path / "out"
    if dangling:
        target.symlink_to("missing")
    else:
        target.write_text("old")
    if not links:

        def refused(*_: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refused)
    with pytest.raises(FileExistsError):
        write(target, replace=False)
    assert names(tmp_path) == ["out"]
    assert dangling or target.read_text() == "old"


def test_planted_temporary_file_is_not_written_through(tmp_path: Path) -> None:
    """The name can be guessed, so a link with this name is removed."""
    victim = tmp_path / ".bashrc"
    victim.write_text("precious")
    (tmp_path / f".out.{os.getpid()}.tmp").symlink_to(victim)
    write(tmp_path / "out")
    assert victim.read_text() == "precious"
    assert (tmp_path / "out").read_text() == "new"


def test_temporary_name_that_is_in_use_is_an_error(tmp_path: Path) -> None:
    """A folder has the name, or another user has put a file in /tmp."""
    name = f".out.{os.getpid()}.tmp"
    (tmp_path / name).mkdir()
    with pytest.raises(OSError, match="is in the way") as caught:
        write(tmp_path / "out", replace=False)
    assert not isinstance(caught.value, FileExistsError)
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("locked", [True, False])
def test_old_temporary_files_are_removed(tmp_path: Path, *, locked: bool) -> None:
    """After a day, or at once if a lock shows that no process is writing to them."""
    ages = {
        ".out.1.tmp": 2 * STALE_SECONDS,
        ".out.2.tmp": 60,
        ".out.4.tmp": -60,  # according to the clock of a file server
        ".out.bak.3.tmp": 2 * STALE_SECONDS,
    }
    for name, age in ages.items():
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    (tmp_path / ".out.0.tmp").mkdir()
    write(tmp_path / "out", locked=locked)
    kept = [".out.0.tmp", ".out.bak.3.tmp", "out"]
    assert names(tmp_path) == sorted(kept if locked else [*kept, ".out.2.tmp", ".out.4.tmp"])
