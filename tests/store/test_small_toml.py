"""TOML that is nested too deeply is refused before it takes time."""

from pathlib import Path

import pytest

from proposals_cli.store.small_toml import parse_toml
from tests.conftest import Prop


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 10_000 + "]" * 10_000,
        "x = " + "{a = " * 10_000 + "1" + "}" * 10_000,
        ".".join(["a"] * 10_000) + " = 1",
        " . ".join(['"a"'] * 10_000) + " = 1",
        "[" + ".".join(["a"] * 10_000) + "]",
    ],
)
def test_deep_toml_is_refused(text: str) -> None:
    """Regression: a traceback, or for keys of many names half a minute."""
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_toml(text)


def test_long_texts_are_not_deep() -> None:
    """Sentences of one word are no key."""
    assert parse_toml('a.b.c = "' + "word. " * 200 + '"') == {"a": {"b": {"c": "word. " * 200}}}


@pytest.mark.parametrize("option", ["--mapping", "--layout"])
def test_deep_files_are_refused_by_every_reader(prop: Prop, tmp_path: Path, option: str) -> None:
    """Mappings and layouts are TOML as well."""
    table, file = tmp_path / "t.csv", tmp_path / "x.toml"
    table.write_text("title,year\nA,2020\n")
    file.write_text("x = " + "[" * 10_000)
    result = prop("import", "--dry-run", option, str(file), str(table), exit_code=1)
    assert "nested too deeply" in result.err
