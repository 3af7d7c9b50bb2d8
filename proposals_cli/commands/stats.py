"""``prop stats``: counts, and what sources state beside them."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.session import Session
from proposals_cli.domain.answers.stats import Stats
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.render.fields import Role
from proposals_cli.render.views import View, cross_table, tuple_fields


def stats(
    ctx: typer.Context,
    terms: o.Terms = None,
    theme: o.Theme = None,
    year: o.Year = None,
    person: o.Person = None,
    region: o.Region = None,
    kind: o.KindOption = None,
    status: o.StatusOption = None,
    series: o.Series = None,
    source: o.Source = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FIELD",
            help=f"Count by one field, twice for a cross-table: year, {', '.join(FACETS)}.",
            autocompletion=lambda incomplete: [
                (name, what)
                for name, what in {"year": "year", **FACETS}.items()
                if name.startswith(incomplete)
            ],
            show_default=False,
        ),
    ] = None,
    limit: o.Limit = None,
    lang: o.LangOption = o.Lang.EN,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Count proposals by year, theme and status, or by any field.

    By year, "held" is what this base holds, "stated" is how many there were by the word of a
    source.

    \b
    Examples:
      prop stats
      prop stats --theme ecology
      prop stats --by series
      prop stats --by theme --by status --format csv
    """
    session = Session.of(ctx)
    base = session.knowledge_base
    query = base.query(
        terms or (), o.filters(theme, year, person, region, kind, status, series, source)
    )
    session.hint(query)
    if by:
        fields = [field.lower().replace("_", "-") for field in by]
        rows = largest_first(base.tally(query, fields), one=len(fields) == 1)
        facets = [field for field in fields if field != "year"]
        view = View(
            tuple_fields(
                *((f, "number" if f == "year" else role_of(f), f) for f in fields),
                ("count", "number", None),
            ),
            rows,
            lang,
            names=base.names(facets, lang) if lang is o.Lang.ZH else {},
            empty="No proposal fits.",
        )
        if format_ is o.Format.TABLE and len(fields) == 2:
            across = cross_table(view)
            # values that are too many to stand side by side stand one below the other
            view = across if session.fits(across) else view
        session.show(view.limited(limit), format_)
        return
    counts = base.stats(query)
    if format_ is o.Format.TABLE:
        from proposals_cli.render.stats_page import write_stats

        page = session.page(lang)
        write_stats(page, counts, base.names(("theme", "missing"), lang))
        session.show_page(page)
        if not counts.totals.proposals:
            session.say("No proposal fits.")
    elif format_ is o.Format.JSON:
        session.write_json(stats_object(counts))
    else:
        session.show(stats_view(counts), format_)


def stats_object(counts: Stats) -> dict[str, Any]:
    """Return the counts as the JSON object of the interface."""
    return {
        "total": counts.totals.proposals,
        "measures": counts.totals.measures,
        "sources": counts.totals.sources,
        "people": counts.totals.people,
        "by_year": [
            {"year": year.year, "held": year.held, "stated": year.stated} for year in counts.by_year
        ],
        "by_theme": [{"theme": theme, "count": count} for theme, count in counts.by_theme],
        "by_status": [{"status": status, "count": count} for status, count in counts.by_status],
        "by_kind": [{"kind": kind, "count": count} for kind, count in counts.by_kind],
        "by_theme_and_year": [
            {"theme": theme, "year": year, "count": count}
            for theme, year, count in counts.theme_years
        ],
        "missing": [{"missing": gap, "count": count} for gap, count in counts.missing],
    }


def stats_view(counts: Stats) -> View:
    """Return the counts as rows of (field, value, count, stated), for flat formats."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for year in counts.by_year:
            yield "year", str(year.year), year.held, year.stated
        for field, pairs in (
            ("theme", counts.by_theme),
            ("status", counts.by_status),
            ("kind", counts.by_kind),
            ("missing", counts.missing),
        ):
            for value, count in pairs:
                yield field, value, count, None

    return View(
        tuple_fields(
            ("field", "word", None),
            ("value", "id", None),
            ("count", "number", None),
            ("stated", "number", None),
        ),
        rows(),
        empty="No proposal fits.",
    )


def role_of(facet: str) -> Role:
    """Return how a column of a facet behaves: ids are never cut, free words give way."""
    return "text" if facet in ("region", "area", "actor", "entity") else "id"


def largest_first(rows: list[tuple[str | int, ...]], *, one: bool) -> list[tuple[str | int, ...]]:
    """Return counts by one field largest first, unless they run along years."""
    if not one or (rows and isinstance(rows[0][0], int)):
        return rows
    return sorted(rows, key=lambda row: (-int(row[-1]), str(row[0])))
