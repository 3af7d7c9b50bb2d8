"""Drafts: what may be left out or shortened, what is added, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.commands.yaml_text import read_drafts, write_draft
from proposals_cli.domain.editing.drafts import (
    Draft,
    Drafted,
    DraftReader,
    draft_of,
    without_blanks,
)
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import (
    Citation,
    Document,
    Sponsor,
    Title,
)
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.errors import InvalidQueryError, InvalidRecordError, mistakes_of
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.desk import INFO
from tests.domain.editing.drafts import made, refused
from tests.every_field import samples
from tests.factories import (
    body,
    fact,
    person,
    proposal,
    random_proposals,
    small_base,
    theme,
    write_store,
)

# -- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "themes",
    [["digital-economy"], ["Digital Economy"], ["DIGITAL_ECONOMY"], ["数字经济"], [" 数字经济 "]],
)
def test_a_theme_is_given_by_id_or_name(drafting: DraftReader, themes: list[str]) -> None:
    """Names in both languages are accepted, in any case."""
    assert made(drafting, themes=themes).themes == ("digital-economy",)


@pytest.mark.parametrize("given", ["ma-huateng", "ma huateng", "马化腾", "pony", {"who": "马化腾"}])
@pytest.mark.parametrize("field", ["people", "sponsors"])
def test_a_person_is_given_by_id_or_name(drafting: DraftReader, field: str, given: Any) -> None:
    """Any name is accepted, alone or in a list."""
    for people in (given, [given]):
        assert made(drafting, **{field: people}).sponsors == (Sponsor(who="ma-huateng"),)


def test_a_name_that_no_record_has_is_kept(drafting: DraftReader) -> None:
    """No person is made up; a remark names similar ones."""
    draft = {"title": "T", "year": 2021, "people": ["Ma Huaten", "Jane Example"]}
    drafted = drafting.record("proposals", draft)
    assert isinstance(drafted.record, Proposal)
    assert [one.as_named for one in drafted.record.sponsors] == ["Ma Huaten", "Jane Example"]
    assert drafted.remarks == (
        "Kept as the source's words, as no record has the name: Ma Huaten; Jane Example.",
        "'Ma Huaten': did you mean ma-huateng?",
    )


def test_a_name_of_several_people_is_refused(drafting: DraftReader) -> None:
    """One of them at random would be false."""
    with pytest.raises(InvalidQueryError) as caught:
        made(drafting, people="Wang Fang")
    assert "are called 'Wang Fang': wang-fang, wang-fang-2." in caught.value.message
    assert made(drafting, people=["wang-fang", "wang-fang-2"]).people == (
        *("wang-fang", "wang-fang-2"),
    )


def test_a_thousand_sponsors_are_read(drafting: DraftReader) -> None:
    """Only the first unknown names are remarked on."""
    people = [f"Member {number}" for number in range(1_000)]
    drafted = drafting.record("proposals", {"title": "T", "year": 2021, "people": people})
    assert isinstance(drafted.record, Proposal)
    assert drafted.record.people == tuple(people)
    (remark,) = drafted.remarks
    assert remark.endswith("; Member 8; Member 9; and 990 more.")


def test_a_body_is_given_by_id_or_name(drafting: DraftReader) -> None:
    """In any case."""
    for name in ("landtag", "Landtag", "LANDTAG"):
        assert made(drafting, body=name).body == "landtag"


def test_without_defaults_body_and_kind_are_asked_for(tmp_path: Path) -> None:
    """The errors say what to write."""
    records = [body("npc"), body("sejm")]
    index = SqliteIndex(write_store(tmp_path / "base.json", records), tmp_path / "cache")
    error, second = mistakes_of(refused(DraftReader(index)))
    assert (error.field, second.field) == ("body", "kind")
    assert "or give --body, one of: npc, sejm. A new one: prop add --as body" in error.hint
    assert second.hint.startswith("Write `kind: …`, or give --kind, one of: suggestion, bill,")
    assert made(DraftReader(index), body="npc", kind="bill").kind == "bill"
    index.close()


def test_the_only_body_and_kind_of_a_base_need_not_be_said(tmp_path: Path) -> None:
    """A base that was converted has no defaults, and one of a single parliament needs none."""
    records = [body("sejm"), proposal("2020-a", body="sejm", kind=Kind.MOTION)]
    index = SqliteIndex(write_store(tmp_path / "base.json", records), tmp_path / "cache")
    found = made(DraftReader(index))
    assert (found.body, found.kind) == ("sejm", Kind.MOTION)
    index.close()


def test_the_year_of_a_date_is_not_stored(drafting: DraftReader) -> None:
    """A year is stored where it is the session's and differs, or where no date is known."""
    assert made(drafting, date="2021-05-18").year is None
    assert made(drafting, date="2020-12-30").year == 2021
    assert made(drafting, year=None, date=2021).date == "2021"


