"""``prop measures``: the concrete measures that proposals ask for."""

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.render.answer_fields import MEASURE_FIELDS, MEASURE_KEYS
from proposals_cli.render.views import View, choose


@o.with_filters
def measures(
    ctx: typer.Context,
    filters: o.Filters,
    terms: o.Terms = None,
    sort: o.Sort = None,
    limit: o.Limit = None,
    columns: o.MeasureColumns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the concrete measures asked for, one line each.

    The measures of the newest proposals come first. Filters select proposals; the terms area:,
    horizon: and actor: also select single measures. The texts are paraphrases and cite their
    sources.

    \b
    Examples:
      prop measures --theme rural-revitalisation
      prop measures horizon:near-term
      prop measures area:talent --columns id,text,citations
      prop measures --format json | jq length
    """
    session = Session.of(ctx)
    base = session.knowledge_base
    query = base.query(
        terms or (),
        filters,
        sort=sort,
        limit=limit,
    )
    output.show_hints(query)
    in_table = format_ in (o.Format.TABLE, o.Format.MARKDOWN)
    fields = choose(
        MEASURE_FIELDS, columns, ("id", "text", "area", "citations") if in_table else MEASURE_KEYS
    )
    view = View(
        fields,
        base.measures(query),
        lang,
        drop=("citations", "area") if columns is None else (),
        empty="No measures match.",
    )
    output.show(view, format_)
