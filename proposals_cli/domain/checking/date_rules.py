"""Rules on dates: those that run backwards, do not exist, or are out of session.

Dates are as exact as they are known. One is before another only if it surely is: May 2020 is not
before the 18th of it.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Any

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.parts import BodySession, Shape
from proposals_cli.domain.model.records import Body, Proposal, Record, Source
from proposals_cli.domain.model.reply_times import submission_date

Interval = tuple[str, str | None, str, str | None]
"""Name and date of a beginning, and of an end."""


def is_before(one: str, other: str) -> bool:
    """Return whether a date is surely before another.

    >>> is_before("2020-04", "2020-05-18"), is_before("2020", "2020-05-18")
    (True, False)
    """
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def backward_intervals(record: Record, _context: CheckContext) -> Iterator[str]:
    """Nothing ends before it begins: sponsorships, sessions, deadlines in force."""
    for first, start, last, end in _intervals(record):
        if start and end and is_before(end, start):
            yield f"{last} {end} is before {first} {start}"


def _intervals(record: Record) -> Iterator[Interval]:
    match record:
        case Proposal():
            for one in record.sponsors:
                first, last = f"the day {one.name} joined", f"the day {one.name} withdrew"
                yield first, one.joined, last, one.withdrawn
        case Body():
            for number, session in enumerate(record.sessions, 1):
                name = f"of session {session.session or number}"
                yield f"the first day {name}", session.start, f"the last day {name}", session.end
            for number, rule in enumerate(record.reply_within, 1):
                name = f"of deadline {number}"
                yield f"'since' {name}", rule.since, f"'until' {name}", rule.until


def early_replies(proposal: Proposal, _context: CheckContext) -> Iterator[str]:
    """No reply is dated before its proposal, and none is due before it."""
    submitted = submission_date(proposal) or (str(proposal.year) if proposal.year else None)
    if submitted is None:
        return
    for number, reply in enumerate(proposal.replies, 1):
        if reply.date and is_before(reply.date, submitted):
            yield f"reply {number} is dated {reply.date}, before the proposal of {submitted}"
    if proposal.reply_due and is_before(proposal.reply_due.date, submitted):
        yield f"a reply is due {proposal.reply_due.date}, before the proposal of {submitted}"


def disordered_actions(proposal: Proposal, _context: CheckContext) -> Iterator[str]:
    """The actions of a proposal stand oldest first: their order decides its status."""
    latest = ""
    for number, action in enumerate(proposal.actions, 1):
        if not action.date:
            continue
        if latest and is_before(action.date, latest):
            yield f"action {number} ({action.stage} {action.date}) stands after one of {latest}"
        else:
            latest = action.date


def impossible_dates(record: Record, _context: CheckContext) -> Iterator[str]:
    """No text has a date in figures that does not exist, such as 2021-02-30."""
    if all(map(_exists, _DIGITS.findall(encode_record(record).decode()))):
        return  # as in nearly every record: its parts need not be looked at
    for field in record.__struct_fields__:
        if field in _LONG_TEXTS:
            continue
        for date in dict.fromkeys(_dates_in(getattr(record, field))):
            if not _exists(date):
                yield f"{field} has the date {date}, which does not exist"


_LONG_TEXTS = ("text", "history", "former_ids", "id", "url", "sources", "documents", "identifiers")
"""Fields whose figures need not be dates."""

_DIGITS = re.compile(r"\d{4}-\d\d-\d\d")
_DATE = re.compile(r"(?<![\w/.-])\d{4}-\d\d-\d\d(?![\w/-])")


def _dates_in(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield from _DATE.findall(value)
        case Shape():
            for field in value.__struct_fields__:
                if field not in _LONG_TEXTS or field == "text":
                    yield from _dates_in(getattr(value, field))
        case dict():
            for part in value.values():
                yield from _dates_in(part)
        case tuple() | list():
            for part in value:
                yield from _dates_in(part)


def _exists(date: str) -> bool:
    year, month, day = map(int, date.split("-"))
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def future_dates(record: Record, context: CheckContext) -> Iterator[str]:
    """What has happened is not dated in the future: such a day is a plan, and belongs in a note."""
    for what, date in _happened(record):
        if date and is_before(context.today, date):
            yield f"{what} is dated {date}, in the future"


def _happened(record: Record) -> Iterator[tuple[str, str | None]]:
    match record:
        case Proposal():
            yield "the proposal", record.date
            if record.status:
                yield "the status", record.status.date
            for action in record.actions:
                yield f"'{action.stage}'", action.date
        case Source():
            yield "the source", record.date
            yield "the reading of it", record.accessed


def dates_out_of_session(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """Term, session, replies and sources of a proposal match its date and the body's sessions."""
    yield from _wrong_session(proposal, context)
    yield from _replies_in_words(proposal)
    yield from _only_older_sources(proposal, context)


def _wrong_session(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    body = context.find(Body, proposal.body)
    date = proposal.date or (str(proposal.year) if proposal.year else None)
    if body is None or date is None or (proposal.term is None and proposal.session is None):
        return
    held = [one for one in body.sessions if _covers(one, date)]
    if held and not any(_is_of(proposal, one) for one in held):
        names = " or ".join(_name(one.term, one.session) for one in held)
        yield f"{date} is in {names}, not in {_name(proposal.term, proposal.session)}"


def _covers(session: BodySession, date: str) -> bool:
    """Return whether a date may be in a session: its years count where only they are known."""
    if not session.start:
        return False
    end = session.end or session.start
    if len(date) == 4 or len(session.start) == 4:
        return session.start[:4] <= date[:4] <= end[:4]
    return not is_before(date, session.start) and not is_before(end, date)


def _is_of(proposal: Proposal, session: BodySession) -> bool:
    """Return whether a session can be the one that a proposal names."""
    return proposal.term in (None, session.term) and proposal.session in (None, session.session)


def _name(term: int | str | None, session: int | str | None) -> str:
    parts = (f"session {session}" if session is not None else "", f"term {term}" if term else "")
    return " of ".join(filter(None, parts)) or "a session without a number"


def _replies_in_words(proposal: Proposal) -> Iterator[str]:
    year = proposal.stated_year
    for number, reply in enumerate(proposal.replies, 1):
        years = _YEAR.findall(reply.when or "")
        if year and years and int(max(years)) < year:
            yield f"reply {number} is dated {reply.when}, before the proposal of {year}"


def _only_older_sources(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    if not (year := proposal.stated_year):
        return
    sources = [context.find(Source, id_) for id_ in proposal.all_sources()]
    dates = [source.date for source in sources if source and source.date]
    if dates and max(dates) < f"{year:04}" and len(dates) == len(sources):
        yield f"all its sources are older than {year}: the latest is from {max(dates)}"


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
