"""What a base holds that rows may repeat, read year by year as rows ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import msgspec

from proposals_cli.domain.matching.identity import (
    OWN_ID,
    PLAINLY_DIFFERENT,
    conflicts,
    disambiguated_id,
    identity_key,
    kinds_of_names,
    titles_alike,
)
from proposals_cli.domain.matching.titles import (
    Titles,
    note_under,
    noted_under,
)
from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.model.encoded_records import EncodedRecords
from proposals_cli.domain.model.records import Identifier, Proposal
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import InYears, Query
from proposals_cli.domain.text.normalise import normalise_number, normalise_title
from proposals_cli.importing.merge import merged, same_content
from proposals_cli.importing.proposal_builder import Candidate

_MOST_READ = 20
"""Namesakes that are read to find the one that a row was imported as."""


@dataclass(frozen=True, slots=True)
class Match:
    """The proposal that a row repeats, and how that was found."""

    id: str
    by: str
    """``id``, ``number`` or ``title``."""
    percent: int = 100


class DuplicateFinder:
    """The proposals of a base, and those the import adds to it."""

    def __init__(self, index: ProposalIndex, added: EncodedRecords) -> None:
        self._index = index
        self._titles = Titles()
        self._numbers: dict[int, str | list[str]] = {}
        self._marks: dict[str, str] = {}
        self._nameless: dict[int, str | list[str]] = {}
        """Title → the proposals of it that have neither a number nor an id of their own."""
        self._kinds_of_names: set[frozenset[str]] = set()
        self._former: dict[str, str] = {}
        self._claimed: set[str] = set()
        self._nearly: dict[str, tuple[str, ...]] = {}
        """Proposals that rows are much like → the titles of those rows."""
        self._years: set[int] = set()
        self._added = added
        self._decoder = msgspec.json.Decoder(_Slim)
        self._whole: Proposal | None = None

    def proposal(self, id_: str) -> Proposal | None:
        """Return the proposal of an id as it will be, None if there is none."""
        if ("proposals", id_) in self._added:
            return cast("Proposal", self._added["proposals", id_])
        if self._whole is None or self._whole.id != id_:
            raw = self._index.record("proposals", id_)
            self._whole = None if raw is None else decode_proposal(raw)
        return self._whole

    def has(self, id_: str) -> bool:
        """Tell whether a proposal has an id, or once had it."""
        return self.proposal(id_) is not None or id_ in self._former

    def is_new(self, id_: str) -> bool:
        """Tell whether the import itself brought this proposal, or has changed it."""
        return ("proposals", id_) in self._added

    def add(self, proposal: Proposal, own_id: str | None) -> None:
        """Keep a proposal that the import adds or changes.

        Args:
            proposal: as it will be.
            own_id: what the file calls it, if it gives it an id.
        """
        self._added["proposals", proposal.id] = proposal
        self._note(proposal, own_id, in_file=True)

    def claim(self, id_: str, own_id: str | None) -> None:
        """Take note that a row of the file is exactly this proposal: no row much like it is."""
        self._claimed.add(id_)
        if own_id is not None and id_ in self._marks:
            self._marks[id_] = "\n".join(filter(None, (self._marks[id_], f"{OWN_ID}\t{own_id}")))

    def claim_nearly(self, id_: str, proposal: Proposal) -> None:
        """Take note that rows of this title are this proposal: those of others are not."""
        self._nearly[id_] = _titles_of(proposal)

    def find(self, candidate: Candidate) -> Match | None:
        """Return the proposal that a row repeats, by id, by number or by title.

        A file knows its rows: one repeats another only where nothing at all tells them apart,
        while a title of the base may also be spelled a little differently. An id that was only
        proposed counts together with the title alone; one that a row put together from columns
        has may be another's, as parliaments count alike; a whole record goes by its own.
        """
        proposal, own_id = candidate.proposal, candidate.id_given
        self._load(proposal.year)
        marks = identity_key(proposal, proposal.extra.get("date"), own_id)
        if own_id is not None:
            id_ = proposal.id
            if self.proposal(id_) is None:
                id_ = self._former.get(id_, "")
            if id_ and (candidate.whole or not self._is_other(id_, proposal, marks)):
                return Match(id_, "id")
        return self._by_number(candidate, marks) or self._by_title(candidate, marks)

    def _is_other(self, id_: str, proposal: Proposal, marks: str) -> bool:
        """Tell whether what is held under an id is another proposal, by all that is known."""
        held = self.proposal(id_)
        if held is None or held.body != proposal.body:
            return True
        apart = conflicts(marks, self._marks.get(id_, ""), dates=False)
        return apart or titles_alike(proposal, held) < PLAINLY_DIFFERENT

    def _by_number(self, candidate: Candidate, marks: str) -> Match | None:
        proposal = candidate.proposal
        found = [
            id_
            for number in proposal.identifiers
            for id_ in noted_under(self._numbers, _number_key(proposal, number))
            if not conflicts(marks, self._marks[id_], dates=False)
        ]
        found = self._likelier_first(found, candidate)
        alike = {id_: self._alike(id_, proposal) for id_ in found}
        best = max(alike, key=lambda id_: alike[id_], default=None)
        return Match(best, "number") if best and alike[best] >= PLAINLY_DIFFERENT else None

    def _alike(self, id_: str, proposal: Proposal) -> float:
        held = self.proposal(id_)
        return titles_alike(proposal, held) if held else 0

    def _by_title(self, candidate: Candidate, marks: str) -> Match | None:
        proposal = candidate.proposal
        block = (proposal.year, proposal.body)
        titles = _titles_of(proposal)
        for title in titles:
            same_content = [
                id_
                for id_ in self._namesakes(block, title, marks)
                if not conflicts(marks, self._marks[id_])
            ]
            if same_content:
                return Match(self._likelier_first(same_content, candidate)[0], "title")
        for title in titles:
            for id_, percent in self._titles.near(block, title):
                taken = id_ in self._claimed or self._nearly.get(id_, titles) != titles
                if not taken and not conflicts(marks, self._marks[id_]):
                    return Match(id_, "title", percent)
        return None

    def _namesakes(self, block: tuple[int, str], title: str, marks: str) -> Iterable[str]:
        """Return the proposals of a title, without those whose names were looked up in vain.

        Where everything has a number of one scheme, thousands may have one title ("Petition"):
        one of another number is another proposal, and one of the same has been found by it.
        """
        names = kinds_of_names(marks)
        if names and all(names & other for other in self._kinds_of_names):
            return noted_under(self._nameless, hash((block, title)))
        return self._titles.same(block, title)

    def _likelier_first(self, ids: list[str], candidate: Candidate) -> list[str]:
        """Put the id first under which an earlier import added just this proposal.

        Else the first of those that say already what the row says: it may be one of their rows.
        """
        ids = list(dict.fromkeys(ids))
        if len(ids) < 2:
            return ids
        likely = (disambiguated_id(candidate.proposal), candidate.proposal.id)
        first = [id_ for id_ in likely if id_ in ids]
        first += islice((id_ for id_ in ids[:_MOST_READ] if self._says(id_, candidate)), 1)
        return list(dict.fromkeys((*first, *ids)))

    def _says(self, id_: str, candidate: Candidate) -> bool:
        held = self.proposal(id_)
        return held is not None and same_content(held, merged(held, candidate))

    def _load(self, year: int) -> None:
        """Read what the base holds of a year."""
        if year in self._years:
            return
        self._years.add(year)
        for _, raw in self._index.find_whole(Query(InYears(((year, year),)))):
            slim = self._decoder.decode(raw)
            if ("proposals", slim.id) not in self._added:
                self._note(slim, None, in_file=False)

    def _note(self, proposal: "Proposal | _Slim", own_id: str | None, *, in_file: bool) -> None:
        block = (proposal.year, proposal.body)
        for number in proposal.identifiers:
            note_under(self._numbers, _number_key(proposal, number), proposal.id)
        for title in (proposal.title.zh, proposal.title.en):
            if title:
                self._titles.add(block, proposal.id, normalise_title(title), named=in_file)
        for former in proposal.former_ids:
            self._former[former] = proposal.id
        date = proposal.extra.date if isinstance(proposal, _Slim) else proposal.extra.get("date")
        self._marks[proposal.id] = marks = identity_key(proposal, date, own_id)
        if names := kinds_of_names(marks):
            self._kinds_of_names.add(names)
            return
        for title in filter(None, (proposal.title.zh, proposal.title.en)):
            note_under(self._nameless, hash((block, normalise_title(title))), proposal.id)


class _SlimExtra(msgspec.Struct, frozen=True):
    date: Any = None


class _SlimTitle(msgspec.Struct):
    en: str | None = None
    zh: str | None = None


class _Slim(msgspec.Struct):
    """As much of a stored proposal as comparing takes."""

    id: str
    year: int
    body: str
    kind: str
    title: _SlimTitle
    kind_terms: tuple[str, ...] = ()
    term: int | None = None
    session: int | None = None
    identifiers: tuple[Identifier, ...] = ()
    former_ids: tuple[str, ...] = ()
    extra: _SlimExtra = _SlimExtra()


def _titles_of(proposal: Proposal) -> tuple[str, ...]:
    """Return the titles of a proposal as titles are compared."""
    both = (proposal.title.zh, proposal.title.en)
    return tuple(normalise_title(title) for title in both if title)


def _number_key(proposal: "Proposal | _Slim", number: Identifier) -> int:
    """Return a hash for a number, which takes less room than what it is made of."""
    value = normalise_number(number.value)
    return hash((proposal.year, proposal.body, number.scheme, value))
