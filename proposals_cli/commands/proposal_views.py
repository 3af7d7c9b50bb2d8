"""Proposals as a View: which columns a list shows, and by which names."""

from proposals_cli.commands.options import Format, Lang
from proposals_cli.domain.query import Query
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.fields import CHINESE_TITLE, PROPOSAL_FIELDS, PROPOSAL_KEYS
from proposals_cli.render.views import View, choose

_TITLES = {
    Lang.EN: ("title",),
    Lang.ZH: ("title",),
    Lang.BOTH: ("title_en", "title_zh"),
}


def proposal_view(
    base: KnowledgeBase, query: Query, lang: Lang, format_: Format, columns: str | None
) -> View:
    """Return the proposals of a query as a View."""
    default: tuple[str, ...] = PROPOSAL_KEYS
    if format_ in (Format.TABLE, Format.MARKDOWN):
        default = ("id", *_TITLES[lang], "themes", "status", "measures", "sources")
    known = {**PROPOSAL_FIELDS, "title": CHINESE_TITLE} if lang is Lang.ZH else PROPOSAL_FIELDS
    fields = choose(known, columns, default)
    facets = {field.facet for field in fields if field.facet} if lang is Lang.ZH else set()
    return View(
        fields,
        base.find(query, whole=any(field.whole for field in fields)),
        lang,
        names=base.names(facets, lang),
        drop=("sources", "themes", "status", "measures") if columns is None else (),
        empty="No proposal fits.",
    )
