"""Measures across proposals, one row each."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from proposals_cli.domain.ports import Summary
from proposals_cli.domain.query.facets import MEASURE_FACETS
from proposals_cli.domain.query.query import And, FacetIs, Node, Not, Or


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


def measure_fits(row: MeasureRow, node: Node) -> bool:
    """Return whether a measure meets the conditions on single measures."""
    match node:
        case FacetIs(facet, values) if facet in MEASURE_FACETS:
            return any(value in values for value in measure_values(row)[facet])
        case Not(FacetIs(facet) as part) if facet in MEASURE_FACETS:
            return not measure_fits(row, part)
        case And(parts):
            return all(measure_fits(row, part) for part in parts)
        case Or(parts) if parts:
            return any(measure_fits(row, part) for part in parts)
        case _:
            return True


def measure_text(row: MeasureRow) -> str:
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
    """Return the condition on proposals: excluding a measure does not exclude its proposal."""
    parts = where.parts if isinstance(where, And) else (where,)
    return And(tuple(part for part in parts if not _excludes_measures(part)))


def _excludes_measures(node: Node) -> bool:
    return (
        isinstance(node, Not)
        and isinstance(node.part, FacetIs)
        and node.part.facet in MEASURE_FACETS
    )
