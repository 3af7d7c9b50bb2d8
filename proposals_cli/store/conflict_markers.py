"""Recognise a base in which git left conflict markers."""

import re
import shlex
from pathlib import Path

from proposals_cli.errors import StoreError

_MARKER = re.compile(rb"^(?:<{7,}|={7,}|>{7,}|\|{7,})(?:[ \r].*)?$", re.MULTILINE)
"""A line that no JSON has: its strings contain no line breaks, so none begins in one."""

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
        return
    shown = ", ".join(map(str, lines[:MAX_LINES])) + (" …" if len(lines) > MAX_LINES else "")
    raise StoreError(
        f"{path} has conflict markers of a merge in git: line{'s' * (len(lines) > 1)} {shown}.",
        "Nothing was changed. During the merge, let prop merge the base instead:\n"
        f"  prop --store {shlex.quote(str(path))} git-merge --install\n"
        f"  git checkout --merge -- {shlex.quote(str(path))}\n"
        "If the markers were committed, restore a version without them:"
        f" git checkout COMMIT -- {shlex.quote(str(path))}",
    )
