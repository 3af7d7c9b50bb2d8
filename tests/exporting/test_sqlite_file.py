"""SQLite: valid, with relations, and searchable by common tools."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.exporting import csv as csv_export
from proposals_cli.exporting import sqlite_file
from proposals_cli.exporting.selection import Selection
from tests.exporting.bases import HOSTILE, OPTIONS, records, selection_of


@pytest.fixture
def path(selection: Selection, tmp_path: Path) -> Path:
    """Return an export of the small base."""
    sqlite_file.write(selection, tmp_path / "out.db", OPTIONS)
    return tmp_path / "out.db"


@pytest.fixture
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """Return the exported database, opened with foreign keys on."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def found(connection: sqlite3.Connection, text: str) -> list[str]:
    """Return the ids that a search finds, best first."""
    rows = connection.execute(
        "SELECT id FROM proposal_fts JOIN proposal ON proposal.rowid = proposal_fts.rowid"
        " WHERE proposal_fts MATCH ? ORDER BY rank",
        (text,),
    )
    return [id_ for (id_,) in rows]


def test_the_database_is_valid(database: sqlite3.Connection) -> None:
    """The file, its relations and its text index pass SQLite's own checks."""
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.execute("INSERT INTO proposal_fts (proposal_fts) VALUES ('integrity-check')")


def test_foreign_keys_are_enforced(database: sqlite3.Connection) -> None:
    """A reference to a missing row is refused."""
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO proposal_theme VALUES ('2018-fund', 9, 'no-such-theme')")


def test_an_id_without_a_record_gets_a_row(database: sqlite3.Connection) -> None:
    """No id is lost, and every key refers to a row."""
    assert database.execute("SELECT * FROM person WHERE id = 'nobody'").fetchall() == [
        ("nobody", None, None)
    ]
    assert database.execute("SELECT kind FROM source WHERE id = 'missing-source'").fetchall() == [
        ("unknown",)
    ]


def test_a_part_of_a_base_is_valid(tmp_path: Path) -> None:
    """Ids of proposals outside the file are kept as text."""
    part = selection_of(tmp_path, records(), Query(FacetIs("theme", ("fintech",))))
    sqlite_file.write(part, tmp_path / "out.db", OPTIONS)
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT proposals FROM fact WHERE id = 'differs'").fetchone() == (
            "2017-digital-economy|2018-fund",
        )
        assert connection.execute("SELECT * FROM fact_proposal").fetchall() == [
            ("differs", "2018-fund")
        ]
        assert connection.execute("SELECT earlier FROM proposal_continues").fetchall() == [
            ("2017-digital-economy",)
        ]


def test_the_view_of_proposals_equals_the_csv(
    selection: Selection, database: sqlite3.Connection
) -> None:
    """Columns and values are the same."""
    cursor = database.execute("SELECT * FROM proposals ORDER BY year DESC, id")
    columns = [column[0] for column in cursor.description]
    viewed = [["" if value is None else str(value) for value in row] for row in cursor]
    header, *rows = csv.reader(io.StringIO("".join(csv_export.lines(selection, OPTIONS))))
    assert columns == header
    assert viewed == rows


def test_the_view_of_measures_has_a_row_for_each_citation(database: sqlite3.Connection) -> None:
    """A measure without citations has one row."""
    rows = database.execute("SELECT id, source, locator, actors FROM measures").fetchall()
    assert rows == [
        ("2017-digital-economy#m01", "paper", "para 4", None),
        ("2017-digital-economy#m02", None, None, "hospitals"),
        ("2017-digital-economy#m03", "copy", "para 4", None),
    ]


def test_the_view_of_themes_and_years_has_counts(database: sqlite3.Connection) -> None:
    """Counts with the names of themes."""
    assert ("health", "Health", "医疗", 2017, 1) in database.execute(
        "SELECT * FROM theme_years"
    ).fetchall()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("数字", ["2017-digital-economy"]),
        ("数字经济", ["2017-digital-economy"]),
        ("医疗", ["2017-digital-economy"]),
        ("金融", ["2018-fund"]),
        ("基金", ["2018-fund"]),
        ("cable", ["2017-digital-economy"]),
        ("building", ["2017-digital-economy"]),
        ("ministry agreed", ["2017-digital-economy"]),
        ("数经", []),
    ],
)
def test_the_text_index_finds_words_in_both_languages(
    database: sqlite3.Connection, text: str, ids: list[str]
) -> None:
    """Chinese words of two characters and more, English by stem."""
    assert found(database, text) == ids


def test_sqlite_utils_searches_the_table(path: Path) -> None:
    """sqlite-utils detects the index."""
    sqlite_utils = pytest.importorskip("sqlite_utils", reason="sqlite-utils opens the file")
    database = sqlite_utils.Database(path)
    table = database["proposal"]
    assert table.detect_fts() == "proposal_fts"
    assert [row["id"] for row in table.search("数字")] == ["2017-digital-economy"]
    assert [row["id"] for row in table.search("broadband")] == ["2017-digital-economy"]
    assert {key.other_table for key in database["citation"].foreign_keys} >= {"source", "measure"}
    database.close()


def test_hostile_text_is_stored_unchanged(hostile: Selection, tmp_path: Path) -> None:
    """It is passed to SQLite as values only."""
    sqlite_file.write(hostile, tmp_path / "hostile.db", OPTIONS)
    with closing(sqlite3.connect(tmp_path / "hostile.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute("SELECT title_en FROM proposal").fetchall()
        assert {text for (text,) in rows} == set(HOSTILE)
