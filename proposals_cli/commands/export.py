"""``prop export``: proposals with everything they rest on, as a file for other programs."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.progress import Progress
from proposals_cli.commands.session import Session
from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.errors import InvalidQueryError


class ExportFormat(StrEnum):
    """As what proposals leave the base."""

    JSONL = "jsonl"
    CSV = "csv"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    MARKDOWN = "markdown"
    SQLITE = "sqlite"
    HTML = "html"


ENDINGS = {
    ".jsonl": ExportFormat.JSONL,
    ".ndjson": ExportFormat.JSONL,
    ".csv": ExportFormat.CSV,
    ".json": ExportFormat.CSL_JSON,
    ".bib": ExportFormat.BIBTEX,
    ".md": ExportFormat.MARKDOWN,
    ".db": ExportFormat.SQLITE,
    ".sqlite": ExportFormat.SQLITE,
    ".sqlite3": ExportFormat.SQLITE,
    ".html": ExportFormat.HTML,
    ".htm": ExportFormat.HTML,
}
"""Ending of a file name → the format it asks for where --format says nothing."""


def export(
    ctx: typer.Context,
    terms: o.Terms = None,
    theme: o.Theme = None,
    year: o.Year = None,
    person: o.Person = None,
    region: o.Region = None,
    kind: o.KindOption = None,
    status: o.StatusOption = None,
    series: o.Series = None,
    source: o.Source = None,
    sort: o.Sort = None,
    limit: o.Limit = None,
    format_: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(ExportFormat)}. Default: by the ending of FILE.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file; without it, text goes to standard output.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    bom: Annotated[
        bool,
        typer.Option(help="Begin a CSV file with the mark by which spreadsheets know UTF-8."),
    ] = True,
    csl_type: Annotated[
        str | None,
        typer.Option(
            "--csl-type",
            metavar="TYPE",
            help="Type of every reference in csl-json and bibtex. Default: report, of bills bill.",
            show_default=False,
        ),
    ] = None,
    lang: o.LangOption = o.Lang.EN,
) -> None:
    """Write proposals with their people, themes, sources, facts and notes to a file.

    Without filters the whole base goes; jsonl holds every record as it is stored. The file
    appears when it is whole.

    \b
    Examples:
      prop export -o base.jsonl
      prop export --theme fintech -o fintech.csv
      prop export year:2020 --format markdown
      prop export -o base.sqlite && datasette base.sqlite
      prop export --person ma-huateng -o references.bib
    """
    session = Session.of(ctx)
    path = None if output is None or str(output) == "-" else output
    chosen = format_ or _format_of(path)
    check_csl_type(csl_type)
    base = session.knowledge_base
    query = base.query(
        terms or (),
        o.filters(theme, year, person, region, kind, status, series, source),
        sort=sort,
        limit=limit,
    )
    # Only now: these import the record classes, which no wrong usage should wait for.
    from proposals_cli.exporting.selection import ExportOptions, Selection

    selection = Selection(base.index, query, Progress())
    to_file = path is not None
    session.export(
        chosen, selection, path, ExportOptions(lang, bom and to_file, csl_type), force=force
    )
    count = selection.count()
    if not count:
        session.say("No proposal fits.")
    if to_file:
        session.say(f"{path}: {count:,} proposal{'s' if count != 1 else ''}, as {chosen}.")


def _format_of(path: Path | None) -> ExportFormat:
    """Return the format that a file name asks for."""
    found = ENDINGS.get(path.suffix.lower()) if path else None
    if found is None:
        raise InvalidQueryError(
            "In which format?" if path is None else f"The ending of '{path}' names no format.",
            f"Say --format {'|'.join(ExportFormat)}.",
        )
    return found


def check_csl_type(word: str | None) -> None:
    """Refuse a type of reference that CSL does not know."""
    if word is None:
        return
    from proposals_cli.domain.presenting.csl import CSL_TYPES

    if word not in CSL_TYPES:
        raise InvalidQueryError(
            f"CSL has no type '{word}'.",
            did_you_mean(word, CSL_TYPES) or f"Types: {', '.join(CSL_TYPES)}.",
        )
