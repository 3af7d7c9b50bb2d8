"""Shell completion: the values offered after what is already typed."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from proposals_cli.app import COMMANDS
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.query import SORT_FIELDS
from tests.factories import proposal, small_base, titles, write_store

PEARL = "2020-pearl-river-estuary-national-park"


def asked(env: Mapping[str, str], **more: str) -> str:
    """Return the program's output for a shell."""
    done = subprocess.run(
        [sys.executable, "-c", "from proposals_cli.app import app; app(prog_name='prop')"],
        env={**env, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def bash(env: Mapping[str, str], line: str, breaks: str = "", type_: str = "9") -> list[str]:
    """Return the values offered to bash at the end of a line, which it breaks at ``breaks``."""
    given = {"COMP_LINE": line, "COMP_WORDBREAKS": breaks, "COMP_TYPE": type_}
    answer = asked(env, _PROP_COMPLETE="complete_bash", **given)
    return [value for value in answer.splitlines() if value]


def fish(env: Mapping[str, str], line: str) -> dict[str, str]:
    """Return the values offered to fish, with their help."""
    out = asked(
        env,
        _PROP_COMPLETE="complete_fish",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_ARGS=line,
    )
    rows = [row.partition("\t") for row in out.splitlines()]
    return {word: help_ for word, _, help_ in rows}


def zsh(env: Mapping[str, str], line: str) -> dict[str, str]:
    """Return the values offered to zsh, with their help."""
    out = asked(env, _PROP_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)
    rows = [row.partition("\t") for row in out.splitlines()]
    return {word: help_ for word, _, help_ in rows}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("prop ", [*COMMANDS]),
        ("prop th", ["themes"]),
        ("prop list --the", ["--theme"]),
        ("prop list --theme dig", ["digital-economy", "digital-governance"]),
        ("prop list -t fin", ["fintech"]),
        ("prop stats --theme fin", ["fintech"]),
        ("prop search --theme fin", ["fintech"]),
        ("prop measures --theme fin", ["fintech"]),
        ("prop list --status p", ["passed", "planned", "planned-or-submitted", "presented"]),
        ("prop list --kind b", ["bill"]),
        (
            "prop list --person ",
            ["central-government", "ma-huateng", "national-ministries", "tencent"],
        ),
        ("prop list --series ru", ["rural"]),
        ("prop list --source jqknews-2", ["jqknews-2020"]),
        ("prop list --format js", ["json", "jsonl"]),
        ("prop list --lang ", ["en", "zh", "zh-Hant", "both"]),
        ("prop list --lang de,z", ["de,zh", "de,zh-Hant"]),
        ("prop list --body c", ["cppcc"]),
        ("prop list body:n", ["body:npc"]),
        ("prop list language:zh-", ["language:zh-Hant"]),
        ("prop list role:a", ["role:author"]),
        ("prop list --sort ", [*SORT_FIELDS]),
        ("prop list --columns ti", ["title", "title_en", "title_language", "titles"]),
        ("prop stats --by th", ["theme"]),
        ("prop list ye", ["year:"]),
        ("prop list theme:fin", ["theme:fintech"]),
        ("prop list theme:ecology,fin", ["theme:ecology,fintech"]),
        ("prop list --theme ecology,fin", ["ecology,fintech"]),
        ("prop list fintech status:pl", ["status:planned", "status:planned-or-submitted"]),
        ("prop show 2020-p", [PEARL]),
        ("prop show ma-huateng 2020-pe", [PEARL]),
        ("prop show fin", ["financialnews-2020", "fintech", "fintv-2016"]),
        ("prop related 2020-pe", [PEARL]),
        ("prop show --format j", ["json", "jsonl"]),
        ("prop show xyzzy", []),
        ("prop list --theme xyzzy", []),
    ],
)
def test_values_are_offered(env: Mapping[str, str], line: str, offered: list[str]) -> None:
    """Commands, options, vocabularies, ids and terms are completed, in any case."""
    assert sorted(bash(env, line)) == sorted(offered)


def test_every_field_of_a_term_is_offered(env: Mapping[str, str]) -> None:
    """An empty argument is completed to any ``field:``."""
    assert sorted(bash(env, "prop list ")) == sorted(
        f"{field}:" for field in (*FACETS, "year", "date")
    )


