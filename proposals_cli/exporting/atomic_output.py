"""Where exports go: a file that is there whole or not at all, or standard output."""

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from proposals_cli.errors import ExportError

STALE_SECONDS = 86_400
"""Nobody is still writing a temporary file that has not been touched for so long."""


@contextmanager
def atomic_output(path: Path, *, force: bool = False, keep: Path | None = None) -> Iterator[Path]:
    """Yield a path beside ``path`` to write to; what stands there is moved into place at the end.

    Whatever breaks the work off, the file of the name asked for is the old one, or none, or the
    new one whole.

    Args:
        path: the file to be.
        force: put it in the place of a file that exists.
        keep: a file that is never replaced, the base itself.

    Raises:
        ExportError: a file exists and is not to be replaced, or none can be written here.
    """
    target = Path(os.path.realpath(path))
    if _exists_at(target):
        if not target.is_file():
            raise ExportError(f"{path} is not a file that could be replaced.", "Name another one.")
        if keep is not None and keep.exists() and keep.samefile(target):
            raise ExportError(f"{path} is the base itself.", "Name another file.")
        if not force:
            raise _exists(path)
    if not target.parent.is_dir():
        raise ExportError(f"There is no folder {target.parent}.", "Make it first.")
    temporary = target.parent / f".{target.name}.{os.getpid()}.tmp"
    try:
        _sweep(target, temporary)
        yield temporary
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        if force:
            with suppress(FileNotFoundError):
                os.chmod(temporary, target.stat().st_mode & 0o7777)
            os.replace(temporary, target)
        else:
            _settle(temporary, target)
    except FileExistsError as error:
        raise _exists(path) from error
    except (OSError, sqlite3.OperationalError) as error:
        raise _not_writable(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _sweep(target: Path, own: Path) -> None:
    """Remove what killed exports to this name have left: theirs of old, and of our own number."""
    temporaries = re.compile(rf"\.{re.escape(target.name)}\.\d+\.tmp")
    for path in target.parent.iterdir():
        if temporaries.fullmatch(path.name):
            with suppress(OSError):
                if path == own or path.stat().st_mtime < time.time() - STALE_SECONDS:
                    path.unlink()


def _settle(temporary: Path, target: Path) -> None:
    """Give the file its name unless one has appeared under it meanwhile."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError from None
        os.replace(temporary, target)


def _exists_at(target: Path) -> bool:
    try:
        return target.exists()
    except OSError as error:  # a name that is too long
        raise _not_writable(target, error) from error


def _not_writable(path: Path, error: Exception) -> ExportError:
    return ExportError(
        f"{path} cannot be written: {getattr(error, 'strerror', None) or error}.",
        "Nothing was changed. Check the folder's permissions and the space on the disk.",
    )


def _exists(path: Path) -> ExportError:
    return ExportError(f"{path} exists already.", "Choose another name, or replace it: --force.")
