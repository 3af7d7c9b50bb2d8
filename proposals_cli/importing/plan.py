"""What an import would do: which rows are new, changed, the same, duplicate or rejected."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from proposals_cli.domain.model.change import ChangeSet, Key, now
from proposals_cli.domain.model.encoded_records import EncodedRecords
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.importing.duplicates import DuplicateMatch
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.rejections import Rejections
from proposals_cli.importing.remarks import Remarks
from proposals_cli.importing.rows import OnDuplicate, Rejection, SourceRow

MAX_EXAMPLES = 20
_BLANK: tuple[Any, ...] = (None, "", [], {})
MAX_DUPLICATES = 1_000
"""How many duplicates can be shown; all are counted."""


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True)
class ImportOptions:
    """How rows become records, and what to do with those that exist already."""

    mapping: MappingOptions = field(default_factory=MappingOptions)
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    create_themes: bool = True
    layout: str | None = None
    """The name of a layout, ``none``, or None to recognise one."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that repeats a record: which one, and how that was found.

    ``is_taken``: an update has taken its values.
    """

    place: str
    title: str
    match: DuplicateMatch
    in_file: bool
    repeated_title: str = ""
    is_taken: bool = False


@dataclass
class ImportPlan:
    """What an import would do. Nothing has been written."""

    name: str
    mapper: Mapper
    """Maps the columns of the table that is being read."""
    mappers: list[Mapper] = field(default_factory=list)
    """Those of all tables: one, unless several files are imported."""
    when: str = field(default_factory=now)
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    before: EncodedRecords = field(default_factory=EncodedRecords)
    """Records of the base that would be changed, as they are."""
    after: EncodedRecords = field(default_factory=EncodedRecords)
    """Records that would be added or changed, as they would be."""
    further_changes: Counter[Key] = field(default_factory=Counter)
    """Record → how many rows after the first one change fields of it."""
    rejections: Rejections = field(default_factory=Rejections)
    remarks: Remarks = field(default_factory=Remarks)
    duplicates: list[Duplicate] = field(default_factory=list)
    examples: list[Proposal] = field(default_factory=list)
    filled: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Column → how many of its cells in the rows that were taken are not blank."""
    first_rejected: SourceRow | None = None
    find: Callable[[str, str], Record | None] | None = None
    """Finds a record as it will be, by table and id."""
    dangling: int = 0
    mapped: bool = False
    """Whether columns were mapped to fields: false if all rows were complete records."""
    on_duplicate: Callable[[Duplicate], None] | None = None
    """Called with every duplicate, of which only the first ones are remembered."""

    def __post_init__(self) -> None:
        """Begin with one table."""
        self.mappers = self.mappers or [self.mapper]

    def used(self) -> MappingOptions:
        """Return options that state the decisions made about the columns."""
        found = (pair for mapper in self.mappers for pair in mapper.used().columns)
        return replace(self.mapper.options, columns=tuple(dict.fromkeys(found)))

    def count(self, outcome: Outcome, example: Proposal | None = None) -> None:
        """Count a row; the first examples are kept."""
        self.counts[outcome] += 1
        if example is not None and len(self.examples) < MAX_EXAMPLES:
            self.examples.append(example)

    def add_duplicate(self, duplicate: Duplicate) -> None:
        """Count a row that repeats a record."""
        self.counts[Outcome.DUPLICATE] += 1
        if self.on_duplicate is not None:
            self.on_duplicate(duplicate)
        if len(self.duplicates) < MAX_DUPLICATES:
            self.duplicates.append(duplicate)

    def take(self, cells: Mapping[str, Any]) -> None:
        """Count the cells of a row that is taken."""
        filled = self.filled
        for column, value in cells.items():
            if value or value not in _BLANK:
                filled[column] += 1

    def reject(self, row: SourceRow, rejection: Rejection) -> None:
        """Count a row that is not imported."""
        if self.first_rejected is None:
            self.first_rejected = row
        self.counts[Outcome.REJECTED] += 1
        self.rejections.add(rejection)

    def change_set(self, why: str | None = None) -> ChangeSet | None:
        """Return the import as one change; None if it changes nothing."""
        if not self.after:
            return None
        counts = self.counts
        done = [f"{counts[o]:,} {o}" for o in (Outcome.NEW, Outcome.CHANGED) if counts[o]]
        what = f"import {self.name}: {', '.join(done) or f'{len(self.after):,} records'}"
        return ChangeSet(what, self.before, self.after, why, when=self.when)

    def created(self) -> dict[str, int]:
        """Return how many records of each other table are added."""
        counted: dict[str, int] = {}
        for table, id_ in self.after:
            if table != "proposals" and (table, id_) not in self.before:
                counted[table] = counted.get(table, 0) + 1
        return counted
