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
    Action,
    Agent,
    Citation,
    Document,
    Figure,
    Identifier,
    Measure,
    PersonName,
    Relation,
    ReplyDue,
    Series,
    Shape,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import (
    BASE,
    FORMAT,
    TABLES,
    BaseInfo,
    Body,
    Fact,
    Note,
    Person,
    Proposal,
    Record,
    Source,
    Theme,
)
from proposals_cli.domain.model.vocabulary import (
    DocumentRole,
    FactKind,
    FigureKind,
    Horizon,
    Kind,
    RelationKind,
    Role,
    Stage,
    Status,
    TitleBasis,
)
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
BODIES = ("npc", "cppcc", "bundestag")
PARTIES = ("SPD", "CDU")


def titles(
    en: str | None = None, zh: str | None = None, subject: str | None = None, **others: str
) -> tuple[Title, ...]:
    """Return titles as a source gives them, by language; ``subject`` is a Chinese stand-in."""
    given = {"zh": zh, "en": en, **others}
    made = [
        Title(lang=lang, text=text, basis=TitleBasis.REPORTED)
        for lang, text in given.items()
        if text
    ]
    if subject:
        made.append(Title(lang="zh", text=subject, basis=TitleBasis.SUBJECT))
    return tuple(made)


def sponsors(*names: str, **fields: Any) -> tuple[Sponsor, ...]:
    """Return sponsors with these ids, or names where a name is no id."""
    return tuple(
        Sponsor(who=name, **fields) if name == name.lower() else Sponsor(as_named=name, **fields)
        for name in names
    )


def reply(text: str = "Thanks.", by: str | None = None, **fields: Any) -> Action:
    """Return a reply in English."""
    agents = (Agent(as_named=by),) if by else ()
    return Action(**({"stage": Stage.REPLIED, "text": {"en": text}, "by": agents} | fields))


def measure(id_: str = "m01", text: str = "Do it.", **fields: Any) -> Measure:
    """Return a measure in English."""
    return Measure(**({"id": id_, "text": {"en": text}} | fields))


def continuing(*ids: str) -> tuple[Relation, ...]:
    """Return the relations of a proposal that continues these."""
    return tuple(Relation(kind=RelationKind.CONTINUES, to=id_) for id_ in ids)


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
        "titles": titles(en=f"On {id_}"),
    }
    return Proposal(**(needed | fields))


def person(
    id_: str = "ma-huateng", en: str | None = None, zh: str | None = None, **fields: Any
) -> Person:
    """Return a person whose English name is made from the id, unless names are given."""
    if not (en or zh):
        en = _spaced(id_)
    names = {tag: PersonName(text=text) for tag, text in (("en", en), ("zh", zh)) if text}
    return Person(**({"id": id_, "names": names} | fields))


def body(id_: str = "npc", **fields: Any) -> Body:
    """Return a body whose English name is made from the id."""
    return Body(**({"id": id_, "name": {"en": _spaced(id_)}} | fields))


def theme(id_: str = "digital-economy", **fields: Any) -> Theme:
    """Return a theme whose English name is made from the id."""
    return Theme(**({"id": id_, "name": {"en": _spaced(id_)}} | fields))


def source(id_: str = "source-one", **fields: Any) -> Source:
    """Return a source of kind ``news`` whose title is made from the id."""
    return Source(**({"id": id_, "kind": "news", "title": _spaced(id_)} | fields))


def fact(id_: str = "count-2020", **fields: Any) -> Fact:
    """Return a fact of kind ``count``."""
    needed = {"id": id_, "kind": FactKind.COUNT, "text": {"en": "Seven were made."}}
    return Fact(**(needed | fields))


def note(id_: str = "note-one", **fields: Any) -> Note:
    """Return a note on ``source-one``."""
    needed = {
        "id": id_,
        "source": "source-one",
        "words": "real economy",
        "meaning": {"en": "industry"},
    }
    return Note(**(needed | fields))


