"""Changes of a base on a server: what they leave is what loading the same records gives."""

import io
import random
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.editing.undoing import find_undo
from proposals_cli.domain.model.change import ChangeSet, Key
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import PersonName, Series
from proposals_cli.domain.model.records import FORMAT, BaseInfo, Person, Record
from proposals_cli.errors import ConflictError, StoreError
from proposals_cli.postgres.address import parse_address
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.creating import create_base
from proposals_cli.postgres.loading import LOADING_ORDER
from proposals_cli.postgres.postgres_index import PostgresIndex
from proposals_cli.postgres.postgres_store import PostgresStore
from proposals_cli.postgres.upkeep import rebuild, status
from tests.factories import person, proposal, random_proposals, small_base, theme
from tests.postgres.server import NewDatabase, Server
from tests.processes import PROJECT

Records = dict[Key, Record]

CONTENT = {
    "proposals": (
        "SELECT p.id, day, year, date, first, last, body, kind, status, titles, title_language,"
        " number, lists, measures, sources, soon, o.raw, extra_keys, extra_values, r.times,"
        " (SELECT array_agg(facet || '=' || value ORDER BY facet, value) FROM unnest(facets) f"
        "  JOIN term ON tid = f) FROM proposal p JOIN document o USING (seq)"
        " LEFT JOIN reply r USING (seq) ORDER BY 1"
    ),
    "words": (
        "SELECT p.id, part, tokens, words::text FROM words JOIN proposal p USING (seq)"
        " ORDER BY 1, 2"
    ),
    "records": 'SELECT "table", id, raw FROM record ORDER BY 1, 2',
    "words of records": (
        'SELECT "table", id, part, tokens, words::text FROM record_words ORDER BY 1, 2, 3'
    ),
    "pointers": 'SELECT "table", field, target, id FROM pointer ORDER BY 1, 2, 3, 4',
    "aliases": "SELECT name, id FROM alias ORDER BY 1, 2",
    "former ids": 'SELECT name, "table", id FROM former ORDER BY 1, 2, 3',
    "counts": (
        "SELECT facet, value, year, sum(n) FROM counted LEFT JOIN term USING (tid)"
        " GROUP BY tid, facet, value, year HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4"
    ),
    "names": (
        "SELECT name.facet, value, names, others, array_agg(key ORDER BY key)"
        " FROM name JOIN term USING (tid) WHERE (SELECT sum(n) FROM counted c"
        "  WHERE c.tid = term.tid) > 0 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2"
    ),
}
"""Everything that a base has, without the numbers by which the server knows it."""


