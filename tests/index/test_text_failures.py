"""A full-text index that is damaged, cannot be written, or is being read."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.highlights import without_highlights
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import random_proposals, small_base, write_store
from tests.index.text_searches import (
    BEFORE,
    FILES,
    PLANTED,
    ask,
    ended,
    names,
    start,
    text_file,
    titled,
    with_,
)


def foreign(path: Path) -> None:
    """Replace the index with another program's database."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.execute("CREATE TABLE doc (name TEXT)")
    connection.commit()
    connection.close()


def scratched(path: Path) -> None:
    """Overwrite everything except the first pages."""
    content = path.read_bytes()
    kept = 2 * 4096
    path.write_bytes(content[:kept] + b"\xa5" * (len(content) - kept))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_bytes(b"This is no database.\n" * 999),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "one page": lambda path: path.write_bytes(path.read_bytes()[:4096]),
    "less one byte": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "scratched": scratched,
    "foreign": foreign,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_index_is_rebuilt(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    """Afterwards the search is correct and the file is valid."""
    records = small_base([*random_proposals(60, seed=2), titled("2020-zeppelin", "Zeppelin")])
    store = write_store(tmp_path / "base.json", records)
    folder = tmp_path / "cache"
    texts = ("zeppelin", "医疗", "finance", "thanks", '"the deputy" OR hospitals')
    right = ask(store, folder, *texts)
    assert right["zeppelin"] == ["2020-zeppelin"]
    damage(text_file(folder))
    assert ask(store, folder, *texts) == right
    connection = sqlite3.connect(text_file(folder))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert names(folder) == FILES


def test_other_questions_repair_a_damaged_index(tmp_path: Path) -> None:
    """``list``, ``stats`` and ``related`` use the same index."""
    store = write_store(tmp_path / "base.json", small_base(random_proposals(60, seed=2)))
    folder = tmp_path / "cache"
    questions: list[Callable[[KnowledgeBase], object]] = [
        lambda base: [row.summary.id for row in base.find(base.query(["finance"]))],
        lambda base: base.stats(base.query(["finance"])),
        lambda base: base.index.unmatched(base.query(["finances", "医疗院"])),
        lambda base: base.related(next(base.find(base.query())).summary.id, 5),
    ]
    for question in questions:
        index = SqliteIndex(store, folder)
        right = question(KnowledgeBase(index))
        index.close()
        scratched(text_file(folder))
        index = SqliteIndex(store, folder)
        assert question(KnowledgeBase(index)) == right
        index.close()


def test_without_a_cache_folder_the_index_is_in_memory(tmp_path: Path) -> None:
    """A search works without a folder for the index."""
    store = write_store(tmp_path / "base.json", BEFORE)
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert ask(store, in_the_way / "cache", "clouds") == {"clouds": ["2020-aa"]}
    assert in_the_way.stat().st_size == 0


def test_without_a_file_for_the_text_only_the_text_is_in_memory(tmp_path: Path) -> None:
    """The rows have a file."""
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    ask(store, folder, "clouds")
    text_file(folder).unlink()
    (lock,) = folder.glob("*.text.lock")
    lock.unlink()
    lock.mkdir()
    for _ in range(2):
        assert ask(store, folder, "clouds", "医院") == {"clouds": ["2020-aa"], "医院": ["2020-cc"]}
    assert not list(folder.glob("*.text.sqlite*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes in every folder")
def test_an_index_in_a_read_only_folder_is_used(tmp_path: Path) -> None:
    """If it is out of date, an index in memory is used instead."""
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    ask(store, folder, "clouds")
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert ask(store, folder, "clouds") == {"clouds": ["2020-aa"]}
        write_store(store, with_(BEFORE, titled("2020-aa", "Rain")))
        assert ask(store, folder, "clouds", "rain") == {"clouds": [], "rain": ["2020-aa"]}
    finally:
        folder.chmod(0o755)


def test_a_search_works_on_a_full_disk(large: Path, tmp_path: Path) -> None:
    """The text is indexed in memory."""
    ask(large, tmp_path)
    index = SqliteIndex(large, tmp_path)
    index.totals(Query())
    index.close()
    _, found = ended(start(large, tmp_path, *PLANTED, limit=200_000))
    assert found == PLANTED
    assert not list(tmp_path.glob("*.text.sqlite*"))


def test_an_open_answer_blocks_no_process(tmp_path: Path) -> None:
    """While one process reads an answer, as in a pager, another sees the current base."""
    many = [titled(f"2020-p{number}", f"Clouds {number}") for number in range(9)]
    store = write_store(tmp_path / "base.json", many)
    folder = tmp_path / "cache"
    index = SqliteIndex(store, folder)
    base = KnowledgeBase(index)
    reading = base.find(base.query(["clouds"]))
    first = next(reading)
    write_store(store, [*many[:8], titled("2020-p8", "Rain")])
    found = ask(store, folder, "rain", "clouds")
    assert found["rain"] == ["2020-p8"]
    assert len(found["clouds"]) == 8
    assert names(folder) == FILES
    assert len([first, *reading]) == 9
    index.close()


def test_a_proposal_removed_after_it_was_found_is_left_out(tmp_path: Path) -> None:
    """Another process may refresh the index while this one reads its hits."""
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    index = SqliteIndex(store, folder)
    base = KnowledgeBase(index)
    query = base.query(["clouds OR trains"])
    read = index._read

    def read_late(seq: int) -> Any:
        write_store(store, BEFORE[2:])
        ask(store, folder, "boats")
        return read(seq)

    index._read = read_late  # type: ignore[method-assign]
    try:
        found = [hit.summary.id for hit in base.search(query)]
    finally:
        index.close()
    assert set(found) <= {"2020-aa", "2020-bb"}


def test_hits_show_the_current_text(tmp_path: Path) -> None:
    """After an edit the new passage is shown, even for words that were kept."""
    store = write_store(tmp_path / "base.json", [titled("2020-aa", "Clouds over boats")])
    folder = tmp_path / "cache"
    ask(store, folder, "clouds")
    write_store(store, [titled("2020-aa", "Boats under clouds")])
    index = SqliteIndex(store, folder)
    base = KnowledgeBase(index)
    (hit,) = base.search(base.query(["clouds"]))
    index.close()
    assert without_highlights(hit.text) == "Boats under clouds"
