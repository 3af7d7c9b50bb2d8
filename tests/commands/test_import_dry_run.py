"""What a dry run of ``prop import`` shows."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
import re
from functools import partial
from pathlib import Path

import pytest

from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop


@pytest.fixture
def prop(prop: Prop, tmp_path: Path) -> Prop:
    """Return a function that runs the program on an empty base."""
    JsonStore.create(tmp_path / "mine.json")
    return partial(prop, store=tmp_path / "mine.json")


def test_a_dry_run_offers_likely_columns_and_shows_the_row(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("Bill Name X,First Day Y,qqq\nOn ponds and lakes,2019-02-03,7\n")
    shown = prop("import", file, "--set", "body=x", "--dry-run", exit_code=1).out
    joined = " ".join(shown.split())
    assert "no column gives the title; likely: --map 'title=Bill Name X'" in joined
    assert "no column gives the date; likely: --map 'date=First Day Y'" in joined
    assert "First row" in shown
    assert "Bill Name X: On ponds and lakes" in shown
    asked = ("--map", "title=Bill Name X", "--map", "date=First Day Y", "--set", "body=x")
    assert "1 new" in prop("import", file, *asked).err


def test_a_dry_run_fits_a_small_screen_and_shows_a_card(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    names = "id,title,date,body,type,status,sponsor,topic,summary,link"
    rows = "".join(
        f"{n},On the matter {n},2019-02-0{n},x,motion,adopted,Ann Example,health,Do it.,"
        "https://example.org\n"
        for n in range(1, 6)
    )
    file.write_text(f"{names}\n{rows}")
    shown = prop("import", file, "--dry-run").out.splitlines()
    assert [line for line in shown if line and not line.startswith(" ")][:2] == ["Rows", "Columns"]
    assert len(shown) < 45
    assert "5 new" in shown[2]
    assert any("5 × On the matter 1" in line for line in shown)
    assert sum(line.startswith("On the matter") for line in shown) == 1
    more = prop("import", file, "--dry-run", "--samples", "3").out.splitlines()
    assert sum(line.startswith("On the matter") for line in more) == 3
    assert "1 new" not in prop("import", file, "--dry-run", "--samples", "0").out


def test_a_dry_run_names_what_nested_values_are_read_as(prop: Prop, tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    bill = {
        "number": "7",
        "titles": [{"text": "On ponds and lakes", "as": "introduced"}],
        "actions": [{"date": "2020-02-03", "text": "Passed House", "clerk": "Ann Example"}],
    }
    path.write_text(json.dumps([bill]), encoding="utf-8")
    report = prop("import", path, "--dry-run", "--set", "body=x").out
    columns = dict(re.findall(r"^  (\S+) +→ (.+?)  ", report, re.MULTILINE))
    assert columns["titles.text"] == "title (a part)"
    assert columns["actions.text"] == "actions (a part)"
    assert columns["actions.clerk"] == "extra (not known)"
    assert "no column gives the title" not in report
