"""``prop search``, and search words in ``list``, ``stats`` and ``measures``."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from proposals_cli.domain.model.records import Proposal
from tests.conftest import Prop
from tests.factories import measure, proposal, small_base, sponsors, titles, write_store
from tests.terminal import Ended, on_terminal, piped

ANSI = re.compile(r"\x1b\[[0-9;]*m")

SINKS = proposal(
    "2022-blue-carbon",
    titles=titles(en="On carbon sinks in the sea", zh="关于海洋碳汇的建议"),
    sponsors=sponsors("ma-huateng"),
    themes=("other", "sme"),
    regions=("Shenzhen",),
    measures=(
        measure("m01", "Survey the seagrass."),
        measure("m02", "Price a tonne of carbon.", area="finance"),
    ),
)
LONG = proposal(
    "2021-long",
    titles=titles(
        en="On what the banks along the coast ought to say of carbon in what they lend",
        zh="关于沿海各地银行在贷款中应当如何说明碳排放以及如何核算碳汇并公开有关数据的若干建议",
    ),
    measures=(
        measure(
            "m03",
            "Let every bank that lends to a shipyard, a port or a fishery say each year, in"
            " words that a reader of newspapers understands, how much carbon it pays for.",
        ),
    ),
)
HOSTILE = proposal(
    "2020-hostile",
    titles=titles(en="[red]Seagrass[/red] \x1b[31m and \x07 \u202eright\n to left = 1"),
    measures=(measure("m01", "=cmd|' /C calc'!A0 seagrass"),),
)
OTHERS = [proposal(f"2019-other-{number}", titles=titles(en="On trains")) for number in range(25)]

KEYS = [
    *("id", "year", "date", "body", "kind", "status", "title", "title_language", "titles"),
    *("people", "themes", "regions", "series", "measures", "sources"),
    *("record", "score", "place", "snippet", "marks"),
]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return the path of a base with a few texts to find."""
    records: list[Proposal] = [SINKS, LONG, HOSTILE, *OTHERS]
    return str(write_store(tmp_path / "base.json", small_base(sorted(records, key=lambda p: p.id))))


@pytest.fixture
def search(store: str, prop: Prop) -> Prop:
    """Return a function that searches the base in this process."""

    def run(*arguments: str, exit_code: int = 0, stdin: str = "") -> Ended:
        return prop("--store", store, "search", *arguments, exit_code=exit_code, stdin=stdin)

    return run


def ids(ended: Ended) -> list[str]:
    """Return the ids in JSON output."""
    return [row["id"] for row in json.loads(ended.out)]


# -- formats ---------------------------------------------------------------------------------------


def test_in_a_pipe_a_hit_is_one_line(search: Prop) -> None:
    """Id, title and passage with its field, two spaces apart, without highlights or colour."""
    assert search("price carbon").out == ""  # one argument with a space is a phrase
    assert search("price", "carbon") == Ended(
        0, "2022-blue-carbon  On carbon sinks in the sea  m02: Price a tonne of carbon.\n", ""
    )


def test_titles_follow_the_language(search: Prop) -> None:
    """The title is in the requested language, the passage in its own."""
    assert search("seagrass", "survey", "--lang", "zh").out == (
        "2022-blue-carbon  关于海洋碳汇的建议  m01: Survey the seagrass.\n"
    )
    assert search("seagrass", "survey", "--lang", "both").out == (
        "2022-blue-carbon  On carbon sinks in the sea / 关于海洋碳汇的建议"
        "  m01: Survey the seagrass.\n"
    )


def test_titles_in_a_table_follow_the_language(search: Prop) -> None:
    """The title column is in the requested language."""
    out = search("survey", "--lang", "zh", "--columns", "id,title").out
    assert out.splitlines()[1] == "2022-blue-carbon  关于海洋碳汇的建议"


def test_highlights_in_csv_are_readable(search: Prop) -> None:
    """Programs in other languages can read them."""
    out = search("carbon", "sea", "-fcsv", "--columns", "marks").out
    assert "(" not in out


