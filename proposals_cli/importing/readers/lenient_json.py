"""Read what many programs write and call JSON: NaN, and several documents one after another."""

import json
from typing import Any, NamedTuple

import msgspec

from proposals_cli.importing.readers.json_level import Content

MAX_BYTES = 200_000_000
"""Size of a file that is read whole into memory, because it is not quite JSON."""


class Lenient(NamedTuple):
    """The file as JSON, and what had to be overlooked."""

    content: bytes
    remark: str


class _DuplicateKeyError(ValueError):
    pass


def as_json(content: Content) -> Lenient | None:
    """Return a file as strict JSON; None if it is something else altogether, or very large."""
    if len(memoryview(content)) > MAX_BYTES:
        return None
    blanks: list[str] = []
    decoder = json.JSONDecoder(parse_constant=blanks.append, object_pairs_hook=_unique)
    documents: list[Any] = []
    try:
        text = bytes(memoryview(content)).decode().strip()
        place = 0
        while place < len(text):
            document, place = decoder.raw_decode(text, place)
            documents.append(document)
            while place < len(text) and text[place] in " \t\r\n,\x1e":
                place += 1
        if any(not isinstance(one, dict | list) for one in documents):
            return None
        value = documents[0] if len(documents) == 1 else _joined(documents)
        strict = msgspec.json.encode(value)
    except (ValueError, RecursionError):  # also half a character, as \\ud800
        return None
    remarks = []
    if len(documents) > 1:
        remarks.append(f"{len(documents):,} documents one after another")
    if blanks:
        remarks.append(f"{len(blanks):,} × {blanks[0]} read as blank")
    return Lenient(strict, ", ".join(remarks))


def _joined(documents: list[Any]) -> list[Any]:
    """Return the items of all documents, each of which is a record or a list of records."""
    return [
        item
        for document in documents
        for item in (document if isinstance(document, list) else [document])
    ]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _DuplicateKeyError
    return found
