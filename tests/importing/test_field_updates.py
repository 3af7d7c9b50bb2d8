"""Rows that have an id and some fields, and change these fields of a proposal."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.importing.rows import OnDuplicate
from tests.importing.planning import ImportRows, counts, save_plain, stored

UPDATE = OnDuplicate.UPDATE
RECORD: dict[str, Any] = {
    "id": "2020-roads",
    "year": 2020,
    "body": "npc",
    "kind": "bill",
    "titles": [{"lang": "en", "text": "On roads", "basis": "official"}],
    "themes": ["fintech", "healthcare"],
    "regions": ["Washington, D.C."],
    "sponsors": [
        {"who": "ma-huateng", "role": "lead"},
        {"as_named": "Bo Roe", "role": "cosponsor"},
    ],
    "identifiers": [{"scheme": "docket", "value": "HB 17"}],
    "former_ids": ["2020-streets"],
    "measures": [
        {"id": "m01", "text": {"en": "Build."}, "area": "roads"},
        {"id": "m02", "text": {"en": "Repair."}},
    ],
}


@pytest.fixture
def roads(base: Path) -> Path:
    """Return a base with a proposal."""
    save_plain(base, ("proposals", RECORD))
    return base


def changed(base: Path, import_rows: ImportRows, row: dict[str, Any], **options: Any) -> Any:
    """Import one row that changes the proposal, and return the proposal."""
    assert counts(import_rows(row, on=UPDATE, **options)) == "1 changed"
    (after,) = stored(base).values()
    return after


@pytest.mark.parametrize("named", ["2020-roads", "2020-streets", "HB 17", "hb-17", "2020_Roads"])
def test_an_id_a_former_id_or_a_number_is_enough(
    roads: Path, import_rows: ImportRows, named: str
) -> None:
    (before,) = stored(roads).values()
    after = changed(roads, import_rows, {"id": named, "status": "adopted"})
    assert after.status.value is Status.ADOPTED
    assert after == type(after)(
        **{name: getattr(before, name) for name in before.__struct_fields__}
        | {"status": after.status, "history": after.history}
    )


@pytest.mark.parametrize("named", ["2020", "2020-road", "HB", "HB 1", "roads", "-"])
def test_the_beginning_of_an_id_is_not_enough(
    roads: Path, import_rows: ImportRows, named: str
) -> None:
    before = roads.read_bytes()
    assert counts(import_rows({"id": named, "status": "adopted"}, on=UPDATE)) == "1 rejected"
    assert roads.read_bytes() == before


def test_an_unknown_id_is_rejected_with_similar_ones(roads: Path, import_rows: ImportRows) -> None:
    plan = import_rows({"id": "2020-raods", "status": "adopted"}, on=UPDATE)
    (group,) = plan.rejections
    assert group.column == "id"
    assert group.reason == (
        "no proposal has the id '2020-raods' (similar: 2020-roads); a new one needs a title and a"
        " body"
    )


def test_a_row_that_is_skipped_is_a_duplicate(roads: Path, import_rows: ImportRows) -> None:
    before = roads.read_bytes()
    assert counts(import_rows({"id": "2020-roads", "status": "adopted"})) == "1 duplicate"
    assert roads.read_bytes() == before


def test_a_row_is_not_kept_as_a_second_proposal(roads: Path, import_rows: ImportRows) -> None:
    plan = import_rows({"id": "2020-roads", "status": "adopted"}, on=OnDuplicate.KEEP)
    assert counts(plan) == "1 rejected"


def test_what_set_gives_is_for_new_proposals(roads: Path, import_rows: ImportRows) -> None:
    constants = {"body": "npc", "kind": "motion", "year": "1999", "themes": "other", "term": "3"}
    row = {"id": "2020-roads", "summary": "Ruhe."}
    after = changed(roads, import_rows, row, constants=constants | {"language": "de"})
    assert (after.kind, after.year, after.term) == (Kind.BILL, 2020, None)
    assert after.themes == ("fintech", "healthcare")


def test_a_blank_cell_changes_nothing(roads: Path, import_rows: ImportRows) -> None:
    row = {"id": "2020-roads", "status": "", "themes": None, "people": "N/A", "measures": " "}
    assert counts(import_rows(row, on=UPDATE)) == "1 same"


def test_a_cell_that_shows_what_the_proposal_has_changes_nothing(
    roads: Path, import_rows: ImportRows
) -> None:
    row = {
        "id": "2020-roads", "title": "On roads", "Themen": "fintech|healthcare",
        "measures": "2", "region": "Washington, D.C.", "year": "2020", "kind": "Bill",
    }  # fmt: skip
    assert counts(import_rows(row, on=UPDATE)) == "1 same"


def test_a_number_among_measures_is_never_a_measure(roads: Path, import_rows: ImportRows) -> None:
    """A list shows how many there are; the file may be older than the base."""
    plan = import_rows({"id": "2020-roads", "measures": "3", "sources": 7}, on=UPDATE)
    assert counts(plan) == "1 same"
    assert {remark.column for remark in plan.remarks} == {"measures", "sources"}


def test_a_list_is_the_whole_list_and_what_stays_keeps_its_parts(
    roads: Path, import_rows: ImportRows
) -> None:
    row = {"id": "2020-roads", "themes": "healthcare", "measures": "Build.|Mend."}
    after = changed(roads, import_rows, row)
    assert after.themes == ("healthcare",)
    assert [(one.id, one.text["en"], one.area) for one in after.measures] == [
        ("m01", "Build.", "roads"),
        ("m02", "Mend.", None),
    ]


def test_a_column_of_authors_keeps_those_who_only_joined(
    roads: Path, import_rows: ImportRows
) -> None:
    after = changed(roads, import_rows, {"id": "2020-roads", "x": "1", "author": "Ann Example"})
    assert [(one.name, one.role) for one in after.sponsors] == [
        ("Bo Roe", "cosponsor"),
        ("ann-example", None),
    ]


def test_a_person_whom_the_proposal_names_in_words_is_not_added(
    roads: Path, import_rows: ImportRows
) -> None:
    row = {"id": "2020-roads", "people": "Ma Huateng|Bo Roe"}
    assert counts(import_rows(row, on=UPDATE)) == "1 same"


def test_a_number_takes_the_place_of_the_one_in_its_column(
    roads: Path, import_rows: ImportRows
) -> None:
    after = changed(roads, import_rows, {"id": "2020-roads", "docket": "HB 18"})
    assert [(one.scheme, one.value) for one in after.identifiers] == [("docket", "HB 18")]


@pytest.mark.parametrize(
    ("title", "titles"),
    [
        ("On streets", {"en": "On streets"}),
        ("关于道路的建议", {"en": "On roads", "zh": "关于道路的建议"}),
    ],
)
def test_a_title_takes_the_place_of_the_one_in_its_script(
    roads: Path, import_rows: ImportRows, title: str, titles: dict[str, str]
) -> None:
    after = changed(roads, import_rows, {"id": "2020-roads", "title": title})
    assert {one.lang: one.text for one in after.titles} == titles


@pytest.mark.parametrize("cell", [{"status": "adoptd"}, {"kind": "bil"}, {"date": "2020-02-30"}])
def test_a_cell_that_is_not_understood_rejects_the_row(
    roads: Path, import_rows: ImportRows, cell: dict[str, str]
) -> None:
    before = roads.read_bytes()
    plan = import_rows({"id": "2020-roads", "themes": "fintech"} | cell, on=UPDATE)
    assert counts(plan) == "1 rejected"
    assert roads.read_bytes() == before


def test_a_reference_to_nothing_rejects_the_row(roads: Path, import_rows: ImportRows) -> None:
    before = roads.read_bytes()
    row = {"id": "2020-roads", "sponsors": [{"who": "nobody"}]}
    assert counts(import_rows(row, on=UPDATE)) == "1 rejected"
    assert roads.read_bytes() == before


def test_two_rows_of_one_proposal_change_it_in_their_order(
    roads: Path, import_rows: ImportRows
) -> None:
    rows = ({"id": "2020-roads", "status": word} for word in ("passed", "adopted"))
    plan = import_rows(*rows, on=UPDATE)
    assert counts(plan) == "2 changed"
    (after,) = stored(roads).values()
    assert after.status is not None
    assert after.status.value is Status.ADOPTED
    assert len(after.history) == 1


def test_rows_that_undo_each_other_count_as_unchanged(roads: Path, import_rows: ImportRows) -> None:
    before = roads.read_bytes()
    rows = ({"id": "2020-roads", "kind": word} for word in ("motion", "bill"))
    assert counts(import_rows(*rows, on=UPDATE)) == "2 same"
    assert roads.read_bytes() == before


def test_a_row_of_another_body_changes_nothing(roads: Path, import_rows: ImportRows) -> None:
    row = {"id": "2020-roads", "body": "sejm", "status": "adopted", "x": "1"}
    plan = import_rows(row, on=UPDATE)
    assert [(one.column, one.reason) for one in plan.rejections] == [
        ("body", "'2020-roads' is a proposal of npc, not of sejm")
    ]


def test_a_date_of_another_year_moves_the_proposal_to_it(
    roads: Path, import_rows: ImportRows
) -> None:
    after = changed(roads, import_rows, {"id": "2020-roads", "date": "2020-05-18"})
    assert (after.year, after.date) == (None, "2020-05-18")
    after = changed(roads, import_rows, {"id": "2020-roads", "date": "2021-05-18"})
    assert (after.year, after.date, after.stated_year) == (None, "2021-05-18", 2021)
