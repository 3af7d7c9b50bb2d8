"""What a person who adds records should know, though nothing is wrong."""

from collections.abc import Iterator, Sequence

from proposals_cli.domain.editing.drafts import Drafted
from proposals_cli.domain.editing.repeats import Repeat
from proposals_cli.domain.model.records import Proposal

_EARLIEST = 1700
_MAX_LISTED = 5


def advice(drafts: Sequence[Drafted], near: Sequence[Repeat], this_year: int) -> Iterator[str]:
    """Yield remarks on records that were added: what a draft left open, and what looks wrong.

    Args:
        drafts: the drafts of the records.
        near: what they may repeat.
        this_year: the year in which they were added.
    """
    yield from dict.fromkeys(remark for one in drafts for remark in one.remarks)
    for one in near:
        yield (
            f"{one.id} may repeat {one.other}: {one.why}. If it does: prop undo."
            f" To compare: prop show {one.other}"
        )
    proposals = [one.record for one in drafts if isinstance(one.record, Proposal)]
    for proposal in proposals:
        year = proposal.stated_year
        if year is not None and not _EARLIEST <= year <= this_year + 1:
            yield f"{proposal.id} is of {year}: is the year right? Correct: prop edit {proposal.id}"
    without = [one.id for one in proposals if not one.all_sources()]
    if without:
        listed = ", ".join(without[:_MAX_LISTED]) + (" …" if without[_MAX_LISTED:] else "")
        yield (
            f"No source yet: {listed}. To add a link or an id under `sources`:"
            f" prop edit {without[0]}"
        )
