"""Create a base on a server."""

from typing import TYPE_CHECKING

import msgspec

from proposals_cli.errors import ConflictError, InvalidRecordError, StoreError
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.failures import is_forbidden
from proposals_cli.postgres.loading import Loader
from proposals_cli.postgres.schema import (
    CREATE_INDEXES,
    CREATE_TABLES,
    NAME,
    NO_LIMIT,
    NUMBER,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proposals_cli.domain.model.records import BaseInfo, Record
    from proposals_cli.postgres.address import Address


def create_base(address: "Address", records: "Iterable[Record]", info: "BaseInfo") -> int:
    """Create a base with records, in one transaction, and return the number of its proposals.

    Args:
        address: of a database that has no base.
        records: in ``LOADING_ORDER`` of their tables; they are read once, and not kept.
        info: what the base says of itself.

    Raises:
        StoreError: there is a base already, or none can be made.
        InvalidRecordError: an id is used twice.
    """
    connection = Connection(address, writing=True, is_new=True)
    try:
        with connection.transaction():
            _create_tables(connection)
            said = msgspec.json.encode(info).decode()
            connection.rows("INSERT INTO meta VALUES ('base', %s)", (said,))
            proposals = Loader(connection).add_all(records)
            _create_indexes(connection)
        return proposals
    except StoreError as error:
        if not is_forbidden(error):
            raise
        raise StoreError(
            f"You may not create a base at {address.text}.",
            "Ask those who run the server for a database of your own.",
        ) from error
    except ConflictError as error:  # nobody else can know of the base yet
        raise InvalidRecordError(
            "An id is used twice.", "Nothing was created. Give one of the records another id."
        ) from error
    finally:
        connection.close()


def _create_tables(connection: Connection) -> None:
    """Create the schema and its tables, without indexes, in a new connection's transaction.

    Raises:
        StoreError: there is a base already.
    """
    ((there,),) = connection.rows(
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c"
        " ON c.relnamespace = n.oid WHERE n.nspname = %s)",
        (NAME,),
    )
    if there:
        raise StoreError(
            f"There is a base at {connection.address.text} already.",
            "Nothing was changed. Use another database, as one has one base.",
        )
    connection.rows(
        f"CREATE SCHEMA IF NOT EXISTS {NAME}; {CREATE_TABLES}"
        f" INSERT INTO meta VALUES ('schema', '{NUMBER}')"
    )


def _create_indexes(connection: Connection) -> None:
    """Create the indexes of tables that were loaded, and tell the planner what is in them."""
    tables = [part.split()[0] for part in CREATE_TABLES.split("CREATE TABLE ")[1:]]
    connection.rows(f"{NO_LIMIT} {CREATE_INDEXES} ANALYZE {', '.join(tables)}")
