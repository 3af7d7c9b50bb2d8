"""Options and arguments that commands share."""

import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from proposals_cli.commands import output
from proposals_cli.commands.completion import (
    Completer,
    complete_facet,
    complete_languages,
    complete_term,
    one_of,
    several_of,
)
from proposals_cli.domain.model.vocabulary import KIND_LABELS, STATUS_LABELS
from proposals_cli.domain.query.query import SORT_FIELDS
from proposals_cli.domain.text.languages import Languages, parse_languages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.render.answer_fields import MEASURE_FIELDS
from proposals_cli.render.fields import hit_fields, proposal_fields


class Format(StrEnum):
    """How a list is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"


ENGLISH = Languages()
"""The languages of a reader who does not choose any."""

Texts = list[str] | None

_MOST = sys.maxsize // 2
"""A limit that SQLite can count to."""


def option(*flags: str, metavar: str, help: str, complete: Completer | None = None) -> Any:
    """Return an option without a default; ``Any`` is what Typer returns as well."""
    return typer.Option(
        *flags, metavar=metavar, help=help, autocompletion=complete, show_default=False
    )


def argument(metavar: str, help: str, complete: Completer | None = None) -> Any:
    """Return an argument without a default; ``Any`` is what Typer returns as well."""
    return typer.Argument(metavar=metavar, help=help, autocompletion=complete, show_default=False)


_COLUMNS_HELP = "Columns to show, in this order; an unknown name lists them all."


def columns_option(help: str = _COLUMNS_HELP, complete: Completer | None = None) -> Any:
    """Return the option ``--columns``."""
    return option("--columns", metavar="A,B,…", help=help, complete=complete)


Terms = Annotated[
    Texts,
    typer.Argument(
        metavar="[TERMS]…",
        help="Words and field:value terms, such as theme:fintech,sme -status:planned;"
        " all must match.",
        show_default=False,
        autocompletion=complete_term,
    ),
]


def _filter(*flags: str, metavar: str, help: str, complete: Completer | None = None) -> Any:
    """Return the type of a filter option, which may be repeated."""
    return Annotated[Texts, option(*flags, metavar=metavar, help=help, complete=complete)]


def _facet(facet: str, *flags: str, help: str) -> Any:
    """Return the type of the option that filters by a facet, with the values of the base."""
    return _filter(
        f"--{facet}", *flags, metavar=facet.upper(), help=help, complete=complete_facet(facet)
    )


FILTERS: dict[str, Any] = {
    "theme": _facet(
        "theme", "-t", help="Theme, see `prop themes`. Repeat or separate by commas to match any."
    ),
    "year": _filter(
        "--year",
        "-y",
        metavar="YEAR",
        help="Year or range of years: 2020, 2018..2020, 2018.. or ..2015.",
    ),
    "since": _filter(
        "--since", metavar="DATE", help="First date: a day, month or year, such as 2020-05-18."
    ),
    "until": _filter(
        "--until", metavar="DATE", help="Last date: a day, month or year, such as 2020-05."
    ),
    "person": _facet("person", "-p", help="Who made the proposal: id or name."),
    "body": _facet("body", help="Body that it was put to, see `prop bodies`."),
    "region": _facet("region", help="Region that the proposal concerns."),
    "kind": _filter(
        "--kind",
        metavar="KIND",
        help=f"{', '.join(KIND_LABELS)}.",
        complete=one_of({kind: english for kind, (english, _) in KIND_LABELS.items()}),
    ),
    "status": _filter(
        "--status",
        metavar="STATUS",
        help="Current status, such as submitted or planned.",
        complete=one_of({status: english for status, (english, _) in STATUS_LABELS.items()}),
    ),
    "area": _facet("area", help="Policy area of a measure."),
    "horizon": _facet("horizon", help="Time horizon of a measure, such as near-term."),
    "actor": _facet("actor", help="Who is asked to carry out a measure."),
    "series": _facet("series", help="Series of proposals on one subject over the years."),
    "source": _facet("source", help="Source that the proposal cites."),
}
"""Facet, or ``year``, ``since`` and ``until`` → the type of its option."""

Filters = dict[str, list[str]]
"""The values of the filter options that were given, by their names in ``FILTERS``."""


Command = Callable[..., None]


def collecting(name: str, options: Mapping[str, Any]) -> Callable[[Command], Command]:
    """Return a decorator that gives a command options in place of its parameter ``name``.

    Typer reads the options from the signature; the command gets a dictionary of those that were
    used, by their names in ``options``, which has their types.
    """

    def decorate(command: Command) -> Command:
        parameters: list[Parameter] = []
        for declared in signature(command).parameters.values():
            parameter = declared.replace(kind=Parameter.KEYWORD_ONLY)
            if parameter.name == name:
                parameters += [
                    parameter.replace(name=one, annotation=type_, default=None)
                    for one, type_ in options.items()
                ]
            else:
                parameters.append(parameter)

        @wraps(command)
        def run(**values: Any) -> None:
            given = {one: values.pop(one) for one in options}
            used = {one: value for one, value in given.items() if value not in (None, [])}
            command(**{name: used}, **values)

        run.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
        return run

    return decorate


with_filters = collecting("filters", FILTERS)
"""Give a command the options of ``FILTERS`` in place of its parameter ``filters``."""


def with_output(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that shows a list the options ``--count``, ``--no-header``, ``--template``.

    The command need not know of them: it gets the columns of a template as its own, and what it
    shows is written in this style.
    """
    names = {
        "count": (_Count, False), "no_header": (_NoHeader, False), "template": (_Template, None)
    }  # fmt: skip
    declared = signature(command).parameters.values()
    parameters = [
        *(parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in declared),
        *(
            Parameter(name, Parameter.KEYWORD_ONLY, default=unused, annotation=type_)
            for name, (type_, unused) in names.items()
        ),
    ]

    @wraps(command)
    def run(**values: Any) -> None:
        count, no_header, template = (values.pop(name) for name in names)
        typed = {name for name in values if is_typed(values["ctx"], name)}
        if values.get("by"):  # defaults of a list do not fit its counts
            values |= {name: None for name in ("columns", "sort") if name in values.keys() - typed}
        style = _style(count, no_header, template, values["format_"], typed)
        if style.only_count:
            values["format_"] = Format.JSONL  # the least work
            if "limit" not in typed:
                values["limit"] = _MOST
        if style.template:
            values |= {"columns": style.template.columns, "format_": Format.TABLE}
        with output.styled(style):
            command(**values)

    run.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
    return run


