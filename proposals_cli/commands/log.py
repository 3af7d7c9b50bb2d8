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


def log(
    ctx: typer.Context,
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="Show only the changes to this record.",
            autocompletion=complete_id,
            show_default=False,
        ),
    ] = None,
    limit: o.Limit = None,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the changes made to the base, newest first.

    The changes to one record are read from its own history, which is part of the base.

    \b
    Examples:
      prop log
      prop log 2020-pearl
    """
    session = Session.of(ctx)
    entries: Iterable[Change | JournalEntry] = (
        session.knowledge_base.history(id_) if id_ else reversed(session.changes())
    )
    fields = choose(LOG_FIELDS, None, ("when", "what", "why") if id_ else tuple(LOG_FIELDS))
    view = View(fields, entries, empty="No changes are recorded.")
    output.show(view.limited(limit), format_)
