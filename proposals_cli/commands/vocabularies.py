"""``prop themes``, ``people`` and ``sources``: the vocabularies, with counts."""

from collections.abc import Mapping, Sequence

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.session import Session
from proposals_cli.knowledge_base import VocabularyRow
from proposals_cli.render.fields import PERSON_FIELDS, SOURCE_FIELDS, THEME_FIELDS, Field
from proposals_cli.render.views import View, choose


def themes(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.Lang.EN,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the themes with the number of proposals on each.

    CAP topics are the nearest major topics of the Comparative Agendas Project.

    \b
    Examples:
      prop themes
      prop themes --lang zh
      prop themes --columns id,cap,cap_name,proposals
    """
    names = {o.Lang.EN: ("name_en",), o.Lang.ZH: ("name_zh",)}.get(lang, ("name_en", "name_zh"))
    _show(ctx, "themes", THEME_FIELDS, ("id", *names, "proposals", "description"),
          limit, columns, lang, format_)  # fmt: skip


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
    _show(ctx, "people", PERSON_FIELDS, ("id", "name_en", "name_zh", "proposals", "roles"),
          limit, columns, lang, format_)  # fmt: skip


def sources(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: o.AnyColumns = None,
    lang: o.LangOption = o.Lang.EN,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the sources with the number of proposals resting on each.

    \b
    Examples:
      prop sources
      prop sources --columns id,title,url
      prop sources --format csv > sources.csv
    """
    _show(ctx, "sources", SOURCE_FIELDS, ("id", "date", "publisher", "title", "proposals"),
          limit, columns, lang, format_)  # fmt: skip


def _show(
    ctx: typer.Context,
    table: str,
    known: Mapping[str, Field[VocabularyRow]],
    in_table: Sequence[str],
    limit: int | None,
    columns: str | None,
    lang: o.Lang,
    format_: o.Format,
) -> None:
    session = Session.of(ctx)
    is_table = format_ in (o.Format.TABLE, o.Format.MARKDOWN)
    fields = choose(known, columns, in_table if is_table else tuple(known))
    view = View(
        fields,
        session.knowledge_base.vocabulary(table),
        lang,
        drop=tuple(reversed(in_table[1:])) if columns is None else (),
        empty=f"There are no {table} in this base.",
    )
    session.show(view.limited(limit), format_)
