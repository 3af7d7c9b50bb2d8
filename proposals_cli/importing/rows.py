"""What readers of files hand on: rows, where they stand, and what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from proposals_cli.errors import PropError

DEEPEST = 30
"""So many levels of lists and objects a value may have."""


class ImportFileError(PropError):
    """A file that cannot be imported; the message names the file and the place in it."""


class OnDuplicate(StrEnum):
    """What to do with a row whose proposal is there already."""

    SKIP = "skip"
    UPDATE = "update"
    KEEP = "keep"


@dataclass(frozen=True)
class ReadOptions:
    """How a file is to be read; None is for what it shows itself."""

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

    ``number`` is the line, row or record as people count it; ``raw`` is what stood there, to be
    given back if the row is refused: a list of cells, else an object or a text. A row with a
    ``problem`` could not be read. ``table`` is set for a whole record of one of our tables.
    """

    number: int
    cells: Mapping[str, Any]
    raw: Any = None
    problem: str = ""
    table: str = ""


@dataclass
class SourceFile:
    """A file that is being read: iterate its ``rows`` once.

    ``found`` says in words what the file is; ``unit`` is what ``Row.number`` counts; ``header``
    holds the columns of a file that has them in fixed order, and ``delimiter`` stands between.
    """

    name: str
    format: str
    found: tuple[str, ...]
    rows: Iterator[SourceRow]
    unit: str = "record"
    header: tuple[str, ...] = ()
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row is not imported: the column at fault, if it is one, and the reason.

    ``themes`` are those the row names that do not exist, if that is the reason: each in quotes,
    with near ones.
    """

    number: int
    column: str
    reason: str
    themes: tuple[str, ...] = ()


@dataclass
class RejectedRowError(Exception):
    """A row that no record can be made of."""

    column: str
    reason: str
    themes: tuple[str, ...] = ()
