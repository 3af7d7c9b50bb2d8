"""Drafts: what may be left out or shortened, what is added, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import (
    Draft,
    DraftReader,
    draft_of,
    without_blanks,
)
from proposals_cli.domain.model.parts import Citation, Title
from proposals_cli.domain.model.records import Note, Person, Proposal, Source, Theme
from proposals_cli.errors import InvalidQueryError, InvalidRecordError
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.domain.editing.drafts import made, refused
from tests.factories import (
    fact,
    person,
    proposal,
    random_proposals,
    small_base,
    theme,
    write_store,
)

# -- shorthands ------------------------------------------------------------------------------------


def test_a_title_and_a_year_are_a_draft(drafting: DraftReader) -> None:
    """Body and kind are those of most proposals; all other fields are unknown."""
    assert made(drafting) == proposal("2021-t", title=Title(en="T"))


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("On clouds", Title(en="On clouds")),
        ("关于云计算的建议", Title(zh="关于云计算的建议")),
        ("关于 AI 的建议", Title(zh="关于 AI 的建议")),
        ({"en": "On clouds", "zh": "云"}, Title(en="On clouds", zh="云")),
        ({"en": " On clouds ", "zh": None}, Title(en="On clouds")),
    ],
)
def test_title_may_be_one_text(drafting: DraftReader, given: Any, title: Title) -> None:
    """The text is a Chinese title if it contains a Chinese character."""
    assert made(drafting, title=given).title == title


def test_a_statement_may_be_one_text(drafting: DraftReader) -> None:
    """This holds for problems, statuses and measures."""
    record = made(drafting, problem="It rains.", status="planned", measures=["A roof.", "A wall."])
    assert record.problem is not None
    assert record.problem.text == "It rains."
    assert record.status.value == "planned"
    assert [(m.id, m.text) for m in record.measures] == [("m01", "A roof."), ("m02", "A wall.")]


@pytest.mark.parametrize(
    "themes",
    [["digital-economy"], ["Digital Economy"], ["DIGITAL_ECONOMY"], ["数字经济"], [" 数字经济 "]],
)
def test_a_theme_is_given_by_id_or_name(drafting: DraftReader, themes: list[str]) -> None:
    """Names in both languages are accepted, in any case."""
    assert made(drafting, themes=themes).themes == ("digital-economy",)


@pytest.mark.parametrize("people", [["ma-huateng"], ["ma huateng"], ["马化腾"]])
def test_a_person_is_given_by_id_or_name(drafting: DraftReader, people: list[str]) -> None:
    """Names in both languages are accepted."""
    assert made(drafting, people=people).people == ("ma-huateng",)


def test_the_person_of_a_fact_may_be_given_by_name(drafting: DraftReader) -> None:
    """The rule is that of proposals."""
    draft = {"kind": "count", "person": "马化腾", "text": "Seven were made.", "value": 7}
    assert drafting.record("facts", draft).record == fact(
        "seven-were-made", person="ma-huateng", value=7
    )


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
    """Titles, variants, replies and later mentions have citations as measures do."""
    cited = {"citations": "scmp-2021, 1"}
    record = made(
        drafting,
        title={"en": "T", "variants": [{"en": "Tee", **cited}], **cited},
        problem={"text": "It rains.", **cited},
        status={"value": "planned", **cited},
        responses=[{"who": "a ministry", "text": "Thanks.", **cited}],
        uptake=[{"text": "A law.", **cited}],
    )
    assert record.citations() == (Citation(source="scmp-2021", locator="1"),) * 6


def test_a_single_source_is_cited_by_statements_without_a_citation(drafting: DraftReader) -> None:
    """The source is then not listed a second time."""
    record = made(
        drafting,
        problem="It rains.",
        status="planned",
        measures=["A roof.", {"text": "A wall.", "citations": "source-one"}],
        responses=[{"who": "a ministry", "text": "Thanks."}],
        uptake=[{"text": "A law."}],
        sources=["scmp-2021"],
    )
    sources = [citation.source for citation in record.citations()]
    assert sorted(sources) == ["scmp-2021"] * 5 + ["source-one"]
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
    assert record.status.citations == ()
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
        status={"value": "unknown", "as_reported": None},
        problem={"text": None},
        measures=[{"text": None, "area": None, "citations": [None]}],
        sources=[{"url": None, "publisher": None}],
        notes=[None],
    )
    assert record == proposal("2021-t", title=Title(en="T"))


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
        ("people", "Ma Huaten", "There is no person 'Ma Huaten'. Did you mean ma-huateng?"),
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
        ({"colour": "red"}, "unknown field `colour`"),
        ({"measures": [{"text": "A roof.", "when": "soon"}]}, "unknown field `when`"),
        ({"measures": 5}, "field 'measures': Expected `array`"),
        ({"measures": "A roof."}, "field 'measures': Expected `array`"),
        ({"measures": [5]}, "field 'measures[0]': Expected `object`"),
        ({"measures": [{"area": "roofs"}]}, "field 'measures[0]': Object missing"),
        ({"measures": [{"id": ["m01"], "text": "x"}]}, "field 'measures[0].id': Expected `str`"),
        ({"measures": [{"id": "m1", "text": "x"}]}, "field 'measures[0].id'"),
        ({"themes": "fintech"}, "field 'themes': Expected `array`"),
        ({"year": "2021"}, "field 'year': Expected `int`, got `str`"),
        ({"year": 20210}, "field 'year': Expected `int` <= 9999"),
        ({"year": None}, "proposals, new: Object missing required field `year`"),
        ({"title": None}, "field 'title': a title needs text"),
        ({"title": 7}, "field 'title': Expected `object`, got `int`"),
        ({"kind": "poem"}, "field 'kind': Invalid enum value 'poem'"),
        ({"status": "done"}, "field 'status.value': Invalid enum value 'done'"),
        ({"id": "Not An Id"}, "field 'id'"),
        ({"sources": [5]}, "A source cannot be 5."),
        ({"sources": [["a", "b"]]}, "A source cannot be ['a', 'b']."),
        ({"sources": [{"url": ["a"]}]}, "field 'url': Expected `str | null`"),
        ({"sources": [{"url": "https://e.org", "date": "May"}]}, "field 'date'"),
        ({"measures": [{"text": "x", "citations": [5]}]}, "field 'measures[0].citations[0]'"),
        ({"problem": {"text": "x", "citations": [{"locator": "1"}]}}, "field `source`"),
        ({"title": "half \ud800"}, "unpaired surrogate"),
        ({"themes": ["half \udfff"]}, "unpaired surrogate"),
        ({"extra": {"a": "half \ud800"}}, "unpaired surrogate"),
        ({"extra": 5}, "field 'extra': Expected `object`"),
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
    assert caught.value.message.startswith("Draft 2: proposals, x-b, field 'year'")
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
    index = SqliteIndex(write_store(tmp_path / "base.json", records), tmp_path / "cache")
    drafting = DraftReader(index)
    tables = {Proposal: "proposals", Theme: "themes", Person: "people", Source: "sources"}
    for record in records:
        table = tables.get(type(record)) or ("notes" if isinstance(record, Note) else "facts")
        drafted = drafting.record(table, draft_of(record), new=False)
        assert drafted.record == record
        assert drafted.sources == ()
    index.close()
