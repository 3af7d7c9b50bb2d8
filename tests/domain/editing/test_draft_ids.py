"""Ids of drafts, and the sources they describe."""

from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import (
    Draft,
    DraftReader,
    free_id,
)
from proposals_cli.domain.model.records import Note, Proposal, Source
from tests.domain.editing.drafts import made, refused
from tests.factories import note, person

# -- ids -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("On testing AI", "2021-testing-ai"),
        ("On the Building of a Digital China, and faster!", "2021-building-digital-china-faster"),
        ("Réseaux d’État", "2021-reseaux-detat"),
        ({"de": "Stand der Dinge beim Wald"}, "2021-stand-der-dinge-beim-wald"),
        ("５Ｇ networks", "2021-5g-networks"),
        ("関于 cloud 计算", "2021-suggestion"),  # a Chinese title has no English words
        ("On the", "2021-suggestion"),
        ("!?", "2021-suggestion"),
        ("x" * 61, "2021-suggestion"),
        ("word " * 40, "2021-" + "-".join(["word"] * 12)),
        ({"zh": "云", "en": "Clouds"}, "2021-clouds"),
    ],
)
def test_id_is_made_of_year_and_title(drafting: DraftReader, title: Any, id_: str) -> None:
    """It has the year and the significant Latin words, up to a maximum length."""
    assert made(drafting, title=title).id == id_


def test_id_of_a_chinese_title_is_made_of_year_and_kind(drafting: DraftReader) -> None:
    """If no word is in Latin script, the kind is used, with a number if necessary."""
    assert made(drafting, title="云").id == "2021-suggestion"
    assert made(drafting, title="云", year=2020).id == "2020-suggestion-2"
    assert made(drafting, title="云", kind="bill").id == "2021-bill"


def test_id_without_words_has_the_number(drafting: DraftReader) -> None:
    """A number names a proposal; without a year, the body comes first."""
    numbered = {"title": "云", "identifiers": ["question-number 163"], "kind": "question"}
    assert made(drafting, **numbered).id == "2021-question-163"
    assert made(drafting, **numbered, year=None, date="2022-03").id == "2022-question-163"
    assert made(drafting, **numbered, year=None).id == "npc-question-163"
    assert made(drafting, title=None, year=None, identifiers=["n 5/21"]).id == "npc-suggestion-5-21"


def test_id_is_unused_in_the_base_and_in_the_change(drafting: DraftReader) -> None:
    """The same title twice in a year gets a number."""
    same = {"title": "Cloud", "year": 2020}
    records = drafting.records("proposals", [same, same, {**same, "year": 2021}])
    assert [one.record.id for one in records] == ["2020-cloud-2", "2020-cloud-3", "2021-cloud"]


def test_id_is_unused_in_every_table(drafting: DraftReader) -> None:
    """An id alone identifies a record, so a note never gets the id of a theme."""
    draft = {"source": "source-one", "words": "the digital economy", "meaning": "M"}
    assert drafting.record("notes", draft).record.id == "digital-economy-2"
    assert drafting.record("people", {"name": "Digital economy"}).record.id == "digital-economy-3"


def test_former_id_is_not_used_again(drafting: DraftReader) -> None:
    """A former id still identifies its proposal."""
    drafts: list[Draft] = [
        {"title": name, "year": 2019} for name in ("Old", "Re", "Ren", "Renamed")
    ]
    ids = [one.record.id for one in drafting.records("proposals", drafts)]
    assert ids == ["2019-old-2", "2019-re-2", "2019-ren", "2019-renamed-2"]


def test_unused_id_has_the_first_unused_number() -> None:
    """Numbers begin at 2 and fill gaps."""
    assert free_id("a", set[str]().__contains__) == "a"
    assert free_id("a", {"a", "a-2", "a-4"}.__contains__) == "a-3"


