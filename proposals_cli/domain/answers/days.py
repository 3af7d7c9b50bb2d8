"""Days between dates of which only the month or the year may be known."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

MAX_CACHED = 10_000
"""Dates whose days are remembered: some decades."""


class Days(NamedTuple):
    """The first and the last day that something can have happened on; equal if it is known."""

    first: date
    last: date


@lru_cache(MAX_CACHED)
def days_of(iso: str) -> Days:
    """Return the days of an ISO date, month or year.

    >>> days_of("2024-02").last.isoformat()
    '2024-02-29'
    """
    year, month, day = (int(part) for part in (f"{iso}-0-0").split("-")[:3])
    if day:
        return Days(date(year, month, day), date(year, month, day))
    if month:
        return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return Days(date(year, 1, 1), date(year, 12, 31))


def later(day: date, *, days: int = 0, months: int = 0) -> date:
    """Return a day so many calendar months and days later.

    A day that the month does not have becomes its last one; a day beyond the calendar the last
    of the calendar.

    >>> later(date(2024, 11, 30), months=3).isoformat()
    '2025-02-28'
    """
    try:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=days)
    except (ValueError, OverflowError):
        return date.max
