"""Cells: no spreadsheet may take a record's text for a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.domain.text.csv_cells import FORMULA, JOINT, cell

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        (-1, "-1"),
        (2.5, "2.5"),
        (None, ""),
        ((), ""),
        (("a", "b"), f"a{JOINT}b"),
        (("=a", "b"), f"'=a{JOINT}b"),
        (({"source": "s", "locator": "para 4", "quote": None},), "s para 4"),
    ],
)
def test_cells(value: object, shown: str) -> None:
    """Numbers stay numbers, lists are joined, and what begins as a formula is defused."""
    assert cell(value) == shown


@given(ANY_TEXT | st.lists(ANY_TEXT).map(tuple))
def test_no_text_begins_a_formula(value: object) -> None:
    """Whatever the text, its cell is one line that is read as text."""
    shown = cell(value)
    assert not shown.lstrip().startswith(FORMULA)
    assert len(shown.splitlines()) <= 1
    shown.encode()
