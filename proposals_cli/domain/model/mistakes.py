"""What is wrong with plain data that should be a record: every mistake, in words.

The words come from the types of the records' fields, so that a new field needs nothing here.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from enum import EnumType
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from proposals_cli.domain.model.parts import (
    Date,
    Id,
    MeasureId,
    Ref,
    Shape,
    Tag,
    Text,
    Year,
    require_days,
)

WRONG = msgspec.UNSET
"""Stands for a value of which a mistake has been reported already: nothing more is said of it."""

MISSING = "it is missing."
"""The message of a mistake of this kind."""

_MAX_SHOWN = 60
_MIN_SIMILARITY = 0.7


class Mistake(NamedTuple):
    """One mistake: the path of the field, what is wrong, and what to write instead."""

    field: str
    message: str
    hint: str


class _Form(NamedTuple):
    """What a value must be, and how it is written."""

    noun: str
    hint: str


_NOUNS: tuple[tuple[Any, str, str], ...] = (
    (Year, "a year", ""),
    (Date, "a date", ""),
    (Id, "an id", ""),
    (MeasureId, "the id of a measure", ""),
    (Tag, "a language", ""),
    (Ref, "the id of a record", ""),
    (Text, "a text", "Write TEXT, or {en: TEXT, zh-Hant: TEXT}."),
    (bool, "true or false", "Write true or false."),
    (int, "a whole number", "Write digits, as 12."),
    (float, "a number", "Write digits, as 12.5."),
    (str, "a text", 'Write a text; in quotation marks, as "12", if it looks like none.'),
)
"""Type, what it is called, and how it is written; a described type needs no more than that."""


def mistakes_in(
    shape: type[Shape], data: Any, path: str = "", short_keys: Iterable[str] = ()
) -> Iterator[Mistake]:
    """Yield the mistakes of plain data that should be a record, or a part.

    Args:
        shape: the class of the record.
        data: parsed YAML or JSON; ``WRONG`` where a mistake is known.
        path: of the data in the record.
        short_keys: names that may be typed instead of fields; they are only suggested.
    """
    if not isinstance(data, dict):
        yield Mistake(
            path, f"{_shown(data)} is not a group of fields.", f"Its fields: {_names(shape)}."
        )
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    known, wrong = {}, set[str]()
    for key, value in data.items():
        place = f"{path}.{key}" if path else str(key)
        if key not in fields:
            yield _unknown(place, str(key), shape, short_keys)
            continue
        mistakes = [] if value is WRONG else list(_in_value(fields[key].type, value, place))
        yield from mistakes
        if value is WRONG or mistakes:
            wrong.add(key)
        else:
            known[key] = value
    missing = [key for key, field in fields.items() if field.required and key not in data]
    for key in missing:
        place = f"{path}.{key}" if path else key
        form = _form_of(fields[key].type)
        is_text = fields[key].type is str
        yield Mistake(place, MISSING, f"Write `{key}: …`." if is_text else form.hint)
    rule = None if missing else _broken_rule(shape, known)
    if rule and not (wrong and "needs" in rule):  # what is needed may be what is wrong
        yield Mistake(path, f"{rule}.", "Correct it.")


def _names(shape: type[Shape], short_keys: Iterable[str] = ()) -> str:
    names = (name for name in shape.__struct_encode_fields__ if name != "history")
    return ", ".join(dict.fromkeys([*short_keys, *names]))


def _unknown(place: str, key: str, shape: type[Shape], short_keys: Iterable[str]) -> Mistake:
    names = _names(shape, short_keys)
    near = get_close_matches(key.lower(), names.split(", "), n=3, cutoff=_MIN_SIMILARITY)
    question = f" Did you mean {' or '.join(near)}?" if near else ""
    return Mistake(place, f"there is no such field.{question}", f"The fields: {names}.")


def _broken_rule(shape: type[Shape], data: dict[str, Any]) -> str | None:
    """Return the rule of a class that fields break, each of which is right in itself."""
    try:
        msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        rule = str(error)
        # what msgspec says of a missing field begins with a capital letter
        return None if rule[:1].isupper() else rule.partition(" - at `$")[0]
    return None


def _in_value(annotation: Any, value: Any, path: str) -> Iterator[Mistake]:
    """Yield the mistakes of a value of a type."""
    types = _alternatives(annotation)
    if Date in types and isinstance(value, str):
        yield from _in_date(value, path)
        return
    if _fits(annotation, value):
        return
    inner = types[0]
    if get_origin(inner) is tuple and isinstance(value, list):
        for place, one in enumerate(value):
            if one is not WRONG:
                yield from _in_value(get_args(inner)[0], one, f"{path}[{place}]")
    elif isinstance(inner, type) and issubclass(inner, Shape):
        yield from mistakes_in(inner, value, path)
    elif get_origin(inner) is dict and isinstance(value, dict):
        for key, one in value.items():
            for type_, part in zip(get_args(inner), (key, one), strict=True):
                if part is not WRONG:
                    yield from _in_value(type_, part, f"{path}.{key}")
    else:
        form = _form_of(annotation)
        yield Mistake(path, f"{_shown(value)} is not {form.noun}.", form.hint)


def _fits(annotation: Any, value: Any) -> bool:
    try:
        msgspec.convert(value, annotation)
    except (msgspec.ValidationError, TypeError):  # TypeError: WRONG is inside
        return False
    return True


def _alternatives(annotation: Any) -> list[Any]:
    """Return the types that a value may have, apart from None."""
    if get_origin(annotation) in (tuple, dict, Literal) or hasattr(annotation, "__metadata__"):
        return [annotation]
    return [part for part in get_args(annotation) if part is not NoneType] or [annotation]


def _form_of(annotation: Any) -> _Form:
    """Return what a value of a type must be."""
    forms = [_form_of_one(type_) for type_ in _alternatives(annotation)]
    return _Form(" or ".join(form.noun for form in forms), forms[0].hint)


def _form_of_one(type_: Any) -> _Form:
    described = [meta.description for meta in getattr(type_, "__metadata__", ())]
    written = f"Write {described[0]}." if any(described) else ""
    for known, noun, hint in _NOUNS:
        if type_ == known:
            return _Form(noun, hint or written)
    if isinstance(type_, EnumType):
        return _Form("allowed here", f"Allowed: {', '.join(type_)}.")
    if get_origin(type_) is tuple:
        return _Form("a list", f"Write a list, as [A, B]. {_form_of(get_args(type_)[0]).hint}")
    if isinstance(type_, type) and issubclass(type_, Shape):
        return _Form("a group of fields", f"Its fields: {_names(type_)}.")
    if get_origin(type_) is dict:
        return _Form("a group of fields", "Write {NAME: VALUE}.")
    return _form_of_one(type_.__origin__)  # a text that must not be empty


_YEAR_FIRST = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2})(?: ?[-/.月] ?(\d{1,2})日?|月)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4})")


def _in_date(value: str, path: str) -> Iterator[Mistake]:
    """Yield the mistake of a text that should be an ISO date."""
    if _fits(Date, value):
        try:
            require_days(value)
        except ValueError as error:
            yield Mistake(path, f"{error}.", "Correct the day, or leave it out.")
        return
    meant = _dates_meant(value)
    hint = f"Write {' or '.join(meant)}." if meant else _form_of_one(Date).hint
    if re.fullmatch(r"\d{1,3}(?:-\d{1,2}){0,2}", value):
        hint = f"The year needs four digits. {hint}"
    yield Mistake(path, f"{_shown(value)} is not a date.", hint)


def _dates_meant(value: str) -> list[str]:
    """Return the ISO dates that a date in another form may mean; the day comes before dots."""
    if found := _YEAR_FIRST.fullmatch(value) or _COMPACT.fullmatch(value):
        orders = [[part for part in found.groups() if part]]
    elif found := _DAY_FIRST.fullmatch(value):
        first, second, year = found.groups()
        orders = [[year, second, first]] + ([] if "." in value else [[year, first, second]])
    else:
        return []
    dates = dict.fromkeys("-".join(part.zfill(2) for part in order) for order in orders)
    return [date for date in dates if _fits(Date, date) and not list(_in_date(date, ""))]


def _shown(value: Any) -> str:
    """Return a value as a message names it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f"'{_cut(value)}'" if value else "an empty text"
        case list() | tuple():
            return "a list"
        case dict():
            return "a group of fields"
        case _:
            return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
