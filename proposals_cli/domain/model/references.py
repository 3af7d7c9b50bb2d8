"""The ids that records refer to, as the table of fields says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from proposals_cli.domain.model.fields import FIELDS, Field
from proposals_cli.domain.model.parts import (
    Agent,
    Citation,
    Document,
    Relation,
    Shape,
    Sponsor,
    shapes_in,
)
from proposals_cli.domain.model.records import Note, Proposal, Record

S = TypeVar("S", bound=Shape)

_NEEDED: dict[type[Shape], tuple[str, ...]] = {
    Proposal: ("body",),
    Note: ("source",),
    Citation: ("source",),
    Agent: ("who", "as_named"),
    Sponsor: ("who", "as_named"),
    Relation: ("to", "as_named"),
    Document: ("source", "number", "url", "note"),
}
"""Class → the fields of which one must have a value, or nothing is left of the record or part."""


class Reference(NamedTuple):
    """An id that a record refers to: the tables that it may be in, the id, and the field."""

    tables: tuple[str, ...]
    id: str
    field: str


def named_ids(record: Record) -> Iterator[Reference]:
    """Yield every id that a record refers to, once for each field of the record."""
    yield from dict.fromkeys(_named_in(record, ""))


def _named_in(shape: Shape, field: str) -> Iterator[Reference]:
    for name, tables in _referring(type(shape)).items():
        value = getattr(shape, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Shape):
                yield from _named_in(one, field or name)
            elif one is not None:
                is_cited = isinstance(shape, Citation | Document)
                yield Reference(tables, one, "a citation" if is_cited else field or name)


@cache
def _referring(shape: type[Shape]) -> dict[str, tuple[str, ...]]:
    """Return the fields of a class that refer to records, with the tables; none for parts."""
    return {
        field.name: tables
        for field in msgspec.structs.fields(shape)
        for tables in (FIELDS[shape.__name__][field.name].refers,)
        if tables or any(map(_referring, shapes_in(field.type)))
    }


Unite = Callable[[Field, Sequence[Any], Sequence[int]], Sequence[Any]]
"""What becomes of the items of a list of which some, at these places, refer to others now."""


def distinct(_field: Field, items: Sequence[Any], moved: Sequence[int]) -> list[Any]:
    """Return the items of a list; of those that became equal, the first."""
    places = frozenset(moved)
    earlier: set[bytes] = set()
    earlier_moved: set[bytes] = set()
    kept: list[Any] = []
    for place, one in enumerate(items):
        # not all parts can be hashed, and comparing each with each takes minutes for thousands
        key = msgspec.json.encode(one, order="deterministic")
        if key not in (earlier if place in places else earlier_moved):
            kept.append(one)
        earlier.add(key)
        if place in places:
            earlier_moved.add(key)
    return kept


def with_references(
    shape: S, current: Callable[[tuple[str, ...], str], str], unite: Unite = distinct
) -> S:
    """Return a record, or a part, whose references lead to other records.

    Args:
        shape: a record or a part.
        current: returns the id for a reference, from the tables that it may be in and its id.
        unite: what becomes of items of a list that lead to the same record now.

    Returns:
        The record or part with these ids; the very object if nothing changes.
    """
    changes: dict[str, Any] = {}
    for name, tables in _referring(type(shape)).items():
        value = getattr(shape, name)
        items = value if isinstance(value, tuple) else (value,)
        new = [
            with_references(one, current, unite)
            if isinstance(one, Shape)
            else one and current(tables, one)
            for one in items
        ]
        moved = [place for place, one in enumerate(new) if one != items[place]]
        if moved and isinstance(value, tuple):
            changes[name] = tuple(unite(FIELDS[type(shape).__name__][name], new, moved))
        elif moved:
            changes[name] = new[0]
    return msgspec.structs.replace(shape, **changes) if changes else shape


def without_reference(shape: S, table: str, id_: str) -> S | None:
    """Return a record, or a part, without its references to a record that will be removed.

    An agent or a relation keeps the words of its source, if it has them.

    Returns:
        The record or part, changed or not; None if it cannot be without the other record.
    """
    changes: dict[str, Any] = {}
    for name, tables in _referring(type(shape)).items():
        value = getattr(shape, name)
        gone = id_ if table in tables else None
        items = value if isinstance(value, tuple) else (value,)
        kept = [
            without_reference(one, table, id_) if isinstance(one, Shape) else one
            for one in items
            if one is not None and one != gone
        ]
        left = tuple(one for one in kept if one is not None)
        if left != items and value is not None:
            changes[name] = left if isinstance(value, tuple) else next(iter(left), None)
    if not changes:
        return shape
    needed = _NEEDED.get(type(shape))
    if needed and not any(changes.get(name, getattr(shape, name)) for name in needed):
        return None
    return msgspec.structs.replace(shape, **changes)


def with_ids(shape: S, ids: Mapping[tuple[str, str], str]) -> S:
    """Return a record, or a part, whose references follow records to their new ids.

    Args:
        shape: the record or part; its own id is not changed.
        ids: (table, old id) → new id.
    """

    def current(tables: tuple[str, ...], id_: str) -> str:
        return next((ids[table, id_] for table in tables if (table, id_) in ids), id_)

    return with_references(shape, current)
