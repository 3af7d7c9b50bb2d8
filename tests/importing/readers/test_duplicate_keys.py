"""Nothing is lost if a key is duplicated, or if records are in several places."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path

import pytest

from proposals_cli.importing.rows import ImportFileError
from tests.importing.reading import cells, read_text

A, B = {"title": "On a"}, {"title": "On b"}


def test_tables_next_to_those_of_a_base_are_not_left_out(tmp_path: Path) -> None:
    text = json.dumps({"proposals": {"1": A}, "motions": {"1": B}, "_default": {}})
    with pytest.raises(ImportFileError, match="under 'motions' besides the tables") as caught:
        read_text(tmp_path, "rows.json", text)
    assert caught.value.hint == "Choose what to read: --records proposals, --records motions."
    for path, record in (("proposals", A), ("motions", B)):
        (row,) = read_text(tmp_path, "rows.json", text, records=path)
        assert row.cells["title"] == record["title"]


def test_an_empty_table_next_to_those_of_a_base_is_ignored(tmp_path: Path) -> None:
    text = json.dumps({"proposals": {"1": A}, "_default": {}})
    assert cells(read_text(tmp_path, "rows.json", text)) == [A]


def test_a_table_next_to_a_list_is_not_left_out(tmp_path: Path) -> None:
    text = json.dumps({"meta": {"n": 1}, "bills": [A], "motions": {"1": B}})
    with pytest.raises(ImportFileError, match="several lists") as caught:
        read_text(tmp_path, "rows.json", text)
    assert caught.value.hint == "Choose one: --records bills, --records motions."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"x1": {"title": "a"},\n "x1": {"title": "b"}}', "'x1' at the top, in line 1"),
        ('{"motions": {"1": {"title": "a"}, "1": {"title": "b"}}}', "'1' under 'motions'"),
        ('{"proposals": {"1": {"title": "a"}, "1": {"title": "b"}}}', "'1' under 'proposals"),
        ('{"items": [{"title": "a"}], "items": [{"title": "b"}]}', "'items' at the top"),
        ('{"d": {"items": [{"n": 1}], "items": [{"n": 2}]}}', "'items' under 'd'"),
        ('{"title": "a", "title": "b"}', "'title' at the top"),
    ],
)
def test_a_duplicate_key_above_the_records_rejects_the_file(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ImportFileError, match=message):
        read_text(tmp_path, "rows.json", text)


@pytest.mark.parametrize("name", ["rows.json", "rows.jsonl"])
def test_a_record_with_a_duplicate_key_is_rejected(name: str, tmp_path: Path) -> None:
    lines = ['{"title": "a", "x": {"n": 1, "n": 2}}', '{"title": "b"}']
    text = f"[{', '.join(lines)}]" if name == "rows.json" else "\n".join(lines)
    one, two = read_text(tmp_path, name, text)
    assert one.problem == "duplicate key 'n'"
    assert two.cells == {"title": "b"}


@pytest.mark.parametrize(
    "text",
    [
        "- title: a\n  n: 1\n  title: b\n",
        "a:\n- title: a\nc: 1\na:\n- title: b\n",
    ],
)
def test_a_mapping_with_a_duplicate_key_is_rejected_with_its_line(
    text: str, tmp_path: Path
) -> None:
    line = 3 if text.startswith("-") else 4
    with pytest.raises(ImportFileError, match=f"line {line}: duplicate key"):
        read_text(tmp_path, "rows.yaml", text)
