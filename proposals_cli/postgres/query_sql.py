"""Compile a query into a condition on ``proposal p``."""

from collections.abc import Sequence
from typing import Any

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
from proposals_cli.domain.text.normalise import fold_key

NEWEST_FIRST = "p.day DESC, p.id"

Condition = tuple[str, list[Any]]
"""An SQL expression and its parameters."""

_HAS_TERM = (
    "p.facets && ARRAY(SELECT tid FROM term WHERE facet = %s"
    " AND md5(value) = ANY (ARRAY(SELECT md5(v) FROM unnest(%s::text[]) v)))"
)
_HAS_EXTRA = "EXISTS (SELECT 1 FROM document e WHERE e.seq = p.seq AND e.extra_keys && %s::text[])"


HAS_WORDS = "p.seq IN (SELECT seq FROM words WHERE words @@ %s::tsquery)"
"""Whether a proposal matches a tsquery.

Each word is asked for by itself: a long text has several parts, which need not have all of them.
"""


def condition(node: Node, has_words: str = HAS_WORDS) -> Condition:
    """Return a node as a condition; the values of facets are spelled as in the base."""
    match node:
        case FacetIs(facet, values) if facet.startswith(EXTRA):
            path = fold_key(facet.removeprefix(EXTRA))
            return _HAS_EXTRA, [[f"{path}\x1f{fold_key(value)}" for value in values]]
        case FacetIs(facet, values):
            return _HAS_TERM, [facet, list(values)]
        case IdIs(ids):
            return "p.id = ANY (%s)", [[id_.partition("#")[0] for id_ in ids]]
        case InYears(ranges):
            days = [(max(low, 1) * 10_000, high * 10_000 + 9_999) for low, high in ranges]
            both = ["p.day BETWEEN %s AND %s"] * len(days)
            return _joined(both, "OR"), [day for pair in days for day in pair]
        case InDates(ranges):
            return within(ranges)
        case ContainsText():
            from proposals_cli.postgres.text_query import tsquery  # few queries need it

            found = tsquery(node)
            if found is None:
                return "false", []
            return has_words, [found]
        case Not(part):
            inner, parameters = condition(part, has_words)
            return f"({inner}) IS NOT TRUE", parameters
        case And(parts):
            return _group(parts, "AND", "true", has_words)
        case Or(parts):
            return _group(parts, "OR", "false", has_words)


def within(ranges: Ranges) -> Condition:
    """Return the condition that a date lies in one of the ranges as a whole."""
    inside = ["p.first BETWEEN %s AND %s AND p.last <= %s"] * len(ranges)
    return _joined(inside, "OR"), [
        day for start, end in map(_days, ranges) for day in (start, end, end)
    ]


def vague(lists: Sequence[Ranges]) -> Condition:
    """Return the condition that a date may be in a range of each list, but need not be."""
    maybe = [_joined(["p.first <= %s AND p.last >= %s"] * len(one), "OR") for one in lists]
    days = [day for one in lists for start, end in map(_days, one) for day in (end, start)]
    surely = [within(one) for one in lists]
    inside = _joined([one for one, _ in surely], "AND")
    days += [day for _, given in surely for day in given]
    return f"{_joined(maybe, 'AND')} AND NOT {inside}", days


def _days(ends: tuple[str, str]) -> tuple[str, str]:
    """Return the first and the last day of a range."""
    from proposals_cli.domain.query.dates import first_day, last_day

    low, high = ends
    return first_day(low) if low else "", last_day(high) if high else "9999-12-31"


def is_sorted_by_title(query: Query) -> bool:
    """Return whether a title is among the keys, by which only the program can sort."""
    return any(field.startswith("title") for field, _ in query.sort)


def order_by(query: Query) -> str:
    """Return the ORDER BY terms of a query that is not sorted by a title.

    Proposals without a value come last in either direction.
    """
    keys = [f"p.{field}{' DESC' * down} NULLS LAST" for field, down in query.sort]
    return ", ".join((*keys, NEWEST_FIRST))


def _group(parts: Sequence[Node], word: str, empty: str, has_words: str) -> Condition:
    compiled = [condition(part, has_words) for part in parts]
    parameters = [value for _, values in compiled for value in values]
    return (_joined([one for one, _ in compiled], word) if compiled else empty), parameters


def _joined(conditions: Sequence[str], word: str) -> str:
    return "(" + f" {word} ".join(f"({one})" for one in conditions) + ")"
