"""What a change does to a record, as the lines of a diff."""

import difflib
from collections.abc import Iterator

import msgspec

from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.records import Record


def difference(before: Record | None, after: Record | None) -> Iterator[str]:
    """Yield the lines of a unified diff between two states of a record, without its history.

    None stands for a record that does not exist, whose name is ``/dev/null`` as in git.
    """
    old, new = (_NOTHING if one is None else one.id for one in (before, after))
    yield from difflib.unified_diff(_lines(before), _lines(after), old, new, n=1, lineterm="")


_NOTHING = "/dev/null"


def _lines(record: Record | None) -> list[str]:
    if record is None:
        return []
    content = encode_record(msgspec.structs.replace(record, history=()))
    return msgspec.json.format(content, indent=2).decode().splitlines()
