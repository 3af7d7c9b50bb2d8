"""The order of what matches words: bm25, as SQLite's FTS5 computes it.

The server cannot compute it, but nearly all of its best ten are among the best 200 by a sum that
the server can: of each phrase, how rare it is times ``ts_rank``. From these the program reads
where the words stand, and ranks exactly.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from proposals_cli.domain.text.searchable import WEIGHTS
from proposals_cli.postgres.lexemes import OVERLAP
from proposals_cli.postgres.lexemes import WEIGHTS as LETTERS
from proposals_cli.postgres.query_sql import Condition
from proposals_cli.postgres.text_query import Phrase, as_tsquery
from proposals_cli.postgres.text_tree import TextTree

CANDIDATES = 200
"""Of how many matches the exact rank is computed at least."""

_K1, _B, _LEAST_IDF = 1.2, 0.75, 1e-6
"""The constants of FTS5."""

_WEIGHT_OF = dict(zip(LETTERS, WEIGHTS, strict=True))
_RANK = f"ts_rank('{{{', '.join(str(one / max(WEIGHTS)) for one in reversed(WEIGHTS))}}}'"


class Source(NamedTuple):
    """Where words are: the table, its key, and what counts its documents and all their tokens.

    ``matches`` selects ``key`` and ``tie``, by which equal ranks are ordered, of the rows ``w`` of
    the table that are documents.
    """

    table: str
    key: tuple[str, ...]
    matches: str
    tie: tuple[str, ...]
    documents: str
    tokens: str


class Ranked(NamedTuple):
    """A document that matches: higher scores are better; then ``tie`` decides."""

    score: float
    tie: tuple[Any, ...]
    key: tuple[Any, ...]


def statement(
    source: Source, texts: TextTree, where: Condition, candidates: int | None
) -> Condition:
    """Return the statement that reads what ``ranked`` needs.

    Args:
        source: where the words are.
        texts: of these ranks are made.
        where: which documents match.
        candidates: how many of the best to read; None for all that match.
    """
    condition, given = where
    queries = [as_tsquery(phrase) for phrase in texts.phrases]
    key = ", ".join(source.key)
    documents = f"SELECT DISTINCT {key} FROM {source.table} WHERE words @@ %s::tsquery"
    counts = [f"(SELECT count(*) FROM ({documents}) d) AS n{place}" for place in _places(queries)]
    parameters: list[Any] = [*queries, *given]
    best = ", ".join(f"w.{one}" for one in source.key)
    chosen = ""
    if candidates is not None:
        weighed = [
            f"greatest(ln((total - n{place} + 0.5) / (n{place} + 0.5)), {_LEAST_IDF})"
            f" * {_RANK}, w.words, %s::tsquery, 1)"
            for place in texts.positive
        ]
        order = ", ".join((f"sum({' + '.join(weighed)}) DESC", *source.tie))
        chosen = f" ORDER BY {order} LIMIT %s"
        parameters += [*(queries[place] for place in texts.positive), candidates]
    tie = ", ".join(one.removesuffix(" DESC") for one in source.tie)
    lexemes, wanted = _wanted(texts.phrases)
    columns = ", ".join(f"b.k{place}" for place in range(len(source.key)))
    same = " AND ".join(f"w.{one} = b.k{place}" for place, one in enumerate(source.key))
    keys = ", ".join(f"w.{one} AS k{place}" for place, one in enumerate(source.key))
    ties = ", ".join(
        f"{one.removesuffix(' DESC')} AS t{place}" for place, one in enumerate(source.tie)
    )
    tied = ", ".join(f"b.t{place}" for place in range(len(source.tie)))
    return (
        f"WITH stats AS MATERIALIZED (SELECT ({source.documents})::bigint AS total,"
        f" ({source.tokens})::bigint AS length, {', '.join(counts)}),"
        f" best AS (SELECT {keys}, {ties} FROM stats CROSS JOIN {source.matches}"
        f" WHERE {condition} GROUP BY {best}, {tie}{chosen})"
        f" SELECT {columns}, {tied}, w.part, w.tokens, u.lexeme, u.positions, u.weights, s.*"
        f" FROM stats s CROSS JOIN best b JOIN {source.table} w ON {same}"
        f" LEFT JOIN LATERAL unnest(w.words) u ON {lexemes} ORDER BY {columns}, w.part"
    ), [*parameters, *wanted]


def _places(items: Sequence[Any]) -> range:
    return range(len(items))


def _wanted(phrases: Sequence[Phrase]) -> Condition:
    """Return the condition that a lexeme ``u`` is one of those of phrases."""
    words = {one.word for phrase in phrases for one in phrase if not one.begins}
    beginnings = {one.word for phrase in phrases for one in phrase if one.begins}
    parts = ["u.lexeme = ANY (%s)", *["starts_with(u.lexeme, %s)"] * len(beginnings)]
    return f"({' OR '.join(parts)})", [sorted(words), *sorted(beginnings)]


def ranked(rows: Iterable[Sequence[Any]], source: Source, texts: TextTree) -> Iterator[Ranked]:
    """Yield the documents of the rows of ``statement`` with their scores, in any order."""
    of_key, of_tie = len(source.key), len(source.tie)
    first = of_key + of_tie
    for key, group in groupby(rows, key=itemgetter(slice(of_key))):
        length = 0
        frequencies = [0.0] * len(texts.phrases)
        stats: Sequence[Any] = ()
        tie: tuple[Any, ...] = ()
        for part, parts in groupby(group, key=itemgetter(first)):
            stood: dict[str, dict[int, str]] = {}
            for row in parts:
                tokens, lexeme, positions, weights, *stats = row[first + 1 :]
                tie = tuple(row[of_key:first])
                if lexeme is not None:
                    stood[lexeme] = dict(zip(positions, weights, strict=True))
            length += tokens
            for place, phrase in enumerate(texts.phrases):
                frequencies[place] += _frequency(phrase, stood, is_first=part == 0)
        yield Ranked(_bm25(texts.counted(frequencies), length, *stats), tie, tuple(key))


def best_first(found: Iterable[Ranked], source: Source) -> list[Ranked]:
    """Return documents by falling score, then by ``tie``."""
    ordered = list(found)
    for place in reversed(range(len(source.tie))):
        down = source.tie[place].endswith(" DESC")
        ordered.sort(key=lambda one: one.tie[place], reverse=down)
    ordered.sort(key=lambda one: -one.score)
    return ordered


def _frequency(phrase: Phrase, stood: dict[str, dict[int, str]], *, is_first: bool) -> float:
    """Return how often a phrase stands in a part of a document, by the weights of columns.

    What ends in the beginning of a later part was counted in the part before.
    """
    first, *others = (
        {
            position: weight
            for lexeme, places in stood.items()
            if (lexeme.startswith(one.word) if one.begins else lexeme == one.word)
            for position, weight in places.items()
        }
        for one in phrase
    )
    rest = [(places, one.place) for places, one in zip(others, phrase[1:], strict=True)]
    return sum(
        _WEIGHT_OF[weight]
        for position, weight in first.items()
        if all(position + distance in places for places, distance in rest)
        and (is_first or position + phrase[-1].place >= OVERLAP)
    )


def _bm25(
    frequencies: Sequence[float], length: int, documents: int, tokens: int, *counts: int
) -> float:
    """Return the sum over phrases; the operations are in the order of FTS5, for equal sums."""
    average = tokens / documents
    score = 0.0
    for frequency, count in zip(frequencies, counts, strict=True):
        idf = math.log((documents - count + 0.5) / (count + 0.5))
        idf = _LEAST_IDF if idf <= 0 else idf
        score += idf * (
            (frequency * (_K1 + 1.0)) / (frequency + _K1 * (1 - _B + _B * length / average))
        )
    return score
