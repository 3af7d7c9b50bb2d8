"""``prop check``: what is wrong, missing or weakly sourced, and the exit code that says so."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from proposals_cli.domain.checking.rules import RULES
from proposals_cli.domain.model.records import Citation, Record, Statement, StatusClaim, Title
from proposals_cli.domain.model.vocabulary import Status
from tests.conftest import Prop
from tests.factories import fact, proposal, source, theme, write_store
from tests.terminal import on_terminal

CITED = (Citation(source="paper"),)
CLEAN = proposal("2020-clean", title=Title(en="Clean", zh="清洁"), themes=("fintech",))
WARNED = proposal(
    "2020-warned",
    title=Title(en="Warned"),
    status=StatusClaim(value=Status.PLANNED, citations=CITED),
)
WRONG = proposal("2020-wrong", title=Title(en="Wrong", zh="错"), themes=("gone",))
UNSOURCED = proposal(
    "2020-unsourced", title=Title(zh="无源"), problem=Statement(text="Nobody says so.")
)
REST: list[Record] = [theme("fintech"), source("paper")]


@pytest.mark.parametrize(
    ("records", "options", "code", "said"),
    [
        ([CLEAN], (), 0, "0 errors, 0 warnings"),
        ([CLEAN], ("--strict",), 0, "0 errors, 0 warnings"),
        ([CLEAN, WARNED], (), 0, "0 errors, 2 warnings"),
        ([CLEAN, WARNED], ("--strict",), 1, "0 errors, 2 warnings"),
        ([CLEAN, WRONG], (), 1, "1 error, 0 warnings"),
        ([WARNED, WRONG], (), 1, "1 error, 3 warnings"),
        ([WARNED, WRONG], ("--rule", "unconfirmed"), 0, "0 errors, 1 warning in"),
        ([WARNED, WRONG], ("--rule", "unconfirmed", "--strict"), 1, "0 errors, 1 warning in"),
        ([WRONG, UNSOURCED], ("--rule", "dangling-id"), 1, "1 error, 0 warnings"),
        (
            [WARNED, WRONG],
            ("--rule", "dangling-id", "--rule", "unconfirmed"),
            1,
            "1 error, 1 warning in",
        ),
        ([], (), 0, "0 errors, 0 warnings"),
    ],
)
def test_errors_fail_and_warnings_do_if_asked(
    prop: Prop,
    tmp_path: Path,
    records: list[Record],
    options: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    """The exit code is for programs, the sum on standard error for people."""
    store = write_store(tmp_path / "base.json", [*records, *REST])
    ended = prop("check", *options, store=store, exit_code=code)
    assert said in ended.err
    assert str(store) in ended.err


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv", "markdown", "table"])
def test_every_format_names_record_and_rule(prop: Prop, tmp_path: Path, format_: str) -> None:
    """Findings are rows like any other, and the exit code is the same."""
    store = write_store(tmp_path / "base.json", [WRONG, UNSOURCED, *REST])
    out = prop("check", "--format", format_, store=store, exit_code=1).out
    for said in ("dangling-id", "2020-wrong", "unsourced-claim", "2020-unsourced", "error"):
        assert said in out
    if format_ == "json":
        assert json.loads(out)[1] == {
            "severity": "error",
            "rule": "dangling-id",
            "table": "proposals",
            "id": "2020-wrong",
            "message": "themes names 'gone', which is not in themes",
        }


def test_nothing_found_is_an_empty_list(prop: Prop, tmp_path: Path) -> None:
    """A clean base is `[]` and a sum of zeros."""
    store = write_store(tmp_path / "base.json", [CLEAN, *REST])
    assert prop("check", "-f", "json", store=store).out == "[]\n"
    assert prop("check", "-f", "jsonl", store=store).out == ""
    assert prop("check", store=store).out == ""


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_be_applied_alone(prop: Prop, rule: str) -> None:
    """Naming a rule gives the findings of this rule, as many as there are without naming it."""
    alone = json.loads(prop("check", "--rule", rule, "-f", "json").out)
    everything = json.loads(prop("check", "-f", "json").out)
    assert alone == [row for row in everything if row["rule"] == rule]


def test_a_terminal_groups_findings_by_record(env: Mapping[str, str], tmp_path: Path) -> None:
    """An id stands once, its findings below it, and the sum at the end."""
    store = write_store(tmp_path / "base.json", [WARNED, source("paper")])
    ended = on_terminal(("check",), {**env, "PROP_STORE": str(store), "NO_COLOR": "1"}, 64)
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "2020-warned  proposals",
        "  warning unconfirmed: announced (planned), its submission is",
        "    not confirmed",
        "  warning title-zh-missing: no exact Chinese title is known",
    ]


def test_a_number_given_anew_each_year_is_no_duplicate(prop: Prop, tmp_path: Path) -> None:
    """A session numbers its proposals from one, as every session before it."""
    from proposals_cli.domain.model.records import Identifier

    numbered = [
        proposal(id_, title=Title(zh=id_), identifiers=(Identifier(scheme="npc", value="1"),))
        for id_ in ("2019-a", "2020-a")
    ]
    store = write_store(tmp_path / "base.json", numbered)
    assert prop("check", "--rule", "duplicate", "-f", "json", store=store).out == "[]\n"


def test_a_quote_stands_in_the_text_of_its_source(prop: Prop, tmp_path: Path) -> None:
    """Where a source holds its text, a quote that is not in it is found."""
    quoted = proposal(
        "2020-a",
        title=Title(zh="甲"),
        problem=Statement(
            text="x", citations=(Citation(source="paper", quote="never said in the paper"),)
        ),
    )
    store = write_store(tmp_path / "base.json", [quoted, source("paper", text="What it says.")])
    (finding,) = json.loads(prop("check", "-f", "json", store=store, exit_code=1).out)
    assert (finding["rule"], finding["severity"]) == ("lost-quote", "error")
    assert "never said in the paper" in finding["message"]


def test_warnings_can_be_left_out(prop: Prop, tmp_path: Path) -> None:
    """They are counted, and with --strict they decide, but do not stand in the way."""
    store = write_store(tmp_path / "base.json", [WARNED, WRONG, *REST])
    ended = prop("check", "--errors", "-f", "json", store=store, exit_code=1)
    assert [row["severity"] for row in json.loads(ended.out)] == ["error"]
    assert "1 error, 3 warnings in" in ended.err
    prop("check", "--errors", "--rule", "unconfirmed", store=store)
    prop("check", "--errors", "--strict", "--rule", "unconfirmed", store=store, exit_code=1)


# -- mending -------------------------------------------------------------------------------------

FAULTY: list[Record] = [
    proposal("2019-joined", title=Title(zh="合"), former_ids=("2019-old",), themes=("fintech",)),
    proposal("2020-a", title=Title(en=" Spaced ", zh="甲"), continues=("2019-old", "2020-a")),
    fact("count", proposals=("2019-old",), citations=CITED),
    *REST,
]


def test_mending_shows_itself_is_one_change_and_can_be_undone(prop: Prop, tmp_path: Path) -> None:
    """The diff comes first; afterwards nothing of it is found any more."""
    store = write_store(tmp_path / "base.json", FAULTY)
    laid_out = store.read_bytes()
    before = {row["rule"] for row in json.loads(prop("check", "-f", "json", store=store).out)}
    assert before == {"former-id", "dead-end", "untidy"}
    ended = prop("check", "--fix", "--yes", "-m", "spring", "-f", "json", store=store)
    assert ended.out == "[]\n"
    lines = ended.err.splitlines()
    assert lines[:2] == ["--- 2020-a", "+++ 2020-a"]
    assert '-    "en": " Spaced ",' in lines
    assert '+    "en": "Spaced",' in lines
    assert '-    "2020-a"' in lines
    assert lines[-2:] == [
        "1: fix 2 records (spring)",
        f"0 errors, 0 warnings in {store}",
    ]
    (record,) = json.loads(prop("show", "2020-a", "-f", "json", store=store).out)
    assert record["continues"] == ["2019-joined"]
    assert [(h["what"], h["why"]) for h in record["history"]] == [
        ("fixed untidy, former-id, dead-end", "spring")
    ]
    assert "nothing to fix" in prop("check", "--fix", store=store).err
    prop("undo", store=store)
    assert json.loads(store.read_bytes()) == json.loads(laid_out)


def test_ids_with_spaces_are_mended_to_the_end(prop: Prop, tmp_path: Path) -> None:
    """Taking a space away shows a former id, or the proposal itself."""
    records: list[Record] = [
        proposal("2019-new", title=Title(zh="新"), former_ids=("2019-old",)),
        proposal("2020-a", title=Title(zh="甲"), continues=(" 2019-old ", "2020-a ")),
    ]
    store = write_store(tmp_path / "base.json", records)
    assert prop("check", "--fix", "--yes", "-f", "json", store=store).out == "[]\n"


def test_mending_one_rule_leaves_what_another_is_for(prop: Prop, tmp_path: Path) -> None:
    """A repeat is no former id, and an id that two proposals once had is a matter for people."""
    records: list[Record] = [
        proposal("2019-b", title=Title(zh="乙"), former_ids=("2018-x",)),
        proposal("2019-c", title=Title(zh="丙"), former_ids=("2018-x",)),
        proposal("2019-d", title=Title(zh="丁"), former_ids=("2018-y",)),
        proposal(
            "2020-a", title=Title(zh="甲"), continues=("2019-b", "2019-b", "2018-x", "2018-y")
        ),
    ]
    store = write_store(tmp_path / "base.json", records)
    prop("check", "--fix", "--yes", "--rule", "former-id", store=store)
    (record,) = json.loads(prop("show", "2020-a", "-f", "json", store=store).out)
    assert record["continues"] == ["2019-b", "2019-b", "2018-x", "2019-d"]


def test_mending_asks_and_takes_no_silence_for_a_yes(prop: Prop, tmp_path: Path) -> None:
    """Where nobody can answer, the diff is shown and nothing is changed."""
    store = write_store(tmp_path / "base.json", FAULTY)
    content = store.read_bytes()
    said = prop("check", "--fix", store=store, exit_code=1).err
    assert '+    "en": "Spaced",' in said
    assert "Nothing was fixed.\nCannot ask for confirmation; use --yes." in said
    assert store.read_bytes() == content


def test_mending_keeps_to_the_rules_that_were_named(prop: Prop, tmp_path: Path) -> None:
    """Another rule's findings stay."""
    store = write_store(tmp_path / "base.json", FAULTY)
    prop("check", "--fix", "--yes", "--rule", "untidy", store=store)
    rules = {row["rule"] for row in json.loads(prop("check", "-f", "json", store=store).out)}
    assert rules == {"former-id", "dead-end"}


def test_shipped_base_is_not_mended(prop: Prop) -> None:
    """It is never written."""
    assert "prop init" in prop("check", "--fix", "--yes", exit_code=3).err
