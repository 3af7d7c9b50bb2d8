"""Compare titles: two of them, or one with all others without comparing all with all.

Titles are compared only within a year and a body, and only if they share one of their rarest pairs
of neighbouring words (of characters, in Chinese). So the work grows with the number of titles, not
with its square.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

MIN_TITLE_SIMILARITY = 90
"""Percent of Indel similarity from which two titles count as the same."""

MIN_WORD_SIMILARITY = 75
"""Percent from which two words count as spellings of one word."""

MIN_SLIP_LENGTH = 5
"""Letters of a word that may differ in one of them and be the same word."""

_MAX_PAIRS = 5
_MAX_TITLES_PER_PAIR = 30
_MIN_LENGTH, _MAX_LENGTH = 8, 500
"""Characters of titles that are compared; the time grows with their square."""

_NUMBERS = re.compile(r"\d+|[第之][一二三四五六七八九十百]+|\b[ivx]+\b")
_HAN = re.compile("[\u3400-\u9fff\u3041-\u30ff\uac00-\ud7a3]")


T = TypeVar("T", int, str)


@dataclass(slots=True)
class _Block:
    """The titles of one year and body, by position; texts that are only compared are hashed."""

    ids: list[str] = field(default_factory=list)
    titles: list[str | None] = field(default_factory=list)
    exact: dict[int, int | list[int]] = field(default_factory=dict)
    pairs: dict[int, int | list[int]] = field(default_factory=dict)


class Titles:
    """The titles seen so far."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[int, str], _Block] = {}

    def add(self, block: tuple[int, str], id_: str, title: str, *, named: bool = False) -> None:
        """Add the title of a proposal.

        Args:
            block: year and body.
            id_: of the proposal.
            title: as ``normalise_title`` returns it.
            named: it is found only by exactly the same title, because a file that gives its
                proposals ids distinguishes them itself.
        """
        titles = self._blocks.setdefault(block, _Block())
        position = len(titles.ids)
        before = noted_under(titles.exact, hash(title))
        if before and titles.ids[before[-1]] == id_:
            return
        titles.ids.append(id_)
        alone = named or not _MIN_LENGTH <= len(title) <= _MAX_LENGTH
        titles.titles.append(None if alone else title)
        note_under(titles.exact, hash(title), position)
        for pair in () if alone else _pairs(title):
            note_under(titles.pairs, pair, position)

    def same(self, block: tuple[int, str], title: str) -> Iterator[str]:
        """Yield the ids with exactly this title."""
        titles = self._blocks.get(block)
        if titles is not None and title:
            yield from (titles.ids[place] for place in noted_under(titles.exact, hash(title)))

    def near(self, block: tuple[int, str], title: str) -> Iterator[tuple[str, int]]:
        """Yield the ids with a similar title, most similar first, with their similarity in %."""
        titles = self._blocks.get(block)
        if titles is None or not _MIN_LENGTH <= len(title) <= _MAX_LENGTH:
            return
        figures = _NUMBERS.findall(title)
        for other, score, place in process.extract(
            title,
            _candidates(titles, title),
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=MIN_TITLE_SIMILARITY,
        ):
            if other != title and _NUMBERS.findall(other) == figures and _same_words(title, other):
                yield titles.ids[place], min(int(score), 99)


def nearly_equal(one: str, two: str) -> bool:
    """Return whether two titles are one, but for a slip of the pen.

    They have the same words in the same order, and the same figures; a word of five letters may
    differ in one, and a longer one in two. A title in Chinese characters must be the same.

    Args:
        one: as ``normalise_title`` returns it.
        two: the same.

    >>> nearly_equal("an act on harbour dues", "an act on harbor dues")
    True
    >>> nearly_equal("an act to amend the roads act", "an act to amend the rails act")
    False
    >>> nearly_equal("care for vaccinated persons", "care for unvaccinated persons")
    False
    """
    if one == two or one.replace(" ", "") == two.replace(" ", ""):
        return True
    mine, other = one.split(), two.split()
    if len(mine) != len(other) or _HAN.search(one + two):
        return False
    if _NUMBERS.findall(one) != _NUMBERS.findall(two):
        return False
    pairs = [(a, b) for a, b in zip(mine, other, strict=True) if a != b]
    return len(pairs) <= max(1, len(mine) // 5) and all(_is_slip(a, b) for a, b in pairs)


_OPPOSITE = re.compile("(?:un|in|im|il|ir|non|dis|de|anti|re|mis|des|dés|a|o|ne|ei|neg)-?")
"""What makes another word of one, in languages of the field, often its opposite."""


def _is_slip(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    if long.endswith(short) and _OPPOSITE.fullmatch(long[: len(long) - len(short)]):
        return False
    longest = max(len(one), len(two))
    if longest < MIN_SLIP_LENGTH or any(map(str.isdigit, one + two)):
        return False
    allowed = 1 if longest < 2 * MIN_SLIP_LENGTH - 1 else 2
    return Levenshtein.distance(one, two, score_cutoff=allowed) <= allowed


def note_under(known: dict[int, T | list[T]], key: int, value: T) -> None:
    """Add a value under a key, once; a single value, which most are, is stored without a list."""
    noted = known.setdefault(key, value)
    if isinstance(noted, list):
        if value not in noted[-1:]:
            noted.append(value)
    elif noted != value:
        known[key] = [noted, value]


def noted_under(known: dict[int, T | list[T]], key: int) -> list[T]:
    """Return the values under a key, in the order in which they were added."""
    found = known.get(key, [])
    return found if isinstance(found, list) else [found]


def _candidates(block: _Block, title: str) -> dict[int, str]:
    """Return position → title of the titles that share a rare pair of words."""
    shared = [places for pair in _pairs(title) if (places := noted_under(block.pairs, pair))]
    shared.sort(key=len)
    found = {place for places in shared[:_MAX_PAIRS] for place in places[:_MAX_TITLES_PER_PAIR]}
    return {place: known for place in found if (known := block.titles[place]) is not None}


def _pairs(title: str) -> set[int]:
    """Return the hashes of a title's pairs, which take less memory than the pairs."""
    if _HAN.search(title):
        return {hash(pair) for pair in pairwise(title)}
    words = title.split()
    if len(words) < 4:
        return {hash(word) for word in words}
    return {hash(pair) for pair in pairwise(words)}


def _same_words(one: str, two: str) -> bool:
    """Return whether titles differ only in spelling: 'North' and 'South' are not one word."""
    if _HAN.search(one):
        return all(
            op.tag != "replace" or not _HAN.match(one[op.src_pos])
            for op in Levenshtein.editops(one, two)
        )
    left, right = set(one.split()), set(two.split())
    if _letters(left - right) and _letters(right - left):
        return False  # Part A is not Part B
    mine = [word for word in left - right if len(word) > 3]
    other = [word for word in right - left if len(word) > 3]
    return all(any(fuzz.ratio(a, b) >= MIN_WORD_SIMILARITY for b in other) for a in mine) and all(
        any(fuzz.ratio(a, b) >= MIN_WORD_SIMILARITY for a in mine) for b in other
    )


def _letters(words: set[str]) -> set[str]:
    return {word for word in words if len(word) == 1}
