"""Jobs that the tests run in separate processes, to kill them or to run them at the same time.

Run as ``python -m tests.workers JOB ARGUMENT…``; every job prints a line for each step
it has finished.
"""

import os
import random
import resource
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from proposals_cli.domain.query.query import Query
from proposals_cli.errors import ConflictError, PropError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests import factories
from tests.changes import add, edit, editor_of, import_rows, make
from tests.crash_points import stop_at, stopping
from tests.factories import adding, measure, proposal, random_proposal


def save(store: str, prefix: str, count: str) -> None:
    """Save proposals one at a time; print each id once it is saved."""
    for number in range(int(count)):
        one = proposal(f"{prefix}-{number:05}", notes=("x" * 2000,))
        JsonStore(Path(store)).apply(adding(one))
        print(one.id, flush=True)


def convert(store: str, id_: str) -> None:
    """Make the first change of a base of format 1; print a line before and after it."""
    print("ready", flush=True)
    JsonStore(Path(store)).apply(adding(proposal(id_)))
    print("converted", flush=True)
    signal.pause()


def convert_and_die(store: str, id_: str) -> None:
    """Do the same, and kill the process before the base is replaced."""
    os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    convert(store, id_)


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
        measures = (*one.measures, measure("m99", str(chance.random())))
        factories.save(Path(store), [proposal(one.id, themes=one.themes, measures=measures)])
        index = SqliteIndex(Path(store), Path(folder))
        print(index.totals(Query()).proposals, flush=True)
        index.close()


def keep(store: str, first: str, way: str = "", point: str = "") -> None:
    """Make changes, from the one with this number on; print a line after each.

    Args:
        store: the base.
        first: the number of the first change.
        way: how to stop, see ``crash_points``; or ``small files``. The process may survive a
            lack of space, and ends after two changes.
        point: where to stop, or how many bytes a file may have.
    """
    print("ready", flush=True)
    if way == "small files":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(point), int(point)))
    elif way:
        stop_at(int(point), stopping(way))
    for number in count(int(first)):
        if way in ("full disk", "small files") and number == int(first) + 2:
            return
        make(store, number)
        print(number, flush=True)


def add_many(store: str, prefix: str, number: str) -> None:
    """Add proposals one by one; print the id of each."""
    for each in range(int(number)):
        id_ = f"{prefix}-{each:03}"
        add(editor_of(store), id_)
        print(id_, flush=True)


def import_many(store: str, prefix: str, number: str) -> None:
    """Import a table with this many rows; print the exit code."""
    print(import_rows(store, prefix, int(number)), flush=True)


def import_within(store: str, prefix: str, number: str, limit: str) -> None:
    """Import where no file may grow beyond ``limit`` bytes; print the exit code."""
    editor_of(store).index.record("proposals", "none")  # build the index before the limit applies
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    import_many(store, prefix, number)


def edit_same(store: str, id_: str, name: str, number: str) -> None:
    """Edit one record again and again; print what was written, or ``conflict``."""
    for each in range(int(number)):
        try:
            edit(editor_of(store), id_, f"{name} {each}")
        except ConflictError:
            print("conflict", flush=True)
        else:
            print(f"{name} {each}", flush=True)


def killed_before_replacing(store: str, id_: str) -> None:
    """Add a proposal, and kill the process after writing the journal but before the base."""
    os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    add(editor_of(store), id_)


def edit_within(store: str, id_: str, limit: str) -> None:
    """Edit a proposal where no file may grow beyond ``limit`` bytes; print the error."""
    editor = editor_of(store)
    editor.index.record("proposals", "none")  # build the index before the limit applies
    # Python ignores SIGXFSZ, so the write fails with EFBIG as it fails with ENOSPC when full
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        edit(editor, id_, "On small things")
    except PropError as error:
        print(f"{type(error).__name__}: {error.message}", flush=True)


JOBS: dict[str, Callable[..., None]] = {
    job.__name__: job
    for job in (
        save,
        convert,
        convert_and_die,
        save_within,
        create_within,
        ask,
        ask_within,
        rebuild,
        edit_and_ask,
        keep,
        add_many,
        import_many,
        edit_same,
        killed_before_replacing,
        edit_within,
        import_within,
    )
}

if __name__ == "__main__":
    os.umask(0o022)
    JOBS[sys.argv[1]](*sys.argv[2:])
