"""The format of a base: what it says of itself, and bases of format 1 or of no known format."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.records import TABLES, BaseInfo, Defaults
from proposals_cli.errors import StoreError
from proposals_cli.store import store_file
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.store_file import StoreFile
from tests.conftest import Prop
from tests.factories import adding, encode, proposal, small_base, write_store
from tests.store.files import files_in
from tests.store.format_one_samples import CURATED, IMPORTED, numbered
from tests.store.reading import error_of, values

MINIFIED: dict[str, Callable[[bytes], bytes]] = {
    "our layout": lambda content: content,
    "another layout": lambda content: json.dumps(json.loads(content)).encode(),
}


def laid_out(tables: Any, indent: int | None = 2) -> bytes:
    """Return tables as the standard library writes them, in their order."""
    return (json.dumps(tables, indent=indent, ensure_ascii=False) + "\n").encode()


def format_one(path: Path) -> Path:
    """Write a base of format 1 with the samples of an import, and return its path."""
    path.write_bytes(laid_out(numbered(IMPORTED)))
    return path


# -- format 2 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", MINIFIED.values(), ids=MINIFIED)
def test_base_says_what_it_is_before_its_records(
    path: Path, layout: Callable[[bytes], bytes]
) -> None:
    """Whatever else is in the file."""
    info = BaseInfo(format=2, name="Anfragen", defaults=Defaults(body="bundestag"))
    path.write_bytes(layout(write_store(path, small_base([proposal()]), info).read_bytes()))
    reading = StoreFile(path).read()
    records = iter(reading)
    assert next(records).table == "base"
    assert (reading.info, reading.format) == (info, 2)


def test_place_of_the_table_matters_only_to_our_layout(path: Path) -> None:
    """A full parse finds it anywhere; a reader of one record after another must know it first."""
    tables = {"themes": {"1": {"id": "a"}}, "base": {"1": {"format": 2}}}
    path.write_bytes(laid_out(tables, indent=None))
    assert [table for table, _, _ in values(path)] == ["base", "themes"]
    path.write_bytes(laid_out(tables))
    error = error_of(path)
    assert "comes after other tables" in error.message
    assert "Move it to the beginning" in error.hint


def test_bracket_at_the_wrong_place_in_the_record_is_read(path: Path) -> None:
    """The record is then cut too early, and the file is parsed."""
    record = '{"format": 2,\n      "defaults": {\n      "body": "npc"\n    }\n    }'
    path.write_text('{\n  "base": {\n    "1": {\n      ' + record[1:] + "\n  }\n}\n")
    reading = StoreFile(path).read()
    assert len(list(reading)) == 1
    assert reading.info.defaults == Defaults(body="npc")


REFUSED: dict[str, tuple[Any, str]] = {
    "newer": ({"1": {"format": 3, "novelty": []}}, "has format 3; this version of prop reads"),
    "of format 1": (
        {"1": {"format": 1}},
        "says format 1 but has a table 'base', which format 1 has not.",
    ),
    "of format 0": ({"1": {"format": 0}}, "says format 0 in its table 'base', which is no format"),
    "a word": ({"1": {"format": "two"}}, 'says format "two" in its table'),
    "a number in quotes": ({"1": {"format": "2"}}, 'says format "2" in its table'),
    "a fraction": ({"1": {"format": 2.5}}, "says format 2.5 in its table"),
    "true": ({"1": {"format": True}}, "says format true in its table"),
    "null": ({"1": {"format": None}}, "says format null in its table"),
    "no format": ({"1": {"name": "Mine"}}, "has a table 'base' that does not say its format."),
    "two records": (
        {"1": {"format": 2}, "2": {"format": 2}},
        "has more than one record in the table 'base'",
    ),
    "unknown field": (
        {"1": {"format": 2, "colour": "red"}},
        "field 'colour': there is no",
    ),
    "language": ({"1": {"format": 2, "language": "German"}}, "field 'language'"),
    "number out of range": ('{"1": {"format": 1e999}}', "cannot be read"),
}


@pytest.mark.parametrize(("table", "message"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("layout", MINIFIED.values(), ids=MINIFIED)
def test_base_of_no_known_format_is_refused_untouched(
    prop: Prop, path: Path, table: Any, message: str, layout: Callable[[bytes], bytes]
) -> None:
    """By commands that read and by those that write, with what to do."""
    if isinstance(table, str):
        path.write_text(f'{{"base": {table}, "proposals": {{}}}}')
    else:
        path.write_bytes(layout(encode({"base": table})))
    before, files = path.read_bytes(), files_in(path.parent)
    for arguments in (("list",), ("search", "x"), ("add", "--title", "T", "--year", "2020")):
        ended = prop(*arguments, store=path, exit_code=3)
        assert message in ended.err
        assert "Nothing was changed." in ended.err
    with pytest.raises(StoreError, match="base"):
        JsonStore(path).apply(adding(proposal()))
    assert path.read_bytes() == before
    assert files_in(path.parent) - files <= {f".{path.name}.lock"}


# -- format 1 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [2, None, 4])
def test_format_one_is_read_as_format_two(path: Path, indent: int | None) -> None:
    """In any layout, with a body for each that proposals name."""
    path.write_bytes(laid_out(numbered(CURATED), indent))
    reading = StoreFile(path).read()
    records = list(reading)
    assert (reading.format, reading.info) == (1, BaseInfo(format=2))
    assert reading.digest == hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
    tables = [record.table for record in records]
    assert list(dict.fromkeys(tables)) == ["base", *(t for t in TABLES if t != "bodies"), "bodies"]
    read = {(record.table, record.number): json.loads(record.json) for record in records}
    assert read["base", "1"] == {"format": 2}
    assert read["proposals", "1"]["titles"][0]["lang"] == "zh"
    assert [one["id"] for (table, _), one in read.items() if table == "bodies"] == ["npc"]


def test_format_one_is_read_record_by_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the layout that this program writes."""
    monkeypatch.setattr(store_file, "parse", None)
    assert len(list(StoreFile(format_one(path)).read())) == 1 + 6 + 3