def test_the_person_of_a_fact_may_be_given_by_name(drafting: DraftReader) -> None:
    """The rule is that of proposals."""
    draft = {"kind": "count", "person": "马化腾", "text": "Seven were made.", "value": 7}
    assert drafting.record("facts", draft).record == fact(
        "seven-were-made", person="ma-huateng", value=7
    )
    with pytest.raises(InvalidQueryError, match="There is no person or body 'Ma Huaten'"):
        drafting.record("facts", draft | {"person": "Ma Huaten"})


@pytest.mark.parametrize(
    ("given", "citation"),
    [
        ("scmp-2021", Citation(source="scmp-2021")),
        ("scmp-2021, para 4", Citation(source="scmp-2021", locator="para 4")),
        ("scmp-2021,para 4", Citation(source="scmp-2021", locator="para 4")),
        ("scmp-2021, paras 2, 3", Citation(source="scmp-2021", locator="paras 2, 3")),
        ("https://example.org/one", Citation(source="source-one")),
        ("https://example.org/one, para 4", Citation(source="source-one", locator="para 4")),
        ("https://scmp.com/a,b", Citation(source="scmp-2021")),
        (
            "https://scmp.com/a,b, page 2, right",
            Citation(source="scmp-2021", locator="page 2, right"),
        ),
        ({"source": "scmp-2021", "quote": "云"}, Citation(source="scmp-2021", quote="云")),
        ({"source": "https://example.org/one"}, Citation(source="source-one")),
        ({"source": {"url": "https://example.org/one"}}, Citation(source="source-one")),
    ],
)
def test_citations_may_be_given_in_several_ways(
    drafting: DraftReader, given: Any, citation: Citation
) -> None:
    """As a source with or without a locator, as a link, or with all fields."""
    for citations in (given, [given]):
        record = made(drafting, measures=[{"text": "A roof.", "citations": citations}])
        assert record.measures[0].citations == (citation,)
        assert record.sources == ()


def test_citations_are_read_in_every_field(drafting: DraftReader) -> None:
    """Titles, sponsors, replies, figures and the rest have citations as measures do."""
    cited = {"citations": "scmp-2021, 1"}
    record = made(
        drafting,
        titles=[{"text": "Tee", **cited}],
        sponsors=[{"who": "ma-huateng", **cited}],
        problem={"text": "It rains.", **cited},
        status={"value": "planned", **cited},
        reply={"by": "a ministry", **cited},
        figures=[{"signatures": 5, **cited}],
        relations=[{"kind": "amends", "as_named": "the old act", **cited}],
        uptake=[{"text": "A law.", **cited}],
    )
    assert record.citations() == (Citation(source="scmp-2021", locator="1"),) * 8


def test_a_paper_may_be_a_source(drafting: DraftReader) -> None:
    """It may be given by its link, and is not listed a second time."""
    record = made(drafting, documents={"source": "https://example.org/one"}, sources=["source-one"])
    assert record.documents == (Document(source="source-one"),)
    assert record.sources == ()


def test_a_single_source_is_cited_by_claims_without_a_citation(drafting: DraftReader) -> None:
    """The source is then not listed a second time."""
    record = made(
        drafting,
        summary="Rain.",
        problem="It rains.",
        status="planned",
        measures=["A roof.", {"text": "A wall.", "citations": "source-one"}],
        reply="2021-08-30 MIIT",
        reply_due="2021-09-01",
        figures="signatures 5",
        uptake=[{"text": "A law."}],
        sources=["scmp-2021"],
    )
    sources = [citation.source for citation in record.citations()]
    assert sorted(sources) == ["scmp-2021"] * 8 + ["source-one"]
    assert record.measures[1].citations[0].source == "source-one"
    assert record.sources == ()


def test_two_sources_are_not_cited_automatically(drafting: DraftReader) -> None:
    """The program cannot know which source supports a statement."""
    record = made(drafting, measures=["A roof."], sources=["scmp-2021", "source-one"])
    assert record.citations() == ()
    assert record.sources == ("scmp-2021", "source-one")


