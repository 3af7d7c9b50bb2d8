"""Which tables of records ids are looked for in."""

from proposals_cli.domain.model.vocabulary import KIND_OF, TABLE_OF
from proposals_cli.domain.query.facets import AGENT_FACETS

SMALL_TABLES = tuple(table for table in KIND_OF if table != "proposals")
"""All tables but that of proposals."""

TABLES_OF_VALUES = {
    **dict.fromkeys(AGENT_FACETS, ("people", "bodies")),
    **{facet: (TABLE_OF[facet],) for facet in ("body", "theme", "source")},
    **dict.fromkeys(("links", "continues"), ("proposals",)),
}
"""Facets whose values are ids, with the tables of the records."""
