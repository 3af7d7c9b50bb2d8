"""What the proposals of a base, and those of an import, are recognised by."""

from collections.abc import Iterable, Iterator

import msgspec

from proposals_cli.domain.matching.identity import (
    OWN_ID,
    conflicts,
    identity_key,
    kinds_of_names,
)
from proposals_cli.domain.matching.titles import Titles, note_under, noted_under
from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import InYears, Not, Query
from proposals_cli.domain.text.normalise import normalise_number, normalise_title


class Identities:
    """Ids by number, title and former id. Memory holds hashes of texts, not the texts."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        """Id → identity key."""
        self._numbers: dict[int, str | list[str]] = {}
        self._titles = Titles()
        self._unnumbered: dict[int, str | list[str]] = {}
        """Title → proposals with neither a number nor an id given by a file."""
        self._kinds_of_names: set[frozenset[str]] = set()
        self._former_ids: dict[str, str] = {}

    def add(self, proposal: "Proposal | StoredProposal", given_id: str | None) -> None:
        """Add a proposal of the base or of the import, with the id given by the file, if any."""
        block = (proposal.stated_year or 0, proposal.body)
        titles = titles_of(proposal)
        for number in proposal.identifiers:
            note_under(self._numbers, _number_key(proposal, number), proposal.id)
        for title in titles:
            # a file distinguishes its own proposals: theirs are found by equal titles only
            self._titles.add(block, proposal.id, title, named=isinstance(proposal, Proposal))
        for former in proposal.former_ids:
            self._former_ids[former] = proposal.id
        self._keys[proposal.id] = key = identity_key(proposal, proposal.date, given_id)
        if names := kinds_of_names(key):
            self._kinds_of_names.add(names)
            return
        for title in titles:
            note_under(self._unnumbered, hash((block, title)), proposal.id)

    def add_given_id(self, id_: str, given_id: str) -> None:
        """Add the id that the file gives to a proposal which is known already."""
        if id_ in self._keys:
            names = (self._keys[id_], f"{OWN_ID}\t{given_id}")
            self._keys[id_] = "\n".join(filter(None, names))

    def renamed(self, former_id: str) -> str | None:
        """Return the id of the proposal that once had this one."""
        return self._former_ids.get(former_id)

    def conflicts(self, id_: str, key: str, *, dates: bool = True) -> bool:
        """Return whether a proposal cannot be the one that an identity key describes."""
        return conflicts(key, self._keys.get(id_, ""), dates=dates)

    def with_number_of(self, proposal: Proposal) -> Iterator[str]:
        """Yield the ids of proposals that have one of a proposal's numbers."""
        for number in proposal.identifiers:
            yield from noted_under(self._numbers, _number_key(proposal, number))

    def with_title(self, block: tuple[int, str], title: str, key: str) -> Iterable[str]:
        """Return the ids of proposals with a title, except those already ruled out by number.

        Where everything has a number of one scheme, thousands may have one title ("Petition"):
        one with another number is another proposal, and one with the same has been found by it.
        """
        names = kinds_of_names(key)
        if names and all(names & other for other in self._kinds_of_names):
            return noted_under(self._unnumbered, hash((block, title)))
        return self._titles.same(block, title)

    def with_similar_title(self, block: tuple[int, str], title: str) -> Iterator[tuple[str, int]]:
        """Yield (id, per cent alike) for proposals of the base with nearly this title."""
        return self._titles.near(block, title)


def stored_in_year(index: ProposalIndex, year: int) -> "Iterator[StoredProposal]":
    """Yield the proposals that a base has in a year; year 0 stands for none."""
    dated = InYears(((year or 1, year or 9999),))
    for _, content in index.find_records(Query(dated if year else Not(dated))):
        yield _DECODER.decode(content)


def titles_of(proposal: "Proposal | StoredProposal") -> tuple[str, ...]:
    """Return the titles of a proposal as titles are compared."""
    found = (normalise_title(one.text) for one in proposal.titles if one.basis != "subject")
    return tuple(dict.fromkeys(found))


class _StoredTitle(msgspec.Struct):
    text: str
    basis: str | None = None


class StoredProposal(msgspec.Struct):
    """The part of a stored proposal that is compared."""

    id: str
    body: str
    kind: str
    year: int | None = None
    date: str | None = None
    titles: tuple[_StoredTitle, ...] = ()
    kind_terms: tuple[str, ...] = ()
    term: int | str | None = None
    session: int | str | None = None
    identifiers: tuple[Identifier, ...] = ()
    former_ids: tuple[str, ...] = ()

    @property
    def stated_year(self) -> int | None:
        """The year, as that of a ``Proposal``."""
        return self.year or (int(self.date[:4]) if self.date else None)


_DECODER = msgspec.json.Decoder(StoredProposal)


def _number_key(proposal: "Proposal | StoredProposal", number: Identifier) -> int:
    value = normalise_number(number.value)
    return hash((proposal.stated_year, proposal.body, number.scheme, value))
