"""``prop related``: proposals similar to one."""

from functools import partial
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.proposal_views import FLAT, FOR_PEOPLE, short_ids
from proposals_cli.commands.session import Session
from proposals_cli.render.answer_fields import RELATED_KEYS, related_fields
from proposals_cli.render.fields import flat_keys, title_keys
from proposals_cli.render.views import View, choose


def related(
    ctx: typer.Context,
    id_: Annotated[
        str, o.argument("ID", "Id of a proposal, or the beginning of it.", complete=complete_id)
    ],
    limit: Annotated[int, o.limit_option()] = 10,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the proposals most similar to one, with the reasons.

    The score adds up what two proposals share: 3 if one names the other (continues, amends,
    duplicates it, …), 1.5 for a series, 0.5 for each theme, and up to 3 for distinctive words in
    their texts.

    \b
    Examples:
      prop related 2020-pearl
      prop related 2022-digital-real-integration --format json
    """
    base = Session.of(ctx).knowledge_base
    rows = base.related(id_, limit)
    tags = sorted({tag for row in rows for tag in row.summary.titles})
    for_people = format_ in FOR_PEOPLE
    keys = ("id", "score", *title_keys(lang), "reasons") if for_people else RELATED_KEYS
    if format_ in FLAT:
        keys = flat_keys(keys, {"titles": tags})
    fields = choose(related_fields(lang, tags, for_people=for_people), None, keys)
    view = View(
        fields,
        rows,
        lang,
        details=("score", "reasons"),
        empty="No similar proposals.",
        short_ids=partial(short_ids, base),
    )
    output.show(view, format_)
