"""Fixtures that all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from proposals_cli.app import app
from tests.terminal import Ended, environment

Prop = Callable[..., Ended]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return an environment for processes, with folders of the test's own."""
    return environment(str(tmp_path / "home"))


@pytest.fixture
def prop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prop:
    """Return a function that runs the program in this process and expects an exit code."""
    for name in ("PROP_STORE", "PROP_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(str(tmp_path / "home")).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, exit_code: int = 0, stdin: str = "") -> Ended:
        result = CliRunner().invoke(app, list(arguments), input=stdin, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run
