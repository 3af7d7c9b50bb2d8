"""Reach into objects and lists by a path, and take out what was reached."""

from collections.abc import Collection, Iterator
from typing import Any

from proposals_cli.importing.rows import MAX_DEPTH

Path = tuple[str, ...]


def path_of(text: str) -> Path:
    """Return a path of keys, as of ``antwort.drucksache``; a lone point is the value itself."""
    return () if text == "." else tuple(text.split("."))


def values_at(value: Any, path: Path) -> list[Any]:
    """Return the values at a path that are not blank; lists on the way are walked through.

    >>> values_at({"a": [{"b": 1}, {"b": [2, 3]}, {"c": 4}]}, ("a", "b"))
    [1, 2, 3]
    """
    if isinstance(value, list):
        return [found for part in value for found in values_at(part, path)]
    if not path:
        return [] if value in (None, "", {}) else [value]
    if isinstance(value, dict) and path[0] in value:
        return values_at(value[path[0]], path[1:])
    return []


def has_path(value: Any, path: Path) -> bool:
    """Return whether there is a key at a path, whatever its value.

    >>> has_path({"a": [{"b": None}]}, ("a", "b"))
    True
    """
    if isinstance(value, list):
        return any(has_path(part, path) for part in value)
    if not path:
        return True
    return isinstance(value, dict) and path[0] in value and has_path(value[path[0]], path[1:])


def without(value: Any, paths: Collection[Path], depth: int = 1) -> Any:
    """Return what is left of a value without that at some paths; None for nothing.

    >>> without({"a": [{"b": 1, "c": 2}, {"b": 3}]}, [("a", "b")])
    {'a': [{'c': 2}]}
    """
    if () in paths or depth > MAX_DEPTH or value in (None, "", [], {}):
        return None
    if isinstance(value, list):
        parts = (without(part, paths, depth + 1) for part in value)
        return [part for part in parts if part is not None] or None
    if not isinstance(value, dict):
        return value
    left = {}
    for key, part in value.items():
        inner = {path[1:] for path in paths if path[0] == key}
        rest = without(part, inner, depth + 1) if inner else part
        if rest not in (None, "", [], {}):
            left[key] = rest
    return left or None


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a value: itself, or those in a list."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
