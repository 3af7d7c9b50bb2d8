"""Records of format 1 as plain JSON: every field of every class, as a curated base has them.

``IMPORTED`` are those that an import of a German and of a Japanese file made.
"""

from typing import Any

Json = dict[str, Any]
Tables = dict[str, list[Json]]


def cited(source: str, *, quote: bool = False) -> Json:
    """Return a citation with a place, and with a quote or without."""
    cite = {"source": source, "locator": f"place in {source}"}
    return cite | ({"quote": f"words of {source}"} if quote else {})


HISTORY = [
    {"when": "2026-11-01T10:00:00Z", "what": "added", "why": "found by chance"},
    {"when": "2026-11-02T10:00:00Z", "what": "edited status", "why": None},
]

CURATED: Tables = {
    "proposals": [
        {
            "id": "2020-industrial-internet",
            "year": 2020,
            "body": "npc",
            "term": 13,
            "session": 3,
            "kind": "suggestion",
            "kind_terms": ["建议", "议案"],
            "title": {
                "en": "On accelerating the industrial internet",
                "zh": "关于加快产业互联网发展的建议",
                "en_basis": "translated",
                "zh_basis": "reported",
                "topic_zh": "产业互联网",
                "note": "The newspapers shorten it.",
                "variants": [
                    {"en": None, "zh": "加快产业互联网发展", "citations": [cited("variant-zh")]},
                    {"en": "On the industrial web", "zh": None, "citations": [cited("variant-en")]},
                ],
                "citations": [cited("title-source", quote=True)],
            },
            "people": ["ma-huateng", "li-hua"],
            "themes": ["digital-economy", "sme"],
            "problem": {"text": "Factories lag behind.", "citations": [cited("problem-source")]},
            "measures": [
                {
                    "id": "m01",
                    "text": "Draw up a national strategy.",
                    "area": "industrial policy",
                    "horizon": "near-term",
                    "actors": ["the state", "civil society (社会力量)"],
                    "citations": [cited("measure-source", quote=True)],
                },
                {
                    "id": "m02",
                    "text": "建设工业云。",
                    "area": None,
                    "horizon": "medium-and-long-term",
                    "actors": [],
                    "citations": [],
                },
            ],
            "regions": ["Shenzhen (深圳)", "Guangdong"],
            "entities": ["WeBank (微众银行)", "Healthy China 2030"],
            "series": [{"id": "internet-plus", "name": {"en": "Internet Plus", "zh": "互联网+"}}],
            "continues": ["2015-internet-plus", "2017-digital-economy"],
            "continues_note": "The deputy says so himself.",
            "responses": [
                {
                    "who": "Ministry of Industry (工信部)",
                    "when": "2020-09-30",
                    "text": "The ministry will draw up a plan.",
                    "citations": [cited("response-one")],
                },
                {
                    "who": "unknown",
                    "when": "late in autumn",
                    "text": "感谢您的建议。",
                    "citations": [cited("response-two")],
                },
            ],
            "uptake": [{"text": "The plan of 2021 agrees.", "citations": [cited("uptake-source")]}],
            "status": {
                "value": "referred",
                "as_reported": "已交办",
                "citations": [cited("status-source")],
            },
            "identifiers": [{"scheme": "npc-suggestion", "value": "第1234号"}],
            "former_ids": ["2020-industry-online"],
            "sources": ["loose-source"],
            "notes": ["Counted among seven."],
            "history": HISTORY,
            "extra": {"photo": {"agency": "Xinhua", "numbers": [3, 4.5, True]}},
        }
    ],
    "people": [
        {
            "id": "ma-huateng",
            "name": {"en": "Ma Huateng", "zh": "马化腾"},
            "other_names": ["Pony Ma"],
            "roles": ["deputy of Guangdong"],
            "history": HISTORY,
            "extra": {"born": 1971},
        }
    ],
    "themes": [
        {
            "id": "digital-economy",
            "name": {"en": "Digital economy", "zh": "数字经济"},
            "description": "Whatever runs on networks.",
            "cap": {"code": 17, "name": "Technology"},
            "history": HISTORY,
            "extra": {"colour": "blue"},
        }
    ],
    "sources": [
        {
            "id": "title-source",
            "kind": "reprint of news",
            "publisher": "People's Daily",
            "title": "Seven suggestions",
            "date": "2020-05-18",
            "url": "https://example.org/seven",
            "language": "zh-CN",
            "machine_translated_from": None,
            "extent_read": "all of it",
            "note": "The page has moved.",
            "text": "A page\nof text.",
            "history": HISTORY,
            "extra": {"column": 4},
        },
        {
            "id": "measure-source",
            "kind": "news",
            "publisher": None,
            "title": None,
            "date": "2021-02-30",
            "url": None,
            "language": "Chinese, simplified",
            "machine_translated_from": "zh_hant",
            "extent_read": None,
            "note": None,
            "text": None,
            "history": [],
            "extra": {"date": "printed on the last page"},
        },
    ],
    "facts": [
        {
            "id": "count-2020",
            "kind": "count",
            "person": "ma-huateng",
            "year": 2020,
            "proposals": ["2020-industrial-internet"],
            "value": 7,
            "text": "Seven were made.",
            "assessment": "The number is certain.",
            "citations": [cited("title-source")],
            "history": HISTORY,
            "extra": {"page": 2},
        },
        {
            "id": "total",
            "kind": "total",
            "person": None,
            "year": None,
            "proposals": [],
            "value": "more than fifty",
            "text": "五十多件。",
            "assessment": None,
            "citations": [],
            "history": [],
            "extra": {},
        },
    ],
    "notes": [
        {
            "id": "real-economy",
            "source": "title-source",
            "locator": "para 3",
            "words": "entity economy",
            "original": "实体经济",
            "meaning": "real economy",
            "explanation": "The machine took the word apart.",
            "citations": [cited("title-source")],
            "history": HISTORY,
            "extra": {"seen": "twice"},
        }
    ],
}


