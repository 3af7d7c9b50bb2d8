"""Counts by fields as Views: a row for each set of values (long), or a cross-table (wide)."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from proposals_cli.domain.answers.counts import Counts, in_time
from proposals_cli.domain.ports import CrossTotals
from proposals_cli.domain.query.facets import EXTRA
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.fields import Field, Role, Value
from proposals_cli.render.views import CHINESE, CountRow, View, count_fields

NAMED = ("person", "addressee", "body", "source", "actor", "beneficiary")
"""Fields whose values are ids of records: programs get the name as well."""

_LABELS = (
    *("body", "region", "area", "actor", "beneficiary", "entity", "person", "addressee"),
    *("party", "session"),
)
"""Fields whose values may be words of a source, or are shown by name."""

TOTAL = "total"
"""The first cell of the row of totals, and the key of the column."""


class CountStyle(NamedTuple):
    """How counts are shown: ``unit`` is the key of the number in a long table, ``total`` in a wide.

    ``names`` is field → value → name.
    """

    lang: Languages
    names: Mapping[str, Mapping[str, str]]
    for_people: bool
    unit: str
    total: str
    empty: str = ""


def long_view(counts: Counts, style: CountStyle) -> View[CountRow]:
    """Return a row for each set of values that occurs."""
    number = count_fields(
        *((field, "text", None) for field in counts.fields), (style.unit, "number", None)
    )[-1:]
    fields = (*_value_fields(counts.fields, style), *number)
    return View(fields, counts.rows, style.lang, _shown_names(style), empty=style.empty)


def wide_view(
    counts: Counts, totals: CrossTotals, style: CountStyle, limit: int | None = None
) -> View[CountRow]:
    """Return a table with the values of the last field across.

    A column and a row of totals count each thing once, however many values it has; the row is
    left out where the limit cuts the rows.
    """
    *heads, last = counts.fields
    cells = {row[:-1]: row[-1] for row in counts.rows}
    down = list(dict.fromkeys(row[:-2] for row in counts.rows))
    across = sorted(totals.columns, key=in_time)
    names = style.names.get(last, {})
    headings = [one_line(names.get(str(v), str(v))) if style.for_people else v for v in across]
    taken = {*heads, *(f"{field}_name" for field in heads), style.total}
    keys = [f"{last}:{value}" if value in taken else str(value) for value in headings]
    numbers = count_fields(
        *((field, "text", None) for field in heads),
        *((key, "number", None) for key in (*keys, style.total)),
    )[len(heads) :]
    nothing = None if style.for_people else 0
    rows: list[CountRow] = [
        (*head, *(cells.get((*head, value), nothing) for value in across), totals.rows[head])
        for head in down[:limit]
    ]
    if len(rows) == len(down):
        word = CHINESE[TOTAL] if style.for_people and style.lang.interface == "zh" else TOTAL
        blank = (None,) * (len(heads) - 1)
        rows.append((word, *blank, *(totals.columns[v] for v in across), totals.every))
    return View(
        (*_value_fields(tuple(heads), style), *numbers),
        rows,
        style.lang,
        _shown_names(style),
        empty=style.empty,
    )


def _value_fields(fields: tuple[str, ...], style: CountStyle) -> Iterator[Field[CountRow]]:
    """Yield the columns of values; people get the titles of sources, programs every name."""
    roles: list[tuple[str, Role, str | None]] = [
        (field, "number" if field == "year" else role_of(field), field) for field in fields
    ]
    for place, column in enumerate(count_fields(*roles)):
        yield column
        if column.key == "source" and style.for_people:
            yield Field("title", "title", "题名", _name(style, "source", place), "text")
        elif column.key in NAMED and not style.for_people:
            name = _name(style, column.key, place)
            yield Field(f"{column.key}_name", "name", "名称", name, "text")


def _name(style: CountStyle, field: str, place: int) -> Callable[[CountRow], Value]:
    """Return the getter of a value's name; only a source may have none, others are called so."""
    names = style.names.get(field, {})
    return lambda row: names.get(str(row[place]), None if field == "source" else row[place])


def _shown_names(style: CountStyle) -> dict[str, Mapping[str, str]]:
    """Return the names that replace values; a source keeps its id, and its title is beside it."""
    return {field: names for field, names in style.names.items() if field != "source"}


def role_of(field: str) -> Role:
    """Return how a column of a field behaves: ids are never cut, texts of records are."""
    return "text" if field in _LABELS or field.startswith(EXTRA) else "id"
