"""``prop remove``: take records out."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, Yes, confirm, describe
from proposals_cli.domain.model.change import changed_fields
from proposals_cli.errors import InvalidRecordError, PropError


def remove(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…",
            help="Proposals, people, themes, sources, facts or notes.",
            autocompletion=o.complete_id,
            show_default=False,
        ),
    ],
    cascade: Annotated[
        bool, typer.Option("--cascade", help="Take out what others say of them as well.")
    ] = False,
    yes: Yes = False,
    why: Why = None,
) -> None:
    """Remove records. Asks first, and refuses while others refer to them.

    With --cascade, the records that refer to them are changed too, and a note on a removed source
    goes with it; what would change is shown before anything is.

    \b
    Examples:
      prop remove 2019-employment -m "entered twice"
      prop remove spasvo-2013 --cascade
    """
    session = Session.of(ctx)
    books = session.editor
    keys: list[tuple[str, str]] = []
    for text in dict.fromkeys(ids):
        table, id_, measure = session.knowledge_base.locate(text)
        if measure:
            raise InvalidRecordError(
                f"'{text}' is a measure.", f"Take it out with `prop edit {id_}`."
            )
        if (table, id_) not in keys:
            keys.append((table, id_))
    touched = books.removal(keys)
    for table, id_ in keys:
        session.say(f"remove {id_} from {table}")
    for (table, id_), (before, after) in touched.items():
        what = (
            "remove" if after is None else f"change {', '.join(changed_fields(before, after))} of"
        )
        session.say(f"  {what} {id_} in {table}, which refers to it")
    if touched and not cascade:
        raise PropError(
            f"{len(touched)} other record{'s refer' if len(touched) > 1 else ' refers'} to"
            " what would go; nothing was removed.",
            "Mend them first, or let --cascade do it.",
        )
    if not confirm(session, "removed", yes=yes):
        return
    session.say(describe(books.remove(keys, touched, why)))