def _imported(id_: str, year: int, body: str, title: Json, **fields: Any) -> Json:
    """Return a proposal as an import wrote it: every field, most of them empty."""
    empty: Json = {
        "id": id_,
        "year": year,
        "body": body,
        "term": None,
        "session": None,
        "kind": "question",
        "kind_terms": [],
        "title": {
            "en": None,
            "zh": None,
            "en_basis": None,
            "zh_basis": None,
            "topic_zh": None,
            "note": None,
            "variants": [],
            "citations": [],
            **title,
        },
        "people": [],
        "themes": [],
        "problem": None,
        "measures": [],
        "regions": [],
        "entities": [],
        "series": [],
        "continues": [],
        "continues_note": None,
        "responses": [],
        "uptake": [],
        "status": {"value": "unknown", "as_reported": None, "citations": []},
        "identifiers": [],
        "former_ids": [],
        "sources": [],
        "notes": [],
        "history": [],
        "extra": {},
    }
    return empty | fields


IMPORTED: Tables = {
    "proposals": [
        _imported(
            "2023-zuege",
            2023,
            "bundestag",
            {"en": "Verspätungen im Fernverkehr", "note": "The title is in German."},
            kind_terms=["Kleine Anfrage"],
            people=["anke-muster"],
            measures=[
                {
                    "id": "m01",
                    "text": "Den Fahrplan entzerren.",
                    "area": None,
                    "horizon": None,
                    "actors": [],
                    "citations": [{"source": "dip"}],
                }
            ],
            status={"value": "referred", "as_reported": "überwiesen", "citations": []},
            identifiers=[{"scheme": "drucksache", "value": "20/7001"}],
            extra={"date": "2023-05-26", "fraktion": "Beispielfraktion", "antwort": "20/7100"},
        ),
        _imported(
            "2022-shuisho",
            2022,
            "shugiin",
            {"en": "関連する技術についての質問主意書"},
            extra={"date": "2021-12-06", "回次": 207},
        ),
        _imported("2021-rail", 2021, "ontario-assembly", {"en": "On rail fares"}),
    ],
    "people": [
        {
            "id": "anke-muster",
            "name": {"en": "Anke Muster", "zh": None},
            "other_names": [],
            "roles": [],
            "history": [],
            "extra": {},
        }
    ],
    "themes": [
        {
            "id": "verkehr",
            "name": {"en": "Verkehr", "zh": None},
            "description": None,
            "cap": None,
            "history": [],
            "extra": {},
        }
    ],
    "sources": [
        {
            "id": "dip",
            "kind": "web",
            "publisher": "dip.example",
            "title": None,
            "date": "2023",
            "url": "https://dip.example/1",
            "language": None,
            "machine_translated_from": None,
            "extent_read": None,
            "note": None,
            "text": None,
            "history": [],
            "extra": {},
        }
    ],
    "facts": [],
    "notes": [],
}


def numbered(tables: Tables) -> dict[str, dict[str, Json]]:
    """Return tables as a base of format 1 has them, in file order."""
    return {
        table: {str(number): record for number, record in enumerate(records, 1)}
        for table, records in tables.items()
    }
