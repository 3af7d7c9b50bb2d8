"""What an import does with options that fit no column, no term or no file."""

# ruff: noqa: D103 - the names of the tests are sentences

from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.importing.planning import create_base


@pytest.fixture
def prop(prop: Prop, tmp_path: Path) -> Prop:
    """Return a function that runs the program on a base with three themes and a person."""
    return partial(prop, store=create_base(tmp_path / "base.json"))


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_mapped_column_that_does_not_exist_is_reported(
    dry: tuple[str, ...], prop: Prop, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("title,year,Sponsors\nOn a,2020,Ann Lee\n")
    asked = ("import", file, "--map", "people=Sponser", "--set", "body=x", *dry)
    result = prop(*asked, exit_code=0 if dry else 2)
    output = result.out if dry else result.err
    assert "--map people=Sponser: no such column; similar: 'Sponsors'" in output
    assert dry or "Nothing was changed." in output


def test_columns_that_give_no_field_are_named(prop: Prop, tmp_path: Path) -> None:
    """With the number of their values; those that are blank are not."""
    file = tmp_path / "rows.csv"
    file.write_text("title,year,Desk,Shelf,Row\nOn a,2020,3,,x\nOn b,2020,4,,\n")
    said = prop("import", file, "--set", "body=x").err
    assert "kept under extra: Desk × 2, Row × 1; --map gives them a field" in said


@pytest.mark.parametrize(
    ("constant", "hint"), [("kind=blurb", "suggestion, bill"), ("status=adoptd", "'adopted'")]
)
def test_a_constant_is_a_term(prop: Prop, tmp_path: Path, constant: str, hint: str) -> None:
    """A word that means none would make a false statement of every row."""
    file = tmp_path / "rows.csv"
    file.write_text("title,year\nOn a,2020\n")
    found = prop("import", file, "--set", "body=x", "--set", constant, exit_code=2)
    assert hint in found.err


def test_a_folder_with_what_may_not_be_read_is_imported(prop: Prop, tmp_path: Path) -> None:
    """What the system does not let anybody look at is left out."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "rows.csv").write_text("title,year\nOn a,2020\n")
    (folder / "locked.csv").symlink_to("/proc/1/cwd/x.csv")
    (folder / "round.csv").symlink_to(folder / "round.csv")
    assert "1 new" in prop("import", folder, "--set", "body=x").err


@pytest.mark.parametrize("option", ["--rejects", "--duplicates"])
def test_a_side_file_is_not_standard_output(
    option: str, prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text("title,year\nOn a,2020\n")
    result = prop("import", "rows.csv", "--set", "body=x", option, "-", exit_code=2)
    assert f"{option} writes a file" in result.err
    assert not Path("-").exists()


@pytest.mark.parametrize(("option", "value"), [("--sheet", "One"), ("--records", "data")])
def test_an_option_that_a_table_does_not_have_is_said_to_be_unused(
    option: str, value: str, prop: Prop, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("title,year\nOn a,2020\n")
    assert f"{option} is for" in prop("import", file, "--set", "body=x", option, value).err


@pytest.mark.parametrize("word", ["Total", "Total: 2", "合计", "Summe"])
def test_a_total_below_a_table_is_not_a_proposal(word: str, prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"title,year,votes\nOn a,2020,1\n{word},2020,1\n{word},,2\n", encoding="utf-8")
    said = prop("import", file, "--set", "body=x", exit_code=1).err
    assert "2 new" in said
    assert "rejected: rows.csv, line 4, title: a total of the rows, not a proposal" in said


def test_a_repeat_in_one_file_says_that_an_update_takes_it(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("id,title,year,status\n7,On a,2020,passed\n7,On a,2020,adopted\n")
    asked = ("import", file, "--set", "body=x", "--on-duplicate")
    assert "the same id, and what it says is taken" in prop(*asked, "update").err
    assert "is taken" not in prop(*asked, "skip").err
