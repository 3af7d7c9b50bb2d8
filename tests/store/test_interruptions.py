"""Killed and simultaneous processes: no acknowledged change is lost."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from random import Random
from signal import Signals

import pytest

from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.query.query import ContainsText, Query
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.changes import Titles, after, change_of
from tests.conftest import Prop
from tests.desk import Desk, errors_in
from tests.processes import KILLS, finished, killed, start
from tests.store.files import temporaries

WAYS = ("", "SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "full disk", "small files")
"""How a process is stopped: the first at any moment, the others at one of its calls."""

REASONS = {
    "SIGINT": "KeyboardInterrupt|exit code 130|Aborted",
    "full disk": "No space left on device",
    "small files": "File too large",
}
"""What those that are not killed say."""

POINTS = 50
"""The calls of one or two changes."""


def titles(store: Path) -> Titles:
    """Return the titles of the proposals in a file, which must be valid JSON."""
    records = json.loads(store.read_bytes())["proposals"].values()
    return {record["id"]: record["titles"][0]["text"] for record in records}


def answers(store: Path, folder: Path, word: str) -> list[object]:
    """Return what the index in a folder says of a base: all records, counts, a search."""
    index = SqliteIndex(store, folder)
    found: list[object] = [sorted(index.records(table)) for table in TABLES]
    found += [index.totals(Query()), index.tally(Query(), ("year",)), sorted(index.former_ids())]
    found.append(sorted(hit.summary.id for hit in index.search(Query(ContainsText(word)))))
    index.close()
    return found


def made_in(store: Path) -> int:
    """Return how many changes the journal has that led to the file; its hashes must be a chain."""
    keeper = JsonStore(store)
    content = expected = keeper.content()
    number = 0
    for change in keeper.changes(content):
        if change.in_file:
            assert not change.then_altered
            assert change.entry.new == expected
            expected = change.entry.old
            number += 1
    return number


def interrupted(desk: Desk, number: int, way: str, env: dict[str, str], chance: Random) -> int:
    """Make changes from this one on in a process that is stopped; return how many it reported."""
    limit = 1
    if way == "small files":
        limit = chance.randint(1000, desk.store.stat().st_size * 2)
    elif way:
        limit = chance.randint(1, POINTS)
    if not way:
        seconds = chance.uniform(0, chance.choice((0.2, 1.5)))
        return len(killed(start("keep", desk.store, number, env=env), seconds)) - 1
    process = start("keep", desk.store, number, way, limit, env=env)
    lines, errors = process.communicate(timeout=120)
    if way in ("SIGKILL", "SIGTERM", "SIGHUP"):
        assert process.returncode == -Signals[way], errors
        assert len(temporaries(desk.store.parent)) <= 1
    else:
        # without an error, only the index found no space, which can be made anew
        assert (not process.returncode and way != "SIGINT") or re.search(REASONS[way], errors), (
            errors
        )
        assert temporaries(desk.store.parent) == []
    return len(lines.splitlines()) - 1


@pytest.mark.parametrize("way", WAYS)
def test_interrupted_change_is_complete_or_missing(
    prop: Prop, tmp_path: Path, env: dict[str, str], way: str
) -> None:
    """The base has the acknowledged changes, or one more, and its journal and index say so.

    The last change can be undone.
    """
    desk = Desk(prop, tmp_path)
    chance = Random(way)
    states, number, made = [titles(desk.store)], 0, 0
    stopped: Counter[tuple[str, str]] = Counter()
    fresh = tmp_path / "fresh"
    for _ in range(max(2, KILLS // 4)):
        lines = desk.journal.read_bytes().count(b"\n") if desk.journal.exists() else 0
        for _ in range(interrupted(desk, number, way, env, chance)):
            states, number = after(states, number), number + 1
            made, lines = made + 1, lines + 1
        current, name = titles(desk.store), change_of(number)[0]
        announced = desk.journal.exists() and desk.journal.read_bytes().count(b"\n") > lines
        if current != states[-1]:
            states, number, made = after(states, number), number + 1, made + 1
            stopped[name, "after"] += 1
        else:
            stopped[name, "during" if announced else "before"] += 1
        assert current == states[-1]
        assert made_in(desk.store) == made
        expected = answers(desk.store, fresh, "table")
        # from the index that the process was changing
        assert answers(desk.store, Path(env["XDG_CACHE_HOME"], "prop"), "table") == expected
        assert errors_in(desk.store, fresh) == []
        shutil.rmtree(fresh)
        if number and change_of(number - 1)[0] != "undo" and chance.random() < 0.3:
            prop("undo")
            states, number, made = states[:-1], number - 1, made + 1
            assert titles(desk.store) == states[-1]
    print(way, sorted(stopped.items()))
    prop("remove", "source-one", "--yes")
    # a write removes the files that a killed process left
    beside = {path.name for path in desk.store.parent.iterdir()}
    assert beside <= {"proposals.json", ".proposals.json.journal", ".proposals.json.lock"}


def test_two_writers_of_different_records_lose_nothing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """Every change is in the file and in the journal, and can be undone."""
    desk = Desk(prop, tmp_path)
    first = desk.content()
    jobs = [start("add_many", desk.store, f"2024-{name}", 12, env=env) for name in "ab"]
    acknowledged = [id_ for job in jobs for id_ in finished(job)]
    assert len(acknowledged) == 24
    assert set(desk.table("proposals")) == {"2020-cloud", "2021-health", *acknowledged}
    assert len(desk.table("sources")) == 1 + 24
    log = json.loads(prop("log", "--format", "json").out)
    assert [row["number"] for row in log] == list(range(24, 0, -1))
    assert sorted(row["what"] for row in log) == sorted(f"add {id_}" for id_ in acknowledged)
    assert desk.errors() == []
    for _ in acknowledged:
        prop("undo")
    assert desk.content() == first


def test_two_writers_of_one_record_do_not_overwrite_each_other(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """Of two edits of the same state one is refused; the history has all others."""
    desk = Desk(prop, tmp_path)
    jobs = [start("edit_same", desk.store, "2020-cloud", name, 12, env=env) for name in "ab"]
    output = Counter(line for job in jobs for line in finished(job))
    written = [line for line in output if line != "conflict"]
    assert len(written) + output["conflict"] == 24
    assert len(written) >= 12
    record = desk.proposal("2020-cloud")
    assert len(record["history"]) == len(written)
    assert record["titles"][0]["text"] in written
    log = json.loads(prop("log", "--format", "json").out)
    assert [row["number"] for row in log] == list(range(len(written), 0, -1))
    for _ in written:
        prop("undo")
    assert desk.proposal("2020-cloud")["titles"][0]["text"] == "On 2020-cloud"


def test_two_simultaneous_imports_lose_nothing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """Every row of both tables is in the base, and each import is one change."""
    desk = Desk(prop, tmp_path)
    first = desk.content()
    jobs = [start("import_many", desk.store, f"2024-{name}", 300, env=env) for name in "ab"]
    assert [finished(job) for job in jobs] == [["0"], ["0"]]
    rows = {f"2024-{name}-row-{each:04}" for name in "ab" for each in range(300)}
    assert set(desk.table("proposals")) == {"2020-cloud", "2021-health", *rows}
    log = json.loads(prop("log", "--format", "json").out)
    assert {row["what"] for row in log} == {f"import 2024-{name}.csv: 300 new" for name in "ab"}
    prop("undo")
    prop("undo")
    assert desk.content() == first


def test_two_simultaneous_imports_of_one_table_are_one_import(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """The second import is refused, or finds that the base has everything."""
    desk = Desk(prop, tmp_path)
    jobs = [start("import_many", desk.store, "2024-a", 300, env=env) for _ in range(2)]
    assert sorted(line for job in jobs for line in finished(job)) in (["0", "0"], ["0", "1"])
    assert len(desk.table("proposals")) == 2 + 300
    assert len(json.loads(prop("log", "--format", "json").out)) == 1


def test_import_into_a_full_disk_changes_nothing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """Base and journal are unchanged, and the import succeeds when there is space."""
    desk = Desk(prop, tmp_path)
    before = desk.content()
    code = finished(start("import_within", desk.store, "2024-a", 300, 20_000, env=env))
    assert code == ["3"]
    assert desk.content() == before
    assert not desk.journal.exists()
    assert list(desk.store.parent.glob(".*.tmp")) == []
    assert finished(start("import_many", desk.store, "2024-a", 300, env=env)) == ["0"]
    assert len(desk.table("proposals")) == 2 + 300


def test_two_writers_of_one_new_id_add_one_record(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """An id that is used after it was chosen is not overwritten."""
    desk = Desk(prop, tmp_path)
    jobs = [start("add_many", desk.store, "2024-same", 1, env=env) for _ in range(2)]
    codes = sorted(job.wait(60) for job in jobs)
    for job in jobs:
        job.communicate()
    assert codes == [0, 1]
    assert list(desk.table("proposals")) == ["2020-cloud", "2021-health", "2024-same-000"]
    assert len(desk.proposal("2024-same-000")["history"]) == 1
