"""Text of records is never interpreted and never breaks the layout."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    BodySession,
    Citation,
    Document,
    Figure,
    Identifier,
    Measure,
    Relation,
    Series,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Record, ReplyRule
from proposals_cli.domain.model.vocabulary import FigureKind, RelationKind, Role, Stage, TitleBasis
from proposals_cli.domain.text.csv_cells import FORMULA
from tests.conftest import Prop
from tests.factories import body, fact, note, person, proposal, source, theme, titles, write_store
from tests.render.conftest import OnScreen
from tests.terminal import on_terminal

TEXTS = (
    "[red]red[/red] [/] [bold [link=http://evil.example]x[/link] :smile:",
    "\x1b[2J\x1b[31m\x1b]0;title\x07\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "\x9b2J \x9d0;title\x9c \x85 \x7f \x08\x08\x08 \x00",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200e\u200f\u061c",
    "one\ntwo\r\nthree\rfour\tfive\vsix\fseven\u2028eight\u2029nine",
    "很长的标题" * 2_000,
    "word " * 200,
    "unbroken" * 125,
    "👩‍👩‍👧‍👦 🇨🇳 ❤️ ✈️ e\u0301 a\u0300\u0323 " + "z" + "\u0301" * 60,
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " \n=1",
    "＝1",
    "a | b \\| `c` *d* <e> \\\\ #f",
    "\ue000 \ue001marked\ue002 \ufeff \u200b\u2060\u00ad \ufdd0",
    '"quoted", \'quoted\'; comma, tab\t"',
)
IDS = [f"2020-h{number:02}" for number in range(len(TEXTS))]
STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\")
OF_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

LISTS = (
    ("list",),
    ("list", "--lang", "zh"),
    ("list", "--lang", "both"),
    ("measures",),
    ("themes",),
    ("people",),
    ("sources",),
    ("check",),
    ("search", "red"),
    ("related", IDS[0]),
    ("bodies",),
    ("replies",),
    ("stats",),
)
PAGES = (
    ("show", *IDS),
    ("show", *(f"{id_}#m01" for id_ in IDS), "--lang", "zh"),
    ("show", *(f"t{number:02}" for number in range(len(TEXTS)))),
    ("show", *(f"p{number:02}" for number in range(len(TEXTS)))),
    ("show", *(f"b{number:02}" for number in range(len(TEXTS)))),
    ("show", *(f"s{number:02}" for number in range(len(TEXTS)))),
    ("show", *(f"f{number:02}" for number in range(len(TEXTS)))),
    ("show", *(f"n{number:02}" for number in range(len(TEXTS)))),
)
COUNTS = (
    ("stats", "--by", "region"),
    ("stats", "--by", "actor", "--by", "year"),
    ("stats", "--by", "year", "--by", "region"),
    ("stats", "--by", "region", "--by", "area", "--lang", "zh"),
)


def records() -> list[Record]:
    """Return records in which every free text is hostile."""
    made: list[Record] = []
    for number, full_text in enumerate(TEXTS):
        text = full_text[:300]
        cited = (Citation(source=f"s{number:02}", locator=text, quote=text),)
        made += [
            proposal(
                IDS[number],
                session=text,
                kind_terms=(text,),
                titles=(
                    Title(lang="en", text=full_text, note=text, citations=cited),
                    Title(lang="zh", text=full_text),
                    Title(lang="zh", text=text, basis=TitleBasis.SUBJECT),
                ),
                sponsors=(
                    Sponsor(who=f"p{number:02}", as_named=text, party=text, citations=cited),
                    Sponsor(as_named=text + "x", role=Role.COSPONSOR, withdrawn="2020-06-01"),
                ),
                addressees=(Agent(as_named=text + "x"),),
                themes=(f"t{number:02}",),
                problem=Statement(text={"en": text}, citations=cited),
                measures=(
                    Measure(
                        id="m01",
                        text={"en": full_text},
                        area=text,
                        actors=(text,),
                        beneficiaries=(text,),
                        citations=cited,
                    ),
                ),
                actions=(
                    Action(
                        when=text,
                        stage=Stage.DECIDED,
                        by=(Agent(as_named=text + "x"),),
                        text={"en": text},
                        result=text,
                        counts={text: 1},
                        number=text,
                        documents=(Document(number=text, url=text, note=text),),
                        citations=cited,
                    ),
                    Action(stage=Stage.REPLIED, text={"de": text}, number=text, citations=cited),
                ),
                figures=(Figure(what=FigureKind.COST, value=1, unit=text, as_reported=text),),
                relations=(Relation(kind=RelationKind.RELATED, as_named=text + "x", note=text),),
                regions=(full_text,),
                entities=(text,),
                series=(Series(id="line", name={"en": text, "zh": text}),),
                status=StatusClaim(as_reported=text, citations=cited),
                identifiers=(Identifier(scheme=text, value=text),),
                notes=(text,),
                extra={text: text, "nested": [{text: text}]},
            ),
            theme(
                f"t{number:02}",
                name={"en": text, "zh": text},
                other_names=(text,),
                description={"en": text},
            ),
            person(f"p{number:02}", en=text, zh=text, other_names=(text,), roles=(text,)),
            body(
                f"b{number:02}",
                name={"en": text, "zh": text},
                other_names=(text,),
                place={"en": text},
                timezone=text,
                url=text,
                sessions=(BodySession(session=text, name={"en": text}),),
                reply_within=(ReplyRule(days=3, note=text),),
            ),
            source(
                f"s{number:02}",
                kind=text,
                publisher=text,
                title=text,
                url=f"https://e.example/{text[:40]}",
                note=text,
                extent_read=text,
            ),
            fact(f"f{number:02}", text={"en": text}, assessment={"en": text}, citations=cited),
            note(
                f"n{number:02}",
                source=f"s{number:02}",
                locator=text,
                words=text,
                meaning={"en": text},
                original=text,
                explanation={"en": text},
            ),
            note(f"d{number:02}", source=text),
        ]
    return made


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a base of hostile texts."""
    return write_store(tmp_path_factory.mktemp("hostile") / "base.json", records())


