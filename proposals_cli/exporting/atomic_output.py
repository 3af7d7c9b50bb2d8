"""Decide what an export may replace, and write it atomically."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proposals_cli.errors import ExportError
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.side_file import journal_path, lock_path


@contextmanager
def atomic_output(path: Path, *, force: bool = False, keep: Path | None = None) -> Iterator[Path]:
    """Yield an empty file to write to, which becomes ``path`` at the end.

    If anything fails before the end, ``path`` is the old file, or still missing.

    Args:
        path: the file to write; a link is followed if its target exists.
        force: replace a file that exists.
        keep: the base, which is never replaced, nor what lies beside it.

    Raises:
        ExportError: a file exists and may not be replaced, or none can be written.
    """
    target = Path(os.path.realpath(path))
    try:
        _check(path, target, force=force, keep=keep)
        with atomic_file(target, replace=force) as file:
            yield Path(file.name)
    except FileExistsError as error:
        raise _exists(path) from error
    except (OSError, sqlite3.OperationalError) as error:
        raise ExportError(
            f"{path} cannot be written: {getattr(error, 'strerror', None) or error}.",
            "Nothing was changed. Check the folder's permissions and the space on the disk.",
        ) from error


def _check(path: Path, target: Path, *, force: bool, keep: Path | None) -> None:
    base = keep and Path(os.path.realpath(keep))
    if base and target in (journal_path(base), lock_path(base)):
        raise ExportError(f"{path} belongs to the base.", "Give another name.")
    if path.is_symlink() and not target.exists():
        raise ExportError(f"{path} is a link to a missing file.", "Give another name.")
    if target.exists():
        if not target.is_file():
            raise ExportError(f"{path} is not a file that can be replaced.", "Give another name.")
        if keep is not None and keep.exists() and keep.samefile(target):
            raise ExportError(f"{path} is the base itself.", "Give another name.")
        if not force:
            raise _exists(path)
    if not target.parent.is_dir():
        raise ExportError(f"There is no folder {target.parent}.", "Create it first.")


def _exists(path: Path) -> ExportError:
    return ExportError(
        f"{path} exists already.", "Choose another name, or replace the file with --force."
    )
