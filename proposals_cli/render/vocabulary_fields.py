"""The fields of themes, people, bodies and sources, from the table of fields."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.model.fields import Field as Line
from proposals_cli.domain.presenting.replies import kinds_text, rule_text
from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.fields import Field, Role, Value, by_key
from proposals_cli.render.text_columns import text_columns

if TYPE_CHECKING:
    from proposals_cli.domain.model.records import Body
    from proposals_cli.knowledge_base import VocabularyRow

Column: TypeAlias = "Field[VocabularyRow[Any]]"

_WORDS = ("kind", "date", "language", "languages", "area", "part_of", "accessed", "tier", "copy")
"""Fields of one word, which a narrow screen cuts last."""


def vocabulary_fields(kind: str, languages: Languages, tags: Iterable[str]) -> Mapping[str, Column]:
    """Return the fields of a vocabulary: all that are on a page, and the count of proposals.

    Args:
        kind: the name of the class of the records, such as ``Theme``.
        languages: the reader's.
        tags: the languages whose names have columns of their own, such as ``name_zh``.
    """
    columns: list[Column] = []
    for name, line in FIELDS[kind].items():
        if not line.on_page or name == "extra":
            continue
        match name:
            case "id":
                columns.append(Field("id", "id", "编号", lambda row: row.record.id, "id"))
            case "name" | "names":
                columns += _texts("name", line, languages, tags)
            case "description":
                columns += _texts(name, line, languages, tags)
            case "cap":
                columns += _cap()
            case "sessions":
                columns.append(_sessions(line))
            case "reply_within":
                columns += (_deadline(line, languages.interface), _plain(name, line))
            case _:
                columns.append(_plain(name, line))
    columns.append(Field("proposals", "proposals", "建议数", lambda row: row.proposals, "number"))
    return by_key(*columns)


def vocabulary_keys(kind: str) -> tuple[str, ...]:
    """Return the keys of a vocabulary in machine formats: part of the interface."""
    return tuple(vocabulary_fields(kind, Languages(()), ()))


def tags_of(rows: "Iterable[VocabularyRow[Any]]", key: str) -> tuple[str, ...]:
    """Return the languages that occur in a text of the records."""
    return tuple(sorted({tag for row in rows for tag in getattr(row.record, key, ())}))


def _texts(name: str, line: Line, languages: Languages, tags: Iterable[str]) -> Iterator[Column]:
    def text(row: "VocabularyRow[Any]") -> Mapping[str, str]:
        found: Mapping[str, str] = getattr(row.record, name)
        return found

    return text_columns(name, (_lower(line.en), line.zh), text, languages, tags)


def _plain(name: str, line: Line) -> Column:
    def value(row: "VocabularyRow[Any]") -> Value:
        found: Value = msgspec.to_builtins(getattr(row.record, name))
        return tuple(found) if isinstance(found, list) else found

    role: Role = "link" if name.endswith("url") else "word" if name in _WORDS else "text"
    return Field(name, _lower(line.en), line.zh, value, role)


def _cap() -> tuple[Column, ...]:
    def part(name: str) -> Callable[["VocabularyRow[Any]"], Value]:
        return lambda row: getattr(row.record.cap, name) if row.record.cap else None

    return (
        Field("cap", "CAP topic", "CAP 主题", part("code"), "number"),
        Field("cap_name", "CAP topic name", "CAP 主题名", part("name")),
    )


def _sessions(line: Line) -> Column:
    return Field(
        "sessions", _lower(line.en), line.zh, lambda row: len(row.record.sessions), "number"
    )


def _deadline(line: Line, lang: str) -> Column:
    def words(row: "VocabularyRow[Body]") -> Value:
        rules = row.record.reply_within
        return tuple(f"{kinds_text(rule, lang)}: {rule_text(rule, lang)}" for rule in rules)

    return Field("deadline", _lower(line.en), line.zh, words)


def _lower(heading: str) -> str:
    return heading[0].lower() + heading[1:]
