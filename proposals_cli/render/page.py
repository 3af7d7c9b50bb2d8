"""A page of text: headings, paragraphs and labelled lines, wrapped to the screen."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, pairwise

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import multi_line, one_line
from proposals_cli.render.terminal import Screen
from proposals_cli.render.wrapping import line_ends

WIDEST = 100
"""The longest line of running text, however wide the screen is."""

LINES_AT_ONCE = 200
"""Lines that are rendered together: each rendering looks at the size of the terminal anew."""


class Page:
    """Collect the lines of one page: a ``str`` is made safe first, a ``Text`` must be safe."""

    def __init__(self, screen: Screen, languages: Languages) -> None:
        self.languages = languages
        self.lang = languages.interface
        self.width = None if screen.width is None else max(20, min(screen.width, WIDEST))
        self._buffer = io.StringIO()
        self._console = Console(
            file=self._buffer,
            width=self.width or 1_000_000,
            force_terminal=screen.colour,
            color_system="standard" if screen.colour else None,
            no_color=not screen.colour,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )
        self._indent = 0

    def lines(self) -> Iterator[str]:
        """Yield the page's lines."""
        return iter(self._buffer.getvalue().splitlines(keepends=True))

    def word(self, label: Label, **values: object) -> str:
        """Return a label in the page's language."""
        return label.text(self.lang, **values)

    def blank(self) -> None:
        """Write an empty line."""
        self._buffer.write("\n")

    def rule(self) -> None:
        """Draw a line between two records."""
        self.blank()
        self.text(Text("─" * min(self.width or 40, 40), style="dim"))
        self.blank()

    def heading(self, text: str) -> None:
        """Begin a section."""
        self.blank()
        self.text(Text(text, style="bold"))

    def dim(self, text: str) -> None:
        """Write a remark of the program."""
        self.text(Text(one_line(text), style="dim"))

    def here(self) -> int:
        """Return the place where the next line will be written, for ``dim_at``."""
        return self._buffer.tell()

    def dim_at(self, place: int, text: str) -> None:
        """Write a remark of the program above what was written since."""
        below = self._buffer.getvalue()[place:]
        self._buffer.seek(place)
        self._buffer.truncate()
        self.dim(text)
        self._buffer.write(below)

    @contextmanager
    def indented(self, by: int = 2) -> Iterator[None]:
        """Indent everything written in this context."""
        self._indent += by
        try:
            yield
        finally:
            self._indent -= by

    def text(self, *parts: str | Text, hang: int = 0, wrap: bool = True) -> None:
        """Write one paragraph.

        Args:
            parts: joined without a separator.
            hang: cells by which later lines are indented further.
            wrap: False leaves a line as long as it is.
        """
        paragraph = Text()
        for part in parts:
            paragraph.append_text(part if isinstance(part, Text) else Text(multi_line(part)))
        room = max(10, self.width - self._indent - hang) if self.width and wrap else None
        number = 0
        for is_styled, piece in _pieces(paragraph):
            if is_styled:
                number += self._styled(piece, room, hang, number)
            else:
                number += self._plain(piece.plain, room, hang, number)

    def _styled(self, piece: Text, room: int | None, hang: int, number: int) -> int:
        """Write the lines of a piece of a paragraph, and return how many were written."""
        lines: Iterable[Text] = piece.split("\n", allow_blank=True)
        if room is not None:
            lines = (
                part
                for count, one in enumerate(lines, number)
                for part in one.divide(line_ends(one.plain, room, 0 if count else hang))
            )
        count = 0
        placed = (self._placed(line, hang if at else 0) for at, line in enumerate(lines, number))
        while several := list(islice(placed, LINES_AT_ONCE)):
            self._console.print(Text("\n").join(several), soft_wrap=True)
            count += len(several)
        return count

    def _plain(self, piece: str, room: int | None, hang: int, number: int) -> int:
        """Write the lines of a piece without styles, and return how many were written."""
        count = 0
        for line in piece.split("\n"):
            ends = line_ends(line, room, 0 if number + count else hang) if room else []
            for start, end in pairwise([0, *ends, len(line)]):
                margin = self._indent + (hang if number + count else 0)
                self._buffer.write(f"{' ' * margin}{line[start:end].rstrip()}\n")
                count += 1
        return count

    def _placed(self, line: Text, hang: int) -> Text:
        line.rstrip()
        return Text(" " * (self._indent + hang)).append_text(line)

    def labelled(self, label: str, *parts: str | Text, width: int = 10) -> None:
        """Write a paragraph after a label; labels form a column of ``width`` cells."""
        padding = " " * max(1, width - cell_len(label))
        self.text(Text(label, style="dim"), Text(padding), *parts, hang=width)

    def link(self, url: str) -> None:
        """Write a link on its own line; an address unbroken, so that terminals can open it."""
        safe = one_line(url)
        style = f"link {safe}" if safe.startswith(("https://", "http://")) and safe == url else ""
        self.text(Text(safe, style=f"blue {style}".strip()), wrap=not style)


def _pieces(paragraph: Text) -> Iterator[tuple[bool, Text]]:
    """Yield whether a piece of a paragraph has styles, and the piece: whole lines of it.

    Lines without styles are apart: Rich takes seconds for a text of a hundred thousand lines.
    """
    plain, covered = paragraph.plain, 0
    cuts: list[int] = []
    for start, end in [
        *sorted((span.start, span.end) for span in paragraph.spans),
        (len(plain),) * 2,
    ]:
        first, last = plain.find("\n", covered, start), plain.rfind("\n", covered, start)
        if 0 <= first < last:
            cuts += (first + 1, last + 1)
        covered = max(covered, end)
    for number, piece in enumerate(paragraph.divide(cuts)):
        if number < len(cuts):
            piece.right_crop(1)
        yield bool(piece.spans), piece
