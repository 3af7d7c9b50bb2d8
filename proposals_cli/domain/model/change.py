"""Changes to a base, and the journal entries that describe them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import msgspec

from proposals_cli.domain.model.parts import Change
from proposals_cli.domain.model.records import BaseInfo, Record

Key = tuple[str, str]
"""A record's table and id."""

MAX_CHANGES = 10**12

ChangeNumber = Annotated[int, msgspec.Meta(ge=1, le=MAX_CHANGES)]
RecordNumber = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""The key of a record in its TinyDB table."""

R = TypeVar("R", bound=Record)


def now() -> str:
    """Return the current time in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class ChangeSet:
    """One change of a base: the records it touches, before and after.

    A record only in ``after`` is added, one only in ``before`` is removed. ``numbers`` has the
    TinyDB numbers of records that come back under a number this program would not choose.
    ``info`` is what the base says of itself before and after, if that changes as well.
    ``when`` is the time that the histories of the records give for it. ``content`` is the hash of
    the base's content that it must start from; None for any in which the records are the same.
    """

    what: str
    before: Mapping[Key, Record]
    after: Mapping[Key, Record]
    why: str | None = None
    undoes: int | None = None
    numbers: Mapping[Key, int] = field(default_factory=dict)
    info: tuple[BaseInfo, BaseInfo] | None = None
    when: str = field(default_factory=now)
    content: str | None = None

    def touched(self) -> Iterator[Key]:
        """Yield the key of every record that the change touches, once."""
        yield from self.before
        yield from (key for key in self.after if key not in self.before)

    def touched_by_table(self) -> dict[str, list[str]]:
        """Return table → the ids of the records in it that the change touches."""
        ids: dict[str, list[str]] = {}
        for table, id_ in self.touched():
            ids.setdefault(table, []).append(id_)
        return ids


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a base's journal, which describes a change.

    ``old`` and ``new`` are hashes of the base's content before and after it, ``format`` is the
    format of the records in the line.
    """

    number: ChangeNumber
    when: str
    what: str
    why: str | None = None
    undoes: ChangeNumber | None = None
    old: str
    new: str
    format: int = 1


class SharedJournalEntry(JournalEntry, frozen=True, kw_only=True):
    """A change of a base on a server, and the name under which the server knows its editor."""

    who: str


class FullJournalEntry(JournalEntry, frozen=True, kw_only=True):
    """The same line with what is needed to undo the change.

    ``before`` has the records before the change as JSON, ``after`` their hashes after it, both by
    table and id; null for a record that did not exist before, or does not after. ``numbers`` has
    the TinyDB numbers of removed records that differ from those this program would choose.
    ``info`` is what the base said of itself before and after, if that changed.
    """

    before: dict[str, dict[str, msgspec.Raw]]
    after: dict[str, dict[str, str | None]]
    numbers: dict[str, dict[str, RecordNumber]] = {}
    info: tuple[BaseInfo, BaseInfo] | None = None


def with_history(record: R, what: str, why: str | None, when: str) -> R:
    """Return the record with one more entry in its history."""
    history = (*record.history, Change(when=when, what=what, why=why))
    return msgspec.structs.replace(record, history=history)


def changed_fields(before: Record, after: Record) -> list[str]:
    """Return the names of the fields in which two versions of a record differ, except history."""
    return [
        name
        for name in before.__struct_fields__
        if name != "history" and getattr(before, name) != getattr(after, name, None)
    ]
