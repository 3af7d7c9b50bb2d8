"""The order of rows makes no difference, and a second import changes nothing."""

# ruff: noqa: D103 - the names of the tests are sentences

import os
import random
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.importing.plan import ImportPlan
from proposals_cli.importing.rows import OnDuplicate, SourceRow
from tests.factories import records_in
from tests.importing.planning import counts, import_rows_into

SEEDS = int(os.environ.get("PROP_TEST_IMPORTS", "25"))
STORED = "On bees in the cities of the norths"
NEAR = "On bees in the cities of the north"


def run(base: Path, rows: list[dict[str, Any]], on: OnDuplicate) -> ImportPlan:
    """Import rows and return the plan."""
    numbered = (SourceRow(number, one, one) for number, one in enumerate(rows, 1))
    return import_rows_into(base, numbered, on=on, create_themes=True)


def row(title: str, **cells: str) -> dict[str, str]:
    return {"title": title, "year": "2020", "body": "npc", **cells}


@pytest.mark.parametrize("on", OnDuplicate)
@pytest.mark.parametrize("titles", [(NEAR, STORED), (STORED, NEAR)])
def test_an_exact_row_takes_precedence_over_a_similar_one(
    titles: tuple[str, ...], on: OnDuplicate, base: Path
) -> None:
    run(base, [row(STORED)], on)
    rows = [row(title) for title in titles]
    assert counts(run(base, rows, on)) == "1 new 1 same"
    before = base.read_bytes()
    assert counts(run(base, rows, on)) == "2 same"
    assert base.read_bytes() == before


MATTERS = (
    "On bees in the cities of the north",
    "Harbour dues for fishing vessels",
    "Teachers and their pay in village schools",
)
ENDS = ("", "s", "x", "ss")


def random_row(chance: random.Random) -> dict[str, str]:
    """Return a row with one of a few titles, which are often similar or equal."""
    title = f"{chance.choice(MATTERS)}{chance.choice(ENDS)}"
    cells = row(title, body=chance.choice(["npc", "npc", "senate"]))
    optional = {
        "id": "1234",
        "number": "12",
        "date": ["2020-05-18", "2020-05-19"],
        "type": ["Motion", "Bill"],
        "session": "12",
        "sponsor": ["Ann Lee", "Ann-Lee", "Bob Roe", "Bees"],
        "topic": ["Health", "Bees"],
        "regions": ["Tibet", "Hainan"],
        "measures": ["Do a.", "Do b."],
        "status": ["submitted", "adopted"],
        "url": ["https://a.org/1", "https://a.org/2"],
        "summary": ["Too few.", "Too many."],
        "x": "12",
    }
    for name in chance.sample(sorted(optional), chance.randint(0, 4)):
        cells[name] = chance.choice(optional[name])
    return cells


def test_a_source_in_several_rows_is_listed_once(base: Path) -> None:
    rows = [row(STORED, url="https://a.org/1", x=x) for x in ("1", "2", "3")]
    run(base, rows[:1], OnDuplicate.SKIP)
    run(base, rows[1:], OnDuplicate.UPDATE)
    (record,) = records_in(base, "proposals")
    assert isinstance(record, Proposal)
    assert len(record.sources) == 1


@pytest.mark.parametrize("on", OnDuplicate)
def test_a_row_matched_by_number_does_not_change_a_title_that_another_row_has(
    on: OnDuplicate, base: Path
) -> None:
    run(base, [row(STORED, number="1")], on)
    rows = [row(STORED), row(NEAR, number="1")]
    run(base, rows, on)
    before = base.read_bytes()
    run(base, rows, on)
    assert base.read_bytes() == before


TITLES = (
    *MATTERS,
    "harbour dues for fishing vessels.",
    "An Act to amend the Roads Act",
    "An Act to amend the Rails Act",
    "關於促進農村教育的提案",
    "关于促进农村教育的提案",
    "Про внесення змін до закону",
    "地方自治に関する再質問主意書",
    "Café prices",
    "Cafe prices",
    "",
)
OPTIONAL = {
    "id": ["1", "2", "2019-a", "x/7", "提案1"],
    "number": ["12", "HR 5"],
    "docket": ["1", "2"],
    "date": ["2020-05-18", "2020-05-19", "2020-05", "2019-01-02"],
    "type": ["Motion", "Bill", "Decree"],
    "session": ["1", "Budget 2020"],
    "term": ["13", "14"],
    "sponsor": ["Ann Lee", "Bob Roe", "Ann Lee; Bob Roe", "李明"],
    "status": ["submitted", "adopted"],
    "summary": ["Too few.", "Too many."],
    "title_zh": ["关于水", "关于山"],
}


def mixed_rows(chance: random.Random, most: int) -> list[dict[str, str]]:
    """Return rows in several scripts, with or without title, id, numbers and the rest.

    All of them state a year, or none does.
    """
    is_dated = chance.random() < 0.8
    rows = []
    for _ in range(chance.randint(1, most)):
        cells = {"title": chance.choice(TITLES), "body": chance.choice(["npc", "npc", "senate"])}
        for name, values in OPTIONAL.items():
            if chance.random() < 0.25 and (is_dated or name != "date"):
                cells[name] = chance.choice(values)
        if is_dated:
            cells["year"] = cells.get("date", chance.choice(["2019", "2020"]))[:4]
        rows.append(cells)
    return rows


@pytest.mark.parametrize("on", OnDuplicate)
@pytest.mark.parametrize("make", ["one year", "mixed"])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_second_import_of_random_rows_changes_nothing(
    seed: int, make: str, on: OnDuplicate, base: Path
) -> None:
    chance = random.Random(seed)
    if make == "mixed":
        stored_rows, rows = mixed_rows(chance, 8), mixed_rows(chance, 12)
    else:
        stored_rows = [random_row(chance) for _ in range(chance.randint(1, 8))]
        rows = [random_row(chance) for _ in range(chance.randint(1, 12))]
    run(base, stored_rows, OnDuplicate.KEEP)
    first = run(base, rows, on)
    before = base.read_bytes()
    again = run(base, rows, on)
    assert base.read_bytes() == before, counts(again)
    assert sum(first.counts.values()) == sum(again.counts.values()) == len(rows)
