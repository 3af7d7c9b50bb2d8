"""Ranked search on a server, with the passage that matched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from msgspec import json

from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import Hit, Summary
from proposals_cli.domain.query.query import ContainsText, Node, Or, Query
from proposals_cli.domain.text.searchable import NamesOf, passages_of
from proposals_cli.indexing.best_passage import BestPassages
from proposals_cli.indexing.fts_query import fts_query, positive_texts, text_parts
from proposals_cli.indexing.highlighter import Highlighter
from proposals_cli.indexing.record_summaries import names_from, summary_of_record
from proposals_cli.indexing.similar_texts import (
    MAX_PROPOSALS,
    distinctive,
    own_words,
    shared_words,
)
from proposals_cli.indexing.summaries import SUMMARY, summary_of
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.names import NAMES, names_in
from proposals_cli.postgres.query_sql import Condition, condition
from proposals_cli.postgres.ranking import (
    CANDIDATES,
    Ranked,
    Source,
    best_first,
    ranked,
    statement,
)
from proposals_cli.postgres.schema import PROPOSALS, TOKENS
from proposals_cli.postgres.text_query import tsquery
from proposals_cli.postgres.text_tree import TextTree
from proposals_cli.postgres.title_order import sorted_rows

BATCH = 50
"""How many hits are read and highlighted at once."""

_SUM = "SELECT coalesce(sum(n), 0) FROM counted WHERE tid = {}"
_OF_PROPOSALS = Source(
    table="words",
    key=("seq",),
    matches="proposal p JOIN words w USING (seq)",
    tie=("p.day DESC", "p.id"),
    documents=_SUM.format(PROPOSALS),
    tokens=_SUM.format(TOKENS),
)
_OF_RECORDS = Source(
    table="record_words",
    key=('"table"', "id"),
    matches="record_words w",
    tie=('w."table"', "w.id"),
    documents="SELECT count(*) FROM record",
    tokens="SELECT coalesce(sum(tokens), 0) FROM record_words",
)
_RECORD_HAS_WORDS = (
    '(w."table", w.id) IN (SELECT "table", id FROM record_words WHERE words @@ %s::tsquery)'
)
_READ = f"SELECT {SUMMARY}, p.seq, o.raw, {NAMES} FROM proposal p JOIN document o USING (seq)"

_READ_RECORDS = """
WITH hit AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS h ("table", id))
SELECT r."table", r.id, r.raw FROM hit JOIN record r USING ("table", id)
UNION SELECT r."table", r.id, r.raw FROM hit JOIN pointer p USING ("table", id)
 JOIN record r ON r.id = p.target AND r."table" = ANY (
  CASE p.field WHEN 'person' THEN ARRAY['people', 'bodies'] WHEN 'source' THEN ARRAY['sources'] END)
