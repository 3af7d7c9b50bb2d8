"""Start the jobs of ``workers.py``, kill them, and wait for them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

KILLS = int(os.environ.get("PROP_TEST_KILLS", "8"))
"""How often a process is killed at a random moment; set it to 100 by hand."""

PROJECT = Path(__file__).parents[1]


def start(
    job: str, *arguments: object, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start a job whose lines can be read from ``stdout``.

    It writes no bytecode (``-B``): where files may not grow, Python leaves a truncated one, which
    breaks every later import of the module.
    """
    return subprocess.Popen(
        [sys.executable, "-B", "-m", "tests.workers", job, *map(str, arguments)],
        cwd=PROJECT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str], code: int = 0) -> list[str]:
    """Return the lines of a job that has come to its end."""
    lines, errors = process.communicate(timeout=120)
    assert process.returncode == code, errors
    return lines.splitlines()


def run_together(*jobs: tuple[object, ...]) -> list[str]:
    """Run jobs at the same time to their end and return their lines; none may fail."""
    processes = [start(str(job), *arguments) for job, *arguments in jobs]
    return [line for process in processes for line in finished(process)]


def run(job: str, *arguments: object) -> list[str]:
    """Run a job to its end and return its lines; it may not fail."""
    return finished(start(job, *arguments))


def killed(process: subprocess.Popen[str], after: float) -> list[str]:
    """Kill a job this many seconds after its first line; return the complete lines it printed."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()  # communicate() would lose what readline() has buffered
    _, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, errors
    assert first, errors
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
