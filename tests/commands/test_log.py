"""``prop log``: the changes of a base, and of one record."""

import json
import shutil
import tracemalloc
from datetime import datetime, tzinfo
from itertools import count, islice
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model import change
from proposals_cli.index.history import newest_first
from tests.conftest import Prop
from tests.desk import Desk


class Clock(datetime):
    """A clock that is a second later each time it is looked at."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        """Return the next second."""
        return cls.fromtimestamp(next(_SECONDS), tz)


_SECONDS = count(1_750_000_000)


@pytest.fixture
def desk(prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a base with three changes, one of them undone, each in a second of its own."""
    monkeypatch.setattr(change, "datetime", Clock)
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


# -- what the journal does not have ----------------------------------------------------------------

FROM_RECORDS = (
    "Changes without a number are not in the journal of this file; the histories of the records"
    " list them.\n"
)


def rows(desk: Desk, *options: str) -> list[tuple[int | None, str, str | None]]:
    """Return number, what and why of the changes that are listed."""
    found = json.loads(desk.prop("log", "--format", "json", *options).out)
    return [(row["number"], row["what"], row["why"]) for row in found]


def test_log_without_a_journal_is_read_from_the_records(desk: Desk) -> None:
    """A fresh clone has none: what touched many records at once is one change."""
    drafts = "\n---\n".join(f"title: On ships {n}\nyear: 2023\nid: 2023-s{n}" for n in range(5))
    desk.add(drafts, "-m", "imported")
    desk.journal.unlink()
    ended = desk.prop("log", "--format", "json")
    assert ended.err == FROM_RECORDS
    found = json.loads(ended.out)
    assert [(row["number"], row["what"], row["why"]) for row in found] == [
        (None, "added: 2023-s0, 2023-s1, 2023-s2 and 2 more", "imported"),
        (None, "edited titles: 2022-trains", None),
        (None, "added: 2022-trains", "tonight's news"),
    ]
    moments = [row["when"] for row in found]
    assert moments == sorted(moments, reverse=True)
    assert len(rows(desk, "--limit", "2")) == 2


def test_log_goes_on_where_the_journal_begins(desk: Desk) -> None:
    """Changes from before the base was copied come below those of the journal, none twice."""
    desk.journal.unlink()
    desk.add("title: On ships\nyear: 2023\n")
    desk.prop("remove", "2021-health", "--yes")
    assert rows(desk) == [
        (2, "remove 2021-health", None),
        (1, "add 2023-ships", None),
        (None, "edited titles: 2022-trains", None),
        (None, "added: 2022-trains", "tonight's news"),
    ]
    assert desk.prop("log").err == FROM_RECORDS
    assert rows(desk, "--limit", "2") == rows(desk)[:2]
    assert desk.prop("log", "--limit", "2").err == ""
    assert desk.prop("log", "--limit", "3").err == FROM_RECORDS


def test_change_of_a_colleague_is_listed_among_ours(desk: Desk, prop: Prop, tmp_path: Path) -> None:
    """It came by a merge, which the journal does not have."""
    theirs = tmp_path / "theirs.json"
    shutil.copyfile(desk.store, theirs)
    text = "title: On ports\nyear: 2023\n"
    prop("--store", str(theirs), "add", "-", "-m", "of a colleague", stdin=text)
    shutil.copyfile(theirs, desk.store)
    desk.add("title: On ships\nyear: 2023\n")
    ended = desk.prop("log", "--format", "json")
    listed = [(row["number"], row["what"], row["why"]) for row in json.loads(ended.out)]
    assert sorted(listed[:2], key=str) == [
        (5, "add 2023-ships", None),
        (None, "added: 2023-ports", "of a colleague"),
    ]
    assert [number for number, _, _ in listed[2:]] == [4, 3, 2, 1]
    assert ended.err == (
        "After change 4 the file was changed by other means: edited, merged, or replaced by another"
        " version.\n" + FROM_RECORDS
    )


def test_log_after_a_checkout_lists_what_is_in_the_file(desk: Desk) -> None:
    """Changes that were made to another state are named below the list."""
    state = desk.content()
    desk.add("title: On ships\nyear: 2023\n")
    desk.prop("remove", "2021-health", "--yes")
    desk.store.write_bytes(state)
    ended = desk.prop("log", "--format", "json")
    assert [row["number"] for row in json.loads(ended.out)] == [4, 3, 2, 1]
    assert ended.err == (
        "The last 2 changes (numbers 5 to 6) were made to another state of this file, which is as"
        " it was after change 4.\n"
    )
    desk.add("title: On ports\nyear: 2023\n")
    ended = desk.prop("log", "--format", "json")
    assert [row["number"] for row in json.loads(ended.out)] == [7, 4, 3, 2, 1]
    assert ended.err.startswith("Changes 5 to 6 are not among those that led to this file: ")


def test_change_has_one_time_in_the_journal_and_in_the_records(desk: Desk) -> None:
    """By its time and reason a change is known in both, however long the writing took."""
    record = desk.table("proposals")["2022-trains"]
    moments = {row["number"]: row["when"] for row in json.loads(desk.prop("log", "-f", "json").out)}
    assert [entry["when"] for entry in record["history"]] == [moments[1], moments[2]]


def test_histories_of_many_records_are_listed_in_little_memory(tmp_path: Path) -> None:
    """They are sorted outside of Python's memory, and one group is held at a time."""
    records = (
        msgspec.json.encode(
            {"id": f"r{n}", "history": [{"when": f"{n:08}", "what": "w" * 200} for n in (n, -n)]}
        )
        for n in range(20_000)
    )
    tracemalloc.start()
    try:
        first, *_ = islice(newest_first(records), 10)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert first[0] == "r19999"
    assert peak < 1_000_000
