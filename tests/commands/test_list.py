"""``prop list``: filters, order and columns."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.factories import body, proposal, titles, write_store


def ids(prop: Prop, *arguments: str, store: str | None = None) -> list[str]:
    """Return the listed ids, in order."""
    out = prop("list", "--columns", "id", "--format", "tsv", *arguments, store=store).out
    return out.splitlines()[1:]


@pytest.mark.parametrize(
    ("years", "number"),
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
def test_years_are_given_in_several_forms(prop: Prop, years: Sequence[str], number: int) -> None:
    """Years, ranges and open ranges, separated by commas, in several options, and as a term."""
    options = [part for year in years for part in ("--year", year)]
    found = ids(prop, *options)
    assert len(found) == number
    assert found == ids(prop, f"year:{','.join(years)}")


def test_terms_of_one_field_narrow_each_other(prop: Prop) -> None:
    """Two terms must both match; commas within one mean either."""
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
        (("missing:Title",), ("missing:title",)),
        (("missing:未收录官方答复",), ("missing:reply",)),
        (("year:2020", "year:2019..2021"), ("year:2020",)),
        (("--theme", "fintech,sme"), ("-t", "fintech", "-t", "sme")),
        (("--status=planned",), ("status:planned",)),
        (("--", "-status:planned"), ("-status:planned",)),
    ],
)
def test_different_spellings_of_the_same_query(
    prop: Prop, terms: Sequence[str], same_as: Sequence[str]
) -> None:
    """Operators, words, quotes, names and full-width punctuation are equivalent."""
    found = ids(prop, *terms)
    assert found
    assert found == ids(prop, *same_as)


def test_missing_fields_can_be_filtered_by(prop: Prop) -> None:
    """The shipped base lacks 25 titles, 8 lists of measures and 52 replies."""
    assert len(ids(prop, "missing:title")) == 54 - 29
    assert len(ids(prop, "missing:measures")) == 54 - 46
    assert len(ids(prop, "-missing:reply")) == 2


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
def test_proposals_are_sorted_by_one_key_or_several(prop: Prop, sort: str, first: str) -> None:
    """One key or several, ascending or descending; ties are newest first, then by id."""
    found = ids(prop, "--sort", sort)
    assert found[0] == first
    assert len(found) == 54
    assert ids(prop, "--sort", sort, "--limit", "1") == [first]


def test_titles_are_sorted_as_people_sort(prop: Prop, tmp_path: Path) -> None:
    """In the alphabet of their language; Chinese by sound; those without a title last."""
    stored = [
        proposal("2020-a", titles=titles("Bill 10 on ferries", "关于海洋")),
        proposal("2020-b", titles=titles("bill 9 on ferries", "关于安全")),
        proposal("2020-c", titles=titles("Éclairage", "關於北京")),
        proposal("2020-d", titles=titles(sv="Ärenden")),
        proposal("2020-e", titles=titles(sv="Zoner")),
        proposal("2020-f", titles=titles(sv="Åtgärder")),
    ]
    store = write_store(tmp_path / "base.json", stored)

    def order(sort: str, *more: str) -> str:
        template = ("--template", "{id}")
        return "".join(prop("list", "--sort", sort, *template, *more, store=store).out.split())

    assert order("title").replace("2020-", "") == "bacefd"
    assert order("title", "--lang", "zh").replace("2020-", "") == "efdbca"
    assert order("-title", "--lang", "zh").replace("2020-", "") == "acbdfe"
    assert order("title_en").replace("2020-", "") == "bacdef"
    assert order("title_sv").replace("2020-", "") == "efdabc"
    assert order("title_zh").replace("2020-", "") == "bcadef"
    assert order("-title_zh").replace("2020-", "") == "acbdef"
    found = prop("search", "bill", "--sort", "title", "--template", "{id}", store=store).out
    assert found.split() == ["2020-b", "2020-a"]


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
def test_columns_are_those_requested(prop: Prop, format_: str) -> None:
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
    """Every column that the error message lists can be shown."""
    listed = prop("list", "--columns", "xyzzy", exit_code=2).err.partition("Columns: ")[2]
    names = listed.strip().removesuffix(".").split(", ")
    assert len(names) > 20
    (row,) = json.loads(prop("list", "--columns", ",".join(names), "-n1", "-f", "json").out)
    assert list(row) == names


def test_csv_has_a_column_for_each_language_that_occurs_in_the_rows(prop: Prop) -> None:
    """JSON has one object of titles in their place."""

    def header(*arguments: str) -> list[str]:
        return prop("list", "--format", "csv", *arguments).out.splitlines()[0].split(",")

    everything = header()
    assert everything == [
        "id", "year", "date", "body", "kind", "status", "title", "title_language",
        "title_en", "title_zh", "title_zh_hant", "people", "themes", "regions", "series",
        "measures", "sources",
    ]  # fmt: skip
    without = [key for key in everything if key not in ("title_zh", "title_zh_hant")]
    assert header("--", "-language:zh") == without
    (row, *_) = json.loads(prop("list", "language:zh", "--format", "json", "--lang", "zh").out)
    assert (row["title_language"], row["title"]) == ("zh", row["titles"]["zh"])


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_titles_and_headings_are_in_the_requested_language(prop: Prop, lang: str) -> None:
    """English, Chinese with headings and names, or both titles."""
    header, first = prop("list", "xyzzy OR year:2017", "-n1", "--lang", lang).out.splitlines()
    assert ("编号" in header) is (lang == "zh")
    assert ("title (Chinese)" in header) is (lang == "both")
    assert ("数字文化" in first) is (lang == "zh")


def test_a_title_in_no_wanted_language_is_shown_in_its_own(prop: Prop) -> None:
    """The original title, and never an empty column."""
    out = prop(
        "list", "year:2017", "--sort", "id", "-n", "1", "--lang", "fr,de", "--columns", "title"
    ).out
    assert out.splitlines() == [
        "title",
        "关于充分发挥数字内容产业竞争力 掌握全球文化产业主导权的建议",
    ]


def test_dates_and_bodies_filter_and_sort(prop: Prop, tmp_path: Path) -> None:
    """As options and as terms; a date that is known to the month is in no part of it."""
    diet = [
        proposal("2024-a", body="diet", date="2024-05-30"),
        proposal("2024-b", body="diet", date="2024-06"),
        proposal("2024-c", body="seimas", date="2024-07-01"),
        proposal("2024-d", body="seimas"),
    ]
    store = str(write_store(tmp_path / "base.json", [*diet, body("diet"), body("seimas")]))

    def found(*arguments: str) -> list[str]:
        return ids(prop, *arguments, store=store)

    assert found("--body", "Diet") == found("body:diet") == ["2024-b", "2024-a"]
    assert found("--since", "2024-06") == found("date:2024-06..") == ["2024-c", "2024-b"]
    assert found("--since", "2024-05", "--until", "2024-06") == ["2024-b", "2024-a"]
    assert found("--until", "2024-06-15") == ["2024-a"]
    assert found("--sort", "date") == ["2024-a", "2024-b", "2024-c", "2024-d"]
    assert found("--sort", "-date") == ["2024-c", "2024-b", "2024-a", "2024-d"]


def test_subject_is_shown_without_a_chinese_title(prop: Prop) -> None:
    """A subject is not a title: it is shown in brackets."""
    out = prop("list", "missing:title", "year:2022", "--lang", "zh").out
    assert "〔粤港澳大湾区蓝碳(海洋碳汇)发展〕" in out


def test_an_empty_list_is_empty_in_every_format(prop: Prop) -> None:
    """A header is written only by formats that need one."""
    assert prop("list", "xyzzy").out == ""
    assert prop("list", "xyzzy", "-f", "json").out == "[]\n"
    assert prop("list", "xyzzy", "-f", "jsonl").out == ""
    assert prop("list", "xyzzy", "-f", "csv").out.startswith("id,year,date,body,kind")
    assert prop("list", "xyzzy", "-f", "markdown").out.startswith("| id |")


@pytest.mark.parametrize("limit", ["0", "-1"])
@pytest.mark.parametrize(
    "command", ["list", "measures", "replies", "themes", "export", "search a", "related 2020-pearl"]
)
def test_a_limit_is_at_least_one(prop: Prop, command: str, limit: str) -> None:
    """Nothing is asked for otherwise; ``--count`` shows only the number."""
    assert "0 is not in" in prop(*command.split(), "-n", limit, exit_code=2).err or limit != "0"


@pytest.mark.parametrize("nothing", ["--theme=", "--theme=,", "--person= ", "theme:,"])
def test_a_filter_without_a_value_is_an_error(prop: Prop, nothing: str) -> None:
    """An empty variable in a script must not list everything."""
    prop("list", nothing, exit_code=2)


def test_a_space_after_a_colon_is_an_error(prop: Prop) -> None:
    """``theme: fintech`` is either understood or an error, never an empty result."""
    ended = prop("list", "theme:", "fintech", exit_code=2)
    assert "theme:fintech" in ended.err


def test_too_many_terms_are_an_error(prop: Prop) -> None:
    """A query that is cut to its first terms would select more than was asked for."""
    ended = prop("list", *(["internet"] * 70), exit_code=2)
    assert "at most 64 are read" in ended.err


def test_requested_columns_fit_the_screen(prop: Prop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several columns of words share the screen."""
    from rich.cells import cell_len

    from proposals_cli.render import terminal

    monkeypatch.setattr(terminal, "screen", lambda: terminal.Screen(100, 1_000, colour=False))
    out = prop("list", "--columns", "id,title,problem,areas,entities").out
    assert max(map(cell_len, out.splitlines())) <= 100
