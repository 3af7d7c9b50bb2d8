"""``prop search``: ranked full-text search."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.session import Session
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
            help="Words in Chinese or English, phrases, field:value terms.",
            autocompletion=o.complete_term,
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
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, metavar="N", help="Show at most N.")
    ] = 20,
    columns: o.HitColumns = None,
    lang: o.LangOption = o.Lang.EN,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Search every text in Chinese and English, best match first.

    Titles, measures, problems, notes and names are searched. All words must occur, in any form
    (enterprise finds enterprises) and in simplified or traditional characters. "new infrastructure"
    is a phrase, a OR b either, -word excludes, cloud* is a beginning (of a word's stem); in a
    shell, quote a phrase twice: '"new infrastructure"'. An id is found first.

    \b
    Examples:
      prop search 数据 医疗
      prop search industrial internet --year 2018..
      prop search '"digital divide" OR 鸿沟' theme:rural-revitalisation
      prop search carbon -blue --format json
    """
    session = Session.of(ctx)
    base = session.knowledge_base
    query = base.query(
        terms,
        o.filters(theme, year, person, region, kind, status, series, source),
        sort=sort,
        limit=limit + 1,
        free=True,
    )
    session.hint(query)
    if query.where == And():
        session.say("The query holds no word to look for; these are the newest.")
    hits = list(base.search(query))
    more = len(hits) > limit
    hits = hits[:limit]
    if format_ is o.Format.TABLE and columns is None:
        from proposals_cli.render.hits import write_hits

        session.write_lines(lambda to: write_hits(hits, lang, to))
    else:
        in_table = format_ in (o.Format.TABLE, o.Format.MARKDOWN)
        fields = choose(
            in_language(HIT_FIELDS, lang),
            columns,
            ("id", *title_columns(lang), "place", "snippet") if in_table else HIT_KEYS,
        )
        session.show(View(fields, hits, lang, drop=title_columns(lang), empty=""), format_)
    if not hits and limit:
        session.say(nothing_found(base, query))
    elif more:
        session.say(f"These are the first {limit}; --limit shows more.")


def nothing_found(base: KnowledgeBase, query: Query) -> str:
    """Return what to say when a search finds nothing: which words are to blame, and near ones."""
    lines = ["Nothing found."]
    for word, near in base.index.unmatched(query):
        line = f"'{word}' occurs nowhere."
        if " " in word:
            line += " It was read as a phrase; without quotes its words may stand anywhere."
        elif near:
            line += f" Near it: {', '.join(dict.fromkeys(near))}."
        lines.append(line)
    if len(lines) == 1 and any(isinstance(node, ContainsText) for node in walk(query.where)):
        lines.append("The words occur, but not together or not within the filters; try fewer.")
    return "\n".join(lines)
