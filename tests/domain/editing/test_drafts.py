"""Drafts: what may be left out or shortened, what is filled in, and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import (
    Draft,
    DraftReader,
    draft_of,
    free_id,
    title_slug,
    without_blanks,
)
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.domain.model.records import (
    Citation,
    Names,
    Note,
    Person,
    Proposal,
    Record,
    Source,
    Theme,
    Title,
)
from proposals_cli.errors import InvalidQueryError, InvalidRecordError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.factories import (
    fact,
    note,
    person,
    proposal,
    random_proposals,
    small_base,
    source,
    theme,
    write_store,
)

HELD: tuple[Record, ...] = (
    proposal("2020-cloud"),
    proposal("2020-suggestion"),
    proposal("2019-renamed", former_ids=("2019-old", "2019-re")),
    person("ma-huateng", name=Names(en="Ma Huateng", zh="马化腾")),
    theme("digital-economy", name=Names(en="Digital economy", zh="数字经济")),
    theme("fintech"),
    source("source-one", url="https://example.org/one"),
    source("scmp-2021", url="https://scmp.com/a,b"),
    source("example-2021", url="https://example.org/two"),
)


@pytest.fixture
def drafting(index: SqliteIndex) -> DraftReader:
    """Return what makes records of drafts with the names of ``HELD``."""
    return DraftReader(index)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteIndex]:
    """Return an index of ``HELD``; nothing here writes to its store."""
    folder = tmp_path_factory.mktemp("held")
    index = SqliteIndex(write_store(folder / "base.json", HELD), folder / "cache")
    yield index
    index.close()


def made(drafting: DraftReader, **fields: Any) -> Proposal:
    """Return the proposal of a draft that has a title and a year besides ``fields``."""
    record = drafting.record("proposals", {"title": "T", "year": 2021, **fields}).record
    assert isinstance(record, Proposal)
    return record


def refused(drafting: DraftReader, table: str = "proposals", **fields: Any) -> InvalidRecordError:
    """Return the error of a draft that has a title and a year besides ``fields``."""
    needed = {"title": "T", "year": 2021} if table == "proposals" else {}
    with pytest.raises(InvalidRecordError) as caught:
        drafting.record(table, needed | fields)
    return caught.value


# -- shorthands ----------------------------------------------------------------------------------


def test_the_shortest_draft_is_a_title_and_a_year(drafting: DraftReader) -> None:
    """Body and kind are those of most proposals; all else counts as not known."""
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
    """A title of one text is Chinese where it holds a Chinese character."""
    assert made(drafting, title=given).title == title


def test_statements_may_be_one_text(drafting: DraftReader) -> None:
    """A problem, a status and measures may be their text alone."""
    record = made(drafting, problem="It rains.", status="planned", measures=["A roof.", "A wall."])
    assert record.problem is not None
    assert record.problem.text == "It rains."
    assert record.status.value == "planned"
    assert [(m.id, m.text) for m in record.measures] == [("m01", "A roof."), ("m02", "A wall.")]


@pytest.mark.parametrize(
    "themes",
    [["digital-economy"], ["Digital Economy"], ["DIGITAL_ECONOMY"], ["数字经济"], [" 数字经济 "]],
)
def test_themes_go_by_id_or_name(drafting: DraftReader, themes: list[str]) -> None:
    """A theme's names in both languages do for its id, in any case."""
    assert made(drafting, themes=themes).themes == ("digital-economy",)


@pytest.mark.parametrize("people", [["ma-huateng"], ["ma huateng"], ["马化腾"]])
def test_people_go_by_id_or_name(drafting: DraftReader, people: list[str]) -> None:
    """A person's names in both languages do for the id."""
    assert made(drafting, people=people).people == ("ma-huateng",)


def test_person_of_a_fact_goes_by_name(drafting: DraftReader) -> None:
    """Facts name their person as proposals do."""
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
def test_citation_in_every_way(drafting: DraftReader, given: Any, citation: Citation) -> None:
    """A citation is a source with or without a place, a link, or its fields."""
    for citations in (given, [given]):
        record = made(drafting, measures=[{"text": "A roof.", "citations": citations}])
        assert record.measures[0].citations == (citation,)
        assert record.sources == ()


