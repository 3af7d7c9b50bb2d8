"""Words in very many proposals: not every match is ranked, and the best are shown all the same."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.query.query import Query
from proposals_cli.index import ranked_ranges, text_search
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import measure, proposal, source, titles, write_store

COUNT, RANKED, SHOWN = 3_000, 300, 20
"""A tenth of the base is ranked, and a part of that is shown."""

COMMON = [
    ("harbour", "港口"),
    ("river", "河流"),
    ("winter", "冬季"),
    ("bridge", "桥梁"),
    ("ferry", "渡船"),
]
RARE = [
    "otter",
    "heron",
    "sluice",
    "reed",
    "dyke",
    "marsh",
    "tide",
    "quay",
    "pilot",
    "lantern",
    "rope",
    "sail",
]


def made(number: int, chance: random.Random) -> Proposal:
    """Return a proposal with some of the common words, here and there, and others."""

    def some(most: int) -> str:
        chosen = [chance.choice(RARE) for _ in range(chance.randint(1, most))]
        chosen += [word for word, _ in COMMON if chance.random() < 0.3]
        chance.shuffle(chosen)
        return " ".join(chosen)

    chinese = "".join(zh for _, zh in COMMON if chance.random() < 0.3) or "水"
    return proposal(
        f"20{number % 20:02}-p{number:04}",
        titles=titles(en=some(4), zh=chinese),
        entities=tuple(some(2) for _ in range(chance.randint(0, 2))),
        measures=tuple(
            measure(f"m{place:02}", some(12)) for place in range(1, chance.randint(2, 9))
        ),
        notes=tuple(some(20) for _ in range(chance.randint(0, 3))),
    )


@pytest.fixture(scope="module")
def records() -> list[Proposal]:
    """Return proposals of many lengths."""
    chance = random.Random(17)
    return [made(number, chance) for number in range(COUNT)]


@pytest.fixture(scope="module")
def index(
    records: list[Proposal], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteIndex]:
    """Return an index of them."""
    folder = tmp_path_factory.mktemp("many")
    index = SqliteIndex(write_store(folder / "base.json", in_order(records)), folder)
    yield index
    index.close()


def in_order(records: list[Proposal]) -> list[Proposal]:
    """Return records in the order of their ids."""
    return sorted(records, key=lambda record: record.id)


@pytest.fixture
def bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rank a tenth of the base."""
    monkeypatch.setattr(ranked_ranges, "MAX_RANKED", RANKED)


def ranked(index: SqliteIndex, *words: str, **options: Any) -> list[tuple[int, float]]:
    """Return (seq, score) of what a search finds."""
    query: Query = KnowledgeBase(index).query(words, **{"limit": SHOWN} | options)
    return list(text_search.ranked(index.file.with_text(), query, lambda _: []))


QUERIES = [
    *itertools.combinations([en for en, _ in COMMON], 2),
    *itertools.combinations([zh for _, zh in COMMON], 2),
    *((word,) for pair in COMMON for word in pair),
    ("harbour OR ferry",),
    ("river", "-winter"),
    ("harb*", "bridge"),
]


def test_the_shown_have_nearly_the_best_scores(
    index: SqliteIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sum of exact scores of the twenty shown, against that of the twenty best of all."""
    best = {query: ranked(index, *query) for query in QUERIES}
    monkeypatch.setattr(ranked_ranges, "MAX_RANKED", RANKED)
    qualities = {}
    for query in QUERIES:
        shown = ranked(index, *query)
        assert len(shown) == SHOWN
        assert len({seq for seq, _ in shown}) == SHOWN
        assert [score for _, score in shown] == sorted((s for _, s in shown), reverse=True)
        ideal = sum(score for _, score in best[query])
        qualities[query] = sum(score for _, score in shown) / ideal if ideal > 1e-3 else 1.0
    assert sum(qualities.values()) / len(qualities) >= 0.98, qualities
    assert min(qualities.values()) >= 0.9, qualities


@pytest.mark.usefixtures("bounded")
def test_no_more_than_the_bound_is_ranked(index: SqliteIndex) -> None:
    """And all of it where few match, or more are asked for than a page."""
    connection = index.file.with_text()

    def matches(ranges: list[tuple[int, int]], match: str) -> int:
        return sum(
            connection.execute(
                "SELECT count(*) FROM text.fts WHERE fts MATCH ? AND rowid BETWEEN ? AND ?",
                (match, *ends),
            ).fetchone()[0]
            for ends in ranges
        )

    common = ranked_ranges.ranges_to_rank(connection, "fts", "harbour")
    assert matches(common, "harbour") == RANKED
    rare = ranked_ranges.ranges_to_rank(connection, "fts", "harbour AND nothing")
    assert rare == [(0, ranked_ranges.LAST)]
    everything = ranked(index, "harbour", limit=None)
    assert len(everything) == matches(rare, "harbour") > RANKED
    assert len(ranked(index, "harbour", limit=ranked_ranges.MAX_LIMIT + 1)) == min(
        len(everything), ranked_ranges.MAX_LIMIT + 1
    )


@pytest.mark.usefixtures("bounded")
def test_filters_and_orders_see_every_match(index: SqliteIndex) -> None:
    """A filter may leave only long proposals, and another order knows no best ones."""
    base = KnowledgeBase(index)
    for year in (2003, 2011):
        found = [hit.summary for hit in base.search(base.query(["harbour"], {"year": [str(year)]}))]
        listed = list(base.find(base.query(["harbour"], {"year": [str(year)]})))
        assert {one.id for one in found} == {row.summary.id for row in listed}
    newest = [
        hit.summary.id for hit in base.search(base.query(["harbour"], sort="-id", limit=SHOWN))
    ]
    ids = sorted((row.summary.id for row in base.find(base.query(["harbour"]))), reverse=True)
    assert newest == ids[:SHOWN]


@pytest.mark.usefixtures("bounded")
def test_what_was_added_since_is_ranked_as_well(records: list[Proposal], tmp_path: Path) -> None:
    """New documents have the last numbers, whatever their length."""
    few = records[:1_000]
    store = write_store(tmp_path / "base.json", in_order(few))

    def first(*more: Proposal) -> list[str]:
        write_store(store, in_order([*few, *more]))
        index = SqliteIndex(store, tmp_path / "cache")
        try:
            base = KnowledgeBase(index)
            hits = list(base.search(base.query(["harbour"], limit=SHOWN)))
            assert len(hits) == SHOWN
            return [hit.summary.id for hit in hits]
        finally:
            index.close()

    assert not any(id_.startswith("2020-new") for id_ in first())
    new = [proposal(f"2020-new-{n}", titles=titles(en="Harbour, harbour")) for n in range(3)]
    assert first(new[0])[0] == "2020-new-0"
    assert first(*new)[:3] == [one.id for one in new]
    assert "2020-new-1" not in first(new[0], new[2])


@pytest.mark.usefixtures("bounded")
def test_other_records_are_ranked_likewise(tmp_path: Path) -> None:
    """There may be as many sources as proposals."""
    many = [
        source(f"source-{n:04}", title="Harbour news " + "and so on " * (n % 50))
        for n in range(900)
    ]
    index = SqliteIndex(write_store(tmp_path / "base.json", [proposal(), *many]), tmp_path)
    query = KnowledgeBase(index).query(["harbour"], limit=SHOWN)
    hits = index.search_records(query)
    index.close()
    assert len(hits) == SHOWN
    assert {len(title) for hit in hits[:18] for title in hit.summary.titles.values()} == {13}
