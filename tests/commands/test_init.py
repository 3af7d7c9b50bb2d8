"""``prop init``, and the choice of the base."""

import json
import shutil
from pathlib import Path

import pytest

from proposals_cli.commands import session
from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import BASE, FORMAT, TABLES, BaseInfo, ReplyRule
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.desk import INFO, SMALL, Desk
from tests.factories import body, proposal, source, write_store

DRAFT = "title: On trains\nyear: 2022\n"
DEFAULTS = ("--body", "npc", "--kind", "suggestion")


def own(folder: Path) -> Path:
    """Return the default path of the user's own base in the test's environment."""
    return folder / "home" / "data" / "prop" / "proposals.json"


def test_init_copies_the_shipped_base(prop: Prop, tmp_path: Path) -> None:
    """A new base equals the shipped one, byte for byte, and no other file is created."""
    ended = prop("init")
    assert (ended.out, ended.err) == ("", f"Created {own(tmp_path)}.\n")
    assert own(tmp_path).read_bytes() == shipped_base().read_bytes()
    assert [path.name for path in own(tmp_path).parent.iterdir()] == ["proposals.json"]
    assert prop("add", "-", stdin=DRAFT).err.endswith("1: add 2022-trains\n")


def test_empty_base_has_the_themes_only(prop: Prop, tmp_path: Path) -> None:
    """An empty base has every table, and themes to choose from."""
    prop("init", "--empty")
    tables = json.loads(own(tmp_path).read_bytes())
    assert list(tables) == [BASE, *TABLES]
    assert tables["themes"] == json.loads(shipped_base().read_bytes())["themes"]
    assert [name for name in tables if tables[name]] == [BASE, "themes"]
    assert tables[BASE] == {"1": {"format": 2}}
    assert prop("list", "--format", "json").out == "[]\n"
    prop("check")


def test_empty_base_says_what_its_drafts_need_not_say(prop: Prop, tmp_path: Path) -> None:
    """Name, language, body and kind; a body that nobody described is named by its id."""
    options = ("--name", "Anfragen", "--language", "DE", "--body", "bundestag")
    prop("init", "--empty", *options, "--kind", "question")
    tables = json.loads(own(tmp_path).read_bytes())
    defaults = {"body": "bundestag", "kind": "question"}
    says = {"format": 2, "name": "Anfragen", "language": "de", "defaults": defaults}
    assert tables[BASE] == {"1": says}
    assert list(tables["bodies"].values()) == [{"id": "bundestag", "name": {"und": "bundestag"}}]
    prop("add", "-", stdin="title: Züge\nyear: 2022\n")
    (added,) = json.loads(prop("list", "--format", "json").out)
    assert (added["body"], added["kind"]) == ("bundestag", "question")
    assert added["titles"] == {"de": "Züge"}


