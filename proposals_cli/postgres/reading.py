"""Read proposals and records from a server."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from proposals_cli.domain.ports import Summary
from proposals_cli.domain.query.query import Query
from proposals_cli.indexing.summaries import SUMMARY, reply_times_of, summary_of
from proposals_cli.postgres.connection import FETCHED, Connection
from proposals_cli.postgres.nearby import Nearby
from proposals_cli.postgres.query_sql import condition, is_sorted_by_title, order_by

if TYPE_CHECKING:
    from proposals_cli.domain.model.records import BaseInfo
    from proposals_cli.domain.model.reply_times import ReplyTimes

_WITH_RAW = " JOIN document o USING (seq)"
_WITH_REPLY = " JOIN reply r USING (seq)"
_SUMMARY_FIELDS = len(Summary._fields) - 4
"""Columns of ``SUMMARY``, of which ``lists`` has five fields."""


class Reading:
    """Those questions of ``ProposalIndex`` that are answered with records."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._nearby = Nearby(connection)

    def close(self) -> None:
        """Close the connection; the next question opens it again."""
        self.connection.close()

    def find(self, query: Query) -> Iterator[Summary]:
        """Yield the proposals of a query, in its order."""
        for row in self._select(SUMMARY, query):
            yield summary_of(row)

    def find_records(self, query: Query) -> Iterator[tuple[Summary, bytes]]:
        """Yield the same, each with its complete record as JSON."""
        for *row, raw in self._select(f"{SUMMARY}, o.raw", query, _WITH_RAW):
            yield summary_of(row), raw.encode()

    def reply_times(self, query: Query) -> "Iterator[tuple[Summary, ReplyTimes]]":
        """Yield those of a query's proposals that were answered or should be, with their dates."""
        for *row, times in self._select(f"{SUMMARY}, r.times", query, _WITH_REPLY):
            yield summary_of(row), reply_times_of(times)

    def count(self, query: Query) -> int:
        """Return how many proposals ``find`` would yield."""
        where, parameters = condition(query.where)
        found = f"SELECT 1 FROM proposal p WHERE {where} LIMIT %s"
        sql = f"SELECT count(*) FROM ({found}) found"
        ((count,),) = self.connection.rows(sql, (*parameters, query.limit))
        return int(count)

    def find_ids(self, ids: Iterable[str]) -> Iterator[Summary]:
        """Yield the existing proposals of these ids, in the order given."""
        wanted = list(ids)
        sql = f"SELECT {SUMMARY} FROM proposal p WHERE id = ANY (%s)"
        found = {row[0]: row for row in self.connection.rows(sql, (wanted,))} if wanted else {}
        return (summary_of(found[id_]) for id_ in wanted if id_ in found)

    def base(self) -> "BaseInfo":
        """Return what the base says of itself."""
        from proposals_cli.domain.model.decoding import decode_base

        ((said,),) = self.connection.rows("SELECT value FROM meta WHERE key = 'base'")
        return decode_base(said.encode())

    def record(self, table: str, id_: str) -> bytes | None:
        """Return one record as JSON."""
        if self._nearby.has(id_):
            return self._nearby.record(table, id_)
        if table == "proposals":
            sql = f"SELECT o.raw FROM proposal p{_WITH_RAW} WHERE p.id = %s"
            rows = self.connection.rows(sql, (id_,))
        else:
            sql = 'SELECT raw FROM record WHERE "table" = %s AND id = %s'
            rows = self.connection.rows(sql, (table, id_))
        if not rows:
            return None
        raw: bytes = rows[0][0].encode()
        if not self.connection.writing:
            self._nearby.read(raw)
        return raw

    def ids(self, table: str) -> Iterator[str]:
        """Yield the ids of a table."""
        return self._column("id", "proposal p", table)

    def records(self, table: str) -> Iterator[bytes]:
        """Yield a table's records as JSON, by id."""
        return (raw.encode() for raw in self._column("raw", f"proposal p{_WITH_RAW}", table))

    def referring_to(self, table: str, field: str, *targets: str) -> list[bytes]:
        """Return the records of a small table with one of the targets in ``field``, by id."""
        if len(targets) == 1 and self._nearby.has(targets[0]) and field != "kind":
            return self._nearby.pointing(table, field, targets[0])
        rows = self.connection.rows(
            'SELECT raw FROM record WHERE "table" = %s AND id = ANY (ARRAY('
            " SELECT id FROM unnest(%s::text[]) t JOIN pointer ON md5(target) = md5(t)"
            '  AND target = t AND "table" = %s AND field = %s)) ORDER BY id',
            (table, list(targets), table, field),
        )
        return [raw.encode() for (raw,) in rows]

    def several(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        """Return those of the records (table, id) that exist, as JSON."""
        wanted = list(keys)
        if all(self._nearby.has(id_) for _, id_ in wanted):
            near = {key: self._nearby.record(*key) for key in wanted}
            return {key: raw for key, raw in near.items() if raw is not None}
        tables, ids = [table for table, _ in wanted], [id_ for _, id_ in wanted]
        rows = self.connection.rows(
            'WITH wanted AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS w ("table", id))'
            ' SELECT "table", id, r.raw FROM wanted JOIN record r USING ("table", id)'
            ' UNION ALL SELECT "table", id, o.raw FROM wanted JOIN proposal p USING (id)'
            f" {_WITH_RAW} WHERE \"table\" = 'proposals'",
            (tables, ids),
        )
        found = {(table, id_): raw.encode() for table, id_, raw in rows}
        return {key: found[key] for key in wanted if key in found}

    def _column(self, column: str, proposals: str, table: str) -> Iterator[Any]:
        sql, parameters = f"SELECT {column} FROM {proposals} ORDER BY id", list[str]()
        if table != "proposals":
            sql = f'SELECT {column} FROM record WHERE "table" = %s ORDER BY id'
            parameters = [table]
        return (value for (value,) in self.connection.stream(sql, parameters))

    def _select(self, columns: str, query: Query, joined: str = "") -> Iterator[Sequence[Any]]:
        """Yield rows of a query's proposals; few come in one round trip, more as a stream."""
        where, parameters = condition(query.where)
        sql = f"SELECT {columns} FROM proposal p{joined} WHERE {where}"
        if is_sorted_by_title(query):
            yield from self._by_title(f"{sql} ORDER BY {order_by(Query())}", parameters, query)
            return
        sql += f" ORDER BY {order_by(query)}"
        if query.limit is not None and query.limit <= FETCHED:
            yield from self.connection.rows(f"{sql} LIMIT %s", (*parameters, query.limit))
        else:
            yield from self.connection.stream(f"{sql} LIMIT %s", (*parameters, query.limit))

    def _by_title(self, sql: str, parameters: Sequence[Any], query: Query) -> list[tuple[Any, ...]]:
        """Return rows in an order that only the program can make: see ``collation.py``."""
        from proposals_cli.postgres.title_order import sorted_rows

        rows = self.connection.rows(sql, parameters)
        return sorted_rows(rows, _SUMMARY_FIELDS, query)[: query.limit]
