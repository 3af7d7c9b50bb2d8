"""Read JSON Lines: one object per line, or our own export of all tables."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from proposals_cli.domain.model.records import FORMAT
from proposals_cli.domain.model.vocabulary import TABLE_OF
from proposals_cli.domain.ports import Progress
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.text_lines import text_lines
from proposals_cli.importing.rows import ImportFileError, SourceFile, SourceRow, upgraded_row
from proposals_cli.store.duplicate_keys import duplicate_key


def read_json_lines(
    file: BinaryIO, name: str, encoding: Encoding, progress: Progress
) -> SourceFile:
    """Return the objects of the lines; any other line is a row with a problem."""
    return SourceFile(
        name=name,
        format="jsonl",
        found=(encoding.described,),
        rows=_rows(text_lines(file, name, encoding, progress), name),
        unit="line",
    )


def _rows(lines: Iterator[str], name: str) -> Iterator[SourceRow]:
    schema = FORMAT
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value: Any = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeError) as error:
            yield SourceRow(number, {}, line.rstrip("\r\n"), f"not JSON: {error}")
            continue
        except RecursionError:
            yield SourceRow(number, {}, line.rstrip("\r\n"), "nested too deeply")
            continue
        if not isinstance(value, dict):
            yield SourceRow(number, {}, value, "not an object")
            continue
        if (key := duplicate_key(line)) is not None:
            yield SourceRow(number, {}, line.rstrip("\r\n"), f"duplicate key '{key}'")
            continue
        kind = value.get("_type")
        if kind == "base":
            schema = _schema_of(value, name)
        elif isinstance(kind, str) and kind in TABLE_OF:
            record = {key: part for key, part in value.items() if not key.startswith("_")}
            row = SourceRow(number, record, value, table=TABLE_OF[kind])
            yield row if schema == FORMAT else upgraded_row(row, row.table)
        else:
            yield SourceRow(number, value, value)


def _schema_of(line: dict[str, Any], name: str) -> int:
    """Return the format of an export; reject a later one, whose records may mean something else."""
    schema = line.get("_schema", line.get("schema", 1))
    if schema not in (1, FORMAT):
        raise ImportFileError(
            f"{name} was exported by a later version (format {schema}).", "Update prop first."
        )
    return int(schema)
