"""A refreshed index equals a new one."""

import random
import shutil
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model.parts import Action, Agent, Identifier, Series
from proposals_cli.domain.model.records import Body, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import Stage
from proposals_cli.domain.query.query import Query
from proposals_cli.index import build
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.factories import (
    BODIES,
    PEOPLE,
    SERIES,
    SOURCES,
    THEMES,
    body,
    fact,
    measure,
    note,
    person,
    proposal,
    random_proposal,
    random_proposals,
    records_in,
    remove,
    save,
    small_base,
    source,
    sponsors,
    theme,
    titles,
    write_store,
)
from tests.index.contents import ask, assert_refreshed_like_new

LINE = Series(id="line", name={"en": "The Line", "zh": "一线"})

ANSWERED = proposal(
    "2016-x",
    addressees=(Agent(who="li-hua"),),
    actions=(Action(stage=Stage.REPLIED, date="2016-05-01", by=(Agent(who="ministry"),)),),
)

CHANGES: dict[str, tuple[list[Record], list[tuple[str, str]], list[Record]]] = {
    "nothing": ([], [], []),
    "add a proposal before all": ([], [], [proposal("1999-first", regions=("Tibet",))]),
    "add a proposal between": ([], [], [proposal("2016-between", themes=("new-theme",))]),
    "add a proposal after all": ([], [], [proposal("2099-last", sponsors=sponsors("new-person"))]),
    "remove a proposal": ([proposal("2016-x")], [("proposals", "2016-x")], []),
    "remove the last proposal of a region": (
        [proposal("2016-x", regions=("Only here",), entities=("Only this",))],
        [("proposals", "2016-x")],
        [],
    ),
    "change every field of a proposal": (
        [proposal("2016-x", themes=("fintech",), regions=("A",), former_ids=("2016-old",))],
        [],
        [
            proposal(
                "2016-x",
                year=2017,
                themes=("sme", "other"),
                regions=("B",),
                titles=titles(zh="新"),
                measures=(measure("m01", text="Do.", area="new area"),),
                identifiers=(Identifier(scheme="npc", value="No. 7"),),
            )
        ],
    ),
    "give a proposal another id": (
        [proposal("2016-x", former_ids=("2016-w",))],
        [("proposals", "2016-x")],
        [proposal("2016-y", former_ids=("2016-w", "2016-x"))],
    ),
    "rename a theme": ([], [], [theme("sme", name={"en": "Small firms", "zh": "小企业"})]),
    "give a theme another name": ([], [], [theme("sme", other_names=("small firms", "小店"))]),
    "add a body under whose id someone acted": (
        [ANSWERED],
        [],
        [body("ministry", name={"en": "Ministry", "zh": "部"}, other_names=("MIIT",))],
    ),
    "name someone who acted like an existing body": ([body("ministry")], [], [ANSWERED]),
    "take away the body that acted": (
        [ANSWERED, body("ministry", other_names=("MIIT",))],
        [("bodies", "ministry")],
        [],
    ),
    "add a person with the id of a body that acted": (
        [ANSWERED, body("ministry")],
        [],
        [person("ministry", en="A Person")],
    ),
    "change the year, the date and the fields of a proposal's own": (
        [proposal("2016-x", date="2016-05", extra={"faction": "SPD", "sheet": 1})],
        [],
        [proposal("2016-x", year=None, date="2017-03-02", extra={"faction": "FDP"})],
    ),
    "take the date away": (
        [proposal("2016-x", date="2016-05")],
        [],
        [proposal("2016-x", year=None)],
    ),
    "add an answer": ([proposal("2016-x")], [], [ANSWERED]),
    "take a theme's Chinese name away": ([], [], [theme("fintech", name={"en": "Fintech"})]),
    "remove a theme that is used": ([], [("themes", "fintech")], []),
    "remove a theme that is not used": ([theme("unused")], [("themes", "unused")], []),
    "add a theme that is used": (
        [proposal("2016-x", themes=("late",))],
        [],
        [theme("late", name={"en": "Late", "zh": "晚"})],
    ),
    "add a theme that is not used": ([], [], [theme("early", name={"en": "Early"})]),
    "give a theme another id": (
        [theme("cloud"), proposal("2016-x", themes=("cloud",))],
        [("themes", "cloud")],
        [theme("cloud-computing"), proposal("2016-x", themes=("cloud-computing",))],
    ),
    "name a theme like a word of the vocabulary": (
        [proposal("2016-x", themes=("planned",)), theme("planned")],
        [("themes", "planned")],
        [],
    ),
    "rename a person": ([], [], [person("li-hua", en="Li", zh="李华")]),
    "take a person's other names away": ([], [], [person("li-hua")]),
    "remove a person": ([], [("people", "li-hua")], []),
    "add a person": ([], [], [person("new-person", other_names=("Somebody", "某人"))]),
    "rename a source": ([], [], [source("source-one", title="Another title")]),
    "take a source's title away": ([], [], [source("source-one", title=None)]),
    "remove a source": ([], [("sources", "source-one")], []),
    "rename a series": (
        [proposal("2016-x", series=(LINE,)), proposal("2016-y", series=(LINE,))],
        [],
        [
            proposal("2016-x", series=(Series(id="line", name={"zh": "新线"}),)),
            proposal("2016-y", series=(Series(id="line", name={"zh": "新线"}),)),
        ],
    ),
    "name a series differently in a later proposal": (
        [proposal("2016-x", series=(LINE,)), proposal("2016-y", series=(LINE,))],
        [],
        [proposal("2016-y", series=(Series(id="line", name={"en": "Otherwise"}),))],
    ),
    "name a series differently in an earlier proposal": (
        [proposal("2016-y", series=(LINE,))],
        [],
        [proposal("2016-x", series=(Series(id="line", name={"en": "Otherwise"}),))],
    ),
    "take the proposal away that named a series": (
        [
            proposal("2016-x", series=(LINE,)),
            proposal("2016-y", series=(Series(id="line", name={"en": "Otherwise"}),)),
        ],
        [("proposals", "2016-x")],
        [],
    ),
    "end a series": ([proposal("2016-x", series=(LINE,))], [("proposals", "2016-x")], []),
    "change a fact": (
        [fact("f-one", person="li-hua", year=2016, proposals=("2016-x",))],
        [],
        [fact("f-one", person="ma-huateng", year=2017)],
    ),
    "remove a fact and a note": (
        [fact("f-one"), note("n-one")],
        [("facts", "f-one"), ("notes", "n-one")],
        [],
    ),
    "add proposals on both sides of a changed one": (
        [proposal("2016-b"), proposal("2016-m"), proposal("2016-y")],
        [],
        [proposal("2016-m", session=3), proposal("2016-c"), proposal("2016-x")],
    ),
    "two proposals swap an alias": (
        [proposal("2016-x", former_ids=("old",)), proposal("2016-y")],
        [],
        [proposal("2016-x"), proposal("2016-y", former_ids=("old",))],
    ),
}
"""Records saved beforehand, records removed, records saved afterwards."""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_refresh_after_one_change_equals_a_new_build(
    path: Path,
    folder: Path,
    change: tuple[list[Record], list[tuple[str, str]], list[Record]],
) -> None:
    """Counts, names, links and order are the same."""
    before, deleted, saved = change
    store = JsonStore.create(path, small_base(random_proposals(30, seed=21)))
    save(store.path, before)
    ask(path, folder)
    for table, id_ in deleted:
        remove(store.path, table, [id_])
    save(store.path, saved)
    assert_refreshed_like_new(path, folder)


