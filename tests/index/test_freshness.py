"""An index never gives the answer of an old state, and reports its state."""

import gc
import os
import shutil
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.errors import StoreError
from proposals_cli.index import build, index_file
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.store_file import StoreFile
from tests.factories import (
    proposal,
    random_proposals,
    save,
    write_store,
)
from tests.index.contents import ask, file_of


def _in_place(path: Path, content: bytes) -> None:
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


def _in_place_with_old_times(path: Path, content: bytes) -> None:
    before = path.stat()
    _in_place(path, content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replaced(path: Path, content: bytes) -> None:
    other = path.with_name("other.json")
    other.write_bytes(content)
    other.replace(path)


def _replaced_with_old_times(path: Path, content: bytes) -> None:
    before = path.stat()
    other = path.with_name("other.json")
    other.write_bytes(content)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def _copied_over(path: Path, content: bytes) -> None:
    """Do what ``cp -p`` does with a file of equal time."""
    other = path.with_name("other.json")
    other.write_bytes(content)
    before = path.stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    shutil.copy2(other, path)


def _deleted_and_written(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


EDITS = [
    _in_place,
    _in_place_with_old_times,
    _replaced,
    _replaced_with_old_times,
    _copied_over,
    _deleted_and_written,
]


@pytest.mark.parametrize("edit", EDITS)
def test_change_of_equal_size_within_a_clock_tick_is_seen(
    path: Path, folder: Path, edit: Callable[[Path, bytes], None]
) -> None:
    """However a file changes and however quickly, the next answer is the new one."""
    one = write_store(path, [proposal("2020-aaa")]).read_bytes()
    for _ in range(10):
        for content, id_ in ((one, "2020-aaa"), (one.replace(b"aaa", b"zzz"), "2020-zzz")):
            edit(path, content)
            assert ask(path, folder) == [id_]


@pytest.mark.parametrize("edit", EDITS)
def test_change_of_an_old_file_is_seen(
    path: Path,
    folder: Path,
    edit: Callable[[Path, bytes], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every kind of edit changes the stamp of an old file."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", 0)
    one = write_store(path, [proposal("2020-aaa")]).read_bytes()
    for content, id_ in ((one.replace(b"aaa", b"zzz"), "2020-zzz"), (one, "2020-aaa")):
        time.sleep(0.02)  # longer than a tick of the file system's clock
        ask(path, folder)
        ask(path, folder)
        edit(path, content)
        assert ask(path, folder) == [id_]


def test_an_old_file_is_not_read_again(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a base has not changed for a while, only its stamp is read."""
    write_store(path, [proposal("2020-aaa")])
    monkeypatch.setattr(index_file, "MIN_AGE_NS", 0)
    time.sleep(0.02)
    ask(path, folder)

    def fail(*_: object) -> None:
        raise AssertionError("the store was read")

    monkeypatch.setattr(StoreFile, "opened", fail)
    assert ask(path, folder) == ["2020-aaa"]


def test_a_recent_file_is_read_again_but_not_indexed_again(path: Path, folder: Path) -> None:
    """A file with a new time and equal content keeps its index."""
    write_store(path, [proposal("2020-aaa")])
    ask(path, folder)
    before = file_of(path, folder).stat().st_ino
    built = SqliteIndex(path, folder).status().built_at
    os.utime(path)
    assert ask(path, folder) == ["2020-aaa"]
    assert file_of(path, folder).stat().st_ino == before
    assert SqliteIndex(path, folder).status().built_at == built


def test_file_changed_while_it_is_hashed_is_read_again(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change during the comparison with the index is seen by the next question.

    Even if hashing took so long that the change is no longer recent.
    """
    one = write_store(path, [proposal("2020-aaa")]).read_bytes()
    ask(path, folder)
    os.utime(path)
    digest = StoreFile.digest

    def slow(file: StoreFile) -> Any:
        time.sleep(0.02)
        found = digest(file)
        path.write_bytes(one.replace(b"aaa", b"zzz"))
        time.sleep(0.02)
        return found

    monkeypatch.setattr(index_file, "MIN_AGE_NS", 0)
    with monkeypatch.context() as patch:
        patch.setattr(StoreFile, "digest", slow)
        assert ask(path, folder) == ["2020-aaa"]
    assert ask(path, folder) == ["2020-zzz"]


def test_two_bases_with_one_name_have_separate_indexes(tmp_path: Path, folder: Path) -> None:
    """Bases in different folders are distinguished, even if one is a link."""
    paths = [tmp_path / name / "base.json" for name in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        write_store(path, [proposal(f"2020-{path.parent.name}")])
    link = tmp_path / "base.json"
    for path in paths:
        link.unlink(missing_ok=True)
        link.symlink_to(path)
        assert ask(link, folder) == ask(path, folder) == [f"2020-{path.parent.name}"]
    paths[1].replace(paths[0])
    assert ask(paths[0], folder) == ["2020-two"]


def test_index_of_another_base_is_not_used(tmp_path: Path, folder: Path) -> None:
    """An index file that was moved to the name of another base's index is rebuilt."""
    one = write_store(tmp_path / "one.json", [proposal("2020-one")])
    two = write_store(tmp_path / "two.json", [proposal("2020-two")])
    ask(one, folder)
    shutil.copy2(file_of(one, folder), file_of(two, folder))
    assert ask(two, folder) == ["2020-two"]


def test_index_of_another_version_is_rebuilt(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index made by another version of the program is never read."""
    write_store(path, [proposal("2020-aaa")])
    with monkeypatch.context() as patch:
        patch.setattr(index_file, "VERSION", "0/other")
        ask(path, folder)
    inode = file_of(path, folder).stat().st_ino
    assert not SqliteIndex(path, folder).status().fresh
    assert ask(path, folder) == ["2020-aaa"]
    assert file_of(path, folder).stat().st_ino != inode


def test_open_index_sees_changes_after_close(path: Path, folder: Path) -> None:
    """A closed index compares itself with the base again."""
    store = JsonStore.create(path, [proposal("2020-a")])
    index = SqliteIndex(path, folder)
    assert index.totals(Query()).proposals == 1
    save(store.path, [proposal("2020-b")])
    index.close()
    assert index.totals(Query()).proposals == 2
    index.close()


def test_status_describes_the_index(path: Path, folder: Path) -> None:
    """Whether it is missing, fresh or out of date; ``status`` builds none."""
    store = JsonStore.create(path, [proposal("2020-a")])
    index = SqliteIndex(path, folder)
    assert (index.status().path, index.status().fresh, index.status().size) == (None, False, 0)
    assert not folder.exists()
    index.totals(Query())
    index.close()
    status = index.status()
    assert (status.path, status.fresh, status.proposals) == (index.path, True, 1)
    assert status.size == index.path.stat().st_size
    assert status.built_at is not None
    assert time.time() - status.built_at < 600
    assert status.in_memory_because is None
    save(store.path, [proposal("2020-b")])
    assert not index.status().fresh
    index.rebuild()
    assert index.status().fresh
    assert index.status().proposals == 2
    index.close()


def test_rebuild_creates_a_new_index(path: Path, folder: Path) -> None:
    """``rebuild`` replaces the file, and later answers come from it."""
    write_store(path, [proposal("2020-a", themes=("sme",))])
    index = SqliteIndex(path, folder)
    part = Query(FacetIs("theme", ("sme",)))
    assert index.totals(part).proposals == 1
    built = index.status().built_at
    index.rebuild()
    assert index.status().built_at != built
    assert index.totals(part).proposals == 1
    index.close()


def test_missing_base_is_an_error_even_with_an_index(path: Path, folder: Path) -> None:
    """An index is not used without its base."""
    write_store(path, [proposal("2020-a")])
    ask(path, folder)
    path.unlink()
    with pytest.raises(StoreError, match="no base at"):
        ask(path, folder)


def test_progress_is_reported_while_building_and_refreshing(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of finished steps never exceeds the total."""
    monkeypatch.setattr(build, "BATCH", 10)
    store = JsonStore.create(path, random_proposals(50, seed=26))
    reported: list[tuple[str, int, int]] = []
    index = SqliteIndex(path, folder, lambda *what: reported.append(what))
    index.totals(Query())
    index.close()
    built, reported[:] = reported[:], []
    save(store.path, [proposal("2020-a")])
    index.totals(Query())
    index.close()
    assert {what for what, _, _ in built} == {"Building the index"}
    assert {what for what, _, _ in reported} == {"Updating the index"}
    assert all(0 <= done <= total for _, done, total in built + reported)
    assert [done for _, done, _ in built] == sorted(done for _, done, _ in built)


def test_an_index_that_nobody_uses_any_more_closes_its_files(path: Path, tmp_path: Path) -> None:
    """The functions that SQLite calls kept it open: a thousand commands in one process too many."""
    write_store(path, [proposal("2020-a")])
    index = SqliteIndex(path, tmp_path / "index")
    list(index.find(Query(sort=(("title", False),))))
    seen = weakref.ref(index.file)
    del index
    gc.collect()
    assert seen() is None
