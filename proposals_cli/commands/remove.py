"""``prop remove``: remove records."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, Yes, confirm, describe
from proposals_cli.domain.model.change import Key, changed_fields
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidRecordError, PropError
from proposals_cli.knowledge_base import KnowledgeBase


def remove(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        o.argument(
            "ID…",
            "Ids of proposals, people, bodies, themes, sources, facts or notes.",
            complete=complete_id,
        ),
    ],
    cascade: Annotated[
        bool, typer.Option("--cascade", help="Also remove references to it.")
    ] = False,
    yes: Yes = False,
    why: Why = None,
) -> None:
    """Remove records from the base.

    Asks first, and refuses while other records refer to them. With --cascade, these references
    are removed too, as are notes on a removed source; all changes are shown before any is made. A
    body is not removed as long as proposals are in it.

    \b
    Examples:
      prop remove 2022-cultural-technology -m "entered twice"
      prop remove spasvo-2013 --cascade
    """
    session = Session.of(ctx)
    editor = session.editor
    keys = _keys_of(ids, session.knowledge_base)
    content = editor.store.content()
    referring = editor.removal(keys)
    for table, id_ in keys:
        output.say(f"remove {id_} from {table}")
    for (table, id_), (before, after) in referring.items():
        what = f"change {', '.join(changed_fields(before, after))} of" if after else "remove"
        output.say(f"  {what} {id_} in {table}, which refers to it")
    if referring and not cascade:
        verb = "refers" if len(referring) == 1 else "refer"
        raise PropError(
            f"{counted(len(referring), 'other record')} still {verb} to"
            f" {'it' if len(keys) == 1 else 'them'}; nothing was removed.",
            "Edit them first, or use --cascade.",
        )
    if confirm("removed", yes=yes):
        output.say(describe(editor.remove(keys, referring, why, content)))


def _keys_of(ids: list[str], base: KnowledgeBase) -> list[Key]:
    """Return the table and id of each record to remove, each once.

    Raises:
        InvalidRecordError: one is a measure, which is part of a proposal.
    """
    keys: dict[Key, None] = {}
    for text in ids:
        table, id_, measure = base.locate(text)
        if measure:
            raise InvalidRecordError(f"'{text}' is a measure.", f"Use `prop edit {id_}`.")
        keys[table, id_] = None
    return list(keys)