def test_json_keys_are_fixed(search: Prop) -> None:
    """A hit has the keys of a list, with record, score, place, snippet and marks."""
    ended = search("碳汇", "海洋", "--format", "json")
    (row,) = json.loads(ended.out)
    assert list(row) == KEYS
    assert row.pop("score") > 0
    assert row == {
        "id": "2022-blue-carbon",
        "year": 2022,
        "date": None,
        "body": "npc",
        "kind": "suggestion",
        "status": "unknown",
        "title": "On carbon sinks in the sea",
        "title_language": "en",
        "titles": {"en": "On carbon sinks in the sea", "zh": "关于海洋碳汇的建议"},
        "people": ["ma-huateng"],
        "themes": ["other", "sme"],
        "regions": ["Shenzhen"],
        "series": [],
        "measures": 2,
        "sources": 0,
        "record": "proposal",
        "place": "title",
        "snippet": "关于海洋碳汇的建议",
        "marks": [[2, 6]],
    }
    assert ended.err == ""


def test_jsonl_is_one_object_per_line(search: Prop) -> None:
    """The lines are in the order of the hits."""
    lines = search("carbon", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == json.loads(search("carbon", "-fjson").out)
    assert [json.loads(line)["id"] for line in lines] == ["2022-blue-carbon", "2021-long"]


def test_csv_has_the_same_columns(search: Prop) -> None:
    """The keys with a column for each language of titles, and no cell that would be run."""
    place = KEYS.index("titles")
    header = [*KEYS[:place], "title_en", "title_zh", *KEYS[place + 1 :]]
    rows = list(csv.reader(io.StringIO(search("seagrass", "--format", "csv").out, newline="")))
    assert rows[0] == header
    by_id = {row[0]: dict(zip(header, row, strict=True)) for row in rows[1:]}
    assert set(by_id) == {"2022-blue-carbon", "2020-hostile"}
    assert by_id["2022-blue-carbon"]["themes"] == "other|sme"
    assert by_id["2022-blue-carbon"]["snippet"] == "Survey the seagrass."
    rows = list(csv.reader(io.StringIO(search("calc", "-fcsv", "--columns", "snippet").out)))
    assert rows == [["snippet"], ["'=cmd|' /C calc'!A0 seagrass"]]


@pytest.mark.parametrize("format_", ["table", "tsv", "csv", "markdown", "json", "jsonl"])
def test_columns_are_chosen_in_every_format(search: Prop, format_: str) -> None:
    """Only the requested columns, in the requested order."""
    out = search("碳汇", "海洋", "--columns", "place,id", "--format", format_).out
    assert re.findall(r"title|2022-blue-carbon|carbon|sea", out) == ["title", "2022-blue-carbon"]


def test_wrong_column_lists_all(search: Prop) -> None:
    """The message names the columns that exist."""
    ended = search("carbon", "--columns", "id,snipet", exit_code=2)
    assert "There is no column 'snipet'." in ended.err
    assert "Did you mean 'snippet'?" in ended.err
    assert all(key in ended.err for key in KEYS)
    assert ended.out == ""


def test_hostile_text_is_shown_as_text(search: Prop) -> None:
    """Escape sequences, direction marks, line breaks and markup are data."""
    out = search("seagrass", "right").out
    shown = r"[red]Seagrass[/red] \x1b[31m and \x07 \u202eright to left = 1"
    assert out == f"2020-hostile  {shown}  title: {shown}\n"


@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_a_hit_has_its_title_first(
    store: str, env: dict[str, str], columns: int
) -> None:
    """Then what to type for it and where the match is; a title that matches is not repeated."""
    ended = on_terminal(("--store", store, "search", "carbon"), env, columns)
    lines = ended.out.splitlines()
    assert len(lines) == 4
    assert all(cell_len(ANSI.sub("", line)) <= columns for line in lines)
    assert lines[0] == "On \x1b[1;33mcarbon\x1b[0m sinks in the sea"
    assert lines[1] == "  \x1b[36m2022-blue\x1b[0m · title"
    assert ended.err == ""


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        (("newspapers",), "newspapers"),
        (("pays",), "pays"),
        (("若干",), "若干"),
        (("each",), "each"),
    ],
)
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_match_in_a_long_passage_stays_in_view(
    store: str, env: dict[str, str], columns: int, words: tuple[str, ...], marked: str
) -> None:
    """However narrow the terminal, the first match is shown and highlighted."""
    ended = on_terminal(("--store", store, "search", *words), env, columns)
    lines = ended.out.splitlines()
    assert len(lines) <= 6
    assert all(cell_len(ANSI.sub("", line)) <= columns for line in lines)
    passage = " ".join(lines)
    assert f"\x1b[1;33m{marked}\x1b[0m" in passage
    assert passage.count("\x1b[1;33m") == 1


