"""The order of hits, hints for searches without a hit, and similar proposals."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.parts import Identifier, Series, Statement
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.text.highlights import without_highlights
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import measure, person, proposal, sponsors, theme, titles, write_store

Open = Callable[..., KnowledgeBase]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Return a function that creates a base of records."""
    indexes: list[SqliteIndex] = []

    def made(*records: Record) -> KnowledgeBase:
        store = write_store(tmp_path / f"base{len(indexes)}.json", records)
        indexes.append(SqliteIndex(store, tmp_path / "cache"))
        return KnowledgeBase(indexes[-1])

    yield made
    for index in indexes:
        index.close()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Return the shipped base."""
    index = SqliteIndex(shipped_base(), tmp_path_factory.mktemp("cache"))
    yield KnowledgeBase(index)
    index.close()


def found(base: KnowledgeBase, *terms: str, **options: Any) -> list[str]:
    """Return the ids that a search finds, in its order."""
    query = base.query(terms, free=True, **options)
    return [hit.summary.id for hit in base.search(query)]


# -- order -----------------------------------------------------------------------------------------


def with_word_in_each_field(word: str) -> list[Proposal]:
    """Return proposals of equal length, each with the word in another field."""

    def made(number: int, **fields: Any) -> Proposal:
        words = dict.fromkeys(("title", "entity", "measure", "problem"), "filler") | fields
        return proposal(
            f"2020-p{number}",
            titles=titles(en=f"On {words['title']}"),
            entities=(f"plan {words['entity']}",),
            measures=(measure("m01", text=f"do {words['measure']}"),),
            problem=Statement(text={"en": f"lack {words['problem']}"}),
        )

    fields_in_order = ("problem", "measure", "entity", "title")
    others = [made(number) for number in range(10, 16)]
    return [
        *(made(number, **{field: word}) for number, field in enumerate(fields_in_order)),
        *others,
    ]


@pytest.mark.parametrize(("word", "typed"), [("zeppelins", "zeppelin"), ("龍捲風", "龙卷风")])
def test_title_ranks_above_name_above_measure_above_the_rest(
    opened: Open, word: str, typed: str
) -> None:
    """The field of a word decides, in either language."""
    base = opened(*with_word_in_each_field(word))
    assert found(base, typed) == ["2020-p3", "2020-p2", "2020-p1", "2020-p0"]
    scores = [hit.score for hit in base.search(base.query([typed]))]
    assert scores == sorted(set(scores), reverse=True)
    assert scores[-1] > 0


def test_name_of_a_theme_counts_as_much_as_an_entity(opened: Open) -> None:
    """Themes, people, series and entities are names, above a measure that contains the word."""
    name = {"en": "Zeppelin"}
    base = opened(
        proposal("2020-aa", measures=(measure("m01", text="zeppelin"),)),
        proposal("2020-bb", themes=("one",)),
        proposal("2020-cc", sponsors=sponsors("two")),
        proposal("2020-dd", series=(Series(id="three", name=name),)),
        proposal("2020-ee", entities=("Zeppelin",)),
        *(proposal(f"2020-x{number}") for number in range(9)),
        theme("one", name=name),
        person("two", "Zeppelin"),
    )
    assert found(base, "zeppelin")[-1] == "2020-aa"
    assert len(found(base, "zeppelin")) == 5


def test_more_words_and_rarer_words_rank_higher(opened: Open) -> None:
    """Of two alternatives the rarer word counts for more, and both for more than one."""
    texts = {"aa": "common", "bb": "rare", "cc": "common rare", "dd": "common", "ee": "common"}
    fill = [proposal(f"2019-x{number}", titles=titles(en="quite other")) for number in range(9)]
    base = opened(
        *fill, *(proposal(f"2020-{id_}", titles=titles(en=text)) for id_, text in texts.items())
    )
    assert found(base, "common OR rare")[:2] == ["2020-cc", "2020-bb"]


def test_equal_hits_are_sorted_by_year_and_id(opened: Open) -> None:
    """The newest is first."""
    ids = ("2018-aa", "2020-bb", "2020-cc", "2019-dd")
    base = opened(*(proposal(id_, titles=titles(en="Clouds")) for id_ in ids))
    assert found(base, "cloud") == ["2020-bb", "2020-cc", "2019-dd", "2018-aa"]


def test_sort_takes_precedence_over_rank(opened: Open) -> None:
    """The rank orders equals; a limit takes the first."""
    base = opened(*with_word_in_each_field("zeppelin"))
    assert found(base, "zeppelin", sort="id") == ["2020-p0", "2020-p1", "2020-p2", "2020-p3"]
    assert found(base, "zeppelin", sort="-id", limit=2) == ["2020-p3", "2020-p2"]
    assert found(base, "zeppelin", sort="year") == ["2020-p3", "2020-p2", "2020-p1", "2020-p0"]
    assert found(base, "zeppelin", limit=3) == ["2020-p3", "2020-p2", "2020-p1"]
    assert found(base, "zeppelin", limit=0) == []
    assert found(base, "year:2020", limit=2) == ["2020-p0", "2020-p1"]
    assert found(base, "nothing", limit=2) == []


def test_missing_values_come_last_in_a_sort(opened: Open) -> None:
    """Proposals without a title in the language are not first, in either direction."""
    base = opened(
        proposal("2020-aa", titles=titles(zh="云")),
        proposal("2020-bb", titles=titles(en="Air", zh="云")),
        proposal("2020-cc", titles=titles(en="Sea", zh="云")),
    )
    assert found(base, "云", sort="title_en") == ["2020-bb", "2020-cc", "2020-aa"]
    assert found(base, "云", sort="-title_en") == ["2020-cc", "2020-bb", "2020-aa"]


# -- ids and numbers -------------------------------------------------------------------------------

NAMED = proposal(
    "2020-cloud-plan",
    titles=titles(en="Of sheep"),
    identifiers=(
        Identifier(scheme="npc", value="第4821号"),
        Identifier(scheme="npc", value="2020-0817"),
        Identifier(scheme="office", value="A17"),
    ),
    former_ids=("2020-old-name",),
)
MENTIONS = [
    proposal("2021-note", titles=titles(en="After 2020-cloud-plan, 第4821号"), notes=("A17 too",)),
    proposal("2021-more", titles=titles(en="2020-0817 and 2020 old name")),
]


@pytest.mark.parametrize(
    "typed",
    [
        "2020-cloud-plan",
        "2020-cl",
        "2020_Cloud_Plan",
        "2020-cloud-plan#m01",
        "第4821号",
        "2020-0817",
        "2020-old-name",
    ],
)
def test_id_or_number_alone_is_first(opened: Open, typed: str) -> None:
    """The proposal ranks above those that mention it, and is listed once."""
    base = opened(NAMED, *MENTIONS)
    hits = list(base.search(base.query([typed], free=True)))
    assert (hits[0].summary.id, hits[0].place) == ("2020-cloud-plan", "id")
    ids = [hit.summary.id for hit in hits]
    assert len(set(ids)) == len(ids)
    one = list(base.search(base.query([typed], free=True, limit=1)))
    assert [hit.summary.id for hit in one] == ["2020-cloud-plan"]


def test_short_number_alone_is_first(opened: Open) -> None:
    """The number must be exactly that of one proposal."""
    assert found(opened(NAMED, *MENTIONS), "A17")[0] == "2020-cloud-plan"


def test_limit_applies_to_an_id_as_well(opened: Open) -> None:
    """A limit of zero gives no hit."""
    assert found(opened(NAMED, *MENTIONS), "2020-cloud-plan", limit=0) == []


@pytest.mark.parametrize("typed", ["2020-", "2020", "2020-c -sheep", "2020-cloud theme:none"])
def test_an_ambiguous_id_or_more_than_an_id_is_text(opened: Open, typed: str) -> None:
    """It is searched for like other words."""
    base = opened(NAMED, proposal("2020-clover"), *MENTIONS)
    hits = base.search(base.query(typed.split(), free=True))
    assert "id" not in {hit.place for hit in hits}


# -- searches without a hit ------------------------------------------------------------------------


def test_a_word_that_occurs_nowhere_is_named_with_similar_ones(shipped: KnowledgeBase) -> None:
    """Only missing words are named; similar ones are spelled as in the texts."""
    query = shipped.query(["hospital", "univercity", "farmr", "blockchain"], free=True)
    assert list(shipped.search(query)) == []
    assert shipped.index.unmatched(query) == [
        ("univercity", ["universities"]),
        ("farmr", ["farmers", "farming", "far"]),
        ("blockchain", []),
    ]


def test_a_chinese_word_that_occurs_nowhere_is_named_with_its_parts(shipped: KnowledgeBase) -> None:
    """The longest parts that occur are suggested."""
    query = shipped.query(["数据安全法", "区块链", "海洋強國"], free=True)
    assert shipped.index.unmatched(query) == [
        ("数据安全法", ["数据安全"]),
        ("区块链", []),
        ("海洋強國", ["海洋", "強國"]),
    ]


def test_similar_words_of_a_long_chinese_text_take_few_queries(shipped: KnowledgeBase) -> None:
    """Regression: every part of a pasted text was looked up, a million parts of one page."""
    title = "关于加快发展工业互联网促进实体经济转型升级的建议"
    asked = 0

    def count(statement: str) -> None:
        nonlocal asked
        asked += statement.startswith("SELECT 1 FROM text.fts")

    connection = shipped.index.file.with_text()  # type: ignore[attr-defined]
    connection.set_trace_callback(count)
    ((_, near),) = shipped.index.unmatched(shipped.query([title * 60], free=True))
    connection.set_trace_callback(None)
    assert 0 < asked < 200
    assert near[0] == title


def test_similar_words_are_looked_for_a_few_times_only(shipped: KnowledgeBase) -> None:
    """Regression: a pasted list of words compared each of them with the whole vocabulary."""
    words = ["farmr", "farmr", *(f"xylo{letter}phon" for letter in "abcdefgh"), "univercity"]
    found = shipped.index.unmatched(shipped.query(words, free=True))
    assert [word for word, _ in found] == list(dict.fromkeys(words))
    assert dict(found)["farmr"] == ["farmers", "farming", "far"]
    assert dict(found)["univercity"] == []


def test_a_phrase_that_occurs_nowhere_has_no_similar_words(shipped: KnowledgeBase) -> None:
    """The words of the phrase may occur."""
    query = shipped.query(['"divide digital"'], free=True)
    assert shipped.index.unmatched(query) == [("divide digital", [])]


@pytest.mark.parametrize("typed", ["hospital ivory", "theme:ecology hospital", "year:2013", ""])
def test_words_that_occur_are_not_named(shipped: KnowledgeBase, typed: str) -> None:
    """They may not occur together, or not in proposals that the filters allow."""
    assert shipped.index.unmatched(shipped.query(typed.split(), free=True)) == []


def test_excluded_words_are_not_named(shipped: KnowledgeBase) -> None:
    """An excluded word need not occur."""
    query = shipped.query(["xyzzy", "-plugh"], free=True)
    assert shipped.index.unmatched(query) == [("xyzzy", [])]


# -- similar proposals -----------------------------------------------------------------------------


def test_reasons_are_links_series_words_and_themes(shipped: KnowledgeBase) -> None:
    """Each reason follows from the records, and their order is fixed."""
    rows = shipped.related("2020-industrial-internet-strategy", 54)
    first = rows[0]
    assert first.summary.id == "2019-industrial-internet-real-economy"
    kinds = [reason.partition(" ")[0] for reason in first.reasons]
    assert kinds == ["continued", "series", "words", "themes"]
    assert first.reasons[1] == "series digital-strategy"
    assert first.reasons[3] == "themes industrial-internet, digital-economy"
    scores = [row.score for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert len({row.summary.id for row in rows}) == len(rows)
    assert "2020-industrial-internet-strategy" not in {row.summary.id for row in rows}


@pytest.mark.parametrize(
    ("id_", "nearest"),
    [
        # a link counts most, in both directions
        (
            "2020-pearl-river-estuary-national-park",
            {
                "2022-bay-area-blue-carbon": "related to this one",
                "2021-marine-protected-area-network": "related to this one",
                "2018-ngos-in-national-parks": "continued by this one",
                "2018-bay-area-integration": "continued by this one",
                "2019-ecology-and-environment": "continued by this one",
            },
        ),
        ("2021-new-forms-of-employment", {"2019-employment": "related to this one"}),
        ("2019-employment", {"2021-new-forms-of-employment": "related to this one"}),
        # no links: a common series
        (
            "2022-digital-cultural-heritage",
            {
                "2016-digital-content-industry": "series culture",
                "2022-cultural-technology": "series culture",
                "2017-digital-content-global-lead": "series culture",
                "2018-technology-plus-culture": "series culture",
            },
        ),
    ],
)
def test_the_most_similar_proposal_is_first(
    shipped: KnowledgeBase, id_: str, nearest: dict[str, str]
) -> None:
    """With the reasons for its similarity."""
    rows = shipped.related(id_, len(nearest))
    assert {row.summary.id: row.reasons[0] for row in rows} == nearest


def test_similar_proposals_are_the_same_every_time(shipped: KnowledgeBase, tmp_path: Path) -> None:
    """They do not depend on the index or on the order of sets."""
    ids = [row.summary.id for row in shipped.find(shipped.query())]
    index = SqliteIndex(shipped_base(), tmp_path)
    again = KnowledgeBase(index)
    for id_ in ids[::5]:
        assert shipped.related(id_, 10) == again.related(id_, 10)
    index.close()


def test_words_whose_stem_has_another_stem_are_shared_words(opened: Open) -> None:
    """Regression: enterprises (enterpris, enterpri) was never taken for a shared word."""
    base = opened(
        proposal("2020-aa", titles=titles(en="Enterprises")),
        proposal("2020-bb", titles=titles(en="The enterprise")),
        *(proposal(f"2020-x{number}", titles=titles(en="Something")) for number in range(8)),
    )
    (row,) = base.related("2020-aa", 5)
    assert (row.summary.id, row.reasons) == ("2020-bb", ("words Enterprises",))


@pytest.mark.parametrize(
    ("text", "other", "word"),
    [
        ("Förderung für Küstenorte", "Über die Förderung", "Förderung"),
        ("Énergie des îles", "L'énergie éolienne", "Énergie"),
        ("漁業に関する質問", "海と漁業", "漁業"),
        ("Жилищная политика", "О жилищная помощь", "Жилищная"),
    ],
)
def test_words_of_any_language_are_shared_words(
    opened: Open, text: str, other: str, word: str
) -> None:
    """Whole ones, with their accents; of two characters where no spaces are written."""
    base = opened(
        proposal("2020-aa", titles=titles(text)),
        proposal("2020-bb", titles=titles(other)),
        *(proposal(f"2020-x{number}", titles=titles("Something")) for number in range(8)),
    )
    (row,) = base.related("2020-aa", 5)
    assert (row.summary.id, row.reasons) == ("2020-bb", (f"words {word}",))


def test_a_similar_word_is_not_shown_as_a_stem(opened: Open) -> None:
    """Regression: the word similar to univercities was univers, a stem."""
    base = opened(proposal("2020-aa", titles=titles(en="Universities and enterprises")))
    query = base.query(["univercities", "enterprizes"], free=True)
    assert base.index.unmatched(query) == [
        ("univercities", ["universities"]),
        ("enterprizes", ["enterprises"]),
    ]


def test_a_word_with_an_accent_has_similar_words(opened: Open) -> None:
    """Regression: parts of a word with an accent were looked up as if it were Chinese."""
    base = opened(proposal("2020-aa", titles=titles(en="Réseau de recherche")))
    query = base.query(["résaeu"], free=True)
    assert base.index.unmatched(query) == [("résaeu", ["réseau"])]


def test_a_proposal_that_shares_nothing_has_no_similar_ones(opened: Open) -> None:
    """The list is empty."""
    base = opened(
        proposal("2020-aa", titles=titles(en="Alpha")),
        proposal("2020-bb", titles=titles(en="Beta")),
    )
    assert base.related("2020-aa", 10) == []


@pytest.mark.parametrize("asked", ["lodz", "łódź", "LODZ", "Łódz"])
def test_letters_with_a_stroke_match_those_without(opened: Open, asked: str) -> None:
    """In Unicode a stroke is not an accent. The match is shown as written."""
    base = opened(proposal("2020-a", titles=titles(en="Tramways in Łódź")), proposal("2020-b"))
    (hit,) = base.search(base.query([asked], free=True))
    assert hit.summary.id == "2020-a"
    assert without_highlights(hit.text) == "Tramways in Łódź"
    assert hit.text != without_highlights(hit.text)
