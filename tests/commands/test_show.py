"""``prop show``: a record with everything related to it."""

import json
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.factories import continuing, proposal, small_base, theme, write_store

KEYS = {
    "2020-pearl": [
        "id", "year", "body", "term", "session", "kind", "kind_terms", "titles", "sponsors",
        "themes", "regions", "entities", "series", "status", "problem", "measures", "actions",
        "relations",
    ],
    "2020-pearl#m03": ["proposal", "id", "text", "area", "citations"],
    "ma-huateng": ["id", "names", "other_names", "roles"],
    "npc": [
        "id", "name", "other_names", "languages", "timezone", "area", "place", "kind", "url",
        "sessions", "reply_within",
    ],
    "fintech": ["id", "name", "other_names", "description", "cap"],
    "jqknews-2020": [
        "id", "kind", "publisher", "title", "url", "accessed", "language",
        "machine_translated_from", "tier", "copy", "extent_read", "note",
    ],
    "count-2015": ["id", "kind", "person", "year", "value", "text", "assessment", "citations"],
    "jqknews-2020-02": [
        "id", "source", "locator", "words", "original", "meaning", "explanation", "citations",
    ],
}  # fmt: skip


@pytest.mark.parametrize("id_", KEYS)
def test_keys_of_records_are_fixed(prop: Prop, id_: str) -> None:
    """The keys of every kind of record, written out by hand; empty fields have none."""
    (record,) = json.loads(prop("show", id_, "--format", "json").out)
    assert list(record) == KEYS[id_]
    assert json.loads(prop("show", id_, "--format", "jsonl").out) == record


def test_several_records_keep_the_requested_order(prop: Prop) -> None:
    """JSON is an array, JSON Lines has a line each, a page has a rule between records."""
    asked = ("fintech", "2020-pearl", "ma-huateng", "fintech")
    records = json.loads(prop("show", *asked, "-f", "json").out)
    assert [record["id"] for record in records] == [
        "fintech",
        "2020-pearl-river-estuary-national-park",
        "ma-huateng",
        "fintech",
    ]
    lines = prop("show", *asked, "-f", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == records
    assert prop("show", *asked).out.count("\n" + "─" * 40 + "\n") == 3


@pytest.mark.parametrize("format_", ["table", "json", "jsonl"])
def test_one_wrong_id_of_several_shows_nothing(prop: Prop, format_: str) -> None:
    """A partial answer could be taken for a complete one."""
    ended = prop("show", "fintech", "xyzzy", "--format", format_, exit_code=1)
    assert ended.out == ""
    assert "No record matches 'xyzzy'." in ended.err


def test_citations_have_the_numbers_of_the_sources(prop: Prop) -> None:
    """Every number that a statement cites is the number of a source on the page."""
    import re

    page = prop("show", "2020-industrial-internet").out
    body, _, below = page.partition("\nSources\n")
    groups = re.findall(r"\[(\d[^\]]*)\]", body)
    cited = {part.split(",")[0].strip() for group in groups for part in group.split(";")}
    listed = re.findall(r"^  \[(\d+)\] ", below, re.MULTILINE)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert cited
    assert {number for number in cited if number.isdigit()} <= set(listed)


def test_a_measure_keeps_the_numbers_of_its_proposal(prop: Prop) -> None:
    """The page of one measure shows the sources it cites, and no others."""
    page = prop("show", "2020-pearl-river-estuary-national-park#m03").out
    assert page.count("  [1] ") == 1
    assert "  [2] " not in page
    assert "Measures (" not in page


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_pages_are_in_the_readers_language(prop: Prop, lang: str) -> None:
    """Headings and names are translated; quotations are not."""
    page = prop("show", "2020-rural", "ma-huateng", "fintech", "jqknews-2020", "--lang", lang).out
    assert ("\n措施（5）\n" in page) is (lang == "zh")
    assert ("\nMeasures (5)\n" in page) is (lang != "zh")
    assert ("Ma Huateng 马化腾 ma-huateng" in page) is (lang == "both")
    assert "关于“后脱贫期”促进乡村振兴的建议" in page


def test_an_id_that_two_tables_share_is_not_hidden(prop: Prop, tmp_path: Path) -> None:
    """A theme and a proposal may begin alike; the exact id wins."""
    store = write_store(
        tmp_path / "base.json",
        [*small_base([proposal("2020-cloud"), proposal("2020-cloud-two")]), theme("2020")],
    )
    (record,) = json.loads(prop("show", "2020-cloud", "-f", "json", store=store).out)
    assert record["id"] == "2020-cloud"
    (record,) = json.loads(prop("show", "2020", "-f", "json", store=store).out)
    assert record["name"] == {"en": "2020"}


def test_a_theme_without_a_record_is_shown_by_its_id(prop: Prop, tmp_path: Path) -> None:
    """A theme that the vocabulary lacks is still on the page."""
    store = write_store(tmp_path / "base.json", [proposal("2020-a", themes=("loose",))])
    assert "loose" in prop("show", "2020-a", store=store).out
    assert json.loads(prop("show", "2020-a", "-f", "json", store=store).out)[0]["themes"]


def test_extra_columns_and_unknown_proposals_are_shown(prop: Prop, tmp_path: Path) -> None:
    """Columns without a field, and an earlier proposal that is not in the base."""
    stored = proposal(
        "2020-a",
        body="sejm",
        term=9,
        relations=continuing("2019-gone"),
        extra={"chair": "A", "days": [3]},
    )
    page = prop("show", "2020-a", store=write_store(tmp_path / "base.json", [stored])).out
    assert "Session  9th sejm\n" in page
    assert "  continues\n    2019-gone  (not in this base)\n" in page
    assert "Also on record\n  chair: A\n  days: [3]\n" in page
