"""Open a file to import: detect its format and choose the reader."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import msgspec

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.normalise import replace_surrogates
from proposals_cli.errors import InvalidQueryError
from proposals_cli.folders import expanded
from proposals_cli.importing.readers.compressed import (
    from_zip,
    inner_name,
    is_compressed,
    parts_of,
    unpacked,
)
from proposals_cli.importing.readers.csv import read_delimited
from proposals_cli.importing.readers.encodings import (
    BLOCK,
    declared_encoding,
    detect_encoding,
    named_encoding,
)
from proposals_cli.importing.readers.foreign import (
    refuse_binary,
    refuse_old_office,
    refuse_text,
)
from proposals_cli.importing.readers.json import read_json
from proposals_cli.importing.readers.jsonl import read_json_lines
from proposals_cli.importing.rows import ImportFileError, ReadOptions, SourceFile
from proposals_cli.store.input_file import open_stream

MAX_SIZE = 4 << 30
"""Bytes of a file, or of what comes from a pipe, which is copied to disk."""


class FileFormat(StrEnum):
    """The formats that can be imported."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    YAML = "yaml"
    XML = "xml"
    XLSX = "xlsx"
    ODS = "ods"


_ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xml": "xml",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".xls": "ods",
    ".xlsb": "ods",
}
_WORKBOOKS = ("xlsx", "ods", "xls", "xlsb")
_NOT_TABLES = {"json": "JSON", "jsonl": "JSON Lines", "yaml": "YAML", "xml": "XML"}

_OFFICE_ENDINGS = (".xlsx", ".xlsm", ".ods")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def is_known_ending(path: Path) -> bool:
    """Return whether a file's name shows that it may be imported."""
    return Path(inner_name(path.name)).suffix.lower() in _ENDINGS


@contextmanager
def opened_rows(path: str, options: ReadOptions, progress: Progress) -> Iterator[SourceFile]:
    """Open a file, or standard input for ``-``, and return its rows.

    Raises:
        ImportFileError: it is missing, unreadable or in an unknown format, or has no record.
        InvalidQueryError: an option names what does not exist.
    """
    name = "standard input" if path == "-" else replace_surrogates(Path(path).name)
    with _file(path, name) as file, _uncompressed(file, name, Path(path).name) as (inner, inside):
        found = _reader(inner, name, Path(inside).suffix.lower(), options, progress)
        if inner is not file:
            found.found = (f"unpacked: {inside}", *found.found)
        found.found = (*found.found, *_unused(options, found.format))
        yield found


def _unused(options: ReadOptions, format_: str) -> Iterator[str]:
    """Yield a sentence for each option that says nothing of files of a format."""
    if options.sheet is not None and format_.lower() not in _WORKBOOKS:
        yield "--sheet is for workbooks and was not used"
    if options.records is not None and format_.lower() not in ("json", "yaml", "xml"):
        yield "--records is for JSON, YAML and XML and was not used"


@contextmanager
def _uncompressed(file: BinaryIO, name: str, inside: str) -> Iterator[tuple[BinaryIO, str]]:
    """Return a file, unpacked if it is compressed, with the name of what is in it."""
    head = file.read(512)
    file.seek(0)
    if is_compressed(head):
        with unpacked(file, head, name) as copy:
            _refuse_packed(copy, name)
            yield copy, inner_name(inside)
    elif head.startswith(_ZIP) and not _is_workbook(file, name):
        if Path(inside).suffix.lower() in _OFFICE_ENDINGS:
            raise ImportFileError(f"{name} is a zip file, but not an Excel workbook.")
        with from_zip(file, name) as (copy, part):
            _refuse_packed(copy, name)
            yield copy, part
    else:
        yield file, inside


def _refuse_packed(file: BinaryIO, name: str) -> None:
    """Raise ImportFileError for a file that came out of another and is packed itself."""
    head = file.read(512)
    file.seek(0)
    if is_compressed(head) or (head.startswith(_ZIP) and not _is_workbook(file, name)):
        raise ImportFileError(f"{name} is packed twice.", "Unpack it, and import what is in it.")


def _is_workbook(file: BinaryIO, name: str) -> bool:
    """Return whether a zip file is a workbook; it is left at its beginning."""
    head = file.read(200)
    parts = parts_of(file, name)
    if "content.xml" in parts:
        return b"opendocument.spreadsheet" in head or b"mimetype" not in head
    return any(part.startswith("xl/") for part in parts)


