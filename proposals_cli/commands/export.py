"""``prop export``: proposals with everything they rest on, as a file for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.completion import one_of
from proposals_cli.commands.output import say
from proposals_cli.commands.progress import ProgressBar
from proposals_cli.commands.session import Session
from proposals_cli.domain.presenting.csl import CSL_TYPES
from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError
from proposals_cli.exporting import formats
from proposals_cli.exporting.formats import ExportFormat
from proposals_cli.exporting.selection import ExportOptions, Selection
from proposals_cli.store.output_file import is_standard_output


@o.with_filters
def export(
    ctx: typer.Context,
    terms: o.Terms = None,
    *,
    filters: o.Filters,
    sort: o.Sort = None,
    limit: o.Limit = None,
    format_: Annotated[
        ExportFormat | None,
        o.option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(ExportFormat)}. Default: by the ending of FILE.",
            complete=one_of({one.value: one.description for one in ExportFormat}),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        o.option(
            "--output", "-o", metavar="FILE", help="Write to this file. Default: standard output."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    bom: Annotated[
        bool,
        typer.Option(help="Start CSV with a byte order mark (for Excel)."),
    ] = True,
    csl_type: Annotated[
        str | None,
        o.option(
            "--csl-type",
            metavar="TYPE",
            help="CSL type in csl-json and bibtex. Default: bill for bills, otherwise report.",
        ),
    ] = None,
    lang: o.LangOption = o.ENGLISH,
) -> None:
    """Export proposals with everything they refer to.

    People, bodies, themes, sources, facts and notes come with them. Without filters the complete
    base is exported. jsonl contains every record as it is stored. An export that fails leaves no
    incomplete file.

    \b
    Examples:
      prop export -o base.jsonl
      prop export --theme fintech -o fintech.csv
      prop export year:2020 --format markdown
      prop export -o base.sqlite && datasette base.sqlite
      prop export --person ma-huateng -o references.bib
    """
    session = Session.of(ctx)
    path = None if output is None or is_standard_output(output) else output
    chosen = format_ or _format_of(path)
    check_csl_type(csl_type)
    base = session.knowledge_base
    query = base.query(terms or (), filters, sort=sort, limit=limit)
    selection = Selection(base.index, query, ProgressBar())
    export_options = ExportOptions(lang, bom and path is not None, csl_type)
    formats.export(chosen, selection, path, export_options, force=force, kept=session.kept)
    count = selection.count()
    if not count:
        say("No proposals match.")
    if path is not None:
        say(f"{path}: {counted(count, 'proposal')}, as {chosen}.")


def _format_of(path: Path | None) -> ExportFormat:
    """Return the format that a file name asks for."""
    found = ExportFormat.of(path) if path else None
    if found is None:
        raise InvalidQueryError(
            "No format is given." if path is None else f"The ending of '{path}' names no format.",
            f"Use --format {'|'.join(ExportFormat)}.",
        )
    return found


def check_csl_type(word: str | None) -> None:
    """Refuse a type of reference that CSL does not know."""
    if word is not None and word not in CSL_TYPES:
        raise InvalidQueryError(
            f"CSL has no type '{word}'.",
            did_you_mean(word, CSL_TYPES) or f"Types: {', '.join(CSL_TYPES)}.",
        )
