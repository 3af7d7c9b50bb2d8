"""Which changes of a journal led to the present content, and what is said of the others."""

import random
from collections.abc import Iterator

import pytest

from proposals_cli.domain.model.change import JournalEntry
from proposals_cli.domain.model.lineage import PlacedChange, doubts, left_out, placed

Steps = list[tuple[str, str]]


def entries(steps: Steps) -> Iterator[JournalEntry]:
    """Yield the entries of changes from one content to another, newest first."""
    for number, (old, new) in reversed(list(enumerate(steps, 1))):
        yield JournalEntry(number=number, when="", what=f"step {number}", old=old, new=new)


def numbers(changes: list[PlacedChange]) -> list[int]:
    """Return the numbers of the changes that are in the file, oldest first."""
    return [change.entry.number for change in reversed(changes) if change.in_file]


def apart(which: str, state: str) -> str:
    """Return the sentence about the newest changes, which are not in the file."""
    return f"The last {which} made to another state of this file, which is as it was {state}."


def altered(which: str) -> str:
    """Return the sentence about changes after which something else changed the file."""
    return (
        f"After {which} the file was changed by other means: edited, merged, or replaced by another"
        " version."
    )


CHAIN = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]


@pytest.mark.parametrize(
    ("steps", "content", "in_file", "said"),
    [
        (CHAIN, "e", [1, 2, 3, 4], []),
        (CHAIN, "d", [1, 2, 3], [apart("change (4: step 4) was", "after change 3")]),
        (CHAIN, "b", [1], [apart("3 changes (numbers 2 to 4) were", "after change 1")]),
        (CHAIN, "a", [], [apart("4 changes (numbers 1 to 4) were", "before change 1")]),
        (CHAIN, "x", [1, 2, 3, 4], [altered("change 4")]),
        (
            [("a", "b"), ("x", "y"), ("y", "z")],
            "x",
            [1],
            [apart("2 changes (numbers 2 to 3) were", "before change 2"), altered("change 1")],
        ),
        (
            [("a", "b"), ("x", "y"), ("y", "z"), ("q", "r")],
            "r",
            [1, 2, 3, 4],
            [altered("changes 1 and 3")],
        ),
    ],
)
def test_place_of_the_present_content_is_found(
    steps: Steps, content: str, in_file: list[int], said: list[str]
) -> None:
    """At the end of the chain, at an earlier state, before the first change, or outside of it."""
    changes = list(placed(entries(steps), content))
    assert len(changes) == len(steps)
    assert numbers(changes) == in_file
    assert doubts(changes) == said
    assert left_out(changes) is None


def test_changes_of_another_branch_are_left_out() -> None:
    """Change 2 and 3 were made on one branch, 4 and 6 on another, 5 was not completed."""
    steps = [("a", "b"), ("b", "c"), ("c", "d"), ("b", "e"), ("e", "x"), ("e", "f")]
    changes = list(placed(entries(steps), "f"))
    assert numbers(changes) == [1, 4, 6]
    assert doubts(changes) == []
    assert left_out(changes) == (
        "Changes 2 to 3 and 5 are not among those that led to this file: made on another branch,"
        " not completed, or taken back."
    )
    changes = list(placed(entries(steps), "d"))
    assert numbers(changes) == [1, 2, 3]
    assert "The last 3 changes (numbers 4 to 6) were made to another state" in doubts(changes)[0]


def test_undone_change_leads_to_the_content_as_the_undo_does() -> None:
    """An undo restores the content from before the change."""
    steps = [("a", "b"), ("b", "c"), ("c", "b"), ("b", "d")]
    assert numbers(list(placed(entries(steps), "d"))) == [1, 2, 3, 4]
    assert numbers(list(placed(entries(steps), "b"))) == [1, 2, 3]


def test_only_what_is_needed_is_read() -> None:
    """Whoever wants the last change of a long journal does not read all of it."""
    read = []

    def reading() -> Iterator[JournalEntry]:
        for entry in entries([(str(n), str(n + 1)) for n in range(1000)]):
            read.append(entry)
            yield entry

    first = next(placed(reading(), "1000"))
    assert first.in_file
    assert len(read) == 1


def test_many_numbers_are_abbreviated() -> None:
    """A base that is merged every day has hundreds of changes by other means."""
    steps = [(f"{n}a", f"{n}b") for n in range(1, 101)]
    (said,) = doubts(list(placed(entries(steps), "x")))
    assert said.startswith("After changes 1 to 100 the file")
    steps = [pair for n in range(0, 100, 2) for pair in ((f"{n}", f"{n + 1}"), (f"{n + 1}", "q"))]
    (said,) = doubts(list(placed(entries(steps), "x")))
    assert "earlier ones, " in said
    assert len(said) < 200


def test_random_work_on_branches_is_followed() -> None:
    """A simulated file with commits and checkouts, compared with what was really done to it."""
    for seed in range(300):
        chance = random.Random(seed)
        states: list[tuple[str, list[int]]] = [("0", [])]  # content, changes that led to it
        steps: Steps = []
        content, history = states[0]
        for number in range(1, 12):
            if chance.random() < 0.4:
                content, history = chance.choice(states)
            new = f"{number}"
            steps.append((content, new))
            content, history = new, [*history, number]
            states.append((content, history))
        content, history = chance.choice(states)
        changes = list(placed(entries(steps), content))
        assert numbers(changes) == history, (seed, steps, content)
        assert not any(change.then_altered for change in changes)
