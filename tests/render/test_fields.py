"""Fields of lists, one by one."""

import pytest

from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.ports import Summary
from proposals_cli.knowledge_base import ProposalRow
from proposals_cli.render.fields import PROPOSAL_FIELDS
from tests.factories import proposal

SUMMARY = Summary("2020-a", 2020, "bill", "unknown", "A", None, None, (), (), (), (), 0, 0)


@pytest.mark.parametrize("key", PROPOSAL_FIELDS)
def test_a_field_says_whether_it_needs_the_record(key: str) -> None:
    """The others have their value from the summary, so that a plain list decodes no record."""
    field = PROPOSAL_FIELDS[key]
    raw = encode_record(proposal("2020-a")) if field.needs_record else None
    field.get(ProposalRow(SUMMARY, raw))
    if field.needs_record:
        with pytest.raises(AssertionError):
            field.get(ProposalRow(SUMMARY))
