"""The full text of the records that are not proposals, as a part of the full-text index.

They have a table of their own, so that they change nothing in the ranking of proposals.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Any

import msgspec

from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import Hit
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.searchable import (
    NamesOf,
    passages_of,
)
from proposals_cli.index.ranked_ranges import LAST, MAX_LIMIT, ranges_to_rank
from proposals_cli.index.text_index import RANK
from proposals_cli.index.text_writer import write_documents
from proposals_cli.indexing.best_passage import BestPassages
from proposals_cli.indexing.fts_query import fts_query, positive_texts
from proposals_cli.indexing.record_summaries import names_from, summary_of_record

_RECORDS = 'SELECT "table", id, hash, raw FROM main.record'

_CHANGED = """
WITH changed AS (
    SELECT r."table", r.id FROM main.record r LEFT JOIN text.record_doc d USING ("table", id)
    WHERE d.hash IS NOT r.hash
    UNION SELECT d."table", d.id FROM text.record_doc d LEFT JOIN main.record r USING ("table", id)
    WHERE r.id IS NULL
)
SELECT * FROM changed
UNION SELECT p."table", p.id FROM changed c JOIN main.pointer p
    ON p."table" = 'facts' AND p.field = 'person' AND p.target = c.id
    WHERE c."table" IN ('people', 'bodies')
"""
"""Records that were added, changed or removed, and facts about someone who was."""


def build(connection: sqlite3.Connection) -> int:
    """Index all records in the new tables, the shortest first, and return how many there are."""
    order = connection.execute("SELECT rowid FROM main.record ORDER BY length(raw), rowid")
    rows = (
        row
        for key in order.fetchall()
        for row in connection.execute(f"{_RECORDS} WHERE rowid = ?", key)
    )
    return _add(connection, rows, 1)


def changed(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return (table, id) of the records whose documents are not current."""
    return connection.execute(_CHANGED).fetchall()


def refresh(connection: sqlite3.Connection, ids: Iterable[tuple[str, str]], docid: int) -> int:
    """Replace the documents of records by new ones from ``docid`` on; return how many are new."""
    ids = list(ids)
    connection.executemany('DELETE FROM text.record_doc WHERE "table" = ? AND id = ?', ids)
    rows = (
        row
        for key in ids
        for row in connection.execute(f'{_RECORDS} WHERE "table" = ? AND id = ?', key)
    )
    return _add(connection, rows, docid)


def _add(connection: sqlite3.Connection, rows: Iterable[Any], docid: int) -> int:
    names_of = names_in(connection)
    documents = (
        (passages_of(msgspec.json.decode(raw), names_of, table), (table, id_, hash_))
        for table, id_, hash_, raw in rows
    )
    return write_documents(connection, ("record_fts", "record_doc"), documents, docid)


def names_in(connection: sqlite3.Connection) -> NamesOf:
    """Return a function that finds the names of a person or a body in the records."""
    return names_from(partial(_record, connection))


def _record(connection: sqlite3.Connection, table: str, id_: str) -> dict[str, Any] | None:
    row = connection.execute(
        'SELECT raw FROM main.record WHERE "table" = ? AND id = ?', (table, id_)
    ).fetchone()
    return msgspec.json.decode(row[0]) if row else None


def ranked(
    connection: sqlite3.Connection, match: str, limit: int | None
) -> list[tuple[str, str, float]]:
    """Return (table, id, score) of the records that match, best first."""
    is_page = limit is not None and limit <= MAX_LIMIT
    ranges = ranges_to_rank(connection, "record_fts", match) if is_page else [(0, LAST)]
    rows = [
        row
        for low, high in ranges
        for row in connection.execute(
            'SELECT f.rank, d."table", d.id FROM text.record_fts f'
            " JOIN text.record_doc d ON d.docid = f.rowid"
            " WHERE f.record_fts MATCH ? AND f.rank MATCH ? AND f.rowid BETWEEN ? AND ?"
            ' ORDER BY f.rank, d."table", d.id LIMIT ?',
            (match, RANK, low, high, -1 if limit is None else limit),
        )
    ]
    return [(table, id_, -rank) for rank, table, id_ in sorted(rows)[:limit]]


def search(
    connection: sqlite3.Connection, query: Query, first: Sequence[tuple[str, str]]
) -> list[Hit]:
    """Return the records that match a query of words alone: ``first`` (table, id), then the best.

    Each has its best passage, or its id if no passage matches.
    """
    match = fts_query(query.where)
    if match is None:
        return []
    found = dict.fromkeys(first, 0.0)
    for table, id_, score in ranked(connection, match, query.limit):
        found[table, id_] = score
    find = partial(_record, connection)
    names_of = names_from(find)
    best = BestPassages(list(positive_texts(query.where)))
    hits = []
    for (table, id_), score in islice(found.items(), query.limit):
        record = find(table, id_)
        if record is None:
            continue  # another process has removed it
        (passage,) = best.of([passages_of(record, names_of, table)])
        place, text = passage or ("id", id_)
        hits.append(Hit(summary_of_record(table, record, find), score, place, text, KIND_OF[table]))
    return hits
