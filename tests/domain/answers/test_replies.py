"""How soon proposals were answered: days, deadlines, and what is not known."""

from datetime import date
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.domain.answers.days import Days
from proposals_cli.domain.answers.replies import (
    Deadline,
    ReplyCount,
    ReplyRow,
    Unknown,
    counts_by,
    deadline_for,
    reply_row,
)
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Body, ReplyRule
from proposals_cli.domain.model.reply_times import ReplyTimes
from proposals_cli.domain.model.vocabulary import DeadlineStart, Kind, Status
from proposals_cli.domain.ports import Summary

TODAY = "2024-12-31"
LAW = Citation(source="law", locator="art 75", quote="within seven days")
WEEK = ReplyRule(days=7, citations=(LAW,))
MONTHS = ReplyRule(months=3, at_most=6, start=DeadlineStart.ASSIGNED, citations=(LAW,))


def summary(**fields: Any) -> Summary:
    """Return the summary of a question that was submitted."""
    plain = Summary(
        "q1", 2024, None, "diet", Kind.QUESTION, Status.SUBMITTED, {"en": "On rice"}, "en", {},
        None, (), (), (), (), 0, 0,
    )  # fmt: skip
    return plain._replace(**fields)


def times(**fields: Any) -> ReplyTimes:
    """Return the dates of a proposal, by default none; a date of a reply is that of a reply."""
    nothing = ReplyTimes(None, None, False, None, None, False, None, None, ())
    found = nothing._replace(**fields)
    return found._replace(
        has_reply=found.has_reply or found.replied is not None,
        has_interim=found.has_interim or found.interim is not None,
    )


def row(
    rule: ReplyRule | None = None, about: Summary | None = None, today: str = TODAY, **dates: Any
) -> ReplyRow:
    """Return what is known of a reply, where a body has one rule or none."""
    body = Body(id="diet", name={"en": "Diet"}, reply_within=(rule,) if rule else ())
    return reply_row(about or summary(), times(**dates), body, today)


@pytest.mark.parametrize(
    ("submitted", "replied", "days"),
    [
        ("2024-06-01", "2024-06-25", (24, 24)),
        ("2024-06-01", "2024-06-01", (0, 0)),
        ("2024-02-28", "2024-03-01", (2, 2)),
        ("2024-06-01", "2024-07", (30, 60)),
        ("2024-06", "2024-07-12", (12, 41)),
        ("2024-06-20", "2024-06", (0, 10)),
        ("2023", "2024-01-10", (10, 374)),
        ("2024-06-01", None, None),
        (None, "2024-06-25", None),
        ("2024-06-25", "2024-06-01", None),
    ],
)
def test_days_count_from_submission_to_the_reply(
    submitted: str | None, replied: str | None, days: tuple[int, int] | None
) -> None:
    """A date that is known to the month gives a range; a reply does not precede its question."""
    assert row(submitted=submitted, replied=replied).days == days


def test_days_count_from_assignment_where_the_deadline_does() -> None:
    """Where that day is unknown, nothing is counted from another one."""
    known = row(MONTHS, submitted="2024-03-05", assigned="2024-03-20", replied="2024-06-18")
    assert (known.counted_from, known.start, known.days) == ("assigned", "2024-03-20", (90, 90))
    unknown = row(MONTHS, submitted="2024-03-05", replied="2024-06-18")
    assert (unknown.start, unknown.days, unknown.due) == (None, None, None)
    assert unknown.unknown == (Unknown.ASSIGNED,)
    assert unknown.deadline == Deadline("diet", MONTHS)
    assert unknown.due_cited == (("law", "art 75"),)


@pytest.mark.parametrize(
    ("rule", "start", "first", "last"),
    [
        (ReplyRule(days=7), "2024-06-01", "2024-06-08", "2024-06-08"),
        (ReplyRule(weeks=3), "2024-06-01", "2024-06-22", "2024-06-22"),
        (ReplyRule(months=1), "2024-01-31", "2024-02-29", "2024-02-29"),
        (ReplyRule(months=3, at_most=6), "2024-03-31", "2024-06-30", "2024-09-30"),
        (ReplyRule(days=7), "2024-06", "2024-06-08", "2024-07-07"),
        (ReplyRule(months=3, at_most=6), "2024-03", "2024-06-01", "2024-09-30"),
    ],
)
def test_a_reply_is_due_when_the_time_of_the_rule_is_over(
    rule: ReplyRule, start: str, first: str, last: str
) -> None:
    """Months are calendar months; the last day includes the longest extension."""
    expected = Days(date.fromisoformat(first), date.fromisoformat(last))
    assert row(rule, submitted=start).due == expected


