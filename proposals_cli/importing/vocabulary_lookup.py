"""Look up the kinds and statuses that the words in cells mean."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from proposals_cli.domain.model.parts import Series
from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.domain.text.normalise import name_spellings, normalise_name
from proposals_cli.domain.text.slugs import distinct_slug, short_hash
from proposals_cli.importing.columns import known_words

CACHE_SIZE = 1_024

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_STATED_WITH = re.compile(
    r"(?:\s*[:;,(\[–-]\s*|\s+)(?:(?:on|in|by|at|am|le|el|em|den|as of|vom)\s+)?"
    rf"(?:the\s+)?(?:\d[\d./年月日 -]*|{_MONTH}).*$",
    re.IGNORECASE,
)
"""What a status is followed by without meaning another one: a date, perhaps in brackets."""

E = TypeVar("E", bound=StrEnum)


@lru_cache(maxsize=CACHE_SIZE)
def kind_of(text: str | None) -> tuple[Kind, tuple[str, ...]]:
    """Return the kind that a word means, and the word itself if it says more."""
    if not text:
        return Kind.OTHER, ()
    words = known_words("kind")
    found = next((words[form] for form in name_spellings(text) if form in words), None)
    if found is None:
        return Kind.OTHER, (text,)
    kind = Kind(found)
    return kind, () if normalise_name(text) == normalise_name(kind) else (text,)


@lru_cache(maxsize=CACHE_SIZE)
def status_of(text: str) -> Status:
    """Return the status that a word means."""
    words = known_words("status")
    for part in (text, _STATED_WITH.sub("", text)):
        for form in name_spellings(part):
            if form in words:
                return Status(words[form])
    return Status.UNKNOWN


def as_term(vocabulary: type[E], word: str) -> E | None:
    """Return a term of a vocabulary by its word; None if it has no such term."""
    try:
        return vocabulary(word.strip().lower())
    except ValueError:
        return None


def series_of(text: str, language: str) -> Series:
    """Return the series with a name in a language."""
    id_ = distinct_slug(text) or f"series-{short_hash(text)}"
    return Series(id=id_, name={language: text})


def han_number(text: str) -> int:
    """Return the value of a number up to 99 in Chinese characters.

    >>> han_number("十三"), han_number("二十")
    (13, 20)
    """
    digits = {character: place for place, character in enumerate("一二三四五六七八九", 1)}
    tens, ten, ones = text.partition("十")
    if not ten:
        return digits[text] if len(text) == 1 else 0
    return 10 * digits.get(tens, 1) + digits.get(ones, 0)


def abbreviated(text: str | None) -> str:
    """Return a text shortened for a message."""
    text = " ".join((text or "").split())
    return text if len(text) <= 60 else f"{text[:59]}…"