@pytest.fixture
def run(prop: Prop, hostile: Path) -> Prop:
    """Return ``prop`` for the hostile base; all tests in this file share one index."""
    cache = {"XDG_CACHE_HOME": str(hostile.parent / "cache")}
    return partial(prop, store=hostile, env=cache)


def control_characters(output: str) -> set[str]:
    """Return the control characters in output, except those of the program's styles."""
    return {
        character
        for character in STYLE.sub("", output)
        if (unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") and character != "\n")
        or character in OF_DIRECTION
    }


def code_of(command: tuple[str, ...]) -> int:
    """Return the exit code of a command: check finds notes on missing sources."""
    return 1 if command == ("check",) else 0


@pytest.mark.parametrize("command", [*LISTS, *PAGES], ids=lambda command: " ".join(command[:3]))
def test_no_control_characters_on_a_screen_or_in_a_pipe(
    run: Prop, on_screen: OnScreen, command: tuple[str, ...]
) -> None:
    """Only printable characters, line feeds and the program's styles are written."""
    piped = run(*command, exit_code=code_of(command))
    assert control_characters(piped.out + piped.err) == set()
    assert "\x1b" not in piped.out
    on_screen(80, colour=True)
    shown = run(*command, exit_code=code_of(command))
    assert control_characters(shown.out + shown.err) == set()


@pytest.mark.parametrize(
    "command",
    [*LISTS[:7], ("stats",), ("show", IDS[0], "t00", "p00", "s00")],
    ids=lambda command: " ".join(command[:3]),
)
def test_markup_is_printed_unchanged(
    run: Prop, on_screen: OnScreen, command: tuple[str, ...]
) -> None:
    """Square brackets are ordinary characters, in a pipe and on a screen."""
    assert "[red]red[/red] [/] [bold" in " ".join(run(*command).out.split())
    on_screen(120, colour=True)
    shown = STYLE.sub("", run(*command).out)
    assert "[red]red[/red] [/]" in " ".join(shown.split())


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize(
    "command", [one for one in LISTS if one[0] not in ("check", "stats")], ids=" ".join
)
def test_no_line_of_a_list_is_wider_than_the_screen(
    run: Prop, on_screen: OnScreen, command: tuple[str, ...], width: int
) -> None:
    """Whatever the text, there is a card or a row for every record."""
    on_screen(width)
    lines = run(*command).out.splitlines()
    assert max(map(cell_len, lines)) <= width
    if command[0] == "list":
        words = " ".join(lines).split()
        assert [words.count(id_) for id_ in IDS] == [1] * len(IDS)


@pytest.mark.parametrize(
    "width",
    [
        40,
        80,
        120,
    ],
)
def test_no_line_of_the_summary_is_wider_than_the_screen(
    run: Prop, on_screen: OnScreen, width: int
) -> None:
    """Names of themes are cut; bars and periods use the remaining cells."""
    on_screen(width)
    lines = run("stats").out.splitlines()
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [40, 120])
@pytest.mark.parametrize("command", PAGES, ids=lambda command: " ".join(command[:2]))
def test_no_line_of_a_page_is_wider_than_the_screen(
    run: Prop, on_screen: OnScreen, command: tuple[str, ...], width: int
) -> None:
    """Text is wrapped, with or without spaces; only links are not broken."""
    on_screen(width)
    lines = run(*command).out.splitlines()
    assert max(cell_len(line) for line in lines if "https://" not in line) <= width


