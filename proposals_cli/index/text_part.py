"""The full-text index as a part that is kept up to date with the rows.

It has a document per record, replaced when the record's hash or a name it is found by has
changed. Not every version of SQLite can delete from an FTS5 table without content, so a changed
proposal gets a new document, and the old one stays unreferenced until there are too many.
"""

import sqlite3
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.query.facets import AGENT_FACETS
from proposals_cli.domain.text.searchable import (
    AGENT,
    passages_of,
)
from proposals_cli.index import record_text
from proposals_cli.index.schema import write_meta
from proposals_cli.index.text_index import State, attach, detach, rows_built_at
from proposals_cli.index.text_schema import CREATE_TEXT_INDEX, CREATE_TEXT_TABLES
from proposals_cli.index.text_writer import BATCH, write_documents
from proposals_cli.index.update import NeedsRebuildError

HASH_SIZE = 16 << 20
"""Bytes of text that FTS5 gathers before it writes them."""

MAX_DOCUMENTS_RATIO, FREE_DOCUMENTS = 1.25, 10
"""An index is rebuilt before it would have more documents than ratio × proposals + free."""

_FOR_A_NEW_FILE = """
PRAGMA text.journal_mode = OFF;
PRAGMA text.synchronous = OFF;
"""

_NAMES = (
    "SELECT facet, value, names || char(10) || others FROM main.term"
    f" WHERE facet IN ('theme', {', '.join(map(repr, AGENT_FACETS))})"
)

_TEXTS = "SELECT p.seq, day, hash, raw FROM main.proposal p JOIN main.document o ON o.seq = p.seq"

_CHANGED = (
    "SELECT p.seq FROM main.proposal p LEFT JOIN text.doc d ON d.seq = p.seq"
    " WHERE d.hash IS NOT p.hash"
    " UNION SELECT d.seq FROM text.doc d LEFT JOIN main.proposal p USING (seq)"
    " WHERE p.seq IS NULL"
    f" UNION SELECT l.seq FROM ({_NAMES} EXCEPT SELECT * FROM text.named) n"
    " JOIN main.term t ON t.facet = n.facet AND t.value = n.value"
    " JOIN main.link l USING (tid)"
)
"""Proposals that were added, changed or removed, or are found by a name that is new."""


class TextPart:
    """An ``IndexPart``: the text of the proposals whose rows a connection has."""

    def __init__(self, connection: sqlite3.Connection, wanted: State, progress: Progress) -> None:
        """Take the connection to the rows and the state that matches them."""
        self.connection = connection
        self._wanted = wanted
        self._progress = progress
        self._state: State | None = None

    def open(self, path: Path) -> bool:
        """Attach a file; return whether it is an index of this version."""
        self._state = attach(self.connection, path)
        return self._state is not None and self._state.version == self._wanted.version

    def is_current(self) -> bool:
        """Return whether the documents match the rows."""
        return self._state == self._wanted

    def refresh(self) -> None:
        """Replace the documents of changed proposals.

        Raises:
            NeedsRebuildError: too many documents would be unreferenced.
        """
        self.connection.execute("BEGIN")
        changed = self.connection.execute(_CHANGED).fetchall()
        changed_records = record_text.changed(self.connection)
        last = self._room_for(len(changed), "documents", "doc")
        last_record = self._room_for(len(changed_records), "record_documents", "record_doc")
        self.connection.executemany("DELETE FROM text.doc WHERE seq = ?", changed)
        rows = (
            row
            for seq in changed
            for row in self.connection.execute(f"{_TEXTS} WHERE p.seq = ?", seq)
        )
        added = self._add(rows, last + 1)
        self.connection.execute("DELETE FROM text.named")
        added_records = record_text.refresh(self.connection, changed_records, last_record + 1)
        self._finish({"documents": last + added, "record_documents": last_record + added_records})

    def _room_for(self, changed: int, key: str, table: str) -> int:
        """Return the number of the last document, if so many more may follow.

        Raises:
            NeedsRebuildError: documents without a record still count in how rare a word is, so only
                few may be.
        """
        (last,) = self.connection.execute(
            "SELECT value FROM text.meta WHERE key = ?", (key,)
        ).fetchone()
        (count,) = self.connection.execute(f"SELECT count(*) FROM text.{table}").fetchone()
        if last + changed > MAX_DOCUMENTS_RATIO * count + FREE_DOCUMENTS:
            raise NeedsRebuildError
        return int(last)

    def build(self, path: Path | None) -> None:
        """Build the index in a new file, or in memory."""
        started = time.time()
        self.connection.execute("ATTACH ? AS text", (str(path or ":memory:"),))
        if path is not None:
            self.connection.executescript(_FOR_A_NEW_FILE)
        self.connection.executescript(CREATE_TEXT_TABLES)
        for table in ("fts", "record_fts"):
            self.connection.execute(
                f"INSERT INTO text.{table} ({table}, rank) VALUES ('hashsize', ?)", (HASH_SIZE,)
            )
        self.connection.execute("BEGIN")
        (total,) = self.connection.execute(
            "SELECT value FROM main.meta WHERE key = 'proposals'"
        ).fetchone()
        self._add(self._reported(self._shortest_first(), total), 1)
        self._finish(
            {
                "version": self._wanted.version,
                "documents": total,
                "built_fts": total,
                "record_documents": (records := record_text.build(self.connection)),
                "built_record_fts": records,
                "built_at": started,
                "build_seconds": time.time() - started,
            }
        )
        self.connection.executescript(CREATE_TEXT_INDEX)

    def close(self) -> None:
        """Detach the file, if one is attached, and roll back what was begun."""
        detach(self.connection)

    def _add(self, rows: Iterator[Any], docid: int) -> int:
        """Index proposals under numbers from ``docid`` on and return how many there were."""
        names: dict[tuple[str, str], tuple[str, ...]] = {}
        for facet, value, text in self.connection.execute(_NAMES):
            by_language, others = map(msgspec.json.decode, text.split("\n"))
            key = ("theme" if facet == "theme" else AGENT, value)
            names[key] = (*by_language.values(), *others)
        names_of = lambda what, id_: names.get((what, id_), ())  # noqa: E731
        documents = (
            (passages_of(msgspec.json.decode(raw), names_of), tuple(row)) for *row, raw in rows
        )
        return write_documents(self.connection, ("fts", "doc"), documents, docid)

    def _shortest_first(self) -> Iterator[Any]:
        """Yield the proposals so that a limited search reads the shortest, which rank best."""
        # only numbers are sorted: sorted records would need as much memory again
        order = array("q")
        for (seq,) in self.connection.execute(
            "SELECT seq FROM main.document ORDER BY length(raw), seq"
        ):
            order.append(seq)
        for seq in order:
            yield from self.connection.execute(f"{_TEXTS} WHERE p.seq = ?", (seq,))

    def _reported(self, rows: Iterator[Any], total: int) -> Iterator[Any]:
        for count, row in enumerate(rows):
            if count % BATCH == 0:
                self._progress("Building the full-text index", count, total)
            yield row
        self._progress("Building the full-text index", total, total)

    def _finish(self, values: dict[str, object]) -> None:
        """Note the names and the state that were indexed, and commit."""
        self.connection.execute(f"INSERT INTO text.named {_NAMES}")
        state = {
            "digest": self._wanted.digest,
            "rows_built_at": rows_built_at(self.connection),
        }
        write_meta(self.connection, state | values, "text")
        self.connection.execute("COMMIT")
