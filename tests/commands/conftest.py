"""Fixtures for the commands that change a base."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.desk import SMALL, Desk, Editor
from tests.factories import fact, note

Opens = Callable[..., Editor]


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base with a fact and a note."""
    return Desk(prop, tmp_path, [*SMALL, fact(person="li-hua"), note()])


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program, which runs in this process, find a terminal."""
    for name in ("has_keyboard", "has_terminal"):
        monkeypatch.setattr(f"proposals_cli.commands.editor.{name}", lambda: True)


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: None) -> Opens:
    """Return a function that sets EDITOR to a script of steps, for use at a terminal."""

    def set_editor(*steps: str) -> Editor:
        editor = Editor(tmp_path, *steps)
        monkeypatch.setenv("EDITOR", editor.command)
        return editor

    return set_editor
