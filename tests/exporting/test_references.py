"""CSL-JSON and BibTeX: valid, and read correctly by other programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Document, Identifier, Sponsor
from proposals_cli.domain.model.vocabulary import DocumentRole, Role
from proposals_cli.domain.presenting.csl_names import PARTS
from proposals_cli.domain.text.languages import parse_languages
from proposals_cli.exporting import bibtex, csl
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.exporting.bases import OPTIONS, selection_of
from tests.exporting.parliaments import parliaments
from tests.factories import proposal

KEYS = {
    "id", "type", "title", "author", "issued", "genre", "number", "collection-title", "authority",
    "publisher", "publisher-place", "chapter-number", "abstract", "keyword", "language", "URL",
    "note", "status", "custom", "original-title", "accessed",
}  # fmt: skip
"""The keys in use, checked by hand against ``csl-data.json`` of the CSL project."""


def items(selection: Selection, lang: str = "en", **options: Any) -> dict[str, dict[str, Any]]:
    """Return the items of an export by id."""
    text = "".join(csl.lines(selection, ExportOptions(parse_languages(lang), **options)))
    return {item["id"]: item for item in json.loads(text)}


def test_a_suggestion_is_a_report(selection: Selection) -> None:
    """This is a complete item, key by key."""
    assert items(selection)["2017-digital-economy"] == {
        "id": "2017-digital-economy",
        "type": "report",
        "title": "On developing the digital economy",
        "original-title": "关于大力发展数字经济的建议",
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
            "status": "replied",
            "as_reported": "handed in (递交)",
            "title_basis": "translated",
            "cap": 17,
        },
    }


def test_a_chinese_reference_has_chinese_values(selection: Selection) -> None:
    """Names, title, session and kind."""
    item = items(selection, "zh")["2017-digital-economy"]
    assert item["title"] == "关于大力发展数字经济的建议"
    assert item["author"] == [{"literal": "马化腾"}]
    assert item["collection-title"] == "第十二届全国人民代表大会第五次会议"
    assert item["genre"] == "书面建议"
    assert item["language"] == "zh"
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
    assert items(selection, "zh")["2019-label"]["title"] == "[一事]"


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


@pytest.fixture
def five(tmp_path: Path) -> Selection:
    """Return a selection of the proposals of five parliaments."""
    return selection_of(tmp_path / "five", parliaments())


@pytest.mark.parametrize(
    ("id_", "lang", "expected"),
    [
        (
            "2026-breitband",
            "de",
            {
                "title": "Ausbau der Netze im Land",
                "language": "de",
                "author": [{"literal": "Gruppe der Mitte und Mehr"}],
                "issued": {"date-parts": [[2026, 2, 11]]},
                "genre": "Kleine Anfrage",
                "number": "21/488",
                "publisher": "Landtag von Beispielland",
            },
        ),
        (
            "2026-breitband",
            "en",
            {
                "title": "Ausbau der Netze im Land",
                "language": "de",
                "genre": "Question (Kleine Anfrage)",
                "publisher": "Diet of Exampleland",
            },
        ),
        (
            "2024-shitsumon",
            "ja",
            {
                "language": "ja",
                "author": [{"family": "河", "given": "みどり"}],
                "issued": {"date-parts": [[2024, 5, 30]]},
                "genre": "質問主意書",
                "number": "163",
                "publisher": "衆議院",
            },
        ),
        (
            "2021-nets",
            "en",
            {
                "title": "To widen the nets",
                "author": [
                    {
                        "family": "Lee",
                        "given": "Ann",
                        "non-dropping-particle": "van der",
                        "suffix": "Jr.",
                    }
                ],
                "number": "H.R. 1",
                "authority": "House of Samples",
                "chapter-number": "2021-2022 Regular Session",
            },
        ),
        (
            "2021-bozhang",
            "zh",
            {
                "title": "关于完善网络保障的提案",
                "language": "zh",
                "author": [{"literal": "某某某"}],
                "genre": "提案",
                "number": "0123",
                "publisher-place": "某市",
            },
        ),
        (
            "2021-bozhang",
            "en",
            {
                "title": "[On safer nets]",
                "language": "en",
                "original-title": "关于完善网络保障的提案",
                "genre": "CPPCC proposal (提案)",
            },
        ),
        (
            "2020-filets",
            "fr",
            {
                "language": "fr",
                "author": [{"family": "Exemple", "given": "Jeanne", "dropping-particle": "d'"}],
                "issued": {"date-parts": [[2020, 5]]},
                "genre": "Question écrite",
                "number": "1234",
            },
        ),
    ],
)
def test_a_reference_is_in_its_own_language(
    five: Selection, id_: str, lang: str, expected: dict[str, Any]
) -> None:
    """Title, kind, body and names: as asked for where there are any, else as they are."""
    item = items(five, lang)[id_]
    assert {key: item.get(key) for key in expected} == expected
    assert "abstract" not in item


def test_cosponsors_and_those_who_withdrew_are_no_authors(tmp_path: Path) -> None:
    """Without an author there is none."""
    sponsors = (
        Sponsor(as_named="Roe, Jane", role=Role.COSPONSOR),
        Sponsor(as_named="Gone, Al", withdrawn="2021-02-03"),
        Sponsor(as_named="Ask, Some", role=Role.PETITIONER),
    )
    held = [proposal("2020-a", sponsors=sponsors)]
    assert "author" not in items(selection_of(tmp_path / "base", held))["2020-a"]


@pytest.mark.parametrize(
    ("identifiers", "number"),
    [
        ([("wikidata", "Q42"), ("bill-number", "HB 7")], "HB 7"),
        ([("ocd-bill", "ocd-bill/1"), ("bill_id", "x-1"), ("url", "https://a.example/")], None),
        ([("number", "https://a.example/1"), ("column", "6f9619ff-8b86-d011-b42d")], None),
        ([("number", "2020-a")], None),
        ([("議案番号", "第5号")], "第5号"),
        ([], None),
    ],
)
def test_only_an_official_number_is_a_number(
    tmp_path: Path, identifiers: list[tuple[str, str]], number: str | None
) -> None:
    """Keys of catalogues, addresses and the id of this base are none."""
    given = tuple(Identifier(scheme=scheme, value=value) for scheme, value in identifiers)
    held = [proposal("2020-a", identifiers=given)]
    assert items(selection_of(tmp_path / "base", held))["2020-a"].get("number") == number


def test_the_number_of_the_paper_comes_before_that_of_a_database(tmp_path: Path) -> None:
    """A question is cited by its printed paper, not by the number of the procedure in a portal."""
    portal = Identifier(scheme="portal-entry", value="331207")
    paper = Document(role=DocumentRole.QUESTION, number="21/4717")
    held = [
        proposal("2020-a", identifiers=(portal,), documents=(paper,)),
        proposal("2020-b", identifiers=(portal,)),
    ]
    made = items(selection_of(tmp_path / "base", held))
    assert [one["number"] for one in made.values()] == ["21/4717", "331207"]


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    """A proposal may have no title, no date, no author and no source."""
    held = [
        proposal(
            "x",
            year=None,
            titles=(),
            identifiers=(Identifier(scheme="number", value="7"),),
        )
    ]
    selection = selection_of(tmp_path / "base", held)
    assert items(selection)["x"] == {
        "id": "x",
        "type": "report",
        "genre": "Written suggestion (建议)",
        "number": "7",
        "publisher": "npc",
        "custom": {"prop_id": "x", "status": "unknown"},
        "note": "prop: x",
    }
    assert "year" not in "".join(bibtex.lines(selection, OPTIONS))


def test_the_type_can_be_chosen(selection: Selection) -> None:
    """The keys depend on the type."""
    item = items(selection, csl_type="bill")["2017-digital-economy"]
    assert item["type"] == "bill"
    assert item["authority"] == "National People's Congress"
    assert "publisher" not in item


@pytest.mark.parametrize("lang", ["en", "zh", "de", "both"])
def test_items_have_only_keys_of_the_schema(
    selection: Selection, hostile: Selection, five: Selection, lang: str
) -> None:
    """The schema of CSL-JSON refuses every other key."""
    for item in (items(selection, lang) | items(hostile, lang) | items(five, lang)).values():
        assert set(item) <= KEYS
        others = {"author", "issued", "accessed", "custom"}
        assert all(isinstance(item[key], str) for key in set(item) - others)
        assert item["id"] != item.get("number")
        for name in item.get("author", ()):
            assert set(name) <= {"literal", *PARTS}


def test_hostile_text_is_kept_as_text(hostile: Selection) -> None:
    """No control characters, and no invalid link."""
    for item in items(hostile).values():
        assert "URL" not in item
        text = json.dumps({**item, "note": item["note"].replace("\n", " ")}, ensure_ascii=False)
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\u2028\n")


def test_without_proposals_the_array_is_empty(selection: Selection) -> None:
    """An empty array is valid CSL-JSON."""
    from proposals_cli.domain.query.query import Or, Query

    assert "".join(csl.lines(Selection(selection.index, Query(Or())), OPTIONS)) == "[]\n"


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


def test_another_program_reads_names_and_dates_of_five_parliaments(five: Selection) -> None:
    """Particles and suffixes are told apart, and no organisation is split."""
    pybtex = pytest.importorskip("pybtex.database", reason="pybtex reads the entries back")
    found = pybtex.parse_string("".join(bibtex.lines(five, OPTIONS)), "bibtex").entries
    lee = found["2021-nets"].persons["author"]
    assert [str(name) for name in lee] == ["van der Lee, Jr., Ann"]
    assert lee[0].prelast_names == ["van", "der"]
    assert lee[0].lineage_names == ["Jr."]
    assert found["2026-breitband"].persons["author"][0].last_names == [
        "{Gruppe der Mitte und Mehr}"
    ]
    assert found["2024-shitsumon"].persons["author"][0].last_names == ["{河みどり}"]
    assert str(found["2020-filets"].persons["author"][0]) == "d'Exemple, Jeanne"
    assert found["2020-filets"].fields["date"] == "2020-05"
    assert found["2021-nets"].fields["date"] == "2021-01-04"
    assert found["2021-nets"].fields["year"] == "2021"


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
