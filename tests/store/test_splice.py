"""A base put together from the old file and a change is what a complete writing would give."""

import hashlib
import os
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.domain.model.change import ChangeSet
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import BASE, FORMAT, TABLES, Record
from proposals_cli.store import layout, splice
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.layout import stored_tables
from proposals_cli.store.packed_document import PackedDocument, store_text
from proposals_cli.store.splice import hash_spliced, table_change, write_spliced
from tests.factories import (
    adding,
    fact,
    note,
    person,
    proposal,
    random_proposal,
    random_proposals,
    records_in,
    small_base,
    source,
    theme,
)
from tests.store.following import Knowing

IDS = st.text("abé中-", min_size=1, max_size=3) | st.sampled_from(['a"b', "a\\b", "a\nb", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
DOCUMENTS = st.builds(
    lambda id_, rest, first: {"id": id_} | rest if first else rest | {"id": id_},
    IDS,
    st.dictionaries(st.text(min_size=3, max_size=4), VALUES, max_size=3),
    st.booleans(),
)
NUMBERS = st.integers(0, 12) | st.just(10**18 - 1)
TABLE = st.dictionaries(NUMBERS.map(str), DOCUMENTS.map(PackedDocument), max_size=6)
NAMES = [BASE, *TABLES]
TABLE_SETS = st.fixed_dictionaries(
    dict.fromkeys(NAMES[:3], TABLE), optional=dict.fromkeys(("_mine", "zz"), TABLE)
)


def text(tables: dict[str, dict[str, Any]]) -> bytes:
    """Return the text of a base."""
    return b"".join(store_text(tables))


def spliced(old: bytes, tables: dict[str, dict[str, PackedDocument]]) -> bytes | None:
    """Return the new file made from the old one; None if its layout is not ours.

    ``tables`` has the new documents; those that the old file has are still in it.
    """
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as new:
        file.write(old)
        file.flush()
        stored = stored_tables(file)
        if stored is None:
            return None
        changes = []
        for name, table in stored.items():
            documents = {
                number: next(
                    (
                        there
                        for key, there in table.items()
                        if key == number and dict(there) == dict(document)
                    ),
                    document,
                )
                for number, document in tables.get(name, {}).items()
            }
            changes.append(table_change(table, documents))
        copied = write_spliced(file, new, changes)
        new.seek(0)
        content = new.read()
        hashes = hash_spliced(file, new, copied)
        assert hashes == (digest(old), digest(content))
        return content


def digest(content: bytes) -> bytes:
    """Return the hash of a base's content."""
    return hashlib.blake2b(content, digest_size=16).digest()


@settings(max_examples=150)
@given(TABLE_SETS, TABLE_SETS, st.sampled_from([1, 64, 1 << 20]))
def test_spliced_file_equals_a_complete_writing(
    before: dict[str, dict[str, PackedDocument]],
    after: dict[str, dict[str, PackedDocument]],
    block: int,
) -> None:
    """Whatever is added, replaced or removed, in whatever table, read in blocks of any size."""
    for tables in (before, after):
        for name in set(before) - set(tables):
            tables[name] = dict(before[name])
    after = {name: after[name] for name in before}
    old = text(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "BLOCK", block)
        patch.setattr(splice, "BLOCK", block)
        content = spliced(old, after)
        assert content is not None
        assert content == text(after)
        assert spliced(content, before) == old


@given(TABLE_SETS, st.data())
def test_other_layouts_are_recognised(
    tables: dict[str, dict[str, PackedDocument]], data: st.DataObject
) -> None:
    """With a byte more or less outside of a string, a file is not cut into records."""
    tables["zz"] = {"1": PackedDocument({"id": "last"})}
    old = text(tables)
    lines = old.split(b"\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    indent = len(lines[place]) - len(lines[place].lstrip(b" "))
    if indent > 5 or lines[place].startswith(b"    }"):
        return  # inside a record, which would not be JSON or not our text: the index looks at that
    lines[place] = b" " + lines[place]
    assert spliced(b"\n".join(lines), tables) is None
    assert spliced(old + b"\n", tables) is None
    assert spliced(b"\xef\xbb\xbf" + old, tables) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'"proposals"', b'"_proposals"'),
        (b'    "2": {', b'    "02": {'),
        (b'    "2": {', b'    "1": {'),
        (b'      "id": "b"', b'      "id": "0"'),
        (b'\n  "people": {},', b""),
    ],
    ids=["table missing", "number padded", "number twice", "ids unsorted", "empty table missing"],
)
def test_what_a_complete_writing_would_change_is_not_copied(one: bytes, other: bytes) -> None:
    """A file that is not sorted, or lacks a table, is written completely."""
    tables = {
        "proposals": {"1": PackedDocument({"id": "a"}), "2": PackedDocument({"id": "b"})},
    }
    old = text(tables)
    assert one in old
    assert spliced(old.replace(one, other, 1), tables) is None


