"""Which changes of a journal led to the present content of a base.

Each entry has the hashes of the content before and after its change. From the hash of the present
content they are followed backwards, as commits of git are followed to their parents. A file that
was checked out, copied, merged or edited by hand is not what the newest change left.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from proposals_cli.domain.model.change import JournalEntry

MAX_RANGES = 6
"""Numbers of changes, or ranges of them, in one sentence."""


class PlacedChange(NamedTuple):
    """A change in a journal, and how the present content of the base relates to it.

    ``in_file`` is false for a change to another state of the file: the file was put back to an
    earlier one, or the change was never completed. ``then_altered`` is true if the content that
    the change left is not the one that was found afterwards: something else changed the file.
    """

    entry: JournalEntry
    in_file: bool
    then_altered: bool = False


def placed(newest_first: Iterable[JournalEntry], content: str) -> Iterator[PlacedChange]:
    """Yield every entry with its place, reading no more of them than necessary.

    Args:
        newest_first: the entries of a journal.
        content: the hash of the present content of the base.
    """
    past = _Past(newest_first)
    place = 0
    while (entry := past.at(place)) is not None:
        end = past.next_that_left(content, place)
        if end is None:
            end = past.next_that_began_with(content, place)
        if end is None:
            yield PlacedChange(entry, in_file=True, then_altered=True)
            content = entry.old
            place += 1
            continue
        for other in past.read[place:end]:
            yield PlacedChange(other, in_file=False)
        place = end
        if end < len(past.read) and past.read[end].new == content:
            yield PlacedChange(past.read[end], in_file=True)
            content = past.read[end].old
            place += 1


def doubts(changes: Sequence[PlacedChange]) -> list[str]:
    """Return why the newest change of the journal is not what the file contains last.

    Args:
        changes: the changes, newest first; the last of them is the one of interest.
    """
    found = []
    apart = [change.entry for change in changes[: _first_in_file(changes)]]
    if apart:
        newest, oldest = apart[0], apart[-1]
        base = changes[len(apart)] if len(apart) < len(changes) else None
        state = (
            f"as it was before change {oldest.number}"
            if base is None or base.then_altered
            else f"as it was after change {base.entry.number}"
        )
        missing = (
            f"The last change ({newest.number}: {newest.what}) was"
            if len(apart) == 1
            else f"The last {len(apart):,} changes (numbers {_ranges(apart)}) were"
        )
        found.append(f"{missing} made to another state of this file, which is {state}.")
    altered = [change.entry for change in changes if change.then_altered]
    if altered:
        plural = "s" if len(altered) > 1 else ""
        found.append(
            f"After change{plural} {_ranges(altered)} the file was changed by other means: edited,"
            " merged, or replaced by another version."
        )
    return found


def left_out(changes: Sequence[PlacedChange]) -> str | None:
    """Return a sentence about older changes that are not in the file; None if all are."""
    older = changes[_first_in_file(changes) :]
    apart = [change.entry for change in older if not change.in_file]
    if not apart:
        return None
    what, they = ("Changes", "are") if len(apart) > 1 else ("Change", "is")
    return (
        f"{what} {_ranges(apart)} {they} not among those that led to this file: made on another"
        " branch, not completed, or taken back."
    )


def _first_in_file(changes: Sequence[PlacedChange]) -> int:
    return next((n for n, change in enumerate(changes) if change.in_file), len(changes))


def _ranges(entries: Sequence[JournalEntry]) -> str:
    """Return the numbers of entries in words, as in "3, 5 to 7 and 9"."""
    numbers = sorted(entry.number for entry in entries)
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    words = [" to ".join(map(str, ends)) for ends in ranges]
    if len(words) > MAX_RANGES:
        words = [f"{len(words) - MAX_RANGES + 1:,} earlier ones", *words[1 - MAX_RANGES :]]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


class _Past:
    """The entries of a journal, newest first, of which no more are read than were asked for."""

    def __init__(self, newest_first: Iterable[JournalEntry]) -> None:
        self._rest = iter(newest_first)
        self.read: list[JournalEntry] = []
        self._left: defaultdict[str, list[int]] = defaultdict(list)
        self._began: defaultdict[str, list[int]] = defaultdict(list)

    def at(self, place: int) -> JournalEntry | None:
        while place >= len(self.read) and self._more():
            pass
        return self.read[place] if place < len(self.read) else None

    def next_that_left(self, content: str, place: int) -> int | None:
        """Return the place of the next entry, from ``place`` on, that left this content."""
        while (found := _next(self._left, content, place)) is None and self._more():
            pass
        return found

    def next_that_began_with(self, content: str, place: int) -> int | None:
        """Return the place after the next entry whose change began with this content.

        To be asked after ``next_that_left``, which has read all entries.
        """
        found = _next(self._began, content, place)
        return None if found is None else found + 1

    def _more(self) -> bool:
        entry = next(self._rest, None)
        if entry is None:
            return False
        self._left[entry.new].append(len(self.read))
        self._began[entry.old].append(len(self.read))
        self.read.append(entry)
        return True


def _next(places: defaultdict[str, list[int]], content: str, place: int) -> int | None:
    """Return the first place of a content that is not before ``place``."""
    known = places.get(content, [])
    at = bisect_left(known, place)
    return known[at] if at < len(known) else None
