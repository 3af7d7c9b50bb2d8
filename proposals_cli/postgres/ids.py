"""Ids on a server, found by what they begin with, and those next to one."""

from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.indexing.ids import SMALL_TABLES
from proposals_cli.postgres.connection import Connection

_LIKE = """
SELECT * FROM (
    SELECT 0 AS step, 'proposals' AS "table", id, '' AS name FROM proposal WHERE id = %(id)s
    UNION SELECT 0, "table", id, '' FROM record WHERE id = %(id)s AND "table" = ANY (%(small)s)
    UNION SELECT 0, 'proposals', id, '' FROM alias WHERE md5(name) = md5(%(id)s) AND name = %(id)s
    UNION ALL SELECT 1, "table", id, '' FROM former WHERE name = %(id)s
    UNION ALL (
        SELECT 2, 'proposals', id, '' FROM proposal
        WHERE id > %(id)s AND id < %(after)s ORDER BY id LIMIT %(limit)s
    )
    UNION ALL (
        SELECT 3, "table", id, '' FROM record
        WHERE "table" = ANY (%(small)s) AND id > %(id)s AND id < %(after)s
        ORDER BY id LIMIT %(limit)s
    )
    UNION ALL (
        SELECT 4, "table", id, min(name) FROM former
        WHERE name > %(id)s AND name < %(after)s
        GROUP BY "table", id ORDER BY 4, "table", id LIMIT %(limit)s
    )
) found ORDER BY step, name, CASE WHEN step = 3 THEN '' ELSE "table" END, id, "table"
"""

_NEXT_TO = " UNION ALL ".join(
    f"SELECT {end}(id) FROM {rows} id {sign} %(id)s"
    for rows in (
        "proposal WHERE",
        *(f"record WHERE \"table\" = '{table}' AND" for table in SMALL_TABLES),
    )
    for end, sign in (("max", "<"), ("min", ">"))
)


class Ids:
    """Those questions of ``ProposalIndex`` that are about ids."""

    connection: Connection
    _former: tuple[str, list[tuple[str, str, str]]] | None = None

    def ids_like(self, text: str, limit: int) -> list[tuple[str, str]]:
        """Return (table, id) of the record with this id, former id or number, or beginning so.

        A former id that is the id or number of another record now is not looked for, and the
        beginning of former ids only where no id begins so.
        """
        self._former = None
        given = {"id": text, "after": text + "\U0010ffff", "limit": limit}
        rows = self.connection.rows(_LIKE, given | {"small": list(SMALL_TABLES)})
        self._former = text, [(text, table, id_) for step, table, id_, _ in rows if step == 1]
        for steps in ((0,), (1,), (2, 3), (4,)):
            if found := [(table, id_) for step, table, id_, _ in rows if step in steps]:
                return found if steps < (2,) else found[:limit]
        return []

    def former_ids(self, id_: str | None = None) -> list[tuple[str, str, str]]:
        """Return (former id, table, id) of the records that once had an id, or any other.

        Those of the text that was just looked for by ``ids_like`` are known already.
        """
        known, self._former = self._former, None
        key = None if id_ is None else fold_key(id_)
        if known is not None and known[0] == key:
            return known[1]
        where, given = ("", ()) if key is None else (" WHERE name = %s", (key,))
        return self.connection.rows(
            f'SELECT name, "table", id FROM former{where} ORDER BY 1, 2, 3', given
        )

    def next_to(self, id_: str) -> list[str]:
        """Return the ids before and after one in the order of the ids of each table."""
        return [one for (one,) in self.connection.rows(_NEXT_TO, {"id": id_}) if one]
