"""The index files: where they are, whether they match the store, and bringing them up to date."""

import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import WeakMethod

from proposals_cli import __version__
from proposals_cli.domain.ports import Progress
from proposals_cli.errors import StoreError
from proposals_cli.index.extra_sql import create_functions
from proposals_cli.index.private_files import folder_fault
from proposals_cli.index.schema import SCHEMA, has_passed, open_index, read_meta
from proposals_cli.index.sort_sql import create_sort_keys
from proposals_cli.store.file_stamp import Stamp, stamp_of

if TYPE_CHECKING:
    from proposals_cli.store.follower import KnownContent, WrittenChange

MIN_AGE_NS = 2_000_000_000
"""A file younger than this when it was read may have changed again within one clock tick."""

VERSION = f"{SCHEMA}/{__version__}"

T = TypeVar("T")


class TextStatus(NamedTuple):
    """The state of the full-text index."""

    size: int
    fresh: bool
    built_at: float | None
    build_seconds: float | None


class IndexStatus(NamedTuple):
    """The state of the index file; ``path`` is None if the index is in memory only."""

    path: Path | None
    size: int
    proposals: int | None
    fresh: bool
    built_at: float | None
    build_seconds: float | None
    text: TextStatus | None
    """None: there was no search yet."""
    in_memory_because: str | None = None


