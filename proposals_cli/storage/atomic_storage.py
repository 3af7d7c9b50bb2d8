"""TinyDB's storage, made safe: locked, checked, and replaced in one step.

TinyDB's own ``JSONStorage`` writes in place, which leaves a broken file when it is interrupted.
Here a change is written to a temporary file beside the store, flushed to disk and renamed over
it, so that every moment shows either the old file or the new one.
"""

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout
from tinydb.storages import Storage

from proposals_cli.domain.records import TABLES
from proposals_cli.errors import ConflictError, StoreError
from proposals_cli.storage.store_file import StoreFile, digest_of, refuse_repeats

LOCK_SECONDS = 60

Tables = dict[str, dict[str, Any]]

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
            raise _not_writable(self.path, error) from error
        self._tables: Tables | None = None
        self._digest = b""

    def read(self) -> Tables:
        """Return the tables, from the file the first time."""
        if self._tables is None:
            self._tables, self._digest = self._load()
        return self._tables

    def write(self, data: Tables) -> None:
        """Keep the tables for ``commit``."""
        self._tables = data

    def commit(self, announce: Announce | None = None) -> None:
        """Put what was written into the file.

        Args:
            announce: called with the hashes of the old and the new content before the file is
                replaced; if it fails, nothing is.
        """
        if self._tables is None:
            return
        content = encode(self._tables)
        if self._file.digest()[0] != self._digest:
            raise ConflictError(
                f"{self.path} was changed by another program in the meantime.",
                "Nothing was written. Run the command again.",
            )
        try:
            if announce:
                announce(self._digest.hex(), digest_of(content).hex())
        except OSError as error:
            raise _not_writable(self.path, error) from error
        self._replace(content)

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
                    tables.setdefault(table, {})[number] = record
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

    def _replace(self, content: bytes) -> None:
        folder = self.path.parent
        temporaries = re.compile(rf"\.{re.escape(self.path.name)}\.\d+\.tmp")
        for stale in folder.iterdir():
            if temporaries.fullmatch(stale.name):
                stale.unlink(missing_ok=True)  # left by a killed writer; the lock is ours
        temporary = folder / f".{self.path.name}.{os.getpid()}.tmp"
        try:
            with open(temporary, "xb") as file:
                os.fchmod(file.fileno(), self.path.stat().st_mode & 0o7777)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError as error:
            raise _not_writable(self.path, error) from error
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        with suppress(OSError):  # some file systems cannot; the change has been made by now
            _sync_folder(folder)


def encode(tables: Tables) -> bytes:
    """Lay a store out as it stands in the file: tables in order, records by id, indented.

    Every table of ours is there, empty or not, so that a first record changes one place only.
    """
    names = [*TABLES, *(table for table in tables if table not in TABLES)]
    ordered = {name: dict(sorted(tables.get(name, {}).items(), key=_by_id)) for name in names}
    return msgspec.json.format(msgspec.json.encode(ordered), indent=2) + b"\n"


def _is_number(text: str) -> bool:
    """Tell whether TinyDB writes this record number as it stands here."""
    return text.isdecimal() and text.isascii() and (text[0] != "0" or text == "0")


def _by_id(item: tuple[str, Any]) -> tuple[str, str]:
    number, record = item
    return str(record.get("id", "")) if isinstance(record, dict) else "", number


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_writable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be written: {error.strerror or error}.",
        "Nothing was changed. Check the folder's permissions and the space on the disk.",
    )
