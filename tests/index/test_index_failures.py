"""An index that is damaged, cannot be kept, is built by many at once or never finished."""

import os
import random
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model.records import Proposal, Title
from proposals_cli.domain.query.query import ContainsText, FacetIs, Not, Query
from proposals_cli.errors import StoreError
from proposals_cli.index import index_file, update
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.factories import (
    fact,
    proposal,
    random_proposals,
    records_in,
    save,
    small_base,
    theme,
    write_store,
)
from tests.index import scan
from tests.store.files import temporaries, without_right
from tests.store.processes import KILLS, kill_in_work, run, run_together, start

PART = Query(Not(FacetIs("kind", ("bill",))))


@pytest.fixture(scope="module")
def proposals() -> list[Proposal]:
    """Return what the bases of this module hold."""
    return random_proposals(400, seed=31)


@pytest.fixture
def base(path: Path, proposals: list[Proposal]) -> Path:
    """Return a store with these proposals, that has not been touched for a while."""
    return write_store(path, small_base(proposals))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the test's index is kept."""
    return tmp_path / "cache"


def assert_answers(index: SqliteIndex, proposals: list[Proposal]) -> None:
    """Compare answers of every kind with those of a scan."""
    part = scan.matching(proposals, PART)
    assert index.totals(PART) == scan.totals(part)
    assert list(index.find(PART)) == [scan.summary(one) for one in part]
    assert index.tally(PART, ["theme", "year"]) == scan.tally(part, ["theme", "year"])
    assert index.totals(Query()).proposals == len(proposals)
    assert index.tally(Query(), ["region"]) == scan.tally(proposals, ["region"])
    assert len(list(index.records("proposals"))) == len(proposals)