def test_body_of_the_users_own_is_not_made_again(path: Path) -> None:
    """Nor is its number given to another."""
    tables = numbered(IMPORTED)
    number = next(n for table, n, _ in values(format_one(path)) if table == "bodies")
    tables["bodies"] = {number: {"id": "ontario-assembly", "name": {"en": "Ontario"}}}
    path.write_bytes(laid_out(tables))
    bodies = {n: record for table, n, record in values(path) if table == "bodies"}
    assert sorted(one["id"] for one in bodies.values()) == [
        "bundestag",
        "ontario-assembly",
        "shugiin",
    ]
    assert bodies[number]["name"] == {"en": "Ontario"}


@pytest.mark.parametrize("indent", [2, None])
def test_duplicate_key_in_format_one_is_refused(path: Path, indent: int | None) -> None:
    """Decoding would drop one of the two values."""
    text = laid_out(numbered(IMPORTED), indent).decode()
    path.write_text(text.replace('"kind":', '"kind": "bill", "kind":', 1), encoding="utf-8")
    assert "duplicate key 'kind'" in error_of(path).message


def test_fault_in_a_record_of_format_one_is_named(prop: Prop, path: Path) -> None:
    """With its table, id and field, in the words of errors in format 2."""
    text = format_one(path).read_text(encoding="utf-8")
    path.write_text(text.replace('"kind": "question"', '"kind": "riddle"', 1), encoding="utf-8")
    ended = prop("list", store=path, exit_code=3)
    assert "proposals, 2023-zuege, field 'kind': 'riddle' is not allowed here." in ended.err
    assert "Allowed: suggestion, bill" in ended.err
    assert "read as format 2" in ended.err
    assert "its responses are actions" in ended.err


def test_a_fault_in_a_record_of_format_two_says_nothing_of_format_one(
    prop: Prop, path: Path
) -> None:
    """Its fields are named as they are in the file."""
    text = write_store(path, small_base([proposal()])).read_text(encoding="utf-8")
    path.write_text(text.replace('"kind": "suggestion"', '"kind": "riddle"', 1), encoding="utf-8")
    ended = prop("list", store=path, exit_code=3)
    assert "field 'kind': 'riddle' is not allowed here." in ended.err
    assert "format 1" not in ended.err


def test_reading_does_not_convert(prop: Prop, path: Path) -> None:
    """A base of format 1 is shown, and the file is as it was."""
    before = format_one(path).read_bytes()
    rows = json.loads(prop("list", "--format", "json", store=path).out)
    assert [(row["id"], row["titles"]) for row in rows] == [
        ("2023-zuege", {"de": "Verspätungen im Fernverkehr"}),
        ("2022-shuisho", {"ja": "関連する技術についての質問主意書"}),
        ("2021-rail", {"und": "On rail fares"}),
    ]
    prop("check", store=path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.glob("*.json")] == ["base.json"]
