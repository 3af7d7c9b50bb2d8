"""Fields of lists, one by one."""

import pytest

from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.ports import Summary
from proposals_cli.knowledge_base import ProposalRow
from proposals_cli.render.fields import PROPOSAL_FIELDS
from tests.factories import proposal

SUMMARY = Summary("2020-a", 2020, "bill", "unknown", "A", None, None, (), (), (), (), 0, 0)


@pytest.mark.parametrize("key", PROPOSAL_FIELDS)
def test_only_some_fields_need_the_record(key: str) -> None:
    """Other values come from the summary, so a plain list does not decode records."""
    field = PROPOSAL_FIELDS[key]
    raw = encode_record(proposal("2020-a")) if field.needs_record else None
    field.get(ProposalRow(SUMMARY, raw))
    if field.needs_record:
        with pytest.raises(AssertionError):
            field.get(ProposalRow(SUMMARY))
