"""Options that commands share, and the command class that lets terms begin with a minus."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from proposals_cli.commands.session import Session
from proposals_cli.domain.model.vocabulary import Kind, Status, label
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.query import SORT_FIELDS
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.errors import PropError
from proposals_cli.render.fields import HIT_FIELDS, MEASURE_FIELDS, PROPOSAL_FIELDS


class Format(StrEnum):
    """How a list is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"


class Lang(StrEnum):
    """In which language titles, names and headings are shown."""

    EN = "en"
    ZH = "zh"
    BOTH = "both"


Completions = list[tuple[str, str]]

_HELP_CELLS = 60
"""Completion help gets no longer than this: fish would wrap it and offer the rest as a word."""

# Shells evaluate what completion hands them, and Typer reads help as Rich markup.
_ACTIVE = re.compile(r"[\\$`\"'\[\];&|<>(){}*?!#~^\x00-\x1f\x7f]")


def _offered(pairs: Iterable[tuple[str, str]]) -> Completions:
    """Return what is safe to hand to a shell: text of records is data there as well.

    A value with a character that a shell would act on is not offered; help loses such characters.
    """
    return [
        (value, _ACTIVE.sub(" ", one_line(help_))[:_HELP_CELLS].strip())
        for value, help_ in pairs
        if not _ACTIVE.search(one_line(value)) and one_line(value) == value
    ]


def complete_facet(facet: str) -> Callable[[typer.Context, str], Completions]:
    """Return a completion of a facet's values, with their names as help.

    Of several values with commas between them, it completes the last.
    """

    def complete(ctx: typer.Context, incomplete: str) -> Completions:
        try:
            values = Session.of(ctx).knowledge_base.index.facet_values(facet)
        except PropError:  # a broken store completes nothing; running the command will say why
            return []
        before, comma, last = incomplete.rpartition(",")
        begin = fold_key(last)
        return _offered(
            (before + comma + value.value, " ".join(filter(None, (value.en, value.zh))))
            for value in values
            if fold_key(value.value).startswith(begin)
        )

    return complete


