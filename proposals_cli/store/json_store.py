"""A base in a TinyDB file, and every way to change it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec
from tinydb import TinyDB
from tinydb.table import Document, Table

from proposals_cli.domain.model.change import ChangeSet, FullJournalEntry, JournalEntry, Key
from proposals_cli.domain.model.decoding import (
    convert_record,
    decode_record,
    encode_checked,
    encode_record,
    table_of,
)
from proposals_cli.domain.model.encoded_records import CheckedRecords, encoded
from proposals_cli.domain.model.lineage import PlacedChange, placed
from proposals_cli.domain.model.records import BASE, FORMAT, TABLES, BaseInfo, Record
from proposals_cli.errors import ConflictError, InvalidRecordError, StoreError
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.atomic_storage import AtomicStorage, write_store
from proposals_cli.store.follower import Follower
from proposals_cli.store.journal import Journal, record_digest
from proposals_cli.store.old_changes import in_format_two
from proposals_cli.store.packed_document import PackedDocument, Tables, in_dict
from proposals_cli.store.record_number import record_number
from proposals_cli.store.store_file import StoreFile
from proposals_cli.store.writable import refuse_read_only

_NULL = msgspec.Raw(b"null")

BATCH = 10_000
"""Documents passed to TinyDB at a time: more take more memory, fewer more time."""


class JsonStore:
    """A base in one file. Every change replaces the file once, or not at all."""

    def __init__(
        self,
        path: Path,
        converted: Callable[[Path], None] = lambda _: None,
        index: Follower | None = None,
        *,
        waiting: Callable[[Path], None] = lambda _: None,
    ) -> None:
        """Take the base's path; no file is touched yet.

        ``converted`` is called after a change that converted a base of an earlier format, with
        the path of the file that keeps it as it was. ``index`` is told of every change; what it
        knows of the file saves reading it. ``waiting`` is called with the path of the base if
        another program that writes to it must be waited for.
        """
        self.path = path
        self._converted = converted
        self._index = index
        self._waiting = waiting

    @staticmethod
    def create(
        path: Path, records: Iterable[Record] = (), info: BaseInfo | None = None
    ) -> "JsonStore":
        """Write a new base, which says ``info`` of itself, or else only its format.

        Raises:
            StoreError: the file exists, or cannot be written.
            InvalidRecordError: a record breaks the rules of its table, or repeats an id.
        """
        tables: Tables = {table: {} for table in TABLES}
        taken: dict[str, set[int]] = {table: set() for table in TABLES}
        seen: set[Key] = set()
        for record in records:
            encode_checked(record)
            table = table_of(record)
            if (table, record.id) in seen:
                raise InvalidRecordError(f"The id '{record.id}' is used twice.")
            seen.add((table, record.id))
            number = record_number(record.id, taken[table])
            taken[table].add(number)
            tables[table][str(number)] = PackedDocument(msgspec.to_builtins(record))
        base = info or BaseInfo(format=FORMAT)
        tables[BASE] = {"1": PackedDocument(msgspec.to_builtins(base))}
        try:
            with atomic_file(path, replace=False) as file:
                write_store(file, tables)
            Journal(path).set_aside()
        except FileExistsError as error:
            raise StoreError(
                f"{path} exists already.", "Choose another name; nothing was written."
            ) from error
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
        return JsonStore(path)

    def refuse_read_only(self) -> None:
        """Raise StoreError if the base is not ours to change, before anything is prepared."""
        refuse_read_only(self.path)

    def apply(self, write: ChangeSet) -> FullJournalEntry:
        """Make a change and record it in the journal.

        Raises:
            ConflictError: a stored record differs from the one that the change started from.
            InvalidRecordError: a new record breaks the rules of its table.
            StoreError: the base or its journal cannot be used. Nothing was written in any case.
        """
        if not isinstance(write.after, CheckedRecords):
            for key in write.after:
                decode_record(key[0], encoded(write.after, key))  # raises for an invalid record
        journal = Journal(self.path)
        entries: list[FullJournalEntry] = []
        numbers: dict[str, dict[str, int]] = {}

        def announce(old: str, new: str) -> None:
            if write.content not in (None, old):
                raise ConflictError(
                    f"{self.path} was changed by another program in the meantime.",
                    "Nothing was written. Run the command again.",
                )
            entry = self._entry(write, journal.next_number(), old, new, numbers)
            journal.append(entry)
            entries.append(entry)

        database = TinyDB(
            self.path, index=self._index, waiting=self._waiting, storage=AtomicStorage
        )
        storage = database.storage
        assert isinstance(storage, AtomicStorage)
        try:
            for name, ids in write.touched_by_table().items():
                table = database.table(name)
                numbers[name] = storage.numbers(name, ids)
                taken = storage.all_numbers(name)
                _expect(table, numbers[name], write, ids)
                _put(table, numbers[name], taken, write, ids)
            if write.info is not None:
                _put_info(database.table(BASE), *write.info)
            storage.commit(announce)
        finally:
            storage.close()
        if storage.kept is not None:
            self._converted(storage.kept)
        return entries[0]

    def content(self) -> str:
        """Return the hash of the base's present content."""
        return self._content_digest().hex()

    def changes(self, content: str) -> Iterator[PlacedChange]:
        """Yield the changes in the journal, newest first, and which of them led to ``content``.

        Those at the end that began with the present content and were not completed are left out.
        """
        return placed(Journal(self.path).completed(content), content)

    def entry(self, number: int) -> FullJournalEntry:
        """Return one of these changes with what is needed to undo it."""
        journal = Journal(self.path)
        entry = journal.entry(number)
        return entry if entry.format == FORMAT else in_format_two(entry, journal)

    def remarks(self, _entry: JournalEntry) -> list[str]:
        """Return nothing: the journal beside the file has only changes made here."""
        return []

    def digest(self, record: Record) -> str:
        """Return the hash that stands for a record in the journal."""
        return record_digest(encode_record(record))

    def _content_digest(self) -> bytes:
        """Return the hash of the base's content, without reading it if the index knows it."""
        known = self._index.known() if self._index is not None else None
        file = StoreFile(self.path)
        return known.digest if known and known.stamp == file.stamp() else file.digest()[0]

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
            key = (table, id_)
            is_removed = key not in write.after
            is_new = key not in write.before
            raw = _NULL if is_new else msgspec.Raw(encoded(write.before, key))
            before.setdefault(table, {})[id_] = raw
            digest = None if is_removed else record_digest(encoded(write.after, key))
            after.setdefault(table, {})[id_] = digest
            if is_removed and numbers[table][id_] != record_number(id_, ()):
                odd.setdefault(table, {})[id_] = numbers[table][id_]
        return FullJournalEntry(
            number=number,
            when=write.when,
            what=write.what,
            why=write.why,
            undoes=write.undoes,
            old=old,
            new=new,
            format=FORMAT,
            before=before,
            after=after,
            numbers=odd,
            info=write.info,
        )


