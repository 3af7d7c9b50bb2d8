"""Find duplicate keys in JSON objects: parsers keep the last value and drop the others."""

import json
import re
from collections.abc import Mapping
from mmap import mmap
from pathlib import Path

import msgspec

from proposals_cli.errors import StoreError

_KEY = re.compile(rb'\s*("(?:[^"\\]|\\.)*")\s*:\s*', re.DOTALL)
_BETWEEN = re.compile(rb"\s*,?")


class DuplicateKeyError(ValueError):
    """Two values of one JSON object have the same key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"duplicate key '{key}'")
        self.key = key


def refuse_duplicate_keys(content: bytes | str) -> None:
    """Parse JSON and check the keys of every object in it.

    Raises:
        DuplicateKeyError: an object has the same key twice.
        ValueError: the content is not JSON.
        RecursionError: it is nested too deeply.
    """
    json.loads(content, object_pairs_hook=_refuse_duplicates)


def duplicate_key(content: bytes | str | msgspec.Raw) -> str | None:
    """Return a key that one object in the content has twice.

    None if there is none, or if the content is not JSON: decoding it gives a better message.
    """
    text = bytes(memoryview(content)) if isinstance(content, msgspec.Raw) else content
    try:
        refuse_duplicate_keys(text)
    except DuplicateKeyError as error:
        return error.key
    except (ValueError, RecursionError):
        return None
    return None


def repeated_key(record: bytes) -> str | None:
    """Return a key that one object of a record has twice, as ``duplicate_key``, but quicker."""
    try:
        # Formatted as this program does, a record has no duplicate key: decoding drops it.
        decoded = msgspec.json.encode(msgspec.json.decode(record))
        if msgspec.json.format(record, indent=-1) == decoded:
            return None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return duplicate_key(record)


def duplicate_in(path: Path, key: str) -> StoreError:
    """Return the error for a key that one object of a base has twice: one value would be lost."""
    return StoreError(
        f"{path} has the duplicate key '{key}'.",
        "A merge may have joined two records: give one of them another number.",
    )


def duplicate_key_at_top(
    content: bytes | mmap | memoryview | msgspec.Raw, values: Mapping[str, msgspec.Raw]
) -> tuple[str, int] | None:
    """Return a duplicate key of the outermost object and its offset; None if there is none.

    The text is compared with the values that were decoded from it: where they differ, a value
    was dropped. So no value is parsed again, however long it is.

    Args:
        content: the text of the object.
        values: the values decoded from it.
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


def _refuse_duplicates(pairs: list[tuple[str, object]]) -> None:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise DuplicateKeyError(next(key for key in keys if keys.count(key) > 1))
