"""Editing a text in the user's editor, without losing what was typed."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from typing import TypeVar

from proposals_cli.commands.draft_lines import DraftLines
from proposals_cli.commands.writing import draft_text
from proposals_cli.commands.yaml_text import MESSAGE, WIDTH, without_messages
from proposals_cli.domain.text.sanitise import multi_line
from proposals_cli.errors import (
    ConflictError,
    InvalidRecordError,
    PropError,
    StoreError,
    mistakes_of,
)
from proposals_cli.store.atomic_file import atomic_file

T = TypeVar("T")


def has_keyboard() -> bool:
    """Return whether standard input is a terminal, not a pipe or a file."""
    return sys.stdin.isatty()


def has_terminal() -> bool:
    """Return whether a person can use an editor: input and output are a terminal."""
    return has_keyboard() and sys.stdout.isatty()


def edit_text(
    text: str,
    name: str,
    folder: Path,
    accept: Callable[[str], T],
    retry: str,
    instead: str | None = None,
) -> T | None:
    """Let the user edit a text until it is accepted.

    Args:
        text: the initial text.
        name: part of the draft's file name.
        folder: where drafts are kept.
        accept: called with the edited text; for a mistake it raises PropError, and the editor
            opens again with the message at the line.
        retry: the command that continues with a draft, without the name of its file.
        instead: the command that takes a file instead of the editor; ``retry`` unless given.

    Returns:
        What ``accept`` returned; None if the text was left unchanged, or emptied.

    Raises:
        PropError: there is no terminal, the editor cannot be run, a mistake was not corrected, or
            the base cannot be written; the hint says where the draft is kept.
    """
    if not has_terminal():
        raise PropError(
            "An editor needs a terminal as standard input and output.",
            f"Give a file instead, or - for standard input: {instead or retry} FILE",
        )
    time = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    draft = folder / f"{time}-{os.getpid()}-{name}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(draft, text)
    except OSError as error:
        raise PropError(
            f"The draft cannot be stored in {folder}: {error.strerror}.",
            "Write a file yourself: prop add FILE, prop edit ID FILE.",
        ) from error
    try:
        accepted = _accepted(text, draft, accept)
    except PropError as error:
        kept = _kept(draft, text)
        if kept and isinstance(error, ConflictError):
            kept += "\nCopy your change from it: the whole draft would undo the other change."
        elif kept:
            kept += f"\nContinue with: {retry} {shlex.quote(str(draft))}"
        hint = "\n".join(part for part in (error.hint, kept) if part)
        kind = type(error) if isinstance(error, StoreError | ConflictError) else PropError
        raise kind(error.message, hint) from error
    except BaseException:
        if kept := _kept(draft, text):
            sys.stderr.write(multi_line(kept) + "\n")
        raise
    with suppress(FileNotFoundError):
        draft.unlink()
    return accepted


def _accepted(text: str, draft: Path, accept: Callable[[str], T]) -> T | None:
    """Return what ``accept`` returns; on an error, leave the draft as it was typed."""
    before = text
    mistake: PropError | None = None
    while True:
        _run_editor(draft)
        edited = without_messages(_read(draft))
        if not edited.strip():
            return None
        if edited == before:
            if mistake is None:
                return None
            raise PropError(f"The draft still has the mistake: {mistake.message}", mistake.hint)
        try:
            return accept(edited)
        except (StoreError, ConflictError):  # editing cannot fix these
            raise
        except PropError as error:
            before, mistake = edited, error
            try:
                _write(draft, _with_messages(edited, error))
            except OSError:  # the disk is full: the draft stays as it was typed
                raise error from None


def _kept(draft: Path, text: str) -> str:
    """Return where the draft is kept, without messages; delete one that was never changed."""
    with suppress(OSError, UnicodeDecodeError, InvalidRecordError):
        written = _read_file(draft)
        typed = without_messages(written)
        if typed == text:
            draft.unlink()
        elif typed != written:
            _write(draft, typed)
    return f"The draft is kept: {draft}" if draft.exists() else ""


def _run_editor(path: Path) -> None:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named) or ["vi"]
        code = subprocess.run([*command, str(path)], check=False).returncode
    except ValueError as error:
        raise PropError(
            f"The editor '{named}' cannot be run: {str(error).lower()}.", "Set VISUAL or EDITOR."
        ) from error
    except OSError as error:
        raise PropError(
            f"The editor '{command[0]}' cannot be run: {error.strerror}.", "Set VISUAL or EDITOR."
        ) from error
    if code:
        ended = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        raise PropError(f"The editor {ended}; nothing was written.")


def _read(draft: Path) -> str:
    try:
        return _read_file(draft)
    except OSError as error:
        raise PropError(f"The editor left no draft: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise PropError("The draft is not UTF-8 text.", "Save it as UTF-8.") from error


def _read_file(draft: Path) -> str:
    if draft.exists() and not draft.is_file():  # reading a device might not end
        raise InvalidRecordError("The editor replaced the draft by something that is not a file.")
    with draft.open("rb") as file:
        return draft_text(file)


def _write(draft: Path, text: str) -> None:
    """Replace the draft in one step: a typed text is never cut off."""
    with atomic_file(draft, replace=True) as file:
        file.write(text.encode())


def _with_messages(text: str, error: PropError) -> str:
    """Return a draft with the message of each mistake above its line."""
    lines, find = text.splitlines(keepends=True), DraftLines(text)
    said = dict[int, list[str]]()
    hints = set[str]()
    for mistake in mistakes_of(error):
        place = max(0, min(find.line_of(mistake) or 0, len(lines)))
        new_hint = "" if mistake.hint in hints else mistake.hint
        hints.add(mistake.hint)
        parts = (*mistake.message.splitlines(), *new_hint.splitlines())
        said.setdefault(place, []).extend(line for part in parts for line in _comment(part))
    return "".join(
        part for place, line in enumerate([*lines, ""]) for part in (*said.get(place, ()), line)
    )


def _comment(message: str) -> Iterator[str]:
    """Yield the lines of a message in a draft."""
    width = WIDTH - len(MESSAGE)
    for line in wrap(message, width, break_long_words=False, break_on_hyphens=False):
        yield f"{MESSAGE}{line}\n"
