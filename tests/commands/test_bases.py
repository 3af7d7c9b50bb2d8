"""Bases that are missing, broken or unusual: named in the error, and not changed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Prop
from tests.factories import encode, proposal, small_base, write_store

READING = (
    ("list",),
    ("show", "2020-a"),
    ("search", "a"),
    ("stats",),
    ("measures",),
    ("themes",),
    ("people",),
    ("sources",),
    ("check",),
    ("index", "--rebuild"),
)

Tables = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the path of a valid base."""
    return write_store(tmp_path / "base.json", small_base([proposal("2020-a"), proposal("2020-b")]))


def changed(store: Path, change: Callable[[Tables], object]) -> bytes:
    """Return the content of a base with one change."""
    tables = json.loads(store.read_bytes())
    change(tables)
    return json.dumps(tables).encode()


CHANGES: dict[str, tuple[Callable[[Any], object], str]] = {
    "a table that is a list": (lambda t: t.update(proposals=[]), "not a base"),
    "a table that is nothing": (lambda t: t.update(proposals=None), "not a base"),
    "a record that is text": (lambda t: t["proposals"].update({"1": "x"}), "'1' in 'proposals'"),
    "a record without an id": (lambda t: t["proposals"]["1"].pop("id"), "without an id"),
    "an id twice": (
        lambda t: t["proposals"].update({"9": t["proposals"]["1"]}),
        "two records with the id '2020-a'",
    ),
    "an id of other letters": (lambda t: t["proposals"]["1"].update(id="A b"), "field 'id'"),
    "a year in words": (lambda t: t["proposals"]["1"].update(year="old"), "field 'year'"),
    "a year of no calendar": (lambda t: t["proposals"]["1"].update(year=10**9), "field 'year'"),
    "an unknown kind": (lambda t: t["proposals"]["1"].update(kind="law"), "Allowed: suggestion"),
    "an unknown key": (
        lambda t: t["proposals"]["1"].update(colour="red"),
        "field 'colour': there is no such field",
    ),
    "an empty title": (
        lambda t: t["proposals"]["1"].update(titles=[{"lang": "en", "text": ""}]),
        "field 'titles[0].text'",
    ),
    "a broken source": (lambda t: t["sources"]["1"].update(date="May"), "field 'date'"),
}

CONTENTS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "blanks": (b" \n\n", "is empty"),
    "a list": (b"[]", "not a base"),
    "null": (b"null", "not a base"),
    "a number": (b"7", "not a base"),
    "text": (b'"proposals"', "not a base"),
    "a table of commas": (b"id,title\n1,x\n", "not valid JSON"),
    "UTF-16": ('{"proposals": {}}'.encode("utf-16"), "not UTF-8"),
    "bytes": (bytes(range(256)), "not valid JSON"),
    "not a number": (b'{"proposals": {"1": {"year": NaN}}}', "not valid JSON"),
    "deep brackets": (b'{"proposals": {"1": ' + b"[" * 100_000, "nested too deeply"),
}


def assert_refused(prop: Prop, store: Path, message: str) -> None:
    """Assert that every reading command names the base and does not change it."""
    content, listed = store.read_bytes(), sorted(store.parent.iterdir())
    for command in READING:
        ended = prop(*command, store=store, exit_code=3)
        assert ended.out == ""
        assert str(store) in ended.err
        assert message in ended.err
        assert "Traceback" not in ended.err
    assert store.read_bytes() == content
    assert [path for path in sorted(store.parent.iterdir()) if path.name != "home"] == [
        path for path in listed if path.name != "home"
    ]


@pytest.mark.parametrize("what", CHANGES)
def test_a_record_that_breaks_a_rule_is_named(prop: Prop, store: Path, what: str) -> None:
    """Every command names the record and the field, and none shows the rest."""
    change, message = CHANGES[what]
    store.write_bytes(changed(store, change))
    assert_refused(prop, store, message)


