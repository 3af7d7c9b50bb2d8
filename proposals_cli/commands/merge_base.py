"""``prop merge-base``: merge another base into the one in use."""

from pathlib import Path
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.merging import conflicts_file, say_conflicts, say_remarks
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, Yes, confirm, describe
from proposals_cli.domain.merging.bases import BaseState, merge
from proposals_cli.domain.merging.changes import counts, merge_change
from proposals_cli.domain.text.plural import counted
from proposals_cli.folders import expanded
from proposals_cli.store.base_state import StateReader


def merge_base(
    ctx: typer.Context,
    file: Annotated[Path, o.argument("FILE", "The other base.")],
    ancestor: Annotated[
        Path | None,
        o.option(
            "--ancestor",
            metavar="FILE",
            help="The base as it was before the two went separate ways.",
        ),
    ] = None,
    yes: Yes = False,
    why: Why = None,
) -> None:
    """Merge another base into the one in use, record by record.

    Records and items of lists that only one of them has are kept. Where a field differs, the base
    keeps its own value, and `prop resolve` shows and decides the conflict. With --ancestor, a copy
    from before they were changed separately, each field is as the side has it that changed it, and
    what one side removed is removed. It is one change, which `prop undo` undoes.

    \b
    Examples:
      prop merge-base colleague.json
      prop merge-base colleague.json --ancestor last-year.json
    """
    session = Session.of(ctx)
    reader = StateReader()
    path = session.store
    editor = session.editor
    ours = reader.read(path)
    theirs = reader.read(expanded(file))
    before = reader.read(expanded(ancestor)).state if ancestor else None
    info = ours.state.info  # what the other base is called says nothing about this one
    merged = merge(
        before and BaseState(info, before.records),
        BaseState(info, ours.state.records),
        BaseState(info, theirs.state.records),
    )
    if left := sorted({table for table, _ in theirs.state.others}):
        output.say(f"Left out, because this version of prop does not know them: {', '.join(left)}.")
    change = merge_change(ours.state, merged.state, theirs.numbers, f"merge {file.name}", why)
    say_remarks(merged.remarks)
    added, changed, removed = counts(change)
    if merged.conflicts:
        say_conflicts(merged.conflicts)
    if not added + changed + removed:
        output.say(f"There is nothing to merge: {session.store} has all that {file} has.")
    else:
        output.say(
            f"{counted(added, 'record')} would be added, {changed:,} changed, {removed:,} removed."
        )
        if not confirm("merged", yes=yes):
            return
        entry = editor.store.apply(change)
        output.say(describe(entry))
    if merged.conflicts:
        old, new = (entry.old, entry.new) if added + changed + removed else ("", "")
        conflicts_file(session.store).add(merged.conflicts, old, new)
        output.say("Your values are kept in the conflicts; decide them: prop resolve")
