"""Rules on sources: what is claimed without one, or on a weak one."""

from collections.abc import Iterator

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.parts import Action, Measure, Shape, citations_in
from proposals_cli.domain.model.records import (
    CLAIM_FIELDS,
    Body,
    Fact,
    Note,
    Proposal,
    Record,
    Source,
)
from proposals_cli.domain.model.vocabulary import FactKind, SourceCopy, SourceTier, Status
from proposals_cli.domain.text.plural import counted
from proposals_cli.domain.text.quotes import contains_quote

MAX_QUOTE = 60
"""Characters of a quote that a message shows."""


def lost_quotes(record: Record, context: CheckContext) -> Iterator[str]:
    """Every quote occurs in the text of its source, if the base contains that text."""
    quoted = [(c.source, c.quote) for c in citations_in(record) if c.quote]
    if isinstance(record, Note):
        quoted.append((record.source, record.words))
    for source, quote in dict.fromkeys(quoted):
        text = context.text(source)
        if text is not None and not contains_quote(text, quote):
            yield f"the text of {source} does not contain the quote '{_short(quote)}'"


def unsourced_claims(record: Record, _context: CheckContext) -> Iterator[str]:
    """Every measure, action, status and other claim of a proposal carries a citation, as do facts.

    ``unsourced_deadlines`` looks at deadlines.
    """
    match record:
        case Proposal():
            for place, claim in _claims(record):
                if claim is not record.reply_due and not getattr(claim, "citations", ()):
                    yield f"{place} has no citation"
        case Fact() if not record.citations:
            yield "the fact has no citation"


def _claims(proposal: Proposal) -> Iterator[tuple[str, Shape]]:
    """Yield the claims of a proposal, each with its place in words; an unknown status is none."""
    for field in CLAIM_FIELDS:
        value = getattr(proposal, field)
        if isinstance(value, tuple):
            for number, claim in enumerate(value, 1):
                yield _place(field, number, claim), claim
        elif value is not None and getattr(value, "value", None) is not Status.UNKNOWN:
            yield f"the {field.replace('_', ' ')}", value


def _place(field: str, number: int, claim: Shape) -> str:
    match claim:
        case Measure():
            return f"measure {claim.id}"
        case Action():
            return f"action {number} ({' '.join(filter(None, (claim.stage, claim.date)))})"
        case _:
            return f"{'mention' if field == 'uptake' else field.removesuffix('s')} {number}"


def without_sources(proposal: Proposal, _context: CheckContext) -> Iterator[str]:
    """A proposal names a source, for a statement or as a whole."""
    if not proposal.all_sources():
        yield "it names no source"


def single_sources(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """The claims of a proposal rest on more than one source, unless that one is official."""
    sources = proposal.all_sources()
    made = sum(1 for _ in _claims(proposal))
    if len(sources) != 1 or made < 2:
        return
    only = context.find(Source, sources[0])
    if only and only.tier is not SourceTier.OFFICIAL:
        yield f"its {counted(made, 'claim')} rest on one source ({only.id})"


def reprints_only(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """One source of a proposal at least is an original publication."""
    sources = [context.find(Source, id_) for id_ in proposal.all_sources()]
    copies = (SourceCopy.REPRINT, SourceCopy.EXCERPT)
    if sources and all(source and source.copy in copies for source in sources):
        yield "all its sources are reprints or excerpts"


def machine_translation_alone(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """Problem and measures of a proposal do not rest on a single machine translation."""
    sources = {c.source for measure in proposal.measures for c in measure.citations}
    sources |= {c.source for c in proposal.problem.citations} if proposal.problem else set()
    if len(sources) != 1:
        return
    (source,) = sources
    only = context.find(Source, source)
    if only and (only.machine_translated_from or only.copy is SourceCopy.MACHINE_TRANSLATION):
        yield f"problem and measures rest on one machine translation alone ({source})"


def unsourced_deadlines(record: Record, _context: CheckContext) -> Iterator[str]:
    """A deadline of a body or a proposal cites what states it."""
    match record:
        case Body():
            for number, rule in enumerate(record.reply_within, 1):
                if not rule.citations:
                    yield f"deadline {number} has no citation"
        case Proposal(reply_due=due) if due and not due.citations:
            yield f"the day by which a reply is due ({due.date}) has no citation"


def contradictory_facts(fact: Fact, context: CheckContext) -> Iterator[str]:
    """Of two facts that contradict each other, one at least has an assessment."""
    if fact.value is None or fact.kind not in _SINGLE_VALUED:
        return
    others = context.facts.setdefault((fact.kind, fact.person, fact.year), [])
    for other in others:
        if str(other.value) != str(fact.value) and not (other.assessment or fact.assessment):
            yield f"says {fact.value}, but {other.id} says {other.value}; neither is assessed"
    others.append(fact)


_SINGLE_VALUED = (FactKind.COUNT, FactKind.TOTAL, FactKind.SESSION)
"""Kinds of facts with one correct value for a person and a year."""


def _short(text: str) -> str:
    return text if len(text) <= MAX_QUOTE else f"{text[: MAX_QUOTE - 1]}…"
