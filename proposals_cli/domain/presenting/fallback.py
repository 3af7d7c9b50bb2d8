"""The fields of a record or part that no special code draws, from the table of fields.

A field that is added to a class appears on every page by this.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any

from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.model.parts import Citation, Shape
from proposals_cli.domain.model.vocabulary import (
    BASIS_LABELS,
    DOCUMENT_LABELS,
    FACT_LABELS,
    FIGURE_LABELS,
    HORIZON_LABELS,
    KIND_LABELS,
    OTHER_LABELS,
    RELATION_LABELS,
    ROLE_LABELS,
    STAGE_LABELS,
    STATUS_LABELS,
    DocumentRole,
    FactKind,
    FigureKind,
    Horizon,
    Kind,
    RelationKind,
    Role,
    Stage,
    Status,
    TextBasis,
    TitleBasis,
)
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label, in_both
from proposals_cli.domain.presenting.names import language_name
from proposals_cli.domain.presenting.page import Entry, Line, Section, Value, Words, section
from proposals_cli.domain.text.languages import Languages

_VOCABULARIES: dict[type[StrEnum], dict[str, tuple[str, str]]] = {
    DocumentRole: DOCUMENT_LABELS,
    FactKind: FACT_LABELS,
    FigureKind: FIGURE_LABELS,
    Horizon: HORIZON_LABELS,
    Kind: KIND_LABELS,
    RelationKind: RELATION_LABELS,
    Role: ROLE_LABELS,
    Stage: STAGE_LABELS,
    Status: STATUS_LABELS,
    TextBasis: BASIS_LABELS,
    TitleBasis: BASIS_LABELS,
}


def term(word: StrEnum) -> Label:
    """Return a term of a vocabulary in both languages."""
    return Label(*_VOCABULARIES.get(type(word), OTHER_LABELS).get(word, (word.value, word.value)))


def language(tag: str) -> Label:
    """Return the name of a language in both languages."""
    return in_both(lambda lang: language_name(tag, lang))


def heading(shape: type[Shape] | str, name: str) -> Label:
    """Return the heading of a field of a class."""
    line = FIELDS[shape if isinstance(shape, str) else shape.__name__][name]
    return Label(line.en, line.zh)


def remaining(part: Shape, drawn: Collection[str]) -> tuple[Line, ...]:
    """Return a line for every field with a value that is not in ``drawn``."""
    return tuple(
        Line(heading(type(part), name), values(value)) for name, value in _filled(part, drawn)
    )


def remaining_remarks(part: Shape, drawn: Collection[str]) -> tuple[Words, ...]:
    """Return the same as remarks: ``party: Green``."""
    return tuple(
        Label(*(f"{line.label.text(lang)}{labels.COLON.text(lang)}{_joined(line.values, lang)}"
                for lang in ("en", "zh")))
        for line in remaining(part, drawn)
        if line.label
    )  # fmt: skip


def sections_of(record: Shape, drawn: Collection[str]) -> tuple[Section, ...]:
    """Return a section for every field with parts that is not in ``drawn``."""
    return tuple(
        section(heading(type(record), name), map(entry_of, _parts(value)))
        for name, value in _filled(record, drawn)
        if _parts(value)
    )


def lines_of(record: Shape, drawn: Collection[str]) -> tuple[Line, ...]:
    """Return a line for every field without parts that is not in ``drawn``."""
    with_parts = {name for name, value in _filled(record, drawn) if _parts(value)}
    return remaining(record, {*drawn, *with_parts})


def entry_of(part: Shape) -> Entry:
    """Return a part as an entry that has all of its fields."""
    citations = getattr(part, "citations", ())
    return Entry(citations=citations, details=remaining(part, ("citations",)))


def values(value: object) -> tuple[Value, ...]:
    """Return any value of a field as values of a line."""
    match value:
        case bool():
            return (labels.YES if value else labels.NO,)
        case StrEnum():
            return (term(value),)
        case str():
            return (value,)
        case Shape():
            return (_flat(value),)
        case tuple():
            return tuple(shown for one in value for shown in values(one))
        case Mapping() if all(isinstance(one, str) for one in value.values()):
            return (value,)
        case Mapping():
            return tuple(_pair(str(key), one) for key, one in value.items())
        case _:
            return (str(value),)


def extra_entries(extra: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield the values that came from elsewhere and have no field of their own."""
    for name, value in extra.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield Entry(text, lead=(name,))


def _filled(part: Shape, drawn: Collection[str]) -> Iterator[tuple[str, Any]]:
    lines = FIELDS[type(part).__name__]
    for name in part.__struct_fields__:
        value = getattr(part, name)
        is_empty = value is None or value is False or value in ((), {})
        if name not in drawn and lines[name].on_page and not is_empty:
            yield name, value


def _parts(value: object) -> list[Shape]:
    parts = value if isinstance(value, tuple) else (value,)
    return [part for part in parts if isinstance(part, Shape)]


def _pair(key: str, value: object) -> Words:
    flat = _flat(value) if isinstance(value, Shape) else Label(str(value), str(value))
    return Label(f"{key} {flat.en}", f"{key} {flat.zh}")


def _flat(part: Shape) -> Label:
    if isinstance(part, Citation):
        text = ", ".join(filter(None, (part.source, part.locator, part.quote)))
        return Label(text, text)
    lines = remaining(part, ())
    return Label(*(
        "; ".join(
            f"{line.label.text(lang) if line.label else ''}: {_joined(line.values, lang)}"
            for line in lines
        )
        for lang in ("en", "zh")
    ))  # fmt: skip


def _joined(shown: Collection[Value], lang: str) -> str:
    languages = Languages((lang,))
    return ", ".join(
        one
        if isinstance(one, str)
        else one.text(lang)
        if isinstance(one, Label)
        else languages.text(one)
        if isinstance(one, Mapping)
        else one.text(languages)
        for one in shown
    )
