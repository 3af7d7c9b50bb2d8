"""Days between dates that are known to the day, the month or the year."""

from datetime import date

import pytest

from proposals_cli.domain.answers.days import Days, days_of, later


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
    ],
)
def test_a_date_stands_for_all_its_days(iso: str, first: date, last: date) -> None:
    """A month has as many days as in that year."""
    assert days_of(iso) == Days(first, last)


@pytest.mark.parametrize(
    ("day", "months", "days", "expected"),
    [
        (date(2024, 1, 31), 1, 0, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, 0, date(2024, 2, 29)),
        (date(2024, 3, 15), 3, 0, date(2024, 6, 15)),
        (date(2024, 12, 1), 1, 0, date(2025, 1, 1)),
        (date(2024, 2, 28), 0, 7, date(2024, 3, 6)),
        (date(2024, 2, 28), 0, 0, date(2024, 2, 28)),
        (date(9999, 12, 1), 3, 0, date.max),
        (date(2024, 1, 1), 10**12, 0, date.max),
        (date(2024, 1, 1), 0, 10**12, date.max),
    ],
)
def test_a_time_is_added_in_calendar_months_and_days(
    day: date, months: int, days: int, expected: date
) -> None:
    """The end of a short month takes the place of a day that it lacks."""
    assert later(day, months=months, days=days) == expected
