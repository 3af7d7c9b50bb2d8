"""People, bodies, themes, sources, facts and notes are found, and shown as what they are."""

from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Record
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.conftest import BaseOf, Prop
from tests.factories import (
    body,
    fact,
    note,
    person,
    proposal,
    source,
    sponsors,
    theme,
    titles,
    write_store,
)

RECORDS: list[Record] = [
    proposal("2020-harbour", titles=titles(en="On harbours"), sponsors=sponsors("ada-quist")),
    *(proposal(f"2019-reed-{n}", titles=titles(en=f"On reeds {n}")) for n in range(12)),
    person("ada-quist", en="Ada Quist", zh="阿达", other_names=("The Ferrywoman",)),
    person("wharf-union", en="Wharf Union", kind="organisation", other_names=("Pilots Wharf",)),
    body("tidal-board", name={"en": "Tidal Board", "zh": "潮汐局"}, other_names=("潮局",)),
    theme("wetlands", name={"en": "Wetlands"}, other_names=("marshes", "reeds")),
    source(
        "gazette-2020",
        publisher="Estuary Gazette",
        title="Ferries stop for winter",
        url="https://gazette.example/ferries",
        text="The whole page mentions a lighthouse.",
    ),
    source("leaflet", publisher="Pilots' Guild", title=None),
    fact(
        "quist-ill",
        person="ada-quist",
        text={"en": "Missed the spring sitting with a broken ankle."},
        citations=(Citation(source="gazette-2020", quote="脚踝骨折"),),
    ),
    fact("board-count", person="tidal-board", text={"en": "Received nine petitions."}),
    note(
        "gazette-word",
        source="gazette-2020",
        words="stone sail",
        original="石帆",
        meaning={"en": "a place name"},
    ),
]


@pytest.fixture
def base(base_of: BaseOf) -> KnowledgeBase:
    """Return a base with a record of every table."""
    return base_of(RECORDS)


def found(base: KnowledgeBase, *words: str, limit: int | None = None) -> list[tuple[str, str]]:
    """Return (kind, id) of what a search finds, in its order."""
    query = base.query(words, free=True, limit=limit)
    return [(hit.record, hit.summary.id) for hit in base.search_everything(query)]


@pytest.mark.parametrize(
    ("words", "kind", "id_", "place"),
    [
        ("Ferrywoman", "person", "ada-quist", "other name"),
        ("潮局", "body", "tidal-board", "other name"),
        ("marshes", "theme", "wetlands", "other name"),
        ("Estuary Gazette", "source", "gazette-2020", "publisher"),
        ("lighthouse", "source", "gazette-2020", "text"),
        ("gazette.example", "source", "gazette-2020", "link"),
        ("broken ankle", "fact", "quist-ill", "text"),
        ("脚踝", "fact", "quist-ill", "citations"),
        ("阿达 ankle", "fact", "quist-ill", "person"),
        ("Tidal petition", "fact", "board-count", "person"),
        ("石帆", "note", "gazette-word", "original"),
        ("stone sail", "note", "gazette-word", "words"),
    ],
)
def test_every_kind_of_record_is_found(
    base: KnowledgeBase, words: str, kind: str, id_: str, place: str
) -> None:
    """By its names and texts, and a fact by the names of whom it is about."""
    hits = list(base.search_everything(base.query(words.split(), free=True)))
    assert (kind, id_, place) in [(hit.record, hit.summary.id, hit.place) for hit in hits]
    assert base.index.unmatched(base.query(words.split(), free=True)) == []
    assert base.locate(id_)[1] == id_


def test_a_record_whose_name_or_id_was_typed_is_first(base: KnowledgeBase) -> None:
    """Before the proposals, of which there may be many."""
    assert found(base, "ada", "quist") == [
        ("person", "ada-quist"),
        ("proposal", "2020-harbour"),
        ("fact", "quist-ill"),
    ]
    assert found(base, "reeds")[0] == ("theme", "wetlands")
    query = base.query(["ada", "quist"], free=True, sort="year")
    assert [hit.record for hit in base.search_everything(query)] == ["proposal", "person", "fact"]
    assert found(base, "tidal-board")[0] == ("body", "tidal-board")


