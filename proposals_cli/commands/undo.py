"""``prop undo``: reverse the last change."""

import typer

from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe


def undo(ctx: typer.Context, why: Why = None) -> None:
    """Undo the last change made to the base.

    Run again to undo the change before. Undo is refused if the same records have been changed
    since by other means.

    \b
    Examples:
      prop undo
      prop log
    """
    output.say(describe(Session.of(ctx).editor.undo(why)))
