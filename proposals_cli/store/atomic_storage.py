"""TinyDB's storage, made safe: locked, checked, and replaced in one step.

TinyDB's own ``JSONStorage`` writes in place, and leaves a broken file when it is interrupted.
This one writes a change to a temporary file and renames it, so that the base is always either
the old file or the new one.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import IO, Any, BinaryIO

import msgspec
from filelock import FileLock, Timeout
from tinydb.storages import Storage

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.records import FORMAT, TABLES
from proposals_cli.errors import ConflictError, StoreError
from proposals_cli.store.atomic_file import atomic_file, flush_to_disk
from proposals_cli.store.duplicate_keys import refuse_repeated_key
from proposals_cli.store.file_stamp import Stamp, not_writable
from proposals_cli.store.follower import Follower, WrittenChange
from proposals_cli.store.kept_copy import kept_copy
from proposals_cli.store.layout import StoredTable, stored_tables
from proposals_cli.store.locking import acquired
from proposals_cli.store.packed_document import (
    PackedDocument,
    Tables,
    packed,
    record_text,
    store_text,
)
from proposals_cli.store.side_file import check_side_file, lock_path
from proposals_cli.store.splice import TableChange, hash_spliced, table_change, write_spliced
from proposals_cli.store.store_file import RawRecord, StoreFile
from proposals_cli.store.writable import refuse_read_only

LOCK_SECONDS = 60

Announce = Callable[[str, str], None]

AnyTables = dict[str, Any]
"""Table → number → document: all packed, or those that did not change still in the file."""


class AtomicStorage(Storage):
    """Lock a base from opening to closing, and write it completely or not at all.

    Writes are kept in memory until ``commit``: however many TinyDB operations make a change,
    the file changes once. Where the index knows that the file is in this program's own layout, its
    records are not read, and ``commit`` copies those that did not change.

    ``waiting`` is called with the path if another program has the lock for more than a moment.

    Raises:
        StoreError: missing, broken, read-only or locked for longer than ``LOCK_SECONDS``.
        ConflictError: the file changed although it was locked (a text editor ignores the lock).
    """

    def __init__(
        self,
        path: Path,
        index: Follower | None = None,
        waiting: Callable[[Path], None] = lambda _: None,
    ) -> None:
        # A rename would replace a link and leave the file it points to as it was.
        self.path = Path(os.path.realpath(path))
        self._file = StoreFile(self.path)
        self._file.stamp()
        refuse_read_only(self.path)
        # Beside the base, not the base itself: a rename replaces the locked file.
        lock = lock_path(self.path)
        check_side_file(lock)
        # Whoever may write to the base may lock it.
        self._lock = FileLock(lock, mode=self.path.stat().st_mode & 0o666)
        try:
            acquired(self._lock, LOCK_SECONDS, lambda: waiting(self.path))
        except Timeout as error:
            raise StoreError(
                f"{self.path} is locked by another program.", "Try again when it has finished."
            ) from error
        except OSError as error:
            raise not_writable(self.path, error) from error
        self._index = index
        self._open = ExitStack()
        self._old: BinaryIO | None = None
        self._stored: dict[str, StoredTable] = {}
        """The tables of ``_old``, the base in this program's layout; else of no file."""
        self._tables: AnyTables | None = None
        self._digest = b""
        self._exact_time = 0
        self._format = FORMAT
        self.kept: Path | None = None
        """The copy of the base in an earlier format, after ``commit`` has converted it."""

    def read(self) -> AnyTables:
        """Return the tables, from the file the first time."""
        if self._tables is None:
            self._tables = self._places() or dict(self._load())
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Keep the tables for ``commit``."""
        packed({name: t for name, t in data.items() if not isinstance(t, StoredTable)})
        self._tables = dict(data)

    def numbers(self, table: str, ids: Iterable[str]) -> dict[str, int]:
        """Return id → TinyDB's number for those of these records that a table has.

        Only before the table is written to.
        """
        documents = self.read().get(table, {})
        if isinstance(documents, StoredTable):
            places = ((id_, documents.place_of(id_)) for id_ in ids)
            return {id_: documents.number(place) for id_, place in places if place is not None}
        wanted = set(ids)
        return {d.id: int(number) for number, d in documents.items() if d.id in wanted}

    def all_numbers(self, table: str) -> set[int]:
        """Return the numbers that are in use in a table."""
        documents = self.read().get(table, {})
        if isinstance(documents, StoredTable):
            return documents.numbers()
        return set(map(int, documents))

    def commit(self, announce: Announce) -> None:
        """Write the tables to the file; keep a copy of a file in an earlier format.

        Args:
            announce: called with the hashes of the old and the new content before the file is
                replaced; if it fails, nothing is replaced.
        """
        if self._tables is None:
            return
        changes = [
            (name, table_change(table, self._tables[name]))
            for name, table in self._stored.items()
            if self._tables[name] is not table
        ]
        try:
            with (
                self._old_file_kept() as kept,
                atomic_file(self.path, replace=True, locked=True) as file,
            ):
                if self._old is not None:
                    new = self._write_spliced(file, [change for _, change in changes])
                else:
                    new = self._write_whole(file, self._tables)
                self._tables = None  # the line of the journal needs memory as well
                announce(self._digest.hex(), new.hex())
                written = os.fstat(file.fileno())
            self.kept = kept
        except OSError as error:
            raise not_writable(self.path, error) from error
        if self._index is not None:
            # what a base says of itself is no record
            is_known = self._old is not None and all(name in TABLES for name, _ in changes)
            self._index.follow(
                WrittenChange(
                    self._digest,
                    new,
                    self._stamp_after(written),
                    _removed(changes) if is_known else None,
                    _added(changes),
                )
            )

    def close(self) -> None:
        """Release the lock, and drop what was not committed."""
        self._open.close()
        self._lock.release()

    def _write_whole(self, file: IO[bytes], tables: AnyTables) -> bytes:
        new = write_store(file, {name: dict(table) for name, table in tables.items()})
        if self._file.digest()[0] != self._digest:
            raise self._changed_meanwhile()
        return new

    def _write_spliced(self, file: IO[bytes], changes: list[TableChange]) -> bytes:
        assert self._old is not None
        copied = write_spliced(self._old, file, changes)
        file.flush()
        self._exact_time = time.time_ns()
        os.utime(file.fileno(), ns=(self._exact_time, self._exact_time))
        flush_to_disk(file)
        with self._file.opened() as old, open(file.name, "rb") as new:
            hashes = hash_spliced(old, new, copied)
        if hashes is None or hashes[0] != self._digest:
            raise self._changed_meanwhile()
        return hashes[1]

    def _changed_meanwhile(self) -> ConflictError:
        return ConflictError(
            f"{self.path} was changed by another program in the meantime.",
            "Nothing was written. Run the command again.",
        )

    def _stamp_after(self, written: os.stat_result) -> Stamp | None:
        """Return the stamp of the base if it is still the file that was written.

        Its time of change is exact, as no clock of a file system gives it: another program that
        writes to the file after us leaves another one.
        """
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        stamp = Stamp.of(found)
        renamed = Stamp.of(written)._replace(ctime_ns=stamp.ctime_ns)
        return stamp if stamp == renamed and stamp.mtime_ns == self._exact_time else None

    def _places(self) -> AnyTables | None:
        """Return the tables without reading their records, if the index knows the layout."""
        known = self._index.known() if self._index is not None else None
        if known is None or not known.own_layout:
            return None
        old = self._open.enter_context(self._file.opened())
        if Stamp.of(os.fstat(old.fileno())) != known.stamp:
            return None
        tables = stored_tables(old)
        if tables is None:
            return None
        self._old, self._stored, self._digest = old, tables, known.digest
        return dict(tables)

    def _old_file_kept(self) -> AbstractContextManager[Path | None]:
        if self._format == FORMAT:
            return nullcontext()
        return kept_copy(self.path, self._digest, self._format)

    def _load(self) -> Tables:
        tables: Tables = {}
        for full_parse in (False, True):
            tables = {}
            reading = self._file.read(full_parse=full_parse)
            try:
                for record in reading:
                    table, number, raw = record
                    document = PackedDocument(msgspec.json.decode(raw))
                    refuse_repeated_key(self.path, record, document.json)
                    tables.setdefault(table, {})[number] = document
                break
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if full_parse:
                    raise StoreError(
                        f"{self.path}: record {number} of '{table}' cannot be read: {error}.",
                        "Fix it by hand or restore it (git, a backup); nothing was changed.",
                    ) from error
        self._digest, self._format = reading.digest, reading.format
        return tables


def write_store(file: IO[bytes], tables: Tables) -> bytes:
    """Write packed tables to a file, down to the disk, and return the hash of the content."""
    hashed = hashlib.blake2b(digest_size=16)
    for part in store_text(tables):
        hashed.update(part)
        file.write(part)
    flush_to_disk(file)
    return hashed.digest()


def _removed(changes: list[tuple[str, TableChange]]) -> list[Key]:
    return [
        (name, change.table.key(place)[0]) for name, change in changes for place in change.removed
    ]


def _added(changes: list[tuple[str, TableChange]]) -> Iterator[RawRecord]:
    for name, change in changes:
        for number, document in change.added:
            yield RawRecord(name, number, record_text(document.json))
