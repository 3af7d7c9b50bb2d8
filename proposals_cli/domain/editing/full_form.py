"""The full form of a draft: every short form replaced by fields, by the types of the records.

A field added to a class needs nothing here: its type says what may be shortened.
"""

import types
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from proposals_cli.domain.editing.short_forms import (
    SHORT_FORMS,
    Fields,
    expanded,
    with_figure_named,
)
from proposals_cli.domain.model.parts import (
    Agent,
    Citation,
    Document,
    Figure,
    PersonName,
    ReplyDue,
    Series,
    Shape,
    Tag,
    Text,
    Title,
)
from proposals_cli.domain.text.languages import canonical_tag

Form = Literal["part", "text", "names", "tag", "string", "other"]


class FieldType(NamedTuple):
    """What a field holds: its form, whether it is a list, and the class of a part."""

    form: Form
    is_list: bool = False
    shape: type[Shape] = Shape


class Resolver(NamedTuple):
    """What the base knows of what a draft names; each function takes the value as it is given.

    ``language`` returns the tag of a text (and takes its path), ``name_language`` that of a name,
    ``who`` the id that a name stands for, or the name, ``agent`` the fields of an agent,
    ``source`` an id, ``citation`` and ``series`` their fields.
    """

    language: Callable[[str, str], str]
    name_language: Callable[[str], str]
    who: Callable[[str], str]
    agent: Callable[[str], Fields]
    source: Callable[[Any], str]
    citation: Callable[[Any], Any]
    series: Callable[[str], Fields]


@cache
def field_types(shape: type[Shape]) -> dict[str, FieldType]:
    """Return the type of every field of a class, by its key in the file."""
    return {field.encode_name: _type_of(field.type) for field in msgspec.structs.fields(shape)}


def _type_of(annotation: Any) -> FieldType:
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _type_of(inner[0]) if len(inner) == 1 else FieldType("other")
    if annotation == Text:
        return FieldType("text")
    if annotation == dict[Tag, PersonName]:
        return FieldType("names", shape=PersonName)
    if get_origin(annotation) is tuple:
        return _type_of(get_args(annotation)[0])._replace(is_list=True)
    if annotation == Tag:
        return FieldType("tag")
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return FieldType("part", shape=annotation)
    is_string = annotation is str or (
        get_origin(annotation) is Annotated and get_args(annotation)[0] is str
    )
    return FieldType("string" if is_string else "other")


_TEXTS = ("text", "string", "tag")
_NUMBERED = (Document, ReplyDue, Title)
"""Where YAML has read a number, such as 163 or 2020, and only a text can stand."""


class FullForm:
    """Completes the parts of drafts; what is no short form stays, for decoding to judge."""

    def __init__(self, resolver: Resolver) -> None:
        self._known = resolver

    def fields(self, shape: type[Shape], draft: Fields, path: str = "") -> Fields:
        """Return the fields of a record or a part in full.

        Raises:
            InvalidRecordError: a text is no short form of its part; its ``field`` is the path.
            InvalidQueryError: a name means several records.
        """
        known = field_types(shape)
        return {
            key: self._field(known[key], value, f"{path}.{key}" if path else key)
            if key in known
            else value
            for key, value in draft.items()
        }

    def _field(self, type_: FieldType, value: Any, path: str) -> Any:
        if not type_.is_list:
            return self._value(type_, value, path)
        if isinstance(value, list):
            return [self._value(type_, one, f"{path}[{place}]") for place, one in enumerate(value)]
        is_single = isinstance(value, str) or (type_.form == "part" and isinstance(value, dict))
        return [self._value(type_, value, path)] if is_single else value

    def _value(self, type_: FieldType, value: Any, path: str) -> Any:
        if type(value) is int and (type_.form in _TEXTS or type_.shape in _NUMBERED):
            value = str(value)
        match type_.form:
            case "text":
                return self._text(value, path)
            case "names":
                return self._names(value, path)
            case "tag":
                return (canonical_tag(value) or value) if isinstance(value, str) else value
            case "part":
                return self._part(type_.shape, value, path)
            case _:
                return value

    def _text(self, value: Any, path: str) -> Any:
        if isinstance(value, str):
            return {self._known.language(value, path): value}
        return _with_tags(value)

    def _names(self, value: Any, path: str) -> Any:
        if isinstance(value, str):
            return {self._known.name_language(value): {"text": value}}
        if not isinstance(value, dict):
            return value
        return {
            tag: self._part(PersonName, name, f"{path}.{tag}")
            for tag, name in _with_tags(value).items()
        }

    def _part(self, shape: type[Shape], value: Any, path: str) -> Any:
        if shape is Citation:
            return self._known.citation(value)
        if isinstance(value, str):
            if issubclass(shape, Agent):
                return self._known.agent(value)
            if shape is Series:
                return self.fields(shape, self._known.series(value), path)
            if shape in SHORT_FORMS:
                value = expanded(shape, value, path)
        if not isinstance(value, dict):
            return value
        if shape is Figure:
            value = with_figure_named(value)
        if issubclass(shape, Agent) and isinstance(value.get("who"), str):
            value = {**value, "who": self._known.who(value["who"])}
        if shape is Document and "source" in value:
            value = {**value, "source": self._known.source(value["source"])}
        if shape is Title and isinstance(value.get("text"), str) and "lang" not in value:
            value = {"lang": self._known.language(value["text"], path), **value}
        return self.fields(shape, value, path)


def _with_tags(value: Any) -> Any:
    """Return a mapping with its language tags in their usual spelling, unless two become one."""
    if not isinstance(value, dict):
        return value
    spelled = {canonical_tag(tag) or tag: text for tag, text in value.items()}
    return spelled if len(spelled) == len(value) else value
