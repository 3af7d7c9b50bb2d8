"""Decode one level of JSON; the values in it stay as they are in the file."""

from mmap import mmap

import msgspec

from proposals_cli.importing.rows import ImportFileError
from proposals_cli.store.duplicate_keys import duplicate_key_at_top

RawObject = dict[str, msgspec.Raw]
RawList = list[msgspec.Raw]
Content = bytes | mmap | msgspec.Raw
"""JSON in memory, in a mapped file, or as a part of either."""


def decode_level(content: Content, name: str) -> RawList | RawObject:
    """Return a list or an object.

    Raises:
        ImportFileError: it is neither, or not valid JSON; the message begins with ``name``.
    """
    view = memoryview(content)
    head = bytes(view[:4096]).lstrip()
    is_list = head[:1] == b"["
    if is_list and head[1:].lstrip()[:1] not in (b"{", b"[", b"]", b""):
        raise ImportFileError(
            f"{name} contains a list of single values.", "Records must be objects."
        )
    try:
        if is_list:
            return msgspec.json.decode(content, type=RawList)
        return msgspec.json.decode(content, type=RawObject)
    except RecursionError as error:
        raise ImportFileError(f"{name} is nested too deeply to contain records.") from error
    except msgspec.ValidationError as error:
        raise ImportFileError(
            f"{name} contains neither a list nor an object: {error}.", "Records must be objects."
        ) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ImportFileError(
            f"{name} is not valid JSON: {_with_line(str(error), view)}.", "Nothing was imported."
        ) from error
    finally:
        view.release()


def decode_unique(content: Content, name: str, path: str = "") -> RawList | RawObject:
    """Return a list, or an object without duplicate keys; errors as ``decode_level``.

    ``path`` is the place of the value in the file; empty for the top.

    Raises:
        ImportFileError: also for a duplicate key, as one of its values would be lost.
    """
    value = decode_level(content, name)
    if isinstance(value, dict) and (found := duplicate_key_at_top(content, value)):
        key, byte = found
        line = bytes(memoryview(content)[:byte]).count(b"\n") + 1
        where = f"under '{path}'" if path else f"at the top, in line {line}"
        raise ImportFileError(
            f"{name} has the duplicate key '{key}' {where}.",
            "Only one of the two values would be read: rename or remove one. Nothing was imported.",
        )
    return value


def decode_object(content: Content, name: str) -> RawObject:
    """Return an object, which the content must be; errors as ``decode_level``."""
    value = decode_level(content, name)
    assert isinstance(value, dict)
    return value


def is_object(raw: msgspec.Raw) -> bool:
    """Return whether a value is an object."""
    return _first_byte(raw) == b"{"


def is_list(raw: msgspec.Raw) -> bool:
    """Return whether a value is a list."""
    return _first_byte(raw) == b"["


def is_text(raw: msgspec.Raw) -> bool:
    """Return whether a value is a string."""
    return _first_byte(raw) == b'"'


def _first_byte(raw: msgspec.Raw) -> bytes:
    return bytes(memoryview(raw)[:1])


def _with_line(message: str, content: memoryview) -> str:
    """Return a parser's message with the line in place of the byte."""
    if "truncated" in message:
        return "it ends too early"
    text, _, rest = message.removeprefix("JSON is malformed: ").partition(" (byte ")
    if not rest:
        return text
    line = bytes(content[: int(rest.rstrip(")"))]).count(b"\n") + 1
    return f"{text} in line {line}"
