"""TinyDB's storage, made safe: locked, checked, and replaced in one step.

TinyDB's own ``JSONStorage`` writes in place, which leaves a broken file when it is interrupted.
Here a change is written to a temporary file beside the store, flushed to disk and renamed over
it, so that every moment shows either the old file or the new one.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from filelock import FileLock, Timeout
from tinydb.storages import Storage

from proposals_cli.domain.model.records import TABLES
from proposals_cli.errors import ConflictError, StoreError
from proposals_cli.store.file_stamp import not_writable
from proposals_cli.store.packed_document import PackedDocument, Tables, packed, store_text
from proposals_cli.store.store_file import StoreFile, refuse_repeats

LOCK_SECONDS = 60

Announce = Callable[[str, str], None]


class AtomicStorage(Storage):
    """Hold the lock of a store from opening to closing, and write it whole or not at all.

    Writes are kept in memory until ``commit``: however many TinyDB operations make a change,
    the file sees one.

    Raises:
        StoreError: missing, broken, read-only or locked for longer than ``LOCK_SECONDS``.
        ConflictError: the file changed although it was locked (an editor does not ask).
    """

    def __init__(self, path: Path) -> None:
        # A rename would replace a link and leave the file it points to as it was.
        self.path = Path(os.path.realpath(path))
        self._file = StoreFile(self.path)
        self._file.stamp()
        # Beside the store, not the store itself: a rename takes the locked file away.
        self._lock = FileLock(self.path.with_name(f".{self.path.name}.lock"))
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

    def read(self) -> Tables:
        """Return the tables, from the file the first time."""
        if self._tables is None:
            self._tables, self._digest = self._load()
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Keep the tables for ``commit``."""
        self._tables = packed(data)

    def numbers(self, table: str) -> dict[str, int]:
        """Return id → TinyDB's number for the records of a table."""
        held = self.read().get(table, {})
        return {document.id: int(number) for number, document in held.items()}

    def commit(self, announce: Announce | None = None) -> None:
        """Put what was written into the file.

        Args:
            announce: called with the hashes of the old and the new content before the file is
                replaced; if it fails, nothing is.
        """
        if self._tables is None:
            return
        with self._written(self._tables) as (temporary, digest):
            if self._file.digest()[0] != self._digest:
                raise ConflictError(
                    f"{self.path} was changed by another program in the meantime.",
                    "Nothing was written. Run the command again.",
                )
            if announce:
                announce(self._digest.hex(), digest.hex())
            os.replace(temporary, self.path)
        with suppress(OSError):  # some file systems cannot; the change has been made by now
            _sync_folder(self.path.parent)

    def close(self) -> None:
        """Give the lock back. What was not committed is dropped."""
        self._lock.release()

    def _load(self) -> tuple[Tables, bytes]:
        tables: Tables = {}
        for whole in (False, True):
            tables = {}
            reading = self._file.read(whole=whole)
            try:
                for table, number, raw in reading:
                    if table in TABLES and not _is_number(number):
                        raise StoreError(
                            f"{self.path} files a record of '{table}' under '{number}'.",
                            "TinyDB asks for a whole number there, any that is free.",
                        )
                    record = msgspec.json.decode(raw)
                    if msgspec.json.format(raw, indent=-1) != msgspec.json.encode(record):
                        # spelled in another way, or with a key that stands twice and would be lost
                        json.loads(raw, object_pairs_hook=self._refuse_repeats)
                    tables.setdefault(table, {})[number] = PackedDocument(record)
                break
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if whole:
                    raise StoreError(
                        f"{self.path}: record {number} of '{table}' cannot be read: {error}.",
                        "Mend it by hand or restore it (git, a backup); nothing was changed.",
                    ) from error
        return tables, reading.digest

    def _refuse_repeats(self, pairs: list[tuple[str, Any]]) -> None:
        refuse_repeats(pairs, self.path)

    @contextmanager
    def _written(self, tables: Tables) -> Iterator[tuple[Path, bytes]]:
        """Write the tables to a file beside the store; in the end it is renamed, or removed.

        Yields:
            The file, on disk to its last byte, and the hash of its content.

        Raises:
            StoreError: a file cannot be written here.
        """
        folder = self.path.parent
        temporaries = re.compile(rf"\.{re.escape(self.path.name)}\.\d+\.tmp")
        temporary = folder / f".{self.path.name}.{os.getpid()}.tmp"
        try:
            for stale in folder.iterdir():
                if temporaries.fullmatch(stale.name):
                    stale.unlink(missing_ok=True)  # left by a killed writer; the lock is ours
            with open(temporary, "xb") as file:
                os.fchmod(file.fileno(), self.path.stat().st_mode & 0o7777)
                digest = write_store(file, tables)
            yield temporary, digest
        except OSError as error:
            raise not_writable(self.path, error) from error
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()


def write_store(file: BinaryIO, tables: Tables) -> bytes:
    """Write packed tables to a file, down to the disk, and return the hash of the content."""
    hashed = hashlib.blake2b(digest_size=16)
    for part in store_text(tables):
        hashed.update(part)
        file.write(part)
    file.flush()
    os.fsync(file.fileno())
    return hashed.digest()


def _is_number(text: str) -> bool:
    """Tell whether TinyDB writes this record number as it stands here."""
    return text.isdecimal() and text.isascii() and (text[0] != "0" or text == "0")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
