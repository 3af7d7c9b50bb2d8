"""Counts by one or two fields: stored ones of all proposals, and those of a query."""

import sqlite3
from collections.abc import Sequence

from proposals_cli.domain.query.facets import CALLED_FACETS, EXTRA
from proposals_cli.index.called import CALLED
from proposals_cli.index.extra_sql import EACH_VALUE
from proposals_cli.index.query_sql import Sql

_THEME_YEARS = "FROM theme_year y JOIN term USING (tid) ORDER BY"


def stored_counts(fields: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """Return the statement that reads the stored counts of all proposals; None if there are none.

    Proposals of no known year have no count by year.
    """
    if any(field.startswith(EXTRA) for field in fields):
        return None
    match fields:
        case ("year",):
            return "SELECT year, n FROM theme_year WHERE tid = 0 ORDER BY year", ()
        case (_,):
            by_value = "SELECT value, n FROM term WHERE facet = ? AND n > 0 ORDER BY value"
            return by_value, fields
        case ("theme", "year"):
            return f"SELECT value, year, y.n {_THEME_YEARS} value, year", ()
        case ("year", "theme"):
            return f"SELECT year, value, y.n {_THEME_YEARS} year, value", ()
    return None


def counts_of(hit: str, fields: Sequence[str], once: slice | None = None) -> tuple[str, list[str]]:
    """Return the statement that counts the proposals of a table of ``Hits`` by fields.

    ``once``: by these of the fields only, each proposal that has a value of the others once.
    """
    sources = [hit]
    columns = []
    parameters = []
    for number, field in enumerate(fields):
        if field == "year":
            columns.append("hit.year")
            sources[0] = f"(SELECT seq, year FROM {hit} WHERE year) hit"
            continue
        columns.append(f"f{number}.value")
        if field.startswith(EXTRA):
            sources.append(f"{EACH_VALUE} f{number} USING (seq)")
            parameters.append(field.removeprefix(EXTRA))
        else:
            values, given = _values(field)
            # the limit keeps SQLite from comparing every link of one field with all of the other
            apart = " LIMIT -1" if len(fields) > 1 else ""
            sources.append(f"({values}{apart}) f{number} USING (seq)")
            parameters += given
    listed = ", ".join(columns if once is None else columns[once])
    counted = "count(*)" if once is None else "count(DISTINCT seq)"
    by = f"GROUP BY {listed} ORDER BY {listed}" if listed else ""
    selected = ", ".join(filter(None, (listed, counted)))
    return f"SELECT {selected} FROM {' JOIN '.join(sources)} {by}", parameters


def _values(facet: str) -> tuple[str, list[str]]:
    """Return the statement that reads (value, seq) of a facet, each pair once."""
    linked = "FROM term JOIN link USING (tid)"
    if facet not in CALLED_FACETS:
        return f"SELECT value, seq {linked} WHERE facet = ?", [facet]
    return (
        f"SELECT DISTINCT coalesce(called.id, value) AS value, seq {linked}"
        f" LEFT JOIN ({CALLED}) called USING (tid) WHERE facet = ?"
    ), [facet, facet]


def values_of(hit: str, field: str) -> tuple[str, list[str]]:
    """Return the statement that reads (id, value) of the proposals of ``Hits`` for one field."""
    if field == "year":
        return f"SELECT id, h.year FROM {hit} h JOIN proposal USING (seq) WHERE h.year", []
    if field.startswith(EXTRA):
        values = f"{EACH_VALUE} f USING (seq)"
        given = [field.removeprefix(EXTRA)]
    else:
        statement, given = _values(field)
        values = f"({statement}) f USING (seq)"
    return f"SELECT id, f.value FROM {hit} JOIN proposal USING (seq) JOIN {values}", given


class Hits:
    """A temporary table ``hit`` (seq, year) with the result of a query, within the context."""

    def __init__(self, connection: sqlite3.Connection, sql: Sql) -> None:
        """Take the connection and the query; nothing is read yet."""
        self.connection = connection
        self.sql = sql

    def __enter__(self) -> str:
        # Emptied, not dropped: SQLite drops no table while another answer is being read.
        self.connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS hit (seq INTEGER PRIMARY KEY, year INTEGER)"
        )
        self.connection.execute("DELETE FROM hit")
        self.connection.execute(
            f"INSERT INTO hit SELECT p.seq, p.year FROM {self.sql.source} WHERE {self.sql.where}",
            self.sql.parameters,
        )
        return "hit"

    def __exit__(self, *_: object) -> None:
        self.connection.execute("DELETE FROM hit")
