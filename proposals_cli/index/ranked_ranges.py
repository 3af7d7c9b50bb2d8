"""Which documents a search ranks when too many match to rank each of them.

bm25 takes a microsecond for each match, a match alone a tenth of that. Documents are numbered by
their length, and short ones rank best, so the first matches are ranked, and the newest of those
that were added since. ``tests/benchmarks/ranking.py`` compares this with ranking them all: of a
million documents the twenty shown have 0.99 of the best score on average (2026-11-28).
"""

import sqlite3

MAX_RANKED = 20_000
"""How many matches are ranked at most, from either end."""

MAX_LIMIT = 1_000
"""A search that wants more than this has all its matches ranked."""

LAST = (1 << 63) - 1


def ranges_to_rank(connection: sqlite3.Connection, table: str, match: str) -> list[tuple[int, int]]:
    """Return the ranges of documents, both ends included, whose matches are ranked.

    Args:
        connection: with the full-text index attached.
        table: ``fts`` or ``record_fts``.
        match: an FTS5 expression.
    """
    matching = f"SELECT rowid FROM text.{table} WHERE {table} MATCH ?"
    place = (MAX_RANKED - 1,)
    first = connection.execute(
        f"{matching} ORDER BY rowid LIMIT 1 OFFSET ?", (match, *place)
    ).fetchone()
    if first is None:
        return [(0, LAST)]
    (built,) = connection.execute(
        "SELECT value FROM text.meta WHERE key = ?", (f"built_{table}",)
    ).fetchone()
    (end,) = first
    added = connection.execute(
        f"{matching} AND rowid > ? ORDER BY rowid DESC LIMIT ?",
        (match, max(end, built), MAX_RANKED),
    ).fetchall()
    return [(0, end), *([(added[-1][0], LAST)] if added else [])]
