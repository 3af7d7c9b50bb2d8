"""The program without its user interface: find, show, count and check."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import Hit, Progress, ProposalIndex, Summary, no_progress
from proposals_cli.domain.query.query import Query, narrow
from proposals_cli.errors import NotFoundError

# A list does not need the record classes, which take time to import: methods that decode records
# import them.
if TYPE_CHECKING:
    from proposals_cli.domain.answers.counts import Counts
    from proposals_cli.domain.answers.details import Details
    from proposals_cli.domain.answers.measures import MeasureRow
    from proposals_cli.domain.answers.related import Related
    from proposals_cli.domain.answers.replies import ReplyRow
    from proposals_cli.domain.answers.stats import Stats
    from proposals_cli.domain.checking.rules import Finding
    from proposals_cli.domain.model.parts import Change
    from proposals_cli.domain.model.records import Body, Person, Proposal, Record, Source, Theme
    from proposals_cli.domain.text.languages import Languages

V_co = TypeVar("V_co", bound="Person | Body | Theme | Source", covariant=True)


class ProposalRow(NamedTuple):
    """A proposal in a list; ``raw`` is the complete record if a column needs it."""

    summary: Summary
    raw: bytes | None = None

    @property
    def record(self) -> "Proposal":
        """The complete record."""
        from proposals_cli.domain.model.decoding import decode_proposal

        assert self.raw is not None
        return decode_proposal(self.raw)


class VocabularyRow(NamedTuple, Generic[V_co]):
    """A person, body, theme or source, and how many proposals it has."""

    record: V_co
    proposals: int


class KnowledgeBase:
    """Answer questions about the proposals of one base."""

    def __init__(self, index: ProposalIndex) -> None:
        self.index = index

    # -- asking ------------------------------------------------------------------------------

    def query(
        self,
        terms: Sequence[str] = (),
        filters: Mapping[str, Sequence[str]] | None = None,
        *,
        sort: str | None = None,
        limit: int | None = None,
        free: bool = False,
        languages: "Languages | None" = None,
    ) -> Query:
        """Return the query of what was typed.

        Args:
            terms: arguments of the command line, in the language of ``domain/query/parser.py``.
            filters: facet, ``year`` or ``date`` → values; one value of each facet must apply.
                ``since`` and ``until`` → a date.
            sort: such as ``-date,id``.
            limit: how many at most.
            free: read terms as a search: no word is an id, an unknown field is text, and unknown
                values match nothing, each with a hint; the filters raise errors all the same.
            languages: the reader's, whose titles are sorted by.

        Raises:
            InvalidQueryError: an unknown field, value, year, date or sort key, or a text that means
                nothing.
            NotFoundError, AmbiguousIdError: a word looks like an id, and is none, or several.
        """
        if not (terms or sort or any(values for values in (filters or {}).values())):
            return Query(limit=limit)
        # Loaded only now: a plain `prop list` does not need them.
        from proposals_cli.domain.query.parser import parse_terms
        from proposals_cli.domain.query.values import parse_filters, parse_sort
        from proposals_cli.domain.resolving.values import with_known_values
        from proposals_cli.domain.suggestions import date_hints, exclusion_hints

        query = parse_terms(terms, lenient=free)
        hints = list(query.hints)
        where = with_known_values(query.where, self.index, hints if free else None)
        chosen = [with_known_values(node, self.index) for node in parse_filters(filters or {})]
        whole = narrow(Query(where), *chosen).where
        return Query(
            whole,
            sort=parse_sort(sort) if sort else (),
            limit=limit,
            hints=(*hints, *exclusion_hints(whole, self.index), *date_hints(whole, self.index)),
            languages=languages.tags if languages else (),
        )

    def find(self, query: Query, *, with_records: bool = False) -> Iterator[ProposalRow]:
        """Yield the proposals of a query."""
        if with_records:
            return (ProposalRow(summary, raw) for summary, raw in self.index.find_records(query))
        return (ProposalRow(summary) for summary in self.index.find(query))

    def measures(self, query: Query) -> "Iterator[MeasureRow]":
        """Yield the measures of a query's proposals, as many as its limit asks for.

        Conditions on single measures (area, horizon, actor, beneficiary) select among them.
        """
        from proposals_cli.domain.answers.measures import measures_of

        return islice(measures_of(query, self.index), query.limit)

    def replies(self, query: Query) -> "Iterator[ReplyRow]":
        """Yield when a query's proposals were answered, for those that ask for an answer."""
        from proposals_cli.domain.answers.replies import replies_of

        return replies_of(query, self.index)

    def search(self, query: Query) -> Iterator[Hit]:
        """Yield the proposals of a query, best match first.

        A single word that is the id or the number of a proposal finds that proposal first.
        """
        from proposals_cli.domain.answers.search import proposals_found

        return proposals_found(query, self.index)

    def search_everything(self, query: Query) -> Iterator[Hit]:
        """Yield the records of every table that match a query.

        First those that the query names by an id or by a whole name, then proposals, then the
        others, which have at least a quarter of the places if the query has a limit.
        """
        from proposals_cli.domain.answers.search import records_found

        return records_found(query, self.index)

    def related(self, text: str, limit: int) -> "list[Related]":
        """Return the proposals most similar to the one that ``text`` means, with the reasons.

        Raises:
            NotFoundError, AmbiguousIdError: as ``locate``; also if it is not a proposal.
        """
        from proposals_cli.domain.answers.related import related_to

        table, id_, _ = self.locate(text)
        if table != "proposals":
            raise NotFoundError(f"'{id_}' is in {table}; only proposals have related proposals.")
        return related_to(id_, self.index, limit)

    def names(self, facets: Iterable[str], languages: "Languages") -> dict[str, dict[str, str]]:
        """Return facet → value → name for a reader, for the values that have a name."""
        return {
            facet: {
                value.value: languages.text(value.names)
                for value in self.index.facet_values(facet)
                if value.names
            }
            for facet in facets
        }

    def summaries(self, found: Iterable[tuple[str, str]]) -> Iterator[Summary]:
        """Yield the summaries of those (table, id) that are proposals."""
        for table, id_ in found:
            if table == "proposals":
                yield from self.index.find_ids((id_,))

    # -- counting ----------------------------------------------------------------------------

    def stats(self, query: Query) -> "Stats":
        """Return the counts of the summary page."""
        from proposals_cli.domain.answers.stats import stats_of

        return stats_of(query, self.index)

    def counts(self, query: Query, fields: Sequence[str]) -> "Counts":
        """Count a query's proposals by one to three fields.

        A field is a facet, ``year``, or ``extra.`` and the name of a field that records have there.

        Raises:
            InvalidQueryError: an unknown field, one twice, or more than three.
        """
        from proposals_cli.domain.answers.counts import proposals_by

        return proposals_by(fields, query, self.index)

    def measure_counts(self, query: Query, fields: Sequence[str]) -> "Counts":
        """Count the measures of a query, each as its own: as ``counts``."""
        from proposals_cli.domain.answers.counts import measures_by

        return measures_by(fields, query, self.index)

    # -- showing -----------------------------------------------------------------------------

    def vocabulary(self, kind: type[V_co]) -> Iterator[VocabularyRow[V_co]]:
        """Yield the people, bodies, themes or sources with their counts of proposals, by id."""
        from proposals_cli.domain.model.decoding import decode_record, table_for

        table = table_for(kind)
        counts = {v.value: v.proposals for v in self.index.facet_values(KIND_OF[table])}
        for raw in self.index.records(table):
            record = decode_record(table, raw)
            assert isinstance(record, kind)
            yield VocabularyRow(record, counts.get(record.id, 0))

    def locate(self, text: str) -> tuple[str, str, str | None]:
        """Find the one record that ``text`` means; see ``locate`` of ``domain/resolving/``.

        Returns:
            Table, id, and the measure's id or None.

        Raises:
            NotFoundError: there is none; the error suggests similar ids.
            AmbiguousIdError: several fit; the error lists them.
        """
        from proposals_cli.domain.resolving.records import locate

        return locate(text, self.index)

    def stored(self, text: str) -> dict[str, Any]:
        """Return the record that ``text`` means as it is stored; a measure with its proposal's id.

        Raises:
            NotFoundError, AmbiguousIdError: as ``locate``.
        """
        table, id_, measure = self.locate(text)
        record: dict[str, Any] = json.loads(self.record(table, id_))
        if measure is None:
            return record
        measures = record.get("measures", [])
        chosen = next((m for m in measures if m["id"] == measure), None)
        if chosen is None:
            from proposals_cli.domain.answers.details import no_measure

            raise no_measure(id_, measure, [m["id"] for m in measures])
        return {"proposal": id_, **chosen}

    def history(self, text: str) -> "list[Change]":
        """Return the history of the record that ``text`` means, newest first.

        Raises:
            NotFoundError, AmbiguousIdError: as ``locate``.
        """
        from proposals_cli.domain.lookup import existing_record

        table, id_, _ = self.locate(text)
        return list(reversed(existing_record(self.index, table, id_).history))

    def record(self, table: str, id_: str) -> bytes:
        """Return one record as JSON.

        Raises:
            NotFoundError: there is none.
        """
        raw = self.index.record(table, id_)
        if raw is None:
            raise NotFoundError(f"There is no '{id_}' in {table}.")
        return raw

    def details(self, text: str) -> "Details":
        """Return the record that ``text`` means with everything related to it.

        Raises:
            NotFoundError, AmbiguousIdError: as ``locate``.
        """
        from proposals_cli.domain.answers.details import details_of

        return details_of(*self.locate(text), self.index)

    # -- checking ----------------------------------------------------------------------------

    def check(
        self, rules: Sequence[str] = (), progress: Progress = no_progress
    ) -> "Iterator[Finding]":
        """Yield the findings of the named rules, or of all, table by table.

        Raises:
            InvalidQueryError: an unknown rule.
        """
        from proposals_cli.domain.checking.checker import findings

        return findings(self.index, rules, progress)

    def fixes(
        self, rules: Sequence[str], why: str | None, progress: Progress = no_progress
    ) -> "Iterator[tuple[Record, Record]]":
        """Yield the records that can be fixed safely: as they are, and as they would be.

        Args:
            rules: names of the rules whose findings are fixed; none: all fixable ones.
            why: the reason for the history of each record.
            progress: called with the number of proposals read, and of all.

        Raises:
            InvalidQueryError: an unknown rule.
        """
        from proposals_cli.domain.checking.checker import fixes

        return fixes(self.index, rules, why, progress)
