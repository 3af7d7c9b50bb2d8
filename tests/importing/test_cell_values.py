"""What the text in a cell is: blank words, markup, invisible characters and links."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.model.records import Source
from proposals_cli.importing.cell_text import cleaned, is_plain
from proposals_cli.importing.cells import checked_text
from proposals_cli.importing.links import links_in
from proposals_cli.importing.remarks import RemarkKind
from tests.factories import records_in
from tests.importing.planning import A, ImportRows, stored

# -- blank words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        *("NA", "n/a", "None", "NULL", "#N/A", "-", "—", "無", "暂无", "なし", "없음", "k. A."),
        *("N/A.", "(none)", "--null--", "<na>", "«aucune»", "...", "?!", "unbekannt", "neuvedeno"),
        *("未定。", "미정", "Sin información", "Unknown"),
    ],
)
def test_a_placeholder_is_blank_and_counted(word: str, import_rows: ImportRows, base: Path) -> None:
    plan = import_rows(A | {"sponsor": word, "themes": word, "summary": word, "x": word})
    (proposal,) = stored(base).values()
    assert (proposal.sponsors, proposal.themes, proposal.summary) == ((), (), None)
    assert proposal.extra == {"x": word}
    remarks = {(one.column, one.kind): one.count for one in plan.remarks}
    assert remarks == {
        (column, RemarkKind.BLANK_WORD): 1 for column in ("sponsor", "themes", "summary")
    }


def test_a_name_that_begins_as_a_placeholder_is_a_name(import_rows: ImportRows, base: Path) -> None:
    import_rows(A | {"sponsor": "Null Larsen"})
    (proposal,) = stored(base).values()
    assert proposal.people == ("null-larsen",)


@pytest.mark.parametrize("word", ["ND", "NC", "5 %", "§ 7", "None of the above", "Null-Emission"])
def test_what_resembles_a_placeholder_is_a_value(
    word: str, import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"region": word})
    (proposal,) = stored(base).values()
    assert proposal.regions == (word,)


def test_a_placeholder_among_several_names_is_left_out(import_rows: ImportRows, base: Path) -> None:
    import_rows(A | {"sponsors": "Ann Example; N/A; Bob Example"})
    (proposal,) = stored(base).values()
    assert proposal.people == ("ann-example", "bob-example")


def test_further_words_are_blank_and_known_ones_can_be_kept(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"region": "nowhere"}, blank_words=("Nowhere",))
    import_rows(A | {"title": "On b", "region": "NA"}, keep_blank_words=True)
    assert {one.regions for one in stored(base).values()} == {(), ("NA",)}


# -- markup -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lakes &amp; seas", "Lakes & seas"),
        ("2018&#8211;2019&nbsp;", "2018–2019"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("a<br/>b<BR>c", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("H<sub>2</sub>O", "H2O"),
        ("<style>p{}</style>Text", "Text"),
        ("<!-- hidden -->Text", "Text"),
        ("Gesetz <Entwurf>", "Gesetz <Entwurf>"),
        ("<jane@example.org>", "<jane@example.org>"),
        ("x < 5 and y > 3", "x < 5 and y > 3"),
        ("Q&A, R&D; B&B", "Q&A, R&D; B&B"),
        ("&notes and &copy", "&notes and &copy"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("No.\u00a07", "No. 7"),
        ("Roads and rails\r\x07", "Roads and rails"),
        ("\x1b[2J a\x07b", "\x1b[2J a\x07b"),
        ("line_x000D_\nnext", "line\n\nnext"),
        ("[HB 7](https://example.org/7)", "HB 7"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_text_is_what_people_read(text: str, expected: str) -> None:
    assert cleaned(text).text == expected


@pytest.mark.parametrize(
    "sign",
    ["<", "&", "](", "_x000D_", "\0", "\ud800", "\u00a0", "\u00ad", "\u200b", "\u2007", "\ufeff"],
)
def test_a_text_with_something_to_clean_is_not_plain(sign: str) -> None:
    assert is_plain("Two lines\nof text")
    assert is_plain("道路 für Łódź")
    assert not is_plain(f"a{sign}b")
    assert not is_plain(f"é{sign}b")


def test_nothing_is_changed_in_plain_texts() -> None:
    for place in range(0x20000):
        for text in (chr(place), f"a{chr(place)}", f"é{chr(place)}"):
            if is_plain(text):
                assert cleaned(checked_text(text, "x")).text == text


def test_markup_in_cells_is_removed_and_its_links_are_sources(
    import_rows: ImportRows, base: Path
) -> None:
    plan = import_rows(
        {
            "number": '<a href="https://example.org/b/7">HB 7</a>',
            "title": "Lakes &amp; ponds <i>Act</i>",
            "year": "2018",
            "body": "x",
            "summary": "<p>Clean <b>lakes</b>.</p>",
        }
    )
    (proposal,) = stored(base).values()
    assert proposal.identifiers == (Identifier(scheme="number", value="HB 7"),)
    assert [one.text for one in proposal.titles] == ["Lakes & ponds Act"]
    assert proposal.summary
    assert [*proposal.summary.text.values()] == ["Clean lakes."]
    (source,) = records_in(base, "sources")
    assert isinstance(source, Source)
    assert source.url == "https://example.org/b/7"
    found = {one.column for one in plan.remarks if one.kind is RemarkKind.MARKUP}
    assert found == {"number", "title", "summary"}


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("www.example.org/b/7", "https://www.example.org/b/7"),
        ("//example.org/b/7", "https://example.org/b/7"),
        ("example.org/b/7", "https://example.org/b/7"),
        (" https://example.org/the bill.pdf ", "https://example.org/the%20bill.pdf"),
    ],
)
def test_an_address_in_markup_needs_no_scheme(address: str, link: str) -> None:
    assert cleaned(f'<a href="{address}">HB 7</a>').links == (link,)
    assert cleaned('<a href="#notes">1</a>') == ("1", (), True, ())


@pytest.mark.parametrize("address", ["/bill/7", "bill.pdf", "mailto:ann@example.org", "../7"])
@pytest.mark.parametrize("column", ["title", "link", "sponsor", "x"])
def test_an_address_that_leads_nowhere_is_kept_with_its_cell(
    address: str, column: str, import_rows: ImportRows, base: Path
) -> None:
    cell = f'<a href="{address}">Ann Example</a>'
    plan = import_rows(A | {column: cell})
    (proposal,) = stored(base).values()
    assert proposal.extra == {column: cell}
    if column != "x":
        kinds = {one.kind for one in plan.remarks if one.column == column}
        assert kinds >= {RemarkKind.MARKUP, RemarkKind.NOT_UNDERSTOOD}


@pytest.mark.parametrize(
    "cell",
    [
        '<a href="https://example.org/7">Read it</a> as printed',
        "[Read it](https://example.org/7) as printed",
        '<a href="https://example.org/7">Read it</a> as printed https://example.org/8',
    ],
)
def test_words_beside_a_link_in_markup_are_kept(
    cell: str, import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"link": cell})
    (proposal,) = stored(base).values()
    assert str(proposal.extra["link"]).startswith("Read it as printed")
    urls = {one.url for one in records_in(base, "sources") if isinstance(one, Source)}
    assert urls == {f"https://example.org/{n}" for n in "78" if f"example.org/{n}" in cell}


# -- links ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example/1 https://b.example/2", ("https://a.example/1", "https://b.example/2")),
        ("https://a.example/1,https://b.example/2", ("https://a.example/1", "https://b.example/2")),
        (
            "https://a.example/1, https://b.example/2",
            ("https://a.example/1", "https://b.example/2"),
        ),
        (
            "https://a.example/1;\nhttps://b.example/2",
            ("https://a.example/1", "https://b.example/2"),
        ),
        ("www.a.example/x", ("https://www.a.example/x",)),
        ("a.example/bill/7", ("https://a.example/bill/7",)),
        ("https://a.example/the bill.pdf", ("https://a.example/the%20bill.pdf",)),
        ("<https://a.example/1>", ("https://a.example/1",)),
        ("(see https://a.example/1).", ("https://a.example/1",)),
        ("https://a.example/w_(x)", ("https://a.example/w_(x)",)),
        ("jane@a.example/x", ()),
        ("A report, and/or a book", ()),
        ("HR 1/2", ()),
    ],
)
def test_links_are_found_in_a_cell(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text).links == links


def test_words_around_a_link_are_kept(import_rows: ImportRows, base: Path) -> None:
    cell = "Text of the bill: https://example.org/7"
    import_rows(A | {"link": cell})
    (proposal,) = stored(base).values()
    assert proposal.extra == {"link": cell}
    assert len(proposal.sources) == 1


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@example.org", "file:///etc/x"])
def test_what_is_no_page_is_no_source(link: str, import_rows: ImportRows, base: Path) -> None:
    plan = import_rows(A | {"link": link})
    (proposal,) = stored(base).values()
    assert (proposal.all_sources(), proposal.extra) == ((), {"link": link})
    assert [one.kind for one in plan.remarks] == [RemarkKind.NOT_UNDERSTOOD]


# -- --set beside a column --------------------------------------------------------------------


def test_a_column_beside_a_constant_of_its_field_is_kept(
    import_rows: ImportRows, base: Path
) -> None:
    row = {"title": "On a", "year": "2020", "chamber": "House", "type": "motion", "state": "passed"}
    plan = import_rows(row, constants={"body": "x", "kind": "bill", "status": "submitted"})
    (proposal,) = stored(base).values()
    assert (proposal.body, proposal.kind) == ("x", "bill")
    assert proposal.extra == {"chamber": "House", "type": "motion", "state": "passed"}
    columns = plan.mapper.columns.all()
    assert columns["chamber"].how == "--set gives body"


def test_a_column_asked_for_comes_before_a_constant(import_rows: ImportRows, base: Path) -> None:
    options = {"columns": (("kind", "type"),), "constants": {"kind": "bill", "themes": "fintech"}}
    rows = (A | {"type": "motion", "themes": "healthcare"}, A | {"title": "On b", "type": ""})
    import_rows(*rows, **options)
    found = [(one.kind.value, one.themes) for one in stored(base).values()]
    assert sorted(found) == [("bill", ("fintech",)), ("motion", ("healthcare", "fintech"))]


def test_two_columns_of_one_field_are_both_kept(import_rows: ImportRows, base: Path) -> None:
    row = {"title": "On a", "body": "x", "date": "2020-01-02", "presented": "2020-02-03"}
    import_rows(row | {"start_date": "2019-03-04"}, columns=(("date", "start_date"),))
    (proposal,) = stored(base).values()
    assert proposal.date == "2019-03-04"
    assert proposal.extra == {"date": "2020-01-02", "presented": "2020-02-03"}
