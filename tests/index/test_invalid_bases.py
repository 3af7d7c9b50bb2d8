"""A base that cannot be indexed is an error, whatever index exists."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.query.query import Query
from proposals_cli.errors import StoreError
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.factories import fact, proposal, random_proposals, small_base, theme, write_store
from tests.store.files import temporaries

LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "ours": lambda content: content,
    "minified": lambda content: msgspec.json.format(content, indent=-1),
}


def error_of(path: Path, folder: Path) -> StoreError:
    """Return the error of a question, which must name the base, keep it and leave no index."""
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
    """Replace texts in the file, each once, and change its layout."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(LAYOUTS[layout](text.encode()))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize("table", ["proposals", "themes"])
def test_duplicate_id_is_named(
    path: Path, folder: Path, layout: str, table: str, *, indexed: bool
) -> None:
    """Two records with one id, as a merge may leave them, are an error of the base."""
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


def test_duplicate_record_is_named(path: Path, folder: Path) -> None:
    """A record copied under another number is found, even if an index exists."""
    write_store(path, [proposal("2020-one")])
    index = SqliteIndex(path, folder)
    index.totals(Query())
    index.close()
    stored = msgspec.json.decode(path.read_bytes())
    stored["proposals"]["2"] = stored["proposals"]["1"]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(stored), indent=2))
    assert "two records with the id '2020-one'" in error_of(path, folder).message


def test_duplicate_id_out_of_order_is_named(path: Path, folder: Path) -> None:
    """Even if the file is not sorted."""
    ids = ["2020-b", "2020-a", "2020-c", "2020-a"]
    stored = {str(n): msgspec.to_builtins(proposal(id_)) for n, id_ in enumerate(ids)}
    path.write_bytes(msgspec.json.encode({"proposals": stored}))
    assert "two records with the id '2020-a'" in error_of(path, folder).message


def test_duplicate_id_beside_a_record_indented_by_hand_is_named(path: Path, folder: Path) -> None:
    """The duplicate is found in every layout of the file."""
    write_store(path, [proposal("2020-a"), proposal("2020-b"), proposal("2020-c")])
    text = path.read_text(encoding="utf-8").replace('"id": "2020-c"', '"id": "2020-b"')
    path.write_text(text.replace("\n      },\n", "\n    },\n", 1), encoding="utf-8")
    assert "two records with the id '2020-b'" in error_of(path, folder).message


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("indexed", [False, True])
def test_all_invalid_records_are_reported_at_once(
    path: Path, folder: Path, layout: str, *, indexed: bool
) -> None:
    """Up to five invalid records are named with their fields, the others are counted."""
    write_store(path, [*(proposal(f"2020-p{n}") for n in range(8)), theme(), fact()])
    if indexed:
        index = SqliteIndex(path, folder)
        index.totals(Query())
        index.close()
    changes = [('"year": 2020', '"year": 0'), ('"name": {', '"name": 5, "nom": {')]
    rewritten(path, *changes, layout=layout)
    error = error_of(path, folder)
    assert "proposals, 2020-p0, field 'year': " in error.message
    assert "0 is not a year. Write four digits" in error.message
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
        "lone surrogate in bytes",
        "lone surrogate in an escape",
        "number out of range",
        "nested deeply",
        "not UTF-8 in our layout",
        "nested deeply in our layout",
    ],
)
@pytest.mark.parametrize("indexed", [False, True])
def test_broken_base_is_an_error_whatever_index_exists(
    path: Path, folder: Path, content: bytes, *, indexed: bool
) -> None:
    """A base that cannot be read is reported, and its index is not used instead."""
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
