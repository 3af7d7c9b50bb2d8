"""``prop themes``, ``people`` and ``sources``: the vocabularies, with counts."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.factories import write_store

TABLES = {"themes": 16, "people": 1, "sources": 87}


@pytest.mark.parametrize("table", TABLES)
def test_every_record_is_listed_by_id(prop: Prop, table: str) -> None:
    """Records without a proposal are listed too; a limit takes the first."""
    rows = json.loads(prop(table, "-f", "json").out)
    ids = [row["id"] for row in rows]
    assert len(ids) == TABLES[table]
    assert ids == sorted(ids)
    assert json.loads(prop(table, "-n", "1", "-f", "json").out) == rows[:1]
    assert [json.loads(line) for line in prop(table, "-f", "jsonl").out.splitlines()] == rows
    cells = list(csv.DictReader(io.StringIO(prop(table, "-f", "csv").out)))
    assert [cell["id"] for cell in cells] == ids
    assert list(cells[0]) == list(rows[0])
    assert len(prop(table).out.splitlines()) == 1 + len(ids)
    assert len(prop(table, "-f", "markdown").out.splitlines()) == 2 + len(ids)


@pytest.mark.parametrize(
    ("table", "field"), [("themes", "theme"), ("people", "person"), ("sources", "source")]
)
def test_counts_are_those_of_stats(prop: Prop, table: str, field: str) -> None:
    """A vocabulary and a count by it agree."""
    listed = {row["id"]: row["proposals"] for row in json.loads(prop(table, "-f", "json").out)}
    counted = json.loads(prop("stats", "--by", field, "-f", "json").out)
    assert {id_: count for id_, count in listed.items() if count} == {
        row[field]: row["count"] for row in counted
    }


@pytest.mark.parametrize(
    ("lang", "heads"),
    [
        ("en", ["id", "name (English)", "proposals", "description"]),
        ("zh", ["编号", "中文名", "建议数", "说明"]),
        ("both", ["id", "name (English)", "name (Chinese)", "proposals", "description"]),
    ],
)
def test_themes_have_a_name_in_each_language(prop: Prop, lang: str, heads: list[str]) -> None:
    """One name, the other, or both."""
    header = prop("themes", "--lang", lang, "-f", "markdown").out.splitlines()[0]
    assert header.strip("| ").split(" | ") == heads


def test_columns(prop: Prop) -> None:
    """Columns are chosen by key; an unknown one lists those that exist."""
    out = prop("sources", "--columns", "URL,id", "-f", "tsv", "-n", "1").out
    assert out.splitlines()[0] == "url\tid"
    ended = prop("themes", "--columns", "nme_en", exit_code=2)
    assert "Did you mean 'name_en'?" in ended.err
    assert "Columns: id, name_en, name_zh, description, cap, cap_name, proposals." in ended.err


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_vocabulary_is_a_message(prop: Prop, tmp_path: Path, table: str) -> None:
    """Exit 0, `[]` in JSON, and a message."""
    store = write_store(tmp_path / "empty.json", [])
    message = f"There are no {table} in this base.\n"
    assert prop(table, store=store)[1:] == ("", message)
    assert prop(table, "-f", "json", store=store)[1:] == ("[]\n", message)


@pytest.mark.parametrize("table", TABLES)
def test_a_limit_of_zero_does_not_claim_an_empty_vocabulary(prop: Prop, table: str) -> None:
    """``--limit 0`` shows no rows and no message."""
    ended = prop(table, "-n", "0")
    assert ended.out == ""
    assert "There are no" not in ended.err
