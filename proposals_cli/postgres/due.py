"""Proposals whose status has changed by itself since they were written: a date has come.

A reader may have no right to write, so it reads the tables as they should be: for as long as there
are such proposals, queries that hide the tables precede each statement.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from proposals_cli.postgres.schema import NAME

Rows = Callable[[str], list[tuple[Any, ...]]]

_FACETS = ("status", "missing")
"""The facets whose values depend on the day."""

_COLUMNS = {
    "counted": "tid, year, n",
    "term": "tid, facet, value, names, others",
    "name": "facet, key, tid",
}
"""The tables that counts and values are read from, with their columns."""

_FREE = -10
"""From here down are numbers of terms that the base does not have."""

_STATEMENT = re.compile(r"(\s*(?:DECLARE \w+ NO SCROLL CURSOR FOR\s+)?)(WITH|SELECT)\b")


def today() -> str:
    """Return the day, as statuses depend on it."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def check() -> str:
    """Return a statement that fails if there are such proposals, as ``CHECK`` of the schema."""
    due = f"SELECT 1 FROM proposal WHERE soon <= '{today()}'"
    return f"SELECT 1 / (NOT EXISTS ({due}))::int;"


def over(statement: str, queries: str) -> str:
    """Return a statement that reads what ``queries`` define.

    >>> over("SELECT 1", "a AS (SELECT 2)")
    'WITH a AS (SELECT 2) SELECT 1'
    """
    found = _STATEMENT.match(statement)
    if not found:
        return statement  # it reads no table
    rest = statement[found.end() :]
    return f"{found[1]}WITH {queries}{',' if found[2] == 'WITH' else ' SELECT'}{rest}"


def queries_of(rows: Rows, quote: Callable[[Any], str]) -> str:
    """Return the queries that hide tables, without ``WITH``.

    Args:
        rows: runs a statement.
        quote: returns a value as the server reads it.
    """
    from proposals_cli.domain.model.decoding import decode_proposal
    from proposals_cli.indexing.proposal_row import values_of

    day = today()
    due = f"p.soon <= '{day}'"
    tids = {(facet, value): tid for facet, value, tid in rows(
        f"SELECT facet, value, tid FROM term WHERE facet IN {_FACETS}"
    )}  # fmt: skip
    known, variable = len(tids), set(tids.values())
    changed, counted = [], []
    for seq, facets, raw in rows(
        f"SELECT p.seq, p.facets, o.raw FROM proposal p JOIN document o USING (seq) WHERE {due}"
    ):
        pairs = [one for one in values_of(decode_proposal(raw.encode()), day) if one[0] in _FACETS]
        now = [tids.setdefault(pair, _FREE + known - len(tids)) for pair in pairs]
        status = next(value for facet, value in pairs if facet == "status")
        former = variable.intersection(facets)
        kept = [tid for tid in facets if tid not in former]
        changed.append(f"({seq}, {quote(status)}, {quote([*kept, *now])}::int[])")
        counted += [(tid, -1) for tid in former.difference(now)]
        counted += [(tid, 1) for tid in set(now) - former]
    return ", ".join(
        (
            _proposals(due, changed),
            _with("counted", [(tid, "NULL::int", n) for tid, n in counted]),
            *_terms(list(tids.items())[known:], quote),
        )
    )


def _proposals(due: str, changed: Sequence[str]) -> str:
    from proposals_cli.indexing.proposal_row import ProposalRow

    columns = [f"p.{column}" for column in ("seq", *ProposalRow._fields, "facets", "soon")]
    as_now = [
        {"p.status": 'd.status COLLATE "C"', "p.facets": "d.facets"}.get(one, one)
        for one in columns
    ]
    return (
        f"proposal AS NOT MATERIALIZED (SELECT {', '.join(columns)} FROM {NAME}.proposal p"
        f" WHERE ({due}) IS NOT TRUE UNION ALL SELECT {', '.join(as_now)} FROM {NAME}.proposal p"
        f" JOIN (VALUES {', '.join(changed)}) d (seq, status, facets) ON d.seq = p.seq)"
    )


def _terms(new: Sequence[tuple[tuple[str, str], int]], quote: Callable[[Any], str]) -> list[str]:
    """Return the queries for terms that the base does not have, if there are any."""
    from proposals_cli.domain.text.normalise import fold_key
    from proposals_cli.indexing.proposal_row import as_json
    from proposals_cli.indexing.record_rows import labels_of

    def text(value: str) -> str:
        return f'{quote(value)} COLLATE "C"'

    terms, names = [], []
    for (facet, value), tid in new:
        labels = labels_of(facet, value)
        terms.append((tid, text(facet), text(value), quote(as_json(labels)), "'[]'"))
        keys = dict.fromkeys(map(fold_key, (value, *labels.values())))
        names += [(text(facet), text(key), tid) for key in keys]
    return [_with("term", terms), _with("name", names)] if new else []


def _with(table: str, rows: Sequence[Sequence[Any]]) -> str:
    """Return a query for a table with further rows."""
    added = "".join(f" UNION ALL SELECT {', '.join(map(str, row))}" for row in rows)
    return f"{table} AS NOT MATERIALIZED (SELECT {_COLUMNS[table]} FROM {NAME}.{table}{added})"
