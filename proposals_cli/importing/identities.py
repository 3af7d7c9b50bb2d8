"""What the proposals of a base, and those of an import, are recognised by.

Memory holds hashes of texts, not the texts. Under no key are more than ``MAX_EQUAL`` proposals
remembered, so that the time is the same for every row, however often something repeats; a further
one is still found by everything that it says of itself at once (``exact``).
"""

from collections.abc import Sequence

import msgspec

from proposals_cli.domain.model.parts import Identifier, Sponsor
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.normalise import normalise_number, normalise_title

MAX_EQUAL = 8

short = ((1 << 60) - 1).__and__
"""Returns as much of a hash as Python keeps in 32 bytes; the next longer number takes 48."""


class StoredTitle(msgspec.Struct):
    """A title of a stored proposal."""

    text: str
    lang: str = "und"
    basis: str | None = None


class StoredSponsor(msgspec.Struct):
    """A sponsor of a stored proposal."""

    who: str | None = None
    as_named: str | None = None
    role: str | None = None


class StoredProposal(msgspec.Struct):
    """The part of a stored proposal that is compared."""

    id: str
    body: str
    kind: str
    year: int | None = None
    date: str | None = None
    titles: tuple[StoredTitle, ...] = ()
    kind_terms: tuple[str, ...] = ()
    term: int | str | None = None
    session: int | str | None = None
    sponsors: tuple[StoredSponsor, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    former_ids: tuple[str, ...] = ()

    @property
    def stated_year(self) -> int | None:
        """The year, as that of a ``Proposal``."""
        return self.year or (int(self.date[:4]) if self.date else None)


Compared = Proposal | StoredProposal
_DECODER = msgspec.json.Decoder(StoredProposal)


class Identities:
    """Ids by what names a proposal."""

    def __init__(self) -> None:
        self._keys: dict[int, str | list[str]] = {}
        self._former_ids: dict[str, str] = {}

    def read(self, index: ProposalIndex) -> set[int]:
        """Add all proposals of a base, and return the hashes of their ids."""
        ids = set()
        for _, content in index.find_records(Query()):
            proposal = _DECODER.decode(content)
            ids.add(hash(proposal.id))
            self.add(proposal)
        return ids

    def add(self, proposal: Compared) -> None:
        """Add a proposal of the base or of the import."""
        titles = titles_of(proposal)
        self._note(exact_key(proposal, titles), proposal.id)
        for number in proposal.identifiers:
            named = own_key(proposal, number)
            self._note(named, proposal.id)
            for key in number_keys(proposal, named):
                self._note(key, proposal.id)
        for title in titles:
            for key in {hash(("title", proposal.body, title)), title_key(proposal, title)}:
                self._note(key, proposal.id)
        for former in proposal.former_ids:
            self._former_ids[former] = proposal.id

    def renamed(self, former_id: str) -> str | None:
        """Return the id of the proposal that once had this one."""
        return self._former_ids.get(former_id)

    def under(self, key: int) -> Sequence[str]:
        """Return the ids of the first proposals with a key."""
        found = self._keys.get(short(key), ())
        return (found,) if isinstance(found, str) else found

    def _note(self, key: int, id_: str) -> None:
        key = short(key)
        noted = self._keys.setdefault(key, id_)
        if isinstance(noted, list):
            if len(noted) < MAX_EQUAL and id_ not in noted:
                noted.append(id_)
        elif noted != id_:
            self._keys[key] = [noted, id_]


def titles_of(proposal: Compared) -> tuple[str, ...]:
    """Return the titles of a proposal as titles are compared."""
    if len(proposal.titles) == 1:  # nearly all
        one = proposal.titles[0]
        return () if one.basis == "subject" else (normalise_title(one.text),)
    found = (normalise_title(one.text) for one in proposal.titles if one.basis != "subject")
    return tuple(dict.fromkeys(found))


def authors_of(proposal: Compared) -> frozenset[str]:
    """Return the authors of a proposal: ids, or names where there is no record."""
    sponsors: tuple[Sponsor | StoredSponsor, ...] = proposal.sponsors
    return frozenset(
        one.who or one.as_named or "" for one in sponsors if one.role in (None, "author", "lead")
    )


def exact_key(proposal: Compared, titles: tuple[str, ...]) -> int:
    """Return the hash of all by which proposals with one title differ."""
    numbers = frozenset((one.scheme, normalise_number(one.value)) for one in proposal.identifiers)
    return hash(
        (
            "exact",
            proposal.body,
            titles,
            proposal.date or proposal.stated_year,
            proposal.term,
            proposal.session,
            str(proposal.kind),
            proposal.kind_terms,
            numbers,
            authors_of(proposal),
        )
    )


def own_key(proposal: Compared, number: Identifier) -> int:
    """Return the hash of a number with its body, in any session and year."""
    return hash(("number", proposal.body, number.scheme, normalise_number(number.value)))


def number_keys(proposal: Compared, named: int) -> list[int]:
    """Return the hashes under which a proposal with a number is looked for.

    They are the number (``named`` is its ``own_key``) in its session, and in its year, where no
    session is known; in any, if the proposal states neither.
    """
    keys = []
    if proposal.session is not None:
        keys.append(hash((named, proposal.term, proposal.session)))
    if proposal.term is not None:
        keys.append(hash((named, proposal.term, None)))
    if (year := proposal.stated_year) is not None:
        keys.append(hash((named, year)))
    return keys or [named]


def title_key(proposal: Compared, title: str) -> int:
    """Return the hash of a title with its body: in its year, or in any if it states none."""
    named = hash(("title", proposal.body, title))
    year = proposal.stated_year
    return named if year is None else hash((named, year))
