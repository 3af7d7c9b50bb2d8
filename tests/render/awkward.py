"""A small base of everything that could break output."""

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    BodySession,
    Citation,
    Document,
    Figure,
    Identifier,
    MajorTopic,
    Measure,
    PersonName,
    Relation,
    ReplyDue,
    Series,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Record, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    AgentKind,
    DocumentRole,
    FigureKind,
    Horizon,
    Kind,
    RelationKind,
    Role,
    SourceCopy,
    SourceTier,
    Stage,
    Status,
    TextBasis,
    TitleBasis,
)
from tests.factories import body, fact, note, person, proposal, source, sponsors, theme, titles

LONG = "On making every long thing so much longer that no screen will ever hold it, " * 3
PAPER = (Citation(source="paper", locator="para 4", quote="加快建设“新型”基础设施"),)
ROBOT = (Citation(source="robot"),)
GAZETTE = (Citation(source="gazette", locator="p. 7"),)

FULL = proposal(
    "2020-full",
    term=13,
    session=3,
    kind_terms=("建议", "提案"),
    titles=(
        Title(
            lang="zh",
            text="关于“引号”、逗号，分号；竖线｜的建议",
            basis=TitleBasis.REPORTED,
            note="A paper prints it without quotes.",
            citations=PAPER,
        ),
        Title(
            lang="en",
            text='On "quotes", commas; semicolons | bars & <tags>',
            basis=TitleBasis.TRANSLATED,
        ),
        Title(lang="zh", text="关于引号的建议", basis=TitleBasis.REPORTED, citations=PAPER),
    ),
    sponsors=(Sponsor(who="ma-huateng"), Sponsor(who="li-hua", as_named="李代表")),
    addressees=(Agent(as_named="A ministry"),),
    themes=("digital-economy", "ai"),
    summary=Statement(text={"zh": "一句话。"}, basis=TextBasis.OFFICIAL, citations=PAPER),
    problem=Statement(text={"en": "Réseaux are slow; données are lost."}, citations=PAPER + ROBOT),
    measures=(
        Measure(
            id="m01",
            text={"en": 'Say "yes", and mean it.', "zh": "说“是”，并且算数。"},
            area="speech",
            horizon=Horizon.NEAR_TERM,
            actors=("the state", "everyone"),
            beneficiaries=("listeners",),
            citations=(*PAPER, *ROBOT),
        ),
        Measure(id="m02", text={"en": "=1+1"}, area="=area", citations=PAPER),
        Measure(id="m03", text={"zh": "两个\n行"}, citations=ROBOT),
    ),
    regions=("Shenzhen", "西藏"),
    entities=("WeBank", "[bold]Bank[/bold]"),
    series=(Series(id="line", name={"en": "Line", "zh": "系列"}),),
    relations=(
        Relation(kind=RelationKind.CONTINUES, to="2018-marks", note="The press says so."),
        Relation(kind=RelationKind.COMPANION, as_named="a twin in the other chamber"),
    ),
    actions=(
        Action(date="2020-05", stage=Stage.ASSIGNED, by=(Agent(as_named="The office"),)),
        Action(
            date="2020-06-11",
            stage=Stage.REPLIED,
            interim=True,
            text={"en": "It takes longer."},
            citations=PAPER,
        ),
        Action(
            when="in August",
            stage=Stage.REPLIED,
            by=(
                Agent(as_named="A ministry", role=Role.LEAD),
                Agent(as_named="Another", role=Role.JOINT),
            ),
            text={"en": "Agreed."},
            number="文〔2020〕12号",
            citations=PAPER,
        ),
    ),
    reply_due=ReplyDue(date="2020-09", as_reported="within three months", citations=ROBOT),
    documents=(Document(role=DocumentRole.TEXT, note="as printed", source="paper"),),
    figures=(
        Figure(what=FigureKind.FURTHER_SPONSORS, value=2, as_reported="等3人", citations=PAPER),
        Figure(what=FigureKind.ASKED, value=1_200_000, unit="CNY"),
    ),
    uptake=(Statement(text={"en": "A plan says the same."}, citations=ROBOT),),
    status=StatusClaim(value=Status.SUBMITTED, as_reported="递交", citations=PAPER),
    identifiers=(Identifier(scheme="npc-suggestion", value="第1234号"),),
    notes=("One note.", "Another."),
    extra={"chair": "A [b]", "votes": [{"for": 3}]},
)

