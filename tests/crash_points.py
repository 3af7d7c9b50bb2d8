"""Stop a process between two of the calls by which a change reaches its files."""

import errno
import io
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

_OF_SYSTEM = frozenset(
    {"copy_file_range", "fchmod", "fsync", "link", "open", "remove", "rename", "replace"}
    | {"unlink", "utime"}
)
_OF_FILES = frozenset({"close", "flush", "truncate", "write"})
_OF_DATABASES = frozenset({"execute", "executemany", "executescript"})


def stop_at(point: int, stop: Callable[[Any], None]) -> None:
    """Call ``stop`` before the call with this number that may change a file.

    Counted are those of the system, of files of bytes, and the first and the one after the last
    in a transaction of SQLite: what is within it is not in the file yet.
    """
    left = point
    in_transaction = False

    def look(_: FrameType, event: str, called: Any) -> None:
        nonlocal left, in_transaction
        if event != "c_call":
            return
        name, owner = called.__name__, getattr(called, "__self__", None)
        if isinstance(owner, sqlite3.Connection | sqlite3.Cursor) and name in _OF_DATABASES:
            connection = owner if isinstance(owner, sqlite3.Connection) else owner.connection
            was, in_transaction = in_transaction, connection.in_transaction
            counts = was != in_transaction
        elif isinstance(owner, io.RawIOBase | io.BufferedIOBase):
            counts = name in _OF_FILES and not owner.closed and owner.writable()
        else:
            counts = name in _OF_SYSTEM and getattr(called, "__module__", "") == os.name
        left -= counts
        if counts and left == 0:
            stop(called)

    sys.setprofile(look)


def fail_for_space(called: Any) -> None:
    """Fail as the call does when the disk is full."""
    if called.__name__ in _OF_DATABASES:
        raise sqlite3.OperationalError("database or disk is full")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stopping(way: str) -> Callable[[Any], None]:
    """Return what stops this process: ``full disk``, or a signal by its name."""
    if way == "full disk":
        return fail_for_space
    number = signal.Signals[way]
    if number != signal.SIGKILL:
        # a shell lets what it starts in the background ignore some of them
        interrupts = number == signal.SIGINT
        signal.signal(number, signal.default_int_handler if interrupts else signal.SIG_DFL)
    return lambda _: os.kill(os.getpid(), number)
