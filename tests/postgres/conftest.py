"""Fixtures for tests with a server: one for each process that runs tests."""

import random
from collections.abc import Iterator

import msgspec
import pytest

from tests.factories import random_proposals, small_base
from tests.index.conftest import varied
from tests.postgres.pairs import Pair, pair_of
from tests.postgres.server import FOLDERS, NewDatabase, Server, programs


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return a running server; without its programs the test is skipped."""
    pytest.importorskip("psycopg2", reason="needs the extra [postgres]")
    if programs() is None:
        pytest.skip(f"needs a PostgreSQL server: there is none in {FOLDERS}")
    started = Server()
    yield started
    started.remove()


@pytest.fixture
def address(server: Server) -> str:
    """Return the address of a new empty database."""
    return server.new_database()


@pytest.fixture
def new_database(server: Server) -> NewDatabase:
    """Return what creates an empty database and returns its address."""
    return server.new_database


@pytest.fixture(scope="session")
def both(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Return the indexes of the same base in a file and on a server."""
    chance = random.Random(8)
    proposals = [varied(one, chance) for one in random_proposals(400, seed=8)]
    proposals[7] = msgspec.structs.replace(proposals[7], former_ids=("2001-once", "2001-before"))
    records = [
        msgspec.structs.replace(one, former_ids=("fin-tech-once",))
        if one.id in ("fintech", "ma-huateng")
        else one
        for one in small_base(proposals)
    ]
    pair = pair_of(records, tmp_path_factory.mktemp("contract"), server.new_database())
    yield pair
    pair.close()
