"""CSV as spreadsheets and data frames read it."""

import csv
import io
import json
from pathlib import Path

import msgspec

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.text.csv_cells import FORMULA
from proposals_cli.domain.text.languages import parse_languages
from proposals_cli.exporting import csv as csv_export
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.every_field import samples
from tests.exporting.bases import OPTIONS, hostile_records, records, selection_of
from tests.exporting.parliaments import parliaments
from tests.factories import random_proposals


def rows(selection: Selection, options: ExportOptions = OPTIONS) -> list[dict[str, str]]:
    """Read an export back."""
    return list(csv.DictReader(io.StringIO("".join(csv_export.lines(selection, options)))))


def test_the_columns_and_their_order_are_fixed(selection: Selection) -> None:
    """Spreadsheets and scripts rely on the columns; titles have one for each language."""
    assert list(rows(selection)[0]) == [
        "id", "year", "date", "body", "term", "session", "kind", "kind_terms", "title_en",
        "title_en_basis", "title_zh", "title_zh_basis", "subject", "people", "people_names",
        "sponsors", "addressees", "main_theme", "themes", "cap_code", "regions", "entities",
        "series", "status", "status_basis", "as_reported", "summary", "problem", "n_measures",
        "measures", "actions", "replied", "responders", "reply_due", "documents", "figures",
        "relations", "continues", "official_numbers", "uptake", "n_sources", "sources",
        "source_urls", "notes", "former_ids", "history", "extra",
        "titles_json", "sponsors_json", "addressees_json", "series_json", "status_json",
        "summary_json", "problem_json", "measures_json", "actions_json", "reply_due_json",
        "documents_json", "figures_json", "relations_json", "identifiers_json", "uptake_json",
        "history_json", "extra_json",
    ]  # fmt: skip


def test_a_row_has_the_values_of_a_proposal(selection: Selection) -> None:
    """Lists are joined."""
    row = next(row for row in rows(selection) if row["id"] == "2017-digital-economy")
    assert row["title_zh"] == "关于大力发展数字经济的建议"
    assert row["title_en_basis"] == "translated"
    assert row["people"] == "ma-huateng"
    assert row["people_names"] == "Ma Huateng"
    assert row["main_theme"] == "digital-economy"
    assert row["themes"] == "digital-economy|health"
    assert row["cap_code"] == "17"
    assert row["status"] == "replied"
    assert row["status_basis"] == "action"
    assert row["as_reported"] == "handed in (递交)"
    assert row["actions"] == "2017-08, replied, A ministry, lead, Agreed."
    assert row["replied"] == "2017-08"
    assert row["responders"] == "A ministry"
    assert row["n_measures"] == "3"
    assert row["measures"] == "Build broadband.|Train doctors.|Lay cables."
    assert row["n_sources"] == "3"
    assert (
        row["source_urls"] == "https://paper.example/a?b=1&c=%20d_e#f||"
    )  # in the order of the sources


def test_an_id_without_a_record_stands_for_its_name(selection: Selection) -> None:
    """No name is invented."""
    row = next(row for row in rows(selection) if row["id"] == "2019-label")
    assert row["people"] == "jane-roe|nobody"
    assert row["people_names"] == "Jane Q. Roe|nobody"
    assert row["cap_code"] == row["source_urls"] == ""
    assert row["subject"] == "一事"
    assert row["extra"] == "faction blue, seats 3"


def test_a_sponsor_has_what_is_known_of_him_in_brackets(tmp_path: Path) -> None:
    """One who has withdrawn is not among the people."""
    found = rows(selection_of(tmp_path, parliaments()))
    row = next(row for row in found if row["id"] == "2021-nets")
    assert row["people"] == "ann-of-lee|Sample, John"
    assert row["sponsors"] == (
        "Ann van der Lee Jr. (author, D)|Sample, John (cosponsor, joined 2021-01-04)"
        "|Gone, Al (author, joined 2021-01-05, withdrawn 2021-02-03)"
    )
    assert row["date"] == "2021-01-04"
    assert row["title_de"] == ""
    assert "yes 219, no 212" in row["actions"]


def test_texts_are_in_the_language_of_the_reader(selection: Selection) -> None:
    """Where there are any; else as they are."""
    options = ExportOptions(parse_languages("zh"), bom=False)
    row = next(row for row in rows(selection, options) if row["id"] == "2017-digital-economy")
    assert row["people_names"] == "马化腾"
    assert row["measures"] == "建设宽带。|Train doctors.|Lay cables."


def test_the_cells_in_json_have_everything(tmp_path: Path) -> None:
    """A proposal can be made again from its row."""
    held = [*records(), *hostile_records(), *parliaments(), *random_proposals(40, seed=3)]
    stored = {one.id: one for one in held if isinstance(one, Proposal)}
    for row in rows(selection_of(tmp_path, held)):
        structured = {
            name.removesuffix("_json"): json.loads(text)
            for name, text in row.items()
            if name.endswith("_json") and text
        }
        original = json.loads(msgspec.json.encode(stored[row["id"]]))
        assert structured == {name: original[name] for name in structured}
        assert {
            name for name, value in original.items() if isinstance(value, dict | list)
        } - set(structured) <= {
            "kind_terms", "themes", "regions", "entities", "sources", "notes", "former_ids",
        }  # fmt: skip


def test_every_field_of_every_part_is_exported(tmp_path: Path) -> None:
    """A class that gains a field needs no change here."""
    made = [one for one in samples() if one.table == "proposals"]
    held = [record for one in made for record in (one.having, one.lacking)]
    by_id = {row["id"]: row for row in rows(selection_of(tmp_path, held))}
    for one in made:
        having, lacking = by_id[one.having.id], by_id[one.lacking.id]
        differing = [having[name] for name in having if having[name] != lacking[name]]
        value = "true" if one.value is True else str(one.value)
        assert any(value in text for text in differing[1:]), one.path  # after the id


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

    nothing = Selection(selection.index, Query(Or()))
    assert "".join(csv_export.lines(nothing, OPTIONS)).startswith("id,year")
    assert rows(nothing) == []