def _reader(
    file: BinaryIO, name: str, ending: str, options: ReadOptions, progress: Progress
) -> SourceFile:
    head = file.read(65_536)
    file.seek(0)
    format_ = options.format or _format_of_bytes(head)
    if format_ == "ods":
        refuse_old_office(ending, name)
        from proposals_cli.importing.readers.other_workbooks import read_workbook

        return read_workbook(file, name, options, progress)
    if format_ == "xlsx":
        from proposals_cli.importing.readers.excel import read_excel

        return read_excel(file, name, options, progress)
    if format_ is None:
        refuse_binary(head, name)
    asked = options.encoding or declared_encoding(head)
    encoding = named_encoding(asked, file) if asked else detect_encoding(file, name)
    text = head[encoding.skip :].decode(encoding.codec, "replace")
    if not options.format and not options.records:
        refuse_text(text, name, ending)
    format_ = format_ or _format_of_text(text, ending)
    if options.header is not None and format_ in _NOT_TABLES:
        raise InvalidQueryError(
            f"--header does not apply to {name}, which is {_NOT_TABLES[format_]}.",
            "It is for CSV, TSV and Excel.",
        )
    match format_:
        case "json":
            return read_json(file, name, encoding, options, progress)
        case "jsonl":
            return read_json_lines(file, name, encoding, progress)
        case "yaml":
            from proposals_cli.importing.readers.yaml import read_yaml

            return read_yaml(file, name, encoding, options, progress)
        case "xml":
            from proposals_cli.importing.readers.xml import read_xml

            return read_xml(file, name, encoding, options, progress)
        case _:
            return read_delimited(file, name, encoding, replace(options, format=format_), progress)


def _format_of_bytes(head: bytes) -> str | None:
    """Return the format of a binary file; None for text."""
    if head.startswith(_ZIP):
        is_other = b"mimetypeapplication/vnd.oasis" in head[:120] or b"xl/workbook.bin" in head
        return "ods" if is_other else "xlsx"
    return "ods" if head.startswith(_OLD_OFFICE) else None


def _format_of_text(text: str, ending: str) -> str:
    """Return the format by the beginning of the text and the ending of its name."""
    text = text.lstrip("\ufeff \t\r\n")
    known = _ENDINGS.get(ending, "")
    if text.startswith("<?xml") or (text.startswith("<") and known in ("", "xml")):
        return "xml"
    if known in ("csv", "tsv", "yaml"):
        return known
    if text[:1] in ("{", "["):
        return "jsonl" if known == "jsonl" or _is_json_lines(text) else "json"
    if known:
        return known
    return "yaml" if text.startswith(("---\n", "---\r", "- ", "%YAML")) else "csv"


def _is_json_lines(text: str) -> bool:
    """Return whether the first line is an object and the next one is, or begins, another."""
    first, _, rest = text.partition("\n")
    second, end, _ = rest.lstrip().partition("\n")
    if not second.startswith("{"):
        return False
    try:
        whole = [msgspec.json.decode(line) for line in ((first, second) if end else (first,))]
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return False
    return all(isinstance(value, dict) for value in whole)


@contextmanager
def _file(path: str, name: str) -> Iterator[BinaryIO]:
    """Open a file that can be read more than once; a pipe is copied to disk first."""
    try:
        if path == "-":
            with tempfile.TemporaryFile() as copy:
                _copy(sys.stdin.buffer, copy, name)
                yield copy
            return
        with open_stream(expanded(Path(path))) as file:
            found = os.fstat(file.fileno())
            if stat.S_ISREG(found.st_mode):
                if found.st_size > MAX_SIZE:
                    raise _too_large(name)
                yield file
                return
            with tempfile.TemporaryFile() as copy:
                _copy(file, copy, name)
                yield copy
    except OSError as error:
        raise ImportFileError(
            f"{path} cannot be read: {error.strerror or error}.", "Is the path right?"
        ) from error


def _copy(stream: BinaryIO, copy: BinaryIO, name: str) -> None:
    taken = 0
    while block := stream.read(BLOCK):
        taken += len(block)
        if taken > MAX_SIZE:
            raise _too_large(name)
        copy.write(block)
    copy.seek(0)


def _too_large(name: str) -> ImportFileError:
    return ImportFileError(f"{name} is larger than {MAX_SIZE:,} bytes.", "Import it in parts.")
