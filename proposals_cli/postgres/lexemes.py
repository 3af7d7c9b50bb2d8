"""The words of a record as tsvectors, which the program writes itself.

The server's own parser would read C++ as ``c``, and Chinese not at all. A lexeme is a stem, or two
neighbouring characters of a script that is written without spaces, or the last one of a run: so a
phrase of such characters is a phrase of pairs, and a single one the beginning of a lexeme.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import md5
from typing import NamedTuple

from proposals_cli.domain.text.searchable import is_separated
from proposals_cli.indexing.tokens import Token

WEIGHTS = "ABCD"
"""The weight of each of ``TEXT_COLUMNS``."""

MAX_BYTES = 2_000
"""Of a lexeme; the server refuses those of more than 2,046."""

PART, OVERLAP = 15_000, 100
"""Positions of a part of a long text, and how many the next one repeats, for phrases."""

MAX_REPEATED = 255
"""Positions of one lexeme in a part: the server forgets the rest."""


class Part(NamedTuple):
    """A part of a document: how many tokens it adds, and its tsvector as text.

    The marks between passages are counted as well, as FTS5 does, for equal ranks.
    """

    tokens: int
    words: str


def lexeme(word: str) -> str:
    """Return a token as a lexeme; the rest of a very long one becomes a hash."""
    encoded = word.encode()
    if len(encoded) <= MAX_BYTES:
        return word
    digest = md5(encoded, usedforsecurity=False).hexdigest()
    return encoded[: MAX_BYTES - 40].decode(errors="ignore") + digest


def pairs(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Yield (column, place, lexeme) of the tokens of a document."""
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        word = token.word
        if len(word) == 1 and is_separated(word) and following is not None:
            is_next = following[:2] == (token.column, token.place + 1)
            if is_next and len(following.word) == 1 and is_separated(following.word):
                word += following.word
        yield token.column, token.place, lexeme(word)


def parts_of(tokens: Sequence[Token]) -> Iterator[Part]:
    """Yield the parts of a document, at least one; columns follow each other with a gap."""
    positions: dict[str, list[str]] = {}
    repeated: Counter[str] = Counter()
    recent: list[tuple[int, str, str]] = []
    start = base = last = column = added = 0
    before = -1
    for number, place, word in pairs(tokens):
        if number != column:
            base, column, before = last + 2, number, -1
        position = last = base + place + 1
        if position - start > PART or repeated[word] == MAX_REPEATED:
            yield Part(added, _literal(positions))
            kept = [one for one in recent if one[0] > position - OVERLAP]
            start = (kept[0][0] if kept else position) - 1
            positions, added = {}, 0
            for former, weight, other in kept:
                positions.setdefault(other, []).append(f"{former - start}{weight}")
            repeated = Counter(other for _, _, other in kept)
            recent = kept
        positions.setdefault(word, []).append(f"{position - start}{WEIGHTS[column]}")
        repeated[word] += 1
        added += place - before
        before = place
        recent.append((position, WEIGHTS[column], word))
        if len(recent) > 2 * OVERLAP:
            del recent[:OVERLAP]
    yield Part(added, _literal(positions))


def _literal(positions: dict[str, list[str]]) -> str:
    """Return a tsvector in the server's syntax."""
    return " ".join(f"{quoted(word)}:{','.join(places)}" for word, places in positions.items())


def quoted(word: str) -> str:
    """Return a lexeme as a tsvector or a tsquery has it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
