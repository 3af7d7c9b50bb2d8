"""Measures across proposals, one row each."""

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

from proposals_cli.domain.ports import ProposalIndex, Summary
from proposals_cli.domain.query.facets import MEASURE_FACETS
from proposals_cli.domain.query.query import And, FacetIs, IdIs, Node, Not, Or, Query, walk


class MeasureRow(NamedTuple):
    """A measure of a proposal: its text by language, and ``citations`` as in the record."""

    id: str
    proposal: str
    year: int | None
    text: dict[str, str]
    basis: str | None
    area: str | None
    horizon: str | None
    actors: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    citations: tuple[dict[str, str], ...]


def measure_rows(summary: Summary, raw: bytes) -> Iterator[MeasureRow]:
    """Yield the measures of a proposal; ``raw`` is its record as JSON."""
    for measure in json.loads(raw).get("measures", ()):
        yield MeasureRow(
            f"{summary.id}#{measure['id']}",
            summary.id,
            summary.year,
            measure["text"],
            measure.get("basis"),
            measure.get("area"),
            measure.get("horizon"),
            *(tuple(measure.get(key, ())) for key in ("actors", "beneficiaries", "citations")),
        )


def measures_of(query: Query, index: ProposalIndex) -> Iterator[MeasureRow]:
    """Yield the measures of a query's proposals, without its limit.

    A condition on a single measure (area, horizon, actor, beneficiary) selects the measures as
    well. Of a proposal that was found by its text, the measures that contain it are meant, or all
    if none does: it may be in the title only.
    """
    own, others = _split(query.where)
    words = Query(And(others))
    meeting: dict[Node, frozenset[str]] = {}

    def meets(node: Node, proposal: str) -> bool:
        if node not in meeting:
            meeting[node] = frozenset(found.id for found in index.find(Query(node)))
        return proposal in meeting[node]

    for summary, raw in index.find_records(Query(proposals_of(query.where), query.sort)):
        fitting = [row for row in measure_rows(summary, raw) if measure_fits(row, own, meets)]
        containing = index.matching(words, [_text(row) for row in fitting])
        yield from (fitting[place] for place in containing) if containing else fitting


def measure_fits(row: MeasureRow, node: Node, meets: Callable[[Node, str], bool]) -> bool:
    """Return whether a measure meets a condition.

    ``meets`` tells whether a proposal meets one that is not on single measures.
    """
    match node:
        case FacetIs(facet, values) if facet in MEASURE_FACETS:
            return any(value in values for value in measure_values(row)[facet])
        case IdIs(ids):
            return row.id in ids or row.proposal in ids
        case Not(part):
            return not measure_fits(row, part, meets)
        case And(parts):
            return all(measure_fits(row, part, meets) for part in parts)
        case Or(parts):
            return any(measure_fits(row, part, meets) for part in parts)
        case _:
            return meets(node, row.proposal)


def _text(row: MeasureRow) -> str:
    """Return the text of a measure in which the words of a query are looked for."""
    return " ".join(filter(None, (*row.text.values(), row.area, *row.actors, *row.beneficiaries)))


def measure_values(row: MeasureRow) -> dict[str, tuple[str, ...]]:
    """Return the values of a measure in each of ``MEASURE_FACETS``."""
    return {
        "area": (row.area,) if row.area else (),
        "horizon": (row.horizon,) if row.horizon else (),
        "actor": tuple(dict.fromkeys(row.actors)),
        "beneficiary": tuple(dict.fromkeys(row.beneficiaries)),
    }


def proposals_of(where: Node) -> Node:
    """Return the condition on proposals that all with a fitting measure meet.

    Excluding a measure does not exclude its proposal, which may have others.
    """
    own, others = _split(where)
    possible = (_possible(part) for part in own.parts)
    return And((*others, *(part for part in possible if part != _ANYTHING)))


_ANYTHING = Not(Or())


def _split(where: Node) -> tuple[And, tuple[Node, ...]]:
    """Return the conditions that concern single measures, and those on proposals alone."""
    own: list[Node] = []
    others: list[Node] = []
    for part in _conditions(where):
        (own if any(map(_is_of_measures, walk(part))) else others).append(part)
    return And(tuple(own)), tuple(others)


def _conditions(where: Node) -> Iterator[Node]:
    """Yield the parts of a condition that must all be met, out of any groups."""
    if isinstance(where, And):
        for part in where.parts:
            yield from _conditions(part)
    else:
        yield where


def _is_of_measures(node: Node) -> bool:
    """Return whether a condition is on single measures; a group of conditions is none."""
    match node:
        case FacetIs(facet):
            return facet in MEASURE_FACETS
        case IdIs(ids):
            return any("#" in id_ for id_ in ids)
        case _:
            return False


def _possible(node: Node) -> Node:
    """Return a condition on proposals that is met wherever a measure may fit ``node``."""
    match node:
        case Not(part):
            return Not(_certain(part))
        case And(parts):
            return And(tuple(map(_possible, parts)))
        case Or(parts):
            return Or(tuple(map(_possible, parts)))
        case _:
            return node


def _certain(node: Node) -> Node:
    """Return a condition on proposals that is met only where all measures fit ``node``."""
    match node:
        case _ if _is_of_measures(node):
            return Or()
        case Not(part):
            return Not(_possible(part))
        case And(parts):
            return And(tuple(map(_certain, parts)))
        case Or(parts):
            return Or(tuple(map(_certain, parts)))
        case _:
            return node
