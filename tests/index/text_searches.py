"""Searches in separate processes, and the base they search.

``PROP_TEST_KILLS`` is the number of killed builds, 8 unless it is set. Run as ``python -m
tests.index.text_searches STORE FOLDER TEXT…``, this file searches and prints the answer.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from proposals_cli.domain.model.parts import Series
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.query.query import Query
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.benchmarks import generate
from tests.factories import measure, person, proposal, sponsors, theme, titles

KILLS = int(os.environ.get("PROP_TEST_KILLS", "8"))
COUNT = 2_000
PROJECT = Path(__file__).parents[2]
PLANTED = generate.planted(COUNT)
BUILDING = "Building the full-text index"

Found = dict[str, list[str]]


def ask(store: Path, folder: Path, *texts: str) -> Found:
    """Return the sorted ids that a newly opened index finds for each text."""
    index = SqliteIndex(store, folder)
    try:
        base = KnowledgeBase(index)
        return {
            text: sorted(hit.summary.id for hit in base.search(base.query(text.split())))
            for text in texts
        }
    finally:
        index.close()


def names(folder: Path) -> set[str]:
    """Return the endings of the files in the cache folder."""
    return {entry.name[entry.name.index(".") :] for entry in folder.iterdir()}


FILES = {".sqlite", ".lock", ".text.sqlite", ".text.lock"}
"""The endings of the files that belong in the cache folder."""


def text_file(folder: Path) -> Path:
    """Return the path of the full-text index."""
    (path,) = folder.glob("*.text.sqlite")
    return path


def main(store: str, folder: str, *texts: str) -> None:
    """Search; print each kind of work when it begins, then the answer."""
    if limit := os.environ.get("LIMIT"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    begun: list[str] = []

    def progress(what: str, _done: int, _of: int) -> None:
        if what not in begun:
            begun.append(what)
            print(what, flush=True)

    index = SqliteIndex(Path(store), Path(folder), progress)
    print(f"{index.totals(Query()).proposals} proposals", flush=True)
    base = KnowledgeBase(index)
    found = {
        text: sorted(hit.summary.id for hit in base.search(base.query(text.split())))
        for text in texts
    }
    print(json.dumps(found), flush=True)


def start(
    store: Path, folder: Path, *texts: str, limit: int | None = None
) -> subprocess.Popen[str]:
    """Start ``main`` in a separate process."""
    return subprocess.Popen(
        [sys.executable, "-B", "-m", "tests.index.text_searches", str(store), str(folder), *texts],
        cwd=PROJECT,
        env=os.environ | ({"LIMIT": str(limit)} if limit else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[list[str], Found]:
    """Wait for a process and return its kinds of work and its answer."""
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    *work, answer = output.splitlines()
    return work, json.loads(answer)


# -- changes to the base ---------------------------------------------------------------------------


def titled(id_: str, text: str, **fields: Any) -> Proposal:
    """Return a proposal with a title."""
    return proposal(id_, titles=titles(en=text), **fields)


BEFORE: list[Record] = [
    titled("2020-aa", "Clouds"),
    titled("2020-bb", "Trains", themes=("sme",), sponsors=sponsors("li-hua")),
    titled("2020-cc", "Boats", measures=(measure("m01", text="Build 医院"),)),
    titled("2020-dd", "Trees", series=(Series(id="smart-retail", name={"en": "Shopping"}),)),
    theme("sme", name={"en": "Small firms", "zh": "中小微企业"}),
    person("li-hua", en="Li Hua", zh="李华"),
]


def with_(records: list[Record], *changed: Record) -> list[Record]:
    """Return the records with some of them replaced, by id, or added."""
    ids = {record.id for record in changed}
    kept = [record for record in records if record.id not in ids]
    return sorted([*kept, *changed], key=lambda record: record.id)


if __name__ == "__main__":
    main(*sys.argv[1:])
