"""Write the rows that repeat a proposal, with what they repeat, as CSV."""

import csv
import io
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from proposals_cli.domain.text.csv_cells import cell
from proposals_cli.importing.plan import Duplicate
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.output_file import exists_already, not_writable

HEADER = ("row", "title", "repeats", "repeated title", "by", "repeated in")


class DuplicatesFile:
    """A file of duplicates; it appears when the context is left without an error.

    A dry run writes nothing.
    """

    def __init__(self, path: Path, *, dry: bool = False) -> None:
        self._path = path
        self._dry = dry
        self._context = ExitStack()

    def __enter__(self) -> Self:
        if not self._dry:
            try:
                binary = self._context.enter_context(atomic_file(self._path, replace=False))
            except OSError as error:
                raise not_writable(self._path, error) from error
            file = io.TextIOWrapper(binary, encoding="utf-8", newline="")
            self._context.callback(file.flush)
            self._writer = csv.writer(file)
            self._writer.writerow(HEADER)
        return self

    def add(self, duplicate: Duplicate) -> None:
        """Write one row."""
        if self._dry:
            return
        where = "this file" if duplicate.in_file else "the base"
        values = (
            duplicate.place,
            duplicate.title,
            duplicate.match.id,
            duplicate.repeated_title,
            duplicate.match.by,
            where,
        )
        try:
            self._writer.writerow([cell(value) for value in values])
        except OSError as error:
            raise not_writable(self._path, error) from error

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
            raise exists_already(self._path) from failed
        except OSError as failed:
            raise not_writable(self._path, failed) from failed
