"""Edit a base: add, edit, remove, fix and undo, each as one described change."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence

import msgspec

from proposals_cli.domain.editing.consistency import dangling, ids_in_use, mistakes_of_records
from proposals_cli.domain.editing.drafts import Drafted
from proposals_cli.domain.editing.undoing import Undo, find_undo
from proposals_cli.domain.lookup import existing_record
from proposals_cli.domain.model.change import (
    ChangeSet,
    FullJournalEntry,
    Key,
    changed_fields,
    now,
    with_history,
)
from proposals_cli.domain.model.decoding import decode_record, table_of
from proposals_cli.domain.model.encoded_records import EncodedRecords
from proposals_cli.domain.model.records import TABLES, Proposal, Record
from proposals_cli.domain.model.references import without_reference
from proposals_cli.domain.ports import ProposalIndex, ProposalStore
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidRecordError, raise_all


class BaseEditor:
    """Changes one base. Every method makes one change, or none."""

    def __init__(self, index: ProposalIndex, store: ProposalStore) -> None:
        self.index = index
        self.store = store

    def add(self, drafts: Sequence[Drafted], why: str | None) -> FullJournalEntry:
        """Add records, and the new sources that their drafts describe.

        Raises:
            InvalidRecordError: an id is in use, or a reference leads nowhere.
        """
        records = [*(d.record for d in drafts), *(s for d in drafts for s in d.sources)]
        raise_all(mistakes_of_records([[d.record, *d.sources] for d in drafts], self.index))
        when = now()
        names = ", ".join(d.record.id for d in drafts[:3]) + (" …" if len(drafts) > 3 else "")
        what = f"add {names}"
        return self.store.apply(
            ChangeSet(
                what,
                {},
                {(table_of(r), r.id): with_history(r, "added", why, when) for r in records},
                why,
                when=when,
            )
        )

    def edit(self, before: Record, draft: Drafted, why: str | None) -> FullJournalEntry | None:
        """Replace a record by its edited version; return None if they are equal.

        Raises:
            InvalidRecordError: the id was changed, or a reference leads nowhere.
            ConflictError: the record changed during the edit.
        """
        table = table_of(before)
        after = msgspec.structs.replace(draft.record, history=before.history)
        if after.id != before.id:
            raise InvalidRecordError(
                f"The id '{before.id}' cannot be changed: others may refer to it.",
                f"Restore it, or leave the editor and change it: prop rename {before.id} NEW",
                "id",
            )
        fields = changed_fields(before, after)
        if not fields and not draft.sources:
            return None
        new = self._new_keys(draft.sources)
        self._refuse_dangling([after, *draft.sources], new)
        when = now()
        changed: dict[Key, Record] = {
            (table, after.id): with_history(after, f"edited {', '.join(fields)}", why, when)
        }
        for source in draft.sources:
            changed["sources", source.id] = with_history(source, "added", why, when)
        what = f"edit {after.id}: {', '.join(fields)}"
        return self.store.apply(
            ChangeSet(what, {(table, before.id): before}, changed, why, when=when)
        )

    def removal(self, keys: Sequence[Key]) -> dict[Key, tuple[Record, Record | None]]:
        """Return the other records that change when records are removed.

        Returns:
            Key → (the record now, the record afterwards; None if it is removed as well).

        Raises:
            InvalidRecordError: a body that proposals are in would be removed without them.
        """
        touched: dict[Key, tuple[Record, Record | None]] = {}
        removed = set(keys)
        used: Counter[str] = Counter()
        for table in TABLES:
            for raw in self.index.records(table):
                before = decode_record(table, raw)
                if (table, before.id) in removed:
                    continue
                if isinstance(before, Proposal) and ("bodies", before.body) in removed:
                    used[before.body] += 1
                after: Record | None = before
                for other, id_ in keys:
                    if after is not None:
                        after = without_reference(after, other, id_)
                if after != before:
                    touched[table, before.id] = (before, after)
        for body, count in used.items():
            raise InvalidRecordError(
                f"{counted(count, 'proposal')} {'is' if count == 1 else 'are'} in '{body}', which"
                " cannot be removed without them.",
                f"Give them another body, or remove them as well: prop list --body {body}",
            )
        return touched

    def remove(
        self,
        keys: Sequence[Key],
        touched: dict[Key, tuple[Record, Record | None]],
        why: str | None,
        content: str | None = None,
    ) -> FullJournalEntry:
        """Remove records, and change those that refer to them as ``removal`` returned.

        ``content`` is the hash of the base's content before ``removal`` was asked: another change
        since may refer to them.
        """
        before = {key: existing_record(self.index, *key) for key in keys}
        after: dict[Key, Record] = {}
        when = now()
        what = f"remove {', '.join(id_ for _, id_ in keys)}"
        for key, (old, new) in touched.items():
            before[key] = old
            if new is not None:
                after[key] = with_history(new, f"edited by: {what}", why, when)
        return self.store.apply(ChangeSet(what, before, after, why, when=when, content=content))

    def fix(self, fixes: Iterable[tuple[Record, Record]], why: str | None) -> FullJournalEntry:
        """Replace records by their fixed versions, as one change."""
        before, after, when = EncodedRecords(), EncodedRecords(), now()
        for old, new in fixes:
            key = (table_of(old), old.id)
            before[key], after[key] = old, new
            when = new.history[-1].when
        what = f"fix {counted(len(after), 'record')}"
        return self.store.apply(ChangeSet(what, before, after, why, when=when))

    def to_undo(self) -> Undo:
        """Return the change that ``undo`` would undo; raises as ``find_undo`` does."""
        return find_undo(self.index, self.store)

    def undo(self, why: str | None, found: Undo | None = None) -> FullJournalEntry:
        """Undo the change that was found, or else the last one that has not been undone.

        Raises:
            NotFoundError: there is no such change.
            ConflictError: its records have changed since, or the base has since it was found.
        """
        return self.store.apply((found or self.to_undo()).change_set(why))

    def _new_keys(self, records: Iterable[Record]) -> dict[Key, None]:
        """Return the keys of new records, in order; raise for those that are in use."""
        records = list(records)
        raise_all(list(ids_in_use(records, set(), self.index)))
        return dict.fromkeys((table_of(record), record.id) for record in records)

    def _refuse_dangling(self, records: Iterable[Record], new: Container[Key]) -> None:
        raise_all(list(dangling(records, new, self.index)))
