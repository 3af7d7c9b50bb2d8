"""The commands that read: filters, formats and errors."""

import json
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.terminal import on_terminal, piped

LIST_KEYS = [
    "id", "year", "date", "body", "kind", "status", "title", "title_language", "titles", "people",
    "themes", "regions", "series", "measures", "sources",
]  # fmt: skip
PEARL = "2020-pearl-river-estuary-national-park"


def ids(prop: Prop, *arguments: str) -> list[str]:
    """Return the ids that `list` prints, in order."""
    return [row["id"] for row in json.loads(prop("list", *arguments, "--format", "json").out)]


@pytest.mark.parametrize(
    ("options", "terms"),
    [
        (("--theme", "fintech"), ("theme:fintech",)),
        (("-t", "fintech", "-t", "sme"), ("theme:fintech,sme",)),
        (("--year", "2018..2020", "--theme", "ecology"), ("theme:ecology", "year:2018..2020")),
        (("-y", "2022"), ("year:2022",)),
        (("-y", "..2014"), ("year:..2014",)),
        (("-y", "2021.."), ("year:2021..",)),
        (("--person", "Ma Huateng"), ("person:ma-huateng",)),
        (("--region", "Shenzhen"), ("region:shenzhen",)),
        (("--status", "to-be-submitted"), ("status:to-be-submitted",)),
        (("--series", "rural"), ("series:rural",)),
        (("--source", "jqknews-2020"), ("source:jqknews-2020",)),
        (("--kind", "建议"), ("kind:suggestion",)),
    ],
)
def test_options_and_terms_are_equivalent(
    prop: Prop, options: tuple[str, ...], terms: tuple[str, ...]
) -> None:
    """A filter finds the same as an option and as a term."""
    found = ids(prop, *options)
    assert found
    assert found == ids(prop, *terms)


def test_repeated_options_are_alternatives_and_different_ones_must_all_match(prop: Prop) -> None:
    """Values of one option may also be separated by commas."""
    either = set(ids(prop, "-t", "fintech", "-t", "sme"))
    assert either == set(ids(prop, "-t", "fintech")) | set(ids(prop, "-t", "sme"))
    both = set(ids(prop, "-t", "fintech", "--status", "planned"))
    assert both == set(ids(prop, "-t", "fintech")) & set(ids(prop, "--status", "planned"))


def test_a_minus_excludes(prop: Prop) -> None:
    """`-status:planned` is a term, not an option, and excludes planned proposals."""
    kept = ids(prop, "-status:planned")
    assert len(kept) == 54 - 12
    assert not set(kept) & set(ids(prop, "--status", "planned"))
    behind = prop("list", "--columns", "id", "--format", "tsv", "--", "-status:planned").out
    assert behind.split()[1:] == kept
    assert ids(prop, "-status:planned", "-n5") == kept[:5]


@pytest.mark.parametrize(
    "slug", ["Digital_Economy", "digital economy", "DIGITAL-ECONOMY", "数字经济"]
)
def test_case_and_separators_of_values_do_not_matter(prop: Prop, slug: str) -> None:
    """A theme is found by its id in any case, with any separator, or by its name."""
    assert len(ids(prop, "--theme", slug)) == 18


def test_newest_come_first_unless_sorted(prop: Prop) -> None:
    """Years descend, ids ascend within a year; --sort and --limit apply."""
    listed = ids(prop)
    assert listed == sorted(listed, key=lambda id_: (-int(id_[:4]), id_))
    assert ids(prop, "--sort", "id") == sorted(listed)
    assert ids(prop, "--sort", "-measures", "-n", "1") == ["2020-industrial-internet-strategy"]


