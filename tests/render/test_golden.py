"""The exact output of the program for awkward records.

``PROP_UPDATE_GOLDEN=1`` rewrites the files; check each difference before you commit it.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from proposals_cli.app import app
from proposals_cli.commands.options import Format
from tests.conftest import Prop
from tests.factories import write_store
from tests.render.awkward import AWKWARD
from tests.render.conftest import OnScreen
from tests.terminal import on_terminal

GOLDEN = Path(__file__).parent.parent / "golden"
PROPOSALS = ("2020-full", "2026-fibre", "2024-example", "2021-something")
IDS = (
    *PROPOSALS,
    *("2019-wide", "2017-acting", "2016-number", "ma-huateng", "jane-example", "bundestag", "ai"),
    *("gazette", "count-2020", "note-one"),
)
LANGUAGES = ("en", "zh", "both", "de")

PIPED: dict[str, tuple[str, ...]] = {
    **{f"list.{format_}": ("list", "--format", format_) for format_ in Format},
    **{f"measures.{format_}": ("measures", "--format", format_) for format_ in Format},
    **{f"stats.{format_}": ("stats", "--format", format_) for format_ in Format},
    "list-zh.table": ("list", "--lang", "zh"),
    "list-zh.markdown": ("list", "--lang", "zh", "--format", "markdown"),
    "list-both.table": ("list", "--lang", "both"),
    "list-columns.csv": (
        *("list", "--format", "csv", "--columns"),
        "id,term,session,problem,areas,entities,continues,replies,subject,title_ja,figures",
    ),
    "stats-zh.table": ("stats", "--lang", "zh"),
    "stats-by.table": ("stats", "--by", "theme", "--by", "year"),
    "stats-by.json": ("stats", "--by", "theme", "--by", "year", "--format", "json"),
    **{f"show-{lang}.table": ("show", *IDS, "--lang", lang) for lang in LANGUAGES},
    "show.jsonl": ("show", *IDS, "--format", "jsonl"),
    "show-measure.table": ("show", "2020-full#m01"),
    "themes.table": ("themes", "--lang", "both"),
    "people.csv": ("people", "--format", "csv"),
    "sources.table": ("sources",),
    "sources.markdown": ("sources", "--format", "markdown"),
}
WIDTHS = (60, 80, 120, 200)
SCREENS: dict[str, tuple[tuple[str, ...], int]] = {
    **{
        f"{command}-{lang}-{columns}.screen": ((command, *more, "--lang", lang), columns)
        for command, more in (
            ("list", ()),
            ("show", PROPOSALS),
            ("search", ("quotes",)),
            ("stats", ()),
            ("replies", ()),
            ("measures", ()),
            ("related", ("2020-full",)),
            ("sources", ()),
            ("themes", ()),
        )
        for lang in ("en", "zh", "de")
        for columns in WIDTHS
    },
    **{
        f"{command}-both-{columns}.screen": ((command, "--lang", "both"), columns)
        for command in ("list", "measures")
        for columns in WIDTHS
    },
    "check-80.screen": (("check", "--rule", "duplicate", "--rule", "original-title-missing"), 80),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the path of the awkward base."""
    return write_store(tmp_path / "base.json", AWKWARD)


def compare(name: str, written: bytes) -> None:
    """Compare output with the golden file, or rewrite the file."""
    path = GOLDEN / name
    if os.environ.get("PROP_UPDATE_GOLDEN") == "1":
        path.write_bytes(written)
    assert path.read_bytes().decode() == written.decode()


@pytest.mark.parametrize("name", PIPED)
@pytest.mark.usefixtures("prop")
def test_output_in_a_pipe_equals_the_golden_file(store: Path, name: str) -> None:
    """Lists in every format, and pages."""
    result = CliRunner().invoke(app, ["--store", str(store), *PIPED[name]], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")
    compare(name, result.stdout_bytes)


@pytest.mark.parametrize("name", SCREENS)
def test_output_on_a_screen_equals_the_golden_file(
    prop: Prop, on_screen: OnScreen, store: Path, name: str
) -> None:
    """Tables, cards and pages."""
    command, columns = SCREENS[name]
    on_screen(columns)
    compare(name, prop(*command, store=store).out.encode())


def test_a_terminal_shows_what_the_golden_files_have(env: Mapping[str, str], store: Path) -> None:
    """A screen of their width without colours."""
    command, columns = SCREENS["list-en-80.screen"]
    ended = on_terminal(command, {**env, "PROP_STORE": str(store), "NO_COLOR": "1"}, columns)
    assert ended.out.encode() == (GOLDEN / "list-en-80.screen").read_bytes()


def test_every_golden_file_belongs_to_a_case() -> None:
    """A file without a case would never be compared."""
    there = {path.name for path in GOLDEN.iterdir() if not path.name.startswith(".")}
    assert there == {*PIPED, *SCREENS}


def test_all_formats_have_the_same_rows(prop: Prop, store: Path) -> None:
    """Table, Markdown, JSON, JSON Lines, CSV and TSV."""
    import csv
    import io
    import json

    rows = json.loads(prop("list", "-f", "json", store=store).out)
    lines = prop("list", "-f", "jsonl", store=store).out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    cells = list(csv.DictReader(io.StringIO(prop("list", "-f", "csv", store=store).out)))
    tabs = prop("list", "-f", "tsv", store=store).out
    tabbed = list(csv.DictReader(io.StringIO(tabs), delimiter="\t"))
    assert cells == tabbed
    assert [cell["id"] for cell in cells] == [row["id"] for row in rows]
    assert [cell["themes"] for cell in cells] == ["|".join(row["themes"]) for row in rows]
    table = prop("list", store=store).out.splitlines()[1:]
    assert [line.split()[0] for line in table] == [row["id"] for row in rows]
    bullets = prop("list", "-f", "markdown", store=store).out.splitlines()[2:]
    assert [line.split()[1] for line in bullets] == [row["id"] for row in rows]
