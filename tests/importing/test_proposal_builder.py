"""Building proposals from rows."""

# ruff: noqa: D103 - the names of the tests are sentences

from typing import Any

import pytest

from proposals_cli.domain.model.parts import (
    Identifier,
    Sponsor,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Body, Proposal, Source, Theme
from proposals_cli.domain.model.vocabulary import (
    Kind,
    Status,
    TitleBasis,
)
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.mapping_options import MappingOptions, pairs
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.proposal_builder import ProposalBuilder
from proposals_cli.importing.remarks import RemarkKind
from proposals_cli.importing.rows import SourceRow
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.importing.building import BARE, candidate, languages, made, rejection


def test_a_row_with_the_required_fields_is_a_proposal(index: SqliteIndex) -> None:
    proposal = made(index, {})
    assert proposal == Proposal(
        id="2020-small-firms",
        year=2020,
        body="npc",
        kind=Kind.OTHER,
        titles=(Title(lang="und", text="On small firms", basis=TitleBasis.REPORTED),),
    )


@pytest.mark.parametrize("gone", ["title", "body"])
def test_a_missing_field_is_named_with_the_option_for_it(gone: str, index: SqliteIndex) -> None:
    error = rejection(index, {key: value for key, value in BARE.items() if key != gone})
    assert f"--set {gone}=" in error.reason


def test_a_proposal_without_a_date_gets_an_id_from_body_and_number(index: SqliteIndex) -> None:
    found = candidate(index, {"number": "19/4711", "body": "npc"}).proposal
    assert (found.id, found.year, found.date, found.titles) == ("npc-19-4711", None, None, ())
    assert found.identifiers == (Identifier(scheme="number", value="19/4711"),)
    untitled = rejection(index, {"year": "2020", "body": "npc"})
    assert "--set title=" in untitled.reason


def test_a_new_body_has_the_name_that_the_row_gives(index: SqliteIndex) -> None:
    found = candidate(index, BARE | {"body": "Assemblée nationale"})
    assert found.new["bodies", "assemblee-nationale"] == Body(
        id="assemblee-nationale", name={"und": "Assemblée nationale"}
    )


def test_people_are_found_by_any_name_or_added(index: SqliteIndex) -> None:
    found = candidate(index, BARE | {"sponsor": "MA HUATENG; Björk Müller; 王小明 (Wang Xiaoming)"})
    assert found.proposal.people == ("ma-huateng", "bjork-muller", "wang-xiaoming")
    assert {key for key in found.new if key[0] == "people"} == {
        ("people", "bjork-muller"),
        ("people", "wang-xiaoming"),
    }


@pytest.mark.parametrize("name", ["user 9996", "Bundesregierung, Referat 7", "12345"])
def test_what_is_no_name_of_a_person_stays_in_the_words_of_the_row(
    name: str, index: SqliteIndex
) -> None:
    found = candidate(index, BARE | {"sponsor": name}, list_separator="|")
    assert found.proposal.sponsors == (Sponsor(as_named=name),)
    assert "people" not in {table for table, _ in found.new}


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Müller, Hans", ("hans-muller",)),
        ("Ann Lee, Bob Roe", ("ann-lee", "bob-roe")),
        ("A Lee|B Roe", ("a-lee", "b-roe")),
        ("Ann Lee\nBob Roe", ("ann-lee", "bob-roe")),
    ],
)
def test_names_in_one_cell_are_separated(
    cell: str, people: tuple[str, ...], index: SqliteIndex
) -> None:
    assert made(index, {"sponsor": cell}).people == people


def test_a_missing_theme_is_rejected_with_similar_ones(index: SqliteIndex) -> None:
    assert made(index, {"themes": "Digital Economy, FinTech"}).themes == (
        "digital-economy",
        "fintech",
    )
    error = rejection(index, BARE | {"themes": "digital economics"})
    assert error.column == "themes"
    assert "near: digital-economy" in error.reason
    found = candidate(index, BARE | {"themes": "Ports"}, create_themes=True)
    assert ("themes", "ports") in found.new
    cells = {"themes": "Häfen", "language": "de"}
    new = candidate(index, BARE | cells, create_themes=True).new
    (theme,) = (record for (table, _), record in new.items() if table == "themes")
    assert isinstance(theme, Theme)
    assert theme.name == {"de": "Häfen"}


