"""Preparing measurements: the walk, the answers and the changed copies."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.prepare import CHANGE, SHIPPED_COUNT, prepare, walk
from tests.factories import encode

COUNTS = (SHIPPED_COUNT, 120)


def prepared(count: int, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tables and the answers of one prepared size."""
    prepare(count, folder)
    tables, answers, filtered = (
        json.loads((folder / f"{name}.json").read_text("utf-8"))
        for name in ("base", "answers", "filtered")
    )
    return tables, {**answers, "filtered_all": filtered}


@pytest.mark.parametrize("count", COUNTS)
def test_the_walk_finds_every_proposal_and_its_offsets(count: int, tmp_path: Path) -> None:
    """The bytes between the offsets are the record."""
    tables, _ = prepared(count, tmp_path)
    places = list(walk(tmp_path / "base.json"))
    assert {place.number: place.record for place in places} == tables["proposals"]
    content = (tmp_path / "base.json").read_bytes()
    assert all(
        json.loads(b"{" + content[place.start : place.end] + b"}") == {place.number: place.record}
        for place in places
    )


@pytest.mark.parametrize("count", COUNTS)
def test_the_answers_are_those_of_a_full_parse(count: int, tmp_path: Path) -> None:
    """The walk keeps only what it needs."""
    tables, answers = prepared(count, tmp_path)
    records = sorted(tables["proposals"].values(), key=lambda each: each["id"])
    records.sort(key=lambda each: each.get("date") or str(each["year"]), reverse=True)
    assert answers["total"] == len(records) == count
    assert answers["newest"] == [each["id"] for each in records[:50]]
    assert answers["filtered_all"] == [
        each["id"]
        for each in records
        if each.get("date", str(each.get("year")))[:4] in ("2018", "2019", "2020")
        and "digital-economy" in each["themes"]
    ]
    assert answers["filtered"] == answers["filtered_all"][:50] != []
    assert answers["measures"] == sum(len(each.get("measures", ())) for each in records)
    assert answers["by_theme"]["education"] == sum("education" in e["themes"] for e in records)
    assert answers["shown"] in records
    replies = [
        [one for one in each.get("actions", ()) if one["stage"] == "replied"] for each in records
    ]
    assert answers["answered"] == sum(any("interim" not in r for r in some) for some in replies)
    assert answers["answered"] <= answers["asked"] <= count


@pytest.mark.parametrize("count", COUNTS)
def test_the_changed_copies_differ_in_one_record_and_keep_the_layout(
    count: int, tmp_path: Path
) -> None:
    """One copy has a changed title; the other has a record twice, under two ids."""
    tables, answers = prepared(count, tmp_path)
    old = {each["id"]: each for each in tables["proposals"].values()}
    id_ = answers["shown"]["id"]
    for name, new in (("changed", id_), ("added", f"{id_}-added")):
        content = (tmp_path / f"{name}.json").read_bytes()
        copy = json.loads(content)
        assert content == encode(copy)
        found = {each["id"]: each for each in copy.pop("proposals").values()}
        assert copy == {table: records for table, records in tables.items() if table != "proposals"}
        assert {key for key in found if found[key] != old.get(key)} == {new}
        assert found[new]["titles"][0]["text"].startswith(CHANGE)
        assert len(found) == count + (name == "added")


def test_prepared_files_are_kept_until_they_are_out_of_date(tmp_path: Path) -> None:
    """A second call changes nothing; files of another version are replaced."""
    prepare(60, tmp_path)
    before = (tmp_path / "base.json").stat().st_mtime_ns
    prepare(60, tmp_path)
    assert (tmp_path / "base.json").stat().st_mtime_ns == before
    (tmp_path / "answers.json").write_text('{"made_from": "another version"}', "utf-8")
    prepare(60, tmp_path)
    assert (tmp_path / "base.json").stat().st_mtime_ns != before