def test_json_keys_are_fixed(prop: Prop) -> None:
    """The keys of every command's JSON, written out by hand."""
    assert list(json.loads(prop("list", "-f", "json").out)[0]) == LIST_KEYS
    assert list(json.loads(prop("list", "-f", "jsonl", "-n", "1").out)) == LIST_KEYS
    assert list(json.loads(prop("measures", "-f", "json").out)[0]) == [
        "id", "proposal", "year", "text", "language", "texts", "basis", "area", "horizon",
        "actors", "beneficiaries", "citations",
    ]  # fmt: skip
    stats = json.loads(prop("stats", "-f", "json").out)
    assert list(stats) == [
        "total", "measures", "sources", "people", "by_year", "by_theme", "by_status", "by_kind",
        "by_body", "by_stage", "by_language", "by_theme_and_year", "missing",
    ]  # fmt: skip
    assert list(stats["by_year"][0]) == ["year", "held", "stated"]
    assert list(stats["by_theme"][0]) == ["theme", "count"]
    (row, *_) = json.loads(prop("stats", "--by", "theme", "--by", "status", "-f", "json").out)
    assert list(row) == ["theme", "status", "count"]
    assert list(json.loads(prop("themes", "-f", "json").out)[0]) == [
        "id", "name", "names", "other_names", "description", "descriptions", "cap", "cap_name",
        "former_ids", "proposals",
    ]  # fmt: skip
    assert list(json.loads(prop("people", "-f", "json").out)[0]) == [
        "id", "kind", "name", "names", "other_names", "roles", "identifiers",
        "former_ids", "proposals",
    ]  # fmt: skip
    assert list(json.loads(prop("sources", "-f", "json").out)[0]) == [
        "id", "kind", "publisher", "title", "number", "date", "url", "archive_url", "accessed",
        "language", "machine_translated_from", "tier", "copy", "extent_read", "note",
        "former_ids", "proposals",
    ]  # fmt: skip
    assert list(json.loads(prop("bodies", "-f", "json").out)[0]) == [
        "id", "name", "names", "other_names", "languages", "timezone", "area", "place", "part_of",
        "kind", "url", "identifiers", "sessions", "deadline", "reply_within",
        "former_ids", "proposals",
    ]  # fmt: skip
    assert list(json.loads(prop("check", "-f", "json").out)[0]) == [
        "severity", "rule", "table", "id", "message",
    ]  # fmt: skip
    assert list(json.loads(prop("index", "--json").out)) == [
        "base", "base_chosen_by", "index", "bytes", "proposals", "fresh", "built",
        "build_seconds", "text", "in_memory_because",
    ]  # fmt: skip


def test_show_gives_records_as_stored(prop: Prop) -> None:
    """`show --format json` is an array of records; a measure has the id of its proposal."""
    proposal, person = json.loads(prop("show", PEARL, "ma-huateng", "-f", "json").out)
    shipped = Path(__file__).parent.parent.parent / "data" / "proposals.json"
    stored = json.loads(shipped.read_text(encoding="utf-8"))
    assert proposal == next(r for r in stored["proposals"].values() if r["id"] == PEARL)
    assert {tag: name["text"] for tag, name in person["names"].items()} == {
        "en": "Ma Huateng",
        "zh": "马化腾",
    }
    (measure,) = json.loads(prop("show", f"{PEARL}#m03", "-f", "json").out)
    assert measure["proposal"] == PEARL
    assert measure["text"]["en"].startswith("Speed up the creation")


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("2020-pearl", "Pearl River Estuary National Park"),
        ("2020_PEARL", "Pearl River Estuary National Park"),
        (f"{PEARL}#m03", "m03  Speed up the creation of a Pearl River Estuary National Park."),
        ("ma-huateng", "Chairman and chief executive of Tencent"),
        ("ma-huateng-01", "Deputy to the 12th and the 13th"),
        ("fintech", "Financial technology, financial risk and opening."),
        ("jqknews-2020", "machine-translated from Chinese"),
        ("npc", "3 months from assignment, at most 6 months"),
        ("jqknews-2020-02", "data middle platforms"),
        ("count-2015", "Three are held here; the fourth is unknown."),
    ],
)
def test_show_finds_every_kind_of_record(prop: Prop, id_: str, expected: str) -> None:
    """A proposal, measure, person, theme, source, fact or note is shown by id or its beginning."""
    assert expected in prop("show", id_).out


