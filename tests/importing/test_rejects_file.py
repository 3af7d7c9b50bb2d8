"""The file of rejected rows is written completely or not at all, and replaces no file."""

from pathlib import Path

import pytest

from proposals_cli.errors import OutputError
from proposals_cli.importing.rejects_file import Rejects
from proposals_cli.importing.rows import Rejection, SourceFile, SourceRow

ROW = SourceRow(2, {"title": "A"}, raw=["A", "x"])
REJECTION = Rejection("2", "year", "not a year")


def source() -> SourceFile:
    """Return a table with one title and one year."""
    return SourceFile("rows.csv", "csv", (), iter([ROW]), header=("title", "year"))


def test_rows_are_written_with_their_reasons(tmp_path: Path) -> None:
    """The file has its name only when it is complete."""
    path = tmp_path / "rejects.csv"
    with Rejects(path, source()) as kept:
        kept.add(ROW, REJECTION)
        assert not path.exists()
    assert path.read_bytes() == b"title,year,why refused\r\nA,x,year: not a year\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    """Two imports with the same name for their rejected rows do not overwrite each other."""
    path = tmp_path / "rejects.csv"

    def late() -> None:
        with Rejects(path, source()) as kept:
            kept.add(ROW, REJECTION)
            path.write_text("theirs")

    with pytest.raises(OutputError, match="exists already"):
        late()
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_interrupted_import_leaves_nothing(tmp_path: Path) -> None:
    """A failed import has no file of rejected rows."""

    def interrupted() -> None:
        with Rejects(tmp_path / "rejects.csv", source()) as kept:
            kept.add(ROW, REJECTION)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []
