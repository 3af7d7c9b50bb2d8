"""``prop rename``: give a record another id."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import (
    DryRun,
    Why,
    Yes,
    confirm,
    describe,
    locate_record,
    show_replacement,
)
from proposals_cli.domain.editing.renaming import renaming
from proposals_cli.domain.lookup import existing_record


def rename(
    ctx: typer.Context,
    old: Annotated[
        str,
        o.argument(
            "OLD",
            "Id of a proposal, person, body, theme, source, fact or note.",
            complete=complete_id,
        ),
    ],
    new: Annotated[str, o.argument("NEW", "The id that it gets.")],
    dry_run: DryRun = False,
    yes: Yes = False,
    why: Why = None,
) -> None:
    """Give a record another id; what refers to it follows.

    The record keeps the old id as a former one: every command, filter and imported file still
    understands it. Shows how many references change, and asks first. It is one change, which
    `prop undo` reverses.

    \b
    Examples:
      prop rename sme small-firms
      prop rename 2020-pearl 2020-pearl-river-delta -m "clearer"
      prop rename ma-huateng pony-ma --dry-run
    """
    session = Session.of(ctx)
    editor = session.editor
    key = locate_record(session.knowledge_base, old)
    replacement = renaming(existing_record(editor.index, *key), new, editor.index, why)
    output.say(f"{replacement.change.what} in {key[0]}")
    show_replacement(replacement)
    if not dry_run and confirm("renamed", yes=yes):
        output.say(describe(editor.store.apply(replacement.change)))
