"""Read CSV, TSV and other delimited text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.csv_cells import unescape_formula
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.columns import MAX_COLUMN_NAME
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.header import (
    NO_HEADER,
    describe_columns,
    distinct_names,
    find_header,
    looks_like_data,
    too_many_cells,
    without_header,
)
from proposals_cli.importing.readers.text_lines import MAX_LINE, text_lines
from proposals_cli.importing.rows import (
    OUR_CSV,
    EmptyFileError,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)

MAX_TABLE_COLUMNS = 2_000
MAX_JUDGED_LINES = 200
MAX_REMEMBERED_LINES = 1_000
_SIGNS_OF_OURS = frozenset(("id", "body", "kind", "status", "status_basis", "titles_json"))
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def read_delimited(
    file: BinaryIO, name: str, encoding: Encoding, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the rows under the header of a delimited text.

    Raises:
        ImportFileError: there is no header (at once), or the file is broken (while reading).
    """
    delimiter = _delimiter(options.delimiter) if options.delimiter else None
    if delimiter is None:
        delimiter = "\t" if options.format == "tsv" else _detect(_sample(file, name, encoding))
    csv.field_size_limit(MAX_LINE)
    sample = _sample(file, name, encoding)
    lines = _Lines(text_lines(file, name, encoding, progress), delimiter)
    reader = csv.reader(lines, strict=True, **_form(sample, delimiter))
    records = _records(reader, lines, name)
    candidates = _candidates(records, name)
    if options.header == NO_HEADER:
        found = without_header(candidates, lambda cells: (0, cells, ""))
    else:
        found = find_header(candidates, options.header, name, "line")
    if found is None:
        raise EmptyFileError(
            f"{name} is empty.", "The first row must contain the names of columns."
        )
    if options.header is None and looks_like_data(found.header[1]):
        raise ImportFileError(
            f"{name}: the first row looks like data, not like names of columns.",
            "If it is data, set --no-header, and what the columns are, as --map 'title=column 2'."
            f" If it is names, set --header {found.header[0]}.",
        )
    header = _header(found.header[1], name)
    delimiter_name = _DELIMITERS.get(delimiter, f"separated by '{delimiter}'")
    return SourceFile(
        name=name,
        format="csv",
        found=(encoding.described, delimiter_name, describe_columns(header), *found.remarks),
        rows=_rows(_checked(found.below, lines, len(header), name), header, ours=_is_ours(header)),
        unit="line",
        header=tuple(header),
        delimiter=delimiter,
    )


_Record = tuple[int, list[str], str]
_Records = Iterator[_Record]


def _candidates(records: _Records, name: str) -> Iterator[tuple[int, list[str], _Record]]:
    """Yield the records that are not blank, in the form that ``find_header`` takes."""
    seen = False
    for record in records:
        line, cells, problem = record
        if not seen and cells and _SEPARATOR.fullmatch(cells[0]):
            continue  # a line for Excel: sep=;
        if problem and not seen:
            raise ImportFileError(f"{name}: the header cannot be read: {problem}.")
        if problem or any(map(str.strip, cells)):
            seen = True
            yield line, cells, record


