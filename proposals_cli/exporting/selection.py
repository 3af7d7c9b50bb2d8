"""The records of an export: the proposals of a query and everything that they refer to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from proposals_cli.domain.lookup import find_record, find_referring
from proposals_cli.domain.model.decoding import decode_proposal, decode_record, table_of
from proposals_cli.domain.model.fields import AGENTS
from proposals_cli.domain.model.parts import Text
from proposals_cli.domain.model.records import (
    TABLES,
    BaseInfo,
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
from proposals_cli.domain.model.vocabulary import FactKind
from proposals_cli.domain.ports import Progress, ProposalIndex, no_progress
from proposals_cli.domain.query.query import And, Query
from proposals_cli.domain.text.languages import Languages

CACHE_SIZE = 20_000
"""How many decoded people, themes and sources are kept in memory."""

PROGRESS_EVERY = 200
"""Proposals between two reports of progress."""


ENGLISH = Languages()


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The user's choices; each format reads those that concern it.

    ``languages``: those that the reader wants. ``bom``: start CSV with a byte order mark, by which
    Excel recognises UTF-8. ``csl_type``: the type of every reference, instead of the one that
    follows from the kind.
    """

    languages: Languages = ENGLISH
    bom: bool = True
    csl_type: str | None = None


class Selection:
    """The proposals of a query, and the records of other tables that belong to them.

    Without conditions these are all records of the base. Otherwise they are the people, bodies,
    themes and sources that the proposals refer to; the facts that name the proposals, and those on
    their people and years that name no proposal; the notes on the sources; and the bodies and
    sources that all of these refer to. They are collected while the proposals are read; if they
    are needed earlier, the proposals are read twice.
    """

    def __init__(
        self, index: ProposalIndex, query: Query | None = None, progress: Progress = no_progress
    ) -> None:
        self.query = query or Query()
        self.is_whole_base = self.query.where == And() and self.query.limit is None
        self.index = index
        self._progress = progress
        self._ids: dict[str, set[str]] = {table: set() for table in TABLES}
        self._years: set[int] = set()
        self._is_read = self._is_complete = False
        self.find = lru_cache(maxsize=CACHE_SIZE)(partial(find_record, index))
        """(table, id) → the record, or None if there is none."""

    # -- the records -------------------------------------------------------------------------

    def base(self) -> BaseInfo:
        """Return what the base says of itself."""
        return self.index.base()

    def languages(self) -> list[str]:
        """Return the languages of the titles of the proposals, the most frequent first."""
        rows = self.index.tally(self.query, ("language",))
        return [str(tag) for tag, _ in sorted(rows, key=lambda row: (-int(row[-1]), row[0]))]

    def count(self) -> int:
        """Return how many proposals there are."""
        return self.index.count(self.query)

    def proposals(self, *, by_id: bool = False) -> Iterator[Proposal]:
        """Yield the proposals in the order of the query, or by id."""
        total = self.count()
        for done, proposal in enumerate(self._read(by_id=by_id)):
            if done % PROGRESS_EVERY == 0:
                self._progress("Exporting", done, total)
            yield proposal
        self._progress("Exporting", total, total)

    def records(self, table: str) -> Iterator[Record]:
        """Yield the records of a table by id."""
        if table == "proposals":
            yield from self.proposals(by_id=True)
        elif self.is_whole_base:
            for raw in self.index.records(table):
                yield decode_record(table, raw)
        else:
            self._complete()
            for id_ in sorted(self._ids[table]):
                if (found := find_record(self.index, table, id_)) is not None:
                    yield found

    def facts_on(self, proposal: str) -> tuple[Fact, ...]:
        """Return the facts that name a proposal."""
        return tuple(find_referring(self.index, Fact, "proposals", proposal))

    def counts(self) -> Iterator[Fact]:
        """Return the facts that count proposals."""
        return find_referring(self.index, Fact, "kind", FactKind.COUNT)

    # -- one record at a time ----------------------------------------------------------------

    def person(self, id_: str) -> Person | None:
        """Return a person, or None if there is none."""
        found = self.find("people", id_)
        return found if isinstance(found, Person) else None

    def body(self, id_: str) -> Body | None:
        """Return a body, or None if there is none."""
        found = self.find("bodies", id_)
        return found if isinstance(found, Body) else None

    def theme(self, id_: str) -> Theme | None:
        """Return a theme, or None if there is none."""
        found = self.find("themes", id_)
        return found if isinstance(found, Theme) else None

    def source(self, id_: str) -> Source | None:
        """Return a source, or None if there is none."""
        found = self.find("sources", id_)
        return found if isinstance(found, Source) else None

    def agent(self, id_: str) -> Person | Body | None:
        """Return the person, organisation or body with an id, or None if there is none."""
        return self.person(id_) or self.body(id_)

    def names(self, table: str, id_: str) -> Text:
        """Return the names of a person, body or theme; none if there is no such record."""
        found = self.agent(id_) if table in AGENTS else self.find(table, id_)
        return found.name if isinstance(found, Person | Body | Theme) else {}

    # -- collecting --------------------------------------------------------------------------

    def _read(self, *, by_id: bool) -> Iterator[Proposal]:
        for raw in self._raws(by_id=by_id):
            proposal = decode_proposal(raw)
            if not (self.is_whole_base or self._is_read):
                self._add_records_of(proposal)
            yield proposal
        self._is_read = True

    def _raws(self, *, by_id: bool) -> Iterator[bytes]:
        if not by_id:
            return (raw for _, raw in self.index.find_records(self.query))
        if self.query.limit is None:
            query = self.query._replace(sort=(("id", False),))
            return (raw for _, raw in self.index.find_records(query))
        # the limit applies in the order of the query
        ids = sorted(summary.id for summary in self.index.find(self.query))
        raws = (self.index.record("proposals", id_) for id_ in ids)
        return (raw for raw in raws if raw is not None)

    def _add_records_of(self, proposal: Proposal) -> None:
        if proposal.stated_year is not None:
            self._years.add(proposal.stated_year)
        self._follow(proposal)
        for fact in self.facts_on(proposal.id):
            self._add(fact)

    def _add(self, record: Record) -> None:
        self._ids[table_of(record)].add(record.id)
        self._follow(record)

    def _follow(self, record: Record) -> None:
        """Add the ids that a record refers to; other proposals are not drawn in."""
        for reference in named_ids(record):
            for table in reference.tables:
                if table != "proposals":
                    self._ids[table].add(reference.id)

    def _complete(self) -> None:
        """Follow the references of the proposals until nothing new is found."""
        if not self._is_read:
            for _ in self._read(by_id=False):
                pass
        if self._is_complete:
            return
        self._is_complete = True
        for field, values in (
            ("person", sorted(self._ids["people"])),
            ("year", [str(year) for year in sorted(self._years)]),
        ):
            for value in values:
                for fact in find_referring(self.index, Fact, field, value):
                    if self._belongs(fact):
                        self._add(fact)
        seen: set[tuple[str, str]] = set()
        following = ("bodies", "sources")
        while new := {(table, id_) for table in following for id_ in self._ids[table]} - seen:
            seen |= new
            for table, id_ in sorted(new):
                if table == "sources":
                    for note in find_referring(self.index, Note, "source", id_):
                        self._add(note)
                elif body := self.body(id_):
                    self._follow(body)

    def _belongs(self, fact: Fact) -> bool:
        """Return whether a fact names no proposal and is about these people and years."""
        return (
            not fact.proposals
            and (fact.person is None or fact.person in self._ids["people"])
            and (fact.year is None or fact.year in self._years)
        )
