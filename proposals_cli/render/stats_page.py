"""The page of ``stats``: totals, bars by year, themes, and a map of themes over years."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from proposals_cli.domain.answers.stats import Stats, YearCount
from proposals_cli.domain.model.vocabulary import (
    KIND_LABELS,
    STAGE_LABELS,
    STATUS_LABELS,
    Kind,
    label,
)
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.names import language_name
from proposals_cli.domain.query.facets import MISSING
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.page import Page
from proposals_cli.render.table import cut, padded

MAX_BAR = 36
"""Cells of the longest bar."""

MAX_NAME = 38
"""Cells of the longest name."""

MAX_VALUES = 25
"""Themes, statuses, … that a page lists."""

_SPANS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
"""Years that a column of the map may stand for."""

Counts = Sequence[tuple[str, int]]

_SHADES = ("", "on grey15", "on grey23", "on grey35", "black on grey58", "black on grey74")


def write_stats(page: Page, stats: Stats, names: Mapping[str, Mapping[str, str]]) -> None:
    """Write the summary; ``names`` is facet → value → name in the page's language."""
    _write_totals(page, stats)
    if not stats.totals.proposals and not stats.by_year:
        return
    theme_names = names.get("theme", {})
    _write_years(page, stats)
    _write_bars(page, labels.BY_THEME, stats.by_theme, theme_names, "theme")
    if stats.by_theme:
        page.dim(page.word(labels.SEVERAL_THEMES))
    _write_heat_map(page, stats, theme_names)
    _write_bars(
        page,
        labels.BY_STATUS,
        stats.by_status,
        _labels(stats.by_status, STATUS_LABELS, page),
        "status",
    )
    bodies = names.get("body", {})
    languages = {tag: language_name(tag, page.lang) for tag, _ in stats.by_language}
    for heading, counts, values, facet in (
        (labels.BY_KIND, stats.by_kind, _labels(stats.by_kind, KIND_LABELS, page), "kind"),
        (labels.BY_BODY, stats.by_body, bodies, "body"),
        (labels.BY_STAGE, stats.by_stage, _labels(stats.by_stage, STAGE_LABELS, page), "stage"),
        (labels.BY_LANGUAGE, stats.by_language, languages, "language"),
    ):
        if len(counts) > 1:
            _write_bars(page, heading, counts, values, facet)
    gaps = _labels(stats.missing, MISSING, page)
    _write_bars(page, labels.MISSING, stats.missing, gaps, "missing")


def _write_totals(page: Page, stats: Stats) -> None:
    totals = stats.totals
    proposals = labels.PROPOSAL_COUNTED, labels.PROPOSALS_COUNTED
    if [kind for kind, _ in stats.by_kind] == [Kind.SUGGESTION]:
        proposals = labels.SUGGESTION_COUNTED, labels.SUGGESTIONS_COUNTED
    parts: list[str | Text] = []
    for count, (one, several) in (
        (totals.proposals, proposals),
        (totals.measures, (labels.MEASURE_COUNTED, labels.MEASURES_COUNTED)),
        (totals.sources, (labels.SOURCE_COUNTED, labels.SOURCES_COUNTED)),
        (totals.people, (labels.PERSON_COUNTED, labels.PEOPLE_COUNTED)),
    ):
        noun = one if count == 1 else several
        parts += [Text(f"{count:,}", style="bold"), Text(page.word(noun))]
    page.text(*parts)


def _labels(counts: Counts, known: dict[str, tuple[str, str]], page: Page) -> dict[str, str]:
    return {value: label(known, value, page.lang) for value, _ in counts}


