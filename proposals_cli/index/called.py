"""Values in words, such as actors, that are names of a person or body of the base."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from proposals_cli.domain.query.facets import AGENT_FACETS
from proposals_cli.domain.text.normalise import fold_key

Rows = Callable[[str, Iterable[Any]], list[Any]]
"""Answers a statement with its parameters."""

CALLED = """SELECT own.tid, min(r.id) AS id FROM name own
 CROSS JOIN name other ON other.facet IN ('person', 'body') AND other.key = own.key
 JOIN term agent ON agent.tid = other.tid
 JOIN record r ON r."table" IN ('people', 'bodies') AND r.id = agent.value
 WHERE own.facet = ? GROUP BY own.tid"""
"""The values of a facet that are names of a person or body, with the id of its record."""


def values_called(rows: Rows, facet: str, text: str) -> list[str]:
    """Return the values of a facet that are names of the person or body called ``text``."""
    agents = rows(
        "SELECT value, names, others FROM name JOIN term USING (tid)"
        " WHERE name.facet IN ('person', 'body') AND key = ?",
        (fold_key(text),),
    )
    keys = {
        fold_key(name)
        for value, names, others in agents
        for name in (value, *json.loads(names).values(), *json.loads(others))
    }
    found = rows(
        "SELECT DISTINCT value FROM name JOIN term USING (tid)"
        f" WHERE name.facet = ? AND key IN ({','.join('?' * len(keys))}) ORDER BY value",
        (facet, *keys),
    )
    return [value for (value,) in found]


def names_of(rows: Rows) -> Callable[[str, str], tuple[str, ...]]:
    """Return a function that returns all names of a theme or an agent, and remembers them."""

    @cache
    def names(what: str, value: str) -> tuple[str, ...]:
        facets = ("theme",) if what == "theme" else AGENT_FACETS
        found = rows(
            "SELECT names, others FROM term"
            f" WHERE facet IN ({', '.join('?' * len(facets))}) AND value = ? LIMIT 1",
            (*facets, value),
        )
        return tuple(
            name
            for by_language, others in found
            for name in (*json.loads(by_language).values(), *json.loads(others))
        )

    return names
