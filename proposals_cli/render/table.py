"""A View as a table or as cards on a terminal, or one unwrapped line per row in a pipe.

Rich says how wide a character is. Its own tables are not used: importing them would add 40 % to
the time of a list.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Generic, NamedTuple

from rich.cells import cell_len, set_cell_size

from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.fields import Field
from proposals_cli.render.views import Row, View
from proposals_cli.render.wrapping import wrapped

GAP = "  "
CARDS_BELOW = 100
"""Cells of the narrowest screen on which a list that needs several lines a row is a table."""

TEXT_MIN = 24
"""Cells of the narrowest column that is wrapped; of words fewer, if none is longer."""

WORD_MIN = 12

MOST_PADDING = 400
"""Cells to which the columns of a pipe are filled at most: one long text would fill every row."""

MANY = 1_000
"""Rows by which a screen is laid out; those beyond are read when a pager asks for them."""

INDENT = "  "
_STYLES = {"id": "36", "number": "32", "link": "2"}
_HEADER = "1"
_DETAILS = "2"


def table_lines(view: View[Row], width: int | None, *, colour: bool) -> Iterator[str]:
    """Yield the lines of a View.

    ``width`` is the number of cells that a line may take; None: as many as it needs, and then each
    row is one line below the header. On a screen the rows are cards where a table would be hard
    to read.
    """
    if width is None:
        rows = [_cells(view, row) for row in view.rows]
        if rows:
            table = _Table(view, rows, list(range(len(view.fields))))
            yield from table.lines(rows, None, colour=colour)
        return
    parts = _in_parts(view)
    first = next(parts, None)
    if first is None:
        return
    table = _Table(view, first, _order(view, first))
    every = chain(first, chain.from_iterable(parts))
    if table.is_legible(width):
        yield from table.lines(every, width, colour=colour)
    else:
        yield from _cards(view, every, width, colour=colour)


def legible(view: View[Row], width: int) -> bool:
    """Tell whether a View is a table on a screen; its rows must be a list."""
    rows = [_cells(view, row) for row in view.rows]
    return _Table(view, rows, list(range(len(view.fields)))).is_legible(width)


def _cells(view: View[Row], row: Row) -> list[str]:
    return [one_line(view.text(column, column.get(row))) for column in view.fields]


def _in_parts(view: View[Row]) -> Iterator[list[list[str]]]:
    """Yield the cells of the rows, a thousand rows at a time."""
    rows = iter(view.rows)
    while part := [_cells(view, row) for row in islice(rows, MANY)]:
        yield _with_short_ids(view, part)


def _with_short_ids(view: View[Row], rows: list[list[str]]) -> list[list[str]]:
    """Return rows in which ids are as short as can be typed."""
    if view.short_ids is None:
        return rows
    places = [place for place, column in enumerate(view.fields) if column.role == "id"]
    short = view.short_ids(row[place] for row in rows for place in places)
    return [
        [short.get(cell, cell) if place in places else cell for place, cell in enumerate(row)]
        for row in rows
    ]


def _lead(view: View[Row]) -> list[int]:
    """Return the places of the fields that a reader looks for first: titles and texts."""
    return [
        place
        for place, column in enumerate(view.fields)
        if column.role == "text" and column.key not in view.details
    ]


def _order(view: View[Row], rows: list[list[str]]) -> list[int]:
    """Return the places of the columns in order: as chosen, or titles first and no empty ones."""
    places = list(range(len(view.fields)))
    if not view.details:
        return places
    lead = _lead(view)
    is_part = len(rows) == MANY  # a later row may have what these do not
    others = [p for p in places if p not in lead and (is_part or any(row[p] for row in rows))]
    return [*lead, *others]


class _Table(NamedTuple, Generic[Row]):
    """Rows of cells by which columns are fitted, and which cells are columns."""

    view: View[Row]
    rows: list[list[str]]
    places: list[int]

    def headings(self) -> list[str]:
        return [one_line(one.heading(self.view.lang.interface)) for one in self.view.fields]

    def natural(self) -> list[int]:
        """Return the cells of every column if nothing is wrapped."""
        columns = zip(self.headings(), *self.rows, strict=True)
        return [max(map(cell_len, column)) for column in columns]

    def least(self, natural: Sequence[int]) -> list[int]:
        """Return the fewest cells in which every column is legible."""
        widths = list(natural)
        for place, (field, heading) in enumerate(
            zip(self.view.fields, self.headings(), strict=True)
        ):
            if field.role in ("text", "link"):
                least = TEXT_MIN
            elif field.role == "word":
                words = (cell_len(word) for row in self.rows for word in row[place].split())
                least = min(TEXT_MIN, max(WORD_MIN, max(words, default=0)))
            else:
                continue
            widths[place] = min(natural[place], max(least, cell_len(heading)))
        return widths

    def is_legible(self, width: int) -> bool:
        natural = self.natural()
        if self.total(natural) <= width:
            return True
        is_wide = width >= CARDS_BELOW or not self.view.details
        return is_wide and self.total(self.least(natural)) <= width

    def total(self, widths: Sequence[int]) -> int:
        return sum(widths[place] for place in self.places) + len(GAP) * (len(self.places) - 1)

    def fitted(self, width: int) -> list[int]:
        """Return widths in which the longest columns need about the same number of lines."""
        natural = self.natural()
        widths = self.least(natural)
        amount = [sum(cell_len(row[p]) for row in self.rows) for p in range(len(widths))]
        for _ in range(width - self.total(widths)):
            growing = [place for place in self.places if widths[place] < natural[place]]
            if not growing:
                break
            widths[max(growing, key=lambda place: amount[place] / widths[place])] += 1
        return widths

    def lines(self, rows: Iterable[list[str]], width: int | None, *, colour: bool) -> Iterator[str]:
        """Yield the header and rows: those by which it is fitted, and maybe more."""
        wraps = width is not None
        filled = self.natural() if width is None else self.fitted(width)
        widths = filled if wraps else [min(one, MOST_PADDING) for one in filled]
        if self.view.header:
            yield from self.row(self.headings(), widths, wraps, colour=colour, header=True)
        for row in rows:
            yield from self.row(row, widths, wraps, colour=colour)

    def row(
        self,
        cells: list[str],
        widths: list[int],
        wraps: bool,
        *,
        colour: bool,
        header: bool = False,
    ) -> Iterator[str]:
        """Yield a row, in several lines if it ``wraps`` and a cell is longer than its column."""
        parts = {
            place: [cells[place]]
            if not wraps or self.view.fields[place].role in ("id", "number")
            else wrapped(cells[place], widths[place])
            for place in self.places
        }
        for line in range(max(map(len, parts.values()))):
            shown = []
            for place in self.places:
                column = self.view.fields[place]
                text = parts[place][line] if line < len(parts[place]) else ""
                if column.role == "number":
                    text = " " * (widths[place] - cell_len(text)) + text
                elif place != self.places[-1]:
                    text = padded(text, widths[place])
                shown.append(_styled(text, column, header) if colour else text)
            yield GAP.join(shown).rstrip() + "\n"


# -- cards ---------------------------------------------------------------------------------------


def _cards(
    view: View[Row], rows: Iterable[list[str]], width: int, *, colour: bool
) -> Iterator[str]:
    """Yield each row as its titles, and below them one paragraph of all else."""
    texts = [place for place, column in enumerate(view.fields) if column.role == "text"]
    lang = view.lang.interface
    on, off = (f"\x1b[{_DETAILS}m", "\x1b[0m") if colour else ("", "")
    for row in rows:
        lead = [p for p in _lead(view) if row[p]] or [p for p in texts if row[p]][:1] or [0]
        others = [place for place in range(len(view.fields)) if place not in lead]
        for place in lead:
            yield from (line + "\n" for line in wrapped(row[place], width))
        details = [
            _labelled(view.fields[place], row[place], lang) for place in others if row[place]
        ]
        for line in _joined(details, width - len(INDENT)):
            id_ = next((row[p] for p in others if view.fields[p].role == "id"), "")
            head = id_ if colour and line.startswith(id_) else ""
            marked = f"\x1b[{_STYLES['id']}m{head}{off}" if head else ""
            yield f"{INDENT}{marked}{on}{line.removeprefix(head)}{off}\n"


def _labelled(column: Field[Row], text: str, lang: str) -> str:
    """Return a value as it is if it says what it is, or else after its heading."""
    is_sentence = column.role == "text" and not text[:1].isdigit()
    if column.role == "id" or column.facet or is_sentence:
        return text
    return f"{one_line(column.heading(lang))} {text}"


def _joined(details: Sequence[str], width: int) -> Iterator[str]:
    """Yield details on as few lines as possible; one is broken only if it is longer than a line."""
    line = ""
    for one in details:
        more = f"{line} · {one}" if line else one
        if cell_len(more) <= width:
            line = more
            continue
        if line:
            yield line.rstrip()
        *before, line = wrapped(one, width)
        yield from before
    if line:
        yield line.rstrip()


def cut(text: str, width: int) -> str:
    """Return the text in at most ``width`` cells, never half of a wide character."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def padded(text: str, width: int) -> str:
    """Return a text followed by as many spaces as make it ``width`` cells."""
    return text + " " * (width - cell_len(text))


def _styled(text: str, column: Field[Row], header: bool) -> str:
    style = _HEADER if header else _STYLES.get(column.role)
    return f"\x1b[{style}m{text}\x1b[0m" if style and text.strip() else text
