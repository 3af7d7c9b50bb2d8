"""The changes of a base: those in its journal, and those that only its records know of."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from proposals_cli.domain.model.change import JournalEntry
from proposals_cli.domain.model.lineage import PlacedChange, doubts, left_out
from proposals_cli.domain.model.parts import Change

MAX_NAMED = 3
"""Ids, or kinds of changes, that are named of a change of many records."""


_FROM_RECORDS = (
    "Changes without a number are not in the journal of this file; the histories of the records"
    " list them."
)


class ChangeList:
    """The changes of a base, newest first. Iterate it first, then read ``notes``."""

    def __init__(
        self,
        journal: Iterable[PlacedChange],
        history: Iterable[tuple[str, Change]],
        limit: int | None,
    ) -> None:
        """Take the changes of the journal, and those in the records' histories with their ids.

        Both come newest first. No more than ``limit`` changes are listed, and the histories are not
        read if the journal has that many.
        """
        self._journal = journal
        self._history = history
        self._limit = limit
        self.notes: list[str] = []
        """What is to be known of the list."""

    def __iter__(self) -> Iterator[Change | JournalEntry]:
        """Yield an entry of the journal, or a change that it does not have."""
        read: list[PlacedChange] = []
        entries: list[JournalEntry] = []
        altered = False
        for placed in self._journal:
            read.append(placed)
            if placed.in_file:
                entries.append(placed.entry)
            altered |= placed.then_altered
            if len(entries) == self._limit and not altered:
                break  # nothing else changed the file since: the records know no more
        self.notes = doubts(read)
        if older := left_out(read):
            self.notes.append(older)
        if len(entries) == self._limit and not altered:
            yield from entries
            return
        others = _not_in(entries, self._history)
        merged: Iterator[Change | JournalEntry] = heapq.merge(
            entries, others, key=lambda change: change.when, reverse=True
        )
        for change in islice(merged, self._limit):
            if isinstance(change, Change) and _FROM_RECORDS not in self.notes:
                self.notes.append(_FROM_RECORDS)
            yield change


def _not_in(
    entries: Iterable[JournalEntry], history: Iterable[tuple[str, Change]]
) -> Iterator[Change]:
    """Yield the changes that records know of and the entries do not, each as one change."""
    known = {(entry.when, entry.why) for entry in entries}
    for moment, changes in groupby(history, key=lambda item: (item[1].when, item[1].why)):
        if moment not in known:
            when, why = moment
            yield Change(when=when, what=_in_words(changes), why=why)


def _in_words(changes: Iterable[tuple[str, Change]]) -> str:
    """Return what was done to records in one change, as in "added: 2020-a, 2020-b"."""
    done: dict[str, list[str]] = {}
    more: dict[str, int] = {}
    others = 0
    for id_, change in changes:
        what = change.what
        if what not in done and len(done) == MAX_NAMED:
            others += 1
        elif len(done.setdefault(what, [])) < MAX_NAMED:
            done[what].append(id_)
        else:
            more[what] = more.get(what, 0) + 1
    parts = [
        f"{what}: {', '.join(ids)}" + (f" and {more[what]:,} more" if what in more else "")
        for what, ids in done.items()
    ]
    return "; ".join([*parts, f"{others:,} other changes"] if others else parts)
