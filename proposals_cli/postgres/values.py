"""The values of facets on a server: their names and counts, and how they are found."""

import json

from proposals_cli.domain.ports import FacetValue
from proposals_cli.domain.text.normalise import fold_key, replace_surrogates
from proposals_cli.postgres.connection import Connection

_COUNT = "(SELECT coalesce(sum(n), 0) FROM counted WHERE counted.tid = term.tid)::int"


class Values:
    """Those questions of ``ProposalIndex`` that are about the values of a facet."""

    connection: Connection

    def facet_values(self, facet: str) -> list[FacetValue]:
        """Return all values of a facet with their names and counts, by value."""
        sql = f"SELECT value, names, {_COUNT} FROM term WHERE facet = %s ORDER BY value"
        rows = self.connection.rows(sql, (facet,))
        return [FacetValue(value, json.loads(names), n) for value, names, n in rows]

    def find_value(self, facet: str, text: str) -> str | None:
        """Return the facet value with this id or name; case and separators are ignored."""
        found = self.find_values(facet, text)
        exact = replace_surrogates(text)
        return exact if exact in found else next(iter(found), None)

    def find_values(self, facet: str, text: str) -> list[str]:
        """Return all facet values with this id or name, the most used first."""
        key = fold_key(text)
        rows = self.connection.rows(
            "SELECT value FROM name JOIN term USING (tid)"
            " WHERE name.facet = %s AND md5(key) = md5(%s) AND key = %s"
            f" ORDER BY {_COUNT} DESC, value",
            (facet, key, key),
        )
        return [value for (value,) in rows]
