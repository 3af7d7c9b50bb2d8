"""``prop log``: the changes made to a base."""

from collections.abc import Iterable
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.session import Session
from proposals_cli.domain.model.change import JournalEntry
from proposals_cli.domain.model.parts import Change
from proposals_cli.render.fields import LOG_FIELDS
from proposals_cli.render.views import View, choose

_EMPTY = "No changes are recorded."


def log(
    ctx: typer.Context,
    id_: Annotated[
        str | None,
        o.argument("[ID]", "Show only the changes to this record.", complete=complete_id),
    ] = None,
    limit: o.Limit = None,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the changes made to the base, newest first.

    They are read from the journal beside the base, which belongs to this copy of it. Changes that
    the journal does not have (made by a colleague, or before the base was copied) are listed
    from the histories of the records, without a number. Where the journal and the file do not
    agree, as after `git checkout`, a message says so.

    The changes to one record are read from its own history, which is part of the base.

    \b
    Examples:
      prop log
      prop log 2020-pearl
    """
    session = Session.of(ctx)
    if id_:
        fields = choose(LOG_FIELDS, None, ("when", "what", "why"))
        history: Iterable[Change | JournalEntry] = session.knowledge_base.history(id_)
        output.show(View(fields, history, empty=_EMPTY).limited(limit), format_)
        return
    changes = session.changes(limit)
    # one person changes a file; on a server each editor has a name
    keys = tuple(key for key in LOG_FIELDS if key != "who" or session.file is None)
    view = View(choose(LOG_FIELDS, None, keys), changes, empty=_EMPTY)
    output.show(view.limited(limit), format_)
    for note in changes.notes:
        output.say(note)