@pytest.mark.parametrize("what", CONTENTS)
def test_a_file_that_is_not_a_base_is_named(prop: Prop, tmp_path: Path, what: str) -> None:
    """The file is not changed."""
    content, message = CONTENTS[what]
    store = tmp_path / "base.json"
    store.write_bytes(content)
    assert_refused(prop, store, message)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_the_error_for_a_truncated_base_names_the_line(
    prop: Prop, store: Path, part: float
) -> None:
    """It is the line at which the file ends."""
    content = store.read_bytes()
    store.write_bytes(content[: int(len(content) * part)])
    assert_refused(prop, store, "at line ")


@pytest.mark.parametrize(
    "layout",
    [
        lambda tables: b"\xef\xbb\xbf" + encode(tables),
        lambda tables: encode(tables).replace(b"\n", b"\r\n"),
        lambda tables: json.dumps(tables).encode(),
        lambda tables: json.dumps(tables, indent=7, ensure_ascii=True).encode(),
        lambda tables: json.dumps(dict(reversed(tables.items()))).encode(),
        lambda tables: encode({**tables, "mine": {"1": {"anything": [1, 2]}}}),
    ],
    ids=["byte order mark", "line ends", "one line", "indented", "turned round", "a table more"],
)
def test_the_layout_of_a_base_makes_no_difference(
    prop: Prop, store: Path, layout: Callable[[Tables], bytes]
) -> None:
    """A base that another program has reformatted is the same base."""
    expected = [prop(*command, store=store) for command in READING[:8]]
    content = layout(json.loads(store.read_bytes()))
    store.write_bytes(content)
    assert [prop(*command, store=store) for command in READING[:8]] == expected
    assert store.read_bytes() == content


def test_a_base_can_be_a_link(prop: Prop, store: Path, tmp_path: Path) -> None:
    """A link works like the file; a dangling link is a missing base."""
    (tmp_path / "link.json").symlink_to(store)
    assert prop("list", store=tmp_path / "link.json") == prop("list", store=store)
    (tmp_path / "loose.json").symlink_to(tmp_path / "gone.json")
    assert "There is no base at" in prop("list", store=tmp_path / "loose.json", exit_code=3).err


def test_a_read_only_base_can_be_read(prop: Prop, store: Path) -> None:
    """Writing is refused and changes nothing."""
    content = store.read_bytes()
    store.chmod(0o444)
    folder = store.parent / "closed"
    folder.mkdir()
    closed = store.rename(folder / store.name)
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("nothing is forbidden to this user")
        assert len(prop("list", store=closed).out.splitlines()) == 3
        ended = prop("add", "--title", "x", "--year", "2020", store=closed, exit_code=3)
        assert "cannot be written" in ended.err
    finally:
        folder.chmod(0o755)
    assert closed.read_bytes() == content
    assert list(folder.iterdir()) == [closed]


def test_an_unreadable_base_is_named(prop: Prop, store: Path) -> None:
    """The message says what to check."""
    store.chmod(0)
    if os.access(store, os.R_OK):
        pytest.skip("nothing is forbidden to this user")
    ended = prop("list", store=store, exit_code=3)
    assert str(store) in ended.err
    assert "permissions" in ended.err


def test_a_pipe_is_not_a_base(prop: Prop, tmp_path: Path) -> None:
    """The program does not wait for a writer."""
    os.mkfifo(tmp_path / "pipe")
    for arguments in (("list",), ("add", "--title", "x", "--year", "2020"), ("index",)):
        message = prop(*arguments, store=tmp_path / "pipe", exit_code=3).err
        assert "is a pipe or a device, not a base" in message


def test_links_in_a_circle_are_not_a_base(prop: Prop, tmp_path: Path) -> None:
    """Reading and writing report it."""
    (tmp_path / "a.json").symlink_to("b.json")
    (tmp_path / "b.json").symlink_to("a.json")
    for arguments in (("list",), ("add", "--title", "x", "--year", "2020"), ("undo",), ("log",)):
        message = prop(*arguments, store=tmp_path / "a.json", exit_code=3).err
        assert "Too many levels of symbolic links" in message


def test_other_json_is_not_an_empty_base(prop: Prop, tmp_path: Path) -> None:
    """A settings file given by mistake is an error, not a base without proposals."""
    settings = tmp_path / "settings.json"
    settings.write_text('{"compilerOptions": {"lib": {"name": "dom"}}}')
    prop("list", store=settings, exit_code=3)
