"""A server that goes away: what was acknowledged is there, and what was not is answered."""

import random
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from proposals_cli.domain.model.change import ChangeSet
from proposals_cli.errors import PropError, StoreError
from proposals_cli.postgres.address import parse_address
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.postgres_index import PostgresIndex
from proposals_cli.postgres.postgres_store import PostgresStore
from tests.factories import small_base, theme
from tests.postgres.server import NewDatabase, Server
from tests.postgres.test_changes import create
from tests.processes import KILLS


class Losing(Connection):
    """A connection that is lost when a transaction ends: before or after the server has it."""

    lose: str = ""

    def rows(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Run statements, and lose the connection at the end of a transaction."""
        if sql != "COMMIT" or not self.lose:
            return super().rows(sql, parameters)
        if self.lose == "after":
            super().rows(sql)
        self.lose = ""
        assert self._connection is not None
        self._connection.close()
        self.was_lost = True
        raise StoreError("The connection was lost.")


@pytest.mark.parametrize("lose", ["before", "after"])
def test_a_lost_confirmation_is_looked_for(new_database: NewDatabase, lose: str) -> None:
    """The change got in, or it did not: the program asks the server when it is there again."""
    address = new_database()
    create(address, small_base())
    connection = Losing(parse_address(address), writing=True)
    connection.lose = lose
    store = PostgresStore(connection)
    write = ChangeSet("add new", {}, {("themes", "new"): theme("new")})
    if lose == "after":
        assert store.apply(write).what == "add new"
    else:
        with pytest.raises(StoreError, match=r"was lost\. The change was not made") as caught:
            store.apply(write)
        assert caught.value.hint == "Run the command again."
    index = PostgresIndex(Connection(parse_address(address)))
    assert (index.record("themes", "new") is not None) == (lose == "after")
    assert len(list(store.changes(""))) == (lose == "after")


def test_a_killed_server_loses_nothing_that_was_acknowledged() -> None:
    """Three editors add records while all processes of the server are killed, again and again."""
    server = Server()
    address = server.new_database()
    create(address, small_base())
    acknowledged: set[str] = set()
    refused: set[str] = set()
    unknown: set[str] = set()
    stopped = threading.Event()

    def work(name: str) -> None:
        store = PostgresStore(Connection(parse_address(address), writing=True))
        number = 0
        while not stopped.is_set():
            number += 1
            id_ = f"theme-{name}-{number}"
            try:
                store.apply(ChangeSet(f"add {id_}", {}, {("themes", id_): theme(id_)}))
                acknowledged.add(id_)
            except PropError as error:
                is_known = "not known" not in error.message
                (refused if is_known else unknown).add(id_)
                time.sleep(0.02)

    editors = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for editor in editors:
        editor.start()
    chance = random.Random(5)
    try:
        for _ in range(max(3, KILLS // 4)):
            time.sleep(chance.uniform(0.1, 0.5))
            server.kill()
            server.start()
        time.sleep(0.3)
    finally:
        stopped.set()
        for editor in editors:
            editor.join()
    index = PostgresIndex(Connection(parse_address(address)))
    there = {id_ for id_ in index.ids("themes") if id_.startswith("theme-")}
    listed = [p.entry.what for p in PostgresStore(Connection(parse_address(address))).changes("")]
    server.remove()
    assert len(acknowledged) > 20
    assert acknowledged <= there
    assert not refused & there
    assert there <= acknowledged | unknown
    assert sorted(listed) == sorted(f"add {id_}" for id_ in there)
