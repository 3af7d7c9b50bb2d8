"""``prop themes``, ``people`` and ``sources``: the vocabularies, with counts."""

from collections.abc import Mapping
from typing import TypeVar

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.domain.model.records import Person, Source, Theme
from proposals_cli.knowledge_base import VocabularyRow
from proposals_cli.render.fields import PERSON_FIELDS, SOURCE_FIELDS, THEME_FIELDS, Field
from proposals_cli.render.views import View, choose

Vocabulary = TypeVar("Vocabulary", Person, Theme, Source)


def themes(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.Lang.EN,
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
    names = {o.Lang.EN: ("name_en",), o.Lang.ZH: ("name_zh",)}.get(lang, ("name_en", "name_zh"))
    default = ("id", *names, "proposals", "description")
    _show(ctx, Theme, THEME_FIELDS, default, limit, columns, lang, format_)


def people(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.Lang.EN,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the people with the number of proposals of each.

    \b
    Examples:
      prop people
      prop people --format json
    """
    default = ("id", "name_en", "name_zh", "proposals", "roles")
    _show(ctx, Person, PERSON_FIELDS, default, limit, columns, lang, format_)


def sources(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.Lang.EN,
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
    _show(ctx, Source, SOURCE_FIELDS, default, limit, columns, lang, format_)


def _show(
    ctx: typer.Context,
    kind: type[Vocabulary],
    known: Mapping[str, Field[VocabularyRow[Vocabulary]]],
    default: tuple[str, ...],
    limit: int | None,
    columns: str | None,
    lang: o.Lang,
    format_: o.Format,
) -> None:
    """Show one vocabulary; ``default``: its columns in a table for people, id first."""
    for_people = format_ in (o.Format.TABLE, o.Format.MARKDOWN)
    view = View(
        choose(known, columns, default if for_people else tuple(known)),
        Session.of(ctx).knowledge_base.vocabulary(kind),
        lang,
        drop=tuple(reversed(default[1:])) if columns is None else (),
        empty=f"There are no {ctx.info_name} in this base.",
    )
    output.show(view.limited(limit), format_)
