"""Open the files that lie beside a base, its journal and its lock, without being led elsewhere.

Other people may have filled the folder: it is shared, or a repository that was cloned. A link
under the name of the journal would lead what is written to another file of the user.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from proposals_cli.errors import StoreError


def journal_path(base: Path) -> Path:
    """Return the path of a base's journal; ``base`` is not a link."""
    return base.with_name(f".{base.name}.journal")


def lock_path(base: Path) -> Path:
    """Return the path of a base's lock; ``base`` is not a link."""
    return base.with_name(f".{base.name}.lock")


def conflicts_path(base: Path) -> Path:
    """Return the path of the undecided conflicts of a base; ``base`` is not a link."""
    return base.with_name(f".{base.name}.conflicts")


def side_file_opener(permissions: int = 0o666) -> Callable[[str, int], int]:
    """Return an ``opener`` for ``open`` that opens only what ``check_side_file`` accepts.

    A file that is created gets ``permissions``.
    """

    def opener(path: str, flags: int) -> int:
        check_side_file(Path(path))
        # Somebody may put another file there after the check.
        descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, permissions)
        try:
            _check(Path(path), os.fstat(descriptor))
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    return opener


def check_side_file(path: Path) -> None:
    """Check a file beside a base before it is opened. A missing file passes.

    Raises:
        StoreError: it is not a regular file with one name, or belongs to a stranger.
    """
    try:
        found = path.lstat()
    except OSError:  # missing, or reported when it is opened
        return
    _check(path, found)


def _check(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        fault = "is a symbolic link"
    elif not stat.S_ISREG(found.st_mode):
        fault = "is not a regular file"
    elif found.st_nlink > 1:
        fault = "is a hard link to another file"
    elif is_of_stranger(path, found):
        fault = "belongs to another user"
    else:
        return
    raise StoreError(
        f"{path} {fault}, and was not touched.",
        "Nothing was changed. If you do not need it, remove it and try again.",
    )


def is_of_stranger(path: Path, found: os.stat_result) -> bool:
    """Return whether someone we need not trust owns a file.

    Only in a sticky folder, such as /tmp, does the owner matter: people who share any other
    folder that they can all write to may replace each other's files, the base included.
    """
    folder = path.parent.stat()
    sticky = bool(folder.st_mode & stat.S_ISVTX)
    return sticky and found.st_uid not in (os.geteuid(), folder.st_uid)
