"""Several files, or a folder, imported as one change."""

# ruff: noqa: D103 - the names of the tests are sentences

from functools import partial
from pathlib import Path

import pytest

from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.importing.planning import stored


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the path of an empty base."""
    JsonStore.create(tmp_path / "base.json")
    return tmp_path / "base.json"


@pytest.fixture
def prop(prop: Prop, base: Path) -> Prop:
    """Return a function that runs the program on the base."""
    return partial(prop, store=base)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of files in three formats, and one that cannot be read."""
    inside = tmp_path / "motions"
    (inside / "2018").mkdir(parents=True)
    (inside / "a.csv").write_text("title,year,body\nOn lakes,2017,x\n,2017,x\n")
    (inside / "b.json").write_text('[{"title": "On ponds", "year": 2017, "body": "x"}]')
    (inside / "2018" / "c.xml").write_text(
        "<motion><number>3</number><title>On seas</title><year>2018</year><body>x</body></motion>"
    )
    (inside / "readme.txt").write_text("About these files.")
    return inside


def test_a_folder_is_one_change_and_one_undo(prop: Prop, base: Path, folder: Path) -> None:
    said = prop("import", folder, exit_code=1).err
    assert "3 new, 0 changed, 0 same, 0 duplicate, 1 rejected" in said
    assert "a.csv: CSV, UTF-8" in said
    assert "c.xml: XML, UTF-8, one record: motion" in said
    assert "left out: readme.txt" in said
    assert "a.csv:3" in said
    assert {one.main_title.text for one in stored(base).values() if one.main_title} == {
        "On lakes",
        "On ponds",
        "On seas",
    }
    prop("undo")
    assert stored(base) == {}


def test_a_broken_file_among_several_leaves_the_base_as_it_was(
    prop: Prop, base: Path, folder: Path
) -> None:
    before = base.read_bytes()
    (folder / "z.json").write_text("[{")
    assert "z.json" in prop("import", folder, exit_code=1).err
    assert base.read_bytes() == before


def test_a_row_that_another_file_has_as_well_is_one_proposal(
    prop: Prop, base: Path, tmp_path: Path
) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("title,year,body\nOn lakes,2017,x\n")
    said = prop("import", tmp_path / "one.csv", tmp_path / "two.csv").err
    assert "1 new" in said
    assert "1 duplicate" in said
    assert "two.csv:2" in said


def test_standard_input_is_imported_alone(prop: Prop, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("title,year,body\nOn lakes,2017,x\n")
    said = prop("import", tmp_path / "one.csv", "-", exit_code=2).err
    assert "cannot be one of several" in said


def test_a_folder_without_files_is_reported(prop: Prop, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no file that can be imported" in prop("import", tmp_path / "empty", exit_code=1).err
