"""Give a record another id, which every reference to it takes over."""

import msgspec

from proposals_cli.domain.editing.consistency import table_with
from proposals_cli.domain.editing.drafts import free_id
from proposals_cli.domain.editing.redirecting import Redirection, Replacement
from proposals_cli.domain.model.change import with_history
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.slugs import slug
from proposals_cli.errors import InvalidRecordError

MAX_ID = 120


def renaming(record: Record, new: str, index: ProposalIndex, why: str | None) -> Replacement:
    """Return the change that gives a record another id; the one it has becomes a former id.

    An id that the record had before may become its id again.

    Raises:
        InvalidRecordError: it has that id, another record has or had it, or it is not an id.
    """
    old, table = record.id, table_of(record)
    if new == old:
        raise InvalidRecordError(f"The id of '{old}' is that already.", "Give another one.")
    _require_id(new, index)
    taken = table_with(new, index)
    if taken is not None and new not in record.former_ids:
        raise _taken(record, new, taken, index)
    former = dict.fromkeys((*record.former_ids, old))
    former.pop(new, None)
    redirection = Redirection(index, {(table, old): new})
    renamed = msgspec.structs.replace(
        redirection.redirected(record), id=new, former_ids=tuple(former)
    )
    renamed = with_history(renamed, f"renamed from {old}", why, redirection.when)
    return redirection.replacement({(table, old): record}, renamed, f"rename {old} to {new}", why)


def _require_id(new: str, index: ProposalIndex) -> None:
    """Raise InvalidRecordError for a text that is not an id, with one that is and is free."""
    words = slug(new)[:MAX_ID].strip("-")
    if new and new == words:
        return
    near = free_id(words, lambda id_: table_with(id_, index) is not None) if words else ""
    raise InvalidRecordError(
        f"'{new}' is not an id: an id has at most {MAX_ID} lower-case letters and digits, in words"
        " joined by '-'.",
        f"You could take {near}." if near else "Give one such as digital-economy.",
        "id",
    )


def _taken(record: Record, new: str, table: str, index: ProposalIndex) -> InvalidRecordError:
    """Return an error that names a free id, and the way to make the two records one."""
    is_former = index.record(table, new) is None
    owner = next((now for _, _, now in index.former_ids(new)), new) if is_former else new
    is_whose = f"was the id of '{owner}'" if is_former else "is the id of another record"
    free = free_id(new, lambda id_: table_with(id_, index) is not None)
    one = (
        f" If the two are one: prop merge {owner} {record.id}" if table == table_of(record) else ""
    )
    return InvalidRecordError(
        f"'{new}' {is_whose} in {table}.",
        f"Free is {free}.{one}",
        "id",
    )
