"""A progress bar on standard error for work that takes longer than a second."""

import sys
import time
from typing import Any, ClassVar

PATIENCE = 1.0
"""Seconds before a bar appears."""


class Progress:
    """Call it with what is done, how much, and of how much; it shows itself when needed.

    One bar is shown at a time: other work takes the place of the one before.
    """

    _shown: ClassVar[Any] = None

    def __init__(self) -> None:
        self._what = ""
        self._started = 0.0
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, what: str, done: int, of: int) -> None:
        """Take note of some progress."""
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if what != self._what:
            self._what, self._started, self._bar = what, now, None
        if done >= of:
            self._what = ""
            clear()
        elif self._bar is not None:
            self._bar.update(self._task, completed=done)
        elif now - self._started > PATIENCE:
            from rich.console import Console
            from rich.progress import Progress as Bar

            clear()
            Progress._shown = self._bar = Bar(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(what, total=of, completed=done)
            self._bar.start()


def clear() -> None:
    """Take the bar from the screen, if one is there, and give the cursor back."""
    shown, Progress._shown = Progress._shown, None  # noqa: SLF001 - the state of this module
    if shown is not None:
        shown.stop()
