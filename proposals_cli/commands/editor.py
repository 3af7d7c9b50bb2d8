"""A round trip through the editor of the person, in which nothing typed is lost."""

import os
import shlex
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from proposals_cli.errors import PropError

T = TypeVar("T")

MESSAGE = "# >>> "
"""Begins the lines that say what is wrong; they are taken out before the text is read."""


def edit(
    text: str, name: str, folder: Path, accept: Callable[[str], T], line_of: Callable[..., int]
) -> T | None:
    """Let a person edit a text until it is accepted.

    Args:
        text: to begin with.
        name: begins the draft's file name.
        folder: where drafts are kept.
        accept: makes something of the text; raises PropError for a mistake, after which the
            editor is opened again with the message at the place.
        line_of: (text, error) → the line of the mistake, from 0.

    Returns:
        What ``accept`` made, or None if the text was left as it was.

    Raises:
        PropError: the editor cannot be run, or the mistake was left as it was; the message
            says where the draft is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    draft = folder / f"{stamp}-{os.getpid()}-{name}.yaml"
    draft.write_text(text, encoding="utf-8")
    shown = text
    while True:
        _run_editor(draft)
        edited = _without_messages(draft.read_text(encoding="utf-8"))
        if edited == _without_messages(shown):
            if shown == text:
                draft.unlink()
                return None
            raise PropError(
                "The draft still has the mistake.",
                f"It is kept: {draft}\nGo on with it: prop add {draft}",
            )
        try:
            accepted = accept(edited)
        except PropError as error:
            shown = _with_message(edited, error, line_of(edited, error))
            draft.write_text(shown, encoding="utf-8")
            continue
        except BaseException:
            draft.write_text(edited, encoding="utf-8")
            raise
        with suppress(FileNotFoundError):
            draft.unlink()
        return accepted


def _run_editor(path: Path) -> None:
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise PropError(
            f"The editor '{command[0]}' cannot be run: {error.strerror}.",
            f"Set VISUAL or EDITOR. The draft is kept: {path}",
        ) from error
    if code:
        raise PropError(
            f"The editor ended with exit code {code}; nothing was written.",
            f"The draft is kept: {path}",
        )


def _without_messages(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(MESSAGE))


def _with_message(text: str, error: PropError, line: int) -> str:
    lines = text.splitlines(keepends=True)
    said = [part for part in (*error.message.splitlines(), *error.hint.splitlines()) if part]
    place = max(0, min(line, len(lines)))
    return "".join([*lines[:place], *(f"{MESSAGE}{part}\n" for part in said), *lines[place:]])
