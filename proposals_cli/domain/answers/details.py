"""One record with everything related to it, for ``show``."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from proposals_cli.domain.lookup import existing_record, find_record, find_referring
from proposals_cli.domain.model.decoding import decode_proposal, decode_record
from proposals_cli.domain.model.parts import Measure
from proposals_cli.domain.model.records import (
    Body,
    Fact,
    Note,
    Person,
    Proposal,
    Record,
    Source,
    Theme,
)
from proposals_cli.domain.model.references import named_ids
from proposals_cli.domain.model.vocabulary import RelationKind
from proposals_cli.domain.ports import ProposalIndex, Summary
from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.errors import NotFoundError

MAX_LISTED = 100
"""How many proposals the page of a person, body, theme or source lists."""


Find: TypeAlias = Callable[[str, str], Record | None]
"""(table, id) → the record, or None if there is none."""


class ProposalDetails(NamedTuple):
    """A proposal with facts, notes, and the proposals that name it."""

    find: Find
    proposal: Proposal
    measure: Measure | None
    """The one measure to show; None: the complete proposal."""
    referring: tuple[tuple[RelationKind, Summary], ...]
    """The proposals that have a relation to this one, oldest first."""
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]
    other_notes: tuple[tuple[str, int], ...]
    """(source, number of its notes on passages that the proposal does not cite)."""


class PersonDetails(NamedTuple):
    """A person or organisation with facts, own proposals, and those that address or ask it."""

    find: Find
    person: Person
    proposals: tuple[Summary, ...]
    proposal_count: int
    addressed: tuple[Summary, ...]
    addressed_count: int
    facts: tuple[Fact, ...]
    asked: tuple[Summary, ...] = ()
    asked_count: int = 0


class BodyDetails(NamedTuple):
    """A body with its parts, facts, the proposals put to it, and those that address or ask it."""

    find: Find
    body: Body
    parts: tuple[Body, ...]
    proposals: tuple[Summary, ...]
    proposal_count: int
    addressed: tuple[Summary, ...]
    addressed_count: int
    facts: tuple[Fact, ...]
    asked: tuple[Summary, ...] = ()
    asked_count: int = 0


class ThemeDetails(NamedTuple):
    """A theme with its proposals."""

    find: Find
    theme: Theme
    proposals: tuple[Summary, ...]
    proposal_count: int


class SourceDetails(NamedTuple):
    """A source, the notes on its wording, and the proposals that cite it."""

    find: Find
    source: Source
    notes: tuple[Note, ...]
    proposals: tuple[Summary, ...]
    proposal_count: int


class FactDetails(NamedTuple):
    """A fact."""

    find: Find
    fact: Fact


class NoteDetails(NamedTuple):
    """A note on a source."""

    find: Find
    note: Note


Details = (
    ProposalDetails
    | PersonDetails
    | BodyDetails
    | ThemeDetails
    | SourceDetails
    | FactDetails
    | NoteDetails
)


def passages(locator: str | None) -> set[int]:
    """Return the paragraph numbers that a locator names.

    >>> sorted(passages("paras 2 and 5")), sorted(passages("para 2 to para 5"))
    ([2, 5], [2, 3, 4, 5])
    """
    found: set[int] = set()
    if locator and re.search(r"\bparas?\b|段", locator):
        for first, last in re.findall(
            r"(\d{1,4})(?:\s*(?:to|-|–|至)\s*(?:para\s*)?(\d{1,4}))?",
            locator,
        ):
            low, high = int(first), int(last or first)
            found.update(range(low, min(high, low + 1_000) + 1))
    return found


def bears_on(note: Note, cited: Sequence[str | None]) -> bool:
    """Return whether a note is about what is cited of its source.

    Args:
        note: on a paragraph or another place, such as the headline, or on all of the source.
        cited: the locators of the citations. One that is None counts only if all are: then the
            source is cited as a whole.
    """
    places = [locator for locator in cited if locator]
    if not places or not note.locator:
        return bool(cited)
    noted = passages(note.locator)
    if not noted:
        return any(note.locator.casefold() in place.casefold() for place in places)
    return any(noted & passages(place) for place in places)


def no_measure(id_: str, measure: str, ids: Sequence[str]) -> NotFoundError:
    """Return the error for a measure that a proposal does not have."""
    hint = f"It has {ids[0]} to {ids[-1]}." if ids else "It has no measures."
    return NotFoundError(f"There is no measure '{measure}' in {id_}.", hint)


def details_of(table: str, id_: str, measure: str | None, index: ProposalIndex) -> Details:
    """Return one record, or one measure of a proposal, with everything related to it.

    Raises:
        NotFoundError: the record or the measure does not exist.
    """
    return Finder(index).details(existing_record(index, table, id_), measure)


class Finder:
    """Look up the records that one refers to, and those that refer to it."""

    def __init__(self, index: ProposalIndex, find: Find | None = None) -> None:
        self.index = index
        self.find = find or self._find
        self._known: dict[tuple[str, str], Record | None] | None = None if find else {}

    def _find(self, table: str, id_: str) -> Record | None:
        assert self._known is not None
        if (table, id_) not in self._known:
            self._known[table, id_] = find_record(self.index, table, id_)
        return self._known[table, id_]

    def _read_ahead(self, *records: Record) -> None:
        """Read all that records refer to at once; a server is far away."""
        if self._known is None:
            return
        named = (one for record in records for one in named_ids(record))
        keys = {(table, one.id): None for one in named for table in one.tables}
        found = self.index.several(keys)
        self._known |= keys | {key: decode_record(key[0], raw) for key, raw in found.items()}

    def details(self, record: Record, measure: str | None) -> Details:
        """Return a record, or one measure of a proposal, with everything related to it."""
        match record:
            case Proposal():
                return self.proposal(record, measure)
            case Person(id=id_):
                return PersonDetails(
                    self.find,
                    record,
                    *self.listed("person", id_),
                    *self.listed("addressee", id_),
                    tuple(find_referring(self.index, Fact, "person", id_)),
                    *self.listed("actor", *self.index.values_called("actor", id_)),
                )
            case Body(id=id_):
                return BodyDetails(
                    self.find,
                    record,
                    tuple(find_referring(self.index, Body, "part_of", id_)),
                    *self.listed("body", id_),
                    *self.listed("addressee", id_),
                    tuple(find_referring(self.index, Fact, "person", id_)),
                    *self.listed("actor", *self.index.values_called("actor", id_)),
                )
            case Theme(id=id_):
                return ThemeDetails(self.find, record, *self.listed("theme", id_))
            case Source(id=id_):
                notes = tuple(find_referring(self.index, Note, "source", id_))
                return SourceDetails(self.find, record, notes, *self.listed("source", id_))
            case Fact():
                return FactDetails(self.find, record)
            case Note():
                return NoteDetails(self.find, record)

    def proposal(self, proposal: Proposal, measure: str | None) -> ProposalDetails:
        """Return a proposal, or one of its measures, with everything related to it."""
        chosen = next((m for m in proposal.measures if m.id == measure), None)
        if measure is not None and chosen is None:
            raise no_measure(proposal.id, measure, [m.id for m in proposal.measures])
        notes, other_notes = self.notes(proposal)
        facts = tuple(find_referring(self.index, Fact, "proposals", proposal.id))
        self._read_ahead(proposal, *facts, *notes)
        return ProposalDetails(
            self.find,
            proposal,
            chosen,
            referring=tuple(self.referring(proposal.id)),
            facts=facts,
            notes=notes,
            other_notes=other_notes,
        )

    def referring(self, id_: str) -> Iterator[tuple[RelationKind, Summary]]:
        """Yield the proposals with a relation to one, oldest first, once for each relation."""
        query = Query(FacetIs("links", (id_,)), limit=MAX_LISTED)
        for summary, raw in reversed(list(self.index.find_records(query))):
            for relation in decode_proposal(raw).relations:
                if relation.to == id_:
                    yield relation.kind, summary

    def notes(self, proposal: Proposal) -> tuple[tuple[Note, ...], tuple[tuple[str, int], ...]]:
        """Return the notes on passages a proposal cites, and how many others its sources have."""
        near: list[Note] = []
        others = []
        sources = proposal.all_sources()
        found = list(find_referring(self.index, Note, "source", *sources)) if sources else []
        for source in sources:
            of_source = [note for note in found if note.source == source]
            cited = [c.locator for c in proposal.citations() if c.source == source]
            bearing = [note for note in of_source if bears_on(note, cited)]
            near += bearing
            if len(of_source) > len(bearing):
                others.append((source, len(of_source) - len(bearing)))
        return tuple(near), tuple(others)

    def listed(self, facet: str, *values: str) -> tuple[tuple[Summary, ...], int]:
        """Return the newest proposals with one of the values, and the number of all."""
        where = FacetIs(facet, values)
        newest = tuple(self.index.find(Query(where, limit=MAX_LISTED)))
        count = self.index.totals(Query(where)).proposals if newest else 0
        return newest, count
