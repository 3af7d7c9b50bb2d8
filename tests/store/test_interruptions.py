"""Killed and simultaneous processes: no acknowledged change is lost."""

import json
import random
from collections import Counter
from pathlib import Path

from tests.conftest import Prop
from tests.desk import Desk, errors_in
from tests.processes import KILLS, finished, killed, start
from tests.workers import ROWS

Titles = dict[str, str]
"""Titles of the proposals of a base, by id."""


def titles(desk: Desk) -> Titles:
    """Return the titles of the proposals in the file, which must be valid JSON."""
    return {id_: record["titles"][0]["text"] for id_, record in desk.table("proposals").items()}


def states(first: list[Titles], prefix: str, changes: int) -> list[list[Titles]]:
    """Return the states of the file after each change of the job ``keep``.

    Args:
        first: The states of the file to which undo can return, the current one last.
        prefix: The argument of the job.
        changes: The number of changes.

    Returns:
        The states, as in ``first``, after no change, after one change, and so on.
    """
    stack = list(first)
    found = [list(stack)]
    for number in range(changes):
        one = f"{prefix}-{number // 4:04}"
        match number % 4:
            case 0:
                stack.append(stack[-1] | {one: one})
            case 1:
                stack.append(stack[-1] | {one: f"{one} edited"})
            case 2:
                rows = (f"{one}-too-much-row-{row:04}" for row in range(ROWS))
                added = {id_: f"{one}-too-much row {row}" for row, id_ in enumerate(rows)}
                stack.append(stack[-1] | added)
            case _:
                stack.pop()
        found.append(list(stack))
    return found


def test_after_a_kill_every_change_is_complete_or_missing(
    prop: Prop, tmp_path: Path, env: dict[str, str]
) -> None:
    """The base has the acknowledged changes, or one more; undo works."""
    desk = Desk(prop, tmp_path)
    chance = random.Random(1)
    stack = [titles(desk)]
    for kill in range(KILLS):
        keeper = start("keep", desk.store, f"2024-k{kill:03}", env=env)
        acknowledged = len(killed(keeper, chance.uniform(0, 0.3)))
        *_, promised, further = states(stack, f"2024-k{kill:03}", acknowledged + 1)
        current = titles(desk)
        assert current in (promised[-1], further[-1])
        stack = promised if current == promised[-1] else further
        listed = json.loads(prop("list", "--format", "json").out)
        # from the index that the killed process was changing
        assert {row["id"]: row["title"] for row in listed} == current
        assert errors_in(desk.store, tmp_path / f"index-{kill}") == []
        prop("undo")
        stack.pop()
        assert titles(desk) == stack[-1]
    assert len(list(desk.store.parent.glob("*.tmp"))) == 0
    for _ in range(2):
        prop("undo")
        stack.pop()
        assert titles(desk) == stack[-1]
    # the next write removes the files that a killed process left
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
