"""The lines of a journal, and which of them describe completed changes."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import TinyDB

from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.lineage import placed
from proposals_cli.errors import StoreError
from proposals_cli.store.journal import Journal
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.desk import Desk
from tests.factories import body, proposal

ONE = "title: One\nyear: 2022\n"


# -- what a line contains --------------------------------------------------------------------------


def test_line_contains_what_is_needed_to_undo(desk: Desk) -> None:
    """A line has number, time, what, why, hashes of the file, and the former records."""
    desk.add(ONE, "-m", "because")
    desk.prop("remove", "fintech", "--yes")
    added, removed = map(json.loads, desk.journal.read_text(encoding="utf-8").splitlines())
    assert list(added) == list(FullJournalEntry.__struct_fields__)
    assert (added["number"], added["what"], added["why"]) == (1, "add 2022-one", "because")
    assert added["before"] == {"proposals": {"2022-one": None}}
    assert list(added["after"]) == ["proposals"]
    assert removed["number"] == 2
    assert removed["before"]["themes"]["fintech"]["name"]["en"] == "Fintech"
    assert removed["after"] == {"themes": {"fintech": None}}
    assert added["new"] == removed["old"] != removed["new"]


def test_journal_is_next_to_the_target_of_a_link(prop: Prop, tmp_path: Path) -> None:
    """A base has one journal, whatever its names."""
    desk = Desk(prop, tmp_path)
    link = tmp_path / "link.json"
    link.symlink_to(desk.store)
    prop("--store", str(link), "add", "-", stdin=ONE)
    assert desk.journal.exists()
    assert list(tmp_path.glob(".link*")) == []
    assert link.is_symlink()
    assert desk.log() == ["add 2022-one"]


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_journal_is_as_private_as_the_base(desk: Desk, mode: int) -> None:
    """The journal repeats content of the base."""
    desk.store.chmod(mode)
    desk.add(ONE)
    assert desk.journal.stat().st_mode & 0o777 == mode
    assert desk.store.stat().st_mode & 0o777 == mode


def test_removal_in_a_base_that_tinydb_numbered_is_undone_to_the_byte(
    prop: Prop, tmp_path: Path
) -> None:
    """A restored record has its former number, or a new one if that is used."""
    desk = Desk(prop, tmp_path, [body()])
    with TinyDB(desk.store, encoding="utf-8") as database:
        for id_ in ("2020-a", "2020-b", "2020-c"):
            database.table("proposals").insert(msgspec.to_builtins(proposal(id_)))
    desk.add(ONE)
    before = desk.content()
    desk.prop("remove", "2020-a", "2020-b", "--yes")
    desk.prop("undo")
    assert desk.content() == before
    desk.prop("remove", "2020-b", "--yes")
    desk.edit_by_hand('"3": {', '"2": {')
    desk.prop("undo", "--yes")
    numbers = {r["id"]: number for number, r in json.loads(desk.content())["proposals"].items()}
    assert (numbers["2020-a"], numbers["2020-c"]) == ("1", "2")
    assert set(numbers) == {"2020-a", "2020-b", "2020-c", "2022-one"}


# -- completed changes -----------------------------------------------------------------------------


def entry(number: int, old: str, new: str) -> FullJournalEntry:
    """Return an entry of one added record."""
    fields: dict[str, Any] = {
        "when": "",
        "what": "",
        "before": {"themes": {"fintech": msgspec.Raw(b"null")}},
        "after": {"themes": {"fintech": "hash"}},
    }
    return FullJournalEntry(number=number, old=old, new=new, **fields)


@pytest.mark.parametrize(
    ("steps", "now", "happened"),
    [
        ([], "a", []),
        ([("a", "b")], "b", [1]),
        ([("a", "b")], "a", []),
        ([("a", "b")], "x", [1]),  # and an edit by another program after it
        ([("a", "b"), ("b", "c")], "c", [1, 2]),
        ([("a", "b"), ("b", "c")], "b", [1]),
        ([("a", "b"), ("a", "c")], "c", [2]),
        ([("a", "b"), ("a", "c"), ("a", "d")], "a", []),
        ([("a", "b"), ("b", "a")], "a", [1, 2]),  # undone
        (
            [("a", "b"), ("b", "a"), ("a", "c")],
            "a",
            [1, 2],
        ),  # undone, and a change that was not made
        ([("a", "b"), ("b", "c"), ("b", "a"), ("a", "d")], "d", [1, 3, 4]),
        ([("a", "b"), ("x", "y")], "y", [1, 2]),  # an edit by another program in between
        ([("a", "a")], "a", [1]),  # changed nothing
    ],
)
def test_only_completed_changes_are_found(
    tmp_path: Path, steps: list[tuple[str, str]], now: str, happened: list[int]
) -> None:
    """A change was not made if the next one began with the same content."""
    journal = Journal(tmp_path / "base.json")
    (tmp_path / "base.json").touch()
    for number, (old, new) in enumerate(steps, 1):
        journal.append(entry(number, old, new))
    changes = list(placed(journal.completed(now), now))
    assert [found.entry.number for found in reversed(changes) if found.in_file] == happened
    assert journal.next_number() == len(steps) + 1
    assert all(msgspec.json.decode(line) for line in _lines(journal))


@pytest.mark.parametrize("rest", [b"", b"\n", b"\n\n\n", b'\n{"number": 9', b"\n\x00\n"])
def test_newest_entry_is_found_from_the_end(tmp_path: Path, rest: bytes) -> None:
    """In a journal of any length, even if a killed writer left an incomplete line."""
    store = JsonStore.create(tmp_path / "base.json").path
    journal = Journal(store)
    assert journal.next_number() == 1
    for number in range(1, 4):
        journal.append(entry(number, str(number), str(number + 1)))
    journal.path.write_bytes(journal.path.read_bytes().removesuffix(b"\n") + rest)
    assert journal.next_number() == 4
    assert journal.entry(2).old == "2"
    assert journal.entry(1).number == 1
    with pytest.raises(StoreError, match="has no change 4 any more"):
        journal.entry(4)


def _lines(journal: Journal) -> list[bytes]:
    return journal.path.read_bytes().splitlines() if journal.path.exists() else []