# -- damaged -------------------------------------------------------------------------------------


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
@pytest.mark.parametrize("settled", [False, True])
def test_damaged_index_is_built_anew(
    base: Path,
    folder: Path,
    proposals: list[Proposal],
    damage: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    settled: bool,
) -> None:
    """Whatever stands where the index was, the answers are right and the file is an index again."""
    monkeypatch.setattr(index_file, "MIN_AGE_NS", -(10**18) if settled else 2 * 10**9)
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
def test_index_with_damaged_pages_never_answers_wrongly(
    base: Path, folder: Path, proposals: list[Proposal], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that are found damaged in the middle of an answer are mended or reported."""
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
    # where the damage shows in the middle of a list, the user is asked to try again
    with suppress(StoreError):
        assert_answers(index, proposals)
    assert_answers(index, proposals)
    index.close()
    assert_answers(SqliteIndex(base, folder), proposals)


def test_values_are_looked_up_again_after_a_repair(
    base: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query is compiled anew for an index that was built anew under it.

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

    def failing(columns: str, query: Query) -> sqlite3.Cursor:
        index._compiled(query)
        if next(failures, False):
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
        return selected(columns, query)

    monkeypatch.setattr(index, "_selected", failing)
    assert [one.id for one in index.find(part)] == ["2006-b"]
    assert next(failures, None) is None
    index.close()


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_text_index_is_built_anew(
    path: Path, folder: Path, damage: Callable[[Path], None]
) -> None:
    """The file of the full-text index can be thrown away like the other one."""
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


def test_journal_of_a_killed_refresh_is_not_played_into_a_new_index(
    base: Path, folder: Path, proposals: list[Proposal]
) -> None:
    """A journal that was left behind by an index that is gone does no harm."""
    index = SqliteIndex(base, folder)
    index.totals(Query())
    index.close()
    journal = index.path.with_name(f"{index.path.name}-journal")
    # a hot journal, as a process leaves it that is killed in the middle of a refresh
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


def test_refresh_that_was_killed_is_rolled_back(
    base: Path, folder: Path, proposals: list[Proposal]
) -> None:
    """An index whose refresh never ended is the one before it."""
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


# -- no place for it -----------------------------------------------------------------------------


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system that is mounted for reading."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


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
    """A folder of somebody else is left alone."""
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


# -- many at once, killed ------------------------------------------------------------------------


def test_processes_that_find_no_index_all_answer_rightly(
    base: Path, folder: Path, proposals: list[Proposal]
) -> None:
    """Six at once with a cold cache: one builds, the others wait, all are right."""
    lines = run_together(*[("ask", base, folder)] * 6)
    totals = scan.totals(proposals)
    expected = f"{totals.proposals} {totals.measures} {totals.sources} {totals.proposals} file"
    assert lines == [expected] * 6
    assert temporaries(folder) == []


def test_processes_that_change_and_ask_at_once_all_end_rightly(path: Path, folder: Path) -> None:
    """Two that save and ask and two that ask: every answer is one that was true at some time."""
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


def test_reader_is_not_disturbed_by_a_refresh(base: Path, folder: Path) -> None:
    """An answer that is being read stays that of one moment while the store changes."""
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


def test_answer_that_is_read_slowly_holds_nobody_up(
    base: Path, folder: Path, proposals: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a list stands half read in a pager, others see changes at once, and keep an index."""
    index = SqliteIndex(base, folder)
    listing = index.find(Query())
    hits = index.search(Query(ContainsText("banks")))
    read = [next(listing), next(hits).summary]
    monkeypatch.setattr(update, "PATIENCE_MS", 50)
    for number in range(2):
        save(base, [proposal(f"2099-{number}", title=Title(en="Deep-sea banks"))])
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


def test_killed_build_leaves_the_next_answer_right(path: Path, folder: Path) -> None:
    """Killed at any moment of building, the index is whole or not there, and nothing is left."""
    chance = random.Random(41)
    made = random_proposals(1500, seed=41)
    write_store(path, small_base(made))
    left = 0
    for _ in range(KILLS):
        kill_in_work(start("rebuild", path, folder), chance, within=0.3)
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


def test_killed_refresh_leaves_the_next_answer_right(path: Path, folder: Path) -> None:
    """Killed at any moment of saving or refreshing, the next answer is that of the store."""
    chance = random.Random(42)
    write_store(path, small_base(random_proposals(300, seed=42)))
    for kill in range(KILLS):
        kill_in_work(start("edit_and_ask", path, folder, kill), chance, within=0.2)
        held = [one for one in records_in(path, "proposals") if isinstance(one, Proposal)]
        index = SqliteIndex(path, folder)
        assert index.totals(PART) == scan.totals(scan.matching(held, PART))
        assert index.tally(Query(), ["theme", "year"]) == scan.tally(held, ["theme", "year"])
        index.close()


# -- stores that cannot be indexed ---------------------------------------------------------------


LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "ours": lambda content: content,
    "minified": lambda content: msgspec.json.format(content, indent=-1),
}


def error_of(path: Path, folder: Path) -> StoreError:
    """Return the error of asking, which must name the store and leave it and no index."""
    before = path.read_bytes()
    index = SqliteIndex(path, folder)
    with pytest.raises(StoreError) as caught:
        index.totals(Query())
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == before
    assert temporaries(folder) == []
    return caught.value


