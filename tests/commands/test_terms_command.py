"""Terms that begin with a minus, and options that do so as well."""

from pathlib import Path

import pytest

from tests.conftest import Prop


@pytest.mark.parametrize(
    "arguments",
    [
        ("-n2", "-y2020", "-fjson", "-kind:bill"),
        ("-kind:bill", "-fjson", "-n", "2", "-y", "2020"),
        ("--year", "2020", "-n2", "-fjson", "--", "-kind:bill"),
    ],
)
def test_short_options_with_a_value_are_options(prop: Prop, arguments: tuple[str, ...]) -> None:
    """A minus and a letter is an option; any longer word is a term."""
    expected = prop("list", "NOT kind:bill", "--year", "2020", "--limit", "2", "-f", "json")
    assert prop("list", *arguments) == expected


def test_an_output_file_may_be_attached(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``-oa.csv`` is a file, not a term."""
    monkeypatch.chdir(tmp_path)
    prop("export", "-oa.csv")
    assert (tmp_path / "a.csv").exists()
