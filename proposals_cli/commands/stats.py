"""``prop stats``: counts of proposals, and the numbers that sources state."""

from collections.abc import Iterator

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.counts import PROPOSALS, By, Wide, fields_in, show_counts
from proposals_cli.commands.proposal_views import nothing_found
from proposals_cli.commands.session import Session
from proposals_cli.domain.answers.stats import Stats
from proposals_cli.domain.query.query import And, Query
from proposals_cli.domain.text.languages import Languages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.render.views import CountRow, View, count_fields


@o.with_filters
def stats(
    ctx: typer.Context,
    filters: o.Filters,
    terms: o.Terms = None,
    by: By = None,
    wide: Wide = False,
    limit: o.Limit = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Count proposals by year, theme and status, or by any field.

    By year, "held" is the number of proposals in this base, "stated" the number that a source
    states. Different sponsors may meet several conditions on sponsors (person, party, role), and
    counts by two such fields pair the values of all sponsors of a proposal.

    \b
    Examples:
      prop stats
      prop stats --theme ecology
      prop stats --by series
      prop stats --by theme --by status --format csv
      prop stats --by body,year,status --wide --format csv
    """
    session = Session.of(ctx)
    base = session.knowledge_base
    query = base.query(terms or (), filters)
    output.show_hints(query)
    if fields := fields_in(by, wide=wide):
        show_counts(
            base,
            base.counts(query, fields),
            PROPOSALS,
            wide=wide,
            limit=limit,
            lang=lang,
            format_=format_,
            nothing=nothing_found(query),
            counts_lacking=query.where != And(),
        )
    elif limit is not None:
        raise InvalidQueryError(
            "--limit is for counts by a field.", "For example: --by theme --limit 5."
        )
    else:
        _show_summary(session, query, lang, format_)


def _show_summary(session: Session, query: Query, lang: Languages, format_: o.Format) -> None:
    base = session.knowledge_base
    counts = base.stats(query)
    if format_ is o.Format.TABLE:
        from proposals_cli.render.stats_page import write_stats

        page = output.page(lang)
        write_stats(page, counts, base.names(("theme", "body"), lang))
        output.show_page(page)
        if not counts.totals.proposals:
            output.say(nothing_found(query))
    elif format_ is o.Format.JSON:
        output.write_json(stats_object(counts))
    else:
        output.show(stats_view(counts, nothing_found(query)), format_)


def stats_object(counts: Stats) -> dict[str, object]:
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
        "by_body": [{"body": body, "count": count} for body, count in counts.by_body],
        "by_stage": [{"stage": stage, "count": count} for stage, count in counts.by_stage],
        "by_language": [{"language": tag, "count": count} for tag, count in counts.by_language],
        "by_theme_and_year": [
            {"theme": theme, "year": year, "count": count}
            for theme, year, count in counts.theme_years
        ],
        "missing": [{"missing": gap, "count": count} for gap, count in counts.missing],
    }


def stats_view(counts: Stats, empty: str) -> View[CountRow]:
    """Return the counts as rows of (field, value, count, stated), for flat formats.

    ``empty`` is the message where there are none.
    """

    def rows() -> Iterator[CountRow]:
        for year in counts.by_year:
            yield "year", year.year and str(year.year), year.held, year.stated
        for field, pairs in (
            ("theme", counts.by_theme),
            ("status", counts.by_status),
            ("kind", counts.by_kind),
            ("body", counts.by_body),
            ("stage", counts.by_stage),
            ("language", counts.by_language),
            ("missing", counts.missing),
        ):
            for value, count in pairs:
                yield field, value, count, None

    return View(
        count_fields(
            ("field", "word", None),
            ("value", "id", None),
            ("count", "number", None),
            ("stated", "number", None),
        ),
        rows(),
        empty=empty,
    )