def test_without_colour_nothing_is_highlighted(store: str, env: dict[str, str]) -> None:
    """NO_COLOR leaves the text unchanged."""
    ended = on_terminal(("--store", store, "search", "海洋"), {**env, "NO_COLOR": "1"}, 80)
    assert ended.out == ("On carbon sinks in the sea\n  2022-blue · title\n  关于海洋碳汇的建议\n")


def test_nothing_but_data_on_standard_output(store: str, env: dict[str, str]) -> None:
    """The first search builds the full-text index without a message."""
    ended = piped(("--store", store, "search", "survey", "-f", "json"), env)
    assert (ended.code, ended.err) == (0, "")
    assert ids(ended) == ["2022-blue-carbon"]


def test_rich_is_not_loaded_for_json(store: str, env: dict[str, str]) -> None:
    """Programs that read JSON do not wait for Rich."""
    ended = piped(
        ("--store", store, "search", "survey", "-f", "json"),
        {**env, "PYTHONPROFILEIMPORTTIME": "1"},
    )
    modules = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert "proposals_cli.index.text_search" in modules
    assert not {name for name in modules if name.partition(".")[0] in ("rich", "tinydb")}


# -- queries ---------------------------------------------------------------------------------------


def test_words_are_found_in_any_form_and_script(search: Prop) -> None:
    """All words must occur; grammar, case, accents, width and script make no difference."""
    for terms in (["SINKS", "carbons"], ["關於海洋碳匯"], ["碳", "洋"], ["ｓｉｎｋ"], ["sínk"]):
        assert ids(search(*terms, "-fjson")) == ["2022-blue-carbon"]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["carbon", "-bank"], ["2022-blue-carbon"]),
        (["-bank", "carbon"], ["2022-blue-carbon"]),
        (["carbon -bank"], ["2022-blue-carbon"]),
        (["--", "carbon", "-bank"], ["2022-blue-carbon"]),
        (["sinks in the"], ["2022-blue-carbon"]),
        (["sinks the in"], []),
        (['"sinks in" OR shipyard'], ["2021-long", "2022-blue-carbon"]),
        (["news*"], ["2021-long"]),
        (["carbon", "theme:sme"], ["2022-blue-carbon"]),
        (["carbon", "--theme", "sme", "--year", "2022.."], ["2022-blue-carbon"]),
        (["carbon", "--year", "..2021"], ["2021-long"]),
        (["carbon", "--sort", "year"], ["2021-long", "2022-blue-carbon"]),
        (["2022-blue-carbon"], ["2022-blue-carbon"]),
        (["2022_blue"], ["2022-blue-carbon"]),
    ],
)
def test_queries_may_use_the_query_language(
    search: Prop, terms: list[str], expected: list[str]
) -> None:
    """Phrases, alternatives, exclusions, beginnings, fields, options and ids."""
    found = ids(search("-fjson", *terms))
    assert sorted(found) == sorted(expected)
    if "--sort" in terms:
        assert found == expected


def test_an_id_is_first(search: Prop) -> None:
    """A proposal named by its id comes first, and its place is "id"."""
    (row, *_) = json.loads(search("2022-blue-carbon", "-fjson").out)
    assert (row["id"], row["place"], row["snippet"]) == (
        "2022-blue-carbon",
        "id",
        "2022-blue-carbon",
    )


def test_limit_is_twenty_and_reported(search: Prop) -> None:
    """If there are more hits than shown, a message says so."""
    ended = search("trains", "-fjson")
    assert len(ids(ended)) == 20
    assert ended.err == "These are the first 20; --limit shows more.\n"
    ended = search("trains", "-fjson", "-n", "25")
    assert (len(ids(ended)), ended.err) == (25, "")
    assert len(ids(search("trains", "-fjson", "-n3"))) == 3