def is_typed(ctx: typer.Context, name: str) -> bool:
    """Tell whether an option was typed, and not set by the configuration file or by nobody."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _style(
    count: bool, no_header: bool, template: str | None, format_: Format, typed: set[str]
) -> output.Style:
    """Return the style that options ask for; refuse options of which one would have no effect."""
    if no_header and format_ not in (Format.TABLE, Format.CSV, Format.TSV):
        raise InvalidQueryError(
            f"--no-header does not go with --format {format_}.", "It is for table, csv and tsv."
        )
    if template is None:
        return output.Style(count, not no_header)
    for flag, used in {
        "--count": count,
        "--no-header": no_header,
        "--columns": "columns" in typed,
        "--format": "format_" in typed and format_ is not Format.TABLE,
    }.items():
        if used:
            raise InvalidQueryError(
                f"--template does not go with {flag}.", "A template is all there is to a line."
            )
    from proposals_cli.render.template import parse_template

    return output.Style(template=parse_template(template))


def _bounded(limit: int | None) -> int | None:
    """Return a limit that SQLite can count to."""
    return limit if limit is None else min(limit, _MOST)


def limit_option(*, show_default: bool = True) -> Any:
    """Return the option ``--limit``."""
    return typer.Option(
        "--limit", "-n", min=1, metavar="N", help="Show at most N.", show_default=show_default,
        callback=_bounded,
    )  # fmt: skip


Limit = Annotated[int | None, limit_option(show_default=False)]
Sort = Annotated[
    str | None,
    option(
        "--sort",
        metavar="FIELD",
        help=f"Sort by {', '.join(SORT_FIELDS)}; -FIELD sorts descending. Default: "
        "newest first, or for a search best match first.",
        complete=several_of(dict.fromkeys(SORT_FIELDS, "")),
    ),
]

Columns = Annotated[
    str | None,
    columns_option(
        complete=several_of({key: field.en for key, field in proposal_fields(ENGLISH).items()}),
    ),
]
MeasureColumns = Annotated[
    str | None,
    columns_option(
        f"Columns to show, in this order: {', '.join(MEASURE_FIELDS)}.",
        several_of({key: field.en for key, field in MEASURE_FIELDS.items()}),
    ),
]
HitColumns = Annotated[
    str | None,
    columns_option(
        "Show a table of these columns; an unknown name lists them all.",
        several_of({key: field.en for key, field in hit_fields(ENGLISH).items()}),
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", metavar="FORMAT", help=f"{', '.join(Format)}."),
]
_Count = Annotated[bool, typer.Option("--count", help="Show only how many there are.")]
_NoHeader = Annotated[
    bool, typer.Option("--no-header", help="Leave out the headings of a table, CSV or TSV.")
]
_Template = Annotated[
    str | None,
    option(
        "--template",
        metavar="TEXT",
        help="Show a line of this text for each, with columns in braces, such as"
        " '{year} {title}' or '{year:>6}'.",
    ),
]


def _languages(value: str | Languages) -> Languages:
    """Read the option ``--lang``, whose default needs no reading."""
    return value if isinstance(value, Languages) else parse_languages(value)


LangOption = Annotated[
    Languages,
    typer.Option(
        "--lang",
        metavar="LANG",
        envvar="PROP_LANG",
        show_envvar=False,
        show_default=False,
        parser=_languages,
        autocompletion=complete_languages,
        help="Languages in order of preference, such as zh or de,en; or both: English and"
        " Chinese. Also PROP_LANG.",
    ),
]
