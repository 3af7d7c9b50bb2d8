"""``prop measures``: the concrete measures that proposals ask for."""

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.proposal_views import FLAT, FOR_PEOPLE
from proposals_cli.commands.session import Session
from proposals_cli.render.answer_fields import MEASURE_KEYS, measure_fields
from proposals_cli.render.fields import flat_keys, tags_asked
from proposals_cli.render.text_columns import in_each
from proposals_cli.render.views import View, choose


@o.with_output
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
    horizon:, actor: and beneficiary: also select single measures. The texts are paraphrases unless
    the column basis says otherwise, and cite their sources.

    \b
    Examples:
      prop measures --theme rural-revitalisation
      prop measures horizon:near-term
      prop measures area:talent --columns id,text,citations
      prop measures --format json | jq length
    """
    base = Session.of(ctx).knowledge_base
    query = base.query(terms or (), filters, sort=sort, limit=limit, languages=lang)
    output.show_hints(query)
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
        drop=("citations", "area") if columns is None else (),
        empty="No measures match.",
    )
    output.show(view, format_)
