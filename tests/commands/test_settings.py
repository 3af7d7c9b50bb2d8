"""The configuration file: defaults of options, and named searches."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from proposals_cli.app import COMMANDS, load_command
from proposals_cli.commands.settings import DEFAULTS
from tests.conftest import Prop
from tests.factories import proposal, write_store
from tests.terminal import piped

Write = Callable[[str], Path]

SEARCHES = """
[searches]
green = "theme:ecology status:submitted"
either = "theme:fintech OR theme:ecology"
phrase = '"digital economy"'
data-words = "data"
"""

NESTED = (
    SEARCHES
    + """
nested = "@either year:2020"
self = "data @other"
other = "year:2020 @self"
"""
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes the configuration file of the fixture ``prop``."""
    path = tmp_path / "home" / "config" / "prop" / "config.toml"

    def write_text(text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


def ids(prop: Prop, *arguments: str) -> list[str]:
    """Return the ids that a command lists."""
    return [row["id"] for row in json.loads(prop(*arguments, "--format", "json").out)]


def test_every_setting_is_an_option_of_its_command() -> None:
    """And of reading commands only: a default must not change a base."""
    for command, keys in DEFAULTS.items():
        assert command in COMMANDS
        flags = {flag for parameter in load_command(command).params for flag in parameter.opts}
        assert {f"--{key}" for key in keys} <= flags
    assert not {"add", "edit", "remove", "import", "undo", "init", "check"} & set(DEFAULTS)
    assert "limit" not in DEFAULTS["export"]


def test_a_default_is_as_if_it_had_been_typed(prop: Prop, write: Write) -> None:
    """What is typed, and a variable, come first."""
    typed = prop("list", "--limit", "2", "--lang", "zh", "--format", "csv").out
    wide = prop("list", "--limit", "2", "--lang", "en", "--format", "csv").out
    two = prop("people", "--limit", "2", "--lang", "zh", "--format", "csv").out
    write('lang = "zh"\nlimit = 2\nformat = "csv"\n')
    assert prop("list").out == typed
    assert prop("people").out == two
    assert prop("list", "--lang", "en").out == wide
    assert prop("list", env={"PROP_LANG": "en"}).out == wide
    assert len(prop("list", "--limit", "5").out.splitlines()) == 1 + 5
    assert prop("list", "--format", "table").out.startswith("编号")


def test_a_table_is_for_one_command(prop: Prop, write: Write) -> None:
    """It comes before what stands above the tables; lists may be written as lists."""
    write('limit = 4\n[list]\nlimit = 1\ncolumns = ["year", "id"]\nsort = "id"\n')
    year, id_ = prop("list").out.splitlines()[1].split()
    assert id_.startswith("2013-")
    assert year == "2013"
    assert len(prop("themes").out.splitlines()) == 1 + 4
    assert prop("list", "--columns", "kind").out.split() == ["kind", "suggestion"]


def test_a_default_is_no_obstacle(prop: Prop, write: Write) -> None:
    """To a count, a template, an export, or a page that has no such format."""
    exported = prop("export", "-f", "jsonl").out
    write('limit = 4\nformat = "csv"\n[list]\ncolumns = "year"\n[search]\nlimit = 1\n')
    assert prop("list", "--count").out == "54\n"
    assert int(prop("search", "data", "--count").out) > 4
    assert prop("list", "-n1", "--template", "{id}").out == "2022-bay-area-blue-carbon\n"
    assert prop("export", "-f", "jsonl").out == exported
    assert prop("show", "fintech").out.startswith("Finance and fintech\n")


def test_the_columns_of_a_list_are_not_those_of_its_counts(prop: Prop, write: Write) -> None:
    """What is counted has columns of its own."""
    counts = prop("replies", "--by", "kind").out
    write('[replies]\ncolumns = "id,days"\nsort = "title"\n')
    assert prop("replies", "--by", "kind").out == counts
    assert (
        "There is no column 'id'"
        in prop("replies", "--by", "kind", "--columns", "id", exit_code=2).err
    )


def test_the_style_of_citations_has_a_default(prop: Prop, write: Write) -> None:
    """In its table, or above all tables."""
    pytest.importorskip("citeproc")
    chicago = prop("cite", "2017-digital-economy", "--style", "chicago").out
    assert chicago != prop("cite", "2017-digital-economy").out
    for text in ('style = "chicago"', '[cite]\nstyle = "chicago"'):
        write(text)
        assert prop("cite", "2017-digital-economy").out == chicago


@pytest.mark.parametrize("named", ["relative", "absolute"])
def test_the_base_has_a_default(prop: Prop, write: Write, tmp_path: Path, named: str) -> None:
    """A relative path begins where the file is; --store and PROP_STORE come first."""
    folder = tmp_path / "home" / "config" / "prop"
    folder.mkdir(parents=True)
    mine = write_store(folder / "mine.json", [proposal("1999-mine")])
    other = write_store(tmp_path / "other.json", [proposal("1998-other")])
    path = write(f'store = "{"mine.json" if named == "relative" else mine}"')
    assert ids(prop, "list") == ["1999-mine"]
    assert ids(prop, "--store", str(other), "list") == ["1998-other"]
    in_json = prop("list", "-f", "json", env={"PROP_STORE": str(other)}).out
    assert [row["id"] for row in json.loads(in_json)] == ["1998-other"]
    state = prop("index").out
    assert f"{mine} (config.toml)" in state
    assert str(path) in state


def test_a_list_that_a_default_cuts_says_so(prop: Prop, write: Write) -> None:
    """A limit that was typed needs no message."""
    write("[list]\nlimit = 2\n")
    assert prop("list").err == "These are the first 2 of 54; --limit shows more.\n"
    assert prop("list", "--limit", "3").err == ""


def test_a_search_cannot_name_itself(prop: Prop, write: Write) -> None:
    """Nor through another one; in quotes it is a text."""
    write(NESTED)
    assert "The search '@self' names itself." in prop("list", "@self", exit_code=2).err
    assert prop("list", '"@self"') == prop("list", '"self"')
    assert prop("list", "@nested") == prop("list", "theme:fintech,ecology", "year:2020")


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (["@green"], ["theme:ecology", "status:submitted"]),
        (["-@green"], ["-(theme:ecology status:submitted)"]),
        (["@either", "status:submitted"], ["(theme:fintech OR theme:ecology)", "status:submitted"]),
        (["@either", "-@green"], ["theme:fintech,ecology", "-(theme:ecology status:submitted)"]),
        (["@phrase"], ['"digital economy"']),
        (["NOT @either"], ["-(theme:fintech OR theme:ecology)"]),
        (["@either OR year:2013"], ["theme:fintech OR theme:ecology OR year:2013"]),
        (["(@either year:2020)"], ["theme:fintech,ecology", "year:2020"]),
        (["@data-words", "--year", "2017.."], ["data", "--year", "2017.."]),
    ],
)  # fmt: skip
def test_a_named_search_is_a_group(
    prop: Prop, write: Write, typed: list[str], same: list[str]
) -> None:
    """In every command that selects; a minus excludes what it finds."""
    expected = ids(prop, "list", *same)
    assert 0 < len(expected) < 54
    counts = prop("stats", "--by", "year", *same).out
    exported = prop("export", "-f", "csv", *same).out
    write(SEARCHES)
    assert ids(prop, "list", *typed) == expected
    hits = json.loads(prop("search", "-n", "99", *typed, "--format", "json").out)
    assert sorted(hit["id"] for hit in hits if hit["record"] == "proposal") == sorted(expected)
    assert prop("stats", "--by", "year", *typed).out == counts
    assert prop("export", "-f", "csv", *typed).out == exported


