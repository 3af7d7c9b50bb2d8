"""A search finds the current text of the base."""

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Series
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.query.query import Query
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import person, theme, write_store
from tests.index.text_searches import BEFORE, ask, text_file, titled, with_


@pytest.mark.parametrize(
    ("after", "gone", "come"),
    [
        (with_(BEFORE, titled("2020-aa", "Rain")), {"clouds": "2020-aa"}, {"rain": "2020-aa"}),
        (with_(BEFORE, titled("2020-ab", "Rain")), {}, {"rain": "2020-ab", "clouds": "2020-aa"}),
        (BEFORE[1:], {"clouds": "2020-aa"}, {"trains": "2020-bb"}),
        (
            with_(BEFORE, titled("2020-cc", "Boats")),
            {"医院": "2020-cc", "医": "2020-cc"},
            {"boats": "2020-cc"},
        ),
        (
            with_(BEFORE, theme("sme", name={"en": "Crafts", "zh": "手工业"})),
            {"firms": "2020-bb", "中小微": "2020-bb"},
            {"crafts": "2020-bb", "手工业": "2020-bb", "sme": "2020-bb"},
        ),
        (
            with_(BEFORE, person("li-hua", en="Li Hwa", zh="李画")),
            {"李华": "2020-bb", '"li hua" -smes': "2020-bb"},
            {"hwa": "2020-bb", "李画": "2020-bb"},
        ),
        (BEFORE[:4], {"firms": "2020-bb", "李华": "2020-bb"}, {"sme": "2020-bb"}),
        (
            with_(
                BEFORE,
                titled(
                    "2020-dd",
                    "Trees",
                    series=(Series(id="smart-retail", name={"en": "Markets"}),),
                ),
            ),
            {"shopping": "2020-dd"},
            {"markets": "2020-dd"},
        ),
    ],
    ids=["edited", "added", "removed", "measure", "theme", "person", "nameless", "series"],
)
def test_search_sees_a_change_at_once(
    tmp_path: Path, after: list[Record], gone: dict[str, str], come: dict[str, str]
) -> None:
    """Former text is not found, current text is."""
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    before = ask(store, folder, *gone)
    gone = {text: id_ for text, id_ in gone.items() if not text.startswith('"')}
    assert {text: before[text] for text in gone} == {text: [id_] for text, id_ in gone.items()}
    write_store(store, after)
    found = ask(store, folder, *gone, *come)
    assert {text: found[text] for text in gone} == {text: [] for text in gone}
    assert {text: found[text] for text in come} == {text: [id_] for text, id_ in come.items()}


def test_restored_proposals_are_found_under_their_new_numbers(tmp_path: Path) -> None:
    """Regression: a restored base may have other numbers in the index of rows.

    Two neighbours are removed and restored, as by checking out another Git branch, without a search
    in between. The full-text index was believed to be up to date.
    """
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    texts = {"clouds": ["2020-aa"], "trains": ["2020-bb"], "boats": ["2020-cc"]}
    assert ask(store, folder, *texts) == texts
    write_store(store, [BEFORE[0], *BEFORE[3:]])
    assert ask(store, folder) == {}
    index = SqliteIndex(store, folder)
    assert index.totals(Query()).proposals == 2
    index.close()
    write_store(store, BEFORE)
    index = SqliteIndex(store, folder)
    assert index.totals(Query()).proposals == 4
    index.close()
    assert ask(store, folder, *texts) == texts


def test_lost_rows_do_not_leave_the_text_under_old_numbers(tmp_path: Path) -> None:
    """Regression: rebuilt rows have other numbers than refreshed ones."""
    store = write_store(tmp_path / "base.json", BEFORE)
    folder = tmp_path / "cache"
    ask(store, folder, "clouds")
    write_store(store, with_(BEFORE, titled("2020-ab", "Rain")))
    texts = {"rain": ["2020-ab"], "clouds": ["2020-aa"], "trees": ["2020-dd"]}
    assert ask(store, folder, *texts) == texts
    for path in folder.glob("*.sqlite"):
        if path != text_file(folder):
            path.unlink()
    assert ask(store, folder, *texts) == texts


def shown(index: SqliteIndex, words: list[str]) -> dict[str, Any]:
    """Return the hits of each word, without their order and score, or else the similar words."""
    base = KnowledgeBase(index)
    answers: dict[str, Any] = {}
    for word in words:
        query = base.query([word])
        hits = sorted((hit.summary.id, hit.place, hit.text) for hit in base.search(query))
        answers[word] = hits or index.unmatched(query)
    return answers


def test_after_many_refreshes_the_index_equals_a_new_one(tmp_path: Path) -> None:
    """Earlier texts are never found, shown, or used for similar words."""
    chance = random.Random(9)
    vocabulary = [f"{a}{b}" for a in ("train", "cloud", "boat", "tree") for b in ("", "ish", "ery")]
    vocabulary += ["医院", "医疗", "病院", "碳汇", "碳"]
    folder = tmp_path / "cache"
    records: dict[str, Proposal] = {}
    for rounds in range(30):
        for _ in range(chance.randint(1, 4)):
            id_ = f"2020-p{chance.randint(0, 40):02}"
            if id_ in records and chance.random() < 0.3:
                del records[id_]
            else:
                records[id_] = titled(id_, " ".join(chance.sample(vocabulary, 3)))
        records["2020-kept"] = titled("2020-kept", f"kept {rounds}")
        store = write_store(tmp_path / "base.json", [records[id_] for id_ in sorted(records)])
        refreshed = SqliteIndex(store, folder)
        built = SqliteIndex(store, tmp_path / f"fresh{rounds}")
        words = [*vocabulary, "kept", str(rounds), str(max(rounds - 1, 0)), "trainary", "病医院"]
        assert shown(refreshed, words) == shown(built, words)
        refreshed.close()
        built.close()
    connection = sqlite3.connect(text_file(folder))
    (documents,) = connection.execute("SELECT value FROM meta WHERE key = 'documents'").fetchone()
    connection.close()
    assert documents <= 1.25 * len(records) + 10


def test_often_edited_words_keep_their_weight(tmp_path: Path) -> None:
    """Regression: up to a thousand earlier texts of one proposal made its words look common."""
    others = [titled(f"2020-p{number}", f"Boats and trees {number}") for number in range(8)]
    likes = [titled("2021-like", "Zeppelin hangar"), titled("2022-other", "Boats and hangars")]
    folder = tmp_path / "cache"
    for edit in range(40):
        edited = titled("2020-zz", f"Zeppelin over boats {edit}")
        store = write_store(tmp_path / "base.json", [*others, edited, *likes])
        ask(store, folder, "zeppelin")
    index = SqliteIndex(store, folder)
    related = KnowledgeBase(index).related("2020-zz", 1)
    index.close()
    assert [row.summary.id for row in related] == ["2021-like"]
    assert related[0].reasons == ("words Zeppelin",)