def test_citations_are_read_wherever_they_stand(drafting: DraftReader) -> None:
    """Titles, wordings, replies and later mentions are cited as measures are."""
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


def test_only_source_is_cited_by_whatever_has_no_citation(drafting: DraftReader) -> None:
    """With one source, statements cite it unless they cite another; it is not listed again."""
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


def test_of_two_sources_none_is_cited_by_itself(drafting: DraftReader) -> None:
    """Which statement rests on which source is not for the program to say."""
    record = made(drafting, measures=["A roof."], sources=["scmp-2021", "source-one"])
    assert record.citations() == ()
    assert record.sources == ("scmp-2021", "source-one")


@pytest.mark.parametrize("status", [None, "unknown", {"value": "unknown"}])
def test_unknown_status_cites_nothing(drafting: DraftReader, status: Any) -> None:
    """That nothing is known of what became of it is no statement of a source."""
    record = made(drafting, status=status, sources="scmp-2021")
    assert record.status.citations == ()
    assert record.sources == ("scmp-2021",)


# -- blanks --------------------------------------------------------------------------------------


def test_blanks_count_as_left_out() -> None:
    """What says nothing goes, at every depth; what is false or zero says something."""
    blank: Draft = {"a": None, "b": "", "c": [None, "", {}, [[]], "  "], "d": {"e": {"f": []}}}
    assert without_blanks(blank) == {}
    assert without_blanks({"a": 0, "b": " x ", "c": [0, None], "d": False}) == {
        "a": 0,
        "b": "x",
        "c": [0],
        "d": False,
    }


def test_the_template_filled_in_a_little_is_a_draft(drafting: DraftReader) -> None:
    """Blank items and keys of the template leave no trace."""
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


def test_extra_is_kept_as_it_is(drafting: DraftReader) -> None:
    """What the program does not know, blank or not, is not tidied, cited or completed."""
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


# -- names that do not exist ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("themes", "fintec", "There is no theme 'fintec'. Did you mean fintech?"),
        ("people", "Ma Huaten", "There is no person 'Ma Huaten'. Did you mean ma-huateng?"),
        ("themes", "poetry", "There is no theme 'poetry'. Known: digital-economy, fintech."),
    ],
)
def test_unknown_name_is_answered_with_near_ones(
    drafting: DraftReader, field: str, value: str, said: str
) -> None:
    """A theme or person that the base does not have is a mistake, with a way out."""
    with pytest.raises(InvalidQueryError) as caught:
        made(drafting, **{field: [value]})
    assert f"{caught.value.message} {caught.value.hint}" == said


@pytest.mark.parametrize(
    ("fields", "said"),
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
def test_mistake_names_its_field(drafting: DraftReader, fields: Draft, said: str) -> None:
    """Whatever stands in a draft, a mistake is one message and never a traceback."""
    assert said in refused(drafting, **fields).message


def test_mistake_in_a_source_says_in_which(drafting: DraftReader) -> None:
    """The path leads through the list of sources, so that the editor finds the line."""
    bad = {"url": "https://e.org/2", "date": "May"}
    error = refused(drafting, sources=[{"url": "https://e.org/1"}, None, bad])
    assert error.field == "sources[1].date"


def test_mistake_in_one_of_several_drafts_says_in_which(drafting: DraftReader) -> None:
    """Of many drafts, the wrong one is told by its number."""
    with pytest.raises(InvalidRecordError) as caught:
        drafting.records("proposals", [{"title": "A", "year": 2021}, {"title": "B", "year": "x"}])
    assert caught.value.message.startswith("Draft 2: proposals, x-b, field 'year'")
    assert caught.value.field == "[1].year"


# -- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("On testing AI", "2021-testing-ai"),
        ("On the Building of a Digital China, and faster!", "2021-building-digital-china-faster"),
        ("Réseaux d’État", "2021-reseaux-detat"),
        ("５Ｇ networks", "2021-5g-networks"),
        ("関于 cloud 计算", "2021-suggestion"),  # a Chinese title gives no words
        ("On the", "2021-suggestion"),
        ("!?", "2021-suggestion"),
        ("x" * 61, "2021-suggestion"),
        ("word " * 40, "2021-" + "-".join(["word"] * 12)),
        ({"en": "Clouds", "zh": "云"}, "2021-clouds"),
    ],
)
def test_id_is_proposed_from_year_and_title(drafting: DraftReader, title: Any, id_: str) -> None:
    """An id is the year and the English words that matter, of bounded length."""
    assert made(drafting, title=title).id == id_


