"""Keep refused rows in a file of their own, to be mended and imported again."""

import csv
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

import msgspec

from proposals_cli.importing.rows import ImportFileError, Rejection, SourceFile, SourceRow

REASON = "why refused"
"""The column that is added; an import leaves it out."""


class Rejects:
    """A file of refused rows: as CSV if the rows came so, else as JSON Lines.

    It takes its name only when the context is left without an error, and only if a row was
    refused. A dry one writes nothing.
    """

    def __init__(self, path: Path, rows: SourceFile, *, dry: bool = False) -> None:
        if path.exists():
            raise ImportFileError(f"{path} exists already.", "Choose another name for --rejects.")
        self.path = path
        self._dry = dry
        self._rows = rows
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def add(self, row: SourceRow, refusal: Rejection) -> None:
        """Keep one row."""
        if self._dry:
            return
        reason = f"{refusal.column}: {refusal.reason}" if refusal.column else refusal.reason
        try:
            if self._file is None:
                self._open()
            assert self._file is not None
            if self._rows.format == "csv":
                width = len(self._rows.header)
                cells = [str(cell) for cell in row.raw or []]
                cells += [""] * (width - len(cells))
                self._writer.writerow([*cells, reason])
            else:
                value: Any = row.raw if isinstance(row.raw, dict) else {"text": row.raw}
                line = msgspec.json.encode({**value, REASON: reason}).decode()
                self._file.write(line + "\n")
        except OSError as error:
            raise self._not_writable(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the file its name, or throw it away."""
        if self._file is None:
            return
        try:
            self._file.close()
            if kind is None:
                os.replace(self._temporary, self.path)
        except OSError as failed:
            raise self._not_writable(failed) from failed
        finally:
            with suppress(FileNotFoundError):
                self._temporary.unlink()

    def _open(self) -> None:
        self._file = open(self._temporary, "x", encoding="utf-8", newline="")  # noqa: SIM115
        if self._rows.format == "csv":
            self._writer = csv.writer(self._file, delimiter=self._rows.delimiter)
            self._writer.writerow([*self._rows.header, REASON])

    def _not_writable(self, error: OSError) -> ImportFileError:
        return ImportFileError(
            f"{self.path} cannot be written: {error.strerror or error}.", "Nothing was imported."
        )
