"""Bring an index file up to its store: one process at a time, whole or not at all.

A full build goes into a temporary file that is renamed into place; a refresh is one transaction
of the index file. Killed at any moment, either leaves the old index or the new one.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from proposals_cli.domain.ports import Progress
from proposals_cli.index.build import NeedsRebuildError, build, refresh
from proposals_cli.index.schema import (
    PATIENCE_MS,
    READERS_PATIENCE_MS,
    is_busy,
    open_index,
)
from proposals_cli.store.store_file import Reading, StoreFile

LOCK_SECONDS = 600

_FOR_A_NEW_FILE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = MEMORY;
"""


def update(
    store: Path, path: Path, version: str, progress: Progress
) -> tuple[sqlite3.Connection, str | None]:
    """Return a connection to an index that matches the store.

    Returns:
        The connection, and why the index lives in memory (None: it lives in its file).

    Raises:
        StoreError: the store cannot be used.
    """
    file = StoreFile(store)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=LOCK_SECONDS):
            connection = _update_file(file, path, version, progress)
            connection.execute(f"PRAGMA busy_timeout = {READERS_PATIENCE_MS}")
            return connection, None
    except (OSError, Timeout) as error:
        why = f"{path.parent}: {getattr(error, 'strerror', None) or error}"
    except sqlite3.OperationalError as error:  # a full disk, a file that may not be written
        why = f"{path.parent}: {error}"
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _build(connection, file, version, progress)
    return connection, why


def _update_file(
    file: StoreFile, path: Path, version: str, progress: Progress
) -> sqlite3.Connection:
    connection = open_index(path, version)
    if connection is None:
        return _build_file(file, path, version, progress)
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        checked = time.time_ns()  # before reading: what is written meanwhile is younger
        digest, stamp = file.digest()
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        if meta.get("digest") == digest:
            with suppress(sqlite3.OperationalError):  # an index that may only be read is fine
                _note(connection, {**stamp._asdict(), "checked_ns": checked})
            return connection
        connection.execute("BEGIN IMMEDIATE")
        started = time.time()
        reading = refresh(connection, file, _reporter(progress, "Updating the index", file))
        progress("Updating the index", reading.bytes_read, reading.bytes_read)
        _note_reading(connection, reading, started)
        connection.execute("COMMIT")
        return connection
    except NeedsRebuildError:
        connection.close()
    except sqlite3.OperationalError as error:
        connection.close()
        if not is_busy(error):
            raise
        # A reader keeps the old file as long as it likes; a new one takes its place.
    except sqlite3.DatabaseError:
        connection.close()  # corrupt: it is built anew
    except BaseException:
        connection.close()
        raise
    return _build_file(file, path, version, progress)


def _build_file(
    file: StoreFile, path: Path, version: str, progress: Progress
) -> sqlite3.Connection:
    for stale in path.parent.glob(f"{path.name}.*.tmp*"):
        stale.unlink(missing_ok=True)  # left by a killed build; the lock is ours
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.executescript(_FOR_A_NEW_FILE)
            _build(connection, file, version, progress)
        finally:
            connection.close()
        # The journal of a refresh that was killed must not be played back into the new file.
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            path.unlink(missing_ok=True)
            journal.unlink()
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return sqlite3.connect(path, isolation_level=None)


def _build(
    connection: sqlite3.Connection, file: StoreFile, version: str, progress: Progress
) -> None:
    started = time.time()
    reading = build(connection, file, _reporter(progress, "Building the index", file))
    progress("Building the index", reading.bytes_read, reading.bytes_read)
    _note(connection, {"version": version})
    _note_reading(connection, reading, started)


def _note_reading(connection: sqlite3.Connection, reading: Reading, started: float) -> None:
    _note(
        connection,
        {
            **reading.stamp._asdict(),
            "digest": reading.digest,
            "checked_ns": int(started * 1e9),
            "built_at": started,
            "build_seconds": time.time() - started,
        },
    )


def _note(connection: sqlite3.Connection, values: dict[str, object]) -> None:
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        list(values.items()),
    )


def _reporter(progress: Progress, what: str, file: StoreFile) -> Callable[[int], None]:
    total = file.stamp().size
    return lambda done: progress(what, done, total)