GERMAN = proposal(
    "2026-fibre",
    date="2026-02-11",
    body="bundestag",
    term=21,
    kind=Kind.QUESTION,
    kind_terms=("Kleine Anfrage",),
    titles=(
        Title(
            lang="de",
            text="Stand der Dinge: Glasfaser, Öltanks | Fußwege & „Anführungszeichen“",
            basis=TitleBasis.OFFICIAL,
            citations=GAZETTE,
        ),
    ),
    sponsors=(Sponsor(who="gruene-wiese"),),
    addressees=(Agent(who="bundesregierung"),),
    summary=Statement(
        text={"de": "Die Fraktion fragt nach Kabeln.", "en": "The group asks about cables."},
        basis=TextBasis.OFFICIAL,
        citations=GAZETTE,
    ),
    actions=(
        Action(
            date="2026-02-11",
            stage=Stage.SUBMITTED,
            documents=(
                Document(
                    role=DocumentRole.QUESTION,
                    number="21/4888",
                    date="2026-02-11",
                    url="https://papers.example/2104888.pdf",
                    language="de",
                ),
            ),
            citations=GAZETTE,
        ),
        Action(
            date="2026-03-12",
            stage=Stage.REPLIED,
            by=(Agent(as_named="Ministerium für Verkehr und Wege"),),
            text={"de": "Die Kabel liegen."},
            number="21/5250",
            documents=(Document(role=DocumentRole.ANSWER, source="gazette"),),
            citations=GAZETTE,
        ),
    ),
    identifiers=(Identifier(scheme="dip", value="333085"),),
)

JAPANESE = proposal(
    "2024-example",
    date="2024-05-30",
    body="shugiin",
    session=213,
    kind=Kind.QUESTION,
    kind_terms=("質問主意書",),
    titles=(Title(lang="ja", text="例についての質問主意書", basis=TitleBasis.OFFICIAL),),
    sponsors=(Sponsor(as_named="例田　花子"),),
    figures=(Figure(what=FigureKind.FURTHER_SPONSORS, value=2, as_reported="外二名"),),
    actions=(
        Action(date="2024-06-04", stage=Stage.REPLIED, interim=True, text={"ja": "延期の通知"}),
        Action(date="2024-06-11", stage=Stage.REPLIED, result="not-published"),
    ),
    identifiers=(Identifier(scheme="question-number", value="163"),),
)

BILL = proposal(
    "2021-something",
    date="2021-01-04",
    body="us-house",
    term=117,
    session="2021-2022 Regular Session",
    kind=Kind.BILL,
    titles=(
        Title(
            lang="en",
            text="To expand access to something, and for other purposes.",
            basis=TitleBasis.OFFICIAL,
        ),
        Title(lang="en", text="Something Act of 2021", basis=TitleBasis.OFFICIAL, note="short"),
    ),
    sponsors=(
        Sponsor(who="jane-example", party="Democrat"),
        Sponsor(as_named="Sample, John", role=Role.COSPONSOR, joined="2021-01-04"),
        Sponsor(
            as_named="Gone, Al", role=Role.COSPONSOR, joined="2021-01-05", withdrawn="2021-02-03"
        ),
        *(
            Sponsor(as_named=f"Cosponsor the {number}th", role=Role.COSPONSOR)
            for number in range(4, 34)
        ),
    ),
    actions=(
        Action(date="2021-01-04", stage=Stage.INTRODUCED, text={"en": "Introduced in House"}),
        Action(
            date="2021-01-05", stage=Stage.REFERRED, by=(Agent(as_named="House Administration"),)
        ),
        Action(
            date="2021-03-03",
            stage=Stage.DECIDED,
            text={"en": "On passage"},
            result="Passed by recorded vote",
            counts={"yes": 219, "no": 212, "present": 0},
        ),
        Action(date="2021-03-03", stage=Stage.PASSED, by=(Agent(who="us-house"),)),
    ),
    identifiers=(Identifier(scheme="bill-number", value="H.R. 1"),),
)

