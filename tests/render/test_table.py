"""Tables: columns are aligned whatever they contain, and fit the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from proposals_cli.render.fields import Field, Role
from proposals_cli.render.table import GAP, WORD_MAX, cut, table_lines
from proposals_cli.render.views import View

Row = tuple[str, str, int, str]

# Each cell begins with a character by which a test finds its column in a line.
COLUMNS: tuple[tuple[str, Role, str], ...] = (
    ("id", "id", "^"),
    ("word", "word", "<"),
    ("number", "number", ""),
    ("text", "text", "|"),
)

SHOWN = st.text(
    st.one_of(
        st.sampled_from("aé中文字（）、ｗ한カ🐘 \u0301\u0308"),
        st.characters(categories=["L", "M", "N", "S", "Zs"], exclude_characters="^<|"),
    ),
    max_size=60,
)
ROWS = st.lists(
    st.tuples(
        st.text("abc-", min_size=1, max_size=25), SHOWN, st.integers(-9, 99_999), SHOWN
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def view(rows: list[Row], drop: tuple[str, ...] = ("word", "number")) -> View[Row]:
    """Return a view of rows with a column of every kind."""

    def field(place: int, key: str, role: Role, mark: str) -> Field[Row]:
        return Field(key, f"{mark}{key}", f"{mark}{key}", lambda row: row[place], role)

    fields = tuple(field(place, *column) for place, column in enumerate(COLUMNS))
    marked = [(f"^{id_}", f"<{word}", number, f"|{text}") for id_, word, number, text in rows]
    return View(fields, marked, drop=drop)


def position(line: str, mark: str) -> int | None:
    """Return the position at which the column with this mark begins."""
    place = line.find(mark)
    return None if place < 0 else cell_len(line[:place])


@given(ROWS)
def test_columns_are_aligned(rows: list[Row]) -> None:
    """Wide, narrow and combining characters do not shift the next column."""
    header, *lines = table_lines(view(rows), None, colour=False)
    assert len(lines) == len(rows)
    for mark in "^<|":
        assert {position(line, mark) for line in lines} == {position(header, mark)}
    for line, (_, _, number, _) in zip(lines, rows, strict=True):
        before_text = line[: line.index("|")]
        assert cell_len(before_text.rstrip()) == cell_len(header[: header.index("|")].rstrip())
        assert before_text.rstrip().endswith(str(number))


@given(ROWS, st.integers(40, 200))
def test_a_line_is_never_wider_than_the_screen(rows: list[Row], width: int) -> None:
    """Text is cut, then columns are dropped; ids are always complete."""
    header, *lines = table_lines(view(rows), width, colour=False)
    for line, (id_, *_) in zip(lines, rows, strict=True):
        assert cell_len(line.rstrip("\n")) <= width
        assert line.startswith(f"^{id_}")
    for mark in "^<|":
        assert len({position(line, mark) for line in (header, *lines)}) == 1


@given(ROWS, st.integers(1, 39))
def test_a_screen_that_is_too_narrow_keeps_ids(rows: list[Row], width: int) -> None:
    """Ids are copied by users, so they are not cut even if the table does not fit."""
    lines = list(table_lines(view(rows), width, colour=False))
    for line, (id_, *_) in zip(lines[1:], rows, strict=True):
        assert line.startswith(f"^{id_}")


@given(ROWS, st.integers(40, 200))
def test_colour_does_not_change_the_layout(rows: list[Row], width: int) -> None:
    """A coloured table without its styles equals the plain one."""
    import re

    plain = "".join(table_lines(view(rows), width, colour=False))
    coloured = "".join(table_lines(view(rows), width, colour=True))
    bare = re.sub(r"\x1b\[\d+m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


@given(SHOWN, st.integers(1, 40))
def test_cut_text_fits_and_ends_in_an_ellipsis(text: str, width: int) -> None:
    """No wide character is split, and text that fits is unchanged."""
    shown = cut(text, width)
    assert cell_len(shown) <= width
    if cell_len(text) <= width:
        assert shown == text
    else:
        assert shown.endswith("…")


def test_columns_are_dropped_in_the_order_given() -> None:
    """The first in ``drop`` goes first, and no more than necessary."""
    rows: list[Row] = [("an-id", "a word of some length", 7, "text " * 30)]

    def shown(width: int) -> list[str]:
        header = next(table_lines(view(rows), width, colour=False))
        return [key for key in ("id", "word", "number", "text") if key in header]

    assert shown(100) == ["id", "word", "number", "text"]
    assert shown(60) == ["id", "number", "text"]
    assert shown(50) == ["id", "text"]
    assert shown(20) == ["id", "text"]


def test_a_column_that_says_nothing_is_dropped_first() -> None:
    """Only where room is short, and never from a table whose columns were chosen."""
    fields = (
        Field[str]("id", "id", "", lambda row: row, "id"),
        Field[str]("late", "late", "", lambda _: None, "number"),
        Field[str]("days", "days", "", lambda _: 7, "number"),
        Field[str]("title", "title", "", lambda _: "text " * 20, "text"),
    )

    def shown(width: int, *drop: str) -> list[str]:
        return next(table_lines(View(fields, ["an-id"], drop=drop), width, colour=False)).split()

    assert shown(200, "days") == ["id", "late", "days", "title"]
    assert shown(57, "days") == ["id", "days", "title"]
    assert shown(47, "days") == ["id", "title"]
    assert shown(47) == ["id", "late", "days", "title"]


def test_columns_of_words_are_limited_if_text_would_be_cut() -> None:
    """A long list of values leaves room for the title."""
    rows: list[Row] = [("an-id", "word " * 20, 7, "text " * 40)]
    line = list(table_lines(view(rows, drop=()), 120, colour=False))[1]
    assert line.index("|") - line.index("<") == WORD_MAX + 2 + len("number") + 2
    roomy = list(table_lines(view(rows, drop=()), 400, colour=False))[1]
    assert "word word word word word word word word" in roomy


def test_columns_of_words_are_narrowed_until_text_has_eight_cells() -> None:
    """The widest column is narrowed first."""
    rows: list[Row] = [("an-id", "word " * 20, 1, "text " * 20)]
    header, line = table_lines(view(rows, drop=()), 40, colour=False)
    assert cell_len(line.rstrip("\n")) <= 40
    word, text = position(header, "<"), position(header, "|")
    assert word is not None
    assert text is not None
    assert text - word - len(GAP) < WORD_MAX
    assert cell_len(line.rstrip("\n")) - text >= 7


def test_without_rows_nothing_is_written() -> None:
    """A program that counts lines would count a header as data."""
    assert list(table_lines(view([]), 80, colour=False)) == []


def test_lines_have_no_trailing_blanks() -> None:
    """The last cell is not padded."""
    lines = table_lines(view([("a", "b", 1, ""), ("a", "b", 1, "longer")]), None, colour=False)
    assert all(line == line.rstrip() + "\n" for line in lines)


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[2Jb", "a\u202eb", "a\tb"])
def test_cells_are_sanitised(text: str) -> None:
    """Cells are sanitised before their width is measured."""
    (_, line) = table_lines(view([("id", text, 1, text)]), None, colour=False)
    assert line.removesuffix("\n").isprintable()
