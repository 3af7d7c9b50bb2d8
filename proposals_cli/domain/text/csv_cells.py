"""Cells of a table of separated values, as every spreadsheet reads them."""

from typing import Any

from proposals_cli.domain.text.sanitise import one_line

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Text that begins so is taken for a formula by one spreadsheet or another."""

JOINT = "|"
"""What stands between the parts of a list in one cell."""


def cell(value: Any) -> str:
    r"""Return a value as one cell on one line that no spreadsheet takes for a formula.

    >>> cell(("a", "b")), cell(None), cell("=1+1"), cell(-1), cell(" \t=2")
    ('a|b', '', "'=1+1", '-1', "' =2")
    """
    match value:
        case None:
            return ""
        case int() | float():
            return str(value)
        case tuple():
            return escape_formula(JOINT.join(_plain(part) for part in value))
        case _:
            return escape_formula(_plain(value))


def escape_formula(text: str) -> str:
    """Return the text behind an apostrophe where it would be run as a formula.

    Blanks before a formula do not save from it: some spreadsheets drop them.
    """
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _plain(value: Any) -> str:
    match value:
        case dict():
            value = " ".join(str(part) for part in value.values() if part)
        case tuple():  # a span
            value = "-".join(str(part) for part in value)
    return one_line(str(value))
