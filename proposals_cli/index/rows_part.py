"""The rows of the index as a part that is kept up to date with the store."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from proposals_cli.domain.ports import Progress
from proposals_cli.index.build import BytesRead, build, refresh
from proposals_cli.index.schema import has_passed, open_index, read_meta, write_meta
from proposals_cli.index.update import NeedsRebuildError
from proposals_cli.store.store_file import Reading, StoreFile

_FOR_A_NEW_FILE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = MEMORY;
"""


class RowsPart:
    """An ``IndexPart``: the rows of one store."""

    def __init__(self, store: Path, version: str, progress: Progress) -> None:
        self._file = StoreFile(store)
        self._version = version
        self._progress = progress
        self._connection: sqlite3.Connection | None = None
        self.was_built = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection through which the file is open."""
        assert self._connection is not None
        return self._connection

    def open(self, path: Path) -> bool:
        """Open a file; return whether it is an index of this version."""
        self._connection = open_index(path, self._version)
        return self._connection is not None

    def is_current(self) -> bool:
        """Return whether the rows match the store."""
        checked = time.time_ns()  # before reading: what is written meanwhile is younger
        digest, stamp = self._file.digest()
        meta = read_meta(self.connection)
        if meta.get("digest") != digest or has_passed(meta):
            return False
        with suppress(sqlite3.OperationalError):  # a read-only index is fine
            write_meta(
                self.connection, {**stamp._asdict(), "checked_ns": checked, "exact_ns": None}
            )
        return True

    def refresh(self) -> None:
        """Change the rows of the records that changed; errors as ``build.refresh``."""
        self.connection.execute("BEGIN IMMEDIATE")
        meta = read_meta(self.connection)
        if has_passed(meta):
            raise NeedsRebuildError
        started = time.time()
        filled = refresh(self.connection, self._file, self._reporter("Updating the index"))
        known = meta.get("own_layout")
        own = known == filled.reading.digest or (filled.own_layout and known == meta["digest"])
        self._finish(filled.reading, started, own_layout=own)
        self.connection.execute("COMMIT")

    def build(self, path: Path | None) -> None:
        """Build the rows in a new file, or in memory; errors as ``build.build``."""
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        if path is not None:
            self._connection.executescript(_FOR_A_NEW_FILE)
        started = time.time()
        filled = build(self._connection, self._file, self._reporter("Building the index"))
        write_meta(self._connection, {"version": self._version})
        self._finish(filled.reading, started, own_layout=filled.own_layout)
        self.was_built = True

    def close(self) -> None:
        """Close the file, if one is open, and roll back what was begun."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _reporter(self, what: str) -> BytesRead:
        total = self._file.stamp().size
        return lambda done: self._progress(what, done, total)

    def _finish(self, reading: Reading, started: float, *, own_layout: bool) -> None:
        write_meta(
            self.connection,
            {
                **reading.stamp._asdict(),
                "digest": reading.digest,
                "base": msgspec.json.encode(reading.info),
                "own_layout": reading.digest if own_layout else None,
                "checked_ns": int(started * 1e9),
                "exact_ns": None,
                "built_at": started,
                "build_seconds": time.time() - started,
            },
        )
