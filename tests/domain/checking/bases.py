"""A base without errors, and the findings of rules in a base."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.checking.rules import Finding, check_records
from proposals_cli.domain.model.parts import (
    BodySession,
    Citation,
    Figure,
    Identifier,
    ReplyDue,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal, Record, ReplyRule
from proposals_cli.domain.model.vocabulary import FigureKind, SourceTier, Status, TitleBasis
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import (
    body,
    continuing,
    fact,
    measure,
    note,
    person,
    proposal,
    reply,
    source,
    sponsors,
    theme,
    titles,
    write_store,
)

CITED = (Citation(source="paper", locator="para 4"),)
GONE = (Citation(source="gone"),)


CLEAN = proposal(
    "2020-clean",
    term=13,
    session=3,
    titles=(
        Title(lang="zh", text="关于清洁的建议", basis=TitleBasis.REPORTED, citations=CITED),
        Title(lang="en", text="Clean", basis=TitleBasis.TRANSLATED),
    ),
    sponsors=sponsors("ma-huateng", joined="2020-05-01"),
    themes=("fintech",),
    problem=Statement(text={"en": "A problem."}, citations=CITED),
    measures=(measure(citations=CITED),),
    actions=(reply(by="a ministry", date="2020-08-30", citations=CITED),),
    reply_due=ReplyDue(date="2020-09-01", citations=CITED),
    figures=(Figure(what=FigureKind.SIGNATURES, value=5, citations=CITED),),
    uptake=(Statement(text={"en": "A plan says so."}, citations=CITED),),
    status=StatusClaim(value=Status.SUBMITTED, citations=CITED),
    identifiers=(Identifier(scheme="npc", value="1"),),
    relations=continuing("2019-clean"),
    sources=("paper",),
)
MISQUOTED = (Citation(source="long", quote="not these words"),)
OLD = (Citation(source="old"),)
SIMILAR = proposal(
    "2020-similar", titles=titles("On the protection of coastal wetlands by reserve", "相")
)
NPC = body(
    "npc",
    languages=("zh",),
    sessions=(
        BodySession(term=13, session=2, start="2019-03-05", end="2019-03-15", citations=CITED),
        BodySession(term=13, session=3, start="2020-05-22", end="2020-05-28", citations=CITED),
        BodySession(term=13, session=4, start="2021-03-05", end="2021-03-11", citations=CITED),
    ),
    reply_within=(ReplyRule(months=3, citations=CITED),),
)
REST: list[Record] = [
    proposal(
        "2019-clean",
        titles=titles("Clean", "关于清洁的建议"),
        former_ids=("2019-before",),
        sources=("paper",),
    ),
    proposal(
        "2020-long",
        titles=titles("On the protection of coastal wetlands by reserves", "长"),
        problem=Statement(
            text={"en": "Quoted."},
            citations=(Citation(source="long", quote="“new infrastructure” […] 新基建"),),
        ),
    ),
    proposal("2021-later", titles=titles(zh="后"), sources=("paper",)),
    person("ma-huateng"),
    NPC,
    theme("fintech"),
    source("paper", url="https://paper.example/1", tier=SourceTier.OFFICIAL),
    source("long", text="They ask for 'x', and\n for \"new infrastructure\", in Chinese 新基建."),
    source("old", date="2018-03-02"),
    source("robot", url="https://paper.example/2", machine_translated_from="zh"),
    fact("count-2020", person="ma-huateng", proposals=("2020-clean",), citations=CITED),
    note("note-one", source="paper", citations=CITED),
]


def check(records: Iterable[Record], *rules: str) -> list[Finding]:
    """Return the findings of the named rules, or of all, in a base of these records."""
    records = list(records)
    with TemporaryDirectory() as folder:
        store = write_store(Path(folder) / "base.json", records)
        index = SqliteIndex(store, Path(folder))
        found = list(KnowledgeBase(index).check(rules))
        index.close()
    return found


def found_on(today: str, rule: str, *records: Record) -> list[str]:
    """Return the messages of a rule in a base of these records, checked on a day."""
    with TemporaryDirectory() as folder:
        index = SqliteIndex(write_store(Path(folder) / "base.json", records), Path(folder))
        found = list(check_records(records, CheckContext(index, today), (rule,)))
        index.close()
    return [finding.message for finding in found]


def messages(rule: str, *records: Record) -> list[tuple[str, str]]:
    """Return (id, message) of each finding of one rule in a base of these records."""
    return [(finding.id, finding.message) for finding in check(records, rule)]


def changed(**fields: object) -> Proposal:
    """Return the valid proposal with changed fields."""
    return msgspec.structs.replace(CLEAN, **fields)
