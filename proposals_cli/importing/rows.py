"""What readers return: rows, their place in the file, and what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from proposals_cli.errors import PropError
from proposals_cli.store import format_one

MAX_DEPTH = 30
"""Levels of lists and objects in a value."""

MAX_FIRST_ROWS = 100
"""The first rows decide what the columns mean: this many, or fewer if they are very large."""

MAX_FIRST_CHARACTERS = 5_000_000

OUR_CSV = "our csv"
"""The ``table`` of a row of our own CSV, which has the proposal in words and as JSON."""


class ImportFileError(PropError):
    """A file cannot be imported; the message names the file and the place in it."""


class EmptyFileError(ImportFileError):
    """There is nothing in a file; among others it is only named."""


class OnDuplicate(StrEnum):
    """What to do with a row whose proposal exists already."""

    SKIP = "skip"
    UPDATE = "update"
    KEEP = "keep"


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; what is None is detected."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    records: str | None = None
    """The path of the list of records in a JSON or YAML file, as ``data.items``."""
    header: int | None = None
    """The line or row of a table that names its columns, counted from 1."""


@dataclass(slots=True)
class SourceRow:
    """One row or object of a file.

    ``number`` is the line, row or record, counted from 1. ``raw`` is the row as it is in the file,
    to be written back if it is rejected: a list of cells, an object or a text. A row with a
    ``problem`` could not be read. ``table`` is set for a complete record of one of our tables, and
    ``OUR_CSV`` for a row of our own CSV.
    """

    number: int
    cells: Mapping[str, Any]
    raw: Any = None
    problem: str = ""
    table: str = ""
    file: str = ""
    """The name of its file, if several are imported at once."""
    table_number: int = 0
    """Which table it belongs to, if several files are imported: one for those of like columns."""

    @property
    def place(self) -> str:
        """Where it is, for messages."""
        return f"{self.file}:{self.number:,}" if self.file else f"{self.number:,}"

    def without_cells(self) -> "SourceRow":
        """Return the row without what it says, to be remembered."""
        return SourceRow(self.number, {}, file=self.file)


def upgraded_row(row: SourceRow, table: str) -> SourceRow:
    """Return a complete record of format 1 as one of format 2."""
    cells = msgspec.json.decode(format_one.upgraded(table, msgspec.json.encode(row.cells)))
    return replace(row, cells=cells)


def first_rows(rows: Iterator[SourceRow]) -> list[SourceRow]:
    """Return the rows that decide what the columns mean; the others can still be read."""
    first: list[SourceRow] = []
    size = 0
    for row in rows:
        first.append(row)
        size += len(str(row.cells))
        if len(first) >= MAX_FIRST_ROWS or size > MAX_FIRST_CHARACTERS:
            break
    return first


@dataclass
class SourceFile:
    """A file that is being read; its ``rows`` can be iterated once.

    ``found`` describes the file for people; ``unit`` is what ``SourceRow.number`` counts;
    ``header`` contains the columns of a table, and ``delimiter`` separates them.
    """

    name: str
    format: str
    found: tuple[str, ...]
    rows: Iterator[SourceRow]
    unit: str = "record"
    header: tuple[str, ...] = ()
    delimiter: str = ","
    read: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    """Name, format and description of each file that was read, if there are several."""
    is_several: bool = False

    def tables(self) -> Iterator[tuple[int, Iterator[SourceRow]]]:
        """Yield the rows of each table with its number, which may come back later."""
        return groupby(self.rows, key=attrgetter("table_number"))


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row is not imported: the column, if one is at fault, and the reason.

    ``themes`` are the themes that do not exist, if that is the reason: each in quotes, followed
    by similar ones.
    """

    place: str
    column: str
    reason: str
    themes: tuple[str, ...] = ()


@dataclass
class RejectedRowError(Exception):
    """No record can be made from a row; the attributes are those of ``Rejection``."""

    column: str
    reason: str
    themes: tuple[str, ...] = ()