def _expect(table: Table, numbers: Mapping[str, int], write: ChangeSet, ids: Iterable[str]) -> None:
    """Raise ConflictError unless the table contains the records that a change starts from."""
    for id_ in ids:
        key = (table.name, id_)
        if id_ not in numbers and key not in write.before:
            continue
        stored = table.get(doc_id=numbers[id_]) if id_ in numbers else None
        found = None if stored is None else convert_record(table.name, dict(stored))
        if found != write.before.get(key):
            raise ConflictError(
                f"'{id_}' in {table.name} was changed by somebody else in the meantime.",
                "Nothing was written. Run the command again.",
            )


def _put_info(table: Table, before: BaseInfo, after: BaseInfo) -> None:
    """Change what a base says of itself.

    Raises:
        ConflictError: it does not say what the change starts from.
    """
    stored = table.get(doc_id=1)
    if stored is None or msgspec.convert(dict(stored), BaseInfo) != before:
        raise ConflictError(
            "What the base says of itself was changed by somebody else in the meantime.",
            "Nothing was written. Run the command again.",
        )
    table.remove(doc_ids=[1])
    document = PackedDocument(msgspec.to_builtins(after))
    table.insert(Document(in_dict(document), 1))


def _put(
    table: Table,
    numbers: Mapping[str, int],
    taken: set[int],
    write: ChangeSet,
    touched: Iterable[str],
) -> None:
    """Make a change in a table.

    Args:
        table: of the base.
        numbers: those of the touched records that are in it.
        taken: all numbers that are in use in it.
        write: the change.
        touched: the ids of the records of the table that it touches.
    """
    ids = iter(touched)
    while batch := list(islice(ids, BATCH)):
        if present := [numbers[id_] for id_ in batch if id_ in numbers]:
            table.remove(doc_ids=present)
        documents = []
        for id_ in batch:
            key = (table.name, id_)
            if key not in write.after:
                continue
            number = numbers.get(id_)
            if number is None:
                number = write.numbers.get(key)
                if number is None or number in taken:
                    number = record_number(id_, taken)
                taken.add(number)
            document = PackedDocument.of(id_, encoded(write.after, key))
            documents.append(Document(in_dict(document), number))
        table.insert_multiple(documents)
