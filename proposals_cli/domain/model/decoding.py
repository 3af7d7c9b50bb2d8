"""Convert JSON to records and back; errors name table, record, field and allowed values."""

import re
from enum import EnumType
from functools import cache
from typing import Any, get_args, get_origin

import msgspec

from proposals_cli.domain.model.parts import Tag
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
    except msgspec.ValidationError as error:
        raise _invalid(table, _id_in(content), str(error)) from error
    except RecursionError as error:
        raise _invalid(table, _id_in(content), "it is nested too deeply") from error


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
        raise _invalid(BASE, "1", str(error)) from error


def convert_record(table: str, draft: dict[str, Any]) -> Record:
    """Make a record from plain data, such as parsed YAML.

    Raises:
        InvalidRecordError: as ``decode_record``; its ``field`` is the path of the fault.
    """
    try:
        return msgspec.convert(draft, TABLES[table])
    except msgspec.ValidationError as error:
        id_ = draft.get("id")
        raise _invalid(table, id_ if isinstance(id_, str) else "new", str(error)) from error


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


_PATTERN = re.compile(r" matching regex '.*'(?= - at |$)", re.DOTALL)
"""A regular expression in an error of msgspec; the hint describes the form in words."""


def _invalid(table: str, id_: str, reason: str) -> InvalidRecordError:
    reason = _PATTERN.sub(" of the allowed form", reason)
    reason = reason.replace(" - at `key` in `$", " as a key - at `$")
    reason, _, path = reason.partition(" - at `$")
    field = path.rstrip("`").removeprefix(".")
    # what msgspec says begins with a capital letter; a rule of ours is in words that say it all
    allowed = _allowed(TABLES.get(table, BaseInfo), field) if reason[:1].isupper() else ""
    where = f"{table}, {id_}" + (f", field '{field}'" if field else "")
    return InvalidRecordError(
        f"{where}: {reason}.", f"Allowed: {allowed}." if allowed else "Correct this field.", field
    )


def _allowed(shape: Any, path: str) -> str:
    """Describe the values allowed at a path such as ``measures[2].horizon``."""
    for name in re.findall(r"[a-z_]+", path):
        shape = next(
            (s for s in _parts(shape) if name in getattr(s, "__struct_fields__", ())), None
        )
        if shape is None:
            return ""
        shape = next(f.type for f in msgspec.structs.fields(shape) if f.name == name)
    if any(get_origin(part) is dict and get_args(part)[0] is Tag for part in _parts(shape)):
        return 'a mapping from language tags, as {"en": …, "zh-Hant": …}; und if unknown'
    for part in _parts(shape):
        if isinstance(part, EnumType):
            return ", ".join(part)
        for extra in getattr(part, "__metadata__", ()):
            if isinstance(extra, msgspec.Meta) and extra.description:
                return extra.description
    for part in _parts(shape):
        if fields := getattr(part, "__struct_fields__", ()):
            return "the fields " + ", ".join(fields)
    return ""


def _parts(shape: Any) -> list[Any]:
    """Return a type and the types inside it, as in unions and tuples."""
    if hasattr(shape, "__metadata__"):
        return [shape, shape.__origin__]
    inner = [
        part for arg in get_args(shape) if arg not in (..., type(None)) for part in _parts(arg)
    ]
    return [shape, *inner] if get_origin(shape) is not None else [shape]