def test_the_day_that_a_source_gives_wins_over_the_rule() -> None:
    """It is cited instead of the rule, even after a notice."""
    found = row(
        WEEK, submitted="2024-06-01", interim="2024-06-08",
        due="2024-06-30", due_cited=(("paper", None),), replied="2024-07-02",
    )  # fmt: skip
    assert found.due == Days(date(2024, 6, 30), date(2024, 6, 30))
    assert (found.deadline, found.due_cited, found.late) == (None, (("paper", None),), 2)


@pytest.mark.parametrize(
    ("today", "overdue"), [("2024-06-08", None), ("2024-06-09", 1), ("2024-07-08", 30)]
)
def test_a_reply_is_overdue_from_the_day_after_it_was_due(today: str, overdue: int | None) -> None:
    """On the last day it may still come."""
    assert row(WEEK, today=today, submitted="2024-06-01").overdue == overdue


def test_only_what_is_certain_is_overdue() -> None:
    """The longest extension and the latest possible day of submission count."""
    extended: dict[str, Any] = {"submitted": "2024-03-01", "assigned": "2024-03-01"}
    assert row(MONTHS, today="2024-09-01", **extended).overdue is None
    assert row(MONTHS, today="2024-09-02", **extended).overdue == 1
    assert row(WEEK, today="2024-07-07", submitted="2024-06").overdue is None
    assert row(WEEK, today="2024-07-08", submitted="2024-06").overdue == 1
    assert row(WEEK).overdue is None
    assert row(submitted="2020-01-01").overdue is None


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.LAPSED, Status.CLOSED])
def test_nothing_is_overdue_after_the_end(status: Status) -> None:
    """A question that was withdrawn is owed no answer."""
    found = row(WEEK, summary(status=status), submitted="2024-06-01")
    assert (found.overdue, found.unknown) == (None, (Unknown.ENDED,))


def test_a_notice_leaves_open_whether_a_reply_is_overdue() -> None:
    """It may have set a later day; a reply within the first deadline is in time all the same."""
    waiting = row(WEEK, submitted="2024-06-01", interim="2024-06-07")
    assert (waiting.overdue, waiting.unknown) == (None, (Unknown.NOTICE,))
    assert (waiting.has_notice, waiting.notice) == (True, "2024-06-07")
    undated = row(WEEK, submitted="2024-06-01", has_interim=True)
    assert (undated.has_notice, undated.notice, undated.overdue) == (True, None, None)
    answered = row(WEEK, submitted="2024-06-01", interim="2024-06-07", replied="2024-06-25")
    assert (answered.late, answered.unknown) == (None, (Unknown.NOTICE,))
    in_time = row(WEEK, submitted="2024-06-01", interim="2024-06-02", replied="2024-06-05")
    assert (in_time.late, in_time.unknown) == (None, ())


def test_a_late_reply_is_not_overdue() -> None:
    """A reply known to the month is late only if its first day is."""
    assert row(WEEK, submitted="2024-06-01", replied="2024-06-10").late == 2
    assert row(WEEK, submitted="2024-06-01", replied="2024-06-10").overdue is None
    assert row(WEEK, submitted="2024-06-01", replied="2024-06").late is None
    assert row(WEEK, submitted="2024-06-01", replied="2024-07").late == 23


def test_the_future_has_not_happened() -> None:
    """A reply, a notice or a submission of a later day is none yet, and the row says so."""
    found = row(WEEK, submitted="2024-06-01", replied="2025-01-01", interim="2025-01-01")
    assert (found.answered, found.replied, found.has_notice) == (False, None, False)
    assert found.overdue is None  # the year of the reply may be mistyped
    assert found.unknown == (Unknown.FUTURE,)
    later = row(WEEK, summary(status=Status.PLANNED), submitted="2025-01-01")
    assert (later.start, later.due, later.unknown) == (
        None,
        None,
        (Unknown.UNCONFIRMED, Unknown.FUTURE),
    )


@pytest.mark.parametrize(
    ("about", "dates"),
    [(summary(status=Status.REPLIED), {}), (summary(), {"has_paper": True})],
)
def test_what_is_said_to_be_answered_is_not_overdue(about: Summary, dates: dict[str, Any]) -> None:
    """A stated status or an answer's paper speaks of a reply, though none is held."""
    found = row(WEEK, about, submitted="2024-06-01", **dates)
    assert (found.answered, found.overdue, found.unknown) == (False, None, (Unknown.STATED,))


def test_everyone_is_counted_for_the_part_they_had() -> None:
    """Who was asked, who replied and who only gave a notice may be three offices."""
    rows = [
        row(WEEK, submitted="2024-06-01", replied="2024-06-05", by=("b",), asked=("a", "b"),
            interim="2024-06-02", notice_by=("c",)),
    ]  # fmt: skip
    counts = {who: (one.asked, one.answered, one.notices) for who, one in counts_by(rows, "who")}
    assert counts == {"a": (1, 0, 0), "b": (1, 1, 0), "c": (0, 0, 1)}


