"""Output fits every screen, and text of records is never interpreted."""

import json
import re
from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Citation, Identifier, Statement
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.text.sanitise import multi_line, one_line
from proposals_cli.render.machine import MACHINE_FORMATS
from proposals_cli.store.json_store import JsonStore
from tests.factories import (
    body,
    measure,
    person,
    proposal,
    reply,
    source,
    sponsors,
    theme,
    titles,
)
from tests.terminal import on_terminal, piped

NASTY = (
    "[red]red[/red] [/] \x1b[2J\x1b]0;owned\x07 \u202egnp.exe \u2066x\u2069 line\nbreak\ttab"
    " \x00\x9b31m 中文，混排 e\u0301 👩‍👩‍👧 =1+1 | `code` *bold* <b>"
)
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")
STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
COMMANDS = (
    ("list",),
    ("list", "--lang", "zh"),
    ("list", "--lang", "both"),
    ("show", "2020-nasty"),
    ("show", "nasty-source"),
    ("show", "nasty-person", "--lang", "zh"),
    ("stats",),
    ("stats", "--by", "region"),
    ("measures",),
    ("search", "red"),
    ("related", "2020-nasty"),
    ("themes",),
    ("people",),
    ("bodies",),
    ("replies",),
    ("show", "nasty-body", "--lang", "de"),
    ("sources",),
    ("check",),
)


@pytest.fixture
def hostile(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return an environment whose base has hostile text in every free field."""
    cited = (Citation(source="nasty-source", locator=NASTY, quote=NASTY),)
    records: list[Record] = [
        source("nasty-source", kind=NASTY, publisher=NASTY, title=NASTY, url=f"https://x/{NASTY}"),
        person("nasty-person", en=NASTY, zh=NASTY, roles=(NASTY,)),
        body("nasty-body", name={"en": NASTY, "zh": NASTY}, place={"en": NASTY}),
        theme("nasty-theme", name={"en": NASTY, "zh": NASTY}, description={"en": NASTY}),
        *(
            proposal(
                id_,
                body="nasty-body",
                session=NASTY,
                titles=titles(en=text, zh=text),
                sponsors=(*sponsors("nasty-person"), *sponsors(NASTY, party=NASTY)),
                themes=("nasty-theme",),
                problem=Statement(text={"en": text}, citations=cited),
                measures=(measure("m01", text, area=NASTY, citations=cited),),
                actions=(reply(text, by=NASTY, when=NASTY, number=NASTY, citations=cited),),
                regions=(NASTY,),
                entities=(NASTY,),
                identifiers=(Identifier(scheme=NASTY, value=NASTY),),
                notes=(NASTY,),
                extra={NASTY: NASTY},
            )
            for id_, text in (("2020-nasty", NASTY), ("2020-long", "红 red " * 1500))
        ),
    ]
    store = tmp_path / "hostile.json"
    JsonStore.create(store, records)
    return {**env, "PROP_STORE": str(store)}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_character_of_a_record_reaches_the_terminal_as_a_command(
    hostile: dict[str, str], command: tuple[str, ...], width: int
) -> None:
    """The only control sequences are the program's styles; markup is printed unchanged."""
    ended = on_terminal(command, hostile, width)
    assert ended.code == 0, ended.err
    text = STYLE.sub("", ended.out)
    assert not OBEYED.search(text)
    assert not OBEYED.search(ended.err)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_pipe_gets_one_harmless_line_for_each_row(
    hostile: dict[str, str], command: tuple[str, ...]
) -> None:
    """Piped text has no control characters and no styles."""
    out = piped(command, hostile).out
    assert not OBEYED.search(out.replace("\r\n", "\n"))
    if command == ("list",):
        assert len(out.splitlines()) == 1 + 2
        assert "[red]red[/red] [/] \\x1b[2J" in out


@pytest.mark.parametrize("format_", MACHINE_FORMATS)
def test_machine_formats_contain_hostile_text_as_data(
    hostile: dict[str, str], format_: str
) -> None:
    """Every format is well formed and has nothing that a terminal or a spreadsheet would run."""
    out = piped(("list", "--format", format_), hostile).out
    assert not OBEYED.search(out.replace("\r\n", "\n"))
    if format_ == "json":
        titles = [row["titles"]["en"] for row in json.loads(out)]
        assert NASTY in titles
    if format_ == "markdown":
        assert "\\[red\\]" in out


def test_a_link_can_be_opened_and_copied(env: dict[str, str]) -> None:
    """On a terminal a source's link is a hyperlink without a line break."""
    out = on_terminal(("show", "2020-pearl"), env, 80).out
    url = "https://www.jqknews.com/news/463195-Ma_Huateng_has_been_absent_from_the_two_sessions"
    assert "\x1b]8;" in out
    assert url in STYLE.sub("", out)


@pytest.mark.parametrize("text", ["a\x1bb", "a\u202eb", "a\x9bb", "a\ud800b", "a\u2028b", "a\nb"])
def test_one_line_has_no_control_characters(text: str) -> None:
    """A control character becomes a visible escape, a line break a space."""
    shown = one_line(text)
    assert shown[0] == "a"
    assert shown[-1] == "b"
    assert shown.isprintable()
    assert multi_line(text).replace("\n", "").isprintable()
