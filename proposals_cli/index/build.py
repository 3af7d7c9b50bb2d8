"""Fill the rows of the index from a store file: all of them, or those that changed.

A refresh walks the file and hashes every record; only records with a hash that is not in the
index are parsed.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import TABLES, Proposal, Record
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.index.rows import IndexRows
from proposals_cli.index.schema import CREATE_INDEXES, CREATE_TABLES
from proposals_cli.index.update import NeedsRebuildError
from proposals_cli.store.store_file import RawRecord, Reading, StoreFile

GAP = 1 << 16
"""Distance between neighbours in ``seq``, so that a new proposal fits between two."""

BATCH = 2_000
MAX_ERRORS_SHOWN = 5

_READ_AS_FORMAT_TWO = (
    "The file is of format 1 and was read as format 2, whose fields are named here: its responses"
    " are actions, its people sponsors."
)

BytesRead = Callable[[int], None]
"""Called now and then with the number of bytes of the store that have been read."""


class _WrongBoundariesError(Exception):
    """A record was not cut out of the file at its boundaries: the file must be parsed at once."""


class _UnsortedError(Exception):
    """The proposals of the file are not in the order of their ids."""


def build(connection: sqlite3.Connection, file: StoreFile, progress: BytesRead) -> Reading:
    """Fill an empty database from the store and return the finished reading.

    Raises:
        StoreError: the store cannot be used, or has invalid records.
    """
    connection.executescript(CREATE_TABLES)
    connection.execute("BEGIN")
    for full_parse in (False, True):  # by the layout of our own files, then by a full parse
        reading = file.read(full_parse=full_parse)
        builder = IndexRows(connection)
        try:
            _add_all(builder, reading, _seqs_in_file_order(), progress)
            break
        except _WrongBoundariesError as error:
            if full_parse:
                raise StoreError(f"{file.path} contains a record that cannot be read.") from error
            _empty(connection)
        except _UnsortedError:
            _empty(connection)
            builder = IndexRows(connection)
            reading = file.read(full_parse=True)
            _add_all(builder, reading, _seqs_by_id(file), progress)
            break
    builder.finish()
    _require_tables(connection, file)
    connection.execute("COMMIT")
    try:
        connection.executescript(CREATE_INDEXES)
    except sqlite3.IntegrityError as error:
        raise _duplicate_id(file) from error
    return reading


def _require_tables(connection: sqlite3.Connection, file: StoreFile) -> None:
    """Raise StoreError if the file has neither records nor any of the tables of a store.

    A JSON file of another program, named by mistake, is not an empty base.
    """
    any_record = "SELECT EXISTS (SELECT 1 FROM proposal) OR EXISTS (SELECT 1 FROM record)"
    if connection.execute(any_record).fetchone()[0]:
        return
    with file.opened() as opened:
        tables = msgspec.json.decode(opened.read().removeprefix(b"\xef\xbb\xbf"))
    if not TABLES.keys() & tables.keys():
        raise StoreError(
            f"{file.path} is JSON but not a base: it has none of the tables {', '.join(TABLES)}.",
            "Check the path. To read files of other programs, use `prop import`.",
        )


def refresh(connection: sqlite3.Connection, file: StoreFile, progress: BytesRead) -> Reading:
    """Bring the rows up to date with the store, in the connection's open transaction.

    Raises:
        NeedsRebuildError: too much changed, or a new proposal does not fit into the order.
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
    has_tables = False
    for count, record in enumerate(reading):
        if count % BATCH == 0:
            progress(reading.bytes_read)
        hash_ = record_hash(record)
        has_tables |= record.table in TABLES
        if known.pop(hash_, None) is None and record.table in TABLES:
            changed.append((hash_, record))
            if len(changed) > limit:
                raise NeedsRebuildError
    if len(known) > limit or not has_tables:
        raise NeedsRebuildError
    _apply(IndexRows(connection), connection, known.values(), changed, reading)
    return reading


def record_hash(record: RawRecord) -> bytes:
    """Return the hash by which a refresh recognises a record."""
    hashed = hashlib.blake2b(record.table.encode(), digest_size=12)
    hashed.update(record.json)
    return hashed.digest()


