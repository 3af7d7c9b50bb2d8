"""Creating and changing a base, and errors."""

import stat
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import ANY

import pytest

from proposals_cli.domain.model.records import (
    BASE,
    TABLES,
    BaseInfo,
    Defaults,
    Record,
    ReplyRule,
)
from proposals_cli.domain.model.vocabulary import DeadlineStart
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.store_file import RawRecord, StoreFile
from tests.factories import (
    adding,
    body,
    fact,
    measure,
    note,
    person,
    proposal,
    random_proposals,
    records_in,
    remove,
    save,
    small_base,
    source,
    theme,
    titles,
)
from tests.store.files import ids_in_file, loaded, temporaries


def ids(records: Iterable[Record]) -> list[str]:
    """Return the ids of records."""
    return [record.id for record in records]


# -- create ----------------------------------------------------------------------------------------


def test_new_base_has_every_table_in_order(path: Path) -> None:
    """An empty base is a file of empty tables, and says its format first."""
    JsonStore.create(path)
    says = {BASE: {"1": {"format": 2}}}
    assert loaded(path) == says | {table: {} for table in TABLES}
    assert list(loaded(path)) == [BASE, *TABLES]


def test_new_base_says_what_it_is(path: Path) -> None:
    """Only what is known is written."""
    info = BaseInfo(format=2, name="一个库", language="de", defaults=Defaults(body="bundestag"))
    JsonStore.create(path, [], info)
    stated = {"format": 2, "name": "一个库", "language": "de", "defaults": {"body": "bundestag"}}
    assert loaded(path)[BASE] == {"1": stated}
    assert list(StoreFile(path).read()) == [RawRecord(BASE, "1", ANY)]


def test_fields_without_a_value_are_not_written(path: Path) -> None:
    """What is not known is not in the file."""
    JsonStore.create(path, [proposal("2020-a", measures=(measure("m01", "Do it."),))])
    (stored,) = loaded(path)["proposals"].values()
    assert list(stored) == ["id", "year", "body", "kind", "titles", "measures"]
    assert stored["measures"] == [{"id": "m01", "text": {"en": "Do it."}}]


def test_new_base_contains_the_given_records(path: Path) -> None:
    """For every table."""
    records = small_base(random_proposals(20, seed=1))
    JsonStore.create(path, records)
    stored = [record for table in TABLES for record in records_in(path, table)]
    assert sorted(stored, key=repr) == sorted(records, key=repr)


def test_create_never_overwrites(path: Path) -> None:
    """An existing file is unchanged."""
    path.write_text("precious")
    with pytest.raises(StoreError, match=r"base\.json exists already"):
        JsonStore.create(path)
    assert path.read_text() == "precious"


