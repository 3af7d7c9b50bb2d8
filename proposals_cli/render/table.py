"""A View as a table: fitted to a terminal, or one unwrapped line per row in a pipe.

Rich decides how wide a character is; its own tables are not used here, because importing them
takes a third of the time a list has, and because rows are written as they come.
"""

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.fields import Field
from proposals_cli.render.views import View

GAP = "  "
ROOMY = 40
"""Columns are dropped until a text column has this many cells, or none can be dropped."""

NARROW = 8
"""Text gets no narrower than this."""

MODEST = 28
"""Columns of words get no wider than this where text would have to be cut for them, and as narrow
as text where that is not enough."""

_STYLES = {"id": "36", "number": "32", "link": "2"}
_HEADER = "1"


def table_lines(view: View, width: int | None, *, colour: bool) -> Iterator[str]:
    """Yield the header and one line per row.

    Args:
        view: what to show.
        width: cells that a line may take; None: as many as it needs.
        colour: whether to write ANSI styles.
    """
    rows = [[one_line(view.text(c, c.get(row))) for c in view.fields] for row in view.rows]
    if not rows:
        return
    headings = [one_line(column.heading(view.lang)) for column in view.fields]
    natural = [
        max(cell_len(heading), *(cell_len(row[place]) for row in rows))
        for place, heading in enumerate(headings)
    ]
    widths = natural if width is None else _fitted(view, natural, width)
    shown = [place for place, cells in enumerate(widths) if cells]
    yield _row(view, headings, widths, shown, colour=colour, header=True)
    for row in rows:
        yield _row(view, row, widths, shown, colour=colour)


def narrowest(view: View) -> int:
    """Return the cells that a table takes at least: text can be cut, ids and numbers cannot.

    The View's rows are a list, which is looked at and kept.
    """
    columns = []
    for column in view.fields:
        heading = cell_len(one_line(column.heading(view.lang)))
        if column.role == "text":
            columns.append(min(NARROW, heading))
            continue
        values = (cell_len(one_line(view.text(column, column.get(row)))) for row in view.rows)
        columns.append(max(heading, max(values, default=0)))
    return sum(columns) + len(GAP) * (len(columns) - 1)


def _fitted(view: View, natural: list[int], width: int) -> list[int]:
    """Return a width for every column, 0 for a column that is left out."""
    widths = list(natural)
    keys = [column.key for column in view.fields]
    flexible = [p for p, column in enumerate(view.fields) if column.role in ("text", "link")]
    if not flexible:  # then the last column that is not an id gives way
        flexible = [p for p, column in enumerate(view.fields) if column.role != "id"][-1:]

    def room() -> int:
        fixed = sum(w for p, w in enumerate(widths) if p not in flexible)
        columns = sum(1 for p, w in enumerate(widths) if w or p in flexible)
        return width - fixed - len(GAP) * (columns - 1)

    def wanted() -> int:
        return sum(min(natural[p], ROOMY) for p in flexible if widths[p])

    if room() < sum(natural[p] for p in flexible):
        for place, column in enumerate(view.fields):
            if column.role == "word":
                widths[place] = min(widths[place], MODEST)
    for key in view.drop:
        if room() >= wanted():
            break
        if key in keys:
            widths[keys.index(key)] = 0
            flexible = [p for p in flexible if keys[p] != key]
    words = [p for p, column in enumerate(view.fields) if column.role == "word"]
    while room() < sum(min(natural[p], NARROW) for p in flexible):
        widest = max(words, key=lambda p: widths[p], default=None)
        if widest is None or widths[widest] <= NARROW:
            break  # ids and numbers are never cut: the screen is too small for what was asked
        widths[widest] -= 1
    left = room()
    for number, place in enumerate(sorted(flexible, key=lambda p: natural[p])):
        share = max(left // (len(flexible) - number), min(natural[place], NARROW))
        widths[place] = min(natural[place], share)
        left -= widths[place]
    return widths


def _row(
    view: View,
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
            text += " " * (widths[place] - cell_len(text))
        parts.append(_styled(text, column, header) if colour else text)
    return GAP.join(parts).rstrip() + "\n"


def cut(text: str, width: int) -> str:
    """Return the text in at most ``width`` cells, never half of a wide character."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _styled(text: str, column: Field, header: bool) -> str:
    style = _HEADER if header else _STYLES.get(column.role)
    return f"\x1b[{style}m{text}\x1b[0m" if style and text.strip() else text
