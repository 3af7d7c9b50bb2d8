"""The base in use where it is on a server: what a session asks of it."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from proposals_cli.errors import StoreError
from proposals_cli.postgres.address import parse_address
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.failures import is_forbidden
from proposals_cli.postgres.postgres_index import PostgresIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proposals_cli.domain.answers.changes import ChangeList
    from proposals_cli.domain.editing.editor import BaseEditor
    from proposals_cli.domain.model.records import BaseInfo, Record
    from proposals_cli.domain.ports import ProposalIndex
    from proposals_cli.postgres.postgres_store import PostgresStore


class ServerBase:
    """A base at an address; the server is asked only when a question is."""

    def __init__(self, text: str) -> None:
        """Read the address.

        Raises:
            StoreError: it is none, or has a password.
        """
        self.address = parse_address(text)

    @cached_property
    def index(self) -> "ProposalIndex":
        """What answers questions about it."""
        return PostgresIndex(Connection(self.address))

    @property
    def editor(self) -> "BaseEditor":
        """What changes it.

        Raises:
            StoreError: this user may not.
        """
        from proposals_cli.domain.editing.editor import BaseEditor

        store = self._store
        store.refuse_read_only()
        index = PostgresIndex(Connection(self.address, writing=True))
        return BaseEditor(index, store)

    def changes(self, limit: int | None) -> "ChangeList":
        """Return the newest changes, as many as the limit allows."""
        from proposals_cli.domain.answers.changes import ChangeList

        return ChangeList(self._store.changes(""), (), limit)

    def status(self) -> "dict[str, Any]":
        """Return what there is to know of it: see ``upkeep.status``."""
        from proposals_cli.postgres.upkeep import status

        return status(Connection(self.address))

    def rebuild(self) -> None:
        """Make all that is derived from the records anew.

        Raises:
            StoreError: this user does not own it.
        """
        import tempfile

        from proposals_cli.postgres.upkeep import rebuild

        try:
            with tempfile.TemporaryFile("w+b") as file:
                rebuild(Connection(self.address, writing=True), file)
        except StoreError as error:
            if not is_forbidden(error):
                raise
            raise StoreError(
                "Only its owner can make the words and counts of a base anew.",
                "The owner is who ran prop init.",
            ) from error

    @property
    def _store(self) -> "PostgresStore":
        from proposals_cli.postgres.postgres_store import PostgresStore

        return PostgresStore(Connection(self.address, writing=True))

    def create(self, records: "Iterable[Record]", info: "BaseInfo") -> None:
        """Create it with records, and with what it says of itself.

        Raises:
            StoreError: there is a base already, or none can be made.
        """
        from proposals_cli.domain.model.decoding import table_of
        from proposals_cli.postgres.creating import create_base
        from proposals_cli.postgres.loading import LOADING_ORDER

        ordered = sorted(records, key=lambda record: LOADING_ORDER.index(table_of(record)))
        create_base(self.address, ordered, info)
