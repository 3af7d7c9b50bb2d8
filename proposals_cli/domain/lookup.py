"""Find records through an index, as objects and not as JSON, also by the ids they once had."""

from collections.abc import Iterator
from typing import TypeVar

from proposals_cli.domain.model.decoding import decode_record, table_for
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.errors import NotFoundError

R = TypeVar("R", bound=Record)


def find_record(index: ProposalIndex, table: str, id_: str) -> Record | None:
    """Return the record of a table with an id; None if there is none."""
    content = index.record(table, id_)
    return None if content is None else decode_record(table, content)


def existing_record(index: ProposalIndex, table: str, id_: str) -> Record:
    """Return the record of a table with an id.

    Raises:
        NotFoundError: there is none.
    """
    record = find_record(index, table, id_)
    if record is None:
        raise NotFoundError(f"There is no '{id_}' in {table}.")
    return record


def current_id(index: ProposalIndex, tables: tuple[str, ...], id_: str) -> str:
    """Return the id that a record of one of these tables has now; an unknown id as it is.

    An id that two records once had is unknown.
    """
    if any(index.record(table, id_) is not None for table in tables):
        return id_
    found = {now for old, table, now in index.former_ids(id_) if table in tables and old == id_}
    return found.pop() if len(found) == 1 else id_


def find_referring(index: ProposalIndex, shape: type[R], field: str, *targets: str) -> Iterator[R]:
    """Yield the records of a small table whose ``field`` refers to one of the targets, by id."""
    table = table_for(shape)
    for content in index.referring_to(table, field, *targets):
        record = decode_record(table, content)
        assert isinstance(record, shape)
        yield record
