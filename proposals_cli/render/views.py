"""Results as Views: fields and rows, the same for every format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from proposals_cli.domain.model.vocabulary import (
    HORIZON_LABELS,
    KIND_LABELS,
    ROLE_LABELS,
    STAGE_LABELS,
    STATUS_LABELS,
    label,
)
from proposals_cli.domain.query.facets import MISSING, WITHDRAWN
from proposals_cli.domain.text.languages import Languages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.render.fields import Field, Role, Value

Row = TypeVar("Row")

CountRow = tuple[Value, ...]
"""A row of counts: values and a number."""


class View(NamedTuple, Generic[Row]):
    """Rows of one kind and the fields to show of them.

    ``names`` is facet → value → name, for values shown by their names; ``details`` lists the keys
    of the columns that come below the title of a row on a narrow screen, none where the reader
    chose the columns; ``short_ids`` returns id → what to type for it; ``empty`` is the message
    where there are no rows; ``header`` says whether headings stand above the rows; ``counted``
    returns the number of rows without reading them, where that is faster.
    """

    fields: tuple[Field[Row], ...]
    rows: Iterable[Row]
    lang: Languages = Languages()
    names: Mapping[str, Mapping[str, str]] = {}
    details: tuple[str, ...] = ()
    empty: str = "Nothing found."
    header: bool = True
    counted: Callable[[], int] | None = None
    short_ids: Callable[[Iterable[str]], Mapping[str, str]] | None = None

    def limited(self, limit: int | None) -> "View[Row]":
        """Return the View of the first rows."""
        if limit is None:
            return self
        empty = self.empty if limit else ""  # the user asked for no rows
        return self._replace(rows=islice(self.rows, limit), empty=empty, counted=None)

    def text(self, column: Field[Row], value: Value) -> str:
        """Return a value as people read it."""
        match value:
            case None:
                return ""
            case tuple() | list():
                comma = "; " if any(isinstance(part, Mapping) for part in value) else ", "
                return comma.join(self.text(column, part) for part in value)
            case Mapping():  # a citation, for example
                return ", ".join(self.text(column, part) for part in value.values() if part)
            case str() if column.facet:
                named = self.names.get(column.facet, {}).get(value)
                return named or (self._chinese(column.facet, value) or value)
            case _:
                return str(value)

    def _chinese(self, facet: str, value: str) -> str | None:
        """Return the Chinese term for a value of a vocabulary, for readers of Chinese."""
        known = self.lang.interface == "zh" and _VOCABULARIES.get(facet)
        return label(known, value, "zh") if known else None


def choose(
    fields: Mapping[str, Field[Row]], asked: str | None, default: Sequence[str]
) -> tuple[Field[Row], ...]:
    """Return the fields that ``--columns`` names, or those of ``default``.

    Raises:
        InvalidQueryError: a column does not exist.
    """
    if asked is None:
        return tuple(fields[key] for key in default)
    keys = [key.strip().lower().replace("-", "_") for key in asked.split(",") if key.strip()]
    for key in keys:
        if key not in fields:
            from difflib import get_close_matches  # only a mistake needs it

            near = get_close_matches(key, fields, n=1)
            hint = f"Did you mean '{near[0]}'? " if near else ""
            raise InvalidQueryError(
                f"There is no column '{key}'.", f"{hint}Columns: {', '.join(fields)}."
            )
    if not keys:
        raise InvalidQueryError("No column is named.", f"Columns: {', '.join(fields)}.")
    return tuple(fields[key] for key in dict.fromkeys(keys))


def count_fields(*columns: tuple[str, Role, str | None]) -> tuple[Field[CountRow], ...]:
    """Return fields for rows of counts: (heading, role, facet) for each place."""

    def getter(place: int) -> Callable[[CountRow], Value]:
        return lambda row: row[place]

    return tuple(
        Field(key, key, CHINESE.get(key, key), getter(place), role, facet)
        for place, (key, role, facet) in enumerate(columns)
    )


_VOCABULARIES: dict[str, dict[str, tuple[str, str]]] = {
    "kind": KIND_LABELS,
    "status": STATUS_LABELS,
    "stage": STAGE_LABELS,
    "role": {**ROLE_LABELS, WITHDRAWN: ("withdrawn", "已撤回")},
    "horizon": HORIZON_LABELS,
    "missing": MISSING,
}
"""Facet → value → its English and its Chinese label."""

CHINESE = {
    "total": "合计",
    "year": "年份",
    "count": "件数",
    "theme": "主题",
    "status": "状态",
    "kind": "类型",
    "person": "提出人",
    "region": "地区",
    "series": "系列",
    "source": "来源",
    "stage": "阶段",
    "role": "身份",
    "party": "党派",
    "addressee": "致",
    "language": "语言",
    "beneficiary": "受益方",
    "links": "相关建议",
    "body": "机构",
    "area": "领域",
    "horizon": "期限",
    "actor": "责任方",
    "entity": "涉及对象",
    "continues": "承接",
    "missing": "缺失",
    "term": "届",
    "session": "会议",
    "month": "月份",
    "measures": "措施数",
}
"""The Chinese headings of the columns of counts."""
