"""What a row says of the proposal that it repeats, and which one that is if several fit."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.importing.rows import OnDuplicate
from tests.factories import proposal, save, titles
from tests.importing.planning import A, ImportRows, counts, stored

DUES = {"title": "Harbour dues", "year": "2020", "body": "x"}


@pytest.mark.parametrize("on", OnDuplicate)
def test_a_translation_of_two_titles_does_not_make_them_one(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    rows = [
        {"title": title, "title_en": "On water", "year": "2020", "body": "x"}
        for title in ("Proyecto sobre el agua", "Ley de las aguas del norte")
    ]
    assert counts(import_rows(*rows, on=on)) == "2 new"
    assert counts(import_rows(*rows, on=on)) == "2 same"
    assert len(stored(base)) == 2


def test_a_row_that_fits_two_proposals_changes_neither(import_rows: ImportRows, base: Path) -> None:
    import_rows(*(DUES | {"sponsor": name} for name in ("Ann Example", "Bob Example")))
    before = base.read_bytes()
    plan = import_rows(DUES | {"status": "adopted"}, on=OnDuplicate.UPDATE)
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.is_unclear
    assert base.read_bytes() == before


def test_a_number_without_a_title_that_two_titles_have_changes_neither(
    import_rows: ImportRows, base: Path
) -> None:
    roads, rails = (A | {"number": "7", "title": f"On {word}"} for word in ("roads", "rails"))
    import_rows(roads, rails)
    before = base.read_bytes()
    row = {"number": "7", "year": "2020", "body": "npc", "status": "adopted"}
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 duplicate"
    assert base.read_bytes() == before


def test_a_number_without_a_session_is_found_in_its_year(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(DUES | {"number": "7", "session": "12"})
    row = {"number": "7", "year": "2020", "body": "x", "status": "adopted"}
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    assert len(stored(base)) == 1


def test_an_id_of_the_file_is_kept_and_found_where_the_title_found_the_proposal(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(DUES)
    import_rows(DUES | {"id": "2020-k"}, on=OnDuplicate.UPDATE)
    row = {"id": "2020-k", "body": "x", "status": "adopted"}
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert [(one.scheme, one.value) for one in after.identifiers] == [("id", "2020-k")]


@pytest.mark.parametrize("on", [OnDuplicate.SKIP, OnDuplicate.UPDATE])
def test_two_rows_with_one_id_are_one_proposal_if_the_first_is_found_by_its_title(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    import_rows(DUES)
    rows = (DUES | {"id": "7"}, DUES | {"id": "7", "title": "The dues of harbours"})
    import_rows(*rows, on=on)
    (after,) = stored(base).values()
    assert after.titles[0].text == DUES["title"]
    assert counts(import_rows(*rows, on=on)) == {"skip": "2 duplicate"}.get(on, "2 same")


@pytest.mark.parametrize("on", OnDuplicate)
def test_a_row_without_a_title_updates_the_proposal_of_its_id(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    save(base, [proposal("2020-k", titles=titles("On ponds"), former_ids=("2020-j",))])
    for id_ in ("2020-k", "2020-j"):
        row = {"id": id_, "body": "npc", "status": "adopted", "summary": f"As {id_}."}
        plan = import_rows(row, on=on)
        assert counts(plan) == {
            "skip": "1 duplicate",
            "update": "1 changed",
            "keep": "1 new",
        }.get(on)
    if on is OnDuplicate.UPDATE:
        (after,) = stored(base).values()
        assert (after.id, after.titles, after.identifiers) == ("2020-k", titles("On ponds"), ())


def test_a_row_without_a_title_waits_for_the_one_that_has_it(
    import_rows: ImportRows, base: Path
) -> None:
    rows = ({"id": "2020-k", "body": "npc", "status": "adopted"}, A | {"id": "2020-k"})
    assert counts(import_rows(*rows, on=OnDuplicate.UPDATE)) == "1 new 1 duplicate"
    (after,) = stored(base).values()
    assert after.status
    assert after.status.value == "adopted"


def test_a_row_without_a_title_that_matches_nothing_is_rejected(import_rows: ImportRows) -> None:
    plan = import_rows({"id": "2020-k", "body": "npc", "status": "adopted"})
    assert counts(plan) == "1 rejected"
    assert ["no title" in one.reason for one in plan.rejections] == [True]


def test_a_number_made_into_an_id_is_not_the_id_of_another_file(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows({"docket": "2", "body": "x"})
    assert counts(import_rows({"id": "2", "title": "Harbour dues", "body": "x"})) == "1 new"
    assert len(stored(base)) == 2


def test_a_loose_match_puts_another_spelling_beside_the_title(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(DUES)
    row = DUES | {"title": "HARBOUR DUES.", "status": "adopted"}
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert [one.text for one in after.titles] == ["Harbour dues", "HARBOUR DUES."]
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 same"


@pytest.mark.parametrize(
    ("before", "row", "expected"),
    [
        ({"year": "2020"}, {"date": "2020-05-18"}, (None, "2020-05-18")),
        ({"date": "2020-05"}, {"date": "2020-05-18"}, (None, "2020-05-18")),
        ({"date": "2020-05-18"}, {"date": "2020-05"}, (None, "2020-05-18")),
    ],
)
def test_a_loose_match_states_a_date_more_exactly(
    before: dict[str, str],
    row: dict[str, str],
    expected: tuple[int | None, str],
    import_rows: ImportRows,
    base: Path,
) -> None:
    dues = {"title": "Harbour dues", "body": "x"}
    import_rows(dues | before)
    import_rows(dues | row, on=OnDuplicate.UPDATE)
    (after,) = stored(base).values()
    assert (after.year, after.date) == expected


def test_an_update_by_id_leaves_no_year_that_its_date_contradicts(
    import_rows: ImportRows, base: Path
) -> None:
    dues = {"id": "7", "title": "Harbour dues", "body": "x"}
    import_rows(dues | {"year": "2019"})
    import_rows(dues | {"date": "2020-05-18"}, on=OnDuplicate.UPDATE)
    (after,) = stored(base).values()
    assert (after.year, after.date) == (None, "2020-05-18")


def test_an_unknown_kind_replaces_no_known_one(import_rows: ImportRows, base: Path) -> None:
    dues = {"id": "7", "title": "Harbour dues", "body": "x", "year": "2020"}
    import_rows(dues | {"type": "Motion"})
    import_rows(dues | {"type": "Zxqv"}, on=OnDuplicate.UPDATE)
    (after,) = stored(base).values()
    assert (after.kind, after.kind_terms) == ("motion", ("Zxqv",))
