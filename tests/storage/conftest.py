"""Fixtures of the storage tests."""

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test's store stands, in a folder of its own. No file is there yet."""
    return tmp_path / "base.json"
