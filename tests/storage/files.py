"""Look at store files without the code that is tested."""

import json
from pathlib import Path
from typing import Any


def loaded(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the file's tables, read by the standard library."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(tables, dict)
    return tables


def ids_in_file(path: Path, table: str = "proposals") -> list[str]:
    """Return the ids of a table in the order in which they stand in the file."""
    return [record["id"] for record in loaded(path)[table].values()]


def temporaries(folder: Path) -> list[str]:
    """Return the names of temporary files in a folder."""
    return [entry.name for entry in folder.iterdir() if ".tmp" in entry.name]
