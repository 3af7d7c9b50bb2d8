"""Save a mapping of columns to fields as a small TOML file, and load it again."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.rows import ImportFileError
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.input_file import read_small
from proposals_cli.store.output_file import not_writable
from proposals_cli.store.small_toml import parse_toml

_KEYS = {"id", "date_order", "list_separator", "blank_words", "keep_blank_words", "map", "set"}


def load_mapping(path: Path) -> MappingOptions:
    """Return the mapping in a file.

    Raises:
        ImportFileError: it cannot be read, or is not a mapping.
    """
    try:
        found = parse_toml(read_small(path))
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:  # not TOML, not UTF-8, a number that is too long
        raise ImportFileError(f"{path} is not a mapping: {error}.") from error
    unknown = set(found) - _KEYS
    if unknown:
        raise ImportFileError(
            f"{path} has the key '{min(unknown)}', which is not part of a mapping.",
            f"Allowed: {', '.join(sorted(_KEYS))}.",
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
        blank_words=tuple(map(str, found.get("blank_words", ()))),
        keep_blank_words=bool(found.get("keep_blank_words")),
    )


def save_mapping(path: Path, mapping: MappingOptions) -> None:
    """Write a mapping.

    Raises:
        ImportFileError: the file exists and is not a mapping.
        OutputError: it cannot be written.
    """
    if os.path.lexists(path) and (not path.exists() or load_mapping(path) == MappingOptions()):
        raise ImportFileError(f"{path} exists and is not a mapping.", "Give another name.")
    lines = ["# The columns that give each field: for `prop import --mapping`.\n"]
    for key, value in (
        ("id", mapping.id_template),
        ("date_order", mapping.date_order),
        ("list_separator", mapping.list_separator),
    ):
        if value is not None:
            lines.append(f"{key} = {_quoted(value)}\n")
    if mapping.blank_words:
        lines.append(f"blank_words = [{', '.join(map(_quoted, mapping.blank_words))}]\n")
    if mapping.keep_blank_words:
        lines.append("keep_blank_words = true\n")
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
        raise not_writable(path, error) from error


def _quoted(text: str) -> str:
    """Return text as TOML quotes it, which is as JSON does except for one character."""
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
