"""The help of a command: options in groups, and no line wider than the terminal."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import east_asian_width

from typer.core import TyperCommand

OUTPUT = {
    "Output": ("sort", "limit", "columns", "lang", "format_", "count", "no_header", "template"),
}
IMPORT = {
    "Columns and values": (
        *("map_", "set_", "id_", "mapping", "save_mapping_", "language", "layout"),
        *("create_themes", "date_order", "list_separator", "blank", "keep_blank_words"),
    ),
    "Reading the file": (
        *("format_", "encoding", "delimiter", "header", "no_header", "sheet", "records"),
    ),
}
ADD = {
    "Options with --as": (
        *("name", "other_name", "url", "publisher", "role", "description", "text", "value"),
    ),
}
"""Heading → the names of its parameters: of commands that show a list, ``import`` and ``add``."""

MANY = 8
"""A command with fewer options has them in one group."""


class GroupedHelp(TyperCommand):
    """A command whose help has its own options first, then filters and what several share.

    The types of Click are private to Typer, hence ``Any``.
    """

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, and the options in their groups."""
        groups = self._groups(ctx)
        first = max((len(name) for rows in groups.values() for name, _ in rows), default=0)
        column = min(first, formatter.width // 3)
        for heading, rows in groups.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:{column}}", text) for name, text in rows], column)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the text, with examples that are longer than a line continued in the next."""
        whole = self.help
        try:
            lines = re.sub(r" *\\\n *", " ", whole or "").splitlines()
            self.help = "\n".join(continued(lines, formatter.width - 2))
            super().format_help_text(ctx, formatter)
        finally:
            self.help = whole

    def _groups(self, ctx: Any) -> dict[str, list[tuple[str, str]]]:
        """Return heading → the options as they are written."""
        parameters = self.get_params(ctx)
        own = "Options"
        headings = _headings(parameters)
        groups: dict[str, list[tuple[str, str]]] = {
            heading: [] for heading in ("Arguments", own, "Filters", *OUTPUT, *IMPORT, *ADD, "Help")
        }
        for parameter in parameters:
            record = parameter.get_help_record(ctx)
            if parameter.param_type_name == "argument":
                heading = "Arguments"
            else:
                heading = headings.get(str(parameter.name), own)
            if record:
                groups[heading].append(record)
        return {heading: rows for heading, rows in groups.items() if rows}


def _headings(parameters: Iterable[Any]) -> dict[str, str]:
    """Return the name of a parameter → the heading of its group, if it has several groups."""
    names = {parameter.name for parameter in parameters}
    if len(names) < MANY:
        return {}
    groups = IMPORT if "map_" in names else ADD if "other_name" in names else OUTPUT
    found = {name: heading for heading, group in groups.items() for name in group}
    if "source" in names:  # only commands with filters wait for their table
        from proposals_cli.commands.options import FILTERS

        if names.issuperset(FILTERS):
            found |= dict.fromkeys(FILTERS, "Filters")
    return {**found, "help": "Help"}


def continued(lines: Iterable[str], width: int) -> Iterator[str]:
    """Yield the lines of a text; commands longer than ``width`` as a shell continues them.

    >>> list(continued(["  prop add --title 'On AI' --year 2026"], 34))
    ["  prop add --title 'On AI' \\\\", '    --year 2026']
    """
    for line in lines:
        rest = line
        while _cells(rest) > width and line.startswith("  prop "):
            # not inside quotation marks
            spaces = re.finditer(r"""(?:'[^']*'|"[^"]*"|[^\s'"])+(\s)""", rest)
            ends = [one.start(1) for one in spaces if _cells(rest[: one.end()]) < width]
            ends = [end for end in ends if rest[:end].strip() != "prop"]
            if not ends:
                break
            # rather before an option or a pipe than between an option and its value
            end = next((one for one in reversed(ends) if rest[one + 1] in "-|"), ends[-1])
            yield rest[:end] + " \\"
            rest = "    " + rest[end:].lstrip()
        yield rest


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
