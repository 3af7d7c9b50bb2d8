"""Run the program as a person would: in a pipe, or in a terminal of some width."""

import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from typing import NamedTuple

LINES = 400


class Ended(NamedTuple):
    """What a run of the program came to."""

    code: int
    out: str
    err: str


def environment(cache: str, **more: str) -> dict[str, str]:
    """Return an environment of its own: nothing of the caller's settings shows through."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "COVERAGE_PROCESS_START")}
    return {
        **kept,
        "HOME": cache,
        "XDG_CACHE_HOME": cache,
        "XDG_DATA_HOME": f"{cache}/data",
        "XDG_CONFIG_HOME": f"{cache}/config",
        "TERM": "xterm-256color",
        "BROWSER": "true",  # no test opens a page
        **more,
    }


def piped(
    arguments: tuple[str, ...], env: Mapping[str, str], stdin: str = "", cwd: Path | None = None
) -> Ended:
    """Run ``prop`` with its output in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "proposals_cli", *arguments],
        env=dict(env),
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def opens_editor(arguments: Sequence[str]) -> bool:
    """Return whether a command opens an editor: it is given neither a file nor options."""
    reason = 2 if "-m" in arguments else 0
    return arguments[0] in ("add", "edit") and len(arguments) - reason == 1 + (
        arguments[0] == "edit"
    )


def on_terminal(
    arguments: tuple[str, ...],
    env: Mapping[str, str],
    columns: int = 80,
    lines: int = LINES,
    pager: str | None = "cat",
) -> Ended:
    """Run ``prop`` on a terminal of some size; what it writes to standard error is separate."""
    parent, child = pty.openpty()
    ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "proposals_cli", *arguments],
        env={**env, **({} if pager is None else {"PAGER": pager})},
        stdin=child,
        stdout=child,
        stderr=subprocess.PIPE,
    )
    os.close(child)
    output = b""
    while True:
        try:
            block = os.read(parent, 1 << 16)
        except OSError:  # the program has ended
            break
        if not block:
            break
        output += block
    os.close(parent)
    assert process.stderr
    with process.stderr as stream:
        err = stream.read().decode()
    return Ended(process.wait(), output.decode().replace("\r\n", "\n"), err)
