"""Turn the values of cells into text, lists of names, or values that can be stored."""

import json
import math
import re
from ast import literal_eval
from typing import Any

from proposals_cli.domain.matching.organisation_names import with_long_names
from proposals_cli.domain.matching.person_names import is_one_name
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.column_names import PARTS
from proposals_cli.importing.rows import MAX_DEPTH, RejectedRowError

MAX_VALUE = 1_000_000
"""Characters of one cell."""

MAX_EMBEDDED = 100_000
_INT_LIMIT = 2**63
_HAN = re.compile("[\u3400-\u9fff]")
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def comma_names(text: str) -> list[str]:
    """Split names at commas, unless a comma separates a family name from a given name."""
    between = [part.strip() for part in re.split("[,，]", text) if part.strip()]
    parts = list(dict.fromkeys(with_long_names(between)))
    if len(parts) == 1 < len(between):
        return parts
    if is_one_name(parts):
        return [text]
    return parts if all(" " in part or _HAN.search(part) for part in parts) else [text]


def is_nested(value: Any) -> bool:
    """Return whether a value contains objects, or lists in lists."""
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(part, dict | list) for part in value)
    )


def parse_embedded_json(text: str) -> Any:
    """Return the list or object that a text is as JSON or as a Python literal, else the text.

    >>> parse_embedded_json('[{"name": "Ann Lee"}]'), parse_embedded_json("['Ann Lee']")
    ([{'name': 'Ann Lee'}], ['Ann Lee'])
    >>> parse_embedded_json("[Ann Lee]")
    '[Ann Lee]'
    """
    bare = text.strip()
    if bare[:1] + bare[-1:] not in ("[]", "{}") or len(bare) > MAX_EMBEDDED:
        return text
    for read in (json.loads, literal_eval):
        try:
            found = read(bare)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(found, list | dict):
            return found
    return text


def names_in(value: Any, depth: int = 1) -> list[str]:
    """Return the names in lists and objects; in an object, a key like ``name`` has it.

    >>> names_in([{"id": 7, "full_name": "Ann Lee"}, "Bob Roe", {"x": 1}])
    ['Ann Lee', 'Bob Roe']
    """
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list) and depth <= MAX_DEPTH:
        return [name for part in value for name in names_in(part, depth + 1)]
    if isinstance(value, dict):
        for key, part in value.items():
            if normalise_name(str(key)) in PARTS and isinstance(part, str) and part.strip():
                return [part.strip()]
    return []


def text_of(value: Any) -> str:
    """Return a value as one text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def checked_text(value: Any, column: str) -> str:
    """Return a value as a text that can be stored.

    Raises:
        RejectedRowError: it is too long.
    """
    text = value if isinstance(value, str) else text_of(value)
    if len(text) > MAX_VALUE:
        raise RejectedRowError(column, f"{len(text):,} characters; the limit is {MAX_VALUE:,}")
    if text.isascii():
        return text.replace("\x00", "\ufffd") if "\x00" in text else text
    return _UNSAFE.sub("\ufffd", text) if _UNSAFE.search(text) else text


def storable(value: Any, column: str) -> Any:
    """Return a value in a form that can be stored; errors as ``checked_text``."""
    match value:
        case str():  # nearly all
            return checked_text(value.strip(), column)
        case dict():
            return {
                checked_text(key, column): storable(part, column) for key, part in value.items()
            }
        case list():
            return [storable(part, column) for part in value]
        case float() if not math.isfinite(value):
            return str(value)
        case int() if abs(value) >= _INT_LIMIT:
            return str(value)
        case None | bool() | int() | float():
            return value
        case _:
            return checked_text(value, column)