def test_links_become_sources_and_are_cited(index: SqliteIndex) -> None:
    found = candidate(
        index,
        BARE | {"url": "https://example.org/a", "problem": "Too few.", "measures": "Do a.|Do b."},
    )
    (key,) = (key for key in found.new if key[0] == "sources")
    assert key[1].startswith("example-org-")
    proposal = found.proposal
    assert proposal.problem is not None
    assert proposal.problem.citations[0].source == key[1]
    assert [measure.citations[0].source for measure in proposal.measures] == [key[1]] * 2
    assert proposal.sources == ()


def test_an_unsafe_link_is_no_source(index: SqliteIndex) -> None:
    found = candidate(index, BARE | {"url": "javascript:alert(1)"})
    assert not any(isinstance(record, Source) for record in found.new.values())
    assert found.proposal.extra == {"url": "javascript:alert(1)"}


def test_words_of_other_languages_are_understood_and_kept(index: SqliteIndex) -> None:
    proposal = made(index, {"Typ": "Antrag", "Stand": "Überwiesen"})
    assert (proposal.kind, proposal.kind_terms) == (Kind.MOTION, ("Antrag",))
    assert proposal.status == StatusClaim(value=Status.REFERRED, as_reported="Überwiesen")
    strange = made(index, {"Typ": "Zwischenruf", "Stand": "ruht"})
    assert (strange.kind, strange.kind_terms) == (Kind.OTHER, ("Zwischenruf",))
    assert strange.status == StatusClaim(as_reported="ruht")


@pytest.mark.parametrize("status", Status)
def test_every_status_is_known_by_its_own_name(status: Status, index: SqliteIndex) -> None:
    claim = made(index, {"status": status.value}).status
    assert claim == (StatusClaim(value=status) if status is not Status.UNKNOWN else None)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_known_by_its_own_name(kind: Kind, index: SqliteIndex) -> None:
    proposal = made(index, {"kind": kind.value})
    assert (proposal.kind, proposal.kind_terms) == (kind, ())


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Rückzug", Status.WITHDRAWN),
        ("zurückgezogen", Status.WITHDRAWN),
        ("Retirado", Status.WITHDRAWN),
        ("Rejeitado", Status.REJECTED),
        ("nicht erheblich", Status.REJECTED),
        ("Sanctionnée", Status.ENACTED),
    ],
)
def test_a_status_is_recognised_in_several_languages(
    word: str, status: Status, index: SqliteIndex
) -> None:
    claim = made(index, {"status": word}).status
    assert claim is not None
    assert claim.value is status


@pytest.mark.parametrize(
    "cell",
    [
        '[{"id": 7, "name": "Ann Lee"}, {"id": 8, "name": "Bob Roe"}]',
        '["Ann Lee", "Bob Roe"]',
        "['Ann Lee', 'Bob Roe']",
        [{"full_name": "Ann Lee", "party": "A"}, {"full_name": "Bob Roe"}],
    ],
)
@pytest.mark.parametrize("asked", [(), (("people", "sponsors"),)])
def test_a_list_in_a_cell_gives_names(cell: Any, asked: Any, index: SqliteIndex) -> None:
    assert made(index, {"sponsors": cell}, columns=asked).people == ("ann-lee", "bob-roe")


def test_a_list_without_names_is_kept_under_extra(index: SqliteIndex) -> None:
    proposal = made(index, {"sponsors": '[{"id": 7}]'})
    assert (proposal.people, proposal.extra) == ((), {"sponsors": [{"id": 7}]})


def test_numbered_columns_are_one_list(index: SqliteIndex) -> None:
    cells = {"sponsor_name1": "Ann Lee", "sponsor_name2": "", "sponsor_name3": "Bob Roe"}
    assert made(index, cells).people == ("ann-lee", "bob-roe")


def test_one_unambiguous_date_gives_the_order_of_its_column(index: SqliteIndex) -> None:
    mapper = Mapper(MappingOptions())
    rows = [SourceRow(n, BARE | {"date": d}) for n, d in enumerate(("5/3/2001", "2/24/2004"))]
    mapper.decide_columns(rows)
    builder = ProposalBuilder(mapper, NameResolver(index, create_themes=False))
    first = builder.make(mapper.fields(rows[0]))
    assert (first.proposal.date, first.remarks) == ("2001-05-03", [])


def test_japanese_titles_without_kana_are_not_chinese(index: SqliteIndex) -> None:
    cells = {"件名": "令和八年度特別会計予算", "提出日": "2026-04-01", "body": "sangiin"}
    assert [*languages(candidate(index, cells).proposal)] == ["ja"]


