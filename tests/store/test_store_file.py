"""Reading a base: its layouts, and files that change while they are read."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.errors import StoreError
from proposals_cli.store import store_file
from proposals_cli.store.store_file import RawRecord, StoreFile
from tests.factories import encode, proposal, random_proposals, write_store
from tests.store.reading import values

# -- layouts ---------------------------------------------------------------------------------------


def _closed_at_record_indentation(content: bytes) -> bytes:
    return content.replace(b"\n      },\n", b"\n    },\n", 1)


def _closed_in_the_last_record(content: bytes) -> bytes:
    head, found, tail = content.rpartition(b"\n      }")
    return head + b"\n    }" + tail if found else content


LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "minified": lambda c: json.dumps(json.loads(c), separators=(",", ":")).encode(),
    "with ascii escapes": lambda c: json.dumps(json.loads(c), indent=2).encode(),
    "one space": lambda c: json.dumps(json.loads(c), indent=1, ensure_ascii=False).encode(),
    "four spaces": lambda c: json.dumps(json.loads(c), indent=4, ensure_ascii=False).encode(),
    "tabs": lambda c: json.dumps(json.loads(c), indent="\t", ensure_ascii=False).encode(),
    "CRLF": lambda c: c.replace(b"\n", b"\r\n"),
    "no newline at the end": lambda c: c.rstrip(b"\n"),
    "blank lines at the end": lambda c: c + b"\n\n \n",
    "blank line at the start": lambda c: b"\n" + c,
    "blank line between records": lambda c: c.replace(b"\n    },\n", b"\n    },\n\n", 3),
    "space before a comma": lambda c: c.replace(b"\n    },\n", b"\n    } ,\n", 3),
    "byte order mark": lambda c: b"\xef\xbb\xbf" + c,
    "byte order mark, minified": lambda c: b"\xef\xbb\xbf" + json.dumps(json.loads(c)).encode(),
    "bracket of a record's part at its indentation": _closed_at_record_indentation,
    "the same in the last record": _closed_in_the_last_record,
    "record on one line": lambda c: c.replace(b'{\n      "id"', b'{"id"', 1),
    "first record minified": lambda c: _with_first_record(c, json.dumps),
    "first record indented by four": lambda c: _with_first_record(
        c, lambda r: json.dumps(r, indent=4)
    ),
}


def _with_first_record(content: bytes, write: Callable[[Any], str]) -> bytes:
    start = content.index(b"{\n      ")
    end = content.index(b"\n    }", start) + len(b"\n    }")
    return content[:start] + write(json.loads(content[start:end])).encode() + content[end:]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layout_of_the_file_makes_no_difference(
    path: Path, canonical: bytes, layout: Callable[[bytes], bytes]
) -> None:
    """The same JSON in another layout has the same records in the same order."""
    expected = values(path)
    content = layout(canonical)
    assert content != canonical
    path.write_bytes(content)
    assert values(path) == values(path, full_parse=True) == expected


def test_layout_of_the_program_is_read_without_a_full_parse(
    path: Path, canonical: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read record by record."""
    monkeypatch.setattr(store_file, "parse", None)
    assert len(list(StoreFile(path).read())) == len(values(path))


def test_base_of_empty_tables_says_its_format_alone(path: Path) -> None:
    """A new base, an empty object and an empty table are bases."""
    empty = b'{\n  "proposals": {}\n}\n'
    for content in (encode({}), b"{}", b'{"base": {}}', b'{"proposals": {}}', empty):
        path.write_bytes(content)
        assert values(path) == [("base", "1", {"format": 2})]


def test_reading_gives_the_hash_and_the_stamp_of_the_file(path: Path, canonical: bytes) -> None:
    """After both ways of reading, digest and stamp are those of the entire file."""
    digest = hashlib.blake2b(canonical, digest_size=16).digest()
    file = StoreFile(path)
    assert file.digest() == (digest, file.stamp())
    for full_parse in (False, True):
        reading = file.read(full_parse=full_parse)
        assert list(reading)
        assert (reading.digest, reading.stamp) == (digest, file.stamp())


@pytest.mark.parametrize("block", [64, 1000, 1 << 20])
def test_record_may_be_larger_than_the_block_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """Blocks may end anywhere in a record."""
    size = 3 << 20 if block == 1 << 20 else 5000
    large = proposal("2020-large", notes=("长" * size, 'a "quote", a \\ and a\n    }\n'))
    write_store(path, [proposal("2019-a"), large, proposal("2021-c")])
    monkeypatch.setattr(store_file, "BLOCK", block)
    monkeypatch.setattr(store_file, "parse", None)
    read = values(path)
    assert [one["id"] for _, _, one in read[1:]] == ["2019-a", "2020-large", "2021-c"]
    assert read[2][2]["notes"] == list(large.notes)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["\n    }", "\n  }\n}\n", '",\n    "1": {\n      ', "中文", "\\", '"']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
