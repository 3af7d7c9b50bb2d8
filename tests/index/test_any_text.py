"""Any text is a query, or is refused with what to type: no text makes a search fail.

``PROP_TEST_QUERIES`` is the number of random queries, 3,000 unless it is set.
"""

import os
import random
from collections.abc import Iterator

import pytest

from proposals_cli.domain.model.parts import Statement
from proposals_cli.errors import InvalidQueryError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import measure, proposal, random_proposals, small_base, titles, write_store

QUERIES = int(os.environ.get("PROP_TEST_QUERIES", "3000"))

WORDS = (
    *("finance", "hospitals", "the", "state", "2020", "2020-p00003", "No", "C++", "x" * 300),
    *("医", "医疗", "关于医疗的建议", "數位經濟", "データ", "의료", "ﾊﾟｿｺﾝ", "医" * 100),
    *("é", "e\u0301", "ß", "İ", "ǅ", "ﬁ", "①", "½", "٣", "ａｂｃ", "\u200b", "👩‍🔬", "🇨🇳", "1️⃣"),
)
SIGNS = (
    *("OR", "AND", "NOT", "(", ")", '"', "“", "”", "「", "'", "*", "**", "-", "--", "+", "#", ":"),
    *(
        "：",
        "（",
        "）",
        "＊",
        "－",
        ",",
        "..",
        ".",
        "^",
        "~",
        "/",
        "\\",
        "|",
        "&",
        "!",
        "?",
        "%",
        "_",
    ),
    *("{", "}", "[", "]", "<", ">", "=", ";", "--x", "-n", "\0", "\t", "\n", "\r", "\x1b[31m"),
    *("\x1f", "\x7f", "\u2028", "\ue000", "\ue001", "\ue002", "\ufffd", "\ufeff", "\U0010ffff"),
)
FIELDS = (
    *("theme:", "theme：", "person:", "year:", "status:", "kind:", "region:", "missing:", "actor:"),
    *("Theme:fintech", "theme:none", "year:2018..", "year:9999..1", "year:..", "year:x", "year:-1"),
    *(
        "continues:",
        "id:",
        "title:",
        "http://x",
        "::",
        "area:医疗",
        'theme:"a b"',
        "theme:,,",
        "a:b",
    ),
)
SYNTAX = (
    *("NEAR(a b, 2)", "NEAR/3", "{title}: x", "title : x", "- title : x", "^a", '"a" + "b"', "a*b"),
    *("'; DROP TABLE proposal; --", "x' OR '1'='1", "fts MATCH 'a'", "rank:bm25(1)", "?1", "$x"),
    *(
        'a" OR "b',
        '""',
        '" "',
        "\\0",
        "%s%n",
        "{0}",
        "rowid:1",
        "a AND",
        "OR OR",
        "NOT NOT a",
        "()",
    ),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Return a small base in both languages."""
    folder = tmp_path_factory.mktemp("any")
    odd = proposal(
        "2020-odd",
        titles=titles(en="C++ \ue001and\ue002 \x00 \x1f", zh="數位經濟 ﾊﾟｿｺﾝ"),
        problem=Statement(text={"en": "의료 データ é e\u0301 ①"}),
        measures=(measure("m01", text="a b " * 200),),
    )
    store = write_store(folder / "base.json", small_base([*random_proposals(20, seed=4), odd]))
    index = SqliteIndex(store, folder)
    yield KnowledgeBase(index)
    index.close()


def random_text(chance: random.Random) -> str:
    """Return a few words, signs and pieces of syntax, with spaces between them or without."""
    pieces: list[str] = []
    for _ in range(chance.choice((1, 2, 3, 5, 8, 20))):
        kind = chance.random()
        if kind < 0.35:
            pieces.append(chance.choice(WORDS))
        elif kind < 0.65:
            pieces.append(chance.choice(SIGNS))
        elif kind < 0.78:
            pieces.append(chance.choice(FIELDS))
        elif kind < 0.88:
            pieces.append(chance.choice(SYNTAX))
        else:
            codes = (chance.randrange(*chance.choice(PLANES)) for _ in range(3))
            pieces.append("".join(map(chr, codes)))
        pieces.append(chance.choice(("", " ", " ", "\u3000")))
    return "".join(pieces)


PLANES = ((0, 0x80), (0x80, 0x800), (0x800, 0xD800), (0xD800, 0x10000), (0x10000, 0x110000))
"""Ranges of characters, including surrogates, which represent invalid UTF-8."""


def answer(base: KnowledgeBase, *terms: str) -> None:
    """Run every step of a search; an error fails the test, unless it says what to type."""
    try:
        query = base.query(terms, free=True, limit=5)
    except InvalidQueryError as error:
        if not error.hint:
            raise
        return
    hits = list(base.search(query))
    found = {row.summary.id for row in base.find(base.query(terms, free=True))}
    assert {hit.summary.id for hit in hits if hit.place != "id"} <= found
    base.index.unmatched(query)


def test_random_text_is_never_an_error(base: KnowledgeBase) -> None:
    """As one argument and as several."""
    chance = random.Random(1)
    for _ in range(QUERIES):
        text = random_text(chance)
        terms = [text] if chance.random() < 0.5 else text.split(" ")
        try:
            answer(base, *terms)
        except Exception as error:
            error.add_note(f"The query was {terms!r}.")
            raise


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "(" * 10_000,
        "a " * 10_000,
        "(a OR " * 500,
        '"' * 1_001,
        "-" * 10_000 + "a",
        "NOT " * 5_000 + "a",
        "x" * 1_000_000,
        "医" * 40_000,
        f'"{"a " * 50_000}"',
        "theme:" * 2_000,
        f"year:{'2020,' * 5_000}2020",
        "year:" + ",".join(map(str, range(1, 9_999, 2))),
        f"status:{'planned,' * 40_000}planned",
        "a*" * 5_000,
    ],
    ids=lambda text: f"{text[:6]!r}x{len(text)}",
)
def test_long_text_is_not_an_error(base: KnowledgeBase, text: str) -> None:
    """The limits of SQLite and of Python's stack are not reached."""
    answer(base, text)


@pytest.mark.parametrize(
    "text", ["\ud800", "医\udcff疗", "theme:\udcff", "\udcffabcdefgh", '"\ud800 \udfff"']
)
def test_arguments_that_are_not_utf8_are_not_an_error(base: KnowledgeBase, text: str) -> None:
    """A terminal may send invalid UTF-8; Python reads it as surrogates."""
    answer(base, text)
