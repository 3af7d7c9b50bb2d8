"""The content of an index, for comparison."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from proposals_cli.domain.query.query import Query
from proposals_cli.index.sqlite_index import SqliteIndex

CONTENT = {
    "proposals": "SELECT id, day, year, date, first, last, body, kind, status, titles,"
    " title_language, number, lists, measures, sources, hash, raw"
    " FROM proposal LEFT JOIN document USING (seq) ORDER BY seq",
    "documents": "SELECT count(*) FROM document",
    "replies": "SELECT id, times FROM reply LEFT JOIN proposal USING (seq) ORDER BY id",
    "records": 'SELECT "table", id, hash, raw FROM record ORDER BY 1, 2',
    "pointers": 'SELECT "table", field, target, id FROM pointer ORDER BY 1, 2, 3, 4',
    "aliases": "SELECT name, id FROM alias ORDER BY 1, 2",
    "values": "SELECT facet, value, names, others, n FROM term ORDER BY 1, 2",
    "names": "SELECT name.facet, key, value FROM name LEFT JOIN term USING (tid) ORDER BY 1, 2, 3",
    "links": "SELECT facet, value, l.day, id FROM link l LEFT JOIN term USING (tid)"
    " LEFT JOIN proposal p USING (seq) ORDER BY 1, 2, 3, 4",
    "years": "SELECT coalesce(value, ''), year, y.n FROM theme_year y LEFT JOIN term USING (tid)"
    " ORDER BY 1, 2",
    "meta": "SELECT key, value FROM meta WHERE key IN ('proposals', 'measures', 'digest', 'base')"
    " ORDER BY key",
}
"""The content of an index, without the numbers of proposals and values."""


def ask(path: Path, folder: Path) -> list[str]:
    """Return the ids of all proposals through a newly opened index."""
    index = SqliteIndex(path, folder)
    ids = [summary.id for summary in index.find(Query())]
    index.close()
    return ids


def content(path: Path, folder: Path) -> dict[str, list[Any]]:
    """Bring the index in a folder up to date and return its content."""
    index = SqliteIndex(path, folder)
    index.totals(Query())
    index.close()
    connection = sqlite3.connect(index.path)
    stored = {name: connection.execute(sql).fetchall() for name, sql in CONTENT.items()}
    connection.close()
    return stored


def file_of(path: Path, folder: Path) -> Path:
    """Return the index file of a base."""
    return SqliteIndex(path, folder).path


def assert_refreshed_like_new(path: Path, folder: Path, *, rebuilt: bool = False) -> None:
    """Refresh an index and compare it with a new one."""
    inode = file_of(path, folder).stat().st_ino
    refreshed = content(path, folder)
    assert (file_of(path, folder).stat().st_ino != inode) == rebuilt
    new = folder.with_name("new-cache")
    built = content(path, new)
    shutil.rmtree(new)
    for name, rows in built.items():
        assert refreshed[name] == rows, name
