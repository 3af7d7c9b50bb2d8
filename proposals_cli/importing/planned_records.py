"""The records of a base as they will be after an import."""

from typing import TYPE_CHECKING

from proposals_cli.domain.lookup import find_record
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.encoded_records import CheckedRecords, EncodedRecords
from proposals_cli.domain.model.records import Body, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.ports import ProposalIndex

if TYPE_CHECKING:
    from proposals_cli.importing.rows import SourceRow


class PlannedRecords:
    """The base's own records and, in front of them, those that the import adds or changes.

    ``before`` are the records to be changed, as they are; ``after`` are the records that are
    added or changed, as they will be. Every record in ``after`` has been checked.
    """

    def __init__(self, index: ProposalIndex) -> None:
        self.before = EncodedRecords()
        self.after = CheckedRecords()
        self.complete_rows: dict[Key, SourceRow] = {}
        """Records that the file gives in full → their row; their references are checked last."""
        self._index = index
        self._last_read: tuple[Key, Record | None] | None = None
        self._existing: dict[Key, bool] = {}
        self.stored_proposals: set[int] | None = None
        """The hashes of the ids of the base's proposals, once they are known."""

    def get(self, key: Key) -> Record | None:
        """Return a record as it will be; None if there is none."""
        return self.after[key] if key in self.after else self._stored(key)

    def proposal(self, id_: str) -> Proposal | None:
        """Return a proposal as it will be; None if there is none."""
        found = self.get(("proposals", id_))
        assert found is None or isinstance(found, Proposal)
        return found

    def agent(self, id_: str) -> Person | Body | None:
        """Return a person or a body, or None if there is none."""
        found = self.get(("people", id_)) or self.get(("bodies", id_))
        return found if isinstance(found, (Person, Body)) else None

    def theme(self, id_: str) -> Theme | None:
        """Return a theme, or None if there is none."""
        found = self.get(("themes", id_))
        return found if isinstance(found, Theme) else None

    def source(self, id_: str) -> Source | None:
        """Return a source, or None if there is none."""
        found = self.get(("sources", id_))
        return found if isinstance(found, Source) else None

    def exists(self, key: Key) -> bool:
        """Return whether there will be a record."""
        if key in self.after:
            return True
        if key not in self._existing:
            self._existing[key] = self._index.record(*key) is not None
        return self._existing[key]

    def add(self, record: Record) -> None:
        """Plan a record that does not exist yet.

        Raises:
            InvalidRecordError: it breaks a rule of its table; nothing is planned.
        """
        self.after.add(record)

    def put(self, record: Record) -> None:
        """Plan a record that may exist, as a new state of it; errors as ``add``."""
        key = (table_of(record), record.id)
        existing = None if key in self.after else self._stored(key)
        self.add(record)
        if existing is not None:
            self.before[key] = existing

    def drop(self, key: Key) -> bool:
        """Take a record out of the plan; return whether the base has it."""
        del self.after[key]
        return self.before.pop(key, None) is not None

    def _stored(self, key: Key) -> Record | None:
        """Return a record of the base; the last one is kept, as rows ask for it several times."""
        stored = self.stored_proposals
        if stored is not None and key[0] == "proposals" and hash(key[1]) not in stored:
            return None
        if self._last_read is None or self._last_read[0] != key:
            self._last_read = key, find_record(self._index, *key)
        return self._last_read[1]
