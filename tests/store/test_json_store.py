"""The store: what saving and deleting does to the file, and what it leaves alone."""

import difflib
import json
import random
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from proposals_cli.domain.model.records import TABLES, Measure, Names, Proposal, Record, Title
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.store.json_store import JsonStore
from tests.factories import (
    fact,
    note,
    person,
    proposal,
    random_proposals,
    small_base,
    source,
    theme,
)
from tests.store.files import ids_in_file, loaded, temporaries


def ids(records: Iterable[Record]) -> list[str]:
    """Return the records' ids."""
    return [record.id for record in records]


def hunks(before: str, after: str) -> list[tuple[int, int]]:
    """Return (lines removed, lines added) of each place where two texts differ."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return [
        (old_end - old, new_end - new)
        for tag, old, old_end, new, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


# -- create --------------------------------------------------------------------------------------


def test_new_store_has_every_table_in_order(path: Path) -> None:
    """An empty base is a file with all tables, none filled."""
    JsonStore.create(path)
    assert loaded(path) == {table: {} for table in TABLES}
    assert list(loaded(path)) == list(TABLES)


def test_new_store_holds_the_records_it_was_given(path: Path) -> None:
    """What is given to ``create`` is what ``all`` returns, for every table."""
    records = small_base(random_proposals(20, seed=1))
    store = JsonStore.create(path, records)
    held = [record for table in TABLES for record in store.all(table)]
    assert sorted(held, key=repr) == sorted(records, key=repr)


def test_create_never_overwrites(path: Path) -> None:
    """A file that exists is left as it is."""
    path.write_text("precious")
    with pytest.raises(StoreError, match=r"base\.json exists already"):
        JsonStore.create(path)
    assert path.read_text() == "precious"


def test_create_in_a_missing_folder_is_a_store_error(tmp_path: Path) -> None:
    """Where no file can be written, the error names it."""
    with pytest.raises(StoreError, match=r"base\.json cannot be written"):
        JsonStore.create(tmp_path / "nowhere" / "base.json")


def test_create_writes_no_file_for_an_invalid_record(path: Path) -> None:
    """A base that would hold an invalid record is not begun."""
    with pytest.raises(InvalidRecordError):
        JsonStore.create(path, [proposal(year=0)])
    assert not path.exists()


def test_create_refuses_an_id_that_comes_twice(path: Path) -> None:
    """Two records of one id in one table would make a base that cannot be opened."""
    with pytest.raises(InvalidRecordError, match="2020-cloud"):
        JsonStore.create(path, [proposal("2020-cloud"), proposal("2020-cloud", session=3)])
    assert not path.exists()


# -- save, all, get_many, delete -----------------------------------------------------------------


def test_saved_record_comes_back_equal(path: Path) -> None:
    """A record of every table survives the way through the file."""
    store = JsonStore.create(path)
    records: list[Record] = [
        random_proposals(1, seed=5)[0],
        person(name=Names(en="Ma Huateng", zh="马化腾"), other_names=("Pony Ma",)),
        theme(description="All that is online."),
        source(url="https://example.org/?a=1&b=2", date="2020-05-18", text="原文\n\t\x1b[31m"),
        fact(value=7, year=2020),
        note(original="实体经济"),
    ]
    store.save(records)
    assert [record for table in TABLES for record in store.all(table)] == records


def test_all_returns_records_by_id(path: Path) -> None:
    """Whatever the order of saving, ``all`` goes by id."""
    store = JsonStore.create(path)
    for id_ in ("2021-b", "2020-c", "2022-a"):
        store.save([proposal(id_)])
    assert ids(store.all("proposals")) == ["2020-c", "2021-b", "2022-a"]


def test_get_many_keeps_the_order_asked_for(path: Path) -> None:
    """Records come in the order asked for, without those that do not exist."""
    store = JsonStore.create(path, [proposal("2020-a"), proposal("2020-b"), proposal("2020-c")])
    found = store.get_many("proposals", iter(["2020-c", "2020-x", "2020-a"]))
    assert ids(found) == ["2020-c", "2020-a"]


def test_save_replaces_the_record_of_the_same_id(path: Path) -> None:
    """Saving an id again changes its record and keeps its number."""
    store = JsonStore.create(path, [proposal("2020-a"), proposal("2020-b")])
    numbers = list(loaded(path)["proposals"])
    store.save([proposal("2020-a", session=3)])
    assert store.get_many("proposals", ["2020-a"]) == [proposal("2020-a", session=3)]
    assert list(loaded(path)["proposals"]) == numbers


def test_save_takes_records_of_many_tables_at_once(path: Path) -> None:
    """One change can touch every table."""
    store = JsonStore.create(path, [theme("fintech")])
    records: list[Record] = [proposal("2020-a"), theme("sme"), person(), proposal("2020-b")]
    store.save(iter(records))
    assert {table: len(records) for table, records in loaded(path).items()} == {
        "proposals": 2,
        "people": 1,
        "themes": 2,
        "sources": 0,
        "facts": 0,
        "notes": 0,
    }


def test_one_id_may_stand_in_two_tables(path: Path) -> None:
    """Ids are unique within a table only."""
    store = JsonStore.create(path)
    store.save([theme("same"), person("same")])
    assert ids(store.all("themes")) == ids(store.all("people")) == ["same"]


def test_save_of_nothing_leaves_the_file_alone(path: Path) -> None:
    """No records, no writing."""
    store = JsonStore.create(path, [proposal()])
    before = path.stat()
    store.save([])
    assert path.stat() == before


def test_save_refuses_an_id_twice_in_one_change(path: Path) -> None:
    """Which of the two should win is not for the store to guess."""
    store = JsonStore.create(path)
    before = path.read_bytes()
    with pytest.raises(InvalidRecordError, match="'2020-cloud' is used twice"):
        store.save([proposal(), proposal(session=2)])
    assert path.read_bytes() == before


def test_delete_removes_only_the_records_named(path: Path) -> None:
    """The others stay, in their table and in other tables."""
    store = JsonStore.create(path, [proposal("2020-a"), proposal("2020-b"), theme("fintech")])
    store.delete("proposals", ["2020-a"])
    assert ids(store.all("proposals")) == ["2020-b"]
    assert ids(store.all("themes")) == ["fintech"]


def test_delete_takes_any_iterable_of_ids(path: Path) -> None:
    """Ids that can be read only once are deleted all the same."""

    def names() -> Iterator[str]:
        yield from ("2020-a", "2020-b")

    store = JsonStore.create(path, [proposal("2020-a"), proposal("2020-b"), proposal("2020-c")])
    store.delete("proposals", names())
    assert ids(store.all("proposals")) == ["2020-c"]


def test_delete_of_an_id_named_twice_removes_it_once(path: Path) -> None:
    """Naming a record twice is no mistake."""
    store = JsonStore.create(path, [proposal("2020-a"), proposal("2020-b")])
    store.delete("proposals", ["2020-a", "2020-a"])
    assert ids(store.all("proposals")) == ["2020-b"]


def test_delete_of_an_unknown_id_removes_nothing(path: Path) -> None:
    """All or none: one unknown id keeps the others as well."""
    store = JsonStore.create(path, [proposal("2020-a"), proposal("2020-b")])
    before = path.read_bytes()
    with pytest.raises(StoreError, match="'2020-x' is not in 'proposals'"):
        store.delete("proposals", ["2020-a", "2020-x"])
    assert path.read_bytes() == before


def test_store_that_is_missing_is_not_made(path: Path) -> None:
    """A mistyped path gives an error and no empty file."""
    for attempt in (
        lambda: JsonStore(path).all("proposals"),
        lambda: JsonStore(path).save([proposal()]),
        lambda: JsonStore(path).delete("proposals", ["2020-cloud"]),
    ):
        with pytest.raises(StoreError, match=r"no store at .*base\.json"):
            attempt()
    assert list(path.parent.iterdir()) == []


# -- the file's text -----------------------------------------------------------------------------


def test_ids_ascend_in_the_file(path: Path) -> None:
    """Records stand by id, whenever they came."""
    records = random_proposals(40, seed=2)
    random.Random(0).shuffle(records)
    store = JsonStore.create(path)
    for start in range(0, 40, 7):
        store.save(records[start : start + 7])
    assert ids_in_file(path, "proposals") == sorted(record.id for record in records)


def test_file_is_readable_utf8_that_ends_with_a_newline(path: Path) -> None:
    """Chinese is written as Chinese, two spaces deep per level, with one newline at the end."""
    JsonStore.create(path, [proposal(title=Title(zh="关于发展产业互联网的建议"))])
    text = path.read_bytes().decode("utf-8")
    assert '        "zh": "关于发展产业互联网的建议",\n' in text
    assert text.endswith("\n}\n")


@pytest.mark.parametrize("place", ["2000-first", "2015-middle", "2099-last"])
def test_adding_a_proposal_adds_one_block_of_lines(path: Path, place: str) -> None:
    """A new proposal is one hunk of added lines wherever its id falls.

    As the last of its table it also puts a comma behind the one before it.
    """
    store = JsonStore.create(path, small_base(random_proposals(30, seed=3)))
    before = path.read_text(encoding="utf-8")
    new = proposal(place, measures=(Measure(id="m01", text="Do it."),))
    store.save([new])
    changes = hunks(before, path.read_text(encoding="utf-8"))
    if place == "2099-last":
        assert sum(removed for removed, _ in changes) <= 1
    else:
        assert [removed for removed, _ in changes] == [0]
    store.delete("proposals", [place])
    assert path.read_text(encoding="utf-8") == before


def test_changing_a_field_changes_its_line(path: Path) -> None:
    """One changed value is one changed line."""
    records = random_proposals(30, seed=3)
    store = JsonStore.create(path, small_base(records))
    before = path.read_text(encoding="utf-8")
    store.save([msgspec.structs.replace(records[10], session=9)])
    assert hunks(before, path.read_text(encoding="utf-8")) == [(1, 1)]


def test_saving_a_record_unchanged_keeps_every_byte(path: Path) -> None:
    """What is the same is written the same."""
    records = random_proposals(10, seed=3)
    store = JsonStore.create(path, records)
    before = path.read_bytes()
    store.save(records[3:5])
    assert path.read_bytes() == before


def test_number_of_a_record_follows_from_its_id(tmp_path: Path) -> None:
    """Two people who add the same records in another order get the same file."""
    one = JsonStore.create(tmp_path / "one.json", [proposal("2020-a"), proposal("2020-b")])
    other = JsonStore.create(tmp_path / "other.json")
    other.save([proposal("2020-c")])
    other.save([proposal("2020-b")])
    other.save([proposal("2020-a")])
    one.save([proposal("2020-c")])
    assert one.path.read_bytes() == other.path.read_bytes()


def test_number_that_is_taken_is_not_given_again(path: Path) -> None:
    """A record that stands by hand under the number of another id is not lost."""
    JsonStore.create(path, [proposal("2020-a")])
    number = next(iter(loaded(path)["proposals"]))
    path.write_bytes(path.read_bytes().replace(b"2020-a", b"2020-z"))
    JsonStore(path).save([proposal("2020-a")])
    assert ids_in_file(path, "proposals") == ["2020-a", "2020-z"]
    assert loaded(path)["proposals"][number]["id"] == "2020-z"


def test_unknown_tables_and_their_values_are_kept(path: Path) -> None:
    """A table this program knows nothing of stays as it was, behind the known ones."""
    strange = {"7": {"b": [1, 2.5, None, True, "é"], "a": {"deep": [{}]}}, "3": {"id": "x"}}
    path.write_text(json.dumps({"_mine": strange, "themes": {}}), encoding="utf-8")
    JsonStore(path).save([theme("fintech")])
    assert loaded(path)["_mine"] == strange
    assert list(loaded(path)["_mine"]["7"]) == ["b", "a"]
    assert list(loaded(path)) == [*TABLES, "_mine"]


def test_records_that_break_the_rules_do_not_block_others(path: Path) -> None:
    """Saving one record neither mends nor loses an invalid one beside it."""
    odd = {"id": "2020-odd", "colour": "red"}
    path.write_text(json.dumps({"proposals": {"5": odd}}), encoding="utf-8")
    JsonStore(path).save([proposal("2020-good")])
    assert loaded(path)["proposals"]["5"] == odd
    assert ids_in_file(path, "proposals") == ["2020-good", "2020-odd"]


def test_mode_of_the_file_is_kept(path: Path) -> None:
    """A file that only its owner may read stays so."""
    store = JsonStore.create(path)
    for mode in (0o600, 0o644, 0o664):
        path.chmod(mode)
        store.save([proposal(session=mode)])
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_symlink_stays_and_its_target_is_changed(tmp_path: Path) -> None:
    """A store reached through links is written where it really is."""
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "base.json"
    JsonStore.create(target)
    middle, link = tmp_path / "middle.json", tmp_path / "link.json"
    middle.symlink_to("real/base.json")
    link.symlink_to("middle.json")
    JsonStore(link).save([proposal()])
    assert [p.is_symlink() for p in (link, middle, target)] == [True, True, False]
    assert ids_in_file(target, "proposals") == ["2020-cloud"]
    assert JsonStore(link).all("proposals") == [proposal()]


def test_file_beside_the_store_is_no_leftover_of_it(tmp_path: Path) -> None:
    """Sweeping after a killed writer spares what belongs to a store with a longer name."""
    path = tmp_path / "base[1].json"
    JsonStore.create(path)
    ours = tmp_path / ".base[1].json.99999.tmp"
    of_another = tmp_path / ".base[1].json.bak.99999.tmp"
    ours.touch()
    of_another.touch()
    JsonStore(path).save([proposal()])
    assert not ours.exists()
    assert of_another.exists()


# -- TinyDB --------------------------------------------------------------------------------------


def test_store_written_by_tinydb_is_read_and_changed(path: Path) -> None:
    """A base made with TinyDB alone is a base."""
    records = small_base(random_proposals(10, seed=4))
    with TinyDB(path, encoding="utf-8") as database:
        for record in records:
            table = next(name for name, shape in TABLES.items() if isinstance(record, shape))
            database.table(table).insert(msgspec.to_builtins(record))
    store = JsonStore(path)
    assert list(store.all("proposals")) == [r for r in records if isinstance(r, Proposal)]
    store.save([proposal("2099-new")])
    store.delete("themes", ["sme"])
    assert ids(store.all("proposals"))[-1] == "2099-new"
    assert "sme" not in ids(store.all("themes"))


def test_tinydb_reads_and_changes_our_file(path: Path) -> None:
    """TinyDB finds every record of a base and can write it, and the base is a base still."""
    records = random_proposals(10, seed=4)
    store = JsonStore.create(path, records)
    with TinyDB(path, encoding="utf-8") as database:
        expected = [json.loads(msgspec.json.encode(record)) for record in records]
        assert database.table("proposals").all() == expected
        database.table("proposals").insert(msgspec.to_builtins(proposal("2099-new")))
    assert [*store.all("proposals")] == [*records, proposal("2099-new")]


# -- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        proposal("../2020-evil"),
        proposal(year=0),
        proposal(title=Title(en="x"), kind="poem"),
        proposal(measures=(Measure(id="first", text="x"),)),
        source(date="18 May 2020"),
        person("Ma Huateng"),
    ],
    ids=["id", "year", "kind", "measure", "date", "person"],
)
def test_invalid_record_is_refused_and_the_file_kept(path: Path, wrong: Record) -> None:
    """Good records beside an invalid one are not saved either, and no byte changes."""
    store = JsonStore.create(path, [proposal("2019-old")])
    before, inode = path.read_bytes(), path.stat().st_ino
    with pytest.raises(InvalidRecordError):
        store.save([proposal("2020-good"), wrong])
    assert path.read_bytes() == before
    assert path.stat().st_ino == inode
    assert temporaries(path.parent) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"proposals": {"1": {"id": "2020-a"}',
        b'{"proposals": []}',
        b'{"proposals": {"1": 5}}',
        b'{"proposals": {"1": {"id": "2020-a"}, "1": {"id": "2020-b"}}}',
        b'{"proposals": {"one": {"id": "2020-a"}}}',
        b'{"proposals": {"1": {"id": "2020-a"}, "01": {"id": "2020-b"}}}',
        b'{"proposals": {"1": {"id": "2020-\xff"}}}',
        b'{"proposals": {"1": {"id": "2020-\xed\xa0\x80"}}}',
        b'{"proposals": {"1": {"id": "\\ud800"}}}',
        b'{"proposals": {"1": {"id": "2020-a", "extra": {"n": 1e999}}}}',
        b'{\n  "proposals": {\n    "1": {\n      "id": "\xff"\n    }\n  }\n}\n',
        b'{\n  "proposals": {\n    "1": {\n      "id": 01\n    }\n  }\n}\n',
        b'{\n  "x": {\n    "1": {\n      "id": ' + b"[" * 5000 + b"]" * 5000 + b"\n    }\n  }\n}\n",
    ],
    ids=[
        "empty",
        "truncated",
        "truncated in a record",
        "table is a list",
        "record is a number",
        "number twice",
        "number that is none",
        "number in two spellings",
        "not UTF-8",
        "half a surrogate pair in bytes",
        "half a surrogate pair in an escape",
        "number out of range",
        "not UTF-8 in our layout",
        "not JSON in our layout",
        "nested deeply in our layout",
    ],
)
def test_broken_store_is_an_error_and_is_not_written_over(path: Path, content: bytes) -> None:
    """What cannot be read whole is never replaced; the error names the file."""
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"base\.json"):
        JsonStore(path).save([proposal()])
    with pytest.raises(StoreError, match=r"base\.json"):
        JsonStore(path).delete("proposals", ["2020-a"])
    assert path.read_bytes() == content


def test_all_reads_a_record_indented_by_hand(path: Path) -> None:
    """A record whose inner bracket stands where records end is read as what it is."""
    JsonStore.create(path, [proposal("2020-a"), proposal("2020-b")])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n      },\n", "\n    },\n", 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert JsonStore(path).all("proposals") == [proposal("2020-a"), proposal("2020-b")]
    JsonStore(path).save([proposal("2020-c")])
    assert ids_in_file(path, "proposals") == ["2020-a", "2020-b", "2020-c"]


def test_many_records_are_saved_in_one_go(path: Path) -> None:
    """An import of thousands is one change, and gives every record a number of its own."""
    store = JsonStore.create(path, [proposal(f"2019-p{n}") for n in range(5000)])
    store.save([proposal(f"2020-p{n}") for n in range(5000)])
    assert len(loaded(path)["proposals"]) == 10_000


def test_store_names_are_not_read_as_patterns(tmp_path: Path) -> None:
    """A file name with brackets or spaces is a name like any other."""
    for name in ("a [b]*?.json", "数据 库.json", "-rf.json"):
        store = JsonStore.create(tmp_path / name)
        store.save([proposal()])
        assert len(store.all("proposals")) == 1
        assert temporaries(tmp_path) == []


def test_key_that_stands_twice_in_a_record_is_never_dropped(path: Path) -> None:
    """Saving refuses a store in which one of two values of a key would be lost."""
    JsonStore.create(path, [proposal("2020-aaa")])
    twice = path.read_text(encoding="utf-8").replace(
        '"year": 2020', '"year": 2019,\n      "year": 2020'
    )
    path.write_text(twice, encoding="utf-8")
    with pytest.raises(StoreError, match="'year' twice"):
        JsonStore(path).save([proposal("2021-bbb")])
    assert path.read_text(encoding="utf-8") == twice


def test_file_system_without_links_still_gets_a_new_store(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files cannot be linked, a new store is renamed into place, never over another."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("proposals_cli.store.json_store.os.link", refused)
    JsonStore.create(path, [proposal("2020-aaa")])
    assert ids_in_file(path) == ["2020-aaa"]
    with pytest.raises(StoreError, match="exists already"):
        JsonStore.create(path)
    assert ids_in_file(path) == ["2020-aaa"]
    assert not temporaries(path.parent)
