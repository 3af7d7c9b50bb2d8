"""What a base holds that rows may repeat, read year by year as rows ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from proposals_cli.domain.decoding import decode_proposal
from proposals_cli.domain.near_titles import (
    Titles,
    normal_number,
    normal_title,
    note_under,
    noted_under,
)
from proposals_cli.domain.packed import PackedRecords
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query import InYears, Query
from proposals_cli.domain.records import Identifier, Proposal
from proposals_cli.domain.telling_apart import (
    OWN_ID,
    PLAINLY_DIFFERENT,
    contradict,
    kinds_of_names,
    packed_marks,
    titles_alike,
    told_apart,
)


@dataclass(frozen=True, slots=True)
class Match:
    """The proposal that a row repeats, and how that was found."""

    id: str
    by: str
    """``id``, ``number`` or ``title``."""
    percent: int = 100


class Held:
    """The proposals of a base, and those the import adds to it."""

    def __init__(self, index: ProposalIndex, added: PackedRecords) -> None:
        self._index = index
        self._titles = Titles()
        self._numbers: dict[int, str | list[str]] = {}
        self._marks: dict[str, str] = {}
        self._nameless: dict[int, str | list[str]] = {}
        """Title → the proposals of it that have neither a number nor an id of their own."""
        self._kinds_of_names: set[frozenset[str]] = set()
        self._former: dict[str, str] = {}
        self._claimed: set[str] = set()
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

    def find(self, proposal: Proposal, own_id: str | None, *, made: bool) -> Match | None:
        """Return the proposal that this one repeats, by id, by number or by title.

        A file knows its rows: one repeats another only where nothing at all tells them apart,
        while a title of the base may also be spelled a little differently.

        Args:
            proposal: the new one.
            own_id: its id if it is its own; a proposed one counts only together with the title.
            made: it was put together from columns, and parliaments count alike: what is held
                under its id may be another's.
        """
        self._load(proposal.year)
        marks = packed_marks(proposal, proposal.extra.get("date"), own_id)
        if own_id is not None:
            id_ = proposal.id
            if self.proposal(id_) is None:
                id_ = self._former.get(id_, "")
            if id_ and not (made and self._is_other(id_, proposal, marks)):
                return Match(id_, "id")
        return self._by_number(proposal, marks) or self._by_title(proposal, marks)

    def _is_other(self, id_: str, proposal: Proposal, marks: str) -> bool:
        """Tell whether what is held under an id is another proposal, by all that is known."""
        held = self.proposal(id_)
        if held is None or held.body != proposal.body:
            return True
        apart = contradict(marks, self._marks.get(id_, ""), dates=False)
        return apart or titles_alike(proposal, held) < PLAINLY_DIFFERENT

    def _by_number(self, proposal: Proposal, marks: str) -> Match | None:
        found = [
            id_
            for number in proposal.identifiers
            for id_ in noted_under(self._numbers, _number_key(proposal, number))
            if not contradict(marks, self._marks[id_], dates=False)
        ]
        found = _likelier_first(found, proposal)
        alike = {id_: self._alike(id_, proposal) for id_ in found}
        best = max(alike, key=lambda id_: alike[id_], default=None)
        return Match(best, "number") if best and alike[best] >= PLAINLY_DIFFERENT else None

    def _alike(self, id_: str, proposal: Proposal) -> float:
        held = self.proposal(id_)
        return titles_alike(proposal, held) if held else 0

    def _by_title(self, proposal: Proposal, marks: str) -> Match | None:
        block = (proposal.year, proposal.body)
        titles = [normal_title(one) for one in (proposal.title.zh, proposal.title.en) if one]
        for title in titles:
            same = [
                id_
                for id_ in self._namesakes(block, title, marks)
                if not contradict(marks, self._marks[id_])
            ]
            if same:
                return Match(_likelier_first(same, proposal)[0], "title")
        for title in titles:
            for id_, percent in self._titles.near(block, title):
                if id_ not in self._claimed and not contradict(marks, self._marks[id_]):
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
                self._titles.add(block, proposal.id, normal_title(title), named=in_file)
        for former in proposal.former_ids:
            self._former[former] = proposal.id
        date = proposal.extra.date if isinstance(proposal, _Slim) else proposal.extra.get("date")
        self._marks[proposal.id] = marks = packed_marks(proposal, date, own_id)
        if names := kinds_of_names(marks):
            self._kinds_of_names.add(names)
            return
        for title in filter(None, (proposal.title.zh, proposal.title.en)):
            note_under(self._nameless, hash((block, normal_title(title))), proposal.id)


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


def _likelier_first(ids: list[str], proposal: Proposal) -> list[str]:
    """Put the id first under which an earlier import added just this proposal."""
    if len(ids) < 2:
        return ids
    likely = (told_apart(proposal), proposal.id)
    return sorted(ids, key=lambda id_: likely.index(id_) if id_ in likely else len(likely))


def _number_key(proposal: "Proposal | _Slim", number: Identifier) -> int:
    """Return a hash for a number, which takes less room than what it is made of."""
    value = normal_number(number.value)
    return hash((proposal.year, proposal.body, number.scheme, value))
