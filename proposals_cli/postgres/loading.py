"""Fill the tables of a new base from records, in one transaction and bounded memory."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import TABLES, Proposal, Record
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.query.facets import AGENT_FACETS
from proposals_cli.indexing.proposal_row import as_json
from proposals_cli.indexing.record_rows import AGENT_TABLES, Names, labels_of, names_in
from proposals_cli.postgres.copying import copy_rows
from proposals_cli.postgres.rows import COLUMNS, Row, Rows, name_keys, today

if TYPE_CHECKING:
    from proposals_cli.domain.model.parts import Series
    from proposals_cli.postgres.connection import Connection

BATCH, CHARACTERS = 1_000, 4_000_000
"""Records, and characters of their text, that are sent at once: whichever comes first."""

LOADING_ORDER = (*(table for table in TABLES if table not in ("facts", "notes", "proposals")),
                 "facts", "notes", "proposals")  # fmt: skip
"""The order of tables in which records come: the names that a text contains before the text."""


class Loader:
    """Turns records into rows of empty tables."""

    def __init__(self, connection: "Connection") -> None:
        """Take a connection with an open transaction."""
        self._connection = connection
        self._rows = Rows(self._tid, self._names_of, today())
        self._tids: dict[tuple[str, str], int] = {}
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
            texts, characters = self._rows.waiting
            if texts >= BATCH or characters >= CHARACTERS:
                self._rows.write(self._copy)
        self._finish()
        return self._proposals

    def _add_proposal(self, proposal: Proposal) -> None:
        self._proposals += 1
        self._rows.add_proposal(self._proposals, proposal)
        for series in proposal.series:
            # if proposals name it differently, the first one by id decides
            if proposal.id < self._series.get(series.id, ("\U0010ffff",))[0]:
                self._series[series.id] = (proposal.id, series)

    def _add_record(self, record: Record) -> None:
        if names := names_in(record):
            self._names[KIND_OF[table_of(record)], record.id] = names
        self._rows.add_record(record)

    def _names_of(self, what: str, id_: str) -> tuple[str, ...]:
        facets = ("theme",) if what == "theme" else tuple(map(KIND_OF.__getitem__, AGENT_TABLES))
        for facet in facets:
            if found := self._names.get((facet, id_)):
                return (*found[0].values(), *found[1])
        return ()

    def _tid(self, facet: str, value: str) -> int:
        return self._tids.setdefault((facet, value), len(self._tids) + 1)

    def _copy(self, table: str, rows: list[Row]) -> None:
        copy_rows(self._connection, table, COLUMNS[table], rows)

    def _finish(self) -> None:
        self._rows.write(self._copy)
        for id_, (_, series) in self._series.items():
            self._names["series", id_] = series.name, ()
        rows = self._rows.rows
        keys: dict[Row, None] = {}
        for (facet, value), tid in self._tids.items():
            names, others = self._names_of_term(facet, value)
            others = list(others)
            rows["term"].append((tid, facet, value, as_json(names), as_json(others)))
            keyed = name_keys(value, (*names.values(), *others))
            keys |= dict.fromkeys((facet, key, tid) for key in keyed)
        rows["name"] += keys
        rows["counted"] += [(*key, n) for key, n in self._rows.counts.items() if n]
        self._rows.write(self._copy)
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
