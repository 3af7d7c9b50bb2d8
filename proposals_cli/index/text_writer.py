"""Write documents of the full-text index in batches."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from proposals_cli.domain.text.searchable import TEXT_COLUMNS, Passage, column_texts

BATCH, CHARACTERS = 2_000, 4_000_000
"""Documents, and characters of their texts, that are written at once: whichever comes first."""


def write_documents(
    connection: sqlite3.Connection,
    tables: tuple[str, str],
    documents: Iterable[tuple[list[Passage], tuple[Any, ...]]],
    docid: int,
) -> int:
    """Write documents and return how many there were.

    Args:
        connection: with the full-text index attached.
        tables: of texts, and of what each document is.
        documents: passages, and the row of the second table without its number.
        docid: the number of the first; the others follow.
    """
    fts, doc = tables
    columns = ("rowid", *TEXT_COLUMNS)
    insert_text = f"INSERT INTO text.{fts} ({', '.join(columns)}) VALUES (?, ?, ?, ?, ?)"
    texts: list[tuple[Any, ...]] = []
    rows: list[tuple[Any, ...]] = []
    count = size = 0

    def flush() -> None:
        connection.executemany(insert_text, texts)
        if rows:
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO text.{doc} VALUES ({places})", rows)
        texts.clear()
        rows.clear()

    for passages, row in documents:
        found = column_texts(passages)
        texts.append((docid + count, *found))
        rows.append((docid + count, *row))
        count += 1
        size += sum(map(len, found))
        if len(rows) >= BATCH or size >= CHARACTERS:
            flush()
            size = 0
    flush()
    return count
