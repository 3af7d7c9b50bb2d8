"""A progress bar on standard error for work that takes longer than a second."""

import sys
import time
from typing import Any

PATIENCE = 1.0
"""Seconds before a bar appears."""


class Progress:
    """Call it with what is done, how many bytes, and of how many; it shows itself when needed."""

    def __init__(self) -> None:
        self._started: float | None = None
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, what: str, done: int, of: int) -> None:
        """Take note of some progress."""
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if self._started is None:
            self._started = now
        if self._bar is None and now - self._started > PATIENCE and done < of:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(what, total=of)
            self._bar.start()
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
            if done >= of:
                self._bar.stop()
                self._bar = self._started = None
