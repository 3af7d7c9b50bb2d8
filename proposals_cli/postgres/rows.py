"""The rows of records on a server, gathered table by table until they are written."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from proposals_cli.domain.model.decoding import encode_record, table_of
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.query.extra import leaves
from proposals_cli.domain.query.facets import EXTRA
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.searchable import column_texts, passages_of
from proposals_cli.indexing.proposal_row import (
    ProposalRow,
    aliases_of,
    next_day,
    proposal_row,
    reply_dates,
    values_of,
)
from proposals_cli.indexing.record_rows import names_in, pointers
from proposals_cli.indexing.tokens import Tokens
from proposals_cli.postgres.lexemes import parts_of
from proposals_cli.postgres.schema import MEASURES, PROPOSALS, TOKENS

COLUMNS = {
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
"""The tables that records are written to, with the columns that are given."""

Row = tuple[Any, ...]
Sink = Callable[[str, list[Row]], None]
"""Writes rows of a table."""

Term = tuple[str, str]
"""The facet and the value of a term."""


def today() -> str:
    """Return the date in UTC, on which statuses depend."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def terms_of(proposal: Proposal, day: str) -> list[Term]:
    """Return the terms of a proposal on a day; the last are its fields under "extra"."""
    return [*values_of(proposal, day), *((EXTRA, name) for name in proposal.extra)]


class Rows:
    """Makes the rows of records.

    ``counts`` has what the records add to the counts of terms: (tid, year) → number.
    """

    def __init__(
        self,
        tid: Callable[[str, str], int],
        names: Callable[[str, str], tuple[str, ...]],
        day: str,
    ) -> None:
        """Take what returns the number of a term, and the names of a theme or an agent."""
        self.counts: Counter[tuple[int, int | None]] = Counter()
        self.rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        self._tid = tid
        self._names = names
        self._day = day
        self._texts: list[tuple[str, Row, tuple[str, ...]]] = []
        self._characters = 0
        self._tokens = Tokens()

    @property
    def waiting(self) -> tuple[int, int]:
        """How many texts wait to be written, and how many characters they have."""
        return len(self._texts), self._characters

    def add_proposal(self, seq: int, proposal: Proposal) -> None:
        """Add the rows of a proposal, whose number is ``seq``."""
        values = list(values_of(proposal, self._day))
        row = proposal_row(proposal, values)
        tids = [self._tid(*pair) for pair in values]
        self.count(proposal, 1)
        raw = encode_record(proposal)
        self.rows["proposal"].append((seq, *row, tids, next_day(proposal, self._day)))
        self.rows["document"].append((seq, raw.decode(), *extra_arrays(proposal.extra)))
        if times := reply_dates(proposal):
            self.rows["reply"].append((seq, times))
        self.rows["alias"] += dict.fromkeys(aliases_of(proposal))
        self._add_former_ids("proposals", proposal)
        self.add_text("words", (seq,), "proposals", raw)

    def count(self, proposal: Proposal, by: int) -> None:
        """Add a proposal to the counts, or take it away: ``by`` is 1 or -1."""
        year = proposal.stated_year
        for facet, value in terms_of(proposal, self._day):
            self.counts[self._tid(facet, value), year if facet == "theme" else None] += by
        self.counts[PROPOSALS, year] += by
        self.counts[MEASURES, None] += by * len(proposal.measures)

    def add_record(self, record: Record) -> None:
        """Add the rows of a record that is no proposal."""
        table, raw = table_of(record), encode_record(record)
        self.rows["record"].append((table, record.id, raw.decode()))
        self.rows["pointer"] += [
            (table, field, target, record.id) for field, target in dict.fromkeys(pointers(record))
        ]
        self._add_former_ids(table, record)
        if names_in(record):
            self._tid(KIND_OF[table], record.id)
        self.add_text("record_words", (table, record.id), table, raw)

    def add_text(self, rows: str, key: Row, table: str, raw: bytes) -> None:
        """Add the words of a record to the table ``rows``, under a key."""
        texts = column_texts(passages_of(msgspec.json.decode(raw), self._names, table))
        self._texts.append((rows, key, texts))
        self._characters += sum(map(len, texts))

    def write(self, sink: Sink) -> None:
        """Write all rows and forget them; ``counts`` are kept."""
        documents = self._tokens.of([texts for _, _, texts in self._texts])
        for (rows, key, _), tokens in zip(self._texts, documents, strict=True):
            parts = list(parts_of(tokens))
            if rows == "words":
                self.counts[TOKENS, None] += sum(part.tokens for part in parts)
            self.rows[rows] += [(*key, number, *part) for number, part in enumerate(parts)]
        self._texts, self._characters = [], 0
        for table, rows_ in self.rows.items():
            if rows_:
                sink(table, rows_)
                rows_.clear()

    def _add_former_ids(self, table: str, record: Record) -> None:
        self.rows["former"] += dict.fromkeys(
            (fold_key(name), table, record.id) for name in record.former_ids
        )


def name_keys(value: str, names: Iterable[str]) -> dict[str, None]:
    """Return the keys under which a value is found: of itself and of its names."""
    return dict.fromkeys(fold_key(name) for name in (value, *names))


def extra_arrays(extra: dict[str, Any]) -> tuple[list[str] | None, list[str] | None]:
    """Return the columns ``extra_keys`` and ``extra_values`` of what stands under "extra"."""
    found = list(dict.fromkeys(leaves(extra)))
    if not found:
        return None, None
    keys = dict.fromkeys(f"{path}\x1f{fold_key(value)}" for path, value in found)
    return list(keys), [f"{path}\x1f{value}" for path, value in found]
