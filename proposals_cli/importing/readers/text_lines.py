"""Read the lines of a text in any encoding, none of them longer than a limit."""

import io
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from proposals_cli.domain.ports import Progress
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.rows import ImportFileError

MAX_LINE = 32_000_000
"""Characters: a longer line is not a row of a table."""

PROGRESS_EVERY = 2_000
"""Rows after which progress is reported."""


def text_lines(
    file: BinaryIO, name: str, encoding: Encoding, progress: Progress | None = None
) -> Iterator[str]:
    """Yield the lines with their endings; the file stays open.

    Raises:
        ImportFileError: a line is too long, or bytes are not in the encoding.
    """
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(encoding.skip)
    text = io.TextIOWrapper(file, encoding.codec, errors="strict", newline="")
    number = 0
    try:
        while line := text.readline(MAX_LINE):
            number += 1
            if len(line) >= MAX_LINE:
                raise ImportFileError(
                    f"{name}, line {number} has more than {MAX_LINE:,} characters.",
                    "This is not a table or a list of records.",
                )
            yield line
            if progress and number % PROGRESS_EVERY == 0:
                progress(f"reading {name}", file.tell(), size)
    except UnicodeError as error:
        raise ImportFileError(
            f"{name}, after line {number}: the text is not {encoding.label}.",
            "Nothing was imported. Name its encoding with --encoding.",
        ) from error
    finally:
        with suppress(ValueError):  # the caller may have stopped reading and closed the file
            text.detach()
    if progress:
        progress(f"reading {name}", size, size)
