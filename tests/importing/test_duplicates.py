"""Which rows repeat a proposal."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.domain.matching.identity import conflicts
from proposals_cli.importing import duplicates
from proposals_cli.importing.identities import MAX_EQUAL
from proposals_cli.importing.remarks import RemarkKind
from proposals_cli.importing.rows import OnDuplicate
from tests.factories import proposal, save, titles
from tests.importing.planning import A, ImportRows, counts, stored


def test_a_similar_title_alone_is_another_proposal(import_rows: ImportRows) -> None:
    """``prop check`` names the two; an import cannot know."""
    import_rows(A)
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(near)) == "1 new"


def test_similar_titles_in_one_file_are_two_proposals(import_rows: ImportRows, base: Path) -> None:
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(A, near)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(A, near)) == "2 same"
    assert base.read_bytes() == before


SLIP = {"title": "On suport for small firms in the countryside"}


def test_a_number_with_nearly_the_same_title_is_enough(import_rows: ImportRows) -> None:
    import_rows(A | {"number": "12"})
    plan = import_rows(A | SLIP | {"number": "12"})
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.by == "number"
    assert plan.duplicates[0].title == SLIP["title"]


@pytest.mark.parametrize("on", OnDuplicate)
def test_a_number_under_two_titles_names_neither_and_that_is_said(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    rows = [
        A | {"number": "7", "title": f"An Act to amend the {word} Act"} for word in ("Sea", "Tea")
    ]
    plan = import_rows(*rows, on=on)
    assert counts(plan) == "2 new"
    assert [(one.kind, one.count) for one in plan.remarks] == [(RemarkKind.NOT_UNIQUE, 1)]
    assert counts(import_rows(*rows, on=on)) == "2 same"
    assert len(stored(base)) == 2


def test_a_number_that_begins_again_in_a_session_is_unique(import_rows: ImportRows) -> None:
    """Two sessions of one year may each have a number 7."""
    rows = [
        A | {"number": "7", "term": "4", "session": session, "title": f"On the {word}"}
        for session, word in (("1", "sea"), ("2", "tea"))
    ]
    plan = import_rows(*rows)
    assert counts(plan) == "2 new"
    assert RemarkKind.NOT_UNIQUE not in [one.kind for one in plan.remarks]
    again = import_rows(rows[0] | {"title": "On the moon"})
    assert RemarkKind.NOT_UNIQUE in [one.kind for one in again.remarks]


@pytest.mark.parametrize("on", OnDuplicate)
def test_two_authors_are_two_proposals(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    rows = [A | {"sponsor": name} for name in ("Ann Example", "Bob Example")]
    assert counts(import_rows(*rows, on=on)) == "2 new"
    assert counts(import_rows(*rows, on=on)) == "2 same"
    assert len(stored(base)) == 2


def test_a_row_without_a_date_updates_the_proposal_of_its_session_and_number(
    import_rows: ImportRows, base: Path
) -> None:
    row = {"session": "142", "number": "3", "title": "On ponds", "body": "x", "type": "bill"}
    import_rows(row | {"date": "1998-02-27", "status": "pending"})
    plan = import_rows(row | {"date": "", "status": "adopted"}, on=OnDuplicate.UPDATE)
    assert counts(plan) == "1 changed"
    (after,) = stored(base).values()
    assert after.date == "1998-02-27"
    assert after.status
    assert after.status.value == "adopted"


def test_an_id_is_an_id_in_any_year_and_set_does_not_overwrite_a_date(
    import_rows: ImportRows, base: Path
) -> None:
    row = {"id": "774411", "title": "On ponds", "body": "x"}
    import_rows(row | {"date": "2013-08-02"})
    for on in OnDuplicate:
        assert counts(import_rows(row, constants={"year": "2012"}, on=on)) == "1 same"
    (after,) = stored(base).values()
    assert (after.date, after.year) == ("2013-08-02", None)


def test_a_number_without_a_year_is_found_if_only_one_proposal_has_it(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"number": "3"}, A | {"number": "4", "title": "On ponds", "year": "2019"})
    row = {"number": "4", "body": "npc", "status": "adopted"}
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    import_rows(A | {"number": "4", "title": "On lakes", "year": "2018"})
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 same"
    before = base.read_bytes()
    plan = import_rows(row | {"status": "rejected"}, on=OnDuplicate.UPDATE)
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.is_unclear
    assert base.read_bytes() == before


@pytest.mark.parametrize("on", OnDuplicate)
@pytest.mark.parametrize("rows", [30, 400])
def test_an_id_that_repeats_under_many_titles_is_one_proposal(
    rows: int, on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    repeats = [A | {"id": "7", "title": f"On the matter of {n * 7919}"} for n in range(rows)]
    plan = import_rows(*repeats, on=on)
    if on is OnDuplicate.KEEP:
        assert counts(plan) == f"{rows} new"
    else:
        assert counts(plan) == f"1 new {rows - 1} duplicate"
        assert len(stored(base)) == 1


def test_an_id_with_another_title_and_another_date_takes_nothing_from_the_row(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows({"id": "7", "title": "On ponds", "date": "2019-02-03", "body": "x"})
    before = base.read_bytes()
    other = {"id": "7", "title": "The pay of teachers", "date": "2020-05-06", "body": "x"}
    plan = import_rows(other, on=OnDuplicate.UPDATE)
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.is_loose
    assert base.read_bytes() == before


def test_an_update_by_id_corrects_the_title_and_the_date(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows({"id": "7", "title": "On pond", "date": "2019-02-03", "body": "x"})
    row = {"id": "7", "title": "On ponds", "date": "2019-02-04", "body": "x"}
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert ([one.text for one in after.titles], after.date) == (["On ponds"], "2019-02-04")


APART = {
    "another scheme": ({"number": "12"}, {"docket": "12"}),
    "plainly another title": ({}, {"title": "The budget of the ministry of culture"}),
    "another term": ({"term": "13"}, {"term": "14"}),
    "another session": ({"session": "1"}, {"session": "2"}),
    "another word for the kind": ({"type": "Budget"}, {"type": "Decree"}),
    "another number of theirs": ({"docket": "1"}, {"docket": "2"}),
}


@pytest.mark.parametrize("apart", APART)
def test_the_same_number_is_not_enough_if_something_else_differs(
    apart: str, import_rows: ImportRows, base: Path
) -> None:
    one, two = APART[apart]
    number = {} if apart == "another scheme" else {"number": "12"}
    if apart == "another scheme":
        two = two | SLIP
    rows = (A | number | one, A | number | two)
    assert counts(import_rows(*rows)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*reversed(rows))) == "2 same"
    assert base.read_bytes() == before


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"date": "2020-05-18"}, {"date": "2020-05-19"}),
        ({"type": "Motion"}, {"type": "Bill"}),
        ({"type": "Budget"}, {"type": "Decree"}),
        ({"session": "1"}, {"session": "2"}),
    ],
)
def test_equal_titles_are_two_proposals_if_something_else_differs(
    one: dict[str, str], two: dict[str, str], import_rows: ImportRows, base: Path
) -> None:
    assert counts(import_rows(A | one, A | two)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(A | one, A | two)) == "2 same"
    assert base.read_bytes() == before


def test_one_title_with_two_numbers_is_two_proposals(import_rows: ImportRows, base: Path) -> None:
    rows = (A | {"number": "12"}, A | {"number": "13"})
    assert counts(import_rows(*rows)) == "2 new"
    ids = sorted(stored(base))
    assert len(ids) == 2
    assert ids[1].startswith(ids[0])
    assert counts(import_rows(*rows)) == "2 same"


def test_a_proposal_is_found_by_its_former_id(import_rows: ImportRows, base: Path) -> None:
    save(base, [proposal("2020-now", former_ids=("2020-before",), titles=titles("On a"))])
    plan = import_rows({"id": "2020-before", "title": "On a", "year": "2020", "body": "npc"})
    assert counts(plan) == "1 same"
    assert sorted(stored(base)) == ["2020-now"]


def test_the_same_row_twice_in_a_file_is_a_duplicate(import_rows: ImportRows) -> None:
    assert counts(import_rows(A, A)) == "1 new 1 duplicate"
    assert counts(import_rows(A, A, on=OnDuplicate.UPDATE)) == "2 same"


def test_rows_with_different_ids_are_two_proposals(import_rows: ImportRows) -> None:
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(A | {"id": "1"}, near | {"id": "2"})) == "2 new"


def test_equal_titles_are_not_compared_one_by_one(
    import_rows: ImportRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of comparisons grows with the number of petitions, not with its square."""
    compared = 0

    def counted(one: str, two: str, **options: bool) -> bool:
        nonlocal compared
        compared += 1
        return conflicts(one, two, **options)

    monkeypatch.setattr(duplicates, "conflicts", counted)
    for name in ("number", "id", "sponsor"):
        rows = [A | {"title": f"Petition {name}", name: f"Ann X{n}"} for n in range(200)]
        assert counts(import_rows(*rows)) == "200 new"
        assert counts(import_rows(*rows)) == "200 same"
    assert compared <= 3 * 400 * (2 * MAX_EQUAL + 2)