def test_an_unknown_search_is_refused(prop: Prop, write: Write) -> None:
    """It never selects everything, nor the word."""
    for command in ("list", "search", "stats", "measures", "replies"):
        ended = prop(command, "@green", exit_code=2)
        assert "There is no search '@green'.\nNamed searches are kept in" in ended.err
    write(SEARCHES)
    assert "Did you mean '@green'?" in prop("list", "@geren", exit_code=2).err
    hint = "Searches: @green, @either, @phrase, @data-words."
    assert hint in prop("list", "@xyzzy", exit_code=2).err


def test_an_address_is_no_named_search(prop: Prop, write: Write) -> None:
    """An @ inside a word is text."""
    terms = ("me@green", "@green.org")
    found = [prop("list", term) for term in terms]
    write(SEARCHES)
    assert [prop("list", term) for term in terms] == found
    assert prop("list", "@green") not in found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('lnag = "zh"', "there is no setting 'lnag'.\nDid you mean 'lang'?"),
        (
            "colour = 3",
            "there is no setting 'colour'.\nSettings: store, lang, format, limit, style",
        ),
        ('columns = "id"', "there is no setting 'columns'."),
        ("[lists]", "there is no setting 'lists'.\nDid you mean 'list'?"),
        ("[remove]\nyes = true", "there is no setting 'remove'."),
        ("[list]\nstyle = 'apa'", "there is no setting 'style' in [list].\nSettings: lang, format"),
        ("[export]\nlimit = 3", "there is no setting 'limit' in [export]."),
        ("limit = 0", "'limit' is a whole number from 1."),
        ("limit = true", "'limit' is a whole number from 1."),
        ("limit = '3'", "'limit' is a whole number from 1."),
        ("format = 'xml'", "'format' is one of table, json, jsonl, csv, tsv, markdown."),
        ("format = ['csv']", "'format' is one of table"),
        ("lang = 'German'", "'German' is not a language."),
        ("lang = ''", "'lang' is a text.\nWrite lang = \"…\"."),
        ("lang = []", "'lang' is a text."),
        ("store = 3", "'store' is a text."),
        ("list = 3", "'list' is a table.\nWrite [list] on a line of its own."),
        ("[searches]\nx = 3", "'x' is not a search."),
        ("[searches]\nx = ' '", "'x' is not a search."),
        ("[searches]\n'a b' = 'c'", "'a b' is not a search."),
        ("lang = zh", "cannot be read: Invalid value (at line 1, column 8)."),
    ],
)
def test_a_mistake_is_refused_with_a_sentence(
    prop: Prop, write: Write, text: str, message: str
) -> None:
    """By every command; the help and the version can still be read."""
    path = write(text)
    ended = prop("list", exit_code=2)
    assert ended.out == ""
    assert ended.err.startswith(f"Error: {path}")
    assert message in ended.err
    assert prop("themes", exit_code=2).err == ended.err
    assert prop("--help").out.startswith("Usage:")
    assert prop("--version").err == ""


