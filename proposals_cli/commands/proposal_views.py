"""Proposals as a View: which columns a list shows, and by which names."""

from proposals_cli.commands.options import Format, Lang
from proposals_cli.domain.query.query import Query
from proposals_cli.knowledge_base import KnowledgeBase, ProposalRow
from proposals_cli.render.fields import PROPOSAL_FIELDS, PROPOSAL_KEYS, in_language, title_columns
from proposals_cli.render.views import View, choose


def proposal_view(
    base: KnowledgeBase, query: Query, lang: Lang, format_: Format, columns: str | None
) -> View[ProposalRow]:
    """Return the proposals of a query as a View."""
    default: tuple[str, ...] = PROPOSAL_KEYS
    if format_ in (Format.TABLE, Format.MARKDOWN):
        default = ("id", *title_columns(lang), "themes", "status", "measures", "sources")
    fields = choose(in_language(PROPOSAL_FIELDS, lang), columns, default)
    facets = {field.facet for field in fields if field.facet} if lang is Lang.ZH else set()
    return View(
        fields,
        base.find(query, with_records=any(field.needs_record for field in fields)),
        lang,
        names=base.names(facets, lang),
        drop=("sources", "themes", "status", "measures") if columns is None else (),
        empty="No proposals match.",
    )