def test_unknown_columns_are_kept(index: SqliteIndex) -> None:
    nested = {"a": {"b": [1, {"c": "x"}]}, "votes": 12, "blank": "", "empty": []}
    assert made(index, nested).extra == {"a": {"b": [1, {"c": "x"}]}, "votes": 12}


def test_a_list_of_titles_gives_titles(index: SqliteIndex) -> None:
    listed = [
        {"type": "official", "as": "introduced", "text": "To keep ponds clean."},
        {"type": "short", "text": "Étangs propres", "lang": "fr"},
    ]
    cells = {
        "titles": listed,
        "year": "2020",
        "body": "npc",
        "introduced": {"datetime": "2020-02-03"},
    }
    one = candidate(index, cells).proposal
    assert [(title.text, title.note) for title in one.titles] == [
        ("To keep ponds clean.", "official"),
        ("Étangs propres", "short"),
    ]
    assert one.titles[1].lang == "fr"
    assert (one.date, one.extra) == ("2020-02-03", {"titles": [{"as": "introduced"}]})


def test_actions_listed_by_their_kind_are_all_read(index: SqliteIndex) -> None:
    by_kind = {
        "action": [{"date": "2020-02-03", "text": "Read the first time"}],
        "vote": [{"date": "2020-03-04", "text": "Passed House", "roll": "7"}],
        "signed": {"date": "2020-05-06", "text": "Signed by the Governor."},
        "step": {"date": "2020-04-05", "text": "Sent on"},
    }
    one = made(index, {"actions": by_kind})
    assert [(action.date, action.stage.value) for action in one.actions] == [
        ("2020-02-03", "introduced"),
        ("2020-03-04", "passed"),
        ("2020-04-05", "other"),
        ("2020-05-06", "enacted"),
    ]
    assert one.extra["actions"] == {"vote": [{"roll": "7"}], "signed": by_kind["signed"]}


def test_a_further_title_is_taken_where_the_likeliest_is_blank(index: SqliteIndex) -> None:
    mapper = Mapper(MappingOptions())
    cells = {"short_title": "Ponds", "long_title": "On keeping ponds clean"}
    rows = [
        SourceRow(n, {**one, "year": "2020", "body": "npc"})
        for n, one in enumerate(
            (cells, cells | {"short_title": ""}, {"long_title": cells["long_title"]})
        )
    ]
    mapper.decide_columns(rows)
    builder = ProposalBuilder(mapper, NameResolver(index, create_themes=False))
    found = [builder.make(mapper.fields(row)).proposal for row in rows]
    assert [one.titles[0].text for one in found] == ["Ponds", *[cells["long_title"]] * 2]
    assert [one.extra for one in found] == [{"long_title": cells["long_title"]}, {}, {}]


def test_the_ministry_of_a_bill_is_not_asked_anything(index: SqliteIndex) -> None:
    cells = BARE | {"ministry": "Ministry of Ponds", "kind": "question"}
    assert [one.name for one in candidate(index, cells).proposal.addressees] == [
        "Ministry of Ponds"
    ]
    found = candidate(index, cells | {"kind": "bill"})
    assert found.proposal.addressees == ()
    assert found.proposal.extra == {"ministry": "Ministry of Ponds"}
    assert [remark.kind for remark in found.remarks] == [RemarkKind.NOT_UNDERSTOOD]
    asked = (("addressees", "ministry"),)
    found = candidate(index, cells | {"kind": "bill"}, columns=asked)
    assert len(found.proposal.addressees) == 1


def test_an_action_has_its_institution_and_its_page(index: SqliteIndex) -> None:
    step = {"date": "2020-05-06", "stage": "promulgation", "institution": "Senate"}
    (action,) = made(index, {"steps": [step | {"source_url": "https://example.org/7"}]}).actions
    assert (action.stage.value, action.by[0].name) == ("enacted", "Senate")
    assert [paper.url for paper in action.documents] == ["https://example.org/7"]


def test_values_that_cannot_be_stored_become_text(index: SqliteIndex) -> None:
    odd = {"big": 2**70, "nan": float("nan"), "half": "a\ud800\x00b"}
    assert made(index, odd).extra == {"big": str(2**70), "nan": "nan", "half": "a\ufffd\ufffdb"}


