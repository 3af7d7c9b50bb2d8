"""Templates of lines."""

import pytest

from proposals_cli.errors import InvalidQueryError
from proposals_cli.render.fields import Field
from proposals_cli.render.template import parse_template
from proposals_cli.render.views import View

Row = tuple[str, int]

FIELDS: tuple[Field[Row], ...] = (
    Field("name", "name", "名称", lambda row: row[0], "text"),
    Field("size", "size", "大小", lambda row: row[1], "number"),
)


def lines(template: str, *rows: Row) -> list[str]:
    """Return the lines that a template makes of rows."""
    return list(parse_template(template).lines(View(FIELDS, rows)))


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{name} {size}", "水 ab 7\n"),
        ("{size}{size}-{name}", "77-水 ab\n"),
        ("{name:8}|{size:>3}|", "水 ab   |  7|\n"),
        ("{name:>8}|{name:^8}|{name:<8}|", "   水 ab| 水 ab  |水 ab   |\n"),
        ("{name:2}", "水 ab\n"),
        (r"{size}\t{name}\n--\\n", "7\t水 ab\n--\\n\n"),
        ("{{{size}}}", "{7}\n"),
        ("{ Name }", "水 ab\n"),
    ],
)
def test_columns_are_put_where_their_names_are(template: str, line: str) -> None:
    """Widths are cells of a terminal: a Chinese character takes two, and nothing is cut."""
    assert lines(template, ("水 ab", 7)) == [line]


def test_text_of_records_stays_on_its_line() -> None:
    """A line break or control character in a value cannot look like another row."""
    assert lines("{name}", ("a\nb\x1b[2J{size}", 1)) == ["a b\\x1b[2J{size}\n"]


def test_what_was_read_is_named_in_the_error() -> None:
    """As it was typed."""
    with pytest.raises(InvalidQueryError) as raised:
        parse_template("{name} {size.real!r}")
    assert raised.value.message == "'{size.real!r}' is not a column."
    assert "{year:>6}" in str(raised.value.hint)
