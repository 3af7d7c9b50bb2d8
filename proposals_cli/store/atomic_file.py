"""Write a file completely or not at all."""

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

STALE_SECONDS = 86_400
"""A temporary file that has not changed for this long was left by a killed process."""


@contextmanager
def atomic_file(
    target: Path, *, replace: bool, locked: bool = False, like: Path | None = None
) -> Iterator[IO[bytes]]:
    """Open a temporary file beside the target, and rename it to the target at the end.

    If anything fails before the end, the temporary file is removed and the target is unchanged.

    Args:
        target: the file to write; a link is replaced, not followed; the mode is that of its target.
        replace: replace a file that exists, and keep its mode.
        locked: the caller has a lock on the target, so that every other temporary file was left
            by a killed process.
        like: a file whose mode a new file gets, so that a copy is as private as the original.

    Yields:
        The temporary file. It may also be written through its ``name``.

    Raises:
        FileExistsError: the target exists, and ``replace`` is false.
        OSError: the file cannot be written.
    """
    temporary = _temporary(target)
    remove_stale(target, 0 if locked else STALE_SECONDS)
    model = _status(target) if replace else _status(like) if like else None
    with _create(temporary) as file:
        try:
            mode = None
            if model is not None:
                mode = permissions_like(file.fileno(), model)
                os.fchmod(file.fileno(), mode | 0o600)
            yield file
            flush_to_disk(file)
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            if replace:
                os.replace(temporary, target)
            else:
                _link(temporary, target)
        finally:
            with suppress(OSError):
                temporary.unlink()
    with suppress(OSError):  # some file systems cannot; the file is in place by now
        _sync_folder(target.parent)


def flush_to_disk(file: IO[bytes]) -> None:
    """Return when everything that was written to a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def _create(temporary: Path) -> IO[bytes]:
    try:
        return open(temporary, "xb")  # never opens what somebody else put there, nor a link
    except FileExistsError as error:
        raise OSError(errno.EBUSY, f"{temporary.name} is in the way") from error


def permissions_like(descriptor: int, model: os.stat_result) -> int:
    """Give an open file of ours the group of another one, and return the mode that then fits it.

    A group that we cannot give it is not replaced by ours: the mode leaves the group out. Root also
    gives it the owner.
    """
    mode = stat.S_IMODE(model.st_mode)
    ours = os.fstat(descriptor)
    owner = model.st_uid if os.geteuid() == 0 else -1
    if (ours.st_uid, ours.st_gid) != (model.st_uid, model.st_gid):
        try:
            os.fchown(descriptor, owner, model.st_gid)
        except PermissionError:
            return mode & ~stat.S_IRWXG
    return mode


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.tmp")


def remove_stale(target: Path, seconds: int) -> None:
    """Remove temporary files unchanged for ``seconds`` (0: all), and one with our own name."""
    temporaries = re.compile(rf"\.{re.escape(target.name)}\.\d+\.tmp")
    with suppress(OSError):  # a folder that cannot be listed can still be written to
        for path in target.parent.iterdir():
            if temporaries.fullmatch(path.name):
                with suppress(OSError):
                    age = time.time() - path.lstat().st_mtime
                    if path == _temporary(target) or not seconds or age > seconds:
                        path.unlink()


def _link(temporary: Path, target: Path) -> None:
    """Give the file its name; unlike ``os.replace``, never replace another file."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError(target) from error
        os.replace(temporary, target)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
