"""What an index records about itself may be damaged, and the file may be another one."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Generator
from itertools import islice
from pathlib import Path

import pytest

from proposals_cli.domain.query.query import ContainsText, Query
from proposals_cli.index import index_file
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.conftest import Prop
from tests.factories import proposal, write_store

VALUES = (None, "text", -1, float("inf"), b"\0\xff")

CLOUD = Query(ContainsText("cloud"))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqliteIndex:
    """Return an index in files, with its full-text index, that is taken for fresh."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", -(10**18))
    base = write_store(tmp_path / "base.json", [proposal("2020-cloud"), proposal("2020-sea")])
    made = SqliteIndex(base, tmp_path / "index")
    assert answers(made) == (["2020-cloud"], 2, 2)
    made.close()
    return made


def answers(index: SqliteIndex) -> tuple[list[str], int, int]:
    """Return what an index says of searches, counts and lists."""
    found = [hit.summary.id for hit in index.search(CLOUD)]
    return found, index.totals(Query()).proposals, len(list(index.find(Query())))


def files(index: SqliteIndex) -> tuple[Path, Path]:
    """Return the file of the rows and that of the texts."""
    return index.file.path, index.file.text_path


def keys(path: Path) -> list[str]:
    """Return the keys of what a file records about itself."""
    connection = sqlite3.connect(path)
    found = [key for (key,) in connection.execute("SELECT key FROM meta")]
    connection.close()
    return found


@pytest.mark.parametrize("part", [0, 1], ids=["rows", "texts"])
@pytest.mark.parametrize("value", [*VALUES, "removed"], ids=repr)
def test_a_value_that_was_not_written_by_the_program_is_not_believed(
    index: SqliteIndex, part: int, value: object
) -> None:
    """Whatever it is: the index is rebuilt, and its state can be asked for."""
    path = files(index)[part]
    kept = path.read_bytes()
    for key in keys(path):
        path.write_bytes(kept)
        connection = sqlite3.connect(path)
        if value == "removed":
            connection.execute("DELETE FROM meta WHERE key = ?", (key,))
        else:
            connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
        connection.commit()
        connection.close()
        index.status()
        assert answers(index) == (["2020-cloud"], 2, 2), key
        index.close()
        assert index.status().fresh
        assert index.in_memory_because is None


def test_a_key_that_is_no_text_is_not_believed(index: SqliteIndex) -> None:
    """Damage may give a key any type."""
    connection = sqlite3.connect(files(index)[0])
    connection.execute("INSERT INTO meta VALUES (?, 1)", (b"\xff",))
    connection.commit()
    connection.close()
    assert answers(index) == (["2020-cloud"], 2, 2)
    assert index.file.path.exists()


@pytest.mark.parametrize("part", [0, 1], ids=["rows", "texts"])
def test_an_index_cut_anywhere_is_rebuilt(index: SqliteIndex, part: int) -> None:
    """Also where a page ends."""
    path = files(index)[part]
    kept = path.read_bytes()
    for size in range(0, len(kept), 1024):
        path.write_bytes(kept[:size])
        index.status()
        assert answers(index) == (["2020-cloud"], 2, 2), size
        index.close()
        assert index.status().fresh


def _folder(path: Path, _other: SqliteIndex) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path, _other: SqliteIndex) -> None:
    path.unlink()
    os.mkfifo(path)


def _of_another_base(path: Path, other: SqliteIndex) -> None:
    shutil.copy(files(other)[".text." in path.name], path)


@pytest.mark.parametrize("part", [0, 1], ids=["rows", "texts"])
@pytest.mark.parametrize("damage", [_folder, _pipe, _of_another_base])
def test_what_is_not_the_index_of_this_base_does_not_answer(
    index: SqliteIndex, tmp_path: Path, part: int, damage: Callable[[Path, SqliteIndex], None]
) -> None:
    """It is replaced; what cannot be removed leaves the index in memory."""
    base = write_store(tmp_path / "other.json", [proposal("2020-other"), proposal("2021-cloud")])
    other = SqliteIndex(base, tmp_path / "other")
    list(other.search(CLOUD))
    other.close()
    damage(files(index)[part], other)
    index.status()
    for _ in range(2):
        assert answers(index) == (["2020-cloud"], 2, 2)
        index.close()


def test_damage_that_only_a_reader_finds_is_said_and_repaired(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite does not notice bytes that changed in the middle of a record."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", -(10**18))
    base = write_store(tmp_path / "base.json", [proposal("2020-cloud")])
    shown = prop("show", "2020-cloud", store=base)
    (path,) = (tmp_path / "home" / "prop").glob("base-*.sqlite")
    content = path.read_bytes()
    assert b'{"id":"2020-cloud"' in content
    path.write_bytes(content.replace(b'{"id":"2020-cloud"', b'{"id":;2020-cloud"'))
    said = prop("show", "2020-cloud", store=base, exit_code=3).err
    assert said == (
        "Error: The index turned out to be damaged; it has been removed.\nRun the command again.\n"
    )
    assert prop("show", "2020-cloud", store=base) == shown


def test_rows_that_nobody_reads_to_the_end_outlive_the_index(index: SqliteIndex) -> None:
    """They are still there when a damaged index has been closed, and end without an error."""
    rows = index.file.stream(lambda: index.file.connection().execute("SELECT key FROM meta"))
    assert isinstance(rows, Generator)
    assert len(list(islice(rows, 2))) == 2
    index.close()
    rows.close()


def test_an_error_in_a_new_index_is_not_blamed_on_it(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect of the program must show itself."""
    base = write_store(tmp_path / "base.json", [proposal("2020-cloud")])

    def defect(*_: object, **__: object) -> None:
        raise LookupError("a defect")

    monkeypatch.setattr(SqliteIndex, "totals", defect)
    with pytest.raises(LookupError, match="a defect"):
        prop("stats", store=base)
