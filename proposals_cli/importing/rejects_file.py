"""Keep rejected rows in a file of their own, to be corrected and imported again."""

import csv
import io
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from proposals_cli.importing.rows import Rejection, SourceFile, SourceRow
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.output_file import exists_already, not_writable

REASON = "why refused"
"""The column that is added; an import ignores it."""


class Rejects:
    """A file of rejected rows: CSV if the rows came from CSV, otherwise JSON Lines.

    The file appears when the context is left without an error, and only if a row was rejected.
    A dry run writes nothing.
    """

    def __init__(self, path: Path, rows: SourceFile, *, dry: bool = False) -> None:
        self.path = path
        self._dry = dry
        self._rows = rows
        self._is_table = rows.format == "csv" and not rows.is_several  # who have several headers
        self._file: io.TextIOWrapper | None = None
        self._context = ExitStack()

    def __enter__(self) -> Self:
        return self

    def add(self, row: SourceRow, rejection: Rejection) -> None:
        """Keep one row."""
        if self._dry:
            return
        reason = rejection.reason
        if rejection.column:
            reason = f"{rejection.column}: {reason}"
        if row.file:
            reason = f"{row.place}: {reason}"
        try:
            if self._file is None:
                self._file = self._open()
            if self._is_table:
                width = len(self._rows.header)
                cells = [str(cell) for cell in row.raw or []]
                cells += [""] * (width - len(cells))
                self._writer.writerow([*cells, reason])
            else:
                value: Any = row.raw if isinstance(row.raw, dict) else row.cells
                value = value or {"text": row.raw}
                line = msgspec.json.encode({**value, REASON: reason}).decode()
                self._file.write(line + "\n")
        except OSError as error:
            raise not_writable(self.path, error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Rename the file to its name, or remove it after an error."""
        try:
            self._context.__exit__(kind, error, traceback)
        except FileExistsError as failed:
            raise exists_already(self.path) from failed
        except OSError as failed:
            raise not_writable(self.path, failed) from failed

    def _open(self) -> io.TextIOWrapper:
        binary = self._context.enter_context(atomic_file(self.path, replace=False))
        file = io.TextIOWrapper(binary, encoding="utf-8", newline="")
        self._context.callback(file.flush)
        if self._is_table:
            self._writer = csv.writer(file, delimiter=self._rows.delimiter)
            self._writer.writerow([*self._rows.header, REASON])
        return file