def _records(reader: Any, lines: "_Lines", name: str) -> _Records:
    """Yield (line, cells, problem) of every record."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error) or "larger than field limit" in str(error):
                raise ImportFileError(
                    f"{name}, line {line}: a quote opened here is never closed.",
                    "Nothing was imported. Close it or double it.",
                ) from error
            if reader.line_num > line:
                raise ImportFileError(
                    f"{name}, lines {line} to {reader.line_num}: {error}.",
                    "Nothing was imported. A quote is missing or superfluous.",
                ) from error
            yield line, [], f"badly quoted: {error}"
            continue
        lines.end_record(line)
        yield line, cells, ""


class _Lines:
    """Hands lines on, and remembers how many delimiters are in those of a record with several."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._since: list[int] = []
        self.spans: dict[int, list[int]] = {}
        """Line in which a record of several lines begins → the delimiters in each of them."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line.strip() and len(self._since) < MAX_REMEMBERED_LINES:
            self._since.append(line.count(self._delimiter))
        return line

    def end_record(self, line: int) -> None:
        """Note that a record, which began in a line, has been read."""
        if len(self._since) > 1:
            self.spans[line] = self._since
        self._since = []

    def are_rows(self, line: int, width: int) -> bool:
        """Return whether each of the lines of a record looks like a whole row of a table."""
        counts = self.spans.pop(line, [])
        return bool(counts) and width > 2 and all(count == width - 1 for count in counts)


def _checked(records: _Records, lines: _Lines, width: int, name: str) -> _Records:
    """Yield records; raise ImportFileError for one in which a quote swallowed rows."""
    for record in records:
        if lines.spans and lines.are_rows(record[0], width):
            raise ImportFileError(
                f"{name}, line {record[0]}: a quote opened here is closed several rows later.",
                "Close it or double it. Nothing was imported.",
            )
        yield record


def _rows(records: _Records, header: list[str], *, ours: bool) -> Iterator[SourceRow]:
    for line, cells, problem in records:
        if problem:
            yield SourceRow(line, {}, cells, problem)
            continue
        if not any(cells):
            continue
        if len(cells) > len(header) and any(cells[len(header) :]):
            yield SourceRow(line, {}, cells, too_many_cells(len(cells), len(header)))
            continue
        found = dict(zip(header, cells, strict=False))
        if ours:
            found = {key: unescape_formula(cell) for key, cell in found.items()}
        yield SourceRow(line, found, cells, table=OUR_CSV if ours else "")


def _is_ours(header: list[str]) -> bool:
    """Return whether a table with these columns is our own export."""
    return {*header} >= _SIGNS_OF_OURS


def _header(cells: list[str], name: str) -> list[str]:
    """Return distinct names of columns; those without a name are numbered."""
    if len(cells) > MAX_TABLE_COLUMNS:
        raise ImportFileError(
            f"{name} has {len(cells):,} columns; the limit is {MAX_TABLE_COLUMNS:,}."
        )
    if (longest := max(map(len, cells))) > MAX_COLUMN_NAME:
        raise ImportFileError(f"{name} has a column name of {longest:,} characters.")
    return distinct_names(cells)


def _delimiter(asked: str) -> str:
    words = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
    delimiter = words.get(asked.lower(), asked)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise InvalidQueryError(
            f"'{asked}' cannot separate cells.", "Use one character, or `tab` for a tab."
        )
    return delimiter


def _sample(file: BinaryIO, name: str, encoding: Encoding) -> str:
    """Return the first lines of a file."""
    return "".join(islice(text_lines(file, name, encoding), MAX_JUDGED_LINES))[:200_000]


def _form(sample: str, delimiter: str) -> dict[str, Any]:
    """Return the delimiter, and how quotes inside quotes are written."""
    form: dict[str, Any] = {"delimiter": delimiter, "skipinitialspace": delimiter != " "}
    if '\\"' not in sample:
        return form
    try:
        for _ in csv.reader(io.StringIO(sample), strict=True, **form):
            pass
    except csv.Error as error:
        if "unexpected end" not in str(error):
            return form | {"escapechar": "\\", "doublequote": False}
    return form


def _detect(sample: str) -> str:
    """Return the delimiter that splits the first rows into the same, largest number of cells."""
    if stated := _SEPARATOR.match(sample):
        return stated[1]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            given = io.StringIO(sample)
            rows = [
                r for r in csv.reader(given, delimiter=delimiter, skipinitialspace=True) if any(r)
            ]
        except csv.Error:
            continue
        if not rows:
            continue
        usual, times = Counter(map(len, rows)).most_common(1)[0]
        first = sum(len(row) == len(rows[0]) for row in rows)
        # A title above the table has another width: the usual one counts nearly as much.
        for width, same in ((len(rows[0]), first), (usual, 0.9 * times)):
            share = same / len(rows)
            if width > 1 and share * min(width, 4) > most:
                best, most = delimiter, share * min(width, 4)
    return best
