"""A small base of everything that could break output."""

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
    TitleVariant,
)
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import Horizon, Kind, Status, TitleBasis
from tests.factories import fact, note, person, proposal, source, theme

LONG = "On making every long thing so much longer that no screen will ever hold it, " * 3
PAPER = (Citation(source="paper", locator="para 4", quote="加快建设“新型”基础设施"),)
ROBOT = (Citation(source="robot"),)

FULL = proposal(
    "2020-full",
    term=13,
    session=3,
    kind_terms=("建议", "提案"),
    title=Title(
        en='On "quotes", commas; semicolons | bars & <tags>',
        zh="关于“引号”、逗号，分号；竖线｜的建议",
        en_basis=TitleBasis.TRANSLATED,
        zh_basis=TitleBasis.REPORTED,
        note="A paper prints it without quotes.",
        variants=(TitleVariant(zh="关于引号的建议", citations=PAPER),),
        citations=PAPER,
    ),
    people=("ma-huateng", "li-hua"),
    themes=("digital-economy", "ai"),
    problem=Statement(text="Réseaux are slow; données are lost.", citations=(*PAPER, *ROBOT)),
    measures=(
        Measure(
            id="m01",
            text='Say "yes", and mean it.',
            area="speech",
            horizon=Horizon.NEAR_TERM,
            actors=("the state", "everyone"),
            citations=(*PAPER, *ROBOT),
        ),
        Measure(id="m02", text="=1+1", area="=area", citations=PAPER),
        Measure(id="m03", text="两个\n行", citations=ROBOT),
    ),
    regions=("Shenzhen", "西藏"),
    entities=("WeBank", "[bold]Bank[/bold]"),
    series=(Series(id="line", name=Names(en="Line", zh="系列")),),
    continues=("2018-marks",),
    continues_note="The press says so.",
    responses=(Response(who="A ministry", when="2020-08", text="Agreed.", citations=PAPER),),
    uptake=(Statement(text="A plan says the same.", citations=ROBOT),),
    status=StatusClaim(value=Status.SUBMITTED, as_reported="递交", citations=PAPER),
    identifiers=(Identifier(scheme="npc", value="第1234号"),),
    notes=("One note.", "Another."),
)

AWKWARD: list[Record] = [
    FULL,
    proposal(
        "2020-formula",
        title=Title(en="=SUM(A1:A9)", zh="+加号"),
        regions=("@here", "-there"),
        status=StatusClaim(value=Status.PLANNED, citations=ROBOT),
    ),
    proposal(
        "2019-an-id-that-is-longer-than-those-of-the-others-by-far",
        kind=Kind.BILL,
        title=Title(en=LONG, zh="关于很长很长的标题" * 12),
        themes=("ai",),
        people=("ma-huateng",),
    ),
    proposal("2019-wide", title=Title(zh="关于全角文字的建议（试行）"), themes=("ai",)),
    proposal(
        "2018-marks",
        title=Title(en="Zoë, e\u0301, 🐘 and ｗｉｄｅ", topic_zh="组合字符"),
        people=("li-hua",),
    ),
    proposal("2018-markup", title=Title(en="[red]no[/red] [/] `code` *bold* <b>x</b> \\n #1")),
    proposal("2017-acting", title=Title(en="a\x1b[2Jb\x9bc\u202ed\ne\tf\0g", zh="换\u2028行")),
    proposal("2016-bare", body="council", kind=Kind.MOTION, title=Title(en="Bare")),
    person(
        "ma-huateng",
        name=Names(en="Ma Huateng", zh="马化腾"),
        other_names=("Pony Ma",),
        roles=("Deputy", "Chairman"),
    ),
    person("li-hua", name=Names(zh="李华")),
    theme("digital-economy", name=Names(en="Digital economy", zh="数字经济")),
    theme(
        "ai",
        name=Names(en="Artificial intelligence", zh="人工智能"),
        description="Machines that talk.",
        cap=MajorTopic(code=17, name="Technology"),
    ),
    source(
        "paper",
        kind="press",
        publisher="A Paper (报)",
        title="两会 | report",
        date="2020-05-18",
        url="https://paper.example/a?b=1&c=2",
        language="zh",
        extent_read="whole",
        note="Undated page.",
    ),
    source("robot", kind="copy", title=None, machine_translated_from="zh"),
    fact(
        "count-2020",
        year=2020,
        person="ma-huateng",
        value=3,
        text="Three in 2020.",
        citations=PAPER,
        proposals=("2020-full",),
        assessment="Two are held.",
    ),
    fact("count-2020-b", year=2020, person="ma-huateng", value=2, citations=()),
    note(
        "note-one",
        source="paper",
        locator="para 4",
        words="real economy",
        original="实体经济",
        meaning="industry",
        explanation="Not the opposite of unreal.",
        citations=PAPER,
    ),
    note("note-two", source="paper", locator="para 9", words="x", meaning="y"),
]
