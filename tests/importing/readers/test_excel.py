"""Reading workbooks."""

# ruff: noqa: D103 - the names of the tests are sentences

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.rows import ImportFileError, ReadOptions
from tests.importing.reading import cells, read


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Motions"
    sheet.append([])
    sheet.append(["Title", "Date", "Number", None])
    sheet.append(["On a", date(2020, 5, 18), 12.0, "x"])
    sheet.append([])
    sheet.append(["=1+1", datetime(2020, 5, 18, 9, 30), 1.5, None])  # noqa: DTZ001
    other = workbook.create_sheet("Others")
    other.append(["Title"])
    other.append(["On b"])
    path = tmp_path / "book.xlsx"
    workbook.save(path)
    return path


def test_the_first_sheet_is_read(book: Path) -> None:
    found, rows = read(book)
    assert found.found == (
        "sheet 'Motions'",
        "3 columns",
        "1 formula without a stored value read as blank",
        "not read: sheet Others",
    )
    assert rows[0].problem.startswith("4 cells under 3 columns")
    # a formula has no result until a program has calculated it
    assert cells(rows[1:]) == [{"Title": "", "Date": "2020-05-18T09:30:00", "Number": 1.5}]
    assert [row.number for row in rows] == [3, 5]


def test_another_sheet_is_read_by_name(book: Path) -> None:
    assert cells(read(book, ReadOptions(sheet="Others"))[1]) == [{"Title": "On b"}]


def test_an_unknown_sheet_is_reported_with_those_that_exist(book: Path) -> None:
    with pytest.raises(InvalidQueryError, match="no sheet") as caught:
        read(book, ReadOptions(sheet="Other"))
    assert "Motions, Others" in caught.value.hint


def test_a_zip_file_that_is_not_a_workbook_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "x")
    with pytest.raises(ImportFileError, match="not an Excel workbook"):
        read(path)


def test_an_old_workbook_is_rejected_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "rows.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(ImportFileError, match="no workbook that can be read") as caught:
        read(path)
    assert ".xlsx" in caught.value.hint


def test_rows_above_the_header_are_skipped_and_counted(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["Congress: bills of the session"],
        [],
        ["Period", "2021-2026"],
        ["Bill", "Title", "Date", "Status", "Author"],
        ["1/2021", "On a", "2021-08-01", "open", None],
        ["2/2021", "On b", "2021-08-02", "open", "Ann Lee"],
    ):
        sheet.append(row)
    path = tmp_path / "book.xlsx"
    workbook.save(path)
    found, rows = read(path)
    assert found.found[1:] == ("5 columns", "2 rows above the header skipped")
    assert [row.number for row in rows] == [5, 6]
    assert rows[0].cells["Title"] == "On a"
    under_the_third = read(path, ReadOptions(header=3))[1]
    assert all(row.problem.endswith("set it with --header ROW") for row in under_the_third)
