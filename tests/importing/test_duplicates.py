"""Which rows repeat a proposal."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.domain.matching.identity import conflicts
from proposals_cli.importing import identities
from proposals_cli.importing.rows import OnDuplicate
from tests.factories import proposal, save, titles
from tests.importing.planning import A, ImportRows, counts, stored


def test_a_similar_title_is_a_duplicate(import_rows: ImportRows) -> None:
    near = A | {"title": "On suport for small firms in the countryside"}
    import_rows(A)
    plan = import_rows(near)
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.by == "title"
    assert plan.duplicates[0].title == near["title"]


def test_similar_titles_in_one_file_are_two_proposals(import_rows: ImportRows, base: Path) -> None:
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(A, near)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(A, near)) == "2 same"
    assert base.read_bytes() == before


def test_a_row_similar_to_a_proposal_that_another_row_is_exactly_is_new(
    import_rows: ImportRows,
) -> None:
    import_rows(A)
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(A, near)) == "1 new 1 same"


def test_the_same_number_is_enough(import_rows: ImportRows) -> None:
    import_rows(A | {"number": "12"})
    plan = import_rows(A | {"title": "Small firms in the countryside: support", "number": "12"})
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.by == "number"


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
        two = two | {"title": "Small firms in the countryside: support"}
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


def test_equal_titles_with_numbers_are_not_compared_one_by_one(
    import_rows: ImportRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of comparisons grows with the number of petitions, not with its square."""
    compared = 0

    def counted(one: str, two: str, **options: bool) -> bool:
        nonlocal compared
        compared += 1
        return conflicts(one, two, **options)

    monkeypatch.setattr(identities, "conflicts", counted)
    rows = [A | {"title": "Petition", "number": str(number)} for number in range(200)]
    assert counts(import_rows(*rows)) == "200 new"
    assert counts(import_rows(*rows)) == "200 same"
    assert compared <= 400


RAILWAYS = {"id": "1", "title": "On railways in the north", "year": "2020"}
BEES = RAILWAYS | {"title": "Protecting bees"}


@pytest.mark.parametrize("on", OnDuplicate)
@pytest.mark.parametrize("bodies", [("bundestag", "senate"), ("bundestag", "bundestag")])
def test_no_proposal_gets_the_id_of_another(
    bodies: tuple[str, str], on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    one, two = RAILWAYS | {"body": bodies[0]}, BEES | {"body": bodies[1]}
    assert counts(import_rows(one, on=on)) == "1 new"
    assert counts(import_rows(two, on=on)) == "1 new"
    proposals = stored(base)
    assert [one.text for one in proposals["2020-1"].titles] == [RAILWAYS["title"]]
    assert sorted(title.text for one in proposals.values() for title in one.titles) == [
        RAILWAYS["title"],
        BEES["title"],
    ]
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


@pytest.mark.parametrize("on", OnDuplicate)
def test_different_rows_with_one_id_are_two_proposals(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    rows = [row | {"body": "npc", "id": "2020-x"} for row in (RAILWAYS, BEES)]
    assert counts(import_rows(*rows, on=on)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*reversed(rows), on=on)) == "2 same"
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
