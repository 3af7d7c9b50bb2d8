"""``prop check`` as a Git hook: the documented one and the one this repository offers."""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from proposals_cli.commands.session import shipped_base
from tests.terminal import piped
from tests.test_readme import README, ROOT


def documented() -> dict[str, Any]:
    """Return the pre-commit hook documented in the README."""
    block = README.split("```yaml\n")[1].split("```")[0]
    hook: dict[str, Any] = yaml.safe_load(block)["repos"][0]["hooks"][0]
    return hook


def offered() -> dict[str, Any]:
    """Return the hook that this repository offers, with the arguments in its comment."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["args"] == ["check"]
    return {**hook, "args": ["--store", "base.json", "check", "--errors"]}


@pytest.mark.parametrize("hook", [documented(), offered()], ids=["documented", "offered"])
@pytest.mark.parametrize(
    ("change", "code"), [(("", ""), 0), (('"fintech"', '"gone"'), 1), (('"id"', '"id'), 3)]
)
def test_a_hook_rejects_an_invalid_base(
    hook: dict[str, Any], change: tuple[str, str], code: int, env: Mapping[str, str], tmp_path: Path
) -> None:
    """The shipped base passes; a dangling theme and broken JSON do not."""
    text = shipped_base().read_text(encoding="utf-8")
    (tmp_path / "base.json").write_text(text.replace(*change, 1), encoding="utf-8")
    program, *arguments = shlex.split(hook["entry"]) + list(hook.get("args", ()))
    assert program == "prop"
    assert hook["pass_filenames"] is False
    assert piped(tuple(arguments), env, cwd=tmp_path).code == code


def test_a_hook_can_print_its_findings_as_json(env: Mapping[str, str]) -> None:
    """With --format json, standard output is one array."""
    rows = json.loads(piped(("check", "--format", "json"), env).out)
    assert {row["severity"] for row in rows} == {"warning"}
