"""The same base in a file and on a server, with an index of each."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import FORMAT, BaseInfo, Record
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.postgres.address import parse_address
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.creating import create_base
from proposals_cli.postgres.loading import LOADING_ORDER
from proposals_cli.postgres.postgres_index import PostgresIndex
from tests.factories import write_store


class Pair(NamedTuple):
    """The indexes of the same base, which must answer the same."""

    in_file: SqliteIndex
    on_server: PostgresIndex

    def close(self) -> None:
        """Close both."""
        self.in_file.close()
        self.on_server.close()


def pair_of(records: Iterable[Record], folder: Path, database: str) -> Pair:
    """Create a base of records in a folder and in an empty database."""
    ordered = sorted(records, key=lambda record: LOADING_ORDER.index(table_of(record)))
    in_file = SqliteIndex(write_store(folder / "base.json", ordered), folder / "cache")
    address = parse_address(database)
    create_base(address, ordered, BaseInfo(format=FORMAT))
    return Pair(in_file, PostgresIndex(Connection(address)))
