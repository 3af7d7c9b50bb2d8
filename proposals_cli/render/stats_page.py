"""The page of ``stats``: totals, bars by year, themes, and a map of themes over years."""

from collections.abc import Mapping

from rich.cells import cell_len
from rich.text import Text

from proposals_cli.domain.answers.stats import Stats, YearCount
from proposals_cli.domain.model.vocabulary import label
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.page import Page
from proposals_cli.render.table import cut

BAR = 36
"""Cells of the longest bar."""

LABEL = 38
"""Cells of the longest name."""

THEMES_SHOWN = 25

_SHADES = ("", "on grey15", "on grey23", "on grey35", "black on grey58", "black on grey74")


def write_stats(page: Page, stats: Stats, names: Mapping[str, Mapping[str, str]]) -> None:
    """Write the summary; ``names`` holds facet → value → name in the page's language."""
    totals = stats.totals
    page.text(
        Text(f"{totals.proposals:,}", style="bold"), page.word(" proposals, ", " 件建议，"),
        Text(f"{totals.measures:,}", style="bold"), page.word(" measures, ", " 项措施，"),
        Text(f"{totals.sources:,}", style="bold"), page.word(" sources, ", " 个来源，"),
        Text(f"{totals.people:,}", style="bold"),
        page.word(" person" if totals.people == 1 else " people", " 位提出人"),
    )  # fmt: skip
    if not totals.proposals and not stats.by_year:
        return
    _years(page, stats)
    _bars(page, "By theme", "按主题", stats.by_theme, names.get("theme", {}), "theme")
    page.text(
        Text(
            page.word("A proposal may have several themes.", "一件建议可有多个主题。"), style="dim"
        )
    )
    _heat_map(page, stats, names.get("theme", {}))
    _bars(page, "By status", "按状态", stats.by_status, _labels(stats.by_status, page), "status")
    if len(stats.by_kind) > 1:
        _bars(page, "By kind", "按类型", stats.by_kind, _labels(stats.by_kind, page), "kind")
    _bars(page, "What is missing", "缺失", stats.missing, names.get("missing", {}), "missing")


def _labels(counts: tuple[tuple[str, int], ...], page: Page) -> dict[str, str]:
    return {value: label(value, page.lang) for value, _ in counts}


def _years(page: Page, stats: Stats) -> None:
    page.heading(
        "By year: held █, stated by sources but not held ░", "按年：已收录 █，来源所称而未收录 ░"
    )
    most = max((max(y.held, y.stated or 0) for y in stats.by_year), default=0)
    longest = max(4, min(BAR, (page.width or 100) - 32))
    scale = min(1.0, longest / most) if most > longest else max(1, min(4, longest // max(most, 1)))
    with page.indented():
        for year in stats.by_year:
            gap = max(0, (year.stated or 0) - year.held)
            bar = Text("█" * round(year.held * scale), style="cyan")
            bar.append("░" * round(gap * scale), style="dim")
            page.text(Text(f"{year.year}  "), bar, Text(_counted(page, stats, year)), wrap=False)
    if not stats.comparable:
        page.text(
            Text(
                page.word(
                    "Sources count all proposals of a person and year, so a selection is not"
                    " compared with them.",
                    "来源按人按年计数，筛选结果不与之比较。",
                ),
                style="dim",
            )
        )


def _counted(page: Page, stats: Stats, year: YearCount) -> str:
    if not stats.comparable:
        return f" {year.held:,}"
    if year.stated is None:
        return page.word(f" {year.held:,} (no number stated)", f" {year.held:,}（无来源给出总数）")
    also = ""
    if year.also_stated:
        others = ", ".join(f"{n:,}" for n in year.also_stated)
        also = page.word(f" (another source names {others})", f"（另有来源称 {others}）")
    return page.word(
        f" {year.held:,} of {year.stated:,}{also}", f" {year.held:,} / {year.stated:,}{also}"
    )


def _bars(
    page: Page,
    english: str,
    chinese: str,
    counts: tuple[tuple[str, int], ...],
    names: Mapping[str, str],
    facet: str,
) -> None:
    if not counts:
        return
    page.heading(english, chinese)
    shown = counts[:THEMES_SHOWN]
    labels = [cut(one_line(names.get(value, value)), _label_room(page)) for value, _ in shown]
    room = max(cell_len(text) for text in labels)
    digits = max(len(f"{count:,}") for _, count in shown)
    longest = max(count for _, count in shown)
    width = min(BAR, (page.width or 80) - room - digits - 6)
    with page.indented():
        for text, (_, count) in zip(labels, shown, strict=True):
            bar = "█" * max(1, round(count * width / longest)) if width > 3 else ""
            page.text(
                Text(text + " " * (room - cell_len(text))),
                Text(f"  {count:>{digits},}  "),
                Text(bar, style="cyan"),
                wrap=False,
            )
        if len(counts) > len(shown):
            page.text(
                Text(
                    page.word(
                        f"… and {len(counts) - len(shown)} more: prop stats --by {facet}",
                        f"……另有 {len(counts) - len(shown)} 项：prop stats --by {facet}",
                    ),
                    style="dim",
                )
            )


def _heat_map(page: Page, stats: Stats, names: Mapping[str, str]) -> None:
    """Draw themes down, years across; years are joined into periods where they do not fit."""
    if not stats.theme_years:
        return
    page.heading("Theme × year", "主题 × 年份")
    themes = [theme for theme, _ in stats.by_theme[:THEMES_SHOWN]]
    labels = {theme: cut(one_line(names.get(theme, theme)), _label_room(page)) for theme in themes}
    room = max(cell_len(text) for text in labels.values())
    first = min(year for _, year, _ in stats.theme_years)
    last = max(year for _, year, _ in stats.theme_years)
    most = max(count for _, _, count in stats.theme_years)
    cell = max(5, len(f"{most:,}") + 2)
    columns = max(1, ((page.width or 100) - 2 - room) // cell)
    span = -(-(last - first + 1) // columns)
    starts = range(first, last + 1, span)
    counts: dict[tuple[str, int], int] = {}
    for theme, year, count in stats.theme_years:
        place = (theme, first + (year - first) // span * span)
        counts[place] = counts.get(place, 0) + count
    most = max(counts.values())
    with page.indented():
        heads = [str(start) if span == 1 else f"{start}–" for start in starts]
        page.text(
            Text(" " * room + "".join(head.rjust(cell) for head in heads), style="dim"), wrap=False
        )
        for theme in themes:
            row = Text(labels[theme] + " " * (room - cell_len(labels[theme])))
            for start in starts:
                count = counts.get((theme, start), 0)
                text = f"{count:,}" if count else "·"
                row.append(" " * (cell - len(text) - 1))
                row.append(f"{text} ", style=_shade(count, most))
            page.text(row, wrap=False)
        if span > 1:
            page.text(
                Text(page.word(f"Each column: {span} years.", f"每列 {span} 年。"), style="dim")
            )


def _label_room(page: Page) -> int:
    """Return the cells that the longest name may take, so that something is left beside it."""
    return max(8, min(LABEL, (page.width or 100) - 24))


def _shade(count: int, most: int) -> str:
    return _SHADES[-(-count * (len(_SHADES) - 1) // most)] if count else "dim"