def test_id_of_a_chinese_title_is_its_year_and_kind(drafting: DraftReader) -> None:
    """Where no Latin word is, the kind takes its place, numbered where it is taken."""
    assert made(drafting, title="云").id == "2021-suggestion"
    assert made(drafting, title="云", year=2020).id == "2020-suggestion-2"
    assert made(drafting, title="云", kind="bill").id == "2021-bill"


def test_id_is_free_in_the_base_and_in_the_change(drafting: DraftReader) -> None:
    """The same title twice in a year gets numbers; another year needs none."""
    same = {"title": "Cloud", "year": 2020}
    records = drafting.records("proposals", [same, same, {**same, "year": 2021}])
    assert [one.record.id for one in records] == ["2020-cloud-2", "2020-cloud-3", "2021-cloud"]


def test_id_is_free_in_every_table(drafting: DraftReader) -> None:
    """An id alone says which record is meant, so a note is not named like a theme."""
    draft = {"source": "source-one", "words": "the digital economy", "meaning": "M"}
    assert drafting.record("notes", draft).record.id == "digital-economy-2"
    assert drafting.record("people", {"name": "Digital economy"}).record.id == "digital-economy-3"


def test_former_id_is_not_free(drafting: DraftReader) -> None:
    """An id that a proposal once had still leads to it, and to nothing else."""
    drafts: list[Draft] = [
        {"title": name, "year": 2019} for name in ("Old", "Re", "Ren", "Renamed")
    ]
    ids = [one.record.id for one in drafting.records("proposals", drafts)]
    assert ids == ["2019-old-2", "2019-re-2", "2019-ren", "2019-renamed-2"]


def test_free_id_takes_the_first_free_number() -> None:
    """Numbers begin at 2 and fill gaps."""
    assert free_id("a", set[str]().__contains__) == "a"
    assert free_id("a", {"a", "a-2", "a-4"}.__contains__) == "a-3"


def test_slug_ends_with_a_whole_word() -> None:
    """A long title is cut between words."""
    assert title_slug("abcde " * 20) == "-".join(["abcde"] * 10)
    assert title_slug("") == title_slug("的") == ""


def test_ids_of_other_tables(drafting: DraftReader) -> None:
    """People and themes are named, facts and notes by their words, sources by site and year."""
    ids = [
        drafting.record(table, draft).record.id
        for table, draft in (
            ("people", {"name": "Li Yanhong"}),
            ("people", {"name": {"en": "Ma Huateng"}}),
            ("themes", {"name": {"en": "The elderly", "zh": "老年"}}),
            ("facts", {"kind": "total", "text": "In all, 50 were made."}),
            ("notes", {"source": "source-one", "words": "real economy", "meaning": "industry"}),
            ("sources", {"kind": "news", "publisher": "South China Post", "date": "2021-05-01"}),
            ("sources", {"kind": "news", "url": "https://www.example.org/x", "date": "2021"}),
            ("sources", {"kind": "news", "url": "https://m.news.cn/x"}),
            ("sources", {"kind": "news", "url": "http://[::1"}),
            ("sources", {"kind": "news", "publisher": "人民日报"}),
        )
    ]
    assert ids == [
        "li-yanhong",
        "ma-huateng-2",
        "elderly",
        "all-50-were-made",
        "real-economy",
        "south-china-post-2021",
        "example-2021-2",
        "source",
        "source-2",
        "source-3",
    ]


def test_record_without_latin_words_needs_an_id(drafting: DraftReader) -> None:
    """A person with a Chinese name only has to be given an id, and the error says how."""
    error = refused(drafting, "people", name="李彦宏")
    assert (error.message, error.hint) == (
        "people: a new record needs an id.",
        "Give it as 'id', as in li-yanhong.",
    )
    record = drafting.record("people", {"name": "李彦宏", "id": "li-yanhong"}).record
    assert record == Person(id="li-yanhong", name=Names(zh="李彦宏"))


