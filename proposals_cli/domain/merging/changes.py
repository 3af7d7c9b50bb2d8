"""The changes of a base that a merge makes, and the decisions about its conflicts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from proposals_cli.domain.merging.bases import BaseState
from proposals_cli.domain.merging.conflicts import Conflict
from proposals_cli.domain.merging.values import Side
from proposals_cli.domain.model.change import ChangeSet, Key, now, with_history
from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.encoded_records import EncodedRecords
from proposals_cli.domain.model.records import BASE, TABLES
from proposals_cli.domain.model.references import named_ids
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.errors import PropError


class Counts(NamedTuple):
    """How many records of a base a merge adds, changes and removes."""

    added: int
    changed: int
    removed: int


def merge_change(
    before: BaseState, after: BaseState, numbers: Mapping[Key, int], what: str, why: str | None
) -> ChangeSet:
    """Return the change that makes one state of a base of another.

    ``numbers`` has the TinyDB numbers that new records would like to have.
    """
    old, new = EncodedRecords(), EncodedRecords()
    for key in {**before.records, **after.records}:
        one, two = before.records.get(key), after.records.get(key)
        if one == two:
            continue
        if one is not None:
            old.put_encoded(key, one)
        if two is not None:
            new.put_encoded(key, two)
    return ChangeSet(what, old, new, why, numbers=dict(numbers))


def counts(change: ChangeSet) -> Counts:
    """Return the size of a change."""
    kinds = Counter((key in change.before, key in change.after) for key in change.touched())
    return Counts(kinds[False, True], kinds[True, True], kinds[True, False])


class Decision(NamedTuple):
    """A conflict, the paths that are decided, and the side that is taken; None: as it is now."""

    conflict: Conflict
    paths: tuple[str, ...]
    side: Side | None


def decision_change(
    decisions: Sequence[Decision], index: ProposalIndex, why: str | None
) -> ChangeSet | None:
    """Return the change that makes decisions about conflicts; None if nothing has to change.

    Raises:
        ConflictError: what would be decided has been changed since the merge.
        PropError: a record would be removed that others refer to, or the base's own description
            would change.
    """
    when = now()
    before, after = EncodedRecords(), EncodedRecords()
    for conflict, paths, side in decisions:
        if side is None:
            continue
        key = (conflict.table, conflict.id)
        if conflict.table == BASE:
            if side == "theirs":
                raise PropError(
                    "What the base says of itself is changed in the file, in the table 'base'.",
                    "Edit it there, then: prop resolve base --done",
                )
            continue
        stored = index.record(*key)
        first = after.encoded(key) if key in after else stored
        current = None if first is None else encode_record(decode_record(key[0], first))
        found = conflict.resolved(current, dict.fromkeys(paths, side))
        if found == current:
            continue
        if stored is not None:
            before[key] = decode_record(key[0], stored)
        if found is None:
            after.pop(key, None)
        else:
            places = ", ".join(path for path in paths if path) or "the record"
            record = with_history(
                decode_record(key[0], found), f"resolved {places}: {side}", why, when
            )
            after[key] = record
    if not before and not after:
        return None
    removed = {key for key in before if key not in after}
    if removed:
        _refuse_referred(removed, after, index)
    ids = list(dict.fromkeys(decision.conflict.id for decision in decisions))
    what = f"resolve {', '.join(ids[:3])}{' …' if len(ids) > 3 else ''}"
    return ChangeSet(what, before, after, why)


def _refuse_referred(removed: set[Key], after: Mapping[Key, object], index: ProposalIndex) -> None:
    """Raise PropError if a record that stays refers to one that would be removed."""
    names = [msgspec.json.encode(id_) for _, id_ in removed]
    for table in TABLES:
        for raw in index.records(table):
            if not any(name in raw for name in names):
                continue
            record = decode_record(table, raw)
            if (table, record.id) in removed or (table, record.id) in after:
                continue
            for tables, id_, field in named_ids(record):
                if any((one, id_) in removed for one in tables):
                    raise PropError(
                        f"'{id_}' cannot be removed: {field} of '{record.id}' names it.",
                        f"Remove it with its references: prop remove {id_} --cascade; then:"
                        f" prop resolve {id_} --done",
                    )
