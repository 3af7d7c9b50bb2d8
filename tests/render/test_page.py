"""Pages of long texts."""

import pytest
from rich.console import Console
from rich.text import Text

from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.page import Page
from proposals_cli.render.terminal import Screen

LINES = 20_000


@pytest.fixture
def prints(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count what Rich renders."""
    count = [0]
    print_ = Console.print

    def counted(self: Console, *args: object, **options: object) -> None:
        count[0] += 1
        print_(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Console, "print", counted)
    return count


def test_a_text_of_many_lines_is_not_rendered_line_by_line(prints: list[int]) -> None:
    """Rich took four seconds for the 110,000 line breaks of one text."""
    page = Page(Screen(60, 24, False), Languages())
    page.labelled("Problem", "one two\n" * LINES, Text("[1]", style="dim"), width=9)
    lines = list(page.lines())
    assert lines[0] == "Problem  one two\n"
    assert lines[1:-1] == ["         one two\n"] * (LINES - 2)
    assert lines[-1] == "         one two[1]\n"
    assert prints[0] <= 3


def test_lines_with_and_without_styles_are_in_order_and_equally_wrapped() -> None:
    """Only the styled lines go through Rich, in the middle of a paragraph as well."""
    page = Page(Screen(20, 24, True), Languages())
    page.text("a\nb\nc ", Text("bold", style="bold"), " d\ne\n\nf " + "word " * 6, hang=2)
    assert "".join(page.lines()).split("\n") == [
        "a",
        "  b",
        "  c \x1b[1mbold\x1b[0m d",
        "  e",
        "  ",
        "  f word word word",
        "  word word word",
        "",
    ]
