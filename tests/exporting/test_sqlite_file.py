"""SQLite: valid, with relations, and searchable by common tools."""

import csv
import io
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model.records import Record
from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.domain.text.languages import parse_languages
from proposals_cli.exporting import csv as csv_export
from proposals_cli.exporting import sqlite_file
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.every_field import samples
from tests.exporting.bases import HOSTILE, OPTIONS, records, selection_of
from tests.exporting.parliaments import parliaments


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
        database.execute("INSERT INTO proposal_themes VALUES ('2018-fund', 9, 'no-such-theme')")


def test_an_id_without_a_record_gets_a_row(database: sqlite3.Connection) -> None:
    """No id is lost, and every key refers to a row."""
    for table, id_ in (("person", "nobody"), ("source", "missing-source"), ("body", "council")):
        row = database.execute(f"SELECT * FROM {table} WHERE id = ?", (id_,)).fetchone()
        assert row == (id_, *[None] * (len(row) - 1))


def test_a_part_of_a_base_is_valid(tmp_path: Path) -> None:
    """Ids of proposals outside the file are kept as text."""
    part = selection_of(tmp_path, records(), Query(FacetIs("theme", ("fintech",))))
    sqlite_file.write(part, tmp_path / "out.db", OPTIONS)
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT value FROM fact_proposals").fetchall() == [
            ("2017-digital-economy",),
            ("2018-fund",),
        ]
        assert connection.execute('SELECT kind, "to" FROM proposal_relations').fetchall() == [
            ("continues", "2017-digital-economy")
        ]


@pytest.mark.parametrize("base", [records, parliaments])
def test_the_view_of_proposals_agrees_with_the_csv(
    base: Callable[[], list[Record]], tmp_path: Path
) -> None:
    """Columns of one name have the same values."""
    selection = selection_of(tmp_path, base())
    sqlite_file.write(selection, tmp_path / "out.db", OPTIONS)
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        cursor = connection.execute("SELECT * FROM proposals")
        columns = [column[0] for column in cursor.description]
        viewed = {row[0]: dict(zip(columns, row, strict=True)) for row in cursor}
    rows = list(csv.DictReader(io.StringIO("".join(csv_export.lines(selection, OPTIONS)))))
    assert len(viewed) == len(rows)
    shared = [name for name in columns if name in rows[0]]
    assert len(shared) > 28
    for row in rows:
        found = viewed[row["id"]]
        assert {name: row[name] for name in shared} == {
            name: "" if found[name] is None else str(found[name]) for name in shared
        }


def renamed(record: Record) -> Record:
    """Return a record under an id that all of them share."""
    return msgspec.structs.replace(record, id="id")


def test_every_field_of_every_class_has_a_column_or_a_table(tmp_path: Path) -> None:
    """A class that gains a field needs no change here."""
    made = [one for one in samples() if renamed(one.having) != renamed(one.lacking)]
    held = [record for one in made for record in (one.having, one.lacking)]
    sqlite_file.write(selection_of(tmp_path / "base", held), tmp_path / "out.db", OPTIONS)
    rows: dict[str, set[str]] = {one.id: set() for one in held}
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for line in connection.iterdump():
            for id_ in re.findall(r"'((?:2020-)?[a-z]+-[0-9]{4}-[ab])[#']", line):
                rows[id_].add(line.replace(id_, "id"))
    for one in made:
        differing = rows[one.having.id] - rows[one.lacking.id]
        value = "1" if one.value is True else str(one.value)
        assert any(value in line for line in differing), one.path


def test_a_text_has_a_column_for_each_language(database: sqlite3.Connection) -> None:
    """And only for those that occur."""
    rows = database.execute("SELECT text_en, text_zh FROM proposal_measures ORDER BY position")
    assert rows.fetchall() == [
        ("Build broadband.", "建设宽带。"),
        ("Train doctors.", None),
        ("Lay cables.", None),
    ]


def test_an_agent_refers_to_a_person_or_a_body(database: sqlite3.Connection) -> None:
    """Whichever has a record of this id."""
    rows = database.execute("SELECT person, body, role FROM proposal_addressees").fetchall()
    assert rows == [(None, "npc", "lead")]
    rows = database.execute("SELECT person, body FROM fact ORDER BY id").fetchall()
    assert rows == [("ma-huateng", None), ("li-hua", None), (None, None)]


