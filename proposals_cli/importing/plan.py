"""What an import would do to a base: what is new, changed, the same, twice or refused."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from proposals_cli.domain.model.change import ChangeSet, now
from proposals_cli.domain.model.decoding import (
    encode_record,
)
from proposals_cli.domain.model.encoded_records import EncodedRecords
from proposals_cli.domain.model.records import Proposal
from proposals_cli.importing.duplicates import Match
from proposals_cli.importing.mapping import Mapper, MappingOptions
from proposals_cli.importing.rejections import Rejections
from proposals_cli.importing.rows import OnDuplicate

LONGEST_SHOWN = 300
"""Characters of a text in an example."""


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True)
class ImportOptions:
    """How rows become records, and what happens to those that are there."""

    mapping: MappingOptions = field(default_factory=MappingOptions)
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    create_themes: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that repeats a proposal: which, and by what that was found."""

    number: int
    title: str
    match: Match
    in_file: bool


@dataclass
class ImportPlan:
    """What an import would do. Nothing has been written."""

    name: str
    mapper: Mapper
    when: str = field(default_factory=now)
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    before: EncodedRecords = field(default_factory=EncodedRecords)
    """Records of the base that are changed, as they are."""
    after: EncodedRecords = field(default_factory=EncodedRecords)
    """Records that are added or changed, as they will be."""
    refusals: Rejections = field(default_factory=Rejections)
    duplicates: list[Duplicate] = field(default_factory=list)
    examples: list[Proposal] = field(default_factory=list)
    unsure_dates: int = 0
    dangling: int = 0
    mapped: bool = False
    """Whether any row was mapped; if not, all were whole records."""

    def write(self, why: str | None = None) -> ChangeSet | None:
        """Return the one change that this import is; None if it changes nothing."""
        if not self.after:
            return None
        counts = self.counts
        said = [f"{counts[o]:,} {o}" for o in (Outcome.NEW, Outcome.CHANGED) if counts[o]]
        what = f"import {self.name}: {', '.join(said) or f'{len(self.after):,} records'}"
        return ChangeSet(what, self.before, self.after, why)

    def created(self) -> dict[str, int]:
        """Return how many records of each other table are added."""
        counted: dict[str, int] = {}
        for table, id_ in self.after:
            if table != "proposals" and (table, id_) not in self.before:
                counted[table] = counted.get(table, 0) + 1
        return counted


def shortened(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal to be looked at: without blanks and history, long texts cut."""
    from proposals_cli.domain.editing.drafts import without_blanks

    plain: dict[str, Any] = msgspec.json.decode(encode_record(proposal))
    plain.pop("history")
    cleaned: dict[str, Any] = _cut(without_blanks(plain))
    return cleaned


def _cut(value: Any) -> Any:
    """Return a value with only the beginning of long texts."""
    match value:
        case str() if len(value) > LONGEST_SHOWN:
            return f"{value[:LONGEST_SHOWN]}… ({len(value):,} characters)"
        case dict():
            return {key: _cut(part) for key, part in value.items()}
        case list():
            return [_cut(part) for part in value]
        case _:
            return value
