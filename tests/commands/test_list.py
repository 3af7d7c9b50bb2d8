"""``prop list``: which proposals, in which order, with which columns."""

import json
from collections.abc import Sequence

import pytest

from tests.conftest import Prop


def ids(prop: Prop, *arguments: str) -> list[str]:
    """Return the ids that are listed, in order."""
    out = prop("list", "--columns", "id", "--format", "tsv", *arguments).out
    return out.splitlines()[1:]


@pytest.mark.parametrize(
    ("years", "held"),
    [
        (("2020",), 7),
        (("2018..2020",), 8 + 7 + 7),
        (("2021..",), 5 + 6),
        (("..2015",), 3 + 3 + 3),
        (("2013,2022",), 3 + 6),
        (("2013..2014,2022..",), 3 + 3 + 6),
        (("2013", "2022"), 3 + 6),
        (("..2013", "2022.."), 3 + 6),
        (("1999",), 0),
        (("2020..2020",), 7),
    ],
)
def test_every_form_of_a_year(prop: Prop, years: Sequence[str], held: int) -> None:
    """Years, ranges and open ranges, with commas or option by option, and as a term."""
    options = [part for year in years for part in ("--year", year)]
    found = ids(prop, *options)
    assert len(found) == held
    assert found == ids(prop, f"year:{','.join(years)}")


def test_terms_of_one_field_narrow_each_other(prop: Prop) -> None:
    """Two terms must both hold, commas within one mean either."""
    both = ids(prop, "theme:fintech", "theme:digital-economy")
    assert set(both) == set(ids(prop, "theme:fintech")) & set(ids(prop, "theme:digital-economy"))
    assert 0 < len(both) < len(ids(prop, "theme:fintech,digital-economy"))


@pytest.mark.parametrize(
    ("terms", "same_as"),
    [
        (("-theme:fintech",), ("NOT", "theme:fintech")),
        (("-(theme:fintech OR theme:sme)",), ("-theme:fintech,sme",)),
        (("theme:fintech OR theme:sme",), ("theme:fintech,sme",)),
        (("theme:金融科技",), ("theme:fintech",)),
        (('theme:"Finance and fintech"',), ("theme:fintech",)),
        (("theme：fintech",), ("theme:fintech",)),
        (("missing:title_zh",), ("missing:title-zh",)),
        (("missing:未见官方答复",), ("missing:response",)),
        (("year:2020", "year:2019..2021"), ("year:2020",)),
        (("--theme", "fintech,sme"), ("-t", "fintech", "-t", "sme")),
        (("--status=planned",), ("status:planned",)),
        (("--", "-status:planned"), ("-status:planned",)),
    ],
)
def test_two_ways_to_say_the_same(prop: Prop, terms: Sequence[str], same_as: Sequence[str]) -> None:
    """Signs, words, quotes, names and full-width punctuation mean what they look like."""
    found = ids(prop, *terms)
    assert found
    assert found == ids(prop, *same_as)


def test_what_is_missing_can_be_asked_for(prop: Prop) -> None:
    """Gaps are counted as the sources leave them: 25 titles, 8 lists of measures, 52 replies."""
    assert len(ids(prop, "missing:title-zh")) == 54 - 29
    assert len(ids(prop, "missing:measures")) == 54 - 46
    assert len(ids(prop, "-missing:response")) == 2


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("id", "2013-internet-firms-going-global"),
        ("-id", "2022-social-emergency-network"),
        ("year,-id", "2013-technological-innovation"),
        ("-measures", "2020-industrial-internet-strategy"),
        ("-measures,id", "2020-industrial-internet-strategy"),
        ("status,year", "2020-digital-tools-for-small-firms"),
        ("-sources", "2020-industrial-internet-strategy"),
    ],
)
def test_sort(prop: Prop, sort: str, first: str) -> None:
    """One key or several, either way; ties go newest first and by id."""
    found = ids(prop, "--sort", sort)
    assert found[0] == first
    assert len(found) == 54
    assert ids(prop, "--sort", sort, "--limit", "1") == [first]


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
def test_columns_are_those_that_were_asked_for(prop: Prop, format_: str) -> None:
    """Every format shows them in this order; case, ``-`` and ``_`` make no difference."""
    arguments = ("-n", "1", "--columns", "Year, title-zh,id,year", "--format", format_)
    out = prop("list", "theme:sme", "--sort", "year", *arguments).out
    id_, title = "2020-digital-tools-for-small-firms", "关于利用数字化工具助力中小微企业"
    lines = out.splitlines()
    match format_:
        case "json":
            (row,) = json.loads(out)
            assert list(row) == ["year", "title_zh", "id"]
        case "jsonl":
            assert list(json.loads(out)) == ["year", "title_zh", "id"]
        case "csv":
            assert lines[0] == "year,title_zh,id"
        case "tsv":
            assert lines[0] == "year\ttitle_zh\tid"
        case "markdown":
            assert lines[0] == "| year | title (Chinese) | id |"
        case _:
            assert lines[0].split() == ["year", "title", "(Chinese)", "id"]
    assert out.index("2020") < out.index(id_)
    assert title[:2] in out


