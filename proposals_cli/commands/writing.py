"""Options, messages and input shared by the commands that change a base."""

import shlex
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
import typer

from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.domain.editing.redirecting import Replacement
from proposals_cli.domain.model.change import JournalEntry, Key, changed_fields
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.presenting.difference import difference
from proposals_cli.domain.text.normalise import replace_surrogates
from proposals_cli.domain.text.plural import counted
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.errors import InvalidRecordError, NotFoundError, PropError
from proposals_cli.folders import expanded
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.store.input_file import open_stream

Why = Annotated[
    str | None,
    typer.Option(
        "--message",
        "-m",
        metavar="WHY",
        help="Reason for the change; kept in the history.",
        show_default=False,
        callback=lambda why: why and replace_surrogates(why),
    ),
]

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]


DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
]

MAX_IDS = 10
"""Ids of referring records that are shown."""


def locate_record(base: KnowledgeBase, text: str) -> Key:
    """Return the table and the id of the record that a text means.

    Raises:
        InvalidRecordError: it is a measure, or a word that proposals have in a field.
        NotFoundError, AmbiguousIdError: as ``KnowledgeBase.locate``.
    """
    try:
        table, id_, measure = base.locate(text)
    except NotFoundError:
        for facet, field in _FIELDS_OF_WORDS.items():
            if found := base.index.find_values(facet, text):
                raise _not_a_record(facet, field, found[0]) from None
        raise
    if measure:
        raise InvalidRecordError(
            f"'{text}' is a measure, which is part of a proposal.", f"Use `prop edit {id_}`."
        )
    return table, id_


_FIELDS_OF_WORDS = {"series": "series", "entity": "entities", "region": "regions"}
"""Facets whose values are words of proposals, not records → the field."""


def _not_a_record(facet: str, field: str, word: str) -> InvalidRecordError:
    selecting = shlex.quote(f'{facet}:"{word}"' if " " in word else f"{facet}:{word}")
    changes = (f"{facet}-={word}", f"{facet}+=NEW")
    return InvalidRecordError(
        f"'{word}' is not a record, but a word in the field '{field}' of proposals.",
        f"To change it in all of them: prop set {shlex.join(changes)} {selecting}",
    )


def show_replacement(replacement: Replacement) -> None:
    """Show how many references would lead to another record, and where the first of them are."""
    referring = replacement.referring
    if referring:
        tables = Counter(table for table, _ in referring)
        where = " and ".join(f"{count:,} of {table}" for table, count in tables.items())
        ids = [id_ for _, id_ in referring[:MAX_IDS]]
        ids += [f"and {len(referring) - MAX_IDS:,} more"] if len(referring) > MAX_IDS else []
        output.say(f"  {counted(replacement.references, 'reference')} in {where}:")
        output.say(f"    {', '.join(ids)}")
    else:
        output.say("  No other record refers to it.")
    if replacement.changes_defaults:
        output.say("  The default body of the base changes as well.")


def confirm(done: str, *, yes: bool) -> bool:
    """Ask whether to go ahead, unless the answer was given as an option.

    ``done`` is the participle of what would be done, as in "Nothing was removed."

    Raises:
        PropError: standard input is not a terminal.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise PropError(f"Nothing was {done}.", "Cannot ask for confirmation; use --yes.")
    # typer.confirm writes to standard output, and makes an interrupt a failure
    sys.stderr.write("Go ahead? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes", "是"):
        return True
    output.say(f"Nothing was {done}.")
    return False


MAX_SHOWN = 20
"""Different changes of records that are shown."""


def show_changes(changes: Iterable[tuple[Record | None, Record | None]]) -> None:
    """Show what would become of records: of those that change alike one, and which they are.

    Only the first ``MAX_SHOWN`` ways are shown and kept in memory. None stands for a record that
    does not exist before or after.
    """
    alike: dict[object, tuple[Record | None, Record | None, list[str]]] = {}
    others = 0
    for before, after in changes:
        key = _change_of(before, after)
        id_ = next(one.id for one in (after, before) if one is not None)
        if key in alike:
            alike[key][2].append(id_)
        elif len(alike) < MAX_SHOWN:
            alike[key] = before, after, [id_]
        else:
            others += 1
    for before, after, ids in alike.values():
        if len(ids) > 1:
            more = len(ids) - MAX_IDS
            listed = ", ".join(ids[:MAX_IDS]) + (f" and {more:,} more" if more > 0 else "")
            output.say(f"{len(ids):,} records change alike: {listed}")
        for line in difference(before, after):
            output.say(line)
    if others:
        output.say(f"… and {counted(others, 'more record')}.")


def _change_of(before: Record | None, after: Record | None) -> object:
    """Return what a change does, apart from the record in which it does it."""
    if before is None or after is None:
        return before and before.id, after and after.id
    return tuple(
        (name, msgspec.json.encode([getattr(before, name), getattr(after, name)]))
        for name in changed_fields(before, after)
    )


def retry_command(session: Session, arguments: str) -> str:
    """Return a command on the base in use, as it is typed."""
    if session.store_origin != "--store":
        return f"prop {arguments}"
    return f"prop --store {shlex.quote(session.name)} {arguments}"


def describe(entry: JournalEntry) -> str:
    """Return a change in one line."""
    return one_line(f"{entry.number}: {entry.what}" + (f" ({entry.why})" if entry.why else ""))


MAX_DRAFT_BYTES = 10_000_000
"""Parsing YAML is slow, and a device such as /dev/zero has no end."""


def draft_text(file: BinaryIO) -> str:
    """Return the text of a draft, with its line ends normalised.

    Raises:
        InvalidRecordError: it is too large.
        UnicodeDecodeError: it is not UTF-8.
    """
    content = file.read(MAX_DRAFT_BYTES + 1)
    if len(content) > MAX_DRAFT_BYTES:
        raise InvalidRecordError(
            f"The draft is larger than {MAX_DRAFT_BYTES:,} bytes.",
            "Use `prop import` for many records.",
        )
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def read_text(path: Path) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises:
        InvalidRecordError: it cannot be read, is not UTF-8, or is too large.
    """
    try:
        if str(path) == "-":
            return draft_text(sys.stdin.buffer)
        with open_stream(expanded(path)) as file:
            return draft_text(file)
    except OSError as error:
        raise InvalidRecordError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidRecordError(
            f"{path} is not UTF-8 text.", "Save it as UTF-8, or use `prop import`."
        ) from error
