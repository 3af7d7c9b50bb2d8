"""The tables of an exported SQLite file, made from the classes of records: part of the interface.

Every class of records has a table, and every list in it a table named after it and the list:
``proposal``, ``proposal_actions``, ``proposal_actions_by``. A part that occurs once has columns of
its own (``status_value``), a text one column for each language that occurs (``text_en``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from proposals_cli.domain.model.parts import Agent, Citation, Document, Shape
from proposals_cli.domain.model.records import TABLES, Body, Fact, Note, Proposal
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.presenting.forms import Form, FormField, form_fields

LINKS: dict[tuple[type[Shape], str], tuple[str, ...]] = {
    (Proposal, "body"): ("body",),
    (Proposal, "themes"): ("theme",),
    (Proposal, "sources"): ("source",),
    (Body, "part_of"): ("body",),
    (Fact, "person"): ("person", "body"),
    (Note, "source"): ("source",),
    (Agent, "who"): ("person", "body"),
    (Document, "source"): ("source",),
}
"""(class, field) → the tables that its id may be in. With two there is a column for each."""

ADDED: dict[str, tuple[str, ...]] = {
    "proposal": (
        "title TEXT",
        "title_language TEXT",
        "other_titles TEXT",
        "current_status TEXT",
        "status_basis TEXT",
        "words TEXT",
    ),
    "proposal_sources": ("cited INTEGER NOT NULL",),
    "person": ("name TEXT",),
}
"""Table → columns that no field stands for."""

KEY = "key"
"""The column of an id that is only one within its proposal, such as that of a measure."""

CITATION = "citation"
"""The table of all citations: one place in one source for one statement."""


@dataclass(slots=True)
class Table:
    """A table: its name, its definitions, and its columns that refer to other tables."""

    name: str
    definitions: list[str] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)

    def refer(self, column: str, target: str, *, required: bool = False) -> None:
        """Add a column with the id of a row of another table."""
        constraint = " NOT NULL" if required else ""
        self.definitions.append(f'"{column}" TEXT{constraint} REFERENCES {target} (id)')
        self.keys.append((column, target))

    def statement(self) -> str:
        """Return the statement that creates the table."""
        columns = ",\n    ".join((*self.definitions, *ADDED.get(self.name, ())))
        return f"CREATE TABLE {self.name} (\n    {columns}\n)"

    def indexes(self) -> Iterator[str]:
        """Yield the statements that create an index on each reference."""
        for column, _ in self.keys:
            yield f'CREATE INDEX {self.name}_{column} ON {self.name} ("{column}")'


@cache
def links(shape: type[Shape], name: str) -> tuple[str, ...]:
    """Return the tables that the ids in a field may be in; none if it has no ids of records."""
    found = (LINKS.get((one, name)) for one in shape.__mro__)
    return next(filter(None, found), ())


def all_tables() -> list[Table]:
    """Return every table, in an order in which they can be created."""
    tables = [Table("about", ["key TEXT PRIMARY KEY", "value"])]
    for table, shape in TABLES.items():
        kind = KIND_OF[table]
        tables += _tables(shape, kind, kind, Table(kind))
    return [*tables, _citations()]


def _tables(shape: type[Shape], root: str, name: str, table: Table) -> list[Table]:
    """Return the table of a class and those below it. ``root`` is the table of the record."""
    found = [table]
    _add_columns(table, shape, root, name, "", found)
    if name != root:
        table.definitions.insert(0, '"id" TEXT PRIMARY KEY')
    return found


def _add_columns(
    table: Table, shape: type[Shape], root: str, name: str, prefix: str, found: list[Table]
) -> None:
    for one in form_fields(shape):
        column = prefix + one.name
        match one.form:
            case _ if one.part is Citation or one.form is Form.TEXT:
                pass  # a table of their own; a column for each language, when it occurs
            case Form.PART if one.part:
                _add_columns(table, one.part, root, name, f"{column}_", found)
            case Form.LIST | Form.PARTS | Form.PARTS_BY_LANGUAGE:
                found += _list_tables(shape, one, root, name, f"{name}_{column}")
            case Form.VALUE if targets := links(shape, one.name):
                for target in targets:
                    table.refer(column if len(targets) == 1 else target, target)
            case _ if one.name == "id" and name == root:
                table.definitions.append('"id" TEXT PRIMARY KEY')
            case _:
                table.definitions.append(f'"{KEY if one.name == "id" else column}"{_type(one)}')


def _list_tables(
    shape: type[Shape], one: FormField, root: str, parent: str, name: str
) -> list[Table]:
    table = Table(name)
    table.refer(root, root, required=True)
    if parent != root:
        table.refer("owner", parent, required=True)
    table.definitions.append("position INTEGER NOT NULL")
    if one.form is Form.LIST:
        targets = links(shape, one.name)
        if targets:
            table.refer(targets[0], targets[0], required=True)
        else:
            table.definitions.append("value NOT NULL")
        return [table]
    if one.form is Form.PARTS_BY_LANGUAGE:
        table.definitions.append("language TEXT NOT NULL")
    assert one.part is not None
    return _tables(one.part, root, name, table)


def _citations() -> Table:
    """Return the table of citations, with a column for each kind of record that cites."""
    table = Table(CITATION, ["id INTEGER PRIMARY KEY"])
    for root in citing_roots():
        table.refer(root, root)
    # claim: the field that the citation is for; claim_id: the row of it, if it has one
    table.definitions += ["claim TEXT NOT NULL", "claim_id TEXT", "position INTEGER NOT NULL"]
    table.refer("source", "source", required=True)
    table.definitions += ["locator TEXT", "quote TEXT"]
    return table


@cache
def citing_roots() -> tuple[str, ...]:
    """Return the tables of the records that cite sources."""
    return tuple(KIND_OF[table] for table, shape in TABLES.items() if _cites(shape))


@cache
def _cites(shape: type[Shape]) -> bool:
    return any(
        one.part is Citation or (one.part is not None and _cites(one.part))
        for one in form_fields(shape)
    )


def _type(one: FormField) -> str:
    """Return the type of a column; none for a number or a text, which stay what they are."""
    if one.form is Form.JSON:
        return " TEXT"
    plain = {kind for kind in _plain_types(one.annotation) if kind is not NoneType}
    if plain <= {int, bool}:
        return " INTEGER"
    return " TEXT" if all(issubclass(kind, str) for kind in plain) else ""


def _plain_types(annotation: Any) -> Iterator[type]:
    if get_origin(annotation) is Annotated:
        yield from _plain_types(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _plain_types(part)
    else:
        yield annotation