def rewritten(path: Path, *changes: tuple[str, str], layout: str) -> None:
    """Replace texts in the file, each once, and lay it out anew."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(LAYOUTS[layout](text.encode()))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize("table", ["proposals", "themes"])
def test_id_that_stands_twice_is_named(
    path: Path, folder: Path, layout: str, table: str, *, indexed: bool
) -> None:
    """Two records of one id, as a merge leaves them, are an error of the store, never a guess."""
    ids = ["2020-one", "2020-two", "2020-zoo"]
    records = [(proposal if table == "proposals" else theme)(id_) for id_ in ids]
    write_store(path, records)
    if indexed:
        index = SqliteIndex(path, folder)
        index.totals(Query())
        index.close()
    rewritten(path, ('"id": "2020-two"', '"id": "2020-one"'), layout=layout)
    error = error_of(path, folder)
    assert f"two records with the id '2020-one' in '{table}'" in error.message


def test_whole_record_that_stands_twice_is_named(path: Path, folder: Path) -> None:
    """A record that was copied under another number is found, in an index that was right before."""
    write_store(path, [proposal("2020-one")])
    index = SqliteIndex(path, folder)
    index.totals(Query())
    index.close()
    held = msgspec.json.decode(path.read_bytes())
    held["proposals"]["2"] = held["proposals"]["1"]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(held), indent=2))
    assert "two records with the id '2020-one'" in error_of(path, folder).message


def test_id_that_stands_twice_out_of_order_is_named(path: Path, folder: Path) -> None:
    """A file that is not sorted either is an error of the same kind."""
    ids = ["2020-b", "2020-a", "2020-c", "2020-a"]
    held = {str(n): msgspec.to_builtins(proposal(id_)) for n, id_ in enumerate(ids)}
    path.write_bytes(msgspec.json.encode({"proposals": held}))
    assert "two records with the id '2020-a'" in error_of(path, folder).message


def test_id_that_stands_twice_beside_a_record_indented_by_hand_is_named(
    path: Path, folder: Path
) -> None:
    """Looking for the second one works in every layout of the file."""
    write_store(path, [proposal("2020-a"), proposal("2020-b"), proposal("2020-c")])
    text = path.read_text(encoding="utf-8").replace('"id": "2020-c"', '"id": "2020-b"')
    path.write_text(text.replace("\n      },\n", "\n    },\n", 1), encoding="utf-8")
    assert "two records with the id '2020-b'" in error_of(path, folder).message


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("indexed", [False, True])
def test_invalid_records_are_reported_all_at_once(
    path: Path, folder: Path, layout: str, *, indexed: bool
) -> None:
    """Every record that breaks the rules is named with its field, up to five, and then counted."""
    write_store(path, [*(proposal(f"2020-p{n}") for n in range(8)), theme(), fact()])
    if indexed:
        index = SqliteIndex(path, folder)
        index.totals(Query())
        index.close()
    changes = [('"year": 2020', '"year": 0'), ('"name": {', '"name": 5, "nom": {')]
    rewritten(path, *changes, layout=layout)
    error = error_of(path, folder)
    assert "proposals, 2020-p0, field 'year': Expected `int` >= 1" in error.message
    assert "a year, as 2020" in error.message
    assert "themes, digital-economy" in error.message
    assert error.message.count("\n") == 2
    rewritten(path, *changes[:0], layout="minified")
    rewritten(path, *[('"year":2020', '"year":"x"')] * 7, layout=layout)
    error = error_of(path, folder)
    assert [f"2020-p{n}" in error.message for n in range(8)] == [True] * 5 + [False] * 3
    assert "… and 4 more." in error.message
    assert "Fix the base" in error.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"proposals": {"1": 5}}',
        b'{"proposals": {"1": {"id": "2020-a", "year": 2020,}}}',
        b'{"proposals": {"1": {"id": "2020-\xff"}}}',
        b'{"proposals": {"1": {"id": "2020-\xed\xa0\x80"}}}',
        b'{"proposals": {"1": {"id": "2020-a\\ud800 and more text that follows it"}}}',
        b'{"proposals": {"1": {"id": "2020-a", "extra": {"n": 1e999}}}}',
        b'{"proposals": {"1": {"extra": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}}",
        b'{\n  "proposals": {\n    "1": {\n      "id": "\xff"\n    }\n  }\n}\n',
        b'{\n  "notes": {\n    "1": {\n      "id": '
        + b"[" * 5000
        + b"]" * 5000
        + b"\n    }\n  }\n}\n",
    ],
    ids=[
        "empty",
        "truncated",
        "list",
        "record is a number",
        "trailing comma",
        "not UTF-8",
        "half a surrogate pair in bytes",
        "half a surrogate pair in an escape",
        "number out of range",
        "nested deeply",
        "not UTF-8 in our layout",
        "nested deeply in our layout",
    ],
)
@pytest.mark.parametrize("indexed", [False, True])
def test_broken_store_is_an_error_whatever_index_there_was(
    path: Path, folder: Path, content: bytes, *, indexed: bool
) -> None:
    """A store that cannot be read is reported, and no index answers in its stead."""
    good = write_store(path, small_base(random_proposals(5, seed=51))).read_bytes()
    if indexed:
        index = SqliteIndex(path, folder)
        index.totals(Query())
        index.close()
    path.write_bytes(content)
    for _ in range(2):
        error_of(path, folder)
    path.write_bytes(good)
    index = SqliteIndex(path, folder)
    assert index.totals(Query()).proposals == 5
    index.close()
