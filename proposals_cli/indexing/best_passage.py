"""The passage of a hit: the one that matches most of what was searched.

A long text is read in pieces, so that no step takes long and an interrupt is heeded.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.highlights import CLOSING, OPENING
from proposals_cli.domain.text.searchable import (
    TEXT_COLUMNS,
    Passage,
    is_separated,
    restore_original,
)
from proposals_cli.indexing.highlighter import MOST_PASSAGES, Highlighter

PIECE, OVERLAP = 2_000, 200
"""Characters of a piece of a long text, and how many the next one has in common with it: a phrase
of fewer is found in one of them."""

SIGN = 3
"""How many letters of a word show that a piece may contain a form of it."""

BATCH = 100_000
"""About how many characters are highlighted at once."""


class _Best(NamedTuple):
    strength: tuple[int, int]
    passage: Passage
    highlighted: str


class BestPassages:
    """Find the best passages of records for the texts of a query."""

    def __init__(self, texts: list[ContainsText]) -> None:
        self._highlighter = Highlighter(texts)
        self._complete = len(texts)
        self._signs = [
            one.text.casefold()[: None if is_separated(one.text) else SIGN] for one in texts
        ]

    def of(self, groups: Sequence[Sequence[Passage]]) -> list[tuple[str, str] | None]:
        """Return (place, highlighted text) for the passages of each record; None without a match.

        It is the passage that matches most different words, then the one in the heaviest column.
        Of a long text it is a piece; others are not read once a passage has all words.
        """
        best: list[_Best | None] = [None] * len(groups)
        for batch in self._batches(groups, best):
            highlighted = self._highlighter.highlight([passage.text for _, passage in batch])
            for place, (number, passage) in enumerate(batch):
                text = highlighted.get(place)
                if text is None:
                    continue
                strength = (len(_highlighted_words(text)), -TEXT_COLUMNS.index(passage.column))
                former = best[number]
                if former is None or strength > former.strength:
                    best[number] = _Best(strength, passage, text)
        return [
            one and (one.passage.place, restore_original(one.highlighted, one.passage.text))
            for one in best
        ]

    def _batches(
        self, groups: Sequence[Sequence[Passage]], best: list[_Best | None]
    ) -> Iterator[list[tuple[int, Passage]]]:
        """Yield the passages with the numbers of their records, those in pieces last."""
        batch: list[tuple[int, Passage]] = []
        size = 0
        numbered = [
            (number, passage)
            for number, group in enumerate(groups)
            for passage in self._likeliest(group)
        ]
        numbered.sort(key=lambda one: len(one[1].text) > PIECE)
        for number, passage in numbered:
            for piece in sorted(pieces(passage.text), key=self._unlikeliness):
                found = best[number]
                if len(passage.text) > PIECE and found and found.strength[0] >= self._complete:
                    break
                batch.append((number, passage._replace(text=piece)))
                size += len(piece)
                if size >= BATCH:
                    yield batch
                    batch, size = [], 0
        yield batch

    def _likeliest(self, group: Sequence[Passage]) -> Sequence[Passage]:
        """Return the passages of a record; of very many, those likely to match."""
        if len(group) <= MOST_PASSAGES:
            return group
        return sorted(group, key=lambda one: self._unlikeliness(one.text))[:MOST_PASSAGES]

    def _unlikeliness(self, piece: str) -> int:
        """Return how few of the texts a piece may contain, at a glance: likely ones come first."""
        folded = piece.casefold()
        return -sum(sign in folded for sign in self._signs)


def pieces(text: str) -> Iterator[str]:
    """Yield a text, or pieces of a long one that overlap, from space to space where there are any.

    >>> [len(piece) for piece in pieces("carbon " * 600)]
    [1994, 1994, 602]
    """
    start = 0
    while len(text) - start > PIECE:
        end = text.rfind(" ", start + PIECE - OVERLAP, start + PIECE)
        end = end if end > 0 else start + PIECE
        yield text[start:end]
        start = max(text.find(" ", end - OVERLAP, end) + 1, end - OVERLAP)
    yield text[start:]


def _highlighted_words(text: str) -> set[str]:
    return {m.casefold() for m in re.findall(f"{OPENING}(.*?){CLOSING}", text, re.DOTALL)}
