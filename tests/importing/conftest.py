"""A base, the program run on it, and rows imported into it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from proposals_cli.app import app
from proposals_cli.importing.plan import ImportPlan
from proposals_cli.importing.rows import SourceRow
from proposals_cli.store.json_store import JsonStore
from tests.factories import person, theme
from tests.importing.planning import ImportRows, import_rows_into

FILES = Path(__file__).parent / "files"

Prop = Callable[..., Result]


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base with three themes and a person."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    path = tmp_path / "base.json"
    JsonStore.create(
        path,
        [
            *(theme(id_) for id_ in ("digital-economy", "fintech", "healthcare")),
            person("ma-huateng"),
        ],
    )
    return path


@pytest.fixture
def prop(base: Path) -> Prop:
    """Run the program on the base; exceptions are not caught."""

    def run(*args: object, code: int = 0, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(
            app, ["--store", str(base), *map(str, args)], catch_exceptions=False, input=stdin
        )
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def import_rows(base: Path) -> ImportRows:
    """Import rows, given as their cells, into the base."""

    def run(*cells: dict[str, Any], **options: Any) -> ImportPlan:
        rows = [SourceRow(number, one, one) for number, one in enumerate(cells, 1)]
        return import_rows_into(base, rows, **options)

    return run
