"""ISO dates of which only the month or the year may be known, as ranges of days."""

import re

from proposals_cli.errors import InvalidQueryError

DATE_FORMS = (
    "a date as 2020-05-18, a month as 2020-05, a year, or a range as 2020-05..2020-08 or 2020-05.."
)

MAX_RANGES = 64
"""How many ranges of one list are read."""


def first_day(iso: str) -> str:
    """Return the first day of an ISO date, month or year.

    >>> first_day("2020"), first_day("2020-05-18")
    ('2020-01-01', '2020-05-18')
    """
    return iso + "-01-01"[len(iso) - 4 :]


def last_day(iso: str) -> str:
    """Return the last day of an ISO date, month or year.

    >>> last_day("2020"), last_day("2020-02"), last_day("2020-05-18")
    ('2020-12-31', '2020-02-29', '2020-05-18')
    """
    if len(iso) == len("2020"):
        return f"{iso}-12-31"
    if len(iso) == len("2020-05"):
        from calendar import monthrange  # takes milliseconds that few commands need

        return f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]:02}"
    return iso


def parse_dates(text: str) -> tuple[tuple[str, str], ...]:
    """Read ``2020-05..2020-08,2021`` as ranges of ISO dates; an open end is empty.

    Raises:
        InvalidQueryError: the text is not of this form, a day does not exist, or a range is empty.
    """
    ranges = []
    for part in filter(None, (p.strip() for p in text.split(",")[:MAX_RANGES])):
        start, dots, end = part.partition("..")
        low, high = (parse_date(side) if side.strip() else "" for side in (start, end))
        if not low and not high:
            raise InvalidQueryError(f"'{part}' is not a date.", f"Write {DATE_FORMS}.")
        ranges.append(in_order(low, high if dots else low))
    if not ranges:
        raise InvalidQueryError("A date is missing.", f"Write {DATE_FORMS}.")
    return tuple(ranges)


def parse_date(text: str) -> str:
    """Return a typed date, month or year in ISO form.

    Raises:
        InvalidQueryError: it is none, or a day that does not exist.

    >>> parse_date("2020/5/8")
    '2020-05-08'
    """
    match = re.fullmatch(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?", text.strip(), re.ASCII)
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    if not year or (match and match[2] and not 1 <= month <= 12):
        raise InvalidQueryError(f"'{text.strip()}' is not a date.", f"Write {DATE_FORMS}.")
    iso = f"{year:04}" + (f"-{month:02}" if match and match[2] else "")
    if match and match[3]:
        last = last_day(iso)
        if not 1 <= day <= int(last[8:]):
            raise InvalidQueryError(
                f"'{text.strip()}' is not a day of the calendar.",
                f"The last day of {iso} is {last}.",
            )
        iso += f"-{day:02}"
    return iso


def in_order(low: str, high: str) -> tuple[str, str]:
    """Return a range of dates; raise InvalidQueryError if it is empty."""
    if low and high and first_day(low) > last_day(high):
        raise InvalidQueryError(
            f"The range of dates '{low}..{high}' is empty.", f"Did you mean {high}..{low}?"
        )
    return low, high
