"""What the commands that merge bases show: remarks, and conflicts by record and field."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from proposals_cli.commands import output
from proposals_cli.commands.repository import was_restored
from proposals_cli.domain.merging.conflicts import Conflict
from proposals_cli.domain.merging.values import NOTHING
from proposals_cli.domain.model.change import changed_fields
from proposals_cli.domain.model.records import BASE
from proposals_cli.domain.text.plural import counted
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.store.conflicts_file import ConflictsFile

MAX_SHOWN = 50
"""Conflicts that are listed; `prop resolve` lists them all."""

MAX_VALUE = 200
"""Characters of a value that are shown in a message."""


class OpenConflict(NamedTuple):
    """A field of a record that is undecided, and what both sides have, in words."""

    table: str
    id: str
    field: str
    ours: str
    theirs: str


def conflicts_file(base: Path) -> ConflictsFile:
    """Return the file that keeps the undecided conflicts of a base."""
    return ConflictsFile(base, was_restored)


def open_conflicts(conflicts: Iterable[Conflict]) -> Iterator[OpenConflict]:
    """Yield the undecided fields of each record."""
    for one in conflicts:
        for path, ancestor, *sides in one.differences():
            ours, theirs = (_said(path, ancestor, value) for value in sides)
            yield OpenConflict(one.table, shown_id(one), path, ours, theirs)


def shown_id(conflict: Conflict) -> str:
    """Return the id of the record in conflict; ``base`` for what the base says of itself."""
    return conflict.id if conflict.table != BASE else BASE


def say_remarks(remarks: Sequence[str]) -> None:
    """Say what a merge did that is no conflict."""
    for remark in remarks[:MAX_SHOWN]:
        output.say(one_line(remark))


def say_conflicts(conflicts: Sequence[Conflict]) -> None:
    """List conflicts on standard error, by record and field, with both values."""
    found = list(open_conflicts(conflicts))
    output.say(f"{counted(len(found), 'conflict')}:")
    for one in found[:MAX_SHOWN]:
        output.say(one_line(f"  {one.id} {one.field or '(the record)'}"))
        for side, value in (("ours", one.ours), ("theirs", one.theirs)):
            output.say(f"    {side + ':':7} {_short(one_line(value))}")
    if len(found) > MAX_SHOWN:
        output.say(f"  … and {len(found) - MAX_SHOWN} more")


def _said(path: str, ancestor: Any, value: Any) -> str:
    """Return a value in words; of a whole record only which fields a side changed."""
    if value is NOTHING:
        return "(removed)"
    if not path and ancestor is not NOTHING:
        fields = changed_fields(ancestor, value) if ancestor else []
        return f"(changed: {', '.join(fields)})" if fields else "(kept)"
    if value is None or value in ((), {}):
        return "(nothing)"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _short(text: str) -> str:
    return text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"