"""
"""Records, with the people and sources that they are about."""


class _Read(NamedTuple):
    """A proposal with the names that its text contains."""

    summary: Summary
    seq: int
    raw: bytes
    names_of: NamesOf


class TextSearch:
    """Those questions of ``ProposalIndex`` that are about texts."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._highlighter: tuple[list[ContainsText], Highlighter] | None = None

    def search(self, query: Query) -> Iterator[Hit]:
        """Yield the proposals of words and other conditions, best match first."""
        return self._hits(self._ranked_proposals(query), list(positive_texts(query.where)))

    def search_records(self, query: Query, first: Sequence[tuple[str, str]] = ()) -> list[Hit]:
        """Return the records that are not proposals and match a query of words, best first."""
        texts = list(positive_texts(query.where))
        if fts_query(query.where) is None:
            return []
        found = dict.fromkeys(first, 0.0)
        where = condition(query.where, _RECORD_HAS_WORDS)
        for one in self._ranked(_OF_RECORDS, query.where, where, query.limit)[: query.limit]:
            found[one.key[0], one.key[1]] = one.score
        keys = list(islice(found, query.limit))
        read = self._read_records(keys)
        names_of = names_from(lambda table, id_: read.get((table, id_)))
        present = [key for key in keys if key in read]
        gathered = [passages_of(read[key], names_of, key[0]) for key in present]
        hits = []
        for key, passage in zip(present, BestPassages(texts).of(gathered), strict=True):
            summary = summary_of_record(key[0], read[key], lambda *other: read.get(other))
            place, text = passage or ("id", key[1])
            hits.append(Hit(summary, found[key], place, text, KIND_OF[key[0]]))
        return hits

    def unmatched(self, query: Query) -> list[tuple[str, list[str]]]:
        """Return the texts of a query that no record contains, each with similar words."""
        from proposals_cli.postgres.vocabulary import unmatched

        return unmatched(self.connection, list(positive_texts(query.where)))

    def matching(self, query: Query, texts: Sequence[str]) -> list[int]:
        """Return the positions of the texts that contain one of the query's texts."""
        wanted = list(positive_texts(query.where))
        if self._highlighter is None or self._highlighter[0] != wanted:
            self._highlighter = wanted, Highlighter(wanted)
        return self._highlighter[1].matching(texts)

    def similar_to(self, id_: str, limit: int) -> list[tuple[Summary, float, tuple[str, ...]]]:
        """Return the proposals with the most similar text, with similarity and shared words."""
        own = next(iter(self._read("p.id = %s", id_)), None)
        if own is None:
            return []
        words = own_words(own.raw, own.names_of)
        # words are searched, not stems: the stem of a stem may be another (enterpris, enterpri)
        texts = {stem: ContainsText(spellings[0]) for stem, spellings in words.items()}
        total, counts = self._counts(texts)
        chosen = distinctive(words, counts, total)
        if not chosen:
            return []
        either = Or(tuple(texts[stem] for stem in chosen))
        found = self._ranked(_OF_PROPOSALS, either, condition(either), limit + 1)[: limit + 1]
        best = max((one.score for one in found), default=1.0)
        read = {one.seq: one for one in self._read_all(one.key[0] for one in found)}
        spellings = [words[stem][0] for stem in chosen]
        return [
            (
                other.summary,
                one.score / best,
                shared_words(other.raw, other.names_of, spellings),
            )
            for one in found
            if (other := read.get(one.key[0])) and other.summary.id != id_
        ]

    def _counts(self, texts: Mapping[str, ContainsText]) -> tuple[int, dict[str, int]]:
        """Return the number of proposals, and how many contain each text."""
        queries = {stem: query for stem, text in texts.items() if (query := tsquery(text))}
        total = f"({_OF_PROPOSALS.documents})::bigint"
        # more than are distinctive need not be counted
        most = f"least({MAX_PROPOSALS}, greatest(2, {total} / 4)) + 1"
        few = f"SELECT DISTINCT seq FROM words WHERE words @@ q::tsquery LIMIT {most}"
        rows = self.connection.rows(
            f"SELECT {total}, (SELECT count(*) FROM ({few}) d)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS u (q, place) ORDER BY place",
            (list(queries.values()),),
        )
        counts = {stem: n for stem, (_, n) in zip(queries, rows, strict=True)}
        return (rows[0][0] if rows else 0), dict.fromkeys(texts, 0) | counts

    def _ranked_proposals(self, query: Query) -> list[tuple[int, float]]:
        """Return (seq, score) of the proposals of a query, in its order, as many as its limit."""
        texts, _ = text_parts(query.where)
        limit = None if query.sort else query.limit
        found = self._ranked(_OF_PROPOSALS, texts, condition(query.where), limit)
        scores = {one.key[0]: one.score for one in found}
        if query.sort:
            columns = f"SELECT {SUMMARY}, p.seq FROM proposal p"
            rows = self.connection.rows(f"{columns} WHERE p.seq = ANY (%s)", (list(scores),))
            place = {seq: number for number, seq in enumerate(scores)}
            rows.sort(key=lambda row: place[row[-1]])
            scores = {row[-1]: scores[row[-1]] for row in sorted_rows(rows, -1, query)}
        return list(islice(scores.items(), query.limit))

    def _ranked(
        self, source: Source, texts: Node, where: Condition, limit: int | None
    ) -> list[Ranked]:
        """Return what matches ``where``, at least the best ``limit``, ranked by texts."""
        tree = TextTree(texts)
        if not tree.positive or limit == 0:
            return []
        candidates = None if limit is None else max(CANDIDATES, 2 * limit)
        asked = statement(source, tree, where, candidates)
        rows = self.connection.stream(*asked) if limit is None else self.connection.rows(*asked)
        return best_first(ranked(rows, source, tree), source)

    def _hits(self, found: Iterable[tuple[int, float]], texts: list[ContainsText]) -> Iterator[Hit]:
        """Turn (seq, score) into hits, each with the best passage that matches one of the texts."""
        best = BestPassages(texts)
        remaining = iter(found)
        while taken := dict(islice(remaining, BATCH)):
            read = {one.seq: one for one in self._read_all(taken)}
            batch = [(read[seq], score) for seq, score in taken.items() if seq in read]
            gathered = [passages_of(json.decode(one.raw), one.names_of) for one, _ in batch]
            for (one, score), passage in zip(batch, best.of(gathered), strict=True):
                yield Hit(one.summary, score, *(passage or ("", "")))

    def _read_all(self, seqs: Iterable[int]) -> Iterator[_Read]:
        return self._read("p.seq = ANY (%s)", list(seqs))

    def _read(self, where: str, value: Any) -> Iterator[_Read]:
        """Yield the proposals of a condition with the names of their themes and agents."""
        for *row, seq, raw, named in self.connection.rows(f"{_READ} WHERE {where}", (value,)):
            yield _Read(summary_of(row), seq, raw.encode(), names_in(named))

    def _read_records(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Any]:
        """Return records, and those that they are about, as parsed JSON."""
        tables, ids = [table for table, _ in keys], [id_ for _, id_ in keys]
        rows = self.connection.rows(_READ_RECORDS, (tables, ids)) if keys else []
        return {(table, id_): json.decode(raw) for table, id_, raw in rows}
