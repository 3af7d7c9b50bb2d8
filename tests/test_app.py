"""The entire program: exit codes, interruptions, closed pipes, full disks, help."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from proposals_cli import __version__, errors
from proposals_cli.app import COMMANDS, exit_code, load_command
from proposals_cli.errors import PropError
from proposals_cli.knowledge_base import KnowledgeBase
from tests.conftest import Prop
from tests.factories import proposal, random_proposals, small_base, titles, write_store
from tests.terminal import Ended, piped

CODES = {
    "InvalidQueryError": 2,
    "NotFoundError": 1,
    "AmbiguousIdError": 1,
    "InvalidRecordError": 1,
    "MistakesError": 1,
    "OutputError": 1,
    "ProcessorError": 1,
    "ConflictError": 1,
    "StoreError": 3,
}

READING = (
    ("list",), ("show", "2020-pearl"), ("stats",), ("measures",), ("replies",),
    ("related", "2020-pearl"), ("search", "data"), ("check",), ("index",),
    ("sources", "-f", "csv"), ("export", "-f", "jsonl"), ("export", "-f", "html"),
    ("--help",), ("list", "--help"), ("--version",),
)  # fmt: skip

INTERRUPTED_IN = """
import os, signal, sys
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.__main__ import main

def interrupted(*_args, **_options):
    os.kill(os.getpid(), signal.SIGINT)
    yield from ()

for method in ("find", "vocabulary", "check", "measures", "search_everything"):
    setattr(KnowledgeBase, method, interrupted)
KnowledgeBase.details = lambda *_: next(interrupted())
main()
"""


def test_every_error_has_its_exit_code() -> None:
    """The documented exit codes, written out by hand."""
    tree = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}
    assert {*tree} == {"PropError", *CODES}
    for name, code in CODES.items():
        made_of = ([PropError("one"), PropError("two")],)
        error = tree[name](*(made_of if name == "MistakesError" else ("message", "hint")))
        assert isinstance(error, PropError)
        assert exit_code(error) == code


@pytest.mark.parametrize("hint", ["Do this.", ""])
def test_an_error_says_what_failed_and_what_to_do(
    prop: Prop, monkeypatch: pytest.MonkeyPatch, hint: str
) -> None:
    """Message and hint are on standard error, with control characters escaped."""

    def fail(*_: object, **__: object) -> None:
        raise errors.StoreError("No \x1b[2Jgood\u202e.", hint)

    monkeypatch.setattr(KnowledgeBase, "find", fail)
    ended = prop("list", exit_code=3)
    assert ended.out == ""
    assert ended.err == "Error: No \\x1b[2Jgood\\u202e.\n" + (f"{hint}\n" if hint else "")


def test_a_defect_keeps_its_traceback(prop: Prop, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected exception is not shown as a mistake of the user."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(KnowledgeBase, "find", fail)
    with pytest.raises(ZeroDivisionError):
        prop("list")


def test_version_and_help(prop: Prop) -> None:
    """Help and version end with exit code 0; without arguments the help is shown."""
    assert prop("--version").out == f"prop {__version__}\n"
    helped = prop("--help").out
    assert helped == prop("-h").out
    for command in COMMANDS:
        assert f"\n  {command} " in helped
    ended = prop(exit_code=2)
    for heading in ("Ask:", "Keep:", "Exchange:", "State:"):
        assert heading in ended.err + ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_of_commands_shows_the_first_line_of_each_help(prop: Prop, command: str) -> None:
    """The line is in ``COMMANDS``, so that listing the commands does not import them."""
    line = COMMANDS[command][1]
    assert (load_command(command).help or "").splitlines()[0] == line
    assert re.search(rf"^  {command} +{re.escape(line)}$", prop("--help").out, re.MULTILINE)


def test_listing_the_commands_imports_none_of_them(env: Mapping[str, str]) -> None:
    """Neither the help nor the completion of command names imports a command's module."""
    driver = (
        "import sys, proposals_cli.__main__ as m, os\n"
        "os._exit = lambda code: sys.stderr.write(' '.join(sys.modules))\n"
        "m.main()"
    )
    commands = {f"proposals_cli.commands.{target.split(':')[0]}" for target, _ in COMMANDS.values()}
    for more in ({}, {"_PROP_COMPLETE": "complete_bash", "COMP_WORDS": "prop ", "COMP_CWORD": "1"}):
        done = subprocess.run(
            [sys.executable, "-c", driver, "--help"],
            env={**env, **more},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "list" in done.stdout
        assert not commands & {*done.stderr.split()}
        assert "proposals_cli.knowledge_base" not in done.stderr.split()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_summary_options_and_examples(prop: Prop, command: str) -> None:
    """Except for the examples, the help fits 80 columns."""
    helped = prop(command, "--help", env={"COLUMNS": "80"}).out
    assert helped == prop(command, "-h", env={"COLUMNS": "80"}).out
    assert f"Usage: prop {command}" in helped
    assert "Examples:" in helped
    text, _, more = helped.partition("Examples:")
    options = more.partition("Options:")[2]  # examples may exceed 80 columns
    assert max(map(len, (text + options).splitlines())) <= 80


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lits", "list"), ("stat", "stats"), ("theme", "themes"), ("chek", "check")],
)
def test_a_misspelt_command_gets_a_suggestion(prop: Prop, typed: str, meant: str) -> None:
    """The error names the nearest command."""
    assert f"Did you mean {meant}?" in prop(typed, exit_code=2).err


