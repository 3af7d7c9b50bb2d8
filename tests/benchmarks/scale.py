"""Measure how long questions and building the index take as a base grows.

::

    python -m tests.benchmarks.scale [--full] [--workdir FOLDER] [--peers 1000 10000]

Every answer is checked before it is timed. Prints Markdown. The bases stay in the working
folder for the next run; ``--full`` adds 1,000,000 proposals and needs 20 GB there.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.bases import JSON_LOADS, Base, expect
from tests.benchmarks.peers import compare_with_peers
from tests.benchmarks.prepare import LIMIT, SHIPPED_COUNT, THEME, UNTIL, YEARS
from tests.benchmarks.timing import Series, compare, floor, megabytes, milliseconds, run, table

SIZES = (SHIPPED_COUNT, 1_000, 10_000, 100_000)
FULL = 1_000_000
DEFAULT_WORKDIR = Path.home() / ".cache" / "prop-benchmarks"

FILTER = ("--theme", THEME, "--year", f"{YEARS[0]}..{YEARS[1]}")


class Question(NamedTuple):
    """One question: its label, its command on a base, and a check of its answer as JSON."""

    label: str
    command: Callable[[Base], list[str]]
    check: Callable[[Base, Any], None]


def _ids(rows: Any) -> list[str]:
    """Return the ids of proposals; a search finds other records as well."""
    return [row["id"] for row in rows if row.get("record", "proposal") == "proposal"]


def _check_stats(base: Base, found: Any) -> None:
    expect(found["total"], base.answers["total"], "stats: total")
    expect(found["measures"], base.answers["measures"], "stats: measures")
    by_theme = {row["theme"]: row["count"] for row in found["by_theme"]}
    expect(by_theme, base.answers["by_theme"], "stats: by theme")


def _check_rare(base: Base, found: Any, text: str) -> None:
    if base.answers["planted"]:
        expect(sorted(_ids(found)), base.answers["planted"][text], f"search {text}")
    else:
        expect(len(found) > 0, True, f"search {text}: anything")


def _check_common(base: Base, found: Any) -> None:
    few = base.count < 1_000
    expect(len(found) == 20 or (few and len(found) > 0), True, "search: a full page")


QUESTIONS = (
    Question(
        f"list {' '.join(FILTER)} --limit {LIMIT} --format json",
        lambda _: ["list", *FILTER, "--limit", str(LIMIT), "--format", "json"],
        lambda base, found: expect(_ids(found), base.answers["filtered"], "list, filtered"),
    ),
    Question(
        f"list --limit {LIMIT}",
        lambda _: ["list", "--limit", str(LIMIT)],
        lambda base, found: expect(_ids(found), base.answers["newest"], "list"),
    ),
    Question(
        "show ID",
        lambda base: ["show", base.answers["shown"]["id"]],
        lambda base, found: expect(found, [base.answers["shown"]], "show"),
    ),
    Question("stats", lambda _: ["stats"], _check_stats),
    Question(
        "replies --by body",
        lambda _: ["replies", "--by", "body"],
        lambda base, found: expect(
            [sum(row[key] for row in found) for key in ("asked", "answered")],
            [base.answers["asked"], base.answers["answered"]],
            "replies",
        ),
    ),
    Question(
        f"replies --limit {LIMIT} --format json",
        lambda _: ["replies", "--limit", str(LIMIT), "--format", "json"],
        lambda base, found: expect(len(found), min(LIMIT, base.answers["asked"]), "replies"),
    ),
    Question(
        f"list --until {UNTIL} --limit {LIMIT} --format json",
        lambda _: ["list", "--until", UNTIL, "--limit", str(LIMIT), "--format", "json"],
        lambda base, found: expect(_ids(found), base.answers["until"], "list, until"),
    ),
    Question(
        f"measures --theme {THEME} --limit {LIMIT}",
        lambda _: ["measures", "--theme", THEME, "--limit", str(LIMIT)],
        lambda base, found: expect(
            len(found), min(LIMIT, base.answers["theme_measures"]), "measures"
        ),
    ),
    Question(
        "search, two rare words, --limit 20",
        lambda base: ["search", *base.two_words, "--limit", "20"],
        lambda base, found: _check_rare(base, found, " ".join(base.two_words)),
    ),
    Question(
        "search, two common words, --limit 20",
        lambda _: ["search", "digital", "economy", "--limit", "20"],
        _check_common,
    ),
    Question(
        "search, a rare Chinese word, --limit 20",
        lambda base: ["search", base.chinese, "--limit", "20"],
        lambda base, found: _check_rare(base, found, base.chinese),
    ),
    Question(
        "search, a common Chinese word, --limit 20",
        lambda _: ["search", "数字经济", "--limit", "20"],
        _check_common,
    ),
)

BUILDING = (
    ("json.load", "`json.load` of the store", ""),
    ("json.load, no gc", "the same without garbage collection", ""),
    ("rows", "first `list`: rows built", "≤ 4"),
    ("text", "first `search`: full text built", "≤ 8"),
    ("changed", "`list` after one changed record", "≤ 0.6"),
    ("added", "`list` after one added record", ""),
    ("changed text", "`search` after one changed record", ""),
)


def check(base: Base) -> None:
    """Ask every question once, and search for every planted word.

    Raises:
        WrongAnswerError: An answer differs from that of the walk over the base file.
    """
    for question in QUESTIONS:
        question.check(base, base.ask(*question.command(base)))
    for text, ids in base.answers["planted"].items():
        found = base.ask("search", *text.split(), "--limit", "100")
        expect(sorted(_ids(found)), ids, f"search {text}")


def questions(bases: list[Base], rounds: int) -> str:
    """Time every question on every base and return the table."""
    rows = []
    for question in QUESTIONS:
        cases = {str(base.count): partial(base.prop, *question.command(base)) for base in bases}
        found = compare(cases, rounds)
        first = found[str(bases[0].count)]
        rows.append([f"`{question.label}`", *(_cell(each, first) for each in found.values())])
    return table(["question", *(f"{base.count:,}" for base in bases)], rows)


def building(bases: list[Base], rounds: int) -> str:
    """Time building and refreshing on every base and return the table."""
    columns = []
    for base in bases:
        runs = base.building()
        if not _fits(base.store):
            runs = {name: case for name, case in runs.items() if name not in JSON_LOADS}
        found = compare(runs, rounds if base.count <= 100_000 else 1, warm=False)
        base.check_refreshes()
        base.clean()
        columns.append(found)
    rows = [
        [label, *(_cell(each.get(name), each.get("json.load")) for each in columns), goal]
        for name, label, goal in BUILDING
    ]
    return table(["", *(f"{base.count:,}" for base in bases), "goal, at 100,000"], rows)


def _fits(store: Path) -> bool:
    """Return whether memory suffices to parse a base at once, at eight times its size."""
    free = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    with suppress(FileNotFoundError), Path("/proc/meminfo").open(encoding="ascii") as file:
        free = next(int(line.split()[1]) for line in file if line.startswith("MemAvail")) * 1024
    return store.stat().st_size * 8 < free


def _cell(series: Series | None, first: Series | None) -> str:
    if series is None:
        return "too large for memory"
    ratio = f"{series.ratio(first):.2f} ×, " if first else ""
    return f"{milliseconds(series.median)}, {ratio}{megabytes(series.peak)}"


def heading(rounds: int) -> str:
    """Return a description of the machine and the versions."""
    sqlite = run(
        (sys.executable, "-c", "import sqlite3; print(sqlite3.sqlite_version)"), os.environ
    )
    date = time.strftime("%Y-%m-%d", time.gmtime())
    return (
        f"{date}, {os.cpu_count()} CPUs ({os.uname().machine}), Python {sys.version.split()[0]},"
        f" SQLite {sqlite.output.strip()}. Entire processes: median wall time of {rounds} rounds in"
        f" random order, ratio, peak memory (below {megabytes(floor())} it cannot be seen).\n"
    )


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description="Measure what growth costs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[*SIZES], metavar="N")
    parser.add_argument("--full", action="store_true", help="add 1,000,000 proposals")
    parser.add_argument("--runs", type=int, default=15, help="rounds per question (default 15)")
    parser.add_argument(
        "--build-runs", type=int, default=3, help="rounds per build (default 3; 0: none)"
    )
    parser.add_argument("--peers", type=int, nargs="*", default=[1_000, 10_000], metavar="N")
    parser.add_argument("--workdir", type=Path, default=DEFAULT_WORKDIR)
    arguments = parser.parse_args()
    sizes = [*arguments.sizes, *([FULL] if arguments.full else [])]
    bases = []
    for size in dict.fromkeys(sizes):
        print(f"preparing {size:,}", file=sys.stderr)
        bases.append(Base(size, arguments.workdir))
    print(heading(arguments.runs))
    if arguments.build_runs:
        print("## Building, against `json.load`\n")
        print(building(bases, arguments.build_runs), flush=True)
    for base in bases:
        base.decide_columns()
        check(base)
    print(f"## Questions, against {bases[0].count:,} proposals\n")
    print(questions(bases, arguments.runs), flush=True)
    for base in bases:
        if base.count in arguments.peers:
            print(f"## Other tools, {base.count:,} proposals\n")
            print(compare_with_peers(base, arguments.runs), flush=True)


if __name__ == "__main__":
    main()
