"""Read a base file: its identity, its content, and the place of an error.

The file is one JSON object of tables, each an object of numbered records, as TinyDB expects.
This program writes the start and the end of a record at a fixed indentation, so that the file can
be read in bounded memory and each record hashed without parsing it. Any other layout of the same
JSON (edited, minified, reformatted) needs a full parse.

Whatever the format of the file, it is read as records of format 2.
"""

import codecs
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from proposals_cli.domain.model.records import BASE, FORMAT, BaseInfo
from proposals_cli.errors import StoreError
from proposals_cli.store.base_format import (
    FormatOne,
    base_info,
    misplaced_record,
    second_record,
    unreadable_record,
)
from proposals_cli.store.conflict_markers import refuse_conflict_markers
from proposals_cli.store.duplicate_keys import (
    DuplicateKeyError,
    duplicate_in_base,
    refuse_duplicate_keys,
    two_records,
    two_tables,
)
from proposals_cli.store.file_stamp import Stamp, raise_unreadable, stamp_of
from proposals_cli.store.input_file import only_files
from proposals_cli.store.record_number import require_number

BLOCK = 1 << 20
_BOM = b"\xef\xbb\xbf"
_RECORD_END = b"\n    }"
_SHAPE = 'A base is an object of tables, each an object of records: {"proposals": {"1": {…}}}.'


class RawRecord(NamedTuple):
    """The text of one record, with its place in the file."""

    table: str
    number: str
    json: bytes


class _OtherLayoutError(Exception):
    """This program did not write the file, or someone edited it."""


