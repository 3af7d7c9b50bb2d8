"""The names that the texts of proposals contain besides their own words."""

from msgspec import json

from proposals_cli.domain.query.facets import AGENT_FACETS
from proposals_cli.domain.text.searchable import AGENT, NamesOf

NAMES = (
    "(SELECT json_agg(json_build_array(t.facet, t.value, t.names::json, t.others::json))::text"
    f" FROM term t WHERE t.tid = ANY (p.facets) AND t.facet IN {('theme', *AGENT_FACETS)})"
)
"""The names of themes and agents that the text of a proposal ``p`` contains."""


def names_in(named: str | None) -> NamesOf:
    """Return a function that finds the names that ``NAMES`` returned."""
    names = {
        ("theme" if facet == "theme" else AGENT, value): (*names.values(), *others)
        for facet, value, names, others in json.decode(named or "[]")
    }
    return lambda what, value: names.get((what, value), ())
