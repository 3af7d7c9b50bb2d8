"""Measure how many changes several editors make at once in a base on a server, and lose none.

::

    python -m tests.benchmarks.editors [--editors 8] [--seconds 300]

Starts a server of its own, as the tests do, but one that waits for the disk. Every editor adds,
edits, sets, undoes and searches as fast as it can, in a process of its own. Prints the changes a
second and how many were refused because somebody else had changed the record; fails unless the
journal has exactly the changes that were acknowledged, and the base is what loading its records
afresh gives.
"""

import argparse
import multiprocessing
import random
import time
from collections import Counter

import msgspec

from proposals_cli.domain.editing.undoing import find_undo
from proposals_cli.domain.model.change import ChangeSet
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.domain.query.query import ContainsText, Query
from proposals_cli.errors import ConflictError, NotFoundError
from proposals_cli.postgres.address import parse_address
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.postgres_index import PostgresIndex
from proposals_cli.postgres.postgres_store import PostgresStore
from tests.factories import random_proposals, small_base
from tests.postgres.server import Server
from tests.postgres.test_changes import content, create

WEIGHTS = {"add": 4, "edit": 8, "set": 2, "undo": 1, "search": 8}
"""What an editor does, and how often of all."""

SET_AT_ONCE = 20


def edit(address: str, name: int, seconds: float) -> "Counter[str]":
    """Change a base for some time; return what was done, and how often it was refused."""
    chance = random.Random(name)
    store = PostgresStore(Connection(parse_address(address), writing=True))
    index = PostgresIndex(Connection(parse_address(address), writing=True))
    made = random_proposals(2_000, seed=name)
    ids = list(index.ids("proposals"))
    done: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        (what,) = chance.choices([*WEIGHTS], [*WEIGHTS.values()])
        try:
            match what:
                case "add":
                    one = msgspec.structs.replace(made.pop(), id=f"2024-e{name}-{len(made)}")
                    store.apply(ChangeSet("add", {}, {("proposals", one.id): one}))
                case "edit" | "set":
                    count = 1 if what == "edit" else SET_AT_ONCE
                    chosen = chance.sample(ids, count)
                    before = {("proposals", id_): stored(index, id_) for id_ in chosen}
                    term = chance.randint(1, 99)
                    after = {k: msgspec.structs.replace(r, term=term) for k, r in before.items()}
                    store.apply(ChangeSet(what, before, after))
                case "undo":
                    found = find_undo(index, store)
                    store.apply(found.change_set(None))
                case _:
                    list(index.find(Query(ContainsText("digital"), limit=20)))
        except ConflictError:
            done[f"{what} refused"] += 1
        except NotFoundError:
            done["nothing to undo"] += 1
        else:
            done[what] += 1
    return done


def stored(index: PostgresIndex, id_: str) -> Record:
    """Return a proposal of the base."""
    raw = index.record("proposals", id_)
    assert raw is not None
    return decode_record("proposals", raw)


def main() -> None:
    """Measure, and print the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--editors", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args()
    server = Server("")
    try:
        address = server.new_database()
        create(address, small_base(random_proposals(400, seed=1)))
        with multiprocessing.Pool(options.editors) as pool:
            jobs = [(address, name, options.seconds) for name in range(options.editors)]
            done = sum(pool.starmap(edit, jobs), Counter())
        changes = sum(done[what] for what in ("add", "edit", "set", "undo"))
        index = PostgresIndex(Connection(parse_address(address)))
        journal = list(PostgresStore(Connection(parse_address(address))).changes(""))
        records = [decode_record(t, raw) for t in TABLES for raw in index.records(t)]
        fresh = server.new_database()
        create(fresh, records)
        print(f"{options.editors} editors, {options.seconds:.0f} s: {dict(sorted(done.items()))}")
        print(f"{changes:,} changes, {changes / options.seconds:.0f} a second")
        assert len(journal) == changes, f"{len(journal)} changes in the journal"
        assert content(address) == content(fresh), "the base is not what its records say"
        print("the journal has all of them and no other; the base is what its records say")
    finally:
        server.remove()


if __name__ == "__main__":
    main()
