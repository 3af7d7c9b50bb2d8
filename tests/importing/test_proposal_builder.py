"""Building proposals from rows."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.mapping import Mapper, MappingOptions, pairs
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.proposal_builder import Candidate, ProposalBuilder
from proposals_cli.importing.rows import RejectedRowError, SourceRow
from proposals_cli.index.sqlite_index import SqliteIndex

BARE = {"title": "On small firms", "year": "2020", "body": "npc"}


@pytest.fixture
def index(base: Path, tmp_path: Path) -> SqliteIndex:
    return SqliteIndex(base, tmp_path / "index")


def candidate(
    index: SqliteIndex, cells: dict[str, Any], *, create_themes: bool = False, **options: Any
) -> Candidate:
    """Return the candidate built from one row."""
    mapper = Mapper(MappingOptions(**options))
    row = SourceRow(2, cells, cells)
    mapper.decide_columns([row])
    names = NameResolver(index, create_themes=create_themes)
    return ProposalBuilder(mapper, names).make(mapper.fields(row))


def made(index: SqliteIndex, cells: dict[str, Any], **options: Any) -> Proposal:
    """Return the proposal built from one row."""
    return candidate(index, BARE | cells, **options).proposal


def rejection(index: SqliteIndex, cells: dict[str, Any], **options: Any) -> RejectedRowError:
    """Return the reason why a row is rejected."""
    with pytest.raises(RejectedRowError) as caught:
        candidate(index, cells, **options)
    return caught.value


def test_a_row_with_the_required_fields_is_a_proposal(index: SqliteIndex) -> None:
    proposal = made(index, {})
    assert proposal.id == "2020-small-firms"
    assert (proposal.kind, proposal.status.value) == (Kind.OTHER, Status.UNKNOWN)


@pytest.mark.parametrize("gone", BARE)
def test_a_missing_field_is_named_with_the_option_for_it(gone: str, index: SqliteIndex) -> None:
    error = rejection(index, {key: value for key, value in BARE.items() if key != gone})
    assert f"--set {gone}=" in error.reason


def test_the_script_of_a_title_decides_its_field(index: SqliteIndex) -> None:
    assert made(index, {"title": "關於動議"}).title.zh == "關於動議"
    both = made(index, {"title_en": "On a", "title_zh": "关于甲"}).title
    assert (both.en, both.zh) == ("On a", "关于甲")
    german = candidate(index, {"Titel": "Für mehr", "Jahr": "2020", "Gremium": "x"}).proposal.title
    assert (german.en, german.note) == ("Für mehr", "The title is in German.")


def test_a_date_gives_the_year_and_is_kept(index: SqliteIndex) -> None:
    cells = {"title": "On a", "body": "npc", "date": "31.12.2020"}
    proposal = candidate(index, cells).proposal
    assert (proposal.year, proposal.extra) == (2020, {"date": "2020-12-31"})
    unsure = candidate(index, cells | {"date": "03/04/2020"})
    assert unsure.date_unsure
    assert unsure.proposal.extra == {"date": "03/04/2020"}
    sure = candidate(index, cells | {"date": "03/04/2020"}, date_order="mdy")
    assert sure.proposal.extra == {"date": "2020-03-04"}


def test_people_are_found_by_any_name_or_added(index: SqliteIndex) -> None:
    found = candidate(index, BARE | {"sponsor": "MA HUATENG; Björk Müller; 王小明 (Wang Xiaoming)"})
    assert found.proposal.people == ("ma-huateng", "bjork-muller", "wang-xiaoming")
    assert {id_ for _, id_ in found.new} == {"bjork-muller", "wang-xiaoming"}


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Müller, Hans", ("muller-hans",)),
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


def test_links_become_sources_and_are_cited(index: SqliteIndex) -> None:
    found = candidate(
        index,
        BARE | {"url": "https://example.org/a", "problem": "Too few.", "measures": "Do a.|Do b."},
    )
    (key,) = found.new
    assert key[1].startswith("example-org-")
    proposal = found.proposal
    assert proposal.problem is not None
    assert proposal.problem.citations[0].source == key[1]
    assert [measure.citations[0].source for measure in proposal.measures] == [key[1]] * 2
    assert proposal.sources == ()


def test_an_unsafe_link_is_a_title(index: SqliteIndex) -> None:
    found = candidate(index, BARE | {"url": "javascript:alert(1)"})
    (source,) = found.new.values()
    assert getattr(source, "url", "none") is None


def test_words_of_other_languages_are_understood_and_kept(index: SqliteIndex) -> None:
    proposal = made(index, {"Typ": "Antrag", "Stand": "Überwiesen"})
    assert (proposal.kind, proposal.kind_terms) == (Kind.MOTION, ("Antrag",))
    assert (proposal.status.value, proposal.status.as_reported) == (Status.REFERRED, "Überwiesen")
    strange = made(index, {"Typ": "Fragestunde", "Stand": "ruht"})
    assert (strange.kind, strange.kind_terms) == (Kind.OTHER, ("Fragestunde",))
    assert (strange.status.value, strange.status.as_reported) == (Status.UNKNOWN, "ruht")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Rückzug", Status.WITHDRAWN),
        ("zurückgezogen", Status.WITHDRAWN),
        ("Retirado", Status.WITHDRAWN),
        ("Rejeitado", Status.REJECTED),
        ("nicht erheblich", Status.REJECTED),
        ("Sanctionnée", Status.ADOPTED),
    ],
)
def test_a_status_is_recognised_in_several_languages(
    word: str, status: Status, index: SqliteIndex
) -> None:
    assert made(index, {"status": word}).status.value is status


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
    assert (first.proposal.extra["date"], first.date_unsure) == ("2001-05-03", False)


def test_japanese_titles_without_kana_are_not_chinese(index: SqliteIndex) -> None:
    cells = {"件名": "令和八年度特別会計予算", "提出日": "2026-04-01", "body": "sangiin"}
    title = candidate(index, cells).proposal.title
    assert (title.zh, title.note) == (None, "The title is in Japanese.")


def test_unknown_columns_are_kept(index: SqliteIndex) -> None:
    nested = {"a": {"b": [1, {"c": "x"}]}, "votes": 12, "blank": "", "empty": []}
    assert made(index, nested).extra == {"a": {"b": [1, {"c": "x"}]}, "votes": 12}


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
    assert proposal.title.en == "On b"
    assert proposal.people == ("ann-lee", "bob-roe")
    assert proposal.themes == ("fintech",)
    assert proposal.extra == {"title": "On small firms"}


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
