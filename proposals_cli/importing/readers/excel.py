"""Read a sheet of an Excel workbook (.xlsx)."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.plural import counted
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
from proposals_cli.importing.readers.sheet_parts import Place, SheetParts, sheet_parts
from proposals_cli.importing.readers.text_lines import PROGRESS_EVERY
from proposals_cli.importing.rows import (
    EmptyFileError,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)

MAX_BYTES = 1_000_000_000
MAX_TEXT_BYTES = 150_000_000
MAX_STYLE_BYTES = 20_000_000
"""Unpacked size of a workbook, and of its texts and styles, which are read into memory."""

MAX_RATIO = 250
"""Unpacked to packed size of a part over 2 MB; real sheets reach about 30."""

EVERY_SHEET = "*"
"""What ``--sheet`` is for all sheets."""

MAX_NAMED = 8

_ZEROS = re.compile("0{2,30}")


def read_excel(file: BinaryIO, name: str, options: ReadOptions, progress: Progress) -> SourceFile:
    """Return the rows under the row of column names; a formula gives its last result.

    Raises:
        ImportFileError: it is not a workbook, or unpacks to too much.
    """
    _check_size(file, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about charts and styles, which are not read
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    # openpyxl lets through whatever the parts of a broken workbook raise
    except Exception as error:
        raise ImportFileError(f"{name} is not an Excel workbook: {error}.") from error
    titles = [sheet.title for sheet in book.worksheets]
    if not titles:
        raise ImportFileError(f"{name} has no sheet.")
    if options.sheet == EVERY_SHEET:
        return _every_sheet(book, file, name, options, progress)
    if options.sheet is not None and options.sheet not in titles:
        raise InvalidQueryError(
            f"{name} has no sheet '{options.sheet}'.",
            f"Sheets: {', '.join(titles)}; '{EVERY_SHEET}' reads all of them.",
        )
    title = options.sheet or titles[0]
    found = _sheet(book[title], file, name, options, progress)
    if found is None:
        raise EmptyFileError(f"{name}, sheet '{title}' is empty.")
    if others := [one for one in titles if one != title]:
        found.found = (*found.found, f"not read: sheet {', '.join(others[:MAX_NAMED])}")
    return found


def _every_sheet(
    book: Any, file: BinaryIO, name: str, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the rows of all sheets, each with the name of its sheet in the column ``sheet``."""
    read = [
        found
        for sheet in book.worksheets
        if (found := _sheet(sheet, file, name, options, progress)) is not None
    ]
    if not read:
        raise EmptyFileError(f"{name}: all sheets are empty.")
    first = read[0]
    first.found = tuple(remark for one in read for remark in one.found[:MAX_NAMED])
    titled = [(one.found[0].removeprefix("sheet '").removesuffix("'"), one.rows) for one in read]
    first.rows = (row for title, rows in titled for row in _of_sheet(title, rows))
    return first


def _of_sheet(title: str, rows: Iterable[SourceRow]) -> Iterator[SourceRow]:
    for row in rows:
        yield replace(row, cells={**row.cells, "sheet": title} if row.cells else {}, file=title)


def _sheet(
    sheet: Any, file: BinaryIO, name: str, options: ReadOptions, progress: Progress
) -> SourceFile | None:
    """Return the rows of a sheet; None if it is empty."""
    parts = sheet_parts(file, getattr(sheet, "_worksheet_path", ""))
    sheet.reset_dimensions()  # the size that the file claims would pad every row
    of = sheet.max_row or 0
    cells = _cells(sheet.iter_rows(), name, parts)
    filled = ((number, values, (number, values)) for number, values in cells)
    if options.header == NO_HEADER:
        found = without_header(filled, lambda values: (0, values))
    else:
        found = find_header(filled, options.header, name, "row")
    if found is None:
        return None
    names = _names(found.header[1])
    remarks = [f"sheet '{sheet.title}'", describe_columns(names), *found.remarks]
    if parts.hidden_rows:
        remarks.append(f"{counted(parts.hidden_rows, 'hidden row')} read too")
    if parts.formulas:
        what = counted(parts.formulas, "formula")
        remarks.append(f"{what} without a stored value read as blank")
    return SourceFile(
        name=name,
        format="xlsx",
        found=tuple(remarks),
        rows=_rows(found.below, names, name, of, progress, parts.links),
        unit="row",
        header=tuple(names),
    )


