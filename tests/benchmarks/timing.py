"""Run processes and compare their times.

The cases run in turn, in a random order in each round, so that other work of the machine affects
all of them alike; a ratio is the median of the ratios of the rounds.
"""

import fcntl
import os
import pty
import random
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[2]
PROP = (sys.executable, "-m", "proposals_cli")
COLUMNS, LINES = 120, 500  # enough lines that no pager starts

_LEFT_OUT = ("PROP_", "PYTHON", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PAGER", "LESS")


class FailedError(Exception):
    """A process failed that should have succeeded; the message contains its errors."""


class Run(NamedTuple):
    """One finished process: wall seconds, peak resident bytes, and its standard output.

    The peak includes that of the process that started it: see ``floor``.
    """

    seconds: float
    peak: int
    output: str


class Series:
    """The runs of one case, one per round: wall seconds, and the highest peak in bytes."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.peak = 0

    @property
    def median(self) -> float:
        """The median wall time in seconds."""
        return _median(self.seconds)

    def ratio(self, other: "Series") -> float:
        """Return how many times as long this took as the other, by the median round."""
        return _median([a / b for a, b in zip(self.seconds, other.seconds, strict=True)])


def environment(cache: Path, store: Path | None = None, **more: str) -> dict[str, str]:
    """Return an environment with ``store`` as the base and ``cache`` as the only writable place."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_LEFT_OUT)}
    kept |= {"XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8", "PAGER": "cat"}
    if store is not None:
        kept["PROP_STORE"] = str(store)
    return kept | more


def run(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run a command with its output in a pipe.

    Raises:
        FailedError: It exits with another code than 0.
    """
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=env,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        assert process.stdout is not None
        with process.stdout as pipe:
            output = pipe.read()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        message = errors.read().decode(errors="replace")
    _check(command, process.returncode, message)
    return Run(seconds, _bytes(used.ru_maxrss), output.decode())


def run_on_terminal(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run a command on a new terminal, ``COLUMNS`` wide.

    Raises:
        FailedError: It exits with another code than 0.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**env, "TERM": "xterm-256color"},
        cwd=PROJECT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    output = bytearray()
    try:
        while block := os.read(ours, 1 << 16):
            output += block
    except OSError:
        pass  # Linux reports a closed other side in this way
    finally:
        os.close(ours)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    text = output.decode(errors="replace")
    _check(command, process.returncode, text)
    return Run(seconds, _bytes(used.ru_maxrss), text)


def compare(
    cases: Mapping[str, Callable[[], Run]], rounds: int, *, warm: bool = True
) -> dict[str, Series]:
    """Run every case once per round; with ``warm``, also once before, not counted."""
    found = {name: Series() for name in cases}
    order = list(cases)
    shuffle = random.Random(1).shuffle
    if warm:
        for case in cases.values():
            case()
    for _ in range(rounds):
        shuffle(order)
        for name in order:
            one = cases[name]()
            found[name].seconds.append(one.seconds)
            found[name].peak = max(found[name].peak, one.peak)
    return found


def floor() -> int:
    """Return the least peak in bytes that can be measured for a started process.

    A new process shares its parent's memory until it starts another program, and that memory
    counts: a runner must therefore stay small.
    """
    return run(("true",), os.environ).peak


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; columns after the first are aligned to the right."""
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rules, *rows)) + "\n"


def milliseconds(seconds: float) -> str:
    """Return a time for people: ``84 ms`` or ``12.3 s``."""
    return f"{seconds * 1000:,.0f} ms" if seconds < 10 else f"{seconds:,.1f} s"


def megabytes(size: float) -> str:
    """Return a size for people, as ``23 MB``."""
    return f"{size / 1e6:,.0f} MB"


def _median(values: list[float]) -> float:
    # the module statistics would add three megabytes to every runner: see floor
    ordered, middle = sorted(values), len(values) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def _check(command: Sequence[str], code: int, message: str) -> None:
    if code:
        raise FailedError(f"{' '.join(command)} exited with {code}:\n{message.strip()}")


def _bytes(maxrss: int) -> int:
    return maxrss if sys.platform == "darwin" else maxrss * 1024
