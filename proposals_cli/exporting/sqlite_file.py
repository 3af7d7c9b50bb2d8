"""Write SQLite: all tables with their relations and a full-text search, as for Datasette."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from proposals_cli import __version__
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Fact, Note, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import label
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.exporting.selection import ExportOptions, Selection
from proposals_cli.exporting.sqlite_ngrams import ngrams
from proposals_cli.exporting.sqlite_tables import INDEXES, TABLES, TEXT, VIEWS

SqlValue = str | int | None
SqlRow = tuple[SqlValue, ...]

BATCH = 20_000
"""Rows that are written at a time."""

MAX_NGRAM_IN_NAMES, MAX_NGRAM_IN_TEXT = 6, 4
"""Length of the longest Chinese word that the search finds in titles and names, and in text."""


def write(selection: Selection, path: Path, _options: ExportOptions) -> None:
    """Write a database of the selection to an empty file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # The file gets its name only when it is complete, so writing it need not be crash-safe.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.executescript(TABLES)
        connection.execute("BEGIN")
        writer = _TableWriter(connection, selection)
        for proposal in selection.proposals(by_id=True):
            writer.add_proposal(proposal)
        for table in ("people", "themes", "sources", "facts", "notes"):
            for record in selection.records(table):
                writer.add(record)
        writer.flush()
        _satisfy_foreign_keys(connection)
        connection.execute("COMMIT")
        connection.executescript(INDEXES + VIEWS + TEXT)
        connection.execute("ANALYZE")


