"""Unpack a file that is compressed: gzip, bzip2, xz, or a zip file with one file in it."""

import bz2
import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO

from proposals_cli.importing.readers.encodings import BLOCK
from proposals_cli.importing.readers.foreign import refuse_document
from proposals_cli.importing.rows import ImportFileError

MAX_UNPACKED = 4 << 30
MAX_RATIO = 1_000
"""Unpacked to packed size of a file of more than ``SMALL`` bytes; real tables reach about 50."""

SMALL = 100_000_000

_MAGIC: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
_SUFFIXES = (".gz", ".bz2", ".xz", ".zip")
_NOT_DATA = ("__MACOSX/", ".DS_Store")


def is_compressed(head: bytes) -> bool:
    """Return whether a file begins as one that can be unpacked; a zip file is judged apart."""
    return head.startswith(tuple(_MAGIC))


@contextmanager
def unpacked(file: BinaryIO, head: bytes, name: str) -> Iterator[BinaryIO]:
    """Unpack a file to disk.

    Raises:
        ImportFileError: it is broken, or too large.
    """
    opener = next(opener for magic, opener in _MAGIC.items() if head.startswith(magic))
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    with tempfile.TemporaryFile() as copy:
        with _errors(name), opener(file, "rb") as stream:
            _copy(stream, copy, name, size)
        yield copy


def parts_of(file: BinaryIO, name: str) -> list[str]:
    """Return the names of the files in a zip file, which is left at its beginning.

    Raises:
        ImportFileError: it is broken.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ImportFileError(
            f"{name} is a workbook or a zip file, and cannot be read: {error}."
        ) from error
    finally:
        file.seek(0)


@contextmanager
def from_zip(file: BinaryIO, name: str) -> Iterator[tuple[BinaryIO, str]]:
    """Unpack the only file in a zip file, and return it with its name.

    Raises:
        ImportFileError: it has none or several, is broken, or too large.
    """
    refuse_document({*parts_of(file, name)}, name)
    with tempfile.TemporaryFile() as copy:
        with _errors(name), zipfile.ZipFile(file) as packed:
            part = _only_part(packed, name)
            with packed.open(part) as stream:
                _copy(stream, copy, name, part.compress_size)
        yield copy, PurePosixPath(part.filename).name


def _only_part(packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    parts = [
        part
        for part in packed.infolist()
        if not part.filename.endswith("/") and not any(word in part.filename for word in _NOT_DATA)
    ]
    if len(parts) != 1:
        listed = ", ".join(part.filename for part in parts[:8])
        more = f" and {len(parts) - 8:,} more" if len(parts) > 8 else ""
        hint = f"Unpack it and import those you want, or their folder: {listed}{more}."
        raise ImportFileError(
            f"{name} is a zip file of {len(parts):,} files.", hint if parts else ""
        )
    if parts[0].flag_bits & 1:
        raise ImportFileError(f"{name} is encrypted.", "Unpack it with its password first.")
    return parts[0]


def inner_name(name: str) -> str:
    """Return the name of the file inside: ``bills.csv`` of ``bills.csv.gz``."""
    return next((name[: -len(end)] for end in _SUFFIXES if name.lower().endswith(end)), name)


@contextmanager
def _errors(name: str) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        lzma.LZMAError,
        EOFError,
        zlib.error,
        gzip.BadGzipFile,
        NotImplementedError,
    ) as error:
        raise ImportFileError(f"{name} is damaged: {error}.", "Nothing was imported.") from error


def _copy(stream: IO[bytes], copy: BinaryIO, name: str, size: int) -> None:
    taken = 0
    while block := stream.read(BLOCK):
        taken += len(block)
        if taken > MAX_UNPACKED or (taken > SMALL and taken > size * MAX_RATIO):
            raise ImportFileError(
                f"{name} unpacks to more than {taken:,} bytes.", "Nothing was imported."
            )
        copy.write(block)
    copy.seek(0)
