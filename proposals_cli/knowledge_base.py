"""The program without its face: find, show, count and check, whatever asks for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from proposals_cli.domain.ports import Hit, Progress, ProposalIndex, Summary, no_progress
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.query import (
    And,
    ContainsText,
    FacetIs,
    InYears,
    Node,
    Query,
    narrow,
)
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.errors import AmbiguousIdError, InvalidQueryError, NotFoundError

# The record classes cost start-up time that a list does not need: methods that decode records
# import them.
if TYPE_CHECKING:
    from proposals_cli.domain.answers.details import Details
    from proposals_cli.domain.answers.measures import MeasureRow
    from proposals_cli.domain.answers.related import Related
    from proposals_cli.domain.answers.stats import Stats
    from proposals_cli.domain.checking.rules import Finding
    from proposals_cli.domain.model.records import Change, Proposal, Record

SHORTEST_ID = 6
"""A word shorter than this is not taken for the beginning of an id in a search."""

CANDIDATES = 20
"""How many ids an ambiguous prefix lists."""


class ProposalRow(NamedTuple):
    """A proposal in a list; ``raw`` is the whole record where a column asks for it."""

    summary: Summary
    raw: bytes | None = None

    @property
    def whole(self) -> "Proposal":
        """The whole record."""
        from proposals_cli.domain.model.decoding import decode_proposal

        assert self.raw is not None
        return decode_proposal(self.raw)


class VocabularyRow(NamedTuple):
    """A person, theme or source, and how many proposals it has."""

    record: Any
    proposals: int


class KnowledgeBase:
    """Answers questions about the proposals of one base."""

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
    ) -> Query:
        """Make a query of what was typed.

        Args:
            terms: the words of the command line, in the language of ``domain/query/parser.py``.
            filters: facet or ``year`` → values; several mean either, different facets mean and.
            sort: as ``-year,id``.
            limit: how many at most.
            free: take the terms as text wherever they name no field or value that exists, with
                a hint, instead of raising; the filters are held to their words all the same.

        Raises:
            InvalidQueryError: a field, value, year or sort key that does not exist.
        """
        if not (terms or sort or any(values for values in (filters or {}).values())):
            return Query(limit=limit)
        # Loaded only now: a plain `prop list` asks nothing.
        from proposals_cli.domain.query.parser import (
            join_terms,
            parse_query,
            parse_sort,
            parse_years,
        )
        from proposals_cli.domain.suggestions import with_known_values

        query = parse_query(join_terms(terms), free_fields=free)
        nodes: list[Node] = []
        for facet, values in (filters or {}).items():
            if not values:
                continue
            if facet == "year":
                nodes.append(InYears(parse_years(",".join(values))))
                continue
            split = tuple(v.strip() for value in values for v in value.split(",") if v.strip())
            if not split:  # an empty variable in a script must not ask for everything
                raise InvalidQueryError(f"--{facet} has no value.", f"Write --{facet} VALUE.")
            nodes.append(FacetIs(facet, split))
        hints = list(query.hints)
        asked = with_known_values(query.where, self.index, hints if free else None)
        chosen = tuple(with_known_values(node, self.index) for node in nodes)
        return Query(
            narrow(Query(asked), *chosen).where,
            sort=parse_sort(sort) if sort else (),
            limit=limit,
            hints=tuple(hints),
        )

    def find(self, query: Query, *, whole: bool = False) -> Iterator[ProposalRow]:
        """Yield the proposals of a query; ``whole``: with their records."""
        if whole:
            return (ProposalRow(summary, raw) for summary, raw in self.index.find_whole(query))
        return (ProposalRow(summary) for summary in self.index.find(query))

    def measures(self, query: Query) -> "Iterator[MeasureRow]":
        """Yield the measures of a query's proposals, as many as its limit asks for.

        A condition on a single measure (area, horizon, actor) picks the measures as well. Of a
        proposal that was found by its words, those measures are meant that hold one of them, or
        all where none does: the words may stand in its title only.
        """
        from itertools import islice

        from proposals_cli.domain.answers.measures import measure_fits, measure_rows, proposals_of

        def rows() -> "Iterator[MeasureRow]":
            for summary, raw in self.index.find_whole(Query(proposals_of(query.where), query.sort)):
                fitting = [r for r in measure_rows(summary, raw) if measure_fits(r, query.where)]
                texts = [" ".join(filter(None, (r.text, r.area, *r.actors))) for r in fitting]
                said = self.index.matching(query, texts)
                yield from (fitting[place] for place in said) if said else fitting

        return islice(rows(), query.limit)

    def search(self, query: Query) -> Iterator[Hit]:
        """Yield the proposals a query asks for, best match first.

        A single word that is the id or the number of a proposal finds that proposal first.
        """
        from itertools import chain, islice

        named = self._named(query.where)
        ids = {hit.summary.id for hit in named}
        others = (hit for hit in self.index.search(query) if hit.summary.id not in ids)
        return islice(chain(named, others), query.limit)

    def _named(self, where: Node) -> list[Hit]:
        """Return the proposal that a query of one word names, if it names one."""
        match where:
            case And((ContainsText(words),)):
                pass
            case _:
                return []
        key = fold_key(words.partition("#")[0])
        found = self.index.ids_like(key, 2) if key else []
        if len(found) != 1 or found[0][0] != "proposals":
            return []
        id_ = found[0][1]
        if id_ != key and id_.startswith(key) and len(key) < SHORTEST_ID:
            return []
        return [Hit(summary, 0.0, "id", summary.id) for summary in self.index.find_ids([id_])]

    def related(self, text: str, limit: int) -> "list[Related]":
        """Return the proposals most like the one that ``text`` means, with the reasons.

        Raises:
            NotFoundError, AmbiguousIdError: as ``locate``; also for what is no proposal.
        """
        from proposals_cli.domain.answers.related import related_to

        table, id_, _ = self.locate(text)
        if table != "proposals":
            raise NotFoundError(f"'{id_}' is in {table}; only proposals have relatives.")
        return related_to(id_, self.index, limit)

    def names(self, facets: Iterable[str], lang: str) -> dict[str, dict[str, str]]:
        """Return facet → value → name in a language, for the values that have one."""
        return {
            facet: {
                value.value: name
                for value in self.index.facet_values(facet)
                if (name := value.zh if lang == "zh" else value.en)
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
        from proposals_cli.domain.answers.stats import (
            Stats,
            YearCount,
            people_counted,
            stated_counts,
            years_within,
        )
        from proposals_cli.domain.model.decoding import decode_record
        from proposals_cli.domain.model.records import Fact

        held = {int(year): int(n) for year, n in self.index.tally(query, ("year",))}
        people = people_counted(query.where)
        stated: dict[int, tuple[int, tuple[int, ...]]] = {}
        if people is not None:
            facts = [
                decode_record("facts", raw)
                for raw in self.index.referring_to("facts", "kind", "count")
            ]
            stated = {
                year: counts
                for year, counts in stated_counts(
                    [fact for fact in facts if isinstance(fact, Fact)], people
                ).items()
                if years_within(query.where, year)
            }
        by_year = tuple(
            YearCount(year, held.get(year, 0), *stated.get(year, (None, ())))
            for year in sorted({*held, *stated})
        )
        return Stats(
            totals=self.index.totals(query),
            by_year=by_year,
            by_theme=self._counts(query, "theme"),
            by_status=self._counts(query, "status"),
            by_kind=self._counts(query, "kind"),
            theme_years=tuple(
                (str(theme), int(year), int(n))
                for theme, year, n in self.index.tally(query, ("theme", "year"))
            ),
            missing=self._counts(query, "missing"),
            comparable=people is not None,
        )

    def tally(self, query: Query, fields: Sequence[str]) -> list[tuple[str | int, ...]]:
        """Count a query's proposals by one or two fields: rows of values and a count.

        Raises:
            InvalidQueryError: a field that cannot be counted by, or more than two.
        """
        from proposals_cli.domain.suggestions import did_you_mean

        names = [*FACETS, "year"]
        fields = [field.lower().replace("_", "-") for field in fields]
        for field in fields:
            if field not in names:
                raise InvalidQueryError(
                    f"Cannot count by '{field}'.",
                    did_you_mean(field, names) or f"Count by one of {', '.join(names)}.",
                )
        if len(fields) > 2 or len(set(fields)) != len(fields):
            raise InvalidQueryError(
                "Counts go by one field, or by two different ones.", "Use --by once or twice."
            )
        return self.index.tally(query, fields)

    def _counts(self, query: Query, facet: str) -> tuple[tuple[str, int], ...]:
        """Count by one facet, largest first."""
        rows = [(str(value), int(n)) for value, n in self.index.tally(query, (facet,))]
        return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))

    # -- showing -----------------------------------------------------------------------------

    def vocabulary(self, table: str) -> Iterator[VocabularyRow]:
        """Yield the records of people, themes or sources with their counts, by id."""
        from proposals_cli.domain.model.decoding import decode_record

        facet = {"people": "person", "themes": "theme", "sources": "source"}[table]
        counts = {value.value: value.proposals for value in self.index.facet_values(facet)}
        for raw in self.index.records(table):
            record = decode_record(table, raw)
            yield VocabularyRow(record, counts.get(record.id, 0))

    def locate(self, text: str) -> tuple[str, str, str | None]:
        """Find the one record that ``text`` means.

        Args:
            text: an id of any table, its unique beginning, a number that somebody else gave a
                proposal, or a measure as ``2020-…#m03``. Case and ``_``, ``-`` or space are
                the same.

        Returns:
            Table, id, and the measure's id or None.

        Raises:
            NotFoundError: no id begins so; the message names near ones.
            AmbiguousIdError: several do; the message lists them.
        """
        base, sign, measure = text.partition("#")
        key = fold_key(base)
        found = self.index.ids_like(key, CANDIDATES + 1) if key else []
        if not found:
            from proposals_cli.domain.suggestions import near_ids

            near = near_ids(key, self.index)
            raise NotFoundError(
                f"There is no '{text}'.",
                f"Near it: {', '.join(near)}"
                if near
                else "`prop list`, `prop people`, `prop themes` and `prop sources` show all ids.",
            )
        if len(found) > 1:
            listed = [f"  {id_}  ({table})" for table, id_ in found[:CANDIDATES]]
            if len(found) > CANDIDATES:
                listed.append("  …")
            raise AmbiguousIdError(
                f"'{text}' is the beginning of several ids:\n" + "\n".join(listed),
                "Type more of the one you mean.",
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
        import json

        table, id_, measure = self.locate(text)
        record: dict[str, Any] = json.loads(self.record(table, id_))
        if measure is None:
            return record
        chosen = next((m for m in record["measures"] if m["id"] == measure), None)
        if chosen is None:
            from proposals_cli.domain.answers.details import no_measure

            raise no_measure(id_, measure, [m["id"] for m in record["measures"]])
        return {"proposal": id_, **chosen}

    def history(self, text: str) -> "list[Change]":
        """Return the history of the record that ``text`` means, newest first.

        Raises:
            NotFoundError, AmbiguousIdError: as ``locate``.
        """
        from proposals_cli.domain.model.decoding import decode_record

        table, id_, _ = self.locate(text)
        return list(reversed(decode_record(table, self.record(table, id_)).history))

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
        """Return the record that ``text`` means with everything that bears on it.

        Raises:
            NotFoundError, AmbiguousIdError: as ``locate``.
        """
        from proposals_cli.domain.answers.details import details_of

        return details_of(*self.locate(text), self.index)

    # -- checking ----------------------------------------------------------------------------

    def check(
        self, rules: Sequence[str] = (), progress: Progress = no_progress
    ) -> "Iterator[Finding]":
        """Yield what the rules find in the base, table by table.

        Args:
            rules: names of the rules to apply; none: all.
            progress: called now and then.

        Raises:
            InvalidQueryError: a rule that does not exist.
        """
        from proposals_cli.domain.checking.checker import findings

        return findings(self.index, rules, progress)

    def fixes(
        self, rules: Sequence[str], why: str | None, progress: Progress = no_progress
    ) -> "Iterator[tuple[Record, Record]]":
        """Yield the records that can be mended safely, as they are and as they would be.

        Args:
            rules: names of the rules whose findings are mended; none: all that can be.
            why: goes into the history of each record.
            progress: called now and then.

        Raises:
            InvalidQueryError: a rule that does not exist.
        """
        from proposals_cli.domain.checking.checker import fixes

        return fixes(self.index, rules, why, progress)
