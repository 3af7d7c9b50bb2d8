"""Counts by one to three fields: of proposals, and of their measures."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

from proposals_cli.domain.answers.measures import measure_values, measures_of, proposals_of
from proposals_cli.domain.ports import CrossTotals, ProposalIndex
from proposals_cli.domain.query.facets import CALLED_FACETS, EXTRA, FACETS, MEASURE_FACETS
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.resolving.values import known_extra
from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.errors import InvalidQueryError

MAX_FIELDS = 3
"""By how many fields things are counted at once."""

_IN_TIME = ("year", "month", "term", "session")
"""Fields whose values are in the order of time, not of their counts."""

Row = tuple[str | int | None, ...]
"""A value of each field, and how many have them."""


class Counts(NamedTuple):
    """How many of the selected proposals or measures have which values of ``fields``.

    Counts by one field are largest first, or in the order of time; a last one, by year, may be of
    those of no known year. ``selected`` returns how many there are with or without such values,
    ``totals`` counts each of them once.
    """

    fields: tuple[str, ...]
    rows: tuple[Row, ...]
    selected: Callable[[], int]
    totals: Callable[[], CrossTotals]


def proposals_by(fields: Sequence[str], query: Query, index: ProposalIndex) -> Counts:
    """Count a query's proposals.

    Raises:
        InvalidQueryError: as ``countable``.
    """
    names = countable(fields, index)

    def selected() -> int:
        return index.totals(query).proposals

    rows = _with_undated(index.tally(query, names), names, selected)
    return Counts(names, rows, selected, lambda: index.cross_totals(query, names))


def measures_by(fields: Sequence[str], query: Query, index: ProposalIndex) -> Counts:
    """Count the measures of a query by their own values and by those of their proposals.

    Raises:
        InvalidQueryError: as ``countable``.
    """
    names = countable(fields, index)
    called = {field: index.called(field) for field in names if field in CALLED_FACETS}
    of_proposals: dict[str, dict[str, list[str | int]]] = {}
    for field in names:
        if field not in MEASURE_FACETS:
            known = of_proposals.setdefault(field, {})
            for id_, value in index.values_of(Query(proposals_of(query.where)), field):
                known.setdefault(id_, []).append(value)

    selected = every = 0
    rows, heads = Counter[tuple[str | int, ...]](), Counter[tuple[str | int | None, ...]]()
    columns = Counter[str | int]()
    for measure in measures_of(query, index):
        own = measure_values(measure)
        for field, ids in called.items():
            own[field] = tuple(dict.fromkeys(ids.get(value, value) for value in own[field]))
        values = [
            of_proposals[field].get(measure.proposal, ()) if field in of_proposals else own[field]
            for field in names
        ]
        selected += 1
        every += all(values)
        rows.update(product(*values))
        if all(values):
            heads.update(product(*values[:-1]))
            columns.update(values[-1])
    totals = CrossTotals(dict(heads), dict(columns), every)
    tallied = [(*key, n) for key, n in rows.items()]
    ordered = _with_undated(tallied, names, lambda: selected)
    return Counts(names, ordered, lambda: selected, lambda: totals)


def countable(fields: Sequence[str], index: ProposalIndex) -> tuple[str, ...]:
    """Return fields to count by as the base calls them.

    A field is a facet, ``year``, or ``extra.`` and the name of a field that records have there.

    Raises:
        InvalidQueryError: an unknown field, the same one twice, or more than ``MAX_FIELDS``.
    """
    known = [*FACETS, "year"]
    names = tuple(
        known_extra(field, index)
        if field.lower().startswith(EXTRA)
        else field.lower().replace("_", "-")
        for field in fields
    )
    for name in names:
        if not name.startswith(EXTRA) and name not in known:
            raise InvalidQueryError(
                f"Cannot count by '{name}'.",
                did_you_mean(name, known) or f"Count by one of {', '.join(known)}.",
            )
    if len(names) > MAX_FIELDS or len(set(names)) != len(names):
        raise InvalidQueryError(
            f"Count by at most {MAX_FIELDS} fields, each different from the others.",
            "Give --by once for each.",
        )
    return names


def in_time(value: object) -> tuple[object, ...]:
    """Return the key that sorts values as numbers where they have some: 13/2 before 13/10."""
    parts = re.split(r"(\d+)", str(value))
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))


def _with_undated(
    rows: Sequence[tuple[str | int, ...]], fields: tuple[str, ...], selected: Callable[[], int]
) -> tuple[Row, ...]:
    if len(fields) == 1 and fields[0] not in _IN_TIME:
        return tuple(sorted(rows, key=lambda row: (-int(row[-1]), str(row[0]))))
    keys = [in_time if field in _IN_TIME else str for field in fields]
    ordered: list[Row] = sorted(
        rows, key=lambda row: tuple(key(value) for key, value in zip(keys, row, strict=False))
    )
    if fields == ("year",) and (undated := selected() - sum(int(n) for _, n in rows)):
        ordered.append((None, undated))
    return tuple(ordered)
