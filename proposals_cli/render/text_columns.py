"""The columns of a text that is known in several languages."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from proposals_cli.domain.presenting.names import language_name
from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.fields import Field, column_of

Row = TypeVar("Row")


def text_columns(
    key: str,
    headings: tuple[str, str],
    get: Callable[[Row], Mapping[str, str]],
    languages: Languages,
    tags: Iterable[str] = (),
) -> Iterator[Field[Row]]:
    """Yield ``key`` in the reader's language, its plural by language, and one column for each tag.

    Args:
        key: such as ``name``, which also gives ``names`` and ``name_zh``.
        headings: in English and in Chinese.
        get: returns the text of a row, by language.
        languages: the reader's.
        tags: the languages that have a column of their own.
    """

    def in_language(tag: str) -> Callable[[Row], str | None]:
        return lambda row: get(row).get(tag)

    english, chinese = headings
    yield Field(key, english, chinese, lambda row: languages.text(get(row)) or None, "text")
    yield Field(f"{key}s", f"{english}s", chinese, get, "text")
    for tag in dict.fromkeys(tags):
        heading = f"{english} ({language_name(tag, 'en')})", f"{language_name(tag, 'zh')}{chinese}"
        yield Field(column_of(key, tag), *heading, in_language(tag), "text")


def in_each(keys: Iterable[str], key: str, languages: Languages) -> tuple[str, ...]:
    """Return keys of columns with one for each language for a reader who wants the text in each."""
    each = [column_of(key, tag) for tag in languages.tags] if languages.each else [key]
    return tuple(new for old in keys for new in (each if old == key else [old]))
