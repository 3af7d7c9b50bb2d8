"""Read JSON, wherever in it the records are.

Objects are decoded one by one from the mapped file, so that a long list takes no more memory than
a short one.
"""

import mmap
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from proposals_cli.domain.ports import Progress
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.json_level import Content
from proposals_cli.importing.readers.json_records import JsonRecords, RawRecord, find_records
from proposals_cli.importing.readers.lenient_json import as_json
from proposals_cli.importing.readers.text_lines import PROGRESS_EVERY, text_lines
from proposals_cli.importing.readers.wrappers import unwrapped
from proposals_cli.importing.rows import (
    EmptyFileError,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)
from proposals_cli.store.duplicate_keys import duplicate_key


def read_json(
    file: BinaryIO, name: str, encoding: Encoding, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the records of a JSON file.

    Raises:
        ImportFileError: it is not JSON, or it is not clear where its records are.
    """
    content = _content(file, name, encoding)
    try:
        return rows_of(content, name, encoding.described, options, progress)
    except ImportFileError as error:
        lenient = as_json(content) if isinstance(error.__cause__, msgspec.DecodeError) else None
        if lenient is None:
            raise
    found = rows_of(lenient.content, name, encoding.described, options, progress)
    found.found = (*found.found, lenient.remark)
    return found


def rows_of(
    content: Content, name: str, encoding: str, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the records of JSON in memory, or of a mapped file; errors as ``read_json``."""
    found = find_records(content, name, options.records)
    return SourceFile(
        name=name,
        format="json",
        found=(encoding, found.where) if found.where else (encoding,),
        rows=_rows(found, name, progress),
    )


def row_of(number: int, value: Any, header: Sequence[str]) -> SourceRow:
    """Return a value as a row: an object, or an array whose places have these names."""
    if header and isinstance(value, list):
        if len(value) > len(header):
            return SourceRow(number, {}, value, f"{len(value)} values under {len(header)} names")
        value = dict(zip(header, value, strict=False))
    if not isinstance(value, dict):
        return SourceRow(number, {}, value, "not an object")
    return SourceRow(number, value, value)


def _rows(found: JsonRecords, name: str, progress: Progress) -> Iterator[SourceRow]:
    for number, record in enumerate(found.records, 1):
        if number % PROGRESS_EVERY == 0:
            progress(f"reading {name}", number, found.count)
        yield _row(number, record, found.header)
    progress(f"reading {name}", max(found.count, 1), max(found.count, 1))


def _row(number: int, record: RawRecord, header: Sequence[str]) -> SourceRow:
    try:
        value = msgspec.json.decode(record.json)
    except (msgspec.DecodeError, UnicodeError) as error:
        return SourceRow(number, {}, None, f"not JSON: {error}")
    except RecursionError:
        return SourceRow(number, {}, None, "nested too deeply")
    if (key := duplicate_key(record.json)) is not None:
        return SourceRow(number, {}, bytes(record.json).decode(), f"duplicate key '{key}'")
    if isinstance(value, dict) and not record.table:
        value = unwrapped(value)
    row = row_of(number, value, header)
    if row.problem or isinstance(value, list):
        return row
    cells = value if record.id is None else {"id": record.id, **value}
    return SourceRow(number, cells, value, table=record.table)


def _content(file: BinaryIO, name: str, encoding: Encoding) -> Content:
    """Return the file mapped into memory, from a copy in UTF-8 if it is in another encoding."""
    file.seek(0, os.SEEK_END)
    if file.tell() <= encoding.skip:
        raise EmptyFileError(f"{name} is empty.")
    if encoding.codec == "utf-8" and not encoding.skip:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with tempfile.TemporaryFile() as copy:  # the map outlives it
        for line in text_lines(file, name, encoding):
            copy.write(line.encode("utf-8", "replace"))
        copy.flush()
        return mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ)
