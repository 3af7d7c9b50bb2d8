"""Tables: columns are aligned whatever they contain, and fit the screen."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from proposals_cli.render.fields import Field, Role
from proposals_cli.render.table import MANY, MOST_PADDING, cut, table_lines
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


def view(rows: list[Row], details: tuple[str, ...] = ("word", "number")) -> View[Row]:
    """Return a view of rows with a column of every kind."""

    def field(place: int, key: str, role: Role, mark: str) -> Field[Row]:
        return Field(key, f"{mark}{key}", f"{mark}{key}", lambda row: row[place], role)

    fields = tuple(field(place, *column) for place, column in enumerate(COLUMNS))
    marked = [(f"^{id_}", f"<{word}", number, f"|{text}") for id_, word, number, text in rows]
    return View(fields, marked, details=details)


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


@given(ROWS, st.integers(48, 200), st.booleans())
def test_a_line_is_never_wider_than_the_screen(rows: list[Row], width: int, chosen: bool) -> None:
    """Whether it is a table or cards, and whether or not the columns were chosen."""
    lines = table_lines(view(rows, () if chosen else ("word", "number")), width, colour=False)
    assert max(cell_len(line.rstrip("\n")) for line in lines) <= width


@given(ROWS, st.integers(1, 200), st.booleans())
def test_nothing_of_a_row_is_cut(rows: list[Row], width: int, chosen: bool) -> None:
    """Every character of every cell is on the screen."""
    lines = table_lines(view(rows, () if chosen else ("word", "number")), width, colour=False)
    shown = Counter("".join("".join(lines).split()))
    for id_, word, number, text in rows:
        shown.subtract("".join(f"^{id_}<{word}{number}|{text}".split()))
    assert min(shown.values()) >= 0


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


ROW: Row = ("an-id", "a-word", 7, "title " * 15)


def test_a_narrow_screen_has_the_title_first_and_all_else_below_it() -> None:
    """As a card: the id by itself, numbers and words with their headings."""
    assert list(table_lines(view([ROW]), 60, colour=False)) == [
        "|title title title title title title title title title title\n",
        "title title title title title\n",
        "  ^an-id · <word <a-word · number 7\n",
    ]


def test_the_id_of_a_card_has_the_colour_of_ids() -> None:
    """And all else below the title is dim."""
    *_, details = table_lines(view([ROW]), 60, colour=True)
    assert details == "  \x1b[36m^an-id\x1b[0m\x1b[2m · <word <a-word · number 7\x1b[0m\n"


def test_a_wide_screen_has_a_table_whose_text_is_wrapped() -> None:
    """The title is the first column here as well."""
    header, first, second = table_lines(view([ROW]), 100, colour=False)
    assert header.split() == ["|text", "^id", "<word", "number"]
    assert first.startswith("|title title")
    assert first.endswith("title     ^an-id  <a-word       7\n")
    assert second == "title title title\n"


def test_a_list_that_fits_as_it_is_is_a_table_on_any_screen() -> None:
    """Cards are only for rows that need several lines."""
    lines = list(table_lines(view([("an-id", "a-word", 7, "title")]), 40, colour=False))
    assert lines == ["|text   ^id     <word    number\n", "|title  ^an-id  <a-word       7\n"]


def test_columns_that_were_chosen_keep_their_order() -> None:
    """And a table is wrapped on a screen on which a list would be cards."""
    lines = list(table_lines(view([ROW], details=()), 60, colour=False))
    assert lines[0].split() == ["^id", "<word", "number", "|text"]
    assert len(lines) > 3


def test_ids_are_shortened_where_a_reader_chose_no_columns() -> None:
    """What is shown can be typed; a pipe has the complete ids."""
    short = view([ROW])._replace(short_ids=lambda ids: {id_: id_[:3] for id_ in ids})
    assert "^an ·" in "".join(table_lines(short, 60, colour=False)).replace("^an-", "^an ")
    assert "^an-id" not in "".join(table_lines(short, 60, colour=False))
    assert "^an-id" in "".join(table_lines(short, None, colour=False))


def test_a_column_that_says_nothing_is_left_out() -> None:
    """But never from a table whose columns were chosen, and not in a pipe."""
    fields = (
        Field[str]("id", "id", "", lambda row: row, "id"),
        Field[str]("late", "late", "", lambda _: None, "number"),
        Field[str]("title", "title", "", lambda _: "text", "text"),
    )

    def shown(width: int | None, *details: str) -> list[str]:
        view = View(fields, ["an-id"], details=details)
        return next(table_lines(view, width, colour=False)).split()

    assert shown(80, "late") == ["title", "id"]
    assert shown(80) == ["id", "late", "title"]
    assert shown(None, "late") == ["id", "late", "title"]


def test_a_row_without_a_title_begins_with_what_it_has() -> None:
    """A source may have a publisher only."""
    fields = (
        Field[str]("id", "id", "", lambda row: row, "id"),
        Field[str]("publisher", "publisher", "", lambda _: "The Gazette " * 8, "text"),
        Field[str]("title", "title", "", lambda _: None, "text"),
    )
    lines = list(table_lines(View(fields, ["a"], details=("publisher",)), 60, colour=False))
    assert lines[0].startswith("The Gazette")
    assert lines[-1] == "  a\n"


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


def test_a_long_list_is_shown_before_it_is_read_to_its_end() -> None:
    """A pager shows the first page at once; a later row may be wider than the first thousand."""
    read = 0

    def rows() -> Iterator[Row]:
        nonlocal read
        for read in range(1, 3 * MANY + 1):
            yield f"{read}", "word", read, "text " * (20 + read // MANY)

    lines = table_lines(view([])._replace(rows=rows()), 70, colour=False)
    assert next(lines).startswith("text text")
    assert read == MANY
    shown = list(lines)
    assert read == 3 * MANY
    assert sum(line.startswith("  ") for line in shown) == 3 * MANY


def test_one_long_text_does_not_fill_every_row_of_a_pipe() -> None:
    """A text of 660,000 characters made 400 MB of a list of two hundred measures."""
    long = "x" * 100_000
    header, first, second = table_lines(
        view([("a", long, 1, "end"), ("b", "short", 2, "end")]), None, colour=False
    )
    assert long in first
    assert first.count(" ") < 2 * MOST_PADDING
    assert len(header) < 2 * MOST_PADDING
    assert len(second) < 2 * MOST_PADDING
