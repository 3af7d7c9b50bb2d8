"""The outcome of rows: new, changed, the same, duplicate or rejected."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.importing.plan import Outcome
from proposals_cli.importing.rows import OnDuplicate
from tests.factories import records_in
from tests.importing.planning import REPEATING, A, ImportRows, counts, stored


def test_a_second_import_changes_nothing(import_rows: ImportRows, base: Path) -> None:
    rows = (A | {"sponsor": "Ann Lee"}, A | {"title": "On another matter", "url": "https://a.org"})
    assert counts(import_rows(*rows)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*rows)) == "2 same"
    assert counts(import_rows(*rows, on=OnDuplicate.UPDATE)) == "2 same"
    assert counts(import_rows(*rows, on=OnDuplicate.KEEP)) == "2 same"
    assert base.read_bytes() == before


def test_keep_adds_a_second_proposal_once(import_rows: ImportRows, base: Path) -> None:
    import_rows(A)
    other = A | {"regions": "Tibet"}
    assert counts(import_rows(other, on=OnDuplicate.KEEP)) == "1 new"
    assert len(stored(base)) == 2
    assert counts(import_rows(other, on=OnDuplicate.KEEP)) == "1 same"


def test_people_of_rows_that_are_not_imported_are_not_added(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A)
    plan = import_rows(A | {"sponsor": "Ann Lee"}, {"title": "On b", "sponsor": "Bob Roe"})
    assert counts(plan) == "1 duplicate 1 rejected"
    assert [one.id for one in records_in(base, "people")] == ["ma-huateng"]


@pytest.mark.parametrize("on", OnDuplicate)
def test_a_file_that_repeats_proposals_changes_nothing_when_imported_again(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"id": "7", "status": "rejected", "url": "https://a.org/0"})
    import_rows(*REPEATING, on=on)
    before = base.read_bytes()
    again = import_rows(*REPEATING, on=on)
    assert base.read_bytes() == before
    assert again.change_set() is None
    assert (again.counts[Outcome.NEW], again.counts[Outcome.CHANGED]) == (0, 0)


def test_kept_duplicates_are_recognised_whatever_the_order_of_their_ids(
    import_rows: ImportRows, base: Path
) -> None:
    rows = (A | {"regions": "Tibet"}, A | {"id": "1", "regions": "Hainan"})
    import_rows(*rows, on=OnDuplicate.KEEP)
    before = base.read_bytes()
    assert counts(import_rows(*rows, on=OnDuplicate.KEEP)) == "2 same"
    assert base.read_bytes() == before


def test_examples_do_not_show_what_later_rows_undo(import_rows: ImportRows) -> None:
    import_rows(A | {"id": "7", "status": "submitted"})
    rows = (A | {"id": "7", "status": status} for status in ("adopted", "submitted"))
    plan = import_rows(*rows, on=OnDuplicate.UPDATE)
    assert (counts(plan), plan.change_set(), plan.examples) == ("1 same 1 duplicate", None, [])
