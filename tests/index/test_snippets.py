"""Passages of hits: the original text, with the right characters highlighted."""

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Citation,
    Document,
    Figure,
    Identifier,
    Relation,
    Series,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import (
    FigureKind,
    RelationKind,
    Stage,
    Status,
    TitleBasis,
)
from proposals_cli.domain.ports import Hit
from proposals_cli.domain.text.highlights import (
    CLOSING,
    OPENING,
    highlighted_spans,
    without_highlights,
)
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.normalise import BREAK, SEPARATOR, fold_variants
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.fields import hit_fields
from tests.factories import (
    body,
    measure,
    person,
    proposal,
    reply,
    sponsors,
    theme,
    titles,
    write_store,
)

Search = Callable[..., list[Hit]]


@pytest.fixture
def search(tmp_path: Path) -> Search:
    """Return a function that searches a base of the given proposals for words."""

    def found(words: str, *proposals: Proposal) -> list[Hit]:
        records = [
            *proposals,
            theme("sme", name={"en": "Small firms", "zh": "中小微企业"}, other_names=("startups",)),
            body("miit", name={"en": "Ministry"}, other_names=("工信部",)),
            person("li-hua", en="Li Hua", zh="李华"),
        ]
        store = write_store(tmp_path / "base.json", records)
        index = SqliteIndex(store, tmp_path)
        try:
            base = KnowledgeBase(index)
            return list(base.search(base.query(words.split(" "), free=True)))
        finally:
            index.close()

    return found


def highlighted(hit: Hit) -> list[str]:
    """Return the highlighted pieces of a hit's passage."""
    text = without_highlights(hit.text)
    return [text[start:end] for start, end in highlighted_spans(hit.text)]


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("Cloud services for enterprises", "enterprise", ["enterprises"]),
        ("推動數位經濟與臺灣產業發展", "数位经济", ["數位經濟"]),
        ("推動數位經濟與臺灣產業發展", "产业 数位", ["數位", "產業"]),
        ("推动数字经济", "數字經濟", ["数字经济"]),
        ("医疗医疗 医疗", "医疗", ["医疗医疗", "医疗"]),
        ("ＡＢＣ計画：５Ｇ基地局", "abc 5g", ["ＡＢＣ", "５Ｇ"]),
        ("Re\u0301seau de sante\u0301", "reseau santé", ["Réseau", "santé"]),
        ("Réseau de santé", "re\u0301seau", ["Réseau"]),
        ("データの活用、데이터 활용", "データ 데이터", ["データ", "데이터"]),
        ("AI赋能5G+工业互联网", "5G 工业", ["5G", "工业"]),
        ("Write it in C++, not in C", "C++", ["C++"]),
        ("ｶﾞｽと水道", "水道", ["水道"]),
        ("🎉 carbon 👩‍🔬 sink 🇨🇳", "sink", ["sink"]),
        ("𠮷野家と𠀀", "𠮷野", ["𠮷野"]),
        ("a\x1fcarbon\x1f\x1fsink", "carbon", ["carbon"]),
        ("碳\x1f汇\x1f与 carbon", "碳", ["碳"]),
        ("云\x00计算 carbon\x00sink", "计算 sink", ["计算", "sink"]),
        ("carbon\x00sink", "sink", ["sink"]),
        (f"carbon{BREAK}sink", "sink", ["sink"]),
        ("new\n\tlines\r\n在\n中文", "lines 中", ["lines", "中"]),
        ("\u202eright to left\u202c carbon", "carbon", ["carbon"]),
        ("[bold]carbon[/bold] \x1b[31m sink", "carbon sink", ["carbon", "sink"]),
    ],
)
def test_a_passage_is_shown_as_written(
    search: Search, text: str, words: str, pieces: list[str]
) -> None:
    """Normalising and separating characters do not change the text or the highlights."""
    (hit,) = search(words, proposal(titles=titles(en=text)))
    assert without_highlights(hit.text) == unicodedata.normalize("NFC", text)
    assert highlighted(hit) == pieces
    assert hit.place == "title"


