"""SQL functions on what a record has under ``extra``.

Such values have no links in the index: files of other programs bring dozens of them per record,
and few are ever asked for. A question reads the records themselves.
"""

import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache

from proposals_cli.domain.text.normalise import fold_key

EACH_VALUE = (
    "(SELECT DISTINCT e.seq, v.value FROM hit JOIN document e USING (seq),"
    " json_each(extra_values(e.raw, ?)) v)"
)
"""The values of the proposals of ``hit`` at a path: rows of ``seq`` and ``value``."""

HAS_VALUE = "EXISTS (SELECT 1 FROM document e WHERE e.seq = {}.seq AND extra_has(e.raw, ?, ?))"
"""Whether a proposal has one of the values (a JSON list of them) at a path."""


def create_functions(connection: sqlite3.Connection) -> None:
    """Add the functions to a connection."""
    connection.create_function("extra_values", 2, _extra_values, deterministic=True)
    connection.create_function("extra_has", 3, _extra_has, deterministic=True)


def _extra_values(raw: bytes, path: str) -> str:
    return json.dumps(list(dict.fromkeys(_values(raw, path))))


def _extra_has(raw: bytes, path: str, values: str) -> bool:
    keys = _keys(values)
    return any(fold_key(value) in keys for value in _values(raw, path))


@lru_cache(maxsize=16)
def _keys(values: str) -> frozenset[str]:
    return frozenset(fold_key(value) for value in json.loads(values))


def _values(raw: bytes, path: str) -> Iterator[str]:
    if b'"extra":' not in raw:  # most records have none, and need no parsing
        return iter(())
    import msgspec  # few questions need it

    from proposals_cli.domain.query.extra import values_at

    return values_at(msgspec.json.decode(raw).get("extra", {}), path)