def _write_years(page: Page, stats: Stats) -> None:
    is_stated = any(one.stated is not None for one in stats.by_year)
    page.heading(page.word(labels.BARS_BY_YEAR if is_stated else labels.BY_YEAR))
    most = max((max(y.held, y.stated or 0) for y in stats.by_year), default=0)
    longest = max(4, min(MAX_BAR, (page.width or 100) - 32))
    scale = min(1.0, longest / most) if most > longest else max(1, min(4, longest // max(most, 1)))
    names = {one.year: str(one.year or page.word(labels.NO_YEAR)) for one in stats.by_year}
    room = max(map(cell_len, names.values()), default=0)
    with page.indented():
        for year in stats.by_year:
            gap = max(0, (year.stated or 0) - year.held)
            bar = Text("█" * round(year.held * scale), style="cyan")
            bar.append("░" * round(gap * scale), style="dim")
            numbers = _numbers(page, year, compared=is_stated)
            name = padded(names[year.year], room)
            page.text(Text(f"{name}  "), bar, Text(f" {numbers}"), hang=room + 2)
    if not stats.comparable:
        page.dim(page.word(labels.NOT_COMPARED))


def _numbers(page: Page, year: YearCount, *, compared: bool) -> str:
    held = f"{year.held:,}"
    if not compared:
        return held
    if year.year is None:
        return held
    if year.stated is None:
        return page.word(labels.NO_NUMBER_STATED, held=held)
    numbers = page.word(labels.HELD_OF_STATED, held=held, stated=f"{year.stated:,}")
    if year.also_stated:
        others = ", ".join(f"{n:,}" for n in year.also_stated)
        numbers += page.word(labels.OTHERS_STATED, others=others)
    return numbers


def _write_bars(
    page: Page, heading: Label, counts: Counts, names: Mapping[str, str], facet: str
) -> None:
    if not counts:
        return
    page.heading(page.word(heading))
    shown = counts[:MAX_VALUES]
    texts = [cut(one_line(names.get(value, value)), _name_room(page)) for value, _ in shown]
    room = max(cell_len(text) for text in texts)
    digits = max(len(f"{count:,}") for _, count in shown)
    longest = max(count for _, count in shown)
    width = min(MAX_BAR, (page.width or 80) - room - digits - 6)
    with page.indented():
        for text, (_, count) in zip(texts, shown, strict=True):
            bar = "█" * max(1, round(count * width / longest)) if width > 3 else ""
            page.text(
                Text(padded(text, room)),
                Text(f"  {count:>{digits},}  "),
                Text(bar, style="cyan"),
                wrap=False,
            )
        if len(counts) > len(shown):
            page.dim(page.word(labels.MORE_VALUES, count=len(counts) - len(shown), facet=facet))


class _Periods(NamedTuple):
    """The years from ``first`` to ``last`` in periods; decades and longer ones begin round."""

    first: int
    last: int
    span: int

    @classmethod
    def fitted(cls, years: Collection[int], columns: int) -> "_Periods":
        """Return the shortest periods for which there are enough columns."""
        for span in _SPANS:
            periods = cls(min(years), max(years), span)
            if len(periods.starts()) <= columns:
                break
        return periods

    def starts(self) -> range:
        return range(self.start_of(self.first), self.last + 1, self.span)

    def start_of(self, year: int) -> int:
        begun = 0 if self.span >= 10 else self.first % self.span
        return (year - begun) // self.span * self.span + begun

    def headings(self) -> list[tuple[str, str]]:
        """Return the first year of each period, and the last one as it is written below it."""
        return [self.heading(start) for start in self.starts()]

    def heading(self, start: int) -> tuple[str, str]:
        first = str(max(start, self.first))
        last = str(min(start + self.span - 1, self.last))
        if first == last:
            return first, ""
        return first, f"–{last[2:] if first[:-2] == last[:-2] else last}"


def _write_heat_map(page: Page, stats: Stats, names: Mapping[str, str]) -> None:
    """Draw themes down, years across; years are joined into periods where they do not fit."""
    if not stats.theme_years:
        return
    page.heading(page.word(labels.THEME_BY_YEAR))
    themes = [theme for theme, _ in stats.by_theme[:MAX_VALUES]]
    texts = {theme: cut(one_line(names.get(theme, theme)), _name_room(page)) for theme in themes}
    room = max(cell_len(text) for text in texts.values())
    years = [year for _, year, _ in stats.theme_years]
    cell = max(5, len(f"{max(count for _, count in stats.by_theme):,}") + 2)
    space = (page.width or 100) - 2 - room
    periods = _Periods.fitted(years, space // cell)
    longest = max(len(part) for heading in periods.headings() for part in heading)
    if longest >= cell:  # the last year of a period that ends in another century
        cell = longest + 1
        periods = _Periods.fitted(years, space // cell)
    counts = _by_period(stats, periods)
    most = max(counts.values())
    with page.indented():
        for line in zip(*periods.headings(), strict=True):
            headings = "".join(f"{part:>{cell - 1}} " for part in line)
            if headings.strip():
                page.text(Text(" " * room + headings, style="dim"), wrap=False)
        for theme in themes:
            row = Text(padded(texts[theme], room))
            for start in periods.starts():
                _append_cell(row, counts.get((theme, start), 0), cell, most)
            page.text(row, wrap=False)


def _by_period(stats: Stats, periods: _Periods) -> dict[tuple[str, int], int]:
    """Return (theme, first year of a period) → count."""
    counts: dict[tuple[str, int], int] = {}
    for theme, year, count in stats.theme_years:
        place = (theme, periods.start_of(year))
        counts[place] = counts.get(place, 0) + count
    return counts


def _append_cell(row: Text, count: int, width: int, most: int) -> None:
    text = f"{count:,}" if count else "·"
    row.append(" " * (width - len(text) - 1))
    row.append(f"{text} ", style=_shade(count, most))


def _name_room(page: Page) -> int:
    """Return the cells of the longest name, so that there is room beside it."""
    return max(8, min(MAX_NAME, (page.width or 100) - 24))


def _shade(count: int, most: int) -> str:
    return _SHADES[-(-count * (len(_SHADES) - 1) // most)] if count else "dim"
