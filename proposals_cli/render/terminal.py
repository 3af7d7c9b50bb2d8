"""Standard output: whether it is a terminal, its width and colours, and the pager."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import NamedTuple

DEFAULT_PAGER = "less -FRX"


class Screen(NamedTuple):
    """Where output goes. ``width`` is None if lines may have any length."""

    width: int | None
    height: int | None
    colour: bool


def screen() -> Screen:
    """Return what standard output is, honouring NO_COLOR, FORCE_COLOR, COLUMNS and TERM."""
    terminal = sys.stdout.isatty()
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
    refused = os.environ.get("NO_COLOR", "") != "" or (_is_dumb() and not forced)
    if not terminal:
        return Screen(None, None, forced and not refused)
    size = shutil.get_terminal_size()
    return Screen(size.columns, size.lines, not refused)


def _is_dumb() -> bool:
    """Tell whether the terminal can do no more than print text."""
    return os.environ.get("TERM") in ("dumb", "unknown")


def write(lines: Iterable[str], to: Screen) -> None:
    """Write lines to standard output, through the pager if they do not fit the terminal."""
    if to.height is None or _is_dumb() or os.environ.get("PAGER") in ("", "cat"):
        sys.stdout.writelines(lines)
        return
    rest = iter(lines)
    first = list(islice(rest, to.height))
    if len(first) < to.height or not _paged(chain(first, rest)):
        sys.stdout.writelines(first)
        sys.stdout.writelines(rest)


def _paged(lines: Iterator[str]) -> bool:
    """Show lines in the pager; return False, without reading a line, if none can be started."""
    command: list[str] = []
    with suppress(ValueError):  # an unclosed quotation mark
        command = shlex.split(os.environ.get("PAGER") or DEFAULT_PAGER)
    if not command or shutil.which(command[0]) is None:
        return False
    sys.stdout.flush()
    # The user chooses the pager, and no shell runs it.
    pager = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8")
    assert pager.stdin is not None
    # A user who quits early closes the pipe; the interrupt key belongs to the pager.
    with suppress(BrokenPipeError, KeyboardInterrupt):
        pager.stdin.writelines(lines)
    with suppress(BrokenPipeError):
        pager.stdin.close()
    while True:
        with suppress(KeyboardInterrupt):
            pager.wait()
            return True