@pytest.mark.parametrize("command", COUNTS[:1], ids=" ".join)
def test_counts_of_hostile_values_are_harmless(run: Prop, command: tuple[str, ...]) -> None:
    """Values that are counted are made safe like any other text."""
    assert control_characters(run(*command).out) == set()


@pytest.mark.parametrize("command", COUNTS[2:], ids=" ".join)
def test_headings_made_of_hostile_values_are_harmless(run: Prop, command: tuple[str, ...]) -> None:
    """Headings of columns are made safe like any other text."""
    assert control_characters(run(*command).out) == set()


@pytest.mark.parametrize("command", COUNTS, ids=" ".join)
def test_tables_of_counts_fit_the_screen(
    run: Prop, on_screen: OnScreen, command: tuple[str, ...]
) -> None:
    """Regions and actors are text, which is cut."""
    on_screen(80)
    lines = run(*command).out.splitlines()
    assert max(map(cell_len, lines)) <= 80


@pytest.mark.parametrize("command", [*LISTS, *COUNTS], ids=" ".join)
def test_machine_formats_are_well_formed(run: Prop, command: tuple[str, ...]) -> None:
    """JSON, CSV, TSV and Markdown can be read back row by row, without control characters."""
    code = code_of(command)

    def written(format_: str) -> str:
        out = run(*command, "--format", format_, exit_code=code).out
        assert control_characters(out) <= ({"\t"} if format_ == "tsv" else set())
        return out

    rows = json.loads(written("json"))
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    cells = list(csv.reader(io.StringIO(written("csv"))))
    assert list(csv.reader(io.StringIO(written("tsv")), delimiter="\t")) == cells
    table = written("markdown").splitlines()
    assert len({len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table}) == 1
    assert len(cells) == len(lines) + 1 == len(table) - 1
    if command != ("stats",):
        assert rows == lines


@pytest.mark.parametrize("format_", ["csv", "tsv"])
@pytest.mark.parametrize(
    "command", [*LISTS, ("stats", "--by", "region", "--by", "actor")], ids=" ".join
)
def test_no_cell_begins_a_formula(run: Prop, command: tuple[str, ...], format_: str) -> None:
    """A cell that a spreadsheet would run begins with an apostrophe."""
    out = run(*command, "-f", format_, exit_code=code_of(command)).out
    for row in csv.reader(io.StringIO(out), delimiter="," if format_ == "csv" else "\t"):
        for cell in row:
            assert not cell.lstrip().startswith(FORMULA), cell


def test_json_gives_every_text_back(run: Prop) -> None:
    """A program reads the stored text unchanged."""
    listed = {row["id"]: row for row in json.loads(run("list", "-f", "json").out)}
    shown = json.loads(run("show", *IDS, "-f", "json").out)
    for id_, text, record in zip(IDS, TEXTS, shown, strict=True):
        assert (listed[id_]["titles"]["en"], listed[id_]["regions"]) == (text, [text])
        assert record["measures"][0]["text"] == {"en": text}


@pytest.mark.parametrize("width", [40, 80])
def test_findings_on_a_terminal_are_harmless(
    env: Mapping[str, str], hostile: Path, width: int
) -> None:
    """Findings about hostile records are made safe as well."""
    ended = on_terminal(("check",), {**env, "PROP_STORE": str(hostile)}, width)
    assert ended.code == 1
    assert control_characters(ended.out + ended.err) == set()
    assert max(cell_len(STYLE.sub("", line)) for line in ended.out.splitlines()) <= width


def test_an_unpaired_surrogate_is_refused(prop: Prop, tmp_path: Path) -> None:
    """An escape of an unpaired surrogate is not text; the message says where it is."""
    store = write_store(tmp_path / "half.json", [proposal("2020-a", titles=titles(en="whole"))])
    content = store.read_bytes().replace(b"whole", rb"ha\ud800lf")
    store.write_bytes(content)
    ended = prop("list", store=store, exit_code=3)
    assert "not valid JSON" in ended.err
    assert store.read_bytes() == content
