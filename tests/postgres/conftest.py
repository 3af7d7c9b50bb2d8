"""Fixtures for tests with a server: one for each process that runs tests."""

from collections.abc import Iterator

import pytest

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
