"""Damage what the program keeps, and run it: ``python -m tests.fuzz MINUTES [SEED]``.

A base, its journal, its conflicts, its configuration or its index is damaged: bytes changed, cut
out, doubled or moved. A command must end within ``SECONDS`` with one of its exit codes, and without
a traceback; one that only reads leaves the base as it is, and one that writes leaves a base that
can be used, or the base as it was. An index that is refused is built again, and answers as before.
"""

import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from proposals_cli.app import app
from proposals_cli.index import index_file
from tests.factories import body, measure, person, proposal, source, theme, write_store
from tests.importing.fuzz import SECONDS, TooSlowError, damaged, time_limit
from tests.terminal import environment

READS = ("list", "list -f json", "show 2020-a", "search sea", "check", "stats", "log", "resolve",
         "index", "themes --count", "export -f jsonl")  # fmt: skip
WRITES = ("undo --yes", "remove 2020-b --yes", "resolve health --theirs", "resolve health --done",
          "add --title New --year 2021 --body npc", "merge-base theirs.json --yes")  # fmt: skip
MAX_RUNS = 3_000
"""In one process: each command leaves an index open, as a program that ends may."""

CODES = (0, 1, 2, 3, 130)

VICTIMS = (
    "base.json",
    ".base.json.journal",
    ".base.json.conflicts",
    "config.toml",
    "cache",
    "text",
)


def prepare(folder: Path) -> None:
    """Make a base with a journal, conflicts and an index of both kinds."""
    for name in ("base", "theirs"):
        write_store(
            folder / f"{name}.json",
            [
                proposal("2020-a", measures=(measure(),), sources=("source-one",)),
                *(proposal(f"2020-{word}") for word in ("b", "cloud", "sea", "land")),
                theme("health", name={"en": f"Health as {name} has it"}),
                *(source("source-one"), body("npc"), person("li-hua")),
            ],
        )
    (folder / "config.toml").write_text('limit = 5\n[searches]\nsea = "sea OR land"\n')
    for command in (
        "add --title Other --year 2021 --body npc",
        "merge-base theirs.json --yes",
        "search sea",
    ):
        run(folder, command)


def run(folder: Path, command: str) -> tuple[int, str, str]:
    """Run the program in this process."""
    words = [str(folder / one) if one == "theirs.json" else one for one in command.split()]
    ended = CliRunner().invoke(app, ["--store", str(folder / "base.json"), *words])
    if ended.exception and not isinstance(ended.exception, SystemExit):
        error = ended.exception
        if isinstance(error, TooSlowError):
            raise error
        return -1, "", "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return ended.exit_code, ended.stdout, ended.stderr


def run_again_if_told(folder: Path, command: str) -> tuple[int, str, str]:
    """Run the program, and again if it found its index damaged, as it then asks for."""
    code, out, err = run(folder, command)
    return run(folder, command) if "turned out" in err else (code, out, err)


def victim(folder: Path, name: str) -> Path:
    """Return the file that a name in ``VICTIMS`` means."""
    if name in ("cache", "text"):
        files = (folder / "home" / "prop").glob("base-*.sqlite")
        return next(one for one in files if (".text." in one.name) == (name == "text"))
    return folder / name


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Return a file of the same size with other bytes in some places, or pages exchanged."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        size = chance.choice((1, 1, 2, 8, 200, 4096))
        start, other = (chance.randrange(max(1, len(content) - size + 1)) for _ in range(2))
        if size == 4096:
            start, other = start // size * size, other // size * size
        part = changed[other : other + size]
        changed[start : start + size] = chance.choice(
            (part, part, chance.randbytes(len(part)), bytes(len(part)))
        )
    return bytes(changed)


def fault_of(folder: Path, damaged_file: str, command: str, expected: str | None) -> str | None:
    """Run a command, and return what went wrong.

    ``expected`` is what it writes if the damage makes no difference to the answer.
    """
    base = folder / "base.json"
    before = base.read_bytes()
    try:
        with time_limit():
            code, out, err = run(folder, command)
    except TooSlowError:
        return f"took longer than {SECONDS} seconds"
    if code not in CODES or "Traceback" in err:
        return f"exit code {code}\n{err}"
    after = base.read_bytes()
    if command in READS:
        if after != before:
            return "a command that reads changed the base"
        if damaged_file in ("cache", "text") and code and expected is not None:
            if "turned out" in err:
                code, out, err = run(folder, command)
            if (code, out) != (0, expected):
                return f"another answer: {code} {out} {err}"
    elif after != before:
        code, _, err = run_again_if_told(folder, "list")
        if code:
            return f"the base was made unusable\n{err}"
    elif code == 0 and "cannot be" in err:
        return f"an error with exit code 0\n{err}"
    return None


def goes_with(folder: Path) -> dict[str, str]:
    """Return the environment in which the program uses a folder's own files."""
    return environment(str(folder / "home"), PROP_CONFIG=str(folder / "config.toml"))


def run_all(
    goes_on: Callable[[int], bool],
    seed: int,
    say: Callable[[str], None] = print,
    victims: tuple[str, ...] = VICTIMS,
) -> Counter[str]:
    """Damage files and run commands; return how often each was damaged, and how many faults."""
    chance, counts = random.Random(seed), Counter[str]()
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder, fresh = kept / "run", kept / "fresh"
    folder.mkdir()
    seen = set[str]()
    age, index_file.MIN_AGE_NS = index_file.MIN_AGE_NS, -(10**18)
    known = dict(os.environ)
    try:
        os.environ.update(goes_with(folder))
        prepare(folder)
        shutil.copytree(folder, fresh)
        while goes_on(counts.total() - counts["faults"]):
            shutil.rmtree(folder)
            shutil.copytree(fresh, folder)
            answers = {one: run(folder, one)[1] for one in ("list -f json", "search sea")}
            name = chance.choice(victims)
            path = victim(folder, name)
            damage = flipped if name in ("cache", "text") and chance.random() < 0.8 else damaged
            path.write_bytes(damage(path.read_bytes(), chance))
            shutil.copy(path, kept / f"damaged-{path.name}")
            command = chance.choice((*READS, *WRITES))
            fault = fault_of(folder, name, command, answers.get(command))
            counts[name] += 1
            if fault:
                counts["faults"] += 1
                last = "\n".join(fault.strip().splitlines()[-3:])
                if last not in seen:
                    seen.add(last)
                    copy = kept / f"{counts.total()}-{path.name}"
                    shutil.copy(kept / f"damaged-{path.name}", copy)
                    say(f"{copy}: {command}\n{fault}")
    finally:
        index_file.MIN_AGE_NS = age
        os.environ.clear()
        os.environ.update(known)
    return counts


def main() -> None:
    """Run for the minutes asked for and print the counts."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    print(f"seed {seed}")
    end = time.monotonic() + 60 * minutes
    goes_on = lambda done: done < MAX_RUNS and time.monotonic() < end  # noqa: E731
    counts = run_all(goes_on, seed, victims=tuple(sys.argv[3:]) or VICTIMS)
    print(dict(counts.most_common()))


if __name__ == "__main__":
    main()
