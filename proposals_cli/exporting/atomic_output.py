"""Write an export atomically."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.output_file import NONE, Kept, exists_already, not_writable, output_file

_INSTEAD = "Choose another name, or replace the file with --force."


@contextmanager
def atomic_output(path: Path, *, force: bool = False, kept: Kept = NONE) -> Iterator[Path]:
    """Yield an empty file to write to, which becomes ``path`` at the end.

    If anything fails before the end, ``path`` is the old file, or still missing.

    Args:
        path: the file to write; a link is followed if its target exists.
        force: replace a file that exists.
        kept: what is never replaced.

    Raises:
        OutputError: a file exists and may not be replaced, or none can be written.
    """
    try:
        target = output_file(path, kept, replace=force, instead=_INSTEAD)
        with atomic_file(target, replace=force) as file:
            yield Path(file.name)
    except FileExistsError as error:
        raise exists_already(path, _INSTEAD) from error
    except (OSError, sqlite3.OperationalError) as error:
        raise not_writable(path, error) from error
