"""``prop edit``: change one record in the editor, or from a file."""

from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.editor import edit as edit_text
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe, read_text, retry_command
from proposals_cli.commands.yaml_text import WIDTH, read_drafts, write_draft
from proposals_cli.domain.editing.drafts import DraftReader, draft_of
from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.errors import InvalidRecordError


def edit(
    ctx: typer.Context,
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A proposal, person, theme, source, fact or note.",
            autocompletion=o.complete_id,
            show_default=False,
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|-]",
            help="The whole record as it should be, in YAML or JSON, instead of the editor.",
            show_default=False,
        ),
    ] = None,
    why: Why = None,
) -> None:
    """Change a record in your editor ($VISUAL, $EDITOR), as YAML.

    A mistake opens the editor again with the message at the place. The id cannot be changed.

    \b
    Examples:
      prop edit 2020-pearl -m "title found"
      prop edit ma-huateng
      prop show 2020-pearl --format json | jq '.[0] | .title.zh = "…"' | prop edit 2020-pearl -
    """
    session = Session.of(ctx)
    books = session.editor
    table, found, _ = session.knowledge_base.locate(id_)
    before = decode_record(table, session.knowledge_base.record(table, found))

    def accept(text: str) -> FullJournalEntry | None:
        drafts = read_drafts(text)
        if len(drafts) != 1:
            raise InvalidRecordError("An edit holds one record.", "Remove the others.")
        drafts[0].pop("history", None)
        draft = DraftReader(books.index).record(table, drafts[0], new=False)
        return books.edit(before, draft, why)

    if file is not None:
        entry = accept(read_text(file))
    else:
        shown = draft_of(before)
        absent = [n for n in before.__struct_fields__ if n not in shown and n != "history"]
        head = f"{before.id} in {table}. What is left out counts as not known."
        if absent:
            head += "\n" + fill(f"Left out so far: {', '.join(absent)}.", WIDTH)
        text = write_draft(shown, head)
        go_on = retry_command(session, f"edit {before.id}")
        entry = edit_text(text, f"edit-{before.id}", session.drafts, accept, go_on)
    session.say(describe(entry) if entry else f"Nothing was changed in {before.id}.")
