"""A cache that others can have written is not believed, and nobody else can read ours."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from proposals_cli.domain.query.query import ContainsText, Query
from proposals_cli.index import index_file
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.conftest import Prop
from tests.factories import proposal, small_base, titles, write_store

Change = Callable[[Path], None]

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def _sql(script: str) -> Change:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(script)

    return change


ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n"

SCHEMAS: dict[str, Change] = {
    "endless view": _sql(f"DROP TABLE meta; CREATE VIEW meta (key, value) AS {ENDLESS};"),
    "endless view as rows": _sql(
        "DROP TABLE theme_year; CREATE VIEW theme_year (tid, year, n) AS SELECT i, i, i FROM"
        " (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n);"
    ),
    "trigger": _sql("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM proposal; END;"),
    "virtual table": _sql("CREATE VIRTUAL TABLE more USING fts5 (text);"),
    "generated column": _sql(
        "ALTER TABLE reply ADD COLUMN endless AS (length(zeroblob(1000000000))) VIRTUAL;"
    ),
    "index on an expression": _sql("CREATE INDEX more ON proposal (lower(titles));"),
    "further table": _sql("CREATE TABLE more (text);"),
    "no index": _sql("DROP INDEX proposal_id;"),
    "very many tables": _sql("".join(f"CREATE TABLE t{n} (a);" for n in range(300))),
}


def _link(path: Path) -> None:
    elsewhere = path.with_name("elsewhere.sqlite")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def _hard_link(path: Path) -> None:
    path.with_name("elsewhere.sqlite").hardlink_to(path)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _journal_of_others(path: Path) -> None:
    journal = path.with_name(f"{path.name}-journal")
    journal.write_bytes(b"")
    journal.chmod(0o666)


FILES: dict[str, Change] = {
    "link": _link,
    "hard link": _hard_link,
    "pipe": _pipe,
    "for a group to write": lambda path: path.chmod(0o620),
    "for all to write": lambda path: path.chmod(0o606),
    "journal of others": _journal_of_others,
    "stranger's": lambda path: os.chown(path, 12345, -1),
}


@pytest.fixture
def store(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a base with one proposal, whose stamp alone proves that it is the same."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", 0)
    return write_store(path, small_base([proposal("2020-cloud", titles=titles("Clouds"))]))


def opened(index: SqliteIndex) -> tuple[str, list[str]]:
    """Return the title that a list shows, and the ids that a search finds."""
    (row,) = index.find(Query())
    found = [hit.summary.id for hit in index.search(Query(ContainsText("clouds")))]
    index.close()
    return next(iter(row.titles.values())), found


def poison(index: SqliteIndex) -> None:
    """Write another title into the index, which it shows as that of the base."""
    with closing(sqlite3.connect(index.path)) as connection:
        connection.execute("UPDATE proposal SET titles = replace(titles, 'Clouds', 'Lies')")
        connection.commit()


def test_poisoned_index_would_be_believed(store: Path, tmp_path: Path) -> None:
    """The tests below prove something: an index of our own is shown without a look at the base."""
    index = SqliteIndex(store, tmp_path / "cache")
    opened(index)
    poison(index)
    assert "Lies" in opened(index)[0]


@pytest.mark.parametrize("change", SCHEMAS.values(), ids=SCHEMAS)
def test_index_with_another_schema_is_not_read(store: Path, tmp_path: Path, change: Change) -> None:
    """The table in which an index says what it is was an endless view."""
    index = SqliteIndex(store, tmp_path / "cache")
    expected = opened(index)
    change(index.path)
    assert not index.status().fresh
    assert opened(index) == expected
    with closing(sqlite3.connect(index.path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert names >= {"meta", "theme_year", "proposal_id"}
    assert names.isdisjoint({"t", "t1", "more"})


@pytest.mark.parametrize(
    "script",
    [
        f"DROP TABLE meta; CREATE VIEW meta (key, value) AS {ENDLESS}",
        "CREATE TRIGGER t AFTER DELETE ON doc BEGIN DELETE FROM named; END",
        "CREATE TABLE more (text)",
    ],
)
def test_text_index_with_another_schema_is_not_read(
    store: Path, tmp_path: Path, script: str
) -> None:
    """It is a file of its own, which every search reads."""
    index = SqliteIndex(store, tmp_path / "cache")
    expected = opened(index)
    _sql(script)(index.file.text_path)
    status = index.status().text
    assert status is not None
    assert not status.fresh
    assert opened(index) == expected


@pytest.mark.parametrize("text", [False, True], ids=["rows", "text"])
@pytest.mark.parametrize("case", FILES)
def test_file_of_others_is_replaced(store: Path, tmp_path: Path, case: str, text: bool) -> None:
    """Whoever may write to it decides what is shown."""
    if case == "stranger's" and os.geteuid():
        pytest.skip("only root can give files away")
    index = SqliteIndex(store, tmp_path / "cache")
    expected = opened(index)
    poison(index)
    path = index.file.text_path if text else index.path
    FILES[case](path)
    if text:
        index.path.unlink()
    assert opened(index) == expected
    found = path.lstat()
    assert stat.S_ISREG(found.st_mode)
    assert (found.st_nlink, found.st_uid) == (1, os.geteuid())
    assert stat.S_IMODE(found.st_mode) == 0o600
    assert not path.with_name(f"{path.name}-journal").exists()


def test_files_of_the_index_are_for_us_alone(store: Path, tmp_path: Path) -> None:
    """They contain what the base contains, which may be private."""
    folder = tmp_path / "parent" / "cache"
    before = os.umask(0)
    try:
        opened(SqliteIndex(store, folder))
    finally:
        os.umask(before)
    modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in folder.iterdir()}
    assert len(modes) >= 4
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folder_for_others_to_write_is_made_private(store: Path, tmp_path: Path) -> None:
    """An earlier version, or a loose umask, left it open."""
    index = SqliteIndex(store, tmp_path / "cache")
    expected = opened(index)
    poison(index)
    index.path.chmod(0o666)
    index.path.parent.chmod(0o777)
    assert opened(index) == expected
    assert stat.S_IMODE(index.path.parent.stat().st_mode) == 0o700


def _give_away(folder: Path) -> None:
    folder.mkdir()
    os.chown(folder, 12345, -1)


@pytest.mark.parametrize(
    ("fault", "make"),
    [
        ("is a symbolic link", lambda folder: folder.symlink_to(folder.parent / "other")),
        ("is not a folder", Path.touch),
        pytest.param("belongs to another user", _give_away, marks=as_root),
    ],
)
def test_folder_of_others_is_not_used(
    prop: Prop, store: Path, tmp_path: Path, fault: str, make: Change
) -> None:
    """The answer is right all the same, and a message says what takes longer and why."""
    folder = tmp_path / "home" / "prop"
    other = folder.with_name("other")
    other.mkdir(parents=True)
    make(folder)
    for command in ("list", "search"):
        ended = prop(command, "clouds", store=store)
        assert "2020-cloud" in ended.out
        assert ended.err.count(f"its folder {folder} {fault}") == 1
        assert "XDG_CACHE_HOME" in ended.err
    assert fault in prop("index", store=store).out
    assert not list(other.iterdir())
    assert folder.is_file() or not list(folder.iterdir())


def test_planted_temporary_file_is_not_written(store: Path, tmp_path: Path) -> None:
    """A link under the name of the temporary file led SQLite to another file."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    victim = tmp_path / "victim"
    index = SqliteIndex(store, folder)
    planted = index.path.with_name(f"{index.path.name}.{os.getpid()}.tmp")
    planted.symlink_to(victim)
    opened(index)
    assert not victim.exists()


def test_planted_lock_is_not_followed(store: Path, tmp_path: Path) -> None:
    """Locking a link emptied the file that it led to."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    victim = tmp_path / "victim"
    index = SqliteIndex(store, folder)
    for plant in (Path.symlink_to, Path.hardlink_to):
        victim.write_text("precious")
        lock = index.path.with_suffix(".lock")
        lock.unlink(missing_ok=True)
        index.path.unlink(missing_ok=True)
        plant(lock, victim)
        opened(index)
        assert victim.read_text() == "precious"
