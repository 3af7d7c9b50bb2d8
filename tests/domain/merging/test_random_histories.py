"""Random changes of two people are merged: nothing is lost, nothing is made up."""

import os
import random

import pytest

from proposals_cli.domain.merging.bases import Merged, merge
from proposals_cli.domain.model.records import Proposal
from tests.domain.merging.histories import (
    Person,
    State,
    ancestor,
    as_records,
    as_state,
    by_number,
    dangling,
    single_values,
    statements,
)

HISTORIES = int(os.environ.get("PROP_TEST_MERGES", "20")) * 10


def changed(seed: int) -> tuple[State, State, State]:
    """Return a base and what two people made of it."""
    base = ancestor(3)
    times = random.Random(seed).randint(1, 12)
    ours, theirs = (Person(name, 2 * seed + n) for n, name in enumerate("ab"))
    return base, ours.change(base, times), theirs.change(base, times)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_two_random_histories_become_one(seed: int) -> None:
    """What only one changed is as that one has it; what both changed is a conflict by name."""
    base, ours, theirs = changed(seed)
    merged = merge(as_state(base), as_state(ours), as_state(theirs))
    found = as_records(merged.state)
    assert list(dangling(found)) == []
    conflicts = {(one.id, path) for one in merged.conflicts for path in one.paths}
    before, mine, other, after = map(by_number, (base, ours, theirs, found))
    for number in {*before, *mine, *other}:
        states = [side.get(number) for side in (before, mine, other)]
        expect(states, after.get(number), conflicts)


def expect(
    states: list[Proposal | None], found: Proposal | None, conflicts: set[tuple[str, str]]
) -> None:
    """Fail unless ``found`` is what must become of one proposal."""
    before, mine, other = states
    named = {path for id_, path in conflicts if found is not None and id_ == found.id}
    if before is None or mine is None or other is None:
        present = mine or other
        if present is None:
            assert found is None
        elif before is None:
            assert found is not None
            assert statements(present) == statements(found)
        elif same_but_name(before, present):
            assert found is None or "" in named
        else:
            assert found is not None
            assert "" in named or found.relations != present.relations
        return
    assert found is not None
    both = statements(mine) | statements(other)
    gone = {one for one in statements(before) if one not in statements(mine) & statements(other)}
    lost = {one for one in both - gone - statements(found) if not one.startswith("history ")}
    assert all(conflict_in(one, named) for one in lost), lost
    assert statements(found) <= both
    values = [single_values(one) for one in (before, mine, other, found)]
    for name in values[3]:
        old, one, two, new = (each.get(name) for each in values)
        if two in (one, old):
            assert new == one, name
        elif one == old:
            assert new == two, name
        else:
            assert new in (one, two), name
            assert conflict_in(name, named) or "measures" in str(named), (name, named)


def same_but_name(one: Proposal, two: Proposal) -> bool:
    """Return whether two states of a proposal say the same; who renamed it says nothing new."""
    mine, other = ({s for s in statements(o) if s[:7] != "history"} for o in (one, two))
    return mine == other and single_values(one) == single_values(two)


def conflict_in(name: str, named: set[str]) -> bool:
    """Return whether a conflict names the field of a value or of an item."""
    field = name.split(" ", maxsplit=1)[0]
    fields = {"title": "titles", "area": "measures", "measure": "measures", "action": "actions"}
    return any(path.startswith(fields.get(field, field)) for path in named)


@pytest.mark.parametrize("seed", range(0, HISTORIES, 4))
def test_merging_is_the_same_from_both_sides(seed: int) -> None:
    """Whoever merges whom, the same fields are in conflict and the same records are there."""
    base, ours, theirs = (as_state(one) for one in changed(seed))
    one, two = merge(base, ours, theirs), merge(base, theirs, ours)
    assert {(each.table, paths(each.paths)) for each in one.conflicts} == {
        (each.table, paths(each.paths)) for each in two.conflicts
    }
    assert by_number(as_records(one.state)).keys() == by_number(as_records(two.state)).keys()


def paths(found: tuple[str, ...]) -> frozenset[str]:
    """Return paths without their order; a measure has another number on each side."""
    return frozenset(path.partition("[")[0] for path in found)


@pytest.mark.parametrize("seed", range(0, HISTORIES, 4))
@pytest.mark.parametrize("has_ancestor", [True, False])
def test_any_decision_makes_a_valid_base(seed: int, has_ancestor: bool) -> None:
    """Whichever side is taken, records without a conflict are the same."""
    base, ours, theirs = (as_state(one) for one in changed(seed))
    ancestor_ = base if has_ancestor else None
    plain = merge(ancestor_, ours, theirs)
    undecided = {(one.table, one.id) for one in plain.conflicts}
    for side in ("ours", "theirs", "ancestor"):
        decided = merge(ancestor_, ours, theirs, {}.fromkeys(all_paths(plain), side).get)
        found = as_records(decided.state)
        assert list(dangling(found)) == []
        assert {key: one for key, one in found.items() if key not in undecided} == {
            key: one for key, one in as_records(plain.state).items() if key not in undecided
        }


def all_paths(merged: Merged) -> set[str]:
    """Return the paths of all conflicts."""
    return {path for one in merged.conflicts for path in one.paths}


@pytest.mark.parametrize("seed", range(0, HISTORIES, 4))
def test_merging_what_is_merged_already_changes_nothing(seed: int) -> None:
    """A state merged with its ancestor, or with itself, is that state."""
    base, ours, _ = (as_state(one) for one in changed(seed))
    for one, two in ((ours, base), (base, ours), (ours, ours)):
        merged = merge(base, one, two)
        assert (merged.state, merged.conflicts, merged.remarks) == (ours, [], [])
    alone = merge(None, ours, ours)
    assert (alone.state, alone.conflicts) == (ours, [])


@pytest.mark.parametrize("seed", range(0, HISTORIES, 4))
def test_without_an_ancestor_nothing_is_removed(seed: int) -> None:
    """Two copies whose ancestor is lost keep every record and every item that either has."""
    _, ours, theirs = changed(seed)
    merged = merge(None, as_state(ours), as_state(theirs))
    found = as_records(merged.state)
    after = by_number(found)
    assert list(dangling(found)) == []
    for side in (ours, theirs):
        for number, one in by_number(side).items():
            named = {path for each in merged.conflicts for path in each.paths}
            lost = statements(one) - statements(after[number])
            assert all(conflict_in(each, named) for each in lost), lost
