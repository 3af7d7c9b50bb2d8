"""CSL-JSON and BibTeX: valid, and read correctly by other programs."""

import json
from typing import Any

import pytest

from proposals_cli.exporting import bibtex, csl
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.exporting.bases import OPTIONS

KEYS = {
    "id", "type", "title", "author", "issued", "genre", "number", "collection-title", "authority",
    "publisher", "publisher-place", "chapter-number", "abstract", "keyword", "language", "URL",
    "note", "status", "custom",
}  # fmt: skip
"""The keys in use, checked by hand against ``csl-data.json`` of the CSL project."""


def items(selection: Selection, **options: Any) -> dict[str, dict[str, Any]]:
    """Return the items of an export by id."""
    text = "".join(csl.lines(selection, ExportOptions(**options)))
    return {item["id"]: item for item in json.loads(text)}


def test_a_suggestion_is_a_report(selection: Selection) -> None:
    """This is a complete item, key by key."""
    assert items(selection)["2017-digital-economy"] == {
        "id": "2017-digital-economy",
        "type": "report",
        "title": "On developing the digital economy",
        "author": [{"family": "Ma", "given": "Huateng"}],
        "issued": {"date-parts": [[2017]]},
        "genre": "Written suggestion (建议)",
        "number": "1234",
        "collection-title": "12th National People's Congress, 5th Session",
        "publisher": "National People's Congress",
        "publisher-place": "Beijing",
        "abstract": "Growth is slow.",
        "keyword": "Digital economy, Health",
        "language": "en",
        "URL": "https://paper.example/a?b=1&c=%20d_e#f",
        "note": "prop: 2017-digital-economy\noriginal-title: 关于大力发展数字经济的建议",
        "custom": {
            "prop_id": "2017-digital-economy",
            "status": "submitted",
            "as_reported": "handed in (递交)",
            "title_basis": "translated",
            "cap": 17,
        },
    }


def test_a_chinese_reference_has_chinese_values(selection: Selection) -> None:
    """Names, title, session and kind."""
    item = items(selection, lang="zh")["2017-digital-economy"]
    assert item["title"] == "关于大力发展数字经济的建议"
    assert item["author"] == [{"literal": "马化腾"}]
    assert item["collection-title"] == "第十二届全国人民代表大会第五次会议"
    assert item["genre"] == "书面建议"
    assert item["language"] == "zh-CN"
    assert item["note"] == "prop: 2017-digital-economy"


def test_a_bill_has_an_authority_and_no_publisher(
    selection: Selection,
) -> None:
    """With a publisher, Zotero would import it as a hearing."""
    item = items(selection)["2018-fund"]
    assert item["type"] == "bill"
    assert item["authority"] == "National People's Congress"
    assert item["chapter-number"] == "1"
    assert "publisher" not in item


def test_a_planned_proposal_is_not_cited_as_submitted(selection: Selection) -> None:
    """The reference says that the proposal was announced."""
    item = items(selection)["2018-fund"]
    assert item["status"] == "planned"
    assert "status: planned" in item["note"]


def test_a_title_of_our_own_is_in_square_brackets(selection: Selection) -> None:
    """This is the convention for supplied titles."""
    assert items(selection)["2019-label"]["title"] == "[On a thing]"
    assert items(selection, lang="zh")["2019-label"]["title"] == "[一事]"


def test_names_of_people_follow_the_conventions_of_their_language(selection: Selection) -> None:
    """Chinese names in Chinese order, others by the last word, unknown ids unchanged."""
    found = items(selection)
    assert found["2018-fund"]["author"] == [{"literal": "李华"}]
    assert found["2019-label"]["author"] == [
        {"family": "Roe", "given": "Jane Q."},
        {"literal": "nobody"},
    ]


def test_other_bodies_have_no_chinese_terms_and_no_place(selection: Selection) -> None:
    """The place of an unknown body is unknown."""
    item = items(selection)["2019-label"]
    assert item["genre"] == "Motion"
    assert item["publisher"] == "council"
    assert "publisher-place" not in item


def test_the_type_can_be_chosen(selection: Selection) -> None:
    """The keys depend on the type."""
    item = items(selection, csl_type="bill")["2017-digital-economy"]
    assert item["type"] == "bill"
    assert item["authority"] == "National People's Congress"
    assert "publisher" not in item


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_items_have_only_keys_of_the_schema(
    selection: Selection, hostile: Selection, lang: str
) -> None:
    """The schema of CSL-JSON refuses every other key."""
    for item in (items(selection, lang=lang) | items(hostile, lang=lang)).values():
        assert set(item) <= KEYS
        assert all(isinstance(item[key], str) for key in set(item) - {"author", "issued", "custom"})


def test_hostile_text_is_kept_as_text(hostile: Selection) -> None:
    """No control characters, and no invalid link."""
    for item in items(hostile).values():
        assert "URL" not in item
        text = json.dumps({**item, "note": item["note"].replace("\n", " ")}, ensure_ascii=False)
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\u2028\n")


def test_without_proposals_the_array_is_empty(selection: Selection) -> None:
    """An empty array is valid CSL-JSON."""
    from proposals_cli.domain.query.query import Or, Query

    assert "".join(csl.lines(Selection(selection._index, Query(Or())), OPTIONS)) == "[]\n"


def test_another_program_reads_the_bibtex(selection: Selection) -> None:
    """Types, names, titles and links are read correctly."""
    pybtex = pytest.importorskip("pybtex.database", reason="pybtex reads the entries back")
    found = pybtex.parse_string("".join(bibtex.lines(selection, OPTIONS)), "bibtex").entries
    assert list(found) == ["2019-label", "2018-fund", "2017-digital-economy"]
    report = found["2017-digital-economy"]
    assert report.type == "techreport"
    assert report.persons["author"][0].last_names == ["Ma"]
    assert report.persons["author"][0].first_names == ["Huateng"]
    assert report.fields["title"] == "{On developing the digital economy}"
    assert report.fields["institution"] == "National People's Congress"
    assert report.fields["url"] == "https://paper.example/a?b=1&c=%20d_e#f"
    assert found["2018-fund"].type == "legislation"
    assert found["2018-fund"].persons["author"][0].last_names == ["{李华}"]
    assert found["2019-label"].type == "techreport"


def test_hostile_text_ends_no_field_and_runs_no_command(hostile: Selection) -> None:
    """Braces, percent signs and backslashes of records are escaped."""
    pybtex = pytest.importorskip("pybtex.database", reason="pybtex reads the entries back")
    text = "".join(bibtex.lines(hostile, OPTIONS))
    found = pybtex.parse_string(text, "bibtex").entries
    assert len(found) == hostile.count()
    assert {entry.type for entry in found.values()} == {"techreport"}
    assert "\\input" not in text
    for entry in found.values():
        assert "evil" not in entry.fields
        title = entry.fields["title"]
        for sign in "%&#$_":
            assert title.count(sign) == title.count(f"\\{sign}")
