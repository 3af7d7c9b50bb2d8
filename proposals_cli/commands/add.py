"""``prop add``: new records, from options, a file or the editor."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from proposals_cli.commands import output
from proposals_cli.commands.editor import edit_text
from proposals_cli.commands.options import Texts, option
from proposals_cli.commands.session import Session
from proposals_cli.commands.templates import template
from proposals_cli.commands.writing import (
    Why,
    describe,
    read_text,
    retry_command,
)
from proposals_cli.commands.yaml_text import read_drafts
from proposals_cli.domain.editing.drafts import Draft, DraftReader
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.domain.editing.short_forms import REPLY
from proposals_cli.domain.model.change import FullJournalEntry
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
    title: Annotated[
        Texts, option("--title", metavar="TEXT", help="Title; repeat for other languages.")
    ] = None,
    language: Annotated[
        Text,
        option("--language", metavar="TAG", help="Language of the texts, if they do not show it."),
    ] = None,
    year: Annotated[
        int | None, option("--year", metavar="YEAR", help="Year of the session.")
    ] = None,
    date: Annotated[
        Text, option("--date", metavar="DATE", help="Day of submission, or its month or year.")
    ] = None,
    body: Annotated[
        Text, option("--body", metavar="BODY", help="Legislature. Default: that of the base.")
    ] = None,
    kind: Annotated[
        Kind | None, option("--kind", metavar="KIND", help=f"{', '.join(Kind)}.")
    ] = None,
    person: Annotated[
        Texts, option("--person", metavar="PERSON", help="Who made the proposal: id or name.")
    ] = None,
    theme: Annotated[
        Texts,
        option("--theme", metavar="THEME", help="One theme; repeat for more, the main one first."),
    ] = None,
    region: Annotated[
        Texts, option("--region", metavar="REGION", help="Region that the proposal concerns.")
    ] = None,
    problem: Annotated[
        Text, option("--problem", metavar="TEXT", help="The problem, paraphrased.")
    ] = None,
    measure: Annotated[
        Texts, option("--measure", metavar="TEXT", help="One measure; repeat for more.")
    ] = None,
    status: Annotated[
        Status | None, option("--status", metavar="STATUS", help=f"{', '.join(Status)}.")
    ] = None,
    as_reported: Annotated[
        Text, option("--as-reported", metavar="TEXT", help="The status in the words of the source.")
    ] = None,
    reply: Annotated[Texts, option("--reply", metavar="REPLY", help=f"{REPLY}.")] = None,
    number: Annotated[
        Texts, option("--number", metavar="NUMBER", help="Scheme and number, as bill-number HR 1.")
    ] = None,
    continues: Annotated[
        Texts, option("--continues", metavar="ID", help="Earlier proposal that this one continues.")
    ] = None,
    source_url: Annotated[
        Texts,
        option("--source-url", metavar="URL", help="Link to a source; all statements cite it."),
    ] = None,
    id_: Annotated[
        Text, option("--id", metavar="ID", help="Id. Default: made from year and title.")
    ] = None,
    why: Why = None,
) -> None:
    """Add a proposal, or with --as another record.

    The record comes from options, or from a file or standard input in YAML or JSON; without
    either, your editor ($VISUAL, $EDITOR) opens with a template that explains every field. All
    drafts of a file are added as one change.

    A draft may be as short as a title, a year and people. A text is placed under the language of
    its script, of the body or of the base; a name that no record has is kept as it is. Parts may
    be one text: a reply `2020-08-30 MIIT`, an action `2021-01-04 introduced: Introduced in House`,
    a paper by its link or number, a figure `signatures 12345`.

    \b
    Examples:
      prop add --title "On AI safety" --year 2026 --person "Ma Huateng" --theme data-governance \\
               --measure "Set up a testing centre." --source-url https://example.org/news
      prop add --title 关于完善社会保障的建议 --date 2026-03-05 --reply "2026-08-30 MIIT"
      prop add drafts.yaml -m "session of 2026"
      prop add
      prop add --as body parliament.yaml
    """
    described = {
        "id": id_,
        "title": title,
        "language": language,
        "year": year,
        "date": date,
        "body": body,
        "kind": kind and kind.value,
        "people": person,
        "themes": theme,
        "regions": region,
        "problem": problem,
        "measures": measure,
        "status": status and {"value": status.value, "as_reported": as_reported},
        "reply": reply,
        "identifiers": number,
        "continues": continues,
        "sources": source_url,
    }
    given: Draft = {name: value for name, value in described.items() if value not in (None, [])}
    session = Session.of(ctx)
    editor = session.editor  # a base that cannot be written is refused before anything is typed
    if (given or as_reported) and (file is not None or as_ is not RecordKind.PROPOSAL):
        raise typer.BadParameter(
            "Describe a proposal by options or by a file, not both;"
            " options cannot describe another kind of record."
        )
    if as_reported and status is None:
        raise typer.BadParameter("--as-reported needs --status.")

    def accept(drafts: list[Draft]) -> FullJournalEntry:
        return _added(editor, as_, drafts, why, cite_all=bool(given))

    if given:
        entry: FullJournalEntry | None = accept([given])
    elif file is not None:
        entry = accept(read_drafts(read_text(file)))
    else:
        entry = _typed(session, as_, accept)
    _report(entry)


def _typed(
    session: Session, as_: RecordKind, accept: Callable[[list[Draft]], FullJournalEntry]
) -> FullJournalEntry | None:
    """Let the user fill in the template; return None if it was left as it was."""
    retry = retry_command(session, "add" if as_ is RecordKind.PROPOSAL else f"add --as {as_}")
    return edit_text(
        template(as_),
        f"add-{as_}",
        session.drafts,
        lambda text: accept(read_drafts(text)),
        retry,
    )


def _report(entry: FullJournalEntry | None) -> None:
    if entry is None:
        output.say("Nothing was added.")
        return
    for ids in entry.after.values():
        for added in ids:
            output.say(f"  {added}")
    output.say(describe(entry))


def _added(
    editor: BaseEditor, as_: RecordKind, drafts: list[Draft], why: str | None, *, cite_all: bool
) -> FullJournalEntry:
    """Add the records of drafts, and say what these left open."""
    drafted = DraftReader(editor.index, cite_all=cite_all).records(TABLE_OF[as_], drafts)
    entry = editor.add(drafted, why)
    for remark in dict.fromkeys(remark for one in drafted for remark in one.remarks):
        output.say(remark)
    return entry
