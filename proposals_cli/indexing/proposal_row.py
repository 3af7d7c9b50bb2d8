"""What the index stores of one proposal: its row, its values, its other names, its replies."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.model.parts import Agent
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.reply_times import reply_times
from proposals_cli.domain.model.vocabulary import TitleBasis
from proposals_cli.domain.query.dates import first_day, last_day
from proposals_cli.domain.query.facets import AGENT_FACETS, facet_values
from proposals_cli.domain.text.normalise import fold_key


class ProposalRow(NamedTuple):
    """The columns of the table ``proposal`` that depend on the record, in their order."""

    id: str
    day: int
    year: int | None
    date: str | None
    first: str | None
    last: str | None
    body: str
    kind: str
    status: str
    titles: str
    title_language: str | None
    number: str | None
    lists: str
    measures: int
    sources: int


def proposal_row(proposal: Proposal, values: Iterable[tuple[str, str]]) -> ProposalRow:
    """Return the row of a proposal with these values of facets."""
    main = proposal.main_title
    if main is not None and main.basis is TitleBasis.SUBJECT:
        main = None
    titles: dict[str, str] = {}
    for title in proposal.wordings:
        titles.setdefault(title.lang, title.text)
    if main is not None:
        titles[main.lang] = main.text
    subjects: dict[str, str] = {}
    for title in proposal.titles:
        if title.lang not in titles:
            subjects.setdefault(title.lang, title.text)
    lists = (
        subjects,
        proposal.people,
        proposal.themes,
        proposal.regions,
        [series.id for series in proposal.series],
    )
    date = proposal.date
    return ProposalRow(
        id=proposal.id,
        day=day_of(proposal),
        year=proposal.stated_year,
        date=date,
        first=first_day(date) if date else None,
        last=last_day(date) if date else None,
        body=proposal.body,
        kind=proposal.kind.value,
        status=next(value for facet, value in values if facet == "status"),
        titles=as_json(titles),
        title_language=main.lang if main else None,
        number=next((one.value for one in proposal.identifiers), None),
        lists=as_json(lists),
        measures=len(proposal.measures),
        sources=sum(facet == "source" for facet, _ in values),
    )


def day_of(proposal: Proposal) -> int:
    """Return the number that orders proposals by time: year, month and day, zeros if unknown.

    A date of another year than the stated one says nothing on the order within that year.
    """
    year, date = proposal.stated_year, proposal.date
    if year is None:
        return 0
    if date is None or int(date[:4]) != year:
        return year * 10_000
    return year * 10_000 + int(date[5:7] or 0) * 100 + int(date[8:] or 0)


def values_of(proposal: Proposal, today: str) -> Iterable[tuple[str, str]]:
    """Return every (facet, value) pair of a proposal on a day, once.

    Agents that are neither a sponsor nor asked have a facet of the index's own: a search finds
    them by the names in their record.
    """
    values = dict.fromkeys(facet_values(proposal, today))
    for agent in _agents(proposal):
        if agent.who and not any((facet, agent.who) in values for facet in AGENT_FACETS):
            values[AGENT_FACETS[-1], agent.who] = None
    return values


def _agents(proposal: Proposal) -> Iterator[Agent]:
    yield from proposal.sponsors
    for action in proposal.actions:
        yield from action.by


def aliases_of(proposal: Proposal) -> list[tuple[str, str]]:
    """Return the (key, id) pairs of the numbers that others gave a proposal."""
    return [(fold_key(number.value), proposal.id) for number in proposal.identifiers]


def reply_dates(proposal: Proposal) -> str | None:
    """Return the dates that decide how soon it was answered, as JSON; None if none should be."""
    times = reply_times(proposal)
    return as_json(times) if times else None


def next_day(proposal: Proposal, today: str) -> str | None:
    """Return the first date of a proposal that lies in the future: its status may change then."""
    dates = [proposal.date, *(action.date for action in proposal.actions)]
    return min((date for date in dates if date and date > today), default=None)


def as_json(value: Any) -> str:
    """Return a value as JSON text."""
    return msgspec.json.encode(value).decode()
