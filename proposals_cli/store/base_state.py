"""Read a base as a whole, as a merge needs it, and write the merged one."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from proposals_cli.domain.merging.bases import BaseState
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.records import BASE, TABLES
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.atomic_storage import write_store
from proposals_cli.store.duplicate_keys import refuse_repeated_key
from proposals_cli.store.file_stamp import not_writable
from proposals_cli.store.packed_document import PackedDocument, Tables
from proposals_cli.store.record_number import record_number
from proposals_cli.store.store_file import RawRecord, StoreFile

MAX_DIGITS = 18
"""Digits of a record number that TinyDB takes; a record under another key gets a new number."""


class StoredState(NamedTuple):
    """A base that was read: its records, their TinyDB numbers, and the hash of its content."""

    state: BaseState
    numbers: dict[Key, int]
    digest: bytes


class StateReader:
    """Reads states of one base; what they have in common is decoded and kept once."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[str, bytes]] = {}

    def read(self, path: Path) -> StoredState:
        """Read a base in any format and layout.

        Raises:
            StoreError: it is missing or broken, or has two records with one id.
            InvalidRecordError: a record breaks the rules of its table.
        """
        for full_parse in (False, True):
            reading = StoreFile(path).read(full_parse=full_parse)
            try:
                found = self._collected(path, reading)
                return StoredState(BaseState(reading.info, *found[:2]), found[2], reading.digest)
            except InvalidRecordError:
                if full_parse:
                    raise
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if full_parse:
                    raise StoreError(
                        f"{path} cannot be read: {error}.",
                        "Fix it by hand or restore it (git, a backup); nothing was changed.",
                    ) from error
        raise AssertionError  # the second pass returns or raises

    def _collected(
        self, path: Path, records: Iterable[RawRecord]
    ) -> tuple[dict[Key, bytes], dict[Key, bytes], dict[Key, int]]:
        found: dict[Key, bytes] = {}
        others: dict[Key, bytes] = {}
        numbers: dict[Key, int] = {}
        for record in records:
            table, number, raw = record
            if table in TABLES:
                id_, content = self._record(table, raw)
                refuse_repeated_key(path, record, content)
                if (table, id_) in found:
                    raise StoreError(
                        f"{path} contains two records with the id '{id_}' in '{table}'.",
                        "A merge may have joined two records: give one of them another id.",
                    )
                found[table, id_] = content
                if number.isascii() and number.isdecimal() and len(number) <= MAX_DIGITS:
                    numbers[table, id_] = int(number)
            else:
                refuse_repeated_key(path, record, msgspec.json.encode(msgspec.json.decode(raw)))
            if table not in (BASE, *TABLES):
                others[table, number] = msgspec.json.format(raw, indent=-1)
        return found, others, numbers

    def _record(self, table: str, raw: bytes) -> tuple[str, bytes]:
        digest = hashlib.blake2b(raw, digest_size=16, person=table.encode()[:16]).digest()
        if digest not in self._known:
            record = decode_record(table, raw)
            self._known[digest] = (record.id, encode_record(record))
        return self._known[digest]


@contextmanager
def written_state(path: Path, state: BaseState, numbers: Mapping[Key, int]) -> Iterator[bytes]:
    """Write a base, which replaces the file at the end of the ``with`` block, if that succeeds.

    Args:
        path: the file, which is replaced.
        state: its records.
        numbers: the TinyDB numbers that records would like to have, the first ones first.

    Yields:
        The hash of its content.

    Raises:
        StoreError: it cannot be written.
    """
    tables: Tables = {table: {} for table in TABLES}
    tables[BASE] = {"1": PackedDocument.of("", msgspec.json.encode(state.info))}
    for (table, id_), number in numbered(state, numbers).items():
        content = state.records[table, id_]
        tables[table][str(number)] = PackedDocument.of(id_, content)
    for (table, name), content in state.others.items():
        tables.setdefault(table, {})[name] = PackedDocument(msgspec.json.decode(content))
    try:
        with atomic_file(Path(os.path.realpath(path)), replace=True) as file:
            yield write_store(file, tables)
    except OSError as error:
        raise not_writable(path, error) from error


def numbered(state: BaseState, wanted: Mapping[Key, int]) -> dict[Key, int]:
    """Return the TinyDB number of each record: the wanted one, unless another record has it."""
    taken: dict[str, set[int]] = {table: set() for table in TABLES}
    found: dict[Key, int] = {}
    for key, number in wanted.items():
        if key in state.records and number not in taken[key[0]]:
            found[key] = number
            taken[key[0]].add(number)
    for key in state.records:
        if key not in found:
            found[key] = record_number(key[1], taken[key[0]])
            taken[key[0]].add(found[key])
    return found