def _check_size(file: BinaryIO, name: str) -> None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ImportFileError(f"{name} is not an Excel workbook: {error}.") from error
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise ImportFileError(f"{name} is a zip file, but not an Excel workbook.")
    total = sum(part.file_size for part in parts)
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        folder, _, file_name = part.filename.lower().rpartition("/")
        most = MAX_BYTES if folder.endswith("worksheets") else MAX_TEXT_BYTES
        most = MAX_STYLE_BYTES if file_name.startswith("styles") else most
        bomb = part.file_size > 2_000_000 and ratio > MAX_RATIO
        if bomb or part.file_size > most or total > MAX_BYTES:
            raise ImportFileError(
                f"{name} unpacks to {total:,} bytes, which is too much.",
                "Save the sheet as CSV and import that.",
            )


def _cells(
    rows: Iterator[tuple[Any, ...]], name: str, parts: SheetParts
) -> Iterator[tuple[int, list[Any]]]:
    """Yield number and values of the rows that are not empty; merged cells have one value."""
    number = 0
    first: dict[Place, Any] = {}
    wanted = {*parts.merged.values()}
    widest: dict[int, int] = {}
    for row_number, column in parts.merged:
        widest[row_number] = max(column, widest.get(row_number, 0))
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        # as above
        except Exception as error:
            raise ImportFileError(
                f"{name}, after row {number}: the sheet cannot be read: {error}."
            ) from error
        number += 1
        if len(row) > MAX_TABLE_COLUMNS and any(
            one.value is not None for one in row[MAX_TABLE_COLUMNS:]
        ):
            raise ImportFileError(
                f"{name}, row {number} has more than {MAX_TABLE_COLUMNS:,} columns."
            )
        values = [_value(one) for one in row[:MAX_TABLE_COLUMNS]]
        if parts.merged:
            values += [""] * (widest.get(number, 0) - len(values))
            for column in range(1, len(values) + 1):
                place = (number, column)
                if place in wanted:
                    first[place] = values[column - 1]
                if place in parts.merged and values[column - 1] == "":
                    values[column - 1] = first.get(parts.merged[place], "")
        if any(value != "" for value in values):
            yield number, values


def _rows(
    cells: Iterator[tuple[int, list[Any]]],
    names: list[str],
    name: str,
    of: int,
    progress: Progress,
    links: Mapping[Place, str],
) -> Iterator[SourceRow]:
    last = 0
    by_row: dict[int, list[str]] = {}
    for (row, _), target in links.items():
        by_row.setdefault(row, []).append(target)
    column = next(one for one in ("link", "hyperlink", "hyperlink of cells") if one not in names)
    for last, values in cells:
        if last % PROGRESS_EVERY == 0 and of:
            progress(f"reading {name}", min(last, of), of)
        found = dict(zip(names, values, strict=False))
        if len(values) > len(names) and any(value != "" for value in values[len(names) :]):
            yield SourceRow(last, {}, found, too_many_cells(len(values), len(names)))
            continue
        if last in by_row:
            found[column] = "\n".join(one for one in by_row[last] if one not in values)
        yield SourceRow(last, found, found)
    progress(f"reading {name}", max(of, last, 1), max(of, last, 1))


def _value(cell: Any) -> Any:
    """Return the value of a cell; a whole number with a format such as 0000 keeps its zeros."""
    value = _text(cell.value)
    if isinstance(value, int) and not isinstance(value, bool):
        form = getattr(cell, "number_format", None) or ""
        if _ZEROS.fullmatch(form):
            return str(value).zfill(len(form))
    return value


def _names(header: list[Any]) -> list[str]:
    while header and header[-1] == "":
        header.pop()
    return distinct_names(header)


def _text(value: Any) -> Any:
    match value:
        case None:
            return ""
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e18:
            return int(value)
        case str() | int() | float():
            return value
        case _:
            return str(value)
