"""Replies in words: days, deadlines, sums, and what is not known."""

from datetime import date
from typing import Any

import pytest

from proposals_cli.domain.answers.days import Days
from proposals_cli.domain.answers.replies import Deadline, ReplyCount, Unknown
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import ReplyRule
from proposals_cli.domain.model.vocabulary import DeadlineStart, Kind
from proposals_cli.domain.presenting.replies import (
    REASONS,
    SENTENCES,
    days_text,
    deadline_text,
    due_text,
    rule_text,
    summary_lines,
)

ASSIGNED = DeadlineStart.ASSIGNED


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (None, None),
        ((12, 12), "12"),
        ((12, 42), "12–42"),
        ((0, 7), "0–7"),
        ((36.5, 51.0), "36.5–51"),
    ],
)
def test_days_are_a_number_or_a_range(days: tuple[float, float] | None, shown: str | None) -> None:
    """Whole numbers have no point."""
    assert days_text(days) == shown


def test_a_day_that_is_due_is_one_or_a_range() -> None:
    """The last one includes extensions."""
    first, last = date(2024, 6, 30), date(2024, 9, 30)
    assert due_text(None) is None
    assert due_text(Days(first, first)) == "2024-06-30"
    assert due_text(Days(first, last)) == "2024-06-30–2024-09-30"


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        ({"days": 1}, "1 day from submission", "自提交起1日"),
        ({"days": 14}, "14 days from submission", "自提交起14日"),
        (
            {"weeks": 1, "at_most": 3},
            "1 week from submission, at most 3 weeks",
            "自提交起1周，最长3周",
        ),
        (
            {"months": 3, "at_most": 6, "start": ASSIGNED},
            "3 months from assignment, at most 6 months",
            "自交办起3个月，最长6个月",
        ),
        (
            {"days": 7, "since": "2015-08-29", "until": "2025-03"},
            "7 days from submission, since 2015-08-29, until 2025-03",
            "自提交起7日（2015-08-29起）（至2025-03）",
        ),
    ],
)
def test_a_deadline_is_put_into_words(rule: dict[str, Any], english: str, chinese: str) -> None:
    """In units of its own, with its extension and the time it is in force."""
    assert rule_text(ReplyRule(**rule), "en") == english
    assert rule_text(ReplyRule(**rule), "zh") == chinese


def test_the_sentence_on_a_deadline_has_its_kinds_sources_and_note() -> None:
    """A rule without kinds applies to everything."""
    cited = (Citation(source="law", locator="art 1"), Citation(source="rules"))
    rule = ReplyRule(
        kinds=(Kind.QUESTION, Kind.PETITION), days=7, citations=cited, note="Working days."
    )
    assert deadline_text(Deadline("diet", rule), "Diet", "en") == (
        "Deadline: Diet, question, petition: 7 days from submission. [law, art 1; rules]"
        " Working days."
    )
    bare = deadline_text(Deadline("diet", ReplyRule(days=7)), "国会", "zh")
    assert bare == "期限：国会，各类：自提交起7日。"


def test_the_reasons_are_interface_and_have_words() -> None:
    """They are listed by hand; each has a short form and a sentence in both languages."""
    assert [reason.value for reason in Unknown] == [
        *("unconfirmed", "submitted", "assigned", "reply-day", "order", "future", "deadline"),
        *("notice", "ended", "stated"),
    ]
    assert set(REASONS) == set(SENTENCES) == set(Unknown)
    for reason in Unknown:
        for lang in ("en", "zh"):
            assert REASONS[reason].text(lang)
            assert "3" in SENTENCES[reason].text(lang, count=3)


def test_sums_say_only_what_there_is() -> None:
    """Nothing asked has no sums; without days there is no median."""
    assert list(summary_lines(ReplyCount(), "en")) == []
    count = ReplyCount(asked=3, answered=1, overdue=1)
    count.unknown.update([Unknown.ASSIGNED, Unknown.ASSIGNED, Unknown.REPLY_DAY])
    assert list(summary_lines(count, "en")) == [
        "2 of 3: no reply is held.",
        "1 overdue, 0 answered late, as far as the days are known.",
        (
            "2: the day of assignment, from which the time counts, is not known, so days cannot be"
            " counted."
        ),
        "1: there is a reply, but its day is not known.",
    ]
