"""Bases for the tests of exports: a small one, and one in which all text is hostile."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Citation,
    Document,
    Figure,
    Identifier,
    MajorTopic,
    Measure,
    PersonName,
    Relation,
    Series,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import (
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
    FactKind,
    FigureKind,
    Kind,
    RelationKind,
    Role,
    Stage,
    Status,
    TitleBasis,
)
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
    """Return a small base in which every table and most parts of a proposal occur."""
    return [
        Proposal(
            id="2017-digital-economy",
            year=2017,
            body="npc",
            term=12,
            session=5,
            kind=Kind.SUGGESTION,
            kind_terms=("建议", "提案"),
            titles=(
                Title(
                    lang="zh",
                    text="关于大力发展数字经济的建议",
                    basis=TitleBasis.REPORTED,
                    citations=cited(),
                ),
                Title(
                    lang="en",
                    text="On developing the digital economy",
                    basis=TitleBasis.TRANSLATED,
                ),
            ),
            sponsors=(Sponsor(who="ma-huateng"),),
            addressees=(Agent(who="npc", role=Role.LEAD),),
            themes=("digital-economy", "health"),
            problem=Statement(text={"en": "Growth is slow."}, citations=cited()),
            measures=(
                Measure(
                    id="m01",
                    text={"en": "Build broadband.", "zh": "建设宽带。"},
                    area="networks",
                    citations=cited(),
                ),
                Measure(
                    id="m02",
                    text={"en": "Train doctors."},
                    area="care",
                    actors=("hospitals",),
                    beneficiaries=("doctors",),
                ),
                Measure(
                    id="m03",
                    text={"en": "Lay cables."},
                    area="networks",
                    citations=cited("copy"),
                ),
            ),
            regions=("Shenzhen",),
            entities=("Broadband China",),
            series=(Series(id="digital", name={"en": "Digital line", "zh": "数字系列"}),),
            actions=(
                Action(
                    stage=Stage.REPLIED,
                    date="2017-08",
                    by=(Agent(as_named="A ministry", role=Role.LEAD),),
                    text={"en": "Agreed."},
                    citations=cited(),
                ),
            ),
            uptake=(Statement(text={"en": "A plan says the same."}, citations=cited("copy")),),
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
            titles=(Title(lang="zh", text="关于基金的议案", basis=TitleBasis.OFFICIAL),),
            sponsors=(Sponsor(who="li-hua"),),
            themes=("fintech",),
            relations=(Relation(kind=RelationKind.CONTINUES, to="2017-digital-economy"),),
            status=StatusClaim(value=Status.PLANNED, citations=cited("other")),
        ),
        Proposal(
            id="2019-label",
            year=2019,
            body="council",
            kind=Kind.MOTION,
            titles=(
                Title(lang="en", text="On a thing", basis=TitleBasis.LABEL),
                Title(lang="zh", text="一事", basis=TitleBasis.SUBJECT),
            ),
            sponsors=(Sponsor(who="jane-roe"), Sponsor(who="nobody")),
            themes=("unheard-of",),
            sources=("missing-source",),
            extra={"faction": "blue", "seats": 3},
        ),
        Person(
            id="ma-huateng",
            names={"en": PersonName(text="Ma Huateng"), "zh": PersonName(text="马化腾")},
            other_names=("Pony Ma",),
        ),
        Person(id="li-hua", names={"zh": PersonName(text="李华")}),
        Person(id="jane-roe", names={"en": PersonName(text="Jane Q. Roe")}, roles=("Member",)),
        Body(
            id="npc",
            name={"en": "National People's Congress", "zh": "全国人民代表大会"},
            languages=("zh",),
            place={"en": "Beijing", "zh": "北京"},
        ),
        Theme(
            id="digital-economy",
            name={"en": "Digital economy", "zh": "数字经济"},
            cap=MajorTopic(code=17, name="Technology"),
        ),
        Theme(id="health", name={"en": "Health", "zh": "医疗"}),
        Theme(id="fintech", name={"en": "Finance", "zh": "金融"}),
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
            text={"en": "Two."},
            citations=cited("other"),
        ),
        Fact(
            id="count-2018",
            kind=FactKind.COUNT,
            person="li-hua",
            year=2018,
            value=1,
            text={"en": "One."},
        ),
        Fact(
            id="differs",
            kind=FactKind.DISAGREEMENT,
            proposals=("2017-digital-economy", "2018-fund"),
            text={"en": "One says submitted, one planned."},
            assessment={"en": "The first is nearer."},
            citations=cited("copy"),
        ),
        Note(
            id="note-paper",
            source="paper",
            words="real economy",
            meaning={"en": "industry"},
            citations=cited("noted"),
        ),
        Note(id="note-other", source="other", words="x", meaning={"en": "y"}),
    ]


def hostile_records() -> list[Record]:
    """Return a base in which every free text is hostile: one proposal for each of them."""
    made: list[Record] = []
    for number, text in enumerate(HOSTILE):
        made += [
            Proposal(
                id=f"2020-hostile-{number}",
                year=2020,
                body=f"b{number}",
                term=13,
                session=text,
                kind=Kind.SUGGESTION,
                kind_terms=(text,),
                titles=(
                    Title(lang="zh", text=text, note=text, citations=cited(f"s{number}")),
                    Title(lang="en", text=text),
                    Title(lang="zh", text=text, basis=TitleBasis.SUBJECT),
                ),
                sponsors=(Sponsor(who=f"p{number}", as_named=text, party=text),),
                addressees=(Agent(as_named=text),),
                themes=(f"t{number}",),
                summary=Statement(text={"en": text}, citations=cited(f"s{number}", quote=text)),
                problem=Statement(text={"en": text}, citations=cited(f"s{number}", quote=text)),
                measures=(
                    Measure(
                        id="m01",
                        text={"en": text, "zh": text},
                        area=text,
                        actors=(text,),
                        citations=(Citation(source=f"s{number}", locator=text, quote=text),),
                    ),
                ),
                regions=(text,),
                entities=(text,),
                series=(Series(id=f"line-{number}", name={"en": text, "zh": text}),),
                actions=(
                    Action(
                        stage=Stage.REPLIED,
                        when=text,
                        by=(Agent(as_named=text),),
                        text={"en": text},
                        result=text,
                        number=text,
                        counts={text: 1},
                        documents=(Document(number=text, url=text, note=text),),
                    ),
                ),
                figures=(Figure(what=FigureKind.COST, unit=text, as_reported=text),),
                relations=(Relation(kind=RelationKind.RELATED, as_named=text, note=text),),
                status=StatusClaim(as_reported=text),
                identifiers=(Identifier(scheme=text, value=text),),
                notes=(text,),
                extra={"raw": text, text: [text]},
            ),
            Person(id=f"p{number}", names={"en": PersonName(text=text)}, roles=(text,)),
            Body(id=f"b{number}", name={"en": text, "zh": text}, place={"en": text}, url=text),
            Theme(id=f"t{number}", name={"en": text, "zh": text}, description={"en": text}),
            Source(id=f"s{number}", kind=text, publisher=text, title=text, url=text, note=text),
            Fact(
                id=f"f{number}",
                kind=FactKind.DISAGREEMENT,
                proposals=(f"2020-hostile-{number}",),
                text={"en": text},
                assessment={"en": text},
            ),
            Note(id=f"n{number}", source=f"s{number}", words=text, meaning={"en": text}),
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
