"""A change is in the index as soon as it is made, and wherever it is cut off nothing is wrong."""

import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from proposals_cli.commands.session import Session
from proposals_cli.domain.model.change import ChangeSet
from proposals_cli.domain.query.query import ContainsText, Query
from proposals_cli.index import index_file, write_through
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store import atomic_storage
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.store_file import StoreFile
from tests.factories import (
    adding,
    proposal,
    random_proposals,
    records_in,
    save,
    small_base,
    titles,
)
from tests.index.contents import CONTENT, ask, assert_refreshed_like_new, content, file_of
from tests.index.test_freshness import EDITS
from tests.index.test_refresh import CHANGES
from tests.store.test_splice import random_change


def change(path: Path, folder: Path, made: ChangeSet) -> None:
    """Make a change as a command does, with the index open."""
    index = SqliteIndex(path, folder)
    index.totals(Query())
    JsonStore(path, index=index.file).apply(made)
    index.close()


def stored(path: Path, folder: Path) -> dict[str, list[object]]:
    """Return the content of the index file as it is, without comparing it with the base."""
    connection = sqlite3.connect(file_of(path, folder))
    found = {name: connection.execute(sql).fetchall() for name, sql in CONTENT.items()}
    connection.close()
    return found


def new_content(path: Path, folder: Path) -> dict[str, list[object]]:
    """Return the content of a new index of the base."""
    other = folder.with_name("other-cache")
    found = content(path, other)
    shutil.rmtree(other)
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the list of the files that are opened as bases from now on."""
    opened: list[Path] = []
    original = StoreFile.opened

    def noting(file: StoreFile) -> object:
        opened.append(file.path)
        return original(file)

    monkeypatch.setattr(StoreFile, "opened", noting)
    return opened


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "nothing"])
def test_index_after_a_change_equals_a_new_one(path: Path, folder: Path, name: str) -> None:
    """Counts, names, links, order and hashes are those of a new build."""
    before, deleted, saved = CHANGES[name]
    JsonStore.create(path, small_base(random_proposals(30, seed=21)))
    save(path, before)
    present = {
        (table, one.id): one
        for table in ("proposals", "people", "bodies", "themes", "sources", "facts", "notes")
        for one in records_in(path, table)
    }
    after = dict(adding(*saved).after)
    old = {key: present[key] for key in (*deleted, *after) if key in present}
    ask(path, folder)
    change(path, folder, ChangeSet("change", old, after))
    assert stored(path, folder) == new_content(path, folder)


@pytest.mark.parametrize("seed", range(4))
def test_index_after_many_changes_equals_a_new_one(
    path: Path, folder: Path, seed: int, read: list[Path]
) -> None:
    """Also where changes without the index come between; and the base is not read by questions."""
    chance = random.Random(seed)
    JsonStore.create(path, small_base(random_proposals(40, seed=seed)))
    ask(path, folder)
    for step in range(12):
        made = random_change(path, chance, step)
        if chance.random() < 0.25:
            JsonStore(path).apply(made)
            continue
        change(path, folder, made)
        read.clear()
        ask(path, folder)
        assert read == []
        assert stored(path, folder) == new_content(path, folder)


@pytest.mark.parametrize("edit", EDITS)
def test_edit_by_another_program_after_a_change_is_seen(
    path: Path, folder: Path, edit: Callable[[Path, bytes], None]
) -> None:
    """At once, of equal size, and with the time of before."""
    JsonStore.create(path, [proposal("2020-aaa")])
    ask(path, folder)
    for number in range(5):
        change(path, folder, adding(proposal(f"2021-b{number}")))
        text = path.read_bytes()
        one, other = (b"aaa", b"zzz") if b"2020-aaa" in text else (b"zzz", b"aaa")
        edit(path, text.replace(one, other))
        assert f"2020-{other.decode()}" in ask(path, folder)


def test_base_replaced_by_its_former_content_is_seen(path: Path, folder: Path) -> None:
    """As by ``git checkout``."""
    JsonStore.create(path, [proposal("2020-a")])
    ask(path, folder)
    before = path.read_bytes()
    change(path, folder, adding(proposal("2020-b")))
    assert sorted(ask(path, folder)) == ["2020-a", "2020-b"]
    path.write_bytes(before)
    assert ask(path, folder) == ["2020-a"]


class CutOffError(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("point", ["written", "announced", "renamed", "begun", "before commit"])
def test_change_cut_off_anywhere_leaves_the_truth(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """The base has the change or not, the index answers from it, and the next change works."""
    JsonStore.create(path, small_base(random_proposals(20, seed=3)))
    count = len(ask(path, folder))

    def cut(*_: object) -> None:
        raise CutOffError

    places = {
        "written": (atomic_storage, "hash_spliced"),
        "announced": (os, "replace"),
        "renamed": (index_file.IndexFile, "follow"),
        "begun": (write_through, "_apply"),
        "before commit": (write_through, "_proof"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*places[point], cut)
        with pytest.raises(CutOffError):
            change(path, folder, adding(proposal("2021-cut")))
    made = point not in ("written", "announced")
    assert len(ask(path, folder)) == count + made
    assert_refreshed_like_new(path, folder)
    change(path, folder, adding(proposal("2021-next")))
    assert stored(path, folder) == new_content(path, folder)


@pytest.mark.parametrize("obstacle", ["version", "locked", "reader", "old", "memory"])
def test_change_is_made_where_the_index_cannot_follow(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    """Another process has it, it is of another version, out of date, or only in memory."""
    from filelock import FileLock

    JsonStore.create(path, small_base(random_proposals(20, seed=4)))
    count = len(ask(path, folder))
    index = SqliteIndex(path, folder)
    if obstacle == "memory":
        shutil.rmtree(folder)
        folder.write_text("a file, where a folder should be")
    index.totals(Query())
    other = None
    lock = FileLock(file_of(path, folder).with_suffix(".lock"))
    if obstacle == "old":
        save(path, [proposal("2021-between")])
        count += 1
    if obstacle == "version":
        with monkeypatch.context() as patch:
            patch.setattr(index_file, "VERSION", "0/other")
            ask(path, folder)
    if obstacle == "locked":
        lock.acquire()
    if obstacle == "reader":
        other = sqlite3.connect(file_of(path, folder))
        rows = other.execute("SELECT * FROM proposal")
        rows.fetchone()
    JsonStore(path, index=index.file).apply(adding(proposal("2021-made")))
    index.close()
    lock.release()
    if other:
        other.close()
    assert len(ask(path, folder)) == count + 1
    if obstacle != "memory":
        assert_refreshed_like_new(path, folder)


def test_writing_during_the_rename_is_not_taken_for_ours(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that ignores the lock may write just after the rename, before the stamp is read."""
    JsonStore.create(path, [proposal("2020-aaa")])
    ask(path, folder)
    replace = os.replace

    def replace_and_edit(source: Path, target: Path) -> None:
        replace(source, target)
        if target == path:
            path.write_bytes(path.read_bytes().replace(b"aaa", b"zzz"))

    monkeypatch.setattr(os, "replace", replace_and_edit)
    change(path, folder, adding(proposal("2020-b")))
    assert "2020-zzz" in ask(path, folder)


