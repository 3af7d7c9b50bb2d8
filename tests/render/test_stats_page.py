"""The page of ``stats``: how counts fit a screen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

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
    """Each has the sum of its years and says which they are."""
    lines = lines_of((("a", 2001, 2), ("a", 2003, 1), ("a", 2010, 4), ("a", 2012, 8)), 28)
    heading = lines.index("Theme × year")
    assert lines[heading + 1].split() == ["2001", "2004", "2007", "2010"]
    assert lines[heading + 2].split() == ["–03", "–06", "–09", "–12"]
    assert lines[heading + 3].split() == ["a", "3", "·", "·", "12"]


def test_long_periods_are_decades() -> None:
    """They begin with a round year, but the first and the last end with the years there are."""
    lines = lines_of((("a", 1976, 2), ("a", 1983, 1), ("a", 2030, 4)), 38)
    heading = lines.index("Theme × year")
    assert lines[heading + 1].split() == ["1976", "1980", "1990", "2000", "2010", "2020", "2030"]
    assert lines[heading + 2].split() == ["–79", "–89", "–99", "–09", "–19", "–29"]
    assert lines[heading + 3].split() == ["a", "2", "1", "·", "·", "·", "·", "4"]


@given(
    st.dictionaries(st.integers(1, 9999), st.integers(1, 10**7), min_size=1, max_size=40),
    st.integers(30, 200),
)
def test_columns_never_run_together(counts: dict[int, int], width: int) -> None:
    """However many years there are, and however large the numbers."""
    lines = lines_of(tuple(("a", year, count) for year, count in counts.items()), width)
    heading = lines.index("Theme × year")
    row = next(line for line in lines[heading:] if line.startswith("  a"))
    cells = row.split()[1:]
    assert len(lines[heading + 1].split()) == len(cells)
    assert sum(int(cell.replace(",", "").replace("·", "0")) for cell in cells) == sum(
        counts.values()
    )
    assert max(map(cell_len, lines[heading:])) <= width


def test_years_that_fit_have_a_column_each() -> None:
    """Even a year without proposals."""
    lines = lines_of((("a", 2001, 2), ("a", 2003, 1)), 80)
    heading = lines.index("Theme × year")
    assert lines[heading + 1].split() == ["2001", "2002", "2003"]
    assert lines[heading + 2].split() == ["a", "2", "·", "1"]


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
