"""``prop log``: the changes of a base, and of one record."""

import json
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.desk import Desk


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a base with three changes, one of them undone."""
    desk = Desk(prop, tmp_path)
    desk.add("title: On trains\nyear: 2022\n", "-m", "tonight's news")
    prop("edit", "2022-trains", "-", stdin="{id: 2022-trains, title: On 火车, year: 2022}")
    prop("remove", "2020-cloud", "--yes", "-m", "[bold]twice\x1b[0m")
    prop("undo")
    return desk


def test_changes_are_listed_newest_first(desk: Desk) -> None:
    """Number, time, what and why of each change, including undone changes and undos."""
    rows = json.loads(desk.prop("log", "--format", "json").out)
    assert [list(row) for row in rows] == [["number", "when", "what", "why"]] * 4
    assert [(row["number"], row["what"], row["why"]) for row in rows] == [
        (4, "undo: remove 2020-cloud", None),
        (3, "remove 2020-cloud", "[bold]twice\x1b[0m"),
        (2, "edit 2022-trains: titles", None),
        (1, "add 2022-trains", "tonight's news"),
    ]
    moments = [row["when"] for row in rows]
    assert moments == sorted(moments, reverse=True)


def test_log_of_a_record_is_its_history(desk: Desk) -> None:
    """It omits what was undone; the beginning of the id is enough."""
    for id_ in ("2022-trains", "2022", "2022_Trains"):
        rows = json.loads(desk.prop("log", id_, "--format", "json").out)
        assert [(row["what"], row["why"]) for row in rows] == [
            ("edited titles", None),
            ("added", "tonight's news"),
        ]
    ended = desk.prop("log", "2020-cloud")
    assert (ended.out, ended.err) == ("", "No changes are recorded.\n")


def test_limit(desk: Desk) -> None:
    """The newest changes, at most as many as requested."""
    assert len(json.loads(desk.prop("log", "--limit", "2", "--format", "json").out)) == 2
    (row,) = json.loads(desk.prop("log", "2022-trains", "-n", "1", "--format", "json").out)
    assert row["what"] == "edited titles"


@pytest.mark.parametrize(
    ("format_", "lines"), [("table", 5), ("jsonl", 4), ("csv", 5), ("tsv", 5), ("markdown", 6)]
)
def test_every_format_has_a_line_for_each_change(desk: Desk, format_: str, lines: int) -> None:
    """Control characters in a reason are escaped."""
    out = desk.prop("log", "--format", format_).out
    assert len(out.splitlines()) == lines
    assert "\x1b" not in out
    assert "bold" in out


def test_nothing_changed_yet(prop: Prop, tmp_path: Path) -> None:
    """A new base has no changes: an empty table or array, and a message."""
    Desk(prop, tmp_path)
    for format_, out in (("table", ""), ("json", "[]\n"), ("jsonl", "")):
        ended = prop("log", "--format", format_)
        assert (ended.out, ended.err) == (out, "No changes are recorded.\n")


def test_shipped_base_has_no_changes(prop: Prop) -> None:
    """Reading its log does not try to write it."""
    assert prop("log").err == "No changes are recorded.\n"


def test_new_base_does_not_inherit_the_changes_of_another(desk: Desk) -> None:
    """The journal of an earlier base with the same name is kept but not read."""
    old = desk.journal.read_bytes()
    for number in (1, 2):
        desk.store.unlink()
        desk.prop("init", str(desk.store), "--empty", "--body", "npc", "--kind", "suggestion")
        assert desk.prop("log").err == "No changes are recorded.\n"
        kept = desk.journal.with_name(f"{desk.journal.name}.{number}")
        if number == 1:
            assert kept.read_bytes() == old
        desk.add("title: One\nyear: 2022\n")


def test_unknown_id_lists_similar_ones(desk: Desk) -> None:
    """The log of an unknown record is an error, not an empty list."""
    assert "Did you mean 2022-trains" in desk.prop("log", "2022-train5", exit_code=1).err
