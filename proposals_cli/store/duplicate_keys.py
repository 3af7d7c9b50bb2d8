"""Keys that stand twice in a JSON object: parsers keep the last value and drop the others."""

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

_KEY = re.compile(rb'\s*("(?:[^"\\]|\\.)*")\s*:\s*', re.DOTALL)
_BETWEEN = re.compile(rb"\s*,?")


class _RepeatedKeyError(Exception):
    """A key that stands twice in one object."""


def repeated_key(content: bytes | str | msgspec.Raw) -> str | None:
    """Return a key that stands twice in one object of a value, None if there is none."""
    text = bytes(memoryview(content)) if isinstance(content, msgspec.Raw) else content
    try:
        json.loads(text, object_pairs_hook=_refuse_repeats)
    except _RepeatedKeyError as error:
        return str(error)
    except (ValueError, RecursionError):  # whoever decodes it will say so
        return None
    return None


def repeated_at_top(content: Any, values: Mapping[str, msgspec.Raw]) -> tuple[str, int] | None:
    """Return the key that stands twice at the top of an object, and its byte; None if none does.

    The object is gone through beside what was decoded of it: wherever the two part, a value was
    dropped. So no value is parsed again, however long it is.

    Args:
        content: the object as it stands in the file.
        values: what was decoded of it.
    """
    view = memoryview(content)
    try:
        head = re.match(rb"\s*\{", view)
        place = head.end() if head else 0
        wanted = iter(values.items())
        while found := _KEY.match(view, place):
            key, at = msgspec.json.decode(found[1]), found.start(1)
            expected, raw = next(wanted, ("", None))
            length = len(memoryview(raw)) if raw is not None else 0
            end = found.end() + length
            if raw is None or key != expected or view[found.end() : end] != memoryview(raw):
                return key, at
            between = _BETWEEN.match(view, end)
            place = between.end() if between else end
            if bytes(view[place - 1 : place]) != b"," and next(wanted, None) is not None:
                return key, at
        return None
    finally:
        view.release()


def _refuse_repeats(pairs: list[tuple[str, object]]) -> None:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
