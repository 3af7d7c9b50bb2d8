"""Write a changed base by copying what did not change from the old file.

The result is the text that ``store_text`` makes, provided that the old file is such a text.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, BinaryIO, NamedTuple

from proposals_cli.store.layout import BLOCK, StoredDocument, StoredTable
from proposals_cli.store.packed_document import PackedDocument, record_key, record_text


class TableChange(NamedTuple):
    """What changes in a table of the file.

    ``removed`` has the places of the records that are removed or replaced, in their order;
    ``added`` the number and the document of those that are added or replace them, by id.
    """

    table: StoredTable
    removed: list[int]
    added: list[tuple[str, PackedDocument]]


class Copied(NamedTuple):
    """A part of the old file, from ``start`` to ``end``, and its offset in the new one."""

    start: int
    end: int
    target: int


def table_change(table: StoredTable, documents: Mapping[str, Any]) -> TableChange:
    """Return what distinguishes the documents of a table, as TinyDB left them, from the file."""
    kept = bytearray(len(table))
    added = []
    for number, document in documents.items():
        if isinstance(document, StoredDocument):
            kept[document.place] = True
        else:
            added.append((number, document))
    removed = [place for place, is_kept in enumerate(kept) if not is_kept] if 0 in kept else []
    added.sort(key=lambda item: (item[1].id, item[0]))
    return TableChange(table, removed, added)


def write_spliced(old: BinaryIO, new: IO[bytes], changes: Iterable[TableChange]) -> list[Copied]:
    """Write the new file and return the parts that were copied, in their order.

    Args:
        old: the file of the tables.
        new: an empty file.
        changes: those of the tables that change, in file order.
    """
    copied: list[Copied] = []
    start = end = 0
    for piece in _pieces(changes, os.fstat(old.fileno()).st_size):
        if not isinstance(piece, bytes) and piece[0] == end:
            end = piece[1]
            continue
        if end > start:
            _copy(old, new, copied, start, end)
        if isinstance(piece, bytes):
            new.write(piece)
            start = end
        else:
            start, end = piece
    if end > start:
        _copy(old, new, copied, start, end)
    return copied


def hash_spliced(old: BinaryIO, new: BinaryIO, copied: list[Copied]) -> tuple[bytes, bytes] | None:
    """Return the hashes of both files; None if a byte that was copied is not the same any more.

    Args:
        old: the base, opened again.
        new: the file that ``write_spliced`` wrote.
        copied: what it returned.
    """
    before = hashlib.blake2b(digest_size=16)
    after = before  # what comes before the first change is hashed once
    source = target = 0
    old_size, new_size = (os.fstat(file.fileno()).st_size for file in (old, new))
    for start, end, place in (*copied, Copied(old_size, old_size, new_size)):
        if after is before and (start > source or place > target):
            after = before.copy()
        for block in _blocks(old, source, start):
            before.update(block)
        for block in _blocks(new, target, place):
            after.update(block)
        target = place + end - start
        ours = _blocks(new, place, target)
        for block in _blocks(old, start, end):
            if block != next(ours, b""):
                return None
            before.update(block)
            if after is not before:
                after.update(block)
        source = end
    return before.digest(), after.digest()


Piece = bytes | tuple[int, int]
"""Text of the new file, or the offsets between which it is in the old one."""


def _pieces(changes: Iterable[TableChange], size: int) -> Iterator[Piece]:
    """Yield the new file in pieces."""
    done = 0
    for change in changes:
        yield done, change.table.start
        yield from _table_pieces(change)
        done = change.table.end
    yield done, size


def _table_pieces(change: TableChange) -> Iterator[Piece]:
    """Yield what is between the brackets of a table."""
    table = change.table
    end = None  # of the text before the next part, where that is in the old file
    first = True
    for part in _parts(change):
        if not isinstance(part, range):
            number, document = part
            yield b"\n" if first else b",\n"
            yield record_key(number) + record_text(document.json)
            end = None
        else:
            start, end = table.line_start(part.start), table.record_end(part.stop - 1)
            if part.start > 0 and not first:
                start -= len(b",\n")
            elif part.start == 0 and first:
                start -= len(b"\n")
            else:
                yield b"\n" if first else b",\n"
            yield start, end
        first = False
    if end is not None and end + len(b"\n  ") == table.end:
        yield end, table.end
    elif not first:
        yield b"\n  "


def _parts(change: TableChange) -> Iterator[range | tuple[str, PackedDocument]]:
    """Yield the records of a table in their new order: ranges of old places, and new documents."""
    table = change.table
    steps: list[tuple[int, int, tuple[str, PackedDocument] | None]] = [
        (place, 1, None) for place in change.removed
    ]
    steps += [
        (table.place_for((document.id, number)), 0, (number, document))
        for number, document in change.added
    ]
    steps.sort(key=lambda step: step[:2])  # what is added at a place comes before its record
    done = 0
    for place, _, added in steps:
        if place > done:
            yield range(done, place)
        done = max(done, place)
        if added is None:
            done = place + 1
        else:
            yield added
    if done < len(table):
        yield range(done, len(table))


def _copy(old: BinaryIO, new: IO[bytes], copied: list[Copied], start: int, end: int) -> None:
    """Copy a part of the old file to the end of the new one, without reading it if possible."""
    new.flush()
    copied.append(Copied(start, end, new.tell()))
    while start < end:
        try:
            done = os.copy_file_range(old.fileno(), new.fileno(), end - start, start)
        except (OSError, AttributeError):  # not on this file system, or on no Linux
            done = 0
        if not done:
            break
        start += done
    new.seek(0, os.SEEK_END)
    for block in _blocks(old, start, end):
        new.write(block)


def _blocks(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield what a file has between two offsets; less if it ends before."""
    while start < end and (block := os.pread(file.fileno(), min(BLOCK, end - start), start)):
        yield block
        start += len(block)
