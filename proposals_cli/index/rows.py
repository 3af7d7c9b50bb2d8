"""The rows of the index: add the rows of a record to its tables, and remove them."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from proposals_cli.domain.model.decoding import decode_proposal, encode_record, table_of
from proposals_cli.domain.model.parts import Series
from proposals_cli.domain.model.records import Fact, Note, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import KIND_OF, LABELS, TABLE_OF
from proposals_cli.domain.query.facets import FACETS, MISSING, facet_values
from proposals_cli.domain.text.normalise import fold_key

_LABELS_OF = {"missing": MISSING, "kind": LABELS, "status": LABELS, "horizon": LABELS}
"""The facets with a closed vocabulary, with the labels of their values."""


class IndexRows:
    """Turn records into rows, with changes of counts in memory until ``finish``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tids: dict[tuple[str, str], int] = {}
        self.counts: Counter[int] = Counter()
        self.theme_years: Counter[tuple[int, int]] = Counter()
        self.measures = 0
        self.proposals = 0
        self.series_named: dict[str, tuple[int, Series]] = {}
        self.left: dict[int, tuple[str, str]] = {}
        self.rows: list[tuple[Any, ...]] = []
        self.links: list[tuple[int, int, int]] = []
        self.aliases: list[tuple[str, str]] = []
        last = connection.execute("SELECT max(tid) FROM term").fetchone()[0]
        self.next_tid = (last or 0) + 1
        self.fresh = last is None

    def add_proposal(self, seq: int, hash_: bytes, proposal: Proposal) -> None:
        """Add a proposal with its values and names."""
        sources = 0
        for facet, value in dict.fromkeys(facet_values(proposal)):
            tid = self.tid(facet, value)
            self.counts[tid] += 1
            self.links.append((tid, proposal.year, seq))
            sources += facet == "source"
            if facet == "theme":
                self.theme_years[tid, proposal.year] += 1
        self.theme_years[0, proposal.year] += 1
        for series in proposal.series:
            # if proposals name it differently, the first one by id decides
            if seq < self.series_named.get(series.id, (seq + 1,))[0]:
                self.series_named[series.id] = (seq, series)
        self.proposals += 1
        self.measures += len(proposal.measures)
        self.aliases += _aliases(proposal)
        self.rows.append(
            (
                seq,
                proposal.id,
                proposal.year,
                proposal.kind.value,
                proposal.status.value.value,
                proposal.title.en,
                proposal.title.zh,
                proposal.title.topic_zh,
                _list(proposal.people),
                _list(proposal.themes),
                _list(proposal.regions),
                _list(series.id for series in proposal.series),
                len(proposal.measures),
                sources,
                hash_,
                encode_record(proposal),
            )
        )

    def remove_proposal(self, seq: Any) -> str:
        """Remove a proposal and return its id."""
        id_, raw = self.connection.execute(
            "SELECT id, raw FROM proposal WHERE seq = ?", (seq,)
        ).fetchone()
        proposal = decode_proposal(raw)
        links = []
        for facet, value in dict.fromkeys(facet_values(proposal)):
            tid = self.tid(facet, value)
            self.counts[tid] -= 1
            self.left[tid] = (facet, value)
            links.append((tid, proposal.year, seq))
            if facet == "theme":
                self.theme_years[tid, proposal.year] -= 1
        self.theme_years[0, proposal.year] -= 1
        self.proposals -= 1
        self.measures -= len(proposal.measures)
        self.connection.executemany("DELETE FROM link WHERE tid=? AND year=? AND seq=?", links)
        self.connection.executemany(
            "DELETE FROM alias WHERE name = ? AND id = ?", _aliases(proposal)
        )
        self.connection.execute("DELETE FROM proposal WHERE seq = ?", (seq,))
        return str(id_)

    def add_record(self, hash_: bytes, record: Record) -> None:
        """Add a record of a small table, with its references and the names of its value."""
        table = table_of(record)
        self.connection.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?)",
            (table, record.id, hash_, encode_record(record)),
        )
        self.connection.executemany(
            "INSERT OR IGNORE INTO pointer VALUES (?, ?, ?, ?)",
            [(table, field, target, record.id) for field, target in _pointers(record)],
        )
        match record:
            case Theme():
                self.name("theme", record.id, record.name.en, record.name.zh)
            case Person():
                self.name("person", record.id, record.name.en, record.name.zh, record.other_names)
            case Source():
                self.name("source", record.id, record.title, None)

    def remove_record(self, table: str, id_: str) -> None:
        """Remove a record of a small table."""
        self.connection.execute('DELETE FROM record WHERE "table" = ? AND id = ?', (table, id_))
        self.connection.execute('DELETE FROM pointer WHERE "table" = ? AND id = ?', (table, id_))
        if (facet := KIND_OF[table]) in FACETS:
            tid = self.tid(facet, id_)
            self.left[tid] = (facet, id_)
            self.remove_names(facet, tid, id_)

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
                en, zh = _LABELS_OF.get(facet, {}).get(value, (None, None))
                self.connection.execute(
                    "INSERT INTO term VALUES (?, ?, ?, ?, ?, 0)", (tid, facet, value, en, zh)
                )
                self.add_names(facet, tid, value, en, zh)
            self.tids[facet, value] = tid
        return tid

    def name(
        self, facet: str, value: str, en: str | None, zh: str | None, others: Iterable[str] = ()
    ) -> None:
        """Set the names of a value."""
        tid = self.tid(facet, value)
        self.connection.execute("UPDATE term SET en = ?, zh = ? WHERE tid = ?", (en, zh, tid))
        self.add_names(facet, tid, en, zh, *others)

    def add_names(self, facet: str, tid: int, *names: str | None) -> None:
        """Add names by which a value is found."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?)",
            [(facet, fold_key(name), tid) for name in names if name],
        )

    def flush(self) -> None:
        """Write the rows collected so far."""
        self.connection.executemany(
            f"INSERT INTO proposal VALUES ({','.join('?' * 16)})", self.rows
        )
        self.connection.executemany("INSERT INTO link VALUES (?, ?, ?)", sorted(self.links))
        self.connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?)", self.aliases)
        self.rows.clear()
        self.links.clear()
        self.aliases.clear()

    def finish(self) -> None:
        """Write the remaining rows, and the counts."""
        self.flush()
        self.name_series()
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

    def name_series(self) -> None:
        """Name series as the first proposal by id does."""
        if self.fresh:
            for _, series in self.series_named.values():
                self.name("series", series.id, series.name.en, series.name.zh)
            return
        left = {value for facet, value in self.left.values() if facet == "series"}
        for id_ in left | self.series_named.keys():
            tid = self.tid("series", id_)
            first = self.connection.execute(
                "SELECT raw FROM proposal WHERE seq = (SELECT min(seq) FROM link WHERE tid = ?)",
                (tid,),
            ).fetchone()
            self.remove_names("series", tid, id_)
            if first:
                named = decode_proposal(first[0]).series
                series = next(series for series in named if series.id == id_)
                self.name("series", id_, series.name.en, series.name.zh)

    def remove_names(self, facet: str, tid: int, value: str) -> None:
        """Remove the names of a value, except the value itself."""
        self.connection.execute("UPDATE term SET en = NULL, zh = NULL WHERE tid = ?", (tid,))
        self.connection.execute(
            "DELETE FROM name WHERE facet = ? AND tid = ? AND key <> ?",
            (facet, tid, fold_key(value)),
        )

    def remove_unused(self) -> None:
        """Remove the values that no proposal has any more and no record describes."""
        for tid, (facet, value) in self.left.items():
            gone = self.connection.execute(
                "SELECT en, zh FROM term WHERE tid = ? AND n = 0 AND NOT EXISTS"
                ' (SELECT 1 FROM record WHERE "table" = ? AND id = value)',
                (tid, TABLE_OF.get(facet)),
            ).fetchone()
            if gone:
                self.connection.execute("DELETE FROM term WHERE tid = ?", (tid,))
                self.connection.executemany(
                    "DELETE FROM name WHERE facet = ? AND key = ? AND tid = ?",
                    [(facet, fold_key(name), tid) for name in (value, *gone) if name],
                )


def _pointers(record: Record) -> Iterator[tuple[str, str]]:
    match record:
        case Fact():
            for proposal in record.proposals:
                yield "proposals", proposal
            if record.person:
                yield "person", record.person
            if record.year:
                yield "year", str(record.year)
            yield "kind", record.kind
        case Note():
            yield "source", record.source
        case Source():
            if record.url:
                yield "url", record.url


def _aliases(proposal: Proposal) -> list[tuple[str, str]]:
    names = (*proposal.former_ids, *(number.value for number in proposal.identifiers))
    return [(fold_key(name), proposal.id) for name in names]


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