@pytest.mark.parametrize("status", [None, "unknown", {"value": "unknown"}])
def test_an_unknown_status_has_no_citation(drafting: DraftReader, status: Any) -> None:
    """No source states that the status is unknown."""
    record = made(drafting, status=status, sources="scmp-2021")
    assert record.citations() == ()
    assert record.sources == ("scmp-2021",)


# -- blanks ----------------------------------------------------------------------------------------


def test_blank_values_are_removed() -> None:
    """At every depth; false and zero are values."""
    blank: Draft = {"a": None, "b": "", "c": [None, "", {}, [[]], "  "], "d": {"e": {"f": []}}}
    assert without_blanks(blank) == {}
    assert without_blanks({"a": 0, "b": " x ", "c": [0, None], "d": False}) == {
        "a": 0,
        "b": "x",
        "c": [0],
        "d": False,
    }


def test_a_partly_filled_template_is_a_draft(drafting: DraftReader) -> None:
    """Blank items and keys of the template are ignored."""
    record = made(
        drafting,
        title={"en": "T", "zh": None},
        term=None,
        people=[],
        sponsors=[{"who": None, "as_named": None}],
        status={"value": None, "as_reported": None},
        problem={"text": None},
        actions=[{"date": None, "by": []}],
        measures=[{"text": None, "area": None, "citations": [None]}],
        sources=[{"url": None, "publisher": None}],
        notes=[None],
    )
    assert record == proposal("2021-t", titles=(Title(lang="en", text="T"),))


def test_extra_is_kept_unchanged(drafting: DraftReader) -> None:
    """Values under `extra` are not tidied, cited or completed, even if blank."""
    extra = {
        "blank": "",
        "list": [None, " x "],
        "citations": "a, b",
        "source": "scmp-2021",
        "7": {},
    }
    record = made(drafting, extra=extra, sources=["scmp-2021", "source-one"])
    assert record.extra == extra
    assert record.sources == ("scmp-2021", "source-one")
    assert made(drafting, extra=None).extra == {}
    assert made(drafting, extra={7: {8: "x"}}).extra == {"7": {"8": "x"}}


# -- names that do not exist -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("themes", "fintec", "There is no theme 'fintec'. Did you mean fintech?"),
        ("themes", "poetry", "There is no theme 'poetry'. Known: digital-economy, fintech."),
    ],
)
def test_the_error_for_an_unknown_name_suggests_similar_ones(
    drafting: DraftReader, field: str, value: str, message: str
) -> None:
    """If none is similar, the existing names are listed."""
    with pytest.raises(InvalidQueryError) as caught:
        made(drafting, **{field: [value]})
    assert f"{caught.value.message} {caught.value.hint}" == message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"colour": "red"}, "field 'colour': there is no such field."),
        (
            {"measures": [{"text": "A roof.", "when": "soon"}]},
            "field 'measures[0].when': there is no such field.",
        ),
        ({"measures": 5}, "field 'measures': 5 is not a list."),
        ({"measures": [5]}, "field 'measures[0]': 5 is not a group of fields."),
        ({"measures": [{"area": "roofs"}]}, "field 'measures[0].text': it is missing."),
        ({"measures": [{"id": ["m01"], "text": "x"}]}, "field 'measures[0].id': a list is not"),
        ({"measures": [{"id": "m1", "text": "x"}]}, "field 'measures[0].id'"),
        ({"themes": {"a": "fintech"}}, "field 'themes': a group of fields is not a list."),
        ({"year": "2021"}, "field 'year': '2021' is not a year."),
        ({"year": 20210}, "field 'year': 20210 is not a year."),
        ({"date": "2021-02-30"}, "'2021-02-30' is not a day of the calendar"),
        ({"date": "2021-13"}, "field 'date'"),
        ({"date": "May"}, "field 'date'"),
        ({"title": None}, "A proposal needs a title or a number."),
        ({"title": {"colour": "T"}}, "field 'titles[0].lang'"),
        ({"title": 7.5}, "field 'titles[0]': 7.5 is not a group of fields."),
        ({"kind": "poem"}, "field 'kind': 'poem' is not allowed here."),
        ({"status": "done"}, "field 'status.value': 'done' is not allowed here."),
        ({"people": 5}, "field 'sponsors[0]': 5 is not a group of fields."),
        ({"sponsors": [{"role": "author"}]}, "an agent needs 'who' or 'as_named'"),
        ({"sponsors": [{"who": "a-b", "role": "king"}]}, "field 'sponsors[0].role'"),
        ({"actions": "yesterday it passed"}, "field 'actions': 'yesterday it passed' cannot"),
        ({"actions": ["2021 danced"]}, "field 'actions[0].stage': 'danced' is not allowed"),
        ({"reply": "2021-13-45 MIIT"}, "field 'actions[0].date'"),
        ({"reply": 5}, "field 'actions[0]': 5 is not a group of fields."),
        ({"figures": "many"}, "field 'figures': 'many' cannot be read."),
        ({"relations": "2019-act"}, "field 'relations[0]': '2019-act' cannot be read."),
        ({"identifiers": "163"}, "field 'identifiers': '163' cannot be read."),
        ({"id": "Not An Id"}, "field 'id'"),
        ({"sources": [5]}, "field 'sources[0]': 5 is not a source."),
        ({"sources": [["a", "b"]]}, "field 'sources[0]': ['a', 'b'] is not a source."),
        ({"sources": [{"url": ["a"]}]}, "field 'sources[0].url': a list is not a text."),
        ({"sources": [{"url": "https://e.org", "date": "May"}]}, "field 'sources[0].date'"),
        ({"measures": [{"text": "x", "citations": [5]}]}, "field 'measures[0].citations[0]'"),
        (
            {"problem": {"text": "x", "citations": [{"locator": "1"}]}},
            "field 'problem.citations[0].source': it is missing.",
        ),
        ({"title": "half \ud800"}, "unpaired surrogate"),
        ({"themes": ["half \udfff"]}, "unpaired surrogate"),
        ({"extra": {"a": "half \ud800"}}, "unpaired surrogate"),
        ({"extra": 5}, "field 'extra': 5 is not a group of fields."),
    ],
)
def test_mistake_names_its_field(drafting: DraftReader, fields: Draft, message: str) -> None:
    """Any wrong value is an error with a message, never a traceback."""
    assert message in refused(drafting, **fields).message


