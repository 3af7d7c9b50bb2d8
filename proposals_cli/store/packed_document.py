"""TinyDB documents in little memory, and the text of the base file that they make up."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from proposals_cli.domain.model.records import BASE, TABLES


class TextDocument(Mapping[str, Any]):
    """A document kept as text, which TinyDB reads like any mapping; every access decodes it."""

    __slots__ = ()

    @abstractmethod
    def text(self) -> bytes:
        """Return the document as JSON."""

    def __getitem__(self, key: str) -> Any:
        return self._decoded()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())

    def _decoded(self) -> dict[str, Any]:
        document: dict[str, Any] = msgspec.json.decode(self.text())
        return document


class PackedDocument(TextDocument):
    """A document kept as compact JSON, in an eighth of the memory its objects would take."""

    __slots__ = ("id", "json")

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.id = str(document.get("id", ""))
        self.json = msgspec.json.encode(document)

    @classmethod
    def of(cls, id_: str, content: bytes) -> "PackedDocument":
        """Return the document with an id that is this compact JSON."""
        document = cls.__new__(cls)
        document.id, document.json = id_, content
        return document

    def text(self) -> bytes:
        """Return the document as compact JSON."""
        return self.json


Tables = dict[str, dict[str, PackedDocument]]
"""Table → TinyDB's number of a document → the document."""


_PACKED = "\0packed"


def in_dict(document: PackedDocument) -> dict[str, Any]:
    """Return a dict that carries a packed document through TinyDB, which copies dicts."""
    return {_PACKED: document}


def packed(tables: dict[str, dict[str, Any]]) -> Tables:
    """Return tables of TinyDB in which every document is packed."""
    for documents in tables.values():
        for number, document in documents.items():
            if isinstance(document, dict):
                documents[number] = document.get(_PACKED) or PackedDocument(document)
    return tables


def store_text(tables: Tables) -> Iterator[bytes]:
    """Yield the text of a base file: tables in a fixed order, records by id, indented.

    The table ``base`` comes first, so that a reader knows the format before any record.
    Every known table is included, so that a first record changes only one place in the file.
    """
    before = b"{\n"
    known = (BASE, *TABLES)
    for name in [*known, *(table for table in tables if table not in known)]:
        yield before + b"  " + msgspec.json.encode(name) + b": {"
        yield from _records_text(tables.get(name, {}))
        before = b",\n"
    yield b"\n}\n"


def _records_text(documents: dict[str, PackedDocument]) -> Iterator[bytes]:
    before = b"\n"
    for number, document in sorted(documents.items(), key=lambda item: (item[1].id, item[0])):
        yield before + record_key(number) + record_text(document.json)
        before = b",\n"
    yield b"\n  }" if documents else b"}"


def record_key(number: str) -> bytes:
    """Return what stands before a record in its first line."""
    return b"    " + msgspec.json.encode(number) + b": "


def record_text(json: bytes) -> bytes:
    """Return a record, given as JSON of any layout, as a base file has it."""
    # JSON escapes line breaks in strings, so every line break is layout
    return msgspec.json.format(json, indent=2).replace(b"\n", b"\n    ")


def is_own_text(text: bytes, compact: bytes = b"{}") -> bool:
    """Return whether the text of a record in a file is what this program would write for it.

    ``compact`` may be the JSON of the decoded record: if it gives the text, nothing is parsed.
    """
    if record_text(compact) == text:
        return True
    try:
        return record_text(msgspec.json.encode(msgspec.json.decode(text))) == text
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