def test_measures_are_numbered_on(drafting: DraftReader) -> None:
    """Measures without an id go on from the highest: a gap was once a measure."""
    given = ["A", {"id": "m03", "text": "B"}, {"text": "C"}, {"id": "m01", "text": "D"}]
    ids = [measure.id for measure in made(drafting, measures=given).measures]
    assert ids == ["m04", "m03", "m05", "m01"]


def test_two_measures_of_one_id_are_refused(drafting: DraftReader) -> None:
    """A measure's id is what others refer to."""
    given = [{"id": "m01", "text": "A"}, {"id": "m01", "text": "B"}]
    assert "two measures have the same id" in refused(drafting, measures=given).message


def test_measures_beyond_all_numbers_are_refused(drafting: DraftReader) -> None:
    """Ten thousand measures are one too many, which is said and not raised."""
    assert len(made(drafting, measures=["A"] * 9_999).measures) == 9_999
    assert "measures[9999].id" in refused(drafting, measures=["A"] * 10_000).message


# -- sources a draft brings along ----------------------------------------------------------------


def test_new_link_becomes_a_source(drafting: DraftReader) -> None:
    """A link that the base does not have is a new source, named after its site and the year."""
    drafted = drafting.record(
        "proposals", {"title": "T", "year": 2021, "sources": "https://www.people.com.cn/x"}
    )
    assert drafted.sources == (
        Source(id="people-2021", kind="press", url="https://www.people.com.cn/x"),
    )
    assert isinstance(drafted.record, Proposal)
    assert drafted.record.sources == ("people-2021",)


def test_known_link_is_the_source_that_has_it(drafting: DraftReader) -> None:
    """No link gets a second source, described or not."""
    for given in ("https://example.org/one", {"url": "https://example.org/one", "title": "One"}):
        drafted = drafting.record("proposals", {"title": "T", "year": 2021, "sources": [given]})
        assert drafted.sources == ()
        assert isinstance(drafted.record, Proposal)
        assert drafted.record.sources == ("source-one",)


def test_same_link_in_one_draft_is_one_source(drafting: DraftReader) -> None:
    """Listed and cited, a new link is described once."""
    link = "https://example.org/new"
    drafted = drafting.record(
        "proposals",
        {
            "title": "T",
            "year": 2021,
            "measures": [{"text": "A", "citations": [f"{link}, para 1", f"{link}, para 2"]}],
            "sources": [{"url": link, "publisher": "The Example", "date": "2021-03-05"}],
        },
    )
    (new,) = drafted.sources
    assert new == Source(
        id="example-2021-2", kind="press", url=link, publisher="The Example", date="2021-03-05"
    )
    record = drafted.record
    assert isinstance(record, Proposal)
    assert [citation.locator for citation in record.citations()] == ["para 1", "para 2"]
    assert record.all_sources() == (new.id,)


def test_same_link_in_two_drafts_of_a_change_is_one_source(drafting: DraftReader) -> None:
    """The first draft brings it along, the second refers to it."""
    drafts: list[Draft] = [
        {"title": name, "year": 2022, "sources": [link, "https://two.org/1"]}
        for name, link in (("A", "https://one.org/1"), ("B", "https://one.org/2"))
    ]
    first, second = drafting.records("proposals", drafts)
    assert [source.id for source in first.sources] == ["one-2022", "two-2022"]
    assert [source.id for source in second.sources] == ["one-2022-2"]
    assert isinstance(second.record, Proposal)
    assert second.record.sources == ("one-2022-2", "two-2022")


def test_two_new_sources_of_one_id_are_refused(drafting: DraftReader) -> None:
    """An id that was typed twice for two links does not drop one of them."""
    sources = [{"id": "mine", "url": f"https://e.org/{n}"} for n in (1, 2)]
    error = refused(drafting, sources=sources)
    assert "Two new sources have the id 'mine'" in error.message
    assert error.field == "sources[1].id"