@pytest.mark.parametrize("seed", range(8))
def test_refresh_after_many_changes_equals_a_new_build(path: Path, folder: Path, seed: int) -> None:
    """There may be several random changes between two questions."""
    chance = random.Random(seed)
    store = JsonStore.create(path, small_base(random_proposals(40, seed=seed)))
    ask(path, folder)
    for step in range(8):
        for _ in range(chance.randint(1, 4)):
            _change_something(store, chance, step)
        assert_refreshed_like_new(path, folder)


def _change_something(store: JsonStore, chance: random.Random, step: int) -> None:
    stored = [one for one in records_in(store.path, "proposals") if isinstance(one, Proposal)]
    word = f"w{chance.randint(0, 5)}"
    names = (("en", chance.choice([None, f"Name {word}"])), ("zh", chance.choice(["名", "称"])))
    named = {lang: name for lang, name in names if name}
    match chance.randint(0, 8):
        case 0 | 1:
            year = chance.randint(2009, 2025)
            save(store.path, [random_proposal(f"{year}-n{step}-{chance.randint(0, 999)}", chance)])
        case 2 if stored:
            some = chance.sample(stored, min(3, len(stored)))
            remove(store.path, "proposals", [one.id for one in some])
        case 3 if stored:
            save(store.path, [random_proposal(chance.choice(stored).id, chance)])
        case 4 if stored:
            old = chance.choice(stored)
            remove(store.path, "proposals", [old.id])
            save(store.path, [msgspec.structs.replace(old, id=f"{old.id}-x", former_ids=(old.id,))])
        case 5:
            records: list[Theme | Person | Body | Source] = [
                theme(chance.choice([*THEMES, word]), name=named),
                person(chance.choice([*PEOPLE, word]), **named, other_names=(word,)),
                body(chance.choice([*BODIES, *PEOPLE, word]), name=named, other_names=(word,)),
                source(chance.choice([*SOURCES, word]), title=named.get("en")),
            ]
            save(store.path, [chance.choice(records)])
        case 6:
            table = chance.choice(["themes", "people", "bodies", "sources"])
            remove(store.path, table, [one.id for one in records_in(store.path, table)[-1:]])
        case 7 if stored:
            one = chance.choice(stored)
            series = Series(id=chance.choice(SERIES), name=named)
            save(store.path, [msgspec.structs.replace(one, series=(series,))])
        case _:
            save(store.path, [fact(f"fact-{word}", proposals=(word,)), note(f"note-{word}")])


