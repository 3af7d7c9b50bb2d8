"""``prop stats``: counts of proposals, and the numbers that sources state."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.proposal_views import FOR_PEOPLE, nothing_found
from proposals_cli.commands.session import Session
from proposals_cli.domain.answers.stats import Stats
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.names import language_name
from proposals_cli.domain.query.facets import EXTRA, FACETS
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.languages import Languages
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.fields import Role
from proposals_cli.render.views import Counts, View, count_fields, cross_table

if TYPE_CHECKING:
    from proposals_cli.render.page import Page


@o.with_filters
def stats(
    ctx: typer.Context,
    filters: o.Filters,
    terms: o.Terms = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FIELD",
            help=f"Count by this field; twice for a cross-table: year, {', '.join(FACETS)},"
            " or extra.NAME for a field that records have of their own.",
            autocompletion=lambda incomplete: [
                (name, what)
                for name, what in {"year": "year", **FACETS}.items()
                if name.startswith(incomplete)
            ],
            show_default=False,
        ),
    ] = None,
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
    """
    session = Session.of(ctx)
    base = session.knowledge_base
    query = base.query(terms or (), filters)
    output.show_hints(query)
    if by:
        _show_counts(session, query, by, limit, lang, format_)
    else:
        _show_summary(session, query, lang, format_)


def _show_counts(
    session: Session,
    query: Query,
    by: list[str],
    limit: int | None,
    lang: Languages,
    format_: o.Format,
) -> None:
    base = session.knowledge_base
    fields = [field.lower().replace("_", "-") for field in by]
    facets = [field for field in fields if field != "year"]
    rows: Sequence[Counts] = largest_first(base.tally(query, fields), one=len(fields) == 1)
    if fields == ["year"]:
        rows = [*rows, *_without_year(base, query, rows, lang if format_ in FOR_PEOPLE else None)]
    view = View(
        count_fields(
            *((field, "number" if field == "year" else role_of(field), field) for field in fields),
            ("count", "number", None),
        ),
        rows,
        lang,
        names=_names(base, facets, lang),
        empty="" if rows else _no_counts(base, query, fields),
    )
    note = False
    if format_ is o.Format.TABLE and len(fields) == 2:
        totals = base.row_totals(query, fields)
        across = cross_table(view, totals)
        # too many values for columns of their own are rows
        if output.fits(across):
            view = across
            note = sum(int(str(row[-1])) for row in rows) > sum(totals.values())

    def below(page: "Page") -> None:
        page.dim(page.word(labels.SEVERAL_VALUES))

    output.show(view.limited(limit), format_, below if note else None)


def _names(base: KnowledgeBase, facets: list[str], lang: Languages) -> dict[str, dict[str, str]]:
    """Return facet → value → name; in English, ids stay where they are words."""
    is_chinese = lang.interface == "zh"
    names = base.names([one for one in facets if is_chinese or one == "body"], lang)
    if "language" in facets:
        tags = [value.value for value in base.index.facet_values("language")]
        names["language"] = {tag: language_name(tag, lang.interface) for tag in tags}
    return names


def _no_counts(base: KnowledgeBase, query: Query, fields: list[str]) -> str:
    """Return the message where there is nothing to count by these fields."""
    count = base.index.totals(query).proposals
    if not count:
        return nothing_found(query)
    named = " and ".join(fields)
    if count == 1:
        return f"The one proposal has no value for {named}."
    return f"None of the {count:,} proposals has a value for {named}."


def _without_year(
    base: KnowledgeBase, query: Query, rows: Sequence[Counts], lang: Languages | None
) -> Iterator[Counts]:
    """Yield a row for the proposals of no known year, with a word for people, if there are any."""
    dated = sum(count for _, count in rows if isinstance(count, int))
    if undated := base.index.totals(query).proposals - dated:
        yield labels.NO_YEAR.text(lang.interface) if lang else None, undated


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


def stats_view(counts: Stats, empty: str) -> View[Counts]:
    """Return the counts as rows of (field, value, count, stated), for flat formats.

    ``empty`` is the message where there are none.
    """

    def rows() -> Iterator[Counts]:
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


_LABELS = (
    "body",
    "region",
    "area",
    "actor",
    "beneficiary",
    "entity",
    "person",
    "addressee",
    "party",
)
"""Facets whose values may be words of a source."""


def role_of(facet: str) -> Role:
    """Return how a column of a facet behaves: ids are never cut, texts of records are."""
    return "text" if facet in _LABELS or facet.startswith(EXTRA) else "id"


def largest_first(rows: Sequence[Counts], *, one: bool) -> Sequence[Counts]:
    """Return counts by one field largest first, unless the field is the year."""
    if not one or (rows and isinstance(rows[0][0], int)):
        return rows
    return sorted(rows, key=lambda row: (-int(str(row[-1])), str(row[0])))