def test_file_without_copying_in_the_kernel_is_spliced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every file system can copy parts of files, and some stop in the middle."""
    tables = {"proposals": {str(n): PackedDocument({"id": f"p{n:03}"}) for n in range(100)}}
    old = text(tables)
    tables["proposals"]["50"] = PackedDocument({"id": "p050", "new": True})
    calls = 0

    def some(source: int, target: int, count: int, offset: int) -> int:
        nonlocal calls
        calls += 1
        if calls % 2 == 0:
            raise OSError(22, "Invalid argument")
        return os.pwrite(target, os.pread(source, count // 2, offset), os.lseek(target, 0, 2)) and (
            os.lseek(target, 0, 2) and count // 2
        )

    monkeypatch.setattr(os, "copy_file_range", some)
    assert spliced(old, tables) == text(tables)
    assert calls > 2
    monkeypatch.delattr(os, "copy_file_range")
    assert spliced(old, tables) == text(tables)


# -- a store -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_store_writes_the_same_with_and_without_copying(tmp_path: Path, seed: int) -> None:
    """Random changes: additions, edits and removals in several tables, odd numbers, undone ones."""
    chance = random.Random(seed)
    paths = [tmp_path / "spliced" / "base.json", tmp_path / "whole" / "base.json"]
    records = small_base(random_proposals(chance.choice([0, 1, 30]), seed=seed))
    for path in paths:
        path.parent.mkdir()
        JsonStore.create(path, records)
    index = Knowing(paths[0])
    stores = [JsonStore(paths[0], index=index), JsonStore(paths[1])]
    undone: ChangeSet | None = None
    for step in range(12):
        change = undone or random_change(paths[1], chance, step)
        undone = None
        entries = [store.apply(change) for store in stores]
        assert paths[0].read_bytes() == paths[1].read_bytes()
        one, other = ((entry.old, entry.new, entry.numbers) for entry in entries)
        assert one == other
        assert index.changes[-1].removed is not None  # it was spliced
        if chance.random() < 0.3:
            numbers = {(t, i): n for t, ids in entries[0].numbers.items() for i, n in ids.items()}
            undone = ChangeSet("undo", change.after, change.before, numbers=numbers)


def random_change(path: Path, chance: random.Random, step: int) -> ChangeSet:
    """Return a change of some records of a base."""
    stored = {(table, one.id): one for table in TABLES for one in records_in(path, table)}
    keys = chance.sample(sorted(stored), min(len(stored), chance.choice([0, 1, 2, 9])))
    before = {key: stored[key] for key in keys}
    after: dict[tuple[str, str], Record] = {}
    for table, id_ in keys:
        if table == "proposals" and chance.random() < 0.5:
            after[table, id_] = random_proposal(id_, chance)
    new: list[Record] = [
        random_proposal(f"{chance.randint(1990, 2040)}-new-{step}", chance),
        proposal(f"1900-first-{step}"),
        proposal(f"2099-last-{step}"),
        theme(f"theme-{step}"),
        person(f"aaa-{step}"),
        source(f"zzz-{step}"),
        fact(f"fact-{step}"),
        note(f"note-{step}"),
    ]
    for record in chance.sample(new, chance.choice([1, 2, 8])):
        after[table_of(record), record.id] = record
    return ChangeSet(f"step {step}", before, after)


def test_emptied_table_is_spliced(tmp_path: Path) -> None:
    """The last record of a table may go, and a first one come."""
    path = tmp_path / "base.json"
    first = proposal("2020-a")
    JsonStore.create(path, [first])
    created = path.read_bytes()
    index = Knowing(path)
    store = JsonStore(path, index=index)
    store.apply(ChangeSet("remove", {("proposals", "2020-a"): first}, {}))
    assert b'  "proposals": {},\n' in path.read_bytes()
    store.apply(adding(first))
    assert path.read_bytes() == created
    assert [change.removed for change in index.changes] == [[("proposals", "2020-a")], []]


def test_base_of_format_one_is_written_completely(tmp_path: Path) -> None:
    """Whatever an index says of it."""
    from tests.factories import encode
    from tests.store.format_one_samples import CURATED, numbered

    path = tmp_path / "base.json"
    path.write_bytes(encode(numbered(CURATED)))
    JsonStore(path, index=Knowing(path)).apply(adding(theme("new")))
    assert path.read_bytes().startswith(b'{\n  "base": {\n    "1": {\n      "format": %d' % FORMAT)