def test_nothing_found_is_a_message_and_not_an_error(search: Prop) -> None:
    """Exit 0, empty standard output, and the unmatched words on standard error."""
    assert search("carbon", "shipyrd") == Ended(
        0, "", "Nothing found.\n'shipyrd' occurs nowhere. Similar words: shipyard.\n"
    )
    assert search("碳汇法", "-fjson") == Ended(
        0, "[]\n", "Nothing found.\n'碳汇法' occurs nowhere. Similar words: 碳汇.\n"
    )
    assert search("tonne", "trains").err == (
        "Nothing found.\nEach word occurs, but not together or not within the filters; try fewer.\n"
    )
    assert search("coast the").err == (
        "Nothing found.\n'coast the' occurs nowhere."
        " It was searched as a phrase; without quotes its words may occur anywhere.\n"
    )


def test_a_long_list_of_missing_words_is_cut(search: Prop) -> None:
    """Each is named once, and long ones by their beginning."""
    lines = search(*(f"qux{number}" for number in range(20)), "qux0").err.splitlines()
    assert lines[0] == "Nothing found."
    assert [line.partition("'")[2].partition("'")[0] for line in lines[1:-1]] == [
        f"qux{number}" for number in range(8)
    ]
    assert lines[-1] == "12 more words occur nowhere."
    assert f"'{'x' * 60}…' occurs nowhere." in search("x" * 500).err


def test_fields_that_do_not_exist_are_text_with_a_hint(search: Prop) -> None:
    """In a search, a colon may be part of the text."""
    ended = search("themes:sme", "carbon")
    assert ended.code == 0
    assert "'themes:' is not a field; it is read as text. Did you mean 'theme:'?" in ended.err
    assert "There is no theme 'nope'." in search("theme:nope").err


def test_unknown_values_of_options_are_errors(search: Prop) -> None:
    """An unknown value is exit code 2 with similar values."""
    ended = search("carbon", "--theme", "smes", exit_code=2)
    assert ended.out == ""
    assert "There is no theme 'smes'." in ended.err
    assert "sme" in ended.err.splitlines()[1]


def test_a_query_without_words_is_an_error(search: Prop) -> None:
    """A query of punctuation only must not find everything."""
    ended = search("***", "-fjson", "-n1", exit_code=2)
    assert ended.out == ""
    assert "'***' has no word to look for." in ended.err


# -- words in other commands -----------------------------------------------------------------------


def test_list_takes_search_words(prop: Prop, store: str) -> None:
    """The same proposals as a search, newest first."""
    ended = prop("--store", store, "list", "carbon", "-fjson")
    assert ids(ended) == ["2022-blue-carbon", "2021-long"]
    assert ids(prop("--store", store, "list", "碳匯", "year:2021", "-fjson")) == ["2021-long"]
    assert ids(prop("--store", store, "list", "carbon", "-tonne", "-fjson")) == ["2021-long"]
    assert prop("--store", store, "list", "xyzzy", "-fjson").out == "[]\n"


def test_stats_take_search_words(prop: Prop, store: str) -> None:
    """Only proposals with the words are counted."""
    counts = json.loads(prop("--store", store, "stats", "carbon", "-fjson").out)
    assert (counts["total"], counts["measures"]) == (2, 3)
    assert [row["held"] for row in counts["by_year"] if row["held"]] == [1, 1]
    rows = json.loads(prop("--store", store, "stats", "carbon", "--by", "year", "-fjson").out)
    assert rows == [{"year": 2021, "count": 1}, {"year": 2022, "count": 1}]


def test_measures_take_search_words(prop: Prop, store: str) -> None:
    """The measures with a word; all measures of a proposal if only its title has it."""

    def found(*terms: str) -> list[str]:
        return ids(prop("--store", store, "measures", *terms, "-fjson"))

    assert found("carbon") == ["2022-blue-carbon#m02", "2021-long#m03"]
    assert found("seagrass") == ["2022-blue-carbon#m01", "2020-hostile#m01"]
    assert found("海洋") == ["2022-blue-carbon#m01", "2022-blue-carbon#m02"]
    assert found("finance") == ["2022-blue-carbon#m02"]
    assert found("xyzzy") == []


def test_shipped_base_answers_in_both_languages(prop: Prop) -> None:
    """The examples of the help find something."""
    for terms in (
        ["数据", "医疗"],
        ["industrial", "internet", "--year", "2018.."],
        ['"digital divide" OR 鸿沟', "theme:rural-revitalisation"],
        ["carbon", "-blue"],
    ):
        assert ids(prop("search", *terms, "--format", "json"))
