"""Where the records are in the shapes that programs give to JSON."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.importing.rows import ImportFileError
from tests.importing.reading import cells, read, read_text

ROAD = {"number": "R 1", "title": "On roads", "date": "2019-02-03"}
RAIL = {"number": "R 2", "title": "On rails", "date": "2019-02-04"}
VOTES = [{"title": "Vote on clause 1", "year": 2019}, {"title": "Vote on clause 2", "year": 2019}]

SHAPES: dict[str, tuple[Any, list[dict[str, Any]], str]] = {
    "one record with a list that looks like records": (
        {**ROAD, "actions": VOTES},
        [{**ROAD, "actions": VOTES}],
        "one record: the whole file",
    ),
    "one record whose list has an unknown name": (
        {**ROAD, "abstimmungen": VOTES},
        [{**ROAD, "abstimmungen": VOTES}],
        "one record: the whole file",
    ),
    "one record under a word for records": (
        {"bill": {**ROAD, "votes": VOTES}},
        [{**ROAD, "votes": VOTES}],
        "one record under 'bill'",
    ),
    "one record in an answer": (
        {"response": {"state": "ok", "motion": {**ROAD, "votes": VOTES}}},
        [{**ROAD, "votes": VOTES}],
        "one record under 'response.motion'",
    ),
    "one record without a title whose sponsor has one": (
        {
            "number": 7,
            "date": "2019-02-03",
            "status": "filed",
            "sponsor": {"title": "Rep", "name": "Ann"},
        },
        [
            {
                "number": 7,
                "date": "2019-02-03",
                "status": "filed",
                "sponsor": {"title": "Rep", "name": "Ann"},
            }
        ],
        "one record: the whole file",
    ),
    "one record without a title whose actions have one": (
        {"number": 7, "date": "2019-02-03", "actions": VOTES, "author": {"title": "Dr", "id": 1}},
        [{"number": 7, "date": "2019-02-03", "actions": VOTES, "author": {"title": "Dr", "id": 1}}],
        "one record: the whole file",
    ),
    "a map by id with lists inside": (
        {"a": {**ROAD, "people": [], "votes": VOTES}, "b": {**RAIL, "tags": ["rail"]}},
        [{"id": "a", **ROAD, "people": [], "votes": VOTES}, {"id": "b", **RAIL, "tags": ["rail"]}],
        "objects by key",
    ),
    "a map by id beside a count": (
        {"bills": {"a": {**ROAD, "votes": VOTES}, "b": RAIL}, "count": 2},
        [{"id": "a", **ROAD, "votes": VOTES}, {"id": "b", **RAIL}],
        "objects by key under 'bills'",
    ),
    "an envelope with a plain list": (
        {"fields": ["number", "title"], "content": [ROAD]},
        [ROAD],
        "records under 'content'",
    ),
    "a title above the records": (
        {"title": "Motions of 2019", "modified": "2020-01-02", "motions": [ROAD, RAIL]},
        [ROAD, RAIL],
        "records under 'motions'",
    ),
    "two lists, of which one has records": (
        {"errors": [{"code": 3}], "items": [ROAD, RAIL]},
        [ROAD, RAIL],
        "records under 'items'",
    ),
    "pandas": (
        {"columns": ["number", "title"], "index": [0], "data": [["R 1", "On roads"]]},
        [{"number": "R 1", "title": "On roads"}],
        "rows under 'data'",
    ),
    "Socrata": (
        {"meta": {"view": {"columns": [{"name": "title"}]}}, "data": [["On roads"], ["On rails"]]},
        [{"title": "On roads"}, {"title": "On rails"}],
        "rows under 'data'",
    ),
    "GeoJSON": (
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": 7,
                    "properties": ROAD,
                    "geometry": {"type": "Point", "coordinates": [1, 2]},
                }
            ],
        },
        [{"id": 7, **ROAD, "geometry": {"type": "Point", "coordinates": [1, 2]}}],
        "records under 'features'",
    ),
    "JSON:API": (
        {"data": [{"type": "bills", "id": "7", "attributes": ROAD}], "meta": {"total": 1}},
        [{"id": "7", **ROAD, "resource": "bills"}],
        "records under 'data'",
    ),
    "GraphQL": (
        {"data": {"motions": {"edges": [{"node": ROAD}, {"node": RAIL}]}}},
        [ROAD, RAIL],
        "records under 'data.motions.edges'",
    ),
    "a search engine": (
        {"hits": {"total": 1, "hits": [{"_id": "x", "_score": 1.0, "_source": ROAD}]}},
        [{"id": "x", **ROAD}],
        "records under 'hits.hits'",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_records_are_found_and_the_place_is_said(shape: str, tmp_path: Path) -> None:
    top, expected, where = SHAPES[shape]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(top), encoding="utf-8")
    found, rows = read(path)
    assert cells(rows) == expected
    assert where in found.found


def test_a_map_by_id_is_read_although_titles_are_deeper(tmp_path: Path) -> None:
    """The lists in its records are parts, however many there are."""
    motions = {
        f"m{n}": {"number": str(n), "kind": "motion", "papers": [{"title": "On", "url": "x"}]}
        for n in range(6)
    }
    found = read_text(tmp_path, "a.json", json.dumps(motions))
    assert [row.cells["id"] for row in found] == [*motions]
    years = {str(year): {"motions": [ROAD]} for year in range(2011, 2019)}
    with pytest.raises(ImportFileError, match="several lists") as caught:
        read_text(tmp_path, "b.json", json.dumps(years))
    assert str(caught.value.hint).endswith("--records 2015.motions and 3 more.")


def test_a_point_is_the_whole_file(tmp_path: Path) -> None:
    top = {"title": "Motions", "motions": [ROAD, RAIL]}
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(top), encoding="utf-8")
    rows = read_text(tmp_path, path.name, path.read_text(), records=".")
    assert cells(rows) == [top]


@pytest.mark.parametrize(
    ("text", "expected", "remark"),
    [
        (
            '[{"title": "a", "year": NaN, "n": -Infinity}]',
            [{"title": "a"}],
            "2 × NaN read as blank",
        ),
        ('{"title": "a"} {"title": "b"}', [{"title": "a"}, {"title": "b"}], "2 documents"),
        (
            '{\n "title": "a"\n}\n{\n "title": "b"\n}',
            [{"title": "a"}, {"title": "b"}],
            "2 documents",
        ),
        ('[{"title": "a"}]\n[{"title": "b"}]', [{"title": "a"}, {"title": "b"}], "2 documents"),
    ],
)
def test_what_programs_call_json_is_read_and_said(
    text: str, expected: list[dict[str, str]], remark: str, tmp_path: Path
) -> None:
    path = tmp_path / "rows.json"
    path.write_text(text)
    found, rows = read(path)
    assert [{k: v for k, v in row.cells.items() if v is not None} for row in rows] == expected
    assert any(remark in one for one in found.found)


@pytest.mark.parametrize(
    "text", ['[{"title": "a"},]', '[{"title": "\\ud800"}]', '{"a": 1, "a": NaN}', "[1, 2]"]
)
def test_what_is_no_json_is_rejected(text: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(text)
    with pytest.raises(ImportFileError):
        read(path)
