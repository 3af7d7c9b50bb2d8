"""The full-text index is right whoever builds it, whatever changes, and whatever happens to it.

``PROP_TEST_KILLS`` is how often a build is killed, 8 times unless it is set. Run as ``python -m
tests.index.test_text_index STORE FOLDER TEXT…``, this file searches in a process of its own.
"""

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.records import Measure, Names, Proposal, Record, Series, Title
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.highlights import without_highlights
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.benchmarks import generate
from tests.factories import person, proposal, random_proposals, small_base, theme, write_store

KILLS = int(os.environ.get("PROP_TEST_KILLS", "8"))
COUNT = 2_000
PROJECT = Path(__file__).parents[2]
PLANTED = generate.planted(COUNT)
BUILDING = "Building the full-text index"

Found = dict[str, list[str]]


def ask(store: Path, folder: Path, *texts: str) -> Found:
    """Return text → the sorted ids that an index opened now finds."""
    index = SqliteIndex(store, folder)
    try:
        base = KnowledgeBase(index)
        return {
            text: sorted(hit.summary.id for hit in base.search(base.query(text.split())))
            for text in texts
        }
    finally:
        index.close()


def names(folder: Path) -> set[str]:
    """Return the ends of the names of the files in the cache folder."""
    return {entry.name[entry.name.index(".") :] for entry in folder.iterdir()}


FILES = {".sqlite", ".lock", ".text.sqlite", ".text.lock"}
"""The ends of the names of what belongs into the cache folder."""


def text_file(folder: Path) -> Path:
    """Return the path of the full-text index."""
    (path,) = folder.glob("*.text.sqlite")
    return path


# -- several processes, and killed ones ----------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of generated proposals in which the words of ``PLANTED`` stand."""
    path = tmp_path_factory.mktemp("large") / "large.json"
    generate.write(COUNT, path)
    return path