def encode(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the content of a base file of this format with these tables of plain documents.

    A table ``base`` among them replaces the one that says only the format.
    """
    base = {BASE: {"1": {"format": FORMAT}}}
    return b"".join(
        store_text(
            {
                table: {number: PackedDocument(document) for number, document in documents.items()}
                for table, documents in (base | dict(tables)).items()
            }
        )
    )


def write_store(path: Path, records: Iterable[Shape], info: BaseInfo | None = None) -> Path:
    """Write a base file with these records, numbered in order, and return its path."""
    tables: dict[str, dict[str, Any]] = {table: {} for table in TABLES}
    if info is not None:
        tables[BASE] = {"1": msgspec.to_builtins(info)}
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
        *(theme(id_, name={"en": _spaced(id_), "zh": f"主题{n}"}) for n, id_ in enumerate(THEMES)),
        *(person(id_, other_names=(f"{_spaced(id_)} the deputy",)) for id_ in PEOPLE),
        *(body(id_) for id_ in BODIES),
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
    year = int(id_.partition("-")[0])
    return proposal(
        id_,
        date=chance.choice([None, f"{year}-{chance.randint(1, 12):02}", _day(year, chance)]),
        body=chance.choice(BODIES),
        kind=chance.choice(list(Kind)),
        titles=_random_titles(chance),
        sponsors=_random_sponsors(chance),
        addressees=(Agent(as_named=chance.choice(ACTORS)),) if chance.random() < 0.2 else (),
        themes=_some(chance, THEMES),
        regions=_some(chance, REGIONS),
        entities=_some(chance, ENTITIES),
        series=tuple(Series(id=s, name={"en": _spaced(s)}) for s in _some(chance, SERIES, 1)),
        relations=(
            Relation(
                kind=chance.choice([RelationKind.CONTINUES, *RelationKind]),
                to=f"{chance.randint(2010, 2012)}-p00001",
            ),
        )
        if chance.random() < 0.3
        else (),
        problem=Statement(text={"en": "A problem."}, citations=_citations(chance))
        if chance.random() < 0.5
        else None,
        measures=tuple(
            measure(
                f"m{n:02}",
                f"Do {n}.",
                area=chance.choice([None, *AREAS]),
                horizon=chance.choice([None, *Horizon]),
                actors=_some(chance, ACTORS),
                beneficiaries=_some(chance, ACTORS, 1),
                citations=_citations(chance),
            )
            for n in range(1, chance.randint(1, 5))
        ),
        actions=_random_actions(year, chance),
        reply_due=ReplyDue(date=_day(year, chance)) if chance.random() < 0.1 else None,
        documents=(Document(role=chance.choice(list(DocumentRole)), number=f"{year}/7"),)
        if chance.random() < 0.2
        else (),
        figures=(Figure(what=FigureKind.SIGNATURES, value=chance.randint(1, 9_999)),)
        if chance.random() < 0.1
        else (),
        status=StatusClaim(value=chance.choice(list(Status)), citations=_citations(chance))
        if chance.random() < 0.5
        else None,
        identifiers=(Identifier(scheme="npc", value=f"No {chance.randint(1, 999)}"),)
        if chance.random() < 0.2
        else (),
        former_ids=(f"old-{id_}",) if chance.random() < 0.1 else (),
        sources=_some(chance, SOURCES),
        extra={"faction": chance.choice(PARTIES)} if chance.random() < 0.2 else {},
        term=chance.choice([None, 12, 13, "Second Republic"]),
        session=chance.choice([None, 2, 10, "Budget 2026"]),
    )


def _random_titles(chance: random.Random) -> tuple[Title, ...]:
    english = f"{chance.choice(ACTORS)} and {chance.choice(AREAS)}"
    chinese = f"关于{chance.choice(AREAS)}的建议"
    return chance.choice(
        [
            titles(english),
            titles(zh=chinese),
            titles(english, chinese),
            titles(english, subject=chinese),
            titles(de=f"Über {chance.choice(AREAS)}"),
            titles(**{"zh-Hant": f"關於{chance.choice(AREAS)}的建議"}),
        ]
    )


def _random_sponsors(chance: random.Random) -> tuple[Sponsor, ...]:
    made: list[Sponsor] = []
    for who in _some(chance, PEOPLE):
        made += sponsors(
            who,
            role=chance.choice([None, None, Role.COSPONSOR, Role.RAPPORTEUR]),
            party=chance.choice([None, *PARTIES]),
            withdrawn="2020-05-01" if chance.random() < 0.1 else None,
        )
    if chance.random() < 0.2:
        made += sponsors("Someone Else")
    return tuple(made)


def _random_actions(year: int, chance: random.Random) -> tuple[Action, ...]:
    stages = chance.sample(list(Stage), chance.randint(0, 4))
    return tuple(
        Action(
            date=chance.choice([None, _day(year, chance)]),
            stage=stage,
            interim=chance.random() < 0.2,
            citations=_citations(chance),
        )
        for stage in stages
    )


def _day(year: int, chance: random.Random) -> str:
    return f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


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
