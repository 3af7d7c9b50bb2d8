"""``prop cite``: proposals as references in a citation style."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id, one_of
from proposals_cli.commands.export import check_csl_type
from proposals_cli.commands.session import Session
from proposals_cli.domain.presenting.csl import csl_items
from proposals_cli.render.bibliography import STYLES, references


def cite(
    ctx: typer.Context,
    ids: Annotated[
        list[str], o.argument("ID…", "Ids of proposals, or their beginnings.", complete=complete_id)
    ],
    style: Annotated[
        str,
        typer.Option(
            "--style",
            "-s",
            metavar="STYLE",
            help=f"{', '.join(STYLES)}, a style of the CSL project, or a .csl file.",
            autocompletion=one_of(STYLES),
        ),
    ] = "apa",
    csl_type: Annotated[
        str | None,
        o.option(
            "--csl-type",
            metavar="TYPE",
            help="CSL type. Default: bill for bills, otherwise report.",
        ),
    ] = None,
    lang: o.LangOption = o.ENGLISH,
) -> None:
    """Print proposals as references, one per line.

    The title is in the language of --lang if there is one, else the original title. Square
    brackets mean that no source gives it: a machine translated it, or it is our own label.

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
    items = csl_items(found, base.index, lang, csl_type)
    lines = references(items, style, lang)
    output.write_lines(lambda _screen: (f"{text}\n" for text in lines))
