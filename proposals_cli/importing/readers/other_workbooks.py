"""Read a sheet of an OpenDocument (.ods) or an old Excel (.xls, .xlsb) workbook."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from proposals_cli.domain.ports import Progress
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.readers.csv import MAX_TABLE_COLUMNS
from proposals_cli.importing.readers.header import (
    NO_HEADER,
    describe_columns,
    distinct_names,
    find_header,
    too_many_cells,
    without_header,
)
from proposals_cli.importing.rows import (
    EmptyFileError,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)

MAX_BYTES = 60_000_000
"""Size of a file, which is read whole into memory."""


def read_workbook(
    file: BinaryIO, name: str, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the rows under the row of column names; errors as ``read_excel``."""
    file.seek(0, 2)
    if file.tell() > MAX_BYTES:
        raise ImportFileError(f"{name} is too large.", "Save the sheet as CSV and import that.")
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        titles = book.sheet_names
        title = options.sheet or next(iter(titles), "")
        if title not in titles:
            raise InvalidQueryError(
                f"{name} has no sheet '{title}'.", f"Sheets: {', '.join(titles)}."
            )
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    # what a broken workbook makes the library raise is not said anywhere
    except (CalamineError, ValueError, OSError, KeyError, IndexError, TypeError) as error:
        raise ImportFileError(
            f"{name} is no workbook that can be read: {error}.",
            "Save it as .xlsx without a password, or as CSV.",
        ) from error
    cells = ((number, [_text(value) for value in row]) for number, row in enumerate(rows, 1))
    filled = ((n, values, (n, values)) for n, values in cells if any(v != "" for v in values))
    if options.header == NO_HEADER:
        found = without_header(filled, lambda values: (0, values))
    else:
        found = find_header(filled, options.header, name, "row")
    if found is None:
        raise EmptyFileError(f"{name}, sheet '{title}' is empty.")
    header = found.header[1]
    while header and header[-1] == "":
        header.pop()
    if len(header) > MAX_TABLE_COLUMNS:
        raise ImportFileError(f"{name} has more than {MAX_TABLE_COLUMNS:,} columns.")
    names = distinct_names(header)
    others = [one for one in titles if one != title]
    left = (f"not read: sheet {', '.join(others[:8])}",) if others else ()
    return SourceFile(
        name=name,
        format="ods",
        found=(f"sheet '{title}'", describe_columns(names), *found.remarks, *left),
        rows=_rows(found.below, names, name, len(rows), progress),
        unit="row",
        header=tuple(names),
    )


def _rows(
    cells: Iterator[tuple[int, list[Any]]], names: list[str], name: str, of: int, progress: Progress
) -> Iterator[SourceRow]:
    for number, values in cells:
        found = dict(zip(names, values, strict=False))
        if any(value != "" for value in values[len(names) :]):
            yield SourceRow(number, {}, found, too_many_cells(len(values), len(names)))
            continue
        yield SourceRow(number, found, found)
    progress(f"reading {name}", max(of, 1), max(of, 1))


def _text(value: Any) -> Any:
    match value:
        case None:
            return ""
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta() | bool():
            return str(value)
        case float() if value.is_integer() and abs(value) < 1e18:
            return int(value)
        case _:
            return value
