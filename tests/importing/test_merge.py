"""What an update changes in an existing proposal."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

from proposals_cli.importing.rows import OnDuplicate
from tests.importing.planning import REPEATING, A, ImportRows, counts, stored


def test_update_adds_values_and_removes_none(import_rows: ImportRows, base: Path) -> None:
    import_rows(A | {"regions": "Tibet", "measures": "Do a.", "status": "submitted", "x": "1"})
    row = A | {"regions": "Hainan", "measures": "Do b.", "status": "adopted", "x": "", "y": "2"}
    assert counts(import_rows(row)) == "1 duplicate"
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert after.regions == ("Tibet", "Hainan")
    assert [(m.id, m.text) for m in after.measures] == [("m01", "Do a."), ("m02", "Do b.")]
    assert after.status.value.value == "adopted"
    assert after.extra == {"x": "1", "y": "2"}
    assert [change.what for change in after.history] == ["imported from it"] * 2


def test_several_rows_for_one_proposal_are_one_entry_in_its_history(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(*REPEATING, on=OnDuplicate.UPDATE)
    assert [len(one.history) for one in stored(base).values()] == [1, 1]


def test_the_source_of_a_replaced_status_is_still_listed(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"status": "submitted", "url": "https://a.org/1"})
    import_rows(A | {"status": "adopted", "url": "https://a.org/2"}, on=OnDuplicate.UPDATE)
    (after,) = stored(base).values()
    assert len(after.all_sources()) == 2


def test_a_row_without_numbers_does_not_remove_those_of_a_proposal(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"term": "13", "session": "2"})
    assert counts(import_rows(A | {"regions": "Tibet"}, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert (after.term, after.session, after.regions) == (13, 2, ("Tibet",))
