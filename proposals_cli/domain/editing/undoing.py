"""Find the change of a base that can be undone, and what undoing it would do."""

from collections.abc import Iterator
from typing import NamedTuple

from proposals_cli.domain.lookup import find_record
from proposals_cli.domain.model.change import ChangeSet, FullJournalEntry, Key
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.encoded_records import EncodedRecords
from proposals_cli.domain.model.lineage import PlacedChange, doubts
from proposals_cli.domain.model.records import BaseInfo, Record
from proposals_cli.domain.ports import ProposalIndex, ProposalStore
from proposals_cli.errors import ConflictError, NotFoundError


class Undo(NamedTuple):
    """A change that can be undone: its records as they are, and as they were before it.

    ``doubts`` say why it is not what the file contains last; then a person should decide.
    ``content`` is the hash of the file's content.
    """

    entry: FullJournalEntry
    present: EncodedRecords
    before: EncodedRecords
    doubts: list[str]
    content: str
    info: tuple[BaseInfo, BaseInfo] | None
    """What the base says of itself, and what it said before the change, if that changes back."""

    def changes(self) -> Iterator[tuple[Record | None, Record | None]]:
        """Yield each record that would change: now and afterwards, None where there is none."""
        for table, ids in self.entry.before.items():
            for id_ in ids:
                yield self.present.get((table, id_)), self.before.get((table, id_))

    def change_set(self, why: str | None) -> ChangeSet:
        """Return the change that undoes it."""
        entry = self.entry
        numbers: dict[Key, int] = {
            (table, id_): n for table, ids in entry.numbers.items() for id_, n in ids.items()
        }
        return ChangeSet(
            f"undo: {entry.what}",
            self.present,
            self.before,
            why,
            entry.number,
            numbers,
            self.info,
            content=self.content,
        )


def find_undo(index: ProposalIndex, store: ProposalStore) -> Undo:
    """Return the last change in the base's file that has not been undone.

    A change is skipped if its records are all as they were before it: it was announced and not
    made, or someone undid it by hand.

    Raises:
        NotFoundError: there is no such change.
        ConflictError: its records have changed since.
    """
    content = store.content()
    seen: list[PlacedChange] = []
    undone: set[int | None] = set()
    for change in store.changes(content):
        seen.append(change)
        entry = change.entry
        if change.in_file and entry.undoes is not None:
            undone.add(entry.undoes)
        elif change.in_file and entry.number not in undone:
            full = store.entry(entry.number)
            present, before = _present(index, full), _before(full)
            changed = _changed(store, full, present)
            if changed is None:
                found = [*doubts(seen), *store.remarks(full)]
                return Undo(full, present, before, found, content, _info(index, full))
            if present != before:
                raise ConflictError(
                    f"'{changed}' has changed since '{entry.what}'.",
                    " ".join(
                        (
                            *doubts(seen),
                            f"It cannot be undone alone; edit the record: prop edit {changed}",
                        )
                    ),
                )
    explained = " ".join(doubts(seen)) or (_ALL_UNDONE if seen else _NO_JOURNAL)
    raise NotFoundError("There is nothing to undo.", f"{explained} `prop log` lists the changes.")


_ALL_UNDONE = "Everything in the journal has been undone."
_NO_JOURNAL = "The journal has no changes; those made in another copy cannot be undone here."


def _info(index: ProposalIndex, entry: FullJournalEntry) -> tuple[BaseInfo, BaseInfo] | None:
    """Return what the base says of itself after the change and before; None if it is the same.

    Also if it has changed since: then it stays.
    """
    if entry.info is None or entry.info[1] != index.base():
        return None
    return entry.info[1], entry.info[0]


def _present(index: ProposalIndex, entry: FullJournalEntry) -> EncodedRecords:
    """Return the records that a change touched and that exist now."""
    found = EncodedRecords()
    for table, ids in entry.after.items():
        for id_ in ids:
            if record := find_record(index, table, id_):
                found[table, id_] = record
    return found


def _before(entry: FullJournalEntry) -> EncodedRecords:
    """Return the records that a change touched, as they were before it."""
    found = EncodedRecords()
    for table, ids in entry.before.items():
        for id_, raw in ids.items():
            if bytes(raw) != b"null":
                found[table, id_] = decode_record(table, bytes(raw))
    return found


def _changed(store: ProposalStore, entry: FullJournalEntry, present: EncodedRecords) -> str | None:
    """Return the id of a record that differs from what the change made; None if none does."""
    for table, ids in entry.after.items():
        for id_, digest in ids.items():
            record = present.get((table, id_))
            if (None if record is None else store.digest(record)) != digest:
                return id_
    return None
