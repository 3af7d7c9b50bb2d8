"""``prop import`` on files modelled on those of real parliaments."""

# ruff: noqa: D103 - the names of the tests are sentences

import csv
import io
import json
import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Citation, Sponsor, StatusClaim, Title
from proposals_cli.domain.model.records import TABLES, Proposal
from proposals_cli.domain.model.vocabulary import Role, Status, TitleBasis
from proposals_cli.importing.column_names import FIELDS
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.factories import (
    proposal,
    random_proposals,
    records_in,
    reply,
    save,
    small_base,
    theme,
    titles,
)
from tests.importing.planning import create_base

FILES = Path(__file__).parent / "files"

SOURCES = {
    "bundestag-vorgaenge.csv": (
        "semicolons, 11 columns",
        "3 new",
        ("--set", "body=bundestag"),
    ),
    "openstates-bills.json": ("JSON, UTF-8, records under 'results'", "2 new", ()),
    "legco-motions.jsonl": ("JSONL, Big5", "3 new", ("--set", "body=legco")),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the path of a base with three themes and a person."""
    return create_base(tmp_path / "base.json")


@pytest.fixture
def prop(prop: Prop, base: Path) -> Prop:
    """Return a function that runs the program on the base."""
    return partial(prop, store=base)


@pytest.mark.parametrize("name", SOURCES)
def test_a_public_file_is_shown_imported_and_not_imported_twice(
    name: str, prop: Prop, base: Path
) -> None:
    found, counted, options = SOURCES[name]
    asked = ("import", FILES / name, *options, "--create-themes")
    code = int(name == "bundestag-vorgaenge.csv")  # one of its rows has no date
    empty = base.read_bytes()
    dry = prop(*asked, "--dry-run", exit_code=code)
    assert found in dry.err
    assert counted in dry.out
    assert base.read_bytes() == empty
    assert counted in prop(*asked, exit_code=code).err
    filled = base.read_bytes()
    again = prop(*asked, exit_code=code)
    assert counted.replace("new", "same") in again.err
    assert "Nothing was changed." in again.err
    prop(*asked, "--on-duplicate", "update", exit_code=code)
    assert base.read_bytes() == filled
    prop("check")


def test_a_table_of_the_bundestag_is_imported(prop: Prop) -> None:
    asked = ("import", FILES / "bundestag-vorgaenge.csv", "--set", "body=bundestag")
    shown = prop(*asked, "--create-themes", "--dry-run", exit_code=1).out
    assert "Beratungsstand → status (layout) 3 × Überwiesen" in " ".join(shown.split())
    assert "line 5, Datum: no year found in 'ohne Datum'" in shown
    prop(*asked, "--create-themes", exit_code=1)
    (record,) = json.loads(prop("show", "2022-284477", "--format", "json").out)
    (title,) = record["titles"]
    assert (title["lang"], title["basis"]) == ("de", "reported")
    assert title["text"].startswith("Ausstattung „kleiner und mittlerer“")
    assert record["sponsors"] == [{"who": "bjorn-muller"}, {"who": "fraktion-die-grunen"}]
    assert record["kind_terms"] == ["Kleine Anfrage"]
    assert record["identifiers"][1] == {"scheme": "drucksache", "value": "20/1021"}


def test_bills_from_open_states_are_imported(prop: Prop) -> None:
    prop("import", FILES / "openstates-bills.json", "--create-themes")
    id_ = "2020-public-contracts-automated-decision-systems"
    (record,) = json.loads(prop("show", id_, "--format", "json").out)
    assert (record["body"], record["kind"], record["session"]) == ("california", "bill", 20212022)
    assert [one["who"] for one in record["sponsors"]] == ["chau", "ann-lee"]
    assert record["themes"] == ["digital-economy", "procurement"]
    (text,) = record["summary"]["text"].values()
    assert text.startswith("Asks agencies")
    assert len(record["summary"]["citations"]) == 2
    assert [one.get("role") for one in record["sponsors"]][:2] == [None, "cosponsor"]
    assert record["extra"]["from_organization"]["classification"] == "lower"


def test_motions_from_hong_kong_are_imported(prop: Prop, base: Path) -> None:
    themes = {"digital-economy": "数码经济", "fintech": "金融科技", "healthcare": "医疗"}
    save(base, [theme(id_, name={"zh": zh}) for id_, zh in themes.items()])
    prop("import", FILES / "legco-motions.jsonl", "--set", "body=legco")
    (record,) = json.loads(prop("show", "CB(3)530/19-20", "--format", "json").out)
    assert [(one["lang"], one["text"]) for one in record["titles"]] == [
        ("zh-Hant", "完善公營醫療服務")
    ]
    assert record["themes"] == ["healthcare"]
    assert (record["date"], "extra" in record) == ("2020-06-03", False)
    assert record["status"]["value"] == "rejected"
    assert record["status"]["as_reported"] == "被否決"


def test_an_export_as_json_lines_restores_a_base(prop: Prop, base: Path, tmp_path: Path) -> None:
    save(base, small_base(random_proposals(60, seed=4)))
    exported = tmp_path / "all.jsonl"
    prop("export", "--output", exported)
    other = tmp_path / "other.json"
    JsonStore.create(other)
    result = prop("--store", other, "import", exported)
    assert "duplicate" in result.err
    for table in TABLES:
        assert records_in(other, table) == records_in(base, table)
    prop("--store", other, "export", "--output", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == exported.read_bytes()
    assert "Nothing was changed." in prop("--store", other, "import", exported).err


def test_a_base_file_is_imported_completely(prop: Prop, base: Path, tmp_path: Path) -> None:
    save(base, small_base(random_proposals(10, seed=5)))
    other = tmp_path / "other.json"
    JsonStore.create(other)
    prop("--store", other, "import", base)
    for table in TABLES:
        assert records_in(other, table) == records_in(base, table)


@pytest.mark.parametrize("on", ["skip", "update"])
def test_our_own_csv_changes_nothing_in_its_base(
    on: str, prop: Prop, base: Path, tmp_path: Path
) -> None:
    save(base, small_base(random_proposals(40, seed=6)))
    exported = tmp_path / "all.csv"
    prop("export", "--output", exported)
    before = base.read_bytes()
    result = prop("import", exported, "--on-duplicate", on)
    assert "0 new, 0 changed" in result.err
    assert "0 rejected" in result.err
    assert base.read_bytes() == before


def test_the_csv_of_the_shipped_base_changes_nothing_in_it(prop: Prop, tmp_path: Path) -> None:
    base = tmp_path / "shipped.json"
    shutil.copy(Path(__file__).parents[2] / "data" / "proposals.json", base)
    before = base.read_bytes()
    prop("--store", base, "export", "--output", tmp_path / "all.csv")
    asked = ("import", tmp_path / "all.csv", "--on-duplicate", "update")
    assert "Nothing was changed." in prop("--store", base, *asked).err
    assert base.read_bytes() == before


def test_a_cell_of_our_own_csv_is_edited(prop: Prop, base: Path, tmp_path: Path) -> None:
    claim = StatusClaim(
        value=Status.SUBMITTED, as_reported="handed in", citations=(Citation(source="source-one"),)
    )
    replied = proposal(
        "2020-a", status=claim, actions=(reply(), reply("No.")), titles=titles("On a")
    )
    save(base, [*small_base(), replied])
    exported, edited = tmp_path / "all.csv", tmp_path / "edited.csv"
    prop("export", "--output", exported)
    rows = list(csv.DictReader(io.StringIO(exported.read_text(encoding="utf-8-sig"))))
    assert rows[0]["status"] == "replied"
    with edited.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerow(rows[0] | {"status": "adopted", "themes": "fintech"})
    assert "1 changed" in prop("import", edited, "--on-duplicate", "update").err
    (after,) = (one for one in records_in(base, "proposals") if isinstance(one, Proposal))
    assert after.status == StatusClaim(value=Status.ADOPTED)
    assert (after.themes, after.sources) == (("fintech",), ("source-one",))
    assert (after.actions, after.titles, after.extra) == (replied.actions, replied.titles, {})


def test_our_own_csv_states_nothing_false_in_another_base(
    prop: Prop, base: Path, tmp_path: Path
) -> None:
    label = Title(lang="en", text="On the cloud", basis=TitleBasis.LABEL)
    supported = proposal(
        "2020-a",
        year=None,
        date="2020-05-18",
        titles=(label,),
        sponsors=(
            Sponsor(who="li-hua"),
            Sponsor(who="ma-huateng", role=Role.COSPONSOR),
            Sponsor(who="zhang-wei", withdrawn="2020-06-01"),
        ),
    )
    save(base, [*small_base(), supported])
    exported, other = tmp_path / "all.csv", tmp_path / "other.json"
    prop("export", "--output", exported)
    JsonStore.create(other)
    prop("--store", other, "import", exported)
    (after,) = (one for one in records_in(other, "proposals") if isinstance(one, Proposal))
    assert (after.titles, after.status, after.date, after.year) == (
        (label,),
        None,
        "2020-05-18",
        None,
    )
    assert after.sponsors == supported.sponsors


def test_rejected_rows_are_written_and_can_be_corrected(prop: Prop, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    asked = ("--set", "body=bundestag", "--create-themes")
    file = FILES / "bundestag-vorgaenge.csv"
    prop("import", file, *asked, "--rejects", rejects, exit_code=1)
    kept = list(csv.DictReader(io.StringIO(rejects.read_text()), delimiter=";"))
    assert [row["Vorgangs-ID"] for row in kept] == ["284502"]
    assert kept[0]["why refused"] == "Datum: no year found in 'ohne Datum'"
    rejects.write_text(rejects.read_text().replace("ohne Datum;", "16.03.2022;"))
    assert "1 new" in prop("import", rejects, *asked).err


def test_rejected_objects_are_written_as_json_lines(prop: Prop, tmp_path: Path) -> None:
    file, rejects = tmp_path / "rows.json", tmp_path / "rejects.jsonl"
    file.write_text('[{"title": "On a", "year": 2020}, 17]')
    prop("import", file, "--rejects", rejects, exit_code=1)
    kept = [json.loads(text) for text in rejects.read_text().splitlines()]
    assert [row.get("title") for row in kept] == ["On a", None]
    assert "--set body=" in kept[0]["why refused"]


def test_without_rejected_rows_no_file_is_written(prop: Prop, tmp_path: Path) -> None:
    prop("import", FILES / "openstates-bills.json", "--create-themes", "--rejects", tmp_path / "r")
    assert not (tmp_path / "r").exists()


def test_a_mapping_is_saved_and_used(prop: Prop, tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Sache,Wann,Wer 1,Wer 2,Nr\nOn a,03/04/2020,Ann Lee,Bob Roe,7\n")
    second.write_text("Sache,Wann,Wer 1,Wer 2,Nr\nOn b,05/04/2021,Ann Lee,,8\n")
    mapping = tmp_path / "mapping.toml"
    options: tuple[str, ...] = (
        "--map",
        "title=Sache",
        "--map",
        "date=Wann",
        "--map",
        "people=Wer *",
    )
    options += ("--map", "number=Nr", "--set", "body=npc", "--set", "kind=motion")
    options += ("--id", "{body}-{number}", "--date-order", "dmy")
    prop("import", first, *options, "--save-mapping", mapping)
    prop("import", second, "--mapping", mapping)
    (record,) = json.loads(prop("show", "2021-npc-8", "--format", "json").out)
    assert (record["kind"], record["sponsors"]) == ("motion", [{"who": "ann-lee"}])
    assert record["date"] == "2021-04-05"


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ("2020-05-18,2020-08-30,", "replied — from the reply of 2020-08-30"),
        ("2020-05-18,,", "submitted — from its date, 2020-05-18"),
        ("2020-05-18,,adopted", "adopted — as a source states"),
    ],
)
def test_a_dry_run_says_which_status_follows(
    cells: str, status: str, prop: Prop, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"title,date,replied on,status\nOn a,{cells}\n")
    shown = prop("import", file, "--set", "body=x", "--dry-run").out
    assert " ".join(shown.split()).partition("Status ")[2].startswith(status)


def test_the_language_of_a_whole_file_can_be_stated(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("title,year,summary\nEau,2020,Trop peu.\n")
    prop("import", file, "--set", "body=x", "--language", "fr", "--id", "{title}")
    (record,) = json.loads(prop("show", "2020-eau", "--format", "json").out)
    assert [title["lang"] for title in record["titles"]] == ["fr"]
    assert record["summary"]["text"] == {"fr": "Trop peu."}
    result = prop("import", file, "--set", "body=x", "--language", "French!", exit_code=2)
    assert "'French!' is not a language" in result.err


def test_standard_input_is_read(prop: Prop) -> None:
    result = prop("import", "-", "--set", "body=npc", stdin=b"title;year\nOn a;2020\n")
    assert "standard input: CSV, UTF-8, semicolons, 2 columns" in result.err
    assert "1 new" in result.err


def test_without_a_reply_its_author_goes_to_extra(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("title,year,Ministry\nOn a,2020,Health\n")
    asked = ("import", file, "--map", "response.who=Ministry", "--set", "body=x")
    shown = " ".join(prop(*asked, "--dry-run").out.split())
    assert "Ministry → extra (without the text of a reply)" in shown
    assert "Ministry: Health" in shown
    shown = " ".join(prop(*asked, "--set", "response=Yes.", "--dry-run").out.split())
    assert "Ministry → response.who (--map)" in shown
    assert "Replies Health: Yes." in shown


def test_a_dry_run_writes_no_rejected_rows(prop: Prop, tmp_path: Path) -> None:
    file, rejects = tmp_path / "rows.csv", tmp_path / "rejects.csv"
    file.write_text("title,year\nOn a,2020\n,2020\n")
    asked = ("import", file, "--set", "body=x", "--rejects", rejects, "--dry-run")
    assert "1 row would be written to rejects.csv" in prop(*asked, exit_code=1).err
    assert not rejects.exists()


def test_the_help_lists_every_field(prop: Prop) -> None:
    output = " ".join(prop("import", "--help").out.replace("│", " ").split())
    listed = output.partition("Fields for --map and --set: ")[2].partition(". Examples")[0]
    assert set(listed.split(", ")) == {*FIELDS, "title.TAG", "extra.NAME"}


def test_an_import_is_one_change_that_can_be_undone(prop: Prop, base: Path) -> None:
    before = base.read_bytes()
    prop("import", FILES / "openstates-bills.json", "--create-themes", "-m", "first load")
    assert "import openstates-bills.json: 2 new" in prop("log").out
    prop("undo")
    assert base.read_bytes() == before


def test_a_hundred_rows_are_one_write(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("title,year\n" + "".join(f"On matter {n},2020\n" for n in range(100)))
    replaced: list[str] = []
    replace = os.replace

    def counted(old: str, new: str) -> None:
        replaced.append(Path(new).name)
        replace(old, new)

    monkeypatch.setattr(os, "replace", counted)
    prop("import", file, "--set", "body=npc")
    assert replaced.count("base.json") == 1


@pytest.mark.parametrize("option", ["--rejects", "--save-mapping"])
def test_no_existing_file_is_overwritten(option: str, prop: Prop, base: Path) -> None:
    before = base.read_bytes()
    prop("import", FILES / "openstates-bills.json", option, base, "--dry-run", exit_code=1)
    assert base.read_bytes() == before


def test_all_duplicates_are_written_with_what_they_repeat(prop: Prop, tmp_path: Path) -> None:
    file, repeats = tmp_path / "rows.csv", tmp_path / "repeats.csv"
    rows = "".join(f"{n % 3},=On the matter {n % 3},2020,x\n" for n in range(30))
    file.write_text("id,title,year,body\n" + rows)
    prop("import", file, "--duplicates", repeats, "--dry-run")
    assert not repeats.exists()
    prop("import", file, "--duplicates", repeats)
    found = list(csv.DictReader(io.StringIO(repeats.read_text(encoding="utf-8"))))
    assert len(found) == 27
    assert found[0] == {
        "row": "5",
        "title": "'=On the matter 0",
        "repeats": "2020-0",
        "repeated title": "'=On the matter 0",
        "by": "id",
        "repeated in": "this file",
    }
    said = prop("import", file, "--duplicates", repeats, exit_code=1).err
    assert "exists already" in said
