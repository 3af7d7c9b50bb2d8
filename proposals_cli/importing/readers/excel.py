"""Read a sheet of an Excel workbook (.xlsx)."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

from proposals_cli.domain.ports import Progress
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.readers.csv import MOST_COLUMNS
from proposals_cli.importing.readers.header import columns_said, find_header, too_many_cells
from proposals_cli.importing.rows import ImportFileError, ReadOptions, SourceFile, SourceRow

LARGEST = 1_000_000_000
LARGEST_TEXTS = 150_000_000
LARGEST_STYLES = 20_000_000
"""Bytes of a workbook when unpacked, and of its texts and its styles, which are read whole."""

LARGEST_RATIO = 250
"""So many times its packed size a part over 2 MB may unpack to; real sheets reach about 30."""

_EMPTY_ROWS = 10_000
_REPORTED = 2_000


def read_excel(file: BinaryIO, name: str, options: ReadOptions, progress: Progress) -> SourceFile:
    """Return the rows under the row of column names, formulas as their last results.

    Raises:
        ImportFileError: it is no workbook, or one that unpacks to too much.
    """
    _check_size(file, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about charts and styles that nobody asked for
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    # openpyxl reports a broken workbook by whatever its parts raise
    except Exception as error:
        raise ImportFileError(f"{name} is no Excel workbook: {error}.") from error
    titles = [sheet.title for sheet in book.worksheets]
    if options.sheet is not None and options.sheet not in titles:
        raise InvalidQueryError(
            f"{name} has no sheet '{options.sheet}'.", f"Sheets: {', '.join(titles)}."
        )
    if not titles:
        raise ImportFileError(f"{name} has no sheet.")
    sheet: Any = book[options.sheet or titles[0]]
    sheet.reset_dimensions()  # what the file claims of itself would pad every row
    of = sheet.max_row or 0
    cells = _cells(sheet.iter_rows(values_only=True), name)
    filled = ((number, values, (number, values)) for number, values in cells)
    found = find_header(filled, options.header, name, "row")
    if found is None:
        raise ImportFileError(f"{name}, sheet '{sheet.title}' is empty.")
    names = _names(found.header[1])
    others = f"of {len(titles)} sheets" if len(titles) > 1 else ""
    said = (f"sheet '{sheet.title}'", others, columns_said(names))
    return SourceFile(
        name=name,
        format="xlsx",
        found=(*filter(None, said), *found.said),
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
        raise ImportFileError(f"{name} is no Excel workbook: {error}.") from error
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise ImportFileError(f"{name} is a zip file, but no Excel workbook.")
    total = sum(part.file_size for part in parts)
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        folder, _, file_name = part.filename.lower().rpartition("/")
        most = LARGEST if folder.endswith("worksheets") else LARGEST_TEXTS
        most = LARGEST_STYLES if file_name.startswith("styles") else most
        bomb = part.file_size > 2_000_000 and ratio > LARGEST_RATIO
        if bomb or part.file_size > most or total > LARGEST:
            raise ImportFileError(
                f"{name} unpacks to {total:,} bytes, which is too much.",
                "Save the sheet as CSV and import that.",
            )


def _cells(rows: Iterator[tuple[Any, ...]], name: str) -> Iterator[tuple[int, list[Any]]]:
    """Yield number and values of rows that hold something."""
    empty = number = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        # as above: whatever the XML makes the parser raise
        except Exception as error:
            raise ImportFileError(
                f"{name}, after row {number}: the sheet cannot be read: {error}."
            ) from error
        number += 1
        if len(row) > MOST_COLUMNS and any(v is not None for v in row[MOST_COLUMNS:]):
            raise ImportFileError(f"{name}, row {number} has more than {MOST_COLUMNS:,} columns.")
        values = [_text(value) for value in row[:MOST_COLUMNS]]
        if any(value != "" for value in values):
            empty = 0
            yield number, values
        else:
            empty += 1
            if empty > _EMPTY_ROWS:
                return


def _rows(
    cells: Iterator[tuple[int, list[Any]]], names: list[str], name: str, of: int, progress: Progress
) -> Iterator[SourceRow]:
    last = 0
    for last, values in cells:
        if last % _REPORTED == 0 and of:
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
    names: list[str] = []
    for place, value in enumerate(header, 1):
        wanted = " ".join(str(value).split()) or f"column {place}"
        names.append(f"{wanted} ({place})" if wanted in names else wanted)
    return names


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
