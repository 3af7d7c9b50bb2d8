"""A View as a table: fitted to a terminal, or one unwrapped line per row in a pipe.

Rich says how wide a character is. Its own tables are not used: importing them would add 40 % to
the time of a list.
"""

from collections.abc import Iterator
from typing import Generic

from rich.cells import cell_len, set_cell_size

from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.fields import Field
from proposals_cli.render.views import Row, View

GAP = "  "
TEXT_TARGET = 40
"""Columns are dropped until every text column has this many cells, or none can be dropped."""

TEXT_MIN = 8
"""Cells of the narrowest column of text or words."""

WORD_MAX = 28
"""Cells of the widest column of words where text would have to be cut."""

_STYLES = {"id": "36", "number": "32", "link": "2"}
_HEADER = "1"


def table_lines(view: View[Row], width: int | None, *, colour: bool) -> Iterator[str]:
    """Yield the header and one line per row.

    ``width`` is the number of cells that a line may take; None: as many as it needs.
    """
    rows = [[one_line(view.text(c, c.get(row))) for c in view.fields] for row in view.rows]
    if not rows:
        return
    headings = [one_line(column.heading(view.lang.interface)) for column in view.fields]
    natural = [
        max(cell_len(heading), *(cell_len(row[place]) for row in rows))
        for place, heading in enumerate(headings)
    ]
    if width is None:
        widths = natural
    else:
        empty = [c.key for place, c in enumerate(view.fields) if not any(r[place] for r in rows)]
        # what may be left out at all is first left out where it says nothing
        drop = (*empty, *view.drop) if view.drop else ()
        widths = _fitted(view._replace(drop=drop), natural, width)
    shown = [place for place, cells in enumerate(widths) if cells]
    if view.header:
        yield _row(view, headings, widths, shown, colour=colour, header=True)
    for row in rows:
        yield _row(view, row, widths, shown, colour=colour)


def narrowest(view: View[Row]) -> int:
    """Return the least cells that a table needs: text can be cut, ids and numbers cannot.

    The View's rows must be a list, because they are read here and shown later.
    """
    columns = []
    for column in view.fields:
        heading = cell_len(one_line(column.heading(view.lang.interface)))
        if column.role == "text":
            columns.append(min(TEXT_MIN, heading))
            continue
        values = (cell_len(one_line(view.text(column, column.get(row)))) for row in view.rows)
        columns.append(max(heading, max(values, default=0)))
    return sum(columns) + len(GAP) * (len(columns) - 1)


def _fitted(view: View[Row], natural: list[int], width: int) -> list[int]:
    """Return a width for every column, 0 for a column that is left out."""
    layout = _Layout(view, natural, width)
    layout.limit_words()
    layout.drop_columns()
    layout.narrow_words()
    layout.share_out()
    return layout.widths


class _Layout(Generic[Row]):
    """Widths of columns while a table is fitted to a screen; ``flexible`` ones can be cut."""

    def __init__(self, view: View[Row], natural: list[int], width: int) -> None:
        self.view = view
        self.natural = natural
        self.width = width
        self.widths = list(natural)
        roles = [column.role for column in view.fields]
        self.words = [place for place, role in enumerate(roles) if role == "word"]
        self.flexible = [place for place, role in enumerate(roles) if role in ("text", "link")]
        if not self.flexible:  # the last column that is not an id
            self.flexible = [place for place, role in enumerate(roles) if role != "id"][-1:]

    def room(self) -> int:
        """Return the cells that are left for the flexible columns."""
        fixed = sum(w for place, w in enumerate(self.widths) if place not in self.flexible)
        columns = sum(1 for place, w in enumerate(self.widths) if w or place in self.flexible)
        return self.width - fixed - len(GAP) * (columns - 1)

    def wanted(self, most: int) -> int:
        """Return the cells of the flexible columns if none gets more than ``most``."""
        return sum(min(self.natural[place], most) for place in self.flexible)

    def limit_words(self) -> None:
        if self.room() < sum(self.natural[place] for place in self.flexible):
            for place in self.words:
                self.widths[place] = min(self.widths[place], WORD_MAX)

    def drop_columns(self) -> None:
        keys = [column.key for column in self.view.fields]
        for key in self.view.drop:
            if self.room() >= self.wanted(TEXT_TARGET):
                break
            if key in keys:
                place = keys.index(key)
                self.widths[place] = 0
                self.flexible = [other for other in self.flexible if other != place]

    def narrow_words(self) -> None:
        while self.room() < self.wanted(TEXT_MIN):
            widest = max(self.words, key=lambda place: self.widths[place], default=None)
            if widest is None or self.widths[widest] <= TEXT_MIN:
                break  # ids and numbers are never cut: the screen is too small for the columns
            self.widths[widest] -= 1

    def share_out(self) -> None:
        """Give the flexible columns equal shares, and what one does not need to the others."""
        left = self.room()
        places = sorted(self.flexible, key=lambda place: self.natural[place])
        for number, place in enumerate(places):
            least = min(self.natural[place], TEXT_MIN)
            share = max(left // (len(places) - number), least)
            self.widths[place] = min(self.natural[place], share)
            left -= self.widths[place]


def _row(
    view: View[Row],
    cells: list[str],
    widths: list[int],
    shown: list[int],
    *,
    colour: bool,
    header: bool = False,
) -> str:
    parts = []
    for place in shown:
        column = view.fields[place]
        text = cut(cells[place], widths[place])
        if column.role == "number":
            text = " " * (widths[place] - cell_len(text)) + text
        elif place != shown[-1]:
            text = padded(text, widths[place])
        parts.append(_styled(text, column, header) if colour else text)
    return GAP.join(parts).rstrip() + "\n"


def cut(text: str, width: int) -> str:
    """Return the text in at most ``width`` cells, never half of a wide character."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def padded(text: str, width: int) -> str:
    """Return a text followed by as many spaces as make it ``width`` cells."""
    return text + " " * (width - cell_len(text))


def _styled(text: str, column: Field[Row], header: bool) -> str:
    style = _HEADER if header else _STYLES.get(column.role)
    return f"\x1b[{style}m{text}\x1b[0m" if style and text.strip() else text
