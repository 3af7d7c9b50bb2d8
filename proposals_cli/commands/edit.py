"""``prop edit``: change one record in the editor, or from a file."""

from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.editor import edit_text
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe, read_text, retry_command
from proposals_cli.commands.yaml_text import WIDTH, read_drafts, write_draft
from proposals_cli.domain.editing.drafts import DraftReader, draft_of
from proposals_cli.domain.lookup import existing_record
from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import Record
from proposals_cli.errors import InvalidRecordError


def edit(
    ctx: typer.Context,
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Id of a proposal, person, body, theme, source, fact or note.",
            autocompletion=complete_id,
            show_default=False,
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|-]",
            help="The complete new record in YAML or JSON, instead of the editor;"
            " - is standard input.",
            show_default=False,
        ),
    ] = None,
    why: Why = None,
) -> None:
    """Change a record as YAML in your editor ($VISUAL, $EDITOR).

    After a mistake, the editor opens again with a message at that line. The id cannot be changed.

    \b
    Examples:
      prop edit 2020-pearl -m "title found"
      prop edit ma-huateng
      prop show 2020-pearl --format json | jq '.[0] | .date = "2020-05"' | prop edit 2020-pearl -
    """
    session = Session.of(ctx)
    editor = session.editor
    table, found, _ = session.knowledge_base.locate(id_)
    before = existing_record(editor.index, table, found)

    def accept(text: str) -> FullJournalEntry | None:
        drafts = read_drafts(text)
        if len(drafts) != 1:
            raise InvalidRecordError("Only one record can be edited.", "Remove the others.")
        drafts[0].pop("history", None)
        draft = DraftReader(editor.index).record(table, drafts[0], new=False)
        for remark in draft.remarks:
            output.say(remark)
        return editor.edit(before, draft, why)

    if file is not None:
        entry = accept(read_text(file))
    else:
        retry = retry_command(session, f"edit {before.id}")
        entry = edit_text(_yaml_of(before), f"edit-{before.id}", session.drafts, accept, retry)
    output.say(describe(entry) if entry else f"Nothing was changed in {before.id}.")


def _yaml_of(record: Record) -> str:
    """Return the text to edit; its comment names the fields that have no value."""
    draft = draft_of(record)
    absent = [f for f in record.__struct_fields__ if f not in draft and f != "history"]
    head = f"{record.id} in {table_of(record)}. A field that is left out is unknown."
    if absent:
        head += "\n" + fill(f"Left out so far: {', '.join(absent)}.", WIDTH)
    return write_draft(draft, head)
