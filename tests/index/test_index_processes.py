"""Simultaneous and killed processes leave an index that answers correctly."""

import random
import shutil
import threading
from pathlib import Path

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.query.query import ContainsText, Query
from proposals_cli.index import update
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.factories import (
    proposal,
    random_proposals,
    records_in,
    save,
    small_base,
    titles,
    write_store,
)
from tests.index import scan
from tests.index.scan import PART
from tests.processes import KILLS, killed, run, run_together, start
from tests.store.files import temporaries


def test_simultaneous_processes_without_an_index_answer_correctly(
    base: Path, folder: Path, proposals: list[Proposal]
) -> None:
    """One of six builds the index, the others wait."""
    lines = run_together(*[("ask", base, folder)] * 6)
    totals = scan.totals(proposals)
    expected = f"{totals.proposals} {totals.measures} {totals.sources} {totals.proposals} file"
    assert lines == [expected] * 6
    assert temporaries(folder) == []


def test_simultaneous_changes_and_questions_are_correct(path: Path, folder: Path) -> None:
    """Two processes save and four ask; the last answer has all changes."""
    write_store(path, small_base())
    run_together(
        ("save", path, "2020-one", 15),
        ("save", path, "2020-two", 15),
        *[("ask", path, folder)] * 4,
    )
    (line,) = run("ask", path, folder)
    assert line.split()[0] == line.split()[3] == "30"
    index = SqliteIndex(path, folder)
    assert index.totals(Query()).proposals == 30
    index.close()


def test_a_refresh_does_not_change_an_answer_that_is_being_read(base: Path, folder: Path) -> None:
    """The answer is that of one moment while the base changes."""
    index = SqliteIndex(base, folder)
    expected = [one.id for one in index.find(Query())]
    reading = index.find(Query())
    read = [next(reading).id]
    save(base, [proposal("2099-new")])
    other = SqliteIndex(base, folder)
    seen: list[str] = []
    asking = threading.Thread(target=lambda: seen.append(next(other.find(Query())).id))
    read += [one.id for one in reading]
    asking.start()
    asking.join(60)
    assert read == expected
    assert seen == ["2099-new"]


def test_an_answer_that_is_read_slowly_blocks_no_process(
    base: Path, folder: Path, proposals: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a list is partly read in a pager, others see changes at once and write an index."""
    index = SqliteIndex(base, folder)
    listing = index.find(Query())
    hits = index.search(Query(ContainsText("banks")))
    read = [next(listing), next(hits).summary]
    monkeypatch.setattr(update, "PATIENCE_MS", 50)
    for number in range(2):
        save(base, [proposal(f"2099-{number}", titles=titles(en="Deep-sea banks"))])
        other = SqliteIndex(base, folder)
        assert next(other.find(Query())).id == "2099-0"
        assert other.totals(Query()).proposals == len(proposals) + number + 1
        assert len(list(other.search(Query(ContainsText("sea"))))) == number + 1
        assert other.in_memory_because is None
        assert other.status().fresh
        other.close()
    assert [*read[:1], *listing] == [scan.summary(one) for one in scan.matching(proposals, Query())]
    assert "2099-0" not in [hit.summary.id for hit in hits]
    index.close()


def test_after_a_killed_build_the_next_answer_is_correct(path: Path, folder: Path) -> None:
    """The index is complete or missing, and temporary files are removed."""
    chance = random.Random(41)
    made = random_proposals(1500, seed=41)
    write_store(path, small_base(made))
    left = 0
    for _ in range(KILLS):
        killed(start("rebuild", path, folder), chance.uniform(0, 0.3))
        left += bool(temporaries(folder))
        index = SqliteIndex(path, folder)
        assert index.totals(Query()) == scan.totals(made)
        assert index.totals(PART) == scan.totals(scan.matching(made, PART))
        index.close()
    shutil.rmtree(folder)
    index = SqliteIndex(path, folder)
    folder.mkdir()
    (folder / f"{index.path.name}.99999.tmp").write_bytes(b"left by a killed build")
    assert index.totals(Query()) == scan.totals(made)
    index.close()
    assert temporaries(folder) == []


def test_after_a_killed_refresh_the_next_answer_is_correct(path: Path, folder: Path) -> None:
    """The process may be killed while it saves or while it refreshes."""
    chance = random.Random(42)
    write_store(path, small_base(random_proposals(300, seed=42)))
    for kill in range(KILLS):
        killed(start("edit_and_ask", path, folder, kill), chance.uniform(0, 0.2))
        stored = [one for one in records_in(path, "proposals") if isinstance(one, Proposal)]
        index = SqliteIndex(path, folder)
        assert index.totals(PART) == scan.totals(scan.matching(stored, PART))
        assert index.tally(Query(), ["theme", "year"]) == scan.tally(stored, ["theme", "year"])
        index.close()
