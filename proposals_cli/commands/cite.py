"""``prop cite``: proposals as references in a citation style."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.export import check_csl_type
from proposals_cli.commands.session import Session


def cite(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…",
            help="Ids of proposals; the beginning is enough.",
            autocompletion=o.complete_id,
            show_default=False,
        ),
    ],
    style: Annotated[
        str,
        typer.Option(
            "--style",
            "-s",
            metavar="STYLE",
            help="apa, chicago, mla, harvard, gb7714, a style of the CSL project, or a .csl file.",
            autocompletion=lambda incomplete: [
                name
                for name in ("apa", "chicago", "mla", "harvard", "gb7714")
                if name.startswith(incomplete)
            ],
        ),
    ] = "apa",
    csl_type: Annotated[
        str | None,
        typer.Option(
            "--csl-type",
            metavar="TYPE",
            help="Type of the references. Default: report, of bills bill.",
            show_default=False,
        ),
    ] = None,
    lang: o.LangOption = o.Lang.EN,
) -> None:
    """Print proposals as references, one per line.

    A title in square brackets is a label of this base, where the exact title is not known.

    \b
    Examples:
      prop cite 2017-digital-economy
      prop cite 2017-digital-economy --style chicago
      prop cite 2017-digital-economy --style gb7714 --lang zh
    """
    session = Session.of(ctx)
    check_csl_type(csl_type)
    base = session.knowledge_base
    found = list(dict.fromkeys(base.locate(text)[:2] for text in ids))
    chosen = "zh" if lang is o.Lang.ZH else "en"
    # Only now: the processor takes longer to load than a wrong id to be refused.
    from proposals_cli.domain.presenting.csl import csl_items
    from proposals_cli.render.bibliography import references

    items = csl_items(found, base.index, chosen, csl_type)
    lines = references(items, style, chosen)
    session.write_lines(lambda _screen: (f"{text}\n" for text in lines))
