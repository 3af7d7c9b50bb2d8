"""People and organisations that rows name: records, words of the source, and citations."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Figure, Identifier, Sponsor
from proposals_cli.domain.model.records import Person, Proposal
from proposals_cli.domain.model.vocabulary import AgentKind, FigureKind, Role
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.raw_parts import RawSponsor
from proposals_cli.importing.remarks import RemarkKind
from proposals_cli.importing.rows import OnDuplicate, SourceRow
from proposals_cli.importing.sponsor_builder import SponsorBuilder
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.conftest import Prop
from tests.factories import person, records_in, save
from tests.importing.building import BARE, candidate, made
from tests.importing.planning import A, ImportRows, counts, stored

NAMES = """\
number,title,year,body,people
1,One,2020,x,Committee on Ports and Canals
2,Two,2020,x,Fraktion der Mitte
3,Three,2020,x,"Sample, Hon. Adam"
4,Four,2020,x,Sen. Eva Muster (R-TX)
5,Five,2020,x,Paula Modell (葉小某)
6,Six,2020,x,Otto von der Probe
7,Seven,2020,x,"Doe Jr., John"
8,Eight,2020,x,"Doe, John"
9,Nine,2020,x,John Doe
10,Ten,2020,x,張小三等12人
11,Eleven,2020,x,例野　太郎君外三名
12,Twelve,2020,x,Association for Sample and Model Work
"""
CITED: dict[str, dict[str, str]] = {
    "1": {"literal": "Committee on Ports and Canals"},
    "2": {"literal": "Fraktion der Mitte"},
    "3": {"family": "Sample", "given": "Adam"},
    "4": {"family": "Muster", "given": "Eva"},
    "5": {"family": "Modell", "given": "Paula"},
    "6": {"family": "Probe", "given": "Otto", "non-dropping-particle": "von der"},
    "7": {"family": "Doe", "given": "John", "suffix": "Jr."},
    "8": {"family": "Doe", "given": "John"},
    "9": {"family": "Doe", "given": "John"},
    "10": {"family": "張", "given": "小三"},
    "11": {"family": "例野", "given": "太郎"},
    "12": {"literal": "Association for Sample and Model Work"},
}


def sponsor_of(index: SqliteIndex, cell: str) -> tuple[Sponsor, Person | None]:
    """Return the only sponsor that a cell names, and the record that comes with it."""
    found = candidate(index, BARE | {"sponsor": cell})
    (sponsor,) = found.proposal.sponsors
    record = found.new.get(("people", sponsor.who or ""))
    assert record is None or isinstance(record, Person)
    return sponsor, record


def test_names_of_a_file_are_cited_as_people_write_them(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(NAMES, encoding="utf-8")
    prop("import", file)
    cited = json.loads(prop("export", "-f", "csl-json").out)
    assert {one["number"]: one["author"] for one in cited} == {
        number: [name] for number, name in CITED.items()
    }
    assert prop("cite", "2020-one").out.startswith("Committee on Ports and Canals. (2020)")
    assert prop("cite", "2020-seven").out.startswith("Doe, J., Jr. (2020)")
    assert prop("cite", "2020-six").out.startswith("von der Probe, O. (2020)")
    assert "author = {{Fraktion der Mitte}}" in prop("export", "-f", "bibtex").out
    rows = json.loads(prop("list", "--person", "john-doe", "--format", "json").out)
    assert sorted(row["title"] for row in rows) == ["Eight", "Nine"]
    assert "12 same" in prop("import", file, "--on-duplicate", "update").err


def test_an_organisation_is_a_record_of_its_own_kind(index: SqliteIndex) -> None:
    sponsor, record = sponsor_of(index, "Committee on Roads, Rail and Ports")
    assert sponsor == Sponsor(who="committee-on-roads-rail-and-ports")
    assert record
    assert record.kind is AgentKind.ORGANISATION
    assert record.name == {"und": "Committee on Roads, Rail and Ports"}


def test_what_is_taken_off_a_name_stays_in_the_words_of_the_row(index: SqliteIndex) -> None:
    sponsor, record = sponsor_of(index, "Rep. Ada Sample [D-NY-3]")
    assert sponsor == Sponsor(who="ada-sample", as_named="Rep. Ada Sample [D-NY-3]", party="D")
    assert record
    assert record.name == {"und": "Ada Sample"}


@pytest.mark.parametrize(
    "cell", ["Ada Câmara - ABC/SP", "Senado Modelo - Ada Câmara - ABC/SP", "Ada Praia ABC / SP"]
)
def test_the_party_and_state_behind_a_dash_show_a_person(index: SqliteIndex, cell: str) -> None:
    """Whatever the name, or the chamber before it, says of organisations."""
    sponsor, record = sponsor_of(index, cell)
    assert record
    assert record.kind is not AgentKind.ORGANISATION
    assert record.name["und"].startswith("Ada ")
    assert (sponsor.party, sponsor.as_named) == ("ABC", cell)


def test_words_in_small_letters_go_on_with_the_name_of_a_committee(index: SqliteIndex) -> None:
    name = "Comissão para acompanhar os trabalhos, voltados para as ruas e praças, bem como praias"
    for cell in (name, f"{name}, {name}"):
        _, record = sponsor_of(index, cell)
        assert record
        assert record.kind is AgentKind.ORGANISATION
        assert record.name == {"und": name}
    both = candidate(index, BARE | {"sponsor": f"{name}, Ada Sample"}).proposal.sponsors
    assert [one.who for one in both][1:] == ["ada-sample"]


def test_a_name_in_two_scripts_is_stored_in_both(index: SqliteIndex) -> None:
    sponsor, record = sponsor_of(index, "Paula Modell (葉小某)")
    assert sponsor == Sponsor(who="paula-modell")
    assert record
    assert record.name == {"und": "Paula Modell", "zh": "葉小某"}


def test_a_person_is_found_by_either_script(import_rows: ImportRows, base: Path) -> None:
    names = ("Paula Modell (葉小某)", "葉小某", "Modell, Paula", "Hon. Paula Modell")
    rows = [
        A | {"title": f"On {word}", "sponsor": name}
        for word, name in zip(("rail", "ports", "milk", "wool"), names, strict=True)
    ]
    assert counts(import_rows(*rows)) == "4 new"
    assert {one.people for one in stored(base).values()} == {("paula-modell",)}


def test_a_japanese_name_is_not_called_chinese(index: SqliteIndex) -> None:
    for cell in ("例野　太郎君", "例野　太郎外三名"):
        _, record = sponsor_of(index, cell)
        assert record
        assert list(record.names) == ["ja"]


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("Ada Sample and 3 others", 3, "and 3 others"),
        ("Ada Sample et al.", None, "et al."),
        ("王小明等12人", 11, "等12人"),
        ("王小明、李小红等12名代表", 10, "等12名代表"),
    ],
)
def test_further_people_are_counted_and_said(
    cell: str, value: int | None, words: str, index: SqliteIndex
) -> None:
    found = candidate(index, BARE | {"sponsor": cell})
    assert found.proposal.figures == (
        Figure(what=FigureKind.FURTHER_SPONSORS, value=value, as_reported=words),
    )
    assert [(one.kind, one.value) for one in found.remarks] == [(RemarkKind.NAME_REMARK, words)]


def test_a_name_that_several_people_of_the_base_have_stays_in_words(
    base: Path, import_rows: ImportRows
) -> None:
    save(base, [person("eva-1", "Eva Muster"), person("eva-2", "Eva Muster")])
    plan = import_rows(A | {"sponsor": "Dr. Eva Muster"})
    (proposal,) = stored(base).values()
    assert proposal.sponsors == (Sponsor(as_named="Dr. Eva Muster"),)
    assert [one.kind for one in plan.remarks] == [RemarkKind.SHARED_NAME]


def test_one_name_with_two_parties_in_a_row_is_not_one_person(index: SqliteIndex) -> None:
    sponsors = made(index, {"sponsor": "Eva Muster (D-WA); Eva Muster (R-TX)"}).sponsors
    assert [one.who for one in sponsors] == ["eva-muster", None]
    assert sponsors[1].as_named == "Eva Muster (R-TX)"


def test_a_family_name_after_a_title_makes_no_person(index: SqliteIndex) -> None:
    assert sponsor_of(index, "Mr Sample") == (Sponsor(as_named="Mr Sample"), None)


def sponsors_from(names: NameResolver, *raw: RawSponsor) -> tuple[Any, dict[Any, Any], Fields]:
    """Return the sponsors of a row, the new records, and the fields."""
    fields = Fields(SourceRow(1, {}, {}))
    fields.parts.sponsors += raw
    new: dict[Any, Any] = {}
    found, _ = SponsorBuilder(names, lambda _: None).sponsors(fields, lambda _: "und", new)
    for record in new.values():
        names.add(record)
    return found, new, fields


def test_one_identifier_is_one_person_and_two_are_two(index: SqliteIndex) -> None:
    names = NameResolver(index, create_themes=False)
    (one,), new, _ = sponsors_from(
        names, RawSponsor("Eva Muster", identifier="M1", scheme="bioguide")
    )
    assert new["people", one.who].identifiers == (Identifier(scheme="bioguide", value="M1"),)
    (again,), new, _ = sponsors_from(
        names, RawSponsor("E. Muster", identifier="M1", scheme="bioguide")
    )
    assert (again.who, new) == (one.who, {})
    (other,), new, _ = sponsors_from(
        names, RawSponsor("Eva Muster", identifier="M2", scheme="bioguide")
    )
    assert other.who != one.who
    assert ("people", other.who) in new


def test_an_identifier_that_no_record_takes_is_kept(index: SqliteIndex) -> None:
    names = NameResolver(index, create_themes=False)
    (one,), new, fields = sponsors_from(
        names, RawSponsor("Ma Huateng", column="by", identifier="7", scheme="member")
    )
    assert (one.who, new) == ("ma-huateng", {})
    assert fields.extra == {"by.member": ["7"]}


def test_what_the_file_says_of_an_organisation_decides(index: SqliteIndex) -> None:
    names = NameResolver(index, create_themes=False)
    _, new, _ = sponsors_from(
        names,
        RawSponsor("Sample Seven", is_organisation=True),
        RawSponsor("Ada Council", is_organisation=False, role=Role.COSPONSOR.value),
    )
    assert {id_: record.kind for (_, id_), record in new.items()} == {
        "sample-seven": AgentKind.ORGANISATION,
        "ada-council": AgentKind.PERSON,
    }


@pytest.mark.parametrize("on", list(OnDuplicate))
def test_a_second_import_of_names_changes_nothing(
    on: OnDuplicate, import_rows: ImportRows, base: Path
) -> None:
    names = ("Rep. Ada Sample (D-WA)", "Sample, Ada", "Ada Sample et al.", "Fraktion der Mitte")
    rows = [
        A | {"title": f"On {word}", "sponsor": name}
        for word, name in zip(("rail", "ports", "milk", "wool"), names, strict=True)
    ]
    import_rows(*rows)
    before = base.read_bytes()
    assert counts(import_rows(*rows, on=on)) in ("4 same", "4 duplicate")
    assert base.read_bytes() == before
    assert [one.id for one in records_in(base, "people") if isinstance(one, Person)] == [
        "ada-sample",
        "fraktion-der-mitte",
        "ma-huateng",
    ]
    assert all(isinstance(one, Proposal) for one in stored(base).values())