AWKWARD: list[Record] = [
    FULL,
    GERMAN,
    JAPANESE,
    BILL,
    proposal(
        "2020-formula",
        titles=titles(en="=SUM(A1:A9)", zh="+加号"),
        regions=("@here", "-there"),
        status=StatusClaim(value=Status.PLANNED, citations=ROBOT),
    ),
    proposal(
        "2019-an-id-that-is-longer-than-those-of-the-others-by-far",
        kind=Kind.BILL,
        titles=titles(en=LONG, zh="关于很长很长的标题" * 12),
        themes=("ai",),
        sponsors=sponsors("ma-huateng"),
    ),
    proposal("2019-wide", titles=titles(zh="关于全角文字的建议（试行）"), themes=("ai",)),
    proposal(
        "2018-marks",
        titles=titles(en="Zoë, e\u0301, 🐘 and ｗｉｄｅ", subject="组合字符"),
        sponsors=sponsors("li-hua"),
    ),
    proposal("2018-markup", titles=titles(en="[red]no[/red] [/] `code` *bold* <b>x</b> \\n #1")),
    proposal("2017-acting", titles=titles(en="a\x1b[2Jb\x9bc\u202ed\ne\tf\0g", zh="换\u2028行")),
    proposal("2016-bare", body="council", kind=Kind.MOTION, titles=titles(en="Bare")),
    proposal("2016-subject", titles=titles(subject="只有主题词")),
    proposal(
        "2016-number",
        year=None,
        titles=(),
        identifiers=(Identifier(scheme="bill-number", value="No. 7"),),
    ),
    person(
        "ma-huateng",
        names={
            "en": PersonName(text="Ma Huateng", family="Ma", given="Huateng"),
            "zh": PersonName(text="马化腾", family="马", given="化腾"),
        },
        other_names=("Pony Ma",),
        roles=("Deputy", "Chairman"),
        identifiers=(Identifier(scheme="wikidata", value="Q0"),),
    ),
    person("li-hua", zh="李华"),
    person(
        "jane-example",
        names={"und": PersonName(text="Jane van Example Jr.", particle="van", suffix="Jr.")},
    ),
    person(
        "gruene-wiese", kind=AgentKind.ORGANISATION, names={"de": PersonName(text="Grüne Wiese")}
    ),
    body(
        "npc",
        name={"en": "National Congress", "zh": "全国大会"},
        languages=("zh",),
        reply_within=(ReplyRule(kinds=(Kind.SUGGESTION,), months=3, at_most=6, citations=PAPER),),
        sessions=(BodySession(term=13, session=3, start="2020-05-22", end="2020-05-28"),),
    ),
    body(
        "bundestag",
        name={"de": "Deutscher Bundestag", "en": "German Bundestag"},
        other_names=("BT",),
        languages=("de",),
        timezone="Europe/Berlin",
        area="DE",
        place={"de": "Berlin"},
        reply_within=(ReplyRule(kinds=(Kind.QUESTION,), days=14, note="usually extended"),),
    ),
    body("bundesregierung", name={"de": "Bundesregierung"}, part_of="bundestag"),
    body("shugiin", name={"ja": "衆議院", "en": "House of Representatives"}, languages=("ja",)),
    body("us-house", name={"en": "House"}, languages=("en",)),
    theme("digital-economy", name={"en": "Digital economy", "zh": "数字经济"}),
    theme(
        "ai",
        name={"en": "Artificial intelligence", "zh": "人工智能"},
        other_names=("machine learning",),
        description={"en": "Machines that talk."},
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
    source(
        "robot",
        kind="copy",
        title=None,
        language="en",
        machine_translated_from="zh",
        copy=SourceCopy.MACHINE_TRANSLATION,
    ),
    source(
        "gazette",
        kind="official paper",
        title="Drucksache „A“",
        number="21/5250",
        url="https://papers.example/2105250.pdf",
        archive_url="https://archive.example/2105250",
        accessed="2026-03-20",
        language="de",
        tier=SourceTier.OFFICIAL,
    ),
    fact(
        "count-2020",
        year=2020,
        person="ma-huateng",
        value=3,
        text={"en": "Three in 2020."},
        citations=PAPER,
        proposals=("2020-full",),
        assessment={"en": "Two are held."},
    ),
    fact("count-2020-b", year=2020, person="ma-huateng", value=2, citations=()),
    note(
        "note-one",
        source="paper",
        locator="para 4",
        words="real economy",
        original="实体经济",
        meaning={"en": "industry"},
        explanation={"en": "Not the opposite of unreal."},
        citations=PAPER,
    ),
    note("note-two", source="paper", locator="para 9", words="x", meaning={"en": "y"}),
]
