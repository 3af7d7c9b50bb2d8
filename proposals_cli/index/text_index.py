"""The full-text index: an FTS5 table in a file of its own, made when somebody first searches.

It is attached to the connection of the rows as ``words`` and answers only in the state that matches
them.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from weakref import finalize

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.highlights import CLOSING, OPENING
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.searchable import TOKENIZER, WEIGHTS, index_form
from proposals_cli.index.fts_query import fts_query

RANK = f"bm25({', '.join(map(str, WEIGHTS))})"

NEAR_TERMS = 20_000
"""So many words of the index, at most, are compared with one that is not in it."""


class State(NamedTuple):
    """What a full-text index was made of: the program's version and the hash of the store.

    The hash is empty where the rows have been written since: their numbers may be others, even
    if the store is the same again.
    """

    version: str
    digest: bytes


def attach(connection: sqlite3.Connection, path: Path) -> State | None:
    """Attach the index file and return its state; None, and nothing attached, if it is no index."""
    detach(connection)
    if not path.exists():
        return None
    try:
        connection.execute("ATTACH ? AS words", (str(path),))
        meta = dict(connection.execute("SELECT key, value FROM words.meta"))
        (page_size,) = connection.execute("PRAGMA words.page_size").fetchone()
        # SQLite takes what is missing of a last page for zeros, that is for rows that are not there
        if path.stat().st_size % page_size:
            detach(connection)
            return None
        same_rows = meta["rows_built_at"] == rows_built_at(connection)
        return State(meta["version"], meta["digest"] if same_rows else b"")
    except (sqlite3.DatabaseError, OSError, KeyError):
        detach(connection)
        return None


def detach(connection: sqlite3.Connection) -> None:
    """Detach the index, giving up what it was in the middle of."""
    attached = {name for _, name, _ in connection.execute("PRAGMA database_list")}
    if "words" in attached:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("DETACH words")


def rows_built_at(connection: sqlite3.Connection) -> float:
    """Return when the rows were last written, which tells one state of them from another."""
    (built_at,) = connection.execute(
        "SELECT value FROM main.meta WHERE key = 'built_at'"
    ).fetchone()
    return float(built_at)


class Highlighter:
    """Mark what a query's words match in single passages, as the index itself would match it."""

    def __init__(self, words: Iterable[ContainsText]) -> None:
        self._match = " OR ".join(str(fts_query(word)) for word in words)
        self._table = _scratch()
        finalize(self, self._table.close)

    def marked(self, texts: Sequence[str]) -> dict[int, str]:
        """Return place in ``texts`` → its indexed form with marks, for those that match."""
        self._table.execute("DELETE FROM passage")
        self._table.executemany(
            "INSERT INTO passage (rowid, text) VALUES (?, ?)",
            [(place, index_form(text)) for place, text in enumerate(texts)],
        )
        return dict(
            self._table.execute(
                "SELECT rowid, highlight(passage, 0, ?, ?) FROM passage WHERE passage MATCH ?",
                (OPENING, CLOSING, self._match),
            )
        )


class Words:
    """The words of a few texts, to be asked for one after the other."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._table = _scratch()
        finalize(self, self._table.close)
        self._table.executemany(
            "INSERT INTO passage (text) VALUES (?)", [(index_form(text),) for text in texts]
        )

    def hold(self, words: ContainsText) -> bool:
        """Tell whether one of the texts holds the words."""
        found = self._table.execute(
            "SELECT 1 FROM passage WHERE passage MATCH ? LIMIT 1", (fts_query(words),)
        )
        return found.fetchone() is not None


def occurs(connection: sqlite3.Connection, words: ContainsText) -> bool:
    """Tell whether any proposal holds the words."""
    found = connection.execute(
        "SELECT 1 FROM words.fts JOIN words.doc ON docid = fts.rowid WHERE fts MATCH ? LIMIT 1",
        (fts_query(words),),
    ).fetchone()
    return found is not None


def near_stems(connection: sqlite3.Connection, word: str, most: int) -> list[str]:
    """Return the indexed words most like one that is not indexed, best first."""
    from difflib import get_close_matches  # only a failed search needs it

    stem = fold_key(word)
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab ('words', 'fts', 'row')"
    )
    terms = [
        term
        for (term,) in connection.execute(
            "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? LIMIT ?",
            (stem[:1], stem[:1] + "\U0010ffff", NEAR_TERMS),
        )
    ]
    return get_close_matches(stem, terms, n=most, cutoff=0.7)


def seq_with(connection: sqlite3.Connection, stem: str) -> int | None:
    """Return a proposal whose text holds an indexed word, or None if none does any more."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.instance"
        " USING fts5vocab ('words', 'fts', 'instance')"
    )
    found = connection.execute(
        "SELECT seq FROM temp.instance JOIN words.doc ON docid = doc WHERE term = ? LIMIT 1",
        (stem,),
    ).fetchone()
    return int(found[0]) if found else None


def words_by_stem(words: Iterable[str]) -> dict[str, list[str]]:
    """Return the form under which words are indexed → the words, repeats included.

    A word of several tokens, as one in Chinese, stands under itself.
    """
    words = list(words)
    tokens: dict[int, list[str]] = {}
    with closing(_scratch()) as table:
        table.executemany(
            "INSERT INTO passage (rowid, text) VALUES (?, ?)",
            [(place, index_form(word)) for place, word in enumerate(words)],
        )
        table.execute("CREATE VIRTUAL TABLE instance USING fts5vocab ('passage', 'instance')")
        for place, term in table.execute("SELECT doc, term FROM instance ORDER BY doc, offset"):
            tokens.setdefault(place, []).append(term)
    stems: dict[str, list[str]] = {}
    for place, terms in tokens.items():
        stems.setdefault(terms[0] if len(terms) == 1 else words[place], []).append(words[place])
    return stems


def _scratch() -> sqlite3.Connection:
    """Return a database in memory with a table ``passage`` that reads text as the index does."""
    table = sqlite3.connect(":memory:", isolation_level=None)
    table.execute(f'CREATE VIRTUAL TABLE passage USING fts5 (text, tokenize = "{TOKENIZER}")')
    return table
