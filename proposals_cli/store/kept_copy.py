"""The copy of a base of an earlier format, kept beside it when the base is converted."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count, takewhile
from pathlib import Path

from proposals_cli.errors import StoreError
from proposals_cli.store.atomic_file import atomic_file, remove_stale
from proposals_cli.store.side_file import check_side_file
from proposals_cli.store.store_file import StoreFile


@contextmanager
def kept_copy(base: Path, digest: bytes, format_: int) -> Iterator[Path]:
    """Keep a copy of a base under a name of its own; remove it if the ``with`` block fails.

    A copy that a killed process left is used again. No other file is replaced.

    Args:
        base: the file, which is not a link and is locked.
        digest: the hash of its content.
        format_: the number of its format, for the name of the copy.

    Yields:
        The path of the copy, which has the mode of the base.

    Raises:
        OSError: it cannot be written.
    """
    for copy in copy_names(base, format_):
        remove_stale(copy, 0)  # a killed process may have left one that is a link to the copy
        if os.path.lexists(copy):
            if _is_copy(copy, digest):
                yield copy
                return
            continue
        try:
            with open(base, "rb") as source, atomic_file(copy, replace=False, like=base) as target:
                shutil.copyfileobj(source, target)
        except FileExistsError:
            continue
        try:
            yield copy
        except BaseException:
            with suppress(OSError):
                copy.unlink()
            raise
        return


def kept_copies(base: Path, format_: int) -> list[Path]:
    """Return the copies of a base that were kept, oldest first."""
    return list(takewhile(os.path.lexists, copy_names(base, format_)))


def copy_names(base: Path, format_: int) -> Iterator[Path]:
    """Yield the names that copies of a base of this format get, in the order of their making."""
    yield base.with_name(f"{base.stem}.format-{format_}{base.suffix}")
    for number in count(2):
        yield base.with_name(f"{base.stem}.format-{format_}.{number}{base.suffix}")


def _is_copy(copy: Path, digest: bytes) -> bool:
    try:
        check_side_file(copy)
        return StoreFile(copy).digest()[0] == digest
    except StoreError:
        return False
