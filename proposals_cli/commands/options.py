"""Options and arguments that commands share."""

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from proposals_cli.commands.completion import Completer, complete_facet, complete_term, one_of
from proposals_cli.domain.model.vocabulary import Kind, Status, label
from proposals_cli.domain.query.query import SORT_FIELDS
from proposals_cli.render.answer_fields import MEASURE_FIELDS
from proposals_cli.render.fields import HIT_FIELDS, PROPOSAL_FIELDS


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


Texts = list[str] | None


def option(*flags: str, metavar: str, help: str, complete: Completer | None = None) -> Any:
    """Return an option without a default; ``Any`` is what Typer returns as well."""
    return typer.Option(
        *flags, metavar=metavar, help=help, autocompletion=complete, show_default=False
    )


def columns_option(help: str, complete: Completer | None = None) -> Any:
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
Theme = Annotated[
    Texts,
    option(
        "--theme",
        "-t",
        metavar="THEME",
        help="Theme, see `prop themes`. Repeat or separate by commas to match any.",
        complete=complete_facet("theme"),
    ),
]
Year = Annotated[
    Texts,
    option(
        "--year",
        "-y",
        metavar="YEAR",
        help="Year or range of years: 2020, 2018..2020, 2018.. or ..2015.",
    ),
]
Person = Annotated[
    Texts,
    option(
        "--person",
        "-p",
        metavar="PERSON",
        help="Who made the proposal: id or name.",
        complete=complete_facet("person"),
    ),
]
Region = Annotated[
    Texts,
    option(
        "--region",
        metavar="REGION",
        help="Region that the proposal concerns.",
        complete=complete_facet("region"),
    ),
]
KindOption = Annotated[
    Texts,
    option(
        "--kind",
        metavar="KIND",
        help=f"{', '.join(Kind)}.",
        complete=one_of({kind: label(kind, "en") for kind in Kind}),
    ),
]
StatusOption = Annotated[
    Texts,
    option(
        "--status",
        metavar="STATUS",
        help="Reported status, such as submitted or planned.",
        complete=one_of({status: label(status, "en") for status in Status}),
    ),
]
Series = Annotated[
    Texts,
    option(
        "--series",
        metavar="SERIES",
        help="Series of proposals on one subject over the years.",
        complete=complete_facet("series"),
    ),
]
Source = Annotated[
    Texts,
    option(
        "--source",
        metavar="SOURCE",
        help="Source that the proposal cites.",
        complete=complete_facet("source"),
    ),
]


def _bounded(limit: int | None) -> int | None:
    """Return a limit that SQLite can count to."""
    return limit if limit is None else min(limit, sys.maxsize // 2)


def limit_option(*, show_default: bool = True) -> Any:
    """Return the option ``--limit``."""
    return typer.Option(
        "--limit", "-n", min=0, metavar="N", help="Show at most N.", show_default=show_default,
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
        complete=one_of(dict.fromkeys(SORT_FIELDS, "")),
    ),
]

_COLUMNS_HELP = "Columns to show, in this order; an unknown name lists them all."

Columns = Annotated[
    str | None,
    columns_option(_COLUMNS_HELP, one_of({key: f.en for key, f in PROPOSAL_FIELDS.items()})),
]
MeasureColumns = Annotated[
    str | None,
    columns_option(
        f"Columns to show, in this order: {', '.join(MEASURE_FIELDS)}.",
        one_of({key: field.en for key, field in MEASURE_FIELDS.items()}),
    ),
]
HitColumns = Annotated[
    str | None,
    columns_option(
        "Show a table of these columns; an unknown name lists them all.",
        one_of({key: field.en for key, field in HIT_FIELDS.items()}),
    ),
]
AnyColumns = Annotated[str | None, columns_option(_COLUMNS_HELP)]
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
    theme: Texts,
    year: Texts,
    person: Texts,
    region: Texts,
    kind: Texts,
    status: Texts,
    series: Texts,
    source: Texts,
) -> dict[str, list[str]]:
    """Return the values of the filter options that were given, by facet."""
    values = {
        "theme": theme,
        "year": year,
        "person": person,
        "region": region,
        "kind": kind,
        "status": status,
        "series": series,
        "source": source,
    }
    return {facet: given for facet, given in values.items() if given}
