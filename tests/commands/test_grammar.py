"""What people type means the same in every command, and no slip selects everything."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from proposals_cli.app import app
from proposals_cli.domain.model.parts import Action, Agent, Sponsor
from proposals_cli.domain.model.vocabulary import Stage
from proposals_cli.domain.query.facets import FACETS
from tests.conftest import Prop
from tests.factories import body, person, proposal, small_base, sponsors, theme, write_store
from tests.terminal import Ended

SELECTING = (
    ("list",),
    ("measures",),
    ("stats",),
    ("replies",),
    ("export", "--format", "jsonl"),
)


Run = Callable[..., Ended]


@pytest.fixture
def run(prop: Prop) -> Run:  # it sets the environment
    """Return a function that runs the program, whatever its exit code will be."""

    def invoke(*arguments: str) -> Ended:
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        return Ended(result.exit_code, result.stdout, result.stderr)

    return invoke


def ids(run: Run, *arguments: str) -> list[str]:
    """Return the ids that ``prop list`` selects."""
    found = run("list", *arguments, "--format", "json")
    assert found.code == 0, found.err
    return [one["id"] for one in json.loads(found.out)]


@pytest.fixture
def offices(tmp_path: Path, prop: Prop, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a base with two people of one name, and values with commas and quotes."""
    records = [
        *(one for one in small_base() if one.id != "ma-huateng"),
        person("ma-huateng", en="Ma Huateng", zh="马化腾", other_names=("Pony Ma",)),
        person("fang-wei", en="Fang Wei"),
        person("fang-wei-2", en="Fang Wei"),
        body("water-board", name={"en": "Water Board"}),
        proposal("2019-lakes", year=2019, regions=("Lakes, Upper", "Lakes")),
        proposal("2019-ponds", year=2019, regions=('The "Ponds"', "Upper")),
        proposal("2018-seas", sponsors=sponsors("ma-huateng"), themes=("digital-economy",)),
        proposal("2020-rivers", sponsors=sponsors("fang-wei")),
        proposal("2020-rivers-again", sponsors=sponsors("fang-wei-2"), body="water-board"),
    ]
    store = write_store(tmp_path / "offices.json", records)
    monkeypatch.setenv("PROP_STORE", str(store))
    return store


@pytest.mark.parametrize("command", SELECTING, ids=" ".join)
@pytest.mark.parametrize("word", ["2020-pearl-river-estuary-national-park", "2020-pearl"])
def test_an_id_or_its_beginning_selects_its_proposal(
    command: tuple[str, ...], word: str, run: Run
) -> None:
    """The same as the field id."""
    found = run(*command, word)
    assert found.code == 0
    assert found.out
    assert run(*command, f"id:{word}") == found
    assert run(*command, "--", f"id={word}") == found


def test_the_beginning_of_a_person_is_no_fact_about_them(run: Run) -> None:
    """Ids of facts begin with the id of the person."""
    assert ids(run, "ma-hua") == ids(run, "person:ma-huateng")
    assert run("show", "ma-hua") == run("show", "ma-huateng")


def test_a_search_excludes_a_proposal_by_its_id(run: Run) -> None:
    found = json.loads(run("search", "carbon", "--format", "json").out)
    id_ = found[0]["id"]
    rest = json.loads(run("search", "carbon", f"-{id_}", "--format", "json").out)
    assert id_ not in [one["id"] for one in rest]
    assert (
        run("search", "carbon", f"-id:{id_}", "--format", "json").out
        == json.dumps(rest, indent=2, ensure_ascii=False) + "\n"
    )


def test_a_measure_is_selected_by_its_id(run: Run) -> None:
    listed = run("measures", "2020-pearl#m02", "--columns", "id", "--format", "csv").out
    assert listed.splitlines() == ["id", "2020-pearl-river-estuary-national-park#m02"]
    rest = run("measures", "id:2020-pearl", "-id:2020-pearl#m02", "--format", "json")
    whole = run("measures", "id:2020-pearl", "--format", "json")
    assert len(json.loads(rest.out)) == len(json.loads(whole.out)) - 1


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("ma-huateng", "person:ma-huateng"),
        ("马化腾", "person:ma-huateng"),
        ("Pony Ma", "person:ma-huateng"),
        ("digital-economy", "theme:digital-economy"),
        ("Water Board", "body:water-board"),
        ("-water-board", "-body:water-board"),
    ],
)
def test_an_id_or_a_name_of_another_record_selects_its_proposals(
    offices: Path, word: str, term: str, run: Run
) -> None:
    assert ids(run, word) == ids(run, term) != []


