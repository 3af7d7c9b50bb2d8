"""Rows in the text format of COPY."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proposals_cli.postgres.connection import Connection

_SPECIAL = re.compile(r"[\\\n\r\t\0]")
_ESCAPED = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\0": "\ufffd"}


def field(value: Any) -> str:
    r"""Return a value as COPY reads it: None, a number, a text, or a sequence of them.

    U+0000, which the server has no place for, becomes U+FFFD.

    >>> field(None), field("a\tb"), field([1, 2]), field(['"', "a"])
    ('\\N', 'a\\tb', '{1,2}', '{"\\\\"","a"}')
    """
    if value is None:
        return r"\N"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        value = f"{{{','.join(map(_item, value))}}}"
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], value)


def _item(value: int | str) -> str:
    """Return an element of an array as the server reads it."""
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", r"\\").replace('"', r"\"") + '"'


def copy_rows(
    connection: "Connection", table: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]
) -> None:
    """Add rows to a table, if there are any."""
    text = "".join("\t".join(map(field, row)) + "\n" for row in rows)
    if text:
        connection.copy(table, columns, io.StringIO(text))
