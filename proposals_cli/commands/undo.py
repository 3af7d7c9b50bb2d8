"""``prop undo``: reverse the last change."""

import typer

from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, Yes, confirm, describe, show_changes


def undo(ctx: typer.Context, why: Why = None, yes: Yes = False) -> None:
    """Undo the last change made to the base.

    Run again to undo the change before. Undo is refused if the same records have been changed
    since by other means.

    If the file is not as the last change left it (after `git checkout`, a merge or an edit by
    hand), what would be undone is shown, and you are asked.

    \b
    Examples:
      prop undo
      prop undo --yes -m "entered twice"
      prop log
    """
    editor = Session.of(ctx).editor
    found = editor.to_undo()
    if found.doubts:
        for doubt in found.doubts:
            output.say(doubt)
        output.say(f"The last change that is in the base would be undone: {describe(found.entry)}")
        show_changes(found.changes())
        if not confirm("undone", yes=yes):
            return
    output.say(describe(editor.undo(why, found)))
