"""The index: a SQLite database derived from the store, which answers every question about it.

It can be deleted at any time. Before the first answer it is compared with the store and, if it
does not match, refreshed or rebuilt; if no file can be written it is built in memory. It never
answers from an old state.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from proposals_cli.domain.ports import (
    CrossTotals,
    FacetValue,
    Hit,
    Progress,
    Summary,
    Totals,
    no_progress,
)
from proposals_cli.domain.query.facets import CALLED_FACETS
from proposals_cli.domain.query.query import And, ContainsText, FacetIs, Query, Ranges, walk
from proposals_cli.domain.text.highlights import without_highlights
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.normalise import fold_key, replace_surrogates
from proposals_cli.index.called import CALLED, names_of, values_called
from proposals_cli.index.counting import Hits, counts_of, stored_counts, values_of
from proposals_cli.index.ids import NEXT_TO, ids_like, renamed_values
from proposals_cli.index.index_file import IndexFile, IndexStatus
from proposals_cli.index.query_sql import Sql, Term, compile_query, order_by, vague
from proposals_cli.indexing.fts_query import positive_texts, split_text
from proposals_cli.indexing.summaries import SUMMARY, reply_times_of, summary_of

if TYPE_CHECKING:
    from proposals_cli.domain.model.records import BaseInfo
    from proposals_cli.domain.model.reply_times import ReplyTimes
    from proposals_cli.indexing.highlighter import Highlighter

_WITH_RAW = " CROSS JOIN document o ON o.seq = p.seq"
_WITH_REPLY = " CROSS JOIN reply r ON r.seq = p.seq"

_P = ParamSpec("_P")
_T = TypeVar("_T")


def _repairing(question: Callable[_P, _T]) -> Callable[_P, _T]:
    """Ask a question of several statements again from the start if the index is found corrupt."""

    @wraps(question)
    def asked(*args: _P.args, **options: _P.kwargs) -> _T:
        index = args[0]
        assert isinstance(index, SqliteIndex)
        return index.file.repaired(lambda: question(*args, **options))

    return asked


class SqliteIndex:
    """Answers about one store file; see ``ProposalIndex`` for the questions."""

    def __init__(
        self,
        store: Path,
        folder: Path,
        progress: Progress = no_progress,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take what ``IndexFile`` takes; nothing is touched yet."""
        self.file = IndexFile(store, folder, progress, warn)
        self._highlighter: tuple[list[ContainsText], Highlighter] | None = None

    @property
    def path(self) -> Path:
        """The path of the index file."""
        return self.file.path

    @property
    def in_memory_because(self) -> str | None:
        """Why the index is in memory, or None if it is in its file."""
        return self.file.in_memory_because

    def status(self) -> IndexStatus:
        """Return the state of the index without changing it."""
        return self.file.status()

    def rebuild(self) -> None:
        """Rebuild the index from nothing."""
        self.file.rebuild()

    def close(self) -> None:
        """Close the database; the next question opens it again."""
        self.file.close()

    # -- questions ---------------------------------------------------------------------------

    def find(self, query: Query) -> Iterator[Summary]:
        """Yield the proposals of a query, in its order."""
        for row in self._select(SUMMARY, query):
            yield summary_of(row)

    @_repairing
    def count(self, query: Query) -> int:
        """Return how many proposals ``find`` would yield."""
        sql = self._compiled(query)
        found = f"SELECT 1 FROM {sql.source} WHERE {sql.where} LIMIT ?"
        limit = -1 if query.limit is None else query.limit
        return int(
            self.file.fetch(f"SELECT count(*) FROM ({found})", (*sql.parameters, limit))[0][0]
        )

    def reply_times(self, query: Query) -> "Iterator[tuple[Summary, ReplyTimes]]":
        """Yield those of a query's proposals that were answered or should be, with their dates."""
        for *row, times in self._select(f"{SUMMARY}, r.times", query, _WITH_REPLY):
            yield summary_of(row), reply_times_of(times)

    def find_records(self, query: Query) -> Iterator[tuple[Summary, bytes]]:
        """Yield the same, each with its complete record as JSON."""
        for *row, raw in self._select(f"{SUMMARY}, o.raw", query, _WITH_RAW):
            yield summary_of(row), raw

    @_repairing
    def search(self, query: Query) -> Iterator[Hit]:
        """Yield the proposals of a query, best match first."""
        texts = list(positive_texts(query.where))
        if split_text(query.where)[0] is None:
            return (
                Hit(summary, 0.0, "title", without_highlights(summary.title(Languages(()))[0]))
                for summary in self.find(query)
            )
        from proposals_cli.index import text_search

        found = text_search.ranked(self.file.with_text(), query, self._terms_of)
        return text_search.hits(found, texts, self._read, names_of(self._rows))

    @_repairing
    def search_records(self, query: Query, first: Sequence[tuple[str, str]] = ()) -> list[Hit]:
        """Return the records that are not proposals and match a query of words, best first."""
        if not any(positive_texts(query.where)):
            return []
        from proposals_cli.index import record_text

        return record_text.search(self.file.with_text(), query, first)

    @_repairing
    def unmatched(self, query: Query) -> list[tuple[str, list[str]]]:
        """Return the texts of a query that no record contains, each with similar words."""
        if not any(positive_texts(query.where)):
            return []
        from proposals_cli.index import text_search

        return text_search.unmatched(self.file.with_text(), query, names_of(self._rows))

    def matching(self, query: Query, texts: Sequence[str]) -> list[int]:
        """Return the positions of the texts that contain one of the query's texts."""
        wanted = list(positive_texts(query.where))
        if not wanted or not texts:
            return []
        from proposals_cli.indexing.highlighter import Highlighter

        if self._highlighter is None or self._highlighter[0] != wanted:
            self._highlighter = wanted, Highlighter(wanted)
        return self._highlighter[1].matching(texts)

    @_repairing
    def similar_to(self, id_: str, limit: int) -> list[tuple[Summary, float, tuple[str, ...]]]:
        """Return the proposals with the most similar text, with similarity and shared words."""
        from proposals_cli.index import text_search
        from proposals_cli.indexing.similar_texts import shared_words

        raw = self.record("proposals", id_)
        if raw is None:
            return []
        names = names_of(self._rows)
        found = text_search.similar_to(self.file.with_text(), raw, names, limit)
        return [
            (summary, similarity, shared_words(other, names, words))
            for seq, similarity, words in found
            for summary, other in self._read(seq)
            if summary.id != id_
        ]

    def find_ids(self, ids: Iterable[str]) -> Iterator[Summary]:
        """Yield the existing proposals of these ids, in the order given."""
        for id_ in ids:
            for row in self._rows(f"SELECT {SUMMARY} FROM proposal p WHERE id = ?", (id_,)):
                yield summary_of(row)

    @_repairing
    def totals(self, query: Query) -> Totals:
        """Return the totals of a query's proposals; sources and people are counted once.

        Sources are those that a proposal cites, people those who made or support one.
        """
        if query.where == And():
            stored = dict(self._rows("SELECT key, value FROM meta"))
            sources, people = (
                self._rows("SELECT count(*) FROM term WHERE facet = ? AND n > 0", (facet,))[0][0]
                for facet in ("source", "person")
            )
            return Totals(stored["proposals"], stored["measures"], sources, people)
        with self._hits(query) as hit:
            ((proposals, measures),) = self.file.fetch(
                f"SELECT count(*), coalesce(sum(measures), 0) FROM {hit} JOIN proposal USING (seq)"
            )
        return Totals(
            proposals,
            measures,
            len(self.tally(query, ("source",))),
            len(self.tally(query, ("person",))),
        )

    @_repairing
    def tally(self, query: Query, fields: Sequence[str]) -> list[tuple[str | int, ...]]:
        """Count a query's proposals by up to three facets or ``year``.

        Returns:
            Rows of one value per field and a count, by value; only counts above zero.
        """
        fields = tuple(fields)
        stored = stored_counts(fields) if query.where == And() else None
        if stored and not any(self.called(field) for field in fields if field in CALLED_FACETS):
            return self.file.fetch(*stored)
        with self._hits(query) as hit:
            return self.file.fetch(*counts_of(hit, fields))

    def tallies(
        self, query: Query, groups: Sequence[Sequence[str]]
    ) -> list[list[tuple[str | int, ...]]]:
        """Return what ``tally`` returns for each group of fields."""
        return [self.tally(query, fields) for fields in groups]

    @_repairing
    def cross_totals(self, query: Query, fields: Sequence[str]) -> CrossTotals:
        """Count each proposal that has a value of every field once per row, per column and in all.

        A row is one value of each field but the last, a column is a value of the last.
        """
        with self._hits(query) as hit:
            rows, columns, ((every,),) = (
                self.file.fetch(*counts_of(hit, fields, once))
                for once in (slice(-1), slice(-1, None), slice(0))
            )
        return CrossTotals({tuple(key): n for *key, n in rows}, dict(columns), every)

    @_repairing
    def values_of(self, query: Query, field: str) -> list[tuple[str, str | int]]:
        """Return (id, value) for each value that a query's proposals have of a field."""
        with self._hits(query) as hit:
            return self.file.fetch(*values_of(hit, field))

    def count_vague(self, ranges: Sequence[Ranges]) -> int:
        """Count the proposals whose dates may be in a range of each list, but need not be."""
        if not ranges:
            return 0
        condition, parameters = vague(ranges)
        ((count,),) = self._rows(f"SELECT count(*) FROM proposal WHERE {condition}", parameters)
        return int(count)

    def facet_values(self, facet: str) -> list[FacetValue]:
        """Return all values of a facet with their names and stored counts, by value."""
        rows = self._rows(
            "SELECT value, names, n FROM term WHERE facet = ? ORDER BY value", (facet,)
        )
        return [FacetValue(value, json.loads(names), n) for value, names, n in rows]

    def find_value(self, facet: str, text: str) -> str | None:
        """Return the facet value with this id or name; case and separators are ignored."""
        found = self.find_values(facet, text)
        exact = replace_surrogates(text)
        return exact if exact in found else next(iter(found), None)

    def find_values(self, facet: str, text: str) -> list[str]:
        """Return all facet values with this id or name, else former id, the most used first."""
        rows = self._rows(
            "SELECT value FROM name JOIN term USING (tid)"
            " WHERE name.facet = ? AND key = ? ORDER BY n DESC, value",
            (facet, fold_key(text)),
        )
        return [value for (value,) in rows] or renamed_values(facet, text, self._rows)

    def find_named(self, facets: Sequence[str], text: str) -> list[tuple[str, str]]:
        """Return (facet, value) of what ``find_values`` finds in each of several facets."""
        return [(facet, value) for facet in facets for value in self.find_values(facet, text)]

    @_repairing
    def values_called(self, facet: str, text: str) -> list[str]:
        """Return the values of a facet that are names of the person or body called ``text``."""
        return values_called(self._rows, facet, text)

    def called(self, facet: str) -> dict[str, str]:
        """Return value of a facet → id of the person or body that it is a name of."""
        return dict(self._rows(f"SELECT value, id FROM ({CALLED}) JOIN term USING (tid)", (facet,)))

    def base(self) -> "BaseInfo":
        """Return what the base says of itself."""
        from proposals_cli.domain.model.decoding import decode_base

        ((content,),) = self._rows("SELECT value FROM meta WHERE key = 'base'")
        return decode_base(content)

    def record(self, table: str, id_: str) -> bytes | None:
        """Return one record as JSON."""
        if table == "proposals":
            rows = self._rows(f"SELECT o.raw FROM proposal p{_WITH_RAW} WHERE id = ?", (id_,))
        else:
            rows = self._rows('SELECT raw FROM record WHERE "table" = ? AND id = ?', (table, id_))
        return rows[0][0] if rows else None

    def several(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        """Return those of the records (table, id) that exist, as JSON."""
        found = {key: self.record(*key) for key in keys}
        return {key: raw for key, raw in found.items() if raw is not None}

    def ids(self, table: str) -> Iterator[str]:
        """Yield the ids of a table."""
        return self._column("id", "proposal", table)

    def records(self, table: str) -> Iterator[bytes]:
        """Yield a table's records as JSON, by id."""
        return self._column("raw", f"proposal p{_WITH_RAW}", table)

    def _column(self, column: str, proposals: str, table: str) -> Iterator[Any]:
        sql, parameters = f"SELECT {column} FROM {proposals} ORDER BY id", list[str]()
        if table != "proposals":
            sql, parameters = f'SELECT {column} FROM record WHERE "table" = ? ORDER BY id', [table]
        rows = self.file.stream(lambda: self.file.connection().execute(sql, parameters))
        return (value for (value,) in rows)

    def referring_to(self, table: str, field: str, *targets: str) -> list[bytes]:
        """Return the records of a small table with one of the targets in ``field``, by id."""
        # ORDER BY r.id would make SQLite scan all records.
        places = ", ".join("?" * len(targets))
        rows = self._rows(
            "SELECT DISTINCT p.id, raw FROM pointer p"
            ' JOIN record r ON r."table" = p."table" AND r.id = p.id'
            f' WHERE p."table" = ? AND field = ? AND target IN ({places}) ORDER BY p.id',
            (table, field, *targets),
        )
        return [raw for _, raw in rows]

    def ids_like(self, text: str, limit: int) -> list[tuple[str, str]]:
        """Return (table, id) of the record with this id, former id or number, or beginning so."""
        return ids_like(text, limit, self._rows)

    def former_ids(self, id_: str | None = None) -> list[tuple[str, str, str]]:
        """Return (former id, table, id) of the records that once had an id, or any other."""
        where, key = ("", ()) if id_ is None else (" WHERE name = ?", (fold_key(id_),))
        return self._rows(f'SELECT name, "table", id FROM former{where}', key)

    def next_to(self, id_: str) -> list[str]:
        """Return the ids before and after one in the order of the ids of each table."""
        return [one for (one,) in self._rows(NEXT_TO, (id_,)) if one]

    @_repairing
    def _rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return the rows of a statement that is a complete question."""
        return self.file.fetch(sql, parameters)

    def _select(self, columns: str, query: Query, joined: str = "") -> Iterator[Any]:
        return self.file.stream(lambda: self._selected(columns, query, joined))

    def _selected(self, columns: str, query: Query, joined: str) -> sqlite3.Cursor:
        sql = self._compiled(query)
        order = order_by(query, sql.order)
        limit = -1 if query.limit is None else query.limit
        return self.file.connection().execute(
            f"SELECT {columns} FROM {sql.source}{joined} WHERE {sql.where}"
            f" ORDER BY {order} LIMIT ?",
            (*sql.parameters, limit),
        )

    def _compiled(self, query: Query) -> Sql:
        if any(isinstance(node, ContainsText) for node in walk(query.where)):
            self.file.with_text()
        return compile_query(query, self._terms_of)

    def _read(self, seq: int) -> list[tuple[Summary, bytes]]:
        """Return the proposal of a number, or nothing if it has been removed."""
        rows = self._rows(
            f"SELECT {SUMMARY}, o.raw FROM proposal p{_WITH_RAW} WHERE p.seq = ?", (seq,)
        )
        return [(summary_of(row), raw) for *row, raw in rows]

    def _terms_of(self, node: FacetIs) -> list[Term]:
        placeholders = ",".join("?" * len(node.values))
        return self.file.fetch(
            f"SELECT tid, n FROM term WHERE facet = ? AND value IN ({placeholders})",
            (node.facet, *node.values),
        )

    def _hits(self, query: Query) -> Hits:
        sql = self._compiled(query)
        return Hits(self.file.connection(), sql)
