"""Ranked search in the attached full-text index, with the passage that matched."""

import sqlite3
from collections.abc import Callable, Iterator
from itertools import chain, islice

import msgspec

from proposals_cli.domain.ports import Hit, Summary
from proposals_cli.domain.query.query import ContainsText, FacetIs, Query
from proposals_cli.domain.text.searchable import NamesOf, is_separated, passages_of
from proposals_cli.index.query_sql import Term, condition, order_by
from proposals_cli.index.ranked_ranges import LAST, MAX_LIMIT, ranges_to_rank
from proposals_cli.index.record_text import names_in
from proposals_cli.index.text_index import (
    RANK,
    occurs,
    record_with,
    similar_stems,
)
from proposals_cli.indexing.best_passage import BestPassages
from proposals_cli.indexing.fts_query import fts_query, positive_texts, split_text
from proposals_cli.indexing.similar_texts import MAX_PROPOSALS, distinctive, own_words
from proposals_cli.indexing.similar_words import (
    MAX_CHARACTERS,
    MAX_SUGGESTED,
    longest_parts,
    spelled,
)

BATCH = 50
"""How many hits are highlighted at once."""

Row = tuple[Summary, float, bytes]
ReadRow = Callable[[int], list[tuple[Summary, bytes]]]
"""seq → its proposal, or nothing: another process may have removed it since."""


def ranked(
    connection: sqlite3.Connection, query: Query, terms_of: Callable[[FacetIs], list[Term]]
) -> Iterator[tuple[int, float]]:
    """Yield (seq, score) of the proposals that match: best first, then newest first.

    Of very many matches of words alone, a page of the best is chosen among those that
    ``ranges_to_rank`` names.
    """
    text, rest = split_text(query.where)
    where, parameters = condition(rest, "d", terms_of)
    order = order_by(query, "f.rank, d.day DESC, d.seq")
    limit = -1 if query.limit is None else query.limit
    statement = (
        "SELECT f.rank, -d.day, d.seq FROM text.fts f JOIN text.doc d ON d.docid = f.rowid"
        + (" JOIN proposal p ON p.seq = d.seq" if query.sort else "")
        + f" WHERE f.fts MATCH ? AND f.rank MATCH ? AND f.rowid BETWEEN ? AND ? AND {where}"
        f" ORDER BY {order} LIMIT ?"
    )
    ranges = [(0, LAST)]
    if text and 0 <= limit <= MAX_LIMIT and not (rest.parts or query.sort):
        ranges = ranges_to_rank(connection, "fts", text)
    found = [
        connection.execute(statement, (text, RANK, *ends, *parameters, limit)) for ends in ranges
    ]
    rows = found[0] if len(found) == 1 else sorted(chain(*found))[:limit]
    return ((seq, -rank) for rank, _, seq in rows)


def hits(
    found: Iterator[tuple[int, float]], texts: list[ContainsText], read: ReadRow, names_of: NamesOf
) -> Iterator[Hit]:
    """Turn (seq, score) into hits, each with the best passage that matches one of the texts."""
    best = BestPassages(texts)
    while taken := list(islice(found, BATCH)):
        batch = [(*row, score) for seq, score in taken for row in read(seq)]
        gathered = [passages_of(msgspec.json.decode(raw), names_of) for _, raw, _ in batch]
        for (summary, _, score), passage in zip(batch, best.of(gathered), strict=True):
            yield Hit(summary, score, *(passage or ("", "")))


def unmatched(
    connection: sqlite3.Connection, query: Query, names_of: NamesOf
) -> list[tuple[str, list[str]]]:
    """Return the texts that no record contains, each with similar words that occur."""
    texts = dict.fromkeys(positive_texts(query.where))
    missing = [text for text in texts if not occurs(connection, text)]
    return [
        (
            one.text + "*" * one.prefix,
            list(_similar(connection, one.text, names_of)) if place < MAX_SUGGESTED else [],
        )
        for place, one in enumerate(missing)
    ]


def _similar(connection: sqlite3.Connection, text: str, names_of: NamesOf) -> Iterator[str]:
    if is_separated(text):
        yield from longest_parts(
            text[:MAX_CHARACTERS], lambda part: occurs(connection, ContainsText(part))
        )
        return
    # the words of a phrase may well occur, each for itself
    words = text[:MAX_CHARACTERS].split()
    for word in words:
        if len(words) > 1 and occurs(connection, ContainsText(word)):
            continue
        for stem in similar_stems(connection, word):
            if surface := _surface(connection, stem, names_of):
                yield surface


def _surface(connection: sqlite3.Connection, stem: str, names_of: NamesOf) -> str | None:
    """Return a word as a text spells it, from the stem under which it is indexed."""
    found = record_with(connection, stem)
    if found is None:
        return None
    table, raw = found
    if table != "proposals":
        names_of = names_in(connection)
    return spelled(stem, (p.text for p in passages_of(msgspec.json.decode(raw), names_of, table)))


def similar_to(
    connection: sqlite3.Connection, raw: bytes, names_of: NamesOf, limit: int
) -> list[tuple[int, float, list[str]]]:
    """Return the proposals with the most similar text, best first.

    The most distinctive words of the proposal (highest tf × idf), which is given as JSON, are
    searched together; the score is relative to that of the proposal itself.

    Returns:
        (seq, similarity from 0 to 1, the distinctive words as the proposal spells them).
    """
    words = own_words(raw, names_of)
    # words are searched, not stems: the stem of a stem may be another (enterpris, enterpri)
    matches = {stem: fts_query(ContainsText(spellings[0])) for stem, spellings in words.items()}
    counts = {
        stem: connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM text.fts WHERE fts MATCH ? LIMIT ?)",
            (match, MAX_PROPOSALS + 1),
        ).fetchone()[0]
        for stem, match in matches.items()
    }
    (total,) = connection.execute("SELECT count(*) FROM text.doc").fetchone()
    chosen = distinctive(words, counts, total)
    if not chosen:
        return []
    query = " OR ".join(str(matches[stem]) for stem in chosen)
    rows = connection.execute(
        "SELECT d.seq, f.rank FROM text.fts f JOIN text.doc d ON d.docid = f.rowid"
        " WHERE f.fts MATCH ? AND f.rank MATCH ? ORDER BY f.rank LIMIT ?",
        (query, RANK, limit + 1),
    ).fetchall()
    best = max((-rank for _, rank in rows), default=1.0)
    return [(seq, -rank / best, [words[stem][0] for stem in chosen]) for seq, rank in rows]
