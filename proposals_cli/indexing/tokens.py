"""The tokens of texts, made by SQLite's tokenizer, so that every index has the same words."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from proposals_cli.domain.text.normalise import BREAK
from proposals_cli.domain.text.searchable import TEXT_COLUMNS, TOKENIZER


class Token(NamedTuple):
    """A word as it is compared: its column (0 for the first), its place in it, and its stem."""

    column: int
    place: int
    word: str


class Tokens:
    """Reads the tokens of documents, in a database in memory."""

    def __init__(self) -> None:
        columns = ", ".join(TEXT_COLUMNS)
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.executescript(
            f"CREATE VIRTUAL TABLE text USING fts5({columns}, content = '',"
            f' tokenize = "{TOKENIZER}");'
            " CREATE VIRTUAL TABLE token USING fts5vocab(text, instance);"
        )
        places = ", ".join("?" * (len(TEXT_COLUMNS) + 1))
        self._insert = f"INSERT INTO text (rowid, {columns}) VALUES ({places})"

    def of(self, documents: Sequence[tuple[str, ...]]) -> Iterator[list[Token]]:
        """Yield the tokens of each document in their order; breaks between passages are none.

        Args:
            documents: the text of each of ``TEXT_COLUMNS``, as ``column_texts`` returns them.
        """
        self._connection.execute("INSERT INTO text (text) VALUES ('delete-all')")
        self._connection.execute("BEGIN")
        self._connection.executemany(
            self._insert, [(number, *texts) for number, texts in enumerate(documents)]
        )
        self._connection.execute("COMMIT")
        numbers = {name: number for number, name in enumerate(TEXT_COLUMNS)}
        rows = sorted(
            (doc, numbers[column], place, word)
            for doc, column, place, word in self._connection.execute(
                "SELECT doc, col, offset, term FROM token"
            )
            if word != BREAK
        )
        found = {doc: list(group) for doc, group in groupby(rows, key=lambda row: row[0])}
        for number in range(len(documents)):
            yield [Token(*token) for _, *token in found.get(number, ())]
