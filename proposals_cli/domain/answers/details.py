"""One record with everything related to it, for ``show``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from proposals_cli.domain.lookup import existing_record, find_record, find_referring
from proposals_cli.domain.model.parts import Citation, Measure
from proposals_cli.domain.model.records import Fact, Note, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.ports import ProposalIndex, Summary
from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.errors import NotFoundError

MAX_LISTED = 100
"""How many proposals the page of a person, theme or source lists."""


@dataclass(frozen=True, slots=True)
class ProposalDetails:
    """A proposal, linked proposals, facts, notes, and sources in order of citation."""

    proposal: Proposal
    measure: Measure | None
    """The one measure to show; None: the complete proposal."""
    people: tuple[Person, ...]
    themes: tuple[Theme, ...]
    continues: tuple[Summary, ...]
    continued_by: tuple[Summary, ...]
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]
    other_notes: tuple[tuple[str, int], ...]
    """(source, number of its notes on passages that the proposal does not cite)."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """A person with facts and proposals."""

    person: Person
    proposals: tuple[Summary, ...]
    proposal_count: int
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ThemeDetails:
    """A theme with its proposals."""

    theme: Theme
    proposals: tuple[Summary, ...]
    proposal_count: int


@dataclass(frozen=True, slots=True)
class SourceDetails:
    """A source, the notes on its wording, and the proposals that cite it."""

    source: Source
    notes: tuple[Note, ...]
    proposals: tuple[Summary, ...]
    proposal_count: int
    sources: tuple[Source, ...]
    """The sources that the notes cite."""


@dataclass(frozen=True, slots=True)
class FactDetails:
    """A fact with its sources."""

    fact: Fact
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class NoteDetails:
    """A note with its sources."""

    note: Note
    sources: tuple[Source, ...]


Details = ProposalDetails | PersonDetails | ThemeDetails | SourceDetails | FactDetails | NoteDetails


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


def bears_on(note: Note, cited: set[int]) -> bool:
    """Return whether a note is about passages of its source that are cited.

    A note without a numbered paragraph (on a headline) is about everything, and so is a citation
    without one.
    """
    noted = passages(note.locator)
    return not noted or not cited or bool(noted & cited)


def no_measure(id_: str, measure: str, ids: Sequence[str]) -> NotFoundError:
    """Return the error for a measure that a proposal does not have."""
    hint = f"It has {ids[0]} to {ids[-1]}." if ids else "It has no measures."
    return NotFoundError(f"There is no measure '{measure}' in {id_}.", hint)


def details_of(table: str, id_: str, measure: str | None, index: ProposalIndex) -> Details:
    """Return one record, or one measure of a proposal, with everything related to it.

    Raises:
        NotFoundError: the record or the measure does not exist.
    """
    return _Finder(index).details(existing_record(index, table, id_), measure)


R = TypeVar("R", bound=Record)


class _Finder:
    """Look up the records that one refers to, and those that refer to it."""

    def __init__(self, index: ProposalIndex) -> None:
        self.index = index

    def details(self, record: Record, measure: str | None) -> Details:
        match record:
            case Proposal():
                return self.proposal(record, measure)
            case Person():
                facts = tuple(find_referring(self.index, Fact, "person", record.id))
                return PersonDetails(
                    record,
                    self.summaries("person", record.id),
                    self.count("person", record.id),
                    facts,
                    self.cited(c for fact in facts for c in fact.citations),
                )
            case Theme():
                return ThemeDetails(
                    record, self.summaries("theme", record.id), self.count("theme", record.id)
                )
            case Source():
                notes = tuple(find_referring(self.index, Note, "source", record.id))
                return SourceDetails(
                    record,
                    notes,
                    self.summaries("source", record.id),
                    self.count("source", record.id),
                    self.cited(c for note in notes for c in note.citations),
                )
            case Fact():
                return FactDetails(record, self.cited(record.citations))
            case Note():
                return NoteDetails(record, self.cited(record.citations))

    def proposal(self, proposal: Proposal, measure: str | None) -> ProposalDetails:
        chosen = next((m for m in proposal.measures if m.id == measure), None)
        if measure is not None and chosen is None:
            raise no_measure(proposal.id, measure, [m.id for m in proposal.measures])
        facts = tuple(find_referring(self.index, Fact, "proposals", proposal.id))
        notes, other_notes = self.notes(proposal)
        also_cited = [c.source for fact in facts for c in fact.citations]
        also_cited += [c.source for note in notes for c in note.citations]
        sources = dict.fromkeys([*proposal.all_sources(), *also_cited])
        return ProposalDetails(
            proposal=proposal,
            measure=chosen,
            people=self.records(Person, "people", proposal.people),
            themes=self.records(Theme, "themes", proposal.themes),
            continues=tuple(self.index.find_ids(proposal.continues)),
            continued_by=self.summaries("continues", proposal.id),
            facts=facts,
            notes=notes,
            other_notes=other_notes,
            sources=self.records(Source, "sources", sources),
        )

    def notes(self, proposal: Proposal) -> tuple[tuple[Note, ...], tuple[tuple[str, int], ...]]:
        """Return the notes on passages a proposal cites, and how many others its sources have."""
        near: list[Note] = []
        others = []
        for source in proposal.all_sources():
            of_source = list(find_referring(self.index, Note, "source", source))
            cited = [passages(c.locator) for c in proposal.citations() if c.source == source]
            touched = set[int]().union(*cited) if all(cited) else set[int]()
            bearing = [note for note in of_source if bears_on(note, touched)]
            near += bearing
            if len(of_source) > len(bearing):
                others.append((source, len(of_source) - len(bearing)))
        return tuple(near), tuple(others)

    def summaries(self, facet: str, value: str) -> tuple[Summary, ...]:
        return tuple(self.index.find(Query(FacetIs(facet, (value,)), limit=MAX_LISTED)))

    def count(self, facet: str, value: str) -> int:
        return self.index.totals(Query(FacetIs(facet, (value,)))).proposals

    def records(self, shape: type[R], table: str, ids: Iterable[str]) -> tuple[R, ...]:
        found = (find_record(self.index, table, id_) for id_ in ids)
        return tuple(record for record in found if isinstance(record, shape))

    def cited(self, citations: Iterable[Citation]) -> tuple[Source, ...]:
        ids = dict.fromkeys(citation.source for citation in citations)
        return self.records(Source, "sources", ids)
