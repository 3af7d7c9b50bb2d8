"""Jobs that the tests run in separate processes, to kill them or to run them at the same time.

Run as ``python -m tests.store.workers JOB ARGUMENT…``; every job prints a line for each
step it has finished.
"""

import os
import random
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from proposals_cli.domain.model.records import Measure
from proposals_cli.domain.query.query import Query
from proposals_cli.errors import PropError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests import factories
from tests.factories import adding, proposal, random_proposal


def save(store: str, prefix: str, count: str) -> None:
    """Save proposals one at a time; print each id once it is saved."""
    for number in range(int(count)):
        one = proposal(f"{prefix}-{number:05}", notes=("x" * 2000,))
        JsonStore(Path(store)).apply(adding(one))
        print(one.id, flush=True)


def save_within(store: str, limit: str) -> None:
    """Save a large proposal where no file may grow beyond ``limit`` bytes; print the error."""
    # Python ignores SIGXFSZ, so the write fails with EFBIG as it fails with ENOSPC when full
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        JsonStore(Path(store)).apply(adding(proposal("2024-large", notes=("x" * 100_000,))))
    except PropError as error:
        print(f"{type(error).__name__}: {error.message}", flush=True)


def create_within(store: str, limit: str) -> None:
    """Create a store where no file may grow beyond ``limit`` bytes; print the error."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        JsonStore.create(Path(store), [proposal("2024-large", notes=("x" * 100_000,))])
    except PropError as error:
        print(f"{type(error).__name__}: {error.message}", flush=True)


def ask(store: str, folder: str) -> None:
    """Print the numbers of proposals, measures and sources in the index of a base."""
    index = SqliteIndex(Path(store), Path(folder))
    totals = index.totals(Query())
    listed = sum(1 for _ in index.find(Query()))
    where = "memory" if index.in_memory_because else "file"
    print(totals.proposals, totals.measures, totals.sources, listed, where, flush=True)


def ask_within(store: str, folder: str, limit: str) -> None:
    """Run ``ask`` where no file may grow beyond ``limit`` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    ask(store, folder)


def rebuild(store: str, folder: str) -> None:
    """Rebuild the index again and again; print a line each time."""
    index = SqliteIndex(Path(store), Path(folder))
    while True:
        index.rebuild()
        print("built", flush=True)


def edit_and_ask(store: str, folder: str, seed: str) -> None:
    """Change the base and ask the index, again and again; print a line after each answer."""
    chance = random.Random(seed)
    while True:
        one = random_proposal(f"2020-p{chance.randint(0, 400):05}", chance)
        measures = (*one.measures, Measure(id="m99", text=str(chance.random())))
        factories.save(Path(store), [proposal(one.id, themes=one.themes, measures=measures)])
        index = SqliteIndex(Path(store), Path(folder))
        print(index.totals(Query()).proposals, flush=True)
        index.close()


JOBS: dict[str, Callable[..., None]] = {
    job.__name__: job
    for job in (save, save_within, create_within, ask, ask_within, rebuild, edit_and_ask)
}

if __name__ == "__main__":
    os.umask(0o022)
    JOBS[sys.argv[1]](*sys.argv[2:])
