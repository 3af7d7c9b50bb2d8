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


def refuse_repeated_key(path: Path, record: tuple[str, str, bytes], encoded: bytes) -> None:
    """Refuse a record of a base in which an object has the same key twice: a value would be lost.

    Args:
        path: the base.
        record: table, number and JSON of the record.
        encoded: the record as compact JSON, after it was decoded.

    Raises:
        StoreError: it has a duplicate key.
    """
    table, number, content = record
    # Decoding drops a duplicate key. A record that this program wrote needs no second parse.
    if msgspec.json.format(content, indent=-1) == encoded:
        return
    if (key := duplicate_key(content)) is not None:
        raise StoreError(
            f"{path} has the duplicate key '{key}' in record {number} of '{table}'.",
            "Keep one of the values. If a merge has joined two records, give each a number.",
        )


def duplicate_in_base(path: Path, content: bytes) -> StoreError:
    """Return the error for a base, as JSON, in which an object has the same key twice."""
    tables = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    if found := duplicate_key_at_top(content, tables):
        return two_tables(path, found[0])
    for table, raw in tables.items():
        records = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        if found := duplicate_key_at_top(raw, records):
            return two_records(path, table, found[0])
        for number, record in records.items():
            try:
                refuse_repeated_key(path, (table, number, bytes(record)), b"")
            except StoreError as error:
                return error
    raise AssertionError("no object has a key twice")


def two_tables(path: Path, table: str) -> StoreError:
    """Return the error for a base with two tables of one name."""
    return StoreError(
        f"{path} has two tables '{table}'.", "Join them by hand; nothing was changed."
    )


def two_records(path: Path, table: str, number: str) -> StoreError:
    """Return the error for a base with two records of one number."""
    return StoreError(
        f"{path} has two records numbered {number} in '{table}'.",
        "Give one of them another number; any unused one will do.",
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
