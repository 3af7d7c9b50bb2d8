"""``prop edit``: change one record in the editor, or from a file."""

import re
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.draft_lines import raise_with_lines
from proposals_cli.commands.editor import edit_text
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe, read_text, retry_command
from proposals_cli.commands.yaml_text import WIDTH, read_drafts, write_draft
from proposals_cli.domain.editing.drafts import Draft, Drafted, DraftReader, draft_of
from proposals_cli.domain.editing.patches import Patch, Patching, emptied_fields
from proposals_cli.domain.lookup import existing_record
from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.decoding import encode_record, table_of
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.text.slugs import short_hash
from proposals_cli.errors import ConflictError, InvalidRecordError, PropError


def edit(
    ctx: typer.Context,
    id_: Annotated[
        str,
        o.argument(
            "ID", "Id of a proposal, person, body, theme, source, fact or note.", complete_id
        ),
    ],
    file: Annotated[
        Path | None,
        o.argument(
            "[FILE|-]",
            "The fields to change, in YAML or JSON, instead of the editor; - is standard input.",
        ),
    ] = None,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="The file is the whole record; empty what it leaves out."),
    ] = False,
    why: Why = None,
) -> None:
    """Change a record in your editor, or the fields that a file names.

    The editor ($VISUAL, $EDITOR) shows the whole record as YAML, and a field that is left out
    there is emptied. After a mistake it opens again with a message at that line.

    A file changes what it names (RFC 7396): groups of fields are merged, lists are replaced, and
    a field without a value is emptied. `title` replaces the title in its language, `reply` adds a
    reply, `continues` replaces the proposals that this one continues. A summary, a problem or a
    status that says something else loses the sources and the date of the old one. For many records
    see `prop set`; another id is given by `prop rename`.

    \b
    Examples:
      prop edit 2020-pearl -m "title found"
      prop edit ma-huateng
      echo 'date: 2020-05' | prop edit 2020-pearl -
      prop show 2020-pearl --format json | jq '.[0] | .date = "2020-05"' | prop edit 2020-pearl -
    """
    session = Session.of(ctx)
    editor = session.editor
    table, found, _ = session.knowledge_base.locate(id_)
    before = existing_record(editor.index, table, found)

    def replace(text: str) -> FullJournalEntry | None:
        draft = _one_draft(text)
        if file is not None:
            _refuse_old_state(before, text)
            draft.setdefault("id", before.id)
        return save(DraftReader(editor.index).record(table, draft, new=False))

    def patch(text: str) -> FullJournalEntry | None:
        reader = DraftReader(editor.index)
        patching = Patching(table, Patch(replaced=_patch_of(before, text)), reader)
        after = patching.patched(before)
        if emptied := emptied_fields(before, after):
            output.say(f"Emptied: {', '.join(emptied)}.")
        return save(Drafted(after, tuple(reader.sources.new.values()), tuple(patching.remarks)))

    def save(draft: Drafted) -> FullJournalEntry | None:
        for remark in draft.remarks:
            output.say(remark)
        return editor.edit(before, draft, why)

    if file is not None:
        text = read_text(file)
        try:
            entry = replace(text) if whole else patch(text)
        except PropError as error:
            raise_with_lines(error, text)
            raise
    else:
        instead = retry_command(session, f"edit {before.id}")
        name, whole_again = f"edit-{before.id}", f"{instead} --whole"
        entry = edit_text(_yaml_of(before), name, session.drafts, replace, whole_again, instead)
    output.say(describe(entry) if entry else f"Nothing was changed in {before.id}.")


def _one_draft(text: str) -> Draft:
    drafts = read_drafts(text)
    if len(drafts) != 1:
        raise InvalidRecordError("Only one record can be edited.", "Remove the others.")
    drafts[0].pop("history", None)
    return drafts[0]


def _patch_of(record: Record, text: str) -> Draft:
    """Return the fields that a file names; it may name the record as well.

    Raises:
        InvalidRecordError: it is for another record.
    """
    patch = _one_draft(text)
    id_ = patch.pop("id", record.id)
    if id_ not in (record.id, *record.former_ids):
        raise InvalidRecordError(
            f"The id '{record.id}' cannot be changed here.",
            f"Leave it out, or change it: prop rename {record.id} {id_ or 'NEW'}",
            "id",
        )
    return patch


_STATE = "State of the record: "
"""Begins the line of a draft by which it is seen that the record has changed since."""


def _state_of(record: Record) -> str:
    return short_hash(encode_record(record).decode())


def _refuse_old_state(record: Record, text: str) -> None:
    """Raise ConflictError if a draft that the editor kept is of another state of the record."""
    found = re.search(f"(?m)^# {_STATE}([0-9a-f]+)$", text)
    if found and found[1] != _state_of(record):
        raise ConflictError(
            f"'{record.id}' has changed since this draft was begun: written whole, it would undo"
            " that.",
            f"Open it again and copy your change: prop edit {record.id}",
        )


def _yaml_of(record: Record) -> str:
    """Return the text to edit; its comment names the fields that have no value."""
    draft = draft_of(record)
    absent = [f for f in record.__struct_fields__ if f not in draft and f != "history"]
    head = f"{record.id} in {table_of(record)}. A field that is left out is unknown."
    head += f"\n{_STATE}{_state_of(record)}"
    if absent:
        head += "\n" + fill(f"Left out so far: {', '.join(absent)}.", WIDTH)
    return write_draft(draft, head)
