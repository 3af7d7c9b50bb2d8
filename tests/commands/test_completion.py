"""Shell completion: the values offered after what is already typed."""

import re
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


def bash(env: Mapping[str, str], line: str) -> list[str]:
    """Return the values offered to bash at the end of a line; it counts words from 0."""
    words = line.split(" ")
    place = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return asked(env, _PROP_COMPLETE="complete_bash", **place).split()


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


def zsh(env: Mapping[str, str], line: str) -> str:
    """Return the text that zsh evaluates."""
    return asked(env, _PROP_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)


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


@pytest.mark.parametrize(
    "title",
    [
        "plain (and harmless)",
        "$(touch pwned) `touch pwned`",
        "'; touch pwned; '",
        *(title for title in (r"\$(touch pwned)", r"\`touch pwned\`", "ends in a backslash \\")),
    ],
)
def test_zsh_does_not_run_a_title(env: Mapping[str, str], tmp_path: Path, title: str) -> None:
    """Zsh evaluates the answer: no title may run a command, or end its quotes early."""
    store = write_store(tmp_path / "base.json", [proposal("2020-a", titles=titles(title))])
    out = zsh({**env, "PROP_STORE": str(store)}, "prop show 20")
    (quoted,) = re.findall(r'"2020-a":"(.*)"\)\)', out)
    assert not re.search(r"(?<!\\)(?:\\\\)*[$`]", quoted)  # a special character that is not escaped
    assert not re.search(r"(?<!\\)(?:\\\\)*\\$", quoted)  # a backslash that escapes the quote


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


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("prop list theme : fin", ["fintech"]),
        ("prop list theme : fintech,dat", ["fintech,data-governance"]),
        ("prop list cloud kind : s", ["suggestion"]),
        ("prop list nothing : fin", []),
    ],
)
def test_bash_completes_after_a_colon(
    env: Mapping[str, str], line: str, offered: list[str]
) -> None:
    """Bash passes ``theme:fin`` as three words and replaces the last."""
    assert bash(env, line) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script(env: Mapping[str, str], shell: str) -> None:
    """`prop --show-completion` prints the script for a shell."""
    assert "_PROP_COMPLETE" in asked(env, _PROP_COMPLETE=f"source_{shell}")
