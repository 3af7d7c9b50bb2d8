"""What to say where nothing is as typed: similar words and ids, and what dates leave out."""

from collections.abc import Iterable

from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import And, InDates, Node, Not, Query, walk
from proposals_cli.domain.text.plural import counted


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


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return a question with the most similar name, or an empty string."""
    near = near_names(word, list(names), 1)
    return f"Did you mean '{near[0]}'?" if near else ""


def near_names(word: str, names: Iterable[str], limit: int) -> list[str]:
    """Return the names most similar to a word, best first."""
    from difflib import get_close_matches  # only an error needs it

    return get_close_matches(word, list(names), n=limit, cutoff=0.6)


def near_ids(key: str, index: ProposalIndex) -> list[str]:
    """Return up to five ids that are spelled similarly or share a word with ``key``."""
    ids = [summary.id for summary in index.find(Query(limit=5_000))]
    for table in ("people", "bodies", "themes", "sources"):
        ids += index.ids(table)
    words = {word for word in key.split("-") if word and not word.isdigit()}
    sharing = [id_ for id_ in ids if words & set(id_.split("-"))]
    return list(dict.fromkeys([*near_names(key, ids, 3), *sharing[:3]]))[:5]
