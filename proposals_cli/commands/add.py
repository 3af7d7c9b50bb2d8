"""``prop add``: new records, from options, a file or the editor."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from proposals_cli.commands import output
from proposals_cli.commands.editor import edit_text
from proposals_cli.commands.options import Texts, option
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import (
    Why,
    describe,
    read_text,
    retry_command,
)
from proposals_cli.commands.yaml_text import TEMPLATE, read_drafts, write_draft
from proposals_cli.domain.editing.drafts import Draft, DraftReader
from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.vocabulary import TABLE_OF, Kind, RecordKind, Status

Text = str | None


def add(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|-]",
            help="Draft in YAML or JSON, or a list of drafts; - is standard input.",
            show_default=False,
        ),
    ] = None,
    as_: Annotated[
        RecordKind, typer.Option("--as", metavar="KIND", help=f"{', '.join(RecordKind)}.")
    ] = RecordKind.PROPOSAL,
    title: Annotated[Text, option("--title", metavar="TEXT", help="Title in English.")] = None,
    title_zh: Annotated[
        Text, option("--title-zh", metavar="TEXT", help="Title in Chinese.")
    ] = None,
    year: Annotated[
        int | None, option("--year", metavar="YEAR", help="Year of the session.")
    ] = None,
    person: Annotated[
        Texts, option("--person", metavar="PERSON", help="Who made the proposal: id or name.")
    ] = None,
    theme: Annotated[
        Texts,
        option("--theme", metavar="THEME", help="One theme; repeat for more, the main one first."),
    ] = None,
    problem: Annotated[
        Text, option("--problem", metavar="TEXT", help="The problem, paraphrased.")
    ] = None,
    measure: Annotated[
        Texts, option("--measure", metavar="TEXT", help="One measure; repeat for more.")
    ] = None,
    source_url: Annotated[
        Texts,
        option("--source-url", metavar="URL", help="Link to a source; all statements cite it."),
    ] = None,
    region: Annotated[
        Texts, option("--region", metavar="REGION", help="Region that the proposal concerns.")
    ] = None,
    continues: Annotated[
        Texts, option("--continues", metavar="ID", help="Earlier proposal that this one continues.")
    ] = None,
    kind: Annotated[
        Kind | None, option("--kind", metavar="KIND", help=f"{', '.join(Kind)}.")
    ] = None,
    status: Annotated[
        Status | None, option("--status", metavar="STATUS", help=f"{', '.join(Status)}.")
    ] = None,
    as_reported: Annotated[
        Text, option("--as-reported", metavar="TEXT", help="The status in the words of the source.")
    ] = None,
    body: Annotated[
        Text, option("--body", metavar="BODY", help="Legislature. Default: npc.")
    ] = None,
    id_: Annotated[
        Text, option("--id", metavar="ID", help="Id. Default: made from year and title.")
    ] = None,
    why: Why = None,
) -> None:
    """Add a proposal, or with --as another record.

    The record comes from options, or from a file or standard input in YAML or JSON; without
    either, your editor ($VISUAL, $EDITOR) opens with a template. All drafts of a file are added
    as one change.

    \b
    Examples:
      prop add --title "On AI safety" --year 2026 --person "Ma Huateng" --theme data-governance \\
               --measure "Set up a testing centre." --source-url https://example.org/news
      prop add drafts.yaml -m "session of 2026"
      prop add
      prop add --as person person.yaml
    """
    described = {
        "id": id_,
        "title": title,
        "title_zh": title_zh,
        "year": year,
        "body": body,
        "kind": kind,
        "person": person,
        "theme": theme,
        "problem": problem,
        "measure": measure,
        "region": region,
        "continues": continues,
        "status": status,
        "as_reported": as_reported,
        "source_url": source_url,
    }
    given = {name: value for name, value in described.items() if value not in (None, [])}
    session = Session.of(ctx)
    editor = session.editor
    if given and (file is not None or as_ is not RecordKind.PROPOSAL):
        raise typer.BadParameter(
            "Describe a proposal by options or by a file, not both;"
            " options cannot describe another kind of record."
        )

    def accept(text: str) -> FullJournalEntry:
        drafts = DraftReader(editor.index).records(TABLE_OF[as_], read_drafts(text))
        return editor.add(drafts, why)

    if given:
        proposal = DraftReader(editor.index).record("proposals", _draft(given))
        entry: FullJournalEntry | None = editor.add([proposal], why)
    elif file is not None:
        entry = accept(read_text(file))
    else:
        retry = retry_command(session, "add" if as_ is RecordKind.PROPOSAL else f"add --as {as_}")
        entry = edit_text(template(as_), f"add-{as_}", session.drafts, accept, retry)
    if entry is None:
        output.say("Nothing was added.")
        return
    for ids in entry.after.values():
        for added in ids:
            output.say(f"  {added}")
    output.say(describe(entry))


def _draft(given: Mapping[str, Any]) -> Draft:
    """Return the draft of a proposal that options describe; every statement cites every link."""
    links = given.get("source_url", [])
    citations = [{"source": link} for link in links]
    draft: Draft = {
        "id": given.get("id"),
        "title": {"en": given.get("title"), "zh": given.get("title_zh")},
        "year": given.get("year"),
        "body": given.get("body"),
        "people": given.get("person", []),
        "themes": given.get("theme", []),
        "measures": [{"text": m, "citations": citations} for m in given.get("measure", [])],
        "regions": given.get("region", []),
        "continues": given.get("continues", []),
        "sources": links,
    }
    if "kind" in given:
        draft["kind"] = given["kind"].value
    if given.get("problem"):
        draft["problem"] = {"text": given["problem"], "citations": citations}
    if "status" in given:
        draft["status"] = {
            "value": given["status"].value,
            "as_reported": given.get("as_reported"),
            "citations": citations,
        }
    return draft


def template(kind: RecordKind) -> str:
    """Return the text that a new record is written from."""
    if kind is RecordKind.PROPOSAL:
        return TEMPLATE
    fields = [name for name in TABLES[TABLE_OF[kind]].__struct_fields__ if name != "history"]
    return write_draft(dict.fromkeys(fields), f"A new {kind}. A field left as null is unknown.")