def test_ids_of_other_tables_are_made_of_their_fields(drafting: DraftReader) -> None:
    """Names of people and themes, words of facts and notes, sites and years of sources."""
    ids = [
        drafting.record(table, draft).record.id
        for table, draft in (
            ("people", {"name": "Li Yanhong"}),
            ("people", {"names": {"en": "Ma Huateng"}}),
            ("bodies", {"name": "House of Keys"}),
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
        "house-keys",
        "elderly",
        "all-50-were-made",
        "real-economy",
        "south-china-post-2021-c69110a9",
        "example-2021-f5e6d27a",
        "source-833bf44e",
        "source-9c797ac0",
        "source-b9321963",
    ]


def test_record_without_latin_words_needs_an_id(drafting: DraftReader) -> None:
    """The error for a person with a Chinese name only says how to give an id."""
    error = refused(drafting, "people", name="李彦宏")
    assert (error.message, error.hint) == (
        "A person without words in Latin letters needs an id.",
        "Write `id: …` or give --id, as li-yanhong.",
    )
    record = drafting.record("people", {"name": "李彦宏", "id": "li-yanhong"}).record
    assert record == person("li-yanhong", zh="李彦宏")


def test_new_measures_are_numbered_from_the_highest(drafting: DraftReader) -> None:
    """A gap in the numbers may be a measure that was removed."""
    given = ["A", {"id": "m03", "text": "B"}, {"text": "C"}, {"id": "m01", "text": "D"}]
    ids = [measure.id for measure in made(drafting, measures=given).measures]
    assert ids == ["m04", "m03", "m05", "m01"]


def test_two_measures_with_one_id_are_refused(drafting: DraftReader) -> None:
    """Others refer to a measure by its id."""
    given = [{"id": "m01", "text": "A"}, {"id": "m01", "text": "B"}]
    assert "two measures have the same id" in refused(drafting, measures=given).message


def test_ten_thousand_measures_are_refused(drafting: DraftReader) -> None:
    """The error has a message and is not a traceback."""
    assert len(made(drafting, measures=["A"] * 9_999).measures) == 9_999
    assert "measures[9999].id" in refused(drafting, measures=["A"] * 10_000).message


# -- new sources in a draft ------------------------------------------------------------------------


def test_new_link_becomes_a_source(drafting: DraftReader) -> None:
    """The id of the new source has its site, its year and a hash of its address."""
    drafted = drafting.record(
        "proposals", {"title": "T", "year": 2021, "sources": "https://www.people.com.cn/x"}
    )
    assert drafted.sources == (
        Source(id="people-2021-fa878937", kind="webpage", url="https://www.people.com.cn/x"),
    )
    assert isinstance(drafted.record, Proposal)
    assert drafted.record.sources == ("people-2021-fa878937",)


def test_known_link_is_the_existing_source(drafting: DraftReader) -> None:
    """A link never gets a second source, even if the draft describes it."""
    for given in ("https://example.org/one", {"url": "https://example.org/one", "title": "One"}):
        drafted = drafting.record("proposals", {"title": "T", "year": 2021, "sources": [given]})
        assert drafted.sources == ()
        assert isinstance(drafted.record, Proposal)
        assert drafted.record.sources == ("source-one",)


def test_same_link_in_one_draft_is_one_source(drafting: DraftReader) -> None:
    """The link may be listed and cited."""
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
        id="example-2021-5e2c7868",
        kind="webpage",
        url=link,
        publisher="The Example",
        date="2021-03-05",
    )
    record = drafted.record
    assert isinstance(record, Proposal)
    assert [citation.locator for citation in record.citations()] == ["para 1", "para 2"]
    assert record.all_sources() == (new.id,)


def test_same_link_in_two_drafts_of_a_change_is_one_source(drafting: DraftReader) -> None:
    """The first draft adds the source, the second refers to it."""
    drafts: list[Draft] = [
        {"title": name, "year": 2022, "sources": [link, "https://two.org/1"]}
        for name, link in (("A", "https://one.org/1"), ("B", "https://one.org/2"))
    ]
    first, second = drafting.records("proposals", drafts)
    assert [source.id for source in first.sources] == ["one-2022-f4392116", "two-2022-eab1cb51"]
    assert [source.id for source in second.sources] == ["one-2022-0f9c3000"]
    assert isinstance(second.record, Proposal)
    assert second.record.sources == ("one-2022-0f9c3000", "two-2022-eab1cb51")


def test_two_new_sources_with_one_id_are_refused(drafting: DraftReader) -> None:
    """Otherwise one of two links would be lost."""
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
        ("source-2021-2d619a3f", "A book"),
        ("source-2021-9d9ded7a", "Another"),
    ]


def test_note_may_name_its_source_by_link(drafting: DraftReader) -> None:
    """A link may be given wherever a source is."""
    draft = {"words": "W", "meaning": "M", "source": "https://example.org/one"}
    record = drafting.record("notes", draft).record
    assert record == note("w", words="W", meaning={"en": "M"})
    assert isinstance(record, Note)