def test_refresh_of_a_reformatted_base_equals_a_new_build(path: Path, folder: Path) -> None:
    """The same records in another layout give the same answers."""
    write_store(path, small_base(random_proposals(30, seed=22)))
    ids = ask(path, folder)
    path.write_bytes(msgspec.json.format(path.read_bytes(), indent=4))
    assert_refreshed_like_new(path, folder)
    path.write_bytes(msgspec.json.format(path.read_bytes(), indent=-1))
    assert ask(path, folder) == ids


def test_a_record_indented_by_hand_is_refreshed(path: Path, folder: Path) -> None:
    """A record with an inner bracket indented like the end of a record is read correctly."""
    store = JsonStore.create(path, random_proposals(10, seed=23))
    ids = ask(path, folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n      },\n", "\n    },\n", 1), encoding="utf-8")
    assert ask(path, folder) == ids
    shutil.rmtree(folder)
    assert ask(path, folder) == ids
    save(store.path, [proposal("2099-last")])
    assert ask(path, folder) == ["2099-last", *ids]


def test_proposals_added_at_one_place_are_in_order(path: Path, folder: Path) -> None:
    """If there is no number left between two neighbours, the index is rebuilt."""
    write_store(path, [proposal("2020-a"), proposal("2020-z")])
    store = JsonStore(path)
    ask(path, folder)
    ids = ["2020-a", "2020-z"]
    for number in range(40):
        ids.insert(1, f"2020-m{99 - number}")
        save(store.path, [proposal(ids[1])])
        assert ask(path, folder) == ids


def test_after_a_large_change_the_index_is_rebuilt(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If almost everything has changed, the result is the same."""
    write_store(path, small_base(random_proposals(1500, seed=24)))
    ask(path, folder)
    monkeypatch.setattr(build, "BATCH", 100)
    write_store(path, small_base(random_proposals(1400, seed=25)))
    assert_refreshed_like_new(path, folder, rebuilt=True)
    write_store(path, small_base())
    assert_refreshed_like_new(path, folder, rebuilt=True)


def test_search_follows_changes_of_the_base(path: Path, folder: Path) -> None:
    """Words of a changed proposal are found at once, its former words are not."""
    from proposals_cli.domain.query.query import ContainsText

    def found(word: str) -> list[str]:
        index = SqliteIndex(path, folder)
        ids = [hit.summary.id for hit in index.search(Query(ContainsText(word)))]
        assert sorted(one.id for one in index.find(Query(ContainsText(word)))) == sorted(ids)
        index.close()
        return ids

    store = JsonStore.create(path, [proposal("2020-a", titles=titles(en="On clouds", zh="云"))])
    assert found("clouds") == found("云") == ["2020-a"]
    save(store.path, [proposal("2020-a", titles=titles(en="On rivers", zh="河流"))])
    assert found("clouds") == found("云") == []
    assert found("rivers") == found("河") == ["2020-a"]
    save(store.path, [proposal("2019-b", titles=titles(en="Rivers"))])
    assert sorted(found("rivers")) == ["2019-b", "2020-a"]
    remove(store.path, "proposals", ["2020-a"])
    assert found("rivers") == ["2019-b"]
