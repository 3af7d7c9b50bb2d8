"""The histories of all records as one list, newest first, in little memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

import msgspec

from proposals_cli.domain.model.parts import Change


class _WithHistory(msgspec.Struct):
    """What is read of a record."""

    id: str
    history: tuple[Change, ...] = ()


def newest_first(records: Iterable[bytes]) -> Iterator[tuple[str, Change]]:
    """Yield (id, change) for every entry in the histories of records, given as JSON.

    Changes of the same time follow each other by their reason.
    """
    decoder = msgspec.json.Decoder(_WithHistory)
    # A database without a name is sorted on the disk where it is larger than the cache.
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute('CREATE TABLE change ("when" TEXT, why TEXT, what TEXT, id TEXT)')
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?)",
            (
                (change.when, change.why, change.what, record.id)
                for record in map(decoder.decode, records)
                for change in record.history
            ),
        )
        for when, why, what, id_ in connection.execute(
            'SELECT * FROM change ORDER BY "when" DESC, why, rowid'
        ):
            yield id_, Change(when=when, what=what, why=why)
