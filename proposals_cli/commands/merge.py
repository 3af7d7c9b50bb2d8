"""``prop merge``: make several records one."""

import shlex
from typing import Annotated, Any

import msgspec
import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.editor import edit_text
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import (
    DryRun,
    Why,
    Yes,
    confirm,
    describe,
    locate_record,
    retry_command,
    show_changes,
    show_replacement,
)
from proposals_cli.commands.yaml_text import read_drafts, write_draft
from proposals_cli.domain.editing.drafts import Drafted, DraftReader, draft_of
from proposals_cli.domain.editing.uniting import Contradiction, United, united, uniting
from proposals_cli.domain.lookup import existing_record
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import PersonName
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError, InvalidRecordError, PropError
from proposals_cli.knowledge_base import KnowledgeBase

MAX_VALUE = 60
"""Characters that are shown of a value."""


def merge(
    ctx: typer.Context,
    into: Annotated[str, o.argument("INTO", "Id of the record that stays.", complete=complete_id)],
    others: Annotated[
        list[str],
        o.argument("FROM…", "Ids of the records that become part of it.", complete=complete_id),
    ],
    take: Annotated[
        list[str] | None,
        o.option(
            "--take",
            metavar="FIELD=ID",
            help="Where they differ, take FIELD from record ID; repeat for more.",
        ),
    ] = None,
    prefer: Annotated[
        str | None,
        o.option(
            "--prefer",
            metavar="ID",
            help="Take every other field in which they differ from record ID.",
            complete=complete_id,
        ),
    ] = None,
    edit: Annotated[
        bool, typer.Option("--edit", help="Decide in the editor, on the merged record.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    why: Why = None,
) -> None:
    """Merge records that are one; what refers to them follows.

    They are entries of one person, body, theme, source, proposal, fact or note. What refers to the
    others refers to INTO from then on, lists are joined, and what only one of the records says is
    taken over. The ids of the others stay valid as former ids of INTO. Where the records differ
    and only one can be right, nothing is changed until you decide: the fields are listed with both
    values and the command to type. It is one change, which `prop undo` reverses.

    \b
    Examples:
      prop merge sme fintech --prefer sme --dry-run
      prop merge sme fintech --take name=sme --take description=fintech --dry-run
    """
    session = Session.of(ctx)
    editor = session.editor
    records = _records([into, *others], session)
    choices = dict(_choice(text, session.knowledge_base) for text in take or ())
    preferred = locate_record(session.knowledge_base, prefer)[1] if prefer else None
    for id_ in (*choices.values(), *filter(None, [preferred])):
        if id_ not in {one.id for one in records}:
            raise InvalidQueryError(
                f"'{id_}' is none of the records to merge.",
                f"Take from {' or '.join(one.id for one in records)}.",
            )
    found = united(records, choices, preferred)
    if edit:
        merged = _edited(found, session)
        if merged is None:
            output.say("Nothing was merged.")
            return
    elif found.undecided:
        raise _undecided(found.undecided, records, take or [])
    else:
        merged = Drafted(found.record)
    planned = uniting(records, merged, editor.index, why)
    output.say(f"{planned.change.what} in {table_of(records[0])}")
    show_changes([(records[0], merged.record)])
    show_replacement(planned)
    if not dry_run and confirm("merged", yes=yes):
        output.say(describe(editor.store.apply(planned.change)))


def _records(ids: list[str], session: Session) -> list[Record]:
    """Return the records to merge, each once.

    Raises:
        InvalidRecordError: they are one record, or of different tables.
    """
    keys = dict.fromkeys(locate_record(session.knowledge_base, id_) for id_ in ids)
    tables = dict(tuple(keys))
    if len(keys) < 2:
        raise InvalidRecordError(
            f"{' and '.join(ids)} are the same record.", "Name another one to merge it with."
        )
    if len(tables) > 1:
        are_in = ", ".join(f"'{id_}' is in {table}" for table, id_ in tables.items())
        raise InvalidRecordError(
            f"Only records of one kind can be merged: {are_in}.",
            "Edit what refers to the wrong one, then remove it: prop edit, prop remove.",
        )
    return [existing_record(session.index, *key) for key in keys]


def _choice(text: str, base: KnowledgeBase) -> tuple[str, str]:
    """Return the field and the id of ``FIELD=ID``."""
    field, sign, id_ = text.partition("=")
    if not (field and sign and id_):
        raise InvalidQueryError(f"'{text}' is not FIELD=ID.", "Write --take kind=li-hua.")
    return field.strip(), locate_record(base, id_)[1]


def _undecided(
    contradictions: tuple[Contradiction, ...], records: list[Record], taken: list[str]
) -> PropError:
    """Return an error that lists the fields in which records differ, and the ways to decide."""
    lines = [_in_words(one) for one in contradictions]
    ids = " ".join(one.id for one in records)
    decided = "".join(f" --take {shlex.quote(one)}" for one in taken)
    first = records[0].id
    each = "".join(
        f" --take {one.field}={first if first in one.values else next(iter(one.values))}"
        for one in contradictions
    )
    return PropError(
        f"The records differ in {counted(len(lines), 'field')}; nothing was changed.\n"
        + "\n".join(f"  {line}" for line in lines),
        f"Decide each:     prop merge {ids}{decided}{each}\n"
        f"Or all at once:  prop merge {ids}{decided} --prefer {first}\n"
        f"Or in an editor: prop merge {ids}{decided} --edit",
    )


def _in_words(one: Contradiction) -> str:
    values = " | ".join(f"{_short(value)} ({id_})" for id_, value in one.values.items())
    return f"{one.field}: {values}"


def _short(value: Any) -> str:
    if isinstance(value, PersonName):
        value = value.text
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"


def _edited(found: United, session: Session) -> Drafted | None:
    """Let the user edit the merged record; return it, or None if the editor was left without it.

    The id, the former ids and the history are those of the merged record, whatever was typed.
    """
    record = found.record
    head = f"{record.id} in {table_of(record)}, as it will be. Left unchanged, nothing is merged."
    if found.undecided:
        head += " The records differ in:\n" + "\n".join(map(_in_words, found.undecided))

    def accept(text: str) -> Drafted:
        drafts = read_drafts(text)
        if len(drafts) != 1:
            raise InvalidRecordError("Only one record can be edited.", "Remove the others.")
        draft = {**drafts[0], "id": record.id}
        draft.pop("history", None)
        drafted = DraftReader(session.index).record(table_of(record), draft, new=False)
        kept = msgspec.structs.replace(
            drafted.record, former_ids=record.former_ids, history=record.history
        )
        return Drafted(kept, drafted.sources, drafted.remarks)

    text = write_draft(draft_of(record), head)
    retry = retry_command(session, f"edit {record.id}")
    return edit_text(text, f"merge-{record.id}", session.drafts, accept, retry)
