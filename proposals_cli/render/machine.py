"""Views for programs: JSON, JSON Lines, CSV, TSV and Markdown, without Rich."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from proposals_cli.domain.text.csv_cells import cell
from proposals_cli.domain.text.sanitise import escaped_json, one_line
from proposals_cli.render.fields import Value
from proposals_cli.render.views import Row, View


def json_text(value: object, indent: int | None = 2) -> str:
    """Return a value as JSON; characters that a terminal might obey are escaped."""
    return escaped_json(json.dumps(value, ensure_ascii=False, indent=indent))


def as_json(view: View[Row]) -> Iterator[str]:
    """Yield an array of one object per row, ``[]`` for none."""
    opened = False
    for row in view.rows:
        yield ("[\n" if not opened else ",\n") + _indented(json_text(_object(view, row)))
        opened = True
    yield "\n]\n" if opened else "[]\n"


def as_jsonl(view: View[Row]) -> Iterator[str]:
    """Yield one object per line."""
    for row in view.rows:
        yield json_text(_object(view, row), indent=None) + "\n"


def as_csv(view: View[Row]) -> Iterator[str]:
    """Yield comma-separated rows under a header; lists are joined by ``|``."""
    return _separated(view, ",", "\r\n")


def as_tsv(view: View[Row]) -> Iterator[str]:
    """Yield tab-separated rows under a header; lists are joined by ``|``."""
    return _separated(view, "\t", "\n")


def as_markdown(view: View[Row]) -> Iterator[str]:
    """Yield a table in Markdown."""
    yield _markdown_row(column.heading(view.lang.interface) for column in view.fields)
    yield _markdown_row("---:" if column.role == "number" else "---" for column in view.fields)
    for row in view.rows:
        yield _markdown_row(
            _escaped(one_line(view.text(column, column.get(row)))) for column in view.fields
        )


class Writer(Protocol):
    """Yields a View as text, piece by piece."""

    def __call__(self, view: View[Row]) -> Iterator[str]:
        """Yield the text."""


MACHINE_FORMATS: dict[str, Writer] = {
    "json": as_json,
    "jsonl": as_jsonl,
    "csv": as_csv,
    "tsv": as_tsv,
    "markdown": as_markdown,
}


def _object(view: View[Row], row: Row) -> dict[str, Value]:
    return {column.key: column.get(row) for column in view.fields}


def _indented(text: str) -> str:
    return "  " + text.replace("\n", "\n  ")


def _separated(view: View[Row], delimiter: str, terminator: str) -> Iterator[str]:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=terminator)
    if view.header:
        writer.writerow([column.key for column in view.fields])
    for row in view.rows:
        writer.writerow([cell(column.get(row)) for column in view.fields])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", text)
