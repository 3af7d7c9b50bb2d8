"""How soon proposals were answered, and which answers are overdue."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from proposals_cli.domain.answers.days import Days, days_of, later
from proposals_cli.domain.lookup import find_record
from proposals_cli.domain.model.records import Body, Proposal, ReplyRule
from proposals_cli.domain.model.reply_times import ReplyTimes
from proposals_cli.domain.model.status import END, RANKS
from proposals_cli.domain.model.vocabulary import UNCONFIRMED, DeadlineStart, Status
from proposals_cli.domain.ports import ProposalIndex, Summary
from proposals_cli.domain.query.query import Query

_ENDS = {status for status, rank in RANKS.items() if rank == END}
_NOT_OWED = _ENDS | set(UNCONFIRMED)


class Unknown(StrEnum):
    """Why days cannot be counted, or why it is not known whether an answer is overdue."""

    UNCONFIRMED = "unconfirmed"
    """Only announced, as far as is known."""
    SUBMITTED = "submitted"
    """The day of submission is not known."""
    ASSIGNED = "assigned"
    """The day of assignment is not known, from which the time to reply counts."""
    REPLY_DAY = "reply-day"
    """There is a reply of an unknown day."""
    ORDER = "order"
    """The reply is dated before the day from which the time counts."""
    FUTURE = "future"
    """The submission, the assignment or the reply is dated in the future."""
    DEADLINE = "deadline"
    """No deadline is known."""
    NOTICE = "notice"
    """The deadline has passed, but a notice may have set a later day."""
    ENDED = "ended"
    """The proposal ended without a reply: withdrawn, lapsed, …."""
    STATED = "stated"
    """A stated status or a paper says that it was answered; the reply itself is not held."""


class Deadline(NamedTuple):
    """A rule of a body on how soon it must answer."""

    body: str
    rule: ReplyRule


class ReplyRow(NamedTuple):
    """When a proposal was answered, or that it was not.

    ``replied`` is None if it was not ``answered``, or on an unknown day; ``when`` is the time of
    the reply in words. ``days`` (least, most) count from ``start``, the date of what
    ``counted_from`` names. ``due`` is the day given for this proposal, or else what follows from
    ``deadline``; its last day includes the longest extension. ``overdue`` counts the days since a
    reply that is not held was due, ``late`` those by which one came too late: at least, and only
    where this is certain.
    """

    summary: Summary
    submitted: str | None
    assigned: str | None
    answered: bool
    replied: str | None
    when: str | None
    has_notice: bool
    notice: str | None
    who: tuple[str, ...]
    asked: tuple[str, ...]
    notice_by: tuple[str, ...]
    counted_from: DeadlineStart
    start: str | None
    days: tuple[int, int] | None
    due: Days | None
    deadline: Deadline | None
    due_cited: tuple[tuple[str, str | None], ...]
    overdue: int | None
    late: int | None
    unknown: tuple[Unknown, ...]


def reply_row(summary: Summary, times: ReplyTimes, body: Body | None, today: str) -> ReplyRow:
    """Return what is known of the reply to a proposal, as of a day."""
    deadline = deadline_for(summary, times.submitted, body)
    counted_from = deadline.rule.start if deadline else DeadlineStart.SUBMITTED
    begun = times.assigned if counted_from is DeadlineStart.ASSIGNED else times.submitted
    start = _past(begun, today)
    replied = _past(times.replied, today)
    answered = times.has_reply and (times.replied is None or replied is not None)
    notice = _past(times.interim, today)
    has_notice = times.has_interim and (times.interim is None or notice is not None)
    days = _days_between(start, replied)
    due, due_cited = _due(times, deadline, start)
    row = ReplyRow(
        summary=summary,
        submitted=times.submitted,
        assigned=times.assigned,
        answered=answered,
        replied=replied,
        when=times.when if answered else None,
        has_notice=has_notice,
        notice=notice,
        who=times.by if answered else (),
        asked=times.asked,
        notice_by=times.notice_by if has_notice else (),
        counted_from=counted_from,
        start=start,
        days=days,
        due=due,
        deadline=None if times.due else deadline,
        due_cited=due_cited,
        overdue=None,
        late=None,
        unknown=(),
    )
    overdue, late = _passed(row, days_of(today))
    is_open = has_notice and not times.due and bool(overdue or late)
    is_future = (begun, times.replied) != (start, replied)
    is_stated = not answered and (summary.status == Status.REPLIED or times.has_paper)
    if is_open or is_future or is_stated:
        overdue = late = None
    unknown = list(_unknown(row, is_future=is_future, is_open=is_open))
    if is_stated:
        unknown.append(Unknown.STATED)
    if overdue or late or unknown:
        return row._replace(overdue=overdue, late=late, unknown=tuple(unknown))
    return row


def deadline_for(
    summary: Summary | Proposal, submitted: str | None, body: Body | None
) -> Deadline | None:
    """Return the first rule of a body for proposals of this kind and time.

    The time is that of submission, or else the year of the session; None if it is not certain
    that the rule was in force.
    """
    dated = submitted or (f"{summary.year:04}" if summary.year else None)
    asked = days_of(dated) if dated else Days(date.min, date.max)
    for rule in body.reply_within if body else ():
        if rule.kinds and summary.kind not in rule.kinds:
            continue
        since = days_of(rule.since).first if rule.since else date.min
        until = days_of(rule.until).last if rule.until else date.max
        if asked.last < since or asked.first > until:
            continue
        is_certain = since <= asked.first and asked.last <= until
        return Deadline(summary.body, rule) if is_certain else None
    return None


def _past(iso: str | None, today: str) -> str | None:
    """Return a date unless it lies in the future."""
    return iso if iso and iso <= today else None


def _days_between(start: str | None, end: str | None) -> tuple[int, int] | None:
    """Return the least and the most days from one date to another; None if it is not later."""
    if not start or not end:
        return None
    begun, ended = days_of(start), days_of(end)
    most = (ended.last - begun.first).days
    return (max(0, (ended.first - begun.last).days), most) if most >= 0 else None


def _due(
    times: ReplyTimes, deadline: Deadline | None, start: str | None
) -> tuple[Days | None, tuple[tuple[str, str | None], ...]]:
    """Return the days on which a reply may be due, and the places that say so."""
    if times.due:
        return days_of(times.due), times.due_cited
    if deadline is None:
        return None, ()
    rule = deadline.rule
    cited = tuple((one.source, one.locator) for one in rule.citations)
    if start is None:
        return None, cited
    begun = days_of(start)
    return Days(_after(begun.first, rule), _after(begun.last, rule, longest=True)), cited


def _after(day: date, rule: ReplyRule, *, longest: bool = False) -> date:
    """Return the day when a rule's time is over, with ``longest`` its longest extension."""
    most = rule.at_most if longest and rule.at_most else 0
    if rule.months is not None:
        return later(day, months=max(rule.months, most))
    if rule.weeks is not None:
        return later(day, days=7 * max(rule.weeks, most))
    return later(day, days=max(rule.days or 0, most))


