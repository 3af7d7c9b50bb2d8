"""``prop export``: files, standard output and refusals."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from proposals_cli.app import app
from proposals_cli.domain.model.records import Record
from proposals_cli.store.json_store import JsonStore
from tests.exporting.bases import records
from tests.exporting.parliaments import parliaments
from tests.factories import body, person, random_proposals, small_base, source, theme, write_store


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a small base and a separate cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PROP_STORE", str(write_store(tmp_path / "base.json", records())))
    monkeypatch.delenv("PROP_LANG", raising=False)
    monkeypatch.chdir(tmp_path)


def prop(*args: str, exit_code: int = 0) -> Result:
    """Run the program."""
    result = CliRunner().invoke(app, ["export", *args], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


def run(*args: str) -> str:
    """Run any command and return its output."""
    result = CliRunner().invoke(app, list(args), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_text_goes_to_standard_output() -> None:
    """There is no message on standard error."""
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
def test_the_ending_of_the_file_decides_the_format(
    tmp_path: Path, name: str, opening: bytes
) -> None:
    """Unless --format is given."""
    result = prop("-o", name)
    assert (tmp_path / name).read_bytes().startswith(opening)
    assert result.stdout == ""
    assert f"{name}: 3 proposals" in result.stderr


def test_filters_and_terms_select_as_in_list(tmp_path: Path) -> None:
    """Sort and limit apply too."""

    def ids(*args: str) -> list[str]:
        table = csv.DictReader(io.StringIO(prop(*args, "--format", "csv").stdout))
        return [row["id"] for row in table]

    assert ids("--theme", "health") == ["2017-digital-economy"]
    assert ids("year:2018..", "-status:planned") == ["2019-label"]
    assert ids("--sort", "year", "--limit", "2") == ["2017-digital-economy", "2018-fund"]


def test_no_byte_order_mark_is_written_to_a_pipe_or_with_no_bom(tmp_path: Path) -> None:
    """Only spreadsheets that open files need it."""
    assert prop("--format", "csv").stdout.startswith("id,")
    prop("-o", "a.csv", "--no-bom")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"id,")


def test_an_existing_file_needs_force(tmp_path: Path) -> None:
    """A file is not lost if a name is used twice."""
    (tmp_path / "a.csv").write_text("mine")
    assert "exists already" in prop("-o", "a.csv", exit_code=1).stderr
    assert (tmp_path / "a.csv").read_text() == "mine"
    prop("-o", "a.csv", "--force")
    assert "2018-fund" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_the_base_is_never_replaced(tmp_path: Path) -> None:
    """Not even with --force."""
    before = (tmp_path / "base.json").read_bytes()
    result = prop("-o", "base.json", "--format", "jsonl", "--force", exit_code=1)
    assert "the base itself" in result.stderr
    assert (tmp_path / "base.json").read_bytes() == before


def test_a_database_needs_a_file() -> None:
    """A database is not text that can be printed."""
    assert "-o FILE" in prop("--format", "sqlite", exit_code=1).stderr


def test_a_filter_applies_to_a_database(tmp_path: Path) -> None:
    """Only the matching proposals are in the file."""
    prop("--person", "li-hua", "-o", "part.sqlite")
    with closing(sqlite3.connect(tmp_path / "part.sqlite")) as connection:
        assert connection.execute("SELECT id FROM proposals").fetchall() == [("2018-fund",)]


def test_the_error_for_an_unknown_format_or_type_lists_the_known_ones() -> None:
    """Wrong usage is exit code 2."""
    assert "--format jsonl|csv" in prop(exit_code=2).stderr
    assert "names no format" in prop("-o", "a.xyz", exit_code=2).stderr
    assert "Did you mean 'report'?" in prop(
        "-f", "bibtex", "--csl-type", "reprot", exit_code=2
    ).stderr  # fmt: skip


def test_an_empty_result_is_not_an_error() -> None:
    """The output is valid, the exit code is 0, and a message is on standard error."""
    result = prop("--format", "csl-json", "zzzz")
    assert result.stdout == "[]\n"
    assert "No proposals match." in result.stderr


def test_an_export_that_is_imported_is_exported_alike(tmp_path: Path) -> None:
    """JSON Lines lose nothing: records of all kinds, from five parliaments."""
    base = small_base(random_proposals(60, seed=5))
    missing: list[Record] = [
        theme("unheard-of"),
        person("nobody"),
        source("missing-source"),
        body("council"),
    ]
    held: list[Record] = [*records(), *missing, *parliaments(), *base]
    unique = {(type(one), one.id): one for one in held}
    whole = write_store(tmp_path / "whole.json", unique.values())
    JsonStore.create(tmp_path / "copy.json", [])
    run("--store", str(whole), "export", "-o", "whole.jsonl")
    run("--store", "copy.json", "import", "whole.jsonl")
    run("--store", "copy.json", "export", "-o", "copy.jsonl")
    assert (tmp_path / "copy.jsonl").read_text() == (tmp_path / "whole.jsonl").read_text()


def test_a_selection_by_body_and_dates_has_the_bodies(tmp_path: Path) -> None:
    """The filters are those of lists, and texts are in the language that is asked for."""
    store = str(write_store(tmp_path / "five.json", parliaments()))
    args = ("--since", "2021", "--until", "2024", "--lang", "ja", "-f", "jsonl")
    found = [json.loads(line) for line in run("--store", store, "export", *args).splitlines()]
    assert {one["id"] for one in found if one["_type"] == "proposal"} == {
        "2021-bozhang", "2021-nets", "2024-shitsumon",
    }  # fmt: skip
    assert {one["id"] for one in found if one["_type"] == "body"} == {
        "house", "shugiin", "zhengxie",
    }  # fmt: skip
    text = run("--store", store, "export", "--body", "shugiin", "--lang", "ja", "-f", "markdown")
    assert "- **Body:** 衆議院 `shugiin`" in text


def test_references_are_in_the_requested_language() -> None:
    """--lang zh gives Chinese references."""
    found = json.loads(prop("--format", "csl-json", "--lang", "zh").stdout)
    assert found[-1]["author"] == [{"literal": "马化腾"}]
