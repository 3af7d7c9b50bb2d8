"""Put a record in the place of others: what refers to these refers to it from then on."""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from proposals_cli.domain.model.change import ChangeSet, Key, now, with_history
from proposals_cli.domain.model.decoding import decode_record, table_of
from proposals_cli.domain.model.encoded_records import EncodedRecords
from proposals_cli.domain.model.records import TABLES, BaseInfo, Record
from proposals_cli.domain.model.references import Unite, distinct, with_references
from proposals_cli.domain.ports import ProposalIndex


class Replacement(NamedTuple):
    """A planned change that puts a record in the place of others.

    ``referring`` has the keys of the records that referred to these, ``references`` counts the
    places where they did.
    """

    change: ChangeSet
    referring: tuple[Key, ...]
    references: int

    @property
    def changes_defaults(self) -> bool:
        """Whether the defaults of the base name another record as well."""
        return self.change.info is not None


class Redirection:
    """Leads the references to some records to others.

    Args:
        index: of the base.
        moved: the key of each record → the id of the one that is meant from now on.
        unite: as for ``with_references``.
    """

    def __init__(
        self, index: ProposalIndex, moved: Mapping[Key, str], unite: Unite = distinct
    ) -> None:
        self.when = now()
        self._index = index
        self._moved = moved
        self._unite = unite
        self._needles = [f'"{id_}"'.encode() for _, id_ in moved]
        self._is_meant = cache(self._means_moved)
        self._count = 0

    def redirected(self, record: Record) -> Record:
        """Return a record with its references led on; the very object if it has none of them."""
        return with_references(record, self._current, self._unite)

    def replacement(
        self,
        replaced: Mapping[Key, Record],
        record: Record,
        what: str,
        why: str | None,
        added: Iterable[Record] = (),
    ) -> Replacement:
        """Return the change that puts a record in the place of others.

        Args:
            replaced: these; if one of them has the key of the record, it is changed.
            record: with its history.
            what: the change in words, for the journal and the history of referring records.
            why: the reason.
            added: further new records.
        """
        before, after = EncodedRecords(), EncodedRecords()
        before.update(replaced)
        for one in (record, *added):
            after[table_of(one), one.id] = one
        self._count = 0
        referring = []
        for old, new in self._referring(replaced):
            key = (table_of(old), old.id)
            before[key], after[key] = old, with_history(new, f"edited by: {what}", why, self.when)
            referring.append(key)
        count = self._count
        change = ChangeSet(what, before, after, why, info=self._info())
        return Replacement(change, tuple(referring), count)

    def _referring(self, apart_from: Container[Key]) -> Iterator[tuple[Record, Record]]:
        """Yield the records that refer to the moved ones, as they are and as they will be.

        Only a record whose text has one of the ids is decoded.
        """
        for table in TABLES:
            for raw in self._index.records(table):
                if not any(needle in raw for needle in self._needles):
                    continue
                before = decode_record(table, raw)
                if (table, before.id) in apart_from:
                    continue
                after = self.redirected(before)
                if after is not before:
                    yield before, after

    def _info(self) -> tuple[BaseInfo, BaseInfo] | None:
        """Return what the base says of itself, now and then; None if it names none of them."""
        before = self._index.base()
        after = with_references(before, self._current)
        return None if after is before else (before, after)

    def _current(self, tables: tuple[str, ...], id_: str) -> str:
        for table in tables:
            new = self._moved.get((table, id_))
            if new is not None and self._is_meant(tables, table, id_):
                self._count += 1
                return new
        return id_

    def _means_moved(self, tables: tuple[str, ...], table: str, id_: str) -> bool:
        """Return whether a reference means the record of this table: the first that has the id."""
        return table == next(one for one in tables if self._index.record(one, id_) is not None)