RECORDS = st.dictionaries(st.text(max_size=8), JSON_VALUES, max_size=5)
STORES = st.dictionaries(
    st.sampled_from(["proposals", "people", "themes", "notes", "_mine", "other table", "表"]),
    st.dictionaries(st.integers(0, 10**10).map(str), RECORDS, max_size=4),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(tables=STORES, block=st.integers(1, 400))
def test_both_ways_of_reading_give_the_same_records(
    tables: dict[str, dict[str, Any]], block: int
) -> None:
    """Whatever the records contain and wherever a block ends."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "base.json"
        path.write_bytes(encode(tables))
        patch.setattr(store_file, "BLOCK", block)
        walked, parsed = StoreFile(path).read(), StoreFile(path).read(full_parse=True)
        records = list(walked)
        assert records == list(parsed)
        assert walked.digest == parsed.digest
        tables = {"base": {"1": {"format": 2}}, **tables}
        assert {(r.table, r.number): json.loads(r.json) for r in records} == {
            (table, number): record
            for table, records in tables.items()
            for number, record in records.items()
        }


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_file_is_an_error_or_read_equally_in_both_ways(data: st.DataObject) -> None:
    """A byte may be changed, removed or added, or the end of the file be missing."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_store(Path(folder) / "base.json", random_proposals(2, seed=8))
        content = path.read_bytes()
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["change", "lose", "cut", "add"])):
            case "change":
                damaged = content[:place] + data.draw(st.binary(min_size=1, max_size=1))
                damaged += content[place + 1 :]
            case "lose":
                damaged = content[:place] + content[place + 1 :]
            case "cut":
                damaged = content[:place]
            case _:
                damaged = content[:place] + data.draw(st.binary(max_size=3)) + content[place:]
        path.write_bytes(damaged)
        try:
            walked = values(path)
        except StoreError:
            return
        assert walked == values(path, full_parse=True)


# -- files that change -----------------------------------------------------------------------------


def test_file_replaced_while_it_is_read_is_read_to_the_end(path: Path, canonical: bytes) -> None:
    """A reader of the old file continues to read it."""
    expected = list(StoreFile(path).read())
    reading = StoreFile(path).read()
    records = iter(reading)
    read = [next(records)]
    write_store(path.with_name("new.json"), []).replace(path)
    read += records
    assert read == expected
    assert reading.digest == hashlib.blake2b(canonical, digest_size=16).digest()
    assert reading.stamp != StoreFile(path).stamp()


def test_file_changed_in_place_while_it_is_read_is_refused(path: Path, canonical: bytes) -> None:
    """A mixture of the old and the new content is never a base."""
    records = iter(StoreFile(path).read())
    next(records)
    with path.open("r+b") as file:
        file.seek(-10, os.SEEK_END)
        file.write(b" ")
    os.utime(path, ns=(0, 0))
    with pytest.raises(StoreError, match="is being changed by another program"):
        list(records)


def test_stamp_taken_with_a_hash_is_older_than_any_change(
    path: Path, canonical: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change during hashing, the stamp does not match the file."""
    real = hashlib.blake2b

    def changing(**options: Any) -> Any:
        return _ChangesTheFile(real(**options), path)

    file = StoreFile(path)
    monkeypatch.setattr(hashlib, "blake2b", changing)
    _, stamp = file.digest()
    assert stamp != file.stamp()


class _ChangesTheFile:
    """A hash whose first update coincides with a write to the file by another process."""

    def __init__(self, inner: Any, path: Path) -> None:
        self.inner = inner
        self.path = path

    def update(self, block: bytes) -> None:
        if not self.path.read_bytes().endswith(b"\n\n"):
            with self.path.open("ab") as file:
                file.write(b"\n")
        self.inner.update(block)

    def digest(self) -> Any:
        return self.inner.digest()


def test_raw_records_have_table_number_and_bytes(path: Path) -> None:
    """The bytes are those in the file."""
    path.write_bytes(b'{"themes": {"12": {"id" : "fintech"}}, "base": {"1": {"format" : 2}}}')
    assert list(StoreFile(path).read()) == [
        RawRecord("base", "1", b'{"format" : 2}'),
        RawRecord("themes", "12", b'{"id" : "fintech"}'),
    ]


@given(
    content=st.lists(st.sampled_from(["é", "产", "😀", "a"])).map("".join).map(str.encode),
    wrong=st.sampled_from([b"\xff", b"\xe4\xba", b"\xed\xa0\x80", b"\xf0\x9f", b""]),
    place=st.integers(0, 60),
    block=st.integers(1, 9),
)
def test_position_of_invalid_utf8_does_not_depend_on_blocks(
    content: bytes, wrong: bytes, place: int, block: int
) -> None:
    """The position is that of the first invalid byte in the file."""
    content = content[:place] + wrong + content[place:]

    def first_wrong(read: Callable[[bytes], object]) -> int | None:
        try:
            read(content)
        except UnicodeDecodeError as error:
            return error.start
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_file, "BLOCK", block)
        assert first_wrong(store_file._require_utf8) == first_wrong(bytes.decode)