@pytest.mark.parametrize(
    ("own", "id_"),
    [
        ("2020-abc", "2020-abc"),
        ("284091", "2020-284091"),
        ("../../etc/passwd", "2020-etc-passwd"),
        ("A" * 200, "2020-small-firms"),
        ("https://example.org/1", "2020-small-firms"),
        ("0b2a1f60-9d3c-4e7f-8c11-2f3a4b5c6d7e", "2020-small-firms"),
    ],
)
def test_an_id_in_the_file_becomes_a_valid_id(own: str, id_: str, index: SqliteIndex) -> None:
    proposal = made(index, {"id": own})
    assert proposal.id == id_
    assert [number.value for number in proposal.identifiers] == [own] * (own != id_)


def test_a_template_makes_ids(index: SqliteIndex) -> None:
    cells = {"Nummer": "19/4711", "Ausschuss": "Haushalt & Co"}
    assert made(index, cells, id_template="{body}-{number}").id == "2020-npc-19-4711"
    assert made(index, cells, id_template="{ausschuss}-{year}").id == "haushalt-co-2020"
    error = rejection(index, BARE | cells | {"Nummer": ""}, id_template="{Nummer}")
    assert error.reason == "'Nummer' is blank, and the id needs it"
    with pytest.raises(InvalidQueryError, match="no field or column 'nothing'"):
        made(index, cells, id_template="{nothing}")


def test_letters_of_other_scripts_become_a_hash_in_the_id(index: SqliteIndex) -> None:
    kinds = ("議案", "請願", "Budget")
    ids = [made(index, {"k": kind}, id_template="{k}-{year}").id for kind in kinds]
    assert len(set(ids)) == 3
    assert ids[2] == "budget-2020"
    one, two = (made(index, {"id": f"{kind}第5号"}).id for kind in kinds[:2])
    assert one != two
    assert one.startswith("2020-5-")
    mixed = made(index, {"title": "Закон GDPR"}).id
    assert mixed.startswith("2020-gdpr-")


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Łódź ustawa o żłobkach", "2020-lodz-ustawa-o-zlobkach"),
        ("Lov om støtte til børn og æbler", "2020-lov-om-stotte-til-born-og-aebler"),
        ("Straße für Größe", "2020-strasse-fur-grosse"),
        ("Þjóð og Đuro", "2020-thjod-og-duro"),
        ("ılık kanunu", "2020-ilik-kanunu"),
    ],
)
def test_latin_letters_of_all_languages_stay_in_ids(
    title: str, id_: str, index: SqliteIndex
) -> None:
    assert made(index, {"title": title}).id == id_


def test_constants_and_mapped_columns_take_precedence(index: SqliteIndex) -> None:
    proposal = made(
        index,
        {"kind": "bill", "Betreff": "On b", "Sponsor 1": "Ann Lee", "Sponsor 2": "Bob Roe", "x": 1},
        columns=(("title", "Betreff"), ("people", "Sponsor *"), ("ignore", "x")),
        constants={"kind": "motion", "themes": "fintech"},
    )
    assert proposal.kind is Kind.MOTION
    assert [title.text for title in proposal.titles] == ["On b"]
    assert proposal.people == ("ann-lee", "bob-roe")
    assert proposal.themes == ("fintech",)
    assert proposal.extra == {"title": "On small firms", "kind": "bill"}


def test_an_unknown_field_is_reported_with_similar_ones() -> None:
    with pytest.raises(InvalidQueryError, match="No field 'titel'") as caught:
        Mapper(MappingOptions(columns=(("titel", "x"),)))
    assert "'title'" in caught.value.hint
    with pytest.raises(InvalidQueryError, match="not FIELD=VALUE"):
        pairs(["title"], "title=Betreff")


def test_a_value_that_is_too_long_is_rejected(index: SqliteIndex) -> None:
    error = rejection(index, BARE | {"notes": "x" * 10_000_000})
    assert error.column == "notes"
    assert "10,000,000 characters" in error.reason


def test_a_value_nested_too_deeply_is_rejected(index: SqliteIndex) -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    assert rejection(index, BARE | {"a": deep}).reason == "nested too deeply"


def test_markup_in_the_text_of_an_action_is_removed_and_its_link_kept(index: SqliteIndex) -> None:
    text = 'Sent <i>to</i> the <a href="https://example.org/1">committee</a>'
    one = made(index, {"actions": [{"date": "2020-02-03", "text": text}]})
    assert [*one.actions[0].text.values()] == ["Sent to the committee"]
    assert [paper.url for paper in one.actions[0].documents] == ["https://example.org/1"]
