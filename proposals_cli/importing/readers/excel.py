"""Read a sheet of an Excel workbook (.xlsx)."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

from proposals_cli.domain.ports import Progress
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.readers.csv import MAX_TABLE_COLUMNS
from proposals_cli.importing.readers.header import (
    describe_columns,
    distinct_names,
    find_header,
    too_many_cells,
)
from proposals_cli.importing.readers.text_lines import PROGRESS_EVERY
from proposals_cli.importing.rows import ImportFileError, ReadOptions, SourceFile, SourceRow

MAX_BYTES = 1_000_000_000
MAX_TEXT_BYTES = 150_000_000
MAX_STYLE_BYTES = 20_000_000
"""Unpacked size of a workbook, and of its texts and styles, which are read into memory."""

MAX_RATIO = 250
"""Unpacked to packed size of a part over 2 MB; real sheets reach about 30."""

MAX_EMPTY_ROWS = 10_000


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
    if options.sheet is not None and options.sheet not in titles:
        raise InvalidQueryError(
            f"{name} has no sheet '{options.sheet}'.", f"Sheets: {', '.join(titles)}."
        )
    if not titles:
        raise ImportFileError(f"{name} has no sheet.")
    sheet: Any = book[options.sheet or titles[0]]
    sheet.reset_dimensions()  # the size that the file claims would pad every row
    of = sheet.max_row or 0
    cells = _cells(sheet.iter_rows(values_only=True), name)
    filled = ((number, values, (number, values)) for number, values in cells)
    found = find_header(filled, options.header, name, "row")
    if found is None:
        raise ImportFileError(f"{name}, sheet '{sheet.title}' is empty.")
    names = _names(found.header[1])
    others = f"of {len(titles)} sheets" if len(titles) > 1 else ""
    described = (f"sheet '{sheet.title}'", others, describe_columns(names))
    return SourceFile(
        name=name,
        format="xlsx",
        found=(*filter(None, described), *found.remarks),
        rows=_rows(found.below, names, name, of, progress),
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


def _cells(rows: Iterator[tuple[Any, ...]], name: str) -> Iterator[tuple[int, list[Any]]]:
    """Yield number and values of the rows that are not empty."""
    empty = number = 0
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
        if len(row) > MAX_TABLE_COLUMNS and any(v is not None for v in row[MAX_TABLE_COLUMNS:]):
            raise ImportFileError(
                f"{name}, row {number} has more than {MAX_TABLE_COLUMNS:,} columns."
            )
        values = [_text(value) for value in row[:MAX_TABLE_COLUMNS]]
        if any(value != "" for value in values):
            empty = 0
            yield number, values
        else:
            empty += 1
            if empty > MAX_EMPTY_ROWS:
                return


def _rows(
    cells: Iterator[tuple[int, list[Any]]], names: list[str], name: str, of: int, progress: Progress
) -> Iterator[SourceRow]:
    last = 0
    for last, values in cells:
        if last % PROGRESS_EVERY == 0 and of:
            progress(f"reading {name}", min(last, of), of)
        found = dict(zip(names, values, strict=False))
        if len(values) > len(names) and any(value != "" for value in values[len(names) :]):
            yield SourceRow(last, {}, found, too_many_cells(len(values), len(names)))
            continue
        yield SourceRow(last, found, found)
    progress(f"reading {name}", max(of, last, 1), max(of, last, 1))


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
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)
        case str() | int() | float():
            return value
        case _:
            return str(value)
