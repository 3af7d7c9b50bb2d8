"""The store: records in a TinyDB file."""

import hashlib
import os
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.table import Document, Table

from proposals_cli.domain.change import Entry, Write, now
from proposals_cli.domain.decoding import check_record, decode_record, table_of
from proposals_cli.domain.records import TABLES, Record
from proposals_cli.errors import ConflictError, InvalidRecordError, StoreError
from proposals_cli.storage.atomic_storage import Announce, AtomicStorage, Tables, encode
from proposals_cli.storage.journal import Journal
from proposals_cli.storage.store_file import RawRecord, StoreFile


class JsonStore:
    """A base in one file. Every change is one replacement of the file, or none."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @staticmethod
    def create(path: Path, records: Iterable[Record] = ()) -> "JsonStore":
        """Write a new store file.

        Raises:
            StoreError: a file of this name exists, or none can be written here.
        """
        tables: Tables = {table: {} for table in TABLES}
        seen: set[tuple[str, str]] = set()
        for record in records:
            check_record(record)
            table = table_of(record)
            if (table, record.id) in seen:
                raise _twice_in_one_change(record.id)
            seen.add((table, record.id))
            records_of = tables[table]
            records_of[_number(record.id, records_of)] = msgspec.to_builtins(record)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            with open(temporary, "xb") as file:
                file.write(encode(tables))
                file.flush()
                os.fsync(file.fileno())
            _link(temporary, path)
        except FileExistsError as error:
            raise StoreError(
                f"{path} exists already.", "Choose another name; nothing was written."
            ) from error
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
        finally:
            with suppress(OSError):
                temporary.unlink()
        return JsonStore(path)

    def all(self, table: str) -> Sequence[Record]:
        """Return the records of a table, by id.

        Raises:
            StoreError: the file cannot be used.
            InvalidRecordError: a record of the table breaks its rules.
        """
        file = StoreFile(self.path)
        try:
            found = _decoded(table, file.read())
        except (msgspec.DecodeError, UnicodeDecodeError):  # cut in the wrong place, or no JSON
            found = _decoded(table, file.read(whole=True))
        return sorted(found, key=lambda record: record.id)

    def get_many(self, table: str, ids: Iterable[str]) -> Sequence[Record]:
        """Return the records of these ids that exist, in the order asked for."""
        by_id = {record.id: record for record in self.all(table)}
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def save(self, records: Iterable[Record]) -> None:
        """Add the records, or put them in the place of those with the same id; all or none.

        Raises:
            InvalidRecordError: one breaks the rules of its table.
            StoreError, ConflictError: nothing was written.
        """
        by_table: dict[str, dict[str, Record]] = {}
        for record in records:
            check_record(record)
            ids = by_table.setdefault(table_of(record), {})
            if record.id in ids:
                raise _twice_in_one_change(record.id)
            ids[record.id] = record
        if not by_table:
            return
        with self._changing() as database:
            for name, new in by_table.items():
                _put(database.table(name), new)

    def delete(self, table: str, ids: Iterable[str]) -> None:
        """Remove the records of these ids; all or none.

        Raises:
            StoreError, ConflictError: nothing was removed; also for an id that is not there.
        """
        wanted = list(dict.fromkeys(ids))
        with self._changing() as database:
            numbers = _numbers(database.table(table))
            unknown = [id_ for id_ in wanted if id_ not in numbers]
            if unknown:
                raise StoreError(f"'{unknown[0]}' is not in '{table}'.", "Nothing was removed.")
            database.table(table).remove(doc_ids=[numbers[id_] for id_ in wanted])

    def apply(self, write: Write) -> Entry:
        """Make a change and note it in the journal.

        Raises:
            ConflictError: a record is not what the change started from.
            InvalidRecordError, StoreError: as ``save``; nothing was written.
        """
        for record in write.after.values():
            if record is not None:
                check_record(record)
        journal = Journal(self.path)
        entries: list[Entry] = []

        def announce(old: str, new: str) -> None:
            entry = self._entry(write, journal.next_number(), old, new)
            journal.append(entry)
            entries.append(entry)

        with self._changing(announce) as database:
            for name in {table for table, _ in write.before} | {table for table, _ in write.after}:
                table = database.table(name)
                _expect(table, {i: r for (t, i), r in write.before.items() if t == name})
                after = {i: r for (t, i), r in write.after.items() if t == name}
                numbers = _numbers(table)
                gone = [numbers[id_] for id_ in after if after[id_] is None and id_ in numbers]
                table.remove(doc_ids=gone)
                _put(table, {id_: record for id_, record in after.items() if record is not None})
        return entries[0]

    def entries(self) -> list[Entry]:
        """Return the changes made through this program, oldest first."""
        return Journal(self.path).entries(StoreFile(self.path).digest()[0].hex())

    def digest(self, record: Record) -> str:
        """Return the hash by which a journal knows a record again."""
        return hashlib.blake2b(msgspec.json.encode(record), digest_size=12).hexdigest()

    def _entry(self, write: Write, number: int, old: str, new: str) -> Entry:
        before: dict[str, dict[str, dict[str, Any] | None]] = {}
        for (table, id_), record in write.before.items():
            plain = None if record is None else msgspec.to_builtins(record)
            before.setdefault(table, {})[id_] = plain
        after: dict[str, dict[str, str | None]] = {}
        for (table, id_), record in write.after.items():
            after.setdefault(table, {})[id_] = None if record is None else self.digest(record)
        return Entry(
            number=number,
            when=now(),
            what=write.what,
            why=write.why,
            undoes=write.undoes,
            old=old,
            new=new,
            before=before,
            after=after,
        )

    @contextmanager
    def _changing(self, announce: Announce | None = None) -> Iterator[TinyDB]:
        database = TinyDB(self.path, storage=AtomicStorage)
        storage = database.storage
        assert isinstance(storage, AtomicStorage)
        try:
            yield database
            storage.commit(announce)
        finally:
            storage.close()


def _expect(table: Table, before: dict[str, Record | None]) -> None:
    """Raise ConflictError unless the table holds what a change started from."""
    held = {str(d.get("id")): d for d in table.all() if d.get("id") in before}
    for id_, record in before.items():
        stored = held.get(id_)
        found = None if stored is None else msgspec.convert(dict(stored), type=TABLES[table.name])
        if found != record:
            raise ConflictError(
                f"'{id_}' in {table.name} was changed by somebody else in the meantime.",
                "Nothing was written. Run the command again.",
            )


def _put(table: Table, new: dict[str, Record]) -> None:
    """Add records, in the place of those with the same id."""
    numbers = _numbers(table)
    held = {id_: numbers[id_] for id_ in new if id_ in numbers}
    table.remove(doc_ids=list(held.values()))
    taken = {str(number) for number in numbers.values()}
    documents = []
    for id_, record in new.items():
        number = held.get(id_) or int(_number(id_, taken))
        taken.add(str(number))
        documents.append(Document(msgspec.to_builtins(record), number))
    table.insert_multiple(documents)


def _decoded(table: str, records: Iterable[RawRecord]) -> list[Record]:
    return [decode_record(table, record.json) for record in records if record.table == table]


def _twice_in_one_change(id_: str) -> InvalidRecordError:
    return InvalidRecordError(f"The id '{id_}' is used twice in one change.")


def _numbers(table: Table) -> dict[str, int]:
    """Return id → TinyDB's number for the records of a table."""
    return {str(document.get("id")): document.doc_id for document in table.all()}


def _number(id_: str, taken: Container[str]) -> str:
    """Return the number under which TinyDB files a record.

    It follows from the id, so that two people who each add a record in a branch of their own
    never pick the same number, as they would by counting on.
    """
    number = int.from_bytes(hashlib.blake2b(id_.encode(), digest_size=4).digest(), "big")
    while str(number) in taken:
        number += 1
    return str(number)


def _link(temporary: Path, path: Path) -> None:
    """Give a file its name; unlike a rename, a link never takes the place of another file."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from error
        os.replace(temporary, path)
