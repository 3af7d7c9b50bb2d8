"""``prop show``: everything about one record."""

from enum import StrEnum
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.session import Session


class ShowFormat(StrEnum):
    """How records are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def show(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        o.argument(
            "ID…",
            "Id of a proposal, person, body, theme, source, fact, note or measure.",
            complete=complete_id,
        ),
    ],
    lang: o.LangOption = o.ENGLISH,
    format_: Annotated[
        ShowFormat,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"{', '.join(ShowFormat)}."),
    ] = ShowFormat.TABLE,
) -> None:
    """Show everything about a proposal or any other record.

    Every statement has numbered citations. The beginning of an id is enough if no other id
    begins the same way. A measure is named by its proposal and number. JSON is an array of the
    records as stored.

    \b
    Examples:
      prop show 2020-pearl
      prop show 2020-industrial-internet-strategy#m03
      prop show ma-huateng fintech --lang zh
      prop show 2017-digital-economy --format json | jq '.[].measures[].text'
    """
    session = Session.of(ctx)
    base = session.knowledge_base
    if format_ is not ShowFormat.TABLE:
        records = [base.stored(text) for text in ids]
        if format_ is ShowFormat.JSON:
            output.write_json(records)
        else:
            for record in records:
                output.write_json(record, indent=None)
        return
    # Rich and the pages are not loaded for JSON
    from proposals_cli.domain.presenting.record_pages import page_of
    from proposals_cli.render.record_page import write_record

    page = output.page(lang)
    for number, details in enumerate([base.details(text) for text in ids]):
        if number:
            page.rule()
        write_record(page, page_of(details))
    output.show_page(page)