class _TableWriter:
    """Collect rows of the tables and write many at a time."""

    def __init__(self, connection: sqlite3.Connection, selection: Selection) -> None:
        self.connection = connection
        self.selection = selection
        self.rows: dict[str, list[SqlRow]] = {}
        self.pending = 0
        self.row("about", "program", f"prop {__version__}")
        self.row("about", "whole base", "yes" if selection.is_whole_base else "no")
        self.row(
            "about",
            "search",
            "proposal_fts finds English by stem, and Chinese words of up to"
            f" {MAX_NGRAM_IN_NAMES} characters in titles and names, {MAX_NGRAM_IN_TEXT} elsewhere.",
        )

    def row(self, table: str, *values: SqlValue) -> None:
        self.rows.setdefault(table, []).append(values)
        self.pending += 1
        if self.pending >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the pending rows."""
        for table, rows in self.rows.items():
            placeholders = ", ".join("?" * len(rows[0]))
            # Series and regions are repeated with every proposal that has them.
            self.connection.executemany(
                f"INSERT OR IGNORE INTO {table} VALUES ({placeholders})", rows
            )
        self.rows.clear()
        self.pending = 0

    def listed(
        self, table: str, owner: str, values: Iterable[SqlValue | tuple[SqlValue, ...]]
    ) -> None:
        """Add one row per value: owner, position, and the value or its parts."""
        for position, value in enumerate(values):
            parts = value if isinstance(value, tuple) else (value,)
            self.row(table, owner, position, *parts)

    def cite(self, claim: str, citations: Iterable[Citation], **of: str) -> None:
        """Add citations; ``of`` names the records they belong to."""
        owners = [
            of.get(column)
            for column in (
                "proposal", "measure", "response", "uptake", "title_variant", "fact", "note",
            )
        ]  # fmt: skip
        for position, citation in enumerate(citations):
            self.row(
                "citation",
                None,
                *owners,
                claim,
                position,
                citation.source,
                citation.locator,
                citation.quote,
            )

    def add_proposal(self, proposal: Proposal) -> None:
        id_, title, status = proposal.id, proposal.title, proposal.status
        self.row(
            "proposal",
            id_,
            proposal.year,
            proposal.body,
            proposal.term,
            proposal.session,
            proposal.kind.value,
            label(proposal.kind, "zh"),
            _joined(proposal.kind_terms),
            title.en,
            title.en_basis,
            title.zh,
            title.zh_basis,
            title.topic_zh,
            title.note,
            proposal.problem.text if proposal.problem else None,
            status.value.value,
            status.as_reported,
            proposal.continues_note,
            json.dumps(proposal.extra, ensure_ascii=False) if proposal.extra else None,
            self.searchable_text(proposal),
        )
        self.cite("title", title.citations, proposal=id_)
        self.cite("status", status.citations, proposal=id_)
        if proposal.problem:
            self.cite("problem", proposal.problem.citations, proposal=id_)
        self.listed("proposal_person", id_, proposal.people)
        self.listed("proposal_theme", id_, proposal.themes)
        self.listed("proposal_region", id_, proposal.regions)
        self.listed("proposal_series", id_, [series.id for series in proposal.series])
        self.listed("proposal_entity", id_, proposal.entities)
        cited = {citation.source for citation in proposal.citations()}
        sources = [(source, int(source in cited)) for source in proposal.all_sources()]
        self.listed("proposal_source", id_, sources)
        self.listed("proposal_continues", id_, proposal.continues)
        self.listed("proposal_former_id", id_, proposal.former_ids)
        self.listed("proposal_note", id_, proposal.notes)
        self.listed("identifier", id_, [(one.scheme, one.value) for one in proposal.identifiers])
        for region in proposal.regions:
            self.row("region", region)
        for series in proposal.series:
            self.row("series", series.id, series.name.en, series.name.zh)
        self.statements(proposal)

    def statements(self, proposal: Proposal) -> None:
        """Add title variants, measures, replies and later policy with their citations."""
        for position, variant in enumerate(proposal.title.variants):
            id_ = f"{proposal.id}#title{position + 1}"
            self.row("title_variant", id_, proposal.id, position, variant.en, variant.zh)
            self.cite("title", variant.citations, proposal=proposal.id, title_variant=id_)
        for position, measure in enumerate(proposal.measures):
            id_ = f"{proposal.id}#{measure.id}"
            self.row(
                "measure", id_, proposal.id, position, measure.text, measure.area, measure.horizon
            )
            self.listed("measure_actor", id_, measure.actors)
            self.cite("measure", measure.citations, proposal=proposal.id, measure=id_)
        for position, response in enumerate(proposal.responses):
            id_ = f"{proposal.id}#reply{position + 1}"
            self.row(
                "response", id_, proposal.id, position, response.who, response.when, response.text
            )
            self.cite("response", response.citations, proposal=proposal.id, response=id_)
        for position, statement in enumerate(proposal.uptake):
            id_ = f"{proposal.id}#uptake{position + 1}"
            self.row("uptake", id_, proposal.id, position, statement.text)
            self.cite("uptake", statement.citations, proposal=proposal.id, uptake=id_)

    def searchable_text(self, proposal: Proposal) -> str:
        """Return the searchable text besides titles and problem."""
        names = [*proposal.entities, *proposal.regions]
        for named in (
            *map(self.selection.theme, proposal.themes),
            *map(self.selection.person, proposal.people),
            *proposal.series,
        ):
            if named:
                names += filter(None, (named.name.en, named.name.zh))
        title = proposal.title
        titles = [title.en, title.zh, title.topic_zh]
        titles += [text for variant in title.variants for text in (variant.en, variant.zh)]
        texts = [measure.text for measure in proposal.measures]
        texts += [f"{response.who}: {response.text}" for response in proposal.responses]
        texts += [statement.text for statement in proposal.uptake]
        texts += [area for measure in proposal.measures if (area := measure.area)]
        problem = [proposal.problem.text] if proposal.problem else []
        chinese = [
            ngrams([*names, *filter(None, titles)], MAX_NGRAM_IN_NAMES),
            ngrams([*texts, *problem], MAX_NGRAM_IN_TEXT),
        ]
        return one_line(" | ".join(filter(None, [*names, *texts, *chinese])))

    def add(self, record: Record) -> None:
        match record:
            case Person():
                self.row("person", record.id, record.name.en, record.name.zh)
                self.listed("person_name", record.id, record.other_names)
                self.listed("person_role", record.id, record.roles)
            case Theme():
                cap = (record.cap.code, record.cap.name) if record.cap else (None, None)
                name = (record.name.en, record.name.zh)
                self.row("theme", record.id, *name, record.description, *cap)
            case Source():
                self.row(
                    "source",
                    record.id,
                    record.kind,
                    record.publisher,
                    record.title,
                    record.date,
                    record.url,
                    record.language,
                    record.machine_translated_from,
                    record.extent_read,
                    record.note,
                    record.text,
                )
            case Fact():
                self.row(
                    "fact",
                    record.id,
                    record.kind.value,
                    record.person,
                    record.year,
                    _joined(record.proposals),
                    record.value,
                    record.text,
                    record.assessment,
                )
                for proposal in record.proposals:
                    self.row("fact_proposal", record.id, proposal)
                self.cite("fact", record.citations, fact=record.id)
            case Note():
                self.row(
                    "note",
                    record.id,
                    record.source,
                    record.locator,
                    record.words,
                    record.original,
                    record.meaning,
                    record.explanation,
                )
                self.cite("note", record.citations, note=record.id)


def _joined(values: Iterable[str]) -> str | None:
    return "|".join(values) or None


def _satisfy_foreign_keys(connection: sqlite3.Connection) -> None:
    """Make every foreign key point at a row.

    An id without a record (a person not entered yet) gets a row with nothing but the id. A fact's
    link to a proposal outside this file is removed; its id remains in ``fact.proposals``.
    """
    connection.execute("DELETE FROM fact_proposal WHERE proposal NOT IN (SELECT id FROM proposal)")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for key in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            target, column = key[2], key[3]
            if target in ("person", "theme", "source"):
                kind = ", kind" if target == "source" else ""
                unknown = ", 'unknown'" if target == "source" else ""
                connection.execute(
                    f"INSERT OR IGNORE INTO {target} (id{kind})"
                    f" SELECT DISTINCT {column}{unknown} FROM {table} WHERE {column} IS NOT NULL"
                )
