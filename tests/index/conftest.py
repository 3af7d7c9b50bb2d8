"""Fixtures for tests of the index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.benchmarks import generate
from tests.factories import random_proposals, small_base, write_store
from tests.index.text_searches import COUNT


@pytest.fixture(scope="session")
def proposals() -> list[Proposal]:
    """Return the proposals of the shared base."""
    return random_proposals(400, seed=31)


@pytest.fixture(scope="module")
def index(
    proposals: list[Proposal], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteIndex]:
    """Return an index of the shared base."""
    folder = tmp_path_factory.mktemp("base")
    index = SqliteIndex(write_store(folder / "base.json", small_base(proposals)), folder / "cache")
    yield index
    index.close()


@pytest.fixture
def base(path: Path, proposals: list[Proposal]) -> Path:
    """Return a new base file with the proposals of the shared base."""
    return write_store(path, small_base(proposals))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder for the indexes of a test."""
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a base file of generated proposals with the words of ``PLANTED``."""
    path = tmp_path_factory.mktemp("large") / "large.json"
    generate.write(COUNT, path)
    return path