@pytest.mark.parametrize(
    ("dates", "status", "unknown"),
    [
        ({"submitted": "2024-06-01", "replied": "2024-06-05"}, Status.REPLIED, ()),
        ({"replied": "2024-06-05"}, Status.REPLIED, ("submitted",)),
        ({"submitted": "2024-06-01", "has_reply": True}, Status.REPLIED, ("reply-day",)),
        ({"submitted": "2024-06-01", "replied": "2024-05-05"}, Status.REPLIED, ("order",)),
        ({}, Status.PLANNED, ("unconfirmed",)),
        ({}, Status.SUBMITTED, ("submitted",)),
    ],
)
def test_what_is_missing_is_said(
    dates: dict[str, Any], status: Status, unknown: tuple[str, ...]
) -> None:
    """Each reason stands beside what it leaves open."""
    assert row(WEEK, summary(status=status), **dates).unknown == unknown


def test_a_body_without_a_rule_has_no_deadline() -> None:
    """The days are counted; whether a reply is late is not known."""
    found = row(submitted="2024-06-01", replied="2024-06-25")
    assert (found.days, found.due, found.unknown) == ((24, 24), None, (Unknown.DEADLINE,))


RULES = (
    ReplyRule(kinds=(Kind.PETITION,), weeks=6),
    ReplyRule(until="2020-06", days=10),
    ReplyRule(since="2020-07", days=20),
)


@pytest.mark.parametrize(
    ("kind", "year", "submitted", "rule"),
    [
        (Kind.PETITION, None, None, RULES[0]),
        (Kind.QUESTION, None, "2019-05-01", RULES[1]),
        (Kind.QUESTION, None, "2020-06-30", RULES[1]),
        (Kind.QUESTION, None, "2020-07-01", RULES[2]),
        (Kind.QUESTION, None, "2020", None),
        (Kind.QUESTION, 2021, None, RULES[2]),
        (Kind.QUESTION, 2020, None, None),
        (Kind.QUESTION, None, None, None),
    ],
)
def test_the_rule_of_the_kind_and_the_time_applies(
    kind: Kind, year: int | None, submitted: str | None, rule: ReplyRule | None
) -> None:
    """Where it is not certain that a rule was in force, there is no deadline."""
    body = Body(id="diet", name={"en": "Diet"}, reply_within=RULES)
    found = deadline_for(summary(kind=kind, year=year), submitted, body)
    assert found == (Deadline("diet", rule) if rule else None)
    assert deadline_for(summary(), submitted, None) is None


ROWS = [
    row(WEEK, summary(id="a", themes=("rice", "tea")), submitted="2024-06-01",
        replied="2024-06-05", by=("cabinet", "minister")),
    row(WEEK, summary(id="b", themes=("rice",)), submitted="2024-06-01", replied="2024-06-11",
        by=("cabinet",)),
    row(WEEK, summary(id="c", year=2023), submitted="2023-06-01", asked=("minister",)),
    row(WEEK, summary(id="d", year=None, kind=Kind.PETITION), interim="2024-06-01"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        ("who", [("cabinet", 2), ("minister", 2), (None, 1)]),
        ("body", [("diet", 4)]),
        ("kind", [("question", 3), ("petition", 1)]),
        ("year", [(2023, 1), (2024, 2), (None, 1)]),
        ("theme", [("rice", 2), ("tea", 1), (None, 2)]),
    ],
)
def test_replies_are_counted_by_group(by: str, asked: list[tuple[Any, int]]) -> None:
    """Who replied, or was asked to; proposals without a value are counted last."""
    assert [(value, count.asked) for value, count in counts_by(ROWS, by)] == asked


def test_a_group_has_counts_and_days() -> None:
    """Whoever was asked and did not reply has an overdue reply."""
    counts = dict(counts_by(ROWS, "who"))
    cabinet, minister, nobody = counts["cabinet"], counts["minister"], counts[None]
    assert (cabinet.asked, cabinet.answered, cabinet.late, cabinet.overdue) == (2, 2, 1, 0)
    assert (cabinet.counted, cabinet.range) == (2, (4, 10))
    assert cabinet.median == (7, 7)
    assert (minister.asked, minister.answered, minister.overdue) == (2, 1, 1)
    assert (nobody.notices, nobody.counted, nobody.median, nobody.range) == (1, 0, None, None)
    assert nobody.unknown == {Unknown.SUBMITTED: 1}


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 20)).map(lambda pair: (pair[0], sum(pair))),
        min_size=1,
    )
)
def test_the_median_of_ranges_is_a_range(days: list[tuple[int, int]]) -> None:
    """The least and the most days each have theirs, as the standard library computes it."""
    counts = ReplyCount()
    for pair in days:
        counts.add(ROWS[0]._replace(days=pair))
    assert counts.median == (median(d for d, _ in days), median(d for _, d in days))
    assert counts.range == (min(days)[0], max(d for _, d in days))
