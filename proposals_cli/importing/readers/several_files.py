"""Read several files, or the files of a folder, as one."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.readers.open_file import is_known_ending, opened_rows
from proposals_cli.importing.rows import ImportFileError, ReadOptions, SourceFile, SourceRow

MAX_FILES = 100_000
MAX_NAMED = 5
"""Files that are left out, or described, by name."""


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
        with opened_rows(files[0], options, progress) as found:
            found.found = (*found.found, *left_out)
            yield found
        return
    if "-" in files:
        raise InvalidQueryError(
            "Standard input cannot be one of several files.", "Import it by itself."
        )
    with ExitStack() as stack:
        first = stack.enter_context(opened_rows(files[0], options, progress))
        several = SourceFile(
            name=counted(len(files), "file"),
            format=first.format,
            found=(),
            rows=iter(()),
            unit=first.unit,
        )
        several.read = [(first.name, first.format, first.found)]
        several.found = left_out
        several.rows = _rows(several, first, files[1:], options, progress)
        yield several


def _rows(
    several: SourceFile,
    first: SourceFile,
    others: Sequence[str],
    options: ReadOptions,
    progress: Progress,
) -> Iterator[SourceRow]:
    yield from _named(first)
    for path in others:
        with opened_rows(path, options, progress) as found:
            several.read.append((found.name, found.format, found.found))
            yield from _named(found)


def _named(found: SourceFile) -> Iterator[SourceRow]:
    for row in found.rows:
        yield replace(row, file=found.name)


def _expanded(paths: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the files to read, and a remark on those that are left out.

    Raises:
        ImportFileError: a folder has no file that can be read, or far too many.
    """
    files: list[str] = []
    left_out: list[str] = []
    for path in paths:
        folder = Path(os.path.expanduser(path))
        if path == "-" or not folder.is_dir():
            files.append(path)
            continue
        inside = sorted(
            one
            for one in folder.rglob("*")
            if one.is_file()
            and not any(part.startswith(".") for part in one.relative_to(folder).parts)
        )
        known = [one for one in inside if is_known_ending(one)]
        left_out += [one.name for one in inside if one not in {*known}]
        if not known:
            raise ImportFileError(
                f"{path} has no file that can be imported.", "Name a file, or another folder."
            )
        files += map(str, known)
    if len(files) > MAX_FILES:
        raise ImportFileError(
            f"{len(files):,} files at once; the limit is {MAX_FILES:,}.", "Import some of them."
        )
    named = ", ".join(left_out[:MAX_NAMED])
    more = f" and {len(left_out) - MAX_NAMED:,} more" if len(left_out) > MAX_NAMED else ""
    return files, (f"left out: {named}{more}",) if left_out else ()