@pytest.mark.parametrize(
    "command", [("list",), ("list", "-f", "json"), ("show", "fintech"), ("check",), ("search", "a")]
)
def test_an_interruption_is_quiet(env: Mapping[str, str], command: tuple[str, ...]) -> None:
    """Ctrl-C ends with exit code 130 and without a traceback."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IN, *command],
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 130
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a base whose lists exceed the buffer of a pipe."""
    store = tmp_path_factory.mktemp("large") / "base.json"
    return write_store(store, small_base(random_proposals(3_000, seed=3)))


def closed_early(
    arguments: tuple[str, ...], env: Mapping[str, str], read: int
) -> tuple[bytes, bytes, int]:
    """Run ``prop``, read some of its output, close the pipe; return both streams and the code."""
    with subprocess.Popen(
        [sys.executable, "-m", "proposals_cli", *arguments],
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        begun = process.stdout.read(read)
        process.stdout.close()
        errors = process.stderr.read()
    return begun, errors, process.wait()


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "markdown"])
@pytest.mark.parametrize("command", ["list", "measures"])
def test_a_closed_pipe_is_quiet(
    env: Mapping[str, str], large: Path, command: str, format_: str
) -> None:
    """`prop … | head` shows its lines and no error."""
    cache = {**env, "XDG_CACHE_HOME": str(large.parent / "cache")}
    arguments = ("--store", str(large), command, "--format", format_)
    begun, errors, code = closed_early(arguments, cache, 100)
    assert len(begun) == 100
    assert (errors, code) == (b"", 0)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_pipe_without_a_reader_is_quiet(env: Mapping[str, str], command: tuple[str, ...]) -> None:
    """A reader that ends before the first line causes no error."""
    begun, errors, code = closed_early(command, env, 0)
    assert (begun, code) == (b"", 0)
    assert b"rror" not in errors.replace(b"0 errors", b"")


@pytest.mark.parametrize(
    ("command", "code"),
    [("show nothing", 1), ("lst", 2), ("list --nothing", 2), ("--store none.json list", 3)],
)
def test_an_error_that_nobody_reads_keeps_its_exit_code(
    env: Mapping[str, str], command: str, code: int
) -> None:
    """`prop … 2>&1 | true` fails as it would with a reader."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "proposals_cli", *command.split()],
        env=dict(env),
        stdout=writing,
        stderr=writing,
        check=False,
    )
    os.close(writing)
    assert done.returncode == code


def into(path: str, arguments: tuple[str, ...], env: Mapping[str, str]) -> Ended:
    """Run ``prop`` with its output in a file."""
    with Path(path).open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "proposals_cli", *arguments],
            env=dict(env),
            stdout=file,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    return Ended(done.returncode, "", done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", [("list",), ("list", "-f", "json"), ("show", "fintech")])
def test_a_full_disk_is_an_error_with_a_message(
    env: Mapping[str, str], command: tuple[str, ...]
) -> None:
    """`prop list > file` on a full disk fails with a message, not a traceback."""
    ended = into("/dev/full", command, env)
    assert ended.code == 1
    assert "No space left" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("command", [("list", "--lang", "zh"), ("show", "2020-rural"), ("stats",)])
def test_characters_outside_the_encoding_are_escaped(
    env: Mapping[str, str], command: tuple[str, ...]
) -> None:
    """The program works if the encoding has no Chinese characters."""
    done = subprocess.run(
        [sys.executable, "-m", "proposals_cli", *command],
        env={**env, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) > 10


def test_json_stays_json_in_every_encoding(env: Mapping[str, str], tmp_path: Path) -> None:
    """Characters outside the encoding are escaped as JSON, with surrogate pairs if needed."""
    titled = proposal("2020-a", titles=titles(en="é 産 😀"))
    store = write_store(tmp_path / "base.json", [titled])
    for format_ in ("json", "jsonl"):
        done = subprocess.run(
            [sys.executable, "-m", "proposals_cli", "--store", store, "list", "-f", format_],
            env={**env, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=True,
        )
        found = json.loads(done.stdout)
        assert (found[0] if format_ == "json" else found)["title"] == "é 産 😀"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_the_program_runs_without_a_standard_stream(env: Mapping[str, str], closed: str) -> None:
    """A closed stream causes no traceback; output that goes nowhere is an error."""
    lost = ">&-" in closed.split()
    for command in ("list", "add -", "show nothing"):
        done = subprocess.run(
            ["sh", "-c", f"{sys.executable} -m proposals_cli {command} {closed}"],
            env=dict(env),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == {"list": int(lost), "add -": 3, "show nothing": 1}[command]
        if command == "list" and closed == ">&-":
            assert done.stderr == "Error: The output cannot be written: Bad file descriptor.\n"


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", "en_US.UTF-8", ""])
def test_the_locale_makes_no_difference(env: Mapping[str, str], locale: str) -> None:
    """Chinese is written as UTF-8 in any locale."""
    expected = piped(("list", "--lang", "zh"), env)
    assert piped(("list", "--lang", "zh"), {**env, "LC_ALL": locale, "LANG": locale}) == expected


@pytest.mark.parametrize("lang", ["english", "e", ",", "en;zh"])
def test_an_unknown_language_is_wrong_usage(prop: Prop, lang: str) -> None:
    """PROP_LANG takes the same values as --lang."""
    for arguments, env in ((("list", "--lang", lang), {}), (("list",), {"PROP_LANG": lang})):
        ended = prop(*arguments, env=env, exit_code=2)
        assert f"'{lang}' is not a language." in ended.err
    assert prop("list", "-n", "1", env={"PROP_LANG": ""}).out == prop("list", "-n", "1").out


def test_it_runs_in_an_empty_environment(tmp_path: Path) -> None:
    """HOME, TERM and LANG are not needed."""
    bare = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(tmp_path)}
    ended = piped(("list", "-n", "1"), bare)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0].startswith("id ")
