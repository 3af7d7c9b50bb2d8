"""Cells: a spreadsheet must not read a record's text as a formula."""

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
        (True, "true"),
        (None, ""),
        ((), ""),
        (("a", "b"), f"a{JOINT}b"),
        (("=a", "b"), f"'=a{JOINT}b"),
        (({"source": "s", "locator": "para 4", "quote": None},), "s para 4"),
    ],
)
def test_values_become_cells(value: object, shown: str) -> None:
    """Numbers stay numbers, lists are joined, and formulas are escaped."""
    assert cell(value) == shown


@given(ANY_TEXT | st.lists(ANY_TEXT).map(tuple))
def test_no_cell_begins_a_formula(value: object) -> None:
    """Every text becomes one line that a spreadsheet reads as text."""
    shown = cell(value)
    assert not shown.lstrip().startswith(FORMULA)
    assert len(shown.splitlines()) <= 1
    shown.encode()
