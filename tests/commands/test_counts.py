"""``--by``: counts by fields, as rows or as a table with the values of the last field across."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.render import terminal
from tests.conftest import Prop
from tests.factories import (
    body,
    person,
    proposal,
    source,
    sponsors,
    theme,
    titles,
    write_store,
)

BASE = [
    proposal(
        "2020-a",
        body="diet",
        titles=titles(en="On rain", de="Über Regen"),
        themes=("water", "total"),
        sponsors=sponsors("ito", "Someone Else"),
        sources=("gazette",),
        kind=Kind.QUESTION,
    ),
    proposal("2020-b", body="diet", themes=("water",), sources=("gazette", "untitled")),
    proposal("2021-c", body="npc", themes=("water",), titles=titles(en="On ice")),
    proposal("2021-d", body="npc", titles=titles(zh="关于河流")),
    body("diet", name={"en": "The Diet", "zh": "国会"}),
    person("ito", "Ito Hana", zh="伊藤花"),
    theme("water", name={"en": "Water", "zh": "水"}),
    source("gazette", title="Gazette, page 3"),
    source("untitled", title=None),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the path of the base."""
    return write_store(tmp_path / "base.json", BASE)


def counted(
    prop: Prop, store: Path, *fields: str, more: Sequence[str] = ()
) -> list[dict[str, object]]:
    """Return the rows of counts of proposals."""
    by = [part for field in fields for part in ("--by", field)]
    rows: list[dict[str, object]] = json.loads(
        prop("stats", *by, *more, "-f", "json", store=store).out
    )
    return rows


def test_two_fields_come_as_rows_or_wide(prop: Prop, store: Path) -> None:
    """Totals count each proposal once, though it has two themes; rows are the default."""
    assert counted(prop, store, "theme", "year") == [
        {"theme": "total", "year": 2020, "count": 1},
        {"theme": "water", "year": 2020, "count": 2},
        {"theme": "water", "year": 2021, "count": 1},
    ]
    wide = counted(prop, store, "theme", "year", more=["--wide"])
    assert wide == [
        {"theme": "total", "2020": 1, "2021": 0, "total": 1},
        {"theme": "water", "2020": 2, "2021": 1, "total": 3},
        {"theme": "total", "2020": 2, "2021": 1, "total": 3},
    ]
    out = prop("stats", "--by", "theme", "--by", "year", "--wide", "-f", "csv", store=store).out
    assert list(csv.DictReader(io.StringIO(out))) == [
        {key: str(value) for key, value in row.items()} for row in wide
    ]
    assert out.splitlines()[0] == "theme,2020,2021,total"


def test_a_column_called_as_another_is_named_with_its_field(prop: Prop, store: Path) -> None:
    """No count takes the place of a total."""
    (row,) = counted(prop, store, "body", "theme", more=["--wide", "-n", "1"])
    assert row == {
        "body": "diet",
        "body_name": "The Diet",
        "theme:total": 1,
        "water": 2,
        "total": 2,
    }


def test_three_fields_come_as_rows_or_wide_over_the_last(prop: Prop, store: Path) -> None:
    """On a terminal as well."""
    fields = ("year", "body", "theme")
    assert counted(prop, store, "year, body", "theme") == counted(prop, store, *fields)
    assert counted(prop, store, *fields)[-1] == {
        "year": 2021,
        "body": "npc",
        "body_name": "npc",
        "theme": "water",
        "count": 1,
    }
    by = [part for field in fields for part in ("--by", field)]
    table = prop("stats", *by, store=store).out
    assert [line.split() for line in table.splitlines()] == [
        ["year", "body", "theme", "count"],
        ["2020", "The", "Diet", "total", "1"],
        ["2020", "The", "Diet", "water", "2"],
        ["2021", "npc", "water", "1"],
    ]
    table = prop("stats", *by, "--wide", store=store).out
    assert [line.split() for line in table.splitlines()[:-2]] == [
        ["year", "body", "theme:total", "water", "total"],
        ["2020", "The", "Diet", "1", "2", "2"],
        ["2021", "npc", "1", "1"],
        ["total", "1", "3", "3"],
    ]
    assert table.splitlines()[-2:] == [
        "A proposal may have several values.",
        "Without a value for year or body or theme, and not counted: 1 of 4.",
    ]
    chinese = prop("stats", *by, "--wide", "--lang", "zh", store=store).out
    assert "缺少年份、机构、主题而未计入：1 / 4。" in chinese
    assert chinese.splitlines()[-3].split() == ["合计", "1", "3", "3"]


