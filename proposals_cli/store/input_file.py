"""Open files that the user names, without waiting for what never comes or reading without end.

A pipe that nobody writes to would keep the program waiting, and a device such as /dev/zero has no
end. Both may stand where a file is expected, if only through a link.
"""

import errno
import os
import select
import stat
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

MAX_SMALL = 1_000_000
"""Bytes of a file that a person writes: a configuration, a mapping, a layout, a style."""

PATIENCE_MS = 5_000
"""How long the first byte of a pipe is waited for while nobody has it open for writing."""


class NotAFileError(OSError):
    """There is something that is not a regular file."""


def only_files(path: str, flags: int) -> int:
    """Open a regular file: an ``opener`` for ``open``.

    A folder is left to ``open``, which reports it. The null device is an empty file.

    Raises:
        NotAFileError: it is a pipe or another device.
    """
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    found = os.fstat(descriptor)
    mode = found.st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode) or found.st_rdev == os.stat(os.devnull).st_rdev:
        return descriptor
    os.close(descriptor)
    raise NotAFileError(errno.EINVAL, "Is a pipe or a device, not a file", path)


def read_small(path: Path) -> str:
    """Return the text of a small UTF-8 file.

    Raises:
        OSError: it cannot be read, is not a regular file, or is too large.
        UnicodeDecodeError: it is not UTF-8.
    """
    with open(path, "rb", opener=only_files) as file:
        content = file.read(MAX_SMALL + 1)
    if len(content) > MAX_SMALL:
        raise OSError(errno.EFBIG, f"Is larger than {MAX_SMALL:,} bytes", str(path))
    return content.decode()


def open_stream(path: Path) -> BinaryIO:
    """Open a file that is read once, from its beginning to its end: a pipe will do.

    Raises:
        OSError: it cannot be read, is a device other than a terminal, or a pipe that nobody writes
            to.
    """
    if not path.is_fifo() and not path.is_char_device():
        return open(path, "rb", opener=only_files)
    raw = _Raw(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY))
    file: BufferedReader = BufferedReader(raw)
    try:
        if stat.S_ISFIFO(os.fstat(raw.fileno()).st_mode):
            _wait_for_writer(file, raw, path)
        elif not raw.isatty() and not path.samefile(os.devnull):
            raise NotAFileError(errno.EINVAL, "Is a device, not a file", str(path))
    except BaseException:
        file.close()
        raise
    os.set_blocking(raw.fileno(), True)
    return file


class _Raw(FileIO):
    """A pipe that remembers whether its last reading found somebody who may still write."""

    has_writer = False

    def readinto(self, buffer: "Buffer") -> int:
        count = super().readinto(buffer)
        self.has_writer = count is None
        return count


def _wait_for_writer(file: BufferedReader, raw: _Raw, path: Path) -> None:
    """Return when a pipe has something to read, or somebody who may still write to it."""
    poll = select.poll()
    poll.register(raw, select.POLLIN)
    # What is read meanwhile stays in the buffer.
    if not poll.poll(PATIENCE_MS) and not file.peek(1) and not raw.has_writer:
        raise OSError(errno.EPIPE, "Is a pipe that nobody writes to", str(path))
