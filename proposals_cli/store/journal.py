"""The journal of a base: one line per change, in a file beside the base, for ``undo`` and ``log``.

A line is written and flushed to disk before the base is replaced. If the program is killed in
between, the line describes a change that was not made; the hashes of the base's content show it.
"""

import hashlib
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from itertools import count, dropwhile
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from proposals_cli.domain.model.change import MAX_CHANGES, FullJournalEntry, JournalEntry
from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.records import FORMAT, TABLES
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.store.atomic_file import permissions_like
from proposals_cli.store.duplicate_keys import (
    duplicate_key,
    duplicate_key_at_top,
)
from proposals_cli.store.file_stamp import not_writable
from proposals_cli.store.format_one import upgraded
from proposals_cli.store.side_file import journal_path, side_file_opener

_LINE_START = b'{"number":'

_CONFLICT_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")

_PARTS = ("before", "after", "numbers")
"""The fields of a line that map tables to ids."""

_FAULTS = (msgspec.DecodeError, ValueError, RecursionError, InvalidRecordError)


class _LineError(ValueError):
    """A line of a journal is not one that this program writes."""


def record_digest(content: bytes | msgspec.Raw) -> str:
    """Return the hash that stands for a record, as JSON, in the journal."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


class Journal:
    """The changes that this program made to one base."""

    def __init__(self, base: Path) -> None:
        self.base = real = Path(os.path.realpath(base))
        self.path = journal_path(real)

    def completed(self, content: str) -> Iterator[JournalEntry]:
        """Yield the entries, newest first, without those at the end that were not completed.

        They began with the present content, and the base has not been touched since the last of
        them was announced. Older ones are left to the reader: a file that was put back looks the
        same.

        Args:
            content: the hash of the base's present content.

        Raises:
            StoreError: the journal cannot be read, or another program wrote it.
        """
        entries = (entry for entry, _, _ in self._backwards())
        if self._is_newer_than_base():
            return dropwhile(lambda entry: entry.old == content != entry.new, entries)
        return entries

    def append(self, entry: FullJournalEntry) -> None:
        """Write a line to disk.

        Raises:
            StoreError: it cannot be written, and the journal is as it was before.
        """
        line = msgspec.json.Encoder().encode_lines([entry])  # a large line is not copied
        try:
            opener = side_file_opener(0o600)
            # Unbuffered: closing the file would write a buffer again that did not fit the disk.
            with open(self.path, "ab", buffering=0, opener=opener) as file:
                end = file.tell()
                self._protect(file.fileno(), is_new=not end)
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
        """Return the number of the next change.

        Raises:
            StoreError: the journal cannot be read, or another program wrote its last line.
        """
        for entry, _, start in self._backwards():
            if entry.number == MAX_CHANGES:
                raise self._foreign(f"there is no number after {MAX_CHANGES}", start)
            return entry.number + 1
        return 1

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

    def _protect(self, descriptor: int, *, is_new: bool) -> None:
        """Let no more people read the journal than the base, whose records it repeats."""
        found = os.fstat(descriptor)
        if found.st_uid != os.geteuid():
            return  # its mode is its owner's to choose
        base = self.base.stat()
        allowed = (permissions_like(descriptor, base) if is_new else base.st_mode) & 0o666
        mode = allowed if is_new else found.st_mode & allowed
        if mode != found.st_mode & 0o777:
            os.fchmod(descriptor, mode)

    def _is_newer_than_base(self) -> bool:
        """Return whether the journal was written to after the base had its present content.

        Each completed change renames the base after the journal was written, and so does git.
        """
        try:
            return self.path.stat().st_mtime_ns > self.base.stat().st_ctime_ns
        except OSError:
            return False

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
                    end, after = len(content), MAX_CHANGES + 1
                    while end > 0:
                        start = content.rfind(b"\n", 0, end) + 1
                        with view[start:end] as line:
                            if entry := self._read(line, start):
                                if entry.number >= after:
                                    raise self._foreign(
                                        f"change {entry.number} is followed by change {after}",
                                        start,
                                    )
                                after = entry.number
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
            head = file.peek(4096)
            if head.startswith(_CONFLICT_MARKERS):
                raise self._conflict(0)
            if not _starts_like_a_journal(head):
                raise self._foreign("it does not start as a change does", 0)
            yield file

    def _ends_with_newline(self) -> bool:
        with self._opened() as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _read(self, line: memoryview, start: int) -> JournalEntry | None:
        """Return the entry of a line; None for half a line that a killed writer left."""
        try:
            entry = msgspec.json.decode(line, type=JournalEntry)
        except msgspec.ValidationError as error:
            raise self._foreign(error, start) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if bytes(line[:7]).startswith(_CONFLICT_MARKERS):
                raise self._conflict(start) from error
            return None  # its change was not made
        if fault := _fault_of_keys(line):
            raise self._foreign(fault, start)
        return entry

    def _full(self, line: memoryview, start: int) -> FullJournalEntry:
        try:
            content = bytes(line)
            full = msgspec.json.decode(content, type=FullJournalEntry)
            _check(content, full)
        except _FAULTS as error:
            raise self._foreign(error, start) from error
        return full

    def _foreign(self, fault: Exception | str, start: int) -> StoreError:
        return StoreError(
            f"{self.path} is not a journal of this program: line {self._line_at(start)}:"
            f" {str(fault).rstrip('.')}.",
            "Nothing was changed. Move the journal away to continue without it.",
        )

    def _conflict(self, start: int) -> StoreError:
        return StoreError(
            f"{self.path} has a conflict marker of git: line {self._line_at(start)}.",
            "Nothing was changed. A journal lists the changes made in one clone and does not belong"
            " in git. Keep only the lines of your own side, or move it away; then run"
            f" `git rm --cached {shlex.quote(str(self.path))}` and add it to .gitignore.",
        )

    def _line_at(self, start: int) -> int:
        with open(self.path, "rb", opener=side_file_opener()) as file:
            return file.read(start).count(b"\n") + 1

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


def _fault_of_keys(line: memoryview) -> str | None:
    """Return what is wrong with the outer keys of a line, which is seen without its records.

    Nothing is raised: an exception would keep views of the file, which then could not be closed.
    """
    try:
        fields = _raws(line)
        for part in _PARTS:
            if part in fields and (unknown := _raws(fields[part]).keys() - set(TABLES)):
                return f"there is no table '{min(unknown)}'"
    except (msgspec.ValidationError, _LineError) as error:
        return str(error)
    return None


def _raws(content: memoryview | msgspec.Raw) -> dict[str, msgspec.Raw]:
    """Return the values of a JSON object, which has no key twice, as they stand there."""
    values = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    if found := duplicate_key_at_top(content, values):
        raise _LineError(f"duplicate key '{found[0]}'")
    return values


def _check(line: bytes, entry: FullJournalEntry) -> None:
    """Check everything that undoing a change relies on.

    Raises:
        ValueError, InvalidRecordError: something is wrong.
    """
    fields = _raws(memoryview(line))
    for part in _PARTS:
        for ids in _raws(fields[part]).values() if part in fields else ():
            _raws(ids)
    tables = {*entry.before, *entry.after, *entry.numbers}
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
                _check_record(entry.format, table, id_, bytes(raw))
        if not entry.numbers.get(table, {}).keys() <= before.keys():
            raise ValueError(f"'numbers' names records that are not in 'before' of '{table}'")


def _check_record(format_: int, table: str, id_: str, content: bytes) -> None:
    record = decode_record(table, content if format_ == FORMAT else upgraded(table, content))
    if record.id != id_:
        raise ValueError(f"the record under '{id_}' has the id '{record.id}'")
    # Decoding drops a duplicate key; a record that this program wrote needs no second parse.
    if encode_record(record) != content and (key := duplicate_key(content)) is not None:
        raise ValueError(f"duplicate key '{key}' in the record '{id_}'")


def _write(file: RawIOBase, content: bytes) -> None:
    """Write all of it to disk; an unbuffered file may take only a part at a time."""
    written = 0
    while written < len(content):
        written += file.write(content[written:]) or 0
    os.fsync(file.fileno())
