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
from tempfile import mkdtemp

from proposals_cli.app import app
from proposals_cli.commands.session import Session
from proposals_cli.domain.editing.drafts import Draft, DraftReader, draft_of
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.query.query import Query
from proposals_cli.errors import ConflictError, PropError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests import factories
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


def editor_of(store: str) -> BaseEditor:
    """Open a base for one change, as every run of the program does."""
    return Session(Path(store)).editor


def add(editor: BaseEditor, id_: str, *notes: str) -> None:
    """Add a proposal with a new source."""
    link = f"https://example.org/{id_}"
    draft: Draft = {"id": id_, "title": id_, "year": 2024, "notes": list(notes)}
    draft |= {"measures": ["A roof."], "sources": [{"id": f"source-{id_}", "url": link}]}
    editor.add([DraftReader(editor.index).record("proposals", draft)], None)


def edit(editor: BaseEditor, id_: str, title: str) -> None:
    """Change the title of a proposal."""
    raw = editor.index.record("proposals", id_)
    assert raw is not None
    before = decode_record("proposals", raw)
    draft = draft_of(before) | {"titles": [{"lang": "en", "text": title}]}
    editor.edit(before, DraftReader(editor.index).record("proposals", draft, new=False), None)


def import_rows(store: str, prefix: str, number: int) -> int:
    """Import a table with this many proposals; return the exit code of the command."""
    rows = Path(mkdtemp(dir=Path(store).parents[1])) / f"{prefix}.csv"
    lines = [f"{prefix}-row-{each:04},{prefix} row {each},2024,npc\n" for each in range(number)]
    rows.write_text("id,title,year,body\n" + "".join(lines), encoding="utf-8")
    return app(["--store", store, "import", str(rows)], standalone_mode=False) or 0


def keep(store: str, prefix: str) -> None:
    """Add, edit, import and undo for ever; print the number of each change once it is made."""
    for number in count():
        one = f"{prefix}-{number // 4:04}"
        editor = editor_of(store)
        match number % 4:
            case 0:
                add(editor, one)
            case 1:
                edit(editor, one, f"{one} edited")
            case 2:
                import_rows(store, f"{one}-too-much", ROWS)
            case _:
                editor.undo(None)
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


ROWS = 3
"""Rows of each table that ``keep`` imports."""

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
