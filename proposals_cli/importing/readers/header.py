"""Find the row that names the columns of a table, below titles and remarks."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.columns import guess

MAX_JUDGED_ROWS = 60
"""Rows that are read to distinguish the header from the rows above it."""

MAX_ROWS_ABOVE = 20

NO_HEADER = 0
"""The number of the header of a table without one."""

_VALUE = re.compile(r"[\d.,/ :-]*\d[\d.,/ :-]*|https?://\S+|\d+\s*[年月日]\S*")
_INVISIBLE = {ord(sign): None for sign in "\ufeff\u200b\u200e\u200f\u2060\u00ad"}

R = TypeVar("R")


@dataclass
class Found(Generic[R]):
    """The row of names, how many rows are above it, and the rows below."""

    header: R
    above: int
    below: Iterator[R]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to tell the user about the rows above."""
        if not self.above:
            return ()
        return (f"{counted(self.above, 'row')} above the header skipped",)


def find_header(
    rows: Iterator[tuple[int, list[Any], R]], asked: int | None, name: str, unit: str
) -> Found[R] | None:
    """Find the header in rows that are not blank: (number, cells, row to be returned).

    Args:
        rows: of the file.
        asked: the number of the header; None to find it.
        name: of the file, for messages.
        unit: what the numbers count, for messages.

    Raises:
        InvalidQueryError: no row has the number asked for.
    """
    if asked is not None:
        for above, (number, _, row) in enumerate(rows):
            if number == asked:
                return Found(row, above, (row for _, _, row in rows))
        raise InvalidQueryError(
            f"{name} has nothing in {unit} {asked}.", "--header is the row of column names."
        )
    first = list(islice(rows, MAX_JUDGED_ROWS))
    if not first:
        return None
    place = _place([cells for _, cells, _ in first])
    below = chain((row for _, _, row in first[place + 1 :]), (row for _, _, row in rows))
    return Found(first[place][2], place, below)


def without_header(
    rows: Iterator[tuple[int, list[Any], R]], row_of: Callable[[list[Any]], R]
) -> Found[R] | None:
    """Name the columns of rows that are all data: column 1, column 2, ….

    Args:
        rows: as for ``find_header``.
        row_of: makes a row of cells.
    """
    first = list(islice(rows, MAX_JUDGED_ROWS))
    if not first:
        return None
    width = max(len(cells) for _, cells, _ in first)
    names = row_of([f"column {place}" for place in range(1, width + 1)])
    return Found(names, 0, chain((row for _, _, row in first), (row for _, _, row in rows)))


def looks_like_data(cells: Sequence[Any]) -> bool:
    """Return whether a first row has values rather than names: figures, and no name that is known.

    >>> looks_like_data(["1", "Act on roads", "2020"]), looks_like_data(["Nr", "Betreff", "2020"])
    (True, False)
    """
    filled = [str(cell).strip() for cell in cells if str(cell).strip()]
    return not _known(filled) and any(_VALUE.fullmatch(cell) for cell in filled)


def distinct_names(cells: Iterable[object]) -> list[str]:
    """Return the names of columns, distinct and without line breaks; blank ones are numbered."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        wanted = " ".join(str(cell).translate(_INVISIBLE).split()) or f"column {place}"
        names.append(f"{wanted} ({place})" if wanted in names else wanted)
    return names


def describe_columns(names: Sequence[str]) -> str:
    """Return the number of columns as text."""
    return f"{len(names)} column{'' if len(names) == 1 else 's'}"


def too_many_cells(cells: int, columns: int) -> str:
    """Return the problem of a row that has more cells than there are columns."""
    return (
        f"{cells} cells under {columns} columns;"
        " if another row contains the column names, set it with --header ROW"
    )


def _place(rows: Sequence[Sequence[Any]]) -> int:
    """Return the first row that has cells in most columns in which the rows below it have."""
    if _fills(rows, 0):
        return 0
    for place in range(1, min(MAX_ROWS_ABOVE + 1, len(rows) - 1)):
        if _fills(rows, place) and _are_names(rows[place]):
            known = [_known(row) for row in rows[: place + 1]]
            return place if known[place] >= max(known) else 0
    return 0


def _fills(rows: Sequence[Sequence[Any]], place: int) -> bool:
    below = rows[place + 1 :]
    filled = Counter(column for row in below for column in _filled(row))
    usual = {column for column, times in filled.items() if 2 * times >= len(below)}
    return 2 * len(usual & _filled(rows[place])) > len(usual) or len(usual) < 2


def _filled(row: Sequence[Any]) -> set[int]:
    return {column for column, cell in enumerate(row) if str(cell).strip()}


def _are_names(row: Sequence[Any]) -> bool:
    """Return whether cells can be names: different texts that are not numbers."""
    names = [str(cell).strip() for cell in row if str(cell).strip()]
    return len(set(names)) == len(names) and not any(name[0].isdigit() for name in names)


def _known(row: Sequence[Any]) -> int:
    return sum(guess(str(cell)) is not None for cell in row if str(cell).strip())
