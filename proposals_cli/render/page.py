"""A page of text: headings, paragraphs and labelled lines, wrapped by Rich to the screen."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from proposals_cli.domain.text.sanitise import multi_line, one_line
from proposals_cli.render.terminal import Screen

WIDEST = 100
"""Lines of running text get no longer than this, however wide the screen is."""


class Page:
    """Collect the lines of one page. Text given as ``str`` is data: it is made safe first."""

    def __init__(self, screen: Screen, lang: str) -> None:
        self.lang = lang
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

    def word(self, english: str, chinese: str) -> str:
        """Return a word of the page itself in the reader's language."""
        return chinese if self.lang == "zh" else english

    def blank(self) -> None:
        """Leave a line empty."""
        self._buffer.write("\n")

    def rule(self) -> None:
        """Set two pages apart."""
        self.blank()
        self.text(Text("─" * min(self.width or 40, 40), style="dim"))
        self.blank()

    def heading(self, english: str, chinese: str) -> None:
        """Begin a section."""
        self.blank()
        self.text(Text(self.word(english, chinese), style="bold"))

    @contextmanager
    def indented(self, by: int = 2) -> Iterator[None]:
        """Indent what is written in this context."""
        self._indent += by
        try:
            yield
        finally:
            self._indent -= by

    def text(self, *parts: str | Text, hang: int = 0, wrap: bool = True) -> None:
        """Write one paragraph; ``hang`` indents its later lines, ``wrap=False`` leaves it long."""
        whole = Text()
        for part in parts:
            whole.append_text(part if isinstance(part, Text) else Text(multi_line(part)))
        if self.width is None or not wrap:
            wrapped: Iterable[Text] = whole.split("\n", allow_blank=True)
        else:
            wrapped = whole.wrap(
                self._console, max(10, self.width - self._indent - hang), no_wrap=False
            )
        for number, one in enumerate(wrapped):
            one.rstrip()
            margin = self._indent + (hang if number else 0)
            self._console.print(Text(" " * margin).append_text(one), soft_wrap=True)

    def labelled(self, label: str, *parts: str | Text, width: int = 10) -> None:
        """Write a paragraph behind a label that stands in a column of its own."""
        padding = " " * max(1, width - cell_len(label))
        self.text(Text(label, style="dim"), Text(padding), *parts, hang=width)

    def link(self, url: str) -> None:
        """Write a link on a line of its own, unbroken, for terminals to open."""
        safe = one_line(url)
        style = f"link {safe}" if safe.startswith(("https://", "http://")) and safe == url else ""
        self.text(Text(safe, style=f"blue {style}".strip()), wrap=False)
