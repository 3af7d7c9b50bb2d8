"""What separates several values in one cell, judged by all first cells of a column.

A comma in one cell tells nothing: it may stand between two names or within one. A column that
also has semicolons, bars or line breaks separates by those, and its commas belong to its values.
"""

import re
from dataclasses import dataclass

from proposals_cli.importing.cells import comma_names

# no white space round them: looking for it takes the square of a long run of it
_BARS = re.compile(r"\|")
_BREAKS = re.compile(r"[;；\n]")
_COMMAS = re.compile(r"[、,，]")
_LINKS = re.compile(r"[\s|]+|[;；,](?=\s|https?:)")
_PASSAGES = re.compile(r"[|\n]")

_BY_COMMA = frozenset(("themes", "regions", "entities", "series", "continues"))
_SENTENCES = frozenset(("measures", "notes", "extra", "kind_terms"))

_FEW = 5
"""From so many cells on, one comma in each of them is a habit of writing names."""


@dataclass(slots=True)
class _Seen:
    """How many of a column's first cells hold what."""

    cells: int = 0
    bars: int = 0
    breaks: int = 0
    commas: int = 0
    one_comma: int = 0
    single_words: int = 0
    """Cells with a comma and a word alone on one side of it, as a family name is."""

    def add(self, text: str) -> None:
        self.cells += 1
        self.bars += "|" in text
        self.breaks += _BREAKS.search(text) is not None
        parts = [part for part in re.split("[,，]", text) if part.strip()]
        if len(parts) > 1:
            self.commas += 1
            self.one_comma += len(parts) == 2
            self.single_words += comma_names(text) == [text]

    @property
    def family_first(self) -> bool:
        """Whether its commas stand between family and given name."""
        alone = self.commas == self.one_comma
        return (
            2 * self.single_words > self.commas
            or (alone and 5 * self.single_words > self.commas)
            or (alone and self.commas == self.cells >= _FEW)
        )


class Separators:
    """Cuts cells into their values; tell it the first cells of every column before."""

    def __init__(self, asked: str | None) -> None:
        self._asked = asked
        self._seen: dict[str, _Seen] = {}

    def learn(self, column: str, text: str) -> None:
        """Take note of a cell."""
        self._seen.setdefault(column, _Seen()).add(text)

    def split(self, field: str, column: str, text: str) -> list[str]:
        """Return the values in a cell of a column that gives a field."""
        if field == "problem":
            return [text]
        if self._asked and field != "extra":
            return [part for part in map(str.strip, text.split(self._asked)) if part]
        if field in _SENTENCES:
            return _cut(_PASSAGES, text)
        if field == "source" and "://" in text:
            return _cut(_LINKS, text)
        seen = self._seen.get(column, _Seen())
        if seen.bars or seen.breaks:
            return _cut(_BARS if seen.bars >= seen.breaks else _BREAKS, text)
        for separator in (_BARS, _BREAKS):
            parts = _cut(separator, text)
            if len(parts) > 1:
                return parts
        return _by_comma(field, text, seen)


def _by_comma(field: str, text: str, seen: _Seen) -> list[str]:
    if field != "source" and ("、" in text or field in _BY_COMMA):
        return _cut(_COMMAS, text)
    if field == "people" and not seen.family_first:
        return comma_names(text)
    return [text]


def _cut(separator: re.Pattern[str], text: str) -> list[str]:
    return [part for part in map(str.strip, separator.split(text)) if part]