def test_other_records_have_a_quarter_of_the_places(base: KnowledgeBase) -> None:
    """Proposals do not crowd them out, nor leave places empty."""
    kinds = [kind for kind, _ in found(base, "on OR ferries OR ankle OR sail", limit=8)]
    assert kinds[:6] == ["proposal"] * 6
    assert len(kinds) == 8
    assert "proposal" not in kinds[6:]
    assert len(found(base, "ankle OR sail", limit=1)) == 1
    assert found(base, "ankle", limit=0) == []
    assert len(found(base, "reed", limit=20)) == 12 + 1


def test_filters_leave_only_proposals(base: KnowledgeBase) -> None:
    """A person has no year, so that none is in it."""
    assert found(base, "quist", "year:2020") == [("proposal", "2020-harbour")]
    assert found(base, "ankle", "year:2020") == []
    assert found(base, "year:2020") == [("proposal", "2020-harbour")]
    assert found(base, "quist", "-ankle") == [
        ("proposal", "2020-harbour"),
        ("person", "ada-quist"),
    ]


def test_near_spellings_come_from_every_record(base: KnowledgeBase) -> None:
    """Words of facts and sources are offered as those of proposals are."""
    query = base.query(["lighthoose", "ankel", "harbor"], free=True)
    assert base.index.unmatched(query) == [
        ("lighthoose", ["lighthouse"]),
        ("ankel", ["ankle"]),
        ("harbor", ["harbours"]),
    ]


def test_a_changed_record_is_found_by_its_new_text_only(tmp_path: Path) -> None:
    """Also a fact by a new name of the person it is about; a removed record is not found."""
    store = write_store(tmp_path / "base.json", RECORDS)

    def ask(*words: str) -> dict[str, list[tuple[str, str]]]:
        index = SqliteIndex(store, tmp_path / "cache")
        try:
            return {word: found(KnowledgeBase(index), word) for word in words}
        finally:
            index.close()

    assert ask("Guild", "sail") == {
        "Guild": [("source", "leaflet")],
        "sail": [("note", "gazette-word")],
    }
    kept = [one for one in RECORDS if one.id not in ("gazette-word", "leaflet", "ada-quist")]
    write_store(
        store,
        [*kept, source("leaflet", publisher="Harbour School"), person("ada-quist", en="Ada Moor")],
    )
    assert ask("Guild", "sail", "Quist Ada", "school", "Moor") == {
        "Guild": [],
        "sail": [],
        "Quist Ada": [],
        "school": [("source", "leaflet")],
        "Moor": [
            ("proposal", "2020-harbour"),
            ("person", "ada-quist"),
            ("fact", "quist-ill"),
        ],
    }


def test_each_line_says_what_it_is(prop: Prop, tmp_path: Path) -> None:
    """With an id that ``show`` takes."""
    store = str(write_store(tmp_path / "base.json", RECORDS))

    def first(*arguments: str) -> str:
        return prop("--store", store, "search", *arguments).out.splitlines()[0]

    assert first("ankle") == (
        "quist-ill  fact about Ada Quist  text: Missed the spring sitting with a broken ankle."
    )
    assert first("sail").startswith("gazette-word  note of Estuary Gazette  words: stone sail")
    assert first("The Ferrywoman").startswith("ada-quist  person: Ada Quist  other name:")
    assert first("潮局", "--lang", "zh").startswith("tidal-board  机构：潮汐局  other name:")
    assert first("lighthouse").startswith("gazette-2020  source: Ferries stop for winter  text:")
    assert first("ankle", "-f", "csv", "--columns", "id,record,kind") == "id,record,kind"
    rows = prop("--store", store, "search", "ankle", "-fcsv", "--columns", "id,record,kind").out
    assert rows.splitlines()[1] == "quist-ill,fact,count"
    assert first("Pilots Wharf").startswith("wharf-union  organisation: Wharf Union  other name:")
