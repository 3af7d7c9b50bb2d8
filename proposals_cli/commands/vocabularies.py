"""``prop themes``, ``people``, ``bodies`` and ``sources``: the vocabularies, with counts."""

from typing import Any

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.domain.model.records import Body, Person, Source, Theme
from proposals_cli.domain.text.languages import Languages
from proposals_cli.knowledge_base import VocabularyRow
from proposals_cli.render.views import View, choose
from proposals_cli.render.vocabulary_fields import vocabulary_fields


def themes(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the themes with the number of proposals on each.

    The CAP topic of a theme is the nearest major topic of the Comparative Agendas Project.

    \b
    Examples:
      prop themes
      prop themes --lang zh
      prop themes --columns id,cap,cap_name,proposals
    """
    _show(ctx, Theme, ("id", "name", "proposals", "description"), limit, columns, lang, format_)


def people(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the people and organisations with the number of proposals of each.

    \b
    Examples:
      prop people
      prop people --columns id,name_zh,roles
      prop people --format json
    """
    default = ("id", "name", "other_names", "proposals", "roles")
    _show(ctx, Person, default, limit, columns, lang, format_)


def bodies(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the bodies that proposals are put to, with the number of proposals to each.

    A body has languages and sessions, and may have a deadline for its replies.

    \b
    Examples:
      prop bodies
      prop bodies --columns id,name_zh,deadline
      prop show npc
    """
    default = ("id", "name", "languages", "sessions", "proposals", "deadline")
    _show(ctx, Body, default, limit, columns, lang, format_)


def sources(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the sources with the number of proposals citing each.

    \b
    Examples:
      prop sources
      prop sources --columns id,title,url
      prop sources --format csv > sources.csv
    """
    default = ("id", "date", "publisher", "title", "proposals")
    _show(ctx, Source, default, limit, columns, lang, format_)


def _show(
    ctx: typer.Context,
    kind: type[Any],
    default: tuple[str, ...],
    limit: int | None,
    columns: str | None,
    lang: Languages,
    format_: o.Format,
) -> None:
    """Show one vocabulary; ``default``: its columns in a table for people, id first."""
    base = Session.of(ctx).knowledge_base
    tags = dict.fromkeys((*base.name_tags(kind), *lang.tags))
    known = vocabulary_fields(kind.__name__, lang, tags)
    if lang.each:
        names = [f"name_{tag}" for tag in lang.tags]
        default = tuple(key for old in default for key in (names if old == "name" else (old,)))
    view: View[VocabularyRow[Any]] = View(
        choose(known, columns, output.columns_for(format_, known, default)),
        base.vocabulary(kind),
        lang,
        drop=tuple(reversed(default[1:])) if columns is None else (),
        empty=f"There are no {ctx.info_name} in this base.",
    )
    output.show(view.limited(limit), format_)
