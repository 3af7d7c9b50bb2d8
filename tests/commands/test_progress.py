"""The progress bar: it comes when work takes long, and leaves nothing behind."""

import io
from typing import Any

import pytest

from proposals_cli.commands import progress
from proposals_cli.commands.progress import ProgressBar


class Terminal(io.StringIO):
    """A screen for standard error."""

    def isatty(self) -> bool:
        """Say that a person looks at it."""
        return True


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard error a terminal, and have no patience at all; return the terminal."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)  # within the test: pytest sets it before each
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setenv("TERM", "xterm-256color")
    return terminal


def shown() -> Any:
    """Return the bar on the screen."""
    return ProgressBar._on_screen


def test_bar_leaves_when_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the work, and gives the line and the cursor back."""
    screen = watched(monkeypatch)
    report = ProgressBar()
    report("Reading", 1, 10)
    assert shown() is not None
    report("Reading", 10, 10)
    assert shown() is None
    assert "Reading" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_other_work_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two bars at once would write over each other."""
    watched(monkeypatch)
    first, second = ProgressBar(), ProgressBar()
    first("Building", 1, 10)
    bar = shown()
    second("Checking", 1, 10)
    assert not bar.live.is_started
    second("Writing", 1, 10)
    assert [task.description for task in shown().tasks] == ["Writing"]
    ProgressBar.clear()
    assert shown() is None


def test_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe there is no bar, however long it takes."""
    monkeypatch.setattr("sys.stderr", io.StringIO())
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    ProgressBar()("Reading", 1, 10)
    assert shown() is None