RAILWAYS = {"id": "1", "title": "On railways in the north", "year": "2020"}
BEES = RAILWAYS | {"title": "Protecting bees"}


@pytest.mark.parametrize("on", OnDuplicate)
def test_no_proposal_gets_the_id_of_one_in_another_body(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    one, two = RAILWAYS | {"body": "bundestag"}, BEES | {"body": "senate"}
    assert counts(import_rows(one, on=on)) == "1 new"
    assert counts(import_rows(two, on=on)) == "1 new"
    before = base.read_bytes()
    for again in ((one, two), (two, one)):
        assert counts(import_rows(*again, on=on)) == "2 same"
    assert base.read_bytes() == before


def test_one_id_and_title_in_two_bodies_are_two_proposals(
    import_rows: ImportRows, base: Path
) -> None:
    rows = [RAILWAYS | {"id": "2020-a", "body": body} for body in ("bundestag", "senate")]
    assert counts(import_rows(*rows, on=OnDuplicate.UPDATE)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*rows, on=OnDuplicate.UPDATE)) == "2 same"
    assert base.read_bytes() == before


def test_rows_for_which_a_template_makes_one_id_are_not_merged(
    import_rows: ImportRows, base: Path
) -> None:
    rows = (
        A | {"session": "219", "number": "1", "type": "Decree"},
        A | {"session": "219", "number": "1", "type": "Budget"},
        A | {"session": "219", "number": "1", "title": "The budget of the ministry of culture"},
    )
    assert counts(import_rows(*rows, id_template="{session}-{number}")) == "3 new"
    before = base.read_bytes()
    for on in OnDuplicate:
        again = import_rows(*rows, id_template="{session}-{number}", on=on)
        assert counts(again) == "3 same"
    assert base.read_bytes() == before


@pytest.mark.parametrize("spelling", ["HB12", "H.B. 12", "hb  12"])
def test_a_number_is_the_same_however_it_is_spelled(
    spelling: str, import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"number": "HB 12"}, A | {"number": spelling})
    assert len(stored(base)) == 1


def test_a_title_with_an_opposite_word_is_another_one(import_rows: ImportRows, base: Path) -> None:
    row = A | {"number": "7", "title": "Treatment of vaccinated persons in hospitals"}
    import_rows(row)
    other = row | {"title": "Treatment of unvaccinated persons in hospitals"}
    import_rows(other, on=OnDuplicate.UPDATE)
    assert len(stored(base)) == 2


def test_an_apostrophe_makes_no_other_person(import_rows: ImportRows, base: Path) -> None:
    other = A | {"title": "On b", "sponsor": "Jane O'Brien"}
    import_rows(A | {"sponsor": "Jane O\u2019Brien"}, other)
    assert len({one.people for one in stored(base).values()}) == 1