def _passed(row: ReplyRow, today: Days) -> tuple[int | None, int | None]:
    """Return by how many days an answer is overdue at least, and by how many it came too late."""
    if row.due is None:
        return None, None
    if row.replied:
        late = (days_of(row.replied).first - row.due.last).days
        return None, late if late > 0 else None
    if row.answered or row.summary.status in _NOT_OWED:
        return None, None
    overdue = (today.first - row.due.last).days
    return overdue if overdue > 0 else None, None


def _unknown(row: ReplyRow, *, is_future: bool, is_open: bool) -> Iterator[Unknown]:
    """Yield what would have to be known in order to count and to judge."""
    if row.summary.status in UNCONFIRMED:
        yield Unknown.UNCONFIRMED
    elif row.start is None and not is_future:
        is_assigned = row.counted_from is DeadlineStart.ASSIGNED
        yield Unknown.ASSIGNED if is_assigned else Unknown.SUBMITTED
    if row.answered and row.replied is None:
        yield Unknown.REPLY_DAY
    if row.start and row.replied and row.days is None:
        yield Unknown.ORDER
    if is_future:
        yield Unknown.FUTURE
    if row.due is None and row.deadline is None:
        yield Unknown.DEADLINE
    if is_open:
        yield Unknown.NOTICE
    if not row.answered and row.summary.status in _ENDS:
        yield Unknown.ENDED


