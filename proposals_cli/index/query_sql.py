"""Compile a query into SQL over the index."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeGuard

from proposals_cli.domain.query.facets import EXTRA
from proposals_cli.domain.query.query import (
    And,
    ContainsText,
    FacetIs,
    IdIs,
    InDates,
    InYears,
    Node,
    Not,
    Or,
    Query,
    Ranges,
)
from proposals_cli.index.extra_sql import HAS_VALUE
from proposals_cli.indexing.fts_query import fts_query, split_text

MAX_LISTED_LINKS = 20_000
"""With more links, a check per proposal is faster than a list of all proposals with the value."""

Term = tuple[int, int]
"""The number of a value in the index, and how many proposals have it."""


class Sql(NamedTuple):
    """Parts of a statement, with its parameters; ``order`` is newest first.

    ``FROM {source} WHERE {where} ORDER BY {order}`` gives proposals as ``p``.
    """

    source: str
    where: str
    order: str
    parameters: tuple[Any, ...]


def compile_query(query: Query, terms_of: Callable[[FacetIs], list[Term]]) -> Sql:
    """Return the SQL of a query.

    Values of facets must be spelled as in the index; ``terms_of`` returns the terms of a facet
    node, none for unknown values.
    """
    where = query.where
    parts = where.parts if isinstance(where, And) else (where,)
    terms = {part: terms_of(part) for part in parts if _is_linked(part)}
    if any(not found for found in terms.values()):
        return Sql("proposal p", "0", "p.day DESC, p.seq", ())
    # The links of a single value are one range of ``link``, newest first: start there, with the
    # rarest value, and read the proposal itself only after everything else has been checked.
    single = [part for part, found in terms.items() if len(found) == 1]
    if not single:
        where_sql, parameters = condition(where, "p", terms_of)
        return Sql("proposal p", where_sql, "p.day DESC, p.seq", tuple(parameters))
    driver = min(single, key=lambda part: terms[part][0][1])
    rest = And(tuple(part for part in parts if part is not driver))
    where_sql, parameters = condition(rest, "d", terms_of)
    return Sql(
        "link d CROSS JOIN proposal p ON p.seq = d.seq",
        f"d.tid = ? AND {where_sql}",
        "d.day DESC, d.seq",
        (terms[driver][0][0], *parameters),
    )


def _is_linked(node: Node) -> TypeGuard[FacetIs]:
    return isinstance(node, FacetIs) and not node.facet.startswith(EXTRA)


def order_by(query: Query, default: str) -> str:
    """Return the ORDER BY terms of a query on ``proposal p``: its own keys, then ``default``.

    Proposals without a value come last in either direction.
    """
    keys = []
    for field, down in query.sort:
        value, key = _sort_value(field, query.languages)
        keys.append(f"{value} IS NULL, {key}{' DESC' * down}")
    return ", ".join((*keys, default))


def _sort_value(field: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Return the SQL of what is sorted by, and of its key; ``title`` is the one that is shown."""
    # no quote leaves the text
    tags = [re.sub("[^0-9A-Za-z-]", "", tag) for tag in (*languages, field.removeprefix("title_"))]
    if field == "title":
        shown = "p.id, p.titles, p.title_language, p.number, p.lists"
        return "p.id", f"shown_title_key({shown}, '{','.join(tags[:-1])}')"
    if field.startswith("title_"):
        title = f"""json_extract(p.titles, '$."{tags[-1]}"')"""
        return title, f"sort_key({title}, '{tags[-1]}')"
    return f"p.{field}", f"p.{field}"


def condition(
    node: Node, alias: str, terms_of: Callable[[FacetIs], list[Term]]
) -> tuple[str, list[Any]]:
    """Return a node as a condition on the columns ``day`` and ``seq`` of ``alias``."""
    return _Condition(alias, terms_of).node(node)


