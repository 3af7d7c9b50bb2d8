"""The index files: finding them, proving that they match the store, renewing them when not."""

import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from proposals_cli import __version__
from proposals_cli.domain.ports import Progress
from proposals_cli.errors import StoreError
from proposals_cli.index.schema import SCHEMA, open_index
from proposals_cli.store.file_stamp import Stamp, stamp_of

SETTLED_NS = 2_000_000_000
"""A file younger than this when it was read may have changed again within one clock tick."""

VERSION = f"{SCHEMA}/{__version__}"

T = TypeVar("T")


class WordsStatus(NamedTuple):
    """The state of the full-text index."""

    size: int
    fresh: bool
    built_at: float | None
    build_seconds: float | None


class IndexStatus(NamedTuple):
    """The state of the index file: ``path`` is None where it lives in memory only."""

    path: Path | None
    size: int
    proposals: int | None
    fresh: bool
    built_at: float | None
    build_seconds: float | None
    words: WordsStatus | None
    """None: nobody has searched yet."""
    in_memory_because: str | None = None


class IndexFile:
    """The rows of one store, and attached to them the words, always in the state of the store."""

    def __init__(self, store: Path, folder: Path, progress: Progress) -> None:
        """Take the store's path and the folder for the index; neither is touched yet."""
        # The checksum only keeps bases of one name apart: an index that belongs to another file
        # is found out by its stamp.
        checksum = zlib.crc32(os.fsencode(os.path.realpath(store)))
        self.store = store
        self.path = folder.absolute() / f"{store.stem[:60]}-{checksum:08x}.sqlite"
        self.words_path = self.path.with_suffix(".text.sqlite")
        self.in_memory_because: str | None = None
        self._progress = progress
        self._open: sqlite3.Connection | None = None
        self._has_words = False

    def connection(self) -> sqlite3.Connection:
        """Return a connection to rows that match the store."""
        if self._open is None:
            self._open = self._fresh() or self._updated()
        return self._open

    def with_words(self) -> sqlite3.Connection:
        """Return the connection with words attached that match the rows."""
        connection = self.connection()
        if self._has_words:
            return connection
        from proposals_cli.index.text_index import State, attach

        path = None if self.in_memory_because else self.words_path
        wanted = State(VERSION, meta_of(connection)["digest"])
        if path is None or attach(connection, path) != wanted:
            from proposals_cli.index import text_build

            text_build.update(connection, path, wanted, self._progress)
        self._has_words = True
        return connection

    def fetch(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return the rows of a statement that is one step of a question."""
        return self.connection().execute(sql, tuple(parameters)).fetchall()

    def stream(self, ask: Callable[[], sqlite3.Cursor]) -> Iterator[Any]:
        """Yield rows; an index found corrupt before the first is built anew and asked again."""
        cursor, first = self.repaired(lambda: _begun(ask))
        if first is None:
            return
        yield first
        try:
            yield from cursor
        except sqlite3.DatabaseError as error:
            if not is_corrupt(error):
                raise
            self.rebuild()
            raise StoreError(
                "The index was damaged while it was read; it has been built anew.",
                "Run the command again.",
            ) from error

    def repaired(self, question: Callable[[], T]) -> T:
        """Ask a question, and ask it again from the start if the index is found corrupt.

        Asking the last statement again is not enough: the numbers of values that the ones before
        it have read mean nothing in an index that was built anew.
        """
        try:
            return question()
        except sqlite3.DatabaseError as error:
            if not is_corrupt(error):
                raise
        self.rebuild()
        return question()

    def rebuild(self) -> None:
        """Throw the index away and build it anew, with words if there were any in use."""
        words = self._has_words
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
            self.words_path.unlink(missing_ok=True)
        self.connection()
        if words:
            self.with_words()

    def close(self) -> None:
        """Close the database; the next question opens it again."""
        if self._open:
            self._open.close()
            self._open = None
            self._has_words = False

    def status(self) -> IndexStatus:
        """Say where the index stands, without changing it.

        Raises:
            StoreError: there is no base that it could be of.
        """
        stamp_of(self.store)
        size, meta, fresh = _size(self.path), dict[str, Any](), False
        if size and (connection := open_index(self.path, VERSION)):
            with closing(connection):
                meta = meta_of(connection)
            fresh = self._matches(meta)
        return IndexStatus(
            self.path if size else None,
            size,
            meta.get("proposals"),
            fresh,
            meta.get("built_at"),
            meta.get("build_seconds"),
            self._words_status(meta.get("digest"), fresh=fresh),
            self.in_memory_because,
        )

    def _words_status(self, digest: bytes | None, *, fresh: bool) -> WordsStatus | None:
        size = _size(self.words_path)
        if not size:
            return None
        meta: dict[str, Any] = {}
        with suppress(sqlite3.DatabaseError):
            uri = f"{self.words_path.as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                meta = meta_of(connection)
        matches = meta.get("version") == VERSION and meta.get("digest") == digest
        return WordsStatus(size, fresh and matches, meta.get("built_at"), meta.get("build_seconds"))

    def _fresh(self) -> sqlite3.Connection | None:
        """Open the index if the file's stamp alone proves that it matches."""
        stamp = stamp_of(self.store)
        connection = open_index(self.path, VERSION)
        if connection is None:
            return None
        if _settled(meta_of(connection), stamp):
            return connection
        connection.close()
        return None

    def _matches(self, meta: dict[str, Any]) -> bool:
        from proposals_cli.store.store_file import StoreFile

        stamp = stamp_of(self.store)
        return _settled(meta, stamp) or meta.get("digest") == StoreFile(self.store).digest()[0]

    def _updated(self) -> sqlite3.Connection:
        # Imported here because a fresh index, the common case, needs none of it.
        from proposals_cli.index import update

        connection, why = update.update(self.store, self.path, VERSION, self._progress)
        self.in_memory_because = why
        return connection


def meta_of(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return what an index says of itself."""
    return dict(connection.execute("SELECT key, value FROM meta"))


def is_corrupt(error: sqlite3.DatabaseError) -> bool:
    """Tell whether an error means that the file is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_IOERR,
    )


def _begun(ask: Callable[[], sqlite3.Cursor]) -> tuple[sqlite3.Cursor, Any]:
    cursor = ask()
    return cursor, cursor.fetchone()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _settled(meta: dict[str, Any], stamp: Stamp) -> bool:
    """Tell whether a stamp proves that the file is the one that was indexed.

    Equal stamps prove it only if the file was no longer young when it was read: within a clock
    tick it could have been written again without a trace.
    """
    return (
        tuple(meta.get(field) for field in Stamp._fields) == stamp
        and max(stamp.mtime_ns, stamp.ctime_ns) + SETTLED_NS < meta["checked_ns"] <= time.time_ns()
    )
