"""Queries: which proposals to find, as a small tree.

What people type is turned into one by ``query_language.py``; the index turns it into SQL.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class FacetIs:
    """The proposal has one of these values in a facet."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class InYears:
    """The year lies in one of these ranges, both ends included."""

    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ContainsText:
    """A passage contains this text; ``prefix``: its last word may be longer."""

    text: str
    prefix: bool = False


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Node"


@dataclass(frozen=True)
class And:
    """Every part holds. With no parts: every proposal."""

    parts: "tuple[Node, ...]" = ()


@dataclass(frozen=True)
class Or:
    """At least one part holds. With no parts: no proposal."""

    parts: "tuple[Node, ...]" = ()


Node = FacetIs | InYears | ContainsText | Not | And | Or


SORT_FIELDS = ("id", "year", "title_en", "title_zh", "kind", "status", "measures", "sources")


@dataclass(frozen=True)
class Query:
    """What to find, in which order, and how many at most.

    ``sort`` holds (field, descending) pairs; empty means newest first, then by id. ``hints`` are
    remarks on what was typed, for the person who typed it.
    """

    where: Node = And()
    sort: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None
    hints: tuple[str, ...] = ()


def narrow(query: Query, *nodes: Node) -> Query:
    """Return the query with further conditions that must hold as well."""
    parts = query.where.parts if isinstance(query.where, And) else (query.where,)
    return replace(query, where=And((*nodes, *parts)))


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it."""
    yield node
    match node:
        case Not(part):
            yield from walk(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from walk(part)
