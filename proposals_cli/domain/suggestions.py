"""What to say where nothing is as typed: similar words and ids, and what dates leave out."""

from collections.abc import Iterable, Iterator
from itertools import islice

from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import And, ContainsText, InDates, Node, Not, Query, walk
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError

_MAX_COMPARED = 5_000
"""Ids of a kind that an unknown id is compared with."""


def date_hints(where: Node, index: ProposalIndex) -> list[str]:
    """Return hints if a query asks for dates that some proposals do not have so precisely.

    There are none if dates are excluded: those proposals are found then.
    """
    nodes = list(walk(where))
    excluded = [below for node in nodes if isinstance(node, Not) for below in walk(node.part)]
    if not any(isinstance(node, InDates) for node in nodes):
        return []
    if any(isinstance(node, InDates) for node in excluded):
        return []
    hints = []
    undated = sum(gap.proposals for gap in index.facet_values("missing") if gap.value == "date")
    if undated:
        without = f"{counted(undated, 'proposal')} without a date can be in no range of dates"
        hints.append(f"{without}; `year:` finds those of a known year.")
    parts = where.parts if isinstance(where, And) else (where,)
    if vague := index.count_vague([part.ranges for part in parts if isinstance(part, InDates)]):
        have = f"{counted(vague, 'proposal')} {'has' if vague == 1 else 'have'}"
        hints.append(f"{have} a date too vague for this range: only its month or year is known.")
    return hints


def exclusion_hints(where: Node, index: ProposalIndex) -> list[str]:
    """Return hints for texts that are excluded and occur nowhere: they exclude nothing.

    Raises:
        InvalidQueryError: the query has no other part, so that it would select everything.
    """
    excluded = [
        node.part
        for node in walk(where)
        if isinstance(node, Not) and isinstance(node.part, ContainsText)
    ]
    hints, idle = [], set[Node]()
    for part in excluded:
        for word, near in index.unmatched(Query(part)):
            idle.add(Not(part))
            similar = f" Similar: {', '.join(dict.fromkeys(near))}." if near else ""
            hints.append(f"'-{part.text}' excludes nothing: '{word}' occurs nowhere.{similar}")
    parts = where.parts if isinstance(where, And) else (where,)
    if idle and all(part in idle for part in parts):
        raise InvalidQueryError(hints[0], "To select everything, leave it out.")
    return hints


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return a question with the most similar name, or an empty string."""
    near = near_names(word, list(names), 1)
    return f"Did you mean '{near[0]}'?" if near else ""


def near_names(word: str, names: Iterable[str], limit: int) -> list[str]:
    """Return the names most similar to a word, best first."""
    from difflib import get_close_matches  # only an error needs it

    return get_close_matches(word, list(names), n=limit, cutoff=0.6)


def near_ids(key: str, index: ProposalIndex) -> list[str]:
    """Return up to five ids that have words like those of ``key`` anywhere in them, best first.

    Of a large base, ids that begin as ``key`` does and those of the newest proposals are looked at.
    """
    ids = list(dict.fromkeys(_candidates(key, index)))
    parts = {id_: set(id_.split("-")) for id_ in ids}
    known = set[str]().union(*parts.values())
    scores = dict.fromkeys(ids, 0.0)
    for word in {word for word in key.split("-") if word}:
        alike = _like(word, known)
        for id_, words in parts.items():
            scores[id_] += max((alike[one] for one in words & alike.keys()), default=0.0)
    for id_ in near_names(key, ids, 3):  # words that were joined, or parted elsewhere
        scores[id_] += 0.5
    least = max(0.5, 0.7 * max(scores.values(), default=0.0))
    best = sorted((id_ for id_ in ids if scores[id_] >= least), key=lambda id_: -scores[id_])
    return best[:5]


def _candidates(key: str, index: ProposalIndex) -> Iterator[str]:
    """Yield the ids that are compared with one that does not exist."""
    for end in range(len(key) - 1, 2, -1):
        if found := index.ids_like(key[:end], 100):
            yield from (id_ for _, id_ in found)
            break
    yield from (summary.id for summary in index.find(Query(limit=_MAX_COMPARED)))
    for table in ("people", "bodies", "themes", "sources"):
        yield from islice(index.ids(table), _MAX_COMPARED)


def _like(word: str, known: Iterable[str]) -> dict[str, float]:
    """Return the words that are like one, with how like they are: 1 is the same."""
    if word.isdigit():  # a year that is right does not make up for the rest
        return {word: 0.3}
    from difflib import SequenceMatcher

    near = near_names(word, known, 10)
    begun = {one: 0.9 for one in known if one.startswith(word) and len(word) > 1}
    alike = {one: SequenceMatcher(None, word, one).ratio() ** 2 for one in near}
    return {**alike, **begun, word: 1.0}
