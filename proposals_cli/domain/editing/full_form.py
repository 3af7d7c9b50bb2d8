"""The full form of a draft: every short form replaced by fields, by the types of the records.

A field added to a class needs nothing here: its type says what may be shortened.
"""

import types
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from proposals_cli.domain.editing.agents import AgentNames
from proposals_cli.domain.editing.draft_sources import DraftSources
from proposals_cli.domain.editing.placement import Placement
from proposals_cli.domain.editing.short_forms import (
    SHORT_FORMS,
    Fields,
    expanded,
    with_figure_named,
)
from proposals_cli.domain.model.mistakes import WRONG
from proposals_cli.domain.model.parts import (
    Agent,
    Citation,
    Document,
    Figure,
    Measure,
    PersonName,
    ReplyDue,
    Series,
    Shape,
    Statement,
    Tag,
    Text,
    Title,
)
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.slugs import title_slug
from proposals_cli.errors import InvalidQueryError, InvalidRecordError, PropError, mistakes_of

MAX_LISTED = 10
"""How many names or ids a message lists."""

Form = Literal["part", "text", "names", "tag", "string", "other"]


class FieldType(NamedTuple):
    """What a field holds: its form, whether it is a list, and the class of a part."""

    form: Form
    is_list: bool = False
    shape: type[Shape] = Shape


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
    """Completes the parts of one draft; what is no short form stays, for decoding to judge."""

    def __init__(
        self, index: ProposalIndex, agents: AgentNames, sources: DraftSources, placement: Placement
    ) -> None:
        self.index = index
        self.agents = agents
        self.sources = sources
        self.placement = placement
        self.year = ""
        """The year of the draft, for the ids of its new sources."""
        self.mistakes: list[PropError] = []
        """What is wrong with the draft; the value in question is ``WRONG`` from then on."""
        self._unknown: dict[str, None] = {}

    @contextmanager
    def noting(self, path: str = "") -> Iterator[None]:
        """Note the mistake that an error in the block stands for, at this path or its own."""
        try:
            yield
        except (InvalidRecordError, InvalidQueryError) as error:
            for mistake in mistakes_of(error):
                mistake.field = mistake.field or path
                self.mistakes.append(mistake)

    def remarks(self) -> list[str]:
        """Return what the draft left open: names that no record has, unknown languages."""
        remarks = self.placement.remarks()
        if not self._unknown:
            return remarks
        listed = list(self._unknown)[:MAX_LISTED]
        more = len(self._unknown) - len(listed)
        near = {name: self.agents.near(name) for name in listed}
        return [
            f"Kept as the source's words, as no record has the name: {'; '.join(listed)}"
            + (f"; and {more:,} more." if more else "."),
            *(f"'{name}': did you mean {' or '.join(ids)}?" for name, ids in near.items() if ids),
            *remarks,
        ]

    def fields(self, shape: type[Shape], draft: Fields, path: str = "") -> Fields:
        """Return the fields of a record or a part in full.

        What cannot be read, such as a text that is no short form or a name of several records,
        becomes ``WRONG``, and its mistake is noted.
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
        with self.noting(path):
            return self._read(type_, value, path)
        return WRONG

    def _read(self, type_: FieldType, value: Any, path: str) -> Any:
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
            return {self.placement.language(value, path): value}
        if _is_list_of_texts(value):
            return _by_language([(self.placement.language(text, path), text) for text in value])
        return _with_tags(value)

    def _names(self, value: Any, path: str) -> Any:
        if isinstance(value, str):
            return {self.placement.name_language(value): {"text": value}}
        if _is_list_of_texts(value):
            named = _by_language([(self.placement.name_language(name), name) for name in value])
            return {tag: {"text": name} for tag, name in named.items()}
        if not isinstance(value, dict):
            return value
        return {
            tag: self._part(PersonName, name, f"{path}.{tag}")
            for tag, name in _with_tags(value).items()
        }

    def _part(self, shape: type[Shape], value: Any, path: str) -> Any:
        if shape is Citation:
            return self.sources.citation(value, self.year, path)
        if isinstance(value, str):
            if issubclass(shape, Agent):
                return self._agent(value)
            if shape is Series:
                return self.fields(shape, self._series(value), path)
            if shape in SHORT_FORMS:
                value = expanded(shape, value, path)
        if not isinstance(value, dict):
            return value
        if shape in (Statement, Measure) and _is_text(value, shape):
            value = {"text": value}
        if shape is Figure:
            value = with_figure_named(value)
        if issubclass(shape, Agent) and isinstance(value.get("who"), str):
            value = {**value, "who": self.agents.find(value["who"]) or value["who"]}
        if shape is Document and "source" in value:
            value = {
                **value,
                "source": self.sources.source(value["source"], self.year, f"{path}.source"),
            }
        if shape is Title and isinstance(value.get("text"), str) and "lang" not in value:
            value = {"lang": self.placement.language(value["text"], path), **value}
        return self.fields(shape, value, path)

    def _agent(self, name: str) -> Fields:
        """Return the fields of an agent: a record's id, or the words as they are."""
        if found := self.agents.find(name):
            return {"who": found}
        if "-" in name and name == name.lower() and name.isascii() and " " not in name:
            return {"who": name}  # meant as an id, and the editor will say that it leads nowhere
        self._unknown[name] = None
        return {"as_named": name}

    def _series(self, name: str) -> Fields:
        """Return the fields of a series: as the base knows it, or a new one."""
        known = self.index.find_value("series", name)
        for value in self.index.facet_values("series") if known else ():
            if value.value == known and value.names:
                return {"id": known, "name": dict(value.names)}
        return {"id": title_slug(name), "name": name}


def _is_text(value: Fields, shape: type[Shape]) -> bool:
    """Return whether the fields of a part are its text: language tags only, no field's name."""
    return not value.keys() & field_types(shape).keys() and all(map(canonical_tag, value))


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _by_language(texts: list[tuple[str, str]]) -> dict[str, str]:
    """Return texts by language; raise for two in one language."""
    found = dict(texts)
    if len(found) < len(texts):
        raise InvalidRecordError(
            f"Two texts are in one language: {', '.join(text for _, text in texts)}.",
            "Name the languages, as {en: TEXT, zh: TEXT}; further names are `other_names`.",
        )
    return found


def _with_tags(value: Any) -> Any:
    """Return a mapping with its language tags in their usual spelling, unless two become one."""
    if not isinstance(value, dict):
        return value
    spelled = {canonical_tag(tag) or tag: text for tag, text in value.items()}
    return spelled if len(spelled) == len(value) else value
