"""Small valid records, and random ones, for tests."""

import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from proposals_cli.domain.model.change import ChangeSet
from proposals_cli.domain.model.decoding import convert_record, table_of
from proposals_cli.domain.model.parts import (
    Citation,
    Identifier,
    Measure,
    Names,
    Response,
    Series,
    Shape,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import (
    TABLES,
    Fact,
    Note,
    Person,
    Proposal,
    Record,
    Source,
    Theme,
)
from proposals_cli.domain.model.vocabulary import FactKind, Horizon, Kind, Status
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.packed_document import PackedDocument, store_text

THEMES = ("ai-economy", "digital-economy", "fintech", "healthcare", "sme", "other")
PEOPLE = ("ma-huateng", "li-hua", "zhang-wei")
REGIONS = ("Shenzhen", "Guangdong", "Greater Bay Area", "西藏")
SOURCES = ("source-one", "source-two", "source-three", "source-four", "source-five")
SERIES = ("smart-retail", "health-care-line")
AREAS = ("industrial policy", "finance", "医疗")
ACTORS = ("the state", "banks", "hospitals")
ENTITIES = ("WeBank", "Healthy China 2030")
BODIES = ("npc", "cppcc")


def proposal(id_: str = "2020-cloud", **fields: Any) -> Proposal:
    """Return a proposal with its required fields only; ``fields`` replace the defaults.

    The year is the number at the beginning of the id, if there is one.
    """
    year = id_.partition("-")[0]
    needed: dict[str, Any] = {
        "id": id_,
        "year": int(year) if year.isdecimal() else 2020,
        "body": "npc",
        "kind": Kind.SUGGESTION,
        "title": Title(en=f"On {id_}"),
    }
    return Proposal(**(needed | fields))


def person(id_: str = "ma-huateng", **fields: Any) -> Person:
    """Return a person whose English name is made from the id."""
    needed: dict[str, Any] = {"id": id_, "name": Names(en=_spaced(id_))}
    return Person(**(needed | fields))


def theme(id_: str = "digital-economy", **fields: Any) -> Theme:
    """Return a theme whose English name is made from the id."""
    needed: dict[str, Any] = {"id": id_, "name": Names(en=_spaced(id_))}
    return Theme(**(needed | fields))


def source(id_: str = "source-one", **fields: Any) -> Source:
    """Return a source of kind ``news`` whose title is made from the id."""
    return Source(**({"id": id_, "kind": "news", "title": _spaced(id_)} | fields))


def fact(id_: str = "count-2020", **fields: Any) -> Fact:
    """Return a fact of kind ``count``."""
    return Fact(**({"id": id_, "kind": FactKind.COUNT, "text": "Seven were made."} | fields))


def note(id_: str = "note-one", **fields: Any) -> Note:
    """Return a note on ``source-one``."""
    needed = {"id": id_, "source": "source-one", "words": "real economy", "meaning": "industry"}
    return Note(**(needed | fields))


def encode(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the content of a base file with these tables of plain documents."""
    return b"".join(
        store_text(
            {
                table: {number: PackedDocument(document) for number, document in documents.items()}
                for table, documents in tables.items()
            }
        )
    )


def write_store(path: Path, records: Iterable[Shape]) -> Path:
    """Write a base file with these records, numbered in order, and return its path."""
    tables: dict[str, dict[str, Any]] = {table: {} for table in TABLES}
    for record in records:
        table = next(name for name, shape in TABLES.items() if isinstance(record, shape))
        tables[table][str(len(tables[table]) + 1)] = msgspec.to_builtins(record)
    path.write_bytes(encode(tables))
    return path


def small_base(proposals: Iterable[Proposal] = ()) -> list[Record]:
    """Return the proposals together with every theme, person and source of ``random_proposals``.

    A fact and a note are added, so that no table is empty.
    """
    return [
        *proposals,
        *(theme(id_, name=Names(en=_spaced(id_), zh=f"主题{n}")) for n, id_ in enumerate(THEMES)),
        *(person(id_, other_names=(f"{_spaced(id_)} the deputy",)) for id_ in PEOPLE),
        *(source(id_) for id_ in SOURCES),
        fact("count-2020", year=2020, person="ma-huateng", value=7),
        note("note-one"),
    ]


def random_proposals(count: int, seed: int) -> list[Proposal]:
    """Return proposals that share values of every facet, by id."""
    chance = random.Random(seed)
    made = [random_proposal(f"{chance.randint(2010, 2024)}-p{n:05}", chance) for n in range(count)]
    return sorted(made, key=lambda one: one.id)


def random_proposal(id_: str, chance: random.Random) -> Proposal:
    """Return a proposal with random values; its year is at the beginning of its id."""
    english = f"{chance.choice(ACTORS)} and {chance.choice(AREAS)}"
    chinese = f"关于{chance.choice(AREAS)}的建议"
    title = chance.choice(
        [Title(en=english), Title(zh=chinese), Title(en=english, zh=chinese, topic_zh=chinese)]
    )
    return proposal(
        id_,
        body=chance.choice(BODIES),
        kind=chance.choice(list(Kind)),
        title=title,
        people=_some(chance, PEOPLE),
        themes=_some(chance, THEMES),
        regions=_some(chance, REGIONS),
        entities=_some(chance, ENTITIES),
        series=tuple(Series(id=s, name=Names(en=_spaced(s))) for s in _some(chance, SERIES, 1)),
        continues=tuple({f"{chance.randint(2010, 2012)}-p00001"} if chance.random() < 0.2 else ()),
        problem=Statement(text="A problem.", citations=_citations(chance))
        if chance.random() < 0.5
        else None,
        measures=tuple(
            Measure(
                id=f"m{n:02}",
                text=f"Do {n}.",
                area=chance.choice([None, *AREAS]),
                horizon=chance.choice([None, *Horizon]),
                actors=_some(chance, ACTORS),
                citations=_citations(chance),
            )
            for n in range(1, chance.randint(1, 5))
        ),
        responses=(Response(who="a ministry", text="Thanks.", citations=_citations(chance)),)
        if chance.random() < 0.3
        else (),
        status=StatusClaim(value=chance.choice(list(Status)), citations=_citations(chance)),
        identifiers=(Identifier(scheme="npc", value=f"No {chance.randint(1, 999)}"),)
        if chance.random() < 0.2
        else (),
        former_ids=(f"old-{id_}",) if chance.random() < 0.1 else (),
        sources=_some(chance, SOURCES),
    )


def _some(chance: random.Random, values: tuple[str, ...], most: int = 3) -> tuple[str, ...]:
    return tuple(chance.sample(values, chance.randint(0, min(most, len(values)))))


def _citations(chance: random.Random) -> tuple[Citation, ...]:
    return tuple(Citation(source=id_) for id_ in _some(chance, SOURCES, 2))


def _spaced(id_: str) -> str:
    return id_.replace("-", " ").title()


def records_in(base: Path, table: str) -> list[Record]:
    """Return the records of a table by id, read from the file by the standard library."""
    rows = json.loads(base.read_text(encoding="utf-8")).get(table, {}).values()
    return sorted((convert_record(table, row) for row in rows), key=lambda record: record.id)


def adding(*records: Record) -> ChangeSet:
    """Return a change that adds records."""
    return ChangeSet("add", {}, {(table_of(record), record.id): record for record in records})


def save(base: Path, records: Iterable[Record]) -> None:
    """Add records to a base, or replace those with the same ids, as one change."""
    after = adding(*records).after
    tables = json.loads(base.read_text(encoding="utf-8"))
    before = {
        (table, row["id"]): convert_record(table, row)
        for table in TABLES
        for row in tables.get(table, {}).values()
        if (table, row["id"]) in after
    }
    if after:
        JsonStore(base).apply(ChangeSet("save", before, after))


def remove(base: Path, table: str, ids: Iterable[str]) -> None:
    """Remove records from a base as one change."""
    by_id = {record.id: record for record in records_in(base, table)}
    if before := {(table, id_): by_id[id_] for id_ in ids}:
        JsonStore(base).apply(ChangeSet("remove", before, {}))
