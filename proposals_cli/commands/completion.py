"""Shell completion of ids, terms and the values of options."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import typer

from proposals_cli.commands.session import Session
from proposals_cli.commands.terms_command import SETTINGS
from proposals_cli.domain.query.facets import EXTRA, FACETS
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.errors import PropError
from proposals_cli.knowledge_base import KnowledgeBase

Completions = list[tuple[str, str]]
"""(value, help) for each value offered."""

Completer = Callable[[typer.Context, str], Completions] | Callable[[str], Completions]
"""What Typer calls with the incomplete value, and with the context where it asks for it."""

_MAX_HELP = 60
"""Characters of help: fish would wrap a longer text and offer the second line as a value."""

# Shells evaluate what completion prints, and Typer reads help as Rich markup.
_UNSAFE = re.compile(r"[\\$`\"'\[\];&|<>(){}*?!~^\x00-\x1f\x7f]|(?<!\S)#")


class _Fitting(str):
    """A value that fits what is typed, perhaps in another case or within quotes.

    Typer drops values that do not begin with the letters that are typed.
    """

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        return True


def _safe(pairs: Iterable[tuple[str, str]]) -> Completions:
    """Return the pairs that are safe to print for a shell.

    A value with a character that a shell would act on is left out; help loses such characters.
    """
    return [
        (value, _UNSAFE.sub(" ", one_line(help_))[:_MAX_HELP].strip())
        for value, help_ in pairs
        if not _UNSAFE.search(one_line(value)) and one_line(value) == value
    ]


def _folded(begun: str) -> str:
    """Return the beginning of a key, with a separator at its end if there is one."""
    return fold_key(begun) + "-" * begun.endswith(("-", "_", " "))


def _fitting(pairs: Iterable[tuple[str, str]]) -> Completions:
    """Return the safe pairs, whose values Typer keeps however they begin."""
    return [(_Fitting(value), help_) for value, help_ in _safe(pairs)]


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
        prefix = _folded(last)
        return _fitting(
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
    """Complete an id, with the title as help; after ``#`` the measures of a proposal."""
    prefix = _folded(incomplete)
    try:
        base = Session.of(ctx).knowledge_base
        if "#" in incomplete:
            id_, _, measure = incomplete.partition("#")
            return _fitting(_measures(base, id_, measure.lower()))
        found = base.index.ids_like(prefix, 100)
        if not prefix:
            found = [("proposals", row.summary.id) for row in base.find(base.query(limit=100))]
        titles = {row.id: row.title(Languages())[0] for row in base.summaries(found)}
    except PropError:  # as above
        return []
    return _fitting((id_, titles.get(id_, table)) for table, id_ in found)


def _measures(base: KnowledgeBase, id_: str, begun: str) -> Iterator[tuple[str, str]]:
    """Yield those measures of a proposal whose ids are begun so, each with its text as help."""
    record = base.stored(id_)
    for measure in record.get("measures", ()):
        if measure["id"].startswith(begun):
            yield f"{record['id']}#{measure['id']}", Languages().text(measure["text"])


def complete_term(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete ``field:value`` terms: first the field, then its values."""
    field, colon, value = incomplete.partition(":")
    minus = "-" * field.startswith("-")
    name = field.removeprefix("-").lower()
    if colon:
        found = complete_facet(name)(ctx, value.lstrip('"')) if name in FACETS else []
        return [(_Fitting(f"{field}:{_quoted(one)}"), help_) for one, help_ in found]
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
        *((f"{minus}{facet}:", text) for facet, text in fields.items() if facet.startswith(name)),
        *_safe(
            (f"{minus}@{one}", text) for one, text in searches.items() if f"@{one}".startswith(name)
        ),
    ]


def complete_assignment(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete ``FIELD=VALUE``: the field, then the values of the facet; or else a term."""
    field, equals, value = incomplete.partition("=")
    name = field.rstrip("+-").lower()
    if equals:
        facet = name.removesuffix("s") if name.removesuffix("s") in FACETS else name
        facet = {"people": "person", "entities": "entity", "status.value": "status"}.get(
            name, facet
        )
        found = complete_facet(facet)(ctx, value) if facet in FACETS else []
        return [(_Fitting(f"{field}={one}"), help_) for one, help_ in found]
    from proposals_cli.domain.model.fields import FIELDS
    from proposals_cli.domain.model.records import TABLES
    from proposals_cli.domain.model.vocabulary import TABLE_OF

    kind = ctx.params.get("as_") or "proposal"
    fields = FIELDS[TABLES[TABLE_OF[kind]].__name__]
    return [
        *((f"{key}=", line.en) for key, line in fields.items() if name and key.startswith(name)),
        *(complete_term(ctx, incomplete) if kind == "proposal" else complete_id(ctx, incomplete)),
    ]


def _quoted(value: str) -> str:
    """Return a value as it stands in a term: with quotes if it has a space."""
    return f'"{value}"' if " " in value else value


def several_of(values: Mapping[str, str]) -> Callable[[str], Completions]:
    """Return a completer of the last of several values separated by commas."""

    def complete(incomplete: str) -> Completions:
        before, comma, last = incomplete.rpartition(",")
        return [(before + comma + value, help_) for value, help_ in one_of(values)(last)]

    return complete


def one_of(values: Mapping[str, str]) -> Callable[[str], Completions]:
    """Return a completer of fixed values, with their meanings as help."""
    return lambda incomplete: [
        (value, help_) for value, help_ in values.items() if value.startswith(incomplete)
    ]
