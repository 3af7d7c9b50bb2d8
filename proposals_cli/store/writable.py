"""Whether a base may be changed: known before anything is typed or written.

A change replaces the file. The system allows that to everyone who may write to the folder, and to
root everywhere, whatever the mode of the file says.
"""

import os
import shlex
import stat
from pathlib import Path

from proposals_cli.errors import StoreError
from proposals_cli.store.side_file import is_of_stranger

_BY_COPY = "Nothing was changed. Change a copy of it instead, or ask its owner."


def refuse_read_only(path: Path) -> None:
    """Refuse a base that is not ours to change. A missing file passes.

    Raises:
        StoreError: its mode, its owner, its folder or its file system forbid it.
    """
    base = Path(os.path.realpath(path))
    try:
        places = [(place, place.stat()) for place in (base, base.parent)]
    except OSError:  # missing, or reported when it is opened
        return
    for place, found in places:
        if os.access(place, os.W_OK) and (os.geteuid() != 0 or _mode_allows_root(found)):
            continue
        what = f"{base} is" if place == base else f"The folder of {base} is"
        if os.statvfs(place).f_flag & os.ST_RDONLY:
            raise StoreError(f"{what} on a read-only file system.", _BY_COPY)
        if found.st_uid != os.geteuid():
            raise StoreError(f"{what} another user's, who lets nobody else change it.", _BY_COPY)
        raise StoreError(
            f"{what} read-only (mode {stat.S_IMODE(found.st_mode):03o}).",
            f"Nothing was changed. To allow changes: chmod u+w {shlex.quote(str(place))}",
        )
    if is_of_stranger(base, places[0][1]):  # in such a folder only its owner may replace it
        raise StoreError(f"{base} belongs to another user.", _BY_COPY)


def _mode_allows_root(found: os.stat_result) -> bool:
    """Return whether root should write: the system asks neither the mode nor the owner then.

    The files beside the base would belong to root, and its owner could change it no more.
    """
    mode = stat.S_IMODE(found.st_mode)
    if stat.S_ISDIR(found.st_mode):
        return bool(mode & 0o222)
    if found.st_uid == os.geteuid():
        return bool(mode & stat.S_IWUSR)
    in_group = found.st_gid in (os.getegid(), *os.getgroups())
    return bool(mode & (stat.S_IWGRP if in_group else stat.S_IWOTH))
