"""Fill the tables of a new base from records, in one transaction and bounded memory."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from proposals_cli.domain.model.decoding import encode_record, table_of
from proposals_cli.domain.model.records import TABLES, Proposal, Record
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.query.extra import leaves
from proposals_cli.domain.query.facets import AGENT_FACETS, EXTRA
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.searchable import column_texts, passages_of
from proposals_cli.indexing.proposal_row import (
    ProposalRow,
    aliases_of,
    as_json,
    next_day,
    proposal_row,
    reply_dates,
    values_of,
)
from proposals_cli.indexing.record_rows import (
    AGENT_TABLES,
    Names,
    labels_of,
    names_in,
    pointers,
)
from proposals_cli.indexing.tokens import Tokens
from proposals_cli.postgres.copying import copy_rows
from proposals_cli.postgres.lexemes import parts_of
from proposals_cli.postgres.schema import MEASURES, PROPOSALS, TOKENS

if TYPE_CHECKING:
    from proposals_cli.domain.model.parts import Series
    from proposals_cli.postgres.connection import Connection

BATCH, CHARACTERS = 1_000, 4_000_000
"""Records, and characters of their text, that are sent at once: whichever comes first."""

LOADING_ORDER = (*(table for table in TABLES if table not in ("facts", "notes", "proposals")),
                 "facts", "notes", "proposals")  # fmt: skip
"""The order of tables in which records come: the names that a text contains before the text."""

_COLUMNS = {
    "proposal": ("seq", *ProposalRow._fields, "facets", "soon"),
    "document": ("seq", "raw", "extra_keys", "extra_values"),
    "reply": ("seq", "times"),
    "words": ("seq", "part", "tokens", "words"),
    "record": ("table", "id", "raw"),
    "record_words": ("table", "id", "part", "tokens", "words"),
    "pointer": ("table", "field", "target", "id"),
    "alias": ("name", "id"),
    "former": ("name", "table", "id"),
    "term": ("tid", "facet", "value", "names", "others"),
    "name": ("facet", "key", "tid"),
    "counted": ("tid", "year", "n"),
}


class Loader:
    """Turns records into rows of empty tables; ``finish`` adds the terms and counts."""

    def __init__(self, connection: "Connection") -> None:
        """Take a connection with an open transaction."""
        self._connection = connection
        self._today = datetime.now(UTC).strftime("%Y-%m-%d")
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
        self._texts: list[tuple[str, tuple[Any, ...], tuple[str, ...]]] = []
        self._characters = 0
        self._tokens = Tokens()
        self._tids: dict[tuple[str, str], int] = {}
        self._counts: Counter[tuple[int, int | None]] = Counter()
        self._names: dict[tuple[str, str], Names] = {}
        self._series: dict[str, tuple[str, Series]] = {}
        self._proposals = 0

    def add_all(self, records: Iterable[Record]) -> int:
        """Add records, which come in ``LOADING_ORDER``, and return how many were proposals."""
        for record in records:
            if isinstance(record, Proposal):
                self._add_proposal(record)
            else:
                self._add_record(record)
            if len(self._texts) >= BATCH or self._characters >= CHARACTERS:
                self._flush()
        self._finish()
        return self._proposals

    def _add_proposal(self, proposal: Proposal) -> None:
        self._proposals += 1
        seq = self._proposals
        values = values_of(proposal, self._today)
        row = proposal_row(proposal, values)
        tids = [self._tid(*pair) for pair in values]
        for (facet, _), tid in zip(values, tids, strict=True):
            self._counts[tid, row.year if facet == "theme" else None] += 1
        for name in proposal.extra:
            self._counts[self._tid(EXTRA, name), None] += 1
        self._counts[PROPOSALS, row.year] += 1
        self._counts[MEASURES, None] += row.measures
        for series in proposal.series:
            # if proposals name it differently, the first one by id decides
            if proposal.id < self._series.get(series.id, ("\U0010ffff",))[0]:
                self._series[series.id] = (proposal.id, series)
        raw = encode_record(proposal)
        self._rows["proposal"].append((seq, *row, tids, next_day(proposal, self._today)))
        self._rows["document"].append((seq, raw.decode(), *extra_arrays(proposal.extra)))
        if times := reply_dates(proposal):
            self._rows["reply"].append((seq, times))
        self._rows["alias"] += dict.fromkeys(aliases_of(proposal))
        self._add_former_ids("proposals", proposal)
        self._add_text("words", (seq,), "proposals", raw)

    def _add_record(self, record: Record) -> None:
        table, raw = table_of(record), encode_record(record)
        self._rows["record"].append((table, record.id, raw.decode()))
        self._rows["pointer"] += [
            (table, field, target, record.id) for field, target in dict.fromkeys(pointers(record))
        ]
        self._add_former_ids(table, record)
        if names := names_in(record):
            self._tid(KIND_OF[table], record.id)
            self._names[KIND_OF[table], record.id] = names
        self._add_text("record_words", (table, record.id), table, raw)

    def _add_former_ids(self, table: str, record: Record) -> None:
        self._rows["former"] += dict.fromkeys(
            (fold_key(name), table, record.id) for name in record.former_ids
        )

    def _add_text(self, rows: str, key: tuple[Any, ...], table: str, raw: bytes) -> None:
        found = passages_of(msgspec.json.decode(raw), self._names_of, table)
        texts = column_texts(found)
        self._texts.append((rows, key, texts))
        self._characters += sum(map(len, texts))

    def _names_of(self, what: str, id_: str) -> tuple[str, ...]:
        facets = ("theme",) if what == "theme" else tuple(map(KIND_OF.__getitem__, AGENT_TABLES))
        for facet in facets:
            if found := self._names.get((facet, id_)):
                return (*found[0].values(), *found[1])
        return ()

    def _tid(self, facet: str, value: str) -> int:
        return self._tids.setdefault((facet, value), len(self._tids) + 1)

    def _flush(self) -> None:
        documents = self._tokens.of([texts for _, _, texts in self._texts])
        for (rows, key, _), tokens in zip(self._texts, documents, strict=True):
            parts = list(enumerate_parts(parts_of(tokens)))
            if rows == "words":
                self._counts[TOKENS, None] += sum(length for _, length, _ in parts)
            self._rows[rows] += [(*key, *one) for one in parts]
        self._texts, self._characters = [], 0
        for table, rows_ in self._rows.items():
            copy_rows(self._connection, table, _COLUMNS[table], rows_)
            rows_.clear()

    def _finish(self) -> None:
        self._flush()
        for id_, (_, series) in self._series.items():
            self._names["series", id_] = series.name, ()
        keys: dict[tuple[str, str, int], None] = {}
        for (facet, value), tid in self._tids.items():
            names, others = self._names_of_term(facet, value)
            others = list(others)
            self._rows["term"].append((tid, facet, value, as_json(names), as_json(others)))
            for name in (value, *names.values(), *others):
                keys[facet, fold_key(name), tid] = None
        self._rows["name"] += keys
        self._rows["counted"] += [(*key, n) for key, n in self._counts.items() if n]
        self._flush()
        self._connection.rows(
            "SELECT setval(pg_get_serial_sequence('proposal', 'seq'), %s),"
            " setval(pg_get_serial_sequence('term', 'tid'), %s)",
            (self._proposals + 1, len(self._tids) + 1),
        )

    def _names_of_term(self, facet: str, value: str) -> Names:
        if facet in AGENT_FACETS:
            named = (self._names.get((KIND_OF[table], value)) for table in AGENT_TABLES)
            return next(filter(None, named), ({}, ()))
        return self._names.get((facet, value)) or (labels_of(facet, value), ())


def enumerate_parts(parts: Iterable[tuple[int, str]]) -> Iterable[tuple[int, int, str]]:
    """Yield (number, tokens, tsvector) of the parts of a document."""
    return ((number, tokens, words) for number, (tokens, words) in enumerate(parts))


def extra_arrays(extra: dict[str, Any]) -> tuple[list[str] | None, list[str] | None]:
    """Return the columns ``extra_keys`` and ``extra_values`` of what stands under "extra"."""
    found = list(dict.fromkeys(leaves(extra)))
    if not found:
        return None, None
    keys = dict.fromkeys(f"{path}\x1f{fold_key(value)}" for path, value in found)
    return list(keys), [f"{path}\x1f{value}" for path, value in found]
