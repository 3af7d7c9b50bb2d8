"""The tables of the derived index."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from time import gmtime, strftime
from typing import Any
from zlib import crc32

from proposals_cli.index.private_files import is_private

SCHEMA = 11
"""Increase it with every change to the tables or to what is indexed: older indexes are rebuilt."""

CREATE_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- seq follows the order of ids, with gaps for later proposals. day orders proposals: year, month
-- and day as one number, zeros for what is unknown; first and last are the days between which
-- its date lies. lists holds a JSON list: subjects, people, themes, regions, series
CREATE TABLE proposal (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, day INTEGER NOT NULL, year INTEGER, date TEXT,
    first TEXT, last TEXT, body TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
    titles TEXT NOT NULL, title_language TEXT, number TEXT, lists TEXT NOT NULL,
    measures INTEGER NOT NULL, sources INTEGER NOT NULL, hash BLOB NOT NULL
);
-- the complete records, apart from what lists read
CREATE TABLE document (seq INTEGER PRIMARY KEY, raw BLOB NOT NULL);
-- the dates of a proposal that was answered or should be, as JSON
CREATE TABLE reply (seq INTEGER PRIMARY KEY, times TEXT NOT NULL);
-- all other tables of records
CREATE TABLE record (
    "table" TEXT NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL
);
-- what a record of a small table refers to: (facts, proposals, 2020-…), (notes, source, …)
CREATE TABLE pointer (
    "table" TEXT NOT NULL, field TEXT NOT NULL, target TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY ("table", field, target, id)
) WITHOUT ROWID;
-- numbers that others gave a proposal
CREATE TABLE alias (
    name TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (name, id)
) WITHOUT ROWID;
-- ids that a record had before
CREATE TABLE former (
    name TEXT NOT NULL, "table" TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (name, "table", id)
) WITHOUT ROWID;
-- every value of every facet, with the number of proposals that have it; facet 'extra.' has the
-- names of fields under "extra", without links. names is a JSON object
-- of names by language, others a JSON list of other names
CREATE TABLE term (
    tid INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL,
    names TEXT NOT NULL, others TEXT NOT NULL, n INTEGER NOT NULL
);
-- the keys of the names under which a value is found
CREATE TABLE name (
    facet TEXT NOT NULL, key TEXT NOT NULL, tid INTEGER NOT NULL,
    PRIMARY KEY (facet, key, tid)
) WITHOUT ROWID;
-- which proposals have a value: the result of a filter, newest first, is one range
CREATE TABLE link (
    tid INTEGER NOT NULL, day INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (tid, day DESC, seq)
) WITHOUT ROWID;
-- proposals by theme and known year; tid 0 counts all proposals
CREATE TABLE theme_year (
    tid INTEGER NOT NULL, year INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (tid, year)
) WITHOUT ROWID;
"""

CREATE_INDEXES = """
CREATE UNIQUE INDEX proposal_id ON proposal (id);
CREATE INDEX proposal_day ON proposal (day DESC, seq);
CREATE INDEX proposal_date ON proposal (first, last);
CREATE INDEX proposal_hash ON proposal (hash);
CREATE UNIQUE INDEX record_id ON record ("table", id);
CREATE UNIQUE INDEX term_value ON term (facet, value);
"""
"""Created after the rows are inserted, which is faster."""

_MOST = 100
"""More than the entries of any schema of ours."""

_SEAL = "seal"
"""The key of the checksum of the other values."""

READERS_PATIENCE_MS = 60_000
"""How long a reader waits for a change to be written, which takes a moment."""


class DamagedError(sqlite3.DatabaseError):
    """An index holds what this program does not write."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def set_patience(connection: sqlite3.Connection, milliseconds: int) -> None:
    """Set how long a connection waits for others before it is busy."""
    connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


def is_busy(error: sqlite3.OperationalError) -> bool:
    """Return whether a change failed because another process is reading."""
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def read_meta(connection: sqlite3.Connection, schema: str = "main") -> dict[str, Any]:
    """Return what an index records about itself.

    Raises:
        DamagedError: it is not what was written.
    """
    found = dict(connection.execute(f"SELECT key, value FROM {schema}.meta"))
    if found.pop(_SEAL, None) != _seal(found):
        raise DamagedError("what the index records about itself is damaged")
    return found


def has_passed(meta: Mapping[str, Any]) -> bool:
    """Return whether a date has come that was in the future when the rows were written.

    The status of its proposal may be another from that day on.
    """
    return "next_day" in meta and meta["next_day"] <= strftime("%Y-%m-%d", gmtime())


def write_meta(
    connection: sqlite3.Connection, values: Mapping[str, object], schema: str = "main"
) -> None:
    """Record values about an index, replacing former ones."""
    known = dict(
        connection.execute(f"SELECT key, value FROM {schema}.meta WHERE key <> ?", (_SEAL,))
    )
    connection.execute("SAVEPOINT meta")
    try:
        connection.executemany(
            f"INSERT INTO {schema}.meta VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [*values.items(), (_SEAL, _seal({**known, **values}))],
        )
        connection.execute("RELEASE meta")
    except BaseException:
        connection.execute("ROLLBACK TO meta")
        connection.execute("RELEASE meta")
        raise


def _seal(values: Mapping[str, object]) -> int:
    """Return a checksum of what an index records about itself: what is damaged is not believed."""
    return crc32("\n".join(sorted(map(repr, values.items()))).encode())


def is_complete(connection: sqlite3.Connection, path: Path, schema: str = "main") -> bool:
    """Return whether a file ends with a complete page.

    SQLite reads the missing part of a last page as zeros, that is as rows that do not exist.
    """
    (page_size,) = connection.execute(f"PRAGMA {schema}.page_size").fetchone()
    return path.stat().st_size % int(page_size) == 0


def has_schema(connection: sqlite3.Connection, script: str, schema: str = "main") -> bool:
    """Return whether a database has what a script creates, and nothing else.

    A view or a column made by an expression would run when it is read. So this is asked before
    anything is read.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA {schema}.cell_size_check = ON")
    everything = f"SELECT type, name, tbl_name, sql FROM {schema}.sqlite_schema LIMIT {_MOST}"
    with closing(sqlite3.connect(":memory:")) as wanted:
        if schema != "main":
            wanted.execute(f"ATTACH ':memory:' AS {schema}")
        wanted.executescript(script)
        expected = set(wanted.execute(everything))
    found = connection.execute(everything).fetchall()
    return len(found) == len(expected) and set(found) == expected


def open_index(path: Path, version: str) -> sqlite3.Connection | None:
    """Open an index file, or return None if there is none of this version.

    Nor is a file opened that others can have written, or that has another schema.
    """
    if not is_private(path):
        return None
    try:
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=READERS_PATIENCE_MS / 1000,
        )
    except sqlite3.OperationalError:
        return None  # missing
    with suppress(sqlite3.DatabaseError, OSError, ValueError):  # no database, or a damaged one
        if (
            has_schema(connection, CREATE_TABLES + CREATE_INDEXES)
            and read_meta(connection).get("version") == version
            and is_complete(connection, path)
        ):
            return connection
    connection.close()
    return None
