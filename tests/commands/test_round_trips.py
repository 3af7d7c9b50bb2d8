# ruff: noqa: D103  # the names of the tests are sentences
"""Our own CSV out and in again, and two copies of a base that become one."""

import csv
import io
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Action, Figure, Identifier, Sponsor
from proposals_cli.domain.model.records import Proposal, Source
from proposals_cli.domain.model.vocabulary import FigureKind, Stage
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.factories import records_in
from tests.importing.planning import save_plain

SHIPPED = Path(__file__).parents[2] / "data" / "proposals.json"
ID = "2017-digital-economy"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return a copy of the shipped base."""
    return Path(shutil.copy(SHIPPED, tmp_path / "base.json"))


@pytest.fixture
def prop(prop: Prop, base: Path) -> Prop:
    """Return a function that runs the program on the base."""
    return partial(prop, store=base)


@pytest.fixture
def exported(prop: Prop, tmp_path: Path) -> Path:
    """Return the base as CSV."""
    prop("export", "--output", tmp_path / "all.csv")
    return tmp_path / "all.csv"


def proposal_in(base: Path, id_: str = ID) -> Proposal:
    """Return a proposal of a base."""
    return next(one for one in records_in(base, "proposals") if one.id == id_)  # type: ignore[return-value]


def edit(path: Path, changes: dict[str, str], id_: str = ID) -> None:
    """Change cells of one row, as somebody does in a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    next(row for row in rows if row["id"] == id_).update(changes)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def changed_fields(before: Proposal, after: Proposal) -> dict[str, Any]:
    """Return the fields that differ, with the new values; the history aside."""
    return {
        name: getattr(after, name)
        for name in before.__struct_fields__
        if name != "history" and getattr(after, name) != getattr(before, name)
    }


@pytest.mark.parametrize(
    ("column", "text", "field"),
    [
        ("year", "2016", "year"),
        ("date", "2017-03-04", "date"),
        ("term", "11", "term"),
        ("session", "an extra session", "session"),
        ("kind", "motion", "kind"),
        ("kind_terms", "提案", "kind_terms"),
        ("title_en", "On something else", "titles"),
        ("title_zh", "关于别的事的建议", "titles"),
        ("title_zh_basis", "label", "titles"),
        ("title_zh-Hant", "關於別的事", "titles"),
        ("people", "ma-huateng|Jane Example", "sponsors"),
        ("themes", "digital-economy", "themes"),
        ("regions", "Tibet|Hainan", "regions"),
        ("entities", "A company", "entities"),
        ("series", "something", "series"),
        ("status", "adopted", "status"),
        ("as_reported", "handed over", "status"),
        ("summary", "Another summary.", "summary"),
        ("problem", "Another problem.", "problem"),
        ("continues", "2016-sharing-economy", "relations"),
        ("official_numbers", "7|8", "identifiers"),
        ("notes", "A remark.", "notes"),
    ],
)
def test_an_edited_cell_changes_its_field_and_no_other(
    column: str, text: str, field: str, prop: Prop, base: Path, exported: Path
) -> None:
    before = proposal_in(base)
    edit(exported, {column: text})
    said = prop("import", exported, "--on-duplicate", "update").err
    assert "1 changed, 53 same" in said
    after = proposal_in(base)
    assert {*changed_fields(before, after)} - {"sources"} == {field}
    assert {*after.all_sources()} == {*before.all_sources()}
    again = prop("import", exported, "--on-duplicate", "update").err
    assert "0 new, 0 changed, 54 same" in again


def test_an_edited_status_loses_the_sources_of_the_earlier_one(
    prop: Prop, base: Path, exported: Path
) -> None:
    before = proposal_in(base)
    assert before.status
    assert before.status.citations
    edit(exported, {"status": "replied"})
    prop("import", exported, "--on-duplicate", "update")
    after = proposal_in(base)
    assert after.status
    assert (after.status.value, after.status.citations, after.status.as_reported) == (
        "replied",
        (),
        None,
    )
    assert {*after.all_sources()} == {*before.all_sources()}


def test_an_edited_measure_keeps_its_id_its_actors_and_its_sources(
    prop: Prop, base: Path, exported: Path
) -> None:
    before = proposal_in(base)
    texts = [measure.text["en"] for measure in before.measures]
    edit(exported, {"measures": "|".join(["Something else.", *texts[1:]])})
    prop("import", exported, "--on-duplicate", "update")
    first, *others = proposal_in(base).measures
    assert first.text["en"] == "Something else."
    assert (first.id, first.actors, first.citations) == (
        before.measures[0].id,
        before.measures[0].actors,
        before.measures[0].citations,
    )
    assert tuple(others) == before.measures[1:]


def test_measures_are_added_and_taken_out(prop: Prop, base: Path, exported: Path) -> None:
    before = proposal_in(base)
    texts = [measure.text["en"] for measure in before.measures]
    edit(exported, {"measures": "|".join([*texts, "One more."])})
    prop("import", exported, "--on-duplicate", "update")
    assert proposal_in(base).measures[:-1] == before.measures
    assert proposal_in(base).measures[-1].text == {"en": "One more."}
    edit(exported, {"measures": "|".join(texts[1:])})
    prop("import", exported, "--on-duplicate", "update")
    assert [one.text["en"] for one in proposal_in(base).measures] == [*texts[1:], "One more."]


