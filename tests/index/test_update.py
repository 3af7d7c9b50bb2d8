"""An index that follows its store: what a refresh leaves is what a new build would make."""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.model.records import (
    Identifier,
    Measure,
    Names,
    Person,
    Proposal,
    Record,
    Series,
    Source,
    Theme,
    Title,
)
from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.errors import StoreError
from proposals_cli.index import build, index_file
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.store_file import StoreFile
from tests.factories import (
    PEOPLE,
    SERIES,
    SOURCES,
    THEMES,
    fact,
    note,
    person,
    proposal,
    random_proposal,
    random_proposals,
    records_in,
    remove,
    save,
    small_base,
    source,
    theme,
    write_store,
)

CONTENT = {
    "proposals": "SELECT id, year, kind, status, title_en, title_zh, topic_zh, people, themes,"
    " regions, series, measures, sources, hash, raw FROM proposal ORDER BY seq",
    "records": 'SELECT "table", id, hash, raw FROM record ORDER BY 1, 2',
    "pointers": 'SELECT "table", field, target, id FROM pointer ORDER BY 1, 2, 3, 4',
    "aliases": "SELECT name, id FROM alias ORDER BY 1, 2",
    "values": "SELECT facet, value, en, zh, n FROM term ORDER BY 1, 2",
    "names": "SELECT name.facet, key, value FROM name LEFT JOIN term USING (tid) ORDER BY 1, 2, 3",
    "links": "SELECT facet, value, l.year, id FROM link l LEFT JOIN term USING (tid)"
    " LEFT JOIN proposal p USING (seq) ORDER BY 1, 2, 3, 4",
    "years": "SELECT coalesce(value, ''), year, y.n FROM theme_year y LEFT JOIN term USING (tid)"
    " ORDER BY 1, 2",
    "meta": "SELECT key, value FROM meta WHERE key IN ('proposals', 'measures', 'digest')"
    " ORDER BY key",
}
"""What an index holds, apart from the numbers it has given to proposals and values."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the test's index is kept."""
    return tmp_path / "cache"


def ask(path: Path, folder: Path) -> list[str]:
    """Return the ids of all proposals, as a new process would learn them from the index."""
    index = SqliteIndex(path, folder)
    ids = [summary.id for summary in index.find(Query())]
    index.close()
    return ids


def content(path: Path, folder: Path) -> dict[str, list[Any]]:
    """Bring the index in a folder up to the store and return what it holds."""
    index = SqliteIndex(path, folder)
    index.totals(Query())
    index.close()
    connection = sqlite3.connect(index.path)
    held = {name: connection.execute(sql).fetchall() for name, sql in CONTENT.items()}
    connection.close()
    return held


def file_of(path: Path, folder: Path) -> Path:
    """Return the index file of a store."""
    return SqliteIndex(path, folder).path


def assert_refreshed_like_new(path: Path, folder: Path, *, rebuilt: bool = False) -> None:
    """Refresh an index and compare it with one that is built from nothing."""
    inode = file_of(path, folder).stat().st_ino
    refreshed = content(path, folder)
    assert (file_of(path, folder).stat().st_ino != inode) == rebuilt
    new = folder.with_name("new-cache")
    built = content(path, new)
    shutil.rmtree(new)
    for name, rows in built.items():
        assert refreshed[name] == rows, name


# -- a refresh is a rebuild ----------------------------------------------------------------------


LINE = Series(id="line", name=Names(en="The Line", zh="一线"))

