"""JSON Lines: the exported records equal the stored ones."""

import json
from pathlib import Path

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.domain.model.vocabulary import TABLE_OF
from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.exporting import jsonl
from proposals_cli.exporting.selection import Selection
from tests.exporting.bases import OPTIONS, hostile_records, records, selection_of
from tests.exporting.parliaments import parliaments
from tests.factories import random_proposals, small_base


def read_back(text: list[str]) -> list[Record]:
    """Read an export with the standard library and the decoder of records."""
    found = []
    for line in text[1:]:
        value = json.loads(line)
        table = TABLE_OF[value.pop("_type")]
        found.append(decode_record(table, json.dumps(value).encode()))
    return found


def by_table(stored: list[Record]) -> list[Record]:
    """Return records in the order of an export."""
    order = list(TABLES.values())
    return sorted(stored, key=lambda one: (order.index(type(one)), one.id))


def test_exported_records_equal_those_stored(tmp_path: Path) -> None:
    """Even if their texts are awkward or hostile."""
    stored = [*records(), *hostile_records(), *parliaments()]
    text = list(jsonl.lines(selection_of(tmp_path, stored), OPTIONS))
    assert read_back(text) == by_table(stored)


def test_random_exported_records_equal_those_stored(tmp_path: Path) -> None:
    """Their fields are filled at random."""
    stored = small_base(random_proposals(300, seed=7))
    text = list(jsonl.lines(selection_of(tmp_path, stored), OPTIONS))
    assert read_back(text) == by_table(stored)


def test_the_header_is_first_and_says_whether_the_base_is_complete(tmp_path: Path) -> None:
    """Programs decide by it how to read the rest."""
    selection = selection_of(tmp_path, records(), Query(FacetIs("year", ())))
    assert json.loads(next(jsonl.lines(selection, OPTIONS))) == {
        "_type": "base", "_schema": 2, "_program": "prop 0.1.0", "_whole": False, "format": 2,
    }  # fmt: skip


def test_the_type_comes_before_the_keys_in_file_order(selection: Selection) -> None:
    """The beginning of a line shows its type."""
    lines = list(jsonl.lines(selection, OPTIONS))
    assert list(json.loads(lines[1]))[:4] == ["_type", "id", "year", "body"]
    assert [json.loads(line)["_type"] for line in lines[1:]] == (
        ["proposal"] * 3 + ["person"] * 3 + ["body"] + ["theme"] * 3 + ["source"] * 5
        + ["fact"] * 3 + ["note"] * 2
    )  # fmt: skip


def test_control_characters_are_escaped(hostile: Selection) -> None:
    """JSON allows escapes for all of them."""
    for line in jsonl.lines(hostile, OPTIONS):
        assert line.endswith("\n")
        assert not [
            sign for sign in line[:-1] if ord(sign) < 32 or sign in "\x9b\u202e\u2066\u2028"
        ]
