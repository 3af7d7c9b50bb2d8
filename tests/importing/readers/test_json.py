"""Where the records in a JSON file are."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.rows import ImportFileError
from tests.importing.reading import cells, read, read_text

A, B = {"title": "On a", "n": 1}, {"title": "On b", "n": 2}

SHAPES: dict[str, Any] = {
    "a list": [A, B],
    "under a key": {"meta": {"count": 2}, "documents": [A, B]},
    "deep down": {"response": {"data": {"items": [A, B]}, "empty": []}},
    "arrays under a header": [["title", "n"], ["On a", 1], ["On b", 2]],
    "arrays under a key": {"count": 2, "rows": [["title", "n"], ["On a", 1], ["On b", 2]]},
    "TinyDB, one table": {"_default": {"1": A, "2": B}},
    "TinyDB, named tables": {"motions": {"1": A}, "bills": {"1": B}},
    "TinyDB, proposals in another shape": {"proposals": {"1": A, "2": B}},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_records_are_found(shape: str, tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.json", json.dumps(SHAPES[shape]))
    assert cells(rows) == [A, B]


def test_a_map_by_id_gives_the_ids(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.json", json.dumps({"x1": A, "x2": {**B, "id": "own"}}))
    assert cells(rows) == [{"id": "x1", **A}, {"id": "own", **B}]


def test_a_single_record_is_a_record(tmp_path: Path) -> None:
    record = {"title": "On a", "sponsors": [{"name": "Ann"}, {"name": "Bob"}]}
    assert cells(read_text(tmp_path, "rows.json", json.dumps(record))) == [record]


def test_one_of_several_lists_must_be_chosen(tmp_path: Path) -> None:
    text = json.dumps({"a": [A], "deep": {"b": [B]}})
    with pytest.raises(ImportFileError, match="several lists") as caught:
        read_text(tmp_path, "rows.json", text)
    assert "--records deep.b" in caught.value.hint
    assert cells(read_text(tmp_path, "rows.json", text, records="deep.b")) == [B]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("x", "At the top there is: a, n."),
        ("x.b", "At the top there is: a, n."),
        ("a.x", "Under 'a' there is: b, c."),
        ("a.b.x", "Under 'a.b' there is a list."),
        ("n", "'n' is a single value."),
        ("a", "Choose one: --records a.b, --records a.c."),
    ],
)
def test_a_wrong_path_is_reported_with_the_existing_ones(
    path: str, hint: str, tmp_path: Path
) -> None:
    text = json.dumps({"a": {"b": [A], "c": [B]}, "n": 1})
    with pytest.raises(ImportFileError) as caught:
        read_text(tmp_path, "rows.json", text, records=path)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"title": "a"},\n{"title" "b"}]', "line 2"),
        ('[{"title": "a"}', "ends too early"),
        ("17", "neither a list nor an object"),
        ("", "is empty"),
    ],
)
def test_the_message_about_broken_json_names_the_line(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ImportFileError, match=message):
        read_text(tmp_path, "rows.json", text, format="json")


def test_a_value_that_is_not_an_object_is_a_row_with_a_problem(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.json", json.dumps([A, 17, [B]]))
    assert [row.problem for row in rows] == ["", "not an object", "not an object"]


def test_json_in_big5_is_read(tmp_path: Path) -> None:
    text = '[{"議題": "關於改善公共交通服務的動議"}]'.encode("big5")
    assert cells(read_text(tmp_path, "rows.json", text)) == [{"議題": "關於改善公共交通服務的動議"}]


def test_an_array_with_more_values_than_the_header_has_names_has_a_problem(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.json", '[["title", "n"], ["On a", 1, 2], ["On b"]]')
    assert rows[0].problem == "3 values under 2 names"
    assert rows[1].cells == {"title": "On b"}


def test_a_list_of_records_under_a_title_is_read(tmp_path: Path) -> None:
    top = {"title": "Bills of 2020", "year": 2020, "body": "npc", "items": [A, B]}
    for name in ("rows.json", "rows.yaml"):  # JSON is YAML
        path = tmp_path / name
        path.write_text(json.dumps(top))
        found, rows = read(path)
        assert cells(rows) == [A, B]
        assert "records under 'items'" in found.found


@pytest.mark.parametrize(
    "inner",
    [
        {"sponsors": [{"name": "Ann"}, {"name": "Bob"}], "votes": [{"n": 1}, {"n": 2}]},
        {"documents": [{"title": "The only one"}]},
        {"documents": [{"title": "1"}, {"title": "2"}], "related": [{"title": "3"}, A]},
    ],
)
def test_a_record_with_lists_that_are_not_records_is_one_record(inner: Any, tmp_path: Path) -> None:
    record = {"title": "On a", **inner}
    assert cells(read_text(tmp_path, "rows.json", json.dumps(record))) == [record]


def test_a_single_complete_record_is_one_record(tmp_path: Path) -> None:
    record = {"id": "2020-a", "year": 2020, "body": "npc", "kind": "bill", "title": {"en": "On a"}}
    record["measures"] = [{"id": "m01", "text": "Do a."}, {"id": "m02", "text": "Do b."}]
    assert cells(read_text(tmp_path, "rows.json", json.dumps(record))) == [record]


@pytest.mark.parametrize("name", ["rows.json", "rows.jsonl", "rows.yaml"])
def test_header_is_for_tables_only(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidQueryError, match=r"--header does not apply to rows\."):
        read_text(tmp_path, name, json.dumps(A), header=2)
