"""``prop import``: proposals from a file of another program."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe
from proposals_cli.importing.dates import ORDERS
from proposals_cli.importing.rows import OnDuplicate, ReadOptions

Texts = list[str] | None


class FileFormat(StrEnum):
    """What a file to import can be."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    YAML = "yaml"
    XLSX = "xlsx"


def _option(flag: str, metavar: str, help_: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=help_, show_default=False)


def import_file(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The file; - is standard input.")],
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be done, and leave the base as it is."),
    ] = False,
    map_: Annotated[
        Texts,
        _option("--map", "FIELD=COLUMN", "This column gives this field; * stands for any text."),
    ] = None,
    set_: Annotated[Texts, _option("--set", "FIELD=VALUE", "The same in every row.")] = None,
    id_: Annotated[
        str | None, _option("--id", "TEMPLATE", "Make ids so, as '{body}-{number}'.")
    ] = None,
    mapping: Annotated[
        Path | None, _option("--mapping", "FILE", "Use a mapping that was saved.")
    ] = None,
    save_mapping: Annotated[
        Path | None, _option("--save-mapping", "FILE", "Save the mapping as TOML.")
    ] = None,
    on_duplicate: Annotated[
        OnDuplicate,
        typer.Option(
            "--on-duplicate",
            metavar="WHAT",
            help="Proposals that are there already: skip, update or keep (both).",
        ),
    ] = OnDuplicate.SKIP,
    create_themes: Annotated[
        bool, typer.Option("--create-themes", help="Make themes of words that are none yet.")
    ] = False,
    rejects: Annotated[
        Path | None, _option("--rejects", "FILE", "Keep refused rows here, with the reason.")
    ] = None,
    format_: Annotated[
        FileFormat | None, _option("--format", "FORMAT", f"{', '.join(FileFormat)}.")
    ] = None,
    encoding: Annotated[
        str | None, _option("--encoding", "NAME", "As utf-8, windows-1252, big5 or gb18030.")
    ] = None,
    delimiter: Annotated[
        str | None, _option("--delimiter", "CHARACTER", "What separates cells; tab is a word.")
    ] = None,
    header: Annotated[
        int | None,
        _option("--header", "ROW", "The line or row of column names. Default: found out."),
    ] = None,
    sheet: Annotated[
        str | None, _option("--sheet", "NAME", "The sheet of a workbook. Default: the first.")
    ] = None,
    records: Annotated[
        str | None, _option("--records", "PATH", "Where JSON holds the records, as data.items.")
    ] = None,
    date_order: Annotated[
        str | None,
        _option("--date-order", "ORDER", f"How 03/04/2020 is meant: {', '.join(ORDERS)}."),
    ] = None,
    list_separator: Annotated[
        str | None, _option("--list-separator", "TEXT", "What separates several in one cell.")
    ] = None,
    why: Why = None,
) -> None:
    """Import proposals from CSV, JSON, YAML or Excel.

    TSV and JSON Lines are read too. All rows are imported as one change.

    Encoding, delimiter and columns are found out; --dry-run shows how, and what would become of
    each row. Columns that mean no field are kept under extra. Refused rows are left out, the
    others imported; the exit code is then 1.

    Fields for --map and --set: id, number, year, date, body, term, session, kind, kind_terms,
    status, status.as_reported, title, title.en, title.zh, title.topic_zh, title.note,
    title.en_basis, title.zh_basis, people, themes, problem, measures, regions, entities, series,
    continues, response, response.who, response.when, source, source.title, source.publisher,
    source.date, notes, extra, extra.NAME, ignore.

    \b
    Examples:
      prop import motions.csv --dry-run
      prop import motions.csv --set body=bundestag --map title=Betreff --create-themes
      prop import bills.json --id '{body}-{number}' --on-duplicate update
      prop import base.jsonl
    """
    # The help of all commands should not wait for what only an import needs.
    from proposals_cli.importing.mapping import MappingOptions, pairs
    from proposals_cli.importing.plan import ImportOptions, Outcome
    from proposals_cli.importing.planner import plan_import

    session = Session.of(ctx)
    index = session.knowledge_base.index if dry_run else session.editor.index
    asked = MappingOptions(
        columns=pairs(map_ or (), "title=Betreff"),
        constants=dict(pairs(set_ or (), "kind=motion")),
        id_template=id_,
        date_order=date_order,
        list_separator=list_separator,
    )
    if mapping is not None:
        asked = asked.over(session.load_mapping(mapping))
    options = ImportOptions(asked.checked(), on_duplicate, create_themes)
    reading = ReadOptions(format_, encoding, delimiter, sheet, records, header)
    with session.rows_of(file, reading, rejects, dry=dry_run) as (rows, refuse):
        output.say(f"{rows.name}: {rows.format.upper()}, {', '.join(rows.found)}")
        plan = plan_import(rows, options, index, refuse)
    if save_mapping is not None:
        session.save_mapping(save_mapping, plan.mapper.used())
    session.show_plan(plan, rows, whole=dry_run)
    refused = plan.counts[Outcome.REFUSED]
    if dry_run and rejects is not None and refused:
        output.say(f"{refused:,} row{'' if refused == 1 else 's'} would be kept in {rejects.name}")
    write = None if dry_run else plan.write(why)
    if write is not None:
        output.say(describe(session.editor.store.apply(write)))
    elif not dry_run:
        output.say("Nothing was changed.")
    if refused:
        raise typer.Exit(1)
