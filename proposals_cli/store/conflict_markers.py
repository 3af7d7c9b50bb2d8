"""Recognise a base in which git left conflict markers."""

import re
import shlex
from pathlib import Path

from proposals_cli.errors import StoreError

_MARKER = re.compile(rb"^(?:<{7,}|={7,}|>{7,}|\|{7,})(?:[ \r].*)?$", re.MULTILINE)
"""A line that no JSON has: its strings contain no line breaks, so none begins in one."""

_RECORD = re.compile(rb'\n    "\d+": \{\r?\n      "id": ')
"""The first lines of a record, in the layout of this program."""

MAX_LINES = 6
"""Lines that an error names."""


def refuse_conflict_markers(content: bytes, path: Path) -> None:
    """Raise an error that names the lines with conflict markers and the way out, if there are any.

    Raises:
        StoreError: there are.
    """
    lines: list[int] = []
    line, counted_to = 1, 0
    for found in _MARKER.finditer(content):
        line += content.count(b"\n", counted_to, found.start())
        counted_to = found.start()
        lines.append(line)
    if not lines:
        _refuse_joined_records(content, path)
        return
    shown = ", ".join(map(str, lines[:MAX_LINES])) + (" …" if len(lines) > MAX_LINES else "")
    raise StoreError(
        f"{path} has conflict markers of a merge in git: line{'s' * (len(lines) > 1)} {shown}.",
        _way_out(path, "they were"),
    )


def _refuse_joined_records(content: bytes, path: Path) -> None:
    """Raise an error for a base in which a merge of lines kept both of two records, as one."""
    for found in _RECORD.finditer(content):
        before = content[max(0, found.start() - 1000) : found.start()].rstrip()
        follows_a_record = before.endswith(b",") and before[:-1].rstrip().endswith(b"}")
        if before and not follows_a_record and not before.endswith(b"{"):
            line = content.count(b"\n", 0, found.start()) + 2
            raise StoreError(
                f"{path} is damaged: at line {line} a record begins within another. A merge that"
                " keeps the lines of both sides does that.",
                _way_out(path, "it was"),
            )


def _way_out(path: Path, what: str) -> str:
    base = shlex.quote(str(path))
    return (
        "Nothing was changed. During the merge, let prop merge the base instead:\n"
        f"  prop --store {base} git-merge --install\n"
        f"  git checkout --merge -- {base}\n"
        f"If {what} committed, restore the version before: git checkout COMMIT -- {base}"
    )
