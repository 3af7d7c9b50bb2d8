"""The identity of a file that the file system knows, and its errors in plain words."""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple, NoReturn

from proposals_cli.errors import StoreError
from proposals_cli.store.input_file import NotAFileError


class Stamp(NamedTuple):
    """Size, times and place of a file. Equal stamps do not prove equal content."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    device: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Stamp":
        """Return the stamp from a result of ``os.stat`` or ``os.fstat``."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of a base.

    Raises:
        StoreError: the file is missing, not a regular file, or cannot be read.
    """
    try:
        found = os.stat(path)
    except OSError as error:
        raise_unreadable(path, error)
    if stat.S_ISDIR(found.st_mode):
        raise StoreError(f"{path} is a folder, not a base.", "Give the JSON file in it.")
    if not stat.S_ISREG(found.st_mode):  # reading it could wait for ever
        raise _not_a_file(path)
    return Stamp.of(found)


def raise_unreadable(path: Path, error: OSError) -> NoReturn:
    """Raise a ``StoreError`` that explains an error of the file system."""
    if isinstance(error, FileNotFoundError):
        raise StoreError(
            f"There is no base at {path}.",
            "Check --store, PROP_STORE and the configuration file; without them the shipped base"
            " is used.",
        ) from error
    if isinstance(error, IsADirectoryError):
        raise StoreError(f"{path} is a folder, not a base.", "Give the JSON file in it.")
    if isinstance(error, NotAFileError) or error.errno == errno.ENXIO:  # a socket
        raise _not_a_file(path) from error
    raise StoreError(
        f"{path} cannot be read: {error.strerror}.", "Check the file's permissions."
    ) from error


def _not_a_file(path: Path) -> StoreError:
    return StoreError(f"{path} is a pipe or a device, not a base.", "Give a JSON file.")


def not_writable(path: Path, error: OSError) -> StoreError:
    """Return a ``StoreError`` that explains an error of the file system."""
    return StoreError(
        f"{path} cannot be written: {error.strerror or error}.",
        "Nothing was changed. Check the folder's permissions and the space on the disk.",
    )