def _apply(
    builder: IndexRows,
    connection: sqlite3.Connection,
    gone: Iterable[tuple[str, Any]],
    changed: list[tuple[bytes, RawRecord]],
    reading: Reading,
) -> None:
    """Remove the records that are gone and add the changed ones."""
    try:
        new = list(_decoded(iter(changed), reading))
    except _WrongBoundariesError as error:
        raise NeedsRebuildError from error
    old_seqs: dict[str, int] = {}
    for table, key in gone:
        if table == "proposals":
            old_seqs[builder.remove_proposal(key)] = key
        else:
            builder.remove_record(table, key)
    try:
        # Small tables first: they have the names of the values of proposals. Then the proposals
        # that keep their place, so that new ones do not take it.
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
        raise _duplicate_id(reading.file) from error


def _free_seq(connection: sqlite3.Connection, id_: str) -> int:
    """Return a ``seq`` between the neighbours of a new id."""
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


def _seqs_in_file_order() -> Callable[[str], int]:
    last_id, last_seq = "", 0

    def seq_of(id_: str) -> int:
        nonlocal last_id, last_seq
        if id_ < last_id:
            raise _UnsortedError
        last_id, last_seq = id_, last_seq + GAP
        return last_seq

    return seq_of


def _seqs_by_id(file: StoreFile) -> Callable[[str], int]:
    reading = file.read(full_parse=True)
    ids = sorted(
        record.id
        for _, record in _decoded(((b"", raw) for raw in reading), reading)
        if isinstance(record, Proposal)
    )
    return {id_: rank * GAP for rank, id_ in enumerate(ids, 1)}.__getitem__


def _add_all(
    builder: IndexRows, reading: Reading, seq_of: Callable[[str], int], progress: BytesRead
) -> None:
    file = reading.file
    raws = ((record_hash(raw), raw) for raw in reading)
    try:
        for count, (hash_, record) in enumerate(_decoded(raws, reading), 1):
            if isinstance(record, Proposal):
                builder.add_proposal(seq_of(record.id), hash_, record)
            else:
                builder.add_record(hash_, record)
            if count % BATCH == 0:
                builder.flush()
                progress(reading.bytes_read)
        builder.flush()
    except sqlite3.IntegrityError as error:
        raise _duplicate_id(file) from error


def _decoded(
    raws: Iterator[tuple[bytes, RawRecord]], reading: Reading
) -> Iterator[tuple[bytes, Record]]:
    """Yield records of known tables; at the end raise one error for all invalid records."""
    errors: list[InvalidRecordError] = []
    for hash_, raw in raws:
        if raw.table not in TABLES:
            continue
        try:
            yield hash_, decode_record(raw.table, raw.json)
        except InvalidRecordError as error:
            errors.append(error)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _WrongBoundariesError from error
    if errors:
        for _ in reading.file.read(full_parse=True):
            pass  # raises an error of its own if the records only seem to be invalid
        shown = [f"{error.message} {error.hint}" for error in errors[:MAX_ERRORS_SHOWN]]
        if len(errors) > len(shown):
            shown.append(f"… and {len(errors) - len(shown)} more.")
        was_old = reading.format == 1
        raise StoreError(
            f"{reading.file.path} contains {counted(len(errors), 'invalid record')}:\n  "
            + "\n  ".join(shown),
            "Nothing was changed. Fix the base in an editor, or restore it from git or a backup."
            + (f" {_READ_AS_FORMAT_TWO}" if was_old else ""),
        )


def _duplicate_id(file: StoreFile) -> StoreError:
    """Return an error that names the duplicate id; only an error reads the file again."""
    seen: set[tuple[str, str]] = set()
    for raw in file.read(full_parse=True):
        key = (raw.table, str(msgspec.json.decode(raw.json).get("id")))
        if key in seen:
            return StoreError(
                f"{file.path} contains two records with the id '{key[1]}' in '{key[0]}'.",
                "Remove one of them, or change its id.",
            )
        seen.add(key)
    return StoreError(f"{file.path} is being changed.", "Run the command again.")


def _empty(connection: sqlite3.Connection) -> None:
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
    ).fetchall():
        connection.execute(f'DELETE FROM "{table}"')
