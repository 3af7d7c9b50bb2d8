"""What the server keeps of a base, and how it is made anew from the records."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.postgres.loading import LOADING_ORDER, Loader
from proposals_cli.postgres.rows import COLUMNS
from proposals_cli.postgres.schema import NAME

if TYPE_CHECKING:
    from proposals_cli.domain.model.records import Record
    from proposals_cli.postgres.connection import Connection

_STATUS = """
SELECT current_setting('server_version'), current_user,
  has_table_privilege('change', 'INSERT'), (SELECT coalesce(sum(n), 0) FROM counted WHERE tid = 0),
  (SELECT count(*) FROM record), (SELECT count(*) FROM change), (SELECT max("when") FROM change),
  (SELECT sum(pg_total_relation_size(c.oid)) FROM pg_catalog.pg_class c
   JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = %s AND c.relkind = 'r')
"""


def status(connection: "Connection") -> dict[str, Any]:
    """Return what there is to know of a base, by what it is called in JSON."""
    (row,) = connection.rows(_STATUS, (NAME,))
    names = (
        *("server_version", "user", "may_change", "proposals", "other_records"),
        *("changes", "last_change", "bytes"),
    )
    found = dict(zip(names, row, strict=True))
    return found | {name: int(found[name]) for name in ("proposals", "bytes")}


def rebuild(connection: "Connection", file: IO[bytes]) -> None:
    """Make everything but the records and the journal anew: words, values, counts.

    Changes wait meanwhile. The records are kept in an empty file until they are back.

    Raises:
        StoreError: this user does not own the base.
    """
    with connection.transaction():
        connection.rows("SET LOCAL statement_timeout = 0; LOCK TABLE proposal, record")
        for table in LOADING_ORDER:
            for raw in _raws(connection, table):
                # JSON has no line breaks of its own
                file.write(f"{table}\t{raw}\n".encode())
        connection.rows(f"TRUNCATE {', '.join(COLUMNS)}")
        file.seek(0)
        Loader(connection).add_all(_records(file))
    connection.rows("ANALYZE")


def _raws(connection: "Connection", table: str) -> Iterator[str]:
    if table == "proposals":
        sql = "SELECT o.raw FROM proposal p JOIN document o USING (seq) ORDER BY p.id"
        rows = connection.stream(sql)
    else:
        rows = connection.stream('SELECT raw FROM record WHERE "table" = %s ORDER BY id', (table,))
    return (raw for (raw,) in rows)


def _records(file: IO[bytes]) -> "Iterator[Record]":
    for line in file:
        table, _, raw = line.rstrip(b"\n").partition(b"\t")
        yield decode_record(table.decode(), raw)
