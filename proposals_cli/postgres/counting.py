"""Counts on a server: stored ones of all proposals, and those of a query."""

from collections.abc import Sequence
from typing import Any

from proposals_cli.domain.ports import CrossTotals, Totals
from proposals_cli.domain.query.facets import CALLED_FACETS, EXTRA
from proposals_cli.domain.query.query import And, Query, Ranges
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.query_sql import Condition, condition, vague
from proposals_cli.postgres.schema import MEASURES, PROPOSALS
from proposals_cli.postgres.values import CALLED, Values

Row = tuple[Any, ...]

_MOST_FIELDS = 3
_SUM = "(SELECT coalesce(sum(n), 0) FROM counted WHERE tid = {})::bigint"
_OF_FACET = "(SELECT count(*) FROM term WHERE facet = '{}' AND tid IN (SELECT tid FROM {}))"
_USED = "counted GROUP BY tid HAVING sum(n) > 0"


class Counting(Values):
    """Those questions of ``ProposalIndex`` that are answered with numbers."""

    connection: Connection

    def totals(self, query: Query) -> Totals:
        """Return the totals of a query's proposals; sources and people are counted once."""
        with_hits, parameters = "", list[Any]()
        ours, linked = [_SUM.format(PROPOSALS), _SUM.format(MEASURES)], _USED
        if query.where != And():
            with_hits, parameters = _hits(query)
            ours = ["(SELECT count(*) FROM hit)", "(SELECT coalesce(sum(measures), 0) FROM hit)"]
            linked = "hit, unnest(facets) tid"
        columns = (*ours, *(_OF_FACET.format(facet, linked) for facet in ("source", "person")))
        ((proposals, measures, sources, people),) = self.connection.rows(
            f"{with_hits} SELECT {', '.join(columns)}", parameters
        )
        return Totals(proposals, int(measures), sources, people)

    def tally(self, query: Query, fields: Sequence[str]) -> list[tuple[str | int, ...]]:
        """Count a query's proposals by up to three facets or ``year``, by value."""
        return self.tallies(query, (fields,))[0]

    def tallies(
        self, query: Query, groups: Sequence[Sequence[str]]
    ) -> list[list[tuple[str | int, ...]]]:
        """Return what ``tally`` returns for each group of fields, in one round trip."""
        stored = [_stored(fields) if query.where == And() else None for fields in groups]
        fresh = [fields for fields, one in zip(groups, stored, strict=True) if one is None]
        with_hits, parameters = _hits(query) if fresh else ("", [])
        counts = [one or _counts(fields) for fields, one in zip(groups, stored, strict=True)]
        found = self._grouped(with_hits, parameters, counts)
        return [
            sorted((*_typed(fields, key), n) for *key, n in rows)
            for fields, rows in zip(groups, found, strict=True)
        ]

    def cross_totals(self, query: Query, fields: Sequence[str]) -> CrossTotals:
        """Count each proposal that has a value of every field once per row, per column and in all.

        A row is one value of each field but the last, a column is a value of the last.
        """
        slices = (slice(-1), slice(-1, None), slice(0))
        counts = [_counts(fields, once) for once in slices]
        rows, columns, every = self._grouped(*_hits(query), counts)
        return CrossTotals(
            {_typed(fields[:-1], key): n for *key, n in rows},
            {_typed(fields[-1:], key)[0]: n for *key, n in columns},
            every[0][-1] if every else 0,
        )

    def values_of(self, query: Query, field: str) -> list[tuple[str, str | int]]:
        """Return (id, value) for each value that a query's proposals have of a field."""
        with_hits, parameters = _hits(query)
        values, given = _values(field)
        return self.connection.rows(
            f"{with_hits} SELECT id, f.value FROM hit JOIN ({values}) f USING (seq) ORDER BY 1, 2",
            (*parameters, *given),
        )

    def count_vague(self, ranges: Sequence[Ranges]) -> int:
        """Count the proposals whose dates may be in a range of each list, but need not be."""
        if not ranges:
            return 0
        where, parameters = vague(ranges)
        ((count,),) = self.connection.rows(
            f"SELECT count(*) FROM proposal p WHERE {where}", parameters
        )
        return int(count)

    def _grouped(
        self, with_hits: str, parameters: Sequence[Any], counts: Sequence[Condition]
    ) -> list[list[Row]]:
        """Return the rows of several counts, each of values as text and a number."""
        parts = [f"SELECT {place}, c.* FROM ({sql}) c" for place, (sql, _) in enumerate(counts)]
        given = [value for _, values in counts for value in values]
        rows = self.connection.rows(
            f"{with_hits} {' UNION ALL '.join(parts)}", (*parameters, *given)
        )
        found: list[list[Row]] = [[] for _ in counts]
        for place, *key, n in rows:
            found[place].append((*key, n))
        return found


