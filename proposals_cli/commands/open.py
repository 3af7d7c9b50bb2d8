"""``prop open``: the web address of a source, in the browser."""

import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_id
from proposals_cli.commands.session import Session
from proposals_cli.domain.answers.details import no_measure
from proposals_cli.domain.lookup import existing_record, find_record
from proposals_cli.domain.model.parts import Measure, Shape, citations_in
from proposals_cli.domain.model.records import Body, Note, Proposal, Record, Source
from proposals_cli.domain.text.sanitise import web_address
from proposals_cli.errors import NotFoundError, PropError
from proposals_cli.knowledge_base import KnowledgeBase


def open_source(
    ctx: typer.Context,
    id_: Annotated[
        str,
        o.argument(
            "ID",
            "Id of a source, or of a record that cites one; the beginning is enough.",
            complete=complete_id,
        ),
    ],
    print_: Annotated[
        bool, typer.Option("--print", help="Print the address; start no browser.")
    ] = False,
) -> None:
    """Open the web address of a source in the browser.

    Of a proposal, a measure or a fact, it is the first source that has an address. Only http and
    https addresses are opened.

    \b
    Examples:
      prop open caixin-2014
      prop open 2020-pearl
      prop open 2020-pearl#m02 --print
    """
    source, address = _address(id_, Session.of(ctx).knowledge_base)
    if print_:
        sys.stdout.write(f"{address}\n")
        return
    import webbrowser

    output.say(f"{source}: {address}")
    if not webbrowser.open(address):
        raise PropError("No browser could be started.", "--print prints the address.")


def _address(text: str, base: KnowledgeBase) -> tuple[str, str]:
    """Return the source that is meant, or the first one cited, and its address.

    Raises:
        NotFoundError: there is no such record, or none of its sources has a web address.
        AmbiguousIdError: several records are meant.
    """
    table, id_, measure = base.locate(text)
    for name, url in _addresses(existing_record(base.index, table, id_), measure, base):
        if address := web_address(url):
            return name, address
    raise NotFoundError(
        f"No source with a web address is known of '{id_}'.", f"`prop show {id_}` shows the record."
    )


def _addresses(
    record: Record, measure: str | None, base: KnowledgeBase
) -> Iterator[tuple[str, str | None]]:
    """Yield (id of a source, address) for what a record, or one measure of it, rests on."""
    match record:
        case Source():
            yield record.id, record.url
            yield record.id, record.archive_url
            return
        case Body():
            yield record.id, record.url
        case Note():
            yield from _addresses_of((record.source,), base)
        case Proposal() if measure is None:
            yield from _addresses_of(record.all_sources(), base)
            yield from ((record.id, document.url) for document in record.documents)
            return
    part: Shape = record
    if isinstance(record, Proposal) and measure is not None:
        part = _measure(record, measure)
    yield from _addresses_of((citation.source for citation in citations_in(part)), base)


def _measure(proposal: Proposal, id_: str) -> Measure:
    for measure in proposal.measures:
        if measure.id == id_:
            return measure
    raise no_measure(proposal.id, id_, [measure.id for measure in proposal.measures])


def _addresses_of(ids: Iterable[str], base: KnowledgeBase) -> Iterator[tuple[str, str | None]]:
    for id_ in ids:
        if source := find_record(base.index, "sources", id_):
            yield from _addresses(source, None, base)
