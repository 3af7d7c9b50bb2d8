"""What a change does to a record, as the lines of a diff."""

import difflib
from collections.abc import Iterator

import msgspec

from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.records import Record


def difference(before: Record, after: Record) -> Iterator[str]:
    """Yield the lines of a unified diff between two states of a record, without its history."""
    old, new = (_lines(msgspec.structs.replace(one, history=())) for one in (before, after))
    yield from difflib.unified_diff(old, new, before.id, after.id, n=1, lineterm="")


def _lines(record: Record) -> list[str]:
    return msgspec.json.format(encode_record(record), indent=2).decode().splitlines()
