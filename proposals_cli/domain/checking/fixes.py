"""Fix what the rules find, if there is only one way and nothing is lost."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.parts import Change, Shape
from proposals_cli.domain.model.records import Proposal, Record, Source
from proposals_cli.domain.model.references import with_references

S = TypeVar("S", bound=Shape)

UNTOUCHED_FIELDS = {"history", "extra", "former_ids"}
"""Fields that nobody edits by hand, or that contain the values of another program."""


def tidied(shape: S) -> S:
    """Return a record, or part of one, without spaces around texts and without repeated values."""
    changes: dict[str, Any] = {}
    for name in shape.__struct_fields__:
        is_original = isinstance(shape, Source) and name == "text"
        if name not in UNTOUCHED_FIELDS and not is_original:
            value = getattr(shape, name)
            tidy = _tidied(value)
            if tidy == "" and name in _optional(type(shape)):
                tidy = None
            if tidy != value:
                changes[name] = tidy
    return msgspec.structs.replace(shape, **changes) if changes else shape


@cache
def _optional(shape: type[Shape]) -> frozenset[str]:
    """Return the names of the fields that may be None."""
    fields = msgspec.structs.fields(shape)
    return frozenset(field.name for field in fields if field.default is None)


def _tidied(value: Any) -> Any:
    match value:
        case str():
            # members of an enumeration are strings too, and would lose their type
            return value.strip() if type(value) is str else value
        case tuple():
            parts: dict[bytes, Any] = {}
            for part in map(_tidied, value):
                # by its JSON, as a part with texts by language has no hash
                parts.setdefault(msgspec.json.encode(part), part)
            return tuple(part for part in parts.values() if part != "")
        case dict():
            return {key: _tidied(part) for key, part in value.items()}
        case Shape():
            return tidied(value)
        case _:
            return value


def with_current_ids(record: Record, context: CheckContext) -> Record:
    """Return a record that refers to others by their current ids."""
    return with_references(record, context.current_id)


def without_itself(record: Record, _context: CheckContext) -> Record:
    """Return a proposal without links to itself."""
    if not isinstance(record, Proposal):
        return record
    others = tuple(relation for relation in record.relations if relation.to != record.id)
    return msgspec.structs.replace(record, relations=others)


FIXES: dict[str, Callable[[Record, CheckContext], Record]] = {
    "untidy": lambda record, _context: tidied(record),
    "former-id": with_current_ids,
    "dead-end": without_itself,
}
"""Rule → the function that fixes a record. Applied in this order: an id with a space around it
matches no record until it is tidied."""


def fixed(
    record: Record, context: CheckContext, rules: Iterable[str], when: str, why: str | None
) -> Record:
    """Return a record fixed by the named rules, with a line in its history if it changed."""
    after, applied = record, []
    for rule, fix in FIXES.items():
        if rule in rules:
            before, after = after, fix(after, context)
            if after != before:
                applied.append(rule)
    if not applied:
        return record
    line = Change(when=when, what=f"fixed {', '.join(applied)}", why=why)
    return msgspec.structs.replace(after, history=(*record.history, line))
