"""Wait for a lock, and say so."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from filelock import BaseFileLock, Timeout

SILENT_SECONDS = 1
"""Seconds after which a person wants to know why nothing happens."""


def acquired(
    lock: BaseFileLock, seconds: float, waiting: Callable[[], None]
) -> AbstractContextManager[object]:
    """Acquire a lock, as a context manager that releases it.

    Args:
        lock: the lock.
        seconds: how long to wait for it.
        waiting: called once if it is not free after ``SILENT_SECONDS``.

    Raises:
        Timeout: somebody else holds it for longer.
        OSError: its file cannot be opened.
    """
    try:
        return lock.acquire(timeout=min(SILENT_SECONDS, seconds))
    except Timeout:
        waiting()
    return lock.acquire(timeout=max(seconds - SILENT_SECONDS, 0))
