"""Both engines find the same texts, in the same order, with the same scores and passages."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.query.parser import parse_terms
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.query.values import parse_sort
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import proposal, small_base, titles
from tests.index.labelled import (
    DOCUMENT_QUERIES,
    DOCUMENTS,
    EVERYDAY_QUERIES,
    RECORD_QUERIES,
    SHIPPED_QUERIES,
    ask,
)
from tests.postgres.pairs import Pair, pair_of
from tests.postgres.server import Server

QUERIES = list({**DOCUMENT_QUERIES, **SHIPPED_QUERIES, **EVERYDAY_QUERIES, **RECORD_QUERIES})


@pytest.fixture(scope="module")
def shipped(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Return the indexes of the shipped base."""
    folder = tmp_path_factory.mktemp("shipped")
    index = SqliteIndex(shipped_base(), folder)
    records = [decode_record(table, raw) for table in TABLES for raw in index.records(table)]
    index.close()
    pair = pair_of(records, folder, server.new_database())
    yield pair
    pair.close()


@pytest.mark.parametrize("text", QUERIES)
def test_labelled_queries_are_answered_the_same(shipped: Pair, text: str) -> None:
    """Hits with scores and passages, of proposals and of other records, and what is not found."""
    in_file, on_server = shipped
    for limit in (None, 5):
        query = KnowledgeBase(in_file).query(text.split(), free=True, limit=limit)
        assert list(on_server.search(query)) == list(in_file.search(query))
        assert on_server.search_records(query) == in_file.search_records(query)
    assert on_server.unmatched(query) == in_file.unmatched(query)


@pytest.mark.parametrize("labelled", [SHIPPED_QUERIES, EVERYDAY_QUERIES, RECORD_QUERIES])
def test_labelled_answers_are_the_same(shipped: Pair, labelled: dict[str, str]) -> None:
    """So that precision and recall are."""
    of_records = labelled is RECORD_QUERIES
    in_file, on_server = (
        list(ask(KnowledgeBase(index), labelled, records=of_records)) for index in shipped
    )
    assert on_server == in_file


def test_labelled_documents_are_found_the_same(server: Server, tmp_path: Path) -> None:
    """Titles in several scripts."""
    documents = [proposal(year, titles=titles(en=text)) for year, text in DOCUMENTS.items()]
    both = pair_of(documents, tmp_path, server.new_database())
    in_file, on_server = (list(ask(KnowledgeBase(index), DOCUMENT_QUERIES)) for index in both)
    both.close()
    assert on_server == in_file


WORDS = [
    "digital", "data", "internet", "the", "of", "数据", "数", "发展", "建议", "industry",
    "technol*", "网*", "innov*", "security", "health", '"digital economy"', "产业互联网", "ma",
    "zzyx", "financ", "c++", "2019", "theme:fintech", "year:2018..", "status:replied", "-data",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(120))
def test_random_texts_are_found_the_same(shipped: Pair, both: Pair, seed: int) -> None:
    """Words, phrases and beginnings, required, excluded or alternative, with other conditions."""
    chance = random.Random(seed)
    words = chance.sample(WORDS, chance.randint(1, 4))
    if chance.random() < 0.3 and len(words) > 1:
        words.insert(1, "OR")
    terms = parse_terms(words, lenient=True).where
    sort = parse_sort(chance.choice(["year", "-title", "status"])) if seed % 5 == 0 else ()
    for in_file, on_server in (shipped, both):
        query = Query(terms, sort=sort, limit=chance.choice([None, 0, 1, 20]))
        assert list(on_server.search(query)) == list(in_file.search(query))
        assert on_server.search_records(query) == in_file.search_records(query)
        assert on_server.unmatched(query) == in_file.unmatched(query)


@pytest.mark.parametrize(
    "words",
    [
        ["heatlh"], ["数字医疗法律"], ["qqq*"], ["digitel", "econmy"], ['"digital econonmy"'],
        ["互联网产业法"], ["C+++"], ["ΑΒΓ"], ["hospitel", "OR", "docter"],
    ],
)  # fmt: skip
def test_what_is_not_found_has_the_same_suggestions(shipped: Pair, words: list[str]) -> None:
    """Similar words, and parts of Chinese ones."""
    in_file, on_server = shipped
    query = parse_terms(words, lenient=True)
    assert on_server.unmatched(query) == in_file.unmatched(query)


def test_records_that_are_named_come_first(shipped: Pair) -> None:
    """Whether they match or not; what is not there is left out."""
    in_file, on_server = shipped
    query = parse_terms(["absent"])
    first = [("themes", "fintech"), ("notes", "no-such"), ("people", "ma-huateng")]
    found = in_file.search_records(query, first)
    assert [hit.summary.id for hit in found[:2]] == ["fintech", "ma-huateng"]
    assert on_server.search_records(query, first) == found


def test_similar_proposals_are_the_same(shipped: Pair) -> None:
    """With their similarity and the words that they share."""
    in_file, on_server = shipped
    for id_ in (*list(in_file.ids("proposals"))[::6], "no-such"):
        assert on_server.similar_to(id_, 10) == in_file.similar_to(id_, 10)


def test_texts_that_match_are_the_same(shipped: Pair) -> None:
    """Texts that are no records."""
    in_file, on_server = shipped
    texts = ["Digital economy", "数字经济", "nothing"]
    query = parse_terms(["digital", "数字"])
    assert on_server.matching(query, texts) == in_file.matching(query, texts) == [0, 1]
    assert on_server.matching(Query(), texts) == []


def test_a_search_takes_two_round_trips(shipped: Pair) -> None:
    """One ranks, one reads the page, however many hits it has."""
    _, on_server = shipped
    on_server.base()  # opens the connection
    before = on_server.connection.round_trips
    assert len(list(on_server.search(parse_terms(["digital"])._replace(limit=20)))) == 20
    assert on_server.connection.round_trips == before + 2


def test_long_texts_rank_as_in_a_file(server: Server, tmp_path: Path) -> None:
    """A text of several parts counts a word once, however its parts overlap."""
    chance = random.Random(5)
    words = ["carbon", "market", "of", "the", "sea", "碳市场", "建议"]
    made = [
        proposal(f"2020-p{n}", extra={"text": " ".join(chance.choices(words, k=length))})
        for n, length in enumerate((10, 900, 14_990, 30_200, 70_000, 3))
    ]
    both = pair_of(small_base(made), tmp_path, server.new_database())
    for text in ("carbon", '"carbon market"', "碳市场", "场", "sea market", "mark*"):
        query = parse_terms([text])
        assert list(both.on_server.search(query)) == list(both.in_file.search(query))
    both.close()


def test_the_best_of_many_matches_are_found(server: Server, tmp_path: Path) -> None:
    """Among more matches than are ranked exactly."""
    chance = random.Random(6)
    made = [
        proposal(
            f"2020-p{n:04}",
            titles=titles(en=" ".join(chance.choices(["sea", "port", "of", "coast"], k=9))),
        )
        for n in range(900)
    ]
    both = pair_of(small_base(made), tmp_path, server.new_database())
    query = parse_terms(["sea", "coast"])._replace(limit=10)
    wanted = [hit.score for hit in both.in_file.search(query)]
    assert [hit.score for hit in both.on_server.search(query)] == pytest.approx(wanted)
    every = query._replace(limit=None)
    assert list(both.on_server.search(every)) == list(both.in_file.search(every))
    both.close()
