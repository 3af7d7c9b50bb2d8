"""The values of facets on a server: their names and counts, and how they are found."""

import json
from collections.abc import Sequence

from proposals_cli.domain.model.vocabulary import TABLE_OF
from proposals_cli.domain.ports import FacetValue
from proposals_cli.domain.text.normalise import fold_key, replace_surrogates
from proposals_cli.indexing.ids import TABLES_OF_VALUES
from proposals_cli.postgres.connection import Connection

COUNT = "(SELECT coalesce(sum(n), 0) FROM counted WHERE counted.tid = term.tid)::int"
"""How many proposals have a ``term``."""

_TABLE = " ".join(
    f"WHEN '{facet}' THEN '{TABLE_OF[facet]}'" for facet in ("person", "body", "theme", "source")
)

IS_VALUE = (
    f"({COUNT} > 0 OR EXISTS (SELECT 1 FROM record r"
    f' WHERE r."table" = CASE term.facet {_TABLE} END AND r.id = term.value))'
)
"""Whether a ``term`` is a value of the base: changes leave behind those that nothing has."""

CALLED = f"""SELECT term.tid, min(r.id) AS id FROM term
 JOIN name own ON own.tid = term.tid
 JOIN name other ON other.facet IN ('person', 'body')
  AND md5(other.key) = md5(own.key) AND other.key = own.key
 JOIN term agent ON agent.tid = other.tid
 JOIN record r ON r."table" IN ('people', 'bodies') AND r.id = agent.value
 WHERE term.facet = %s AND {IS_VALUE} GROUP BY term.tid"""
"""The values of a facet that are names of a person or body, with the id of its record."""


class Values:
    """Those questions of ``ProposalIndex`` that are about the values of a facet."""

    connection: Connection

    def facet_values(self, facet: str) -> list[FacetValue]:
        """Return all values of a facet with their names and counts, by value."""
        sql = f"SELECT value, names, {COUNT} FROM term WHERE facet = %s AND {IS_VALUE}"
        rows = self.connection.rows(f"{sql} ORDER BY value", (facet,))
        return [FacetValue(value, json.loads(names), n) for value, names, n in rows]

    def find_value(self, facet: str, text: str) -> str | None:
        """Return the facet value with this id or name; case and separators are ignored."""
        found = self.find_values(facet, text)
        exact = replace_surrogates(text)
        return exact if exact in found else next(iter(found), None)

    def find_values(self, facet: str, text: str) -> list[str]:
        """Return all facet values with this id or name, else former id, the most used first."""
        return [value for _, value in self.find_named((facet,), text)]

    def find_named(self, facets: Sequence[str], text: str) -> list[tuple[str, str]]:
        """Return (facet, value) of what ``find_values`` finds in each of several facets."""
        key = fold_key(text)
        tables = [(facet, one) for facet in facets for one in TABLES_OF_VALUES.get(facet, ())]
        rows = self.connection.rows(
            f"SELECT true AS named, name.facet, value, {COUNT} AS n FROM name JOIN term USING (tid)"
            f" WHERE name.facet = ANY (%s) AND md5(key) = md5(%s) AND key = %s AND {IS_VALUE}"
            " UNION SELECT false, o.facet, value, 0 FROM former"
            ' JOIN unnest(%s::text[], %s::text[]) AS o (facet, "table") USING ("table")'
            " JOIN term ON term.facet = o.facet AND md5(value) = md5(id) AND value = id"
            f" WHERE name = %s AND {IS_VALUE} ORDER BY n DESC, value",
            (
                list(facets),
                key,
                key,
                [facet for facet, _ in tables],
                [table for _, table in tables],
                key,
            ),
        )
        named = {facet for is_named, facet, _, _ in rows if is_named}
        return [
            (facet, value)
            for facet in facets
            for is_named, of_facet, value, _ in rows
            if of_facet == facet and is_named == (facet in named)
        ]

    def values_called(self, facet: str, text: str) -> list[str]:
        """Return the values of a facet that are names of the person or body called ``text``."""
        key = fold_key(text)
        rows = self.connection.rows(
            "SELECT DISTINCT term.value FROM name given JOIN name other USING (tid)"
            " JOIN name own ON own.facet = %s"
            "  AND md5(own.key) = md5(other.key) AND own.key = other.key"
            " JOIN term ON term.tid = own.tid"
            " WHERE given.facet IN ('person', 'body') AND md5(given.key) = md5(%s)"
            f"  AND given.key = %s AND {IS_VALUE} AND EXISTS (SELECT 1 FROM term agent"
            f"   WHERE agent.tid = given.tid AND {IS_VALUE.replace('term.', 'agent.')})"
            " ORDER BY value",
            (facet, key, key),
        )
        return [value for (value,) in rows]

    def called(self, facet: str) -> dict[str, str]:
        """Return value of a facet → id of the person or body that it is a name of."""
        sql = f"SELECT value, id FROM ({CALLED}) called JOIN term USING (tid)"
        return dict(self.connection.rows(sql, (facet,)))
