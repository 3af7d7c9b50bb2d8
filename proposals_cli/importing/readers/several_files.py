"""Read several files, or the files of a folder, as one."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.normalise import replace_surrogates
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.readers.foreign import ForeignFileError
from proposals_cli.importing.readers.open_file import is_known_ending, opened_rows
from proposals_cli.importing.rows import (
    EmptyFileError,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)

MAX_FILES = 100_000
MAX_NAMED = 5
"""Files that are left out, or described, by name."""

MAX_SHAPES = 100
"""Sets of columns that are told apart."""


class _Listed(NamedTuple):
    """A file to read; one of a folder is left out if its format is known and holds no records."""

    path: str
    name: str
    is_of_folder: bool = False


@contextmanager
def opened_files(
    paths: Sequence[str], options: ReadOptions, progress: Progress
) -> Iterator[SourceFile]:
    """Open files and folders, and return the rows of all of them, file by file.

    The files of a folder are those whose ending is known, by name, at any depth.

    Raises:
        ImportFileError: one cannot be read, also while the rows are; or a folder has none.
        InvalidQueryError: an option names what does not exist, or ``-`` is one of several.
    """
    files, left_out = _expanded(paths)
    if len(files) == 1:
        with opened_rows(files[0].path, options, progress) as found:
            found.found = (*found.found, *_sentence("left out", left_out))
            yield found
        return
    if any(file.path == "-" for file in files):
        raise InvalidQueryError(
            "Standard input cannot be one of several files.", "Import it by itself."
        )
    several = SourceFile(
        name=counted(len(files), "file"),
        format="",
        found=(),
        rows=iter(()),
        unit="row",
        is_several=True,
    )
    several.rows = _Several(several, left_out, options, progress).rows(files)
    yield several


class _Several:
    """Opens files one after another, and describes in ``whole`` what was read."""

    def __init__(
        self, whole: SourceFile, left_out: list[str], options: ReadOptions, progress: Progress
    ) -> None:
        self._whole = whole
        self._left_out = left_out
        self._options = options
        self._progress = progress
        self._empty: list[str] = []
        self._shapes: list[tuple[str, frozenset[str]]] = []

    def rows(self, files: Sequence[_Listed]) -> Iterator[SourceRow]:
        """Yield the rows of all files, with the number of the table that they belong to."""
        for file in files:
            try:
                with opened_rows(file.path, self._options, self._progress) as found:
                    yield from self._rows_of(found, file.name)
            except ForeignFileError:
                if not file.is_of_folder:
                    raise
                self._left_out.append(file.name)
            except EmptyFileError:
                self._empty.append(file.name)
        self._whole.found = (
            *_sentence("left out", self._left_out),
            *_sentence("without records", self._empty),
        )
        if not self._whole.read:
            raise ImportFileError(
                "None of the files can be imported.",
                f"They are: {', '.join([*self._left_out, *self._empty][:5])}.",
            )

    def _rows_of(self, found: SourceFile, name: str) -> Iterator[SourceRow]:
        table = -1
        for row in found.rows:
            if table < 0:
                table = self._table(found, row)
            row.file, row.table_number = name, table
            yield row
        self._whole.read.append((name, found.format, found.found))
        if table < 0:
            self._empty.append(name)

    def _table(self, found: SourceFile, first: SourceRow) -> int:
        """Return the number of the table of a file: that of an earlier one with its columns.

        Records of other formats are alike if most of the names in one are in the other as well.
        """
        names = frozenset(found.header or first.cells)
        likeness = [
            (len(names & known) / max(1, min(len(names), len(known))), -number)
            for number, (format_, known) in enumerate(self._shapes)
            if format_ == found.format and (not found.header or names == known)
        ]
        best = max(likeness, default=(0.0, 0))
        if best[0] > 0.5 or (likeness and len(self._shapes) >= MAX_SHAPES):
            return -best[1]
        self._shapes.append((found.format, names))
        return len(self._shapes) - 1


def _sentence(what: str, names: Sequence[str]) -> tuple[str, ...]:
    named = ", ".join(names[:MAX_NAMED])
    more = f" and {len(names) - MAX_NAMED:,} more" if len(names) > MAX_NAMED else ""
    return (f"{what}: {named}{more}",) if names else ()


def _expanded(paths: Sequence[str]) -> tuple[list[_Listed], list[str]]:
    """Return the files to read, and the names of those that are left out.

    Raises:
        ImportFileError: a folder has no file that can be read, or far too many.
    """
    files: list[_Listed] = []
    left_out: list[str] = []
    for path in paths:
        folder = Path(os.path.expanduser(path))
        if path == "-" or not folder.is_dir():
            files.append(_Listed(path, _shown(Path(path).name)))
            continue
        inside = [(one, one.relative_to(folder)) for one in folder.rglob("*") if _is_file(one)]
        inside = sorted(one for one in inside if not _is_hidden(one[1]))
        known = [one for one in inside if is_known_ending(one[0])]
        left_out += [_shown(name) for one, name in inside if not is_known_ending(one)]
        if not known:
            raise ImportFileError(
                f"{path} has no file that can be imported.", "Name a file, or another folder."
            )
        files += [_Listed(str(one), _shown(name), is_of_folder=True) for one, name in known]
    if len(files) > MAX_FILES:
        raise ImportFileError(
            f"{len(files):,} files at once; the limit is {MAX_FILES:,}.", "Import some of them."
        )
    times = Counter(file.name for file in files)
    return [f._replace(name=_shown(f.path)) if times[f.name] > 1 else f for f in files], left_out


def _shown(path: str | Path) -> str:
    return replace_surrogates(str(path))


def _is_file(path: Path) -> bool:
    """Return whether a path is a file; one that may not even be looked at is none."""
    return os.path.isfile(path)  # Path.is_file raises for some of them


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)
