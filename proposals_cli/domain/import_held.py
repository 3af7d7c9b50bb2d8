"""What a base holds that rows may repeat, read year by year as rows ask for it."""

from dataclasses import dataclass
from typing import cast

import msgspec

from proposals_cli.domain.decoding import decode_proposal
from proposals_cli.domain.near_titles import Titles, normal_number, normal_title
from proposals_cli.domain.packed import PackedRecords
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query import InYears, Query
from proposals_cli.domain.records import Identifier, Proposal


@dataclass(frozen=True, slots=True)
class Match:
    """The proposal that a row repeats, and how that was found."""

    id: str
    by: str
    """``id``, ``number`` or ``title``."""
    percent: int = 100


class _Slim(msgspec.Struct):
    """As much of a stored proposal as comparing takes."""

    id: str
    year: int
    body: str
    kind: str
    title: "_SlimTitle"
    identifiers: tuple[Identifier, ...] = ()
    former_ids: tuple[str, ...] = ()


class _SlimTitle(msgspec.Struct):
    en: str | None = None
    zh: str | None = None


class Held:
    """The proposals of a base, and those the import adds to it."""

    def __init__(self, index: ProposalIndex, added: PackedRecords) -> None:
        self._index = index
        self._titles = Titles()
        self._numbers: dict[int, str] = {}
        self._former: dict[str, str] = {}
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

    def is_new(self, id_: str) -> bool:
        """Tell whether the import itself brought this proposal, or has changed it."""
        return ("proposals", id_) in self._added

    def add(self, proposal: Proposal, *, named: bool) -> None:
        """Keep a proposal that the import adds or changes."""
        key = ("proposals", proposal.id)
        known = key in self._added
        self._added[key] = proposal
        if not known:
            self._note(proposal, named=named)

    def find(self, proposal: Proposal, *, named: bool) -> Match | None:
        """Return the proposal that this one repeats, by id, by number or by title.

        Args:
            proposal: the new one.
            named: its id is its own; a proposed one counts only together with the title.
        """
        self._load(proposal.year)
        if named:
            if self.proposal(proposal.id) is not None:
                return Match(proposal.id, "id")
            if proposal.id in self._former:
                return Match(self._former[proposal.id], "id")
        for number in proposal.identifiers:
            id_ = self._numbers.get(_number_key(proposal, number))
            if id_ and not self._named_apart(proposal, id_, named):
                return Match(id_, "number")
        block, numbers = (proposal.year, proposal.body), proposal.identifiers
        for title in (proposal.title.zh, proposal.title.en):
            if title:
                found = self._titles.find(block, normal_title(title), numbers, named=named)
                if found:
                    return Match(found[0], "title", found[1])
        return None

    def _named_apart(self, proposal: Proposal, id_: str, named: bool) -> bool:
        """Tell whether the file gave these two an id each."""
        return named and self.is_new(id_) and id_ != proposal.id

    def _load(self, year: int) -> None:
        """Read what the base holds of a year."""
        if year in self._years:
            return
        self._years.add(year)
        for _, raw in self._index.find_whole(Query(InYears(((year, year),)))):
            self._note(self._decoder.decode(raw), named=False)

    def _note(self, proposal: "Proposal | _Slim", *, named: bool) -> None:
        block = (proposal.year, proposal.body)
        numbers = proposal.identifiers
        for number in numbers:
            self._numbers.setdefault(_number_key(proposal, number), proposal.id)
        for title in (proposal.title.zh, proposal.title.en):
            if title:
                self._titles.add(block, proposal.id, normal_title(title), numbers, named=named)
        for former in proposal.former_ids:
            self._former[former] = proposal.id


def _number_key(proposal: "Proposal | _Slim", number: Identifier) -> int:
    """Return a hash for a number, which takes less room than what it is made of."""
    words = (proposal.year, proposal.body, str(proposal.kind), normal_number(number.value))
    return hash(words)
