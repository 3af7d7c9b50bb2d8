"""``prop search``: ranked full-text search."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_term
from proposals_cli.commands.session import Session
from proposals_cli.domain.ports import Hit
from proposals_cli.domain.query.query import And, ContainsText, Query, walk
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.fields import HIT_FIELDS, HIT_KEYS, in_language, title_columns
from proposals_cli.render.views import View, choose


def search(
    ctx: typer.Context,
    terms: Annotated[
        list[str],
        typer.Argument(
            metavar="TERMS…",
            help="Words in Chinese or English, phrases, and field:value terms.",
            autocompletion=complete_term,
            show_default=False,
        ),
    ],
    theme: o.Theme = None,
    year: o.Year = None,
    person: o.Person = None,
    region: o.Region = None,
    kind: o.KindOption = None,
    status: o.StatusOption = None,
    series: o.Series = None,
    source: o.Source = None,
    sort: o.Sort = None,
    limit: Annotated[int, o.limit_option()] = 20,
    columns: o.HitColumns = None,
    lang: o.LangOption = o.Lang.EN,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Search every text in Chinese and English, best match first.

    Searches titles, measures, problems, notes and names. All words must occur, in any form
    (enterprise finds enterprises) and in simplified or traditional characters. Use "new
    infrastructure" for a phrase, a OR b for either, -word to exclude, cloud* for a prefix of a
    word's stem. In a shell, quote a phrase twice: '"new infrastructure"'. A proposal named by its
    id comes first.

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
        o.filters(theme, year, person, region, kind, status, series, source),
        sort=sort,
        limit=limit + 1,  # one more shows that there are more
        free=True,
    )
    output.show_hints(query)
    if query.where == And():
        output.say("The query contains no word to search for; these are the newest proposals.")
    found = list(base.search(query))
    hits = found[:limit]
    if format_ is o.Format.TABLE and columns is None:
        from proposals_cli.render.hits import write_hits  # Rich is not loaded for JSON

        output.write_lines(lambda to: write_hits(hits, lang, to))
    else:
        output.show(_hits_view(hits, lang, format_, columns), format_)
    if not hits and limit:
        output.say(_nothing_found(base, query))
    elif len(found) > limit:
        output.say(f"These are the first {limit}; --limit shows more.")


def _hits_view(hits: list[Hit], lang: o.Lang, format_: o.Format, columns: str | None) -> View[Hit]:
    titles = title_columns(lang)
    in_table = format_ in (o.Format.TABLE, o.Format.MARKDOWN)
    default = ("id", *titles, "place", "snippet") if in_table else HIT_KEYS
    fields = choose(in_language(HIT_FIELDS, lang), columns, default)
    return View(fields, hits, lang, drop=titles, empty="")


def _nothing_found(base: KnowledgeBase, query: Query) -> str:
    """Return what to say when a search finds nothing: the words that occur nowhere."""
    lines = ["Nothing found."]
    for word, near in base.index.unmatched(query):
        line = f"'{word}' occurs nowhere."
        if " " in word:
            line += " It was searched as a phrase; without quotes its words may occur anywhere."
        elif near:
            line += f" Similar words: {', '.join(dict.fromkeys(near))}."
        lines.append(line)
    if len(lines) == 1 and any(isinstance(node, ContainsText) for node in walk(query.where)):
        lines.append("Each word occurs, but not together or not within the filters; try fewer.")
    return "\n".join(lines)
