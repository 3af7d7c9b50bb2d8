"""Dates, languages, sponsors and replies in rows."""

# ruff: noqa: D103 - the names of the tests are sentences

import pytest

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Document,
    Figure,
    Identifier,
)
from proposals_cli.domain.model.vocabulary import (
    DocumentRole,
    FigureKind,
    Role,
    Stage,
)
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.remarks import RemarkKind
from proposals_cli.importing.rows import SourceRow
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.importing.building import BARE, candidate, languages, made, rejection


def test_a_title_is_in_the_language_that_something_shows(index: SqliteIndex) -> None:
    assert languages(made(index, {"title": "關於動議"})) == {"zh-Hant": "關於動議"}
    assert languages(made(index, {"title": "関連の質問"})) == {"ja": "関連の質問"}
    both = {"title_en": "On a", "title_zh": "关于甲", "title_zh_Hant": "關於甲", "title_de": "Über"}
    found = languages(candidate(index, {"year": "2020", "body": "npc", **both}).proposal)
    assert found == {"en": "On a", "zh": "关于甲", "zh-Hant": "關於甲", "de": "Über"}
    german = {"Titel": "Für mehr", "Jahr": "2020", "Gremium": "x"}
    assert languages(candidate(index, german).proposal) == {"de": "Für mehr"}
    assert languages(candidate(index, german | {"Titel": "关于甲"}).proposal) == {"zh": "关于甲"}


def test_a_stated_language_is_that_of_every_text(index: SqliteIndex) -> None:
    cells = {"problem": "Trop peu.", "measures": "Faire a.", "response": "Non.", "series": "Eau"}
    for given in (
        made(index, cells | {"language": "fr"}),
        made(index, cells, constants={"language": "fr"}),
    ):
        assert given.problem is not None
        texts = [given.problem.text, given.measures[0].text, given.actions[0].text]
        texts.append(given.series[0].name)
        assert [*languages(given), *(tag for text in texts for tag in text)] == ["fr"] * 5


def test_a_language_that_is_none_is_kept_as_it_is(index: SqliteIndex) -> None:
    found = made(index, {"language": "double Dutch"})
    assert languages(found) == {"und": "On small firms"}
    assert found.extra == {"language": "double Dutch"}
    with pytest.raises(InvalidQueryError, match="'double Dutch' is not a language"):
        made(index, {}, constants={"language": "double Dutch"})


def test_a_date_is_kept_as_exactly_as_it_is_known(index: SqliteIndex) -> None:
    cells = {"title": "On a", "body": "npc"}
    for text, date in (("31.12.2020", "2020-12-31"), ("2020-05", "2020-05"), ("2020", "2020")):
        found = candidate(index, cells | {"date": text}).proposal
        assert (found.year, found.date, found.extra) == (None, date, {})
    unsure = candidate(index, cells | {"date": "03/04/2020"})
    assert [one.kind for one in unsure.remarks] == [RemarkKind.UNCLEAR_DATE]
    assert (unsure.proposal.year, unsure.proposal.date) == (2020, None)
    assert unsure.proposal.extra == {"date": "03/04/2020"}
    sure = candidate(index, cells | {"date": "03/04/2020"}, date_order="mdy")
    assert sure.proposal.date == "2020-03-04"


def test_columns_named_in_french_have_the_day_first(index: SqliteIndex) -> None:
    cells = {"titre": "Eau", "auteur": "Jeanne Exemple", "date de dépôt": "12/05/2020"}
    cells |= {"date de réponse": "04/08/2020", "body": "an"}
    found = candidate(index, cells)
    assert (found.proposal.date, found.remarks) == ("2020-05-12", [])
    assert found.proposal.actions[0].date == "2020-08-04"
    american = candidate(index, cells, date_order="mdy").proposal
    assert (american.date, american.actions[0].date) == ("2020-12-05", "2020-04-08")


def test_a_year_is_stored_where_the_date_does_not_tell_it(index: SqliteIndex) -> None:
    assert made(index, {"date": "2020-05-18"}).year is None
    session = made(index, {"date": "2019-12-30"})
    assert (session.year, session.date) == (2020, "2019-12-30")


def test_a_day_that_does_not_exist_is_rejected_by_its_column(index: SqliteIndex) -> None:
    for column in ("date", "replied on"):
        error = rejection(index, BARE | {column: "2020-02-30"})
        assert (error.column, "no day '2020-02-30'" in error.reason) == (column, True)


@pytest.mark.parametrize(
    ("column", "scheme"),
    [("質問番号", "質問番号"), ("Drucksache", "drucksache"), ("billNumber", "bill-number")],
)
def test_a_number_is_kept_under_the_name_of_its_column(
    column: str, scheme: str, index: SqliteIndex
) -> None:
    found = made(index, {column: "7"})
    assert found.identifiers == (Identifier(scheme=scheme, value="7"),)


@pytest.mark.parametrize(
    ("cells", "term", "session"),
    [
        ({"届次": "十三届四次"}, 13, 4),
        ({"届次": "十三届全国人大四次会议"}, 13, 4),
        ({"届次": "第13届", "会次": "第4次"}, 13, 4),
        ({"term": "13", "session": "4th"}, 13, 4),
        ({"session": "2015-2016 Regular Session"}, None, "2015-2016 Regular Session"),
        ({"term": "117", "session": "2021"}, 117, "2021"),
    ],
)
def test_term_and_session_are_numbers_or_words(
    cells: dict[str, str], term: int | None, session: int | str | None, index: SqliteIndex
) -> None:
    found = made(index, cells)
    assert (found.term, found.session) == (term, session)


