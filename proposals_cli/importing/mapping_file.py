"""Keep a mapping of columns to fields in a small TOML file, and read it again."""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proposals_cli.importing.mapping import MappingOptions
from proposals_cli.importing.rows import ImportFileError
from proposals_cli.store.atomic_file import atomic_file

_LARGEST = 1_000_000

_KEYS = {"id", "date_order", "list_separator", "map", "set"}


def load_mapping(path: Path) -> MappingOptions:
    """Return the mapping in a file.

    Raises:
        ImportFileError: it cannot be read, or is not what ``save_mapping`` writes.
    """
    try:
        found = tomllib.loads(_read(path))
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number without end
        raise ImportFileError(f"{path} is no mapping: {error}.") from error
    unknown = set(found) - _KEYS
    if unknown:
        raise ImportFileError(
            f"{path} says '{min(unknown)}', which no mapping has.",
            f"It may say {', '.join(sorted(_KEYS))}.",
        )
    return MappingOptions(
        columns=tuple(
            (field, column)
            for field, columns in _table(found, "map", path).items()
            for column in (columns if isinstance(columns, list) else [columns])
            if isinstance(column, str)
        ),
        constants={f: str(value) for f, value in _table(found, "set", path).items()},
        id_template=_text(found, "id", path),
        date_order=_text(found, "date_order", path),
        list_separator=_text(found, "list_separator", path),
    )


def _read(path: Path) -> str:
    """Return the text of a mapping: a file, and not a long one."""
    if path.exists() and not path.is_file():
        raise ImportFileError(f"{path} is no mapping: it is not a file.")
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ImportFileError(f"{path} is no mapping: it is larger than {_LARGEST:,} bytes.")
    return content.decode()


def save_mapping(path: Path, mapping: MappingOptions) -> None:
    """Write a mapping.

    Raises:
        ImportFileError: it cannot be written, or the file is there and no mapping.
    """
    if path.exists():
        load_mapping(path)  # what is no mapping is not written over
    lines = ["# Which column gives which field: for `prop import --mapping`.\n"]
    for key, value in (
        ("id", mapping.id_template),
        ("date_order", mapping.date_order),
        ("list_separator", mapping.list_separator),
    ):
        if value is not None:
            lines.append(f"{key} = {_quoted(value)}\n")
    columns: dict[str, list[str]] = {}
    for field, column in mapping.columns:
        columns.setdefault(field, []).append(column)
    lines.append("\n[map]\n")
    for field, names in columns.items():
        lines.append(f"{_quoted(field)} = [{', '.join(map(_quoted, names))}]\n")
    if mapping.constants:
        lines.append("\n[set]\n")
        lines += [f"{_quoted(f)} = {_quoted(value)}\n" for f, value in mapping.constants.items()]
    try:
        with atomic_file(Path(os.path.realpath(path)), replace=True) as file:
            file.write("".join(lines).encode())
    except OSError as error:
        raise ImportFileError(f"{path} cannot be written: {error.strerror or error}.") from error


def _quoted(text: str) -> str:
    """Return text as TOML quotes it, which is as JSON does but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(found: Mapping[str, Any], key: str, path: Path) -> dict[str, Any]:
    table = found.get(key, {})
    if not isinstance(table, dict):
        raise ImportFileError(f"{path}: '{key}' must be a table, as [{key}].")
    return table


def _text(found: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise ImportFileError(f"{path}: '{key}' must be a text in quotes.")
    return value
