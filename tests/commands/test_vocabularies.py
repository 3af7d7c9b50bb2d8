"""``prop themes``, ``people``, ``bodies`` and ``sources``: the vocabularies, with counts."""

import csv
import io
import json
from pathlib import Path

import pytest

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.parts import BodySession, Citation
from proposals_cli.domain.model.records import ReplyRule
from proposals_cli.domain.model.vocabulary import DeadlineStart, Kind
from tests.conftest import Prop
from tests.factories import body, person, proposal, theme, write_store

TABLES = ("themes", "people", "bodies", "sources")

LAW = (Citation(source="law", locator="art 42"),)
DIET = body(
    "diet",
    name={"ja": "国会", "en": "Diet"},
    other_names=("Kokkai",),
    languages=("ja",),
    area="JP",
    sessions=(BodySession(session=208), BodySession(session=211, start="2023-01-23")),
    reply_within=(
        ReplyRule(kinds=(Kind.QUESTION,), days=7, citations=LAW),
        ReplyRule(kinds=(Kind.PETITION,), months=3, at_most=6, start=DeadlineStart.ASSIGNED),
    ),
)
BASE = [
    proposal("2023-rice", body="diet"),
    proposal("2023-tea", body="diet"),
    DIET,
    body("seimas", name={"lt": "Seimas"}),
]


@pytest.mark.parametrize("table", TABLES)
def test_every_record_is_listed_by_id(prop: Prop, table: str) -> None:
    """Records without a proposal are listed too; a limit takes the first."""
    rows = json.loads(prop(table, "-f", "json").out)
    ids = [row["id"] for row in rows]
    stored = json.loads(shipped_base().read_bytes()).get(table, {}).values()
    assert set(ids) >= {record["id"] for record in stored}
    assert ids
    assert ids == sorted(set(ids))
    assert json.loads(prop(table, "-n", "1", "-f", "json").out) == rows[:1]
    assert [json.loads(line) for line in prop(table, "-f", "jsonl").out.splitlines()] == rows
    cells = list(csv.DictReader(io.StringIO(prop(table, "-f", "csv").out)))
    assert [cell["id"] for cell in cells] == ids
    assert len(prop(table).out.splitlines()) == 1 + len(ids)
    assert len(prop(table, "-f", "markdown").out.splitlines()) == 2 + len(ids)


@pytest.mark.parametrize(
    ("table", "field"),
    [("themes", "theme"), ("people", "person"), ("bodies", "body"), ("sources", "source")],
)
def test_counts_are_those_of_stats(prop: Prop, table: str, field: str) -> None:
    """A vocabulary and a count by it agree."""
    listed = {row["id"]: row["proposals"] for row in json.loads(prop(table, "-f", "json").out)}
    counted = json.loads(prop("stats", "--by", field, "-f", "json").out)
    assert {id_: count for id_, count in listed.items() if count} == {
        row[field]: row["count"] for row in counted
    }


@pytest.mark.parametrize(
    ("lang", "heads"),
    [
        ("en", ["id", "name", "proposals", "description"]),
        ("zh", ["编号", "名称", "建议数", "说明"]),
        ("both", ["id", "name (English)", "name (Chinese)", "proposals", "description"]),
    ],
)
def test_themes_have_a_name_in_each_language(prop: Prop, lang: str, heads: list[str]) -> None:
    """One name, the other, or both."""
    header = prop("themes", "--lang", lang, "-f", "markdown").out.splitlines()[0]
    assert header.strip("| ").split(" | ") == heads


@pytest.mark.parametrize(
    ("lang", "names"),
    [("en", ["Diet", "Seimas"]), ("ja,en", ["国会", "Seimas"]), ("zh", ["国会", "Seimas"])],
)
def test_names_follow_the_reader_and_else_stand_in_their_own_language(
    prop: Prop, tmp_path: Path, lang: str, names: list[str]
) -> None:
    """A name in none of the wanted languages is shown as it is, and JSON says which it is."""
    store = write_store(tmp_path / "base.json", BASE)
    rows = json.loads(prop("bodies", "--lang", lang, "-f", "json", store=store).out)
    assert [row["name"] for row in rows] == names
    assert [row["names"] for row in rows] == [{"ja": "国会", "en": "Diet"}, {"lt": "Seimas"}]


def test_the_keys_of_vocabularies_are_interface(prop: Prop, tmp_path: Path) -> None:
    """They are listed by hand; CSV has a column for each language instead of an object."""
    store = write_store(tmp_path / "base.json", [*BASE, theme("sme"), person("li-hua", zh="李华")])
    keys = {
        table: list(json.loads(prop(table, "-f", "json", store=store).out)[0])
        for table in ("themes", "people", "bodies")
    }
    assert keys == {
        "themes": [
            *("id", "name", "names", "other_names", "description", "descriptions"),
            *("cap", "cap_name", "former_ids", "proposals"),
        ],
        "people": [
            *("id", "kind", "name", "names", "other_names", "roles", "identifiers"),
            *("former_ids", "proposals"),
        ],
        "bodies": [
            *("id", "name", "names", "other_names", "languages", "timezone", "area", "place"),
            *("part_of", "kind", "url", "identifiers", "sessions", "deadline", "reply_within"),
            *("former_ids", "proposals"),
        ],
    }
    header = prop("bodies", "-f", "csv", store=store).out.splitlines()[0].split(",")
    assert header[:4] == ["id", "name", "name_en", "name_ja"]
    assert "names" not in header
    assert "name_lt" in header


def test_a_body_has_sessions_a_deadline_and_proposals(prop: Prop, tmp_path: Path) -> None:
    """The deadline is in words for people, and as it is stored for programs."""
    store = write_store(tmp_path / "base.json", BASE)
    diet, seimas = json.loads(prop("bodies", "-f", "json", store=store).out)
    assert (diet["sessions"], diet["proposals"], diet["languages"]) == (2, 2, ["ja"])
    assert diet["deadline"] == [
        "question: 7 days from submission",
        "petition: 3 months from assignment, at most 6 months",
    ]
    assert diet["reply_within"][0] == {
        "kinds": ["question"],
        "days": 7,
        "citations": [{"source": "law", "locator": "art 42"}],
    }
    assert (seimas["proposals"], seimas["sessions"], seimas["deadline"]) == (0, 0, [])
    table = prop("bodies", store=store).out
    assert "question: 7 days from submission" in table
    chinese = prop("bodies", "--lang", "zh", store=store).out
    assert "询问: 自提交起7日" in chinese


def test_columns(prop: Prop) -> None:
    """Columns are chosen by key, names in any language; an unknown one lists those that exist."""
    out = prop("sources", "--columns", "URL,id", "-f", "tsv", "-n", "1").out
    assert out.splitlines()[0] == "url\tid"
    out = prop("themes", "--columns", "id,name_zh", "-f", "csv").out
    assert "digital-economy,数字经济" in out
    ended = prop("themes", "--columns", "nme_en", exit_code=2)
    assert "Did you mean 'name_en'?" in ended.err


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_vocabulary_is_a_message(prop: Prop, tmp_path: Path, table: str) -> None:
    """Exit 0, `[]` in JSON, and a message."""
    store = write_store(tmp_path / "empty.json", [])
    message = f"There are no {table} in this base.\n"
    assert prop(table, store=store)[1:] == ("", message)
    assert prop(table, "-f", "json", store=store)[1:] == ("[]\n", message)
