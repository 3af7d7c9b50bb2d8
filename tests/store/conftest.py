"""Fixtures for tests of the store."""

from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.desk import Desk
from tests.factories import random_proposals, small_base, write_store


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a user with a small base."""
    return Desk(prop, tmp_path)


@pytest.fixture
def canonical(path: Path) -> bytes:
    """Return the content of a base as this program writes it; the file is at ``path``."""
    return write_store(path, small_base(random_proposals(25, seed=7))).read_bytes()
