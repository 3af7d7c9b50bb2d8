"""What stands where a file is expected: no pipe, device or endless file lets a command wait."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.models import TyperPath

from proposals_cli.app import COMMANDS as COMMAND_NAMES
from proposals_cli.app import load_command
from proposals_cli.store import input_file
from tests.conftest import Prop
from tests.desk import Desk
from tests.terminal import Ended, environment

COMMANDS = {
    "base": ("--store", "X", "list"),
    "base to change": ("--store", "X", "remove", "a", "--yes"),
    "journal of it": ("--store", "X", "log"),
    "configuration": ("list",),
    "mapping": ("import", "ROWS", "--dry-run", "--mapping", "X"),
    "mapping to save": ("import", "ROWS", "--dry-run", "--save-mapping", "X"),
    "layout": ("import", "ROWS", "--dry-run", "--layout", "X"),
    "style": ("cite", "2020-cloud", "--style", "X"),
    "import": ("import", "X", "--dry-run"),
    "one of several imports": ("import", "ROWS", "X", "--dry-run", "--set", "body=npc"),
    "other base": ("merge-base", "X", "--yes"),
    "ancestor": ("merge-base", "BASE", "--ancestor", "X", "--yes"),
    "git's ancestor": ("git-merge", "X", "BASE", "BASE"),
    "git's version": ("git-merge", "BASE", "X", "BASE"),
    "draft to add": ("add", "X"),
    "draft to edit": ("edit", "2020-cloud", "X"),
}
"""What X is → a command that reads it."""

SECONDS = 5


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a test that waits for ever fail, and a pipe be given up soon."""
    monkeypatch.setattr(input_file, "PATIENCE_MS", 100)

    def stop(*_: object) -> None:
        raise AssertionError(f"it took longer than {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def thing(kind: str, place: Path) -> None:
    """Make something that is no file of any use, or a link to it."""
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "socket":
            with socket.socket(socket.AF_UNIX) as one:
                one.bind(str(place))
        case "folder":
            place.mkdir()
        case "endless":
            with place.open("wb") as file:
                file.truncate(1 << 40)
        case "closed":
            place.write_text("a = 1\n")
            place.chmod(0)
        case "circle":
            place.symlink_to(place)
        case _:
            place.symlink_to(kind)


def run(desk: Desk, what: str, place: Path) -> Ended:
    """Run the command that reads something in a place."""
    rows = desk.folder / "rows.csv"
    rows.write_text("title,year\nOn a,2020\n")
    words = {"X": str(place), "ROWS": str(rows), "BASE": str(desk.store)}
    env = {"PROP_CONFIG": str(place)} if what == "configuration" else {}
    return desk.prop(*(words.get(one, one) for one in COMMANDS[what]), exit_code=None, env=env)


@pytest.mark.parametrize("what", COMMANDS)
@pytest.mark.parametrize(
    "kind", ["pipe", "/dev/zero", "/dev/random", "socket", "folder", "circle", "closed"]
)
def test_what_is_not_a_file_is_refused_at_once(desk: Desk, what: str, kind: str) -> None:
    """A pipe may have no writer, and a device no end."""
    place = desk.folder / ("x.csl" if what == "style" else "x.toml")
    thing(kind, place)
    if kind == "closed" and os.access(place, os.R_OK):
        pytest.skip("root may read everything")
    before = desk.content()
    ended = run(desk, what, place)
    assert ended.code in (1, 2, 3, 129), ended
    assert "[Errno" not in ended.err
    if kind == "closed":
        fault = "is read-only" if what == "base to change" else "cannot be read: Permission denied"
        assert fault in ended.err
        assert (ended.code == 2) == (what == "configuration")
    assert ended.out == ""
    assert ended.err
    assert desk.content() == before


@pytest.mark.parametrize("what", COMMANDS)
def test_a_file_without_end_is_not_read_to_its_end(desk: Desk, what: str) -> None:
    """The limits are those of what a person writes; a base is known by its beginning."""
    place = desk.folder / ("x.csl" if what == "style" else "x.toml")
    thing("endless", place)
    assert run(desk, what, place).code in (1, 2, 3, 129)


@pytest.mark.parametrize("command", [("import", "X", "--set", "body=npc"), ("add", "X")])
def test_a_pipe_with_a_writer_is_read(desk: Desk, command: tuple[str, ...]) -> None:
    """Even if the writer is slower than a pipe without one is waited for."""
    pipe = desk.folder / "pipe.yaml"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("w") as file:
            threading.Event().wait(3 * input_file.PATIENCE_MS / 1000)
            file.write("---\ntitle: On a\nyear: 2020\nbody: npc\n")

    writer = threading.Thread(target=write)
    writer.start()
    desk.prop(*(str(pipe) if one == "X" else one for one in command))
    writer.join()
    assert len(desk.table("proposals")) == 3


def test_a_pipe_that_nobody_writes_to_is_named(desk: Desk) -> None:
    """The message says why it was given up."""
    pipe = desk.folder / "pipe"
    os.mkfifo(pipe)
    for command in (("import", pipe), ("add", pipe)):
        said = desk.prop(*command, exit_code=1).err
        assert f"{pipe} cannot be read: Is a pipe that nobody writes to." in said


def test_a_process_substitution_is_imported(desk: Desk) -> None:
    """Bash names its pipe /dev/fd/N."""
    command = '"$0" -m proposals_cli import <(printf "title,year\\nOn a,2020\\n") --set body=npc'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable],
        env=environment(str(desk.folder / "home")),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "1 new" in done.stderr


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_a_file_that_may_not_be_read_is_no_wrong_usage(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What opens it says why that fails, with its own exit code; what replaces it does not read."""
    (tmp_path / "closed").touch()
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    for parameter in load_command(name).params:
        if isinstance(parameter.type, TyperPath):
            parameter.type.convert(str(tmp_path / "closed"), parameter, None)


def test_the_null_device_is_an_empty_file(prop: Prop) -> None:
    """PROP_CONFIG=/dev/null is the usual way to have no configuration."""
    assert prop("list", "--count", env={"PROP_CONFIG": os.devnull}).out


def test_a_version_is_named_instead_of_gits_file(desk: Desk) -> None:
    """Also if its name is part of a word of the message."""
    place = Path("e")
    here = Path.cwd()
    os.chdir(desk.folder)
    try:
        place.mkdir()
        ended = desk.prop("git-merge", place, desk.store, desk.store, exit_code=129)
    finally:
        os.chdir(here)
    assert re.search(r"The common ancestor of .* is a folder, not a base\.", ended.err)
