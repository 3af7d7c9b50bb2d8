"""Facets: the fields by which proposals are filtered and counted.

The options, the query parser, the index and ``stats --by`` all read this one table.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from proposals_cli.domain.model.vocabulary import UNCONFIRMED

if TYPE_CHECKING:  # the parser and the options need the names below, not the record classes
    from proposals_cli.domain.model.records import Proposal

FACETS: dict[str, str] = {
    "theme": "theme",
    "person": "person who made the proposal",
    "region": "region it is about",
    "kind": "kind of proposal",
    "status": "reported status",
    "series": "series of proposals it belongs to",
    "source": "source it cites",
    "body": "legislature or body that received it",
    "area": "policy area of a measure",
    "horizon": "time horizon of a measure",
    "actor": "actor a measure addresses",
    "entity": "company, programme or plan it mentions",
    "continues": "earlier proposal it continues",
    "missing": "information the record lacks",
}
"""Facet → description, in the order of help texts."""

MEASURE_FACETS = ("area", "horizon", "actor")
"""Facets of single measures."""

MISSING: dict[str, tuple[str, str]] = {
    "title-zh": ("no exact Chinese title known", "未见中文原题"),
    "title-en": ("no English title", "无英文题名"),
    "problem": ("no statement of the problem", "未见问题陈述"),
    "measures": ("no concrete measures known", "未见具体措施"),
    "confirmation": ("announced, submission not confirmed", "已宣布，未证实提交"),
    "response": ("no official reply known", "未见官方答复"),
}
"""Information that a record can lack → (English label, Chinese label)."""


def facet_values(proposal: "Proposal") -> Iterator[tuple[str, str]]:
    """Yield every (facet, value) pair of a proposal, some more than once."""
    for theme in proposal.themes:
        yield "theme", theme
    for person in proposal.people:
        yield "person", person
    for region in proposal.regions:
        yield "region", region
    yield "kind", proposal.kind
    yield "status", proposal.status.value
    for series in proposal.series:
        yield "series", series.id
    for source in proposal.all_sources():
        yield "source", source
    yield "body", proposal.body
    for measure in proposal.measures:
        if measure.area:
            yield "area", measure.area
        if measure.horizon:
            yield "horizon", measure.horizon
        for actor in measure.actors:
            yield "actor", actor
    for entity in proposal.entities:
        yield "entity", entity
    for earlier in proposal.continues:
        yield "continues", earlier
    for gap in missing(proposal):
        yield "missing", gap


def missing(proposal: "Proposal") -> Iterator[str]:
    """Yield the keys of ``MISSING`` that apply to a proposal."""
    if not proposal.title.zh:
        yield "title-zh"
    if not proposal.title.en:
        yield "title-en"
    if proposal.problem is None:
        yield "problem"
    if not proposal.measures:
        yield "measures"
    if proposal.status.value in UNCONFIRMED and not proposal.responses:
        yield "confirmation"
    if not proposal.responses:
        yield "response"
