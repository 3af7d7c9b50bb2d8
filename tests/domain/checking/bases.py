"""A base without errors, and the findings of rules in a base."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from proposals_cli.domain.checking.rules import Finding
from proposals_cli.domain.model.parts import (
    Citation,
    Identifier,
    Measure,
    Response,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import Status
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import fact, note, person, proposal, source, theme, write_store

CITED = (Citation(source="paper", locator="para 4"),)
GONE = (Citation(source="gone"),)

CLEAN = proposal(
    "2020-clean",
    title=Title(en="Clean", zh="关于清洁的建议", citations=CITED),
    people=("ma-huateng",),
    themes=("fintech",),
    problem=Statement(text="A problem.", citations=CITED),
    measures=(Measure(id="m01", text="Do one.", citations=CITED),),
    responses=(Response(who="a ministry", text="Yes.", citations=CITED),),
    uptake=(Statement(text="A plan says so.", citations=CITED),),
    status=StatusClaim(value=Status.SUBMITTED, citations=CITED),
    identifiers=(Identifier(scheme="npc", value="1"),),
    continues=("2019-clean",),
    sources=("paper",),
)
MISQUOTED = (Citation(source="long", quote="not these words"),)
OLD = (Citation(source="old"),)
SIMILAR = proposal(
    "2020-similar", title=Title(en="On the protection of coastal wetlands by reserve", zh="相")
)
REST: list[Record] = [
    proposal(
        "2019-clean", title=Title(en="Clean", zh="关于清洁的建议"), former_ids=("2019-before",)
    ),
    proposal(
        "2020-long",
        title=Title(en="On the protection of coastal wetlands by reserves", zh="长"),
        problem=Statement(
            text="Quoted.",
            citations=(Citation(source="long", quote="“new infrastructure” […] 新基建"),),
        ),
    ),
    proposal("2021-later", title=Title(zh="后")),
    person("ma-huateng"),
    theme("fintech"),
    source("paper", url="https://paper.example/1"),
    source("long", text="They ask for 'x', and\n for \"new infrastructure\", in Chinese 新基建."),
    source("old", date="2018-03-02"),
    source("robot", url="https://paper.example/2", machine_translated_from="zh"),
    fact("count-2020", person="ma-huateng", proposals=("2020-clean",), citations=CITED),
    note("note-one", source="paper", citations=CITED),
]


def check(records: Iterable[Record], *rules: str) -> list[Finding]:
    """Return the findings of the named rules, or of all, in a base of these records."""
    with TemporaryDirectory() as folder:
        store = write_store(Path(folder) / "base.json", records)
        index = SqliteIndex(store, Path(folder))
        found = list(KnowledgeBase(index).check(rules))
        index.close()
    return found


def messages(rule: str, *records: Record) -> list[tuple[str, str]]:
    """Return (id, message) of each finding of one rule in a base of these records."""
    return [(finding.id, finding.message) for finding in check(records, rule)]


def changed(**fields: object) -> Proposal:
    """Return the valid proposal with changed fields."""
    return msgspec.structs.replace(CLEAN, **fields)
