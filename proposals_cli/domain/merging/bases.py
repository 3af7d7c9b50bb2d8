"""Two states of a base that went separate ways become one: a three-way merge of all records.

A record that only one side changed is as that side has it; one that both changed is merged field by
field (``values.py``). What cannot be merged is a conflict: the base keeps ours, and the conflict
keeps the records of both sides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from proposals_cli.domain.merging.conflicts import Conflict, States, merge_states
from proposals_cli.domain.merging.identities import (
    Clashes,
    Records,
    are_different,
    former_ids,
    moved,
    were_added_apart,
    with_former_id,
)
from proposals_cli.domain.merging.values import Decide
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import decode_base, decode_record
from proposals_cli.domain.model.records import BASE, FORMAT, BaseInfo
from proposals_cli.domain.model.references import named_ids


@dataclass(frozen=True)
class BaseState:
    """One state of a base.

    ``others`` has the records of tables that this program does not know, by table and number, as
    compact JSON.
    """

    info: BaseInfo = field(default_factory=lambda: BaseInfo(format=FORMAT))
    records: Records = field(default_factory=dict)
    others: dict[Key, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """What became of two states.

    ``remarks`` say in words what a person should know that is no conflict.
    """

    state: BaseState
    conflicts: list[Conflict]
    remarks: list[str]


def merge(
    ancestor: BaseState | None,
    ours: BaseState,
    theirs: BaseState,
    decide: Decide = lambda _: None,
) -> Merged:
    """Merge two states of a base.

    Args:
        ancestor: the state that both came from; None if nobody knows it: then nothing counts as
            removed.
        ours: the state that is kept where both changed the same.
        theirs: the other state.
        decide: says which value to take in a conflict; see ``values.py``.
    """
    return _Merger(ancestor, ours, theirs, decide).merged()


class _Merger:
    def __init__(
        self, ancestor: BaseState | None, ours: BaseState, theirs: BaseState, decide: Decide
    ) -> None:
        self._has_ancestor = ancestor is not None
        self._states = (ancestor or BaseState(), ours, theirs)
        self._decide = decide
        self._conflicts: list[Conflict] = []
        self._remarks: list[str] = []

    def merged(self) -> Merged:
        """Return the merged state."""
        base, ours, theirs = (state.records for state in self._states)
        forward, backward = former_ids(ours), former_ids(theirs)
        twice = self._renamed_twice(forward, backward)
        forward = _still_in(base if self._has_ancestor else theirs, forward) | twice
        backward = _still_in(base if self._has_ancestor else ours, backward)
        ids = backward | forward
        before = moved(base, ids)
        mine, other = moved(ours, backward), moved(theirs, forward)
        sides = self._own_ids(before.records, mine.records, other.records)
        result: Records = {}
        for key in {**sides[1], **sides[2]}:
            found = self._record(key, States(*(side.get(key) for side in sides)))
            if found is not None:
                result[key] = found
        for side in (mine, other):
            self._absorb(before.absorbed, side.absorbed, ids, result)
        for (table, former), id_ in twice.items():
            if (table, id_) in result:
                result[table, id_] = with_former_id(table, result[table, id_], former)
        self._keep_referred(result, *sides)
        info = self._info()
        others = self._others()
        return Merged(BaseState(info, result, others), self._conflicts, self._remarks)

    def _renamed_twice(self, forward: dict[Key, str], backward: dict[Key, str]) -> dict[Key, str]:
        """Return their new ids → ours, for records that both sides renamed; drop theirs."""
        twice: dict[Key, str] = {}
        for table, former in forward.keys() & backward.keys():
            one, two = forward[table, former], backward.pop((table, former))
            if one != two:
                twice[table, two] = one
                self._remarks.append(
                    f"'{former}' was renamed to '{one}' by you and to '{two}' by them; it is"
                    f" '{one}', and answers to both."
                )
        return twice

    def _own_ids(
        self, base: Records, ours: Records, theirs: Records
    ) -> tuple[Records, Records, Records]:
        """Give one of two different records that have one id another, in each state."""
        clashes = Clashes()
        for key in ours.keys() & theirs.keys():
            if ours[key] == theirs[key] or base.get(key) in (ours[key], theirs[key]):
                continue
            one, two = (decode_record(key[0], side[key]) for side in (ours, theirs))
            if key in base:  # two edits of its record, unless their histories say otherwise
                apart = bool(one.history and two.history) and were_added_apart(one, two)
            else:
                apart = self._has_ancestor or were_added_apart(one, two)
            if not apart or not are_different(one, two):
                continue
            before = decode_record(key[0], base[key]) if key in base else None
            if new := clashes.add(key, before, (one, theirs), (two, ours)):
                self._remarks.append(
                    f"Two different records in {key[0]} have the id '{key[1]}'; the one added"
                    f" later is '{new}' now."
                )
        left = {key: content for key, content in base.items() if key not in clashes.gone}
        states = ((left, clashes.base), (ours, clashes.ours), (theirs, clashes.theirs))
        first, second, third = (moved(state, ids).records for state, ids in states)
        return first, second, third

    def _record(self, key: Key, states: States) -> bytes | None:
        conflict, found = merge_states(*key, states, self._decide)
        if conflict is not None:
            self._conflicts.append(conflict)
        return found

    def _absorb(
        self, before: Records, absorbed: Records, ids: Mapping[Key, str], result: Records
    ) -> None:
        """Merge what a side did to records that the other side united with others."""
        for key, content in absorbed.items():
            target = (key[0], ids[key])
            base = before.get(key)
            if content == base:
                continue
            found = self._record(target, States(base, result.get(target), content))
            if found is not None:
                result[target] = found

    def _keep_referred(
        self, result: Records, base: Records, ours: Records, theirs: Records
    ) -> None:
        """Put back removed records that others still refer to, each as a conflict."""
        every = {**base, **theirs, **ours}
        gone = {key: content for key, content in every.items() if key not in result}
        while gone:
            needed = sorted(set(_needed(result, gone)))
            if not needed:
                return
            for key in needed:
                result[key] = gone.pop(key)
                self._conflicts = [one for one in self._conflicts if (one.table, one.id) != key]
                states = States(*(side.get(key) for side in (base, ours, theirs)))
                self._conflicts.append(Conflict.of(*key, states, ("",)))

    def _info(self) -> BaseInfo:
        base, ours, theirs = (state.info for state in self._states)
        before = msgspec.json.encode(base) if self._has_ancestor else None
        states = States(before, msgspec.json.encode(ours), msgspec.json.encode(theirs))
        conflict, found = merge_states(BASE, "1", states, self._decide)
        if conflict is not None:
            self._conflicts.append(conflict)
        assert found is not None
        return decode_base(found)

    def _others(self) -> dict[Key, bytes]:
        base, ours, theirs = (state.others for state in self._states)
        found: dict[Key, bytes] = {}
        for key in {**ours, **theirs}:
            before, one, two = (side.get(key) for side in (base, ours, theirs))
            content = two if before == one else one
            if one != two and before not in (one, two):
                content = one or two
                self._remarks.append(
                    f"Record {key[1]} of the unknown table '{key[0]}' was changed by both; it is as"
                    " you had it."
                )
            if content is not None:
                found[key] = content
        return found


def _still_in(records: Records, ids: Mapping[Key, str]) -> dict[Key, str]:
    """Return the former ids that records of another state still have."""
    return {key: id_ for key, id_ in ids.items() if key in records}


def _needed(result: Records, gone: Records) -> Iterator[Key]:
    """Yield the keys of records that are gone and referred to, and that no other record is."""
    names = [msgspec.json.encode(id_) for _, id_ in gone]
    for (table, _), content in result.items():
        if any(name in content for name in names):
            for tables, id_, _what in named_ids(decode_record(table, content)):
                if not any((one, id_) in result for one in tables):
                    yield from ((one, id_) for one in tables if (one, id_) in gone)
