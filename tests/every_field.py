"""Records that have a value in one field each: every field of every class of records and parts.

Nothing here names a field. A class that gains one gives one more record.
"""

import types
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import EnumType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import msgspec

from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import Date, Id, MeasureId, Ref, Shape, Tag, Year
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.domain.model.references import named_ids

_FIRST_DAY = date(1901, 1, 1)
_LETTERS = "bcdfghjklmnpqrstvwz"

REQUIRED: dict[str, dict[str, Any]] = {
    "Proposal": {
        "body": "diet",
        "kind": "motion",
        "titles": [{"lang": "en", "text": "On a plain matter"}],
    },
    "Person": {"names": {"en": {"text": "Plain Person"}}},
    "Body": {"name": {"en": "Plain Body"}},
    "Theme": {"name": {"en": "Plain theme"}},
    "Source": {"kind": "news"},
    "Fact": {"kind": "biography", "text": {"en": "A plain fact."}},
    "Note": {"source": "plain-source", "words": "plain words", "meaning": {"en": "plain"}},
    "Agent": {"as_named": "Plain Agent"},
    "Sponsor": {"as_named": "Plain Sponsor"},
    "Title": {"lang": "en", "text": "On a second plain matter"},
    "Series": {"id": "plain-series", "name": {"en": "Plain series"}},
    "Statement": {"text": {"en": "A plain statement."}},
    "Measure": {"id": "m01", "text": {"en": "Do a plain thing."}},
    "Action": {"stage": "debated"},
    "ReplyDue": {"date": "1901-01-01"},
    "Figure": {"what": "cost"},
    "Relation": {"kind": "related", "as_named": "a plain proposal"},
    "Identifier": {"scheme": "plain", "value": "P-1"},
    "Change": {"when": "2020-01-01T00:00:00Z", "what": "added"},
    "Citation": {"source": "plain-source"},
    "PersonName": {"text": "Plain Name"},
    "ReplyRule": {"months": 3},
    "MajorTopic": {"code": 1, "name": "Plain topic"},
    "Document": {"note": "a plain paper"},
}
"""Class → the fields without which there is none. A class that is missing here needs none."""


class Sample(NamedTuple):
    """A record with a value in one field, and the same record without it.

    ``path`` leads to the field: (class, field) for each level. ``value`` is what it was given.
    """

    table: str
    path: tuple[tuple[str, str], ...]
    value: Any
    having: Record
    lacking: Record


def samples() -> Iterator[Sample]:
    """Yield a sample for every field at every depth, each with values of its own."""
    for table, shape in TABLES.items():
        for path, change in _changes(shape, _Counter()):
            number = len(_made)
            id_ = f"{'2020-' * (table == 'proposals')}{table}-{number:04}"
            _made.append(id_)
            lacking = {"id": f"{id_}-b", **REQUIRED[shape.__name__]}
            value, fields = change
            having = {**lacking, "id": f"{id_}-a", **fields}
            if path[-1][1] == "id" and len(path) == 1:
                continue  # every record has its own
            yield Sample(
                table, path, value, msgspec.convert(having, shape), msgspec.convert(lacking, shape)
            )


_made: list[str] = []


def referred_to(records: Iterable[Record]) -> Iterator[Record]:
    """Yield a plain record for every id that these refer to and do not have."""
    there = {(table_of(record), record.id) for record in records}
    for record in records:
        for reference in named_ids(record):
            keys = {(table, reference.id) for table in reference.tables}
            if not keys & there:
                table = reference.tables[0]
                there.add((table, reference.id))
                shape = TABLES[table]
                yield msgspec.convert({"id": reference.id, **REQUIRED[shape.__name__]}, shape)


class _Counter:
    """Counts the values made, so that each is different."""

    count = 0

    def next(self) -> int:
        _Counter.count += 1
        return _Counter.count


