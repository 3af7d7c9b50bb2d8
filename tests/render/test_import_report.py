"""The list of columns that a dry run shows."""

# ruff: noqa: D103 - the names of the tests are sentences

import pytest
from rich.cells import cell_len

from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.plan import ImportPlan
from proposals_cli.importing.rows import SourceRow
from proposals_cli.render.import_report import MAX_LISTED, mapping_lines

CELLS = {
    "title": "On a",
    "state": "PA",
    "status": "open",
    "sponsor": "word " * 40,
    "質問本文の全文へのリンクとその説明": "長い文" * 40,
    "x" * 80: "",
}


def lines(width: int | None) -> list[str]:
    """Return the list for a screen of so many cells."""
    mapper = Mapper(MappingOptions(constants={"body": "npc"}))
    mapper.decide_columns([SourceRow(1, CELLS)])
    return list(mapping_lines(ImportPlan("it", mapper), width))


@pytest.mark.parametrize("width", [58, 78, 98, None])
def test_every_column_is_one_line_that_fits(width: int | None) -> None:
    listed = lines(width)
    assert len(listed) == len(CELLS) + 1
    assert all(cell_len(text) <= (width or 200) for text in listed)
    assert all("→ " in text and ")" in text for text in listed)


def test_fields_and_samples_are_aligned() -> None:
    listed = lines(78)
    assert {cell_len(text.partition("→")[0]) for text in listed} == {28}
    assert "→ title (by name)" in listed[0]
    assert listed[0].endswith("On a")
    assert listed[0].index("On a") == listed[2].index("open")


def test_of_thousands_of_columns_the_first_are_listed() -> None:
    """5,000 keys that each occur once made 200 kB of a dry run."""
    mapper = Mapper(MappingOptions())
    cells = {f"key {number}": "v" for number in range(MAX_LISTED + 40)}
    mapper.decide_columns([SourceRow(1, cells)])
    listed = list(mapping_lines(ImportPlan("it", mapper), None))
    assert len(listed) == MAX_LISTED + 1
    assert listed[-1] == "and 40 more columns"
