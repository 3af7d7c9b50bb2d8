"""The shipped base contains what its documentation states."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from proposals_cli.domain.model.parts import citations_in
from proposals_cli.domain.model.records import TABLES, BaseInfo, Proposal, Source
from proposals_cli.domain.text.languages import main_script
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.factories import records_in

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
MEASURES = {
    2013: 12, 2014: 3, 2015: 6, 2016: 13, 2017: 14,
    2018: 24, 2019: 28, 2020: 52, 2021: 13, 2022: 14,
}  # fmt: skip
STATED_STATUSES = {
    "presented": 18,
    "submitted": 17,
    "planned": 12,
    "planned-or-submitted": 4,
    "to-be-submitted": 3,
}
STATUSES = STATED_STATUSES | {"submitted": 15, "replied": 2}
SERIES = {
    "digital-strategy": 10,
    "ecology": 8,
    "greater-bay-area": 8,
    "culture": 5,
    "cyber-security": 3,
    "health": 3,
    "minors": 3,
    "rural": 3,
    "shenzhen": 2,
    "finance": 2,
    "employment": 2,
}
REGIONS = {
    "Greater Bay Area": 7,
    "Guangdong": 4,
    "Hong Kong": 4,
    "Macao": 4,
    "Shenzhen": 4,
    "Dongguan": 1,
    "Huizhou": 1,
    "Heyuan": 1,
    "Shenzhen-Shantou Special Cooperation Zone": 1,
    "Pearl River Estuary": 1,
}
KIND_TERMS = {"建议": 47, "提案": 17, "议案": 15, "建议案": 8}
FACTS = {
    "count": 11,
    "disagreement": 10,
    "session": 10,
    "biography": 9,
    "reference": 9,
    "total": 5,
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


@pytest.fixture(scope="module")
def proposals() -> list[Proposal]:
    """Return the proposals of the shipped base."""
    found = records_in(BASE, "proposals")
    return [record for record in found if isinstance(record, Proposal)]


def test_theme_lists_the_same_proposals_in_table_and_json(prop: Prop) -> None:
    """The ids of the theme are those counted in the sources."""
    listed = json.loads(prop("list", "--theme", "digital-economy", "--format", "json").out)
    assert sorted(row["id"] for row in listed) == DIGITAL_ECONOMY
    table = prop("list", "--theme", "digital-economy").out.splitlines()
    assert sorted(line.split()[0] for line in table[1:]) == DIGITAL_ECONOMY


def test_stats_give_every_count(prop: Prop) -> None:
    """Totals, years, themes, statuses and gaps are those counted in the sources."""
    stats = json.loads(prop("stats", "--format", "json").out)
    assert (stats["total"], stats["measures"], stats["sources"]) == (54, 179, 78)
    assert {row["year"]: row["held"] for row in stats["by_year"]} == BY_YEAR
    assert {row["year"]: row["stated"] for row in stats["by_year"]} == STATED
    assert {row["theme"]: row["count"] for row in stats["by_theme"]} == THEMES
    assert {row["status"]: row["count"] for row in stats["by_status"]} == STATUSES
    assert {row["missing"]: row["count"] for row in stats["missing"]} == {
        "date": 54,
        "reply": 54 - 2,
        "title": 54 - 29,
        "measures": 54 - 46,
        "problem": 54 - 42,
        "confirmation": 12 + 4 + 3,
    }
    across = Counter[str]()
    for row in stats["by_theme_and_year"]:
        across[row["theme"]] += row["count"]
    assert across == THEMES


def test_records_hold_what_was_counted_in_the_sources(proposals: list[Proposal]) -> None:
    """Measures, citations, series, regions, titles and words of the sources are all there."""
    by_year = Counter[int | None]()
    for one in proposals:
        by_year[one.stated_year] += len(one.measures)
    assert by_year == MEASURES
    assert sum(len(each.citations) for one in proposals for each in one.measures) == 233
    problems = [one.problem for one in proposals if one.problem]
    assert (len(problems), sum(len(each.citations) for each in problems)) == (42, 53)
    claims = [one.status for one in proposals if one.status]
    assert Counter(claim.value for claim in claims) == STATED_STATUSES
    assert sum(len(claim.citations) for claim in claims) == 84
    assert Counter(each.id for one in proposals for each in one.series) == SERIES
    assert Counter(region for one in proposals for region in one.regions) == REGIONS
    assert Counter(term for one in proposals for term in one.kind_terms) == KIND_TERMS
    titles = Counter((each.lang, each.basis) for one in proposals for each in one.titles)
    assert titles == {
        ("zh", "reported"): 29 + 5,  # five have a second wording
        ("zh-Hant", "reported"): 1,
        ("zh", "subject"): 30,
        ("en", "translated"): 29,
        ("en", "label"): 25,
    }


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
    assert len(sources) == 124
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
    """Nine facts are about the person, 36 are claims of sources, the others explain."""
    tables = json.loads(BASE.read_text(encoding="utf-8"))
    assert {table: len(records) for table, records in tables.items()} == {
        "base": 1,
        "proposals": 54,
        "people": 4,
        "bodies": 2,
        "themes": 16,
        "sources": 124,
        "facts": sum(FACTS.values()),
        "notes": 23,
    }
    assert Counter(fact["kind"] for fact in tables["facts"].values()) == FACTS
    assert len(json.loads(prop("themes", "--format", "json").out)) == 16
    people = json.loads(prop("people", "--format", "json").out)
    assert {row["id"]: row["proposals"] for row in people} == {
        "central-government": 0,
        "ma-huateng": 54,
        "national-ministries": 0,
        "tencent": 0,
    }
    cited = [row for row in json.loads(prop("sources", "--format", "json").out) if row["proposals"]]
    assert len(cited) == 77 + 1


def test_every_fact_cites_a_source_and_every_source_says_who_stands_behind_it() -> None:
    """A reader sees what a statement rests on."""
    assert all(citations_in(fact) for fact in records_in(BASE, "facts"))
    sources = json.loads(BASE.read_text(encoding="utf-8"))["sources"].values()
    assert all(source.get("tier") and source.get("accessed") for source in sources)
    translated = [source for source in sources if source.get("machine_translated_from")]
    assert {source["copy"] for source in translated} == {"machine-translation"}
    assert len(translated) == 6


def test_no_text_stands_under_a_language_that_it_is_not_in(proposals: list[Proposal]) -> None:
    """No English remark in a Chinese subject, and no Chinese term in an English measure."""
    texts = [(title.lang, title.text) for one in proposals for title in one.titles]
    for one in proposals:
        parts = (*one.measures, *one.actions, *one.uptake, *((one.problem,) if one.problem else ()))
        texts += [(tag, text) for part in parts for tag, text in part.text.items()]
    assert {tag for tag, _ in texts} == {"en", "zh", "zh-Hant"}
    for tag, text in texts:
        assert main_script(text) == ("LATIN" if tag == "en" else "CJK"), text
        if tag == "en":
            assert "CJK" not in {main_script(word) for word in text.split()}, text


def test_words_given_for_a_status_are_those_of_its_source(proposals: list[Proposal]) -> None:
    """They are in the language of the source, without a translation or a remark of ours."""
    sources = {source.id: source for source in records_in(BASE, "sources")}
    for one in proposals:
        assert one.status is not None
        first = one.status.citations[0]
        given = [(each.source, each.quote) for each in one.status.citations if each.quote]
        given += [(first.source, one.status.as_reported)] if one.status.as_reported else []
        assert given, one.id
        for id_, words in given:
            source = sources[id_]
            assert isinstance(source, Source)
            latin = bool(re.search("[A-Za-z]", words))
            assert latin == (source.language == "en"), (one.id, words)
            assert not re.search(r"""[()"“”'‘’:;/]""", words), (one.id, words)


