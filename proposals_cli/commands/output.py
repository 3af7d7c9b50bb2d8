"""What a command shows: results on standard output, messages on standard error.

Rich is imported only for what a person reads: programs that read JSON should not wait for it.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import multi_line
from proposals_cli.render.views import Row, View

if TYPE_CHECKING:
    from proposals_cli.domain.query.query import Query
    from proposals_cli.render.page import Page
    from proposals_cli.render.template import Template
    from proposals_cli.render.terminal import Screen


class Style(NamedTuple):
    """How much of a list is written: only its count, no headings, or lines of a template."""

    only_count: bool = False
    header: bool = True
    template: "Template | None" = None


_STYLE = ContextVar("_STYLE", default=Style())  # noqa: B039  # a tuple cannot be changed
"""The style of the command that runs: every list that it shows is written so."""


@contextmanager
def styled(style: Style) -> Iterator[None]:
    """Let ``show`` write Views in a style."""
    before = _STYLE.set(style)
    try:
        yield
    finally:
        _STYLE.reset(before)


def show(view: View[Row], format_: str, below: "Callable[[Page], None] | None" = None) -> None:
    """Write a View to standard output; without rows, say so on standard error.

    Args:
        view: what to write.
        format_: a value of ``Format``.
        below: writes what stands under a table that has rows, when they have been read.
    """
    style = _STYLE.get()
    rows = _CountedRows(view.rows)
    counted = view._replace(rows=rows, header=style.header)
    if style.only_count:
        found = view.counted() if view.counted else sum(1 for _ in rows)
        sys.stdout.write(f"{found}\n")
        return
    if style.template is not None:
        template = style.template
        write_lines(lambda _screen: template.lines(counted))
    elif format_ == "table":
        from proposals_cli.render.table import table_lines

        def lines(to: "Screen") -> Iterator[str]:
            yield from table_lines(counted, to.width, colour=to.colour)
            if below and rows.count:
                under = page(view.lang)
                below(under)
                yield from under.lines()

        write_lines(lines)
    else:
        from proposals_cli.render.machine import MACHINE_FORMATS

        sys.stdout.writelines(MACHINE_FORMATS[format_](counted))
    if not rows.count and view.empty:
        say(view.empty)


def write_lines(lines_for: "Callable[[Screen], Iterable[str]]") -> None:
    """Write lines made for the screen that they go to, through the pager if they do not fit."""
    from proposals_cli.render.terminal import screen, write

    to = screen()
    write(lines_for(to), to)


def fits(view: View[Row]) -> bool:
    """Tell whether the columns of a View fit the screen; a pipe has no width."""
    from proposals_cli.render.table import legible
    from proposals_cli.render.terminal import screen

    width = screen().width
    return width is None or legible(view, width)


def page(languages: Languages) -> "Page":
    """Return an empty page for standard output."""
    from proposals_cli.render.page import Page
    from proposals_cli.render.terminal import screen

    return Page(screen(), languages)


def show_page(filled: "Page") -> None:
    """Write a page to standard output."""
    write_lines(lambda _screen: filled.lines())


def write_json(value: Any, indent: int | None = 2) -> None:
    """Write a value as JSON to standard output."""
    from proposals_cli.render.machine import json_text

    sys.stdout.write(json_text(value, indent) + "\n")


def say(message: str) -> None:
    """Write a message to standard error; standard output contains data only."""
    with suppress(OSError):  # an unreadable message does not undo what was done
        sys.stderr.write(multi_line(message) + "\n")


def show_hints(query: "Query") -> None:
    """Show the hints that parsing a query left, such as terms taken for plain text."""
    for hint in query.hints:
        say(hint)


class _CountedRows(Generic[Row]):
    """Rows, and how many of them have been read."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row
