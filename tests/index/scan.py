"""The answers of an index, found by a scan of every record: slow, but obviously correct."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.ports import Summary, Totals
from proposals_cli.domain.presenting.titles import title_and_language
from proposals_cli.domain.query.facets import FACETS, facet_values
from proposals_cli.domain.query.query import (
    SORT_FIELDS,
    And,
    FacetIs,
    IdIs,
    InDates,
    InYears,
    Node,
    Not,
    Or,
    Query,
)
from proposals_cli.domain.text.collation import sort_key
from proposals_cli.domain.text.languages import Languages
from proposals_cli.index.sqlite_index import SqliteIndex

PART = Query(Not(FacetIs("kind", ("bill",))))
"""A part of any base, and not all of it."""


def applies(node: Node, proposal: Proposal) -> bool:
    """Return whether a condition applies to a proposal."""
    match node:
        case FacetIs(facet, wanted):
            if facet.startswith("extra."):
                folded = {text.casefold() for text in wanted}
                return any(value.casefold() in folded for value in values(proposal, facet))
            return any(value in wanted for value in values(proposal, facet))
        case IdIs(ids):
            return proposal.id in ids
        case InYears(ranges):
            year = proposal.stated_year
            return year is not None and any(low <= year <= high for low, high in ranges)
        case InDates(ranges):
            return proposal.date is not None and any(
                days(proposal.date) <= days(low, high) for low, high in ranges
            )
        case Not(part):
            return not applies(part, proposal)
        case And(parts):
            return all(applies(part, proposal) for part in parts)
        case Or(parts):
            return any(applies(part, proposal) for part in parts)
        case _:
            raise NotImplementedError(node)


def days(low: str, high: str | None = None) -> set[date]:
    """Return every day from an ISO date, month or year to another, or of it alone."""
    first = date.fromisoformat((low or "2000") + "-01-01"[: 10 - len(low or "2000")])
    end = low if high is None else (high or "2030")
    day = first
    found = set()
    while day.isoformat()[: len(end)] <= end:
        found.add(day)
        day += timedelta(days=1)
    return found


def values(proposal: Proposal, field: str) -> list[Any]:
    """Return the distinct values of a facet of a proposal, of its year or of its ``extra``."""
    if field == "year":
        return [] if proposal.stated_year is None else [proposal.stated_year]
    if field.startswith("extra."):
        value = proposal.extra.get(field.removeprefix("extra."), [])
        listed = [] if isinstance(value, dict) else value if isinstance(value, list) else [value]
        return list(dict.fromkeys("true" if one is True else str(one) for one in listed))
    found = dict.fromkeys(str(value) for facet, value in facet_values(proposal) if facet == field)
    return list(found)


def matching(proposals: Iterable[Proposal], query: Query) -> list[Proposal]:
    """Return the proposals that match a query, in its order."""
    found = [proposal for proposal in proposals if applies(query.where, proposal)]
    found.sort(key=lambda proposal: proposal.id)
    found.sort(key=_time, reverse=True)
    for field, descending in reversed(query.sort):
        _sort(found, field, descending=descending)
    return found[: query.limit]


def _time(proposal: Proposal) -> tuple[int, str]:
    """Return the year, and the date if it is of that year: what is not known comes last."""
    year = proposal.stated_year or 0
    day = proposal.date or ""
    return year, day if day.startswith(f"{year:04}") else ""


def _sort(found: list[Proposal], field: str, *, descending: bool) -> None:
    def value(proposal: Proposal) -> Any:
        shown = summary(proposal)
        if field == "title":
            title, language = title_and_language(shown, Languages(()))
            return sort_key(title, language)
        if field.startswith("title_"):
            tag = field.removeprefix("title_")
        else:
            return getattr(shown, field)
        given = shown.titles.get(tag)
        return None if given is None else sort_key(given, tag)

    # stable, so equals keep their order in both directions; missing values come last
    found.sort(key=lambda p: () if value(p) is None else (value(p),), reverse=descending)
    found.sort(key=lambda p: value(p) is None)


def summary(proposal: Proposal) -> Summary:
    """Return a proposal as lists show it."""
    wordings = [title for title in proposal.titles if title.basis != "subject"]
    originals = [title for title in wordings if title.basis in ("official", "reported")]
    main = next(iter([*originals, *wordings]), None)
    titles = {title.lang: title.text for title in reversed(wordings)}
    if main:
        titles[main.lang] = main.text
    subjects = {one.lang: one.text for one in reversed(proposal.titles) if one.basis == "subject"}
    return Summary(
        id=proposal.id,
        year=proposal.stated_year,
        date=proposal.date,
        body=proposal.body,
        kind=proposal.kind.value,
        status=current_status(proposal).value.value,
        titles=titles,
        title_language=main.lang if main else None,
        subjects={lang: text for lang, text in subjects.items() if lang not in titles},
        number=proposal.identifiers[0].value if proposal.identifiers else None,
        people=proposal.people,
        themes=proposal.themes,
        regions=proposal.regions,
        series=tuple(series.id for series in proposal.series),
        measures=len(proposal.measures),
        sources=len(proposal.all_sources()),
    )


def totals(found: Sequence[Proposal]) -> Totals:
    """Return the totals of proposals."""
    return Totals(
        proposals=len(found),
        measures=sum(len(proposal.measures) for proposal in found),
        sources=len({source for proposal in found for source in proposal.all_sources()}),
        people=len({person for proposal in found for person in proposal.people}),
    )


def tally(found: Iterable[Proposal], fields: Sequence[str]) -> list[tuple[str | int, ...]]:
    """Count proposals by the values of fields."""
    counts = Counter(
        row
        for proposal in found
        for row in itertools.product(*(values(proposal, field) for field in fields))
    )
    return [(*row, count) for row, count in sorted(counts.items())]


def random_query(chance: random.Random, proposals: Sequence[Proposal]) -> Query:
    """Return a query for existing values and some others, with a random order and limit."""
    fields = chance.sample((*SORT_FIELDS, "title_zh", "title_zh-Hant"), chance.choice([0, 0, 1, 2]))
    return Query(
        And(tuple(_node(chance, proposals, 0) for _ in range(chance.randint(0, 3))))
        if chance.random() < 0.7
        else _node(chance, proposals, 0),
        sort=tuple((field, chance.random() < 0.5) for field in fields),
        limit=chance.choice([None, None, 0, 1, 7, 10_000]),
    )


def _node(chance: random.Random, proposals: Sequence[Proposal], depth: int) -> Node:
    kind = chance.choice(["has", "has", "has", "years", "dates", "extra", "not", "all", "either"])
    if kind == "years" or (depth > 2 and kind in {"not", "all", "either"}):
        first = [chance.randint(2008, 2026) for _ in range(chance.randint(1, 2))]
        return InYears(tuple((year, year + chance.choice([0, 0, 1, 5, 7973])) for year in first))
    if kind == "dates":
        return InDates(tuple(_dates(chance) for _ in range(chance.randint(1, 2))))
    if kind == "extra":
        name = chance.choice(["extra.faction", "extra.sign", "extra.nothing"])
        return FacetIs(name, (chance.choice(["spd", "FDP", "7"]),))
    if kind == "not":
        return Not(_node(chance, proposals, depth + 1))
    if kind in {"all", "either"}:
        parts = tuple(_node(chance, proposals, depth + 1) for _ in range(chance.randint(0, 3)))
        return And(parts) if kind == "all" else Or(parts)
    facet = chance.choice(list(FACETS))
    known = [value for p in chance.sample(proposals, 5) for value in values(p, facet)]
    wanted = [*known, "no-such-value"]
    return FacetIs(facet, tuple(chance.sample(wanted, min(len(wanted), chance.randint(1, 3)))))


def _dates(chance: random.Random) -> tuple[str, str]:
    year = chance.randint(2008, 2026)
    low = chance.choice(["", f"{year}", f"{year}-0{chance.randint(1, 9)}", f"{year}-05-17"])
    year += chance.randint(0, 3)
    high = chance.choice([f"{year}", f"{year}-12", f"{year}-1{chance.randint(0, 2)}-28", ""])
    return low, high if low else high or f"{year}"


def assert_answers(index: SqliteIndex, proposals: list[Proposal]) -> None:
    """Compare answers of every kind with those of a scan."""
    part = matching(proposals, PART)
    assert index.totals(PART) == totals(part)
    assert list(index.find(PART)) == [summary(one) for one in part]
    assert index.tally(PART, ["theme", "year"]) == tally(part, ["theme", "year"])
    assert index.totals(Query()).proposals == len(proposals)
    assert index.tally(Query(), ["region"]) == tally(proposals, ["region"])
    assert len(list(index.records("proposals"))) == len(proposals)