@pytest.mark.parametrize(
    "text",
    [f"{OPENING}carbon{CLOSING} sink 碳汇", f"{CLOSING}{CLOSING}sink {OPENING}", f"sink{OPENING}"],
)
def test_highlight_characters_in_a_record_are_replaced(search: Search, text: str) -> None:
    """They would otherwise look like highlights."""
    (hit,) = search("sink", proposal(titles=titles(en=text)))
    assert without_highlights(hit.text) == text.replace(OPENING, "\ufffd").replace(
        CLOSING, "\ufffd"
    )
    assert highlighted(hit) == ["sink"]


def test_random_passages_are_shown_as_written(search: Search) -> None:
    """Whatever surrounds a word, the passage is complete and the word highlighted."""
    chance = random.Random(3)
    around = [
        *"aé数數ガｶｱ의Ａ１+#-_ \u3000，。\t\n",
        SEPARATOR,
        BREAK,
        OPENING,
        "\0",
        "e\u0301",
        "ﾞ",
    ]
    around += ["👩‍🔬", "𠮷", "\u3099", "İ", "ß", "\u0300", "\u200d", "①", "ﬁ", "豈", "\U000e0001"]
    words = ("zeppelin", "飛艇", "鯨")
    texts = []
    for number in range(200):
        before, after = ("".join(chance.choices(around, k=chance.randint(0, 9))) for _ in "ab")
        texts.append(f"{before} {words[number % 3]} {after}")
    proposals = [
        proposal(f"2020-p{number:03}", titles=titles(en=text)) for number, text in enumerate(texts)
    ]
    shown = dict.fromkeys(words, 0)
    for word in words:
        for hit in search(word, *proposals):
            text = texts[int(hit.summary.id[-3:])]
            expected = unicodedata.normalize("NFC", text).replace(OPENING, "\ufffd")
            assert without_highlights(hit.text) == expected
            assert {fold_variants(piece) for piece in highlighted(hit)} == {fold_variants(word)}
            shown[word] += 1
    assert list(shown.values()) == [67, 67, 66]


QUOTED = Citation(source="source-one", quote="Quoted words")

COMPLETE = proposal(
    "2020-complete",
    date="2020-05-18",
    kind_terms=("Anfrage",),
    titles=(
        Title(lang="en", text="Alpha title", note="Charlie note"),
        Title(lang="zh", text="关于医疗", basis=TitleBasis.SUBJECT),
        Title(lang="fr", text="Bravo variant"),
    ),
    sponsors=(
        *sponsors("li-hua"),
        Sponsor(as_named="user 9996", party="Quebec party", withdrawn="2020-06-01"),
    ),
    addressees=(Agent(who="miit", as_named="Romeo office"),),
    themes=("sme",),
    series=(Series(id="smart-retail", name={"en": "Delta series", "zh": "智慧零售系列"}),),
    entities=("Echo plan",),
    summary=Statement(text={"en": "Sierra summary"}, citations=(QUOTED,)),
    measures=(
        measure("m01", text="Foxtrot measure", area="golf policy", actors=("hotel owners",)),
        measure("m03", text="India measure", actors=("地方政府",), beneficiaries=("tango groups",)),
    ),
    problem=Statement(text={"en": "Juliet problem"}),
    regions=("Kilo",),
    actions=(
        reply("Mike thanks", by="Lima ministry"),
        Action(
            stage=Stage.REFERRED,
            by=(Agent(who="miit"),),
            documents=(Document(number="21/5250"),),
        ),
    ),
    documents=(Document(note="Uniform paper"),),
    figures=(Figure(what=FigureKind.FURTHER_SPONSORS, as_reported="外二名"),),
    relations=(Relation(kind=RelationKind.RELATED, as_named="Victor bill", note="Oscar link"),),
    identifiers=(Identifier(scheme="bill-number", value="HR 4821"),),
    status=StatusClaim(value=Status.PLANNED, as_reported="Whiskey words"),
    uptake=(Statement(text={"en": "November law"}),),
    notes=("Papa remark",),
    extra={"xray": {"yankee": ["Zulu", 77]}},
)


