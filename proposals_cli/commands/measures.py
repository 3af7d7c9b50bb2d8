"""``prop measures``: the concrete measures that proposals ask for."""

from functools import partial

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.counts import MEASURES, By, Wide, fields_in, show_counts
from proposals_cli.commands.proposal_views import FLAT, FOR_PEOPLE, short_ids
from proposals_cli.commands.session import Session
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.languages import Languages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.answer_fields import MEASURE_KEYS, measure_fields
from proposals_cli.render.fields import flat_keys, tags_asked
from proposals_cli.render.text_columns import in_each
from proposals_cli.render.views import View, choose

NO_MATCH = "No measures match."


@o.with_output
@o.with_filters
def measures(
    ctx: typer.Context,
    filters: o.Filters,
    terms: o.Terms = None,
    by: By = None,
    wide: Wide = False,
    sort: o.Sort = None,
    limit: o.Limit = None,
    columns: o.MeasureColumns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the measures asked for, with their sources.

    The measures of the newest proposals come first. Filters select proposals; area, horizon, actor
    and beneficiary also select single measures. --by counts measures, not proposals. The texts are
    paraphrases unless the column basis says otherwise, and cite their sources.

    \b
    Examples:
      prop measures --theme rural-revitalisation
      prop measures --horizon near-term
      prop measures --by actor --by year
      prop measures area:talent --columns id,text,citations
      prop measures --format json | jq length
    """
    base = Session.of(ctx).knowledge_base
    query = base.query(terms or (), filters, sort=sort, limit=limit, languages=lang)
    output.show_hints(query)
    if fields := fields_in(by, wide=wide):
        if sort or columns:
            raise InvalidQueryError(
                "--sort and --columns are for a list of measures.", "Leave them out with --by."
            )
        show_counts(
            base,
            base.measure_counts(query, fields),
            MEASURES,
            wide=wide,
            limit=limit,
            lang=lang,
            format_=format_,
            nothing=NO_MATCH,
        )
    else:
        _show_list(base, query, columns, lang, format_)


def _show_list(
    base: KnowledgeBase, query: Query, columns: str | None, lang: Languages, format_: o.Format
) -> None:
    keys: tuple[str, ...] = in_each(("id", "text", "area", "citations"), "text", lang)
    tags = (*lang.tags, *tags_asked("text", columns))
    if format_ not in FOR_PEOPLE:
        keys = MEASURE_KEYS
    if format_ in FLAT:
        # a table has a column for each language, so they must be known before the first row
        tags = tuple(sorted({tag for row in base.measures(query) for tag in row.text}))
        keys = flat_keys(keys, {"texts": tags})
    view = View(
        choose(measure_fields(lang, (*tags, *lang.tags)), columns, keys),
        base.measures(query),
        lang,
        details=("citations", "area") if columns is None else (),
        empty=NO_MATCH,
        short_ids=partial(short_ids, base) if columns is None else None,
    )
    output.show(view, format_)
