"""Find a proposal by a title that is nearly the same, without comparing all with all.

Titles are compared within a year and a body only, and there only with those that share one of
their rarest pairs of neighbouring words (of characters, in Chinese). So the work grows with the
number of titles, not with its square.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

ALIKE = 90
"""Percent of alike text, by Indel distance, from which two titles count as one and the same."""

WORDS_ALIKE = 75
"""Percent from which two words count as spellings of one."""

_PROBES = 5
_MOST_COMPARED = 30
_SHORTEST, _LONGEST = 8, 500
"""Characters of titles that are compared; comparing takes the square of them."""

_NUMBERS = re.compile(r"\d+|[第之][一二三四五六七八九十百]+|\b[ivx]+\b")
_HAN = re.compile("[\u3400-\u9fff\u3041-\u30ff\uac00-\ud7a3]")


T = TypeVar("T", int, str)


@dataclass(slots=True)
class _Block:
    """The titles of one year and body, by place; hashes stand for texts that only compare."""

    ids: list[str] = field(default_factory=list)
    titles: list[str | None] = field(default_factory=list)
    exact: dict[int, int | list[int]] = field(default_factory=dict)
    grams: dict[int, int | list[int]] = field(default_factory=dict)


class Titles:
    """Titles that are known so far."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[int, str], _Block] = {}

    def add(self, block: tuple[int, str], id_: str, title: str, *, named: bool = False) -> None:
        """Take note of the title of a proposal.

        Args:
            block: year and body.
            id_: of the proposal.
            title: as ``normalise_title`` returns it.
            named: it is found only where titles are exactly the same: a file that names its
                proposals knows them.
        """
        held = self._blocks.setdefault(block, _Block())
        place = len(held.ids)
        before = noted_under(held.exact, hash(title))
        if before and held.ids[before[-1]] == id_:
            return
        held.ids.append(id_)
        alone = named or not _SHORTEST <= len(title) <= _LONGEST
        held.titles.append(None if alone else title)
        note_under(held.exact, hash(title), place)
        for gram in () if alone else _grams(title):
            note_under(held.grams, gram, place)

    def same(self, block: tuple[int, str], title: str) -> Iterator[str]:
        """Yield the ids with just this title."""
        held = self._blocks.get(block)
        if held is not None and title:
            yield from (held.ids[place] for place in noted_under(held.exact, hash(title)))

    def near(self, block: tuple[int, str], title: str) -> Iterator[tuple[str, int]]:
        """Yield the ids with nearly this title, the likest first, and how alike in percent."""
        held = self._blocks.get(block)
        if held is None or not _SHORTEST <= len(title) <= _LONGEST:
            return
        figures = _NUMBERS.findall(title)
        for other, score, place in process.extract(
            title, _nearby(held, title), scorer=fuzz.ratio, processor=None, score_cutoff=ALIKE
        ):
            if other != title and _NUMBERS.findall(other) == figures and _same_words(title, other):
                yield held.ids[place], min(int(score), 99)


def note_under(known: dict[int, T | list[T]], key: int, value: T) -> None:
    """Note a value under a key, once; a single one stands alone, which is most of them."""
    noted = known.setdefault(key, value)
    if isinstance(noted, list):
        if value not in noted[-1:]:
            noted.append(value)
    elif noted != value:
        known[key] = [noted, value]


def noted_under(known: dict[int, T | list[T]], key: int) -> list[T]:
    """Return what was noted under a key, in the order in which it came."""
    found = known.get(key, [])
    return found if isinstance(found, list) else [found]


def _nearby(held: _Block, title: str) -> dict[int, str]:
    """Return place → title of those that share a rare pair of words."""
    shared = [places for gram in _grams(title) if (places := noted_under(held.grams, gram))]
    shared.sort(key=len)
    found = {place for places in shared[:_PROBES] for place in places[:_MOST_COMPARED]}
    return {place: known for place in found if (known := held.titles[place]) is not None}


def _grams(title: str) -> set[int]:
    """Return the hashes of a title's pairs, which take less room than they do."""
    if _HAN.search(title):
        return {hash(pair) for pair in pairwise(title)}
    words = title.split()
    if len(words) < 4:
        return {hash(word) for word in words}
    return {hash(pair) for pair in pairwise(words)}


def _same_words(one: str, two: str) -> bool:
    """Tell whether titles differ in spelling only: 'North' and 'South' are not one word."""
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
    return all(any(fuzz.ratio(a, b) >= WORDS_ALIKE for b in other) for a in mine) and all(
        any(fuzz.ratio(a, b) >= WORDS_ALIKE for a in mine) for b in other
    )


def _letters(words: set[str]) -> set[str]:
    return {word for word in words if len(word) == 1}
