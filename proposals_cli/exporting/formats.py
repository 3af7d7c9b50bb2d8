"""The formats of exports in one table, and the function that writes them."""

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Self

from proposals_cli.errors import OutputError
from proposals_cli.exporting.atomic_output import atomic_output
from proposals_cli.exporting.selection import ExportOptions, Selection
from proposals_cli.store.output_file import NONE, Kept

TextWriter = Callable[[Selection, ExportOptions], Iterator[str]]
"""Yields the text of an export piece by piece."""

FileWriter = Callable[[Selection, Path, ExportOptions], None]
"""Writes an export to an empty file."""


class ExportFormat(StrEnum):
    """A format: its name, the endings of its files, what it is, and the module that writes it.

    The module is one of this package, imported when it is used. It has a ``TextWriter`` named
    ``lines`` or, for a format that cannot go to standard output, a ``FileWriter`` named ``write``.
    """

    JSONL = "jsonl", (".jsonl", ".ndjson"), "every record as it is stored", "jsonl"
    CSV = "csv", (".csv",), "a table for spreadsheets and data frames", "csv"
    CSL_JSON = "csl-json", (".json",), "references for Zotero and pandoc", "csl"
    BIBTEX = "bibtex", (".bib",), "references for LaTeX", "bibtex"
    MARKDOWN = "markdown", (".md",), "a brief with footnotes", "markdown"
    SQLITE = "sqlite", (".db", ".sqlite", ".sqlite3"), "a database with search", "sqlite_file"
    HTML = "html", (".html", ".htm"), "a page with search and charts", "html"

    endings: tuple[str, ...]
    description: str
    module: str

    def __new__(cls, name: str, endings: tuple[str, ...], description: str, module: str) -> Self:
        """Return a member that equals its name."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.endings = endings
        member.description = description
        member.module = module
        return member

    @classmethod
    def of(cls, path: Path) -> "ExportFormat | None":
        """Return the format of a file with this name, or None if its ending is unknown."""
        ending = path.suffix.lower()
        return next((one for one in cls if ending in one.endings), None)


def export(
    format_: ExportFormat,
    selection: Selection,
    path: Path | None,
    options: ExportOptions,
    *,
    force: bool = False,
    kept: Kept = NONE,
) -> None:
    """Write a selection in a format.

    Args:
        format_: one of the table above.
        selection: what to write.
        path: the file to write; None: standard output.
        options: the user's choices.
        force: replace a file that exists.
        kept: the files that no export replaces.

    Raises:
        OutputError: the file cannot be written, or the format needs one and none was named.
    """
    module = import_module(f"{__package__}.{format_.module}")
    text_writer: TextWriter | None = getattr(module, "lines", None)
    if path is None:
        if text_writer is None:
            raise OutputError(f"{format_} needs a file to write to.", "Name one: -o FILE.")
        sys.stdout.writelines(text_writer(selection, options))
        return
    with atomic_output(path, force=force, kept=kept) as temporary:
        if text_writer is None:
            file_writer: FileWriter = module.write
            file_writer(selection, temporary, options)
        else:
            with open(temporary, "w", encoding="utf-8", newline="") as file:
                file.writelines(text_writer(selection, options))
