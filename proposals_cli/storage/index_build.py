"""Fill the derived index from a store file: all of it, or what changed.

A refresh walks the file and hashes every record; only records whose hash the index does not
know are parsed.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from proposals_cli.domain.decoding import decode_proposal, decode_record, encode_record
from proposals_cli.domain.facets import MISSING, facet_values
from proposals_cli.domain.folding import fold_key
from proposals_cli.domain.records import (
    TABLES,
    Fact,
    Note,
    Person,
    Proposal,
    Record,
    Series,
    Source,
    Theme,
)
from proposals_cli.domain.vocabulary import LABELS
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.storage.sqlite_schema import INDEXES, create_tables
from proposals_cli.storage.store_file import RawRecord, Reading, StoreFile

GAP = 1 << 16
"""Distance between neighbours in ``seq``, so that a new proposal finds room between two."""

_TABLE_OF = {"theme": "themes", "person": "people", "source": "sources"}
"""Facet → the table whose records name its values."""

_LABELS_OF = {"missing": MISSING, "kind": LABELS, "status": LABELS, "horizon": LABELS}
"""The facets whose values are words of the vocabulary, with their labels."""

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
        builder = _Builder(connection)
        try:
            _add_all(builder, reading, _seqs_in_file_order(), progress)
            break
        except _CutWrongError as error:
            if whole:
                raise StoreError(f"{file.path} holds a record that cannot be read.") from error
            _empty(connection)
        except _NotByIdError:
            _empty(connection)
            builder = _Builder(connection)
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
    _apply(_Builder(connection), connection, known.values(), changed, file)
    return reading


def record_hash(record: RawRecord) -> bytes:
    """Return the hash by which a refresh knows a record again."""
    hashed = hashlib.blake2b(record.table.encode(), digest_size=12)
    hashed.update(record.json)
    return hashed.digest()


def _apply(
    builder: "_Builder",
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
    builder: "_Builder", reading: Reading, seq_of: Callable[[str], int], progress: Progress
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


class _Builder:
    """Turn records into rows, keeping the counts right in memory until ``finish``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tids: dict[tuple[str, str], int] = {}
        self.counts: Counter[int] = Counter()
        self.theme_years: Counter[tuple[int, int]] = Counter()
        self.measures = 0
        self.proposals = 0
        self.series_named: dict[str, tuple[int, Series]] = {}
        self.left: dict[int, tuple[str, str]] = {}
        self.rows: list[tuple[Any, ...]] = []
        self.links: list[tuple[int, int, int]] = []
        self.aliases: list[tuple[str, str]] = []
        last = connection.execute("SELECT max(tid) FROM term").fetchone()[0]
        self.next_tid = (last or 0) + 1
        self.fresh = last is None

    def add_proposal(self, seq: int, hash_: bytes, proposal: Proposal) -> None:
        sources = 0
        for facet, value in dict.fromkeys(facet_values(proposal)):
            tid = self.tid(facet, value)
            self.counts[tid] += 1
            self.links.append((tid, proposal.year, seq))
            sources += facet == "source"
            if facet == "theme":
                self.theme_years[tid, proposal.year] += 1
        self.theme_years[0, proposal.year] += 1
        for series in proposal.series:
            # where they differ on the name, the first proposal by id decides
            if seq < self.series_named.get(series.id, (seq + 1,))[0]:
                self.series_named[series.id] = (seq, series)
        self.proposals += 1
        self.measures += len(proposal.measures)
        self.aliases += _aliases(proposal)
        self.rows.append(
            (
                seq,
                proposal.id,
                proposal.year,
                proposal.kind.value,
                proposal.status.value.value,
                proposal.title.en,
                proposal.title.zh,
                proposal.title.topic_zh,
                _list(proposal.people),
                _list(proposal.themes),
                _list(proposal.regions),
                _list(series.id for series in proposal.series),
                len(proposal.measures),
                sources,
                hash_,
                encode_record(proposal),
            )
        )

    def remove_proposal(self, seq: Any) -> str:
        """Take a proposal out and return its id."""
        id_, raw = self.connection.execute(
            "SELECT id, raw FROM proposal WHERE seq = ?", (seq,)
        ).fetchone()
        proposal = decode_record("proposals", raw)
        assert isinstance(proposal, Proposal)
        links = []
        for facet, value in dict.fromkeys(facet_values(proposal)):
            tid = self.tid(facet, value)
            self.counts[tid] -= 1
            self.left[tid] = (facet, value)
            links.append((tid, proposal.year, seq))
            if facet == "theme":
                self.theme_years[tid, proposal.year] -= 1
        self.theme_years[0, proposal.year] -= 1
        self.proposals -= 1
        self.measures -= len(proposal.measures)
        self.connection.executemany("DELETE FROM link WHERE tid=? AND year=? AND seq=?", links)
        self.connection.executemany(
            "DELETE FROM alias WHERE name = ? AND id = ?", _aliases(proposal)
        )
        self.connection.execute("DELETE FROM proposal WHERE seq = ?", (seq,))
        return str(id_)

    def add_record(self, hash_: bytes, record: Record) -> None:
        table = next(table for table, shape in TABLES.items() if type(record) is shape)
        self.connection.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?)",
            (table, record.id, hash_, encode_record(record)),
        )
        self.connection.executemany(
            "INSERT OR IGNORE INTO pointer VALUES (?, ?, ?, ?)",
            [(table, field, target, record.id) for field, target in _pointers(record)],
        )
        match record:
            case Theme():
                self.name("theme", record.id, record.name.en, record.name.zh)
            case Person():
                self.name("person", record.id, record.name.en, record.name.zh, record.other_names)
            case Source():
                self.name("source", record.id, record.title, None)

    def remove_record(self, table: str, id_: str) -> None:
        self.connection.execute('DELETE FROM record WHERE "table" = ? AND id = ?', (table, id_))
        self.connection.execute('DELETE FROM pointer WHERE "table" = ? AND id = ?', (table, id_))
        for facet in (facet for facet, names in _TABLE_OF.items() if names == table):
            tid = self.tid(facet, id_)
            self.left[tid] = (facet, id_)
            self.unname(facet, tid, id_)

    def tid(self, facet: str, value: str) -> int:
        """Return the number of a value, filing it when it is new."""
        tid = self.tids.get((facet, value))
        if tid is None:
            found = None
            if not self.fresh:
                found = self.connection.execute(
                    "SELECT tid FROM term WHERE facet = ? AND value = ?", (facet, value)
                ).fetchone()
            if found:
                tid = int(found[0])
            else:
                tid, self.next_tid = self.next_tid, self.next_tid + 1
                en, zh = _LABELS_OF.get(facet, {}).get(value, (None, None))
                self.connection.execute(
                    "INSERT INTO term VALUES (?, ?, ?, ?, ?, 0)", (tid, facet, value, en, zh)
                )
                self.file_names(facet, tid, value, en, zh)
            self.tids[facet, value] = tid
        return tid

    def name(
        self, facet: str, value: str, en: str | None, zh: str | None, others: Iterable[str] = ()
    ) -> None:
        """Give a value its names."""
        tid = self.tid(facet, value)
        self.connection.execute("UPDATE term SET en = ?, zh = ? WHERE tid = ?", (en, zh, tid))
        self.file_names(facet, tid, en, zh, *others)

    def file_names(self, facet: str, tid: int, *names: str | None) -> None:
        self.connection.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?)",
            [(facet, fold_key(name), tid) for name in names if name],
        )

    def flush(self) -> None:
        """Write the rows gathered so far."""
        self.connection.executemany(
            f"INSERT INTO proposal VALUES ({','.join('?' * 16)})", self.rows
        )
        self.connection.executemany("INSERT INTO link VALUES (?, ?, ?)", sorted(self.links))
        self.connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?)", self.aliases)
        self.rows.clear()
        self.links.clear()
        self.aliases.clear()

    def finish(self) -> None:
        """Write what is left, and the counts."""
        self.flush()
        self.name_series()
        self.connection.executemany(
            "UPDATE term SET n = n + ? WHERE tid = ?",
            [(n, tid) for tid, n in self.counts.items() if n],
        )
        self.connection.executemany(
            "INSERT INTO theme_year VALUES (?, ?, ?)"
            " ON CONFLICT (tid, year) DO UPDATE SET n = n + excluded.n",
            [(tid, year, n) for (tid, year), n in self.theme_years.items() if n],
        )
        self.connection.execute("DELETE FROM theme_year WHERE n = 0")
        self.forget_unused()
        for key, change in (("proposals", self.proposals), ("measures", self.measures)):
            self.connection.execute(
                "INSERT INTO meta VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
                (key, change),
            )

    def name_series(self) -> None:
        """Give series the name that the first proposal by id has for them."""
        if self.fresh:
            for _, series in self.series_named.values():
                self.name("series", series.id, series.name.en, series.name.zh)
            return
        left = {value for facet, value in self.left.values() if facet == "series"}
        for id_ in left | self.series_named.keys():
            tid = self.tid("series", id_)
            first = self.connection.execute(
                "SELECT raw FROM proposal WHERE seq = (SELECT min(seq) FROM link WHERE tid = ?)",
                (tid,),
            ).fetchone()
            self.unname("series", tid, id_)
            if first:
                named = decode_proposal(first[0]).series
                series = next(series for series in named if series.id == id_)
                self.name("series", id_, series.name.en, series.name.zh)

    def unname(self, facet: str, tid: int, value: str) -> None:
        """Take a value's names away, all but the value itself."""
        self.connection.execute("UPDATE term SET en = NULL, zh = NULL WHERE tid = ?", (tid,))
        self.connection.execute(
            "DELETE FROM name WHERE facet = ? AND tid = ? AND key <> ?",
            (facet, tid, fold_key(value)),
        )

    def forget_unused(self) -> None:
        """Take out the values that no proposal has any longer and no record describes."""
        for tid, (facet, value) in self.left.items():
            gone = self.connection.execute(
                "SELECT en, zh FROM term WHERE tid = ? AND n = 0 AND NOT EXISTS"
                ' (SELECT 1 FROM record WHERE "table" = ? AND id = value)',
                (tid, _TABLE_OF.get(facet)),
            ).fetchone()
            if gone:
                self.connection.execute("DELETE FROM term WHERE tid = ?", (tid,))
                self.connection.executemany(
                    "DELETE FROM name WHERE facet = ? AND key = ? AND tid = ?",
                    [(facet, fold_key(name), tid) for name in (value, *gone) if name],
                )


def _pointers(record: Record) -> Iterator[tuple[str, str]]:
    match record:
        case Fact():
            for proposal in record.proposals:
                yield "proposals", proposal
            if record.person:
                yield "person", record.person
            if record.year:
                yield "year", str(record.year)
            yield "kind", record.kind
        case Note():
            yield "source", record.source
        case Source():
            if record.url:
                yield "url", record.url


def _aliases(proposal: Proposal) -> list[tuple[str, str]]:
    names = (*proposal.former_ids, *(number.value for number in proposal.identifiers))
    return [(fold_key(name), proposal.id) for name in names]


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