def main(store: str, folder: str, *texts: str) -> None:
    """Search in a process of its own; print the kinds of work as they begin, then the answer."""
    if limit := os.environ.get("LIMIT"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    begun: list[str] = []

    def progress(what: str, _done: int, _of: int) -> None:
        if what not in begun:
            begun.append(what)
            print(what, flush=True)

    index = SqliteIndex(Path(store), Path(folder), progress)
    print(f"{index.totals(Query()).proposals} proposals", flush=True)
    base = KnowledgeBase(index)
    found = {
        text: sorted(hit.summary.id for hit in base.search(base.query(text.split())))
        for text in texts
    }
    print(json.dumps(found), flush=True)


def start(
    store: Path, folder: Path, *texts: str, limit: int | None = None
) -> subprocess.Popen[str]:
    """Start ``main`` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.index.test_text_index", str(store), str(folder), *texts],
        cwd=PROJECT,
        env=os.environ | ({"LIMIT": str(limit)} if limit else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[list[str], Found]:
    """Wait for a process and return the work that it did, and its answer."""
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    *work, answer = output.splitlines()
    return work, json.loads(answer)


def test_ten_processes_at_once_build_one_index(large: Path, tmp_path: Path) -> None:
    """All wait for the one that builds, and all answer right."""
    processes = [start(large, tmp_path, *PLANTED) for _ in range(10)]
    ends = [ended(process) for process in processes]
    assert all(found == PLANTED for _, found in ends)
    assert sum(BUILDING in work for work, _ in ends) == 1
    assert names(tmp_path) == FILES


def killed_in_work(process: subprocess.Popen[str], line: str, seconds: float) -> bool:
    """Kill a process some time after it has printed a line; tell whether it was still at work."""
    assert process.stdout is not None
    for printed in process.stdout:
        if printed.startswith(line):
            break
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    return process.returncode == -signal.SIGKILL


def test_killed_build_leaves_nothing_behind(large: Path, tmp_path: Path) -> None:
    """Killed at any moment of a build, the next search builds it and sweeps up."""
    chance = random.Random(5)
    ask(large, tmp_path, "zeppelin")
    killed = 0
    for _ in range(KILLS):
        text_file(tmp_path).unlink(missing_ok=True)
        process = start(large, tmp_path, "zeppelin")
        killed += killed_in_work(process, BUILDING, chance.uniform(0, 0.6))
        assert ask(large, tmp_path, "zeppelin", "鲟") == {
            "zeppelin": PLANTED["zeppelin"],
            "鲟": PLANTED["鲟"],
        }
        assert names(tmp_path) == FILES
    assert killed


def test_killed_refresh_leaves_the_index_right(tmp_path: Path) -> None:
    """Killed at any moment of a refresh, the next search knows the old words and the new ones."""
    chance = random.Random(6)
    store = tmp_path / "base.json"
    folder = tmp_path / "cache"
    generate.write(500, store)
    planted = generate.planted(500)
    content = store.read_text(encoding="utf-8")
    content = content.replace('"Give tax relief', '"Give word relief')
    store.write_text(content, encoding="utf-8")
    word = "word"
    assert ask(store, folder, word)[word]
    for number in range(KILLS):
        before, word = word, f"word{number}"
        content = content.replace(f'"Give {before} relief', f'"Give {word} relief')
        store.write_text(content, encoding="utf-8")
        killed_in_work(start(store, folder, word), "500 proposals", chance.uniform(0, 0.2))
        found = ask(store, folder, word, before, *planted)
        assert len(found.pop(word)) > 50
        assert found.pop(before) == []
        assert found == planted
        assert names(folder) == FILES


# -- what changes --------------------------------------------------------------------------------


def titled(id_: str, text: str, **fields: Any) -> Proposal:
    """Return a proposal with a title."""
    return proposal(id_, title=Title(en=text), **fields)


BEFORE: list[Record] = [
    titled("2020-aa", "Clouds"),
    titled("2020-bb", "Trains", themes=("sme",), people=("li-hua",)),
    titled("2020-cc", "Boats", measures=(Measure(id="m01", text="Build 医院"),)),
    titled("2020-dd", "Trees", series=(Series(id="smart-retail", name=Names(en="Shopping")),)),
    theme("sme", name=Names(en="Small firms", zh="中小微企业")),
    person("li-hua", name=Names(en="Li Hua", zh="李华")),
]


def with_(records: list[Record], *changed: Record) -> list[Record]:
    """Return the records with some in the place of those of the same id, or added."""
    ids = {record.id for record in changed}
    kept = [record for record in records if record.id not in ids]
    return sorted([*kept, *changed], key=lambda record: record.id)


@pytest.mark.parametrize(
    ("after", "gone", "come"),
    [
        (with_(BEFORE, titled("2020-aa", "Rain")), {"clouds": "2020-aa"}, {"rain": "2020-aa"}),
        (with_(BEFORE, titled("2020-ab", "Rain")), {}, {"rain": "2020-ab", "clouds": "2020-aa"}),
        (BEFORE[1:], {"clouds": "2020-aa"}, {"trains": "2020-bb"}),
        (
            with_(BEFORE, titled("2020-cc", "Boats")),
            {"医院": "2020-cc", "医": "2020-cc"},
            {"boats": "2020-cc"},
        ),
        (
            with_(BEFORE, theme("sme", name=Names(en="Crafts", zh="手工业"))),
            {"firms": "2020-bb", "中小微": "2020-bb"},
            {"crafts": "2020-bb", "手工业": "2020-bb", "sme": "2020-bb"},
        ),
        (
            with_(BEFORE, person("li-hua", name=Names(en="Li Hwa", zh="李画"))),
            {"李华": "2020-bb", '"li hua" -smes': "2020-bb"},
            {"hwa": "2020-bb", "李画": "2020-bb"},
        ),
        (BEFORE[:4], {"firms": "2020-bb", "李华": "2020-bb"}, {"sme": "2020-bb"}),
        (
            with_(
                BEFORE,
                titled(
                    "2020-dd",
                    "Trees",
                    series=(Series(id="smart-retail", name=Names(en="Markets")),),
                ),
            ),
            {"shopping": "2020-dd"},
            {"markets": "2020-dd"},
        ),
    ],
    ids=["edited", "added", "removed", "measure", "theme", "person", "nameless", "series"],
)
def test_search_sees_a_change_at_once(
    tmp_path: Path, after: list[Record], gone: dict[str, str], come: dict[str, str]
) -> None:
    """What the store no longer says is not found, and what it says now is."""
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    before = ask(store, folder, *gone)
    gone = {text: id_ for text, id_ in gone.items() if not text.startswith('"')}
    assert {text: before[text] for text in gone} == {text: [id_] for text, id_ in gone.items()}
    write_store(store, after)
    found = ask(store, folder, *gone, *come)
    assert {text: found[text] for text in gone} == {text: [] for text in gone}
    assert {text: found[text] for text in come} == {text: [id_] for text, id_ in come.items()}


def test_proposals_that_come_back_are_found_under_their_new_numbers(tmp_path: Path) -> None:
    """Regression: a store that is as it was may have other numbers in the index of rows.

    Two neighbours are gone and come back, as when a branch of git is checked out and left, and
    nobody searches in between. The full-text index was taken for the right one.
    """
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    texts = {"clouds": ["2020-aa"], "trains": ["2020-bb"], "boats": ["2020-cc"]}
    assert ask(store, folder, *texts) == texts
    write_store(store, [BEFORE[0], *BEFORE[3:]])
    assert ask(store, folder) == {}
    index = SqliteIndex(store, folder)
    assert index.totals(Query()).proposals == 2
    index.close()
    write_store(store, BEFORE)
    index = SqliteIndex(store, folder)
    assert index.totals(Query()).proposals == 4
    index.close()
    assert ask(store, folder, *texts) == texts


def test_lost_rows_do_not_leave_the_text_under_old_numbers(tmp_path: Path) -> None:
    """Regression: rows that are built anew have other numbers than those that were refreshed."""
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    ask(store, folder, "clouds")
    write_store(store, with_(BEFORE, titled("2020-ab", "Rain")))
    texts = {"rain": ["2020-ab"], "clouds": ["2020-aa"], "trees": ["2020-dd"]}
    assert ask(store, folder, *texts) == texts
    for path in folder.glob("*.sqlite"):
        if path != text_file(folder):
            path.unlink()
    assert ask(store, folder, *texts) == texts


def shown(index: SqliteIndex, words: list[str]) -> dict[str, Any]:
    """Return word → what a search for it shows, whatever its order and score."""
    base = KnowledgeBase(index)
    answers: dict[str, Any] = {}
    for word in words:
        query = base.query([word])
        hits = sorted((hit.summary.id, hit.place, hit.text) for hit in base.search(query))
        answers[word] = hits or index.unmatched(query)
    return answers


def test_many_refreshes_leave_what_a_fresh_build_gives(tmp_path: Path) -> None:
    """Documents of earlier texts are never found, counted as near words or shown."""
    chance = random.Random(9)
    vocabulary = [f"{a}{b}" for a in ("train", "cloud", "boat", "tree") for b in ("", "ish", "ery")]
    vocabulary += ["医院", "医疗", "病院", "碳汇", "碳"]
    folder = tmp_path / "cache"
    records: dict[str, Proposal] = {}
    for rounds in range(30):
        for _ in range(chance.randint(1, 4)):
            id_ = f"2020-p{chance.randint(0, 40):02}"
            if id_ in records and chance.random() < 0.3:
                del records[id_]
            else:
                records[id_] = titled(id_, " ".join(chance.sample(vocabulary, 3)))
        records["2020-kept"] = titled("2020-kept", f"kept {rounds}")
        store = write_store(tmp_path / "base.json", [records[id_] for id_ in sorted(records)])
        refreshed = SqliteIndex(store, folder)
        built = SqliteIndex(store, tmp_path / f"fresh{rounds}")
        words = [*vocabulary, "kept", str(rounds), str(rounds - 1), "trainary", "病医院"]
        assert shown(refreshed, words) == shown(built, words)
        refreshed.close()
        built.close()
    connection = sqlite3.connect(text_file(folder))
    (documents,) = connection.execute("SELECT value FROM meta WHERE key = 'documents'").fetchone()
    connection.close()
    assert documents <= 1.25 * len(records) + 10


def test_often_edited_words_keep_their_weight(tmp_path: Path) -> None:
    """Regression: up to a thousand earlier texts of one proposal made its words look common."""
    others = [titled(f"2020-p{number}", f"Boats and trees {number}") for number in range(8)]
    likes = [titled("2021-like", "Zeppelin hangar"), titled("2022-other", "Boats and hangars")]
    folder = tmp_path / "cache"
    for edit in range(40):
        edited = titled("2020-zz", f"Zeppelin over boats {edit}")
        store = write_store(tmp_path / "base.json", [*others, edited, *likes])
        ask(store, folder, "zeppelin")
    index = SqliteIndex(store, folder)
    related = KnowledgeBase(index).related("2020-zz", 1)
    index.close()
    assert [row.summary.id for row in related] == ["2021-like"]
    assert related[0].reasons == ("words Zeppelin",)


# -- what happens to it --------------------------------------------------------------------------


def foreign(path: Path) -> None:
    """Put another program's database in the place of the index."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.execute("CREATE TABLE doc (name TEXT)")
    connection.commit()
    connection.close()


def scratched(path: Path) -> None:
    """Write over everything but the first pages."""
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
def test_damaged_index_is_built_anew(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    """Whatever stands in its place, the search is right and the file is sound afterwards."""
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


def test_damaged_index_does_not_disturb_a_list_of_words(tmp_path: Path) -> None:
    """``list``, ``stats`` and ``related`` ask the same index and mend it as well."""
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


def test_without_a_cache_folder_the_index_lives_in_memory(tmp_path: Path) -> None:
    """A folder that cannot be made is no reason not to search."""
    store = write_store(tmp_path / "base.json", BEFORE)
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert ask(store, in_the_way / "cache", "clouds") == {"clouds": ["2020-aa"]}
    assert in_the_way.stat().st_size == 0


def test_text_that_cannot_be_kept_is_indexed_in_memory(tmp_path: Path) -> None:
    """Where the rows have a file and the text cannot have one, only the text is in memory."""
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
def test_folder_that_may_only_be_read(tmp_path: Path) -> None:
    """An index that stands there is used, and a stale one does no harm."""
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


def test_full_disk_is_no_reason_not_to_search(large: Path, tmp_path: Path) -> None:
    """Where the text finds no room on the disk, it is indexed in memory."""
    ask(large, tmp_path)
    index = SqliteIndex(large, tmp_path)
    index.totals(Query())
    index.close()
    _, found = ended(start(large, tmp_path, *PLANTED, limit=200_000))
    assert found == PLANTED
    assert not list(tmp_path.glob("*.text.sqlite*"))


def test_reader_that_stays_holds_up_nobody(tmp_path: Path) -> None:
    """While one process reads on, as through a pager, another sees the store as it is now."""
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


def test_proposal_removed_between_finding_and_showing(tmp_path: Path) -> None:
    """Another process may bring the index up to date while this one reads its hits."""
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


def test_hits_show_the_text_of_now(tmp_path: Path) -> None:
    """After an edit the passage shown is the new one, also for words that stayed."""
    store = write_store(tmp_path / "base.json", [titled("2020-aa", "Clouds over boats")])
    folder = tmp_path / "cache"
    ask(store, folder, "clouds")
    write_store(store, [titled("2020-aa", "Boats under clouds")])
    index = SqliteIndex(store, folder)
    base = KnowledgeBase(index)
    (hit,) = base.search(base.query(["clouds"]))
    index.close()
    assert without_highlights(hit.text) == "Boats under clouds"


if __name__ == "__main__":
    main(*sys.argv[1:])
