"""The full text of the records that are not proposals, as a part of the full-text index.

They have a table of their own, so that they change nothing in the ranking of proposals.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

import msgspec

from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import Hit, Summary
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.languages import UNDETERMINED
from proposals_cli.domain.text.searchable import (
    NamesOf,
    passages_of,
)
from proposals_cli.index.best_passage import BestPassages
from proposals_cli.index.fts_query import fts_query, positive_texts
from proposals_cli.index.ranked_ranges import LAST, MAX_LIMIT, ranges_to_rank
from proposals_cli.index.text_index import RANK
from proposals_cli.index.text_writer import write_documents

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

    @cache
    def names_of(_: str, id_: str) -> tuple[str, ...]:
        agent = _agent(connection, id_)
        return (*_names(agent).values(), *agent.get("other_names", ())) if agent else ()

    return names_of


def _agent(connection: sqlite3.Connection, id_: str) -> dict[str, Any] | None:
    for table in ("people", "bodies"):
        if (record := _record(connection, table, id_)) is not None:
            return record
    return None


def _record(connection: sqlite3.Connection, table: str, id_: str) -> dict[str, Any] | None:
    row = connection.execute(
        'SELECT raw FROM main.record WHERE "table" = ? AND id = ?', (table, id_)
    ).fetchone()
    return msgspec.json.decode(row[0]) if row else None


def _names(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of a record by language; for a source, its title."""
    if "names" in record:
        return {tag: name["text"] for tag, name in record["names"].items()}
    if "name" in record:
        return dict(record["name"])
    title = record.get("title")
    return {record.get("language") or UNDETERMINED: title} if title else {}


def _source_names(source: Mapping[str, Any]) -> dict[str, str]:
    """Return the publisher of a source, or else its title by its language."""
    publisher = source.get("publisher")
    return {UNDETERMINED: publisher} if publisher else _names(source)


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
    names_of = names_in(connection)
    best = BestPassages(list(positive_texts(query.where)))
    hits = []
    for (table, id_), score in islice(found.items(), query.limit):
        record = _record(connection, table, id_)
        if record is None:
            continue  # another process has removed it
        (passage,) = best.of([passages_of(record, names_of, table)])
        place, text = passage or ("id", id_)
        hits.append(Hit(_summary(connection, table, record), score, place, text, KIND_OF[table]))
    return hits


def _summary(connection: sqlite3.Connection, table: str, record: dict[str, Any]) -> Summary:
    """Return a record as a list of hits shows it: facts and notes have a subject, not a title."""
    titles = _names(record)
    about: dict[str, str] = {}
    people: tuple[str, ...] = ()
    sources = {one["source"] for one in record.get("citations", ())}
    if table == "facts" and (person := record.get("person")):
        people = (person,)
        about = _names(_agent(connection, person) or {}) or {UNDETERMINED: person}
    elif table == "notes":
        sources |= {record["source"]}
        about = _source_names(_record(connection, "sources", record["source"]) or {})
        about = about or {UNDETERMINED: record["source"]}
    elif not titles:
        about = _source_names(record)
    date = record.get("date")
    return Summary(
        id=record["id"],
        year=record.get("year") or (int(date[:4]) if date else None),
        date=date,
        body="",
        kind=record.get("kind") or "",
        status="",
        titles=titles,
        title_language=next(iter(titles), None),
        subjects=about,
        number=record.get("number"),
        people=people,
        themes=(),
        regions=(),
        series=(),
        measures=0,
        sources=len(sources),
    )
