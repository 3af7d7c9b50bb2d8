"""``prop search``: ranked full-text search."""

from functools import partial
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_term
from proposals_cli.commands.proposal_views import FLAT, FOR_PEOPLE, short_ids
from proposals_cli.commands.session import Session
from proposals_cli.domain.ports import Hit
from proposals_cli.domain.query.query import ContainsText, Query, walk
from proposals_cli.domain.text.languages import Languages
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.fields import HIT_KEYS, flat_keys, hit_fields, tags_asked, title_keys
from proposals_cli.render.views import View, choose

MAX_WORDS = 8
"""How many words that occur nowhere are named."""

MAX_SHOWN = 60
"""Characters of a text that are repeated in a message."""


@o.with_output
@o.with_filters
def search(
    ctx: typer.Context,
    terms: Annotated[
        list[str],
        o.argument(
            "TERMS…",
            "Words in any language, phrases, and field:value terms.",
            complete=complete_term,
        ),
    ],
    filters: o.Filters,
    sort: o.Sort = None,
    limit: Annotated[int, o.limit_option()] = 20,
    columns: o.HitColumns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Search every text in any language, best match first.

    Searches titles, measures, actions, notes, names and whatever else is on record: proposals, and
    after them people, bodies, themes, sources, facts and notes; "record" says which. Filters
    leave proposals only. All words must occur, in any form (enterprise finds enterprises) and in
    simplified or traditional characters. Use "new infrastructure" for a phrase, a OR b for either,
    -word to exclude, cloud* for words that begin so. In a shell, quote a phrase twice:
    '"new infrastructure"'. What is named by its id or whole name comes first.

    \b
    Examples:
      prop search 数据 医疗
      prop search industrial internet --year 2018..
      prop search '"digital divide" OR 鸿沟' theme:rural-revitalisation
      prop search carbon -blue --format json
    """
    base = Session.of(ctx).knowledge_base
    query = base.query(
        terms,
        filters,
        sort=sort,
        languages=lang,
        limit=limit + 1,  # one more shows that there are more
        free=True,
    )
    output.show_hints(query)
    found = list(base.search_everything(query))
    hits = found[:limit]
    if format_ is o.Format.TABLE and columns is None:
        from proposals_cli.render.hits import write_hits  # Rich is not loaded for JSON

        output.write_lines(lambda to: write_hits(hits, lang, to, partial(short_ids, base)))
    else:
        output.show(_hits_view(hits, lang, format_, columns), format_)
    if not hits and limit:
        output.say(_nothing_found(base, query))
    elif len(found) > limit:
        output.say(f"These are the first {limit}; --limit shows more.")


def _hits_view(
    hits: list[Hit], languages: Languages, format_: o.Format, columns: str | None
) -> View[Hit]:
    titles = title_keys(languages)
    tags = tags_asked("title", columns) or sorted(
        {tag for hit in hits for tag in hit.summary.titles}
    )
    default: tuple[str, ...] = HIT_KEYS
    if format_ in FOR_PEOPLE:
        default = ("id", "record", *titles, "place", "snippet")
    elif format_ in FLAT:
        default = flat_keys(HIT_KEYS, {"titles": tags})
    known = hit_fields(languages, tags, for_people=format_ in FOR_PEOPLE)
    return View(choose(known, columns, default), hits, languages, details=("snippet",), empty="")


def _nothing_found(base: KnowledgeBase, query: Query) -> str:
    """Return what to say when a search finds nothing: the words that occur nowhere."""
    lines = ["Nothing found."]
    unmatched = base.index.unmatched(query)
    for word, near in unmatched[:MAX_WORDS]:
        line = f"'{word if len(word) <= MAX_SHOWN else word[:MAX_SHOWN] + '…'}' occurs nowhere."
        if " " in word:
            line += " It was searched as a phrase; without quotes its words may occur anywhere."
        if near:
            line += f" Similar words: {', '.join(dict.fromkeys(near))}."
        lines.append(line)
    if len(unmatched) > MAX_WORDS:
        lines.append(f"{len(unmatched) - MAX_WORDS} more words occur nowhere.")
    if len(lines) == 1 and any(isinstance(node, ContainsText) for node in walk(query.where)):
        lines.append("Each word occurs, but not together or not within the filters; try fewer.")
    return "\n".join(lines)