def test_values_have_help(env: Mapping[str, str]) -> None:
    """The help of a value is its name, label or title."""
    assert fish(env, "prop list --theme fin") == {"fintech": "Finance and fintech 金融科技"}
    assert fish(env, "prop list --status plan")["planned"] == "planned"
    assert fish(env, "prop show 2014-fight") == {
        "2014-fighting-cybercrime": "On fighting cybercrime"
    }


def test_a_long_title_is_cut(env: Mapping[str, str]) -> None:
    """Fish would offer the second line of a title as a value."""
    offered = fish(env, "prop show 2020-pearl")
    assert list(offered) == [PEARL]
    assert offered[PEARL].startswith("On planning marine ecological restoration")


@pytest.mark.parametrize("title", ["[/] unopened", "[red]coloured[/red]", "[bold"])
def test_a_title_is_not_markup(env: Mapping[str, str], tmp_path: Path, title: str) -> None:
    """Square brackets in a title are kept and do not stop the completion."""
    store = write_store(
        tmp_path / "base.json", [proposal("2020-a", titles=titles(f"{title} [/red]"))]
    )
    offered = fish({**env, "PROP_STORE": str(store)}, "prop show 20")
    assert list(offered) == ["2020-a"]
    assert title.strip("[]/").split("]")[0] in offered["2020-a"]


def test_values_come_from_the_base_of_the_environment(
    env: Mapping[str, str], tmp_path: Path
) -> None:
    """Completion reads the base that the command would use."""
    store = write_store(tmp_path / "base.json", small_base([proposal("1999-mine")]))
    assert bash({**env, "PROP_STORE": str(store)}, "prop show 19") == ["1999-mine"]


def test_values_come_from_the_base_of_the_command_line(
    env: Mapping[str, str], tmp_path: Path
) -> None:
    """Completion reads ``--store`` as well."""
    store = write_store(tmp_path / "base.json", small_base([proposal("1999-mine")]))
    assert bash(env, f"prop --store {store} show 19") == ["1999-mine"]


def test_fields_of_other_programs_are_offered(env: Mapping[str, str], tmp_path: Path) -> None:
    """Unless a shell would act on the name."""
    stored = proposal("2020-a", extra={"faction": "green", "$(x)": "y"})
    store = write_store(tmp_path / "base.json", [stored])
    there = {**env, "PROP_STORE": str(store)}
    assert bash(there, "prop list ex") == ["extra.faction:"]


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"proposals": {"1": {}}}'])
def test_a_broken_base_offers_nothing(
    env: Mapping[str, str], tmp_path: Path, content: bytes | None
) -> None:
    """Completion prints no message; running the command does."""
    store = tmp_path / "base.json"
    if content is not None:
        store.write_bytes(content)
    there = {**env, "PROP_STORE": str(store)}
    for line in ("prop show 20", "prop list --theme f", "prop list theme:f"):
        assert bash(there, line) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_no_script_evaluates_what_it_is_told(env: Mapping[str, str], shell: str) -> None:
    """A title could otherwise run a command."""
    assert "eval" not in asked(env, _PROP_COMPLETE=f"source_{shell}")


def test_unsafe_values_are_not_offered(env: Mapping[str, str], tmp_path: Path) -> None:
    """A region with control characters, or characters a shell would act on, is not offered."""
    stored = proposal(
        "2020-a", regions=("x\x1b[2J", "x\ny", "x\u202ey", "x$(reboot)"), titles=titles("a\x1b[2J")
    )
    store = write_store(tmp_path / "base.json", [stored])
    there = {**env, "PROP_STORE": str(store)}
    offered = [*bash(there, "prop list --region x"), *fish(there, "prop show 20").values()]
    assert "x$(reboot)" not in offered
    assert not [character for word in offered for character in word if not character.isprintable()]