CHANGES: dict[str, tuple[list[Record], list[tuple[str, str]], list[Record]]] = {
    "nothing": ([], [], []),
    "add a proposal before all": ([], [], [proposal("1999-first", regions=("Tibet",))]),
    "add a proposal between": ([], [], [proposal("2016-between", themes=("new-theme",))]),
    "add a proposal after all": ([], [], [proposal("2099-last", people=("new-person",))]),
    "remove a proposal": ([proposal("2016-x")], [("proposals", "2016-x")], []),
    "remove the last proposal of a region": (
        [proposal("2016-x", regions=("Only here",), entities=("Only this",))],
        [("proposals", "2016-x")],
        [],
    ),
    "change every field of a proposal": (
        [proposal("2016-x", themes=("fintech",), regions=("A",), former_ids=("2016-old",))],
        [],
        [
            proposal(
                "2016-x",
                year=2017,
                themes=("sme", "other"),
                regions=("B",),
                title=Title(zh="新"),
                measures=(Measure(id="m01", text="Do.", area="new area"),),
                identifiers=(Identifier(scheme="npc", value="No. 7"),),
            )
        ],
    ),
    "give a proposal another id": (
        [proposal("2016-x", former_ids=("2016-w",))],
        [("proposals", "2016-x")],
        [proposal("2016-y", former_ids=("2016-w", "2016-x"))],
    ),
    "rename a theme": ([], [], [theme("sme", name=Names(en="Small firms", zh="小企业"))]),
    "take a theme's Chinese name away": ([], [], [theme("fintech", name=Names(en="Fintech"))]),
    "remove a theme that is used": ([], [("themes", "fintech")], []),
    "remove a theme that is not used": ([theme("unused")], [("themes", "unused")], []),
    "add a theme that is used": (
        [proposal("2016-x", themes=("late",))],
        [],
        [theme("late", name=Names(en="Late", zh="晚"))],
    ),
    "add a theme that is not used": ([], [], [theme("early", name=Names(en="Early"))]),
    "give a theme another id": (
        [theme("cloud"), proposal("2016-x", themes=("cloud",))],
        [("themes", "cloud")],
        [theme("cloud-computing"), proposal("2016-x", themes=("cloud-computing",))],
    ),
    "name a theme like a word of the vocabulary": (
        [proposal("2016-x", themes=("planned",)), theme("planned")],
        [("themes", "planned")],
        [],
    ),
    "rename a person": ([], [], [person("li-hua", name=Names(en="Li", zh="李华"))]),
    "take a person's other names away": ([], [], [person("li-hua")]),
    "remove a person": ([], [("people", "li-hua")], []),
    "add a person": ([], [], [person("new-person", other_names=("Somebody", "某人"))]),
    "rename a source": ([], [], [source("source-one", title="Another title")]),
    "take a source's title away": ([], [], [source("source-one", title=None)]),
    "remove a source": ([], [("sources", "source-one")], []),
    "rename a series": (
        [proposal("2016-x", series=(LINE,)), proposal("2016-y", series=(LINE,))],
        [],
        [
            proposal("2016-x", series=(Series(id="line", name=Names(zh="新线")),)),
            proposal("2016-y", series=(Series(id="line", name=Names(zh="新线")),)),
        ],
    ),
    "name a series differently in a later proposal": (
        [proposal("2016-x", series=(LINE,)), proposal("2016-y", series=(LINE,))],
        [],
        [proposal("2016-y", series=(Series(id="line", name=Names(en="Otherwise")),))],
    ),
    "name a series differently in an earlier proposal": (
        [proposal("2016-y", series=(LINE,))],
        [],
        [proposal("2016-x", series=(Series(id="line", name=Names(en="Otherwise")),))],
    ),
    "take the proposal away that named a series": (
        [
            proposal("2016-x", series=(LINE,)),
            proposal("2016-y", series=(Series(id="line", name=Names(en="Otherwise")),)),
        ],
        [("proposals", "2016-x")],
        [],
    ),
    "end a series": ([proposal("2016-x", series=(LINE,))], [("proposals", "2016-x")], []),
    "change a fact": (
        [fact("f-one", person="li-hua", year=2016, proposals=("2016-x",))],
        [],
        [fact("f-one", person="ma-huateng", year=2017)],
    ),
    "remove a fact and a note": (
        [fact("f-one"), note("n-one")],
        [("facts", "f-one"), ("notes", "n-one")],
        [],
    ),
    "add proposals on both sides of a changed one": (
        [proposal("2016-b"), proposal("2016-m"), proposal("2016-y")],
        [],
        [proposal("2016-m", session=3), proposal("2016-c"), proposal("2016-x")],
    ),
    "two proposals swap an alias": (
        [proposal("2016-x", former_ids=("old",)), proposal("2016-y")],
        [],
        [proposal("2016-x"), proposal("2016-y", former_ids=("old",))],
    ),
}
"""What is there beforehand, what is deleted, what is saved."""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_refresh_after_one_change_equals_a_new_build(
    path: Path,
    folder: Path,
    change: tuple[list[Record], list[tuple[str, str]], list[Record]],
) -> None:
    """Counts, names, links and order are those of an index that is built from nothing."""
    before, deleted, saved = change
    store = JsonStore.create(path, small_base(random_proposals(30, seed=21)))
    save(store.path, before)
    ask(path, folder)
    for table, id_ in deleted:
        remove(store.path, table, [id_])
    save(store.path, saved)
    assert_refreshed_like_new(path, folder)


