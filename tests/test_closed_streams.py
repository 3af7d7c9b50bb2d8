"""Streams that are closed, full or without a reader: what every command does then.

Output that cannot be written at all is an error, 1; a reader that closes the pipe is none; messages
that nobody can read change nothing.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from proposals_cli.app import COMMANDS
from tests.factories import body, measure, person, proposal, source, theme, write_store
from tests.terminal import environment, piped

WRITING = {
    "list": "list",
    "show": "show 2020-a",
    "search": "search On",
    "stats": "stats",
    "measures": "measures",
    "replies": "replies --format json",
    "related": "related 2020-a --format json",
    "cite": "cite 2020-a",
    "open": "open 2020-a --print",
    "themes": "themes --format csv",
    "people": "people --format json",
    "bodies": "bodies --format csv",
    "sources": "sources",
    "log": "log",
    "resolve": "resolve",
    "check": "check --format json",
    "import": "import rows.csv --dry-run --set body=npc",
    "export": "export --format csv",
    "index": "index",
    "help": "help list",
}
"""Command → how it writes to standard output."""

MORE = (
    "--help",
    "--version",
    "list --help",
    "list --count",
    "show 2020-a -f jsonl",
    "index --json",
    "help",
    "import --list-layouts",
    "export -f jsonl -o /dev/stdout",
    "--show-completion bash",
)
"""Other ways to write there."""

SILENT = {
    "init": "init new.json --empty",
    "add": "add --title X --year 2020",
    "edit": "edit 2020-a draft.yaml",
    "set": "set term=13 2020-a --yes",
    "rename": "rename 2020-a 2020-new --yes",
    "merge": "merge 2020-a 2020-b --yes",
    "remove": "remove 2020-b --yes",
    "undo": "undo --yes",
    "merge-base": "merge-base theirs.json --yes",
    "git-merge": "git-merge theirs.json theirs.json theirs.json",
}
"""Command → how it does its work without any standard output."""


OTHERS = (
    source("source-one", url="https://example.org/"),
    body("npc"),
    theme("fintech"),
    person("li-hua"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a base that has a journal and a conflict, and its own index."""
    folder = tmp_path_factory.mktemp("streams")
    for name in ("base", "theirs"):
        one = proposal(
            "2020-a",
            measures=(measure(),),
            sources=("source-one",),
        )
        kept = theme("health", name={"en": f"Health as {name} has it"})
        write_store(folder / f"{name}.json", [one, proposal("2020-b"), kept, *OTHERS])
    (folder / "rows.csv").write_text("title,year\nOn rows,2020\n")
    (folder / "draft.yaml").write_text("id: 2020-a\ntitle: New\nyear: 2020\nbody: npc\n")
    env = environment(str(folder / "home"))
    for command in ("add --title Other --year 2021 --body npc", "merge-base theirs.json --yes"):
        ended = piped(("--store", "base.json", *command.split()), env, cwd=folder)
        assert ended.code == 0, ended.err
    return folder


def run(
    folder: Path, command: str, redirections: str, stdout: int = subprocess.PIPE
) -> tuple[int, str, str]:
    """Run the program in a folder, with redirections of the shell."""
    words = f"exec {shlex.quote(sys.executable)} -m proposals_cli --store base.json {command}"
    done = subprocess.run(
        ["sh", "-c", f"{words} {redirections}"],
        cwd=folder,
        env=environment(str(folder / "home")),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout or "", done.stderr


def test_every_command_is_tried() -> None:
    """A new command belongs in one of the two tables."""
    assert WRITING.keys() | SILENT.keys() == COMMANDS.keys()


@pytest.mark.parametrize("command", [*WRITING.values(), *MORE])
def test_output_that_cannot_be_written_is_an_error_and_a_reader_that_leaves_is_none(
    folder: Path, command: str
) -> None:
    """A full disk may lose the output as well as a stream that was closed from the start."""
    usual = run(folder, command, "")
    assert usual[1]
    expected = usual[0]
    for redirections, reason in ((">&-", "Bad file descriptor"), (">/dev/full", "No space left")):
        code, _, err = run(folder, command, redirections)
        assert (code, err.count("Error:")) == (expected or 1, 1)
        assert reason in err
    assert run(folder, command, ">/dev/full 2>&-")[0] == (expected or 1)
    assert run(folder, command, "<&- 2>&-")[:2] == usual[:2]
    reading, writing = os.pipe()
    os.close(reading)
    code, _, err = run(folder, command, "", stdout=writing)
    os.close(writing)
    assert (code, "Error" in err) == (expected, False)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("nosuch", 2),
        ("list --bad", 2),
        ("list theme:nosuch", 2),
        ("list -n x", 2),
        ("export", 2),
        ("show nosuch", 1),
        ("remove 2020-b", 1),
        ("--store missing.json list", 3),
        ("merge-base missing.json", 3),
        ("git-merge a b c", 129),
    ],
)
def test_an_error_that_cannot_be_written_keeps_its_exit_code(
    folder: Path, command: str, expected: int
) -> None:
    """Scripts look at the code; only people read the message."""
    assert run(folder, command, "")[0] == expected
    for redirections in ("2>&-", "2>/dev/full", ">&- 2>/dev/full", ">/dev/full 2>/dev/full"):
        assert run(folder, command, redirections)[0] == expected, redirections


@pytest.mark.parametrize("command", SILENT.values(), ids=SILENT)
@pytest.mark.parametrize("redirections", ["<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
def test_a_change_is_made_whether_or_not_its_message_can_be_written(
    folder: Path, tmp_path: Path, command: str, redirections: str
) -> None:
    """Its exit code says so: somebody who is told that it failed would make it again."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    before = {path.name: path.read_bytes() for path in copy.glob("*.json")}
    assert run(copy, command, redirections)[:2] == (0, "")
    after = {path.name: path.read_bytes() for path in copy.glob("*.json")}
    assert (after != before) == (command not in (SILENT["git-merge"], SILENT["merge-base"]))
