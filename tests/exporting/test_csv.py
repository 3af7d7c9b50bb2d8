"""CSV as spreadsheets and data frames read it."""

import csv
import io

from proposals_cli.domain.text.csv_cells import FORMULA
from proposals_cli.exporting import csv as csv_export
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.exporting.bases import OPTIONS


def rows(selection: Selection) -> list[dict[str, str]]:
    """Read an export back."""
    return list(csv.DictReader(io.StringIO("".join(csv_export.lines(selection, OPTIONS)))))


def test_the_columns_and_their_order_are_fixed(selection: Selection) -> None:
    """Spreadsheets and scripts rely on the columns."""
    assert list(rows(selection)[0]) == [
        "id", "year", "body", "term", "session", "kind", "kind_zh", "kind_terms", "title_zh",
        "title_zh_basis", "title_en", "title_en_basis", "topic_zh", "people", "people_zh",
        "people_en", "main_theme", "themes", "cap_code", "status", "as_reported", "responders",
        "official_numbers", "regions", "entities", "series", "continues", "problem", "n_measures",
        "measures", "n_sources", "sources", "source_urls",
    ]  # fmt: skip


def test_a_row_has_the_values_of_a_proposal(selection: Selection) -> None:
    """Lists are joined."""
    row = next(row for row in rows(selection) if row["id"] == "2017-digital-economy")
    assert row["title_zh"] == "关于大力发展数字经济的建议"
    assert row["people_zh"] == "马化腾"
    assert row["main_theme"] == "digital-economy"
    assert row["themes"] == "digital-economy|health"
    assert row["cap_code"] == "17"
    assert row["kind_zh"] == "建议"
    assert row["status"] == "submitted"
    assert row["as_reported"] == "handed in (递交)"
    assert row["responders"] == "A ministry"
    assert row["n_measures"] == "3"
    assert row["measures"] == "Build broadband.|Train doctors.|Lay cables."
    assert row["n_sources"] == "3"
    assert row["source_urls"] == "https://paper.example/a?b=1&c=%20d_e#f"


def test_an_id_without_a_record_is_a_blank(selection: Selection) -> None:
    """Its place in the list of names is empty."""
    row = next(row for row in rows(selection) if row["id"] == "2019-label")
    assert row["people"] == "jane-roe|nobody"
    assert row["people_en"] == "Jane Q. Roe|"
    assert row["cap_code"] == row["source_urls"] == ""


def test_a_byte_order_mark_is_written_unless_refused(selection: Selection) -> None:
    """The byte order mark comes once, before the header."""
    assert next(csv_export.lines(selection, ExportOptions())).startswith("\ufeffid,year")
    assert next(csv_export.lines(selection, OPTIONS)).startswith("id,year")


def test_no_cell_begins_a_formula_or_contains_a_line_break(hostile: Selection) -> None:
    """Whatever the text of a record."""
    for row in rows(hostile):
        for value in row.values():
            assert not value.lstrip().startswith(FORMULA)
            assert not set(value) & set("\n\r\x1b\x07\u2028\u202e")


def test_without_proposals_there_is_a_header(selection: Selection) -> None:
    """An empty table still has columns."""
    from proposals_cli.domain.query.query import Or, Query

    nothing = Selection(selection._index, Query(Or()))
    assert "".join(csv_export.lines(nothing, OPTIONS)).startswith("id,year")
    assert rows(nothing) == []
