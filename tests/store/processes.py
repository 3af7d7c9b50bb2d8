"""Start the jobs of ``workers.py`` and kill them."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

KILLS = int(os.environ.get("PROP_TEST_KILLS", "10"))
"""How often a process is killed in each test that does so."""

PROJECT = Path(__file__).parents[2]


def start(job: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a job whose lines can be read from ``stdout``."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.workers", job, *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_together(*jobs: tuple[object, ...]) -> list[str]:
    """Run jobs at the same time to their end and return their lines; none may fail."""
    processes = [start(str(job), *arguments) for job, *arguments in jobs]
    ends = [process.communicate(timeout=120) for process in processes]
    for process, (_, errors) in zip(processes, ends, strict=True):
        assert process.returncode == 0, errors
    return [line for lines, _ in ends for line in lines.splitlines()]


def run(job: str, *arguments: object) -> list[str]:
    """Run a job to its end and return its lines; it may not fail."""
    return run_together((job, *arguments))


def kill_in_work(process: subprocess.Popen[str], chance: random.Random, within: float) -> list[str]:
    """Kill a job at a random moment after its first line; return the lines it had printed.

    Args:
        process: the job.
        chance: gives the moment.
        within: the moment lies at most so many seconds after the first line.
    """
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(chance.uniform(0, within))
    process.send_signal(signal.SIGKILL)
    rest, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, errors
    assert first, errors
    # a last line without a line break was cut off
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
