"""The status rule: every row of it, and what a simpler rule would get wrong."""

import msgspec
import pytest

from proposals_cli.domain.model.parts import Action, StatusClaim, Title
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import RANKS, STAGES, current_status
from proposals_cli.domain.model.vocabulary import Kind, Stage, Status, TitleBasis

TODAY = "2026-11-27"


def proposal(
    *actions: str, date: str | None = None, stated: str | None = None, on: str | None = None
) -> Proposal:
    """Return a proposal with actions as ``2020-05-01 referred`` or ``referred``."""
    claim = StatusClaim(value=Status(stated), date=on) if stated else None
    return Proposal(
        id="2020-a",
        body="diet",
        kind=Kind.BILL,
        date=date,
        titles=(Title(lang="en", text="On a matter", basis=TitleBasis.OFFICIAL),),
        actions=tuple(map(action, actions)),
        status=claim,
    )


def action(text: str) -> Action:
    """Return an action from a date, a stage and perhaps the word ``interim``."""
    words = text.split()
    interim = "interim" in words
    *date, stage = [word for word in words if word != "interim"]
    return Action(date=date[0] if date else None, stage=Stage(stage), interim=interim)


STAGE_ROWS = {
    "announced": ("planned", 1),
    "submitted": ("submitted", 2),
    "introduced": ("submitted", 2),
    "assigned": ("assigned", 3),
    "referred": ("referred", 3),
    "replied": ("replied", 4),
    "passed": ("passed", 5),
    "adopted": ("adopted", 6),
    "enacted": ("enacted", 6),
    "rejected": ("rejected", 6),
    "vetoed": ("vetoed", 6),
    "withdrawn": ("withdrawn", 6),
    "lapsed": ("lapsed", 6),
    "closed": ("closed", 6),
}
WITHOUT_STATUS = ("debated", "amended", "decided", "in-force", "other")


@pytest.mark.parametrize(("stage", "reached"), STAGE_ROWS.items())
def test_a_stage_leads_to_its_status(stage: str, reached: tuple[str, int]) -> None:
    """One action alone gives its status, and says that it comes from this action."""
    found = current_status(proposal(stage), TODAY)
    assert (found.value, RANKS[found.value]) == reached
    assert (found.basis, found.action) == ("action", action(stage))


@pytest.mark.parametrize("stage", WITHOUT_STATUS)
def test_a_stage_without_a_status_changes_nothing(stage: str) -> None:
    """A debate or a vote is no status of its own."""
    assert current_status(proposal(stage), TODAY).value == "unknown"
    assert current_status(proposal("referred", stage), TODAY).value == "referred"


def test_every_stage_is_in_the_table_or_leads_to_nothing() -> None:
    """A stage that is added to the vocabulary needs a decision."""
    assert {*STAGE_ROWS, *WITHOUT_STATUS, "carried-over"} == {*Stage}
    assert {*STAGES} == {Stage(stage) for stage in STAGE_ROWS}
    assert {*RANKS} == {*Status}


ACTION_ROWS = {
    "a referral after a passage stays passed": (["passed", "referred"], "passed"),
    "of equal rank the later one counts": (["assigned", "referred"], "referred"),
    "open stages go by rank, not by date": (
        ["2020-03-01 replied", "2020-05-01 assigned"],
        "replied",
    ),
    "an interim reply is no reply": (["assigned", "2020-06-01 replied interim"], "assigned"),
    "a reply after a notice is one": (["replied interim", "replied"], "replied"),
    "an end beats a later open stage": (["rejected", "referred"], "rejected"),
    "an open stage after a withdrawal changes nothing": (["withdrawn", "submitted"], "withdrawn"),
    "of two ends the later wins": (["rejected", "adopted"], "adopted"),
    "a veto after adoption wins": (["adopted", "vetoed"], "vetoed"),
    "nothing follows an enactment": (["enacted", "lapsed"], "enacted"),
    "an override after a veto wins": (["vetoed", "enacted"], "enacted"),
    "a lapsed proposal reopens": (["passed", "lapsed", "referred"], "referred"),
    "a carried-over proposal is submitted again": (["referred", "carried-over"], "submitted"),
    "it goes on from there": (["referred", "carried-over", "referred", "passed"], "passed"),
    "a carry-over after a lapse reopens": (["lapsed", "carried-over"], "submitted"),
    "an enactment is not carried over": (["enacted", "carried-over"], "enacted"),
    "an undated action stays where it stands": (["2020-05-01 lapsed", "adopted"], "adopted"),
    "a vote that decided is no passage": (["introduced", "decided"], "submitted"),
    "an act in force was enacted before": (["enacted", "in-force"], "enacted"),
    "a companion's passage closes": (["referred", "closed"], "closed"),
    "a day in the future has not happened": (["submitted", "2030-01-01 lapsed"], "submitted"),
    "a month of today's year has begun": (["2026-11 replied"], "replied"),
}


