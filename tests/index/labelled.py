"""Queries with the records that they should find, chosen by reading, and scores of the search.

::

    python -m tests.index.labelled

A proposal is relevant if a reader would say that it contains the words, or that its theme has such
a name: in any grammatical form, in simplified or traditional characters, with or without accents.
It is not relevant if only the letters occur (new for news, the 中国 in 集中国力).
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.query.query import Query
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import proposal, titles, write_store

DOCUMENTS = {
    "2001": "Build hospitals in rural counties",
    "2002": "Enterprises should invest in cloud computing and big data",
    "2003": "Write the control software in C++ and C#",
    "2004": "New teaching material for programming in C",
    "2005": "关于加强医疗数据安全保护的建议",
    "2006": "集中国力办好教育",
    "2007": "推動數位經濟與臺灣產業發展",
    "2008": "医療データの活用を進める",
    "2009": "의료 데이터의 안전한 이용",
    "2010": "ＡＢＣ計画：５Ｇ基地局の整備",
    "2011": "Réseau de santé publique à Zürich",
    "2012": "提升产品和服务质量",
    "2013": "和服文化与传统手工艺保护",
    "2014": "中国式现代化与乡村振兴",
    "2015": "發展人工智慧 (AI) 與晶片",
    "2016": "发展人工智能和芯片产业",
    "2017": "Close the digital divide between town and country",
    "2018": "Digital tools divide opinion",
    "2019": "降低碳排放，保护森林",
    "2020": "修改中华人民共和国国家公园法",
}
"""Titles, by year, of proposals without other fields."""

DOCUMENT_QUERIES = {
    "hospital": "2001",
    "investing enterprise": "2002",
    "ｃｌｏｕｄ　ｃｏｍｐｕｔｉｎｇ": "2002",
    "C++": "2003",
    "c#": "2003",
    "news": "",
    "program*": "2004",
    "医疗": "2005 2008",
    "数据 OR データ": "2005 2008",
    "中国": "2014",
    "数位经济": "2007",
    "產業": "2007 2016",
    "台湾": "2007",
    "데이터": "2009",
    "abc 5g": "2010",
    "reseau zurich": "2011",
    "和服": "2013",
    "鄉村振興": "2014",
    "人工 -芯片": "2015",
    "人工智能": "2016",
    '"digital divide"': "2017",
    "碳": "2019",
    "共和国": "2020",
    "国家公园": "2020",
    "保护 -医疗": "2013 2019",
}

MINORS = """2017-minors-healthy-internet-use 2018-youth-science-education
    2019-minors-online-protection"""
EMPLOYMENT = """2019-employment 2020-digital-tools-for-small-firms
    2021-new-forms-of-employment"""
FINANCE = """2018-internet-financial-risk 2019-bay-area-core-strengths
    2020-digital-tools-for-small-firms 2020-fintech-and-financial-opening"""
CULTURE = """2016-digital-content-industry 2017-digital-content-global-lead
    2018-technology-plus-culture 2022-cultural-technology 2022-digital-cultural-heritage"""
EDUCATION = """2018-youth-science-education 2019-bay-area-core-strengths
    2022-rural-education-and-talent"""
BAY_AREA = """2017-shenzhen-innovation-centre 2017-world-class-tech-bay-area
    2018-bay-area-integration 2019-bay-area-core-strengths 2020-pearl-river-estuary-national-park
    2020-shenzhen-demonstration-zone 2021-marine-protected-area-network 2022-bay-area-blue-carbon"""

SHIPPED_QUERIES = {
    # one word, in another form than in the text
    "elephant": "2014-ending-illegal-ivory-trade",
    "broadband": "2013-national-internet-strategy 2019-industrial-internet-real-economy",
    "hospital": """2016-internet-health-care 2018-digital-technology-for-health
        2020-medical-staff-sense-of-gain""",
    "farmer": """2020-rural-revitalisation-after-poverty
        2021-digital-technology-rural-revitalisation 2022-rural-education-and-talent""",
    "taxes": """2013-internet-firms-going-global 2019-core-technology-and-basic-science
        2020-digital-tools-for-small-firms""",
    "piloting": """2017-sponge-cities 2018-bay-area-integration 2020-shenzhen-demonstration-zone
        2021-digital-economy-pilots-and-governance""",
    "university": """2017-world-class-tech-bay-area 2019-bay-area-core-strengths
        2019-industrial-internet-real-economy""",
    "organisation": "2018-ngos-in-national-parks",
    "villages": """2020-industrial-internet-strategy 2020-medical-staff-sense-of-gain
        2020-rural-revitalisation-after-poverty 2021-digital-technology-rural-revitalisation
        2022-rural-education-and-talent""",
    "child": """2017-minors-healthy-internet-use 2018-youth-science-education
        2019-minors-online-protection 2021-digital-technology-rural-revitalisation""",
    "AI": "2018-technology-plus-culture 2019-technology-ethics",
    "5g": "2019-industrial-internet-real-economy",
    "smog": "2015-smart-livelihood-mobile-internet",
    # several words, and other syntax of the query language
    "cloud computing": """2019-industrial-internet-real-economy 2020-digital-tools-for-small-firms
        2020-industrial-internet-strategy""",
    '"artificial intelligence"': """2019-technology-ethics
        2020-digital-tools-for-small-firms""",
    '"national park"': """2018-ngos-in-national-parks
        2020-pearl-river-estuary-national-park""",
    '"digital divide" OR 鸿沟': "2020-rural-revitalisation-after-poverty",
    '"new infrastructure"': """2020-industrial-internet-strategy 2020-medical-staff-sense-of-gain
        2020-rural-revitalisation-after-poverty""",
    "carbon -blue": "2021-carbon-neutral-technology-firms",
    "doctors OR smart hospitals": """2015-smart-livelihood-mobile-internet
        2016-internet-health-care 2020-medical-staff-sense-of-gain""",
    "transform*": """2018-industrial-internet-manufacturing 2020-digital-tools-for-small-firms
        2022-digital-real-integration""",
    "universit*": """2017-world-class-tech-bay-area 2019-bay-area-core-strengths
        2019-industrial-internet-real-economy""",
    "theme:minors-protection science": "2018-youth-science-education",
    "year:..2014 patents OR ivory": """2013-technological-innovation
        2014-ending-illegal-ivory-trade""",
    # Chinese words of one character and more
    "碳": "2021-carbon-neutral-technology-firms 2022-bay-area-blue-carbon",
    "象": "2014-ending-illegal-ivory-trade",
    "数据": """2013-technological-innovation 2014-fighting-cybercrime 2016-internet-health-care
        2016-mobile-internet-security 2017-personal-information-security 2018-digital-china
        2018-digital-technology-for-health 2018-internet-financial-risk 2019-technology-ethics
        2020-industrial-internet-strategy 2021-carbon-neutral-technology-firms
        2021-digital-economy-pilots-and-governance 2021-digital-technology-rural-revitalisation""",
    "医疗": """2014-internet-for-food-safety 2016-internet-health-care
        2018-digital-technology-for-health 2020-medical-staff-sense-of-gain
        2020-rural-revitalisation-after-poverty 2021-digital-economy-pilots-and-governance
        2022-social-emergency-network""",
    "人才": """2017-world-class-tech-bay-area 2018-youth-science-education
        2019-bay-area-core-strengths 2022-rural-education-and-talent""",
    "湾区": """2017-shenzhen-innovation-centre 2017-world-class-tech-bay-area
        2018-bay-area-integration 2019-bay-area-core-strengths
        2020-pearl-river-estuary-national-park 2020-shenzhen-demonstration-zone
        2021-marine-protected-area-network 2022-bay-area-blue-carbon""",
    "獲得感": "2020-medical-staff-sense-of-gain",
    "新动能": "2016-sharing-economy",
    "未成年": """2017-minors-healthy-internet-use 2018-youth-science-education
        2019-minors-online-protection""",
    "數位經濟": "2022-digital-real-integration",
    "乡村振兴": """2020-rural-revitalisation-after-poverty
        2021-digital-technology-rural-revitalisation 2022-rural-education-and-talent""",
    "國家公園": """2014-ending-illegal-ivory-trade 2017-sponge-cities 2018-ngos-in-national-parks
        2019-ecology-and-environment 2020-pearl-river-estuary-national-park
        2021-carbon-neutral-technology-firms 2021-marine-protected-area-network
        2022-bay-area-blue-carbon""",
    "工业互联网": "2018-industrial-internet-manufacturing",
    "产业互联网": """2013-national-internet-strategy 2015-internet-plus
        2016-internet-plus-action-plan 2016-sharing-economy 2017-digital-economy
        2018-digital-china 2018-industrial-internet-manufacturing
        2019-industrial-internet-real-economy 2020-industrial-internet-strategy
        2022-digital-real-integration""",
    "金融 -year:2018": """2019-bay-area-core-strengths 2020-digital-tools-for-small-firms
        2020-fintech-and-financial-opening 2021-digital-economy-pilots-and-governance""",
    "海洋 碳": "2022-bay-area-blue-carbon",
}

EVERYDAY_QUERIES = {
    # words of people who do not know those of the field, for a theme
    "kids": MINORS,
    "video games": MINORS,
    "孩子": MINORS,
    "手游": MINORS,
    "unemployment": EMPLOYMENT,
    "delivery riders": EMPLOYMENT,
    "失业": EMPLOYMENT,
    "银行": FINANCE,
    "startups": "2020-digital-tools-for-small-firms 2022-digital-real-integration",
    "entertainment": CULTURE,
    "影视": CULTURE,
    '"Pearl River Delta"': BAY_AREA,
    "students": EDUCATION,
    "老师": EDUCATION,
    "学生": EDUCATION,
    '"Industry 4.0"': """2018-industrial-internet-manufacturing
        2019-industrial-internet-real-economy 2020-industrial-internet-strategy
        2022-digital-real-integration""",
    # and for less than a theme
    "global warming": "2021-carbon-neutral-technology-firms 2022-bay-area-blue-carbon",
    "hackers": "2014-fighting-cybercrime 2016-mobile-internet-security",
    "telehealth": """2016-internet-health-care 2018-digital-technology-for-health
        2021-digital-economy-pilots-and-governance""",
    "copyright": "2016-digital-content-industry",
}

RECORD_QUERIES = {
    "absent": "ma-huateng-05 ma-huateng-06 jqknews-2020 jqknews-2020-01",
    "lumbar": "ma-huateng-05 ma-huateng-06",
    "health reasons": "ma-huateng-06 jqknews-2020-01",
    '"thirty deputies"': "term-bill",
    "legal force": "term-cppcc-proposal",
    "COVID-19": "sess-2020",
    "passage interview": "ma-huateng-07 article-2020-photo jqknews-2020-05 ecns-2018",
    "代表通道": "ma-huateng-07 jqknews-2020-05",
    "中台": "jqknews-2020-02",
    "小程序": "jqknews-2020-07",
    "获得感": "jqknews-2020-04",
    "南都": "jqknews-2020-20 article-2020-credits",
    '"Ma Ningning"': "article-2020-credits jqknews-2020",
    "新京报": "bjnews-2013 bjnews-2015 bjnews-2017",
    '"South China Morning Post"': "scmp-2020 scmp-2021",
    "财新": "caixin-2014",
    "codebook": "cap-codebook themes-cap",
    '"Tencent Holdings"': "tencent",
    "全国政协": "cppcc replies-published-2014 rj999-cppcc-2018",
    "npcobserver.com": "npcobserver-2020",
}
"""Words of facts, notes, sources, people and bodies → those that contain them."""


class Answer(NamedTuple):
    """The records that a query should find, and those it found."""

    query: str
    meant: frozenset[str]
    found: frozenset[str]

    @property
    def is_chinese_word(self) -> bool:
        """Whether the query consists of Chinese characters only."""
        return all("\u4e00" <= character <= "\u9fff" for character in self.query)


class Score(NamedTuple):
    """Precision, recall and F1."""

    precision: float
    recall: float
    f1: float


def score(answers: Iterable[Answer]) -> Score:
    """Return the scores over all pairs of a query and a record."""
    answers = list(answers)
    right = sum(len(answer.meant & answer.found) for answer in answers)
    found = sum(len(answer.found) for answer in answers)
    meant = sum(len(answer.meant) for answer in answers)
    return Score(
        right / found if found else 1.0,
        right / meant if meant else 1.0,
        2 * right / (found + meant) if found + meant else 1.0,
    )


def mean_f1(answers: Iterable[Answer]) -> float:
    """Return the mean of F1 over queries, whatever the number of their results."""
    each = [score([answer]).f1 for answer in answers]
    return sum(each) / len(each)


def ask(
    base: KnowledgeBase, labelled: dict[str, str], *, records: bool = False
) -> Iterator[Answer]:
    """Return the answers of a base to the queries: proposals, or ``records`` of other kinds."""
    for text, meant in labelled.items():
        query: Query = base.query(text.split(), free=True)
        hits = base.search_everything(query) if records else base.search(query)
        found = frozenset(hit.summary.id for hit in hits if records == (hit.record != "proposal"))
        yield Answer(text, frozenset(meant.split()), found)


def documents_answers(folder: Path) -> list[Answer]:
    """Return the answers of a base of ``DOCUMENTS`` in ``folder``."""
    store = write_store(
        folder / "documents.json",
        [proposal(year, titles=titles(en=text)) for year, text in DOCUMENTS.items()],
    )
    index = SqliteIndex(store, folder)
    try:
        return list(ask(KnowledgeBase(index), DOCUMENT_QUERIES))
    finally:
        index.close()


def shipped_answers(
    folder: Path, labelled: dict[str, str] = SHIPPED_QUERIES, *, records: bool = False
) -> list[Answer]:
    """Return the answers of the shipped base; its index is in ``folder``."""
    index = SqliteIndex(shipped_base(), folder)
    try:
        return list(ask(KnowledgeBase(index), labelled, records=records))
    finally:
        index.close()


def report(title: str, answers: list[Answer]) -> str:
    """Return a line of scores, and a line for each query that is not answered exactly."""
    precision, recall, f1 = score(answers)
    figures = f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
    mean = f"mean F1 of the queries {mean_f1(answers):.3f}"
    lines = [f"{title}: {len(answers)} queries, {figures} ({mean})"]
    for query, meant, found in answers:
        if meant != found:
            missed, wrong = " ".join(sorted(meant - found)), " ".join(sorted(found - meant))
            lines.append(f"  {query}: missed [{missed}], wrong [{wrong}]")
    return "\n".join(lines)


def main() -> None:
    """Print the scores of the search."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = {
            "small documents": documents_answers(folder),
            "shipped base": shipped_answers(folder),
            "everyday words": shipped_answers(folder, EVERYDAY_QUERIES),
            "other records": shipped_answers(folder, RECORD_QUERIES, records=True),
        }
    parts["all"] = [answer for answers in parts.values() for answer in answers]
    for title, answers in parts.items():
        sys.stdout.write(report(title, answers) + "\n")


if __name__ == "__main__":
    main()
