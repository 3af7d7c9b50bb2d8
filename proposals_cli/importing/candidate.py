"""A proposal that a row describes, and the records that come with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.importing.name_resolver import Resolved
from proposals_cli.importing.remarks import Remark

NewRecords = dict[Key, Record]


@dataclass
class Candidate:
    """A proposal that a row describes, and the records to be added with it.

    ``given_id`` is its id if the file or ``--id`` gave it one, None if it was made from year and
    title; ``is_template`` tells that ``--id`` made it from other fields. ``is_complete`` is true of
    a record in the format of a base.
    """

    proposal: Proposal
    given_id: str | None
    kind_given: bool
    new: NewRecords = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    is_template: bool = False
    own_number: Identifier | None = None
    """What the file calls the proposal, as a number: found again in files of other years."""
    language_is_guessed: bool = False
    """Whether neither the row nor the user states the language of its texts."""
    weak: frozenset[str] = frozenset()
    """Fields that ``--set`` gave: they fill what a proposal lacks, and replace nothing."""
    is_complete: bool = False
    edited: Callable[[Proposal], Proposal] | None = None
    """Makes the edits of a row on the state of the proposal in the base."""
    changes: str | None = None
    """The id of the proposal of which the row changes some fields, and says nothing else."""
    named_cells: Mapping[str, Any] | None = None
    """The cells that were read, if they are not all of the row."""


def complete_candidate(proposal: Proposal) -> Candidate:
    """Return the candidate that a complete record is."""
    return Candidate(proposal, proposal.id, kind_given=True, is_complete=True)


def added(resolved: Resolved, table: str, new: NewRecords) -> str:
    """Return the id of a record; one that is to be added goes to ``new``."""
    if resolved.record:
        new[table, resolved.id] = resolved.record
    return resolved.id