@pytest.mark.parametrize("seed", range(8))
def test_refresh_after_many_changes_equals_a_new_build(path: Path, folder: Path, seed: int) -> None:
    """A chain of random changes, several between two questions, ends where a new build begins."""
    chance = random.Random(seed)
    store = JsonStore.create(path, small_base(random_proposals(40, seed=seed)))
    ask(path, folder)
    for step in range(8):
        for _ in range(chance.randint(1, 4)):
            _change_something(store, chance, step)
        assert_refreshed_like_new(path, folder)


def _change_something(store: JsonStore, chance: random.Random, step: int) -> None:
    held = [one for one in records_in(store.path, "proposals") if isinstance(one, Proposal)]
    word = f"w{chance.randint(0, 5)}"
    named = Names(en=chance.choice([None, f"Name {word}"]), zh=chance.choice([None, "名"]))
    match chance.randint(0, 8):
        case 0 | 1:
            year = chance.randint(2009, 2025)
            save(store.path, [random_proposal(f"{year}-n{step}-{chance.randint(0, 999)}", chance)])
        case 2 if held:
            some = chance.sample(held, min(3, len(held)))
            remove(store.path, "proposals", [one.id for one in some])
        case 3 if held:
            save(store.path, [random_proposal(chance.choice(held).id, chance)])
        case 4 if held:
            old = chance.choice(held)
            remove(store.path, "proposals", [old.id])
            save(store.path, [msgspec.structs.replace(old, id=f"{old.id}-x", former_ids=(old.id,))])
        case 5:
            records: list[Theme | Person | Source] = [
                theme(chance.choice([*THEMES, word]), name=named),
                person(chance.choice([*PEOPLE, word]), name=named, other_names=(word,)),
                source(chance.choice([*SOURCES, word]), title=named.en),
            ]
            save(store.path, [chance.choice(records)])
        case 6:
            table = chance.choice(["themes", "people", "sources"])
            remove(store.path, table, [one.id for one in records_in(store.path, table)[-1:]])
        case 7 if held:
            one = chance.choice(held)
            series = Series(id=chance.choice(SERIES), name=named)
            save(store.path, [msgspec.structs.replace(one, series=(series,))])
        case _:
            save(store.path, [fact(f"fact-{word}", proposals=(word,)), note(f"note-{word}")])


def test_refresh_of_a_reformatted_store_equals_a_new_build(path: Path, folder: Path) -> None:
    """A file with the same records in another layout changes nothing in the answers."""
    write_store(path, small_base(random_proposals(30, seed=22)))
    ids = ask(path, folder)
    path.write_bytes(msgspec.json.format(path.read_bytes(), indent=4))
    assert_refreshed_like_new(path, folder)
    path.write_bytes(msgspec.json.format(path.read_bytes(), indent=-1))
    assert ask(path, folder) == ids


