"""Measure what a change costs, and the first question after it, as a base grows.

::

    python -m tests.benchmarks.writing [--workdir FOLDER] [--sizes 54 10000 100000] [--rounds 3]

Prints Markdown: the processor time of each command, alone and against ``json.load`` of the same
file, its wall time, the most memory it took, and how many times as long it took as at the first
size. The base is copied first, so that the one in the working folder stays as it is.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.bases import JSON_LOAD, ONE_ROW, STABLE_SECONDS
from tests.benchmarks.prepare import SHIPPED_COUNT, THEME
from tests.benchmarks.scale import DEFAULT_WORKDIR
from tests.benchmarks.timing import PROJECT, PROP, FailedError, environment, run, table

SIZES = (SHIPPED_COUNT, 10_000, 100_000)
MANY = 1_000
"""Records that are changed at once."""


class Cost(NamedTuple):
    """What a process took: processor seconds, wall seconds, and the most memory in bytes."""

    processor: float
    wall: float
    peak: int


class Changing:
    """A copy of the base of one size, which is changed."""

    def __init__(self, count: int, workdir: Path) -> None:
        """Prepare the base, copy it, and build its index and its full-text index."""
        self.count = count
        kept = (workdir / str(count)).absolute()
        command = (sys.executable, "-m", "tests.benchmarks.prepare", str(count), str(kept))
        run(command, environment(kept))
        self.folder = kept / "writing"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.store = self.folder / "base.json"
        shutil.copyfile(kept / "base.json", self.store)
        answers = json.loads((kept / "answers.json").read_text("utf-8"))
        self.shown: dict[str, Any] = answers["shown"]
        self.env = environment(self.folder / "cache", self.store)
        self.env |= {"XDG_CONFIG_HOME": str(self.folder / "configuration")}
        time.sleep(STABLE_SECONDS)  # a file so young is read again by every command
        self.prop(*ONE_ROW)
        self.prop("search", "digital", "--limit", "1")

    def prop(self, *arguments: str, stdin: str = "") -> Cost:
        """Run a command."""
        return cost((*PROP, *arguments), self.env, stdin)

    def steps(self, number: int) -> dict[str, Cost]:
        """Run one round; return what each command took."""
        id_ = f"2026-measured-{number}"
        found = {"json.load": cost((sys.executable, "-c", JSON_LOAD, str(self.store)), self.env)}
        found["list, nothing changed"] = self.prop(*ONE_ROW)
        placed: dict[str, Any] = {"body": "npc", "kind": "suggestion"}
        draft: dict[str, Any] = placed | {
            "id": id_,
            "title": f"On measuring {number}",
            "year": 2026,
            "themes": [THEME],
        }
        draft["sources"] = [f"https://example.org/{id_}"]
        found["add"] = self.prop("add", "-", stdin=json.dumps(draft))
        found["list after add"] = self.prop(*ONE_ROW)
        found["search after add"] = self.prop("search", "measuring", "--limit", "1")
        edited = self.shown | {"notes": [f"Measured in round {number}."]}
        edited.pop("history", None)
        found["edit in the middle"] = self.prop(
            "edit", self.shown["id"], "-", stdin=json.dumps(edited)
        )
        found["list after edit"] = self.prop(*ONE_ROW)
        found["undo"] = self.prop("undo")
        found["list after undo"] = self.prop(*ONE_ROW)
        found["undo again"] = self.prop("undo")
        many = min(MANY, self.count)
        drafts = [
            {"id": f"{1950 + place % 70}-many-{number}-{place}", "title": f"Many {place}"}
            | {"year": 1950 + place % 70, "session": f"measured-{number}"}
            | placed
            for place in range(many)
        ]
        found[f"add {MANY:,}, all over"] = self.prop("add", "-", stdin=json.dumps(drafts))
        found[f"list after {MANY:,}"] = self.prop(*ONE_ROW)
        chosen = (f"session:measured-{number}", "--yes")
        found[f"set in {MANY:,}"] = self.prop("set", "status=replied", "term=13", *chosen)
        found[f"undo set in {MANY:,}"] = self.prop("undo")
        found[f"undo {MANY:,}"] = self.prop("undo")
        return found


def cost(command: Sequence[str], env: dict[str, str], stdin: str = "") -> Cost:
    """Run a process and return what it took.

    Raises:
        FailedError: It exits with another code than 0.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=env,
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    with process.stdin as pipe, process.stderr as errors:
        pipe.write(stdin)
        pipe.close()
        message = errors.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(f"{' '.join(command)} exited with {process.returncode}:\n{message}")
    seconds = time.perf_counter() - started
    return Cost(used.ru_utime + used.ru_stime, seconds, used.ru_maxrss * 1024)


def median(values: Sequence[float]) -> float:
    """Return the middle one of values."""
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Measure and print a table per size."""
    parser = argparse.ArgumentParser(description="Measure what changes cost.")
    parser.add_argument("--workdir", type=Path, default=DEFAULT_WORKDIR)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    first: dict[str, float] = {}
    for count in arguments.sizes:
        base = Changing(count, arguments.workdir)
        rounds = [base.steps(number) for number in range(arguments.rounds)]
        size = base.store.stat().st_size
        shutil.rmtree(base.folder)
        loading = median([one["json.load"].processor for one in rounds])
        rows = []
        for name in rounds[0]:
            took = [one[name] for one in rounds]
            processor = median([one.processor for one in took])
            first.setdefault(name, processor)
            rows.append(
                (
                    name,
                    f"{processor:.2f} s",
                    f"{processor / loading:.2f} ×",
                    f"{processor / first[name]:.2f} ×",
                    f"{median([one.wall for one in took]):.2f} s",
                    f"{max(one.peak for one in took) / 1e6:,.0f} MB",
                )
            )
        print(f"\n{count:,} proposals, {size / 1e6:,.1f} MB\n")
        least = f"against {arguments.sizes[0]:,}"
        print(table(("command", "processor", "× json.load", least, "wall", "memory"), rows))


if __name__ == "__main__":
    main()
