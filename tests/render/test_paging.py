"""Long pages go through the user's pager; short ones and pipes do not."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

from proposals_cli.render.terminal import screen
from tests.terminal import Ended, on_terminal, piped

NUMBER_OF_LINK = re.compile(r"\x1b\]8;id=\d+")
"""Rich numbers links at random."""


def on_small_terminal(
    arguments: tuple[str, ...], env: Mapping[str, str], pager: str | None
) -> Ended:
    """Run ``prop`` on a terminal of ten lines with a pager."""
    return on_terminal(arguments, env, 100, lines=10, pager=pager)


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """Return a pager that writes a line of its own."""
    script = tmp_path / "my pager"
    script.write_text('#!/bin/sh\necho "PAGED $1"\ncat\n')
    script.chmod(0o755)
    return f"'{script}' -x"


@pytest.mark.parametrize(
    "command", [("list",), ("show", "ma-huateng"), ("stats",), ("search", "a")]
)
def test_what_does_not_fit_the_screen_is_paged(
    env: Mapping[str, str], pager: str, command: tuple[str, ...]
) -> None:
    """The page goes to the pager, styles included, and the pager gets its arguments."""
    paged, straight = (on_small_terminal(command, env, how) for how in (pager, "cat"))
    assert (paged.code, paged.err) == (straight.code, straight.err)
    first, _, rest = paged.out.partition("\n")
    assert first == "PAGED -x"
    assert NUMBER_OF_LINK.sub("", rest) == NUMBER_OF_LINK.sub("", straight.out)
    assert "\x1b[" in rest


def test_what_fits_the_screen_is_not_paged(env: Mapping[str, str], pager: str) -> None:
    """A few lines are written directly."""
    ended = on_small_terminal(("list", "-n", "3"), env, pager)
    assert "PAGED" not in ended.out
    assert ended.out.count("planned") == 3


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_only_prints_has_no_pager(
    env: Mapping[str, str], pager: str, term: str
) -> None:
    """Neither a pager nor colours: such a terminal shows what they do as text."""
    ended = on_small_terminal(("list",), {**env, "TERM": term}, pager)
    assert ended.out.count(" · ") >= 54
    assert ended.out.splitlines()[-1].startswith("  2013-")
    assert "\x1b" not in ended.out


def test_a_pipe_is_not_paged(env: Mapping[str, str], pager: str) -> None:
    """No pager runs between programs."""
    assert "PAGED" not in piped(("list",), {**env, "PAGER": pager}).out


@pytest.mark.parametrize("missing", ["", "cat", "no-such-pager-anywhere"])
def test_without_a_pager_everything_is_written(env: Mapping[str, str], missing: str) -> None:
    """Without a pager, or if it is not installed, no line is lost."""
    ended = on_small_terminal(("list",), env, missing)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count(" · measures ") == 54


def test_quitting_the_pager_early_is_not_an_error(env: Mapping[str, str]) -> None:
    """Quitting the pager shows no traceback."""
    ended = on_small_terminal(("measures",), env, "head -n 1")
    assert (ended.code, ended.err) == (0, "")
    assert len(ended.out.splitlines()) == 1


@pytest.mark.parametrize("broken", ["'less", " "])
def test_a_pager_that_cannot_be_parsed_is_ignored(env: Mapping[str, str], broken: str) -> None:
    """An unclosed quotation mark in PAGER means no pager."""
    ended = on_small_terminal(("list",), env, broken)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count(" · measures ") == 54


def test_columns_overrides_the_width_of_the_terminal(env: Mapping[str, str]) -> None:
    """COLUMNS overrides the width of the terminal."""
    for columns in (60, 140):
        ended = on_small_terminal(
            ("themes",), {**env, "COLUMNS": str(columns), "NO_COLOR": "1"}, "cat"
        )
        widest = max(map(cell_len, ended.out.splitlines()))
        assert columns - 20 <= widest <= columns


@pytest.mark.parametrize(
    ("env", "terminal", "colour"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_when_output_has_colour(
    monkeypatch: pytest.MonkeyPatch, env: Mapping[str, str], terminal: bool, colour: bool
) -> None:
    """Terminals have colour; NO_COLOR turns it off, FORCE_COLOR on."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert screen().colour is colour


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("200", 200), ("0", 80), ("x", 80)])
def test_columns_sets_the_width(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    """A valid COLUMNS is the width of a terminal; a pipe has no width."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda _=0: os.terminal_size((80, 24)))
    assert screen().width == width
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert screen().width is None