def _changes(
    shape: type[Shape], counter: _Counter, seen: tuple[type, ...] = ()
) -> Iterator[tuple[tuple[tuple[str, str], ...], tuple[Any, dict[str, Any]]]]:
    """Yield (path, (value, fields)) for every field of a class and of the parts inside it."""
    for field in msgspec.structs.fields(shape):
        here = (shape.__name__, field.name)
        inner = _inner(field.type)
        if inner is None:
            value = _value(field.type, counter.next())
            leaf = value
            while isinstance(leaf, list | dict):
                leaf = leaf[0] if isinstance(leaf, list) else next(iter(leaf.values()))
            yield (here,), (leaf, {field.encode_name: value})
            continue
        for path, (leaf, fields) in _changes(inner, counter, (*seen, shape)):
            part = {**REQUIRED.get(inner.__name__, {}), **fields}
            if not _is_valid(inner, part):  # the field excludes a required one
                part = fields
            yield (here, *path), (leaf, {field.encode_name: _around(field.type, part)})


def _is_valid(shape: type[Shape], fields: dict[str, Any]) -> bool:
    try:
        msgspec.convert(fields, shape)
    except msgspec.ValidationError:
        return False
    return True


def _inner(annotation: Any) -> type[Shape] | None:
    """Return the class of parts that a field has, if it has parts."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next(filter(None, map(_inner, get_args(annotation))), None)


def _around(annotation: Any, part: dict[str, Any]) -> Any:
    """Return a part as the field has it: alone, in a list, or under a language."""
    for one in _members(annotation):
        if get_origin(one) is tuple:
            return [part]
        if get_origin(one) is dict:
            return {"fr": part}
    return part


def _value(annotation: Any, number: int) -> Any:
    """Return a value of a type that no other number gives, as far as the type has room."""
    if annotation in _SPECIAL:
        return _SPECIAL[annotation](number)
    for one in _members(annotation):
        if one in _SPECIAL:
            return _SPECIAL[one](number)
        if isinstance(one, EnumType):
            return list(one)[-2 if len(one) > 2 else -1]  # not a default
        if get_origin(one) is tuple:
            return [_value(get_args(one)[0], number)]
        if get_origin(one) is dict:
            key, value = get_args(one)
            made = 7 if value is Any else _value(value, number)
            return {
                _value(key, number) if key is str else "fr": made if made != 7 else word(number)
            }
        if get_origin(one) is Annotated:
            return _value(one.__origin__, number)
        if one in _PLAIN:
            return _PLAIN[one](number)
    raise TypeError(f"no sample for {annotation}")


def _members(annotation: Any) -> tuple[Any, ...]:
    """Return the types of a union without None, words first; any other type alone."""
    if get_origin(annotation) in (Union, types.UnionType):
        parts = [one for one in get_args(annotation) if one is not type(None)]
        return tuple(sorted(parts, key=lambda one: one is int))
    return (annotation,)


def word(number: int) -> str:
    """Return a word that occurs nowhere else.

    >>> word(0), word(20)
    ('Quzbbbox', 'Quzbccox')
    """
    size = len(_LETTERS)
    places = (number // size**2, number // size % size, number % size)
    return f"Quz{''.join(_LETTERS[place] for place in places)}ox"


def _day(number: int) -> str:
    return (_FIRST_DAY + timedelta(days=number)).isoformat()


_SPECIAL: dict[Any, Any] = {
    Id: lambda number: word(number).lower(),
    Ref: lambda number: word(number).lower(),
    MeasureId: lambda number: f"m{number:04}",
    Year: lambda number: 1000 + number,
    Date: _day,
    Tag: lambda number: f"q{_LETTERS[number // 19 % 12]}{_LETTERS[number % 19]}",
}
_PLAIN: dict[Any, Any] = {
    str: word,
    int: lambda number: 70_000 + number,
    float: lambda number: 70_000 + number,
    bool: lambda _number: True,
}
