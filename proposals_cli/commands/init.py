"""``prop init``: a base of your own."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from proposals_cli.commands import output
from proposals_cli.commands.session import Session, create_base, own_base
from proposals_cli.folders import expanded


def init(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="Where to create it. Default: what --store or PROP_STORE names,"
            " else the data folder, where prop finds it by itself.",
            show_default=False,
        ),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Start with the themes only, without proposals.")
    ] = False,
) -> None:
    """Create a base of your own: a copy of the shipped one, or empty.

    A base is one JSON file, which you can keep in git. In the data folder it becomes the default
    base; anywhere else, name it with --store or PROP_STORE.

    \b
    Examples:
      prop init
      prop init mine.json --empty
    """
    session = Session.of(ctx)
    named = session.store if session.store_origin in ("--store", "PROP_STORE") else own_base()
    created = expanded(path) if path else named
    create_base(created, empty=empty)
    output.say(f"Created {created}.")
    if path:
        output.say(f"Use it with --store {shlex.quote(str(path))}, or set PROP_STORE.")
