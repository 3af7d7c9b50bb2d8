"""Fill the derived index from a store file: all of it, or what changed.

A refresh walks the file and hashes every record; only records whose hash the index does not
know are parsed.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import (
    TABLES,
    Proposal,
    Record,
)
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.index.rows import IndexRows
from proposals_cli.index.schema import INDEXES, create_tables
from proposals_cli.store.store_file import RawRecord, Reading, StoreFile

GAP = 1 << 16
"""Distance between neighbours in ``seq``, so that a new proposal finds room between two."""


BATCH = 2_000
MAX_ERRORS_SHOWN = 5

Progress = Callable[[int], None]
"""Called now and then with the number of bytes of the store read so far."""


class NeedsRebuildError(Exception):
    """A refresh cannot be made, or would cost more than building anew."""


class _CutWrongError(Exception):
    """A record was not cut out of the file as one piece; it must be read whole."""


def build(connection: sqlite3.Connection, file: StoreFile, progress: Progress) -> Reading:
    """Fill an empty database from the store and return the finished reading.

    Raises:
        StoreError: the store cannot be used, or records break the rules of their tables.
    """
    create_tables(connection)
    connection.execute("BEGIN")
    for whole in (False, True):
        reading = file.read(whole=whole)
        builder = IndexRows(connection)
        try:
            _add_all(builder, reading, _seqs_in_file_order(), progress)
            break
        except _CutWrongError as error:
            if whole:
                raise StoreError(f"{file.path} holds a record that cannot be read.") from error
            _empty(connection)
        except _NotByIdError:
            _empty(connection)
            builder = IndexRows(connection)
            reading = file.read(whole=True)
            _add_all(builder, reading, _seqs_by_id(file), progress)
            break
    builder.finish()
    _require_tables(connection, file)
    connection.execute("COMMIT")
    try:
        connection.executescript(INDEXES)
    except sqlite3.IntegrityError as error:
        raise _twice(file) from error
    return reading


def _require_tables(connection: sqlite3.Connection, file: StoreFile) -> None:
    """Raise StoreError if a file without records has none of the tables of a store either.

    JSON of another program, named by mistake, is no base without proposals.
    """
    filled = "SELECT EXISTS (SELECT 1 FROM proposal) OR EXISTS (SELECT 1 FROM record)"
    if connection.execute(filled).fetchone()[0]:
        return
    with file.opened() as opened:
        tables = msgspec.json.decode(opened.read().removeprefix(b"\xef\xbb\xbf"))
    if not TABLES.keys() & tables.keys():
        raise StoreError(
            f"{file.path} is JSON, but not a store: it has none of the tables {', '.join(TABLES)}.",
            "Is it the right file? `prop import` brings in files of other programs.",
        )


def refresh(connection: sqlite3.Connection, file: StoreFile, progress: Progress) -> Reading:
    """Bring the index up to the store in the connection's open transaction.

    Raises:
        NeedsRebuildError: too much changed, or there is no room for a new proposal in the order.
        StoreError: as ``build``.
    """
    known: dict[bytes, tuple[str, str]] = {
        bytes(hash_): (table, id_)
        for table, id_, hash_ in connection.execute(
            "SELECT 'proposals', seq, hash FROM proposal"
            ' UNION ALL SELECT "table", id, hash FROM record'
        )
    }
    limit = max(1_000, len(known) // 4)
    reading = file.read()
    changed: list[tuple[bytes, RawRecord]] = []
    held = False
    for count, record in enumerate(reading):
        if count % BATCH == 0:
            progress(reading.bytes_read)
        hash_ = record_hash(record)
        held |= record.table in TABLES
        if known.pop(hash_, None) is None and record.table in TABLES:
            changed.append((hash_, record))
            if len(changed) > limit:
                raise NeedsRebuildError
    if len(known) > limit or not held:
        raise NeedsRebuildError
    _apply(IndexRows(connection), connection, known.values(), changed, file)
    return reading


def record_hash(record: RawRecord) -> bytes:
    """Return the hash by which a refresh knows a record again."""
    hashed = hashlib.blake2b(record.table.encode(), digest_size=12)
    hashed.update(record.json)
    return hashed.digest()


def _apply(
    builder: "IndexRows",
    connection: sqlite3.Connection,
    gone: Iterable[tuple[str, Any]],
    changed: list[tuple[bytes, RawRecord]],
    file: StoreFile,
) -> None:
    """Take out the records that are gone and put in the changed ones."""
    try:
        new = list(_decoded(iter(changed), file))
    except _CutWrongError as error:
        raise NeedsRebuildError from error
    old_seqs: dict[str, int] = {}
    for table, key in gone:
        if table == "proposals":
            old_seqs[builder.remove_proposal(key)] = key
        else:
            builder.remove_record(table, key)
    try:
        # Small tables first: they hold the names of the values that proposals bring. Then the
        # proposals that keep their place, so that new ones do not take it.
        new.sort(key=lambda item: (isinstance(item[1], Proposal), item[1].id not in old_seqs))
        for hash_, record in new:
            if isinstance(record, Proposal):
                seq = old_seqs.get(record.id) or _free_seq(connection, record.id)
                builder.add_proposal(seq, hash_, record)
                builder.flush()
            else:
                builder.add_record(hash_, record)
        builder.finish()
    except sqlite3.IntegrityError as error:
        raise _twice(file) from error


def _free_seq(connection: sqlite3.Connection, id_: str) -> int:
    """Return a place between the neighbours of a new id."""
    (before,) = connection.execute(
        "SELECT max(seq) FROM proposal WHERE id = (SELECT max(id) FROM proposal WHERE id < ?)",
        (id_,),
    ).fetchone()
    (after,) = connection.execute(
        "SELECT min(seq) FROM proposal WHERE id = (SELECT min(id) FROM proposal WHERE id > ?)",
        (id_,),
    ).fetchone()
    before = before or 0
    after = after if after is not None else before + 2 * GAP
    if after - before < 2:
        raise NeedsRebuildError
    return int((before + after) // 2)


class _NotByIdError(Exception):
    """The proposals of the file do not stand in the order of their ids."""


def _seqs_in_file_order() -> Callable[[str], int]:
    last_id, last_seq = "", 0

    def seq_of(id_: str) -> int:
        nonlocal last_id, last_seq
        if id_ < last_id:
            raise _NotByIdError
        last_id, last_seq = id_, last_seq + GAP
        return last_seq

    return seq_of


def _seqs_by_id(file: StoreFile) -> Callable[[str], int]:
    ids = sorted(
        record.id
        for _, record in _decoded(((b"", raw) for raw in file.read(whole=True)), file)
        if isinstance(record, Proposal)
    )
    return {id_: rank * GAP for rank, id_ in enumerate(ids, 1)}.__getitem__


def _add_all(
    builder: "IndexRows", reading: Reading, seq_of: Callable[[str], int], progress: Progress
) -> None:
    file = reading.file
    raws = ((record_hash(raw), raw) for raw in reading)
    try:
        for count, (hash_, record) in enumerate(_decoded(raws, file), 1):
            if isinstance(record, Proposal):
                builder.add_proposal(seq_of(record.id), hash_, record)
            else:
                builder.add_record(hash_, record)
            if count % BATCH == 0:
                builder.flush()
                progress(reading.bytes_read)
        builder.flush()
    except sqlite3.IntegrityError as error:
        raise _twice(file) from error


def _decoded(
    raws: Iterator[tuple[bytes, RawRecord]], file: StoreFile
) -> Iterator[tuple[bytes, Record]]:
    """Yield records of known tables; in the end raise one error for all that are invalid."""
    errors: list[InvalidRecordError] = []
    for hash_, raw in raws:
        if raw.table not in TABLES:
            continue
        try:
            yield hash_, decode_record(raw.table, raw.json)
        except InvalidRecordError as error:
            errors.append(error)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _CutWrongError from error
    if errors:
        shown = [f"{error.message} {error.hint}" for error in errors[:MAX_ERRORS_SHOWN]]
        if len(errors) > len(shown):
            shown.append(f"… and {len(errors) - len(shown)} more.")
        raise StoreError(
            f"{file.path} cannot be used: {len(errors):,} of its records break the rules.\n  "
            + "\n  ".join(shown),
            "Nothing was changed. Mend the store by hand or restore it (git, a backup).",
        )


def _twice(file: StoreFile) -> StoreError:
    """Name the id that stands twice; looking for it again is the price of the error alone."""
    seen: set[tuple[str, str]] = set()
    for raw in file.read(whole=True):
        key = (raw.table, str(msgspec.json.decode(raw.json).get("id")))
        if key in seen:
            return StoreError(
                f"{file.path} holds two records with the id '{key[1]}' in '{key[0]}'.",
                "Remove one of them, or give it another id.",
            )
        seen.add(key)
    return StoreError(f"{file.path} is being changed.", "Run the command again.")


def _empty(connection: sqlite3.Connection) -> None:
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
    ).fetchall():
        connection.execute(f'DELETE FROM "{table}"')
