"""Place a record in the plan: as new, changed, the same as before or a duplicate."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import msgspec

from proposals_cli.domain.editing.overlay import overlay, same_content
from proposals_cli.domain.matching.identity import disambiguated_id
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import Change
from proposals_cli.domain.model.records import Body, Person, Proposal, Record, Theme
from proposals_cli.importing.adaptation import adapted, is_nameless, with_own_number
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.duplicates import DuplicateFinder, DuplicateMatch
from proposals_cli.importing.merge import merged
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.plan import Duplicate, ImportPlan, Outcome
from proposals_cli.importing.planned_records import PlannedRecords
from proposals_cli.importing.rows import OnDuplicate, RejectedRowError, SourceRow
from proposals_cli.importing.vocabulary_lookup import abbreviated


@dataclass
class _Placer:
    plan: ImportPlan
    records: PlannedRecords
    names: NameResolver
    on_duplicate: OnDuplicate


@dataclass
class ProposalPlacer(_Placer):
    """Places proposals; of two rows for one proposal, the later one is right, title aside."""

    duplicates: DuplicateFinder
    _taken: set[str] = field(default_factory=set)
    """Proposals that a row of the file is, besides the planned ones. A further row fills what is
    blank in that by which proposals are recognised, and replaces nothing of it: otherwise the same
    file, imported again, would be matched differently."""

    def __post_init__(self) -> None:
        what = f"imported from {self.plan.name}"
        self._history = (Change(when=self.plan.when, what=what),)

    def place(self, row: SourceRow, candidate: Candidate, match: DuplicateMatch | None) -> None:
        """Place a proposal: as a new one, or merged into the one that it repeats.

        Raises:
            InvalidRecordError: the resulting record breaks a rule; nothing is planned.
            RejectedRowError: it is new and has no title.
        """
        if match is None:
            self._add(row, candidate, self._free_id(candidate))
        else:
            self._place_duplicate(row, candidate, match)
        if not candidate.is_complete:
            self.plan.take(row.cells if candidate.named_cells is None else candidate.named_cells)
        self.plan.remarks.add(candidate.remarks)

    def _place_duplicate(self, row: SourceRow, candidate: Candidate, match: DuplicateMatch) -> None:
        existing = self.records.proposal(match.id)
        assert existing is not None
        in_file = ("proposals", match.id) in self.plan.after
        keeps = self.on_duplicate is OnDuplicate.KEEP
        if not (keeps or match.is_loose):
            self.duplicates.claim(match.id, candidate)
        if match.is_loose and not keeps:
            self.plan.add_duplicate(
                _duplicate(row, candidate.proposal, match, existing, in_file=in_file)
            )
            return
        candidate = adapted(candidate, existing, self.records)
        is_further = match.is_further or in_file or match.id in self._taken
        if not keeps:
            self._taken.add(match.id)
        after = merged(existing, candidate, overwrites=match.overwrites, is_further=is_further)
        is_same = same_content(existing, after)
        if is_same and (
            candidate.changes
            or (not in_file and (match.overwrites or _says_no_more(existing, candidate)))
        ):
            self.plan.count(Outcome.SAME)
        elif keeps:
            self._keep_both(row, candidate)
        elif self.on_duplicate is OnDuplicate.SKIP or is_same:
            self.plan.add_duplicate(
                _duplicate(row, candidate.proposal, match, existing, in_file=in_file)
            )
        elif in_file and candidate.changes:
            self._put(row, candidate, after)
            self.plan.count(Outcome.CHANGED)
            self.plan.further_changes["proposals", match.id] += 1
        elif in_file:
            self._put(row, candidate, after)
            repeat = _duplicate(row, candidate.proposal, match, existing, in_file=True)
            self.plan.add_duplicate(replace(repeat, is_taken=True))
        else:
            if candidate.edited or not candidate.is_complete:
                history = (*existing.history, *self._history)
                after = msgspec.structs.replace(after, history=history)
            self._put(row, candidate, after)
            self.plan.count(Outcome.CHANGED, after)

    def _keep_both(self, row: SourceRow, candidate: Candidate) -> None:
        """Add a proposal besides the one it repeats, with an id made from its content."""
        for id_ in _disambiguated_ids(candidate.proposal):
            existing = self.records.proposal(id_)
            if existing is None:
                self._add(row, candidate, id_)
                return
            proposal = with_own_number(candidate, id_).proposal
            if same_content(existing, msgspec.structs.replace(proposal, id=id_)):
                self.plan.count(Outcome.SAME)
                return

    def _add(self, row: SourceRow, candidate: Candidate, id_: str) -> None:
        if is_nameless(candidate, id_):
            reason = "no title, and no proposal has its id: --map title=COLUMN or --set title=…"
            raise RejectedRowError("", reason)
        proposal = with_own_number(candidate, id_).proposal
        history = proposal.history if candidate.is_complete else self._history
        proposal = msgspec.structs.replace(proposal, id=id_, history=history)
        self._put(row, candidate, proposal)
        self.plan.count(Outcome.NEW, proposal)

    def _put(self, row: SourceRow, candidate: Candidate, proposal: Proposal) -> None:
        """Plan a proposal with the people, themes and sources that are added for it."""
        self.records.put(proposal)
        for key, record in candidate.new.items():
            if key not in self.plan.after:
                self.records.add(msgspec.structs.replace(record, history=self._history))
                self.names.add(record)
        self.duplicates.add(proposal)
        self.duplicates.claim(proposal.id, candidate)
        if candidate.is_complete:
            self.records.complete_rows["proposals", proposal.id] = row.without_cells()

    def _free_id(self, candidate: Candidate) -> str:
        """Return an id that no record has; apart from that, it depends on the row alone."""
        if self._is_free(id_ := candidate.proposal.id, candidate):
            return id_
        ids = _disambiguated_ids(candidate.proposal)
        return next(id_ for id_ in ids if self._is_free(id_, candidate))

    def _is_free(self, id_: str, candidate: Candidate) -> bool:
        """Return whether a proposal may get an id; a complete record may share a person's."""
        if self.duplicates.has_id(id_):
            return False
        if candidate.is_complete:
            return True
        is_added_with_it = any(new == id_ for _, new in candidate.new)
        return not is_added_with_it and not self.names.is_taken_by_other(id_)


