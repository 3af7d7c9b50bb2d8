"""A damaged index is rebuilt and never gives a wrong answer."""

import os
import random
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.query.query import ContainsText, FacetIs, Query
from proposals_cli.errors import StoreError
from proposals_cli.index import index_file
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.factories import proposal, save, write_store
from tests.index.scan import assert_answers
from tests.store.files import temporaries


def _random_bytes(path: Path) -> None:
    path.write_bytes(random.Random(0).randbytes(path.stat().st_size))


def _text(path: Path) -> None:
    path.write_text("this is not a database\n" * 1000)


def _no_bytes(path: Path) -> None:
    path.write_bytes(b"")


def _header_alone(path: Path) -> None:
    os.truncate(path, 100)


def _half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _part_of_a_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1000)


def _other_schema(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE proposal (name TEXT); CREATE TABLE meta (a, b, c);")
    connection.close()


def _other_program(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value); INSERT INTO meta VALUES ('version', 'x');"
    )
    connection.close()


def _removed(path: Path) -> None:
    path.unlink()


DAMAGES = [
    _random_bytes,
    _text,
    _no_bytes,
    _header_alone,
    _half,
    _part_of_a_page,
    _other_schema,
    _other_program,
    _removed,
]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("old", [False, True])
def test_damaged_index_is_rebuilt(
    base: Path,
    folder: Path,
    proposals: list[Proposal],
    damage: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    old: bool,
) -> None:
    """Afterwards the answers are correct and the file is an index again."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", -(10**18) if old else 2 * 10**9)
    index = SqliteIndex(base, folder)
    index.totals(Query())
    index.close()
    damage(index.path)
    assert_answers(index, proposals)
    index.close()
    assert index.status().fresh
    assert index.in_memory_because is None
    assert temporaries(folder) == []


@pytest.mark.parametrize("seed", range(12))
def test_index_with_damaged_pages_never_gives_a_wrong_answer(
    base: Path, folder: Path, proposals: list[Proposal], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damage found in the middle of an answer is repaired or reported."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", -(10**18))
    index = SqliteIndex(base, folder)
    index.totals(Query())
    index.close()
    chance = random.Random(seed)
    pages = index.path.stat().st_size // 4096
    with index.path.open("r+b") as file:
        for page in chance.sample(range(1, pages), pages // 3):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    # if damage is found in the middle of a list, the error asks the user to try again
    with suppress(StoreError):
        assert_answers(index, proposals)
    assert_answers(index, proposals)
    index.close()
    assert_answers(SqliteIndex(base, folder), proposals)


def test_values_are_looked_up_again_after_a_repair(
    base: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query is compiled again for an index that was rebuilt meanwhile.

    The numbers of values differ between a refreshed index and a new one.
    """
    monkeypatch.setattr(index_file, "MIN_AGE_NS", -(10**18))
    store = JsonStore(base)
    SqliteIndex(base, folder).totals(Query())
    for id_ in ("2005-a", "2006-b"):
        save(store.path, [proposal(id_, regions=(f"Region {id_}",), themes=("fintech",))])
        SqliteIndex(base, folder).totals(Query())
    index = SqliteIndex(base, folder)
    part = Query(FacetIs("region", ("Region 2006-b",)))
    assert [one.id for one in index.find(part)] == ["2006-b"]
    selected = index._selected
    failures = iter([True])

    def failing(columns: str, query: Query, joined: str) -> sqlite3.Cursor:
        index._compiled(query)
        if next(failures, False):
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
        return selected(columns, query, joined)

    monkeypatch.setattr(index, "_selected", failing)
    assert [one.id for one in index.find(part)] == ["2006-b"]
    assert next(failures, None) is None
    index.close()


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_text_index_is_rebuilt(
    path: Path, folder: Path, damage: Callable[[Path], None]
) -> None:
    """The file of the full-text index can be rebuilt like the other one."""
    write_store(path, [proposal("2020-cloud"), proposal("2020-sea")])
    query = Query(ContainsText("cloud"))
    index = SqliteIndex(path, folder)
    assert [hit.summary.id for hit in index.search(query)] == ["2020-cloud"]
    index.close()
    (text,) = folder.glob("*.text.sqlite")
    damage(text)
    assert [hit.summary.id for hit in index.search(query)] == ["2020-cloud"]
    assert [one.id for one in index.find(query)] == ["2020-cloud"]
    index.close()
    assert text.stat().st_size > 4096


def test_journal_of_a_killed_refresh_is_not_applied_to_a_new_index(
    base: Path, folder: Path, proposals: list[Proposal]
) -> None:
    """SQLite would otherwise apply a journal of the earlier file."""
    index = SqliteIndex(base, folder)
    index.totals(Query())
    index.close()
    journal = index.path.with_name(f"{index.path.name}-journal")
    # a hot journal, left by a process that was killed in the middle of a refresh
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN');"
        "c.execute('DELETE FROM link'); c.execute('DELETE FROM proposal'); os._exit(0)"
    )
    subprocess.run(["python", "-c", script, str(index.path)], check=True)
    assert journal.stat().st_size > 512
    index.path.unlink()
    assert_answers(index, proposals)
    index.close()
    assert not journal.exists()
    assert_answers(SqliteIndex(base, folder), proposals)


def test_killed_refresh_is_rolled_back(base: Path, folder: Path, proposals: list[Proposal]) -> None:
    """The index is as it was before the refresh."""
    index = SqliteIndex(base, folder)
    index.totals(Query())
    index.close()
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN');"
        "c.execute('DELETE FROM link'); c.execute('DELETE FROM proposal'); os._exit(0)"
    )
    subprocess.run(["python", "-c", script, str(index.path)], check=True)
    assert_answers(index, proposals)
    index.close()
