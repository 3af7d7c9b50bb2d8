"""The lines of a draft that mistakes are in."""

import pytest

from proposals_cli.commands.draft_lines import DraftLines, raise_with_lines
from proposals_cli.errors import InvalidQueryError, InvalidRecordError, MistakesError, PropError


def line_in(text: str, error: PropError) -> int | None:
    """Return the line of a mistake in a text."""
    return DraftLines(text).line_of(error)


def begins_at(line: int | None, begins: str | None) -> bool:
    """Return whether the line of ``PLACES`` begins so; without a line, that none was expected."""
    if line is None:
        return begins is None
    return begins is not None and PLACES.splitlines()[line].startswith(begins)


def test_messages_begin_with_their_lines_in_the_order_of_the_text() -> None:
    """A mistake without a line comes first, and a line that is named is not named twice."""
    mistakes = [
        InvalidRecordError("field 'themes[1]': wrong.", "", "themes[1]"),
        InvalidRecordError("field 'year': wrong.", "", "year"),
        InvalidRecordError("Nowhere."),
    ]
    with pytest.raises(MistakesError) as caught:
        raise_with_lines(MistakesError(mistakes), PLACES)
    assert caught.value.message.splitlines() == [
        "There are 3 mistakes.",
        "  Nowhere.",
        "  line 5: field 'year': wrong.",
        "  line 6: field 'themes[1]': wrong.",
    ]
    with pytest.raises(InvalidRecordError, match=r"^This is not YAML: … at line 5\.$"):
        raise_with_lines(InvalidRecordError("This is not YAML: … at line 5."), PLACES)


PLACES = """\
# a remark
title:
  en: On clouds

year: 2020
themes: [fintech, poetry]
people:
  - Ma Huateng
  -
  - Ma Huaten
reply: 2021-13 MIIT
measures:
  - text:
    area:
    citations:
      -
  - text: A roof.
    horizon: soon
    citations:
      - scmp-2021, para 4
      - nowhere, para 4
  - A wall.
sources:
  - url: https://example.org
  -
  - url: https://example.org/2
    date: May
"""


@pytest.mark.parametrize(
    ("field", "begins"),
    [
        ("year", "year: 2020"),
        ("title", "title:"),
        ("title.en", "  en: On clouds"),
        ("title.zh", "title:"),
        ("titles[0].lang", "title:"),
        ("themes[1]", "themes: [fintech, poetry]"),
        ("people[1]", "  - Ma Huaten"),
        ("sponsors[1].role", "  - Ma Huaten"),
        ("actions[0].date", "reply: 2021-13 MIIT"),
        ("measures", "measures:"),
        ("measures[0].horizon", "    horizon: soon"),
        ("measures[0].citations[1].source", "      - nowhere"),
        ("measures[1].text", "  - A wall."),
        ("measures[7].text", "measures:"),
        ("sources[1].date", "    date: May"),
        ("status.value", None),
        ("", None),
    ],
)
def test_a_field_has_a_line(field: str, begins: str | None) -> None:
    """The line is that of the longest existing part of the path; blank items do not count."""
    assert begins_at(line_in(PLACES, InvalidRecordError("Wrong.", "", field)), begins)


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (InvalidQueryError("There is no theme 'poetry'."), "themes:"),
        (InvalidQueryError("There is no person 'Ma Huaten'."), "  - Ma Huaten"),
        (
            InvalidRecordError("x: a citation names 'nowhere', …", "", "a citation"),
            "      - nowhere",
        ),
        (InvalidRecordError("This is not YAML: … at line 5."), "year:"),
        (InvalidQueryError("There is no theme 'painting'."), None),
    ],
)
def test_a_quoted_name_has_a_line(error: PropError, begins: str | None) -> None:
    """An unknown name is found by the quotation in the message."""
    assert begins_at(line_in(PLACES, error), begins)


def test_the_line_is_in_the_draft_with_the_mistake() -> None:
    """The number at the start of the field selects the draft."""
    text = "- year: 1\n- title: B\n  year: 2\n---\ntitle: C\nyear: 3\n"
    for field, line in (
        ("[0].year", 0),
        ("[1].year", 2),
        ("[2].year", 5),
        ("[2].", 4),
        ("[9].", None),
    ):
        assert line_in(text, InvalidRecordError("Wrong.", "", field)) == line


def test_invalid_yaml_has_no_line() -> None:
    """None is known: nothing is guessed."""
    assert line_in("a: [", InvalidRecordError("Wrong.", "", "a")) is None
    assert line_in("[" * 10_000, InvalidRecordError("Wrong.", "", "a")) is None
