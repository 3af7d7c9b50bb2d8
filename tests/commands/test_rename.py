"""``prop rename``: references follow, the old id still answers, and nothing is taken twice."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.editing.renaming import renaming
from proposals_cli.domain.lookup import existing_record
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.parts import Series
from proposals_cli.domain.model.records import FORMAT, TABLES, BaseInfo, Defaults
from proposals_cli.domain.model.references import named_ids
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.conftest import Prop
from tests.desk import Desk
from tests.every_field import referred_to, samples
from tests.factories import body, proposal, theme, write_store

REFERRING = [sample for sample in samples() if list(named_ids(sample.having))]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> SqliteIndex:
    """Return a base in which a record refers to another in each field that can."""
    folder = tmp_path_factory.mktemp("every-reference")
    made = [sample.having for sample in REFERRING]
    made += referred_to(made)
    return SqliteIndex(write_store(folder / "base.json", made), folder / "index")


@pytest.mark.parametrize(
    "number", range(len(REFERRING)), ids=lambda n: ".".join(f for _, f in REFERRING[n].path)
)
def test_a_reference_follows_in_every_field(everything: SqliteIndex, number: int) -> None:
    """The fields are those of the table of fields; a new one is tried without more."""
    referring = REFERRING[number].having
    for tables, id_, _ in named_ids(referring):
        table = next(table for table in tables if everything.record(table, id_))
        new = f"{id_}-renamed"
        record = existing_record(everything, table, id_)
        planned = renaming(record, new, everything, None)
        key: Key = next(key for key in planned.change.before if key[1] == referring.id)
        after = planned.change.after[key]
        assert id_ not in [one.id for one in named_ids(after)]
        assert new in [one.id for one in named_ids(after)]
        restored = encode_record(after).replace(new.encode(), id_.encode())
        assert msgspec.json.decode(restored) == {
            **msgspec.json.decode(encode_record(referring)),
            "history": msgspec.json.decode(restored)["history"],
        }
        assert key in planned.referring


def test_every_field_with_references_was_tried() -> None:
    """A test that tries nothing would not fail."""
    assert {".".join(field for _, field in one.path) for one in REFERRING} >= {
        "sponsors.who",
        "actions.by.who",
        "actions.citations.source",
        "documents.source",
        "part_of",
        "proposals",
        "relations.to",
    }


def test_a_renamed_theme_still_answers_to_its_old_id(desk: Desk) -> None:
    """It was impossible to change the id of a theme."""
    said = desk.prop("rename", "digital-economy", "digital", "--yes", "-m", "shorter").err
    assert "rename digital-economy to digital in themes" in said
    assert "1 reference in 1 of proposals:\n    2020-cloud" in said
    renamed = desk.table("themes")["digital"]
    assert renamed["former_ids"] == ["digital-economy"]
    assert renamed["history"][-1]["what"] == "renamed from digital-economy"
    assert renamed["history"][-1]["why"] == "shorter"
    assert "digital-economy" not in desk.table("themes")
    referring = desk.proposal("2020-cloud")
    assert referring["themes"] == ["digital"]
    assert referring["history"][-1]["what"] == "edited by: rename digital-economy to digital"
    for id_ in ("digital", "digital-economy"):
        assert desk.prop("list", f"theme:{id_}", "--columns", "id", "-f", "csv").out.endswith(
            "2020-cloud\n"
        )
        assert json.loads(desk.prop("show", id_, "-f", "json").out)[0]["id"] == "digital"
    desk.prop("check", "--errors")


@pytest.mark.parametrize("table", TABLES)
def test_a_record_of_any_kind_is_renamed_and_undone(desk: Desk, table: str) -> None:
    before, old = desk.content(), min(desk.table(table))
    new = f"{old}-renamed"
    desk.prop("rename", old, new, "--yes")
    assert old not in desk.table(table)
    assert desk.table(table)[new]["former_ids"] == [old]
    assert desk.prop("show", old, "-f", "json").out == desk.prop("show", new, "-f", "json").out
    desk.prop("undo")
    assert desk.content() == before


def test_renaming_back_leaves_the_other_id_as_the_former_one(desk: Desk) -> None:
    desk.prop("rename", "fintech", "finance", "--yes")
    desk.prop("rename", "finance", "fintech", "--yes")
    assert desk.table("themes")["fintech"]["former_ids"] == ["finance"]
    assert desk.prop("list", "--count", "theme:finance").out == "0\n"


def test_the_default_body_of_the_base_follows(desk: Desk) -> None:
    before = desk.content()
    said = desk.prop("rename", "npc", "congress", "--yes").err
    assert "The default body of the base changes as well." in said
    assert json.loads(desk.content())["base"]["1"]["defaults"]["body"] == "congress"
    assert desk.added("title: On defaults\nyear: 2022")["body"] == "congress"
    desk.prop("undo")
    desk.prop("undo")
    assert desk.content() == before


def test_undoing_keeps_what_the_base_has_said_of_itself_since(prop: Prop, path: Path) -> None:
    info = BaseInfo(format=FORMAT, defaults=Defaults(body="npc"))
    write_store(path, [body(), proposal()], info)
    prop("rename", "npc", "congress", "--yes", store=path)
    path.write_text(path.read_text().replace('"body": "congress"\n', '"body": "senate"\n'))
    prop("undo", "--yes", store=path)
    stored = json.loads(path.read_text())
    assert stored["base"]["1"]["defaults"] == {"body": "senate"}
    assert [one["id"] for one in stored["bodies"].values()] == ["npc"]


@pytest.mark.parametrize(
    ("new", "message", "hint"),
    [
        ("fintech", "'fintech' is the id of another record in themes.", "Free is fintech-2."),
        ("fintech", "", "prop merge fintech digital-economy"),
        ("li-hua", "'li-hua' is the id of another record in people.", "Free is li-hua-2.\n"),
        ("digital-economy", "The id of 'digital-economy' is that already.", ""),
        ("Digital Economy!", "'Digital Economy!' is not an id", "You could take digital-economy-2"),
        ("数字经济", "'数字经济' is not an id", "Give one such as"),
        ("a" * 121, "is not an id: an id has at most 120", f"You could take {'a' * 120}."),
        ("", "'' is not an id", "Give one such as"),
    ],
)
def test_an_id_that_cannot_be_given_is_refused_with_one_that_can(
    desk: Desk, new: str, message: str, hint: str
) -> None:
    before = desk.content()
    said = desk.prop("rename", "digital-economy", new, "--yes", exit_code=1).err
    assert message in said
    assert hint in said
    assert desk.content() == before


def test_the_former_id_of_another_record_is_taken(desk: Desk) -> None:
    desk.prop("rename", "fintech", "finance", "--yes")
    said = desk.prop("rename", "digital-economy", "fintech", "--yes", exit_code=1).err
    assert "'fintech' was the id of 'finance' in themes." in said
    assert "prop merge finance digital-economy" in said


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("smart-retail", "prop set series-=smart-retail series+=NEW series:smart-retail"),
        ("Greater Bay", "prop set 'region-=Greater Bay' region+=NEW 'region:\"Greater Bay\"'"),
        ("WeBank", "prop set entity-=WeBank entity+=NEW entity:WeBank"),
    ],
)
def test_a_word_that_is_not_a_record_is_refused_with_the_way(
    prop: Prop, path: Path, word: str, command: str
) -> None:
    named = proposal(
        series=(Series(id="smart-retail", name={"en": "Smart retail"}),),
        regions=("Greater Bay",),
        entities=("WeBank",),
    )
    write_store(path, [named, body()])
    said = prop("rename", word, "other", store=path, exit_code=1).err
    assert f"'{word}' is not a record" in said
    assert command in said


def test_a_measure_is_not_renamed(prop: Prop, desk: Desk) -> None:
    assert "is a measure" in prop("rename", "2020-cloud#m01", "x", "--yes", exit_code=1).err


def test_nothing_changes_without_a_yes(desk: Desk) -> None:
    before = desk.content()
    assert "use --yes" in desk.prop("rename", "fintech", "finance", exit_code=1).err
    desk.prop("rename", "fintech", "finance", "--dry-run")
    assert desk.content() == before


def test_a_record_of_the_same_id_in_another_table_keeps_its_references(
    prop: Prop, path: Path
) -> None:
    """A complete proposal of an import may have the id of a theme."""
    write_store(
        path,
        [
            proposal("2019-x", relations=()),
            proposal("2020-y", themes=("2019-x",)),
            theme("2019-x"),
            body(),
        ],
    )
    index = SqliteIndex(path, path.parent / "index")
    planned = renaming(existing_record(index, "proposals", "2019-x"), "2019-z", index, None)
    assert not planned.referring
    planned = renaming(existing_record(index, "themes", "2019-x"), "x", index, None)
    assert planned.referring == (("proposals", "2020-y"),)


def test_few_ids_are_shown_of_many_referring_records(prop: Prop, path: Path) -> None:
    many = [proposal(f"2020-p{number:04}") for number in range(300)]
    write_store(path, [*many, body()])
    said = prop("rename", "npc", "congress", "--dry-run", store=path).err
    assert "300 references in 300 of proposals" in said
    assert "2020-p0009, and 290 more" in said
    assert len(said) < 500
