"""The proposals most similar to one, and the reasons."""

from typing import NamedTuple

from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.ports import ProposalIndex, Summary
from proposals_cli.domain.query.query import FacetIs, Query

MAX_CANDIDATES = 50
"""Proposals that are considered for each kind of link, and for the text."""

CONTINUES = 3.0
SERIES = 1.5
THEME = 0.5
TEXT = 3.0
"""Weights: one proposal continues the other, a common series, each common theme, and identical
text."""


class Related(NamedTuple):
    """A proposal similar to another: the sum of the weights above, and the reasons."""

    summary: Summary
    score: float
    reasons: tuple[str, ...]


def related_to(id_: str, index: ProposalIndex, limit: int) -> list[Related]:
    """Return up to ``limit`` proposals similar to an existing one, most similar first."""
    (own,) = index.find_ids([id_])
    found: dict[str, Summary] = {}
    scores: dict[str, float] = {}
    reasons: dict[str, list[str]] = {}

    def note(summary: Summary, weight: float, reason: str) -> None:
        if summary.id != id_:
            found[summary.id] = summary
            scores[summary.id] = scores.get(summary.id, 0.0) + weight
            reasons.setdefault(summary.id, []).append(reason)

    raw = index.record("proposals", id_)
    earlier = decode_proposal(raw).continues if raw else ()
    for summary in index.find_ids(earlier):
        note(summary, CONTINUES, "continued by this one")
    for summary in index.find(Query(FacetIs("continues", (id_,)), limit=MAX_CANDIDATES)):
        note(summary, CONTINUES, "continues this one")
    for series in own.series:
        for summary in index.find(Query(FacetIs("series", (series,)), limit=MAX_CANDIDATES)):
            note(summary, SERIES, f"series {series}")
    for summary, likeness, words in index.similar_to(id_, MAX_CANDIDATES):
        note(summary, TEXT * likeness, f"words {', '.join(words[:6])}")
    for other in list(found.values()):
        common = [theme for theme in other.themes if theme in own.themes]
        if common:
            note(other, THEME * len(common), f"themes {', '.join(common)}")
    ordered = sorted(found.values(), key=lambda s: (-scores[s.id], s.id))
    return [Related(s, round(scores[s.id], 3), tuple(reasons[s.id])) for s in ordered[:limit]]
