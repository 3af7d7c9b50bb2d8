"""Statuses that change with the day are shown as they are today, by readers without rights."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

import pytest

from proposals_cli.domain.query.parser import parse_terms
from proposals_cli.domain.query.query import Query
from proposals_cli.postgres import rows
from tests.factories import random_proposals, small_base
from tests.index.conftest import varied
from tests.postgres.pairs import Pair, pair_of
from tests.postgres.server import Server
from tests.postgres.test_contract import a_node
from tests.postgres.test_values_and_counts import FIELDS


class _Then(datetime):
    """A clock that stands at a day on which most of a base was still to come."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Then":
        return cls(2014, 5, 6, tzinfo=tz or UTC)


@pytest.fixture(scope="module")
def old(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Return the indexes of a base that was put on the server years ago."""
    chance = random.Random(9)
    proposals = [varied(one, chance) for one in random_proposals(300, seed=9)]
    folder = tmp_path_factory.mktemp("old")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "datetime", _Then)
        pair = pair_of(small_base(proposals), folder, server.new_database())
    yield pair
    pair.close()


def test_the_server_has_old_statuses(old: Pair) -> None:
    """Or the other tests of this module would show nothing."""
    server = old.on_server.connection
    stored = dict(server.rows("SELECT id, status FROM prop.proposal"))
    now = {one.id: one.status for one in old.in_file.find(Query())}
    assert sum(stored[id_] != status for id_, status in now.items()) > 50


@pytest.mark.parametrize("seed", range(60))
def test_queries_and_counts_are_those_of_today(old: Pair, seed: int) -> None:
    """As a file answers, which looks at the day as well."""
    in_file, on_server = old
    chance = random.Random(seed)
    query = Query(a_node(in_file, chance) if seed % 3 else Query().where)
    assert list(on_server.find(query)) == list(in_file.find(query))
    assert list(on_server.find_records(query)) == list(in_file.find_records(query))
    assert on_server.totals(query) == in_file.totals(query)
    fields = ("status", chance.choice([one for one in FIELDS if one != "status"]))
    assert on_server.tallies(query, [fields, ("missing",)]) == in_file.tallies(
        query, [fields, ("missing",)]
    )


@pytest.mark.parametrize("facet", ["status", "missing", "theme"])
def test_values_are_those_of_today(old: Pair, facet: str) -> None:
    """Those that the base had none of when it was written are found by their names."""
    in_file, on_server = old
    values = in_file.facet_values(facet)
    assert on_server.facet_values(facet) == values
    for value in values:
        for text in (value.value, *value.names.values()):
            assert on_server.find_values(facet, text) == in_file.find_values(facet, text)


@pytest.mark.parametrize(
    "text", ["digital", "status:replied 数字", "innov* -status:planned", "100%"]
)
def test_searches_are_those_of_today(old: Pair, text: str) -> None:
    """With the status that is shown of each hit."""
    in_file, on_server = old
    query = parse_terms(text.split())
    assert list(on_server.search(query)) == list(in_file.search(query))
