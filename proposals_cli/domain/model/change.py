"""Changes to a base: what they do, what they say of themselves, and how they are taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import msgspec

from proposals_cli.domain.model.records import Change, Citation, Note, Proposal, Record, Shape

Key = tuple[str, str]
"""A record's table and id."""

ChangeNumber = Annotated[int, msgspec.Meta(ge=1)]
RecordNumber = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""The key of a record in its TinyDB table."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class ChangeSet:
    """One change of a base: the records it touches as they were and as they will be.

    A record in ``after`` alone is added, one in ``before`` alone is removed. ``numbers`` says
    under which numbers records come back that were not filed as this program files them.
    """

    what: str
    before: Mapping[Key, Record]
    after: Mapping[Key, Record]
    why: str | None = None
    undoes: int | None = None
    numbers: Mapping[Key, int] = field(default_factory=dict)

    def touched(self) -> Iterator[Key]:
        """Yield table and id of every record that the change touches, once."""
        yield from self.before
        yield from (key for key in self.after if key not in self.before)


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a base's journal: what a change was.

    ``old`` and ``new`` are the hashes of the store's content before and after it.
    """

    number: ChangeNumber
    when: str
    what: str
    why: str | None = None
    undoes: ChangeNumber | None = None
    old: str
    new: str


class FullJournalEntry(JournalEntry, frozen=True, kw_only=True):
    """The same line with what it takes to undo the change.

    ``before`` holds the records as they were, as JSON, ``after`` a hash of what they became, both
    by table and id; null for a record that was, or is, not there. ``numbers`` are those of
    removed records that were filed under another number than this program would choose.
    """

    before: dict[str, dict[str, msgspec.Raw]]
    after: dict[str, dict[str, str | None]]
    numbers: dict[str, dict[str, RecordNumber]] = {}


def now() -> str:
    """Return the moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def with_history(record: R, what: str, why: str | None, when: str) -> R:
    """Return the record with one more line of history."""
    history = (*record.history, Change(when=when, what=what, why=why))
    return msgspec.structs.replace(record, history=history)


def changed_fields(before: Record, after: Record) -> list[str]:
    """Return the names of the fields in which two states of a record differ, history aside."""
    return [
        name
        for name in before.__struct_fields__
        if name != "history" and getattr(before, name) != getattr(after, name, None)
    ]


def without_reference(record: Record, table: str, id_: str) -> Record | None:
    """Return a record without what it says of another one, which is going to be removed.

    Returns:
        The record, changed or not; None if it cannot stand alone (a note on a removed source).
    """
    match table, record:
        case "themes", Proposal():
            kept = tuple(theme for theme in record.themes if theme != id_)
            return msgspec.structs.replace(record, themes=kept)
        case "people", _ if hasattr(record, "people"):
            kept = tuple(person for person in record.people if person != id_)
            return msgspec.structs.replace(record, people=kept)
        case "people", _ if getattr(record, "person", None) == id_:
            return msgspec.structs.replace(record, person=None)
        case "proposals", Proposal():
            kept = tuple(earlier for earlier in record.continues if earlier != id_)
            return msgspec.structs.replace(record, continues=kept)
        case "proposals", _ if hasattr(record, "proposals"):
            kept = tuple(proposal for proposal in record.proposals if proposal != id_)
            return msgspec.structs.replace(record, proposals=kept)
        case "sources", Note() if record.source == id_:
            return None
        case "sources", _:
            stripped = _without_citations(record, id_)
            if isinstance(stripped, Proposal):
                kept = tuple(source for source in stripped.sources if source != id_)
                return msgspec.structs.replace(stripped, sources=kept)
            return stripped
        case _:
            return record


S = TypeVar("S", bound=Shape)


def _without_citations(shape: S, source: str) -> S:
    """Return a shape, and everything in it, without the citations of a source."""
    changes: dict[str, Any] = {}
    for name in shape.__struct_fields__:
        value = getattr(shape, name)
        if isinstance(value, Shape):
            changes[name] = _without_citations(value, source)
        elif isinstance(value, tuple) and value and isinstance(value[0], Citation):
            changes[name] = tuple(c for c in value if c.source != source)
        elif isinstance(value, tuple) and value and isinstance(value[0], Shape):
            changes[name] = tuple(_without_citations(part, source) for part in value)
    return msgspec.structs.replace(shape, **changes) if changes else shape
