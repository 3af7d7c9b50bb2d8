"""``prop themes``, ``people``, ``bodies`` and ``sources``: the vocabularies, with counts."""

from collections.abc import Iterable
from itertools import chain
from typing import Annotated, Any

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import Completions, several_of
from proposals_cli.commands.proposal_views import FLAT, FOR_PEOPLE
from proposals_cli.commands.session import Session
from proposals_cli.domain.model.records import Body, Person, Source, Theme
from proposals_cli.domain.text.languages import Languages
from proposals_cli.knowledge_base import VocabularyRow
from proposals_cli.render.fields import flat_keys
from proposals_cli.render.text_columns import in_each
from proposals_cli.render.views import View, choose
from proposals_cli.render.vocabulary_fields import tags_of, vocabulary_fields, vocabulary_keys

_DETAILS = ("description", "roles", "deadline", "other_names", "publisher")
"""Texts that come below the name of a record."""

_KINDS = {"themes": Theme, "people": Person, "bodies": Body, "sources": Source}


def _complete_columns(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete the columns of the vocabulary that the command lists."""
    fields = vocabulary_fields(_KINDS[str(ctx.info_name)].__name__, o.ENGLISH, o.ENGLISH.tags)
    return several_of({key: field.en for key, field in fields.items()})(incomplete)


_Columns = Annotated[str | None, o.columns_option(complete=_complete_columns)]


@o.with_output
def themes(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: _Columns = None,
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


@o.with_output
def people(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: _Columns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the people with the number of proposals of each.

    Organisations are among them.

    \b
    Examples:
      prop people
      prop people --columns id,name_zh,roles
      prop people --format json
    """
    default = ("id", "name", "proposals", "roles", "other_names")
    _show(ctx, Person, default, limit, columns, lang, format_)


@o.with_output
def bodies(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: _Columns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List the bodies with the number of proposals to each.

    A body is what proposals are put to: a parliament, a chamber or an office. It may have a
    deadline for its replies.

    \b
    Examples:
      prop bodies
      prop bodies --columns id,name_zh,deadline
      prop show npc
    """
    default = ("id", "name", "languages", "sessions", "proposals", "deadline")
    _show(ctx, Body, default, limit, columns, lang, format_)


@o.with_output
def sources(
    ctx: typer.Context,
    limit: o.Limit = None,
    columns: _Columns = None,
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
    rows: Iterable[VocabularyRow[Any]] = Session.of(ctx).knowledge_base.vocabulary(kind)
    tags: dict[str, tuple[str, ...]] = {}
    if kind is not Source:  # sources can be many, and have no names in several languages
        rows = list(rows)
        tags = {f"{key}s": tags_of(rows, key) for key in ("name", "description")}
    known = vocabulary_fields(kind.__name__, lang, (*chain(*tags.values()), *lang.tags))
    if format_ in FOR_PEOPLE:
        default = in_each(default, "name", lang)
        keys = default
    else:
        keys = vocabulary_keys(kind.__name__)
        if format_ in FLAT:
            keys = flat_keys(keys, tags)
    view = View(
        choose(known, columns, keys),
        rows,
        lang,
        details=_DETAILS if columns is None else (),
        empty=f"There are no {ctx.info_name} in this base.",
    )
    output.show(view.limited(limit), format_)
