"""What an update changes in an existing proposal."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import (
    Action,
    Measure,
    Series,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.vocabulary import (
    Kind,
    Stage,
    Status,
    TitleBasis,
)
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.merge import merged
from proposals_cli.importing.rows import OnDuplicate
from tests.factories import proposal, titles
from tests.importing.merging import MODES, ONE
from tests.importing.planning import REPEATING, A, ImportRows, counts, stored


def test_update_adds_values_and_removes_none(import_rows: ImportRows, base: Path) -> None:
    import_rows(A | {"regions": "Tibet", "measures": "Do a.", "status": "submitted", "x": "1"})
    row = A | {"regions": "Hainan", "measures": "Do b.", "status": "adopted", "x": "", "y": "2"}
    assert counts(import_rows(row)) == "1 duplicate"
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert after.regions == ("Tibet", "Hainan")
    assert [(m.id, *m.text.values()) for m in after.measures] == [
        ("m01", "Do a."),
        ("m02", "Do b."),
    ]
    assert after.status is not None
    assert after.status.value is Status.ADOPTED
    assert after.extra == {"x": "1", "y": "2"}
    assert [change.what for change in after.history] == ["imported from it"] * 2


def test_several_rows_for_one_proposal_are_one_entry_in_its_history(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(*REPEATING, on=OnDuplicate.UPDATE)
    assert [len(one.history) for one in stored(base).values()] == [1, 1]


def test_the_source_of_a_replaced_status_is_still_listed_but_not_cited_for_the_new_one(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"status": "submitted", "url": "https://a.org/1"})
    (before,) = stored(base).values()
    import_rows(A | {"status": "adopted"}, on=OnDuplicate.UPDATE)
    (after,) = stored(base).values()
    assert after.status == StatusClaim(value=Status.ADOPTED)
    assert after.all_sources() == before.all_sources()


def test_a_row_without_numbers_does_not_remove_those_of_a_proposal(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"term": "13", "session": "2"})
    assert counts(import_rows(A | {"regions": "Tibet"}, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert (after.term, after.session, after.regions) == (13, 2, ("Tibet",))


def test_a_row_that_names_no_kind_leaves_it() -> None:
    new = Candidate(proposal(kind=Kind.OTHER), None, kind_given=False)
    assert merged(proposal(kind=Kind.BILL), new).kind is Kind.BILL


@MODES
@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ("2020-05", "2020-05-18", "2020-05-18"),
        ("2020-05-18", "2020-05", "2020-05-18"),
        ("2020-05-18", "2020-05-19", "2020-05-19"),
        ("2020-05-18", None, "2020-05-18"),
    ],
)
def test_a_date_is_corrected_but_never_made_less_exact(
    after: Any, before: str, new: str | None, expected: str
) -> None:
    dates = {"date": before, "year": None}, {"date": new, "year": None if new else 2020}
    found = after(*dates)
    assert (found.date, found.year) == (expected, None)


@MODES
def test_the_year_of_a_session_stays_beside_a_date_of_another_year(after: Any) -> None:
    found = after({"date": "2019-12-30", "year": 2020}, {"date": "2019-12-30", "year": None})
    assert (found.date, found.year) == ("2019-12-30", 2020)


@MODES
def test_a_title_in_another_language_stands_beside_the_first(after: Any) -> None:
    found = after({"titles": titles("Water")}, {"titles": titles(de="Wasser")})
    assert found.titles == titles("Water", de="Wasser")


@MODES
def test_a_corrected_title_takes_the_place_of_the_wrong_one(after: Any) -> None:
    found = after({"titles": titles("Watter", "水")}, {"titles": titles("Water")})
    assert {(one.lang, one.text) for one in found.titles} == {("en", "Water"), ("zh", "水")}
    assert found.titles[1].text == "Water"


@MODES
def test_a_title_beside_one_that_both_states_have_corrects_nothing(after: Any) -> None:
    old, new = titles("Water"), titles("The Water Act")
    for order in (old + new, new + old):
        found = after({"titles": old}, {"titles": order})
        assert sorted(one.text for one in found.titles) == ["The Water Act", "Water"]


@MODES
@pytest.mark.parametrize("basis", [TitleBasis.MACHINE, TitleBasis.LABEL, TitleBasis.SUBJECT])
def test_a_stand_in_does_not_take_the_place_of_a_title(after: Any, basis: TitleBasis) -> None:
    stand_in = Title(lang="en", text="About water", basis=basis)
    found = after({"titles": titles("Water")}, {"titles": (stand_in,)})
    assert found.titles == (*titles("Water"), stand_in)


@MODES
def test_an_official_title_that_is_also_reported_stays_official(after: Any) -> None:
    official = Title(lang="en", text="Water", basis=TitleBasis.OFFICIAL, citations=ONE)
    note = Title(lang="en", text="Water", basis=TitleBasis.REPORTED, note="In short.")
    (found,) = after({"titles": (official,)}, {"titles": (note,)}).titles
    assert found == Title(
        lang="en", text="Water", basis=TitleBasis.OFFICIAL, note="In short.", citations=ONE
    )


@MODES
@pytest.mark.parametrize(("before", "new"), [("en", "und"), ("und", "en")])
def test_words_without_a_language_are_those_with_one(after: Any, before: str, new: str) -> None:
    def of(language: str) -> dict[str, Any]:
        words = {language: "Do it."}
        return {
            "titles": (Title(lang=language, text="Water", basis=TitleBasis.REPORTED),),
            "measures": (Measure(id="m01", text=words, citations=ONE),),
            "problem": Statement(text=words, citations=ONE),
            "actions": (Action(stage=Stage.REPLIED, text=words, citations=ONE),),
            "series": (Series(id="water", name=words),),
        }

    assert after(of(before), of(new)) == proposal(**of("en"))
