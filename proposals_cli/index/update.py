"""Bring an index file up to date: one process at a time, completely or not at all.

A full build goes into a temporary file that is renamed into place; a refresh is one transaction
of the index file. Killed at any moment, either leaves the old index or the new one.
"""

import os
import sqlite3
from collections.abc import Callable
from glob import escape
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from proposals_cli.index.private_files import create, make_private, remove_foreign
from proposals_cli.index.schema import READERS_PATIENCE_MS, is_busy, set_patience
from proposals_cli.store.locking import acquired

LOCK_SECONDS = 600

PATIENCE_MS = 1_000
"""How long a refresh waits for readers before it builds a new file instead.

A reader in a pager may never finish."""


class NeedsRebuildError(Exception):
    """A refresh is impossible, or would cost more than a new build."""


class IndexPart(Protocol):
    """What is stored in one file of the index, and how it is derived."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection through which the file is open."""

    def open(self, path: Path) -> bool:
        """Open a file; return whether it is an index of this version."""

    def is_current(self) -> bool:
        """Return whether the open file matches what it is derived from."""

    def refresh(self) -> None:
        """Bring the open file up to date in one transaction.

        Raises:
            NeedsRebuildError: it must be built.
        """

    def build(self, path: Path | None) -> None:
        """Build the index in a new file, or in memory, and leave it open."""

    def close(self) -> None:
        """Close the file, if one is open, and roll back what was begun."""


def update(part: IndexPart, path: Path, waiting: Callable[[], None]) -> str | None:
    """Open an index that matches what it is derived from: in its file or, failing that, in memory.

    ``waiting`` is called if another process has the lock for more than a moment.

    Returns:
        Why the index is in memory, or None if it is in its file.

    Raises:
        StoreError: the store cannot be used.
    """
    why = None
    try:
        make_private(path.parent)
        lock = path.with_suffix(".lock")
        remove_foreign(lock)
        with acquired(FileLock(lock, mode=0o600), LOCK_SECONDS, waiting):
            remove_foreign(path)
            _update_file(part, path)
    except (OSError, Timeout) as error:
        why = f"{path.parent}: {getattr(error, 'strerror', None) or error}"
    except sqlite3.OperationalError as error:  # a full disk, a file that may not be written
        why = f"{path.parent}: {error}"
    except BaseException:
        part.close()
        raise
    if why is not None:
        part.close()
        part.build(None)
    set_patience(part.connection, READERS_PATIENCE_MS)
    return why


def _update_file(part: IndexPart, path: Path) -> None:
    try:
        if part.open(path):
            set_patience(part.connection, PATIENCE_MS)
            if not part.is_current():
                part.refresh()
            return
    except NeedsRebuildError:
        pass
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise
        # A reader keeps the old file open; a new file takes its name.
    except sqlite3.DatabaseError:
        pass  # damaged
    part.close()
    _build_file(part, path)


def _build_file(part: IndexPart, path: Path) -> None:
    for stale in path.parent.glob(f"{escape(path.name)}.*.tmp*"):
        stale.unlink(missing_ok=True)  # left by a killed build; the lock is ours
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    create(temporary)
    try:
        part.build(temporary)
        part.close()
        # The journal of a killed refresh must not be rolled back into the new file.
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            path.unlink(missing_ok=True)
            journal.unlink()
        os.replace(temporary, path)
    finally:
        part.close()
        temporary.unlink(missing_ok=True)
    if not part.open(path):
        # the caller answers from an index in memory instead
        raise OSError(f"{path.name} was removed as soon as it was built")