def complete_id(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete an id, with the title as help."""
    try:
        base = Session.of(ctx).knowledge_base
        found = base.index.ids_like(fold_key(incomplete), 100)
        if not fold_key(incomplete):
            found = [("proposals", row.summary.id) for row in base.find(base.query(limit=100))]
        titles = {row.id: row.title_en or row.title_zh or "" for row in base.summaries(found)}
    except PropError:  # as above
        return []
    return _offered((id_, titles.get(id_, table)) for table, id_ in found)


def complete_term(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete ``field:value`` terms: first the field, then its values."""
    before = _cut_off(ctx)
    field, colon, value = (before + incomplete).partition(":")
    bare = field.lstrip("-")
    if colon and bare in FACETS:
        begin = "" if before else f"{field}:"
        return [(f"{begin}{found}", name) for found, name in complete_facet(bare)(ctx, value)]
    fields = {**FACETS, "year": "a year or a range, as 2018..2020"}
    return [(f"{name}:", what) for name, what in fields.items() if name.startswith(bare)]


def _cut_off(ctx: typer.Context) -> str:
    """Return the field that bash has cut off: a colon is a word to it, and what follows another."""
    match tuple(ctx.params.get("terms") or ()):
        case (*_, str(field), ":"):
            return f"{field}:"
        case _:
            return ""


def one_of(words: dict[str, str]) -> Callable[[str], Completions]:
    """Return a completion of words, with what they mean as help."""
    return lambda incomplete: [
        (word, what) for word, what in words.items() if word.startswith(incomplete)
    ]


FILTERS = "Filters"

Terms = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TERMS]…",
        help="Words and field:value terms, as theme:fintech,sme -status:planned; all must hold.",
        show_default=False,
        autocompletion=complete_term,
    ),
]
Theme = Annotated[
    list[str] | None,
    typer.Option(
        "--theme",
        "-t",
        metavar="THEME",
        help="Theme; twice or with commas: either. `prop themes` lists them.",
        autocompletion=complete_facet("theme"),
    ),
]
Year = Annotated[
    list[str] | None,
    typer.Option("--year", "-y", metavar="YEAR", help="2020, 2018..2020, 2018.. or ..2015."),
]
Person = Annotated[
    list[str] | None,
    typer.Option(
        "--person",
        "-p",
        metavar="PERSON",
        help="Who made the proposal: id or name.",
        autocompletion=complete_facet("person"),
    ),
]
Region = Annotated[
    list[str] | None,
    typer.Option(
        "--region",
        metavar="REGION",
        help="A region it speaks of.",
        autocompletion=complete_facet("region"),
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=f"{', '.join(Kind)}.",
        autocompletion=one_of({word: label(word, "en") for word in Kind}),
    ),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="How far it is reported to have come, as submitted or planned.",
        autocompletion=one_of({word: label(word, "en") for word in Status}),
    ),
]
Series = Annotated[
    list[str] | None,
    typer.Option(
        "--series",
        metavar="SERIES",
        help="A line of proposals over the years.",
        autocompletion=complete_facet("series"),
    ),
]
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="SOURCE",
        help="A source it rests on.",
        autocompletion=complete_facet("source"),
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, metavar="N", help="Show at most N.", show_default=False),
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="FIELD",
        help=f"Sort by {', '.join(SORT_FIELDS)}; -FIELD turns the order. Default: newest first.",
        autocompletion=one_of(dict.fromkeys(SORT_FIELDS, "")),
        show_default=False,
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="A,B,…",
        help="Show these columns in this order; a wrong name lists all of them.",
        autocompletion=one_of({key: field.en for key, field in PROPOSAL_FIELDS.items()}),
        show_default=False,
    ),
]
MeasureColumns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="A,B,…",
        help=f"Show these columns: {', '.join(MEASURE_FIELDS)}.",
        autocompletion=one_of({key: field.en for key, field in MEASURE_FIELDS.items()}),
        show_default=False,
    ),
]
HitColumns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="A,B,…",
        help="Show these columns in a table; a wrong name lists all of them.",
        autocompletion=one_of({key: field.en for key, field in HIT_FIELDS.items()}),
        show_default=False,
    ),
]
AnyColumns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="A,B,…",
        help="Show these columns in this order; a wrong name lists all of them.",
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", metavar="FORMAT", help=f"{', '.join(Format)}."),
]
LangOption = Annotated[
    Lang,
    typer.Option(
        "--lang",
        metavar="LANG",
        envvar="PROP_LANG",
        show_envvar=False,
        help="en, zh or both; also PROP_LANG.",
    ),
]


def filters(
    theme: list[str] | None,
    year: list[str] | None,
    person: list[str] | None,
    region: list[str] | None,
    kind: list[str] | None,
    status: list[str] | None,
    series: list[str] | None,
    source: list[str] | None,
) -> dict[str, list[str]]:
    """Return the filter options by facet."""
    return {
        "theme": theme or [],
        "year": year or [],
        "person": person or [],
        "region": region or [],
        "kind": kind or [],
        "status": status or [],
        "series": series or [],
        "source": source or [],
    }


class TermsCommand(TyperCommand):
    """A command whose terms may begin with a minus, as ``-status:planned``.

    One minus and one letter is an option, so are ``-n5``, ``-y2020``, ``-fjson`` and ``-oa.csv``;
    any other word behind one minus is a term. Everything behind ``--`` is a term anyway.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move such terms behind ``--``, where the parser leaves them alone."""
        with_value = {
            name
            for parameter in self.params
            if not getattr(parameter, "is_flag", False)
            for name in parameter.opts
            if name.startswith("-")
        }
        rest: list[str] = []
        terms: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                terms += words
            elif word in with_value:
                rest += [word, *[value for value in [next(words, None)] if value is not None]]
            elif _EXCLUSION.fullmatch(word) and not self._is_attached(word):
                terms.append(word)
            else:
                rest.append(word)
        return super().parse_args(ctx, [*rest, *(["--", *terms] if terms else [])])

    def _is_attached(self, word: str) -> bool:
        """Tell whether a word is a short option with its value behind it."""
        option = next((p for p in self.params if word[:2] in p.opts), None)
        value = word[2:]
        if option is None or getattr(option, "is_flag", False):
            return False
        choices = getattr(option.type, "choices", ())
        return value in choices or value[0] in "0123456789." or (word[1] == "o" and "." in value)


_EXCLUSION = re.compile(r"-[^-\s].+", re.DOTALL)
