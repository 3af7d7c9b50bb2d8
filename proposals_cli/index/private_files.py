"""The folder and the files of the index are used only if nobody else can have written them.

What they say is shown as the content of a base without a look at the base, and SQLite runs what
a schema contains.
"""

import errno
import os
import stat
from pathlib import Path

OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def folder_fault(folder: Path) -> str | None:
    """Return why a folder is not private; None if it is, or if there is none."""
    try:
        found = folder.lstat()
    except OSError:  # missing, or reported when it is used
        return None
    if stat.S_ISLNK(found.st_mode):
        return "is a symbolic link"
    if not stat.S_ISDIR(found.st_mode):
        return "is not a folder"
    if _is_of_stranger(found):
        return "belongs to another user"
    return "can be written to by others" if found.st_mode & OTHERS_MAY_WRITE else None


def make_private(folder: Path) -> None:
    """Create a folder for the index, or take the rights of others from one of our own.

    Raises:
        OSError: it cannot be created, or is not private.
    """
    if not os.path.lexists(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and found.st_mode & 0o077:
        folder.chmod(0o700)
    if fault := folder_fault(folder):
        raise OSError(errno.EPERM, fault)


def is_private(path: Path) -> bool:
    """Return whether a file of the index, with its journal, was written by us; missing ones are."""
    return folder_fault(path.parent) is None and all(map(_is_private, _with_journal(path)))


def remove_foreign(path: Path) -> None:
    """Remove a file of the index, and its journal, if somebody else may have written it.

    Raises:
        OSError: it cannot be removed.
    """
    if not is_private(path):
        for one in _with_journal(path):
            one.unlink(missing_ok=True)


def create(path: Path) -> None:
    """Create an empty file that only we can read.

    Raises:
        FileExistsError: something is there, if only a link.
        OSError: it cannot be created.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _with_journal(path: Path) -> tuple[Path, ...]:
    # SQLite would roll back a journal that it finds into the file.
    return path, path.with_name(f"{path.name}-journal")


def _is_private(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return (
        stat.S_ISREG(found.st_mode)
        and found.st_nlink == 1
        and not _is_of_stranger(found)
        and not found.st_mode & OTHERS_MAY_WRITE
    )


def _is_of_stranger(found: os.stat_result) -> bool:
    return found.st_uid not in (os.geteuid(), 0)
