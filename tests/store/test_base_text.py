"""The text of a base: the lines that a change affects, and how TinyDB reads it."""

import difflib
import json
import random
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from proposals_cli.domain.model.records import BASE, TABLES, BaseInfo, Proposal, Record
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.store_file import StoreFile
from tests.factories import (
    measure,
    proposal,
    random_proposals,
    records_in,
    remove,
    save,
    small_base,
    theme,
    titles,
)
from tests.store.files import ids_in_file, loaded


def ids(records: Iterable[Record]) -> list[str]:
    """Return the records' ids."""
    return [record.id for record in records]


def hunks(before: str, after: str) -> list[tuple[int, int]]:
    """Return (lines removed, lines added) of each place where two texts differ."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return [
        (old_end - old, new_end - new)
        for tag, old, old_end, new, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


# -- the file's text -------------------------------------------------------------------------------


def test_records_are_ordered_by_id(path: Path) -> None:
    """Whenever they were added."""
    records = random_proposals(40, seed=2)
    random.Random(0).shuffle(records)
    JsonStore.create(path)
    for start in range(0, 40, 7):
        save(path, records[start : start + 7])
    assert ids_in_file(path, "proposals") == sorted(record.id for record in records)


def test_file_is_indented_utf8_that_ends_with_a_newline(path: Path) -> None:
    """Chinese is not escaped, each level is indented by two spaces."""
    JsonStore.create(path, [proposal(titles=titles(zh="关于发展产业互联网的建议"))])
    text = path.read_bytes().decode("utf-8")
    assert '\n          "text": "关于发展产业互联网的建议",\n' in text
    assert text.endswith("\n}\n")


@pytest.mark.parametrize("place", ["2000-first", "2015-middle", "2099-last"])
def test_adding_a_proposal_adds_one_block_of_lines(path: Path, place: str) -> None:
    """A new proposal is one hunk of added lines, whatever its id.

    If it is the last of its table, a comma is added after the one before it.
    """
    JsonStore.create(path, small_base(random_proposals(30, seed=3)))
    before = path.read_text(encoding="utf-8")
    new = proposal(place, measures=(measure("m01", "Do it."),))
    save(path, [new])
    changes = hunks(before, path.read_text(encoding="utf-8"))
    if place == "2099-last":
        assert sum(removed for removed, _ in changes) <= 1
    else:
        assert [removed for removed, _ in changes] == [0]
    remove(path, "proposals", [place])
    assert path.read_text(encoding="utf-8") == before


def test_changing_a_field_changes_its_line(path: Path) -> None:
    """A changed value is one changed line."""
    records = [msgspec.structs.replace(one, session=8) for one in random_proposals(30, seed=3)]
    JsonStore.create(path, small_base(records))
    before = path.read_text(encoding="utf-8")
    save(path, [msgspec.structs.replace(records[10], session=9)])
    assert hunks(before, path.read_text(encoding="utf-8")) == [(1, 1)]


def test_saving_a_record_unchanged_keeps_every_byte(path: Path) -> None:
    """Equal records are written identically."""
    records = random_proposals(10, seed=3)
    JsonStore.create(path, records)
    before = path.read_bytes()
    save(path, records[3:5])
    assert path.read_bytes() == before


def test_number_of_a_record_depends_on_its_id(tmp_path: Path) -> None:
    """Two users who add the same records in another order get the same file."""
    one = JsonStore.create(tmp_path / "one.json", [proposal("2020-a"), proposal("2020-b")])
    other = JsonStore.create(tmp_path / "other.json")
    save(other.path, [proposal("2020-c")])
    save(other.path, [proposal("2020-b")])
    save(other.path, [proposal("2020-a")])
    save(one.path, [proposal("2020-c")])
    assert one.path.read_bytes() == other.path.read_bytes()


def test_used_number_is_not_used_again(path: Path) -> None:
    """A record that has the number of another id is not lost."""
    JsonStore.create(path, [proposal("2020-a")])
    number = next(iter(loaded(path)["proposals"]))
    path.write_bytes(path.read_bytes().replace(b"2020-a", b"2020-z"))
    save(path, [proposal("2020-a")])
    assert ids_in_file(path, "proposals") == ["2020-a", "2020-z"]
    assert loaded(path)["proposals"][number]["id"] == "2020-z"


def test_unknown_tables_and_their_values_are_kept(path: Path) -> None:
    """They are unchanged and come after the known ones."""
    strange = {"7": {"b": [1, 2.5, None, True, "é"], "a": {"deep": [{}]}}, "3": {"id": "x"}}
    path.write_text(json.dumps({"_mine": strange, "themes": {}}), encoding="utf-8")
    save(path, [theme("fintech")])
    assert loaded(path)["_mine"] == strange
    assert list(loaded(path)["_mine"]["7"]) == ["b", "a"]
    assert list(loaded(path)) == [BASE, *TABLES, "_mine"]


def test_records_that_break_the_rules_do_not_block_others(path: Path) -> None:
    """Saving one record neither changes nor loses an invalid one."""
    odd = {"id": "2020-odd", "colour": "red"}
    path.write_text(json.dumps({"proposals": {"5": odd}}), encoding="utf-8")
    save(path, [proposal("2020-good")])
    assert loaded(path)["proposals"]["5"] == odd
    assert ids_in_file(path, "proposals") == ["2020-good", "2020-odd"]


# -- TinyDB ----------------------------------------------------------------------------------------


def test_base_written_by_tinydb_is_read_and_changed(path: Path) -> None:
    """A base may be created with TinyDB alone, its tables in any order."""
    records = small_base(random_proposals(10, seed=4))
    with TinyDB(path, encoding="utf-8") as database:
        for record in records:
            table = next(name for name, shape in TABLES.items() if isinstance(record, shape))
            database.table(table).insert(msgspec.to_builtins(record))
        database.table(BASE).insert({"format": 2, "name": "Mine"})
    assert list(records_in(path, "proposals")) == [r for r in records if isinstance(r, Proposal)]
    save(path, [proposal("2099-new")])
    remove(path, "themes", ["sme"])
    assert ids(records_in(path, "proposals"))[-1] == "2099-new"
    assert "sme" not in ids(records_in(path, "themes"))
    assert loaded(path)[BASE] == {"1": {"format": 2, "name": "Mine"}}
    assert next(iter(loaded(path))) == BASE


def test_tinydb_reads_and_changes_our_file(path: Path) -> None:
    """The base that TinyDB has written is still a base, with all it says of itself."""
    records = random_proposals(10, seed=4)
    info = BaseInfo(format=2, name="Mine", licence="CC0-1.0")
    JsonStore.create(path, records, info)
    with TinyDB(path, encoding="utf-8") as database:
        expected = [json.loads(msgspec.json.encode(record)) for record in records]
        assert database.table("proposals").all() == expected
        database.table("proposals").insert(msgspec.to_builtins(proposal("2099-new")))
    assert [*records_in(path, "proposals")] == [*records, proposal("2099-new")]
    reading = StoreFile(path).read()
    assert len(list(reading)) == 1 + len(records) + 1
    assert (reading.info, reading.format) == (info, 2)
    save(path, [proposal("2099-newer")])
    assert list(path.parent.glob("*.format-*")) == []
    assert loaded(path)[BASE] == {"1": msgspec.to_builtins(info)}