def _hits(query: Query) -> Condition:
    """Return what defines ``hit``: the proposals of a query."""
    where, parameters = condition(query.where)
    columns = "p.seq, p.id, p.year, p.measures, p.facets"
    return f"WITH hit AS (SELECT {columns} FROM proposal p WHERE {where})", parameters


def _stored(fields: Sequence[str]) -> Condition | None:
    """Return the statement that reads the stored counts of all proposals; None if there are none.

    Proposals of no known year have no count by year.
    """
    match tuple(fields):
        case ("year",):
            where = f"FROM counted WHERE tid = {PROPOSALS} AND year <> 0"
            return _selected(["year"], "sum(n)", f"{where} GROUP BY year HAVING sum(n) > 0"), []
        case (facet,) if not facet.startswith(EXTRA) and facet not in CALLED_FACETS:
            having = "GROUP BY tid, value HAVING sum(n) > 0"
            source = f"FROM counted JOIN term USING (tid) WHERE facet = %s {having}"
            return _selected(["value"], "sum(n)", source), [facet]
        case ("theme", "year") | ("year", "theme"):
            columns = ["value" if field == "theme" else "year" for field in fields]
            having = "GROUP BY tid, value, year HAVING sum(n) > 0"
            source = "FROM counted JOIN term USING (tid) WHERE facet = 'theme' AND year <> 0"
            return _selected(columns, "sum(n)", f"{source} {having}"), []
    return None


def _counts(fields: Sequence[str], once: slice | None = None) -> Condition:
    """Return the statement that counts the proposals of ``hit`` by fields.

    ``once``: by these of the fields only, each proposal that has a value of the others once.
    """
    sources, parameters = ["hit"], list[Any]()
    for number, field in enumerate(fields):
        values, given = _values(field)
        sources.append(f"({values}) f{number} USING (seq)")
        parameters += given
    columns = [f"f{number}.value" for number in range(len(fields))]
    listed = columns if once is None else columns[once]
    counted = "count(*)" if once is None else "count(DISTINCT hit.seq)"
    by = f"GROUP BY {', '.join(listed)}" if listed else ""
    return _selected(listed, counted, f"FROM {' JOIN '.join(sources)} {by}"), parameters


def _selected(columns: Sequence[str], counted: str, source: str) -> str:
    """Return a statement with as many columns as any other, so that they can be put together."""
    texts = [f"{column}::text" for column in columns]
    texts += ["NULL::text"] * (_MOST_FIELDS - len(columns))
    return f"SELECT {', '.join(texts)}, {counted}::bigint {source}"


def _typed(fields: Sequence[str], key: Sequence[str]) -> tuple[str | int, ...]:
    pairs = zip(fields, key, strict=False)
    return tuple(int(value) if field == "year" else value for field, value in pairs)


def _values(field: str) -> Condition:
    """Return the statement that reads (seq, value) of the proposals of ``hit``, each pair once."""
    if field == "year":
        return "SELECT seq, year AS value FROM hit WHERE year <> 0", []
    if field.startswith(EXTRA):
        start = fold_key(field.removeprefix(EXTRA)) + "\x1f"
        return (
            "SELECT DISTINCT seq, substr(v, %s) AS value"
            " FROM hit JOIN document USING (seq), unnest(extra_values) v WHERE starts_with(v, %s)"
        ), [len(start) + 1, start]
    linked = "FROM (SELECT seq, unnest(facets) AS tid FROM hit) l JOIN term USING (tid)"
    if field not in CALLED_FACETS:
        return f"SELECT seq, value {linked} WHERE facet = %s", [field]
    return (
        f"SELECT DISTINCT seq, coalesce(called.id, value) AS value {linked}"
        f" LEFT JOIN ({CALLED}) called USING (tid) WHERE facet = %s"
    ), [field, field]
