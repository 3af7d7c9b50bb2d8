"""Records in XML."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from proposals_cli.importing.readers import xml
from proposals_cli.importing.readers.xml_values import value_of
from proposals_cli.importing.rows import ImportFileError, ReadOptions
from tests.importing.reading import cells, read, read_text

BILLS = """<?xml version="1.0" encoding="utf-8"?>
<laws><count>2</count>
<law><number>7</number><title>Harbours <i>Act</i></title><introducedDate>2018-02-01</introducedDate>
<sponsors><item><fullName>Jane Example</fullName></item></sponsors>
<policyArea><name>Transport</name></policyArea>
<actions><action><date>2018-02-01</date><text>Introduced</text></action>
<action><date>2018-03-01</date><text>Read</text></action></actions></law>
<law><number>8</number><title>Lakes Act</title><introducedDate>2018-02-02</introducedDate></law>
</laws>"""
HARBOURS = {
    "number": "7",
    "title": "Harbours Act",
    "introducedDate": "2018-02-01",
    "sponsors": [{"fullName": "Jane Example"}],
    "policyArea": {"name": "Transport"},
    "actions": [
        {"date": "2018-02-01", "text": "Introduced"},
        {"date": "2018-03-01", "text": "Read"},
    ],
}
LAKES = {"number": "8", "title": "Lakes Act", "introducedDate": "2018-02-02"}


def test_records_with_nested_parts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "laws.xml"
    path.write_text(BILLS, encoding="utf-8")
    found, rows = read(path)
    assert cells(rows) == [HARBOURS, LAKES]
    assert found.found == ("UTF-8", "records under 'laws/law'", "not read: count")


@pytest.mark.parametrize("records", ["laws/law", "law", "laws.law"])
def test_the_path_of_the_records_can_be_given(records: str, tmp_path: Path) -> None:
    assert cells(read_text(tmp_path, "x.xml", BILLS, records=records)) == [HARBOURS, LAKES]


def test_a_wrong_path_is_reported_with_the_elements_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError) as caught:
        read_text(tmp_path, "x.xml", BILLS, records="laws/bill")
    assert caught.value.hint == "Under 'laws' there is: count, law."


def test_a_file_of_one_record_is_one_record(tmp_path: Path) -> None:
    text = (
        '<b:bill xmlns:b="urn:b" number="HR 7"><b:title>On harbours</b:title>'
        "<b:votes><b:vote><b:title>Clause 1</b:title><b:date>2018-02-03</b:date></b:vote></b:votes>"
        "</b:bill>"
    )
    assert cells(read_text(tmp_path, "x.xml", text)) == [
        {
            "number": "HR 7",
            "title": "On harbours",
            "votes": [{"title": "Clause 1", "date": "2018-02-03"}],
        }
    ]


def test_a_record_whose_title_is_one_of_a_list_is_one_record(tmp_path: Path) -> None:
    text = (
        '<bill session="9" type="h" number="7"><titles><title as="introduced">On ponds</title>'
        '</titles><actions><action date="2018-02-03"/><action date="2018-03-01"/></actions></bill>'
    )
    (row,) = read_text(tmp_path, "x.xml", text)
    assert row.cells["titles"] == [{"as": "introduced", "text": "On ponds"}]


def test_people_are_no_records_although_they_have_titles_and_ids(tmp_path: Path) -> None:
    text = (
        "<file><author><id>1</id><title>Dr</title></author><papers><law><number>7</number>"
        "<title>Ponds</title></law></papers></file>"
    )
    (row,) = read_text(tmp_path, "x.xml", text.replace("papers", "list"))
    assert row.cells == {"number": "7", "title": "Ponds"}


def test_an_element_with_the_name_of_a_record_is_one_without_a_title(tmp_path: Path) -> None:
    text = (
        '<QUESTION TYPE="QE"><DEPOT NUMERO="7"><DATE>2018-02-03</DATE></DEPOT><AUTEUR><NOM>Exemple'
        "</NOM></AUTEUR><DEPOT><TEXTE>Combien ?</TEXTE></DEPOT><MINI><NOM>Eau</NOM></MINI>"
        "</QUESTION>"
    )
    (row,) = read_text(tmp_path, "x.xml", text)
    assert set(row.cells) == {"TYPE", "DEPOT", "AUTEUR", "MINI"}


@pytest.mark.parametrize("title", ["<title>On ponds</title>", ""])
def test_a_record_is_found_although_its_title_comes_after_thousands_of_parts(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml, "MAX_JUDGED_ELEMENTS", 50)
    part = f"<item><number>1</number>{title}<date>2018-02-03</date></item>"
    text = (
        f"<status><bill><changes>{part * 40}</changes><number>7</number><title>Ponds</title></bill>"
        "<version>1</version></status>"
    )
    path = tmp_path / "x.xml"
    path.write_text(text)
    found, rows = read(path)
    assert [row.cells["number"] for row in rows] == ["7"]
    assert found.found == ("UTF-8", "records under 'status/bill'", "not read: version")


VALUES = {
    "an attribute beside an element of its name": (
        '<law id="7"><id>x</id><title>T</title></law>',
        {"@id": "7", "id": "x", "title": "T"},
    ),
    "an attribute that says the same": ('<law id="7"><id>7</id></law>', {"id": "7"}),
    "a title in marks alone": ("<law><title><i>Lakes</i></title></law>", {"title": "Lakes"}),
    "paragraphs": (
        "<law><text><p>One.</p><p>Two <b>and</b> three.</p></text></law>",
        {"text": "One.\n\nTwo and three."},
    ),
    "text with blocks in it": (
        "<law><text>Of <emphasis>lakes</emphasis><section>Ponds.</section></text></law>",
        {"text": "Of\nlakes\n\nPonds."},
    ),
    "a link in text": (
        '<law><n>See <a href="https://example.org/1">this</a>, <a href="/2">that</a>.</n></law>',
        {"n": 'See <a href="https://example.org/1">this</a>, that (/2).'},
    ),
    "titles by language": (
        '<law n="1"><title xml:lang="de">Seen</title><title xml:lang="fra">Lacs</title></law>',
        {"n": "1", "title": {"de": "Seen", "fr": "Lacs"}},
    ),
    "texts whose language is no language": (
        '<law n="1"><title lang="1">A</title><title lang="2">B</title></law>',
        {"n": "1", "title": [{"lang": "1", "text": "A"}, {"lang": "2", "text": "B"}]},
    ),
    "fields with names": (
        '<row><field name="number">7</field><field name="title">Lakes</field></row>',
        {"number": "7", "title": "Lakes"},
    ),
    "fields of a search engine": (
        '<doc><str name="title">Lakes</str><arr name="people"><str>A</str><str>B</str></arr></doc>',
        {"title": "Lakes", "people": ["A", "B"]},
    ),
    "a list of one": ('<law><subjects><term name="Lakes"/></subjects><title>T</title></law>',
                      {"subjects": [{"name": "Lakes"}], "title": "T"}),
    "indented text": (
        "<law><title>\n    Lakes\n    and   ponds\n  </title></law>",
        {"title": "Lakes\nand ponds"},
    ),
    "nil": ('<law xmlns:i="urn:i"><end i:nil="true"/><title>T</title></law>',
            {"end": None, "title": "T"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", VALUES)
def test_elements_become_keys_and_nothing_replaces_another(kind: str) -> None:
    text, expected = VALUES[kind]
    assert value_of(fromstring(text)) == expected


def test_what_stands_around_the_records_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text(
        '<all term="3"><when>2018</when><day date="2018-02-03">'
        "<law><number>1</number><title>A</title></law><vote><yes>3</yes></vote></day></all>"
    )
    assert read(path)[0].found[-1] == "not read: term, when, date, vote"


@pytest.mark.parametrize(
    ("asked", "content"),
    [
        ("latin-1", "<l><b><number>1</number><title>H\u00e4fen</title></b></l>".encode("latin-1")),
        (
            "utf-8",
            '<?xml version="1.0" encoding="iso-8859-1"?>\n'
            "<l><b><number>1</number><title>H\u00e4fen</title></b></l>".encode(),
        ),
    ],
)
def test_an_encoding_that_is_asked_for_goes_before_the_declared_one(
    asked: str, content: bytes, tmp_path: Path
) -> None:
    rows = read_text(tmp_path, "x.xml", content, encoding=asked)
    assert cells(rows) == [{"number": "1", "title": "Häfen"}]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "gb18030", "big5", "shift_jis", "cp1252"])
def test_the_encoding_is_the_declared_one(codec: str, tmp_path: Path) -> None:
    title = "Häfen" if codec == "cp1252" else "港口法"
    declaration = f'<?xml version="1.0" encoding="{codec}"?>'
    text = f"{declaration}<l><b><number>1</number><title>{title}</title></b></l>"
    rows = read_text(tmp_path, "x.xml", text.encode(codec))
    assert cells(rows) == [{"number": "1", "title": title}]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a><t>&b;</t></a>', "defines entities"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "defines entities"),
        ("<a><b></a>", "not valid XML"),
        ("<a>" * 5_000, "nested too deeply"),
        ("<a><b>1</b></a>", "no element in it looks like a record"),
    ],
)
def test_what_is_hostile_or_no_record_is_rejected(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=reason):
        read_text(tmp_path, "x.xml", text)


def test_a_record_with_endless_elements_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml, "MAX_ELEMENTS", 50)
    text = f"<l><b><number>1</number><title>a</title>{'<x/>' * 60}</b></l>"
    with pytest.raises(ImportFileError, match="more than 50 elements"):
        read_text(tmp_path, "x.xml", text)


def test_records_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    record = "<b><number>1</number><title>a</title></b>"
    path.write_text(f"<l>{record * 30_000}</l>")
    seen = 0
    with path.open("rb") as stream:
        for element in xml._elements(stream, "x", ("l", "b")):
            seen += 1
            last = element
    assert seen == 30_000
    assert last.findtext("title") == "a"


def test_a_broken_end_is_reported_while_reading(tmp_path: Path) -> None:
    record = "<b><number>1</number><title>a</title></b>"
    with pytest.raises(ImportFileError, match="not valid XML"):
        read_text(tmp_path, "x.xml", f"<l>{record * 30_000}", format="xml")


def test_a_feed_is_read_if_somebody_asks_for_its_items(tmp_path: Path) -> None:
    feed = "<rss><channel><title>News</title><item><title>On a</title></item></channel></rss>"
    with pytest.raises(ImportFileError, match="an RSS feed"):
        read_text(tmp_path, "x.xml", feed)
    rows = read_text(tmp_path, "x.xml", feed, records="channel/item")
    assert cells(rows) == [{"title": "On a"}]
    assert ReadOptions().records is None
