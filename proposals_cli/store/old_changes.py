"""Changes that were made in format 1, as changes of records of format 2, so that undo works."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from proposals_cli.domain.model.change import FullJournalEntry
from proposals_cli.domain.model.records import BASE, FORMAT
from proposals_cli.errors import StoreError
from proposals_cli.store.format_one import upgraded
from proposals_cli.store.journal import Journal, record_digest
from proposals_cli.store.kept_copy import copy_names, kept_copies
from proposals_cli.store.store_file import StoreFile


def in_format_two(entry: FullJournalEntry, journal: Journal) -> FullJournalEntry:
    """Return an entry of format 1 with its records, and their hashes, in format 2.

    What a record was after the change is read from the lines that follow and from the base in
    format 1. A hash that stands for none of these stays: the record was changed by other means.

    Raises:
        StoreError: the base was converted, and the file that keeps it in format 1 is missing.
    """
    wanted = {digest for ids in entry.after.values() for digest in ids.values() if digest}
    found: dict[str, str] = {}
    for table, content in _old_records(entry, journal):
        if len(found) == len(wanted):
            break
        if (digest := record_digest(content)) in wanted:
            found[digest] = record_digest(upgraded(table, content))
    if len(found) < len(wanted) and not _old_files(journal.base):
        raise StoreError(
            f"'{entry.what}' was made when {journal.base} had format 1, and the file that keeps"
            " it in this format is missing.",
            f"Nothing was changed. Put {next(copy_names(journal.base, 1))} back, or edit the"
            " records: prop edit ID",
        )
    return msgspec.structs.replace(
        entry,
        format=FORMAT,
        before={
            table: {id_: msgspec.Raw(upgraded(table, bytes(raw))) for id_, raw in records.items()}
            for table, records in entry.before.items()
        },
        after={
            table: {id_: digest and found.get(digest, digest) for id_, digest in ids.items()}
            for table, ids in entry.after.items()
        },
    )


def _old_records(entry: FullJournalEntry, journal: Journal) -> Iterator[tuple[str, bytes]]:
    """Yield the records of format 1 that the entry may have made, as compact JSON."""
    for later in journal.entries_after(entry.number):
        if later.format != FORMAT:
            for table, records in later.before.items():
                yield from ((table, bytes(raw)) for raw in records.values())
    for file in _old_files(journal.base):
        for table, _, content in file.read().stored():
            with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                yield table, msgspec.json.encode(msgspec.json.decode(content))


def _old_files(base: Path) -> list[StoreFile]:
    """Return the files in which there is the base in format 1: itself, or copies that were kept."""
    found = []
    for file in map(StoreFile, (base, *kept_copies(base, 1))):
        with suppress(StoreError):  # a copy that somebody has damaged is none
            first = next(file.read().stored(), None)
            if first is not None and first.table != BASE:
                found.append(file)
    return found
