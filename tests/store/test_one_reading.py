"""Every command reads a base in the same way: what one refuses, all refuse, in the same words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.errors import StoreError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.factories import adding, body, encode, proposal, theme, write_store

COMMANDS = (
    ("list",),
    ("show", "2020-cloud"),
    ("search", "cloud"),
    ("stats",),
    ("check", "--errors"),
    ("export", "-f", "jsonl"),
    ("remove", "2020-cloud", "--yes"),
    ("add", "--title", "Rails", "--year", "2021", "--body", "npc", "--kind", "motion"),
)

NUMBERS = ["0208", "x-1", "1.0", "-5", " 1", "1 ", "+1", "", "²", "٣", "9223372036854775808", "1e3"]
"""Not numbers as TinyDB writes them."""

Damage = Callable[[bytes], bytes]


LAYOUTS: dict[str, Damage] = {
    "own": lambda content: content,
    "other": lambda content: content.replace(b"\n", b"\r\n"),
}

DAMAGE: dict[str, tuple[bytes, bytes, str]] = {
    "key": (
        b'"year": 2020',
        b'"year": 2019,\n      "year": 2020',
        "the duplicate key 'year' in record 1 of 'proposals'",
    ),
    "escaped key": (
        b'"year": 2020',
        b'"ye\\u0061r": 2020,\n      "year": 2020',
        "the duplicate key 'year' in record 1 of 'proposals'",
    ),
    "equal values": (
        b'"year": 2020',
        b'"year": 2020,\n      "year": 2020',
        "the duplicate key 'year' in record 1 of 'proposals'",
    ),
    "nested key": (
        b'"lang": "en"',
        b'"lang": "en",\n          "lang": "en"',
        "the duplicate key 'lang' in record 1 of 'proposals'",
    ),
    "key of a field of the user's own": (
        b'"sheet": 7',
        b'"sheet": 7,\n        "sheet": 8',
        "the duplicate key 'sheet' in record 1 of 'proposals'",
    ),
    "key in another table": (
        b'"a": 1',
        b'"a": 1,\n      "a": 2',
        "the duplicate key 'a' in record x of 'letters'",
    ),
    "key about the base": (
        b'"format": 2',
        b'"format": 2,\n      "format": 2',
        "the duplicate key 'format' in record 1 of 'base'",
    ),
    "number": (b'"2": {\n', b'"1": {\n', "two records numbered 1 in 'proposals'"),
    "table": (b'"facts": {}', b'"facts": {},\n  "facts": {}', "two tables 'facts'"),
    "id": (b'"id": "2021-rail"', b'"id": "2020-cloud"', "two records with the id '2020-cloud'"),
    "number of the base": (b'"1": {\n      "format"', b'"x": {\n      "format"', "'x' in 'base'"),
    "field": (b'"year": 2020', b'"yaer": 2020', "there is no such field"),
    "bracket": (b'"year": 2020', b'"year": 2020,', "is not valid JSON"),
} | {
    f"number {number!r}": (
        b'"2": {\n      "id": "2021-rail"',
        f'"{number}": {{\n      "id": "2021-rail"'.encode(),
        f"'{number}' in 'proposals' is not a record number",
    )
    for number in NUMBERS
}
"""What is replaced in a good base by what, and the words of the refusal."""


@pytest.fixture
def good() -> bytes:
    """Return a good base with a table of another program."""
    records: dict[str, dict[str, Any]] = {
        "proposals": {
            "1": {
                "id": "2020-cloud",
                "year": 2020,
                "body": "npc",
                "kind": "motion",
                "titles": [{"lang": "en", "text": "Cloud", "basis": "official"}],
                "extra": {"sheet": 7},
            },
            "2": {
                "id": "2021-rail",
                "year": 2021,
                "body": "npc",
                "kind": "motion",
                "titles": [{"lang": "zh", "text": "铁路", "basis": "official"}],
            },
        },
        "bodies": {"208": {"id": "npc", "name": {"en": "National People's Congress"}}},
        "letters": {"x": {"id": "", "a": 1}},
    }
    return encode(records)


def test_good_base_is_read_by_all(prop: Prop, path: Path, good: bytes) -> None:
    """The test below would prove nothing if a command failed for another reason."""
    for command in COMMANDS:
        path.write_bytes(good)
        prop(*command, store=path)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(("old", "new", "words"), DAMAGE.values(), ids=DAMAGE)
def test_damaged_base_is_refused_by_all_in_the_same_words(
    prop: Prop, path: Path, good: bytes, old: bytes, new: bytes, words: str, layout: Damage
) -> None:
    """Commands that read accepted keys and numbers that commands that write refused."""
    damaged = layout(good.replace(old, new, 1))
    assert damaged != layout(good)
    errors = set()
    for command in COMMANDS:
        path.write_bytes(damaged)
        errors.add(prop(*command, store=path, exit_code=3).err)
        assert path.read_bytes() == damaged
    (message,) = errors
    assert words in message


@pytest.mark.parametrize("case", ["key", "nested key", "key in another table", "number '0208'"])
def test_refresh_of_the_index_reads_as_a_build_does(path: Path, good: bytes, case: str) -> None:
    """Most of a changed base is not read again."""
    old, new, words = DAMAGE[case]
    path.write_bytes(good)
    folder = path.with_name("index")
    assert list(SqliteIndex(path, folder).ids("proposals"))
    path.write_bytes(good.replace(old, new, 1))
    with pytest.raises(StoreError) as raised:
        list(SqliteIndex(path, folder).ids("proposals"))
    assert words in raised.value.message


@pytest.mark.parametrize("case", ["key", "nested key", "key in another table", "number '0208'"])
def test_store_refuses_what_the_index_refuses(path: Path, good: bytes, case: str) -> None:
    """A change that begins without a question, as undo, reads the base in the same way."""
    old, new, words = DAMAGE[case]
    path.write_bytes(good.replace(old, new, 1))
    with pytest.raises(StoreError) as raised:
        JsonStore(path).apply(adding(theme("rail")))
    assert words in raised.value.message


def test_former_layout_of_a_good_record_is_no_duplicate(prop: Prop, path: Path) -> None:
    """Escapes, empty fields and another order of keys are read as before."""
    write_store(path, [proposal("2020-cloud", body="npc"), body("npc")])
    content = json.loads(path.read_bytes())
    record = content["proposals"]["1"]
    content["proposals"]["1"] = {"measures": [], **dict(reversed(record.items())), "date": None}
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    assert "2020-cloud" in prop("list", store=path).out
