"""Shell completion of ids, terms and the values of options."""

import re
from collections.abc import Callable, Iterable, Mapping

import typer

from proposals_cli.commands.session import Session
from proposals_cli.commands.terms_command import SETTINGS
from proposals_cli.domain.query.facets import EXTRA, FACETS
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.errors import PropError

Completions = list[tuple[str, str]]
"""(value, help) for each value offered."""

Completer = Callable[[typer.Context, str], Completions] | Callable[[str], Completions]
"""What Typer calls with the incomplete value, and with the context where it asks for it."""

_MAX_HELP = 60
"""Characters of help: fish would wrap a longer text and offer the second line as a value."""

# Shells evaluate what completion prints, and Typer reads help as Rich markup.
_UNSAFE = re.compile(r"[\\$`\"'\[\];&|<>(){}*?!#~^\x00-\x1f\x7f]")


def _safe(pairs: Iterable[tuple[str, str]]) -> Completions:
    """Return the pairs that are safe to print for a shell.

    A value with a character that a shell would act on is left out; help loses such characters.
    """
    return [
        (value, _UNSAFE.sub(" ", one_line(help_))[:_MAX_HELP].strip())
        for value, help_ in pairs
        if not _UNSAFE.search(one_line(value)) and one_line(value) == value
    ]


def complete_facet(facet: str) -> Callable[[typer.Context, str], Completions]:
    """Return a completer of a facet's values, with their names as help.

    Of several values separated by commas, it completes the last.
    """

    def complete(ctx: typer.Context, incomplete: str) -> Completions:
        try:
            values = Session.of(ctx).knowledge_base.index.facet_values(facet)
        except PropError:  # running the command reports what is wrong with the base
            return []
        before, comma, last = incomplete.rpartition(",")
        prefix = fold_key(last)
        return _safe(
            (before + comma + value.value, " ".join(dict.fromkeys(value.names.values())))
            for value in values
            if fold_key(value.value).startswith(prefix)
        )

    return complete


def complete_languages(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete the last of several languages; those of titles, and ``both``."""
    found = complete_facet("language")(ctx, incomplete)
    return [*found, *one_of({"both": "English and Chinese"})(incomplete)]


def complete_id(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete an id, with the title as help."""
    prefix = fold_key(incomplete)
    try:
        base = Session.of(ctx).knowledge_base
        found = base.index.ids_like(prefix, 100)
        if not prefix:
            found = [("proposals", row.summary.id) for row in base.find(base.query(limit=100))]
        titles = {row.id: row.title(Languages())[0] for row in base.summaries(found)}
    except PropError:  # as above
        return []
    return _safe((id_, titles.get(id_, table)) for table, id_ in found)


def complete_term(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete ``field:value`` terms: first the field, then its values."""
    before = _field_before_colon(ctx)
    field, colon, value = (before + incomplete).partition(":")
    name = field.lstrip("-")
    if colon and name in FACETS:
        prefix = "" if before else f"{field}:"
        return [(f"{prefix}{found}", help_) for found, help_ in complete_facet(name)(ctx, value)]
    searches = getattr(ctx.find_root().meta.get(SETTINGS), "searches", {})
    fields = {
        **FACETS,
        "year": "a year or a range, such as 2018..2020",
        "date": "a date or a range, such as 2020-05..2020-08",
        **{
            EXTRA + field: "field of another program" for field, _ in complete_facet(EXTRA)(ctx, "")
        },
    }
    return [
        *((f"{facet}:", help_) for facet, help_ in fields.items() if facet.startswith(name)),
        *_safe((f"@{one}", text) for one, text in searches.items() if f"@{one}".startswith(name)),
    ]


def _field_before_colon(ctx: typer.Context) -> str:
    """Return the field that bash has split off: it passes ``theme:fin`` as three words."""
    match tuple(ctx.params.get("terms") or ()):
        case (*_, str(field), ":"):
            return f"{field}:"
        case _:
            return ""


def one_of(values: Mapping[str, str]) -> Callable[[str], Completions]:
    """Return a completer of fixed values, with their meanings as help."""
    return lambda incomplete: [
        (value, help_) for value, help_ in values.items() if value.startswith(incomplete)
    ]
