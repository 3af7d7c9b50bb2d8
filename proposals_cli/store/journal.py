"""The journal of a base: one line per change, in a file beside the base, for ``undo`` and ``log``.

A line is written and flushed to disk before the base is replaced. If the program is killed in
between, the line describes a change that was not made; the hashes of the base's content show it.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from itertools import count
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from proposals_cli.domain.model.change import FullJournalEntry, JournalEntry
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import FORMAT, TABLES
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.store.file_stamp import not_writable
from proposals_cli.store.format_one import upgraded
from proposals_cli.store.side_file import journal_path, side_file_opener

_LINE_START = b'{"number":'

_FAULTS = (msgspec.DecodeError, ValueError, RecursionError, InvalidRecordError)


def record_digest(content: bytes | msgspec.Raw) -> str:
    """Return the hash that stands for a record, as JSON, in the journal."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


class Journal:
    """The changes that this program made to one base."""

    def __init__(self, base: Path) -> None:
        self.base = real = Path(os.path.realpath(base))
        self.path = journal_path(real)

    def entries(self, digest: str) -> list[JournalEntry]:
        """Return the changes that were made, oldest first.

        ``digest`` is the hash of the base's present content.

        Raises:
            StoreError: the journal cannot be read, or another program wrote it.
        """
        announced = list(self._forwards())
        made = []
        for place, entry in enumerate(announced):
            following = announced[place + 1].old if place + 1 < len(announced) else digest
            if following == entry.old != entry.new:
                continue  # the next change started from the same content: this one was not made
            made.append(entry)
        return made

    def append(self, entry: FullJournalEntry) -> None:
        """Write a line to disk.

        Raises:
            StoreError: it cannot be written, and the journal is as it was before.
        """
        line = msgspec.json.Encoder().encode_lines([entry])  # a large line is not copied
        try:
            # A new journal, which repeats the records, is as private as the base.
            opener = side_file_opener(self.base.stat().st_mode & 0o666)
            # Unbuffered: closing the file would write a buffer again that did not fit the disk.
            with open(self.path, "ab", buffering=0, opener=opener) as file:
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
        return 1 if last is None else last[0].number + 1

    def entry(self, number: int) -> FullJournalEntry:
        """Return one entry with what is needed to undo it.

        Raises:
            StoreError: it is missing, or does not describe a change of a base.
        """
        for entry, line, start in self._backwards():
            if entry.number == number:
                return self._full(line, start)
        raise StoreError(f"{self.path} has no change {number} any more.")

    def entries_after(self, number: int) -> Iterator[FullJournalEntry]:
        """Yield the entries after one, newest first, each with what is needed to undo it."""
        for entry, line, start in self._backwards():
            if entry.number == number:
                return
            yield self._full(line, start)

    def set_aside(self) -> None:
        """Rename an existing journal: it belongs to an earlier base of the same name.

        Raises:
            OSError: it cannot be renamed.
        """
        if not os.path.lexists(self.path):
            return
        for number in count(1):
            aside = self.path.with_name(f"{self.path.name}.{number}")
            if not os.path.lexists(aside):
                self.path.rename(aside)
                return

    def _forwards(self) -> Iterator[JournalEntry]:
        """Yield the entries without their records, oldest first."""
        try:
            with self._opened() as file:
                start = 0
                for line in file:
                    if entry := self._read(line, start):
                        yield entry
                    start += len(line)
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unreadable(error) from error

    def _backwards(self) -> Iterator[tuple[JournalEntry, memoryview, int]]:
        """Yield entries, their lines and where these start, newest first: a journal gets long.

        A line is a view of the file, which is valid until the next one is asked for.
        """
        try:
            with self._opened() as file:
                if not os.fstat(file.fileno()).st_size:
                    return
                content = mmap(file.fileno(), 0, access=ACCESS_READ)
                with content, memoryview(content) as view:
                    end = len(content)
                    while end > 0:
                        start = content.rfind(b"\n", 0, end) + 1
                        with view[start:end] as line:
                            if entry := self._read(line, start):
                                yield entry, line, start
                        end = start - 1
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unreadable(error) from error

    @contextmanager
    def _opened(self) -> Iterator[BufferedReader]:
        """Open the journal for reading; refuse a file that does not start like one."""
        with open(self.path, "rb", opener=side_file_opener()) as file:
            if not _starts_like_a_journal(file.peek(4096)):
                raise self._foreign("it does not start as a change does", 0)
            yield file

    def _ends_with_newline(self) -> bool:
        with self._opened() as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _read(self, line: bytes | memoryview, start: int) -> JournalEntry | None:
        """Return the entry of a line; None for half a line that a killed writer left."""
        try:
            return msgspec.json.decode(line, type=JournalEntry)
        except msgspec.ValidationError as error:
            raise self._foreign(error, start) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None  # its change was not made

    def _full(self, line: memoryview, start: int) -> FullJournalEntry:
        try:
            full = msgspec.json.decode(bytes(line), type=FullJournalEntry)
            _check(full)
        except _FAULTS as error:
            raise self._foreign(error, start) from error
        return full

    def _foreign(self, fault: Exception | str, start: int) -> StoreError:
        with open(self.path, "rb", opener=side_file_opener()) as file:
            line = file.read(start).count(b"\n") + 1
        return StoreError(
            f"{self.path} is not a journal of this program: line {line}: {str(fault).rstrip('.')}.",
            "Nothing was changed. Move the journal away to continue without it.",
        )

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError(f"{self.path} cannot be read: {error.strerror}.")


def _starts_like_a_journal(head: bytes) -> bool:
    for line in head.split(b"\n"):
        # A line whose data did not reach the disk before the power failed reads as zeros.
        start = line.lstrip(b"\0")
        if start.startswith(_LINE_START):
            return True
        if not _LINE_START.startswith(start):
            return False
    return True  # empty, or a killed writer cut its first lines off


def _check(entry: FullJournalEntry) -> None:
    """Check everything that undoing a change relies on.

    Raises:
        ValueError, InvalidRecordError: something is wrong.
    """
    tables = {*entry.before, *entry.after, *entry.numbers}
    if unknown := tables - set(TABLES):
        raise ValueError(f"there is no table '{min(unknown)}'")
    if entry.format not in (1, FORMAT):
        raise ValueError(f"format {entry.format} is not known")
    if not any(entry.before.values()):
        raise ValueError("it changes no record")
    for table in tables:
        before = entry.before.get(table, {})
        if before.keys() != entry.after.get(table, {}).keys():
            raise ValueError(f"'before' and 'after' name different records of '{table}'")
        for id_, raw in before.items():
            if bytes(raw) == b"null" and entry.after[table][id_] is None:
                raise ValueError(f"the record '{id_}' is neither before nor after the change")
            if bytes(raw) != b"null":
                content = bytes(raw) if entry.format == FORMAT else upgraded(table, bytes(raw))
                if (found := decode_record(table, content).id) != id_:
                    raise ValueError(f"the record under '{id_}' has the id '{found}'")
        if not entry.numbers.get(table, {}).keys() <= before.keys():
            raise ValueError(f"'numbers' names records that are not in 'before' of '{table}'")


def _write(file: RawIOBase, content: bytes) -> None:
    """Write all of it to disk; an unbuffered file may take only a part at a time."""
    written = 0
    while written < len(content):
        written += file.write(content[written:]) or 0
    os.fsync(file.fileno())
