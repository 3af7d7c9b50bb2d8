"""Apply a change to the index as soon as it is written, so that the next question finds it done.

Only where the index matches what the base was before, and no other process is changing it.
Anything else leaves it as it is: the next question then finds that it does not match, and
refreshes it.
"""

import sqlite3
import time
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.errors import StoreError
from proposals_cli.index.build import apply, record_hash
from proposals_cli.index.schema import (
    READERS_PATIENCE_MS,
    has_passed,
    read_meta,
    set_patience,
    write_meta,
)
from proposals_cli.index.update import NeedsRebuildError
from proposals_cli.store.file_stamp import Stamp, stamp_of
from proposals_cli.store.follower import WrittenChange

MAX_RECORDS = 2_000
"""A change of more records is left to the next question.

Nobody else can write meanwhile, and all records are in memory; hashing the base, which the next
question must do instead, takes a small part of the time that many changed rows do.
"""

PATIENCE_MS = 200
"""How long a change waits for those who read the index."""

TICK_NS = 20_000_000
"""Longer than a tick of the clock from which a kernel takes the times of files."""


def write_through(
    connection: sqlite3.Connection, path: Path, store: Path, change: WrittenChange
) -> None:
    """Apply a change, or leave the index as it is.

    Args:
        connection: to the index.
        path: of the index.
        store: the base.
        change: one that was written to it; the base is still locked.
    """
    try:
        with FileLock(path.with_suffix(".lock"), timeout=0):
            set_patience(connection, PATIENCE_MS)
            connection.execute("BEGIN IMMEDIATE")
            if _apply(connection, change):
                write_meta(connection, _proof(store, change))
            connection.execute("COMMIT")
    except (OSError, Timeout, sqlite3.Error, NeedsRebuildError):
        pass  # the next question refreshes the index, or says what is wrong with it
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        set_patience(connection, READERS_PATIENCE_MS)


def _apply(connection: sqlite3.Connection, change: WrittenChange) -> bool:
    """Change the rows; return whether they match the new content then.

    Raises:
        NeedsRebuildError: the change is too large.
    """
    if change.removed is None:
        write_meta(connection, {"own_layout": change.new})
        return False
    meta = read_meta(connection)
    if meta["digest"] != change.old or has_passed(meta):
        return False
    added = list(islice(change.added, MAX_RECORDS + 1))
    if len(added) + len(change.removed) > MAX_RECORDS:
        raise NeedsRebuildError
    gone = [
        (table, _seq(connection, id_) if table == "proposals" else id_)
        for table, id_ in change.removed
    ]
    new = [(record_hash(raw), decode_record(raw.table, raw.json)) for raw in added]
    apply(connection, gone, new)
    return True


def _seq(connection: sqlite3.Connection, id_: str) -> int:
    row = connection.execute("SELECT seq FROM proposal WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise NeedsRebuildError
    return int(row[0])


def _proof(store: Path, change: WrittenChange) -> dict[str, object]:
    """Return what shows later that the base is still what was written.

    Its time of modification is exact to the nanosecond, unlike the times that a kernel gives, so
    another program that writes to it gives it another time; and if that program restores the time,
    the time of change is another, once the clock has ticked.
    """
    values: dict[str, object] = {
        "digest": change.new,
        "own_layout": change.new,
        "built_at": time.time(),
        "checked_ns": 0,
        "exact_ns": None,
    }
    stamp = change.stamp
    if stamp is None or not _is_settled(store, stamp):
        return values
    return values | stamp._asdict() | {"exact_ns": stamp.mtime_ns}


def _is_settled(store: Path, stamp: Stamp) -> bool:
    """Wait for a tick of the clock, and return whether the base has kept its stamp."""
    age = time.time_ns() - stamp.ctime_ns
    if age < 0:
        return False  # another clock
    time.sleep(max(0, TICK_NS - age) / 1e9)
    try:
        return stamp_of(store) == stamp
    except StoreError:
        return False
