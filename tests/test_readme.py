"""The README is correct: its commands run, and its picture is current."""

import re
import shlex
from pathlib import Path

import pytest

from proposals_cli.app import COMMANDS
from proposals_cli.commands.options import Format
from proposals_cli.exporting.formats import ExportFormat
from proposals_cli.importing.readers.open_file import FileFormat
from tests import picture, samples
from tests.terminal import on_terminal, opens_editor, piped

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks() -> list[list[str]]:
    """Return the `prop` commands of each console block, long lines joined, and table."""
    consoles = [
        [line[2:] for line in text.replace("\\\n", " ").splitlines() if line.startswith("$ prop")]
        for text in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    ]
    tables = re.findall(r"(?:^\|.*\n)+", README, re.MULTILINE)
    found = [*consoles, *(re.findall(r"`(prop [^`]+)`", table) for table in tables)]
    return [commands for commands in found if commands]


EXIT_CODES = {
    "prop import motions.csv --dry-run": 1,
    "prop git-merge --install": 1,  # not in a git repository
}
"""Exit codes of the examples that fail."""


@pytest.mark.parametrize("commands", blocks(), ids=lambda commands: commands[0])
def test_every_example_runs(commands: list[str], env: dict[str, str], tmp_path: Path) -> None:
    """The examples of a block run one after another in a folder of their own."""
    folder = tmp_path / "work"
    samples.write(folder)
    exported = piped(("export", "--format", "jsonl"), env).out
    (folder / "colleague.jsonl").write_text(exported, encoding="utf-8")
    env = {**env, "EDITOR": "true"}
    if not any(command.startswith("prop init") for command in commands):
        assert piped(("init",), env).code == 0
    for command in commands:
        example, *_ = command.split(" | ")
        arguments = tuple(shlex.split(example)[1:])
        if opens_editor(arguments):
            ended = on_terminal(arguments, env)
        else:
            ended = piped(arguments, env, cwd=folder)
        assert ended.code == EXIT_CODES.get(command, 0), (command, ended.err)
        if "-o" in arguments:
            assert (folder / arguments[arguments.index("-o") + 1]).stat().st_size > 100


def test_every_command_and_format_has_an_example() -> None:
    """A reader finds commands in the tables, and each example is tested."""
    examples = {command for commands in blocks() for command in commands}
    for command in COMMANDS:
        assert re.search(rf"^\| .*`{command}`", README, re.MULTILINE)
    without = {"themes", "people", "bodies", "sources"}  # one line, one example
    assert {example.split()[1] for example in examples} >= set(COMMANDS) - without
    endings = {Path(example.split()[-1]).suffix for example in examples if " -o " in example}
    assert endings >= {".jsonl", ".csv", ".json", ".bib", ".md", ".db", ".html"}
    (formats,) = re.findall(r"^Output is (.*?)\. ", README, re.MULTILINE)
    assert set(re.findall(r"`(.*?)`", formats)) == set(Format)
    for format_ in ExportFormat:
        assert f"| `{format_}` |" in README
    read = {Path(word).suffix for example in examples for word in example.split()[2:3]}
    assert read >= {f".{format_}" for format_ in FileFormat}


def test_two_lines_install_and_test() -> None:
    """One line runs the program, the other the tests; CI runs the same lines."""
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("prop list --theme digital-economy")
    assert lines[1].endswith("poe test")
    assert "readme_line" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_picture_is_current() -> None:
    """It shows what the program prints now; `poe picture` draws it again."""
    assert picture.draw() == picture.PICTURE.read_text(encoding="utf-8")