def test_source_without_a_link_may_be_described(drafting: DraftReader) -> None:
    """A book has no link; two books are two sources."""
    drafted = drafting.record(
        "proposals",
        {"title": "T", "year": 2021, "sources": [{"title": "A book"}, {"title": "Another"}]},
    )
    assert [(source.id, source.title) for source in drafted.sources] == [
        ("source-2021", "A book"),
        ("source-2021-2", "Another"),
    ]


def test_note_may_name_its_source_by_link(drafting: DraftReader) -> None:
    """A source is a link wherever a source is named."""
    draft = {"words": "W", "meaning": "M", "source": "https://example.org/one"}
    record = drafting.record("notes", draft).record
    assert record == note("w", words="W", meaning="M")
    assert isinstance(record, Note)


# -- edits ---------------------------------------------------------------------------------------


def test_edit_of_a_record_fills_nothing_in(drafting: DraftReader) -> None:
    """A statement that cites nothing goes on citing nothing when something else is edited."""
    stored = made(drafting, measures=["A roof."], sources=["scmp-2021", "source-one"])
    draft = draft_of(stored) | {"sources": ["scmp-2021"]}
    edited = drafting.record("proposals", draft, new=False).record
    assert isinstance(edited, Proposal)
    assert edited.measures[0].citations == ()
    assert edited.sources == ("scmp-2021",)


def test_any_record_comes_back_from_its_draft(tmp_path: Path) -> None:
    """Turned into a draft and back, a record is what it was, in every table."""
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


# -- keeping the books ---------------------------------------------------------------------------


@pytest.fixture
def books(tmp_path: Path) -> Iterator[BaseEditor]:
    """Return the books of a base that holds ``HELD``."""
    store = JsonStore.create(tmp_path / "base.json", HELD)
    index = SqliteIndex(store.path, tmp_path / "cache")
    yield BaseEditor(index, store)
    index.close()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"continues": ["2019-none"]}, "continues names '2019-none', which is not in proposals"),
        ({"sources": ["nowhere"]}, "sources names 'nowhere', which is not in sources"),
        (
            {"measures": [{"text": "A", "citations": "nowhere, p. 1"}]},
            "a citation names 'nowhere', which is not in sources",
        ),
        ({"id": "2020-cloud"}, "The id '2020-cloud' is in use in proposals."),
        ({"id": "2019-old"}, "The id '2019-old' is in use in proposals."),
        ({"id": "fintech"}, "The id 'fintech' is in use in themes."),
        (
            {"sources": [{"id": "source-one", "url": "https://e.org/9"}]},
            "The id 'source-one' is in use in sources.",
        ),
    ],
)
def test_books_refuse_what_does_not_fit_the_base(
    books: BaseEditor, fields: Draft, said: str
) -> None:
    """A name that nothing has, and an id that something has, are refused, new or edited."""
    drafting = DraftReader(books.index)
    draft = {"title": "T", "year": 2021, **fields}
    with pytest.raises(InvalidRecordError, match=said):
        books.add([drafting.record("proposals", draft)], None)
    if "id" in fields:
        return
    held = proposal("2020-cloud")
    edited = DraftReader(books.index).record("proposals", {**draft, "id": held.id}, new=False)
    with pytest.raises(InvalidRecordError, match=said):
        books.edit(held, edited, None)
    assert books.store.entries() == []


def test_new_records_may_refer_to_each_other(books: BaseEditor) -> None:
    """One change may bring a proposal and the one that continues it."""
    drafts: list[Draft] = [
        {"title": "B", "year": 2023, "id": "2023-b", "continues": ["2022-a"]},
        {"title": "A", "year": 2022, "id": "2022-a"},
    ]
    entry = books.add(DraftReader(books.index).records("proposals", drafts), None)
    assert entry.what == "add 2023-b, 2022-a"
    assert list(entry.after["proposals"]) == ["2023-b", "2022-a"]


def test_one_id_for_two_new_records_is_refused(books: BaseEditor) -> None:
    """The error says which id it is."""
    drafts: list[Draft] = [{"title": name, "year": 2022, "id": "2022-a"} for name in "AB"]
    with pytest.raises(InvalidRecordError, match="Two new records have the id '2022-a'"):
        books.add(DraftReader(books.index).records("proposals", drafts), None)