@pytest.mark.parametrize("row", ACTION_ROWS)
def test_the_actions_give_the_status(row: str) -> None:
    """The rule is applied to actions in file order."""
    actions, status = ACTION_ROWS[row]
    assert current_status(proposal(*actions), TODAY).value == status


STATED_ROWS = {
    "without actions the stated one": ([], "planned", None, "planned", "stated", None),
    "the further one: what happened": (["replied"], "submitted", None, "replied", "action", None),
    "the further one: what was stated": (["introduced"], "passed", None, "passed", "stated", None),
    "an end is further than any open stage": (["passed"], "closed", None, "closed", "stated", None),
    "of equal rank the stated one": (
        ["referred"], "assigned", None, "assigned", "stated", "referred",
    ),
    "of two ends the stated one": (["rejected"], "adopted", None, "adopted", "stated", "rejected"),
    "the same on both sides": (["replied"], "replied", None, "replied", "stated", None),
    "a dated action after the date of the status": (
        ["2021-01-01 adopted"], "rejected", "2020-06-01", "adopted", "action", None,
    ),
    "not one before it": (
        ["2020-01-01 adopted"], "rejected", "2020-06-01", "rejected", "stated", "adopted",
    ),
    "not an undated one": (["adopted"], "rejected", "2020-06-01", "rejected", "stated", "adopted"),
    "a later referral does not undo a passage": (
        ["2021-03-16 referred"], "passed", "2021-03-03", "passed", "stated", None,
    ),
    "an unknown status states nothing": (["replied"], "unknown", None, "replied", "action", None),
    "presented is as far as submitted": (
        ["submitted"], "presented", None, "presented", "stated", "submitted",
    ),
    "an announcement that may be a submission": (
        ["announced"], "planned-or-submitted", None, "planned-or-submitted", "stated", "planned",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", STATED_ROWS)
def test_the_further_of_stated_and_derived_is_shown(row: str) -> None:
    """A row: the actions, the stated status and its date; then the status, its basis, the other."""
    actions, stated, on, *expected = STATED_ROWS[row]
    found = current_status(proposal(*actions, stated=stated, on=on), TODAY)
    assert [found.value, found.basis, found.differs] == expected


def test_a_date_is_a_submission() -> None:
    """The date of a proposal is the day it was submitted, unless that day is still to come."""
    assert current_status(proposal(date="2020-05"), TODAY).basis == "date"
    assert current_status(proposal(date="2020-05"), TODAY).value == "submitted"
    assert current_status(proposal(date="2030-05"), TODAY).value == "unknown"
    assert current_status(proposal(date="2020-05", stated="planned"), TODAY).value == "submitted"


def test_nothing_known_is_unknown() -> None:
    """Without a status, a date and actions nothing can be said."""
    found = current_status(proposal(), TODAY)
    assert (found.value, found.basis) == ("unknown", "none")


@pytest.mark.parametrize(
    ("actions", "status"), [((), "unknown"), (("2020-02-03 adopted",), "adopted")]
)
def test_words_that_mean_no_known_status_are_no_submission(
    actions: tuple[str, ...], status: str
) -> None:
    """Such as "Not adopted" beside a date: only an action tells more."""
    claim = StatusClaim(value=Status.UNKNOWN, as_reported="Not adopted")
    made = msgspec.structs.replace(proposal(*actions, date="2020-01-01"), status=claim)
    assert current_status(made, TODAY).value == status