def test_proposal_page_shows_all_fields(prop: Prop) -> None:
    """Titles, session, status, measures, what happened, later proposals, sources with links."""
    page = prop("show", "2020-rural").out
    for expected in (
        "关于在“后脱贫期”促进乡村振兴的建议",
        "On advancing rural revitalisation",
        "13th National People's Congress, 3rd Session",
        "suggestion (建议)",
        "replied — from the reply (shortly before 12 March 2021",
        "a source states: submitted; as stated: “提交了”",
        "Measures (5)",
        "rural digital economy",
        "What happened\n  2020-05-18  announced — Tencent tencent: ",
        "continued by\n    2021-digital-technology-rural-revitalisation",
        "Replies\n  shortly before 12 March 2021",
        "Due: 3 months from assignment, at most 6 months",
        "Title (Chinese), as reported: 关于“后脱贫期”促进乡村振兴的建议",
        "Notes on translation",
        "] Financial News (金融时报/中国金融新闻网). ",
        "https://www.financialnews.com.cn/ncjr/focus/202005/t20200528_191993.html\n",
    ):
        assert expected in page, expected


def test_an_empty_result_is_not_an_error(prop: Prop) -> None:
    """No match: exit 0, `[]` in JSON, a message on standard error."""
    found = prop("list", "--kind", "bill")
    assert (found.out, found.err) == ("", "No proposals match.\n")
    assert prop("list", "--kind", "bill", "-f", "json").out == "[]\n"
    assert prop("measures", "--kind", "bill", "-f", "jsonl").out == ""
    assert json.loads(prop("stats", "--kind", "bill", "-f", "json").out)["total"] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("list", "--theme", "fintec"), 2, "Did you mean fintech?"),
        (("list", "theme:fintec"), 2, "Did you mean fintech?"),
        (("list", "themes:fintech"), 2, "Did you mean 'theme:'?"),
        (("list", "--status", "adoptd"), 2, "adopted"),
        (("list", "--year", "20x"), 2, "a range as 2018..2020"),
        (("list", "--year", "2020..2018"), 2, "2018..2020?"),
        (("list", "--columns", "titel"), 2, "'title'"),
        (("list", "--sort", "colour"), 2, "Sort by one of id, date, year"),
        (("list", "--format", "xml"), 2, "'markdown'"),
        (("list", "--lang", "German"), 2, "such as zh or de,en; or both"),
        (("list", "--frmat", "json"), 2, "--format"),
        (("stats", "--by", "themes"), 2, "Did you mean 'theme'?"),
        (("check", "--rule", "unconfirmd"), 2, "Did you mean 'unconfirmed'?"),
        (("show", "2020-industrial-intrnet-strategy"), 1, "2020-industrial-internet-strategy"),
        (("show", "pearl"), 1, PEARL),
        (("show", f"{PEARL}#m99"), 1, "It has m01 to m07."),
        (("show", "2020-"), 1, "2020-fintech-and-financial-opening  (proposals)"),
        (("lits",), 2, "Did you mean list?"),
        (("add", "--title", "x", "--year", "2026"), 3, "prop init"),
    ],
)
def test_the_error_for_a_mistake_suggests_a_correction(
    prop: Prop, arguments: tuple[str, ...], code: int, expected: str
) -> None:
    """The message suggests what was meant; standard output stays empty."""
    ended = prop(*arguments, exit_code=code)
    assert expected in ended.err
    assert ended.out == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b'{"proposals": {"1": {"id": "20', "ends too early at line 1"),
        (b"id,title\n1,x\n", "not valid JSON"),
        (b"[]", "not a base"),
        (b'{"proposals": {"1": {"id": "2020-x", "year": "old"}}}', "2020-x"),
    ],
)
def test_an_unusable_base_is_reported_and_not_changed(
    prop: Prop, tmp_path: Path, content: bytes, expected: str
) -> None:
    """Reading or writing it is exit code 3 with a reason."""
    store = tmp_path / "mine.json"
    store.write_bytes(content)
    for command in (("list",), ("add", "--title", "x", "--year", "2020")):
        ended = prop("--store", str(store), *command, exit_code=3)
        assert expected in ended.err
        assert str(store) in ended.err
        assert store.read_bytes() == content


