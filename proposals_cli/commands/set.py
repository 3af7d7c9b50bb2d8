"""``prop set``: give fields of many records another value."""

from collections.abc import Iterator
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import complete_assignment
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import (
    DryRun,
    Why,
    confirm,
    describe,
    locate_record,
    show_changes,
)
from proposals_cli.domain.editing.assigning import assigning
from proposals_cli.domain.editing.assignments import patch_of, split_arguments
from proposals_cli.domain.editing.drafts import DraftReader
from proposals_cli.domain.editing.patches import Patching
from proposals_cli.domain.lookup import current_id, existing_record, find_record
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import KIND_OF, TABLE_OF, RecordKind
from proposals_cli.errors import InvalidQueryError
from proposals_cli.knowledge_base import KnowledgeBase


@o.with_filters
def set_fields(
    ctx: typer.Context,
    filters: o.Filters,
    terms: Annotated[
        list[str] | None,
        o.argument(
            "FIELD=VALUE… [TERMS]…",
            "What to set, such as status=replied or theme+=health, and terms that select"
            " proposals as in `prop list`; with --as, ids of records.",
            complete_assignment,
        ),
    ] = None,
    as_: Annotated[
        RecordKind, typer.Option("--as", metavar="KIND", help=f"{', '.join(RecordKind)}.")
    ] = RecordKind.PROPOSAL,
    every: Annotated[
        bool, typer.Option("--all", help="Change all records of the kind, without a selection.")
    ] = False,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    why: Why = None,
) -> None:
    """Set fields of all proposals that match, or of other records.

    FIELD=VALUE replaces, FIELD+=VALUE and FIELD-=VALUE add to and take from a list, FIELD= empties.
    Values are written as in a draft of `prop add`: names of people and themes, links of sources,
    `status.date=2020-05`, `title.de=…`, `extra.NAME=…`. Everything else stays as it is. A summary,
    a problem or a status that says something else loses the sources and the date of the old one.

    Shows what changes, and asks first. It is one change, which `prop undo` reverses.

    \b
    Examples:
      prop set theme+=health --year 2020 virus --dry-run
      prop set status=replied status.date=2021-08 2021-carbon-neutral --dry-run
      prop set region=guangdong,hong-kong "greater bay" --dry-run
      prop set --as theme description.de="Schule und Hochschule" education --dry-run
    """
    session = Session.of(ctx)
    table = TABLE_OF[as_]
    assigned, selecting = split_arguments(terms or ())
    if not assigned:
        raise InvalidQueryError("It is not said what to set.", "Write FIELD=VALUE.")
    reader = DraftReader(session.index)
    patching = Patching(table, patch_of(assigned, table), reader)
    records = _selected(session.knowledge_base, table, selecting, filters, every=every)
    sources = reader.sources.new.values()
    change = assigning(records, patching, sources, session.index, assigned, why)
    for remark in (*patching.remarks, *_missed(patching)):
        output.say(remark)
    if change is None:
        output.say(
            "Nothing was changed: "
            + ("it is so already." if patching.records else "no record matches.")
        )
        return
    output.say(change.what)
    show_changes((change.before.get(key), change.after[key]) for key in change.after)
    if not dry_run and confirm("changed", yes=yes):
        output.say(describe(session.editor.store.apply(change)))


def _selected(
    base: KnowledgeBase, table: str, terms: list[str], filters: o.Filters, *, every: bool
) -> Iterator[Record]:
    """Return the records to change.

    Raises:
        InvalidQueryError: nothing selects them, or a filter of proposals selects others.
        NotFoundError, AmbiguousIdError: a term means no record, or several.
    """
    kind = KIND_OF[table]
    if every and (terms or filters):
        raise InvalidQueryError("--all does not go with a selection.", "Leave one of them out.")
    if not (every or terms or filters):
        raise InvalidQueryError(
            f"It is not said which {table} to change.",
            "Add terms or filters as in `prop list`; --all means all of them."
            if table == "proposals"
            else "Add their ids; --all means all of them.",
        )
    if table != "proposals":
        if filters:
            raise InvalidQueryError(
                f"--{next(iter(filters))} selects proposals, not {table}.",
                f"Add the id of a {kind}.",
            )
        ids = base.index.ids(table) if every else _ids(base, table, terms)
        return (existing_record(base.index, table, id_) for id_ in list(ids))
    if not filters and all(_is_proposal(base, term) for term in terms):
        terms = " OR ".join(terms).split()  # several ids mean each of them
    query = base.query(terms, filters)
    output.show_hints(query)
    return (row.record for row in base.find(query, with_records=True))


def _is_proposal(base: KnowledgeBase, term: str) -> bool:
    return (
        find_record(base.index, "proposals", current_id(base.index, ("proposals",), term))
        is not None
    )


def _ids(base: KnowledgeBase, table: str, terms: list[str]) -> dict[str, None]:
    """Return the ids of the records of a table that terms name, each once."""
    ids: dict[str, None] = {}
    for term in terms:
        found, id_ = locate_record(base, term)
        if found != table:
            raise InvalidQueryError(
                f"'{term}' is a {KIND_OF[found]}, not a {KIND_OF[table]}.",
                f"To change it: prop set --as {KIND_OF[found]} …",
            )
        ids[id_] = None
    return ids


def _missed(patching: Patching) -> list[str]:
    """Return a sentence for each list from which nothing could be taken."""
    return [
        f"Nothing was taken from '{key}': no record has such a value."
        for key in sorted(patching.missed)
        if patching.records
    ]