def test_default_body_comes_from_the_shipped_base_with_what_it_cites(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with the body that it is part of; an empty base has no dangling reference."""
    rule = ReplyRule(months=3, citations=(Citation(source="source-two"),))
    records = [
        body("us-house", part_of="us-congress", reply_within=(rule,)),
        *(body("us-congress"), body("us-senate"), source("source-one"), source("source-two")),
    ]
    shipped = write_store(tmp_path / "shipped.json", records)
    monkeypatch.setattr(session, "shipped_base", lambda: shipped)
    prop("init", "--empty", "--body", "us-house")
    tables = json.loads(own(tmp_path).read_bytes())
    assert [one["id"] for one in tables["bodies"].values()] == ["us-congress", "us-house"]
    assert [one["id"] for one in tables["sources"].values()] == ["source-two"]


def test_copy_keeps_what_the_shipped_base_says_of_itself(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Except for what is given."""
    info = BaseInfo(format=FORMAT, name="Shipped", language="en", licence="CC0-1.0")
    shipped = write_store(tmp_path / "shipped.json", [body()], info)
    monkeypatch.setattr(session, "shipped_base", lambda: shipped)
    prop("init", "--name", "Mine")
    says = {"format": 2, "name": "Mine", "language": "en", "licence": "CC0-1.0"}
    assert json.loads(own(tmp_path).read_bytes())[BASE] == {"1": says}


@pytest.mark.parametrize(
    "options",
    [("--language", "German"), ("--body", "The House"), ("--body", ""), ("--kind", "poem")],
)
def test_default_that_cannot_be_is_wrong_usage(
    prop: Prop, tmp_path: Path, options: tuple[str, str]
) -> None:
    """Nothing is created, and the message says what is allowed."""
    ended = prop("init", "--empty", *options, exit_code=2)
    assert options[1] in ended.err
    assert not own(tmp_path).exists()


def test_init_at_a_path_says_how_to_use_it(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing folders are created, and the command to use the base can be pasted."""
    monkeypatch.chdir(tmp_path)
    ended = prop("init", "of mine/a base.json", "--empty", *DEFAULTS)
    assert ended.err == (
        "Created of mine/a base.json.\n"
        "Use it with --store 'of mine/a base.json', or set PROP_STORE.\n"
    )
    assert not own(tmp_path).exists()
    prop("--store", "of mine/a base.json", "add", "-", stdin=DRAFT)


def test_init_expands_a_tilde(prop: Prop, tmp_path: Path) -> None:
    """Even if no shell has expanded it."""
    prop("init", "~/mine.json")
    assert (tmp_path / "home" / "mine.json").exists()


@pytest.mark.parametrize("path", [".", "", "/"])
def test_a_folder_is_not_a_base(prop: Prop, path: str) -> None:
    """The message says what to give instead."""
    ended = prop("init", path, exit_code=3)
    assert "is a folder." in ended.err
    assert "base.json" in ended.err


def test_tilde_of_an_unknown_user_is_a_missing_base(prop: Prop) -> None:
    """The path is then taken as it is."""
    ended = prop("--store", "~nobody-of-this-name/base.json", "list", exit_code=3)
    assert "There is no base at ~nobody-of-this-name/base.json." in ended.err


@pytest.mark.parametrize("way", ["option", "variable"])
def test_init_creates_the_named_base(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """--store or PROP_STORE may name the base to create."""
    named = tmp_path / "named.json"
    if way == "option":
        prop("--store", str(named), "init", "--empty")
    else:
        monkeypatch.setenv("PROP_STORE", str(named))
        prop("init", "--empty")
    assert named.exists()
    assert not own(tmp_path).exists()


@pytest.mark.parametrize("content", [b"", b"notes of mine", b"{}"])
def test_init_never_overwrites_a_file(prop: Prop, tmp_path: Path, content: bytes) -> None:
    """An existing file is kept, whatever it is."""
    path = tmp_path / "there.json"
    path.write_bytes(content)
    ended = prop("init", str(path), exit_code=3)
    assert ended.err == (
        f"Error: {path} exists already.\nChoose another name; nothing was written.\n"
    )
    assert path.read_bytes() == content
    prop("init")
    prop("init", exit_code=3)


def test_init_where_nothing_can_be_written(prop: Prop, tmp_path: Path) -> None:
    """An unusable path is an error with a message."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "base.json", tmp_path / "file" / "deep" / "base.json"):
        assert prop("init", str(path), exit_code=3).err.startswith("Error: ")
    assert prop("init", str(tmp_path), exit_code=3).err == (
        f"Error: {tmp_path} is a folder.\nGive a file, such as {tmp_path / 'base.json'}.\n"
    )
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# -- the choice of the base ------------------------------------------------------------------------


def test_option_goes_before_variable_before_own_before_shipped(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change is made to the chosen base and to no other."""
    bases = {
        name: JsonStore.create(tmp_path / f"{name}.json", SMALL, INFO).path
        for name in ("option", "variable")
    } | {"own": Desk(prop, tmp_path).store}
    monkeypatch.setenv("PROP_STORE", str(bases["variable"]))

    def changed_by(*arguments: str) -> list[str]:
        before = {name: path.read_bytes() for name, path in bases.items()}
        prop(*arguments, "add", "-", stdin=DRAFT)
        return [name for name, path in bases.items() if path.read_bytes() != before[name]]

    assert changed_by("--store", str(bases["option"])) == ["option"]
    assert changed_by() == ["variable"]
    monkeypatch.setenv("PROP_STORE", "")
    assert changed_by() == ["own"]
    bases["own"].unlink()
    assert "prop init" in prop("add", "-", stdin=DRAFT, exit_code=3).err


WRITES = [
    ("add", "--title", "T", "--year", "2022"),
    ("add", "-"),
    ("edit", "2020-pearl"),
    ("remove", "2020-pearl", "--yes"),
    ("undo",),
]


@pytest.mark.parametrize("arguments", WRITES)
def test_shipped_base_is_never_written(
    prop: Prop, tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command that writes says how to create a base of your own."""
    monkeypatch.setenv("EDITOR", "false")
    before = shipped_base().read_bytes()
    link = tmp_path / "link.json"
    link.symlink_to(shipped_base())
    for named in ((), ("--store", str(shipped_base())), ("--store", str(link))):
        ended = prop(*named, *arguments, stdin=DRAFT, exit_code=3)
        assert ended.out == ""
        assert "shipped with the program, which is never written" in ended.err
        assert "`prop init`" in ended.err
    assert shipped_base().read_bytes() == before
    assert list(shipped_base().parent.glob(".proposals.json*")) == []


@pytest.mark.parametrize("arguments", [*WRITES, ("log",)])
@pytest.mark.parametrize("way", ["option", "variable"])
def test_missing_base_is_an_error(
    prop: Prop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    way: str,
) -> None:
    """A named base that is missing is neither created nor replaced by another."""
    monkeypatch.setenv("EDITOR", "false")
    prop("init")
    before = own(tmp_path).read_bytes()
    missing = tmp_path / "missing.json"
    named: tuple[str, ...] = ("--store", str(missing))
    if way == "variable":
        monkeypatch.setenv("PROP_STORE", str(missing))
        named = ()
    ended = prop(*named, *arguments, stdin=DRAFT, exit_code=3)
    assert ended.err.startswith(f"Error: There is no base at {missing}.\n")
    assert not missing.exists()
    assert own(tmp_path).read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b"notes of mine", b'{"proposals": {"1": {"id": "2020-a"}}}'],
)
@pytest.mark.parametrize("arguments", [("add", "-"), ("remove", "2020-a", "--yes")])
def test_broken_base_is_left_as_it_is(
    prop: Prop, tmp_path: Path, content: bytes, arguments: tuple[str, ...]
) -> None:
    """A file or a record that cannot be read is never overwritten."""
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    ended = prop("--store", str(path), *arguments, stdin=DRAFT, exit_code=3)
    assert ended.err.startswith("Error: ")
    assert path.read_bytes() == content


def test_base_behind_a_link_is_changed_in_place(prop: Prop, tmp_path: Path) -> None:
    """A change to a linked base changes the target of the link."""
    real = JsonStore.create(tmp_path / "real.json", [proposal(), body()], INFO).path
    link = tmp_path / "link.json"
    link.symlink_to(real)
    prop("--store", str(link), "add", "-", stdin=DRAFT)
    assert link.is_symlink()
    assert b"2022-trains" in real.read_bytes()


def test_copy_of_a_base_is_a_base(prop: Prop, tmp_path: Path) -> None:
    """A base is one file; a copy works without the journal."""
    desk = Desk(prop, tmp_path)
    desk.add(DRAFT)
    copy = shutil.copy(desk.store, tmp_path / "copy.json")
    assert prop("--store", str(copy), "remove", "2022-trains", "--yes").err.endswith(
        "1: remove 2022-trains\n"
    )
