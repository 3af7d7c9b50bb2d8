"""One connection to a server: opened when first needed, every round trip counted.

Statements run on their own unless they are within ``transaction`` or a stream; parameters are
quoted by psycopg, so that several statements can be one round trip.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from proposals_cli.errors import StoreError
from proposals_cli.postgres import due
from proposals_cli.postgres.address import Address
from proposals_cli.postgres.failures import failed, unreachable
from proposals_cli.postgres.schema import CHECK, NAME, NUMBER

if TYPE_CHECKING:
    from psycopg2.extensions import connection, cursor

CONNECT_SECONDS = 10
"""How long each host may take to accept a connection."""

STATEMENT_SECONDS = 120
"""How long a statement may take; without a limit, writes hang while a synchronous replica is gone.
"""

LOCK_SECONDS = 30
"""How long a change waits for another one of the same records."""

FETCHED = 2_000
"""Rows of a stream that are asked for at once."""

Parameters = Sequence[Any] | Mapping[str, Any]
"""The values of a statement's ``%s``, or of its ``%(name)s``."""

_ALWAYS = {"client_encoding": "UTF8", "tcp_user_timeout": "30000"}
_DEFAULTS = {"PGAPPNAME": "prop", "PGCONNECT_TIMEOUT": str(CONNECT_SECONDS)}
_SETTINGS = {
    "search_path": NAME,
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "jit": "off",  # compiling takes longer than a short question
}
READ_ONLY = {"default_transaction_read_only": "on"}


class Connection:
    """A connection to the base at an address, for reading, or for changes as well."""

    def __init__(self, address: Address, *, writing: bool = False, is_new: bool = False) -> None:
        """Take the address; the connection is opened by the first statement.

        Args:
            address: of one host, or of several, of which the first that answers is used: if
                ``writing``, the first that can be written to.
            writing: whether changes are allowed.
            is_new: there is no base yet whose schema could be looked at.
        """
        self.address = address
        self.writing = writing
        self.round_trips = 0
        self.was_lost = False
        """Whether a statement failed because the connection was lost."""
        self._connection: connection | None = None
        self._is_checked = is_new
        self._begin = self._due = ""
        self._depth = 0
        self._streams = 0

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Run one statement, or several of which the last one answers, and return its rows.

        Raises:
            StoreError, ConflictError: it failed; see ``failures.py``.
        """
        with self._cursor() as cursor:
            self._execute(cursor, sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query in bounded memory; other statements may run in between."""
        self._streams += 1
        name = f"stream_{self._streams}"
        fetch = f"FETCH {FETCHED} FROM {name}"
        with self.transaction():
            declare = f"DECLARE {name} NO SCROLL CURSOR FOR {sql}"
            rows = self.rows(f"{declare};{fetch}", parameters)
            yield from rows
            while len(rows) == FETCHED:
                rows = self.rows(fetch)
                yield from rows
            if self._depth > 1:  # else the end of the transaction closes it
                self.rows(f"CLOSE {name}")

    def copy(self, table: str, columns: Sequence[str], file: TextIO) -> None:
        """Add rows in the text format of COPY to a table."""
        names = ", ".join(f'"{column}"' for column in columns)
        with self._cursor() as cursor:
            if self._begin or not self._is_checked:
                self._execute(cursor, "SELECT 1", ())
            self.round_trips += 1
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", file)

    @contextmanager
    def transaction(self, begin: str = "BEGIN") -> Iterator[None]:
        """Make one transaction of all statements within; an inner one is part of the outer.

        ``begin`` is ``BEGIN`` with its options; it is sent with the first statement. An exception
        rolls all of it back.
        """
        if self._depth == 0:
            self._begin = f"{begin};"
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0 and self._connection is not None:
                if self._connection.closed:
                    self.close()
                else:
                    self._end("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._end("COMMIT")

    def _end(self, statement: str) -> None:
        """End a transaction, if it has begun."""
        self._begin = ""
        if self._connection is not None and self._connection.get_transaction_status():
            self.rows(statement)

    def close(self) -> None:
        """Close the connection; the next statement opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._depth, self._begin = None, 0, ""

    @contextmanager
    def _cursor(self) -> "Iterator[cursor]":
        opened = self._opened()
        import psycopg2

        try:
            with opened.cursor() as cursor:
                yield cursor
        except psycopg2.Error as error:
            self.was_lost = bool(opened.closed)
            raise failed(error, self.address) from error

    def _execute(self, cursor: "cursor", sql: str, parameters: Parameters) -> None:
        """Run a statement; the first one also looks at the number of the schema, and for dates."""
        from psycopg2.errors import DivisionByZero

        self.round_trips += 1
        given = _without_nul(parameters) if parameters else None
        if not self._is_checked and sql != "ROLLBACK":
            check = CHECK if self.writing else CHECK + due.check()
            try:
                cursor.execute(check + self._begin + sql, given)
            except DivisionByZero:
                self._is_checked = True
                self._read_due(cursor)
            else:
                self._is_checked, self._begin = True, ""
                return
        begin, self._begin = self._begin, ""
        queries = self._due if given is None else self._due.replace("%", "%%")
        cursor.execute(begin + (due.over(sql, queries) if queries else sql), given)

    def _read_due(self, cursor: "cursor") -> None:
        """Read the proposals whose status is another by now, unless the schema is another one."""

        def rows(sql: str) -> list[tuple[Any, ...]]:
            self.round_trips += 1
            cursor.execute(sql)
            return cursor.fetchall()

        ((found,),) = rows("SELECT value FROM meta WHERE key = 'schema'")
        if int(found) != NUMBER:
            raise self._other_schema(int(found))
        self._due = due.queries_of(rows, lambda value: cursor.mogrify("%s", (value,)).decode())

    def _other_schema(self, found: int) -> StoreError:
        if found > NUMBER:
            return StoreError(
                f"{self.address.text} is of a newer version of prop.",
                "Update prop; nothing was changed.",
            )
        return StoreError(
            f"{self.address.text} is of an older version of prop.",
            "Export it with that version as JSON Lines, and import it into a new base.",
        )

    def _opened(self) -> "connection":
        if self._connection is None or self._connection.closed:
            try:
                import psycopg2
            except ImportError as error:
                raise StoreError(
                    "Bases on a server need the driver psycopg2, which is not installed.",
                    "Install it with: pip install 'proposals-cli[postgres]'",
                ) from error
            self.round_trips += 1
            try:
                self._connection = psycopg2.connect(**_parameters(self.address, self.writing))
            except psycopg2.Error as error:
                raise unreachable(error, self.address) from error
            self._connection.autocommit = True
        return self._connection


def _without_nul(value: Any) -> Any:
    """Return a parameter with U+FFFD for U+0000, as ``copying.py`` writes it."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, list | tuple):
        return type(value)(map(_without_nul, value))
    if isinstance(value, Mapping):
        return {name: _without_nul(one) for name, one in value.items()}
    return value


def _parameters(address: Address, writing: bool) -> dict[str, Any]:
    """Return what libpq is told.

    What the service file or the environment may say as well is left to them: a default for it
    becomes one of the environment, which the service file overrules.
    """
    defaults = _DEFAULTS if address.is_local else _DEFAULTS | {"PGSSLMODE": "verify-full"}
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    settings = _SETTINGS if writing else _SETTINGS | READ_ONLY
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    attributes = {"target_session_attrs": "read-write"} if writing else {}
    return {**_ALWAYS, **attributes, **address.parameters, "options": options}
