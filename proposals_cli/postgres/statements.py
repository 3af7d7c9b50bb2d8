"""Several statements that are sent together, in one round trip if they are short."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from proposals_cli.postgres.copying import copy_rows

if TYPE_CHECKING:
    from proposals_cli.postgres.connection import Connection

MANY = 300
"""Rows of one table from which on COPY is faster than an INSERT in the same round trip."""


class Statements:
    """Statements in their order; ``run`` runs them."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, tuple[Any, ...]] | tuple[str, tuple[str, ...], list[Any]]] = []

    def add(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Add a statement, or several without a semicolon at the end."""
        self._steps.append((sql, tuple(parameters)))

    def values(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add a statement with rows in the place of its braces; nothing without any rows."""
        if rows:
            row = f"({', '.join(['%s'] * len(rows[0]))})"
            given = tuple(value for one in rows for value in one)
            self.add(sql.format(", ".join([row] * len(rows))), given)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to a table."""
        if len(rows) >= MANY:
            self._steps.append((table, tuple(columns), list(rows)))
            return
        names = ", ".join(f'"{column}"' for column in columns)
        self.values(f"INSERT INTO {table} ({names}) VALUES {{}}", rows)

    def run(self, connection: "Connection") -> None:
        """Run all of them, in as few round trips as there are tables with many new rows."""
        sql: list[str] = []
        parameters: list[Any] = []
        for step in self._steps:
            if len(step) == 2:
                sql.append(step[0])
                parameters += step[1]
                continue
            if sql:
                connection.rows("; ".join(sql), parameters)
                sql, parameters = [], []
            copy_rows(connection, *step)
        if sql:
            connection.rows("; ".join(sql), parameters)
        self._steps.clear()
