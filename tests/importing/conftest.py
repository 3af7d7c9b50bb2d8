"""Fixtures for tests of imports."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.importing.plan import ImportPlan
from proposals_cli.importing.rows import SourceRow
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.conftest import Prop
from tests.importing.planning import ImportRows, create_base, import_rows_into


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the path of a base with three themes and a person."""
    return create_base(tmp_path / "base.json")


@pytest.fixture
def index(base: Path, tmp_path: Path) -> SqliteIndex:
    """Return the index of the base."""
    return SqliteIndex(base, tmp_path / "index")


@pytest.fixture
def prop(prop: Prop, base: Path) -> Prop:
    """Return a function that runs the program on the base."""
    return partial(prop, store=base)


@pytest.fixture
def import_rows(base: Path) -> ImportRows:
    """Return a function that imports rows, given as their cells, into the base."""

    def run(*cells: dict[str, Any], **options: Any) -> ImportPlan:
        rows = [SourceRow(number, one, one) for number, one in enumerate(cells, 1)]
        return import_rows_into(base, rows, **options)

    return run
