"""Merge a new state of a proposal into an existing one, as an update does."""

from typing import Any

import pytest

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Proposal
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.merge import merged
from tests.factories import proposal

ONE, TWO = (Citation(source="source-one"),), (Citation(source="source-two"),)


def after_record(before: dict[str, Any], new: dict[str, Any]) -> Proposal:
    """Return a proposal after an update with a complete record; a second one changes nothing."""
    return _after(before, new, is_complete=True)


def after_row(before: dict[str, Any], new: dict[str, Any]) -> Proposal:
    """Return a proposal after an update with a row; a second one changes nothing."""
    return _after(before, new, is_complete=False)


def _after(before: dict[str, Any], new: dict[str, Any], *, is_complete: bool) -> Proposal:
    candidate = Candidate(proposal(**new), None, kind_given=True, is_complete=is_complete)
    once = merged(proposal(**before), candidate)
    assert merged(once, candidate) == once
    return once


MODES = pytest.mark.parametrize("after", [after_record, after_row])