def test_create_in_a_missing_folder_is_a_store_error(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(StoreError, match=r"base\.json cannot be written"):
        JsonStore.create(tmp_path / "nowhere" / "base.json")


def test_create_writes_no_file_for_an_invalid_record(path: Path) -> None:
    """The base is not created."""
    with pytest.raises(InvalidRecordError):
        JsonStore.create(path, [proposal(year=0)])
    assert not path.exists()


def test_create_refuses_a_duplicate_id(path: Path) -> None:
    """A base with two records of one id cannot be opened."""
    with pytest.raises(InvalidRecordError, match="2020-cloud"):
        JsonStore.create(path, [proposal("2020-cloud"), proposal("2020-cloud", session=3)])
    assert not path.exists()


# -- change ----------------------------------------------------------------------------------------


def test_saved_record_is_read_back_unchanged(path: Path) -> None:
    """For every table."""
    JsonStore.create(path)
    records: list[Record] = [
        random_proposals(1, seed=5)[0],
        person(en="Ma Huateng", zh="马化腾", other_names=("Pony Ma",)),
        body(reply_within=(ReplyRule(months=3, start=DeadlineStart.ASSIGNED),)),
        theme(description={"en": "All that is online."}),
        source(url="https://example.org/?a=1&b=2", date="2020-05-18", text="原文\n\t\x1b[31m"),
        fact(value=7, year=2020),
        note(original="实体经济"),
    ]
    save(path, records)
    assert [record for table in TABLES for record in records_in(path, table)] == records


def test_records_are_in_order_of_id(path: Path) -> None:
    """In whatever order they were saved."""
    JsonStore.create(path)
    for id_ in ("2021-b", "2020-c", "2022-a"):
        save(path, [proposal(id_)])
    assert ids(records_in(path, "proposals")) == ["2020-c", "2021-b", "2022-a"]


def test_save_replaces_the_record_with_the_same_id(path: Path) -> None:
    """The number of the record is kept."""
    JsonStore.create(path, [proposal("2020-a"), proposal("2020-b")])
    numbers = list(loaded(path)["proposals"])
    save(path, [proposal("2020-a", session=3)])
    assert records_in(path, "proposals") == [proposal("2020-a", session=3), proposal("2020-b")]
    assert list(loaded(path)["proposals"]) == numbers


def test_save_changes_several_tables_at_once(path: Path) -> None:
    """One change can concern every table."""
    JsonStore.create(path, [theme("fintech")])
    records: list[Record] = [proposal("2020-a"), theme("sme"), person(), proposal("2020-b")]
    save(path, iter(records))
    assert {table: len(records) for table, records in loaded(path).items()} == {
        "base": 1,
        "proposals": 2,
        "people": 1,
        "bodies": 0,
        "themes": 2,
        "sources": 0,
        "facts": 0,
        "notes": 0,
    }


def test_two_tables_may_have_the_same_id(path: Path) -> None:
    """Ids are unique within a table only."""
    JsonStore.create(path)
    save(path, [theme("same"), person("same")])
    assert ids(records_in(path, "themes")) == ids(records_in(path, "people")) == ["same"]


def test_removal_removes_only_the_named_records(path: Path) -> None:
    """The others are kept, in their table and in other tables."""
    JsonStore.create(path, [proposal("2020-a"), proposal("2020-b"), theme("fintech")])
    remove(path, "proposals", ["2020-a"])
    assert ids(records_in(path, "proposals")) == ["2020-b"]
    assert ids(records_in(path, "themes")) == ["fintech"]


def test_base_that_is_missing_is_not_created(path: Path) -> None:
    """A mistyped path is an error and creates no empty file."""
    with pytest.raises(StoreError, match=r"no base at .*base\.json"):
        JsonStore(path).apply(adding(proposal()))
    assert list(path.parent.iterdir()) == []


# -- the file --------------------------------------------------------------------------------------


def test_mode_of_the_file_is_kept(path: Path) -> None:
    """A file that only its owner may read stays private."""
    JsonStore.create(path)
    for mode in (0o600, 0o644, 0o664):
        path.chmod(mode)
        save(path, [proposal(session=mode)])
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_symlink_is_kept_and_its_target_is_changed(tmp_path: Path) -> None:
    """The file at the end of a chain of links is written."""
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "base.json"
    JsonStore.create(target)
    middle, link = tmp_path / "middle.json", tmp_path / "link.json"
    middle.symlink_to("real/base.json")
    link.symlink_to("middle.json")
    save(link, [proposal()])
    assert [p.is_symlink() for p in (link, middle, target)] == [True, True, False]
    assert ids_in_file(target, "proposals") == ["2020-cloud"]
    assert records_in(link, "proposals") == [proposal()]


def test_temporary_files_of_other_bases_are_kept(tmp_path: Path) -> None:
    """The name of another base may begin with that of this one."""
    path = tmp_path / "base[1].json"
    JsonStore.create(path)
    ours = tmp_path / ".base[1].json.99999.tmp"
    of_another = tmp_path / ".base[1].json.bak.99999.tmp"
    ours.touch()
    of_another.touch()
    save(path, [proposal()])
    assert not ours.exists()
    assert of_another.exists()


# -- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        proposal("../2020-evil"),
        proposal(year=0),
        proposal(kind="poem"),
        proposal(measures=(measure("first"),)),
        proposal(titles=titles(Deutsch="Straßen")),
        source(date="18 May 2020"),
        person("Ma Huateng"),
        body(languages=("German",)),
    ],
    ids=["id", "year", "kind", "measure", "language", "date", "person", "body"],
)
def test_an_invalid_record_is_refused_and_the_file_unchanged(path: Path, wrong: Record) -> None:
    """Valid records of the same change are not saved either."""
    JsonStore.create(path, [proposal("2019-old")])
    before, inode = path.read_bytes(), path.stat().st_ino
    with pytest.raises(InvalidRecordError):
        save(path, [proposal("2020-good"), wrong])
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
def test_broken_base_is_an_error_and_not_overwritten(path: Path, content: bytes) -> None:
    """The error names the file."""
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"base\.json"):
        JsonStore(path).apply(adding(proposal()))
    assert path.read_bytes() == content


def test_record_indented_by_hand_is_read_and_kept(path: Path) -> None:
    """A record with an inner bracket at the indentation of a record's end is read correctly."""
    JsonStore.create(path, [proposal("2020-a"), proposal("2020-b")])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n      ]\n", "\n    ]\n", 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert records_in(path, "proposals") == [proposal("2020-a"), proposal("2020-b")]
    save(path, [proposal("2020-c")])
    assert ids_in_file(path, "proposals") == ["2020-a", "2020-b", "2020-c"]


def test_many_records_are_saved_in_one_change(path: Path) -> None:
    """Every record of a large import gets its own number."""
    JsonStore.create(path, [proposal(f"2019-p{n}") for n in range(5000)])
    save(path, [proposal(f"2020-p{n}") for n in range(5000)])
    assert len(loaded(path)["proposals"]) == 10_000


def test_names_of_bases_are_not_patterns(tmp_path: Path) -> None:
    """A file name may contain brackets or spaces."""
    for name in ("a [b]*?.json", "数据 库.json", "-rf.json"):
        path = JsonStore.create(tmp_path / name).path
        save(path, [proposal()])
        assert records_in(path, "proposals") == [proposal()]
        assert temporaries(tmp_path) == []


def test_base_with_a_duplicate_key_in_a_record_is_not_changed(path: Path) -> None:
    """Saving would lose one of the two values."""
    JsonStore.create(path, [proposal("2020-aaa")])
    twice = path.read_text(encoding="utf-8").replace(
        '"year": 2020', '"year": 2019,\n      "year": 2020'
    )
    path.write_text(twice, encoding="utf-8")
    with pytest.raises(StoreError, match="duplicate key 'year'"):
        save(path, [proposal("2021-bbb")])
    assert path.read_text(encoding="utf-8") == twice


def test_base_is_created_on_a_file_system_without_links(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is then renamed, but never over another."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("proposals_cli.store.atomic_file.os.link", refused)
    JsonStore.create(path, [proposal("2020-aaa")])
    assert ids_in_file(path) == ["2020-aaa"]
    with pytest.raises(StoreError, match="exists already"):
        JsonStore.create(path)
    assert ids_in_file(path) == ["2020-aaa"]
    assert not temporaries(path.parent)