class _Condition:
    """Turn nodes into conditions on the columns ``day`` and ``seq`` of one table."""

    def __init__(self, alias: str, terms_of: Callable[[FacetIs], list[Term]]) -> None:
        self.alias = alias
        self.terms_of = terms_of

    def node(self, node: Node) -> tuple[str, list[Any]]:
        match node:
            case FacetIs(facet, values) if facet.startswith(EXTRA):
                has = HAS_VALUE.format(self.alias)
                return has, [facet.removeprefix(EXTRA), json.dumps(values)]
            case FacetIs():
                return self.has_value(node)
            case IdIs(ids):
                found = "SELECT seq FROM proposal WHERE id IN (SELECT value FROM json_each(?))"
                proposals = json.dumps([id_.partition("#")[0] for id_ in ids])
                return f"{self.alias}.seq IN ({found})", [proposals]
            case InYears(ranges):
                clauses = [f"{self.alias}.day BETWEEN ? AND ?"] * len(ranges)
                days = [(max(low, 1) * 10_000, high * 10_000 + 9_999) for low, high in ranges]
                return _joined(clauses, "OR"), [day for pair in days for day in pair]
            case InDates(ranges):
                return self.dated(ranges)
            case ContainsText():
                return self.contains(fts_query(node))
            case Not(part):
                condition, parameters = self.node(part)
                return f"NOT {condition}", parameters
            case And():
                text, rest = split_text(node)
                condition, parameters = self.group(rest.parts, "AND", "1")
                if text is None:
                    return condition, parameters
                match, texts = self.contains(text)
                return f"({match} AND {condition})", [*texts, *parameters]
            case Or(parts):
                if text := fts_query(node):
                    return self.contains(text)
                return self.group(parts, "OR", "0")

    def contains(self, text: str | None) -> tuple[str, list[Any]]:
        return (
            f"{self.alias}.seq IN (SELECT seq FROM text.fts JOIN text.doc ON docid = fts.rowid"
            " WHERE fts MATCH ?)"
        ), [text]

    def dated(self, ranges: Ranges) -> tuple[str, list[Any]]:
        condition, parameters = _within(ranges)
        # the index of dates has all that the inner query reads
        found = f"SELECT seq FROM proposal WHERE {condition}"
        return f"{self.alias}.seq IN ({found})", parameters

    def group(self, parts: tuple[Node, ...], word: str, empty: str) -> tuple[str, list[Any]]:
        compiled = [self.node(part) for part in parts]
        conditions = [condition for condition, _ in compiled]
        parameters = [value for _, values in compiled for value in values]
        return (_joined(conditions, word) if conditions else empty), parameters

    def has_value(self, node: FacetIs) -> tuple[str, list[Any]]:
        terms = self.terms_of(node)
        if not terms:
            return "0", []
        tids = [tid for tid, _ in terms]
        placeholders = ",".join("?" * len(tids))
        if sum(count for _, count in terms) <= MAX_LISTED_LINKS:
            return f"{self.alias}.seq IN (SELECT seq FROM link WHERE tid IN ({placeholders}))", [
                *tids
            ]
        return (
            f"EXISTS (SELECT 1 FROM link l WHERE l.tid IN ({placeholders})"
            f" AND l.day = {self.alias}.day AND l.seq = {self.alias}.seq)"
        ), [*tids]


def vague(lists: Sequence[Ranges]) -> tuple[str, list[Any]]:
    """Return the condition that a date may be in a range of each list, but need not be."""
    conditions = []
    parameters: list[Any] = []
    for ranges in lists:
        conditions.append(_joined(["first <= ? AND last >= ?"] * len(ranges), "OR"))
        for start, end in map(_days, ranges):
            parameters += (end, start)
    inside = [_within(ranges) for ranges in lists]
    conditions.append(f"NOT {_joined([condition for condition, _ in inside], 'AND')}")
    parameters += [day for _, days in inside for day in days]
    return _joined(conditions, "AND"), parameters


def _within(ranges: Ranges) -> tuple[str, list[Any]]:
    condition = _joined(["first BETWEEN ? AND ? AND last <= ?"] * len(ranges), "OR")
    return condition, [day for start, end in map(_days, ranges) for day in (start, end, end)]


def _days(ends: tuple[str, str]) -> tuple[str, str]:
    """Return the first and the last day of a range."""
    from proposals_cli.domain.query.dates import first_day, last_day

    low, high = ends
    return first_day(low) if low else "", last_day(high) if high else "9999-12-31"


def _joined(conditions: list[str], word: str) -> str:
    return "(" + f" {word} ".join(conditions) + ")"
