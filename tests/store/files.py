"""Read base files without the code under test."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


def loaded(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the file's tables, read by the standard library."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(tables, dict)
    return tables


def ids_in_file(path: Path, table: str = "proposals") -> list[str]:
    """Return the ids of a table in file order."""
    return [record["id"] for record in loaded(path)[table].values()]


def temporaries(folder: Path) -> list[str]:
    """Return the names of temporary files in a folder."""
    return [entry.name for entry in folder.iterdir() if ".tmp" in entry.name]


@contextmanager
def without_right(path: Path, right: int) -> Iterator[None]:
    """Remove the permission ``os.R_OK`` or ``os.W_OK`` on a file or folder in a ``with`` block.

    Skips the test if permissions have no effect, as for root.
    """
    mode = path.stat().st_mode
    path.chmod(mode & ~(0o444 if right == os.R_OK else 0o222))
    try:
        if os.access(path, right):
            pytest.skip("permissions have no effect here")
        yield
    finally:
        path.chmod(mode)


def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Yield a new folder with a file system of its own in memory; skip the test where none can be.

    Args:
        folder: where to make it.
        options: for ``mount``.
    """
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def files_in(folder: Path) -> set[str]:
    """Return the names of the files in a folder."""
    return {entry.name for entry in folder.iterdir() if entry.is_file()}
