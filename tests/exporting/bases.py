"""Bases for the tests of exports: a small one, and one in which all text is hostile."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from proposals_cli.domain.model.parts import (
    Citation,
    Identifier,
    MajorTopic,
    Measure,
    Names,
    Response,
    Series,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Fact, Note, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import FactKind, Kind, Status, TitleBasis
from proposals_cli.domain.query.query import Query
from proposals_cli.exporting.selection import ExportOptions, Selection
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.factories import write_store

HOSTILE = (
    '</script><img src=x onerror="alert(1)"> {{ }} <!--',
    '=HYPERLINK("http://evil.example","x")',
    "\t=1+1",
    "@SUM(A1)\r\nsecond line",
    "\x1b]0;title\x07\x1b[31mred \x9b2J",
    r"\input{/etc/passwd} 100% & $x_1$ #1 {open ~ ^ \\",
    "}, evil = {x} @article{y,",
    "**bold** [link](javascript:alert(1)) `code` | cell | # head",
    "\u202egnp.exe \u2066 \u200f\u2028 \ufeff",
    "' OR 1=1; DROP TABLE proposal; --",
    "𠮷野家 数字经济 数據",
)
"""Text that one of the formats could interpret."""


def cited(source: str = "paper", **fields: Any) -> tuple[Citation, ...]:
    """Return one citation."""
    return (Citation(source=source, locator="para 4", **fields),)


def records() -> list[Record]:
    """Return a small base in which every table and every part of a proposal occurs."""
    return [
        Proposal(
            id="2017-digital-economy",
            year=2017,
            body="npc",
            term=12,
            session=5,
            kind=Kind.SUGGESTION,
            kind_terms=("建议", "提案"),
            title=Title(
                en="On developing the digital economy",
                zh="关于大力发展数字经济的建议",
                en_basis=TitleBasis.TRANSLATED,
                zh_basis=TitleBasis.REPORTED,
                citations=cited(),
            ),
            people=("ma-huateng",),
            themes=("digital-economy", "health"),
            problem=Statement(text="Growth is slow.", citations=cited()),
            measures=(
                Measure(id="m01", text="Build broadband.", area="networks", citations=cited()),
                Measure(id="m02", text="Train doctors.", area="care", actors=("hospitals",)),
                Measure(id="m03", text="Lay cables.", area="networks", citations=cited("copy")),
            ),
            regions=("Shenzhen",),
            entities=("Broadband China",),
            series=(Series(id="digital", name=Names(en="Digital line", zh="数字系列")),),
            responses=(
                Response(who="A ministry", when="2017-08", text="Agreed.", citations=cited()),
            ),
            uptake=(Statement(text="A plan says the same.", citations=cited("copy")),),
            status=StatusClaim(
                value=Status.SUBMITTED, as_reported="handed in (递交)", citations=cited()
            ),
            identifiers=(Identifier(scheme="npc-suggestion-no", value="1234"),),
            sources=("unread",),
        ),
        Proposal(
            id="2018-fund",
            year=2018,
            body="npc",
            term=13,
            session=1,
            kind=Kind.BILL,
            title=Title(zh="关于基金的议案", zh_basis=TitleBasis.OFFICIAL),
            people=("li-hua",),
            themes=("fintech",),
            continues=("2017-digital-economy",),
            status=StatusClaim(value=Status.PLANNED, citations=cited("other")),
        ),
        Proposal(
            id="2019-label",
            year=2019,
            body="council",
            kind=Kind.MOTION,
            title=Title(en="On a thing", en_basis=TitleBasis.LABEL, topic_zh="一事"),
            people=("jane-roe", "nobody"),
            themes=("unheard-of",),
            sources=("missing-source",),
        ),
        Person(id="ma-huateng", name=Names(en="Ma Huateng", zh="马化腾"), other_names=("Pony Ma",)),
        Person(id="li-hua", name=Names(zh="李华")),
        Person(id="jane-roe", name=Names(en="Jane Q. Roe"), roles=("Member",)),
        Theme(
            id="digital-economy",
            name=Names(en="Digital economy", zh="数字经济"),
            cap=MajorTopic(code=17, name="Technology"),
        ),
        Theme(id="health", name=Names(en="Health", zh="医疗")),
        Theme(id="fintech", name=Names(en="Finance", zh="金融")),
        Source(
            id="paper",
            kind="press",
            publisher="A Paper",
            title="两会 report",
            date="2017-03-05",
            url="https://paper.example/a?b=1&c=%20d_e#f",
        ),
        Source(id="copy", kind="machine translation", machine_translated_from="zh-CN"),
        Source(id="other", kind="primary text", url="https://other.example/"),
        Source(id="unread", kind="press"),
        Source(id="noted", kind="press"),
        Fact(
            id="count-2017",
            kind=FactKind.COUNT,
            person="ma-huateng",
            year=2017,
            value=2,
            text="Two.",
            citations=cited("other"),
        ),
        Fact(
            id="count-2018", kind=FactKind.COUNT, person="li-hua", year=2018, value=1, text="One."
        ),
        Fact(
            id="differs",
            kind=FactKind.DISAGREEMENT,
            proposals=("2017-digital-economy", "2018-fund"),
            text="One says submitted, one planned.",
            assessment="The first is nearer.",
            citations=cited("copy"),
        ),
        Note(
            id="note-paper",
            source="paper",
            words="real economy",
            meaning="industry",
            citations=cited("noted"),
        ),
        Note(id="note-other", source="other", words="x", meaning="y"),
    ]


def hostile_records() -> list[Record]:
    """Return a base in which every free text is hostile: one proposal for each of them."""
    made: list[Record] = []
    for number, text in enumerate(HOSTILE):
        made += [
            Proposal(
                id=f"2020-hostile-{number}",
                year=2020,
                body="npc",
                term=13,
                session=3,
                kind=Kind.SUGGESTION,
                kind_terms=(text,),
                title=Title(
                    en=text, zh=text, topic_zh=text, note=text, citations=cited(f"s{number}")
                ),
                people=(f"p{number}",),
                themes=(f"t{number}",),
                problem=Statement(text=text, citations=cited(f"s{number}", quote=text)),
                measures=(
                    Measure(
                        id="m01",
                        text=text,
                        area=text,
                        actors=(text,),
                        citations=(Citation(source=f"s{number}", locator=text, quote=text),),
                    ),
                ),
                regions=(text,),
                entities=(text,),
                series=(Series(id=f"line-{number}", name=Names(en=text, zh=text)),),
                responses=(Response(who=text, when=text, text=text),),
                status=StatusClaim(as_reported=text),
                identifiers=(Identifier(scheme=text, value=text),),
                notes=(text,),
                extra={"raw": text},
            ),
            Person(id=f"p{number}", name=Names(en=text), roles=(text,)),
            Theme(id=f"t{number}", name=Names(en=text, zh=text), description=text),
            Source(id=f"s{number}", kind=text, publisher=text, title=text, url=text, note=text),
            Fact(
                id=f"f{number}",
                kind=FactKind.DISAGREEMENT,
                proposals=(f"2020-hostile-{number}",),
                text=text,
                assessment=text,
            ),
            Note(id=f"n{number}", source=f"s{number}", words=text, meaning=text),
        ]
    return made


def selection_of(folder: Path, held: Iterable[Record], query: Query | None = None) -> Selection:
    """Return a selection of a base in a folder of its own."""
    folder.mkdir(exist_ok=True)
    store = write_store(folder / "base.json", held)
    return Selection(SqliteIndex(store, folder / "cache"), query)


def plain(record: Record) -> dict[str, Any]:
    """Return a record as it is stored."""
    found: dict[str, Any] = msgspec.to_builtins(record)
    return found


OPTIONS = ExportOptions(bom=False)