def content(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that a base has."""
    connection = Connection(parse_address(address))
    found = {what: connection.rows(sql) for what, sql in CONTENT.items()}
    connection.close()
    return found


def create(address: str, records: Iterable[Record]) -> None:
    """Create a base of records."""
    ordered = sorted(records, key=lambda record: LOADING_ORDER.index(table_of(record)))
    create_base(parse_address(address), ordered, BaseInfo(format=FORMAT))


def store_at(address: str) -> PostgresStore:
    """Return a store on a connection of its own."""
    return PostgresStore(Connection(parse_address(address), writing=True))


def keyed(records: Iterable[Record]) -> Records:
    """Return records by table and id."""
    return {(table_of(record), record.id): record for record in records}


def changed(before: Mapping[Key, Record], after: Mapping[Key, Record], what: str) -> ChangeSet:
    """Return the change from one state of a base to another."""
    keys = {key for key in (*before, *after) if before.get(key) != after.get(key)}
    return ChangeSet(
        what,
        {key: before[key] for key in before if key in keys},
        {key: after[key] for key in after if key in keys},
    )


def next_state(records: Records, chance: random.Random) -> Records:
    """Return the records after a few random changes."""
    state = dict(records)
    for _ in range(chance.randint(1, 6)):
        others = random_proposals(3, seed=chance.randint(0, 10**6))
        match chance.choice(["add", "edit", "remove", "person", "series", "former"]):
            case "add":
                one = msgspec.structs.replace(others[0], id=f"2021-new-{chance.randint(0, 99)}")
                state["proposals", one.id] = one
            case "edit":
                key = chance.choice([key for key in state if key[0] == "proposals"])
                state[key] = msgspec.structs.replace(others[1], id=key[1])
            case "remove":
                key = chance.choice(list(state))
                if key[0] == "proposals" and len(state) > 20:
                    del state[key]
            case "person":
                key = chance.choice([key for key in state if key[0] == "people"])
                named = {"en": PersonName(text=f"Person {chance.randint(0, 9)}")}
                state[key] = msgspec.structs.replace(state[key], names=named)
            case "series":
                key = chance.choice([key for key in state if key[0] == "proposals"])
                series = Series(id="smart-retail", name={"en": f"Retail {chance.randint(0, 9)}"})
                state[key] = msgspec.structs.replace(state[key], series=(series,))
            case _:
                key = chance.choice(list(state))
                state[key] = msgspec.structs.replace(state[key], former_ids=(f"old-{key[1]}",))
    return state


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_leave_what_loading_gives(new_database: NewDatabase, seed: int) -> None:
    """And undoing all of them leaves what there was."""
    chance = random.Random(seed)
    states = [keyed(small_base(random_proposals(30, seed=seed)))]
    changing, fresh = new_database(), new_database()
    create(changing, states[0].values())
    first = content(changing)
    store = store_at(changing)
    for number in range(12):
        states.append(next_state(states[-1], chance))
        write = changed(states[-2], states[-1], f"change {number}")
        if list(write.touched()):
            store.apply(write)
    create(fresh, states[-1].values())
    assert content(changing) == content(fresh)
    for after, before in zip(states[::-1], states[-2::-1], strict=False):
        store.apply(changed(after, before, "back"))
    assert content(changing) == first


def test_a_person_who_is_renamed_is_found_by_the_new_name_everywhere(
    new_database: NewDatabase,
) -> None:
    """Texts of proposals contain the names of those who made them."""
    address = new_database()
    records = keyed(small_base(random_proposals(40, seed=7)))
    create(address, records.values())
    after = dict(records)
    before = after["people", "ma-huateng"]
    assert isinstance(before, Person)
    named = {"en": PersonName(text="Zebulon Quux")}
    after["people", "ma-huateng"] = msgspec.structs.replace(before, names=named)
    store_at(address).apply(changed(records, after, "rename"))
    ((found,),) = Connection(parse_address(address)).rows(
        "SELECT count(*) FROM words WHERE words @@ 'quux'::tsquery"
    )
    ((made,),) = Connection(parse_address(address)).rows(
        "SELECT count(*) FROM proposal, term WHERE facet IN ('person', 'addressee', 'agent')"
        " AND value = 'ma-huateng' AND facets @> ARRAY[tid]"
    )
    assert found == made > 0


def test_a_record_that_was_changed_meanwhile_is_a_conflict(new_database: NewDatabase) -> None:
    """Nothing of the change is written, and the journal does not have it."""
    address = new_database()
    create(address, [*small_base(), proposal("2020-a")])
    old = proposal("2020-a")
    new = msgspec.structs.replace(old, term=13)
    key = ("proposals", "2020-a")
    store = store_at(address)
    store.apply(ChangeSet("one", {key: old}, {key: new}))
    before = content(address)
    for write in (
        ChangeSet("two", {key: old}, {key: msgspec.structs.replace(old, term=14)}),
        ChangeSet("gone", {("proposals", "2020-b"): proposal("2020-b")}, {}),
        ChangeSet("new", {}, {("themes", "new"): theme("new"), key: old}),
    ):
        with pytest.raises(ConflictError, match="changed by somebody else in the meantime"):
            store.apply(write)
    assert content(address) == before
    assert [placed.entry.what for placed in store.changes("")] == ["one"]


def test_undo_finds_the_last_change_and_says_whose_it_is(new_database: NewDatabase) -> None:
    """The journal is part of the base, and has who made a change."""
    address = new_database()
    create(address, small_base())
    store, index = (
        store_at(address),
        PostgresIndex(Connection(parse_address(address), writing=True)),
    )
    key = ("people", "wang-wu")
    store.apply(ChangeSet("add wang-wu", {}, {key: person("wang-wu")}, "asked for"))
    found = find_undo(index, store)
    assert (found.entry.what, found.entry.why, found.doubts) == ("add wang-wu", "asked for", [])
    store.apply(found.change_set(None))
    assert index.record(*key) is None
    listed = [placed.entry for placed in store.changes("")]
    assert [(one.number, one.what, one.undoes) for one in listed] == [
        (2, "undo: add wang-wu", 1),
        (1, "add wang-wu", None),
    ]


def test_a_reader_is_told_that_the_base_may_only_be_read(server: Server) -> None:
    """Before anything is prepared, and not by a message of the server."""
    address = server.new_database()
    create(address, small_base())
    connection = Connection(parse_address(address), writing=True)
    connection.rows(
        "CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA prop TO reader;"
        " GRANT SELECT ON ALL TABLES IN SCHEMA prop TO reader"
    )
    connection.close()
    store = store_at(address.replace("prop@", "reader@"))
    with pytest.raises(StoreError, match="may be read by you, not changed"):
        store.refuse_read_only()
    with pytest.raises(StoreError, match="may be read by you, not changed"):
        store.apply(ChangeSet("x", {}, {("themes", "new"): theme("new")}))


def test_the_documented_roles_may_do_what_they_should(server: Server) -> None:
    """The statements are those of the documentation: an editor changes, a reader reads."""
    text = (PROJECT / "docs" / "shared-base.md").read_text("utf-8")
    statements = text.partition("```sql\n")[2].partition("```")[0]
    address = server.new_database()
    create(address, small_base())
    owner = Connection(parse_address(address), writing=True)
    owner.rows(
        f"{statements} CREATE ROLE anna LOGIN IN ROLE prop_editors;"
        " CREATE ROLE ben LOGIN IN ROLE prop_readers"
    )
    anna = store_at(address.replace("prop@", "anna@"))
    anna.refuse_read_only()
    key = ("proposals", "2020-a")
    anna.apply(ChangeSet("add", {}, {key: proposal("2020-a")}))
    anna.apply(ChangeSet("remove", {key: proposal("2020-a")}, {}))
    with pytest.raises(StoreError, match="may be read by you, not changed"):
        Connection(parse_address(address.replace("prop@", "anna@")), writing=True).rows(
            "UPDATE change SET who = 'ben'"
        )
    with pytest.raises(StoreError, match="may be read by you, not changed"):
        store_at(address.replace("prop@", "ben@")).refuse_read_only()
    reading = PostgresIndex(Connection(parse_address(address.replace("prop@", "ben@"))))
    assert reading.record("people", "ma-huateng") is not None
    found = store_at(address)
    (newest, *_) = (placed.entry for placed in found.changes(""))
    assert found.remarks(newest) == ["The last change was made by anna, not by you (prop)."]


def test_what_is_derived_is_made_anew_from_the_records(new_database: NewDatabase) -> None:
    """Also from a base whose words and counts are wrong; the journal stays."""
    address = new_database()
    records = small_base(random_proposals(30, seed=3))
    create(address, records)
    store_at(address).apply(ChangeSet("add", {}, {("themes", "new"): theme("new")}))
    before = content(address)
    connection = Connection(parse_address(address), writing=True)
    connection.rows("DELETE FROM counted; DELETE FROM words; UPDATE term SET names = '{}'")
    assert content(address) != before
    rebuild(connection, io.BytesIO())
    assert content(address) == before
    assert status(connection)["changes"] == 1


def test_a_value_that_the_server_has_no_place_for_is_replaced(new_database: NewDatabase) -> None:
    """U+0000 in a value or a key used to end in a traceback: the server returned another text."""
    address = new_database()
    create(address, small_base())
    one = proposal("2020-a", regions=("North\0South",), extra={"k\0": "v\0"})
    key = ("proposals", one.id)
    store_at(address).apply(ChangeSet("add", {}, {key: one}))
    store_at(address).apply(ChangeSet("remove", {key: one}, {}))
    index = PostgresIndex(Connection(parse_address(address)))
    assert index.record(*key) is None


def test_rights_that_are_lacking_are_named(server: Server) -> None:
    """To make a base, and to make its words anew: neither is the right of an editor."""
    address = server.new_database()
    owner = Connection(parse_address(address), writing=True, is_new=True)
    owner.rows("CREATE ROLE dora LOGIN")
    of_dora = address.replace("prop@", "dora@")
    with pytest.raises(StoreError, match="You may not create a base"):
        create(of_dora, small_base())
    create(address, small_base())
    with pytest.raises(StoreError, match="or you may not read it"):
        PostgresIndex(Connection(parse_address(of_dora))).base()