class RecordPlacer(_Placer):
    """Places complete records of the other tables."""

    def place(self, row: SourceRow, record: Record) -> None:
        """Place a record, which is a duplicate if its table has one of the same id.

        Raises:
            InvalidRecordError: the resulting record breaks a rule; nothing is planned.
        """
        table = table_of(record)
        if not self.records.exists((table, record.id)):
            id_ = self.names.former.current((table,), record.id)
            record = msgspec.structs.replace(record, id=id_)
        key = (table, record.id)
        self.records.complete_rows[key] = row.without_cells()
        in_file = key in self.plan.after
        existing = self.records.get(key)
        if existing is None:
            self._put(record)
            self.plan.count(Outcome.NEW)
            return
        updates = self.on_duplicate is OnDuplicate.UPDATE
        after = overlay(existing, record) if updates else record
        if same_content(existing, after):
            self.plan.count(Outcome.SAME)
            return
        if updates:
            self._put(after)
        if updates and not in_file:
            self.plan.count(Outcome.CHANGED)
        else:
            match = DuplicateMatch(record.id, "id")
            repeat = _duplicate(row, record, match, existing, in_file=in_file)
            self.plan.add_duplicate(replace(repeat, is_taken=updates))

    def _put(self, record: Record) -> None:
        self.records.put(record)
        self.names.add(record)


def _says_no_more(existing: Proposal, candidate: Candidate) -> bool:
    """Return whether a row says nothing else, even if it might replace what the proposal has."""
    return same_content(existing, merged(existing, candidate))


def _duplicate(
    row: SourceRow, record: Record, match: DuplicateMatch, existing: Record, *, in_file: bool
) -> Duplicate:
    names = (abbreviated(_display_name(one)) for one in (record, existing))
    return Duplicate(row.place, next(names), match, in_file, next(names))


def _display_name(record: Record) -> str:
    """Return what people call a record."""
    match record:
        case Proposal():
            title = record.main_title
            return title.text if title else record.id
        case Person() | Body() | Theme():
            return next(iter(record.name.values()), record.id)
        case _:
            return record.id


def _disambiguated_ids(proposal: Proposal) -> Iterator[str]:
    """Yield ids with a hash of the content, each with a longer hash than the one before."""
    return (disambiguated_id(proposal, size) for size in (3, 6, 12, 24))