@pytest.mark.parametrize(
    ("word", "place", "text"),
    [
        ("alpha", "title", "Alpha title"),
        ("医疗", "title", "关于医疗"),
        ("bravo", "title", "Bravo variant"),
        ("charlie", "title", "Charlie note"),
        ("hua", "person", "Li Hua"),
        ("李华", "person", "李华"),
        ("firms", "theme", "Small firms"),
        ("微企", "theme", "中小微企业"),
        ("startup", "theme", "startups"),
        ("delta", "series", "Delta series"),
        ("零售", "series", "智慧零售系列"),
        ("retail", "series", "smart retail"),
        ("echo", "entity", "Echo plan"),
        ("foxtrot", "m01", "Foxtrot measure"),
        ("golf", "m01", "golf policy"),
        ("hotels", "m01", "hotel owners"),
        ("india", "m03", "India measure"),
        ("地方", "m03", "地方政府"),
        ("juliet", "problem", "Juliet problem"),
        ("kilo", "region", "Kilo"),
        ("anfrage", "kind", "Anfrage"),
        ("9996", "person", "user 9996"),
        ("quebec", "person", "Quebec party"),
        ("romeo", "addressee", "Romeo office"),
        ("工信部", "addressee", "工信部"),
        ("sierra", "summary", "Sierra summary"),
        ("quoted", "summary", "Quoted words"),
        ("tango", "m03", "tango groups"),
        ("lima", "action", "Lima ministry"),
        ("mike", "action", "Mike thanks"),
        ("21/5250", "action", "21/5250"),
        ("uniform", "paper", "Uniform paper"),
        ("二名", "figure", "外二名"),
        ("victor", "relation", "Victor bill"),
        ("oscar", "relation", "Oscar link"),
        ("4821", "number", "HR 4821"),
        ("whiskey", "status", "Whiskey words"),
        ("yankee", "extra", "xray.yankee: Zulu"),
        ("zulu", "extra", "xray.yankee: Zulu"),
        ("77", "extra", "xray.yankee: 77"),
        ("november", "later policy", "November law"),
        ("papa", "note", "Papa remark"),
        ("2020", "year", "2020"),
        ("2020-05-18", "date", "2020-05-18"),
    ],
)
def test_place_is_the_field_of_the_passage(
    search: Search, word: str, place: str, text: str
) -> None:
    """Every searched part of a record has a name."""
    (hit,) = search(word, COMPLETE)
    assert (hit.place, without_highlights(hit.text)) == (place, text)
    assert highlighted(hit)


def test_the_passage_with_most_of_the_words_is_shown(search: Search) -> None:
    """A measure with both words is preferred to a title with one of them."""
    both = measure("m02", text="Put carbon into the ocean sinks.")
    (hit,) = search("carbon sink", proposal(titles=titles(en="On carbon"), measures=(both,)))
    assert (hit.place, highlighted(hit)) == ("m02", ["carbon", "sinks"])
    (hit,) = search("carbon", proposal(titles=titles(en="On carbon"), measures=(both,)))
    assert (hit.place, highlighted(hit)) == ("title", ["carbon"])


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("carbon -gold", ["Carbon", "carbon"]),
        ("carbon OR gold", ["Carbon", "carbon"]),
        ('"blue carbon"', ["blue carbon"]),
        ("carb*", ["Carbon", "carbon"]),
        ("year:2020 carbon", ["Carbon", "carbon"]),
        ("(carbon OR blue) sink", ["Carbon", "blue", "carbon", "sink"]),
    ],
)
def test_only_words_of_the_query_are_highlighted(
    search: Search, words: str, pieces: list[str]
) -> None:
    """Excluded words and fields highlight nothing; a phrase is highlighted as one."""
    (hit,) = search(words, proposal(titles=titles(en="Carbon, blue carbon and a sink")))
    assert highlighted(hit) == pieces


def test_a_field_alone_shows_the_title(search: Search) -> None:
    """A query without words highlights nothing."""
    (hit,) = search("year:2020", proposal(titles=titles(zh="关于医疗")))
    assert (hit.place, hit.text, hit.score) == ("title", "关于医疗", 0.0)


def test_marks_in_json_count_characters_of_the_snippet(search: Search) -> None:
    """``marks`` are positions in ``snippet``, in characters, from zero, ends excluded."""
    (hit,) = search("carbon 碳", proposal(titles=titles(en="🎉 Carbon と碳, e\u0301 carbon")))
    row: dict[str, Any] = {key: field.get(hit) for key, field in hit_fields(Languages()).items()}
    assert row["snippet"] == "🎉 Carbon と碳, é carbon"
    assert row["marks"] == ((2, 8), (10, 11), (15, 21))
