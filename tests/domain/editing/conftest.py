"""Fixtures for drafts."""

from collections.abc import Iterator

import pytest

from proposals_cli.domain.editing.drafts import (
    DraftReader,
)
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.domain.editing.making import HELD
from tests.factories import (
    write_store,
)


@pytest.fixture
def drafting(index: SqliteIndex) -> DraftReader:
    """Return what makes records of drafts with the names of ``HELD``."""
    return DraftReader(index)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteIndex]:
    """Return an index of ``HELD``; nothing here writes to its store."""
    folder = tmp_path_factory.mktemp("held")
    index = SqliteIndex(write_store(folder / "base.json", HELD), folder / "cache")
    yield index
    index.close()
