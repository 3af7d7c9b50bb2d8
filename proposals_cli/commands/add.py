"""``prop add``: new records, from options, a file or the editor."""

from pathlib import Path
from typing import Annotated, Any

import typer

from proposals_cli.commands.editor import edit as edit_text
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import (
    TABLE_OF,
    RecordKind,
    Why,
    describe,
    read_text,
    retry_command,
)
from proposals_cli.commands.yaml_text import TEMPLATE, read_drafts, write_draft
from proposals_cli.domain.editing.drafts import Draft, DraftReader
from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.vocabulary import Kind, Status

Texts = list[str] | None


def _many(flag: str, metavar: str, help_: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=help_, show_default=False)


def add(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|-]",
            help="A draft in YAML or JSON, or a list of drafts; - is standard input.",
            show_default=False,
        ),
    ] = None,
    as_: Annotated[
        RecordKind, typer.Option("--as", metavar="KIND", help=f"{', '.join(RecordKind)}.")
    ] = (RecordKind.PROPOSAL),
    title: Annotated[str | None, _many("--title", "TEXT", "Title in English.")] = None,
    title_zh: Annotated[str | None, _many("--title-zh", "TEXT", "Title in Chinese.")] = None,
    year: Annotated[int | None, _many("--year", "YEAR", "Year of the session.")] = None,
    person: Annotated[Texts, _many("--person", "PERSON", "Who made it: id or name.")] = None,
    theme: Annotated[Texts, _many("--theme", "THEME", "Theme, the main one first.")] = None,
    problem: Annotated[str | None, _many("--problem", "TEXT", "The problem, paraphrased.")] = None,
    measure: Annotated[Texts, _many("--measure", "TEXT", "A concrete ask; give as many.")] = None,
    source_url: Annotated[
        Texts, _many("--source-url", "URL", "Where it is reported; cited by every statement.")
    ] = None,
    region: Annotated[Texts, _many("--region", "REGION", "A region it speaks of.")] = None,
    continues: Annotated[Texts, _many("--continues", "ID", "An earlier proposal.")] = None,
    kind: Annotated[Kind | None, _many("--kind", "KIND", f"{', '.join(Kind)}.")] = None,
    status: Annotated[Status | None, _many("--status", "STATUS", f"{', '.join(Status)}.")] = None,
    as_reported: Annotated[
        str | None, _many("--as-reported", "TEXT", "The status in the words of the source.")
    ] = None,
    body: Annotated[str | None, _many("--body", "BODY", "The legislature. Default: npc.")] = None,
    id_: Annotated[str | None, _many("--id", "ID", "An id; made from year and title.")] = None,
    why: Why = None,
) -> None:
    """Add a proposal, or with --as any other record.

    From options; from a file or standard input in YAML or JSON; without either, in your editor
    ($VISUAL, $EDITOR) from a template. All drafts of a file are one change.

    \b
    Examples:
      prop add --title "On AI safety" --year 2026 --person "Ma Huateng" --theme data-governance \\
               --measure "Set up a testing centre." --source-url https://example.org/news
      prop add drafts.yaml -m "session of 2026"
      prop add
      prop add --as person person.yaml
    """
    session = Session.of(ctx)
    books = session.editor
    table = TABLE_OF[as_]
    described = [title, title_zh, year, person, theme, problem, measure, source_url, region]
    described += [continues, kind, status, as_reported, body, id_]
    by_options = any(option is not None and option != [] for option in described)
    if by_options and (file is not None or as_ is not RecordKind.PROPOSAL):
        raise typer.BadParameter(
            "A proposal is described by options, by a file or in the editor, by one of them only;"
            " a person, theme, source, fact or note not by options."
        )

    def accept(text: str) -> FullJournalEntry:
        return books.add(DraftReader(books.index).records(table, read_drafts(text)), why)

    if file is not None:
        entry: FullJournalEntry | None = accept(read_text(file))
    elif by_options:
        citations = [{"source": url} for url in source_url or []]
        draft: Draft = {
            "id": id_,
            "title": {"en": title, "zh": title_zh},
            "year": year,
            "body": body,
            "kind": kind and kind.value,
            "people": person or [],
            "themes": theme or [],
            "problem": {"text": problem, "citations": citations} if problem else None,
            "measures": [{"text": text, "citations": citations} for text in measure or []],
            "regions": region or [],
            "continues": continues or [],
            "status": {"value": status.value, "as_reported": as_reported, "citations": citations}
            if status
            else None,
            "sources": source_url or [],
        }
        entry = books.add([DraftReader(books.index).record(table, draft)], why)
    else:
        go_on = retry_command(session, "add" if as_ is RecordKind.PROPOSAL else f"add --as {as_}")
        entry = edit_text(template(as_), f"add-{as_}", session.drafts, accept, go_on)
    if entry is None:
        session.say("Nothing was added.")
        return
    for key in [id_ for ids in entry.after.values() for id_ in ids]:
        session.say(f"  {key}")
    session.say(describe(entry))


def template(as_: RecordKind) -> str:
    """Return the text that a new record is written from."""
    if as_ is RecordKind.PROPOSAL:
        return TEMPLATE
    fields = [name for name in TABLES[TABLE_OF[as_]].__struct_fields__ if name != "history"]
    return write_draft(dict.fromkeys(fields), f"A new {as_}. What stays null counts as not known.")
