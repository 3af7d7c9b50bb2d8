"""The ids that records refer to."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import msgspec

from proposals_cli.domain.model.parts import (
    Agent,
    Citation,
    Document,
    Relation,
    Shape,
    citations_in,
)
from proposals_cli.domain.model.records import Body, Fact, Note, Proposal, Record

S = TypeVar("S", bound=Shape)

AGENTS = ("people", "bodies")
"""The tables that an agent's ``who`` may be in."""

REFERENCES = {
    "themes": ("themes",),
    "proposals": ("proposals",),
    "sources": ("sources",),
}
"""Table → the fields of any record that list ids of this table."""


class Reference(NamedTuple):
    """An id that a record refers to: the tables that it may be in, the id, and the field."""

    tables: tuple[str, ...]
    id: str
    field: str


def named_ids(record: Record) -> Iterator[Reference]:
    """Yield every id that a record refers to."""
    match record:
        case Proposal():
            yield from _named_by_proposal(record)
        case Body():
            if record.part_of is not None:
                yield Reference(("bodies",), record.part_of, "part_of")
        case Fact():
            if record.person:
                yield Reference(AGENTS, record.person, "person")
            for proposal in record.proposals:
                yield Reference(("proposals",), proposal, "proposals")
        case Note():
            yield Reference(("sources",), record.source, "source")
    for source in dict.fromkeys(citation.source for citation in citations_in(record)):
        yield Reference(("sources",), source, "a citation")


def _named_by_proposal(proposal: Proposal) -> Iterator[Reference]:
    yield Reference(("bodies",), proposal.body, "body")
    for theme in proposal.themes:
        yield Reference(("themes",), theme, "themes")
    for field, agents in _agents(proposal):
        for agent in agents:
            if agent.who is not None:
                yield Reference(AGENTS, agent.who, field)
    for relation in proposal.relations:
        if relation.to is not None:
            yield Reference(("proposals",), relation.to, "relations")
    for source in proposal.sources:
        yield Reference(("sources",), source, "sources")


def _agents(proposal: Proposal) -> Iterator[tuple[str, tuple[Agent, ...]]]:
    yield "sponsors", proposal.sponsors
    yield "addressees", proposal.addressees
    for action in proposal.actions:
        yield "actions", action.by


def without_reference(record: Record, table: str, id_: str) -> Record | None:
    """Return a record without its references to another one, which will be removed.

    An agent or a relation keeps the words of its source, if it has them. The body of a proposal
    cannot be taken away.

    Returns:
        The record, changed or not; None if it is about the other one (a note on a source).
    """
    if table == "sources" and isinstance(record, Note) and record.source == id_:
        return None
    if table in AGENTS and isinstance(record, Fact) and record.person == id_:
        record = msgspec.structs.replace(record, person=None)
    if table == "bodies" and isinstance(record, Body) and record.part_of == id_:
        record = msgspec.structs.replace(record, part_of=None)
    for field_name in REFERENCES.get(table, ()):
        if field_name in record.__struct_fields__:
            kept = tuple(other for other in getattr(record, field_name) if other != id_)
            record = msgspec.structs.replace(record, **{field_name: kept})
    return _without(record, table, id_)


def _without(shape: S, table: str, id_: str) -> S:
    """Return a shape without the parts that refer to a record, at any depth."""
    changes: dict[str, Any] = {}
    for name in shape.__struct_fields__:
        value = getattr(shape, name)
        if isinstance(value, Shape):
            changes[name] = _without(value, table, id_)
        elif isinstance(value, tuple) and value and isinstance(value[0], Shape):
            kept = (_kept(part, table, id_) for part in value)
            changes[name] = tuple(part for part in kept if part is not None)
    return msgspec.structs.replace(shape, **changes) if changes else shape


def _kept(part: Shape, table: str, id_: str) -> Shape | None:
    """Return a part of a list without a reference; None if nothing of it is left."""
    match part:
        case Citation(source=source) if table == "sources" and source == id_:
            return None
        case Document(source=source) if table == "sources" and source == id_:
            left = msgspec.structs.replace(part, source=None)
            return left if left.number or left.url or left.note else None
        case Agent(who=who) if table in AGENTS and who == id_:
            if part.as_named is None:
                return None
            part = msgspec.structs.replace(part, who=None)
        case Relation(to=to) if table == "proposals" and to == id_:
            if part.as_named is None:
                return None
            part = msgspec.structs.replace(part, to=None)
    return _without(part, table, id_)
