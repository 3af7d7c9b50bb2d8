"""The full-text index: an FTS5 table in a separate file, built by the first search.

It is attached to the connection of the rows as ``text`` and answers only if it matches them.
"""

import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.searchable import WEIGHTS
from proposals_cli.index.private_files import is_private
from proposals_cli.index.schema import has_schema, is_complete, read_meta
from proposals_cli.index.text_schema import CREATE_TEXT_INDEX, CREATE_TEXT_TABLES
from proposals_cli.indexing.fts_query import fts_query
from proposals_cli.indexing.similar_words import MAX_COMPARED, nearest_stems

RANK = f"bm25({', '.join(map(str, WEIGHTS))})"


class State(NamedTuple):
    """What a full-text index was built from: the program's version and the hash of the store.

    The hash is empty if the rows have been written since: their numbers may be others, even if
    the store is the same again.
    """

    version: str
    digest: bytes


def attach(connection: sqlite3.Connection, path: Path) -> State | None:
    """Attach an index file and return its state; if it is no index, attach nothing, return None."""
    meta = attach_file(connection, path)
    if meta is None:
        return None
    same_rows = meta["rows_built_at"] == rows_built_at(connection)
    return State(meta["version"], meta["digest"] if same_rows else b"")


def attach_file(connection: sqlite3.Connection, path: Path) -> dict[str, Any] | None:
    """Attach a file of ours and return what it records about itself; or None, as ``attach``."""
    detach(connection)
    if not path.exists() or not is_private(path):
        return None
    try:
        connection.execute("ATTACH ? AS text", (str(path),))
        expected = CREATE_TEXT_TABLES + CREATE_TEXT_INDEX
        if has_schema(connection, expected, "text") and is_complete(connection, path, "text"):
            return read_meta(connection, "text")
    except (sqlite3.DatabaseError, OSError, ValueError):
        pass  # not a database, damaged, or gone
    detach(connection)
    return None


def detach(connection: sqlite3.Connection) -> None:
    """Detach the index, if it is attached, and roll back what was begun."""
    attached = {name for _, name, _ in connection.execute("PRAGMA database_list")}
    if "text" in attached:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("DETACH text")


def rows_built_at(connection: sqlite3.Connection) -> float:
    """Return when the rows were last written, which identifies their state."""
    (built_at,) = connection.execute(
        "SELECT value FROM main.meta WHERE key = 'built_at'"
    ).fetchone()
    return float(built_at)


def occurs(connection: sqlite3.Connection, text: ContainsText) -> bool:
    """Return whether any record contains a text."""
    return any(
        connection.execute(
            f"SELECT 1 FROM text.{fts} JOIN text.{doc} ON docid = {fts}.rowid"
            f" WHERE {fts} MATCH ? LIMIT 1",
            (fts_query(text),),
        ).fetchone()
        for fts, doc in (("fts", "doc"), ("record_fts", "record_doc"))
    )


def similar_stems(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return the indexed words most similar to one that is not indexed, best first."""
    stem = fold_key(word)
    terms: set[str] = set()
    for fts in ("fts", "record_fts"):
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{fts}_words"
            f" USING fts5vocab ('text', '{fts}', 'row')"
        )
        rows = connection.execute(
            f"SELECT term FROM temp.{fts}_words WHERE term >= ? AND term < ? LIMIT ?",
            (stem[:1], stem[:1] + "\U0010ffff", MAX_COMPARED),
        )
        terms.update(term for (term,) in rows)
    return nearest_stems(word, terms)


def record_with(connection: sqlite3.Connection, stem: str) -> tuple[str, bytes] | None:
    """Return the table and the JSON of a record that contains an indexed word; None if none does.

    A proposal, if there is one.
    """
    for fts, joined in (
        ("fts", "text.doc d ON d.docid = i.doc JOIN main.document r USING (seq)"),
        (
            "record_fts",
            'text.record_doc d ON d.docid = i.doc JOIN main.record r USING ("table", id)',
        ),
    ):
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{fts}_instance"
            f" USING fts5vocab ('text', '{fts}', 'instance')"
        )
        table = "'proposals'" if fts == "fts" else 'd."table"'
        instances = f"temp.{fts}_instance i JOIN {joined}"
        found = connection.execute(
            f"SELECT {table}, raw FROM {instances} WHERE i.term = ? LIMIT 1",
            (stem,),
        ).fetchone()
        if found:
            return str(found[0]), bytes(found[1])
    return None