def test_a_name_also_finds_what_mentions_it(tmp_path: Path, run: Run) -> None:
    """The person has withdrawn, the office has replied: neither is found by its filter."""
    made = proposal(
        sponsors=(Sponsor(who="li-hua", withdrawn="2020-05"),),
        actions=(Action(stage=Stage.REPLIED, by=(Agent(who="miit"),)),),
    )
    others = (person("li-hua", "Li Hua"), body("miit", name={"en": "Industry Ministry"}))
    store = str(write_store(tmp_path / "base.json", [made, *others, theme("fintech")]))
    for name in ("Li Hua", "Industry Ministry"):
        assert ids(run, name, "--store", store) == [made.id]
    assert ids(run, "li-hua", "--store", store) == []


@pytest.mark.parametrize("name", ["马化腾", "Pony Ma", "pony ma", "ma huateng"])
def test_a_record_is_shown_by_a_name_that_only_it_has(run: Run, name: str) -> None:
    assert run("show", name) == run("show", "ma-huateng")


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "Fang Wei"),
        ("list", "--person", "Fang Wei"),
        ("list", 'person:"Fang Wei"'),
        ("show", "Fang Wei"),
        ("stats", "--person", "fang wei"),
        ("export", "--person", "Fang Wei", "--format", "csv"),
        ("add", "--title", "On seas", "--year", "2021", "--body", "npc", "--person", "Fang Wei"),
    ],
)
def test_a_name_that_several_have_is_refused_with_their_ids(
    offices: Path, arguments: tuple[str, ...], run: Run
) -> None:
    before = offices.read_bytes()
    found = run(*arguments)
    assert found.code in (1, 2)
    assert "fang-wei-2" in found.err
    assert offices.read_bytes() == before


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Lakes, Upper", ["2019-lakes"]),
        ('"Lakes, Upper"', ["2019-lakes"]),
        ("Lakes,Upper", ["2019-lakes", "2019-ponds"]),
        ('"Lakes, Upper",Upper', ["2019-lakes", "2019-ponds"]),
        ('The "Ponds"', ["2019-ponds"]),
        ('"The ""Ponds"""', ["2019-ponds"]),
    ],
)
def test_a_value_may_have_a_comma_or_a_quote(
    offices: Path, value: str, expected: list[str], run: Run
) -> None:
    assert ids(run, "--region", value, "--sort", "id") == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("theme:-ecology",), "Write the term -theme:ecology"),
        (("--theme", "-ecology"), "Write the term -theme:ecology"),
        (("--theme=-ecology",), "Write the term -theme:ecology"),
        (("-theme", "ecology"), "Did you mean --theme?"),
        (("-status", "planned"), "Did you mean --status?"),
        (("-year=2020",), "Did you mean --year?"),
        (("-party", "X"), "Did you mean -party:VALUE?"),
        (("😀",), "no letter or digit"),
        (("?",), "no letter or digit"),
        (("+",), "no letter or digit"),
        (("(",), "not closed"),
        (("",), "An argument is empty."),
        (("-", "planned"), "Write -planned"),
        (("theme:ecology or theme:sme",), "Write OR in capitals"),
        (("-n", "0"), "0 is not in the range"),
        (("2020-perl",), "Did you mean 2020-pearl-river-estuary-national-park?"),
        (("id:fintech",), "Write theme:fintech."),
        (("-fintec",), "'fintec' occurs nowhere. Similar: fintech"),
        (("-tfintech",), "excludes nothing"),
        (("NOT", "xyzzy"), "excludes nothing"),
    ],
)
@pytest.mark.parametrize("command", [("list",), ("export", "-f", "jsonl"), ("measures",)])
def test_a_slip_selects_nothing_and_the_error_says_what_to_type(
    command: tuple[str, ...], arguments: tuple[str, ...], said: str, run: Run
) -> None:
    found = run(*command, *arguments)
    assert found.code in (1, 2)
    assert found.out == ""
    assert said in found.err


@pytest.mark.parametrize("text", ["😀", "?", "(", "", "- -", "OR"])
def test_a_search_for_nothing_is_an_error(text: str, run: Run) -> None:
    assert run("search", text).code == 2


def test_terms_with_a_minus_stay_where_they_are(run: Run) -> None:
    """What OR joins depends on it."""
    for command in (("list", "--count"), ("search", "--count"), ("stats", "--by", "year")):
        typed = ("-theme:fintech", "OR", "year:2013", "theme:ecology")
        assert run(*command, *typed) == run(*command, " ".join(typed))
        options = (typed[0], "--year", "2013..", *typed[1:])
        assert run(*command, *options) == run(*command, " ".join(typed), "--year", "2013..")


@pytest.mark.parametrize("minus", ["-", "\u2212", "\u2013", "\uff0d"])
def test_any_minus_excludes(minus: str, run: Run) -> None:
    assert ids(run, f"{minus}fintech") == ids(run, "NOT", "fintech")


def test_an_exclusion_of_nothing_is_said(run: Run) -> None:
    found = run("list", "theme:sme", "-fintec", "--format", "json")
    assert found.out == run("list", "theme:sme", "--format", "json").out
    assert "'-fintec' excludes nothing" in found.err