def test_refresh_of_a_record_indented_by_hand(path: Path, folder: Path) -> None:
    """A record whose inner bracket stands where records end is still read as what it is."""
    store = JsonStore.create(path, random_proposals(10, seed=23))
    ids = ask(path, folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n      },\n", "\n    },\n", 1), encoding="utf-8")
    assert ask(path, folder) == ids
    shutil.rmtree(folder)
    assert ask(path, folder) == ids
    save(store.path, [proposal("2099-last")])
    assert ask(path, folder) == ["2099-last", *ids]


def test_changes_at_one_place_find_room_or_rebuild(path: Path, folder: Path) -> None:
    """Proposals that are added again and again between the same two stand in order."""
    write_store(path, [proposal("2020-a"), proposal("2020-z")])
    store = JsonStore(path)
    ask(path, folder)
    ids = ["2020-a", "2020-z"]
    for number in range(40):
        ids.insert(1, f"2020-m{99 - number}")
        save(store.path, [proposal(ids[1])])
        assert ask(path, folder) == ids


def test_large_change_is_built_anew(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where almost everything changed, the index is replaced, with the same result."""
    write_store(path, small_base(random_proposals(1500, seed=24)))
    ask(path, folder)
    monkeypatch.setattr(build, "BATCH", 100)
    write_store(path, small_base(random_proposals(1400, seed=25)))
    assert_refreshed_like_new(path, folder, rebuilt=True)
    write_store(path, small_base())
    assert_refreshed_like_new(path, folder, rebuilt=True)


def test_search_follows_the_store(path: Path, folder: Path) -> None:
    """Words of a changed proposal are found at once, and its former words no more."""
    from proposals_cli.domain.query.query import ContainsText

    def found(word: str) -> list[str]:
        index = SqliteIndex(path, folder)
        ids = [hit.summary.id for hit in index.search(Query(ContainsText(word)))]
        assert sorted(one.id for one in index.find(Query(ContainsText(word)))) == sorted(ids)
        index.close()
        return ids

    store = JsonStore.create(path, [proposal("2020-a", title=Title(en="On clouds", zh="云"))])
    assert found("clouds") == found("云") == ["2020-a"]
    save(store.path, [proposal("2020-a", title=Title(en="On rivers", zh="河流"))])
    assert found("clouds") == found("云") == []
    assert found("rivers") == found("河") == ["2020-a"]
    save(store.path, [proposal("2019-b", title=Title(en="Rivers"))])
    assert sorted(found("rivers")) == ["2019-b", "2020-a"]
    remove(store.path, "proposals", ["2020-a"])
    assert found("rivers") == ["2019-b"]


# -- never an old answer -------------------------------------------------------------------------


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
    """Do what ``cp -p`` does with a file of the same time."""
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
    """However quickly and by whatever means a file changes, the next answer is the new one."""
    one = write_store(path, [proposal("2020-aaa")]).read_bytes()
    for _ in range(10):
        for content, id_ in ((one, "2020-aaa"), (one.replace(b"aaa", b"zzz"), "2020-zzz")):
            edit(path, content)
            assert ask(path, folder) == [id_]


@pytest.mark.parametrize("edit", EDITS)
def test_change_of_a_file_that_had_settled_is_seen(
    path: Path,
    folder: Path,
    edit: Callable[[Path, bytes], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the stamp alone proved the index right, no edit leaves it the same."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", 0)
    one = write_store(path, [proposal("2020-aaa")]).read_bytes()
    for content, id_ in ((one.replace(b"aaa", b"zzz"), "2020-zzz"), (one, "2020-aaa")):
        time.sleep(0.02)  # longer than a tick of the file system's clock
        ask(path, folder)
        ask(path, folder)
        edit(path, content)
        assert ask(path, folder) == [id_]


def test_settled_file_is_not_read_again(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that has not been touched for a while costs a look at its stamp alone."""
    write_store(path, [proposal("2020-aaa")])
    monkeypatch.setattr(index_file, "MIN_AGE_NS", 0)
    time.sleep(0.02)
    ask(path, folder)

    def fail(*_: object) -> None:
        raise AssertionError("the store was read")

    monkeypatch.setattr(StoreFile, "opened", fail)
    assert ask(path, folder) == ["2020-aaa"]


def test_young_file_is_read_again_but_not_indexed_again(path: Path, folder: Path) -> None:
    """A touched file of equal content keeps its index."""
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
    """A change that falls into the comparison with the index is seen by the next question.

    It is even where the hashing took so long that the change is no longer young.
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


def test_two_stores_of_one_name_have_indexes_of_their_own(tmp_path: Path, folder: Path) -> None:
    """Bases in different folders never answer for one another, linked or not."""
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


def test_index_of_another_store_is_not_believed(tmp_path: Path, folder: Path) -> None:
    """An index file that ended up under another store's name is found out."""
    one = write_store(tmp_path / "one.json", [proposal("2020-one")])
    two = write_store(tmp_path / "two.json", [proposal("2020-two")])
    ask(one, folder)
    shutil.copy2(file_of(one, folder), file_of(two, folder))
    assert ask(two, folder) == ["2020-two"]


def test_index_of_another_version_is_built_anew(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version of the program made is never read."""
    write_store(path, [proposal("2020-aaa")])
    with monkeypatch.context() as patch:
        patch.setattr(index_file, "VERSION", "0/other")
        ask(path, folder)
    inode = file_of(path, folder).stat().st_ino
    assert not SqliteIndex(path, folder).status().fresh
    assert ask(path, folder) == ["2020-aaa"]
    assert file_of(path, folder).stat().st_ino != inode


def test_open_index_sees_changes_after_close(path: Path, folder: Path) -> None:
    """An index that was closed compares itself with the store again."""
    store = JsonStore.create(path, [proposal("2020-a")])
    index = SqliteIndex(path, folder)
    assert index.totals(Query()).proposals == 1
    save(store.path, [proposal("2020-b")])
    index.close()
    assert index.totals(Query()).proposals == 2
    index.close()


# -- status --------------------------------------------------------------------------------------


def test_status_follows_the_index(path: Path, folder: Path) -> None:
    """Without an index, with a fresh or an old one: ``status`` says which and builds none."""
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


def test_rebuild_makes_a_new_index(path: Path, folder: Path) -> None:
    """``rebuild`` replaces the file, and answers go on from it."""
    write_store(path, [proposal("2020-a", themes=("sme",))])
    index = SqliteIndex(path, folder)
    part = Query(FacetIs("theme", ("sme",)))
    assert index.totals(part).proposals == 1
    built = index.status().built_at
    index.rebuild()
    assert index.status().built_at != built
    assert index.totals(part).proposals == 1
    index.close()


def test_missing_store_is_an_error_even_with_an_index(path: Path, folder: Path) -> None:
    """An index never answers for a store that is gone."""
    write_store(path, [proposal("2020-a")])
    ask(path, folder)
    path.unlink()
    with pytest.raises(StoreError, match="no base at"):
        ask(path, folder)


def test_progress_is_reported_while_building_and_refreshing(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long work says what it does and how far it is, never beyond the end."""
    monkeypatch.setattr(build, "BATCH", 10)
    store = JsonStore.create(path, random_proposals(50, seed=26))
    said: list[tuple[str, int, int]] = []
    index = SqliteIndex(path, folder, lambda *what: said.append(what))
    index.totals(Query())
    index.close()
    built, said[:] = said[:], []
    save(store.path, [proposal("2020-a")])
    index.totals(Query())
    index.close()
    assert {what for what, _, _ in built} == {"Building the index"}
    assert {what for what, _, _ in said} == {"Updating the index"}
    assert all(0 <= done <= total for _, done, total in built + said)
    assert [done for _, done, _ in built] == sorted(done for _, done, _ in built)
