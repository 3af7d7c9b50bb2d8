"""The records that a record names, read with it: a page of thirty sources is no thirty round trips.

Kept only while reading: an editor asks the server each time.
"""

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proposals_cli.postgres.connection import Connection

LEVELS = 2
"""How far references are followed: from a proposal to its body, and to the sources of that."""

MOST_IDS = 500
"""Ids that are looked for at once."""

MOST_KEPT = 20_000
"""Records that are kept; then all are forgotten."""

_ID = re.compile(rb'"([a-z0-9]+(?:-[a-z0-9]+)*)"')

_RECORDS = """
SELECT 'proposals' AS "table", p.id, '' AS field, o.raw FROM proposal p
  JOIN document o USING (seq) WHERE p.id = ANY (%s)
UNION ALL SELECT "table", id, '', raw FROM record WHERE id = ANY (%s)
UNION ALL SELECT * FROM (SELECT x."table", x.target, x.field, r.raw
  FROM unnest(%s::text[]) wanted JOIN pointer x ON md5(x.target) = md5(wanted)
  AND x.target = wanted AND x.field <> 'kind' JOIN record r USING ("table", id)
  ORDER BY r.id) pointing
"""


class Nearby:
    """Records by table and id, and those that point to one, as far as they were read."""

    def __init__(self, connection: "Connection") -> None:
        """Take the connection that reads them."""
        self._connection = connection
        self._forget()

    def _forget(self) -> None:
        self._known: set[str] = set()
        self._records: dict[tuple[str, str], bytes] = {}
        self._pointing: defaultdict[tuple[str, str, str], list[bytes]] = defaultdict(list)

    def has(self, id_: str) -> bool:
        """Return whether all records with an id were read."""
        return id_ in self._known

    def record(self, table: str, id_: str) -> bytes | None:
        """Return a record that was read; None if there is none."""
        return self._records.get((table, id_))

    def pointing(self, table: str, field: str, target: str) -> list[bytes]:
        """Return the records of a table that point to one that was read, by id."""
        return self._pointing[table, field, target]

    def read(self, raw: bytes) -> None:
        """Read what a record names, and what that names."""
        if len(self._records) > MOST_KEPT:
            self._forget()
        found: Iterable[bytes] = [raw]
        for _ in range(LEVELS):
            named = {one.decode() for content in found for one in _ID.findall(content)}
            ids = sorted(named - self._known)[:MOST_IDS]
            if not ids:
                return
            rows = self._connection.rows(_RECORDS, (ids, ids, ids))
            found = []
            for table, id_, field, text in rows:
                content = text.encode()
                if field:
                    self._pointing[table, field, id_].append(content)
                else:
                    self._records[table, id_] = content
                found.append(content)
            self._known.update(ids)