BREAKS = " \t\n\"'@><=;|&(:"
"""Where bash breaks words, unless told otherwise."""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("prop list theme:fin", ["fintech"]),
        ("prop list theme:", None),
        ("prop list theme:fintech,dat", ["fintech,data-governance"]),
        ("prop list cloud -kind:s", ["suggestion"]),
        ("prop list nothing:fin", []),
        ("prop list --theme=fin", ["fintech"]),
        ("prop list --sort=ye", ["year"]),
        ("prop list -n 3 -t fin", ["fintech"]),
        ("prop list --region Gre", [r"Greater\ Bay\ Area"]),
        (r"prop list --region Greater\ B", [r"Greater\ Bay\ Area"]),
        ('prop list --region "Gre', ["Greater Bay Area"]),
        ("prop list --region 'Greater B", ["Greater Bay Area"]),
        ("prop list region:Gre", [r"\"Greater\ Bay\ Area\""]),
        ('prop list region:"Gre', [r"\"Greater Bay Area\""]),
        (r"prop list region:\"Gre", [r"\"Greater\ Bay\ Area\""]),
        ("prop list 'two words' 2\\ 3 theme:fin", ["fintech"]),
        ("prop list THEME:FIN", ["fintech"]),
        ("prop show 2020-PEARL", [PEARL]),
    ],
)
def test_bash_gets_the_end_of_the_word(
    env: Mapping[str, str], line: str, offered: list[str] | None
) -> None:
    """Bash keeps what is before a colon, an equals sign or an open quote."""
    found = bash(env, line, BREAKS)
    assert found == offered if offered is not None else "fintech" in found


def test_bash_lists_help_but_never_inserts_it(env: Mapping[str, str]) -> None:
    """The second tab only lists, which bash says in advance."""
    for type_ in ("9", "33", "37"):
        assert "2014-fighting-cybercrime" in bash(env, "prop show 2014", type_=type_)
    listed = bash(env, "prop show 2014", type_="63")
    assert "2014-fighting-cybercrime  On fighting cybercrime" in listed
    assert bash(env, "prop show 2014-f", type_="63") == ["2014-fighting-cybercrime"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("prop list --sort year,ti", ["year,title"]),
        ("prop list --columns id,title_l", ["id,title_language"]),
        ("prop themes --columns name,pro", ["name,proposals"]),
        ("prop sources --columns pub", ["publisher"]),
        ("prop replies --columns over", ["overdue"]),
        ("prop measures --columns hor", ["horizon"]),
        ("prop list -theme:fin", ["-theme:fintech"]),
        ("prop list -langu", ["-language:"]),
        (f"prop show {PEARL}#m04", [f"{PEARL}#m04"]),
        ("prop show 2020-pearl#M04", [f"{PEARL}#m04"]),
        ("prop show 2020-pearl#", [f"{PEARL}#m0{number}" for number in range(1, 8)]),
        ("prop show nothing#", []),
        ("prop open jqknews-2020-0", None),
    ],
)
def test_lists_minus_terms_and_measures_are_completed(
    env: Mapping[str, str], line: str, offered: list[str] | None
) -> None:
    """Of several values separated by commas, the last."""
    found = bash(env, line)
    assert found == offered if offered is not None else len(found) > 3


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_value_of_an_option_keeps_its_option(env: Mapping[str, str], shell: str) -> None:
    """Other shells replace the whole word; a value with a space is quoted in a term."""
    ask = zsh if shell == "zsh" else fish
    assert [*ask(env, "prop list --theme=fin")] == ["--theme=fintech"]
    assert [*ask(env, "prop list region:Gre")] == ['region:"Greater Bay Area"']
    assert ask(env, "prop list --theme fin")["fintech"] == "Finance and fintech 金融科技"


RUN_BASH = """
eval "$SCRIPT"
compopt() { printf 'compopt %s %s\n' "$@"; }
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
_prop_completion "$PROGRAM"
printf '[%s]\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("prop list --region Gre", "[Greater\\ Bay\\ Area]"),
        ("prop list theme:fin", "[fintech]"),
        ("prop list the", "compopt -o nospace\n[theme:]"),
        ("prop list --theme xyzzy", "[]"),
    ],
)
def test_the_script_works_in_bash(
    env: Mapping[str, str], tmp_path: Path, line: str, reply: str
) -> None:
    """A field is left open after its colon; lines of the answer are values, not patterns."""
    program = tmp_path / "prop"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -m proposals_cli", encoding="utf-8")
    program.chmod(0o755)
    script = asked(env, _PROP_COMPLETE="source_bash")
    done = subprocess.run(
        ["bash", "--norc", "-c", RUN_BASH, "bash", line],
        env={**env, "SCRIPT": script, "PROGRAM": str(program)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == reply


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script(env: Mapping[str, str], shell: str) -> None:
    """`prop --show-completion` prints the script for a shell."""
    assert "_PROP_COMPLETE" in asked(env, _PROP_COMPLETE=f"source_{shell}")
