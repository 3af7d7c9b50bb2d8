"""The README keeps its word: its commands run, its picture is current."""

import re
import shlex
from pathlib import Path

import pytest

from proposals_cli.app import COMMANDS
from tests import picture
from tests.terminal import piped

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples() -> list[str]:
    """Return the `prop` commands of the README's console blocks, long lines joined."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    text = "".join(blocks).replace("\\\n", " ")
    return [line[2:] for line in text.splitlines() if line.startswith("$ prop")]


def test_examples_run(env: dict[str, str], tmp_path: Path) -> None:
    """Every example ends with 0, one after another, in a place of its own."""
    assert len(examples()) >= 8
    for example in examples():
        command, *_ = example.split(" | ")
        ended = piped(tuple(shlex.split(command)[1:]), env, cwd=tmp_path)
        assert ended.code == 0, (example, ended.err)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_table(command: str) -> None:
    """A command that the README does not name is not found."""
    assert f"`prop {command}`" in README


def test_two_lines_install_and_test() -> None:
    """One line runs the main job, one passes the tests; the gate runs these very lines."""
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("prop list --theme digital-economy")
    assert lines[1].endswith("poe test")
    assert "readme_line" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_picture_is_current() -> None:
    """The picture shows what the program prints today (`poe picture` renews it)."""
    assert picture.draw() == picture.PICTURE.read_text(encoding="utf-8")
