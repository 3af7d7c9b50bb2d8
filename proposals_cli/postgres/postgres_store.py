"""A base on a server, and every way to change it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from proposals_cli.domain.model.change import (
    MAX_CHANGES,
    ChangeSet,
    FullJournalEntry,
    JournalEntry,
    SharedJournalEntry,
)
from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.encoded_records import CheckedRecords, encoded
from proposals_cli.domain.model.lineage import PlacedChange
from proposals_cli.domain.model.records import FORMAT, BaseInfo, Record
from proposals_cli.errors import ConflictError, PropError, StoreError
from proposals_cli.postgres.changing import Changing, digest

if TYPE_CHECKING:
    from proposals_cli.postgres.connection import Connection

_PAGE = (
    'SELECT number, "when", what, why, undoes, who FROM change WHERE number < %s'
    " ORDER BY number DESC LIMIT 500"
)
"""A page of the journal, newest first, below a number."""


class PostgresStore:
    """The base of one connection. Every change is one transaction."""

    def __init__(self, connection: "Connection") -> None:
        """Take a connection for changes, which nothing else uses."""
        self._connection = connection

    def refuse_read_only(self) -> None:
        """Raise StoreError if this user may not change the base, before anything is prepared."""
        ((is_editor,),) = self._connection.rows("SELECT has_table_privilege('change', 'INSERT')")
        if not is_editor:
            raise StoreError(
                f"This base may be read by you, not changed: {self._connection.address.text}.",
                "Ask those who run the server to make you an editor.",
            )

    def apply(self, write: ChangeSet) -> FullJournalEntry:
        """Make a change and record it in the journal.

        Raises:
            ConflictError: a stored record differs from the one that the change started from.
            InvalidRecordError: a new record breaks the rules of its table.
            StoreError: the server cannot be reached, or refuses. Nothing was written in any case,
                unless the message says that it is not known.
        """
        if not isinstance(write.after, CheckedRecords):
            for key in write.after:
                decode_record(key[0], encoded(write.after, key))  # raises for an invalid record
        token, number = uuid4().hex, 0
        try:
            with self._connection.transaction():
                number = self._announce(write, token)
                Changing(self._connection, write, token).run()
        except StoreError as error:
            if not self._connection.was_lost:
                raise
            self._require(token, error)
        before: dict[str, dict[str, msgspec.Raw]] = {}
        after: dict[str, dict[str, str | None]] = {}
        for key in write.touched():
            table, id_ = key
            raw = encoded(write.before, key) if key in write.before else b"null"
            before.setdefault(table, {})[id_] = msgspec.Raw(raw)
            new = digest(encoded(write.after, key)) if key in write.after else None
            after.setdefault(table, {})[id_] = new
        return FullJournalEntry(
            number=number, when=write.when, what=write.what, why=write.why, undoes=write.undoes,
            old="", new="", format=FORMAT, before=before, after=after, info=write.info,
        )  # fmt: skip

    def _announce(self, write: ChangeSet, token: str) -> int:
        """Add the change to the journal and return its number."""
        said = None
        is_removed = any(key not in write.after for key in write.before)
        if is_removed and write.content not in (None, self.content()):
            raise ConflictError(
                "Somebody else changed the base in the meantime, and may refer to what would be"
                " removed.",
                "Nothing was written. Run the command again.",
            )
        if write.info is not None:
            before, after = (msgspec.json.encode(one).decode() for one in write.info)
            found = self._connection.rows(
                "UPDATE meta SET value = %s WHERE key = 'base' AND value = %s RETURNING 1",
                (after, before),
            )
            if not found:
                raise ConflictError(
                    "What the base says of itself was changed by somebody else in the meantime.",
                    "Nothing was written. Run the command again.",
                )
            said = msgspec.json.encode(write.info).decode()
        ((number,),) = self._connection.rows(
            'INSERT INTO change (token, who, "when", what, why, undoes, info)'
            " VALUES (%s, current_user, %s, %s, %s, %s, %s) RETURNING number",
            (token, write.when, write.what, write.why, write.undoes, said),
        )
        return int(number)

    def _require(self, token: str, lost: StoreError) -> None:
        """Raise an error unless the change was made whose confirmation was lost.

        A row with its token is added and taken back: the server refuses it if the change is there,
        and first waits for a transaction that may still be about to end.
        """
        try:
            with self._connection.transaction():
                self._connection.rows(
                    "INSERT INTO change (token, who, \"when\", what) VALUES (%s, '', '', '')",
                    (token,),
                )
                raise _NotThereError
        except _NotThereError:
            raise StoreError(
                f"{lost.message} The change was not made.", "Run the command again."
            ) from lost
        except ConflictError:
            return
        except PropError as error:
            raise StoreError(
                f"{lost.message} It is not known whether the change was made.",
                "Look for it when the server answers again: prop log",
            ) from error

    def content(self) -> str:
        """Return the number of the last change, which stands for the content it left."""
        ((last,),) = self._connection.rows("SELECT coalesce(max(number), 0) FROM change")
        return str(last)

    def changes(self, _content: str) -> Iterator[PlacedChange]:
        """Yield the changes in the journal, newest first; all of them are in the base."""
        number = MAX_CHANGES + 1
        # page by page: a cursor would keep the transaction open in which a change is made later
        while rows := self._connection.rows(_PAGE, (number,)):
            for number, when, what, why, undoes, who in rows:
                entry = SharedJournalEntry(
                    number=number, when=when, what=what, why=why, undoes=undoes, old="", new="",
                    format=FORMAT, who=who,
                )  # fmt: skip
                yield PlacedChange(entry, in_file=True)

    def entry(self, number: int) -> FullJournalEntry:
        """Return one of these changes with what is needed to undo it."""
        rows = self._connection.rows(
            'SELECT c."when", c.what, c.why, c.undoes, c.info, x."table", x.id, x.before, x.after'
            " FROM change c LEFT JOIN changed x USING (number) WHERE number = %s",
            (number,),
        )
        before: dict[str, dict[str, msgspec.Raw]] = {}
        after: dict[str, dict[str, str | None]] = {}
        for *_, table, id_, raw, hashed in rows:
            if table is not None:
                stored = "null" if raw is None else raw
                before.setdefault(table, {})[id_] = msgspec.Raw(stored.encode())
                after.setdefault(table, {})[id_] = hashed
        when, what, why, undoes, info = rows[0][:5]
        return FullJournalEntry(
            number=number, when=when, what=what, why=why, undoes=undoes, old="", new="",
            format=FORMAT, before=before, after=after,
            info=msgspec.json.decode(info, type=tuple[BaseInfo, BaseInfo]) if info else None,
        )  # fmt: skip

    def remarks(self, entry: JournalEntry) -> list[str]:
        """Return what to consider before a change is undone: that somebody else made it."""
        ((who, user),) = self._connection.rows(
            "SELECT who, current_user FROM change WHERE number = %s", (entry.number,)
        )
        return [] if who == user else [f"The last change was made by {who}, not by you ({user})."]

    def digest(self, record: Record) -> str:
        """Return the hash that stands for a record in the journal."""
        return digest(encode_record(record))


class _NotThereError(Exception):
    """Takes back the row that was added to see whether a change was made."""
