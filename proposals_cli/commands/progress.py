"""A progress bar on standard error for work that takes longer than a second."""

import sys
import time
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before a bar appears."""


class ProgressBar:
    """A callable that takes what is being done, how much is done, and of how much.

    One bar is on the screen at a time: new work replaces the bar of earlier work.
    """

    _on_screen: "ClassVar[Progress | None]" = None

    def __init__(self) -> None:
        self._work = ""
        self._started = 0.0
        self._bar: Progress | None = None
        self._task: TaskID

    def __call__(self, work: str, done: int, total: int) -> None:
        """Report progress."""
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if work != self._work:
            self._work, self._started, self._bar = work, now, None
        if done >= total:
            self._work = ""
            self.clear()
        elif self._bar is not None:
            self._bar.update(self._task, completed=done)
        elif now - self._started > PATIENCE:
            self.clear()
            self._start(work, done, total)

    def _start(self, work: str, done: int, total: int) -> None:
        from rich.console import Console  # most runs end before a bar appears
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(work, total=total, completed=done)
        ProgressBar._on_screen = self._bar
        self._bar.start()

    @classmethod
    def clear(cls) -> None:
        """Remove the bar from the screen, if there is one, and show the cursor again."""
        bar, cls._on_screen = cls._on_screen, None
        if bar is not None:
            bar.stop()
