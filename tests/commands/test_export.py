"""``prop export`` as people type it."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from proposals_cli.app import app
from tests.exporting.bases import records
from tests.factories import write_store


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a small base and a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PROP_STORE", str(write_store(tmp_path / "base.json", records())))
    monkeypatch.delenv("PROP_LANG", raising=False)
    monkeypatch.chdir(tmp_path)


def prop(*args: str, exit_code: int = 0) -> Result:
    """Run the program."""
    result = CliRunner().invoke(app, ["export", *args], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


def test_text_goes_to_standard_output() -> None:
    """Data alone: nothing is said beside them."""
    result = prop("--format", "jsonl")
    assert [json.loads(line)["_type"] for line in result.stdout.splitlines()][:2] == [
        "base",
        "proposal",
    ]
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("a.jsonl", b'{"_type": "base"'),
        ("a.csv", b"\xef\xbb\xbfid,year,"),
        ("a.json", b"[\n  {"),
        ("a.bib", b"@techreport{"),
        ("a.md", b"## On a thing"),
        ("a.db", b"SQLite format 3\0"),
        ("a.HTML", b"<!DOCTYPE html>"),
    ],
)
def test_ending_of_the_file_names_the_format(tmp_path: Path, name: str, opening: bytes) -> None:
    """Where --format says nothing, the name of the file does."""
    result = prop("-o", name)
    assert (tmp_path / name).read_bytes().startswith(opening)
    assert result.stdout == ""
    assert f"{name}: 3 proposals" in result.stderr


def test_filters_and_terms_are_those_of_list(tmp_path: Path) -> None:
    """The same words choose the same proposals."""

    def ids(*args: str) -> list[str]:
        table = csv.DictReader(io.StringIO(prop(*args, "--format", "csv").stdout))
        return [row["id"] for row in table]

    assert ids("--theme", "health") == ["2017-digital-economy"]
    assert ids("year:2018..", "-status:planned") == ["2019-label"]
    assert ids("--sort", "year", "--limit", "2") == ["2017-digital-economy", "2018-fund"]


def test_no_byte_order_mark_in_a_pipe_or_where_refused(tmp_path: Path) -> None:
    """The mark is for spreadsheets that open files."""
    assert prop("--format", "csv").stdout.startswith("id,")
    prop("-o", "a.csv", "--no-bom")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"id,")


def test_existing_file_needs_force(tmp_path: Path) -> None:
    """Nothing is lost by a name used twice."""
    (tmp_path / "a.csv").write_text("mine")
    assert "exists already" in prop("-o", "a.csv", exit_code=1).stderr
    assert (tmp_path / "a.csv").read_text() == "mine"
    prop("-o", "a.csv", "--force")
    assert "2018-fund" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_base_is_never_replaced(tmp_path: Path) -> None:
    """Not even with --force."""
    before = (tmp_path / "base.json").read_bytes()
    result = prop("-o", "base.json", "--format", "jsonl", "--force", exit_code=1)
    assert "the base itself" in result.stderr
    assert (tmp_path / "base.json").read_bytes() == before


def test_sqlite_needs_a_file() -> None:
    """A database is no text to print."""
    assert "-o FILE" in prop("--format", "sqlite", exit_code=1).stderr


def test_sqlite_of_a_part(tmp_path: Path) -> None:
    """A filter narrows a database as well."""
    prop("--person", "li-hua", "-o", "part.sqlite")
    with closing(sqlite3.connect(tmp_path / "part.sqlite")) as connection:
        assert connection.execute("SELECT id FROM proposals").fetchall() == [("2018-fund",)]


def test_unknown_format_and_type_get_help() -> None:
    """Wrong usage exits with 2 and says what is right."""
    assert "--format jsonl|csv" in prop(exit_code=2).stderr
    assert "names no format" in prop("-o", "a.xyz", exit_code=2).stderr
    assert "Did you mean 'report'?" in prop(
        "-f", "bibtex", "--csl-type", "reprot", exit_code=2
    ).stderr  # fmt: skip


def test_nothing_found_is_no_error() -> None:
    """The format is valid, the exit code 0, and a sentence says so."""
    result = prop("--format", "csl-json", "zzzz")
    assert result.stdout == "[]\n"
    assert "No proposals match." in result.stderr


def test_language_of_references() -> None:
    """--lang zh gives Chinese references."""
    found = json.loads(prop("--format", "csl-json", "--lang", "zh").stdout)
    assert found[-1]["author"] == [{"literal": "马化腾"}]
