"""The program without its user interface: find, show, count and check."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import Hit, Progress, ProposalIndex, Summary, no_progress
from proposals_cli.domain.query.facets import EXTRA, FACETS
from proposals_cli.domain.query.query import And, ContainsText, Node, Query, narrow
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.errors import AmbiguousIdError, InvalidQueryError, NotFoundError

# A list does not need the record classes, which take time to import: methods that decode records
# import them.
if TYPE_CHECKING:
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

MIN_ID_PREFIX = 6
"""A search does not take a shorter word for the beginning of an id."""

MAX_CANDIDATES = 20
"""How many ids the error about an ambiguous prefix lists."""


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
            free: read terms with an unknown field as text, and let unknown values match nothing,
                each with a hint; the filters raise errors all the same.
            languages: the reader's, whose titles are sorted by.

        Raises:
            InvalidQueryError: an unknown field, value, year, date or sort key.
        """
        if not (terms or sort or any(values for values in (filters or {}).values())):
            return Query(limit=limit)
        # Loaded only now: a plain `prop list` does not need them.
        from proposals_cli.domain.query.parser import (
            join_terms,
            parse_filters,
            parse_query,
            parse_sort,
        )
        from proposals_cli.domain.suggestions import date_hints, with_known_values

        query = parse_query(join_terms(terms), free_fields=free)
        hints = list(query.hints)
        where = with_known_values(query.where, self.index, hints if free else None)
        chosen = [with_known_values(node, self.index) for node in parse_filters(filters or {})]
        whole = narrow(Query(where), *chosen).where
        return Query(
            whole,
            sort=parse_sort(sort) if sort else (),
            limit=limit,
            hints=(*hints, *date_hints(whole, self.index)),
            languages=languages.tags if languages else (),
        )

    def find(self, query: Query, *, with_records: bool = False) -> Iterator[ProposalRow]:
        """Yield the proposals of a query."""
        if with_records:
            return (ProposalRow(summary, raw) for summary, raw in self.index.find_records(query))
        return (ProposalRow(summary) for summary in self.index.find(query))

    def measures(self, query: Query) -> "Iterator[MeasureRow]":
        """Yield the measures of a query's proposals, as many as its limit asks for.

        A condition on a single measure (area, horizon, actor, beneficiary) selects the measures as
        well. Of a proposal that was found by its text, the measures that contain it are meant, or
        all if none does: it may be in the title only.
        """
        from proposals_cli.domain.answers.measures import (
            measure_fits,
            measure_rows,
            measure_text,
            proposals_of,
        )

        def rows() -> "Iterator[MeasureRow]":
            for summary, raw in self.index.find_records(
                Query(proposals_of(query.where), query.sort)
            ):
                fitting = [r for r in measure_rows(summary, raw) if measure_fits(r, query.where)]
                texts = [measure_text(r) for r in fitting]
                found = self.index.matching(query, texts)
                yield from (fitting[position] for position in found) if found else fitting

        return islice(rows(), query.limit)

    def replies(self, query: Query) -> "Iterator[ReplyRow]":
        """Yield when a query's proposals were answered, for those that ask for an answer."""
        from proposals_cli.domain.answers.replies import replies_of

        return replies_of(query, self.index)

    def search(self, query: Query) -> Iterator[Hit]:
        """Yield the proposals of a query, best match first.

        A single word that is the id or the number of a proposal finds that proposal first.
        """
        named = self._named(query.where)
        ids = {hit.summary.id for hit in named}
        others = (hit for hit in self.index.search(query) if hit.summary.id not in ids)
        return islice(chain(named, others), query.limit)

    def _named(self, where: Node) -> list[Hit]:
        """Return the proposal that a query of one word identifies, if there is one."""
        match where:
            case And((ContainsText(text),)):
                pass
            case _:
                return []
        key = fold_key(text.partition("#")[0])
        found = self.index.ids_like(key, 2) if key else []
        if len(found) != 1 or found[0][0] != "proposals":
            return []
        id_ = found[0][1]
        if id_ != key and id_.startswith(key) and len(key) < MIN_ID_PREFIX:
            return []
        return [Hit(summary, 0.0, "id", summary.id) for summary in self.index.find_ids([id_])]

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

    def tally(self, query: Query, fields: Sequence[str]) -> list[tuple[str | int, ...]]:
        """Count a query's proposals by one or two fields: rows of values and a count.

        A field is a facet, ``year``, or ``extra.`` and the name of a field that records have there.

        Raises:
            InvalidQueryError: an unknown field, or more than two.
        """
        return self.index.tally(query, self._countable(fields))

    def row_totals(self, query: Query, fields: Sequence[str]) -> dict[str | int, int]:
        """Return value of the first field → proposals that have it, and one of the second field.

        Each is counted once, so that it is less than a sum of ``tally`` if they have several.

        Raises:
            InvalidQueryError: as ``tally``.
        """
        return self.index.row_totals(query, self._countable(fields))

    def _countable(self, fields: Sequence[str]) -> list[str]:
        from proposals_cli.domain.suggestions import did_you_mean, known_extra

        names = [*FACETS, "year"]
        fields = [
            known_extra(field, self.index)
            if field.lower().startswith(EXTRA)
            else field.lower().replace("_", "-")
            for field in fields
        ]
        for field in fields:
            if not field.startswith(EXTRA) and field not in names:
                raise InvalidQueryError(
                    f"Cannot count by '{field}'.",
                    did_you_mean(field, names) or f"Count by one of {', '.join(names)}.",
                )
        if len(fields) > 2 or len(set(fields)) != len(fields):
            raise InvalidQueryError(
                "Count by one field, or by two different ones.", "Use --by once or twice."
            )
        return fields

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
        """Find the one record that ``text`` means.

        Args:
            text: an id of any table, a unique prefix of one, a number that somebody else gave a
                proposal, or a measure as ``2020-…#m03``. Case and separators are ignored.

        Returns:
            Table, id, and the measure's id or None.

        Raises:
            NotFoundError: no id begins so; the error suggests similar ones.
            AmbiguousIdError: several do; the error lists them.
        """
        base, sign, measure = text.partition("#")
        key = fold_key(base)
        found = self.index.ids_like(key, MAX_CANDIDATES + 1) if key else []
        if not found:
            from proposals_cli.domain.suggestions import near_ids

            near = near_ids(key, self.index)
            raise NotFoundError(
                f"No record matches '{text}'.",
                f"Did you mean {' or '.join(near)}?"
                if near
                else "`prop list`, `prop people`, `prop bodies`, `prop themes` and `prop sources`"
                " list their ids.",
            )
        if len(found) > 1:
            listed = [f"  {id_}  ({table})" for table, id_ in found[:MAX_CANDIDATES]]
            if len(found) > MAX_CANDIDATES:
                listed.append("  …")
            raise AmbiguousIdError(
                f"'{text}' matches several ids:\n" + "\n".join(listed),
                "Type more of the id.",
            )
        table, id_ = found[0]
        if sign and table != "proposals":
            raise NotFoundError(f"'{id_}' is in {table} and has no measures.")
        return table, id_, measure.strip().lower() if sign else None

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
