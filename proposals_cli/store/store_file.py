"""Read a store file: its identity, its content and where it is broken.

The file is one JSON object of tables, each an object of numbered records, as TinyDB lays it out.
What this program writes puts the start and the end of a record at a fixed indentation, so it can
be walked in bounded memory and each record be hashed without parsing it. Any other layout of the
same JSON (edited, minified, reformatted) is read through a full parse.
"""

import codecs
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

from proposals_cli.errors import StoreError
from proposals_cli.store.file_stamp import Stamp, raise_unreadable, stamp_of

BLOCK = 1 << 20
_BOM = b"\xef\xbb\xbf"
_RECORD_END = b"\n    }"
_SHAPE = 'A store is an object of tables, each an object of records: {"proposals": {"1": {…}}}.'


class RawRecord(NamedTuple):
    """One record as it stands in the file."""

    table: str
    number: str
    json: bytes


class _OtherLayoutError(Exception):
    """The file is not laid out as this program writes it."""


class StoreFile:
    """One store file, opened anew for every reading. Nothing here ever writes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> Stamp:
        """Return the file's stamp; errors as ``stamp_of``."""
        return stamp_of(self.path)

    def digest(self) -> tuple[bytes, Stamp]:
        """Return a hash of the content, and the stamp the file had before it was read.

        A change made meanwhile gives the file another stamp than this one.
        """
        hashed = hashlib.blake2b(digest_size=16)
        with self.opened() as file:
            stamp = Stamp.of(os.fstat(file.fileno()))
            while block := file.read(BLOCK):
                hashed.update(block)
            return hashed.digest(), stamp

    def read(self, *, whole: bool = False) -> "Reading":
        """Return one pass over the records; ``whole``: parse the file at once, whatever layout."""
        return Reading(self, whole)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file for reading; errors of the system become ``StoreError``."""
        try:
            with open(self.path, "rb") as file:
                yield file
        except OSError as error:
            raise_unreadable(self.path, error)


class Reading:
    """One pass over a store: iterate it, then ask for ``digest`` and ``stamp``.

    Iterating yields every record once, in file order. A record that was cut in the wrong place
    (somebody indented by hand) is no valid JSON: whoever decodes it then reads ``whole``.

    Raises:
        StoreError: the file is not JSON, not a store, or holds a record number twice.
    """

    def __init__(self, file: StoreFile, whole: bool) -> None:
        self.file = file
        self._whole = whole
        self.digest = b""
        self.stamp = Stamp(0, 0, 0, 0, 0)
        self.bytes_read = 0

    def __iter__(self) -> Iterator[RawRecord]:
        with self.file.opened() as file:
            before = os.fstat(file.fileno())
            self.stamp = Stamp.of(before)
            walked = 0
            try:
                if self._whole:
                    raise _OtherLayoutError
                for record in self._walk(file):
                    walked += 1
                    yield record
            except _OtherLayoutError:
                content = _content(file)
                self.digest = hashlib.blake2b(content, digest_size=16).digest()
                # The walk checks every byte between records, so the records it has yielded are
                # the first ones of the parse as well.
                yield from parse(content, self.file.path)[walked:]
            now = os.fstat(file.fileno())
            # A file that was replaced while it was read is whole all the same; losing its name
            # has moved its ctime.
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
                raise StoreError(
                    f"{self.file.path} holds the table '{table}' twice.",
                    "Join the two by hand; nothing was changed.",
                )
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
                _raise_number_twice(self.file.path, table, number)
            numbers.add(number)
            yield RawRecord(table, number, cursor.record())
            if cursor.skip(b",\n"):
                continue
            cursor.expect(b"\n  }")
            return


class _Cursor:
    """A place in the file, with as much of what follows in memory as is needed."""

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
        """Take a name up to ``end``; only plain names are ours."""
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
    """Read a whole store of any layout.

    Raises:
        StoreError: with the line and column where the JSON breaks, or with the shape that is
            asked for where it is JSON of another kind.
    """
    import json  # the standard library sees keys that stand twice; others keep the last

    import msgspec

    content = content.removeprefix(_BOM)
    if not content.strip():
        raise StoreError(
            f"{path} is empty.",
            "Restore it (git, a backup) or start a new base in another file.",
        )
    try:
        _require_utf8(content)  # strictly: json.loads would let halves of surrogate pairs pass
        tables = msgspec.json.decode(content, type=dict[str, dict[str, msgspec.Raw]])
        json.loads(content, object_pairs_hook=lambda pairs: refuse_repeats(pairs, path))
    except msgspec.ValidationError as error:
        raise StoreError(f"{path} is JSON, but not a store: {error}.", _SHAPE) from error
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise StoreError(
            f"{path} is not valid JSON: {_where(error, content)}.",
            "Mend it by hand or restore it (git, a backup); nothing was changed.",
        ) from error
    except RecursionError as error:
        raise StoreError(
            f"{path} is nested too deeply to be a store.", "Is it the right file?"
        ) from error
    except MemoryError as error:
        raise StoreError(
            f"{path} is too large to be read at once, which its layout asks for.",
            "A base that this program has written is read record by record.",
        ) from error
    found = [
        RawRecord(table, number, bytes(raw))
        for table, records in tables.items()
        for number, raw in records.items()
    ]
    for record in found:
        if not record.json.startswith(b"{"):
            raise StoreError(
                f"{path} is JSON, but not a store: '{record.number}' in '{record.table}' is not"
                " an object.",
                _SHAPE,
            )
    return found


def _require_utf8(content: bytes) -> None:
    """Raise UnicodeDecodeError with the place where content is not UTF-8, in little memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(content), BLOCK):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(content[start : start + BLOCK], start + BLOCK >= len(content))
        except UnicodeDecodeError as error:
            place = start - held + error.start
            raise UnicodeDecodeError("utf-8", content, place, place + 1, error.reason) from error


def refuse_repeats(pairs: list[tuple[str, object]], path: Path) -> None:
    """Raise StoreError if the keys of one object repeat: all but the last would be lost."""
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise StoreError(
            f"{path} holds the key '{twice}' twice in one object.",
            "Two records may have been joined in a merge: give one of them another number.",
        )


def _raise_number_twice(path: Path, table: str, number: str) -> NoReturn:
    raise StoreError(
        f"{path} holds two records numbered {number} in '{table}'.",
        "Give one of them another number, which may be any that is free.",
    )


def _content(file: BinaryIO) -> bytes:
    """Return the file's content, or its beginning where that shows that it is no store."""
    file.seek(0)
    head = file.read(4096)
    looks_right = head.removeprefix(_BOM).lstrip()[:1] in (b"{", b"")
    return head + file.read() if looks_right else head


def _where(error: Exception, content: bytes) -> str:
    """Say what is wrong and in which line and column, as far as the parser knows."""
    message = str(error)
    if isinstance(error, UnicodeDecodeError):
        offset: int | None = error.start
        message = "it is not UTF-8 text"
    elif "truncated" in message:
        offset = len(content)
        message = "it ends too early"
    elif "(byte " in message:
        message, _, rest = message.removeprefix("JSON is malformed: ").partition(" (byte ")
        # msgspec has read one byte more when it finds that something follows the end
        offset = int(rest.rstrip(")")) - message.startswith("trailing characters")
    else:
        offset = None
    if offset is None:
        return message
    line = content.count(b"\n", 0, offset) + 1
    before = content[content.rfind(b"\n", 0, offset) + 1 : offset]
    column = len(before.decode(errors="replace")) + 1  # as editors count it, not in bytes
    return f"{message} at line {line}, column {column}"
