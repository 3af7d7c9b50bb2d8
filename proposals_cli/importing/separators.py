"""Find out what separates the values in the cells of a column.

One cell is not enough: its comma may separate two names or be part of one. In a column that also
has semicolons, bars or line breaks, those separate the values and commas are part of them.
"""

import re
from dataclasses import dataclass

from proposals_cli.domain.matching.person_names import is_collective
from proposals_cli.importing.cells import comma_names

# No white space around them: searching a long run of it would take its square.
_BARS = re.compile(r"\|")
_BREAKS = re.compile(r"[;；\n]")
_COMMAS = re.compile(r"[、,，]")
_PASSAGES = re.compile(r"[|\n]")
_ANY = re.compile(r"[|;；\n、,，]")

_BY_COMMA = frozenset(("themes", "regions", "entities", "series", "continues"))
_SENTENCES = frozenset(("measures", "notes", "extra", "kind_terms"))

_OFFICES = frozenset(("addressees", "response.joint"))
"""Fields of names that may contain a comma unless they are Chinese: Housing, Communities and …"""

_PEOPLE = frozenset(("people", "cosponsors"))

_JOINED = re.compile(r"(?<=\s)(?:and|&|und|et|og|och|en|и|та)(?=\s)")
"""What joins two people. In Spanish, Portuguese and Catalan it may join two family names."""

_FULL_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*|van|von|der|den|de|di|da|del|af|zu)"
    r"(?:\s+(?:[^\W\d_a-z][\w.'’-]*|van|von|der|den|de|di|da|del|af|zu))+"
    r"(?:\s*\([^()]{1,60}\))?"
)
"""Two words or more in capitals, or between names, and perhaps a party in brackets."""

_HAN = re.compile("[\u3400-\u9fff]")

MAX_NAMES = 1_000
"""Characters of a text in which joined names are looked for."""

MIN_HABIT = 5
"""If at least this many cells all have one comma, it is a habit of writing names."""


@dataclass(slots=True)
class _Seen:
    """How many of a column's first cells contain each separator."""

    cells: int = 0
    bars: int = 0
    breaks: int = 0
    commas: int = 0
    one_comma: int = 0
    single_words: int = 0
    """Cells with a comma that has a single word on one side, as a family name."""

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
        """Whether its commas separate family names from given names."""
        only_one = self.commas == self.one_comma
        return (
            2 * self.single_words > self.commas
            or (only_one and 5 * self.single_words > self.commas)
            or (only_one and self.commas == self.cells >= MIN_HABIT)
        )


class Separators:
    """Splits cells into values; ``learn`` from the first cells of every column before."""

    def __init__(self, asked: str | None) -> None:
        self._asked = asked
        self._seen: dict[str, _Seen] = {}

    def learn(self, column: str, text: str) -> None:
        """Learn from one of the first cells of a column."""
        self._seen.setdefault(column, _Seen()).add(text)

    def split(self, field: str, column: str, text: str) -> list[str]:
        """Return the values in a cell of a column that gives a field."""
        parts = self._split(field, column, text)
        if field in _PEOPLE and _JOINED.search(text):
            return [name for part in parts for name in _joined_names(part)]
        return parts

    def _split(self, field: str, column: str, text: str) -> list[str]:
        if field in ("summary", "problem"):
            return [text]
        if text and not self._asked and not _ANY.search(text) and text == text.strip():
            return [text]
        if self._asked and field != "extra":
            return [part for part in map(str.strip, text.split(self._asked)) if part]
        if field in _SENTENCES:
            return _split(_PASSAGES, text)
        seen = self._seen.get(column) or _Seen()
        if seen.bars or seen.breaks:
            return _split(_BARS if seen.bars >= seen.breaks else _BREAKS, text)
        for separator in (_BARS, _BREAKS):
            parts = _split(separator, text)
            if len(parts) > 1:
                return parts
        return _by_comma(field, text, seen)


def _joined_names(text: str) -> list[str]:
    """Return two full names joined by a word as two; any other text as it is.

    >>> _joined_names("Ann Lee and Bob Ray"), _joined_names("Ann and Bob Lee")
    (['Ann Lee', 'Bob Ray'], ['Ann and Bob Lee'])
    """
    if len(text) > MAX_NAMES:
        return [text]
    parts = [part.strip() for part in _JOINED.split(text)]
    are_full = all(map(_FULL_NAME.fullmatch, parts))
    return parts if are_full and not is_collective(text) else [text]


def _by_comma(field: str, text: str, seen: _Seen) -> list[str]:
    if field != "source" and ("、" in text or field in _BY_COMMA):
        return _split(_COMMAS, text)
    if field in _PEOPLE and not seen.family_first:
        return comma_names(text)
    if field in _OFFICES:
        parts = _split(_COMMAS, text)
        return parts if all(map(_HAN.search, parts)) else [text]
    return [text]


def _split(separator: re.Pattern[str], text: str) -> list[str]:
    return [part for part in map(str.strip, separator.split(text)) if part]
