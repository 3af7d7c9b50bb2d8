"""The progress bar: it appears when work takes long, and is removed afterwards."""

import io
from typing import Any

import pytest

from proposals_cli.commands import progress
from proposals_cli.commands.progress import ProgressBar


class Terminal(io.StringIO):
    """A terminal for standard error."""

    def isatty(self) -> bool:
        """Return True: a person reads it."""
        return True


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard error a terminal and show bars at once; return the terminal."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)  # within the test: pytest sets it before each
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setenv("TERM", "xterm-256color")
    return terminal


def shown() -> Any:
    """Return the bar on the screen."""
    return ProgressBar._on_screen


def test_bar_is_removed_when_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the work; afterwards the line is empty and the cursor visible."""
    screen = watched(monkeypatch)
    report = ProgressBar()
    report("Reading", 1, 10)
    assert shown() is not None
    report("Reading", 10, 10)
    assert shown() is None
    assert "Reading" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_new_work_replaces_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two bars at once would overwrite each other."""
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


def test_no_bar_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe shows no bar, however long the work takes."""
    monkeypatch.setattr("sys.stderr", io.StringIO())
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    ProgressBar()("Reading", 1, 10)
    assert shown() is None
