"""Read a file as the command does."""

from pathlib import Path
from typing import Any

from proposals_cli.importing.readers.open_file import opened_rows
from proposals_cli.importing.rows import ReadOptions, SourceFile, SourceRow


def silent(_what: str, _done: int, _of: int) -> None:
    """Report no progress."""


def read(path: Path, options: ReadOptions | None = None) -> tuple[SourceFile, list[SourceRow]]:
    """Return the detected file and all its rows."""
    with opened_rows(str(path), options or ReadOptions(), silent) as rows:
        return rows, list(rows.rows)


def read_text(folder: Path, name: str, text: str | bytes, **options: Any) -> list[SourceRow]:
    """Return the rows of a file with a name and a text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, ReadOptions(**options))[1]


def cells(rows: list[SourceRow]) -> list[dict[str, object]]:
    """Return the cells of rows."""
    return [dict(row.cells) for row in rows]
