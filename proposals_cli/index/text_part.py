"""Build the full-text index, or bring it up to the rows.

There is a document per proposal, renewed when the proposal's hash or a name it is found by has
changed. Not every version of SQLite can delete from an FTS5 table without content, so a changed
proposal gets a new document, and the old one stays unreferenced until they are many.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.searchable import TEXT_COLUMNS, TOKENIZER, column_texts, passages
from proposals_cli.index.schema import PATIENCE_MS, READERS_PATIENCE_MS, is_busy
from proposals_cli.index.text_index import State, attach, detach, rows_built_at

LOCK_SECONDS = 600
BATCH = 2_000
HASH_SIZE = 16 << 20
"""Bytes of words FTS5 gathers before it writes them out."""

SPARE, FEW = 1.25, 10
"""An index is built anew when it would hold more than ``SPARE`` × proposals + ``FEW`` documents."""

_TABLES = f"""
CREATE TABLE words.meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE words.doc (
    docid INTEGER PRIMARY KEY, seq INTEGER NOT NULL, year INTEGER NOT NULL, hash BLOB NOT NULL
);
CREATE TABLE words.named (facet TEXT, value TEXT, names TEXT, PRIMARY KEY (facet, value));
CREATE VIRTUAL TABLE words.fts USING fts5 (
    {", ".join(TEXT_COLUMNS)}, content = '', tokenize = "{TOKENIZER}"
);
"""
_INDEXES = "CREATE UNIQUE INDEX words.doc_seq ON doc (seq, hash);"

_FOR_A_NEW_FILE = """
PRAGMA words.journal_mode = OFF;
PRAGMA words.synchronous = OFF;
"""

_NAMES = (
    "SELECT facet, value, coalesce(en, '') || char(10) || coalesce(zh, '') FROM main.term"
    " WHERE facet IN ('theme', 'person', 'series')"
)

Names = dict[tuple[str, str], tuple[str, ...]]


def update(
    connection: sqlite3.Connection, path: Path | None, wanted: State, progress: Progress
) -> None:
    """Attach a full-text index that matches the rows of a connection, building what is missing.

    Args:
        connection: to the rows.
        path: where the index is kept; None, or a place that cannot be written: in memory.
        wanted: the state that matches.
        progress: told of the work.
    """
    if path is not None:
        try:
            with FileLock(path.with_suffix(".lock"), timeout=LOCK_SECONDS):
                connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
                _update_file(connection, path, wanted, progress)
            return
        except (OSError, Timeout, sqlite3.OperationalError):
            detach(connection)  # a full disk, a folder that may not be written: do without
        finally:
            connection.execute(f"PRAGMA busy_timeout = {READERS_PATIENCE_MS}")
    connection.execute("ATTACH ':memory:' AS words")
    _build(connection, wanted, progress)


def _update_file(
    connection: sqlite3.Connection, path: Path, wanted: State, progress: Progress
) -> None:
    state = attach(connection, path)
    if state == wanted:
        return  # somebody else has built it in the meantime
    if state is not None and state.version == wanted.version:
        try:
            if _refresh(connection, wanted.digest):
                return
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
        except sqlite3.DatabaseError:
            detach(connection)  # damaged: it is built anew
    detach(connection)
    for stale in path.parent.glob(f"{path.name}.*.tmp*"):
        stale.unlink(missing_ok=True)  # left by a killed build; the lock is ours
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        connection.execute("ATTACH ? AS words", (str(temporary),))
        connection.executescript(_FOR_A_NEW_FILE)
        _build(connection, wanted, progress)
        detach(connection)
        # The journal of a refresh that was killed must not be played back into the new file.
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            path.unlink(missing_ok=True)
            journal.unlink()
        os.replace(temporary, path)
    finally:
        detach(connection)
        temporary.unlink(missing_ok=True)
    connection.execute("ATTACH ? AS words", (str(path),))


def _build(connection: sqlite3.Connection, wanted: State, progress: Progress) -> None:
    started = time.time()
    connection.executescript(_TABLES)
    connection.execute("INSERT INTO words.fts (fts, rank) VALUES ('hashsize', ?)", (HASH_SIZE,))
    connection.execute("BEGIN")
    (total,) = connection.execute("SELECT value FROM main.meta WHERE key = 'proposals'").fetchone()
    rows = connection.execute("SELECT seq, year, hash, raw FROM main.proposal ORDER BY seq")
    _add(connection, _counted(rows, total, progress), 1)
    connection.execute(f"INSERT INTO words.named {_NAMES}")
    _note(
        connection,
        {
            "version": wanted.version,
            "digest": wanted.digest,
            "rows_built_at": rows_built_at(connection),
            "documents": total,
            "built_at": started,
            "build_seconds": time.time() - started,
        },
    )
    connection.execute("COMMIT")
    connection.executescript(_INDEXES)


def _refresh(connection: sqlite3.Connection, digest: bytes) -> bool:
    """Renew the documents of changed proposals; return False if building anew costs less."""
    connection.execute("BEGIN")
    try:
        changed = [
            seq
            for (seq,) in connection.execute(
                "SELECT p.seq FROM main.proposal p LEFT JOIN words.doc d ON d.seq = p.seq"
                " WHERE d.hash IS NOT p.hash"
                " UNION SELECT d.seq FROM words.doc d LEFT JOIN main.proposal p USING (seq)"
                " WHERE p.seq IS NULL"
                f" UNION SELECT l.seq FROM ({_NAMES} EXCEPT SELECT * FROM words.named) n"
                " JOIN main.term t ON t.facet = n.facet AND t.value = n.value"
                " JOIN main.link l USING (tid)"
            )
        ]
        (last,) = connection.execute(
            "SELECT value FROM words.meta WHERE key = 'documents'"
        ).fetchone()
        (held,) = connection.execute("SELECT count(*) FROM words.doc").fetchone()
        # Documents without a proposal still count in how rare a word is: only few may be.
        if last + len(changed) > SPARE * held + FEW:
            connection.execute("ROLLBACK")
            return False
        marks = [(seq,) for seq in changed]
        connection.executemany("DELETE FROM words.doc WHERE seq = ?", marks)
        rows = (
            row
            for mark in marks
            for row in connection.execute(
                "SELECT seq, year, hash, raw FROM main.proposal WHERE seq = ?", mark
            )
        )
        added = _add(connection, rows, last + 1)
        connection.execute("DELETE FROM words.named")
        connection.execute(f"INSERT INTO words.named {_NAMES}")
        _note(
            connection,
            {
                "digest": digest,
                "rows_built_at": rows_built_at(connection),
                "documents": last + added,
            },
        )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return True


def _add(connection: sqlite3.Connection, rows: Iterator[Any], docid: int) -> int:
    """Index proposals under numbers from ``docid`` on and return how many there were."""
    names: Names = {
        (facet, value): tuple(filter(None, text.split("\n")))
        for facet, value, text in connection.execute(_NAMES)
    }
    marks = ", ".join("?" * (1 + len(TEXT_COLUMNS)))
    insert_text = f"INSERT INTO words.fts (rowid, {', '.join(TEXT_COLUMNS)}) VALUES ({marks})"
    insert_doc = "INSERT INTO words.doc VALUES (?, ?, ?, ?)"
    texts: list[tuple[Any, ...]] = []
    docs: list[tuple[Any, ...]] = []
    count = 0

    def flush() -> None:
        connection.executemany(insert_text, texts)
        connection.executemany(insert_doc, docs)
        texts.clear()
        docs.clear()

    for seq, year, hash_, raw in rows:
        found = passages(decode_proposal(raw), lambda facet, value: names.get((facet, value), ()))
        texts.append((docid + count, *column_texts(found)))
        docs.append((docid + count, seq, year, hash_))
        count += 1
        if len(docs) >= BATCH:
            flush()
    flush()
    return count


def _counted(rows: Iterator[Any], total: int, progress: Progress) -> Iterator[Any]:
    for count, row in enumerate(rows):
        if count % BATCH == 0:
            progress("Building the full-text index", count, total)
        yield row
    progress("Building the full-text index", total, total)


def _note(connection: sqlite3.Connection, values: dict[str, object]) -> None:
    connection.executemany(
        "INSERT INTO words.meta VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        list(values.items()),
    )
