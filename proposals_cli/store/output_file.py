"""Which files may be written for an option that names one: never those of this program."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from proposals_cli.errors import OutputError
from proposals_cli.store.side_file import conflicts_path, journal_path, lock_path

_COPY = re.compile(r"(.+)\.format-\d+(?:\.\d+)?(\.[^.]+)?")
"""The name of a copy that was kept when a base was converted."""


_OPEN_FILES = re.compile(r"(?:/proc/(\d+)(?:/task/\d+)?|/dev)/fd")
"""A folder with a name for every open file of a process; in /dev, of this one."""

_MAX_LINKS = 40
"""As many links as Linux follows."""


class Kept(NamedTuple):
    """What belongs to this program: bases, folders with all that is in them, and single files.

    The files beside a base belong to it, and so do bases that are not named here but were
    written to: these have a journal or a lock.
    """

    bases: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()


NONE = Kept()
"""Nothing is kept."""

INSTEAD = "Choose another name."


def output_file(path: Path, kept: Kept, *, replace: bool, instead: str = INSTEAD) -> Path:
    """Return the file that is written for a path, with links followed.

    Args:
        path: what the user named.
        kept: what is never replaced.
        replace: whether another file that exists may be replaced.
        instead: what to do if it may not.

    Raises:
        OutputError: no file may be written there.
    """
    try:
        return _output_file(path, kept, replace=replace, instead=instead)
    except OSError as error:  # a closed folder, a name that is too long
        raise not_writable(path, error) from error


def _output_file(path: Path, kept: Kept, *, replace: bool, instead: str) -> Path:
    target = Path(os.path.realpath(path))
    if path.is_symlink() and not path.exists():
        raise OutputError(f"{path} is a link to a missing file.", "Give another name.")
    # An open file would be replaced by another, with all that was written to it.
    if path.exists() and (_open_file(path) or not path.is_file()):
        raise OutputError(
            f"{path} is not a file that can be replaced.",
            "Give another name."
            if target.is_dir()
            else "Let it take standard output instead, or name the file itself.",
        )
    refuse_own_file(path, kept)
    if target.exists() and not replace:
        raise exists_already(path, instead)
    if not target.parent.is_dir():
        raise OutputError(f"There is no folder {target.parent}.", "Create it first.")
    return target


def is_standard_output(path: Path) -> bool:
    """Return whether a path means standard output: ``-``, or a name that the system has for it."""
    found = _open_file(path)
    own = (None, str(os.getpid()))
    return str(path) == "-" or (found is not None and found[0] in own and found[1] == "1")


def _open_file(path: Path) -> tuple[str | None, str] | None:
    """Return the process (None: this one) and the number of the open file that a path names.

    None: it names none. The names are links to the files, and must not be followed that far.
    """
    for _ in range(_MAX_LINKS):
        folder = os.path.realpath(path.parent)
        if found := _OPEN_FILES.fullmatch(folder):
            return found[1], path.name
        try:
            path = Path(folder, os.readlink(Path(folder, path.name)))
        except OSError:  # no link
            break
    return None


def exists_already(path: Path, instead: str = INSTEAD) -> OutputError:
    """Return the error for a file that may not be replaced."""
    return OutputError(f"{path} exists already.", instead)


def not_writable(path: Path, error: Exception) -> OutputError:
    """Return the error for a file that the system does not let us write."""
    return OutputError(
        f"{path} cannot be written: {getattr(error, 'strerror', None) or error}.",
        "Nothing was changed. Check the folder's permissions and the space on the disk.",
    )


def refuse_own_file(path: Path, kept: Kept) -> None:
    """Refuse a file of this program, whether or not it is there already.

    Raises:
        OutputError: it is one.
    """
    target = Path(os.path.realpath(path))
    if fault := _owner(target, kept):
        raise OutputError(f"{path} {fault}.", "Give another name.")


def _owner(target: Path, kept: Kept) -> str | None:
    """Return what a file is to this program; None if it does not belong to it."""
    if _is_base(target, kept):
        return "is the base itself" if _is_one_of(target, kept.bases) else "is a base"
    for base in (target.with_name(name) for name in _bases_beside(target.name)):
        if _is_base(base, kept):
            return f"belongs to the base {base.name}"
    for base in map(Path, map(os.path.realpath, kept.bases)):
        if _is_one_of(target, (journal_path(base), lock_path(base), conflicts_path(base))):
            return f"belongs to the base {base.name}"  # a hard link to it
    if _is_one_of(target, kept.files):
        return "is the configuration file"
    for folder in map(os.path.realpath, kept.folders):
        if target.is_relative_to(folder):
            return f"is in {folder}, where this program keeps files of its own"
    return None


def _is_base(path: Path, kept: Kept) -> bool:
    was_written = os.path.lexists(journal_path(path)) or os.path.lexists(lock_path(path))
    return path.is_file() and (was_written or _is_one_of(path, kept.bases))


def _bases_beside(name: str) -> Iterator[str]:
    """Yield the names of bases to which a file with this name would belong."""
    if name.startswith("."):
        parts = name[1:].split(".")
        yield from (".".join(parts[:end]) for end in range(1, len(parts)) if parts[end - 1])
    if copy := _COPY.fullmatch(name):
        yield copy[1] + (copy[2] or "")


def _is_one_of(target: Path, files: tuple[Path, ...]) -> bool:
    """Return whether a file is one of some, perhaps under another name, or would become one."""
    for file in files:
        if target == Path(os.path.realpath(file)):
            return True
        if target.exists() and file.exists() and file.samefile(target):
            return True
    return False
