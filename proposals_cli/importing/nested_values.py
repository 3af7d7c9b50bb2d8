"""Reach into objects and lists by a path, and take out what was reached."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from proposals_cli.importing.rows import MAX_DEPTH

Path = tuple[str, ...]
Reads = Callable[["Way", Any], bool]


class Way(NamedTuple):
    """The way to a value: its path, the objects passed, and what says whether it was read."""

    path: Path = ()
    objects: tuple[Any, ...] = ()
    reads: Reads | None = None

    def to(self, key: str, inside: Any) -> "Way":
        """Return the way on to a key of an object."""
        return self._replace(path=(*self.path, key), objects=(*self.objects, inside))

    def is_read(self, value: Any) -> bool:
        """Return whether the value at the end was read."""
        return self.reads is None or self.reads(self, value)


def path_of(text: str) -> Path:
    """Return a path of keys, as of ``antwort.drucksache``; a lone point is the value itself."""
    return () if text == "." else tuple(text.split("."))


def values_at(value: Any, path: Path) -> list[Any]:
    """Return the values at a path that are not blank; lists on the way are walked through.

    >>> values_at({"a": [{"b": 1}, {"b": [2, 3]}, {"c": 4}]}, ("a", "b"))
    [1, 2, 3]
    """
    if len(path) == 1 and isinstance(value, dict):
        inner = value.get(path[0])
        if isinstance(inner, str) or inner is None:  # nearly all
            return [inner] if inner else []
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


def without(value: Any, paths: Collection[Path], way: Way | None = None) -> Any:
    """Return what is left of a value without that at some paths; None for nothing.

    ``way`` says which of the values there were read; without it all were.

    >>> without({"a": [{"b": 1, "c": 2}, {"b": 3}]}, [("a", "b")])
    {'a': [{'c': 2}]}
    """
    way = way or Way()
    if len(way.objects) > MAX_DEPTH or value in (None, "", [], {}):
        return None
    if isinstance(value, list):
        parts = (without(part, paths, way) for part in value)
        return [part for part in parts if part is not None] or None
    if () in paths and way.is_read(value):
        return None
    if not isinstance(value, dict):
        return value
    left = {}
    for key, part in value.items():
        inner = {path[1:] for path in paths if path[:1] == (key,)}
        rest = without(part, inner, way.to(key, value)) if inner else part
        if rest not in (None, "", [], {}):
            left[key] = rest
    return left or None


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a value: itself, or those in a list."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
