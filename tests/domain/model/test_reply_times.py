"""The dates that decide how soon a proposal was answered."""

from typing import Any

import pytest

from proposals_cli.domain.model.parts import Action, Agent, Citation, ReplyDue, Title
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.reply_times import ReplyTimes, reply_times
from proposals_cli.domain.model.vocabulary import ANSWERED_KINDS, Kind, Stage
from tests.factories import reply


def proposal(**fields: Any) -> Proposal:
    """Return a question with the given fields."""
    needed = {"id": "q1", "body": "diet", "kind": Kind.QUESTION}
    return Proposal(**(needed | {"titles": (Title(lang="en", text="On rice"),)} | fields))


def test_every_date_is_taken_from_its_own_field() -> None:
    """The first reply that is not interim, the first notice, and the stated day with its source."""
    agents = (Agent(who="cabinet"), Agent(as_named="the minister"))
    paper = Citation(source="paper", locator="para 2", quote="by July")
    times = reply_times(
        proposal(
            date="2024-06-01",
            addressees=(Agent(who="cabinet"),),
            actions=(
                Action(stage=Stage.ASSIGNED, date="2024-06-03"),
                Action(stage=Stage.REPLIED, date="2024-06-11", interim=True),
                Action(stage=Stage.REPLIED, date="2024-06-25", by=agents),
                Action(stage=Stage.REPLIED, date="2024-07-25"),
            ),
            reply_due=ReplyDue(date="2024-06-30", citations=(paper,)),
        )
    )
    assert times == ReplyTimes(
        submitted="2024-06-01",
        assigned="2024-06-03",
        has_reply=True,
        replied="2024-06-25",
        when=None,
        has_interim=True,
        interim="2024-06-11",
        due="2024-06-30",
        by=("cabinet", "the minister"),
        asked=("cabinet",),
        due_cited=(("paper", "para 2"),),
    )


def test_a_reply_without_a_date_is_a_reply() -> None:
    """Its time may be known in words; nothing else is known of it."""
    times = reply_times(proposal(actions=(Action(stage=Stage.REPLIED, when="in the summer"),)))
    assert times is not None
    assert (times.has_reply, times.replied, times.when) == (True, None, "in the summer")
    assert (times.submitted, times.has_interim, times.due, times.by) == (None, False, None, ())


def test_submission_is_dated_by_an_action_where_the_proposal_has_no_date() -> None:
    """A bill is introduced, a question submitted."""
    for stage in (Stage.SUBMITTED, Stage.INTRODUCED):
        times = reply_times(proposal(actions=(Action(stage=stage, date="2024-06-02"),)))
        assert times is not None
        assert times.submitted == "2024-06-02"


@pytest.mark.parametrize("kind", Kind)
def test_only_what_was_answered_or_asks_for_an_answer_has_such_dates(kind: Kind) -> None:
    """A bill has none, unless somebody answered it or a source says that an answer is due."""
    assert (reply_times(proposal(kind=kind)) is not None) is (kind in ANSWERED_KINDS)
    answered = proposal(kind=kind, actions=(Action(stage=Stage.REPLIED),))
    due = proposal(kind=kind, reply_due=ReplyDue(date="2024"))
    assert reply_times(answered) is not None
    assert reply_times(due) is not None


def test_the_first_reply_is_the_earliest() -> None:
    """Whatever the order in which replies were entered; without dates their order counts."""
    replied = reply(date="2026-01-10", by="B")
    late = reply(date="2026-05-20", by="A")
    times = reply_times(proposal(actions=(late, replied)))
    assert times is not None
    assert (times.replied, times.by) == ("2026-01-10", ("B",))
    undated = reply_times(proposal(actions=(reply(by="A"), replied)))
    assert undated is not None
    assert undated.by == ("A",)
