"""Write SQLite: all tables with their relations and a full-text search, as for Datasette."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from proposals_cli import __version__
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import Citation, Shape
from proposals_cli.domain.model.records import TABLES, BaseInfo, Person, Proposal, Record
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.presenting.csl import cited_title
from proposals_cli.domain.presenting.forms import Form, FormField, form_fields
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.domain.text.searchable import passages
from proposals_cli.exporting.selection import ExportOptions, Selection
from proposals_cli.exporting.sqlite_ngrams import ngrams
from proposals_cli.exporting.sqlite_schema import CITATION, KEY, all_tables, links
from proposals_cli.exporting.sqlite_views import TEXT_SEARCH, TextColumns, views

SqlValue = str | int | float | None
SqlRow = dict[str, SqlValue]

BATCH = 20_000
"""Rows that are written at a time."""

MAX_NGRAM_IN_NAMES, MAX_NGRAM_IN_TEXT = 6, 4
"""Length of the longest Chinese word that the search finds in titles and names, and in text."""


def write(selection: Selection, path: Path, options: ExportOptions) -> None:
    """Write a database of the selection to an empty file."""
    tables = all_tables()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # The file gets its name only when it is complete, so writing it need not be crash-safe.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for table in tables:
            connection.execute(table.statement())
        connection.execute("BEGIN")
        writer = _Writer(connection, selection, options)
        writer.add_about()
        for name in TABLES:
            for record in selection.records(name):
                writer.add(record)
        writer.flush()
        _satisfy_foreign_keys(connection)
        connection.execute("COMMIT")
        for table in tables:
            for statement in table.indexes():
                connection.execute(statement)
        for statement in views(writer.texts, selection.languages(), options.languages):
            connection.execute(statement)
        connection.executescript(TEXT_SEARCH)
        connection.execute("ANALYZE")


class _Place(NamedTuple):
    """Where a part stands: the table and id of its record, and its own table and row."""

    root: str
    root_id: str
    table: str
    row_id: str

    @property
    def is_record(self) -> bool:
        """Whether this is the record itself."""
        return self.table == self.root

    def owner(self) -> SqlRow:
        """Return the columns by which a row below this one refers to it."""
        record: SqlRow = {self.root: self.root_id}
        return record if self.is_record else record | {"owner": self.row_id}


class _Writer:
    """Collect rows of the tables and write many at a time."""

    def __init__(
        self, connection: sqlite3.Connection, selection: Selection, options: ExportOptions
    ) -> None:
        self.connection = connection
        self.selection = selection
        self.languages = options.languages
        self.texts: TextColumns = {}
        self.rows: dict[str, list[SqlRow]] = {}
        self.pending = 0

    def row(self, table: str, row: SqlRow) -> None:
        self.rows.setdefault(table, []).append(row)
        self.pending += 1
        if self.pending >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the pending rows."""
        for table, rows in self.rows.items():
            columns = dict.fromkeys(column for row in rows for column in row)
            names = ", ".join(f'"{column}"' for column in columns)
            self.connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})",
                (tuple(map(row.get, columns)) for row in rows),
            )
        self.rows.clear()
        self.pending = 0

    def add_about(self) -> None:
        """Add what the base says of itself, and what this file is."""
        base = self.selection.base()
        values = {f"base {one.name}": getattr(base, one.name) for one in form_fields(BaseInfo)}
        values["program"] = f"prop {__version__}"
        values["whole base"] = "yes" if self.selection.is_whole_base else "no"
        values["search"] = (
            "proposal_fts finds English by stem, and Chinese words of up to"
            f" {MAX_NGRAM_IN_NAMES} characters in titles and names, {MAX_NGRAM_IN_TEXT} elsewhere."
        )
        for key, value in values.items():
            if value is not None:
                self.row("about", {"key": key, "value": _sql(value)})

    def add(self, record: Record) -> None:
        """Add a record with everything in it."""
        kind = KIND_OF[table_of(record)]
        row: SqlRow = {}
        match record:
            case Proposal():
                row |= self.found(record)
            case Person():
                row["name"] = self.languages.text(record.name)
        self.part(record, row, _Place(kind, record.id, kind, record.id))

    def part(self, shape: Shape, row: SqlRow, place: _Place) -> None:
        """Add the row of a part, and the rows below it."""
        self.fill(shape, row, place, "")
        self.row(place.table, row)

    def fill(self, shape: Shape, row: SqlRow, place: _Place, prefix: str) -> None:
        """Fill the columns of a part, and add the rows below it."""
        for one in form_fields(type(shape)):
            value = getattr(shape, one.name)
            if one.name == "sources" and isinstance(shape, Proposal):
                self.sources(shape)
            elif value is not None and value not in ((), {}):
                self.field(type(shape), one, value, row, place, prefix + one.name)

    def field(
        self,
        shape: type[Shape],
        one: FormField,
        value: Any,
        row: SqlRow,
        place: _Place,
        column: str,
    ) -> None:
        """Fill the columns of a field that is not empty, or add its rows."""
        if one.part is Citation:
            self.cite(column.removesuffix("citations").rstrip("_"), value, place)
            return
        match one.form:
            case Form.TEXT:
                self.text(place.table, column, value, row)
            case Form.PART:
                self.fill(value, row, place, f"{column}_")
            case Form.LIST:
                self.listed(f"{place.table}_{column}", links(shape, one.name), value, place)
            case Form.PARTS:
                self.parts(column, value, place)
            case Form.PARTS_BY_LANGUAGE:
                self.parts(column, value.values(), place, tuple(value))
            case Form.VALUE if len(links(shape, one.name)) > 1:
                is_body = self.selection.person(value) is None and self.selection.body(value)
                row["body" if is_body else "person"] = value
            case _:
                is_key = one.name == "id" and not place.is_record
                row[KEY if is_key else column] = _sql(value)

    def text(self, table: str, column: str, text: Mapping[str, str], row: SqlRow) -> None:
        """Fill one column for each language of a text; it is made when the language occurs."""
        known = self.texts.setdefault((table, column), {})
        for tag, words in text.items():
            if tag not in known:
                known[tag] = f"{column}_{tag.replace('-', '_')}"
                self.connection.execute(f'ALTER TABLE {table} ADD COLUMN "{known[tag]}" TEXT')
            row[known[tag]] = words

    def listed(
        self, table: str, targets: tuple[str, ...], values: Iterable[SqlValue], place: _Place
    ) -> None:
        name = targets[0] if targets else "value"
        for position, value in enumerate(values):
            self.row(table, place.owner() | {"position": position, name: _sql(value)})

    def parts(
        self, column: str, parts: Iterable[Shape], place: _Place, languages: tuple[str, ...] = ()
    ) -> None:
        """Add a row for each part. Its id is that of the row above with ``#`` and its own."""
        table = f"{place.table}_{column}"
        taken = set()
        for position, part in enumerate(parts):
            own = getattr(part, "id", None) or f"{column}{position + 1}"
            id_ = f"{place.row_id}#{own if own not in taken else f'{own}-{position + 1}'}"
            taken.add(own)
            row: SqlRow = {"id": id_, **place.owner(), "position": position}
            if languages:
                row["language"] = languages[position]
            self.part(part, row, _Place(place.root, place.root_id, table, id_))

    def cite(self, field: str, citations: Iterable[Citation], place: _Place) -> None:
        claim = place.table.removeprefix(f"{place.root}_") if not place.is_record else field
        for position, citation in enumerate(citations):
            row: SqlRow = {
                place.root: place.root_id,
                "claim": claim or place.root,
                "claim_id": None if place.is_record else place.row_id,
                "position": position,
                "source": citation.source,
                "locator": citation.locator,
                "quote": citation.quote,
            }
            self.row(CITATION, row)

    def sources(self, proposal: Proposal) -> None:
        """Add every source of a proposal; ``cited``: a statement of it cites the source."""
        cited = {citation.source for citation in proposal.citations()}
        for position, source in enumerate(proposal.all_sources()):
            row: SqlRow = {"proposal": proposal.id, "position": position, "source": source}
            self.row("proposal_sources", row | {"cited": int(source in cited)})

    def found(self, proposal: Proposal) -> SqlRow:
        """Return what follows from a proposal and is not a field of it."""
        title = cited_title(proposal, self.languages)
        status = current_status(proposal)
        titles = [other.text for other in proposal.titles if other is not title]
        return {
            "title": title.text if title else None,
            "title_language": title.lang if title else None,
            "other_titles": one_line(" | ".join(titles)) or None,
            "current_status": status.value.value,
            "status_basis": status.basis,
            "words": self.searchable_text(proposal),
        }

    def searchable_text(self, proposal: Proposal) -> str:
        """Return the searchable text besides titles, and the n-grams of all."""
        names: list[str] = []
        texts: list[str] = []
        words: list[str] = []
        for passage in passages(proposal, self.names_of):
            (names if passage.column in ("title", "name") else texts).append(passage.text)
            if passage.column != "title":
                words.append(passage.text)
        found = [ngrams(names, MAX_NGRAM_IN_NAMES), ngrams(texts, MAX_NGRAM_IN_TEXT)]
        return one_line(" | ".join(filter(None, [*dict.fromkeys(words), *found])))

    def names_of(self, facet: str, value: str) -> tuple[str, ...]:
        """Return the names of a value of a facet, as far as a record has them."""
        record = self.selection.theme(value) if facet == "theme" else self.selection.agent(value)
        return (*record.name.values(), *record.other_names) if record else ()


def _sql(value: Any) -> SqlValue:
    """Return a value as SQLite stores it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return msgspec.json.encode(value).decode()


def _satisfy_foreign_keys(connection: sqlite3.Connection) -> None:
    """Make every foreign key point at a row.

    An id without a record (a person not entered yet) gets a row with nothing but the id.
    """
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for key in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            target, column = key[2], key[3]
            if target in KIND_OF.values():
                connection.execute(
                    f"INSERT OR IGNORE INTO {target} (id)"
                    f' SELECT DISTINCT "{column}" FROM {table} WHERE "{column}" IS NOT NULL'
                )
