"""The tables of the derived index."""

import sqlite3
from contextlib import suppress
from pathlib import Path

SCHEMA = 4
"""Raise it with every change to the tables or to what is indexed: older indexes are thrown away."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- seq follows the order of ids, with gaps for proposals that come later
CREATE TABLE proposal (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, year INTEGER NOT NULL, kind TEXT NOT NULL,
    status TEXT NOT NULL, title_en TEXT, title_zh TEXT, topic_zh TEXT,
    people TEXT NOT NULL, themes TEXT NOT NULL, regions TEXT NOT NULL, series TEXT NOT NULL,
    measures INTEGER NOT NULL, sources INTEGER NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL
);
-- the small tables: people, themes, sources, facts, notes
CREATE TABLE record (
    "table" TEXT NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL
);
-- what a record of a small table points at: (facts, proposals, 2020-…), (notes, source, …)
CREATE TABLE pointer (
    "table" TEXT NOT NULL, field TEXT NOT NULL, target TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY ("table", field, target, id)
) WITHOUT ROWID;
-- earlier ids of a proposal, and numbers that others gave it
CREATE TABLE alias (
    name TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (name, id)
) WITHOUT ROWID;
-- every value of every facet, with the number of proposals that have it
CREATE TABLE term (
    tid INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL,
    en TEXT, zh TEXT, n INTEGER NOT NULL
);
-- the folded names under which a value is found
CREATE TABLE name (
    facet TEXT NOT NULL, key TEXT NOT NULL, tid INTEGER NOT NULL,
    PRIMARY KEY (facet, key, tid)
) WITHOUT ROWID;
-- which proposals have a value: a filter, newest first, is one range of this table
CREATE TABLE link (
    tid INTEGER NOT NULL, year INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (tid, year DESC, seq)
) WITHOUT ROWID;
-- proposals by theme and year; tid 0 stands for all proposals
CREATE TABLE theme_year (
    tid INTEGER NOT NULL, year INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (tid, year)
) WITHOUT ROWID;
"""

INDEXES = """
CREATE UNIQUE INDEX proposal_id ON proposal (id);
CREATE INDEX proposal_year ON proposal (year DESC, seq);
CREATE INDEX proposal_hash ON proposal (hash);
CREATE UNIQUE INDEX record_id ON record ("table", id);
CREATE UNIQUE INDEX term_value ON term (facet, value);
"""


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the empty tables; ``INDEXES`` come after the rows, which is faster."""
    connection.executescript(TABLES)


PATIENCE_MS = 1_000
"""So long a change of an index waits for readers; one may be in a pager for the whole afternoon."""

READERS_PATIENCE_MS = 60_000
"""So long a reader waits for a change to be written, which takes a moment."""


def is_busy(error: sqlite3.OperationalError) -> bool:
    """Tell whether a change failed because somebody is reading."""
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def open_index(path: Path, version: str) -> sqlite3.Connection | None:
    """Open an index file, or return None where there is none of this version."""
    try:
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=READERS_PATIENCE_MS / 1000,
        )
    except sqlite3.OperationalError:
        return None  # missing
    with suppress(sqlite3.DatabaseError, OSError):  # not a database, or another one
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        # SQLite takes what is missing of a last page for zeros, that is for rows that are not there
        if meta.get("version") == version and path.stat().st_size % page_size == 0:
            return connection
    connection.close()
    return None
