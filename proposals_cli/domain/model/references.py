"""The ids that records refer to."""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.model.records import Citation, Fact, Note, Proposal, Record, Shape

REFERENCES = {
    "themes": ("themes",),
    "people": ("people",),
    "proposals": ("continues", "proposals"),
    "sources": ("sources",),
}
"""Table → the fields of any record that list ids of this table."""

S = TypeVar("S", bound=Shape)


def named_ids(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield (table, id, field) for every id that a record refers to."""
    match record:
        case Proposal():
            for theme in record.themes:
                yield "themes", theme, "themes"
            for person in record.people:
                yield "people", person, "people"
            for earlier in record.continues:
                yield "proposals", earlier, "continues"
            for source in record.sources:
                yield "sources", source, "sources"
        case Fact():
            if record.person:
                yield "people", record.person, "person"
            for proposal in record.proposals:
                yield "proposals", proposal, "proposals"
        case Note():
            yield "sources", record.source, "source"
    for source in dict.fromkeys(citation.source for citation in citations_of(record)):
        yield "sources", source, "a citation"


def citations_of(record: Record) -> tuple[Citation, ...]:
    """Return all citations of a record, with repetitions."""
    match record:
        case Proposal():
            return record.citations()
        case Fact() | Note():
            return record.citations
        case _:
            return ()


def without_reference(record: Record, table: str, id_: str) -> Record | None:
    """Return a record without its references to another one, which will be removed.

    Returns:
        The record, changed or not; None if it is about the other one (a note on a source).
    """
    if table == "people" and getattr(record, "person", None) == id_:
        return msgspec.structs.replace(record, person=None)
    if table == "sources":
        if isinstance(record, Note) and record.source == id_:
            return None
        record = _without_citations(record, id_)
    for field_name in REFERENCES.get(table, ()):
        if field_name in record.__struct_fields__:
            kept = tuple(other for other in getattr(record, field_name) if other != id_)
            record = msgspec.structs.replace(record, **{field_name: kept})
    return record


def _without_citations(shape: S, source: str) -> S:
    """Return a shape without the citations of a source, at any depth."""
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
