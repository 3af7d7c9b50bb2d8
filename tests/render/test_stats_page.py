"""The page of ``stats``: how counts fit a screen."""

from typing import Any

import pytest

from proposals_cli.domain.answers.stats import Stats, YearCount
from proposals_cli.domain.ports import Totals
from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.page import Page
from proposals_cli.render.stats_page import MAX_VALUES, write_stats
from proposals_cli.render.terminal import Screen


def lines_of(
    theme_years: tuple[tuple[str, int, int], ...] = (), width: int = 80, **counts: Any
) -> list[str]:
    """Return the page of counts of themes by year, or of other ``counts``, on a screen."""
    themes: dict[str, int] = {}
    for theme, _, count in theme_years:
        themes[theme] = themes.get(theme, 0) + count
    nothing: dict[str, Any] = {
        "totals": Totals(sum(themes.values()), 0, 0, 1),
        "by_year": (),
        "by_theme": tuple(themes.items()),
        "by_status": (),
        "by_kind": (),
        "by_body": (),
        "by_stage": (),
        "by_language": (),
        "theme_years": theme_years,
        "missing": (),
        "comparable": True,
    }
    stats = Stats(**(nothing | counts))
    page = Page(Screen(width, 100, colour=False), Languages())
    write_stats(page, stats, {})
    return [line.rstrip("\n") for line in page.lines()]


def test_years_that_do_not_fit_are_joined_into_periods() -> None:
    """Each period has the sum of its years, and a line explains its length."""
    lines = lines_of((("a", 2001, 2), ("a", 2003, 1), ("a", 2010, 4), ("a", 2012, 8)), 28)
    heading = lines.index("Theme × year")
    assert lines[heading + 1].split() == ["2001–", "2004–", "2007–", "2010–"]
    assert lines[heading + 2].split() == ["a", "3", "·", "·", "12"]
    assert lines[heading + 3].strip() == "Each column: 3 years."


def test_years_that_fit_have_a_column_each() -> None:
    """Even a year without proposals."""
    lines = lines_of((("a", 2001, 2), ("a", 2003, 1)), 80)
    heading = lines.index("Theme × year")
    assert lines[heading + 1].split() == ["2001", "2002", "2003"]
    assert lines[heading + 2].split() == ["a", "2", "·", "1"]
    assert not any("Each column" in line for line in lines)


def test_values_beyond_the_limit_of_the_page_are_counted() -> None:
    """A line names the command that lists them."""
    many = tuple((f"theme-{number:02}", 2020, 1) for number in range(MAX_VALUES + 3))
    lines = lines_of(many, 80)
    assert lines.count("  … and 3 more: prop stats --by theme") == 1


def test_proposals_of_no_known_year_have_a_bar_of_their_own() -> None:
    """It stands last, and no source states a number for it."""
    lines = lines_of(
        totals=Totals(5, 0, 0, 1),
        by_year=(YearCount(2020, 3, 4), YearCount(None, 2, None)),
    )
    assert [line.strip() for line in lines if "█" in line][1:] == [
        *("2020     ████████████░░░░ 3 of 4", "no year  ████████ 2"),
    ]


def test_years_are_compared_only_where_a_source_states_a_number() -> None:
    """A base of which nobody says how many there are shows the numbers alone."""
    totals = Totals(3, 0, 0, 1)
    lines = lines_of(totals=totals, by_year=(YearCount(2020, 1, None), YearCount(2021, 2, None)))
    assert [line.strip() for line in lines[2:5]] == ["By year", "2020  ████ 1", "2021  ████████ 2"]
    lines = lines_of(totals=totals, by_year=(YearCount(2020, 1, None), YearCount(2021, 2, 3)))
    assert lines[3].strip() == "2020  ████ 1 (no number stated)"


@pytest.mark.parametrize(
    ("field", "heading"),
    [
        ("by_kind", "By kind"),
        ("by_body", "By body"),
        ("by_stage", "What happened"),
        ("by_language", "Languages of titles"),
    ],
)
def test_what_is_all_of_one_sort_is_not_counted_by_it(field: str, heading: str) -> None:
    """A chart of one bar says nothing."""
    one: dict[str, Any] = {"totals": Totals(3, 0, 0, 1), field: (("a", 3),)}
    assert heading not in lines_of(**one)
    lines = lines_of(**(one | {field: (("a", 2), ("b", 1))}))
    place = lines.index(heading)
    assert [line.split()[:2] for line in lines[place + 1 : place + 3]] == [["a", "2"], ["b", "1"]]