def test_file_system_with_coarse_times_proves_nothing(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, read: list[Path]
) -> None:
    """Where the exact time is rounded, the next question reads the base."""
    JsonStore.create(path, [proposal("2020-aaa")])
    ask(path, folder)
    utime = os.utime
    monkeypatch.setattr(
        os, "utime", lambda file, ns: utime(file, ns=(ns[0], ns[1] // 10**9 * 10**9))
    )
    change(path, folder, adding(proposal("2020-b")))
    read.clear()
    assert len(ask(path, folder)) == 2
    assert read != []


def test_layout_of_a_base_is_known_after_others_changed_it(path: Path, folder: Path) -> None:
    """A pulled base in our layout is spliced; a reformatted one is not, and is after a writing."""
    JsonStore.create(path, small_base(random_proposals(20, seed=5)))
    index = SqliteIndex(path, folder)

    def known() -> bool:
        index.close()
        return index.file.known().own_layout

    assert known()
    save(path, [proposal("2021-pulled")])
    assert known()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"year": 2021', '"year":  2021', 1), encoding="utf-8")
    assert not known()
    shutil.rmtree(folder)
    assert not known()
    change(path, folder, adding(proposal("2022-written")))
    assert known()
    change(path, folder, adding(proposal("2022-spliced")))
    assert stored(path, folder) == new_content(path, folder)


@pytest.mark.parametrize("odd", ['"a\\u0062c"', "1.50", "1e2", '{"a": 1,\n "b": 2}', "[ ]"])
def test_text_that_we_would_write_otherwise_is_not_our_layout(
    path: Path, folder: Path, odd: str
) -> None:
    """Escapes, numbers and brackets can be written in several ways."""
    JsonStore.create(path, [proposal("2020-a", extra={"own": "here"})])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"here"', odd), encoding="utf-8")
    assert not SqliteIndex(path, folder).file.known().own_layout


def test_search_finds_a_change_that_was_applied_at_once(path: Path, folder: Path) -> None:
    """The full-text index is compared with the rows again."""
    JsonStore.create(path, [proposal("2020-a", titles=titles(en="On clouds"))])
    index = SqliteIndex(path, folder)

    def found(word: str) -> list[str]:
        return [hit.summary.id for hit in index.search(Query(ContainsText(word)))]

    assert found("clouds") == ["2020-a"]
    store = JsonStore(path, index=index.file)
    store.apply(adding(proposal("2020-b", titles=titles(en="On rivers"))))
    assert found("rivers") == ["2020-b"]
    assert found("clouds") == ["2020-a"]
    index.close()


def test_command_that_changes_leaves_a_fresh_index(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session connects the store with the index."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    JsonStore.create(path, small_base(random_proposals(5, seed=6)))
    session = Session(path)
    session.index.totals(Query())
    assert isinstance(session.editor.store, JsonStore)
    session.editor.store.apply(adding(proposal("2021-new")))
    assert session.index.totals(Query()).proposals == 6
    assert session.file_index.status().fresh
    session.index.close()


def test_large_change_is_left_to_the_next_question(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would take as long, while the base is locked."""
    monkeypatch.setattr(write_through, "MAX_RECORDS", 3)
    JsonStore.create(path, small_base(random_proposals(20, seed=7)))
    ask(path, folder)
    before = stored(path, folder)
    change(path, folder, adding(*(proposal(f"2021-n{n}") for n in range(4))))
    assert stored(path, folder) == before
    assert len(ask(path, folder)) == 24
    assert_refreshed_like_new(path, folder)


def test_many_proposals_between_two_others_need_no_new_index(path: Path, folder: Path) -> None:
    """They share the room that there is, before, between and after those that exist."""
    JsonStore.create(path, [proposal("2020-a"), proposal("2020-z")])
    ask(path, folder)
    inode = file_of(path, folder).stat().st_ino
    new = [proposal(f"{year}-n{n:03}") for year in (2019, 2020, 2021) for n in range(200)]
    change(path, folder, adding(*reversed(new)))
    assert len(ask(path, folder)) == 602
    assert file_of(path, folder).stat().st_ino == inode
    assert stored(path, folder) == new_content(path, folder)


def test_values_that_a_changed_proposal_keeps_are_not_written_again(
    path: Path, folder: Path
) -> None:
    """A rename changes one value of very many proposals, each of which has a score of others."""
    before = proposal("2020-a", themes=("one", "two", "three"), regions=("Tibet",))
    JsonStore.create(path, [before, proposal("2020-b", themes=("one",))])
    index = SqliteIndex(path, folder)
    index.totals(Query())
    written: list[str] = []
    index.file.connection().set_trace_callback(written.append)
    changed = proposal("2020-a", themes=("one", "two", "four"), regions=("Tibet",))
    keys = {("proposals", "2020-a"): before}, {("proposals", "2020-a"): changed}
    JsonStore(path, index=index.file).apply(ChangeSet("change", *keys))
    links = [one.split()[0] for one in written if re.search(r"(FROM|INTO) link", one)]
    assert sorted(links) == ["DELETE", "INSERT"]
    assert [one.value for one in index.facet_values("theme")] == ["four", "one", "two"]
    index.close()
