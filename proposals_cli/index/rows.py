"""The rows of the index: add the rows of a record to its tables, and remove them."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from proposals_cli.domain.model.decoding import (
    decode_proposal,
    decode_record,
    encode_record,
    table_of,
)
from proposals_cli.domain.model.records import (
    Proposal,
    Record,
)
from proposals_cli.domain.model.vocabulary import KIND_OF, TABLE_OF
from proposals_cli.domain.query.facets import AGENT_FACETS, EXTRA, FACETS
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.indexing.proposal_row import (
    aliases_of,
    as_json,
    day_of,
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

if TYPE_CHECKING:
    from proposals_cli.domain.model.parts import Series


class IndexRows:
    """Turn records into rows, with changes of counts in memory until ``finish``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.today = datetime.now(UTC).strftime("%Y-%m-%d")
        self.next_day: str | None = None
        self.tids: dict[tuple[str, str], int] = {}
        self.counts: Counter[int] = Counter()
        self.theme_years: Counter[tuple[int, int]] = Counter()
        self.measures = 0
        self.proposals = 0
        self.series_named: dict[str, tuple[int, Series]] = {}
        self.agents: dict[tuple[str, str], Names | None] = {}
        self.unnamed: set[tuple[str, str]] = set()
        self.left: dict[int, tuple[str, str]] = {}
        self.rows: list[tuple[Any, ...]] = []
        self.documents: list[tuple[int, bytes]] = []
        self.replies: list[tuple[int, str]] = []
        self.links: list[tuple[int, int, int]] = []
        self.aliases: list[tuple[str, str]] = []
        self.gone_links: set[tuple[int, int, int]] = set()
        self.gone_aliases: set[tuple[str, str]] = set()
        last = connection.execute("SELECT max(tid) FROM term").fetchone()[0]
        self.next_tid = (last or 0) + 1
        self.fresh = last is None

    def add_proposal(self, seq: int, hash_: bytes, proposal: Proposal) -> None:
        """Add a proposal with its values and names."""
        values = values_of(proposal, self.today)
        row = proposal_row(proposal, values)
        tids = [self.tids.get(pair) or self.tid(*pair) for pair in values]
        self.counts.update(tids)
        self.links += [(tid, row.day, seq) for tid in tids]
        if row.year is not None:
            for theme in dict.fromkeys(proposal.themes):
                self.theme_years[self.tid("theme", theme), row.year] += 1
        for name in proposal.extra:
            self.counts[self.tid(EXTRA, name)] += 1
        if row.year is not None:
            self.theme_years[0, row.year] += 1
        for series in proposal.series:
            # if proposals name it differently, the first one by id decides
            if seq < self.series_named.get(series.id, (seq + 1,))[0]:
                self.series_named[series.id] = (seq, series)
        self.proposals += 1
        self.measures += row.measures
        self.aliases += aliases_of(proposal)
        self.add_former_ids("proposals", proposal)
        self.rows.append((seq, *row, hash_))
        self.documents.append((seq, encode_record(proposal)))
        if times := reply_dates(proposal):
            self.replies.append((seq, times))
        if day := next_day(proposal, self.today):
            self.next_day = min(day, self.next_day or day)

    def id_of(self, seq: Any) -> str:
        """Return the id of a proposal."""
        (id_,) = self.connection.execute("SELECT id FROM proposal WHERE seq = ?", (seq,)).fetchone()
        return str(id_)

    def remove_proposal(self, seq: Any) -> None:
        """Remove a proposal; its values and names are gone after ``flush``."""
        (raw,) = self.connection.execute(
            "SELECT raw FROM document WHERE seq = ?", (seq,)
        ).fetchone()
        proposal = decode_proposal(raw)
        day, year = day_of(proposal), proposal.stated_year
        for facet, value in values_of(proposal, self.today):
            tid = self.tid(facet, value)
            self.counts[tid] -= 1
            self.left[tid] = (facet, value)
            self.gone_links.add((tid, day, seq))
            if facet == "theme" and year is not None:
                self.theme_years[tid, year] -= 1
        for name in proposal.extra:
            tid = self.tid(EXTRA, name)
            self.counts[tid] -= 1
            self.left[tid] = (EXTRA, name)
        if year is not None:
            self.theme_years[0, year] -= 1
        self.proposals -= 1
        self.measures -= len(proposal.measures)
        self.gone_aliases.update(aliases_of(proposal))
        self.remove_former_ids("proposals", proposal)
        for name in ("reply", "document", "proposal"):
            self.connection.execute(f"DELETE FROM {name} WHERE seq = ?", (seq,))

    def add_record(self, hash_: bytes, record: Record) -> None:
        """Add a record of a small table, with its references and the names of its value."""
        table = table_of(record)
        self.connection.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?)",
            (table, record.id, hash_, encode_record(record)),
        )
        self.connection.executemany(
            "INSERT OR IGNORE INTO pointer VALUES (?, ?, ?, ?)",
            [(table, field, target, record.id) for field, target in pointers(record)],
        )
        self.add_former_ids(table, record)
        if names := names_in(record):
            self.name(KIND_OF[table], record.id, *names)
            if table in AGENT_TABLES:
                self.agents[table, record.id] = names

    def remove_record(self, table: str, id_: str) -> None:
        """Remove a record of a small table."""
        (raw,) = self.connection.execute(
            'SELECT raw FROM record WHERE "table" = ? AND id = ?', (table, id_)
        ).fetchone()
        self.remove_former_ids(table, decode_record(table, raw))
        self.connection.execute('DELETE FROM record WHERE "table" = ? AND id = ?', (table, id_))
        self.connection.execute('DELETE FROM pointer WHERE "table" = ? AND id = ?', (table, id_))
        if (facet := KIND_OF[table]) in FACETS:
            tid = self.tid(facet, id_)
            self.left[tid] = (facet, id_)
            self.remove_names(facet, tid, id_)
            if table in AGENT_TABLES:
                self.agents[table, id_] = None

    def add_former_ids(self, table: str, record: Record) -> None:
        """Add the ids that a record had before."""
        if record.former_ids:
            self.connection.executemany(
                "INSERT OR IGNORE INTO former VALUES (?, ?, ?)",
                [(fold_key(name), table, record.id) for name in record.former_ids],
            )

    def remove_former_ids(self, table: str, record: Record) -> None:
        """Remove the ids that a record had before."""
        self.connection.executemany(
            'DELETE FROM former WHERE name = ? AND "table" = ? AND id = ?',
            [(fold_key(name), table, record.id) for name in record.former_ids],
        )

    def tid(self, facet: str, value: str) -> int:
        """Return the number of a value, which is added if it is new."""
        tid = self.tids.get((facet, value))
        if tid is None:
            found = None
            if not self.fresh:
                found = self.connection.execute(
                    "SELECT tid FROM term WHERE facet = ? AND value = ?", (facet, value)
                ).fetchone()
            if found:
                tid = int(found[0])
            else:
                tid, self.next_tid = self.next_tid, self.next_tid + 1
                names = labels_of(facet, value)
                self.connection.execute(
                    "INSERT INTO term VALUES (?, ?, ?, ?, '[]', 0)",
                    (tid, facet, value, as_json(names)),
                )
                self.add_names(facet, tid, value, *names.values())
                if facet in AGENT_FACETS and not self.fresh:
                    self.unnamed.add((facet, value))
            self.tids[facet, value] = tid
        return tid

    def name(self, facet: str, value: str, names: Mapping[str, str], others: Iterable[str]) -> None:
        """Set the names of a value."""
        tid = self.tid(facet, value)
        others = list(others)
        self.connection.execute(
            "UPDATE term SET names = ?, others = ? WHERE tid = ?",
            (as_json(names), as_json(others), tid),
        )
        self.add_names(facet, tid, *names.values(), *others)

    def add_names(self, facet: str, tid: int, *names: str) -> None:
        """Add names by which a value is found."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?)",
            [(facet, fold_key(name), tid) for name in names],
        )

    def flush(self) -> None:
        """Write the rows collected so far.

        Those that a proposal had before and has again stay: most of a changed one do.
        """
        if self.gone_links or self.gone_aliases:
            self._keep_common_rows()
        self.connection.executemany(
            f"INSERT INTO proposal VALUES ({','.join('?' * 17)})", self.rows
        )
        self.connection.executemany("INSERT INTO document VALUES (?, ?)", self.documents)
        self.connection.executemany("INSERT INTO reply VALUES (?, ?)", self.replies)
        self.connection.executemany("INSERT INTO link VALUES (?, ?, ?)", sorted(self.links))
        self.connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?)", self.aliases)
        self.rows.clear()
        self.documents.clear()
        self.replies.clear()
        self.links.clear()
        self.aliases.clear()

    def _keep_common_rows(self) -> None:
        gone, new = self.gone_links, set(self.links)
        self.links = list(new - gone)
        self.connection.executemany(
            "DELETE FROM link WHERE tid = ? AND day = ? AND seq = ?", sorted(gone - new)
        )
        self.connection.executemany(
            "DELETE FROM alias WHERE name = ? AND id = ?",
            self.gone_aliases.difference(self.aliases),
        )
        self.gone_links.clear()
        self.gone_aliases.clear()

    def finish(self) -> None:
        """Write the remaining rows, and the counts."""
        self.flush()
        self.name_series()
        self.name_agents()
        self.connection.executemany(
            "UPDATE term SET n = n + ? WHERE tid = ?",
            [(n, tid) for tid, n in self.counts.items() if n],
        )
        self.connection.executemany(
            "INSERT INTO theme_year VALUES (?, ?, ?)"
            " ON CONFLICT (tid, year) DO UPDATE SET n = n + excluded.n",
            [(tid, year, n) for (tid, year), n in self.theme_years.items() if n],
        )
        self.connection.execute("DELETE FROM theme_year WHERE n = 0")
        self.remove_unused()
        for key, change in (("proposals", self.proposals), ("measures", self.measures)):
            self.connection.execute(
                "INSERT INTO meta VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
                (key, change),
            )
        if self.next_day:
            self.connection.execute(
                "INSERT INTO meta VALUES ('next_day', ?)"
                " ON CONFLICT (key) DO UPDATE SET value = min(value, excluded.value)",
                (self.next_day,),
            )

    def name_series(self) -> None:
        """Name series as the first proposal by id does."""
        if self.fresh:
            for _, series in self.series_named.values():
                self.name("series", series.id, series.name, ())
            return
        left = {value for facet, value in self.left.values() if facet == "series"}
        for id_ in left | self.series_named.keys():
            tid = self.tid("series", id_)
            first = self.connection.execute(
                "SELECT raw FROM document WHERE seq = (SELECT min(seq) FROM link WHERE tid = ?)",
                (tid,),
            ).fetchone()
            self.remove_names("series", tid, id_)
            if first:
                named = decode_proposal(first[0]).series
                series = next(series for series in named if series.id == id_)
                self.name("series", id_, series.name, ())

    def name_agents(self) -> None:
        """Name the people and bodies that proposals name, whatever they are to them."""
        if self.fresh:
            for facet, value in list(self.tids):
                if facet in AGENT_FACETS:
                    found = (self.agents.get((table, value)) for table in AGENT_TABLES)
                    if names := next(filter(None, found), None):
                        self.name(facet, value, *names)
            return
        changed = {(facet, id_) for _, id_ in self.agents for facet in AGENT_FACETS}
        for facet, value in self.unnamed | changed:
            known = self.connection.execute(
                "SELECT tid FROM term WHERE facet = ? AND value = ?", (facet, value)
            ).fetchone()
            if known:
                self.remove_names(facet, known[0], value)
                if names := self._agent_names(value):
                    self.name(facet, value, *names)

    def _agent_names(self, id_: str) -> Names | None:
        for table in AGENT_TABLES:
            row = self.connection.execute(
                'SELECT raw FROM record WHERE "table" = ? AND id = ?', (table, id_)
            ).fetchone()
            if row:
                return names_in(decode_record(table, row[0]))
        return None

    def remove_names(self, facet: str, tid: int, value: str) -> None:
        """Remove the names of a value, except the value itself."""
        names, others = self.connection.execute(
            "SELECT names, others FROM term WHERE tid = ?", (tid,)
        ).fetchone()
        keys = {fold_key(name) for name in (*json.loads(names).values(), *json.loads(others))}
        self.connection.executemany(
            "DELETE FROM name WHERE facet = ? AND key = ? AND tid = ?",
            [(facet, key, tid) for key in keys - {fold_key(value)}],
        )
        self.connection.execute("UPDATE term SET names = '{}', others = '[]' WHERE tid = ?", (tid,))

    def remove_unused(self) -> None:
        """Remove the values that no proposal has any more and no record describes."""
        for tid, (facet, value) in self.left.items():
            gone = self.connection.execute(
                "SELECT 1 FROM term WHERE tid = ? AND n = 0 AND NOT EXISTS"
                ' (SELECT 1 FROM record WHERE "table" = ? AND id = value)',
                (tid, TABLE_OF.get(facet)),
            ).fetchone()
            if gone:
                self.remove_names(facet, tid, value)
                self.connection.execute("DELETE FROM term WHERE tid = ?", (tid,))
                self.connection.execute(
                    "DELETE FROM name WHERE facet = ? AND key = ? AND tid = ?",
                    (facet, fold_key(value), tid),
                )