def test_the_views_of_lives_say_who_did_what_and_when(tmp_path: Path) -> None:
    """Days are counted only between days that are known."""
    selection = selection_of(tmp_path, parliaments())
    sqlite_file.write(selection, tmp_path / "out.db", OPTIONS)
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        replies = connection.execute(
            'SELECT proposal, replied, "when", days, due, interim, agents, number FROM replies'
        ).fetchall()
        sponsors = connection.execute(
            "SELECT name, role, party, withdrawn FROM sponsors WHERE proposal = '2021-nets'"
        ).fetchall()
        actions = connection.execute(
            "SELECT date, stage, agents, text, counts FROM actions WHERE proposal = '2021-nets'"
        ).fetchall()
    assert replies == [
        ("2020-filets", "2020-08-04", None, None, None, 0, None, None),
        ("2020-filets", None, "en mai", None, None, 1, None, None),
        (
            *("2021-bozhang", "2021-08-30", None, 178, "2021-09-05", 0),
            *("网络局 (lead)", "网提字〔2021〕12号"),
        ),
        ("2024-shitsumon", "2024-06-11", None, 12, None, 0, None, "内閣衆質213第163号"),
        ("2026-breitband", "2026-03-12", None, 29, None, 0, "Ministerium für Netze", None),
    ]
    assert sponsors == [
        ("Ann van der Lee Jr.", "author", "D", None),
        ("Sample, John", "cosponsor", None, None),
        ("Gone, Al", "author", None, "2021-02-03"),
    ]
    assert actions == [
        ("2021-01-04", "introduced", None, "Introduced", None),
        ("2021-01-04", "referred", "Committee on Nets, and Knots", None, None),
        ("2021-03-03", "decided", None, None, '{"yes":219,"no":212}'),
        ("2021-03-03", "passed", None, None, None),
    ]


def test_the_view_of_measures_has_a_row_for_each_citation(database: sqlite3.Connection) -> None:
    """A measure without citations has one row."""
    rows = database.execute(
        "SELECT id, text, source, locator, actors, beneficiaries FROM measures"
    ).fetchall()
    assert rows == [
        ("2017-digital-economy#m01", "Build broadband.", "paper", "para 4", None, None),
        ("2017-digital-economy#m02", "Train doctors.", None, None, "hospitals", "doctors"),
        ("2017-digital-economy#m03", "Lay cables.", "copy", "para 4", None, None),
    ]


def test_texts_in_views_are_in_the_language_of_the_reader(
    selection: Selection, tmp_path: Path
) -> None:
    """Where there are any; else as they are."""
    options = ExportOptions(parse_languages("zh"))
    sqlite_file.write(selection, tmp_path / "zh.db", options)
    with closing(sqlite3.connect(tmp_path / "zh.db")) as connection:
        assert connection.execute("SELECT text FROM measures").fetchall() == [
            ("建设宽带。",),
            ("Train doctors.",),
            ("Lay cables.",),
        ]
        assert connection.execute(
            "SELECT title, people_names, body_name FROM proposals WHERE id LIKE '2017%'"
        ).fetchall() == [("关于大力发展数字经济的建议", "马化腾", "全国人民代表大会")]


def test_the_view_of_themes_and_years_has_counts(database: sqlite3.Connection) -> None:
    """Counts with the names of themes."""
    assert ("health", "Health", 2017, 1) in database.execute("SELECT * FROM theme_years").fetchall()


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
    assert {key.other_table for key in database["citation"].foreign_keys} >= {"source", "proposal"}
    database.close()


def test_hostile_text_is_stored_unchanged(hostile: Selection, tmp_path: Path) -> None:
    """It is passed to SQLite as values only."""
    sqlite_file.write(hostile, tmp_path / "hostile.db", OPTIONS)
    with closing(sqlite3.connect(tmp_path / "hostile.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute("SELECT text FROM proposal_titles").fetchall()
        assert {text for (text,) in rows} == set(HOSTILE)
