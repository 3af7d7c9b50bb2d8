"""Reading CSV and TSV."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.rows import OUR_CSV, ImportFileError, ReadOptions
from tests.importing.reading import cells, read, read_text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_detected(delimiter: str, tmp_path: Path) -> None:
    lines = ["title?year?note", 'On a, b; and c?2020?"x?y"', "Other?2021?-"]
    text = "\n".join(line.replace("?", delimiter) for line in lines)
    rows = read_text(tmp_path, "rows.csv", text)
    assert rows[1].cells == {"title": "Other", "year": "2021", "note": "-"}


def test_a_given_delimiter_is_used(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.csv", "a,b^c,d\n1^2\n", delimiter="^")
    assert cells(rows) == [{"a,b": "1", "c,d": "2"}]


@pytest.mark.parametrize("delimiter", ["ab", '"', "\n"])
def test_an_impossible_delimiter_is_rejected(delimiter: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidQueryError, match="cannot separate"):
        read_text(tmp_path, "rows.csv", "a,b\n1,2\n", delimiter=delimiter)


def test_rows_have_the_number_of_their_first_line(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.csv", 'a,b\n"one\ntwo",2\n\n3,4\n')
    assert [row.number for row in rows] == [2, 5]
    assert rows[0].cells["a"] == "one\ntwo"


def test_columns_without_a_name_or_with_equal_names_are_distinguished(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.csv", "\n title ,,title\nOn a,x,On b\n")
    assert cells(rows) == [{"title": "On a", "column 2": "x", "title (3)": "On b"}]


def test_a_row_with_too_many_cells_has_a_problem_and_a_short_one_has_blanks(
    tmp_path: Path,
) -> None:
    rows = read_text(tmp_path, "rows.csv", "a,b\n1,2,3\n1\n1,2,,\n")
    assert [bool(row.problem) for row in rows] == [True, False, False]
    assert rows[0].problem.startswith("3 cells under 2 columns")
    assert "--header ROW" in rows[0].problem
    assert rows[1].cells == {"a": "1"}


def test_a_badly_quoted_row_leaves_the_others_alone(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.csv", 'a,b\n"x"y,2\n3,4\n')
    assert rows[0].problem.startswith("badly quoted")
    assert rows[1].cells == {"a": "3", "b": "4"}


def test_a_quote_that_is_never_closed_rejects_the_file(tmp_path: Path) -> None:
    text = "a,b\n1,2\n" + '3,"never closed\n' + "x,y\n" * 1000
    with pytest.raises(ImportFileError, match="line 3: a quote"):
        read_text(tmp_path, "rows.csv", text)


def test_an_empty_file_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="is empty"):
        read_text(tmp_path, "rows.csv", "\n\n")


def test_escaped_formulas_of_our_own_export_are_restored(tmp_path: Path) -> None:
    text = (
        "id,body,kind,status,status_basis,title_en,title_zh,n_sources,titles_json\n"
        "2020-a,npc,bill,adopted,stated,'=1+1,'x,3,\n"
    )
    row = read_text(tmp_path, "rows.csv", text)[0]
    assert row.table == OUR_CSV
    assert (row.cells["title_en"], row.cells["title_zh"]) == ("=1+1", "'x")


def test_apostrophes_of_other_files_are_kept(tmp_path: Path) -> None:
    assert read_text(tmp_path, "rows.csv", "title\n'=1+1\n")[0].cells == {"title": "'=1+1"}


def test_the_detected_format_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("Titel;Jahr\nMüll;2020\n".encode("cp1252"))
    assert read(path)[0].found == ("Windows-1252, as in 'Müll'", "semicolons", "2 columns")


BANNER = "Motions, second session\n\nAs of May 2020;;\nTitel;Datum;Nummer\nÜber a;1.5.2020;7\n"


def test_rows_above_the_header_are_skipped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(BANNER)
    found, rows = read(path)
    assert found.found[1:] == ("semicolons", "3 columns", "2 rows above the header skipped")
    assert cells(rows) == [{"Titel": "Über a", "Datum": "1.5.2020", "Nummer": "7"}]
    assert rows[0].number == 5


def test_a_header_may_have_columns_without_a_name(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.csv", "title,,,\nOn a,x,y,z\nOn b,x,y,z\n")
    assert rows[0].cells["title"] == "On a"


def test_the_given_row_is_the_header(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a,b\nc,d\n1,2\n")
    assert cells(read(path, ReadOptions(header=2))[1]) == [{"c": "1", "d": "2"}]
    with pytest.raises(InvalidQueryError, match="nothing in line 9"):
        read(path, ReadOptions(header=9))


def test_one_column_is_reported_in_the_singular(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("title\nOn a\n")
    assert "1 column" in read(path)[0].found