def test_cosponsors_are_no_authors_and_further_ones_are_counted(index: SqliteIndex) -> None:
    found = made(index, {"提出者": "例田花子外三名", "cosponsors": "Ann Lee; 例田花子"})
    assert [(one.who, one.role) for one in found.sponsors] == [
        (found.sponsors[0].who, None),
        ("ann-lee", Role.COSPONSOR),
    ]
    assert found.figures == (
        Figure(what=FigureKind.FURTHER_SPONSORS, value=3, as_reported="外三名"),
    )


def test_a_party_is_that_of_the_only_sponsor(index: SqliteIndex) -> None:
    one = made(index, {"sponsor": "Ann Lee", "party": "Greens"})
    assert (one.sponsors[0].party, one.extra) == ("Greens", {})
    two = made(index, {"sponsor": "Ann Lee; Bob Roe", "party": "Greens"})
    assert ([sponsor.party for sponsor in two.sponsors], two.extra) == (
        [None, None],
        {"party": "Greens"},
    )


def test_a_reply_is_shown_by_its_text_its_date_or_its_number(index: SqliteIndex) -> None:
    for cells, expected in (
        ({"response": "No."}, Action(stage=Stage.REPLIED, text={"und": "No."})),
        ({"replied on": "2020-08-30"}, Action(stage=Stage.REPLIED, date="2020-08-30")),
        ({"reply number": "7"}, Action(stage=Stage.REPLIED, number="7")),
        ({"replied on": "03/04/2020"}, Action(stage=Stage.REPLIED, when="03/04/2020")),
    ):
        assert made(index, cells).actions == (expected,)


def test_a_reply_names_who_led_and_who_joined(index: SqliteIndex) -> None:
    cells = {"答复时间": "2020-08-30", "主办单位": "工信部", "会办单位": "财政部、商务部"}
    (found,) = made(index, cells).actions
    assert found.by == (
        Agent(as_named="工信部", role=Role.LEAD),
        Agent(as_named="财政部", role=Role.JOINT),
        Agent(as_named="商务部", role=Role.JOINT),
    )


@pytest.mark.parametrize("cell", ["pending", "未答复"])
def test_a_date_of_reply_that_is_none_is_no_reply(cell: str, index: SqliteIndex) -> None:
    cells = {"replied on": cell, "responder": "the ministry"}
    found = made(index, cells)
    assert (found.actions, found.extra) == ((), cells)


def test_the_answer_is_a_paper_of_the_reply(index: SqliteIndex) -> None:
    cells = {"replied on": "2020-08-30", "answer url": "https://a.org/7.pdf"}
    (found,) = made(index, cells).actions
    assert found.documents == (Document(role=DocumentRole.ANSWER, url="https://a.org/7.pdf"),)
    unsafe = made(index, cells | {"answer url": "javascript:alert(1)"})
    assert unsafe.actions[0].documents == ()
    assert unsafe.extra == {"answer url": "javascript:alert(1)"}


def test_what_becomes_of_nested_values_is_reported() -> None:
    """A column from which an action is made is not under extra."""
    cells = BARE | {
        "history": [{"date": "2020-03-05", "action": "Referred", "seq": 1}],
        "sponsors": [{"name": "Ann Probe", "party": "Blue"}],
    }
    row = SourceRow(1, cells, cells)
    mapper = Mapper(MappingOptions())
    mapper.decide_columns([row])
    mapper.fields(row)
    found = {column: match.field for column, match in mapper.columns.all().items()}
    assert found["history.action"] == found["history.date"] == "actions"
    assert found["history.seq"] == "extra"
    assert found["sponsors.party"] == "people"
    assert ("actions", "history.date") not in mapper.used().columns


def test_the_id_of_a_paper_with_a_link_is_no_number(index: SqliteIndex) -> None:
    cells = {"papers": [{"id": 77, "url": "https://example.org/7"}, {"id": "12/4"}]}
    one = made(index, cells)
    assert one.documents == (Document(url="https://example.org/7"), Document(number="12/4"))
    assert one.extra == {"papers": [{"id": 77}]}


def test_a_title_that_reads_alike_in_two_languages_is_in_both(index: SqliteIndex) -> None:
    rest = {"datum": "2020-03-04", "body": "x", "beteckning": "3"}
    swedish = {"rubrik": "Vision Zero", "rubrik_en": "Vision Zero", **rest}
    assert languages(candidate(index, swedish).proposal) == {
        "sv": "Vision Zero",
        "en": "Vision Zero",
    }
    english = {"title": "Vision Zero", "title_sv": "Vision Zero", **rest}
    assert languages(candidate(index, english).proposal) == {"sv": "Vision Zero"}


def test_a_name_that_a_cell_repeats_is_one_name(index: SqliteIndex) -> None:
    """It is no family name with a given name behind a comma."""
    (one,) = made(index, {"autor": "Caucus, Caucus"}).sponsors
    assert one.who == "caucus"


def test_sponsors_are_read_in_other_languages(index: SqliteIndex) -> None:
    (one,) = made(index, {"intressent": [{"namn": "Ada Prov", "partibet": "Q"}]}).sponsors
    assert (one.who, one.party) == ("ada-prov", "Q")


def test_a_bill_has_no_addressee(index: SqliteIndex) -> None:
    """The ministry beside it is the one that brings it in."""
    bill = made(index, {"bill type": "Money", "ministry": "Ministry of Roads"})
    assert (bill.kind, bill.kind_terms, bill.addressees) == ("bill", ("Money",), ())
    assert bill.extra == {"ministry": "Ministry of Roads"}
    asked = made(index, {"type": "bill", "minister": "Ada"}, columns=(("addressees", "minister"),))
    assert asked.addressees == (Agent(as_named="Ada"),)
    question = made(index, {"type": "question", "ministry": "Ministry of Roads"})
    assert question.addressees == (Agent(as_named="Ministry of Roads"),)