def test_those_who_are_helped_are_not_among_those_asked_to_act(proposals: list[Proposal]) -> None:
    """Doctors and young people are to benefit; the state and firms are to act."""
    measures = [each for one in proposals for each in one.measures]
    actors = Counter(actor for each in measures for actor in each.actors)
    helped = Counter(name for each in measures for name in each.beneficiaries)
    assert actors["the state"] == 10
    names = {"family doctors", "village doctors", "young people", "minors", "village cadres"}
    assert names <= helped.keys()
    assert not names & actors.keys()
    assert not [each for each in measures if set(each.actors) & set(each.beneficiaries)]


def test_a_proposal_continues_another_only_where_a_source_says_so(
    proposals: list[Proposal],
) -> None:
    """Every link has a note of its own; the others are by subject, and say so."""
    links = [(one.id, link) for one in proposals for link in one.relations]
    assert Counter(link.kind for _, link in links) == {"continues": 20, "related": 16}
    for id_, link in links:
        assert link.note, id_
        assert link.note.startswith("By subject") == (link.kind == "related"), id_
    uncited = [id_ for id_, link in links if link.kind == "continues" and not link.citations]
    assert uncited == ["2016-internet-health-care"]


def test_sessions_and_deadlines_of_the_bodies_have_sources(proposals: list[Proposal]) -> None:
    """Every proposal was made in a session that the body's record has, in the same year."""
    bodies = json.loads(BASE.read_text(encoding="utf-8"))["bodies"].values()
    npc, cppcc = sorted(bodies, key=lambda body: str(body["id"]), reverse=True)
    assert all(session["citations"] for body in bodies for session in body["sessions"])
    years = {(one["term"], one["session"]): int(one["start"][:4]) for one in npc["sessions"]}
    assert sorted(years.values()) == sorted(BY_YEAR)
    assert {(one.term, one.session): one.stated_year for one in proposals} == years
    rules = npc["reply_within"]
    assert [(rule["months"], rule["at_most"], rule["from"]) for rule in rules] == [
        (3, 6, "assigned"),
        (3, 6, "assigned"),
    ]
    assert all(rule["citations"] for rule in rules)
    assert "reply_within" not in cppcc, "nothing was found for it"


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


