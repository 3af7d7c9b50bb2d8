"""Convert JSON to records and back; errors name table, record, field and allowed values."""

from functools import cache
from typing import Any

import msgspec

from proposals_cli.domain.model.mistakes import mistakes_in
from proposals_cli.domain.model.records import BASE, TABLES, BaseInfo, Proposal, Record
from proposals_cli.errors import InvalidRecordError

_TABLES_BY_CLASS: dict[type, str] = {shape: table for table, shape in TABLES.items()}


@cache
def _decoder(table: str) -> msgspec.json.Decoder[Record]:
    return msgspec.json.Decoder(TABLES[table])


def decode_record(table: str, content: bytes) -> Record:
    """Read one record of a table.

    Raises:
        InvalidRecordError: it breaks the rules of the table.
        msgspec.DecodeError: it is not JSON.
    """
    try:
        return _decoder(table).decode(content)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _invalid_content(table, _id_in(content), content) from error


def decode_proposal(content: bytes) -> Proposal:
    """Read one proposal; raises as ``decode_record`` does."""
    record = decode_record("proposals", content)
    assert isinstance(record, Proposal)
    return record


def decode_base(content: bytes) -> BaseInfo:
    """Read the record of the table ``base``.

    Raises:
        InvalidRecordError: it breaks the rules of the table.
        msgspec.DecodeError: it is not JSON.
    """
    try:
        return msgspec.json.decode(content, type=BaseInfo)
    except msgspec.ValidationError as error:
        raise _invalid_content(BASE, "1", content) from error


def convert_record(table: str, draft: dict[str, Any]) -> Record:
    """Make a record from plain data, such as parsed YAML.

    Raises:
        InvalidRecordError: as ``decode_record``; its ``field`` is the path of the fault.
    """
    try:
        return msgspec.convert(draft, TABLES[table])
    except msgspec.ValidationError as error:
        id_ = draft.get("id")
        raise _invalid(table, id_ if isinstance(id_, str) else "new", draft) from error


def encode_record(record: Record) -> bytes:
    """Return the record as compact JSON without defaults, in field order."""
    return msgspec.json.encode(record)


def encode_checked(record: Record) -> bytes:
    """Return a record that the program made as ``encode_record`` does.

    Raises:
        InvalidRecordError: it breaks a rule for stored records.
    """
    content = encode_record(record)
    decode_record(table_of(record), content)
    return content


def table_of(record: Record) -> str:
    """Return the name of a record's table."""
    return table_for(type(record))


def table_for(shape: type) -> str:
    """Return the name of the table of a class of records."""
    return _TABLES_BY_CLASS[shape]


def _id_in(content: bytes) -> str:
    """Return the id of a record that cannot be decoded, or words that say it has none."""
    try:
        found = msgspec.json.decode(content)
    except (msgspec.MsgspecError, RecursionError):
        return "?"
    id_ = found.get("id") if isinstance(found, dict) else None
    return id_ if isinstance(id_, str) else "without an id"


def _invalid(table: str, id_: str, data: Any) -> InvalidRecordError:
    """Return the error for plain data that is not a record: its first mistake."""
    mistake = next(mistakes_in(TABLES.get(table, BaseInfo), data))
    where = f"{table}, {id_}" + (f", field '{mistake.field}'" if mistake.field else "")
    return InvalidRecordError(f"{where}: {mistake.message}", mistake.hint, mistake.field)


def _invalid_content(table: str, id_: str, content: bytes) -> InvalidRecordError:
    """Return the error for JSON that is not a record."""
    try:
        return _invalid(table, id_, msgspec.json.decode(content))
    except RecursionError:
        reason = "it is nested too deeply"
    except msgspec.DecodeError:  # valid JSON, as it has been read up to a wrong value
        reason = "it has a number out of range"
    return InvalidRecordError(f"{table}, {id_}: {reason}.", "Correct this record.")
