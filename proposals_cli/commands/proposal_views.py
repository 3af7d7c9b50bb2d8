"""Proposals as a View: which columns a list shows, and by which names."""

from collections.abc import Iterable
from functools import partial

from proposals_cli.commands.options import Format
from proposals_cli.domain.query.query import And, Query
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.short_ids import short_id
from proposals_cli.knowledge_base import KnowledgeBase, ProposalRow
from proposals_cli.render.fields import (
    PROPOSAL_KEYS,
    flat_keys,
    proposal_fields,
    tags_asked,
    title_keys,
)
from proposals_cli.render.views import View, choose

FOR_PEOPLE = (Format.TABLE, Format.MARKDOWN)
"""The formats that people read."""

FLAT = (Format.CSV, Format.TSV)
"""The formats whose cells are single values."""


def proposal_view(
    base: KnowledgeBase, query: Query, languages: Languages, format_: Format, columns: str | None
) -> View[ProposalRow]:
    """Return the proposals of a query as a View."""
    tags = title_tags(base, query, format_, columns)
    if format_ in FOR_PEOPLE:
        default = ("id", *title_keys(languages), "themes", "status", "measures", "sources")
    else:
        default = flat_keys(PROPOSAL_KEYS, {"titles": tags}) if format_ in FLAT else PROPOSAL_KEYS
    known = proposal_fields(languages, tags, for_people=format_ in FOR_PEOPLE)
    fields = choose(known, columns, default)
    facets = {field.facet for field in fields if field.facet}
    return View(
        fields,
        base.find(query, with_records=any(field.needs_record for field in fields)),
        languages,
        names=base.names(facets, languages) if languages.interface == "zh" else {},
        details=("themes", "status", "measures", "sources") if columns is None else (),
        empty=nothing_found(query),
        counted=lambda: base.index.count(query),
        short_ids=partial(short_ids, base) if columns is None else None,
    )


def short_ids(base: KnowledgeBase, ids: Iterable[str]) -> dict[str, str]:
    """Return id → the shortest beginning that means the same record when it is typed.

    Of a measure, such as ``2020-ai#m01``, the id of its proposal is shortened.
    """
    found: dict[str, str] = {}
    for id_ in ids:
        record, sign, part = id_.partition("#")
        if record not in found:
            short = short_id(record, base.index.next_to(record))
            # another proposal may have it as a number
            meant = [one for _, one in base.index.ids_like(short, 2)]
            found[record] = short if meant == [record] else record
        found[id_] = found[record] + sign + part
    return found


def nothing_found(query: Query) -> str:
    """Return the message for a query that finds no proposals."""
    if query.where == And() and query.limit != 0:
        return "The base contains no proposals yet: prop add, prop import."
    return "No proposals match."


def title_tags(
    base: KnowledgeBase, query: Query, format_: Format, columns: str | None
) -> list[str]:
    """Return the languages whose titles need a column: those asked for, or all in CSV."""
    if columns is not None or format_ not in FLAT:
        return tags_asked("title", columns)
    return sorted(str(tag) for tag, _ in base.index.tally(query, ["language"]))