class IndexFile:
    """The rows of one store and, attached to them, the full-text index; both match the store."""

    def __init__(
        self, store: Path, folder: Path, progress: Progress, warn: Callable[[str], None]
    ) -> None:
        """Take the store's path and the folder for the index; neither is touched yet.

        ``warn`` is called with a message if the folder is not used because it is not private, or if
        another process must be waited for.
        """
        # The checksum only separates bases of the same name; the stamp recognises an index that
        # belongs to another file.
        checksum = zlib.crc32(os.fsencode(os.path.realpath(store)))
        self.store = store
        self.path = folder.absolute() / f"{store.stem[:60]}-{checksum:08x}.sqlite"
        self.text_path = self.path.with_suffix(".text.sqlite")
        self.in_memory_because: str | None = None
        self._progress = progress
        self._warn = warn
        self._open: sqlite3.Connection | None = None
        self._has_text = False
        self._interrupted = False
        self._is_new = False
        self._was_damaged = False

    def connection(self) -> sqlite3.Connection:
        """Return a connection to rows that match the store."""
        if self._open is None:
            self._open = self._fresh() or self._updated()
            create_functions(self._open)
            # a function that SQLite keeps would keep this object, and so the connection, for ever
            note = WeakMethod(self._note_interrupt)
            create_sort_keys(self._open, lambda: (found := note()) and found())
        return self._open

    def with_text(self) -> sqlite3.Connection:
        """Return the connection with a full-text index attached that matches the rows."""
        connection = self.connection()
        if self._has_text:
            return connection
        from proposals_cli.index.text_index import State, attach

        path = None if self.in_memory_because else self.text_path
        wanted = State(VERSION, read_meta(connection)["digest"])
        if path is None or attach(connection, path) != wanted:
            from proposals_cli.index.text_part import TextPart
            from proposals_cli.index.update import update

            part = TextPart(connection, wanted, self._progress)
            if path is None:
                part.build(None)
            else:
                update(part, path, self._say_waiting)
        self._has_text = True
        return connection

    def fetch(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return the rows of a statement that is one step of a question."""
        return self.connection().execute(sql, tuple(parameters)).fetchall()

    def stream(self, ask: Callable[[], sqlite3.Cursor]) -> Iterator[Any]:
        """Yield rows; an index found corrupt before the first row is rebuilt and asked again."""
        cursor, first = self.repaired(lambda: _begun(ask))
        if first is None:
            return
        yield first
        try:
            # "yield from" would close the cursor with the rows; its index may be closed by then.
            for row in cursor:  # noqa: UP028
                yield row
        except sqlite3.DatabaseError as error:
            if not is_corrupt(error):
                raise
            self._was_damaged = True
            self.rebuild()
            raise StoreError(
                "The index turned out to be damaged; it has been rebuilt.",
                "Run the command again.",
            ) from error

    def repaired(self, question: Callable[[], T]) -> T:
        """Ask a question, and ask it again from the start if the index is found corrupt.

        Repeating the last statement is not enough: the numbers of values that earlier statements
        have read mean nothing in a rebuilt index.
        """
        try:
            return question()
        except sqlite3.DatabaseError as error:
            if self._interrupted:
                raise KeyboardInterrupt from error
            if not is_corrupt(error):
                raise
        self._was_damaged = True
        self.rebuild()
        return question()

    def remove_suspect(self) -> bool:
        """Remove the index after an error that nothing else explains, to have it built again.

        SQLite finds damage to its own structures only. Bytes that changed in the middle of a record
        are found by whoever reads it.

        Returns:
            Whether it may be to blame: one that this run built is not.
        """
        to_blame = self._was_damaged or (self._open is not None and not self._is_new)
        if to_blame:
            self._remove()
        return to_blame

    def _remove(self) -> None:
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
            self.text_path.unlink(missing_ok=True)

    def _note_interrupt(self) -> None:
        self._interrupted = True

    def rebuild(self) -> None:
        """Rebuild the index from nothing, with the full-text index if that was in use."""
        text = self._has_text
        self._remove()
        self.connection()
        if text:
            self.with_text()

    def known(self) -> "KnownContent":
        """Return what the index knows of the base, with which it has been compared."""
        from proposals_cli.store.follower import KnownContent

        meta = read_meta(self.connection())
        stamp = Stamp._make(meta.get(field) for field in Stamp._fields)
        return KnownContent(stamp, meta["digest"], meta.get("own_layout") == meta["digest"])

    def follow(self, change: "WrittenChange") -> None:
        """Apply a change of the base, if the index is in its file and matches the old content."""
        from proposals_cli.index.write_through import write_through

        if self._open is not None and self.in_memory_because is None:
            write_through(self._open, self.path, self.store, change)
            self._has_text = False  # it is to be compared with the rows again

    def close(self) -> None:
        """Close the database; the next question opens it again."""
        if self._open:
            self._open.close()
            self._open = None
            self._has_text = False

    def status(self) -> IndexStatus:
        """Return the state of the index without changing it.

        Raises:
            StoreError: there is no store file.
        """
        stamp_of(self.store)
        size, meta, fresh = _size(self.path), dict[str, Any](), False
        self.in_memory_because = self.in_memory_because or self._fault()
        if size and (connection := open_index(self.path, VERSION)):
            with closing(connection):
                meta = read_meta(connection)
            fresh = self._matches(meta)
        return IndexStatus(
            self.path if size else None,
            size,
            meta.get("proposals"),
            fresh,
            meta.get("built_at"),
            meta.get("build_seconds"),
            self._text_status(meta.get("digest"), fresh=fresh),
            self.in_memory_because,
        )

    def _text_status(self, digest: bytes | None, *, fresh: bool) -> TextStatus | None:
        size = _size(self.text_path)
        if not size:
            return None
        from proposals_cli.index.text_index import attach_file

        with closing(sqlite3.connect(":memory:")) as connection:
            meta = attach_file(connection, self.text_path) or {}
        matches = meta.get("version") == VERSION and meta.get("digest") == digest
        return TextStatus(size, fresh and matches, meta.get("built_at"), meta.get("build_seconds"))

    def _fresh(self) -> sqlite3.Connection | None:
        """Open the index if the file's stamp alone proves that it matches."""
        stamp = stamp_of(self.store)
        connection = open_index(self.path, VERSION)
        if connection is None:
            return None
        meta = read_meta(connection)
        if _proves_same(meta, stamp) and not has_passed(meta):
            return connection
        connection.close()
        return None

    def _matches(self, meta: dict[str, Any]) -> bool:
        from proposals_cli.store.store_file import StoreFile

        stamp = stamp_of(self.store)
        same = _proves_same(meta, stamp) or meta.get("digest") == StoreFile(self.store).digest()[0]
        return same and not has_passed(meta)

    def _updated(self) -> sqlite3.Connection:
        # Imported here because a fresh index, the common case, needs none of it.
        from proposals_cli.index.rows_part import RowsPart
        from proposals_cli.index.update import update

        part = RowsPart(self.store, VERSION, self._progress)
        self.in_memory_because = update(part, self.path, self._say_waiting)
        self._is_new = part.was_built
        if fault := self._fault():
            self._warn(
                f"The index is kept in memory, which takes longer, because its folder {fault}."
                " Remove the folder, or set XDG_CACHE_HOME to another."
            )
        return part.connection

    def _fault(self) -> str | None:
        folder = self.path.parent
        fault = folder_fault(folder)
        return fault and f"{folder} {fault}"

    def _say_waiting(self) -> None:
        self._warn(f"Waiting for another prop that is updating the index of {self.store} …")


def is_corrupt(error: sqlite3.DatabaseError) -> bool:
    """Return whether an error means that the file is damaged."""
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


def _proves_same(meta: dict[str, Any], stamp: Stamp) -> bool:
    """Return whether a stamp proves that the file is the one that was indexed.

    Equal stamps prove it only if the file was old enough when it was read: within a clock tick it
    could have been written again without a trace. Or if this program wrote it and gave it an exact
    time, which no other writing leaves (``write_through.py``).
    """
    if tuple(meta.get(field) for field in Stamp._fields) != stamp:
        return False
    youngest = max(stamp.mtime_ns, stamp.ctime_ns)
    was_old = youngest + MIN_AGE_NS < meta["checked_ns"] <= time.time_ns()
    return was_old or meta.get("exact_ns") == stamp.mtime_ns
