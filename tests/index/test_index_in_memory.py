"""Where an index file cannot be written, the index is in memory."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.query.query import ContainsText, Query
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.index.scan import assert_answers
from tests.processes import run
from tests.store.files import mounted, temporaries, without_right


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system that is mounted for reading."""
    yield from mounted(tmp_path / "disk", "ro,size=64k")


def assert_in_memory(index: SqliteIndex, proposals: list[Proposal]) -> None:
    """The answers must be right, and ``status`` must say why no file is kept."""
    assert_answers(index, proposals)
    status = index.status()
    assert status.path is None
    assert status.in_memory_because
    assert str(index.path.parent) in status.in_memory_because
    assert [hit.summary for hit in index.search(Query(ContainsText("banks")))]
    index.close()


def test_cache_folder_on_a_read_only_disk(
    base: Path, proposals: list[Proposal], read_only_disk: Path
) -> None:
    """Where nothing can be written, the index is made in memory."""
    for folder in (read_only_disk, read_only_disk / "prop"):
        assert_in_memory(SqliteIndex(base, folder), proposals)


def test_cache_folder_that_is_a_file(base: Path, proposals: list[Proposal], tmp_path: Path) -> None:
    """A file in the place of the folder, or above it, stays as it is."""
    file = tmp_path / "file"
    file.write_text("precious")
    for folder in (file, file / "prop"):
        assert_in_memory(SqliteIndex(base, folder), proposals)
    assert file.read_text() == "precious"


def test_cache_folder_without_the_right_to_write(
    base: Path, proposals: list[Proposal], folder: Path
) -> None:
    """A read-only folder is not changed."""
    folder.mkdir()
    with without_right(folder, os.W_OK):
        assert_in_memory(SqliteIndex(base, folder), proposals)


def test_index_file_that_is_a_folder(base: Path, proposals: list[Proposal], folder: Path) -> None:
    """A folder in the place of the index file is not removed."""
    index = SqliteIndex(base, folder)
    (index.path / "inside").mkdir(parents=True)
    assert_answers(index, proposals)
    assert index.in_memory_because
    assert (index.path / "inside").is_dir()
    assert temporaries(folder) == []
    index.close()


def test_cache_on_a_full_disk(base: Path, folder: Path, proposals: list[Proposal]) -> None:
    """An index that finds no space is made in memory and leaves nothing behind."""
    (line,) = run("ask_within", base, folder, 20_000)
    assert line.split()[0] == str(len(proposals))
    assert line.endswith(" memory")
    assert [entry.name for entry in folder.iterdir() if entry.suffix != ".lock"] == []
    (line,) = run("ask", base, folder)
    assert line.endswith(" file")


def test_cache_folder_with_an_odd_name(base: Path, tmp_path: Path) -> None:
    """Signs that mean something in addresses and patterns are part of the name."""
    for name in ("a?b=c&d", "100% #1", "[x]*", "数据 库", "it's"):
        index = SqliteIndex(base, tmp_path / name)
        index.totals(Query())
        index.close()
        assert index.status().fresh
        assert list(index.search(Query(ContainsText("banks"))))
        index.close()


def test_index_file_that_is_removed_as_soon_as_it_is_built(
    base: Path, proposals: list[Proposal], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that empties the folder of caches makes no question fail."""

    def replace_and_remove(source: Path, target: Path) -> None:
        source.rename(target)
        target.unlink()

    monkeypatch.setattr(os, "replace", replace_and_remove)
    assert_in_memory(SqliteIndex(base, folder), proposals)
