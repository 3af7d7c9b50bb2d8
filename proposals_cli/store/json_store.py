"""The store: records in a TinyDB file."""

import hashlib
import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import msgspec
from tinydb import TinyDB
from tinydb.table import Document, Table

from proposals_cli.domain.model.change import ChangeSet, FullJournalEntry, JournalEntry, Key, now
from proposals_cli.domain.model.decoding import (
    check_record,
    convert_record,
    decode_record,
    encode_record,
    table_of,
)
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.errors import ConflictError, InvalidRecordError, StoreError
from proposals_cli.store.atomic_storage import Announce, AtomicStorage, write_store
from proposals_cli.store.journal import Journal
from proposals_cli.store.packed_document import PackedDocument, Tables
from proposals_cli.store.store_file import RawRecord, StoreFile

AT_ONCE = 10_000
"""So many documents are handed to TinyDB together; as objects they take some 8 KB each."""


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
        taken: dict[str, set[int]] = {table: set() for table in TABLES}
        seen: set[Key] = set()
        for record in records:
            check_record(record)
            table = table_of(record)
            if (table, record.id) in seen:
                raise _twice_in_one_change(record.id)
            seen.add((table, record.id))
            number = _number(record.id, taken[table])
            taken[table].add(number)
            tables[table][str(number)] = PackedDocument(msgspec.to_builtins(record))
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            with open(temporary, "xb") as file:
                write_store(file, tables)
            _link(temporary, path)
            Journal(path).put_aside()
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
        new: dict[Key, Record] = {}
        for record in records:
            check_record(record)
            key = (table_of(record), record.id)
            if key in new:
                raise _twice_in_one_change(record.id)
            new[key] = record
        if not new:
            return
        with self._changing() as (database, storage):
            for name in dict.fromkeys(table for table, _ in new):
                _put(database.table(name), storage.numbers(name), ChangeSet("save", {}, new))

    def delete(self, table: str, ids: Iterable[str]) -> None:
        """Remove the records of these ids; all or none.

        Raises:
            StoreError, ConflictError: nothing was removed; also for an id that is not there.
        """
        wanted = list(dict.fromkeys(ids))
        with self._changing() as (database, storage):
            numbers = storage.numbers(table)
            unknown = [id_ for id_ in wanted if id_ not in numbers]
            if unknown:
                raise StoreError(f"'{unknown[0]}' is not in '{table}'.", "Nothing was removed.")
            database.table(table).remove(doc_ids=[numbers[id_] for id_ in wanted])

    def apply(self, write: ChangeSet) -> FullJournalEntry:
        """Make a change and note it in the journal.

        Raises:
            ConflictError: a record is not what the change started from.
            InvalidRecordError, StoreError: as ``save``; nothing was written.
        """
        for record in write.after.values():
            check_record(record)
        journal = Journal(self.path)
        entries: list[FullJournalEntry] = []
        numbers: dict[str, dict[str, int]] = {}

        def announce(old: str, new: str) -> None:
            entry = self._entry(write, journal.next_number(), old, new, numbers)
            journal.append(entry)
            entries.append(entry)

        with self._changing(announce) as (database, storage):
            for name in dict.fromkeys(table for table, _ in write.touched()):
                table = database.table(name)
                numbers[name] = storage.numbers(name)
                _expect(table, numbers[name], write)
                _put(table, numbers[name], write)
        return entries[0]

    def entries(self) -> list[JournalEntry]:
        """Return the changes made through this program, oldest first."""
        return Journal(self.path).entries(StoreFile(self.path).digest()[0].hex())

    def entry(self, number: int) -> FullJournalEntry:
        """Return one of them with what it takes to undo it."""
        return Journal(self.path).entry(number)

    def digest(self, record: Record) -> str:
        """Return the hash by which a journal knows a record again."""
        return hashlib.blake2b(encode_record(record), digest_size=12).hexdigest()

    def _entry(
        self,
        write: ChangeSet,
        number: int,
        old: str,
        new: str,
        numbers: Mapping[str, dict[str, int]],
    ) -> FullJournalEntry:
        before: dict[str, dict[str, msgspec.Raw]] = {}
        after: dict[str, dict[str, str | None]] = {}
        odd: dict[str, dict[str, int]] = {}
        for table, id_ in write.touched():
            old_record = write.before.get((table, id_))
            new_record = write.after.get((table, id_))
            raw = b"null" if old_record is None else encode_record(old_record)
            before.setdefault(table, {})[id_] = msgspec.Raw(raw)
            digest = None if new_record is None else self.digest(new_record)
            after.setdefault(table, {})[id_] = digest
            if new_record is None and numbers[table][id_] != _number(id_, ()):
                odd.setdefault(table, {})[id_] = numbers[table][id_]
        return FullJournalEntry(
            number=number,
            when=now(),
            what=write.what,
            why=write.why,
            undoes=write.undoes,
            old=old,
            new=new,
            before=before,
            after=after,
            numbers=odd,
        )

    @contextmanager
    def _changing(self, announce: Announce | None = None) -> Iterator[tuple[TinyDB, AtomicStorage]]:
        database = TinyDB(self.path, storage=AtomicStorage)
        storage = database.storage
        assert isinstance(storage, AtomicStorage)
        try:
            yield database, storage
            storage.commit(announce)
        finally:
            storage.close()


def _expect(table: Table, numbers: Mapping[str, int], write: ChangeSet) -> None:
    """Raise ConflictError unless the table holds what a change starts from."""
    for name, id_ in write.touched():
        if name != table.name:
            continue
        stored = table.get(doc_id=numbers[id_]) if id_ in numbers else None
        found = None if stored is None else convert_record(name, dict(stored))
        if found != write.before.get((name, id_)):
            raise ConflictError(
                f"'{id_}' in {name} was changed by somebody else in the meantime.",
                "Nothing was written. Run the command again.",
            )


def _put(table: Table, numbers: Mapping[str, int], write: ChangeSet) -> None:
    """Make a change in a table that holds records under these numbers."""
    taken = set(numbers.values())
    ids = (id_ for name, id_ in write.touched() if name == table.name)
    while batch := list(islice(ids, AT_ONCE)):
        held = [numbers[id_] for id_ in batch if id_ in numbers]
        if held:
            table.remove(doc_ids=held)
        documents = []
        for id_ in batch:
            record = write.after.get((table.name, id_))
            if record is None:
                continue
            number = numbers.get(id_)
            if number is None:
                number = write.numbers.get((table.name, id_))
                if number is None or number in taken:
                    number = _number(id_, taken)
                taken.add(number)
            documents.append(Document(msgspec.to_builtins(record), number))
        table.insert_multiple(documents)


def _decoded(table: str, records: Iterable[RawRecord]) -> list[Record]:
    return [decode_record(table, record.json) for record in records if record.table == table]


def _twice_in_one_change(id_: str) -> InvalidRecordError:
    return InvalidRecordError(f"The id '{id_}' is used twice in one change.")


def _number(id_: str, taken: Container[int]) -> int:
    """Return the number under which TinyDB files a record.

    It follows from the id, so that two people who each add a record in a branch of their own
    never pick the same number, as they would by counting on.
    """
    number = int.from_bytes(hashlib.blake2b(id_.encode(), digest_size=4).digest(), "big")
    while number in taken:
        number += 1
    return number


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
