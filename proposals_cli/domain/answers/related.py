"""The proposals most similar to one, and the reasons."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.model.vocabulary import RelationKind
from proposals_cli.domain.ports import ProposalIndex, Summary
from proposals_cli.domain.query.query import FacetIs, IdIs, Query
from proposals_cli.domain.text.content_words import shared_run

MAX_CANDIDATES = 50
"""Proposals that are considered for each kind of link, and for the text."""

MAX_COMPARED = 20_000
"""Characters of a record in which a shared word is looked for."""

LINK = 3.0
SERIES = 1.5
THEME = 0.5
TEXT = 3.0
"""Weights: a relation of one to the other, a common series, each common theme, and identical
text."""

REASONS: dict[RelationKind, tuple[str, str]] = {
    RelationKind.CONTINUES: ("continued by this one", "continues this one"),
    RelationKind.RELATED: ("related to this one", "related to this one"),
    RelationKind.AMENDS: ("amended by this one", "amends this one"),
    RelationKind.SUPERSEDES: ("superseded by this one", "supersedes this one"),
    RelationKind.COMPANION: ("companion of this one", "companion of this one"),
    RelationKind.DUPLICATES: ("duplicated by this one", "duplicates this one"),
    RelationKind.PART_OF: ("this one is part of it", "part of this one"),
}
"""Kind of relation → the reason if it is this proposal's, and if it is the other's."""


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
        if summary.id != id_ and reason not in reasons.get(summary.id, ()):
            found[summary.id] = summary
            scores[summary.id] = scores.get(summary.id, 0.0) + weight
            reasons.setdefault(summary.id, []).append(reason)

    for summary, reason in _linked(id_, index):
        note(summary, 0.0 if summary.id in found else LINK, reason)
    for series in own.series:
        for summary in index.find(Query(FacetIs("series", (series,)), limit=MAX_CANDIDATES)):
            note(summary, SERIES, f"series {series}")
    similar = index.similar_to(id_, MAX_CANDIDATES)
    texts = _texts([id_, *(summary.id for summary, _, _ in similar)], index)
    for summary, likeness, words in similar:
        shown = _whole_words(words[:6], texts[id_], texts[summary.id])
        note(summary, TEXT * likeness, f"words {', '.join(shown)}" if shown else "similar words")
    for other in list(found.values()):
        common = [theme for theme in other.themes if theme in own.themes]
        if common:
            note(other, THEME * len(common), f"themes {', '.join(common)}")
    ordered = sorted(found.values(), key=lambda s: (-scores[s.id], s.id))
    return [Related(s, round(scores[s.id], 3), tuple(reasons[s.id])) for s in ordered[:limit]]


def _texts(ids: Sequence[str], index: ProposalIndex) -> dict[str, str]:
    """Return the records of proposals as text, and nothing for one that has been removed."""
    found = index.find_records(Query(IdIs(tuple(ids))))
    texts = {summary.id: raw.decode()[:MAX_COMPARED] for summary, raw in found}
    return dict.fromkeys(ids, "") | texts


def _whole_words(words: Sequence[str], own: str, other: str) -> list[str]:
    """Return shared words, runs of Chinese as long as they are shared, none within another."""
    runs = list(dict.fromkeys(shared_run(word, own, other) for word in words))
    return [one for one in runs if not any(one in other and one != other for other in runs)]


def _linked(id_: str, index: ProposalIndex) -> Iterator[tuple[Summary, str]]:
    """Yield the proposals with a relation to this one, or it to them, with the reason."""
    raw = index.record("proposals", id_)
    for relation in decode_proposal(raw).relations if raw else ():
        for summary in index.find_ids((relation.to,) if relation.to else ()):
            yield summary, REASONS[relation.kind][0]
    for summary, raw in index.find_records(Query(FacetIs("links", (id_,)), limit=MAX_CANDIDATES)):
        for relation in decode_proposal(raw).relations:
            if relation.to == id_:
                yield summary, REASONS[relation.kind][1]