def test_every_column_can_be_shown(prop: Prop) -> None:
    """The message that lists the columns lists columns that work."""
    listed = prop("list", "--columns", "xyzzy", exit_code=2).err.partition("Columns: ")[2]
    names = listed.strip().removesuffix(".").split(", ")
    assert len(names) > 20
    (row,) = json.loads(prop("list", "--columns", ",".join(names), "-n1", "-f", "json").out)
    assert list(row) == names


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_languages(prop: Prop, lang: str) -> None:
    """English, Chinese with headings and names, or both titles side by side."""
    header, first = prop("list", "2020-pearl OR year:2017", "-n1", "--lang", lang).out.splitlines()
    assert ("编号" in header) is (lang == "zh")
    assert ("title (Chinese)" in header) is (lang == "both")
    assert ("数字文化" in first) is (lang == "zh")


def test_subject_stands_in_for_a_chinese_title(prop: Prop) -> None:
    """A subject is no title: it stands in brackets."""
    out = prop("list", "missing:title-zh", "year:2022", "--lang", "zh").out
    assert "〔粤港澳大湾区蓝碳(海洋碳汇)发展〕" in out


def test_a_limit_of_nothing_is_empty_in_every_format(prop: Prop) -> None:
    """Headers are for tables that have rows, and for formats that need them."""
    assert prop("list", "-n", "0").out == ""
    assert prop("list", "-n", "0", "-f", "json").out == "[]\n"
    assert prop("list", "-n", "0", "-f", "jsonl").out == ""
    assert prop("list", "-n", "0", "-f", "csv").out.startswith("id,year,kind")
    assert prop("list", "-n", "0", "-f", "markdown").out.startswith("| id |")
    prop("list", "-n", "-1", exit_code=2)


@pytest.mark.parametrize("nothing", ["--theme=", "--theme=,", "--person= ", "theme:,"])
def test_a_filter_without_a_value_is_a_mistake(prop: Prop, nothing: str) -> None:
    """An empty variable in a script must not list everything."""
    prop("list", nothing, exit_code=2)


def test_a_blank_behind_a_colon_is_a_mistake(prop: Prop) -> None:
    """``theme: fintech`` finds something or says what is wrong, not a bare nothing."""
    ended = prop("list", "theme:", "fintech", exit_code=2)
    assert "theme:fintech" in ended.err


def test_terms_that_are_dropped_are_spoken_of(prop: Prop) -> None:
    """A query cut to its first terms says so, whichever command it was given to."""
    ended = prop("list", *(["internet"] * 70))
    assert "first 64 terms" in ended.err


def test_columns_that_were_asked_for_fit_the_screen(
    prop: Prop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several columns of words share the screen."""
    from rich.cells import cell_len

    from proposals_cli.render import terminal

    monkeypatch.setattr(terminal, "screen", lambda: terminal.Screen(100, 1_000, colour=False))
    out = prop("list", "--columns", "id,title,problem,areas,entities").out
    assert max(map(cell_len, out.splitlines())) <= 100
