"""``prop related``: proposals like one."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.session import Session
from proposals_cli.render.fields import RELATED_FIELDS, in_language, title_columns
from proposals_cli.render.views import View, choose


def related(
    ctx: typer.Context,
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A proposal: its id or the beginning of it.",
            autocompletion=o.complete_id,
            show_default=False,
        ),
    ],
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, metavar="N", help="Show at most N.")
    ] = 10,
    lang: o.LangOption = o.Lang.EN,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the proposals most like one, with the reasons.

    Links and text count. The score adds up what they have in common: continuing one another 3,
    a series 1.5, each theme 0.5, and up to 3 for text that shares the most distinctive words.

    \b
    Examples:
      prop related 2020-pearl
      prop related 2022-digital-real-integration --format json
    """
    session = Session.of(ctx)
    rows = session.knowledge_base.related(id_, limit)
    in_table = format_ in (o.Format.TABLE, o.Format.MARKDOWN)
    keys = tuple(key for key in RELATED_FIELDS if key != "title")
    shown = ("id", "score", *title_columns(lang), "reasons") if in_table else keys
    fields = choose(in_language(RELATED_FIELDS, lang), None, shown)
    view = View(fields, rows, lang, drop=title_columns(lang), empty="Nothing is like it.")
    session.show(view, format_)
