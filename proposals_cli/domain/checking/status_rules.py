"""Rules on what became of proposals, and on who stands behind them."""

from collections.abc import Iterator

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.records import Body, Proposal
from proposals_cli.domain.model.status import END, RANKS, STAGES, current_status
from proposals_cli.domain.model.vocabulary import (
    ANSWERED_KINDS,
    UNCONFIRMED,
    Role,
    Stage,
    Status,
)


def contradicted_statuses(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """The stated status agrees with what happened, and nothing goes on after a withdrawal."""
    current = current_status(proposal, context.today)
    if current.differs:
        yield f"stated as {current.value}, but what happened makes it {current.differs}"
    withdrawal = None
    for action in proposal.actions:
        reached = STAGES.get(action.stage)
        if action.stage is Stage.WITHDRAWN:
            withdrawal = action
        elif withdrawal and reached and reached.rank < END and not action.interim:
            on = f" of {withdrawal.date}" if withdrawal.date else ""
            yield f"'{action.stage}' stands after its withdrawal{on}"


def unconfirmed(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """A proposal that was announced is confirmed to have been submitted."""
    status = current_status(proposal, context.today).value
    if status in UNCONFIRMED and not proposal.replies:
        yield f"announced ({status}), but its submission is not confirmed"


def lapsed(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """A lapse is recorded as an action, and no open bill is left from a session long ended.

    Lapsing is not derived from the end of a session: this is a hint to look it up.
    """
    current = current_status(proposal, context.today)
    if current.value is Status.LAPSED and current.basis == "stated":
        yield "stated as lapsed, but no action says when"
    if RANKS[current.value] >= END or proposal.kind in ANSWERED_KINDS:
        return
    end = _last_day(proposal, context)
    latest = max((action.date for action in proposal.actions if action.date), default="")
    if end and latest[:4] <= end[:4] and int(end[:4]) + 1 < int(context.today[:4]):
        yield f"open ({current.value}), though its session ended in {end}: it may have lapsed"


def _last_day(proposal: Proposal, context: CheckContext) -> str | None:
    """Return the last day of the proposal's term, or else of its session, if its body states it."""
    body = context.find(Body, proposal.body)
    if body is None or (proposal.term is None and proposal.session is None):
        return None
    by_term = proposal.term is not None  # what is open at the end of a session often goes on
    ends = [
        one.end
        for one in body.sessions
        if (one.term == proposal.term if by_term else one.session == proposal.session)
    ]
    return max((end for end in ends if end), default=None) if ends and all(ends) else None


def withdrawn_authors(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """A proposal whose authors have all withdrawn is withdrawn, and nobody is in it twice."""
    withdrawn = {one.name: one.withdrawn for one in proposal.sponsors if one.withdrawn}
    for name in dict.fromkeys(one.name for one in proposal.current_sponsors):
        if name in withdrawn:
            yield f"{name} withdrew ({withdrawn[name]}), and is a sponsor all the same"
    authors = [one for one in proposal.sponsors if one.role in (None, Role.AUTHOR)]
    status = current_status(proposal, context.today).value
    if authors and all(one.withdrawn for one in authors) and status is not Status.WITHDRAWN:
        yield f"all its authors have withdrawn, but its status is {status}"
