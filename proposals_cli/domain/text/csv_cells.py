"""Cells of CSV and TSV files that are safe in every spreadsheet."""

import json
from typing import Any

from proposals_cli.domain.text.sanitise import one_line

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Spreadsheets may run text as a formula if it begins with one of these."""

JOINT = "|"
"""Separator between the values of a list in one cell."""


def cell(value: Any) -> str:
    r"""Return a value as one cell, on one line, that no spreadsheet runs as a formula.

    >>> cell(("a", "b")), cell(None), cell("=1+1"), cell(-1), cell(" \t=2")
    ('a|b', '', "'=1+1", '-1', "' =2")
    >>> cell(({"source": "paper", "locator": None}, {"places": [1]}))
    'paper|{"places": [1]}'
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case tuple():
            return escape_formula(JOINT.join(_plain(part) for part in value))
        case _:
            return escape_formula(_plain(value))


def escape_formula(text: str) -> str:
    """Return the text, after an apostrophe if a spreadsheet could run it as a formula.

    Spaces before a formula do not help: some spreadsheets drop them.
    """
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def unescape_formula(text: str) -> str:
    """Return a text without the apostrophe that ``escape_formula`` puts before it.

    >>> unescape_formula("'=1+1"), unescape_formula("'tis")
    ('=1+1', "'tis")
    """
    rest = text[1:]
    return rest if text.startswith("'") and escape_formula(rest) == text else text


def _plain(value: Any) -> str:
    match value:
        case dict() if any(isinstance(part, dict | list | tuple) for part in value.values()):
            value = json.dumps(value, ensure_ascii=False)
        case dict():
            value = " ".join(str(part) for part in value.values() if part)
        case tuple():  # a span
            value = "-".join(str(part) for part in value)
    return one_line(str(value))
