"""Find ids by what they begin with, those next to one, and those that a record had before."""

from collections.abc import Callable, Iterable
from typing import Any

from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.indexing.ids import SMALL_TABLES, TABLES_OF_VALUES

_SMALL_TABLES = ", ".join(f"'{table}'" for table in SMALL_TABLES)

NEXT_TO = " UNION ALL ".join(
    f"SELECT {end}(id) FROM {rows} id {sign} ?1"
    for rows in (
        "proposal WHERE",
        *(f"record WHERE \"table\" = '{table}' AND" for table in SMALL_TABLES),
    )
    for end, sign in (("max", "<"), ("min", ">"))
)
"""The ids before and after one in the order of the ids of each table."""


def renamed_values(
    facet: str, text: str, rows: Callable[[str, Iterable[Any]], list[Any]]
) -> list[str]:
    """Return the values of a facet that are records which once had this id."""
    tables = TABLES_OF_VALUES.get(facet, ())
    found = rows(
        "SELECT DISTINCT value FROM former JOIN term ON facet = ? AND value = id"
        f' WHERE name = ? AND "table" IN ({", ".join("?" * len(tables))}) ORDER BY value',
        (facet, fold_key(text), *tables),
    )
    return [value for (value,) in found]


def ids_like(
    text: str, limit: int, rows: Callable[[str, Iterable[Any]], list[Any]]
) -> list[tuple[str, str]]:
    """Return (table, id) of the record with this id, former id or number, or beginning so.

    A former id that is the id or number of another record now is not looked for, and the beginning
    of former ids only where no id begins so.

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
    if exact := exact or rows('SELECT "table", id FROM former WHERE name = ?', (text,)):
        return exact
    after = text + "\U0010ffff"
    begun = rows(
        "SELECT * FROM (SELECT 'proposals', id FROM proposal"
        "   WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3)"
        ' UNION ALL SELECT * FROM (SELECT "table", id FROM record'
        f'   WHERE "table" IN ({_SMALL_TABLES})'
        "   AND id > ?1 AND id < ?2 ORDER BY id LIMIT ?3) LIMIT ?3",
        (text, after, limit),
    )
    return begun or rows(
        'SELECT DISTINCT "table", id FROM former WHERE name > ? AND name < ? LIMIT ?',
        (text, after, limit),
    )
