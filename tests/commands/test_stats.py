"""``prop stats``: counts, compared with numbers that sources state."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len

from proposals_cli.domain.model.parts import Agent
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.render import terminal
from tests.conftest import Prop
from tests.factories import (
    body,
    measure,
    proposal,
    reply,
    source,
    sponsors,
    titles,
    write_store,
)


def by(prop: Prop, *fields: str, more: Sequence[str] = ()) -> list[dict[str, object]]:
    """Return the rows of a count."""
    options = [part for field in fields for part in ("--by", field)]
    rows: list[dict[str, object]] = json.loads(prop("stats", *options, *more, "-f", "json").out)
    return rows


def test_filters_narrow_every_count(prop: Prop) -> None:
    """Options and terms mean the same here as in a list."""
    stats = json.loads(prop("stats", "--theme", "ecology", "year:2014..2020", "-f", "json").out)
    listed = json.loads(prop("list", "--theme", "ecology", "year:2014..2020", "-f", "json").out)
    assert stats["total"] == len(listed)
    assert stats["measures"] == sum(row["measures"] for row in listed)
    assert {row["year"]: row["held"] for row in stats["by_year"]} == {
        year: [row["year"] for row in listed].count(year) for year in {r["year"] for r in listed}
    }
    assert {row["stated"] for row in stats["by_year"]} == {None}
    assert stats == json.loads(
        prop("stats", "theme:ecology", "--year", "2014..2020", "-f", "json").out
    )


def test_a_selection_says_why_it_is_not_compared(prop: Prop) -> None:
    """The count of a theme and that of a year are not comparable."""
    page = prop("stats", "--theme", "ecology").out
    assert " of " not in page.partition("By theme")[0].replace("proposals of a person", "")
    assert "a selection is not compared" in " ".join(page.split())
    assert "3 of 4" in prop("stats", "--person", "ma-huateng", "--year", "2015").out


@pytest.mark.parametrize(
    ("field", "counts"),
    [
        ("year", {2013: 3, 2015: 3, 2018: 8, 2022: 6}),
        ("theme", {"digital-economy": 18, "sme": 2, "fintech": 4}),
        ("person", {"ma-huateng": 54}),
        ("kind", {"suggestion": 54}),
        ("status", {"planned": 12, "submitted": 15, "replied": 2}),
        ("body", {"npc": 54}),
        ("missing", {"reply": 52, "title": 25}),
        ("stage", {"replied": 2}),
        ("role", {"author": 54}),
        ("horizon", {"near-term": 1, "medium-and-long-term": 1}),
        ("source", {"jqknews-2020": 7}),
    ],
)
def test_proposals_are_counted_by_any_field(
    prop: Prop, field: str, counts: dict[object, int]
) -> None:
    """Rows have the field and the count as keys."""
    rows = by(prop, field)
    named = [f"{field}_name"] if field in ("person", "body", "source") else []
    assert all(list(row) == [field, *named, "count"] for row in rows)
    found = {row[field]: row["count"] for row in rows}
    assert {value: found[value] for value in counts} == counts
    assert found == {row[field]: row["count"] for row in by(prop, field.upper())}


def test_a_cross_table_adds_up(prop: Prop) -> None:
    """Theme by year gives the counts of each theme, in either order of the fields."""
    themes = {row["theme"]: row["count"] for row in by(prop, "theme")}
    across = by(prop, "theme", "year")
    assert all(list(row) == ["theme", "year", "count"] for row in across)
    reversed_ = by(prop, "year", "theme")
    assert sorted((str(r["theme"]), str(r["year"]), str(r["count"])) for r in across) == sorted(
        (str(r["theme"]), str(r["year"]), str(r["count"])) for r in reversed_
    )
    for theme, count in themes.items():
        assert sum(int(str(r["count"])) for r in across if r["theme"] == theme) == count
    table = prop("stats", "--by", "theme", "--by", "year").out.splitlines()
    assert table[0].split() == ["theme", *map(str, range(2013, 2023)), "total"]
    assert table.pop() == "A proposal may have several values."
    shown = {line.split()[0]: int(line.split()[-1]) for line in table[1:]}
    assert shown == {**themes, "total": 54}


def test_the_table_of_counts_is_largest_first(prop: Prop) -> None:
    """Themes by count, years in their order."""
    counts = [int(line.split()[-1]) for line in prop("stats", "--by", "theme").out.splitlines()[1:]]
    assert counts == sorted(counts, reverse=True)
    years = [line.split()[0] for line in prop("stats", "--by", "year").out.splitlines()[1:]]
    assert years == sorted(years)


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_a_limit_takes_the_same_rows_in_every_format(prop: Prop, format_: str) -> None:
    """The largest three themes are the same in each."""
    top = prop("stats", "--by", "theme", "-n", "3").out.splitlines()[1:]
    out = prop("stats", "--by", "theme", "-n", "3", "-f", format_).out
    rows = json.loads(out) if format_ == "json" else list(csv.DictReader(io.StringIO(out)))
    assert [row["theme"] for row in rows] == [line.split()[0] for line in top]


def test_a_filter_that_matches_everything_changes_no_count(prop: Prop) -> None:
    """The same 54 proposals cite the same sources, however they are selected."""
    everything = json.loads(prop("stats", "-f", "json").out)
    assert json.loads(prop("stats", "year:1..9999", "-f", "json").out) == everything
    by_kind = json.loads(prop("stats", "--kind", "suggestion", "-f", "json").out)
    assert {**by_kind, "by_year": []} == {**everything, "by_year": []}
    cited = {row["source"] for row in by(prop, "source")}
    assert everything["sources"] == len(cited) < len(prop("sources", "-f", "jsonl").out.split("\n"))
    assert f" {len(cited)} sources cited, " in prop("stats").out.splitlines()[0]


def test_flat_formats_name_field_value_and_count(prop: Prop) -> None:
    """The summary as rows: every count of the JSON is in the CSV."""
    rows = list(csv.DictReader(io.StringIO(prop("stats", "-f", "csv").out)))
    assert list(rows[0]) == ["field", "value", "count", "stated"]
    stats = json.loads(prop("stats", "-f", "json").out)
    years = [row for row in rows if row["field"] == "year"]
    assert [(int(r["value"]), int(r["count"]), r["stated"]) for r in years] == [
        (r["year"], r["held"], "" if r["stated"] is None else str(r["stated"]))
        for r in stats["by_year"]
    ]
    for field in ("theme", "status", "kind", "body", "stage", "language", "missing"):
        assert [(r["value"], int(r["count"])) for r in rows if r["field"] == field] == [
            (r[field], r["count"]) for r in stats[f"by_{field}" if field != "missing" else field]
        ]


KEYS = [
    *("total", "measures", "sources", "people", "by_year", "by_theme", "by_status", "by_kind"),
    *("by_body", "by_stage", "by_language", "by_theme_and_year", "missing"),
]

MIXED = [
    proposal(
        "2020-a",
        body="bundestag",
        titles=titles(de="Über Reis"),
        kind=Kind.QUESTION,
        extra={"faction": "Grüne"},
        addressees=(Agent(who="bmel"),),
    ),
    proposal("2021-b", titles=titles(en="On tea", zh="关于茶"), date="2021-03-05"),
    proposal("c", year=None, titles=titles(zh="关于米"), actions=(reply(), reply(interim=True))),
    proposal("d", year=None, titles=titles(subject="主题")),
    body("bundestag", name={"de": "Deutscher Bundestag", "en": "German Bundestag"}),
    body("npc", name={"en": "National People's Congress", "zh": "全国人民代表大会"}),
]


def test_the_keys_are_interface(prop: Prop) -> None:
    """They are listed by hand."""
    assert list(json.loads(prop("stats", "-f", "json").out)) == KEYS


def test_mixed_proposals_are_counted_by_body_stage_and_language(prop: Prop, tmp_path: Path) -> None:
    """Each title counts in its language; a proposal without a year is counted as such."""
    store = write_store(tmp_path / "base.json", MIXED)
    stats = json.loads(prop("stats", "-f", "json", store=store).out)
    assert stats["by_year"] == [
        {"year": 2020, "held": 1, "stated": None},
        {"year": 2021, "held": 1, "stated": None},
        {"year": None, "held": 2, "stated": None},
    ]
    assert stats["by_body"] == [{"body": "npc", "count": 3}, {"body": "bundestag", "count": 1}]
    assert stats["by_stage"] == [{"stage": "replied", "count": 1}]
    assert stats["by_language"] == [
        {"language": "zh", "count": 2},
        {"language": "de", "count": 1},
        {"language": "en", "count": 1},
    ]
    assert {row["status"]: row["count"] for row in stats["by_status"]} == {
        "unknown": 2,
        "submitted": 1,
        "replied": 1,
    }
    page = prop("stats", "--lang", "de,en", store=store).out
    for expected in ("no year", "Deutscher Bundestag", "National People's Congress"):
        assert expected in page
    assert "全国人民代表大会" in prop("stats", "--lang", "zh", store=store).out


@pytest.mark.parametrize(
    ("field", "counts"),
    [
        ("year", {2020: 1, 2021: 1, None: 2}),
        ("body", {"npc": 3, "bundestag": 1}),
        ("language", {"zh": 2, "de": 1, "en": 1}),
        ("stage", {"replied": 1}),
        ("missing", {"date": 3, "title": 1}),
        ("extra.faction", {"Grüne": 1}),
        ("addressee", {"bmel": 1}),
    ],
)
def test_mixed_proposals_are_counted_by_any_field(
    prop: Prop, tmp_path: Path, field: str, counts: dict[object, int]
) -> None:
    """A year that is not known is null in JSON, and has a word in the table."""
    store = write_store(tmp_path / "base.json", MIXED)
    rows = json.loads(prop("stats", "--by", field, "-f", "json", store=store).out)
    found = {row[field]: row["count"] for row in rows}
    assert {value: found[value] for value in counts} == counts
    if field == "year":
        assert "no year" in prop("stats", "--by", field, store=store).out


def test_an_empty_result_has_a_message(prop: Prop) -> None:
    """The exit code is 0, the page shows zeros, and a message is on standard error."""
    ended = prop("stats", "--kind", "bill")
    assert ended.out.startswith("0 proposals, 0 measures, 0 sources cited, 0 people")
    assert ended.err == "No proposals match.\n"
    ended = prop("stats", "--kind", "bill", "--by", "theme", "-f", "json")
    assert (ended.out, ended.err) == ("[]\n", "No proposals match.\n")
    stats = json.loads(prop("stats", "--kind", "bill", "-f", "json").out)
    assert (stats["total"], stats["by_year"], stats["by_theme"]) == (0, [], [])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (["region"], "None of the 4 proposals has a value for region.\n"),
        (["kind", "party"], "None of the 4 proposals has a value for kind and party.\n"),
        (["series", "year:2020"], "The one proposal has no value for series.\n"),
        (["region", "kind:bill"], "No proposals match.\n"),
    ],
)
def test_a_field_without_values_is_named(
    prop: Prop, tmp_path: Path, fields: Sequence[str], message: str
) -> None:
    """Proposals were found, but have nothing to count by."""
    store = write_store(tmp_path / "base.json", MIXED)
    terms = [field for field in fields if ":" in field]
    options = [part for field in fields if ":" not in field for part in ("--by", field)]
    ended = prop("stats", *options, *terms, store=store)
    assert (ended.out, ended.err) == ("", message)


def test_an_empty_base_says_how_to_fill_it(prop: Prop, tmp_path: Path) -> None:
    """In counts and in lists, unless nothing was asked for."""
    store = write_store(tmp_path / "base.json", [])
    message = "The base contains no proposals yet: prop add, prop import.\n"
    for command in (["stats"], ["stats", "--by", "theme"], ["stats", "-f", "csv"], ["list"]):
        assert prop(*command, store=store).err == message
    assert prop("list", "word", store=store).err == "No proposals match.\n"


def test_bodies_and_languages_are_counted_by_their_names(prop: Prop, tmp_path: Path) -> None:
    """As on the page of all counts; their ids and tags are for programs."""
    store = write_store(tmp_path / "base.json", MIXED)
    for lang, national, german in (
        ("en", "National People's Congress", "German"),
        ("zh", "全国人民代表大会", "德文"),
    ):
        for format_ in ("table", "markdown"):
            options = ("--lang", lang, "-f", format_)
            assert national in prop("stats", "--by", "body", *options, store=store).out
            assert german in prop("stats", "--by", "language", *options, store=store).out
    out = prop("stats", "--by", "body", "-f", "csv", store=store).out
    assert out.splitlines() == [
        "body,body_name,count",
        "npc,National People's Congress,3",
        "bundestag,German Bundestag,1",
    ]


def test_nouns_agree_with_their_counts(prop: Prop, tmp_path: Path) -> None:
    """One proposal, measure, source or person is not several."""
    made = proposal(measures=(measure(),), sources=("s",), sponsors=sponsors("Li Hua"))
    store = write_store(tmp_path / "base.json", [made, source("s")])
    assert "1 proposal, 1 measure, 1 source cited, 1 person\n" in prop("stats", store=store).out


def test_only_suggestions_are_counted_as_such_in_chinese(prop: Prop, tmp_path: Path) -> None:
    """A question of another parliament is none."""
    assert "54 件建议，" in prop("stats", "--lang", "zh").out
    store = write_store(tmp_path / "base.json", MIXED)
    page = prop("stats", "--lang", "zh", store=store).out
    assert "4 件，" in page
    assert "询问" in page
    assert "件建议" not in page.splitlines()[0]


def test_an_unknown_gap_names_the_field(prop: Prop) -> None:
    """``missing`` is no noun."""
    ended = prop("stats", "missing:bogus", exit_code=2)
    assert "'bogus' is not a value of missing." in ended.err


def test_labels_and_names_are_in_the_requested_language(prop: Prop) -> None:
    """Values in JSON do not depend on the language."""
    page = prop("stats", "--lang", "zh").out
    for expected in ("54 件建议", "按主题", "数字经济", "未收录官方答复", "3 / 4", "另有来源称 2"):
        assert expected in page
    assert "数字经济" in prop("stats", "--by", "theme", "--lang", "zh").out
    assert by(prop, "theme", more=("--lang", "zh")) == by(prop, "theme")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_summary_fits_the_screen(
    prop: Prop, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """Bars, labels and the map of years share the width, in both languages."""
    monkeypatch.setattr(terminal, "screen", lambda: terminal.Screen(width, 1_000, colour=False))
    for lang in ("en", "zh"):
        lines = prop("stats", "--lang", lang).out.splitlines()
        assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize(
    "fields", [("theme", "year"), ("year", "theme"), ("theme", "status"), ("entity",)]
)
def test_counts_fit_the_screen(
    prop: Prop, monkeypatch: pytest.MonkeyPatch, fields: Sequence[str]
) -> None:
    """A table of counts fits a screen of 80 cells, as every other table does."""
    monkeypatch.setattr(terminal, "screen", lambda: terminal.Screen(80, 1_000, colour=False))
    options = [part for field in fields for part in ("--by", field)]
    assert max(map(cell_len, prop("stats", *options).out.splitlines())) <= 80


@pytest.mark.parametrize("command", ["list", "stats"])
def test_the_help_says_that_sponsors_differ(prop: Prop, command: str) -> None:
    """A party and a role may be those of two sponsors of one proposal."""
    page = " ".join(prop(command, "--help").out.split())
    assert "Different sponsors may meet several conditions on sponsors" in page
