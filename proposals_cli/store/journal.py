"""The journal of a store: one line a change, beside the store, for ``undo`` and ``log``.

A line is written and flushed to disk before the store is replaced. A change that was killed in
between has a line and no effect; the hashes of the store's content tell it from one that happened.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from io import RawIOBase
from itertools import count
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from proposals_cli.domain.model.change import FullJournalEntry, JournalEntry
from proposals_cli.errors import StoreError
from proposals_cli.store.file_stamp import not_writable


class Journal:
    """The changes made to one store through this program."""

    def __init__(self, store: Path) -> None:
        self.store = real = Path(os.path.realpath(store))
        self.path = real.with_name(f".{real.name}.journal")

    def entries(self, digest: str) -> list[JournalEntry]:
        """Return the changes that happened, oldest first.

        Args:
            digest: of the store's content now.

        Raises:
            StoreError: it cannot be read, or is not a journal of this program.
        """
        written = list(self._written())
        happened = []
        for place, entry in enumerate(written):
            following = written[place + 1].old if place + 1 < len(written) else digest
            if following == entry.old != entry.new:
                continue  # the next change started from the same content: this one never was
            happened.append(entry)
        return happened

    def append(self, entry: FullJournalEntry) -> None:
        """Write a line to disk.

        Raises:
            StoreError: it cannot be written; what was written of it is taken back.
        """
        self._require_file()
        line = msgspec.json.encode(entry) + b"\n"
        try:
            # Unbuffered: a buffer would be written once more on closing what found no room.
            with open(self.path, "ab", buffering=0, opener=self._open) as file:
                end = file.tell()
                if end and not self._ends_with_newline():
                    line = b"\n" + line  # a killed writer left half a line
                try:
                    _write(file, line)
                except OSError:
                    file.truncate(end)
                    raise
        except OSError as error:
            raise not_writable(self.path, error) from error

    def next_number(self) -> int:
        """Return the number of the next change."""
        last = next(self._backwards(), None)
        return 1 if last is None else last[1].number + 1

    def entry(self, number: int) -> FullJournalEntry:
        """Return one entry with what it takes to undo it.

        Raises:
            StoreError: it is not there, or was not written by this program.
        """
        for line, entry in self._backwards():
            if entry.number == number:
                try:
                    return msgspec.json.decode(bytes(line), type=FullJournalEntry)
                except msgspec.ValidationError as error:
                    raise self._foreign(error) from error
        raise StoreError(f"{self.path} has no change {number} any more.")

    def put_aside(self) -> None:
        """Rename a journal that is there already: it is of an earlier base of this name.

        Raises:
            OSError: it cannot be renamed.
        """
        if not self.path.exists():
            return
        for number in count(1):
            aside = self.path.with_name(f"{self.path.name}.{number}")
            if not aside.exists():
                self.path.rename(aside)
                return

    def _require_file(self) -> None:
        """Raise StoreError for a pipe or a device: reading or writing one could take for ever."""
        with suppress(OSError):  # missing, or reported when it is opened
            mode = self.path.stat().st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise StoreError(f"{self.path} is no journal: it is not a file.", "Remove it.")

    def _open(self, path: str, flags: int) -> int:
        """Open for writing; a new journal, which repeats the records, is as private as they."""
        return os.open(path, flags, self.store.stat().st_mode & 0o666)

    def _ends_with_newline(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _written(self) -> Iterator[JournalEntry]:
        """Yield the entries without what they hold of records, oldest first."""
        self._require_file()
        try:
            with self.path.open("rb") as file:
                for line in file:
                    if entry := self._read(line):
                        yield entry
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unreadable(error) from error

    def _backwards(self) -> Iterator[tuple[memoryview, JournalEntry]]:
        """Yield lines and entries, the newest first: a journal grows for years.

        A line is a view of the file, which lasts until the next one is asked for.
        """
        self._require_file()
        try:
            with self.path.open("rb") as file:
                if not os.fstat(file.fileno()).st_size:
                    return
                content = mmap(file.fileno(), 0, access=ACCESS_READ)
                with content, memoryview(content) as view:
                    end = len(content)
                    while end > 0:
                        begin = content.rfind(b"\n", 0, end) + 1
                        with view[begin:end] as line:
                            if entry := self._read(line):
                                yield line, entry
                        end = begin - 1
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unreadable(error) from error

    def _read(self, line: bytes | memoryview) -> JournalEntry | None:
        """Return the entry of a line; None for half a line of a killed writer."""
        try:
            return msgspec.json.decode(line, type=JournalEntry)
        except msgspec.ValidationError as error:
            raise self._foreign(error) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None  # its change never happened

    def _foreign(self, error: Exception) -> StoreError:
        return StoreError(
            f"{self.path} is not a journal of this program: {error}.",
            "Put it aside to go on without it; the base itself is not touched by this.",
        )

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError(f"{self.path} cannot be read: {error.strerror}.")


def _write(file: RawIOBase, content: bytes) -> None:
    """Write all of it, down to the disk; an unbuffered file may take a part at a time."""
    written = 0
    while written < len(content):
        written += file.write(content[written:]) or 0
    os.fsync(file.fileno())
