"""The status of a proposal: what was stated of it, against what happened to it.

``STAGES`` is the rule. Open stages count by rank, not by date: a referral after ``passed`` stays
passed. An end beats every open stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from proposals_cli.domain.model.parts import Action, StatusClaim
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Stage, Status

END = 6
"""The rank of every end."""


class Reached(NamedTuple):
    """The status that a stage leads to, and its rank."""

    status: Status
    rank: int


STAGES: dict[Stage, Reached] = {
    Stage.ANNOUNCED: Reached(Status.PLANNED, 1),
    Stage.SUBMITTED: Reached(Status.SUBMITTED, 2),
    Stage.INTRODUCED: Reached(Status.SUBMITTED, 2),
    Stage.ASSIGNED: Reached(Status.ASSIGNED, 3),
    Stage.REFERRED: Reached(Status.REFERRED, 3),
    Stage.REPLIED: Reached(Status.REPLIED, 4),
    Stage.PASSED: Reached(Status.PASSED, 5),
    Stage.ADOPTED: Reached(Status.ADOPTED, END),
    Stage.ENACTED: Reached(Status.ENACTED, END),
    Stage.REJECTED: Reached(Status.REJECTED, END),
    Stage.VETOED: Reached(Status.VETOED, END),
    Stage.WITHDRAWN: Reached(Status.WITHDRAWN, END),
    Stage.LAPSED: Reached(Status.LAPSED, END),
    Stage.CLOSED: Reached(Status.CLOSED, END),
}
"""Stage → the status that follows. The other stages (debated, amended, decided, in force, other)
lead to none, nor does an interim reply; ``carried-over`` reopens a proposal as submitted."""

RANKS: dict[Status, int] = {
    Status.UNKNOWN: 0,
    Status.TO_BE_SUBMITTED: 1,
    Status.PLANNED_OR_SUBMITTED: 1,
    Status.PRESENTED: 2,
    **{reached.status: reached.rank for reached in STAGES.values()},
}
"""Status → its rank; three statuses are only ever stated."""

Basis = Literal["stated", "action", "date", "none"]


@dataclass(frozen=True, slots=True)
class CurrentStatus:
    """The status that is shown, and what it follows from.

    ``basis`` is ``stated`` (by a source), ``action``, ``date`` (the proposal's own) or ``none``.
    ``differs`` is what happened if it contradicts what was stated: another status of the same rank.
    """

    value: Status
    basis: Basis
    action: Action | None = None
    differs: Status | None = None


@dataclass(frozen=True, slots=True)
class _State:
    """The status after some actions, and the action it follows from, if it does."""

    status: Status = Status.UNKNOWN
    rank: int = 0
    action: Action | None = None


def current_status(proposal: Proposal, today: str | None = None) -> CurrentStatus:
    """Return the further of the stated and the derived status.

    Of equal rank, or of two different ends, it is the stated one. A dated action after the date
    of the stated status goes on from there. A day after ``today`` (default: the current day, in
    UTC) has not happened: it changes nothing.
    """
    claim = proposal.status
    if not proposal.actions and not proposal.date:  # nothing can be derived
        value = claim.value if claim else Status.UNKNOWN
        return CurrentStatus(value, "none" if value is Status.UNKNOWN else "stated")
    today = today or datetime.now(UTC).strftime("%Y-%m-%d")
    happened = [one for one in proposal.actions if not one.date or one.date <= today]
    start = _State()
    if proposal.date and proposal.date <= today:
        start = _State(Status.SUBMITTED, RANKS[Status.SUBMITTED])
    derived = _after(start, happened)
    if claim is None or claim.value is Status.UNKNOWN:
        if claim and claim.as_reported and derived.action is None:
            return CurrentStatus(Status.UNKNOWN, "none")  # what its words mean is not known
        return _derived(derived)
    return _combined(claim, derived, happened)


def _combined(claim: StatusClaim, derived: _State, happened: Iterable[Action]) -> CurrentStatus:
    stated = _State(claim.value, RANKS[claim.value])
    if claim.date:
        later = [one for one in happened if one.date and one.date > claim.date]
        after = _after(stated, later)
        if after != stated:
            return _derived(after)
    if derived.rank > stated.rank:
        return _derived(derived)
    differs = derived.status if derived.rank == stated.rank else None
    return CurrentStatus(claim.value, "stated", differs=None if differs is claim.value else differs)


def _derived(state: _State) -> CurrentStatus:
    if state.status is Status.UNKNOWN:
        return CurrentStatus(state.status, "none")
    return CurrentStatus(state.status, "action" if state.action else "date", state.action)


def _after(state: _State, actions: Iterable[Action]) -> _State:
    """Return the state after more actions, oldest first."""
    for action in actions:
        if action.stage is Stage.CARRIED_OVER and state.status is not Status.ENACTED:
            state = _State(Status.SUBMITTED, RANKS[Status.SUBMITTED], action)
            continue
        reached = STAGES.get(action.stage)
        if reached is None or (action.is_reply and action.interim):
            continue
        if _changes(state, reached):
            state = _State(reached.status, reached.rank, action)
    return state


def _changes(state: _State, reached: Reached) -> bool:
    """Return whether a stage changes a status that was reached before it."""
    if state.rank < END:
        return reached.rank >= state.rank
    if reached.rank < END:
        return state.status is Status.LAPSED
    return state.status is not Status.ENACTED