def test_a_limit_of_the_summary_is_refused(run: Run) -> None:
    assert "--by theme --limit 5" in run("stats", "-n", "1").err


def test_a_search_says_what_it_leaves_out(run: Run) -> None:
    """It goes on, with a hint."""
    for text, hint in {
        "(blue carbon": "'(' is not closed.",
        'blue "carbon': "A quote is not closed.",
        "blue carbon OR": "A side of OR is missing.",
        "status>planned carbon": "only year and date have an order",
    }.items():
        found = run("search", text)
        assert (found.code, hint in found.err) == (0, True), text
    assert run("search", "blue & carbon!").err == ""


def test_a_field_of_a_file_may_have_a_space_in_its_name(tmp_path: Path, run: Run) -> None:
    made = proposal(extra={"Partei Liste": "SPD"})
    store = str(write_store(tmp_path / "base.json", [made, proposal("2021-b"), theme("x")]))
    for term in ('extra."Partei Liste":SPD', "extra.partei-liste:spd", 'extra."partei liste"=SPD'):
        assert ids(run, term, "--store", store) == [made.id], term


def test_an_argument_is_a_group(run: Run) -> None:
    either = {*ids(run, "theme:ecology"), *ids(run, "theme:fintech")}
    status = {*ids(run, "status:planned")}
    found = ids(run, "theme:ecology OR theme:fintech", "status:planned")
    assert {*found} == either & status != either


@pytest.mark.parametrize(
    ("term", "same"),
    [
        ("year>2018", "year:2019.."),
        ("year>=2018", "year:2018.."),
        ("year<2018", "year:..2017"),
        ("year<=2018", "year:..2018"),
        ("year=2018", "year:2018"),
        ("theme=ecology", "theme:ecology"),
    ],
)
def test_signs_of_other_languages_are_understood(term: str, same: str, run: Run) -> None:
    assert ids(run, term) == ids(run, same) != []


def test_the_base_may_be_named_after_the_command(
    offices: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROP_STORE")
    before = run("--store", str(offices), "list", "--format", "json")
    assert run("list", "--store", str(offices), "--format", "json") == before
    assert run("list", f"--store={offices}", "--format", "json") == before
    assert run("--store", "none.json", "list", "--store", str(offices), "-f", "json") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2020-pearl",), "`prop show 2020-pearl` shows a record"),
        (("lits",), "Did you mean list?"),
        (("help", "lits"), "Did you mean list?"),
    ],
)
def test_a_word_that_is_no_command_gets_a_hint(
    arguments: tuple[str, ...], said: str, run: Run
) -> None:
    found = run(*arguments)
    assert (found.code, said in found.err) == (2, True)


def test_help_is_a_command(run: Run) -> None:
    assert run("help").out == run("--help").out
    assert run("help", "list").out == run("list", "--help").out
    page = run("help", "query").out
    assert all(f"  {field} " in page for field in FACETS)


WORDS: Sequence[str] = (
    "a", "ai", "医疗", "2018", "2020-pearl", "theme:fintech", "theme:", "year:2018..", "year>2019",
    "year:x", "(", ")", "((", "()", '"', '""', "“", "-", "--", "- ", "-theme:sme", "theme:-sme",
    "+", "?", "😀", "OR", "AND", "NOT", "or", "a OR b", "status:planned,submitted", "id:2020",
    "*", "cloud*", "nothing:x", "extra.x:y", "\0", "\ud800", ",", 'region:"a, b"', "region:a,",
    "id:", "#m01", "2020-pearl#m01", "马化腾", "=", "year=", "-n", "missing:reply", "@mine",
)  # fmt: skip


ARGUMENTS = int(os.environ.get("PROP_TEST_ARGUMENTS", "300"))
"""Random lists of arguments that are tried."""


@pytest.mark.parametrize("seed", range(max(1, ARGUMENTS // 25)))
def test_no_random_arguments_end_in_a_traceback_or_select_everything(seed: int, run: Run) -> None:
    """Whatever selects as much as no arguments has a part that all proposals fit."""
    choose = random.Random(seed)
    everything = len(ids(run))
    for _ in range(25):
        typed = [choose.choice(WORDS) for _ in range(choose.randint(1, 5))]
        command = choose.choice(("list", "search", "measures", "stats", "replies"))
        found = run(command, "--", *typed)
        assert found.code in (0, 1, 2), (command, typed, found)
        if command == "list" and found.code == 0:
            count = int(run("list", "--count", "--", *typed).out)
            # all proposals of the shipped base are of one person
            is_exclusion = any(w.startswith("-") or w in ("NOT", "马化腾") for w in typed)
            assert count < everything or is_exclusion or "OR" in " ".join(typed), typed
