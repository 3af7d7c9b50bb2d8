"""Fixtures for drafts."""

from collections.abc import Iterator

import pytest

from proposals_cli.domain.editing.drafts import DraftReader
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.desk import INFO
from tests.domain.editing.drafts import RECORDS
from tests.factories import write_store


@pytest.fixture
def drafting(index: SqliteIndex) -> DraftReader:
    """Return a reader of drafts for a base of ``RECORDS``."""
    return DraftReader(index)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteIndex]:
    """Return an index of a base of ``RECORDS``; no test may change the base."""
    folder = tmp_path_factory.mktemp("records")
    index = SqliteIndex(write_store(folder / "base.json", RECORDS, INFO), folder / "cache")
    yield index
    index.close()
