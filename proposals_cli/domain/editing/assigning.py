"""Change the same fields of many records, as one change."""

from collections.abc import Iterable, Sequence

from proposals_cli.domain.editing.consistency import leads_nowhere
from proposals_cli.domain.editing.patches import Patching
from proposals_cli.domain.model.change import ChangeSet, changed_fields, now, with_history
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.encoded_records import CheckedRecords, EncodedRecords
from proposals_cli.domain.model.records import Record, Source
from proposals_cli.domain.model.references import Reference, named_ids
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import raise_all

MAX_WHAT = 80
"""Characters of the assignments that the journal repeats."""


def assigning(
    records: Iterable[Record],
    patching: Patching,
    new_sources: Iterable[Source],
    index: ProposalIndex,
    typed: Sequence[str],
    why: str | None,
) -> ChangeSet | None:
    """Return the change that carries out a patch in records; None if it would change nothing.

    Args:
        records: of one table; they are read once, and kept as JSON if they change.
        patching: carries the patch out.
        new_sources: that the patch describes; read after the records.
        index: of the base.
        typed: the assignments in the words of the user, for the journal.
        why: the reason.

    Raises:
        InvalidRecordError, InvalidQueryError: a value is wrong, does not go with the others of a
            record, or refers to nothing.
    """
    before, after = EncodedRecords(), CheckedRecords()
    named = dict[Reference, str]()
    when = now()
    for record in records:
        changed = patching.patched(record)
        if fields := changed_fields(record, changed):
            key = (table_of(record), record.id)
            before[key] = record
            after[key] = with_history(changed, f"edited {', '.join(fields)}", why, when)
            for reference in {*named_ids(changed)} - {*named_ids(record)}:
                named.setdefault(reference, record.id)
    if not after:
        return None
    table, first = next(iter(after))
    where = first if len(after) == 1 else counted(len(after), KIND_OF[table], table)
    for source in new_sources:
        after["sources", source.id] = with_history(source, "added", why, when)
    raise_all([e for one, id_ in named.items() if (e := leads_nowhere(id_, one, after, index))])
    what = " ".join(typed)
    what = what if len(what) <= MAX_WHAT else f"{what[: MAX_WHAT - 1]}…"
    return ChangeSet(f"set {what} in {where}", before, after, why, when=when)
