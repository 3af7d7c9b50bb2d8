"""Queries: which proposals to find, as a small tree.

``parser.py`` turns text into a query; the index turns a query into SQL.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple


class _Node:
    """Base of the nodes: they are equal if their types and fields are.

    Written by hand, because dataclasses take milliseconds of every start, and named tuples of
    different types are equal.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, vars(self).values()))})"


class FacetIs(_Node):
    """The proposal has one of these values in a facet."""

    __match_args__ = ("facet", "values")

    def __init__(self, facet: str, values: tuple[str, ...]) -> None:
        self.facet: Final = facet
        self.values: Final = values


class IdIs(_Node):
    """The proposal has one of these ids; one with ``#`` and a measure's id asks for the measure."""

    __match_args__ = ("ids",)

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids: Final = ids


class InYears(_Node):
    """The year is in one of these ranges, both ends included."""

    __match_args__ = ("ranges",)

    def __init__(self, ranges: tuple[tuple[int, int], ...]) -> None:
        self.ranges: Final = ranges


Ranges = tuple[tuple[str, str], ...]
"""Ranges of ISO dates, months or years, both ends included; an empty end is open."""


class InDates(_Node):
    """The date is known to be in one of these ranges, both ends included.

    The ends are ISO dates, months or years; an empty one is open. A date that is only known to
    the month or year is in a range if all of the month or year is.
    """

    __match_args__ = ("ranges",)

    def __init__(self, ranges: Ranges) -> None:
        self.ranges: Final = ranges


class ContainsText(_Node):
    """A passage contains this text.

    ``prefix``: its last word may be longer. ``quoted``: it is no id or name, whatever it looks
    like.
    """

    __match_args__ = ("text", "prefix")

    def __init__(self, text: str, prefix: bool = False, quoted: bool = False) -> None:
        self.text: Final = text
        self.prefix: Final = prefix
        self.quoted: Final = quoted


class Not(_Node):
    """The part does not apply."""

    __match_args__ = ("part",)

    def __init__(self, part: "Node") -> None:
        self.part: Final = part


class And(_Node):
    """Every part applies. Without parts: every proposal."""

    __match_args__ = ("parts",)

    def __init__(self, parts: "tuple[Node, ...]" = ()) -> None:
        self.parts: Final = parts


class Or(_Node):
    """At least one part applies. Without parts: no proposal."""

    __match_args__ = ("parts",)

    def __init__(self, parts: "tuple[Node, ...]" = ()) -> None:
        self.parts: Final = parts


Node = FacetIs | IdIs | InYears | InDates | ContainsText | Not | And | Or


ID = "id"
"""The field of the language for ids: a ``FacetIs`` of it becomes ``IdIs``."""

SORT_FIELDS = ("id", "date", "year", "title", "body", "kind", "status", "measures", "sources")
"""What proposals are sorted by, besides ``title_`` and a language tag: ``title_zh``."""


class Query(NamedTuple):
    """What to find, in which order, and how many at most.

    ``sort`` contains (field, descending) pairs; empty: newest first, then by id. ``hints`` are
    remarks for the user on the text of the query. ``languages`` are the reader's: ``title`` is
    sorted by the titles that are shown in them.
    """

    where: Node = And()
    sort: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None
    hints: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def narrow(query: Query, *nodes: Node) -> Query:
    """Return the query with further conditions."""
    parts = query.where.parts if isinstance(query.where, And) else (query.where,)
    return query._replace(where=And((*nodes, *parts)))


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and every node below it."""
    yield node
    match node:
        case Not(part):
            yield from walk(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from walk(part)
