"""``prop help``: the help of a command, or the page on the query language."""

from typing import Annotated, Any

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.domain.query.facets import FACETS

QUERY = """\
The query language

Every command that selects proposals reads its arguments alike: list, set, search,
stats, measures, replies, export. All of them must apply.

Terms
  theme:fintech              a field and a value, as an id or a name
  theme:fintech,sme          one of several values
  region:"Washington, D.C."  a value with a comma or a space, in quotes
  year:2018..2020            years; also 2018.. and ..2020, year>2018, year!=2020
  date:2020-05..2020-08      dates; a day, a month or a year
  extra.faction:x            a field that only this base has
  id:2020-pearl              proposals by id, or the beginning of an id
  hospital                   a word, in any form
  "new infrastructure"       words next to each other; in a shell, quotes inside
                             quotes: prop list '"new infrastructure"'
  cloud*                     words that begin so
  @mine                      a search of the configuration file

A word with a hyphen that is an id, or the beginning of one, is that record: its
own proposal, or the proposals of a person, body, theme or source. A plain word
that is an id, and the name of a single person, body or source, finds the same
and what mentions it. `prop search` reads every word as text. Quotes make a text
of any word.

Signs, from the strongest
  -status:planned            not; the same as NOT status:planned
  a b, a AND b               both
  a OR b                     either
  (a OR b) c                 brackets group; so does an argument with a space:
                             prop list "theme:sme OR theme:fintech" kind:bill

AND, OR and NOT are in capitals. What means nothing is an error; only a command
without arguments selects everything. With options, such as --theme, the values
of one option are alternatives, and different options must all apply.

Fields
"""


def show_help(
    ctx: typer.Context,
    topic: Annotated[
        str | None, o.argument("[COMMAND]", "A command, or query for the query language.")
    ] = None,
) -> None:
    """Show the help of a command, or of the query language.

    \b
    Examples:
      prop help
      prop help list
      prop help query
    """
    root: Any = ctx.find_root()
    if topic == "query":
        fields = {"year": "year", "date": "date", "id": "id of a proposal", **FACETS}
        lines = (f"  {field:13}{what}\n" for field, what in fields.items())
        output.write_lines(lambda _screen: (QUERY, *lines))
        return
    if topic is None:
        text = root.get_help()
    else:
        _, command, _ = root.command.resolve_command(root, [topic])
        text = command.make_context(topic, [], parent=root, resilient_parsing=True).get_help()
    output.write_lines(lambda _screen: (f"{text}\n",))
