"""Facets: the fields by which proposals are filtered and counted.

The options, the query parser, the index and ``stats --by`` all read this one table.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the parser and the options need the names below, not the record classes
    from proposals_cli.domain.model.records import Proposal

FACETS: dict[str, str] = {
    "theme": "theme",
    "person": "person or organisation that made or supported the proposal",
    "role": "role of a sponsor",
    "party": "party of a sponsor",
    "addressee": "who is asked to answer or act",
    "region": "region it is about",
    "kind": "kind of proposal",
    "status": "current status",
    "stage": "something that happened to it",
    "language": "language of a title",
    "series": "series of proposals it belongs to",
    "source": "source it cites",
    "body": "legislature or body that received it",
    "term": "term of the body, such as 13",
    "session": "session: term and number, such as 13/3, or its name",
    "month": "month of its date, such as 2020-05",
    "area": "policy area of a measure",
    "horizon": "time horizon of a measure",
    "actor": "actor a measure addresses",
    "beneficiary": "who a measure is to benefit",
    "entity": "company, programme or plan it mentions",
    "continues": "earlier proposal it continues",
    "links": "other proposal that it names, whatever the relation",
    "missing": "information the record lacks",
}
"""Facet → description, in the order of help texts."""

EXTRA = "extra."
"""Before the name of a field that a record has under ``extra``: ``extra.faction``."""

MEASURE_FACETS = ("area", "horizon", "actor", "beneficiary")
"""Facets of single measures."""

AGENT_FACETS = ("person", "addressee", "agent")
"""The facets whose values are people or bodies; the last is of an index only: those who acted, and
those who withdrew."""

CALLED_FACETS = ("actor", "beneficiary")
"""Facets whose values are words: those by which a person or body is called mean that record."""

WITHDRAWN = "withdrawn"
"""The role under which a sponsor who has withdrawn is found."""

MISSING: dict[str, tuple[str, str]] = {
    "title": ("no original title known", "未见原题"),
    "theme": ("no theme", "无主题"),
    "person": ("nobody is named", "未见提出人"),
    "date": ("no date", "无日期"),
    "problem": ("no statement of the problem", "未见问题陈述"),
    "measures": ("no concrete measures known", "未见具体措施"),
    "source": ("no source", "无来源"),
    "citation": ("a statement without a source", "有未注明来源的陈述"),
    "confirmation": ("announced, submission not confirmed", "已宣布，未证实提交"),
    "reply": ("no official reply held", "未收录官方答复"),
}
"""Information that a record can lack → (English label, Chinese label)."""


def facet_values(proposal: "Proposal", today: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield every (facet, value) pair of a proposal, some more than once.

    ``today`` is the ISO day on which it is asked (default: the current one).
    """
    from proposals_cli.domain.model.status import current_status

    for theme in proposal.themes:
        yield "theme", theme
    for sponsor in proposal.sponsors:
        if sponsor.withdrawn is None:
            yield "person", sponsor.name
            yield "role", sponsor.role or "author"
        else:
            yield "role", WITHDRAWN
        if sponsor.party:
            yield "party", sponsor.party
    for addressee in proposal.addressees:
        yield "addressee", addressee.name
    for region in proposal.regions:
        yield "region", region
    yield "kind", proposal.kind
    status = current_status(proposal, today).value
    yield "status", status
    for action in proposal.actions:
        yield "stage", action.stage
    for title in proposal.wordings:
        yield "language", title.lang
    for series in proposal.series:
        yield "series", series.id
    sources = proposal.all_sources()
    for source in sources:
        yield "source", source
    yield "body", proposal.body
    yield from _time_values(proposal)
    yield from _measure_values(proposal)
    for entity in proposal.entities:
        yield "entity", entity
    yield from _link_values(proposal)
    for gap in missing(proposal, status, sources):
        yield "missing", gap


def _time_values(proposal: "Proposal") -> Iterator[tuple[str, str]]:
    term, session = proposal.term, proposal.session
    if term is not None:
        yield "term", str(term)
    if session is not None:
        numbered = isinstance(session, int) and term is not None
        yield "session", f"{term}/{session}" if numbered else str(session)
    if proposal.date and len(proposal.date) > len("2020"):
        yield "month", proposal.date[: len("2020-05")]


def _link_values(proposal: "Proposal") -> Iterator[tuple[str, str]]:
    for relation in proposal.relations:
        if relation.to:
            yield "links", relation.to
    for earlier in proposal.continues:
        yield "continues", earlier


def _measure_values(proposal: "Proposal") -> Iterator[tuple[str, str]]:
    for measure in proposal.measures:
        if measure.area:
            yield "area", measure.area
        if measure.horizon:
            yield "horizon", measure.horizon
        for actor in measure.actors:
            yield "actor", actor
        for beneficiary in measure.beneficiaries:
            yield "beneficiary", beneficiary


def missing(proposal: "Proposal", status: str, sources: Sequence[str]) -> Iterator[str]:
    """Yield the keys of ``MISSING`` that apply to a proposal of this status and these sources."""
    from proposals_cli.domain.model.vocabulary import ANSWERED_KINDS, UNCONFIRMED

    present = {
        "title": not proposal.lacks_original_title,
        "theme": proposal.themes,
        "person": proposal.sponsors,
        "date": proposal.date,
        "problem": proposal.problem,
        "measures": proposal.measures,
        "source": sources,
        "citation": not has_uncited_statement(proposal),
        "confirmation": status not in UNCONFIRMED,
        "reply": proposal.kind not in ANSWERED_KINDS
        or any(not reply.interim for reply in proposal.replies),
    }
    return (gap for gap, is_present in present.items() if not is_present)


def has_uncited_statement(proposal: "Proposal") -> bool:
    """Return whether a claim of the proposal carries no citation: a measure, an action, …."""
    single = (proposal.status, proposal.summary, proposal.problem, proposal.reply_due)
    return any(
        not claim.citations
        for claims in (
            [one for one in single if one],
            proposal.measures,
            proposal.actions,
            proposal.figures,
            proposal.uptake,
        )
        for claim in claims
    )