class StoreFile:
    """A base file, opened again for every reading and never written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> Stamp:
        """Return the file's stamp; raises as ``stamp_of`` does."""
        return stamp_of(self.path)

    def digest(self) -> tuple[bytes, Stamp]:
        """Return a hash of the content, and the stamp of the file before it was read.

        If the file changes during the reading, its stamp differs from the one returned.
        """
        hashed = hashlib.blake2b(digest_size=16)
        with self.opened() as file:
            stamp = Stamp.of(os.fstat(file.fileno()))
            while block := file.read(BLOCK):
                hashed.update(block)
            return hashed.digest(), stamp

    def read(self, *, full_parse: bool = False) -> "Reading":
        """Return one pass over the records; ``full_parse``: in any layout."""
        return Reading(self, full_parse)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file for reading; raise system errors as ``StoreError``."""
        try:
            with open(self.path, "rb", opener=only_files) as file:
                yield file
        except OSError as error:
            raise_unreadable(self.path, error)


class Reading:
    """One pass over a base: iterate it first, then read ``digest``, ``stamp`` and ``info``.

    Iteration yields every record once: the one of the table ``base``, then the others in file
    order. A record that was cut in the wrong place (after indenting by hand) is not valid JSON:
    the caller that decodes it then asks for a full parse.

    ``info`` is what the base says of itself, known from the first record on. ``format`` is that
    of the file. The records of format 1 are those of format 2 that it stands for, at the end one
    for each body that proposals name.

    Raises:
        StoreError: the file is not JSON, not a base, of an unknown format, or uses a record
            number twice or one that is none. ``refuse_repeated_key`` is left to the callers,
            who have the records encoded.
    """

    def __init__(self, file: StoreFile, full_parse: bool) -> None:
        self.file = file
        self._full_parse = full_parse
        self.digest = b""
        self.stamp = Stamp(0, 0, 0, 0, 0)
        self.bytes_read = 0
        self.format = FORMAT
        self.info = BaseInfo(format=FORMAT)

    def __iter__(self) -> Iterator[RawRecord]:
        records = self.stored()
        first = next(records, None)
        if first is not None and first.table == BASE:
            try:
                self.info = base_info(first.json, self.file.path)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if self._full_parse:
                    raise unreadable_record(self.file.path, error) from error
                self._full_parse = True
                yield from self
                return
            yield first
            for record in records:
                if record.table == BASE:
                    raise second_record(self.file.path)
                yield record
        else:
            self.format = 1
            yield RawRecord(BASE, "1", msgspec.json.encode(self.info))
            yield from self._upgraded(chain((first,) if first else (), records))

    def _upgraded(self, records: Iterable[RawRecord]) -> Iterator[RawRecord]:
        old = FormatOne(self.file.path)
        for table, number, json in records:
            if table == BASE:
                raise misplaced_record(self.file.path)
            yield RawRecord(table, number, old.upgraded(table, number, json))
        for number, json in old.bodies():
            yield RawRecord("bodies", number, json)

    def stored(self) -> Iterator[RawRecord]:
        """Yield the records as the file has them, whatever its format."""
        with self.file.opened() as file:
            before = os.fstat(file.fileno())
            self.stamp = Stamp.of(before)
            walked = 0
            try:
                if self._full_parse:
                    raise _OtherLayoutError
                for record in self._walk(file):
                    walked += 1
                    require_number(self.file.path, record.table, record.number)
                    yield record
            except _OtherLayoutError:
                content = _content(file)
                self.digest = hashlib.blake2b(content, digest_size=16).digest()
                # The walk checks every byte between records, so the records that it yielded
                # are also the first ones of the parse.
                parsed = parse(content, self.file.path)
                if not walked:
                    parsed.sort(key=lambda record: record.table != BASE)
                for record in parsed[walked:]:
                    require_number(self.file.path, record.table, record.number)
                    yield record
            now = os.fstat(file.fileno())
            # A file that was replaced during the reading is still complete; only its ctime
            # changed when it lost its name.
            replaced = now.st_nlink < before.st_nlink
            if Stamp.of(now)._replace(ctime_ns=0) != self.stamp._replace(ctime_ns=0) or (
                now.st_ctime_ns != before.st_ctime_ns and not replaced
            ):
                raise StoreError(
                    f"{self.file.path} is being changed by another program.",
                    "Run the command again.",
                )

    def _walk(self, file: BinaryIO) -> Iterator[RawRecord]:
        cursor = _Cursor(file, self)
        cursor.expect(b"{\n")
        tables: set[str] = set()
        while True:
            cursor.expect(b'  "')
            table = cursor.until(b'": {')
            if table in tables:
                raise two_tables(self.file.path, table)
            tables.add(table)
            if not cursor.skip(b"}"):
                cursor.expect(b"\n")
                yield from self._walk_table(cursor, table)
            if cursor.skip(b",\n"):
                continue
            cursor.expect(b"\n}")
            cursor.skip(b"\n")
            cursor.expect_end()
            self.digest = cursor.hashed.digest()
            return

    def _walk_table(self, cursor: "_Cursor", table: str) -> Iterator[RawRecord]:
        numbers: set[str] = set()
        while True:
            cursor.expect(b'    "')
            number = cursor.until(b'": ')
            if number in numbers:
                raise two_records(self.file.path, table, number)
            numbers.add(number)
            yield RawRecord(table, number, cursor.record())
            if cursor.skip(b",\n"):
                continue
            cursor.expect(b"\n  }")
            return


class _Cursor:
    """A position in the file, with as much of the text after it in memory as needed."""

    def __init__(self, file: BinaryIO, reading: Reading) -> None:
        self.file = file
        self.reading = reading
        self.buffer = b""
        self.position = 0
        self.hashed = hashlib.blake2b(digest_size=16)

    def more(self) -> bool:
        block = self.file.read(max(BLOCK, len(self.buffer) - self.position))
        self.hashed.update(block)
        self.reading.bytes_read += len(block)
        self.buffer = self.buffer[self.position :] + block
        self.position = 0
        return bool(block)

    def skip(self, wanted: bytes) -> bool:
        while len(self.buffer) - self.position < len(wanted) and self.more():
            pass
        found = self.buffer.startswith(wanted, self.position)
        self.position += len(wanted) * found
        return found

    def expect(self, wanted: bytes) -> None:
        if not self.skip(wanted):
            raise _OtherLayoutError

    def expect_end(self) -> None:
        if self.position < len(self.buffer) or self.more():
            raise _OtherLayoutError

    def until(self, end: bytes) -> str:
        """Take a name up to ``end``; this program writes only plain names."""
        for _ in range(2):
            found = self.buffer.find(end, self.position, self.position + 200)
            if found >= 0:
                name = self.buffer[self.position : found]
                if not name.isascii() or not name.decode("ascii").replace("_", "a").isalnum():
                    raise _OtherLayoutError
                self.position = found + len(end)
                return name.decode("ascii")
            self.more()
        raise _OtherLayoutError

    def record(self) -> bytes:
        """Take one record, from its opening bracket to the closing one at its indentation."""
        searched = self.position
        while (found := self.buffer.find(_RECORD_END, searched)) < 0:
            searched = max(0, len(self.buffer) - self.position - len(_RECORD_END))
            if not self.more():
                raise _OtherLayoutError
        start, self.position = self.position, found + len(_RECORD_END)
        if self.buffer[start : start + 8] != b"{\n      ":
            raise _OtherLayoutError
        return self.buffer[start : self.position]


def parse(content: bytes, path: Path) -> list[RawRecord]:
    """Read an entire base in any layout.

    Raises:
        StoreError: the content is not JSON, and the message has line and column; or it is JSON
            of another shape.
    """
    content = content.removeprefix(_BOM)
    if not content.strip():
        raise StoreError(
            f"{path} is empty.",
            "Restore it (git, a backup) or start a new base in another file.",
        )
    refuse_conflict_markers(content, path)
    try:
        _require_utf8(content)  # json.loads would accept unpaired surrogates
        tables = msgspec.json.decode(content, type=dict[str, dict[str, msgspec.Raw]])
        refuse_duplicate_keys(content)
    except msgspec.ValidationError as error:
        raise StoreError(f"{path} is JSON, but not a base: {error}.", _SHAPE) from error
    except DuplicateKeyError as error:
        raise duplicate_in_base(path, content) from error
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise StoreError(
            f"{path} is not valid JSON: {_where(error, content)}.",
            "Fix it by hand or restore it (git, a backup); nothing was changed.",
        ) from error
    except RecursionError as error:
        raise StoreError(
            f"{path} is nested too deeply to be a base.", "Is it the right file?"
        ) from error
    except MemoryError as error:
        raise StoreError(
            f"{path} is too large to read at once, and its layout is not the one of this program.",
            "A base that this program wrote is read record by record.",
        ) from error
    found = [
        RawRecord(table, number, bytes(raw))
        for table, records in tables.items()
        for number, raw in records.items()
    ]
    for record in found:
        if not record.json.startswith(b"{"):
            raise StoreError(
                f"{path} is JSON, but not a base: '{record.number}' in '{record.table}' is not"
                " an object.",
                _SHAPE,
            )
    return found


def _require_utf8(content: bytes) -> None:
    """Raise UnicodeDecodeError at the place where content is not UTF-8, in little memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(content), BLOCK):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(content[start : start + BLOCK], start + BLOCK >= len(content))
        except UnicodeDecodeError as error:
            place = start - pending + error.start
            raise UnicodeDecodeError("utf-8", content, place, place + 1, error.reason) from error


def _content(file: BinaryIO) -> bytes:
    """Return the file's content, or only its beginning if that shows it is not a base."""
    file.seek(0)
    head = file.read(4096)
    looks_right = head.removeprefix(_BOM).lstrip()[:1] in (b"{", b"", b"<")
    return head + file.read() if looks_right else head


def _where(error: Exception, content: bytes) -> str:
    """Return what is wrong, with line and column if the parser knows them."""
    message = str(error)
    if isinstance(error, UnicodeDecodeError):
        offset: int | None = error.start
        message = "it is not UTF-8 text"
    elif "truncated" in message:
        offset = len(content)
        message = "it ends too early"
    elif "(byte " in message:
        message, _, rest = message.removeprefix("JSON is malformed: ").partition(" (byte ")
        # msgspec reads one byte more before it finds something after the end
        offset = int(rest.rstrip(")")) - message.startswith("trailing characters")
    else:
        offset = None
    if offset is None:
        return message
    line = content.count(b"\n", 0, offset) + 1
    before = content[content.rfind(b"\n", 0, offset) + 1 : offset]
    column = len(before.decode(errors="replace")) + 1  # as editors count it, not in bytes
    return f"{message} at line {line}, column {column}"
