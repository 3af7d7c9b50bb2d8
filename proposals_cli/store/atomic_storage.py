"""TinyDB's storage, made safe: locked, checked, and replaced in one step.

TinyDB's own ``JSONStorage`` writes in place, and leaves a broken file when it is interrupted.
This one writes a change to a temporary file and renames it, so that the base is always either
the old file or the new one.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

import msgspec
from filelock import FileLock, Timeout
from tinydb.storages import Storage

from proposals_cli.domain.model.records import FORMAT
from proposals_cli.errors import ConflictError, StoreError
from proposals_cli.store.atomic_file import atomic_file, flush_to_disk
from proposals_cli.store.duplicate_keys import refuse_repeated_key
from proposals_cli.store.file_stamp import not_writable
from proposals_cli.store.kept_copy import kept_copy
from proposals_cli.store.packed_document import PackedDocument, Tables, packed, store_text
from proposals_cli.store.side_file import check_side_file, lock_path
from proposals_cli.store.store_file import StoreFile

LOCK_SECONDS = 60

Announce = Callable[[str, str], None]


class AtomicStorage(Storage):
    """Lock a base from opening to closing, and write it completely or not at all.

    Writes are kept in memory until ``commit``: however many TinyDB operations make a change,
    the file changes once.

    Raises:
        StoreError: missing, broken, read-only or locked for longer than ``LOCK_SECONDS``.
        ConflictError: the file changed although it was locked (a text editor ignores the lock).
    """

    def __init__(self, path: Path) -> None:
        # A rename would replace a link and leave the file it points to as it was.
        self.path = Path(os.path.realpath(path))
        self._file = StoreFile(self.path)
        self._file.stamp()
        # Beside the base, not the base itself: a rename replaces the locked file.
        lock = lock_path(self.path)
        check_side_file(lock)
        self._lock = FileLock(lock)
        try:
            self._lock.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise StoreError(
                f"{self.path} is locked by another program.", "Try again when it has finished."
            ) from error
        except OSError as error:
            raise not_writable(self.path, error) from error
        self._tables: Tables | None = None
        self._digest = b""
        self._format = FORMAT
        self.kept: Path | None = None
        """The copy of the base in an earlier format, after ``commit`` has converted it."""

    def read(self) -> Tables:
        """Return the tables, from the file the first time."""
        if self._tables is None:
            self._tables = self._load()
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Keep the tables for ``commit``."""
        self._tables = packed(data)

    def numbers(self, table: str) -> dict[str, int]:
        """Return id → TinyDB's number for the records of a table."""
        documents = self.read().get(table, {})
        return {document.id: int(number) for number, document in documents.items()}

    def commit(self, announce: Announce) -> None:
        """Write the tables to the file; keep a copy of a file in an earlier format.

        Args:
            announce: called with the hashes of the old and the new content before the file is
                replaced; if it fails, nothing is replaced.
        """
        if self._tables is None:
            return
        try:
            with (
                self._old_file_kept() as kept,
                atomic_file(self.path, replace=True, locked=True) as file,
            ):
                digest = write_store(file, self._tables)
                self._tables = None  # the line of the journal needs memory as well
                if self._file.digest()[0] != self._digest:
                    raise ConflictError(
                        f"{self.path} was changed by another program in the meantime.",
                        "Nothing was written. Run the command again.",
                    )
                announce(self._digest.hex(), digest.hex())
            self.kept = kept
        except OSError as error:
            raise not_writable(self.path, error) from error

    def close(self) -> None:
        """Release the lock, and drop what was not committed."""
        self._lock.release()

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
