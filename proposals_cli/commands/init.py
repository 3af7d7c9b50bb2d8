"""``prop init``: a base of one's own."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from proposals_cli.commands.session import Session, own_base


def init(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="Where to keep it. Default: the data folder, where prop finds it by itself,"
            " or what --store or PROP_STORE name.",
            show_default=False,
        ),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Begin with the themes only, without proposals.")
    ] = False,
) -> None:
    """Begin a base of your own, copied from the shipped one or empty.

    It is one JSON file that you can keep in git. In the data folder it is used from then on;
    anywhere else, name it with --store or PROP_STORE.

    \b
    Examples:
      prop init
      prop init mine.json --empty
    """
    session = Session.of(ctx)
    named = session.store if session.store_origin in ("--store", "PROP_STORE") else own_base()
    created = session.create_base(path.expanduser() if path else named, empty=empty)
    session.say(f"Created {created}.")
    if path:
        session.say(f"Use it with --store {shlex.quote(str(path))}, or set PROP_STORE.")
