"""The shipped base contains what its documentation states."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.conftest import Prop
from tests.factories import encode

BASE = Path(__file__).parent.parent / "data" / "proposals.json"

BY_YEAR = {2013: 3, 2014: 3, 2015: 3, 2016: 5, 2017: 7, 2018: 8, 2019: 7, 2020: 7, 2021: 5, 2022: 6}
STATED = {**BY_YEAR, 2015: 4, 2021: None}
THEMES = {
    "digital-economy": 18,
    "data-governance": 10,
    "science-innovation": 9,
    "internet-plus": 9,
    "ecology": 8,
    "greater-bay-area": 8,
    "digital-governance": 7,
    "health": 5,
    "culture": 5,
    "industrial-internet": 4,
    "fintech": 4,
    "minors-protection": 3,
    "education": 3,
    "employment": 3,
    "rural-revitalisation": 3,
    "sme": 2,
}
STATUSES = {
    "presented": 18,
    "submitted": 17,
    "planned": 12,
    "planned-or-submitted": 4,
    "to-be-submitted": 3,
}
DIGITAL_ECONOMY = [
    "2013-internet-firms-going-global",
    "2013-national-internet-strategy",
    "2015-internet-plus",
    "2016-internet-plus-action-plan",
    "2016-sharing-economy",
    "2017-digital-economy",
    "2018-digital-china",
    "2018-industrial-internet-manufacturing",
    "2019-industrial-internet-real-economy",
    "2020-digital-tools-for-small-firms",
    "2020-fintech-and-financial-opening",
    "2020-industrial-internet-strategy",
    "2020-rural-revitalisation-after-poverty",
    "2021-carbon-neutral-technology-firms",
    "2021-digital-economy-pilots-and-governance",
    "2021-digital-technology-rural-revitalisation",
    "2021-new-forms-of-employment",
    "2022-digital-real-integration",
]
ECOLOGY_2020 = "2020-pearl-river-estuary-national-park"


def test_theme_lists_the_same_proposals_in_table_and_json(prop: Prop) -> None:
    """The ids of the theme are those counted in the sources."""
    listed = json.loads(prop("list", "--theme", "digital-economy", "--format", "json").out)
    assert sorted(row["id"] for row in listed) == DIGITAL_ECONOMY
    table = prop("list", "--theme", "digital-economy").out.splitlines()
    assert sorted(line.split()[0] for line in table[1:]) == DIGITAL_ECONOMY


def test_stats_give_every_count(prop: Prop) -> None:
    """Totals, years, themes, statuses and gaps are those counted in the sources."""
    stats = json.loads(prop("stats", "--format", "json").out)
    assert (stats["total"], stats["measures"], stats["sources"], stats["people"]) == (
        54,
        179,
        87,
        1,
    )
    assert {row["year"]: row["held"] for row in stats["by_year"]} == BY_YEAR
    assert {row["year"]: row["stated"] for row in stats["by_year"]} == STATED
    assert {row["theme"]: row["count"] for row in stats["by_theme"]} == THEMES
    assert {row["status"]: row["count"] for row in stats["by_status"]} == STATUSES
    assert {row["missing"]: row["count"] for row in stats["missing"]} == {
        "title-zh": 54 - 29,
        "measures": 54 - 46,
        "problem": 54 - 42,
        "response": 54 - 2,
        "confirmation": 12 + 4 + 3,
    }
    across = Counter[str]()
    for row in stats["by_theme_and_year"]:
        across[row["theme"]] += row["count"]
    assert across == THEMES


def test_summary_page_compares_counts_with_stated_ones(prop: Prop) -> None:
    """A year for which no source states a number says so."""
    lines = {line[:6].strip(): line for line in prop("stats").out.splitlines()}
    assert lines["2015"].endswith(" 3 of 4")
    assert lines["2020"].endswith(" 7 of 7")
    assert lines["2021"].endswith("5 (no number stated)")
    assert lines["2014"].endswith("3 of 3 (another source states 2)")


def test_every_measure_has_a_citation(prop: Prop) -> None:
    """Each of the 179 measures cites a source that exists."""
    measures = json.loads(prop("measures", "--format", "json").out)
    assert len(measures) == 179
    sources = {row["id"] for row in json.loads(prop("sources", "--format", "json").out)}
    assert len(sources) == 87
    for measure in measures:
        assert measure["citations"], measure["id"]
        assert {citation["source"] for citation in measure["citations"]} <= sources


def test_measures_of_2020_follow_the_article(prop: Prop) -> None:
    """Of the 52 measures of 2020, 43 cite the article about the session."""
    rows = json.loads(prop("measures", "--year", "2020", "--format", "json").out)
    assert len(rows) == 52
    assert sum(any(c["source"] == "jqknews-2020" for c in row["citations"]) for row in rows) == 43
    near = json.loads(prop("measures", "horizon:near-term", "--format", "json").out)
    assert len(near) == 2


def test_every_table_has_the_expected_number_of_records(prop: Prop) -> None:
    """The facts are nine about the person and 34 claims of sources."""
    tables = json.loads(BASE.read_text(encoding="utf-8"))
    assert {table: len(records) for table, records in tables.items()} == {
        "proposals": 54,
        "people": 1,
        "themes": 16,
        "sources": 87,
        "facts": 9 + 34,
        "notes": 23,
    }
    assert len(json.loads(prop("themes", "--format", "json").out)) == 16
    (person,) = json.loads(prop("people", "--format", "json").out)
    assert (person["id"], person["name_zh"], person["proposals"]) == ("ma-huateng", "马化腾", 54)
    cited = [row for row in json.loads(prop("sources", "--format", "json").out) if row["proposals"]]
    assert len(cited) == 77


def test_both_statements_on_the_count_of_ecology_proposals_are_shown(prop: Prop) -> None:
    """One calls 2020 the fourth; the other counts four earlier ones in the base."""
    page = " ".join(prop("show", ECOLOGY_2020).out.split())
    assert "2020 was the fourth time he made a proposal on ecological civilisation" in page
    assert "Four earlier ones are held here: ivory (2014), sponge cities (2017)" in page
    for earlier in (
        "2014-ending-illegal-ivory-trade",
        "2017-sponge-cities",
        "2018-ngos-in-national-parks",
        "2019-ecology-and-environment",
    ):
        assert "fourth time" in " ".join(prop("show", earlier).out.split())


def test_notes_on_translation_are_shown_with_the_proposals_they_concern(prop: Prop) -> None:
    """A note is shown if its paragraph is cited; all 23 are shown with the source."""
    assert "data middle platforms the focus" in prop("show", "2020-industrial-internet").out
    page = prop("show", "jqknews-2020").out
    assert page.count("jqknews-2020, ") == 23


def test_replies_and_uptake_are_separate(prop: Prop) -> None:
    """Two proposals have an official reply, four are mentioned in later policy."""
    records = json.loads(BASE.read_text(encoding="utf-8"))["proposals"].values()
    assert sum(bool(record["responses"]) for record in records) == 2
    assert sum(bool(record["uptake"]) for record in records) == 4
    assert "Official replies" in prop("show", "2020-rural").out


def test_no_id_contains_its_year_twice(prop: Prop) -> None:
    """No id ends with the year it begins with."""
    ids = prop("list", "--columns", "id", "--format", "tsv").out.split()[1:]
    assert len(ids) == 54
    assert not [id_ for id_ in ids if id_.endswith(id_[:4])]


def test_base_has_no_error(prop: Prop) -> None:
    """`prop check` finds warnings only, so it fails only with --strict."""
    found = json.loads(prop("check", "--format", "json").out)
    assert {row["severity"] for row in found} == {"warning"}
    rules = Counter(row["rule"] for row in found)
    assert rules["title-zh-missing"] == 25
    assert rules["unconfirmed"] == 19
    assert rules["machine-translation-alone"] >= 1
    prop("check", "--strict", exit_code=1)


def test_file_is_laid_out_as_the_program_writes_it() -> None:
    """Saving the shipped base would not change a byte of it."""
    content = BASE.read_bytes()
    assert encode(json.loads(content)) == content


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_plain_tinydb_reads_it() -> None:
    """The base is a TinyDB file, readable without this program."""
    with TinyDB(BASE, access_mode="r") as database:
        assert len(database.table("proposals")) == 54
        assert {doc["kind"] for doc in database.table("proposals").all()} == {"suggestion"}


def test_csv_has_the_same_rows_as_json(prop: Prop) -> None:
    """The header has the keys of the JSON."""
    rows = list(csv.DictReader(io.StringIO(prop("list", "--format", "csv").out, newline="")))
    listed = json.loads(prop("list", "--format", "json").out)
    assert [row["id"] for row in rows] == [row["id"] for row in listed]
    assert list(rows[0]) == list(listed[0])
