"""Fixtures that all tests share."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from proposals_cli.app import app
from proposals_cli.domain.model.records import Record
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import write_store
from tests.terminal import Ended, environment

Prop = Callable[..., Ended]

BaseOf = Callable[[Iterable[Record]], KnowledgeBase]

# No test looks at a clock, an example that takes long is no failure.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return an environment for processes, with folders of the test's own."""
    return environment(str(tmp_path / "home"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test's store stands, in a folder of its own. No file is there yet."""
    return tmp_path / "base.json"


@pytest.fixture
def prop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prop:
    """Return a function that runs the program in this process; it expects an exit code or None."""
    for name in ("PROP_STORE", "PROP_LANG", "PROP_CONFIG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(str(tmp_path / "home"), COLUMNS="100").items():
        monkeypatch.setenv(name, value)

    def run(
        *arguments: object,
        exit_code: int | None = 0,
        stdin: str | bytes = "",
        store: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Ended:
        named = ("--store", str(store)) if store else ()
        result = CliRunner().invoke(
            app, [*named, *map(str, arguments)], input=stdin, env=env, catch_exceptions=False
        )
        assert exit_code in (None, result.exit_code), result.output
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def base_of(tmp_path: Path) -> BaseOf:
    """Return a function that makes a knowledge base of records, in files of its own."""

    def make(records: Iterable[Record]) -> KnowledgeBase:
        store = write_store(tmp_path / "base.json", records)
        return KnowledgeBase(SqliteIndex(store, tmp_path / "index"))

    return make