def test_mistake_in_a_source_names_the_source(drafting: DraftReader) -> None:
    """The path contains its place in the list, so that the editor finds the line."""
    bad = {"url": "https://e.org/2", "date": "May"}
    error = refused(drafting, sources=[{"url": "https://e.org/1"}, None, bad])
    assert error.field == "sources[1].date"


def test_mistake_in_one_of_several_drafts_names_the_draft(drafting: DraftReader) -> None:
    """The message has the number of the draft."""
    with pytest.raises(InvalidRecordError) as caught:
        drafting.records("proposals", [{"title": "A", "year": 2021}, {"title": "B", "year": "x"}])
    assert caught.value.message.startswith("Draft 2: field 'year'")
    assert caught.value.field == "[1].year"


# -- edits -----------------------------------------------------------------------------------------


def test_edit_of_a_record_adds_no_citations(drafting: DraftReader) -> None:
    """A statement without a citation has none after another field is edited."""
    stored = made(drafting, measures=["A roof."], sources=["scmp-2021", "source-one"])
    draft = draft_of(stored) | {"sources": ["scmp-2021"]}
    edited = drafting.record("proposals", draft, new=False).record
    assert isinstance(edited, Proposal)
    assert edited.measures[0].citations == ()
    assert edited.sources == ("scmp-2021",)


def test_a_record_is_unchanged_after_conversion_to_a_draft_and_back(tmp_path: Path) -> None:
    """This holds for every table."""
    records = small_base(random_proposals(200, seed=3))
    extra: Draft = {"flag": True, "none": None, "blank": "", "number": 1.5, "list": [[], {}]}
    records += [theme("more", extra=extra), person("wang-wu", extra=extra)]
    index = SqliteIndex(write_store(tmp_path / "base.json", records, INFO), tmp_path / "cache")
    drafting = DraftReader(index)
    for record in records:
        drafted = drafting.record(table_of(record), draft_of(record), new=False)
        assert drafted == Drafted(record)
    index.close()


def test_every_field_survives_an_edit(tmp_path: Path) -> None:
    """A draft of a record has every field of every class but the history, and reads back."""
    fields = [one for one in samples() if all(name != "history" for _, name in one.path)]
    assert len(fields) > 200
    store = write_store(tmp_path / "base.json", [one.having for one in fields], INFO)
    index = SqliteIndex(store, tmp_path / "cache")
    drafting = DraftReader(index)
    for sample in fields:
        (draft,) = read_drafts(write_draft(draft_of(sample.having), "as it is"))
        edited = drafting.record(sample.table, draft, new=False).record
        assert edited == sample.having, sample.path
    index.close()
