"""``prop check --fix``: safe fixes."""

import json
from pathlib import Path

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Record
from tests.conftest import Prop
from tests.factories import body, continuing, fact, proposal, source, theme, titles, write_store

CITED = (Citation(source="paper"),)
FAULTY: list[Record] = [
    proposal("2019-joined", titles=titles(zh="合"), former_ids=("2019-old",), themes=("fintech",)),
    proposal("2020-a", titles=titles(" Spaced ", "甲"), relations=continuing("2019-old", "2020-a")),
    fact("count", proposals=("2019-old",), citations=CITED),
    body("npc"),
    theme("fintech"),
    source("paper"),
]

FIXABLE = ("former-id", "dead-end", "untidy")


def found(prop: Prop, store: Path) -> set[str]:
    """Return the rules with fixes that have findings."""
    named = [argument for rule in FIXABLE for argument in ("--rule", rule)]
    return {row["rule"] for row in json.loads(prop("check", *named, "-f", "json", store=store).out)}


def test_fixing_shows_the_changes_and_can_be_undone(prop: Prop, tmp_path: Path) -> None:
    """The diff comes first; afterwards nothing is left to fix."""
    store = write_store(tmp_path / "base.json", FAULTY)
    before = store.read_bytes()
    assert found(prop, store) == {*FIXABLE}
    ended = prop("check", "--fix", "--yes", "-m", "spring", store=store)
    lines = ended.err.splitlines()
    assert lines[:2] == ["--- 2020-a", "+++ 2020-a"]
    assert '-      "text": " Spaced ",' in lines
    assert '+      "text": "Spaced",' in lines
    assert '-      "to": "2020-a"' in lines
    assert lines[-2] == "1: fix 2 records (spring)"
    assert found(prop, store) == set()
    (record,) = json.loads(prop("show", "2020-a", "-f", "json", store=store).out)
    assert record["relations"] == [{"kind": "continues", "to": "2019-joined"}]
    assert [(h["what"], h["why"]) for h in record["history"]] == [
        ("fixed untidy, former-id, dead-end", "spring")
    ]
    assert "nothing to fix" in prop("check", "--fix", store=store).err
    prop("undo", store=store)
    assert json.loads(store.read_bytes()) == json.loads(before)


def test_ids_with_spaces_are_fixed_completely(prop: Prop, tmp_path: Path) -> None:
    """Without its space, an id may be a former one, or that of the proposal itself."""
    records: list[Record] = [
        body("npc"),
        proposal("2019-new", titles=titles(zh="新"), former_ids=("2019-old",)),
        proposal("2020-a", titles=titles(zh="甲"), relations=continuing(" 2019-old ", "2020-a ")),
    ]
    store = write_store(tmp_path / "base.json", records)
    prop("check", "--fix", "--yes", store=store)
    assert found(prop, store) == set()


def test_fixing_one_rule_leaves_the_findings_of_others(prop: Prop, tmp_path: Path) -> None:
    """Repeated ids stay; an id that two proposals once had is left for a person to decide."""
    records: list[Record] = [
        body("npc"),
        proposal("2019-b", titles=titles(zh="乙"), former_ids=("2018-x",)),
        proposal("2019-c", titles=titles(zh="丙"), former_ids=("2018-x",)),
        proposal("2019-d", titles=titles(zh="丁"), former_ids=("2018-y", "2018-z")),
        proposal(
            "2020-a",
            titles=titles(zh="甲"),
            relations=continuing("2019-b", "2019-b", "2018-x", "2018-y", "2018-z"),
        ),
    ]
    store = write_store(tmp_path / "base.json", records)
    prop("check", "--fix", "--yes", "--rule", "former-id", store=store)
    (record,) = json.loads(prop("show", "2020-a", "-f", "json", store=store).out)
    ids = [relation["to"] for relation in record["relations"]]
    assert ids == ["2019-b", "2019-b", "2018-x", "2019-d"]


def test_fixing_needs_an_answer(prop: Prop, tmp_path: Path) -> None:
    """Without a terminal, the diff is shown and nothing is changed."""
    store = write_store(tmp_path / "base.json", FAULTY)
    content = store.read_bytes()
    message = prop("check", "--fix", store=store, exit_code=1).err
    assert '+      "text": "Spaced",' in message
    assert "Nothing was fixed.\nCannot ask for confirmation; use --yes." in message
    assert store.read_bytes() == content


def test_fixing_applies_only_the_named_rules(prop: Prop, tmp_path: Path) -> None:
    """The findings of other rules stay."""
    store = write_store(tmp_path / "base.json", FAULTY)
    prop("check", "--fix", "--yes", "--rule", "untidy", store=store)
    assert found(prop, store) == {"former-id", "dead-end"}


def test_the_shipped_base_is_not_fixed(prop: Prop) -> None:
    """It is never written."""
    assert "prop init" in prop("check", "--fix", "--yes", exit_code=3).err
