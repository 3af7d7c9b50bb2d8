"""What new records must agree with: their ids are unused, and what they refer to exists."""

from collections.abc import Container, Iterable, Iterator, Sequence

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.domain.model.references import Reference, named_ids
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.errors import InvalidRecordError, PropError


def table_with(id_: str, index: ProposalIndex) -> str | None:
    """Return the table of the record that has an id, or had it before; None for an unused id.

    An id must identify a record without its table, so every table is searched.
    """
    for table in TABLES:
        if index.record(table, id_) is not None:
            return table
    return next((table for _, table, _ in index.former_ids(id_)), None)


def mistakes_of_records(
    drafts: Sequence[Sequence[Record]], index: ProposalIndex
) -> list[PropError]:
    """Return all mistakes of the new records of several drafts, with the number of the draft."""
    records = [record for draft in drafts for record in draft]
    new = {(table_of(record), record.id) for record in records}
    seen = set[str]()
    return [
        mistake
        for number, draft in enumerate(drafts)
        for mistake in numbered(
            [*ids_in_use(draft, seen, index), *dangling(draft, new, index)], number, len(drafts)
        )
    ]


def numbered(mistakes: Sequence[PropError], number: int, count: int) -> Sequence[PropError]:
    """Return the mistakes of a draft, which say its number if there are several drafts."""
    if count > 1:
        for mistake in mistakes:
            mistake.message = f"Draft {number + 1}: {mistake.message}"
            mistake.field = f"[{number}].{mistake.field}"
    return mistakes


def ids_in_use(
    records: Iterable[Record], seen: set[str], index: ProposalIndex
) -> Iterator[PropError]:
    """Yield an error for each new record whose id is in use; ``seen`` has those of others."""
    for record in records:
        if record.id in seen:
            yield InvalidRecordError(
                f"Two new records have the id '{record.id}'.",
                "Leave it out of one of them, which then gets another id.",
                "id",
            )
        elif table := table_with(record.id, index):
            yield InvalidRecordError(
                f"The id '{record.id}' is in use in {table}.",
                f"Leave the id out to get a new one, or edit the record: prop edit {record.id}",
                "id",
            )
        seen.add(record.id)


def dangling(
    records: Iterable[Record], new: Container[Key], index: ProposalIndex
) -> Iterator[PropError]:
    """Yield an error for each reference to a record that is neither in the base nor new."""
    for record in records:
        for reference in named_ids(record):
            if error := leads_nowhere(record.id, reference, new, index):
                yield error


def leads_nowhere(
    id_: str, reference: Reference, new: Container[Key], index: ProposalIndex
) -> PropError | None:
    """Return an error if what the record ``id_`` refers to is neither in the base nor new."""
    tables, target, what = reference
    if any((table, target) in new or index.record(table, target) for table in tables):
        return None
    commands = ("list" if table == "proposals" else table for table in tables)
    listing = " and ".join(f"`prop {command} --columns id`" for command in commands)
    return InvalidRecordError(
        f"{id_}: {what} names '{target}', which is not in {' or '.join(tables)}.",
        f"{listing} {'lists' if len(tables) == 1 else 'list'} what is; new:"
        f" prop add --as {' or '.join(KIND_OF[table] for table in tables)}",
        what,
    )
