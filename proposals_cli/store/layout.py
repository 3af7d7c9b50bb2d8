"""Find the records of a base file in this program's own layout, without parsing them.

The start and the end of a record are at a fixed indentation, and no JSON string contains a line
break. So the place of every record is known after one quick pass, and a change can be written by
copying what it does not touch (``splice.py``).
"""

import os
import re
from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterator, Mapping
from typing import BinaryIO

import msgspec

from proposals_cli.domain.model.records import BASE, TABLES
from proposals_cli.store.packed_document import TextDocument

BLOCK = 1 << 20

_TABLE = re.compile(rb'  "([A-Za-z0-9_]+)": \{')
_START = rb'    "(0|[1-9][0-9]{0,17})": \{\n      (?:"id": "([^"\\]*)")?'
_FIRST = re.compile(_START)
_NEXT = re.compile(rb"\n    \}(?:,\n" + _START + rb"|(\n  \}))?")
"""The end of a record, with the start of the next one or the end of the table."""

_RECORD_END = b"\n    }"
_LONGEST_BETWEEN = 400
"""More bytes than there are from the end of a record to the id of the next."""

_ID = re.compile(rb'\{\n      "id": "([^"\\]*)"')


class StoredTable(Mapping[str, "StoredDocument"]):
    """A table of the file: the places of its records, in the order of their ids.

    ``start`` is the offset after the table's opening bracket, ``end`` that of its closing one.
    TinyDB reads it like any mapping from numbers to documents. A record takes 24 bytes.
    """

    def __init__(self, file: BinaryIO, start: int) -> None:
        self.start = self.end = start
        self._descriptor = file.fileno()
        self._numbers = array("q")
        self._starts = array("q")
        self._ends = array("q")
        self._found: dict[str, int] = {}

    def append(self, number: int, start: int, end: int) -> None:
        """Add a record by its number and the offsets of its JSON."""
        self._numbers.append(number)
        self._starts.append(start)
        self._ends.append(end)

    def numbers(self) -> set[int]:
        """Return the numbers of all records."""
        return set(self._numbers)

    def text(self, place: int) -> bytes:
        """Return a record as the file has it."""
        start = self._starts[place]
        return os.pread(self._descriptor, self._ends[place] - start, start)

    def line_start(self, place: int) -> int:
        """Return the offset of the line in which a record starts."""
        return self._starts[place] - len(f'    "{self._numbers[place]}": ')

    def record_end(self, place: int) -> int:
        """Return the offset after a record."""
        return self._ends[place]

    def key(self, place: int) -> tuple[str, str]:
        """Return the id and the number of a record, by which the file is sorted."""
        head = os.pread(self._descriptor, _LONGEST_BETWEEN, self._starts[place])
        stated = _ID.match(head)
        id_ = stated[1].decode() if stated else id_in(self.text(place))
        return id_, str(self._numbers[place])

    def place_of(self, id_: str) -> int | None:
        """Return the place of the record with an id; None if there is none."""
        place = self.place_for((id_, ""))
        if place == len(self) or self.key(place)[0] != id_:
            return None
        self._found[str(self._numbers[place])] = place
        return place

    def place_for(self, key: tuple[str, str]) -> int:
        """Return the place of the first record whose id and number do not come before these."""
        return bisect_left(range(len(self)), key, key=self.key)

    def number(self, place: int) -> int:
        """Return the number of a record."""
        return self._numbers[place]

    def __getitem__(self, number: str) -> "StoredDocument":
        place = self._found.get(number)  # most are asked for after ``place_of``
        if place is None:
            try:
                place = self._numbers.index(int(number))
            except ValueError:
                raise KeyError(number) from None
        return StoredDocument(self, place)

    def __iter__(self) -> Iterator[str]:
        return map(str, self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def items(self) -> ItemsView[str, "StoredDocument"]:
        """Return the documents with their numbers; none is searched for."""
        return _Items(self)


class _Items(ItemsView[str, "StoredDocument"]):
    def __init__(self, table: StoredTable) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[tuple[str, "StoredDocument"]]:
        table = self._table
        return ((number, StoredDocument(table, place)) for place, number in enumerate(table))


class StoredDocument(TextDocument):
    """A document that is still in the file: every access reads it again."""

    __slots__ = ("_table", "place")

    def __init__(self, table: StoredTable, place: int) -> None:
        self._table = table
        self.place = place

    def text(self) -> bytes:
        """Return the document as the file has it."""
        return self._table.text(self.place)


def stored_tables(file: BinaryIO) -> dict[str, StoredTable] | None:
    """Return the tables of a base file; None if its layout is not the one of this program.

    Whether the text of each record is as this program would write it is not looked at.
    """
    file.seek(0)
    try:
        return _Scanner(file).tables()
    except _OtherLayoutError:
        return None


def id_in(text: bytes) -> str:
    """Return the id of a record, wherever it is in it; empty if it has none.

    Raises:
        msgspec.DecodeError, UnicodeDecodeError: it is not JSON.
    """
    document = msgspec.json.decode(text)
    return str(document.get("id", "")) if isinstance(document, dict) else ""


class _OtherLayoutError(Exception):
    """This program did not write the file."""


class _Scanner:
    """One pass over a file, with a block of it in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._at = 0
        self._offset = 0
        """The place of the buffer in the file."""
        self._ended = False

    def tables(self) -> dict[str, StoredTable]:
        self._expect(b"{\n")
        tables: dict[str, StoredTable] = {}
        while True:
            self._have(_LONGEST_BETWEEN)
            found = _TABLE.match(self._buffer, self._at)
            if found is None or (name := found[1].decode()) in tables:
                raise _OtherLayoutError
            self._at = found.end()
            tables[name] = table = StoredTable(self._file, self._offset + self._at)
            if not self._skip(b"}"):
                self._expect(b"\n")
                self._read_records(table)
                if len(table.numbers()) < len(table):
                    raise _OtherLayoutError
            table.end = self._offset + self._at - len(b"}")
            if not self._skip(b",\n"):
                break
        self._expect(b"\n}\n")
        if self._have(1) or list(tables)[: len(TABLES) + 1] != [BASE, *TABLES]:
            raise _OtherLayoutError
        return tables

    def _read_records(self, table: StoredTable) -> None:
        """Read the records of a table, which must be in the order of their ids, and its end."""
        last = (b"", b"")
        self._have(_LONGEST_BETWEEN)
        match = _FIRST.match(self._buffer, self._at)
        if match is None:
            raise _OtherLayoutError
        while (number := match[1]) is not None:
            id_ = match[2]
            self._at = match.end(1) + len(b'": ')
            start = self._offset + self._at
            match = self._record_end()
            end = match.start() + len(_RECORD_END)
            if id_ is None:
                id_ = self._id(self._buffer[self._at : end])
            if (id_, number) <= last:  # bytes of UTF-8 sort as its characters do
                raise _OtherLayoutError
            last = (id_, number)
            table.append(int(number), start, self._offset + end)
        if match[3] is None:
            raise _OtherLayoutError
        self._at = match.end()

    def _record_end(self) -> re.Match[bytes]:
        """Return the end of the record that starts at the position, with what follows it."""
        while True:
            match = _NEXT.search(self._buffer, self._at)
            if match is not None and (
                self._ended or match.end() + _LONGEST_BETWEEN <= len(self._buffer)
            ):
                return match
            if self._ended:
                raise _OtherLayoutError
            self._more()

    def _id(self, text: bytes) -> bytes:
        try:
            return id_in(text).encode()
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise _OtherLayoutError from error

    def _have(self, size: int) -> bool:
        """Return whether so many bytes follow, which are then in the buffer."""
        while len(self._buffer) - self._at < size and not self._ended:
            self._more()
        return len(self._buffer) - self._at >= size

    def _more(self) -> None:
        """Read on; what is before the position leaves the buffer."""
        block = self._file.read(max(BLOCK, len(self._buffer) - self._at))
        self._ended = not block
        self._buffer = self._buffer[self._at :] + block
        self._offset += self._at
        self._at = 0

    def _skip(self, wanted: bytes) -> bool:
        self._have(len(wanted))
        found = self._buffer.startswith(wanted, self._at)
        self._at += len(wanted) * found
        return found

    def _expect(self, wanted: bytes) -> None:
        if not self._skip(wanted):
            raise _OtherLayoutError