def test_a_missing_base_is_not_created(prop: Prop, tmp_path: Path) -> None:
    """A mistyped path is exit code 3 and creates no file."""
    ended = prop("--store", str(tmp_path / "typo.json"), "list", exit_code=3)
    assert "There is no base at" in ended.err
    assert not (tmp_path / "typo.json").exists()
    assert "is a folder" in prop("--store", str(tmp_path), "list", exit_code=3).err


def test_an_unwritable_cache_changes_no_answer(env: dict[str, str], tmp_path: Path) -> None:
    """The index is then built in memory."""
    (tmp_path / "file").write_text("")
    blocked = {**env, "XDG_CACHE_HOME": str(tmp_path / "file")}
    for arguments in (("list",), ("search", "carbon"), ("stats", "-f", "json")):
        assert piped(arguments, blocked) == piped(arguments, env)


def test_a_closed_pipe_ends_quietly(env: dict[str, str]) -> None:
    """`prop measures | head` writes nothing to standard error."""
    import subprocess
    import sys

    with subprocess.Popen(
        [sys.executable, "-m", "proposals_cli", "show", "ma-huateng", "jqknews-2020", PEARL],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_environment_has_settings(env: dict[str, str], tmp_path: Path) -> None:
    """PROP_LANG and PROP_STORE are used unless an option is given."""
    assert "编号" in piped(("list",), {**env, "PROP_LANG": "zh"}).out
    assert "编号" not in piped(("list", "--lang", "en"), {**env, "PROP_LANG": "zh"}).out
    empty = tmp_path / "empty.json"
    assert piped(("init", str(empty), "--empty"), env).code == 0
    assert piped(("list", "-f", "json"), {**env, "PROP_STORE": str(empty)}).out == "[]\n"


def test_colour_is_for_terminals_and_can_be_switched_off(env: dict[str, str]) -> None:
    """Styles are written to a terminal, never to a pipe; NO_COLOR and FORCE_COLOR decide."""
    for command in (("list",), ("show", "2020-pearl"), ("stats",), ("search", "carbon")):
        assert "\x1b[" in on_terminal(command, env, 100).out
        assert "\x1b" not in on_terminal(command, {**env, "NO_COLOR": "1"}, 100).out
        assert "\x1b" not in piped(command, env).out
        assert "\x1b[" in piped(command, {**env, "FORCE_COLOR": "1"}).out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("prop list --theme di", {"digital-economy", "digital-governance"}),
        ("prop show 2020-p", {PEARL}),
        ("prop list theme:fin", {"theme:fintech"}),
        ("prop list stat", {"status:"}),
        ("prop list --sort y", {"year"}),
        ("prop sta", {"stats"}),
    ],
)
def test_completion_offers_values(env: dict[str, str], words: str, found: set[str]) -> None:
    """Ids, themes, fields and commands are completed."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", "from proposals_cli.app import app; app(prog_name='prop')"],
        env={
            **env,
            "_PROP_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert set(done.stdout.split()) == found


def test_help_of_every_command_has_examples(prop: Prop) -> None:
    """Each help text ends in examples that begin with the command."""
    from proposals_cli.app import COMMANDS

    for command in COMMANDS:
        assert f"prop {command}" in prop(command, "--help").out.partition("Examples:")[2], command


def test_index_describes_the_base_in_use(prop: Prop) -> None:
    """It shows path, origin, size and state of the index; --rebuild rebuilds it."""
    state = json.loads(prop("index", "--rebuild", "--json").out)
    assert state["base_chosen_by"] == "shipped with the program, read-only"
    assert (state["proposals"], state["fresh"]) == (54, True)
    prop("search", "carbon")
    assert json.loads(prop("index", "--json").out)["text"]["fresh"]


@pytest.mark.parametrize(
    "command",
    [("list",), ("search", "carbon"), ("measures",), ("themes",), ("related", "2020-pearl")],
)
def test_a_huge_limit_shows_everything(prop: Prop, command: tuple[str, ...]) -> None:
    """SQLite counts with 64 bits."""
    shown = prop(*command, "--format", "json", "-n", "100000").out
    assert prop(*command, "--format", "json", "-n", str(10**20)).out == shown
