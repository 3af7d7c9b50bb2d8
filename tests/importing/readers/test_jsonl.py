"""Reading JSON Lines."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path

import pytest

from proposals_cli.importing.rows import ImportFileError
from tests.importing.readers.test_json import A, B
from tests.importing.reading import cells, read, read_text


def test_json_lines_in_a_json_file_are_recognised(tmp_path: Path) -> None:
    text = json.dumps(A) + "\n" + json.dumps(B) + "\n"
    path = tmp_path / "rows.json"
    path.write_text(text)
    found, rows = read(path)
    assert (found.format, cells(rows)) == ("jsonl", [A, B])


def test_a_broken_line_leaves_the_others_alone(tmp_path: Path) -> None:
    text = json.dumps(A) + "\n{broken\n\n[1]\n" + json.dumps(B) + "\n"
    rows = read_text(tmp_path, "rows.jsonl", text)
    assert [(row.number, bool(row.problem)) for row in rows] == [
        (1, False),
        (2, True),
        (4, True),
        (5, False),
    ]


def test_an_export_of_a_later_version_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="later version"):
        read_text(tmp_path, "rows.jsonl", '{"_type":"base","_schema":3}\n{"_type":"theme"}\n')
