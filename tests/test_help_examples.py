"""The examples in the help of every command run in a shell."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from proposals_cli.app import COMMANDS
from tests import samples
from tests.terminal import on_terminal, opens_editor, piped

EXIT_CODES = {
    "prop import motions.csv --dry-run": 1,  # shows what is missing
    "prop check --strict --format json": 1,  # the shipped base has warnings
    'prop remove 2022-cultural-technology -m "entered twice"': 1,  # cannot ask for confirmation
    "prop remove spasvo-2013 --cascade": 1,  # cannot ask for confirmation
    "prop rename sme small-firms": 1,  # cannot ask for confirmation
    'prop rename 2020-pearl 2020-pearl-river-delta -m "clearer"': 1,  # cannot ask for confirmation
    "prop undo": 1,  # nothing has been changed
    "prop init postgresql://archive.example.org/base --empty": 3,  # there is no such server
    "prop git-merge --install --store mine.json": 1,  # not in a git repository
    "prop git-merge --uninstall --store mine.json": 1,
    'prop undo --yes -m "entered twice"': 1,
}
"""Exit codes of the examples that fail in a new base and without a terminal."""


def examples(command: str, env: Mapping[str, str]) -> list[str]:
    """Return the examples in a command's help, long lines joined."""
    text = piped((command, "--help"), env).out.replace("\\\n", " ")
    _, _, rest = text.partition("Examples:\n")
    lines = [line.strip() for line in rest.split("\n\n")[0].splitlines()]
    return [re.sub(" +", " ", line) for line in lines]


def in_shell(line: str, folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell that finds this program, without a terminal."""
    return subprocess.run(
        ["sh", "-c", line],
        env=dict(env),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_of_the_help_run(command: str, env: dict[str, str], tmp_path: Path) -> None:
    """Each ends with the expected exit code, and its pipes pass data on."""
    folder, programs = tmp_path / "work", tmp_path / "programs"
    samples.write(folder)
    exported = piped(("export", "--format", "jsonl"), env).out
    (folder / "base.jsonl").write_text(exported, encoding="utf-8")
    programs.mkdir()
    shim = programs / "prop"
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} -m proposals_cli "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    env = {**env, "PATH": f"{programs}:{env['PATH']}", "EDITOR": "true"}
    found = examples(command, env)
    assert found
    if command != "init":
        assert piped(("init",), env).code == 0
    if command == "export":
        (folder / "base.jsonl").unlink()
    for example in found:
        line = example.partition(" && ")[0]  # what follows && runs another program
        if "jq" in line and shutil.which("jq") is None:
            continue
        if "|" not in line and opens_editor(arguments := tuple(shlex.split(line)[1:])):
            assert on_terminal(arguments, env).code == 0
            continue
        ended = in_shell(line, folder, env)
        assert ended.returncode == EXIT_CODES.get(example, 0), (example, ended.stderr)
        assert "Traceback" not in ended.stderr
        if " | " in line:
            assert ended.stdout or ended.stderr
