"""A round trip through the editor of the person, in which nothing typed is lost."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from proposals_cli.commands.writing import draft_text
from proposals_cli.commands.yaml_text import MESSAGE, line_of, without_messages
from proposals_cli.domain.text.sanitise import multi_line
from proposals_cli.errors import ConflictError, InvalidRecordError, PropError, StoreError
from proposals_cli.store.atomic_file import atomic_file

T = TypeVar("T")


def edit(text: str, name: str, folder: Path, accept: Callable[[str], T], again: str) -> T | None:
    """Let a person edit a text until it is accepted.

    Args:
        text: to begin with.
        name: begins the draft's file name.
        folder: where drafts are kept.
        accept: makes something of the text; raises PropError for a mistake, after which the
            editor is opened again with the message at the place.
        again: the command that goes on with a draft, without its file name.

    Returns:
        What ``accept`` made, or None if the text was left as it was, or emptied.

    Raises:
        PropError: the editor cannot be run, the mistake was left as it was, or the store cannot
            be written; the message says where the draft is kept.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    draft = folder / f"{stamp}-{os.getpid()}-{name}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(draft, text)
    except OSError as error:
        raise PropError(
            f"No draft can be kept in {folder}: {error.strerror}.",
            "Write it to a file of your own: prop add FILE, prop edit ID FILE.",
        ) from error
    try:
        accepted = _accepted(text, draft, accept)
    except PropError as error:
        kept = _kept(draft, text)
        if kept and not isinstance(error, ConflictError):  # of two changes, one has to be seen
            kept += f"\nGo on with it: {again} {shlex.quote(str(draft))}"
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
    """Return what was made of the draft; raise with the draft as it was typed, otherwise."""
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
        except (StoreError, ConflictError):  # nothing that typing could mend
            raise
        except PropError as error:
            before, mistake = edited, error
            try:
                _write(draft, _with_message(edited, error))
            except OSError:  # the disk is full: the draft stays as it was typed
                raise error from None


def _kept(draft: Path, text: str) -> str:
    """Say where a draft is kept, which is as it was typed. One without a word typed is not."""
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
    if draft.exists() and not draft.is_file():  # a device has no end
        raise InvalidRecordError("The editor left something that is not a file.")
    with draft.open("rb") as file:
        return draft_text(file)


def _write(draft: Path, text: str) -> None:
    """Replace the draft in one step: a typed text is never cut off."""
    with atomic_file(draft, replace=True) as file:
        file.write(text.encode())


def _with_message(text: str, error: PropError) -> str:
    lines = text.splitlines(keepends=True)
    said = [part for part in (*error.message.splitlines(), *error.hint.splitlines()) if part]
    place = max(0, min(line_of(text, error), len(lines)))
    return "".join([*lines[:place], *(f"{MESSAGE}{part}\n" for part in said), *lines[place:]])
