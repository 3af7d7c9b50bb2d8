"""The dates that decide how soon a proposal was answered."""

from typing import NamedTuple

from proposals_cli.domain.model.parts import Action
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import ANSWERED_KINDS, DocumentRole, Stage


class ReplyTimes(NamedTuple):
    """The dates of one proposal: ISO days, months or years, None where unknown.

    ``has_reply`` is true of a reply that is not interim, even if it is not dated; then ``when``
    may have its time in the words of the source. ``interim`` is the date of the first interim
    notice, ``has_interim`` whether there is any. ``due`` is the day that a source gives for this
    proposal, ``due_cited`` the (source, place) of each of its citations. ``by`` are those who made
    the first reply, ``asked`` those who were asked for one, ``notice_by`` those who gave the
    notice: ids, or names where there is no record. ``has_paper`` is true where a paper is an
    answer, whether or not a reply is held.
    """

    submitted: str | None
    assigned: str | None
    has_reply: bool
    replied: str | None
    when: str | None
    has_interim: bool
    interim: str | None
    due: str | None
    by: tuple[str, ...]
    asked: tuple[str, ...] = ()
    due_cited: tuple[tuple[str, str | None], ...] = ()
    notice_by: tuple[str, ...] = ()
    has_paper: bool = False


def reply_times(proposal: Proposal) -> ReplyTimes | None:
    """Return the dates of a proposal that was answered or should be; None for any other."""
    replies = proposal.replies
    if not (replies or proposal.reply_due or proposal.kind in ANSWERED_KINDS):
        return None
    reply = _first_reply([one for one in replies if not one.interim])
    notice = next((one for one in replies if one.interim), None)
    due = proposal.reply_due
    return ReplyTimes(
        submitted=submission_date(proposal),
        assigned=_first(proposal, Stage.ASSIGNED),
        has_reply=reply is not None,
        replied=reply.date if reply else None,
        when=reply.when if reply else None,
        has_interim=notice is not None,
        interim=notice.date if notice else None,
        due=due.date if due else None,
        by=tuple(agent.name for agent in reply.by) if reply else (),
        asked=tuple(agent.name for agent in proposal.addressees),
        due_cited=tuple((one.source, one.locator) for one in due.citations) if due else (),
        notice_by=tuple(agent.name for agent in notice.by) if notice else (),
        has_paper=any(paper.role is DocumentRole.ANSWER for paper in proposal.documents),
    )


def _first_reply(replies: list[Action]) -> Action | None:
    """Return the earliest reply by date, or in file order where one has no date."""
    if all(one.date for one in replies):
        return min(replies, key=lambda one: one.date or "", default=None)
    return replies[0]


def submission_date(proposal: Proposal) -> str | None:
    """Return the date of submission: the proposal's own, else that of the action."""
    return proposal.date or _first(proposal, Stage.SUBMITTED, Stage.INTRODUCED)


def _first(proposal: Proposal, *stages: Stage) -> str | None:
    dates = (one.date for one in proposal.actions if one.stage in stages)
    return next((date for date in dates if date), None)
