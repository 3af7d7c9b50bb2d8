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


@pytest.mark.parametrize("name", ["a.json", "a.csv", "a.xml", "a.yaml", "a.jsonl"])
def test_an_empty_file_among_others_is_only_named(
    prop: Prop, base: Path, tmp_path: Path, name: str
) -> None:
    """A download that failed leaves one; the files beside it are imported."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).touch()
    (tmp_path / "in" / "b.csv").write_text("title,year,body\nOn lakes,2017,x\n")
    said = prop("import", tmp_path / "in").err
    assert "1 new" in said
    assert f"without records: {name}" in said
    assert len(stored(base)) == 1
    (tmp_path / "in" / "b.csv").write_text("")
    said = prop("import", tmp_path / "in", exit_code=1).err
    assert "None of the files" in said or "2 files have no records" in said


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


def test_each_file_has_its_own_columns(prop: Prop, base: Path, tmp_path: Path) -> None:
    """A heading of one file says nothing of the headings of another."""
    (tmp_path / "one.csv").write_text(
        "title,year,body\n" + "".join(f"On lake {number},2017,x\n" for number in range(120))
    )
    (tmp_path / "two.csv").write_text("Titel;Datum;body\nSeen im Land;02.03.2018;x\n")
    (tmp_path / "three.csv").write_text("title,year,body\nOn ponds,2016,x\n")
    paths = [tmp_path / f"{name}.csv" for name in ("one", "two", "three")]
    said = prop("import", *paths).err
    assert "122 new" in said
    found = {one.main_title.text: one for one in stored(base).values() if one.main_title}
    assert found["Seen im Land"].date == "2018-03-02"
    assert found["On ponds"].year == 2016


def test_columns_of_several_files_are_reported_and_saved(prop: Prop, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("title,year\nOn lakes,2017\n")
    (tmp_path / "two.csv").write_text("Titel;Datum\nSeen im Land;02.03.2018\n")
    said = prop(
        "import", tmp_path / "one.csv", tmp_path / "two.csv", "--dry-run", "--set", "body=x",
        "--map", "status=stand", "--save-mapping", tmp_path / "m.toml",
    )  # fmt: skip
    assert "Titel → title (by name)" in " ".join(said.out.split())
    assert "no such column" in said.out
    mapping = (tmp_path / "m.toml").read_text()
    assert '"title" = ["title", "Titel"]' in mapping
    assert '"date" = ["Datum"]' in mapping


def test_records_of_like_files_are_one_table(prop: Prop, base: Path, tmp_path: Path) -> None:
    """One record to a file: what a column means is decided over many."""
    for number in range(30):
        extra = f"<Betreff>Zu {number}</Betreff>" if number % 3 else ""
        (tmp_path / f"{number:02}.xml").write_text(
            f"<bill><number>{number}</number><title>On lake {number}</title><year>2017</year>"
            f"<body>x</body>{extra}</bill>"
        )
    assert "30 new" in prop("import", tmp_path).err
    assert all(one.main_title.text.startswith("On") for one in stored(base).values()
               if one.main_title)  # fmt: skip


def test_files_of_one_name_are_told_apart(prop: Prop, tmp_path: Path) -> None:
    for folder in ("2017", "2018"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "a.csv").write_text(f"title,year,body\n,{folder},x\n")
    said = prop("import", tmp_path / "in", exit_code=1).err
    assert "rows 2017/a.csv:2, 2018/a.csv:2" in said


def test_what_a_folder_has_besides_records_is_left_out_and_named(
    prop: Prop, tmp_path: Path
) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.csv").write_text("title,year,body\nOn lakes,2017,x\n")
    (inside / "datapackage.json").write_text('{"resources": [{"path": "a.csv"}]}')
    (inside / "empty.json").write_text("[]")
    said = prop("import", inside).err
    assert "1 new" in said
    assert "left out: datapackage.json" in said
    assert "without records: empty.json" in said
    said = prop("import", inside / "a.csv", inside / "datapackage.json", exit_code=1).err
    assert "describes a data package" in said


def test_rejected_rows_of_several_files_keep_their_names(prop: Prop, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("title,year,body\n,2017,x\n")
    (tmp_path / "two.csv").write_text("Titel,Jahr\nSeen,2018\n")
    prop(
        "import", tmp_path / "one.csv", tmp_path / "two.csv", "--rejects", tmp_path / "r.jsonl",
        exit_code=1,
    )  # fmt: skip
    first, second = (tmp_path / "r.jsonl").read_text().splitlines()
    assert '"year":"2017"' in first
    assert "one.csv:2" in first
    assert '"Titel":"Seen"' in second


@pytest.mark.parametrize("text", ["[]", "{}", '{"results": [], "count": 0}'])
def test_a_file_without_records_is_said_and_fails(prop: Prop, tmp_path: Path, text: str) -> None:
    (tmp_path / "none.json").write_text(text)
    assert "none.json has no records" in prop("import", tmp_path / "none.json", exit_code=1).err


def test_a_table_of_a_header_alone_is_said_and_fails(prop: Prop, tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("title,year\n")
    assert "none.csv has no records" in prop("import", tmp_path / "none.csv", exit_code=1).err
