"""Six people change a base in two clones, and git merges what they did in a random order.

``PROP_TEST_MERGES`` is the number of histories that are merged with git; ten times as many are
merged without it in ``tests/domain/merging``.
"""

import os
import random
from pathlib import Path
from typing import NamedTuple

import pytest

from proposals_cli.domain.model.records import Proposal
from tests.conftest import Prop
from tests.domain.merging.histories import (
    State,
    ancestor,
    by_number,
    dangling,
    people,
    single_values,
    statements,
)
from tests.git_clones import Clone, needs_git

HISTORIES = int(os.environ.get("PROP_TEST_MERGES", "3"))

Named = set[tuple[str, str]]
"""The conflicts that were named: number of a proposal and field."""

FIELDS = {"title": "titles", "area": "measures", "measure": "measures", "action": "actions"}


class Branch(NamedTuple):
    """What a person made of the base."""

    name: str
    before: dict[str, Proposal]
    after: dict[str, Proposal]

    def removed(self) -> set[str]:
        """Return the numbers of the proposals that the person removed."""
        return self.before.keys() - self.after.keys()

    def added(self, number: str) -> set[str]:
        """Return the items of lists that the person added to a proposal."""
        after = self.after.get(number)
        return items(after) - items(self.before.get(number)) if after else set()

    def taken(self, number: str) -> set[str]:
        """Return the items of lists that the person took from a proposal."""
        return items(self.before.get(number)) - items(self.after.get(number))

    def set(self, number: str) -> dict[str, object]:
        """Return the single values that the person changed in a proposal."""
        before, after = self.before.get(number), self.after.get(number)
        old = single_values(before) if before else {}
        new = single_values(after) if after else {}
        return {name: value for name, value in new.items() if old.get(name) != value}


def items(one: Proposal | None) -> set[str]:
    """Return the items of a proposal's lists."""
    return statements(one) if one is not None else set()


@needs_git
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_six_people_in_two_clones(tmp_path: Path, prop: Prop, seed: int) -> None:
    """Every change is there or is a conflict that was named; the base is valid at each step."""
    chance = random.Random(seed)
    base = ancestor(4)
    origin = Clone.create(tmp_path / "origin", tmp_path, base)
    clones = [origin.cloned(tmp_path / name, tmp_path) for name in ("one", "two")]
    branches = []
    for person in people(6, seed):
        clone = chance.choice(clones)
        clone.git("checkout", "--quiet", "-b", person.name, "origin/main")
        state = clone.records()
        for _ in range(chance.randint(1, 2)):
            state = person.change(state, chance.randint(1, 4))
            clone.write(state)
            clone.commit(person.name)
        clone.git("push", "--quiet", "origin", person.name)
        branches.append(Branch(person.name, by_number(base), by_number(state)))
        clone.git("checkout", "--quiet", "main")
    named: Named = set()
    waiting = [f"origin/{one.name}" for one in chance.sample(branches, len(branches))]
    while waiting:
        clone = chance.choice(clones)
        clone.git("fetch", "--quiet", str((clones[0] if clone is clones[1] else clones[1]).folder))
        clone.git("fetch", "--quiet", "origin")
        merge(clone, waiting.pop(), named, prop, chance)
        if chance.random() < 0.4:  # the clones merge each other: later merges have two ancestors
            exchange(clones, named, prop, chance)
    exchange(clones, named, prop, chance)
    expect(clones[0].records(), branches, named)


def exchange(clones: list[Clone], named: Named, prop: Prop, chance: random.Random) -> None:
    """Let the first clone merge the other, and sometimes the other what the first one was."""
    one, two = clones
    before = one.git("rev-parse", "HEAD").stdout.strip()
    one.git("fetch", "--quiet", str(two.folder), "main")
    two.git("fetch", "--quiet", str(one.folder), "main")
    merge(one, "FETCH_HEAD", named, prop, chance)
    if chance.random() < 0.5:
        merge(two, before, named, prop, chance)


def merge(clone: Clone, what: str, named: Named, prop: Prop, chance: random.Random) -> None:
    """Merge with git; decide the conflicts at random, or as an editor of the base would."""
    done = clone.git("merge", "--no-edit", what, code=None)
    assert done.returncode in (0, 1), done.stderr
    assert list(dangling(clone.records())) == []
    numbers = {one.id: n for n, one in by_number(clone.records()).items()}
    conflicts = clone.conflicts()
    assert bool(conflicts) == bool(done.returncode), (done.stdout, done.stderr)
    for one in conflicts:
        for path in one.paths:
            assert one.id in done.stderr, done.stderr
            named.add((numbers.get(one.id, one.id), path.partition("[")[0].partition(" ")[0]))
    if conflicts:
        for one in conflicts:
            side = chance.choice(("--ours", "--theirs", "--done"))
            ended = prop("resolve", one.id, side, store=clone.base, exit_code=None)
            if ended.code:  # it would be removed, and another record refers to it
                assert "--cascade" in ended.err
                prop("resolve", one.id, "--done", store=clone.base)
        assert clone.conflicts() == []
        clone.git("add", "base.json")
        clone.git("commit", "--quiet", "--no-edit")
    assert clone.git("status", "--porcelain").stdout == ""
    assert list(dangling(clone.records())) == []


def expect(state: State, branches: list[Branch], named: Named) -> None:
    """Fail unless every change is there, or was undone or named."""
    found = by_number(state)
    gone = {number for one in branches for number in one.removed()}
    for number in {number for one in branches for number in (*one.before, *one.after)}:
        fields = {field for which, field in named if which == number}
        if number in gone or "" in fields:
            continue  # whether it is there was decided by hand
        taken = {item for one in branches for item in one.taken(number)}
        for one in branches:
            lost = one.added(number) - items(found[number]) - taken
            lost = {item for item in lost if not item.startswith("history ")}
            assert all(field_of(item) in fields for item in lost), (number, lost, named)
        values: dict[str, set[object]] = {}
        for one in branches:
            for name, value in one.set(number).items():
                values.setdefault(name, set()).add(value)
        for name, written in values.items():
            if name in single_values(found[number]) and field_of(name) not in fields:
                assert {single_values(found[number])[name]} == written, (number, name, named)


def field_of(item: str) -> str:
    """Return the field that an item or a value is in."""
    name = item.partition(" ")[0]
    return FIELDS.get(name, {"region": "regions", "note": "notes"}.get(name, name))
