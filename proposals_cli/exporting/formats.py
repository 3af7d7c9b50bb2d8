"""The formats of exports by name, and the one way to write them."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from proposals_cli.errors import ExportError
from proposals_cli.exporting import bibtex, csl, csv, html, jsonl, markdown, sqlite_file
from proposals_cli.exporting.atomic_output import atomic_output
from proposals_cli.exporting.selection import ExportOptions, Selection

TEXT_FORMATS: dict[str, Callable[[Selection, ExportOptions], Iterator[str]]] = {
    "jsonl": jsonl.lines,
    "csv": csv.lines,
    "csl-json": csl.lines,
    "bibtex": bibtex.lines,
    "markdown": markdown.lines,
    "html": html.lines,
}
"""Name → a function that yields the text piece by piece."""

FILE_FORMATS: dict[str, Callable[[Selection, Path, ExportOptions], None]] = {
    "sqlite": sqlite_file.write,
}
"""Name → a function that writes a file: these cannot go to standard output."""


def export(
    format_: str,
    selection: Selection,
    path: Path | None,
    options: ExportOptions,
    *,
    force: bool = False,
    keep: Path | None = None,
) -> None:
    """Write a selection in a format.

    Args:
        format_: a name of ``TEXT_FORMATS`` or ``FILE_FORMATS``.
        selection: what to write.
        path: where to; None: standard output.
        options: what was chosen.
        force: replace a file that exists.
        keep: the base, which no export replaces.

    Raises:
        ExportError: the file cannot be written, or the format needs one and none was named.
    """
    if path is None:
        if format_ in FILE_FORMATS:
            raise ExportError(f"{format_} needs a file to write to.", "Name one: -o FILE.")
        sys.stdout.writelines(TEXT_FORMATS[format_](selection, options))
        return
    with atomic_output(path, force=force, keep=keep) as temporary:
        if format_ in FILE_FORMATS:
            FILE_FORMATS[format_](selection, temporary, options)
        else:
            with open(temporary, "w", encoding="utf-8", newline="") as file:
                file.writelines(TEXT_FORMATS[format_](selection, options))
