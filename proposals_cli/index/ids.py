"""Find ids by what they begin with, and those next to one."""

from collections.abc import Callable, Iterable
from typing import Any

from proposals_cli.domain.model.vocabulary import KIND_OF

_SMALL_TABLES = ", ".join(f"'{table}'" for table in KIND_OF if table != "proposals")

NEXT_TO = " UNION ALL ".join(
    f"SELECT {end}(id) FROM {rows} id {sign} ?1"
    for rows in (
        "proposal WHERE",
        *(f"record WHERE \"table\" = '{table}' AND" for table in KIND_OF if table != "proposals"),
    )
    for end, sign in (("max", "<"), ("min", ">"))
)
"""The ids before and after one in the order of the ids of each table."""


def ids_like(
    text: str, limit: int, rows: Callable[[str, Iterable[Any]], list[Any]]
) -> list[tuple[str, str]]:
    """Return (table, id) of the record with this id, former id or number, or beginning so.

    Args:
        text: an id or its beginning.
        limit: how many at most that begin so.
        rows: runs a statement with its parameters.
    """
    exact = rows(
        "SELECT 'proposals', id FROM proposal WHERE id = ?1"
        ' UNION SELECT "table", id FROM record'
        f' WHERE id = ?1 AND "table" IN ({_SMALL_TABLES})'
        " UNION SELECT 'proposals', id FROM alias WHERE name = ?1",
        (text,),
    )
    if exact:
        return exact
    after = text + "\U0010ffff"
    return rows(
        "SELECT * FROM (SELECT 'proposals', id FROM proposal"
        "   WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3)"
        ' UNION ALL SELECT * FROM (SELECT "table", id FROM record'
        f'   WHERE "table" IN ({_SMALL_TABLES})'
        "   AND id > ?1 AND id < ?2 ORDER BY id LIMIT ?3) LIMIT ?3",
        (text, after, limit),
    )