@pytest.mark.parametrize("content", [b"\xff", b"lang = '\x00'", b"[a]\n[a]"])
def test_a_file_that_is_not_toml_is_refused(prop: Prop, write: Write, content: bytes) -> None:
    """With its path."""
    path = write("")
    path.write_bytes(content)
    assert f"Error: {path} cannot be read: " in prop("list", exit_code=2).err


def test_a_variable_names_another_file(prop: Prop, write: Write, tmp_path: Path) -> None:
    """Or none, if it is empty; scripts need the same answers everywhere."""
    write("limit = 1")
    other = tmp_path / "other.toml"
    other.write_text("limit = 2", encoding="utf-8")
    for named, rows in ((str(other), 2), ("", 54)):
        assert len(prop("list", env={"PROP_CONFIG": named}).out.splitlines()) == 1 + rows
    missing = prop("list", env={"PROP_CONFIG": str(tmp_path / "none.toml")}, exit_code=2)
    assert "none.toml cannot be read: No such file or directory." in missing.err


def test_a_mistake_does_not_stop_completion(env: dict[str, str], tmp_path: Path) -> None:
    """A shell would show the error in the middle of what is typed."""
    config = tmp_path / "config.toml"
    config.write_text("nonsense", encoding="utf-8")
    asked = {"_PROP_COMPLETE": "complete_bash", "COMP_WORDS": "prop list --them", "COMP_CWORD": "2"}
    ended = piped((), {**env, **asked, "PROP_CONFIG": str(config)})
    assert (ended.out, ended.err) == ("--theme\n", "")


def test_named_searches_are_completed(env: dict[str, str], tmp_path: Path) -> None:
    """After an @."""
    config = tmp_path / "config.toml"
    config.write_text(SEARCHES, encoding="utf-8")
    asked = {"_PROP_COMPLETE": "complete_bash", "COMP_WORDS": "prop list @", "COMP_CWORD": "2"}
    ended = piped((), {**env, **asked, "PROP_CONFIG": str(config)})
    assert ended.out.split() == ["@green", "@either", "@phrase", "@data-words"]
