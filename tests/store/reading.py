"""Read base files as the program does."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from proposals_cli.errors import StoreError
from proposals_cli.store.store_file import StoreFile


def values(path: Path, *, full_parse: bool = False) -> list[tuple[str, str, Any]]:
    """Return the records of the file with their JSON parsed, as callers read it."""
    try:
        return [
            (record.table, record.number, msgspec.json.decode(record.json))
            for record in StoreFile(path).read(full_parse=full_parse)
        ]
    except (msgspec.DecodeError, UnicodeDecodeError):
        if full_parse:
            raise
        return values(path, full_parse=True)


def error_of(path: Path) -> StoreError:
    """Return the error of reading the file, which must be a ``StoreError`` that names it."""
    with pytest.raises(StoreError) as caught:
        values(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value
