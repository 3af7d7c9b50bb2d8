"""Both engines answer the same: each test runs over a base in a file and one on a server."""

import random

import pytest

from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.parser import parse_terms
from proposals_cli.domain.query.query import And, ContainsText, IdIs, Node, Not, Or, Query
from proposals_cli.domain.query.values import parse_filters, parse_sort
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.postgres.pairs import Pair

SORTS = ("year", "-date,id", "status,-measures", "title", "-title_zh,year", "title_en", "-sources")


def a_node(index: SqliteIndex, chance: random.Random, depth: int = 0) -> Node:
    """Return a random condition with values of the base."""
    match chance.choice("fffydtti" if depth > 2 else "fffydttiaon"):
        case "f":
            facet = chance.choice([*FACETS, "extra.faction", "extra.sign.below"])
            known = [one.value for one in index.facet_values(facet)] or ["spd", "7", "nothing"]
            return next(iter(parse_filters({facet: chance.sample(known, min(2, len(known)))})))
        case "y":
            return next(
                iter(parse_filters({"year": [chance.choice(["2018..2020", "..2012", "2026"])]}))
            )
        case "d":
            return next(
                iter(
                    parse_filters({"date": [chance.choice(["2019-05..2021", "2020", "..2018-03"])]})
                )
            )
        case "t":
            words = [
                "digital",
                "数字",
                "碳",
                "economy",
                "the",
                "health",
                "经济",
                "c++",
                "建议",
                "innov*",
            ]
            return parse_terms([chance.choice(words)]).where
        case "i":
            return IdIs(tuple(chance.sample(list(index.ids("proposals")), 3)))
        case "a":
            return And((a_node(index, chance, depth + 1), a_node(index, chance, depth + 1)))
        case "o":
            return Or((a_node(index, chance, depth + 1), a_node(index, chance, depth + 1)))
        case _:
            return Not(a_node(index, chance, depth + 1))


@pytest.mark.parametrize("seed", range(150))
def test_random_queries_find_the_same_in_the_same_order(both: Pair, seed: int) -> None:
    """Every kind of condition, sort key and limit."""
    in_file, on_server = both
    chance = random.Random(seed)
    sort = parse_sort(chance.choice(SORTS)) if chance.random() < 0.5 else ()
    limit = chance.choice([None, 1, 20])
    languages = chance.choice([(), ("zh",), ("en", "zh")])
    query = Query(a_node(in_file, chance), sort=sort, limit=limit, languages=languages)
    assert list(on_server.find(query)) == list(in_file.find(query))
    assert on_server.count(query) == in_file.count(query)


def test_records_and_reply_times_are_the_same(both: Pair) -> None:
    """Whole records as JSON, byte by byte."""
    in_file, on_server = both
    assert list(on_server.find_records(Query())) == list(in_file.find_records(Query()))
    replies = list(in_file.reply_times(Query()))
    assert replies
    assert list(on_server.reply_times(Query())) == replies
    for table in TABLES:
        ids = list(in_file.ids(table))
        assert list(on_server.ids(table)) == ids
        assert list(on_server.records(table)) == list(in_file.records(table))
        for id_ in (*ids[:3], "no-such"):
            assert on_server.record(table, id_) == in_file.record(table, id_)
    wanted = [*list(in_file.ids("proposals"))[3:0:-1], "no-such"]
    assert list(on_server.find_ids(wanted)) == list(in_file.find_ids(wanted))


@pytest.mark.parametrize("facet", [*FACETS, "agent", "extra."])
def test_values_of_a_facet_are_the_same(both: Pair, facet: str) -> None:
    """With their names and counts, and how they are found."""
    in_file, on_server = both
    values = in_file.facet_values(facet)
    assert on_server.facet_values(facet) == values
    for value in values[:5]:
        for text in (value.value, value.value.upper(), *value.names.values()):
            assert on_server.find_values(facet, text) == in_file.find_values(facet, text)


def test_a_stream_lets_other_questions_through(both: Pair) -> None:
    """Records can be asked for while proposals are still being read."""
    _, on_server = both
    ids = []
    for summary in on_server.find(Query()):
        assert on_server.record("proposals", summary.id)
        ids.append(summary.id)
    assert len(ids) == 400


def test_a_page_is_one_round_trip(both: Pair) -> None:
    """After the one that connects."""
    _, on_server = both
    on_server.base()  # opens the connection
    before = on_server.connection.round_trips
    list(on_server.find(Query(ContainsText("digital"), limit=50)))
    assert on_server.connection.round_trips == before + 1


def test_several_records_are_the_same(both: Pair) -> None:
    """Of any table, with those that are not there left out, in one round trip."""
    in_file, on_server = both
    keys = [(table, id_) for table in TABLES for id_ in list(in_file.ids(table))[:3]]
    keys += [("people", "no-such"), ("proposals", "ma-huateng")]
    on_server.base()  # opens the connection
    before = on_server.connection.round_trips
    assert list(on_server.several(keys).items()) == list(in_file.several(keys).items())
    assert on_server.connection.round_trips == before + 1
    assert on_server.several([]) == in_file.several([]) == {}


@pytest.mark.parametrize(
    ("table", "field", "targets"),
    [
        ("notes", "source", ("source-one", "source-two", "source-one")),
        ("facts", "person", ("ma-huateng", "li-hua")),
        ("facts", "kind", ("count",)),
        ("facts", "person", ()),
    ],
)
def test_what_refers_to_records_is_the_same(
    both: Pair, table: str, field: str, targets: tuple[str, ...]
) -> None:
    """To one of several, each once."""
    found = both.in_file.referring_to(table, field, *targets)
    assert both.on_server.referring_to(table, field, *targets) == found
