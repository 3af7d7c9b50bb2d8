"""``prop import``: proposals from a file of another program."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.progress import ProgressBar
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.dates import ORDERS
from proposals_cli.importing.duplicates_file import DuplicatesFile
from proposals_cli.importing.layout_file import NONE, layout_named, layouts
from proposals_cli.importing.mapping_file import load_mapping, save_mapping
from proposals_cli.importing.mapping_options import MappingOptions, pairs
from proposals_cli.importing.plan import MAX_EXAMPLES, Duplicate, ImportOptions, ImportPlan, Outcome
from proposals_cli.importing.planner import OnRejection, plan_import
from proposals_cli.importing.readers.header import NO_HEADER
from proposals_cli.importing.readers.open_file import FileFormat
from proposals_cli.importing.readers.several_files import opened_files
from proposals_cli.importing.rejects_file import Rejects
from proposals_cli.importing.rows import OnDuplicate, ReadOptions, SourceFile
from proposals_cli.render.import_report import (
    files_read,
    kept_columns,
    layouts_used,
    read_as,
    summary,
    unknown_columns,
    write_report,
)
from proposals_cli.store.output_file import output_file

Texts = list[str] | None


def _option(flag: str, metavar: str, help_: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=help_, show_default=False)


def import_file(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None, o.argument("FILE…|-", "Files or folders; - is standard input.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be imported; change nothing."),
    ] = False,
    map_: Annotated[
        Texts,
        _option("--map", "FIELD=COLUMN", "Read FIELD from COLUMN; * matches any text."),
    ] = None,
    set_: Annotated[
        Texts, _option("--set", "FIELD=VALUE", "Set FIELD to VALUE in every row.")
    ] = None,
    id_: Annotated[
        str | None, _option("--id", "TEMPLATE", "Template for ids, such as '{body}-{number}'.")
    ] = None,
    mapping: Annotated[Path | None, _option("--mapping", "FILE", "Use a saved mapping.")] = None,
    save_mapping_: Annotated[
        Path | None, _option("--save-mapping", "FILE", "Save the mapping as TOML.")
    ] = None,
    on_duplicate: Annotated[
        OnDuplicate,
        typer.Option(
            "--on-duplicate",
            metavar="WHAT",
            help="For proposals that exist already: skip, update or keep (both).",
        ),
    ] = OnDuplicate.SKIP,
    language: Annotated[
        str | None,
        _option("--language", "TAG", "Language of all titles and texts, such as de or zh-Hant."),
    ] = None,
    layout: Annotated[
        str | None,
        _option("--layout", "NAME", "Layout of the file, or a .toml file; none: by columns."),
    ] = None,
    list_layouts: Annotated[
        bool, typer.Option("--list-layouts", help="List the known layouts and stop.")
    ] = False,
    samples: Annotated[
        int,
        typer.Option(
            "--samples",
            min=0,
            max=MAX_EXAMPLES,
            metavar="N",
            help="Records that --dry-run shows whole.",
        ),
    ] = 1,
    create_themes: Annotated[
        bool,
        typer.Option(
            "--create-themes/--no-create-themes",
            help="Create themes that do not exist yet, or reject rows that name them.",
        ),
    ] = True,
    rejects: Annotated[
        Path | None, _option("--rejects", "FILE", "Write rejected rows to FILE, with the reasons.")
    ] = None,
    duplicates: Annotated[
        Path | None,
        _option("--duplicates", "FILE", "Write rows that repeat a proposal to FILE, as CSV."),
    ] = None,
    format_: Annotated[
        FileFormat | None,
        _option("--format", "FORMAT", f"{', '.join(FileFormat)}. Default: detected."),
    ] = None,
    encoding: Annotated[
        str | None,
        _option("--encoding", "NAME", "Encoding, such as utf-8, windows-1252, big5 or gb18030."),
    ] = None,
    delimiter: Annotated[
        str | None, _option("--delimiter", "CHARACTER", "Column delimiter; write `tab` for a tab.")
    ] = None,
    header: Annotated[
        int | None,
        _option("--header", "ROW", "Line or row of column names. Default: detected."),
    ] = None,
    no_header: Annotated[
        bool, typer.Option("--no-header", help="The table has no names: column 1, column 2, ….")
    ] = False,
    sheet: Annotated[
        str | None, _option("--sheet", "NAME", "Sheet of a workbook. Default: the first.")
    ] = None,
    records: Annotated[
        str | None,
        _option("--records", "PATH", "Path of the records in JSON, such as data.items."),
    ] = None,
    date_order: Annotated[
        str | None,
        _option("--date-order", "ORDER", f"Order of dates like 03/04/2020: {', '.join(ORDERS)}."),
    ] = None,
    list_separator: Annotated[
        str | None, _option("--list-separator", "TEXT", "Separator between values in one cell.")
    ] = None,
    blank: Annotated[
        Texts, _option("--blank", "WORD", "Read cells with WORD as blank, as those with N/A.")
    ] = None,
    keep_blank_words: Annotated[
        bool,
        typer.Option("--keep-blank-words", help="Keep N/A, none, - and the like as values."),
    ] = False,
    why: Why = None,
) -> None:
    """Import proposals from CSV, JSON, XML, YAML or Excel.

    TSV and JSON Lines are read too, also compressed (.gz, .bz2, .xz, .zip). All rows of all
    files are imported as one change. Encoding, delimiter and columns are detected; --dry-run
    shows how, and what would become of each row. Columns that match no field are kept under
    extra. Files of known layouts (--list-layouts) are read by them. With --on-duplicate update, a
    row with the id of a proposal may have any columns besides, and changes just these fields; a
    blank cell changes nothing, and --set is for new proposals. If rows are rejected, the
    others are imported and the exit code is 1, as it is if there is no record at all.

    Fields for --map and --set: id, number, year, date, body, term, session, kind, kind_terms,
    status, status.as_reported, status.date, title, title.TAG, title.note, language, people,
    cosponsors, party, addressees, themes, summary, problem, measures, regions, entities,
    series, continues, response, response.who, response.joint, response.when, response.number,
    response.url, source, source.title, source.publisher, source.date, notes, extra, extra.NAME,
    ignore.

    \b
    Examples:
      prop import motions.csv --dry-run
      prop import motions.csv --set body=bundestag --language de --create-themes
      prop import bills.json --id '{body}-{number}' --on-duplicate update
      prop import statuses.csv --on-duplicate update
      prop import base.jsonl
    """
    if list_layouts:
        show_layouts()
        return
    if not files:
        raise InvalidQueryError("No file to import.", "Name one: prop import FILE.")
    session = Session.of(ctx)
    _check_outputs(session, rejects=rejects, duplicates=duplicates, save_mapping=save_mapping_)
    index = session.knowledge_base.index if dry_run else session.editor.index
    asked = MappingOptions(
        pairs(map_ or (), "title=Betreff"),
        _constants(set_, language),
        id_,
        date_order,
        list_separator,
        tuple(blank or ()),
        keep_blank_words,
    )
    if mapping is not None:
        asked = asked.over(load_mapping(mapping))
    options = ImportOptions(asked.checked(), on_duplicate, create_themes, layout)
    if layout not in (None, NONE) and records is None:
        records = layout_named(layout).records
    header = NO_HEADER if no_header else header
    reading = ReadOptions(format_, encoding, delimiter, sheet, records, header)
    with opened_files(files, reading, ProgressBar()) as rows:
        plan = _planned(rows, options, index, rejects, duplicates, dry=dry_run)
    if save_mapping_ is not None:
        save_mapping(save_mapping_, plan.used())
    if dry_run:
        _show(plan, rows, rejects, samples)
    else:
        _write(session, plan, rows, why)
    if plan.counts[Outcome.REJECTED] or not any(plan.counts.values()):
        raise typer.Exit(1)


def _constants(set_: Texts, language: str | None) -> dict[str, str]:
    """Return the values of fields that every row gets."""
    given = {} if language is None else {"language": language}
    return dict(pairs(set_ or (), "kind=motion")) | given


def _check_outputs(session: Session, **options: Path | None) -> None:
    """Check the files that options name, before anything is read.

    Raises:
        InvalidQueryError: one is ``-``, which is the name of no file, or named twice.
        OutputError: one may not be written.
    """
    named: dict[Path, str] = {}
    for parameter, path in options.items():
        option = f"--{parameter.replace('_', '-')}"
        if path is None:
            continue
        if path == Path("-"):
            raise InvalidQueryError(
                f"{option} writes a file, not standard output.",
                f"Name the file: {option} rows.csv.",
            )
        # only a mapping is replaced, by another
        target = output_file(path, session.kept, replace=parameter == "save_mapping")
        if target in named:
            raise InvalidQueryError(
                f"{named[target]} and {option} name the same file.", "Give each a file of its own."
            )
        named[target] = option


def _planned(
    rows: SourceFile,
    options: ImportOptions,
    index: ProposalIndex,
    rejects: Path | None,
    duplicates: Path | None,
    *,
    dry: bool,
) -> ImportPlan:
    """Read all rows, say how, and return what would become of them."""
    with (
        _rejects(rejects, rows, dry=dry) as on_rejection,
        _duplicates(duplicates, dry=dry) as on_duplicate,
    ):
        if not rows.is_several:
            output.say(read_as(rows.name, rows.format, rows.found))
        plan = plan_import(rows, options, index, on_rejection, on_duplicate)
    if not dry and (unknown := list(unknown_columns(plan))):
        raise InvalidQueryError(
            f"{'; '.join(unknown)}. Nothing was changed.",
            "Correct it, or leave it out; --dry-run shows the columns.",
        )
    for sentence in (*files_read(rows), *layouts_used(plan.mappers)):
        output.say(sentence)
    return plan


def show_layouts() -> None:
    """List the layouts of the program, and what a record needs to be read by each."""
    page = output.page(Languages())
    for one in layouts():
        page.text(f"{one.name}: {one.title}")
        needs = (" or ".join(".".join(path) for path in paths) for paths in one.detect)
        with page.indented():
            page.text(f"needs {', '.join(needs)}")
            page.link(one.source)
    output.show_page(page)


@contextmanager
def _rejects(path: Path | None, rows: SourceFile, *, dry: bool) -> Iterator[OnRejection]:
    """Yield the function to be called with every rejected row."""
    if path is None:
        yield lambda _row, _rejection: None
        return
    with Rejects(path, rows, dry=dry) as file:
        yield file.add


@contextmanager
def _duplicates(path: Path | None, *, dry: bool) -> Iterator[Callable[[Duplicate], None] | None]:
    """Yield the function to be called with every row that repeats a record."""
    if path is None:
        yield None
        return
    with DuplicatesFile(path, dry=dry) as file:
        yield file.add


def _show(plan: ImportPlan, rows: SourceFile, rejects: Path | None, samples: int) -> None:
    page = output.page(Languages())
    write_report(page, plan, rows, samples)
    output.show_page(page)
    rejected = plan.counts[Outcome.REJECTED]
    if rejects is not None and rejected:
        output.say(f"{counted(rejected, 'row')} would be written to {rejects.name}")


def _write(session: Session, plan: ImportPlan, rows: SourceFile, why: str | None) -> None:
    for sentence in (*summary(plan, rows), *kept_columns(plan)):
        output.say(sentence)
    change = plan.change_set(why)
    if change is None:
        output.say("Nothing was changed.")
    else:
        output.say(describe(session.editor.store.apply(change)))