def test_a_person_who_is_taken_out_is_no_sponsor_any_more(
    prop: Prop, base: Path, exported: Path
) -> None:
    edit(exported, {"people": "Jane Example"})
    prop("import", exported, "--on-duplicate", "update")
    (sponsor,) = proposal_in(base).sponsors
    assert sponsor.who == "jane-example"


def test_a_title_before_an_added_name_is_kept(prop: Prop, base: Path, exported: Path) -> None:
    edit(exported, {"people": "Hon. Jane Example"})
    prop("import", exported, "--on-duplicate", "update")
    (sponsor,) = proposal_in(base).sponsors
    assert (sponsor.who, sponsor.as_named) == ("jane-example", "Hon. Jane Example")


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("status", "nearly done", "a status is one of"),
        ("title_zh_basis", "guess", "a basis is one of"),
        ("date", "soon", "'soon' is not a day"),
        ("kind", "thing", "kind"),
    ],
)
def test_an_edit_that_cannot_be_understood_rejects_its_row(
    column: str, text: str, reason: str, prop: Prop, base: Path, exported: Path
) -> None:
    before = base.read_bytes()
    edit(exported, {column: text})
    said = prop("import", exported, "--on-duplicate", "update", exit_code=1).err
    assert "1 rejected" in said
    assert reason in said
    assert base.read_bytes() == before


def test_what_a_spreadsheet_does_to_cells_is_no_edit(
    prop: Prop, base: Path, exported: Path
) -> None:
    title = next(one.text for one in proposal_in(base).titles if one.lang == "zh")
    edit(exported, {"title_zh": f"  {title} "})
    assert "54 same" in prop("import", exported, "--on-duplicate", "update").err


def test_a_csv_in_another_language_changes_nothing(prop: Prop, tmp_path: Path) -> None:
    chinese = tmp_path / "zh.csv"
    prop("export", "--lang", "zh", "--output", chinese)
    assert "54 same" in prop("import", chinese, "--on-duplicate", "update").err


def test_a_csv_carries_every_part_into_another_base(prop: Prop, base: Path, tmp_path: Path) -> None:
    full = {
        "id": "2021-full",
        "date": "2021-03-04",
        "body": "npc",
        "kind": "petition",
        "titles": [{"lang": "en", "text": "On roads & rails, again", "basis": "reported"}],
        "sponsors": [
            {"who": "rail-and-sons"},
            {"as_named": "Committee on Roads, Rail and Ports", "joined": "2021-03-05"},
        ],
        "actions": [
            {"date": "2021-05-01", "stage": "replied", "number": "A-7", "interim": True},
            {"date": "2021-06-01", "stage": "decided", "counts": {"yes": 3, "no": 4}},
        ],
        "figures": [{"what": "signatures", "value": 12345}],
        "identifiers": [{"scheme": "petition-number", "value": "007"}],
        "sources": ["somewhere"],
        "extra": {"faction": ["x", {"y": 1}]},
    }
    save_plain(
        base,
        ("people", {"id": "rail-and-sons", "names": {"en": {"text": "Rail & Sons, Ltd"}}}),
        ("sources", {"id": "somewhere", "kind": "webpage", "url": "https://example.org/s"}),
        ("proposals", full),
    )
    prop("export", "--kind", "petition", "--output", tmp_path / "one.csv")
    other = tmp_path / "other.json"
    JsonStore.create(other)
    prop("import", tmp_path / "one.csv", store=other)
    after = proposal_in(other, "2021-full")
    assert changed_fields(proposal_in(base, "2021-full"), after) == {}
    assert after.sponsors[1] == Sponsor(
        as_named="Committee on Roads, Rail and Ports", joined="2021-03-05"
    )
    assert after.actions[0] == Action(
        date="2021-05-01", stage=Stage.REPLIED, number="A-7", interim=True
    )
    assert after.figures == (Figure(what=FigureKind.SIGNATURES, value=12345),)
    assert after.identifiers == (Identifier(scheme="petition-number", value="007"),)
    (person,) = records_in(other, "people")
    assert [*person.name.values()] == ["Rail & Sons, Ltd"]  # type: ignore[union-attr]
    (source,) = records_in(other, "sources")
    assert isinstance(source, Source)
    assert source.url == "https://example.org/s"


def test_sources_that_two_copies_of_a_base_add_stay_two(
    prop: Prop, base: Path, tmp_path: Path
) -> None:
    mine, theirs = base, Path(shutil.copy(base, tmp_path / "theirs.json"))
    for copy, title, link in (
        (mine, "On rails", "https://example.org/a"),
        (theirs, "On roads", "https://example.org/b"),
    ):
        added = ("--title", title, "--year", "2020", "--body", "npc", "--measure", "Do it.")
        prop("add", *added, "--source-url", link, store=copy)
    before = proposal_in(mine, "2020-rails")
    prop("import", theirs, "--on-duplicate", "update", store=mine)
    assert proposal_in(mine, "2020-rails") == before
    cited = [
        {source.id: source.url for source in records_in(mine, "sources")}[citation.source]  # type: ignore[union-attr]
        for id_ in ("2020-rails", "2020-roads")
        for citation in proposal_in(mine, id_).citations()
    ]
    assert [*dict.fromkeys(cited)] == ["https://example.org/a", "https://example.org/b"]
