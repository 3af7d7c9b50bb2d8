"""What people type for options and as values of fields: years, dates, lists and sort keys."""

import re
from collections.abc import Iterator, Mapping, Sequence

from proposals_cli.domain.query.dates import in_order, last_day, parse_date, parse_dates
from proposals_cli.domain.query.query import SORT_FIELDS, FacetIs, InDates, InYears, Node
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.errors import InvalidQueryError

MAX_VALUES = 64
"""How many values of one list are read."""

YEAR_FORMS = "a year as 2020, a range as 2018..2020, or an open one as 2018.. or ..2015"

RANGES = ("year", "date")
"""Fields of the language that are no facets: their values are ranges."""

_PIECE = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?:,|$)')
_COMPARISON = re.compile(r"(>=|<=|>|<|==?)\s*(\S+)")


def parse_filters(filters: Mapping[str, Sequence[str]]) -> Iterator[Node]:
    """Yield a node for each facet, or other key, with values, each possibly a list with commas.

    Other keys are ``year``, ``date``, and ``since`` and ``until``, which take one date.

    Raises:
        InvalidQueryError: a year or date is wrong, or a value is empty: an empty variable in a
            script must not find everything.
    """
    for facet, values in filters.items():
        for value in values:
            if value.lstrip().startswith("-") and len(value.strip()) > 1:
                raise misplaced_minus(f"--{facet} {value}", facet, value.strip())
            if facet not in ("since", "until") and not value.strip(" ,"):
                raise InvalidQueryError(f"--{facet} has no value.", f"Write --{facet} VALUE.")
        if facet in RANGES and values:
            yield ranges_of(facet, ",".join(values))
        elif facet not in ("since", "until") and values:
            yield FacetIs(facet, tuple(values))
    since, until = ([parse_date(v) for v in filters.get(key, ())] for key in ("since", "until"))
    if since or until:
        yield InDates((in_order(max(since, default=""), min(until, key=last_day, default="")),))


def misplaced_minus(typed: str, field: str, value: str) -> InvalidQueryError:
    """Return the error for a minus that stands before a value, and not before its field."""
    return InvalidQueryError(
        f"'{typed}' excludes nothing: the minus is before the value.",
        f"Write the term -{field}:{value.lstrip('-')}; put quotes around a value with a minus.",
    )


def split_values(text: str) -> list[str]:
    """Return the values in a list with commas; one with a comma of its own is in quotes.

    >>> split_values('shenzhen, "Washington, D.C.",')
    ['shenzhen', 'Washington, D.C.']
    """
    pieces: list[str] = []
    position = 0
    while position < len(text):
        found = _PIECE.match(text, position)
        if found is None:  # a quote inside a value
            return [*pieces, text[position:].strip()]
        pieces.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        position = found.end()
    return [piece for piece in pieces if piece]


def ranges_of(field: str, text: str) -> InYears | InDates:
    """Read a value of ``year`` or ``date``; ``>2018`` and the like are ranges as well.

    Raises:
        InvalidQueryError: the text is not of this form, or a range is empty.
    """
    text = ",".join(_as_range(field, part.strip()) for part in text.split(",")[:MAX_VALUES])
    return InYears(parse_years(text)) if field == "year" else InDates(parse_dates(text))


def _as_range(field: str, text: str) -> str:
    match = _COMPARISON.fullmatch(text)
    if match is None:
        return text
    sign, value = match.groups()
    if field == "year" and value.isdecimal() and len(value) < 5 and sign in ("<", ">"):
        return f"{int(value) + 1}.." if sign == ">" else f"..{int(value) - 1}"
    if sign in ("<", ">"):
        ends = f"{value}.." if sign == ">" else f"..{value}"
        raise InvalidQueryError(
            f"'{field}{text}' is not understood.", f"Write {field}:{ends}, both ends included."
        )
    return {">=": f"{value}..", "<=": f"..{value}"}.get(sign, value)


def parse_years(text: str) -> tuple[tuple[int, int], ...]:
    """Read ``2018..2020,2022`` as ranges with both ends included.

    Raises:
        InvalidQueryError: the text is not of this form, or a range is empty.
    """
    ranges = []
    for part in filter(None, (p.strip() for p in text.split(",")[:MAX_VALUES])):
        match = re.fullmatch(r"(\d{1,4})?(\.\.)?(\d{1,4})?", part, re.ASCII)
        if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            raise InvalidQueryError(f"'{part}' is not a year.", f"Write {YEAR_FORMS}.")
        low = int(match[1]) if match[1] else 0
        high = int(match[3]) if match[3] else (9999 if match[2] else low)
        if low > high:
            raise InvalidQueryError(
                f"The range of years '{part}' is empty.", f"Did you mean {high}..{low}?"
            )
        ranges.append((low, high))
    if not ranges:
        raise InvalidQueryError("A year is missing.", f"Write {YEAR_FORMS}.")
    return tuple(ranges)


def parse_sort(text: str) -> tuple[tuple[str, bool], ...]:
    """Read ``-year,title_zh`` as ``(("year", True), ("title_zh", False))``.

    Raises:
        InvalidQueryError: a field is not one of ``SORT_FIELDS``, nor a title in a language.
    """
    keys = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        field = part.lstrip("-+").replace("-", "_").lower()
        if field.startswith("title_"):
            tag = canonical_tag(field.removeprefix("title_"))
            field = f"title_{tag}" if tag else ""
        elif field not in SORT_FIELDS:
            field = ""
        if not field:
            raise InvalidQueryError(
                f"Cannot sort by '{part}'.",
                f"Sort by one of {', '.join(SORT_FIELDS)}, or title_ and a language (title_zh);"
                " a minus in front sorts descending.",
            )
        keys.append((field, part.startswith("-")))
    return tuple(keys)
