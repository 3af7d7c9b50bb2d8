"""Workbooks as people make them."""

# ruff: noqa: D103 - the names of the tests are sentences

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.rows import ReadOptions
from tests.importing.reading import cells, read
from tests.open_document import ods


def saved(book: Workbook, folder: Path) -> Path:
    """Save a workbook and return its path."""
    book.save(folder / "rows.xlsx")
    return folder / "rows.xlsx"


def sheet_of(*rows: tuple[Any, ...]) -> tuple[Workbook, Any]:
    """Return a workbook with one sheet of rows, and the sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return book, sheet


def test_a_merged_cell_gives_its_value_to_every_row(tmp_path: Path) -> None:
    book, sheet = sheet_of(("year", "title"), (2018, "On a"), (None, "On b"), (None, "On c"))
    sheet.merge_cells("A2:A4")
    _, rows = read(saved(book, tmp_path))
    assert [row.cells["year"] for row in rows] == [2018, 2018, 2018]


def test_the_address_of_a_link_is_taken(tmp_path: Path) -> None:
    book, sheet = sheet_of(("number", "title"), ("HB 7", "On a"), ("HB 8", "On b"))
    sheet["A2"].hyperlink = "https://example.org/7"
    _, rows = read(saved(book, tmp_path))
    assert rows[0].cells["link"] == "https://example.org/7"
    assert rows[0].cells["number"] == "HB 7"
    assert "link" not in rows[1].cells


def test_formulas_without_a_value_and_errors_are_blank_and_said(tmp_path: Path) -> None:
    book, _ = sheet_of(("number", "title", "x"), (1, "On a", "=1+1"), (2, "On b", "#N/A"))
    found, rows = read(saved(book, tmp_path))
    assert rows[0].cells["x"] == ""
    assert "1 formula without a stored value read as blank" in found.found


def test_hidden_rows_and_other_sheets_are_said(tmp_path: Path) -> None:
    book, sheet = sheet_of(("number", "title"), (1, "On a"), (2, "On b"))
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Notes")
    found, rows = read(saved(book, tmp_path))
    assert len(rows) == 2
    assert "1 hidden row read too" in found.found
    assert "not read: sheet Notes" in found.found


def test_a_sheet_for_each_year_is_read_at_once(tmp_path: Path) -> None:
    book, sheet = sheet_of(("number", "title"), (1, "On a"))
    sheet.title = "2018"
    later = book.create_sheet("2019")
    later.append(("Nr", "title"))
    later.append((2, "On b"))
    _, rows = read(saved(book, tmp_path), ReadOptions(sheet="*"))
    assert cells(rows) == [
        {"number": 1, "title": "On a", "sheet": "2018"},
        {"Nr": 2, "title": "On b", "sheet": "2019"},
    ]
    assert rows[1].place == "2019:2"
    with pytest.raises(InvalidQueryError) as caught:
        read(tmp_path / "rows.xlsx", ReadOptions(sheet="2020"))
    assert "2018, 2019" in caught.value.hint


def test_numbers_keep_their_digits_and_zeros(tmp_path: Path) -> None:
    book, sheet = sheet_of(("number", "title", "when"), (7, "On a", date(2018, 2, 3)))
    sheet["A2"].number_format = "0000"
    sheet.append((12345678901234570, "On b", "1890-05-06"))
    _, rows = read(saved(book, tmp_path))
    assert rows[0].cells == {"number": "0007", "title": "On a", "when": "2018-02-03"}
    assert rows[1].cells == {"number": 12345678901234570, "title": "On b", "when": "1890-05-06"}


def test_rows_after_many_blank_ones_are_read(tmp_path: Path) -> None:
    book, sheet = sheet_of(("number", "title"), (1, "On a"))
    sheet.cell(row=15_000, column=2, value="On b")
    _, rows = read(saved(book, tmp_path))
    assert [row.cells["title"] for row in rows] == ["On a", "On b"]
    assert rows[1].number == 15_000


def test_a_workbook_without_names_is_read(tmp_path: Path) -> None:
    book, _ = sheet_of((1, "On a"), (2, "On b"))
    _, rows = read(saved(book, tmp_path), ReadOptions(header=0))
    assert cells(rows)[0] == {"column 1": 1, "column 2": "On a"}


def test_an_opendocument_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.ods"
    path.write_bytes(ods((("title", "year"), ("On a", 2018))))
    found, rows = read(path)
    assert cells(rows) == [{"title": "On a", "year": 2018}]
    assert found.format == "ods"
