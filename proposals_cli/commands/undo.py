"""``prop undo``: take back the last change."""

import typer

from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe


def undo(ctx: typer.Context, why: Why = None) -> None:
    """Take back the last change made to the base.

    Again, it takes back the one before. It is refused when somebody has changed the same
    records since by other means.

    \b
    Examples:
      prop undo
      prop log
    """
    session = Session.of(ctx)
    session.say(describe(session.editor.undo(why)))
