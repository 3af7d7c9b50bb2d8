"""Mend what the rules find, where there is only one way and nothing is lost by it."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.records import Change, Fact, Proposal, Record, Shape, Source

S = TypeVar("S", bound=Shape)

AS_THEY_ARE = {"history", "extra", "former_ids"}
"""Fields that nobody edits by hand, or that hold what others wrote."""


def tidied(shape: S) -> S:
    """Return a record, or a part of one, without spaces around texts and without repeats."""
    changes: dict[str, Any] = {}
    for name in shape.__struct_fields__:
        is_original = isinstance(shape, Source) and name == "text"
        if name not in AS_THEY_ARE and not is_original:
            value = getattr(shape, name)
            tidy = _tidied(value)
            if tidy == "" and name in _optional(type(shape)):
                tidy = None
            if tidy != value:
                changes[name] = tidy
    return msgspec.structs.replace(shape, **changes) if changes else shape


@cache
def _optional(shape: type[Shape]) -> frozenset[str]:
    """Return the names of the fields that may be left unknown."""
    fields = msgspec.structs.fields(shape)
    return frozenset(field.name for field in fields if field.default is None)


def _tidied(value: Any) -> Any:
    match value:
        case str():
            # a word of a vocabulary is a text to Python, and would lose its type
            return value.strip() if type(value) is str else value
        case tuple():
            parts = dict.fromkeys(_tidied(part) for part in value)
            return tuple(part for part in parts if part != "")
        case Shape():
            return tidied(value)
        case _:
            return value


def with_current_ids(record: Record, known: CheckContext) -> Record:
    """Return a record that names proposals by the ids they have now."""

    def now(ids: Iterable[str]) -> tuple[str, ...]:
        found: list[str] = []
        for id_ in ids:
            present = id_ if known.has("proposals", id_) else known.renamed(id_) or id_
            if present == id_ or present not in found:
                found.append(present)
        return tuple(found)

    match record:
        case Proposal():
            return msgspec.structs.replace(record, continues=now(record.continues))
        case Fact():
            return msgspec.structs.replace(record, proposals=now(record.proposals))
        case _:
            return record


def without_itself(record: Record, _known: CheckContext) -> Record:
    """Return a proposal that does not continue itself."""
    if not isinstance(record, Proposal):
        return record
    others = tuple(id_ for id_ in record.continues if id_ != record.id)
    return msgspec.structs.replace(record, continues=others)


FIXES: dict[str, Callable[[Record, CheckContext], Record]] = {
    "untidy": lambda record, _known: tidied(record),
    "former-id": with_current_ids,
    "dead-end": without_itself,
}
"""Rule → what mends the records that it finds, as far as that is safe; in this order, since an id
with a space before it is the id of nothing."""


def fixed(
    record: Record, known: CheckContext, rules: Iterable[str], when: str, why: str | None
) -> Record:
    """Return a record as it is after mending by the named rules, with a line in its history."""
    after, applied = record, []
    for rule, mend in FIXES.items():
        if rule in rules:
            before, after = after, mend(after, known)
            if after != before:
                applied.append(rule)
    if not applied:
        return record
    line = Change(when=when, what=f"fixed {', '.join(applied)}", why=why)
    return msgspec.structs.replace(after, history=(*record.history, line))


def difference(before: Record, after: Record) -> Iterator[str]:
    """Yield the lines of a unified diff between two states of a record, history aside."""
    old, new = (_lines(msgspec.structs.replace(one, history=())) for one in (before, after))
    yield from difflib.unified_diff(old, new, before.id, after.id, n=1, lineterm="")


def _lines(record: Record) -> list[str]:
    return msgspec.json.format(encode_record(record), indent=2).decode().splitlines()
