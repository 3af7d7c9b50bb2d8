"""Fixtures of the export tests."""

from pathlib import Path

import pytest

from proposals_cli.exporting.selection import Bundle
from tests.exporting.bases import bundle_of, hostile_records, records


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """Return the whole small base."""
    return bundle_of(tmp_path / "small", records())


@pytest.fixture
def hostile(tmp_path: Path) -> Bundle:
    """Return a base of hostile text."""
    return bundle_of(tmp_path / "hostile", hostile_records())
