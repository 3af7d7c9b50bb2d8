"""Each rule finds the errors it describes.

A test applies one rule, so that its records need not satisfy the others. Only
``test_a_clean_base_has_no_finding`` applies all of them.
"""

import pytest

from proposals_cli.domain.checking.rules import RULES
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import (
    Action,
    Citation,
    Identifier,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import (
    FactKind,
    Kind,
    Stage,
    Status,
    TitleBasis,
)
from tests.domain.checking.bases import (
    CITED,
    CLEAN,
    NPC,
    REST,
    changed,
    check,
    found_on,
    messages,
)
from tests.domain.checking.faults import COPY, FAULTS, PRESS, said
from tests.domain.checking.lookalikes import ALLOWED
from tests.factories import (
    body,
    fact,
    measure,
    note,
    proposal,
    reply,
    source,
    titles,
)

TRANSLATED = (Title(lang="en", text="x", basis=TitleBasis.TRANSLATED),)


def test_a_clean_base_has_no_finding() -> None:
    """It satisfies every rule."""
    assert check([CLEAN, *REST]) == []


@pytest.mark.parametrize(
    ("rule", "faulty", "message"), FAULTS, ids=[f"{rule}: {message}" for rule, _, message in FAULTS]
)
def test_an_error_is_found(rule: str, faulty: Record, message: str) -> None:
    """One error is one finding, which names the record and what is wrong."""
    base = [record for record in (CLEAN, COPY, PRESS, *REST) if record.id != faulty.id]
    (finding,) = check([faulty, *base], rule)
    assert (finding.rule, finding.table, finding.id) == (rule, table_of(faulty), faulty.id)
    assert finding.severity == RULES[rule].severity
    assert message in finding.message


OTHER_FACT = fact("other", kind=FactKind.REFERENCE, value=1, citations=CITED)
NUMBERED = proposal(
    "2020-numbered",
    titles=titles("On the protection of coastal wetlands by reserves", "数"),
    identifiers=(Identifier(scheme="npc", value="8"),),
)


@pytest.mark.parametrize(
    ("rule", "record"),
    [(rule, record) for rule, _, record in ALLOWED],
    ids=[f"{rule}: {what}" for rule, what, _ in ALLOWED],
)
def test_similar_valid_records_are_not_found(rule: str, record: Record) -> None:
    """These records resemble errors."""
    base = [NUMBERED] if rule == "near-duplicate" else [*REST, body("sejm"), OTHER_FACT]
    assert messages(rule, *(other for other in base if other.id != record.id), record) == []


ROBOT = (Citation(source="robot"),)
ASKED = (measure(citations=ROBOT),)


def test_a_machine_translation_alone_is_a_weak_source() -> None:
    """One other source for the problem or a measure is enough."""
    rule = "machine-translation-alone"
    alone = changed(problem=said("x", ROBOT), measures=ASKED)
    ((id_, message),) = messages(rule, alone, *REST)
    assert id_ == alone.id
    assert "(robot)" in message
    confirmed = changed(problem=said("x", (*ROBOT, *CITED)), measures=ASKED)
    unknown = changed(problem=None, measures=())
    assert messages(rule, confirmed, *REST) == messages(rule, unknown, *REST) == []


@pytest.mark.parametrize("status", list(Status))
def test_an_announcement_is_not_a_submission(status: Status) -> None:
    """A proposal that was only announced is unconfirmed until it has a reply."""
    announced = status in ("planned", "to-be-submitted", "planned-or-submitted")
    claimed = changed(status=StatusClaim(value=status, citations=CITED), actions=())
    assert bool(messages("unconfirmed", claimed)) is announced
    replied = changed(status=StatusClaim(value=status, citations=CITED))
    assert messages("unconfirmed", replied) == []


def test_only_the_named_rules_are_applied() -> None:
    """Findings are in the order of the rules, not of the given names."""
    faulty = changed(themes=("gone", "fintech"), titles=TRANSLATED, problem=said("x"))
    everything = [finding.rule for finding in check([faulty, *REST])]
    assert {"dangling-id", "unsourced-claim", "original-title-missing"} <= {*everything}
    named = check([faulty, *REST], "original-title-missing", "dangling-id")
    assert [finding.rule for finding in named] == ["dangling-id", "original-title-missing"]


def test_every_rule_has_a_planted_fault() -> None:
    """Here, or in a test of its own."""
    elsewhere = {"machine-translation-alone", "duplicate", "contradictory-facts", "future-date"}
    assert {rule for rule, _, _ in FAULTS} | elsewhere == set(RULES)


def test_only_what_is_surely_wrong_is_an_error() -> None:
    """An error fails the check."""
    assert [name for name, rule in RULES.items() if rule.severity == "error"] == [
        *("dangling-id", "lost-quote", "interval-backwards", "reply-before-question"),
    ]


def test_every_rule_has_a_docstring() -> None:
    """The docstring is its documentation for users."""
    for name, rule in RULES.items():
        assert rule.problems.__doc__, name


@pytest.mark.parametrize(
    ("quote", "occurs"),
    [
        ("new infrastructure", True),
        ("“new infrastructure”", True),
        ("「new  infrastructure」", True),
        ("for … 新基建", True),
        ("（新基建", False),
        ("新基建 … for", False),
        ("new infrastructures", False),
        ("in Chinese 新 基建", True),
        ("infra\u00adstructure", True),
        ("for ... Chinese", True),
        ("for（……）新基建", True),
        ("for ［…］ Chinese", True),
        ("for . . . Chinese", True),
        ("They⋯⋯Chinese", True),
    ],
)
def test_a_quote_is_found_despite_differences_of_typesetting(quote: str, occurs: bool) -> None:
    """Spaces and the form of quotation marks are ignored; words and their order are not."""
    quoting = note("n", source="long", words=quote)
    long = next(record for record in REST if record.id == "long")
    assert (messages("lost-quote", quoting, long) == []) is occurs


def test_the_latest_year_of_a_date_counts() -> None:
    """A reply may mention an earlier plan."""
    later = reply(when="on the 2019 plan, May 2021", citations=CITED)
    assert messages("date-out-of-session", changed(actions=(later,))) == []


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (changed(date="2026-03-02"), "the proposal is dated 2026-03-02, in the future"),
        (
            changed(status=StatusClaim(value=Status.ADOPTED, date="2026-04")),
            "the status is dated 2026-04, in the future",
        ),
        (changed(actions=(reply(date="2027"),)), "'replied' is dated 2027, in the future"),
        (
            source("s", accessed="2026-03-02"),
            "the reading of it is dated 2026-03-02, in the future",
        ),
    ],
)
def test_a_day_in_the_future_is_a_plan(record: Record, message: str) -> None:
    """What will happen belongs in a note; the month or the year that has begun may be right."""
    assert found_on("2026-03-01", "future-date", record) == [message]
    assert found_on("2027-01-01", "future-date", record) == []


def test_a_session_that_ended_lately_is_no_hint_of_a_lapse() -> None:
    """Nor is a bill on which something happened since; the last session of the term counts."""
    bill = changed(kind=Kind.BILL, date="2020-05-25", actions=(), status=None)
    message = "open (submitted), though its session ended in 2021-03-11: it may have lapsed"
    assert found_on("2022-12-31", "lapsed", bill, NPC) == []
    assert found_on("2023-01-01", "lapsed", bill, NPC) == [message]
    later = changed(kind=Kind.BILL, actions=(Action(stage=Stage.DEBATED, date="2022-05-01"),))
    assert found_on("2023-01-01", "lapsed", later, NPC) == []
