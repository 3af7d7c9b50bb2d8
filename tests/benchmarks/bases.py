"""The bases that are measured: their files, their indexes, and variants of both."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks import timing
from tests.benchmarks.plants import TWO_WORDS
from tests.benchmarks.prepare import CHANGE, SHIPPED_COUNT

STABLE_SECONDS = 2.5
"""Every command reads a younger file again, because it may still be changing."""

ONE_ROW = ("list", "--limit", "1", "--format", "json")

JSON_LOAD = "import json, sys; store = json.load(open(sys.argv[1], encoding='utf-8'))"
JSON_LOADS = {"json.load": JSON_LOAD, "json.load, no gc": f"import gc; gc.disable(); {JSON_LOAD}"}
"""Baselines for building. Garbage collection takes most of the time of the first."""


class WrongAnswerError(Exception):
    """A command gave another answer than the walk over the base file."""


class Base:
    """The bases of one size: one that stays unchanged, and one that changes.

    ``answers`` is what ``prepare.answers`` found, without ``filtered_all``.
    """

    def __init__(self, count: int, workdir: Path) -> None:
        """Prepare the files in a separate process, unless they exist."""
        self.count = count
        self.folder = (workdir / str(count)).absolute()
        command = (sys.executable, "-m", "tests.benchmarks.prepare", str(count), str(self.folder))
        timing.run(command, timing.environment(self.folder))
        self.answers: dict[str, Any] = json.loads((self.folder / "answers.json").read_text("utf-8"))
        shipped = count == SHIPPED_COUNT
        self.two_words = ["blue", "carbon"] if shipped else TWO_WORDS.split()
        self.chinese = "蓝碳" if shipped else "蝴蝶"
        self.store = self.folder / "base.json"
        self.cache = self.folder / "cache"
        self._moving = self.folder / "moving.json"
        self._moving_cache = self.folder / "moving-cache"
        for stale in (self.cache, self._moving_cache, *self.folder.glob("kept-*")):
            shutil.rmtree(stale, ignore_errors=True)

    def prop(self, *arguments: str) -> timing.Run:
        """Run a command on the unchanged base."""
        return timing.run((*timing.PROP, *arguments), timing.environment(self.cache, self.store))

    def ask(self, *arguments: str) -> Any:
        """Return the answer of a command as JSON."""
        return json.loads(self.prop(*arguments, "--format", "json").output)

    def filtered_all(self) -> list[str]:
        """Return the ids of all proposals that the filter finds."""
        found: list[str] = json.loads((self.folder / "filtered.json").read_text("utf-8"))
        return found

    def decide_columns(self) -> None:
        """Wait until the file is old enough for its stamp to prove that it is unchanged."""
        found = self.store.stat()
        ready = max(found.st_mtime, found.st_ctime) + STABLE_SECONDS
        time.sleep(max(0.0, ready - time.time()))

    def building(self) -> dict[str, Callable[[], timing.Run]]:
        """Return a map of names to functions that build or refresh, repeatable in any order.

        Those of ``JSON_LOADS`` read the same file in a fresh process.
        """
        self.decide_columns()
        self.prop(*ONE_ROW)
        _keep(self.cache, self.folder / "kept-rows")
        self._move_to("base")
        env = timing.environment(self._moving_cache, self._moving)
        timing.run((*timing.PROP, *ONE_ROW), env)
        _keep(self._moving_cache, self.folder / "kept-moving-rows")
        timing.run((*timing.PROP, *self._search()), env)
        _keep(self._moving_cache, self.folder / "kept-moving-text")
        loads = {
            name: partial(timing.run, (sys.executable, "-c", code, str(self.store)), env)
            for name, code in JSON_LOADS.items()
        }
        return {
            **loads,
            "rows": self._build_rows,
            "text": self._build_text,
            "changed": lambda: self._refresh("changed", "rows", (*ONE_ROW,)),
            "added": lambda: self._refresh("added", "rows", (*ONE_ROW,)),
            "changed text": lambda: self._refresh("changed", "text", self._search(CHANGE)),
        }

    def check_refreshes(self) -> None:
        """Check that a search finds a change after a refresh.

        Raises:
            WrongAnswerError: It does not.
        """
        id_ = self.answers["shown"]["id"]
        for name, ids in (("changed", [id_]), ("added", [id_, f"{id_}-added"])):
            self._refresh(name, "rows", ONE_ROW)
            env = timing.environment(self._moving_cache, self._moving)
            for each in ids:
                shown = timing.run((*timing.PROP, "show", each, "--format", "json"), env).output
                title = json.loads(shown)[0]["titles"][0]["text"]
                # the added record is a copy of the changed one with another id
                expect(title.startswith(CHANGE), name == "changed" or each != id_, f"show {each}")
        for kept in ("rows", "text"):
            found = json.loads(self._refresh("changed", kept, self._search(CHANGE)).output)
            expect([row["id"] for row in found], [id_], f"search {CHANGE} ({kept})")

    def clean(self) -> None:
        """Remove the files that building left, except the base and its index."""
        for each in (self._moving_cache, *self.folder.glob("kept-*")):
            shutil.rmtree(each, ignore_errors=True)

    def _build_rows(self) -> timing.Run:
        shutil.rmtree(self.cache)
        return self.prop(*ONE_ROW)

    def _build_text(self) -> timing.Run:
        _keep(self.folder / "kept-rows", self.cache)
        return self.prop(*self._search())

    def _refresh(self, variant: str, kept: str, command: tuple[str, ...]) -> timing.Run:
        _keep(self.folder / f"kept-moving-{kept}", self._moving_cache)
        self._move_to(variant)
        env = timing.environment(self._moving_cache, self._moving)
        return timing.run((*timing.PROP, *command), env)

    def _search(self, *words: str) -> tuple[str, ...]:
        return ("search", *(words or self.two_words), "--limit", "20", "--format", "json")

    def _move_to(self, variant: str) -> None:
        """Replace the changing base with a variant by renaming, as an editor does."""
        temporary = self._moving.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        if variant == "base":  # a link would change the time of the unchanged file
            shutil.copyfile(self.store, temporary)
        else:
            os.link(self.folder / f"{variant}.json", temporary)
        temporary.replace(self._moving)


def expect(found: object, wanted: object, question: str) -> None:
    """Compare an answer with the correct one.

    Raises:
        WrongAnswerError: They differ.
    """
    if found != wanted:
        raise WrongAnswerError(f"{question}\n  answers {found!r:.300}\n  and not {wanted!r:.300}")


def _keep(folder: Path, copy: Path) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    os.sync()  # otherwise the next measurement includes this write
