"""Fixtures for tests of exports."""

from pathlib import Path

import pytest

from proposals_cli.exporting.selection import Selection
from tests.exporting.bases import hostile_records, records, selection_of


@pytest.fixture
def selection(tmp_path: Path) -> Selection:
    """Return a selection of the complete small base."""
    return selection_of(tmp_path / "small", records())


@pytest.fixture
def hostile(tmp_path: Path) -> Selection:
    """Return a selection of a base of hostile text."""
    return selection_of(tmp_path / "hostile", hostile_records())
