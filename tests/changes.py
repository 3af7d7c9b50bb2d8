"""The kinds of changes that processes are interrupted in, one after the other in one base."""

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from proposals_cli.app import app
from proposals_cli.commands.session import Session
from proposals_cli.domain.editing.drafts import Draft, DraftReader, draft_of
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.domain.model.decoding import decode_record

Titles = dict[str, str]
"""Titles of the proposals of a base, by id."""

ROWS = 3
"""Rows of each table that is imported."""


class Change(NamedTuple):
    """A kind of change.

    ``make`` takes the base and the prefix of the ids of the round; ``outcome`` takes the titles
    before the change and the same prefix, and returns the titles after it. It is None for ``undo``.
    """

    make: Callable[[str, str], None]
    outcome: Callable[[Titles, str], Titles] | None


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


def _ask(store: str, *arguments: str) -> None:
    """Run a command of the program, which may not fail."""
    code = app(["--store", store, *arguments], standalone_mode=False) or 0
    assert code == 0, f"exit code {code}"


def _import(store: str, one: str) -> None:
    code = import_rows(store, f"{one}-table", ROWS)
    assert code == 0, f"exit code {code}"


def _imported(now: Titles, one: str) -> Titles:
    rows = range(ROWS)
    return now | {f"{one}-table-row-{row:04}": f"{one}-table row {row}" for row in rows}


def _row(one: str, number: int) -> str:
    return f"{one}-table-row-{number:04}"


def _without(now: Titles, id_: str) -> Titles:
    return {other: title for other, title in now.items() if other != id_}


CHANGES: dict[str, Change] = {
    "add": Change(
        lambda store, one: add(editor_of(store), one),
        lambda now, one: now | {one: one},
    ),
    "edit": Change(
        lambda store, one: edit(editor_of(store), one, f"{one} edited"),
        lambda now, one: now | {one: f"{one} edited"},
    ),
    "import": Change(_import, _imported),
    "set": Change(
        lambda store, one: _ask(store, "set", f"title.en={one} set", one, _row(one, 0), "--yes"),
        lambda now, one: now | dict.fromkeys((one, _row(one, 0)), f"{one} set"),
    ),
    "rename": Change(
        lambda store, one: _ask(store, "rename", one, f"{one}-new", "--yes"),
        lambda now, one: _without(now, one) | {f"{one}-new": now[one]},
    ),
    "merge": Change(
        lambda store, one: _ask(
            store, "merge", f"{one}-new", _row(one, 1), "--prefer", f"{one}-new", "--yes"
        ),
        lambda now, one: _without(now, _row(one, 1)),
    ),
    "remove": Change(
        lambda store, one: _ask(store, "remove", _row(one, 2), "--yes"),
        lambda now, one: _without(now, _row(one, 2)),
    ),
    "undo": Change(lambda store, _: _ask(store, "undo"), None),
}
"""The changes of a round, in their order: each kind needs a line here."""


def change_of(number: int) -> tuple[str, Change, str]:
    """Return the name of a change, what it is, and the prefix of its round; counted from 0."""
    name = list(CHANGES)[number % len(CHANGES)]
    return name, CHANGES[name], f"2024-r{number // len(CHANGES):04}"


def make(store: str, number: int) -> None:
    """Make a change, after those before it."""
    _, change, one = change_of(number)
    change.make(store, one)


def after(states: list[Titles], number: int) -> list[Titles]:
    """Return the states to which a base can be undone after a change, the present one last.

    Args:
        states: the same before the change.
        number: of the change.
    """
    _, change, one = change_of(number)
    if change.outcome is None:
        return states[:-1]
    return [*states, change.outcome(states[-1], one)]
