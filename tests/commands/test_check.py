"""``prop check``: wrong, missing or weakly sourced values, and the exit codes."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from proposals_cli.domain.checking.rules import RULES
from proposals_cli.domain.model.parts import Citation, Identifier, Statement, StatusClaim, Title
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import Status, TitleBasis
from tests.conftest import Prop
from tests.factories import body, proposal, source, theme, titles, write_store
from tests.terminal import on_terminal

CITED = (Citation(source="paper"),)
CLEAN = proposal("2020-clean", titles=titles("Clean", "清洁"), themes=("fintech",))
WARNED = proposal(
    "2020-warned",
    titles=(Title(lang="en", text="Warned", basis=TitleBasis.LABEL),),
    status=StatusClaim(value=Status.PLANNED, citations=CITED),
)
WRONG = proposal("2020-wrong", titles=titles("Wrong", "错"), themes=("gone",))
UNSOURCED = proposal(
    "2020-unsourced", titles=titles(zh="无源"), problem=Statement(text={"en": "Nobody says so."})
)
REST: list[Record] = [body("npc"), theme("fintech"), source("paper")]


RULES_OF_RECORDS = (
    *("--rule", "dangling-id", "--rule", "unsourced-claim"),
    *("--rule", "unconfirmed", "--rule", "original-title-missing"),
)
"""Options for the rules that these records test; other rules may have findings too."""


@pytest.mark.parametrize(
    ("records", "options", "code", "expected"),
    [
        ([CLEAN], RULES_OF_RECORDS, 0, "0 errors, 0 warnings"),
        ([CLEAN], (*RULES_OF_RECORDS, "--strict"), 0, "0 errors, 0 warnings"),
        ([CLEAN, WARNED], RULES_OF_RECORDS, 0, "0 errors, 2 warnings"),
        ([CLEAN, WARNED], (*RULES_OF_RECORDS, "--strict"), 1, "0 errors, 2 warnings"),
        ([CLEAN, WRONG], RULES_OF_RECORDS, 1, "1 error, 0 warnings"),
        ([WARNED, WRONG], RULES_OF_RECORDS, 1, "1 error, 2 warnings"),
        ([WARNED, WRONG], ("--rule", "unconfirmed"), 0, "0 errors, 1 warning in"),
        ([WARNED, WRONG], ("--rule", "unconfirmed", "--strict"), 1, "0 errors, 1 warning in"),
        ([WRONG, UNSOURCED], ("--rule", "dangling-id"), 1, "1 error, 0 warnings"),
        ([WRONG, UNSOURCED], (), 1, "1 error, "),
        ([UNSOURCED], ("--rule", "unsourced-claim"), 0, "0 errors, 1 warning"),
        ([], (), 0, "0 errors, 0 warnings"),
    ],
)
def test_errors_fail_and_so_do_warnings_with_strict(
    prop: Prop,
    tmp_path: Path,
    records: list[Record],
    options: tuple[str, ...],
    code: int,
    expected: str,
) -> None:
    """The counts are on standard error."""
    store = write_store(tmp_path / "base.json", [*records, *REST])
    ended = prop("check", *options, store=store, exit_code=code)
    assert expected in ended.err
    assert str(store) in ended.err


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv", "markdown", "table"])
def test_every_format_names_record_and_rule(prop: Prop, tmp_path: Path, format_: str) -> None:
    """Findings are rows like any other, and the exit code is the same."""
    store = write_store(tmp_path / "base.json", [WRONG, UNSOURCED, *REST])
    out = prop("check", *RULES_OF_RECORDS, "--format", format_, store=store, exit_code=1).out
    for expected in ("dangling-id", "2020-wrong", "unsourced-claim", "2020-unsourced", "error"):
        assert expected in out
    if format_ == "json":
        assert json.loads(out)[1] == {
            "severity": "error",
            "rule": "dangling-id",
            "table": "proposals",
            "id": "2020-wrong",
            "message": "themes names 'gone', which is not in themes",
        }


def test_no_finding_is_an_empty_list(prop: Prop, tmp_path: Path) -> None:
    """JSON is `[]`, other formats are empty."""
    store = write_store(tmp_path / "base.json", [])
    assert prop("check", "-f", "json", store=store).out == "[]\n"
    assert prop("check", "-f", "jsonl", store=store).out == ""
    assert prop("check", store=store).out == ""


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_be_applied_alone(prop: Prop, rule: str) -> None:
    """A rule has the same findings alone as among all."""
    alone = json.loads(prop("check", "--rule", rule, "-f", "json").out)
    everything = json.loads(prop("check", "-f", "json").out)
    assert alone == [row for row in everything if row["rule"] == rule]


def test_a_terminal_groups_findings_by_record(env: Mapping[str, str], tmp_path: Path) -> None:
    """An id is shown once, above its findings."""
    store = write_store(tmp_path / "base.json", [WARNED, body("npc"), source("paper")])
    ended = on_terminal(
        ("check", *RULES_OF_RECORDS), {**env, "PROP_STORE": str(store), "NO_COLOR": "1"}, 64
    )
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "2020-warned  proposals",
        "  warning unconfirmed: announced (planned), but its submission",
        "    is not confirmed",
        "  warning original-title-missing: no title is marked as official",
        "    or reported",
    ]


def test_the_same_number_in_another_year_is_not_a_duplicate(prop: Prop, tmp_path: Path) -> None:
    """Each session numbers its proposals from one."""
    numbered = [
        proposal(id_, titles=titles(zh=id_), identifiers=(Identifier(scheme="npc", value="1"),))
        for id_ in ("2019-a", "2020-a")
    ]
    store = write_store(tmp_path / "base.json", numbered)
    assert prop("check", "--rule", "duplicate", "-f", "json", store=store).out == "[]\n"


def test_a_quote_occurs_in_the_text_of_its_source(prop: Prop, tmp_path: Path) -> None:
    """If a source has a text, a quote that is not in it is an error."""
    quoted = proposal(
        "2020-a",
        titles=titles(zh="甲"),
        problem=Statement(
            text={"en": "x"}, citations=(Citation(source="paper", quote="never said in the paper"),)
        ),
    )
    store = write_store(tmp_path / "base.json", [quoted, source("paper", text="What it says.")])
    options = ("--rule", "lost-quote", "-f", "json")
    (finding,) = json.loads(prop("check", *options, store=store, exit_code=1).out)
    assert (finding["rule"], finding["severity"]) == ("lost-quote", "error")
    assert "never said in the paper" in finding["message"]


def test_warnings_can_be_left_out(prop: Prop, tmp_path: Path) -> None:
    """They are still counted, and with --strict they fail the check."""
    store = write_store(tmp_path / "base.json", [WARNED, WRONG, *REST])
    options = (*RULES_OF_RECORDS, "--errors", "-f", "json")
    ended = prop("check", *options, store=store, exit_code=1)
    assert [row["severity"] for row in json.loads(ended.out)] == ["error"]
    assert "1 error, 2 warnings in" in ended.err
    prop("check", "--errors", "--rule", "unconfirmed", store=store)
    prop("check", "--errors", "--strict", "--rule", "unconfirmed", store=store, exit_code=1)