def test_replies_and_uptake_are_separate(proposals: list[Proposal]) -> None:
    """Two proposals have an official reply of an unknown day, four a mention in later policy."""
    replies = {one.id: one.replies for one in proposals if one.replies}
    assert list(replies) == [
        "2019-industrial-internet-real-economy",
        "2020-rural-revitalisation-after-poverty",
    ]
    for (reply,) in replies.values():
        assert reply.when
        assert not reply.date
        assert [agent.who for agent in reply.by] == [None]
        assert reply.by[0].as_named
    assert sum(bool(one.uptake) for one in proposals) == 4


def test_no_day_of_submission_is_invented(proposals: list[Proposal]) -> None:
    """No source says when a suggestion was submitted; a day of publication is no such day."""
    assert not [one.id for one in proposals if one.date]
    dated = [each for one in proposals for each in one.actions if each.date]
    assert {(each.stage, each.date) for each in dated} == {("announced", "2020-05-18")}


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
    assert rules["original-title-missing"] == 25
    assert rules["unconfirmed"] == 19
    assert rules["machine-translation-alone"] >= 1
    assert "unsourced-claim" not in rules
    prop("check", "--strict", exit_code=1)


def test_file_is_laid_out_as_the_program_writes_it(tmp_path: Path) -> None:
    """Written anew, not a byte differs: no field is empty, no key and no record out of order."""
    records = [record for table in TABLES for record in records_in(BASE, table)]
    content = BASE.read_bytes()
    info = msgspec.convert(json.loads(content)["base"]["1"], BaseInfo)
    copy = JsonStore.create(tmp_path / "base.json", records, info)
    assert copy.path.read_bytes() == content


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_plain_tinydb_reads_it() -> None:
    """The base is a TinyDB file, readable without this program."""
    with TinyDB(BASE, access_mode="r") as database:
        assert len(database.table("proposals")) == 54
        assert {doc["kind"] for doc in database.table("proposals").all()} == {"suggestion"}


def test_csv_has_the_same_rows_as_json(prop: Prop) -> None:
    """Titles have a column for each language that occurs; the other columns are the keys."""
    rows = list(csv.DictReader(io.StringIO(prop("list", "--format", "csv").out, newline="")))
    listed = json.loads(prop("list", "--format", "json").out)
    assert [row["id"] for row in rows] == [row["id"] for row in listed]
    keys = [key for key in listed[0] if key != "titles"]
    assert [name for name in rows[0] if not name.startswith("title_") or name in keys] == keys
    assert {"title_en", "title_zh"} <= rows[0].keys()
