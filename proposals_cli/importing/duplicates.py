"""Find the proposal that a row repeats."""

from dataclasses import dataclass
from itertools import islice

from proposals_cli.domain.matching.identity import (
    DIFFERENT_TITLES_BELOW,
    disambiguated_id,
    identity_key,
    titles_alike,
)
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.identities import Identities, stored_in_year, titles_of
from proposals_cli.importing.merge import merged, same_content
from proposals_cli.importing.planned_records import PlannedRecords

MAX_READ = 20
"""Proposals of one title that are read to find the one that a row was imported as."""


@dataclass(frozen=True, slots=True)
class DuplicateMatch:
    """The proposal that a row repeats, and how that was found."""

    id: str
    by: str
    """``id``, ``number`` or ``title``."""
    percent: int = 100

    @property
    def is_exact(self) -> bool:
        """Whether it was found by more than a similar title."""
        return self.percent == 100


class DuplicateFinder:
    """Finds proposals of a base, which is read year by year, and of the import itself."""

    def __init__(self, index: ProposalIndex, records: PlannedRecords) -> None:
        self._index = index
        self._records = records
        self._identities = Identities()
        self._years_read: set[int] = set()
        self._exactly_matched: set[str] = set()
        self._nearly_matched: dict[str, tuple[str, ...]] = {}
        """Proposals that rows nearly match → the titles of those rows."""

    def has_id(self, id_: str) -> bool:
        """Return whether a proposal has an id, or once had it."""
        return self._records.proposal(id_) is not None or self._identities.renamed(id_) is not None

    def add(self, proposal: Proposal, given_id: str | None) -> None:
        """Add a new or changed proposal, with the id that the file gives it, if any."""
        self._identities.add(proposal, given_id)

    def claim(self, match: DuplicateMatch, candidate: Candidate) -> None:
        """Record that a row is this proposal, so that rows which are only similar are not."""
        if not match.is_exact:
            self._nearly_matched[match.id] = titles_of(candidate.proposal)
            return
        self._exactly_matched.add(match.id)
        if candidate.given_id is not None:
            self._identities.add_given_id(match.id, candidate.given_id)

    def find(self, candidate: Candidate) -> DuplicateMatch | None:
        """Return the proposal that a row repeats, found by id, by number or by title.

        A file knows its own rows: one repeats another only if nothing distinguishes them, while
        a title of the base may also be spelled a little differently. An id made from the title
        counts as the title does; an id that the file or a template gives may be another
        proposal's, as parliaments count alike; the id of a complete record is decisive.
        """
        proposal = candidate.proposal
        self._read_year(proposal.stated_year or 0)
        key = identity_key(proposal, proposal.date, candidate.given_id)
        return (
            self._by_id(candidate, key)
            or self._by_number(candidate, key)
            or self._by_title(candidate, key)
        )

    def _by_id(self, candidate: Candidate, key: str) -> DuplicateMatch | None:
        id_ = candidate.given_id
        if id_ is not None and self._records.proposal(id_) is None:
            id_ = self._identities.renamed(id_)
        if id_ is None:
            return None
        if not candidate.is_complete and self._is_other(id_, candidate.proposal, key):
            return None
        return DuplicateMatch(id_, "id")

    def _is_other(self, id_: str, proposal: Proposal, key: str) -> bool:
        """Return whether the proposal of an id is another one, by all that is known."""
        existing = self._records.proposal(id_)
        if existing is None or existing.body != proposal.body:
            return True
        if self._identities.conflicts(id_, key, dates=False):
            return True
        return titles_alike(proposal, existing) < DIFFERENT_TITLES_BELOW

    def _by_number(self, candidate: Candidate, key: str) -> DuplicateMatch | None:
        proposal = candidate.proposal
        found = [
            id_
            for id_ in self._identities.with_number_of(proposal)
            if not self._identities.conflicts(id_, key, dates=False)
        ]
        alike = {id_: self._alike(id_, proposal) for id_ in self._likelier_first(found, candidate)}
        best = max(alike, key=lambda id_: alike[id_], default=None)
        if best is None or alike[best] < DIFFERENT_TITLES_BELOW:
            return None
        return DuplicateMatch(best, "number")

    def _alike(self, id_: str, proposal: Proposal) -> float:
        existing = self._records.proposal(id_)
        return titles_alike(proposal, existing) if existing else 0

    def _by_title(self, candidate: Candidate, key: str) -> DuplicateMatch | None:
        proposal = candidate.proposal
        block = (proposal.stated_year or 0, proposal.body)
        titles = titles_of(proposal)
        for title in titles:
            found = [
                id_
                for id_ in self._identities.with_title(block, title, key)
                if not self._identities.conflicts(id_, key)
            ]
            if found:
                return DuplicateMatch(self._likelier_first(found, candidate)[0], "title")
        for title in titles:
            for id_, percent in self._identities.with_similar_title(block, title):
                if not self._is_claimed(id_, titles) and not self._identities.conflicts(id_, key):
                    return DuplicateMatch(id_, "title", percent)
        return None

    def _is_claimed(self, id_: str, titles: tuple[str, ...]) -> bool:
        """Return whether another row is a proposal: exactly, or nearly under another title."""
        return id_ in self._exactly_matched or self._nearly_matched.get(id_, titles) != titles

    def _likelier_first(self, ids: list[str], candidate: Candidate) -> list[str]:
        """Put the id first under which an earlier import added just this proposal.

        Otherwise put the first proposal first that already says what the row says: the row may
        be one of those it was made from.
        """
        ids = list(dict.fromkeys(ids))
        if len(ids) < 2:
            return ids
        likely = (disambiguated_id(candidate.proposal), candidate.proposal.id)
        first = [id_ for id_ in likely if id_ in ids]
        first += islice((id_ for id_ in ids[:MAX_READ] if self._says(id_, candidate)), 1)
        return list(dict.fromkeys((*first, *ids)))

    def _says(self, id_: str, candidate: Candidate) -> bool:
        existing = self._records.proposal(id_)
        return existing is not None and same_content(existing, merged(existing, candidate))

    def _read_year(self, year: int) -> None:
        if year in self._years_read:
            return
        self._years_read.add(year)
        for stored in stored_in_year(self._index, year):
            if ("proposals", stored.id) not in self._records.after:
                self._identities.add(stored, None)
