"""How the fields of records are laid out in tables, by the type of each field.

A field that is added to a class of records is exported without any change here.
"""

from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from typing import Any, NamedTuple, get_origin

import msgspec

from proposals_cli.domain.model.parts import Citation, Shape, Text, shapes_in
from proposals_cli.domain.text.languages import Languages


class Form(Enum):
    """What the value of a field is."""

    VALUE = auto()
    """A text, a number, a term of a vocabulary, or yes and no."""
    LIST = auto()
    """Several of these."""
    TEXT = auto()
    """A text by language."""
    PART = auto()
    """A part with fields of its own."""
    PARTS = auto()
    """Several parts in an order."""
    PARTS_BY_LANGUAGE = auto()
    JSON = auto()
    """Keys and values without a fixed shape."""


class FormField(NamedTuple):
    """A field of a class, its form, its type, and the class of its parts if it has any."""

    name: str
    form: Form
    annotation: Any
    part: type[Shape] | None


@cache
def form_fields(shape: type[Shape]) -> tuple[FormField, ...]:
    """Return the fields of a class in file order."""
    return tuple(
        FormField(
            field.name, _form(field.type), field.type, next(iter(shapes_in(field.type)), None)
        )
        for field in msgspec.structs.fields(shape)
    )


def _form(annotation: Any) -> Form:
    origin = get_origin(annotation)
    if origin is tuple:
        return Form.PARTS if shapes_in(annotation) else Form.LIST
    if origin is dict:
        if annotation == Text:
            return Form.TEXT
        return Form.PARTS_BY_LANGUAGE if shapes_in(annotation) else Form.JSON
    return Form.PART if shapes_in(annotation) else Form.VALUE


def readable(
    shape: Shape, field: FormField, languages: Languages
) -> str | int | float | tuple[str, ...] | None:
    """Return the value of a field as text without its citations; of a list, a text for each."""
    value = getattr(shape, field.name)
    if isinstance(value, tuple):
        return tuple(filter(None, (_in_words(part, languages) for part in value)))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if field.form is Form.TEXT:
        return languages.text(value) or None
    return _in_words(value, languages) if value else None


def _in_words(value: Any, languages: Languages) -> str:
    match value:
        case Shape():
            return ", ".join(_fields_in_words(value, languages))
        case dict():
            return ", ".join(f"{key} {_in_words(part, languages)}" for key, part in value.items())
        case tuple() | list():
            return "; ".join(_in_words(part, languages) for part in value)
        case _:
            return str(value)


def _fields_in_words(shape: Shape, languages: Languages) -> Iterator[str]:
    for field in form_fields(type(shape)):
        value = getattr(shape, field.name)
        if field.part is Citation or value in (None, False, (), {}):
            continue
        if field.form is Form.TEXT:
            yield languages.text(value)
        else:
            yield field.name if value is True else _in_words(value, languages)
