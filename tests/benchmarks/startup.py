"""Measure the start-up time of commands, compared with the imports that they need at least.

::

    python -m tests.benchmarks.startup [--runs 15]

Prints a table of ratios and the third-party modules that each reading command imports.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.timing import (
    PROJECT,
    PROP,
    Run,
    compare,
    environment,
    milliseconds,
    run,
    run_on_terminal,
    table,
)

SHIPPED = PROJECT / "data" / "proposals.json"
THEME = "digital-economy"

IMPORTS_RICH = "import typer, sqlite3, rich.console, rich.table"
IMPORTS = "import typer, sqlite3"
BARE = "pass"

MODULES_OF = """
import atexit, json, os, runpy, sys
before, target, leave = {*sys.modules}, sys.argv.pop(1), os._exit

@atexit.register
def note():
    names = {name.partition(".")[0] for name in {*sys.modules} - before}
    paths = {name: getattr(sys.modules.get(name), "__file__", None) or "" for name in names}
    with open(target, "w") as file:
        json.dump([name for name in names if "-packages" in paths[name]], file)

os._exit = lambda code: (note(), leave(code))  # the program may skip atexit
runpy.run_module("proposals_cli", run_name="__main__", alter_sys=True)
"""
"""Runs the program and writes the names of its third-party modules to a file."""


def cases(id_: str) -> list[tuple[str, list[str], bool, str, float | None]]:
    """Return rows of label, arguments, whether on a terminal, baseline and goal."""
    return [
        ("list, on a terminal", ["list"], True, IMPORTS_RICH, 0.75),
        ("list, in a pipe", ["list"], False, IMPORTS_RICH, 0.75),
        ("list --format json", ["list", "--format", "json"], False, IMPORTS, 1.1),
        (f"list --theme {THEME}", ["list", "--theme", THEME], False, IMPORTS_RICH, None),
        ("show ID", ["show", id_], False, BARE, None),
        ("stats", ["stats"], False, BARE, None),
        ("--help", ["--help"], False, BARE, None),
        ("--version", ["--version"], False, BARE, None),
    ]


def reading_commands(id_: str) -> list[list[str]]:
    """Return the reading commands, in each kind of format, whose imports are listed."""
    return [
        ["list"],
        ["list", "--format", "json"],
        ["list", "--format", "csv"],
        ["show", id_],
        ["show", id_, "--format", "json"],
        ["search", "digital economy"],
        ["search", "digital economy", "--format", "json"],
        ["stats"],
        ["stats", "--format", "json"],
        ["measures"],
        ["themes"],
        ["--help"],
        ["--version"],
    ]


def third_party(arguments: list[str], env: dict[str, str], folder: Path) -> list[str]:
    """Return the third-party top-level modules that a command imports."""
    target = folder / "modules.json"
    run((*PROP, *arguments), env)  # build what is built on first use
    run((sys.executable, "-c", MODULES_OF, str(target), *arguments), env)
    return sorted(json.loads(target.read_text("utf-8")))


def measure(rounds: int, folder: Path) -> str:
    """Return the table of times and ratios as Markdown."""
    id_ = next(iter(json.loads(SHIPPED.read_text("utf-8"))["proposals"].values()))["id"]
    env = environment(folder)
    rows = cases(id_)
    to_run: dict[str, Callable[[], Run]] = {
        code: partial(run, (sys.executable, "-c", code), env)
        for code in (BARE, IMPORTS, IMPORTS_RICH)
    }
    for label, arguments, on_terminal, _, _ in rows:
        to_run[label] = partial(run_on_terminal if on_terminal else run, (*PROP, *arguments), env)
    for case in to_run.values():
        case()  # build the index
    found = compare(to_run, rounds)
    lines = [
        [f"`python -c '{code}'`", milliseconds(found[code].median), "", "", ""]
        for code in (BARE, IMPORTS, IMPORTS_RICH)
    ]
    for label, _, _, baseline, goal in rows:
        ratio = found[label].ratio(found[baseline])
        verdict = "" if goal is None else f"≤ {goal} {'met' if ratio <= goal else 'MISSED'}"
        time = milliseconds(found[label].median)
        lines.append([f"`prop {label}`", time, f"{ratio:.2f}", f"`{baseline}`", verdict])
    return table(["", "median", "ratio", "to", "goal"], lines)


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description="Measure how long commands take to start.")
    parser.add_argument("--runs", type=int, default=15, help="rounds (default 15)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"The shipped base, {arguments.runs} rounds in random order\n")
        print(measure(arguments.runs, folder))
        print("Third-party modules imported, with a fresh index:\n")
        id_ = next(iter(json.loads(SHIPPED.read_text("utf-8"))["proposals"].values()))["id"]
        for command in reading_commands(id_):
            modules = ", ".join(third_party(command, environment(folder), folder))
            print(f"- `prop {' '.join(command)}`: {modules or 'none'}")


if __name__ == "__main__":
    main()
