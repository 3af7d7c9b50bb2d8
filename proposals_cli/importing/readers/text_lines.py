"""Lines of a text in any encoding, none of them without end."""

import io
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from proposals_cli.domain.ports import Progress
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.rows import ImportFileError

LONGEST_LINE = 32_000_000
"""Characters: more is no line, and no cell, of a table."""

_REPORTED = 2_000


def text_lines(
    file: BinaryIO, name: str, encoding: Encoding, progress: Progress | None = None
) -> Iterator[str]:
    """Yield the lines with their ends; the file stays open.

    Raises:
        ImportFileError: a line that is too long, or bytes that are not in the encoding.
    """
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(encoding.skip)
    text = io.TextIOWrapper(file, encoding.codec, errors="strict", newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE:
                raise ImportFileError(
                    f"{name}, line {number} has more than {LONGEST_LINE:,} characters.",
                    "It is no table or list of records.",
                )
            yield line
            if progress and number % _REPORTED == 0:
                progress(f"reading {name}", file.tell(), size)
    except UnicodeError as error:
        raise ImportFileError(
            f"{name}, after line {number}: the text is not {encoding.label}.",
            "Nothing was imported. Name its encoding with --encoding.",
        ) from error
    finally:
        with suppress(ValueError):  # whoever stopped reading may have closed the file
            text.detach()
    if progress:
        progress(f"reading {name}", size, size)