def replies_of(query: Query, index: ProposalIndex, today: str | None = None) -> Iterator[ReplyRow]:
    """Yield those of a query's proposals that were answered or should be, in its order.

    Args:
        query: its limit is ignored.
        index: what is asked.
        today: an ISO day; by default the current one, in UTC.
    """
    day = today or datetime.now(UTC).strftime("%Y-%m-%d")

    @cache
    def body(id_: str) -> Body | None:
        found = find_record(index, "bodies", id_)
        return found if isinstance(found, Body) else None

    for summary, times in index.reply_times(query._replace(limit=None)):
        yield reply_row(summary, times, body(summary.body), day)


class Part(NamedTuple):
    """What somebody has to do with a reply: was asked for it, gave it, or gave a notice first."""

    asked: bool
    replied: bool
    noticed: bool


@dataclass(slots=True)
class ReplyCount:
    """How many proposals were answered, and how soon; its size does not grow with their number."""

    asked: int = 0
    answered: int = 0
    notices: int = 0
    overdue: int = 0
    late: int = 0
    unknown: Counter[Unknown] = field(default_factory=Counter)
    deadlines: Counter[Deadline] = field(default_factory=Counter)
    _least: Counter[int] = field(default_factory=Counter)
    _most: Counter[int] = field(default_factory=Counter)

    def add(self, row: ReplyRow, part: "Part | None" = None) -> None:
        """Count one more proposal: all of it, or the part that somebody has in it."""
        part = part or Part(asked=True, replied=True, noticed=True)
        self.asked += part.asked
        self.answered += row.answered and part.replied
        self.notices += row.has_notice and part.noticed
        self.overdue += row.overdue is not None and part.asked
        self.late += row.late is not None and part.replied
        self.unknown.update(row.unknown)
        if row.deadline:
            self.deadlines[row.deadline] += 1
        if row.days and part.replied:
            self._least[row.days[0]] += 1
            self._most[row.days[1]] += 1

    @property
    def counted(self) -> int:
        """The number of replies whose days could be counted."""
        return self._least.total()

    @property
    def range(self) -> tuple[int, int] | None:
        """The fewest days that any reply took, at least, and the most, at most."""
        return (min(self._least), max(self._most)) if self._least else None

    @property
    def median(self) -> tuple[float, float] | None:
        """The median of the days, at least and at most: a date known to the month gives a range."""
        if not self._least:
            return None
        return _median(self._least), _median(self._most)


def _median(counts: Counter[int]) -> float:
    """Return the median of numbers, given how often each occurs."""
    total = counts.total()
    wanted = ((total - 1) // 2, total // 2)
    found: list[int] = []
    passed = 0
    for number in sorted(counts):
        passed += counts[number]
        found += [number] * sum(1 for place in wanted[len(found) :] if place < passed)
    return sum(found) / 2


GROUPS = ("who", "body", "year", "kind", "theme")
"""What replies are counted by; ``who``: those who were asked, who replied or who gave a notice."""


def groups_of(row: ReplyRow, by: str) -> dict[str | int | None, Part | None]:
    """Return the groups that a proposal is counted in, with the part it has; None: all of it."""
    match by:
        case "who":
            asked = row.asked or row.who or row.notice_by
            named = dict.fromkeys((*asked, *row.who, *row.notice_by))
            return {
                one: Part(one in asked, one in row.who, one in row.notice_by) for one in named
            } or {None: None}
        case "theme":
            found: Iterable[str | int | None] = row.summary.themes
        case "year":
            found = (row.summary.year,)
        case _:
            found = (getattr(row.summary, by),)
    return dict.fromkeys(found) or {None: None}


def counts_by(rows: Iterable[ReplyRow], by: str) -> list[tuple[str | int | None, ReplyCount]]:
    """Count replies by one of ``GROUPS``: years in their order, others with the most asked first.

    Those of no group come last.
    """
    counts: dict[str | int | None, ReplyCount] = {}
    for row in rows:
        for value, part in groups_of(row, by).items():
            counts.setdefault(value, ReplyCount()).add(row, part)
    if by == "year":
        return sorted(counts.items(), key=lambda one: (one[0] is None, one[0] or 0))
    return sorted(counts.items(), key=lambda one: (one[0] is None, -one[1].asked, str(one[0])))
