"""Fill the rows of the index from a store file: all of them, or those that changed.

A refresh walks the file and hashes every record; only records with a hash that is not in the
index are parsed.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.records import FORMAT, TABLES, Proposal, Record
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.index.rows import IndexRows
from proposals_cli.index.schema import CREATE_INDEXES, CREATE_TABLES
from proposals_cli.index.update import NeedsRebuildError
from proposals_cli.store.duplicate_keys import refuse_repeated_key
from proposals_cli.store.packed_document import is_own_text
from proposals_cli.store.store_file import RawRecord, Reading, StoreFile

GAP = 1 << 32
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


class OwnLayout:
    """Whether the records that were looked at have the text that this program would write."""

    def __init__(self) -> None:
        self.holds = True

    def look_at(self, raw: RawRecord, record: Record | None = None) -> None:
        """Look at the text of a record, which may be given decoded as well."""
        if self.holds:
            compact = b"{}" if record is None else encode_record(record)
            self.holds = is_own_text(raw.json, compact)


class Filled(NamedTuple):
    """A finished reading, and whether all records that are new in it have our own layout."""

    reading: Reading
    own_layout: bool


def build(connection: sqlite3.Connection, file: StoreFile, progress: BytesRead) -> Filled:
    """Fill an empty database from the store and return the finished reading.

    Raises:
        StoreError: the store cannot be used, or has invalid records.
    """
    connection.executescript(CREATE_TABLES)
    connection.execute("BEGIN")
    for full_parse in (False, True):  # by the layout of our own files, then by a full parse
        reading = file.read(full_parse=full_parse)
        builder = IndexRows(connection)
        layout = OwnLayout()
        try:
            _add_all(builder, reading, _seqs_in_file_order(), layout, progress)
            break
        except _WrongBoundariesError as error:
            if full_parse:
                raise StoreError(f"{file.path} contains a record that cannot be read.") from error
            _empty(connection)
        except _UnsortedError:
            _empty(connection)
            builder = IndexRows(connection)
            reading = file.read(full_parse=True)
            _add_all(builder, reading, _seqs_by_id(file), layout, progress)
            break
    builder.finish()
    _require_tables(connection, file)
    connection.execute("COMMIT")
    try:
        connection.executescript(CREATE_INDEXES)
    except sqlite3.IntegrityError as error:
        raise _duplicate_id(file) from error
    return Filled(reading, layout.holds and reading.format == FORMAT)


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


def refresh(connection: sqlite3.Connection, file: StoreFile, progress: BytesRead) -> Filled:
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
    reading = file.read()
    try:
        changed, layout = _changed(reading, known, progress)
        new = [(hash_, record) for hash_, _, record in _decoded(iter(changed), reading)]
        apply(connection, known.values(), new)
    except _WrongBoundariesError as error:
        raise NeedsRebuildError from error
    except sqlite3.IntegrityError as error:
        raise _duplicate_id(reading.file) from error
    return Filled(reading, layout.holds and reading.format == FORMAT)


def _changed(
    reading: Reading, known: dict[bytes, Any], progress: BytesRead
) -> tuple[list[tuple[bytes, RawRecord]], OwnLayout]:
    """Return the records that are not among the known ones, and the layout of the file.

    Records that did not change are taken from ``known``.
    """
    limit = max(1_000, len(known) // 4)
    changed: list[tuple[bytes, RawRecord]] = []
    layout = OwnLayout()
    has_tables = False
    for count, record in enumerate(reading):
        if count % BATCH == 0:
            progress(reading.bytes_read)
        if record.table not in TABLES:
            layout.look_at(record)
            _check_unknown(reading, record)
            continue
        has_tables = True
        hash_ = record_hash(record)
        if known.pop(hash_, None) is None:
            layout.look_at(record)
            changed.append((hash_, record))
            if len(changed) > limit:
                raise NeedsRebuildError
    if len(known) > limit or not has_tables:
        raise NeedsRebuildError
    return changed, layout


def record_hash(record: RawRecord) -> bytes:
    """Return the hash by which a refresh recognises a record."""
    hashed = hashlib.blake2b(record.table.encode(), digest_size=12)
    hashed.update(record.json)
    return hashed.digest()


def apply(
    connection: sqlite3.Connection,
    gone: Iterable[tuple[str, Any]],
    new: list[tuple[bytes, Record]],
) -> None:
    """Remove the rows of records that are gone and add those of new ones.

    Args:
        connection: with an open transaction.
        gone: table and id of the records that were removed or changed; for a proposal its ``seq``.
        new: hash and record of those that were added or changed.

    Raises:
        NeedsRebuildError: a new proposal does not fit into the order.
        sqlite3.IntegrityError: an id is there already.
    """
    builder = IndexRows(connection)
    ids = {record.id for _, record in new if isinstance(record, Proposal)}
    old_seqs: dict[str, int] = {}
    for table, key in gone:
        if table != "proposals":
            builder.remove_record(table, key)
        elif (id_ := builder.id_of(key)) in ids:
            old_seqs[id_] = key
        else:
            builder.remove_proposal(key)
    # Small tables first: they have the names of the values of proposals. Then the proposals
    # that keep their place, so that new ones do not take it.
    added = []
    for count, (hash_, record) in enumerate(
        sorted(new, key=lambda item: isinstance(item[1], Proposal)), 1
    ):
        if not isinstance(record, Proposal):
            builder.add_record(hash_, record)
        elif (seq := old_seqs.pop(record.id, None)) is not None:
            builder.remove_proposal(seq)
            builder.add_proposal(seq, hash_, record)
        else:
            added.append((record.id, hash_, record))
        if count % BATCH == 0:
            builder.flush()
    builder.flush()
    seqs = _free_seqs(connection, sorted(id_ for id_, _, _ in added))
    for id_, hash_, record in added:
        builder.add_proposal(seqs[id_], hash_, record)
    builder.finish()


def _free_seqs(connection: sqlite3.Connection, ids: list[str]) -> dict[str, int]:
    """Return id → a ``seq`` between the neighbours of a new id; ``ids`` are sorted.

    Those that come between the same neighbours are spread evenly.
    """
    between: dict[tuple[int, int | None], list[str]] = {}
    for id_ in ids:
        neighbours = [
            connection.execute(f"SELECT seq FROM proposal WHERE id {side} LIMIT 1", (id_,))
            for side in ("< ? ORDER BY id DESC", "> ? ORDER BY id")
        ]
        before, after = (row[0] if (row := one.fetchone()) else None for one in neighbours)
        between.setdefault((before or 0, after), []).append(id_)
    seqs = {}
    for (before, after), group in between.items():
        step = GAP if after is None else (after - before) // (len(group) + 1)
        if not step:
            raise NeedsRebuildError
        seqs.update({id_: before + step * place for place, id_ in enumerate(group, 1)})
    return seqs


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
        for _, _, record in _decoded(((b"", raw) for raw in reading), reading)
        if isinstance(record, Proposal)
    )
    return {id_: rank * GAP for rank, id_ in enumerate(ids, 1)}.__getitem__


def _add_all(
    builder: IndexRows,
    reading: Reading,
    seq_of: Callable[[str], int],
    layout: OwnLayout,
    progress: BytesRead,
) -> None:
    file = reading.file
    raws = ((record_hash(raw), raw) for raw in _looked_at(reading, layout))
    try:
        for count, (hash_, raw, record) in enumerate(_decoded(raws, reading), 1):
            layout.look_at(raw, record)
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


def _looked_at(reading: Reading, layout: OwnLayout) -> Iterator[RawRecord]:
    """Yield the records, and look at the layout of those that will not be decoded."""
    for raw in reading:
        if raw.table not in TABLES:
            layout.look_at(raw)
        yield raw


def _decoded(
    raws: Iterator[tuple[bytes, RawRecord]], reading: Reading
) -> Iterator[tuple[bytes, RawRecord, Record]]:
    """Yield records of known tables; at the end raise one error for all invalid records."""
    errors: list[InvalidRecordError] = []
    for hash_, raw in raws:
        if raw.table not in TABLES:
            _check_unknown(reading, raw)
            continue
        try:
            record = decode_record(raw.table, raw.json)
            refuse_repeated_key(reading.file.path, raw, encode_record(record))
            yield hash_, raw, record
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


def _check_unknown(reading: Reading, record: RawRecord) -> None:
    """Check a record that the index does not need, as a change of the base does."""
    try:
        encoded = msgspec.json.encode(msgspec.json.decode(record.json))
    except RecursionError as error:
        raise StoreError(
            f"{reading.file.path}: record {record.number} of '{record.table}' is nested too"
            " deeply.",
            "Fix it by hand or restore it (git, a backup); nothing was changed.",
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _WrongBoundariesError from error
    refuse_repeated_key(reading.file.path, record, encoded)


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