def test_a_limit_leaves_out_the_totals_of_other_rows(prop: Prop, store: Path) -> None:
    """The totals of all rows do not stand under some."""
    rows = counted(prop, store, "year", "body", more=["--wide", "-n", "1"])
    assert [row["year"] for row in rows] == [2020]
    assert len(counted(prop, store, "year", "body", more=["--wide", "-n", "2"])) == 3


@pytest.mark.parametrize("fields", [(), ("theme",)])
def test_one_field_cannot_be_wide(prop: Prop, store: Path, fields: Sequence[str]) -> None:
    """The message says what to type."""
    by = [part for field in fields for part in ("--by", field)]
    ended = prop("stats", *by, "--wide", store=store, exit_code=2)
    assert "--by theme --by year --wide" in ended.err


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("person", {"ito": "Ito Hana", "Someone Else": "Someone Else"}),
        ("body", {"diet": "The Diet", "npc": "npc"}),
        ("source", {"gazette": "Gazette, page 3", "untitled": None}),
    ],
)
def test_people_bodies_and_sources_are_named(
    prop: Prop, store: Path, field: str, names: Mapping[str, str | None]
) -> None:
    """Programs get id and name, people the name, and with the title of a source its id."""
    rows = counted(prop, store, field)
    assert {row[field]: row[f"{field}_name"] for row in rows} == names
    table = prop("stats", "--by", field, store=store).out
    assert all(name in table for name in names.values() if name)
    assert ("gazette" in table) is (field == "source")
    assert "ito" not in table
    out = prop("stats", "--by", field, "-f", "csv", store=store).out
    assert out.splitlines()[0] == f"{field},{field}_name,count"


def test_a_wide_table_becomes_cards_where_it_does_not_fit(
    prop: Prop, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --wide it becomes rows of a long table."""
    monkeypatch.setattr(terminal, "screen", lambda: terminal.Screen(24, 1_000, colour=False))
    by = ("--by", "theme", "--by", "language")
    assert prop("stats", *by, store=store).out.split()[:3] == ["theme", "language", "count"]
    out = prop("stats", *by, "--wide", store=store).out
    assert "water\n  German 1 · English 3\n  total 3\n" in out


def test_remarks_say_what_the_totals_leave_out(prop: Prop, store: Path) -> None:
    """A proposal with titles in two languages is in two columns; all of them are counted."""
    *_, total, remark = prop("stats", "--by", "body", "--by", "language", store=store).out.split(
        "\n"
    )[:-1]
    assert total.split() == ["total", "1", "3", "1", "4"]
    assert remark == "A proposal may have several values."
    table = prop("stats", "--by", "year", "--by", "body", store=store).out
    assert table.splitlines()[-1].split() == ["total", "2", "2", "4"]


def test_an_actor_is_one_however_it_is_called(prop: Prop) -> None:
    """Ten measures name the state and two the central government; the body is one of the base."""
    counted = json.loads(prop("measures", "--by", "actor", "--format", "json").out)
    measures = {row["actor"]: row["measures"] for row in counted}
    assert measures["central-government"] == 12
    assert measures["national-ministries"] == 2
    assert measures["npc"] == 1
    assert not {"the state", "central government", "National People's Congress"} & set(measures)
    for name in ("the state", "central-government", "中央政府"):
        assert len(json.loads(prop("measures", "--actor", name, "--format", "json").out)) == 12


def test_counts_by_one_field_say_how_many_have_no_value(prop: Prop) -> None:
    """In a table; for a whole base, whose counts are stored, the proposals are not read."""
    remark = "Without a value for horizon, and not counted: 175 of 179.\n"
    assert prop("measures", "--by", "horizon").out.endswith(remark)
    assert "Without" not in prop("measures", "--by", "horizon", "-f", "markdown").out
    assert "Without a value" in prop("stats", "theme:sme OR theme:fintech", "--by", "horizon").out
    assert "Without" not in prop("stats", "theme:sme", "--by", "theme").out
    assert "Without" not in prop("stats", "--by", "horizon").out
