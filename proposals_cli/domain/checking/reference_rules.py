"""Rules on the ids that records refer to."""

from collections.abc import Iterator

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.records import Proposal, Record, Theme
from proposals_cli.domain.model.references import named_ids
from proposals_cli.domain.model.vocabulary import RelationKind


def dangling_ids(record: Record, context: CheckContext) -> Iterator[str]:
    """Every id that a record refers to exists."""
    for tables, id_, what in named_ids(record):
        if not any(context.has(table, context.current_id(tables, id_)) for table in tables):
            yield f"{what} names '{id_}', which is not in {' or '.join(tables)}"


def former_ids(record: Record, context: CheckContext) -> Iterator[str]:
    """Records are referred to by their current ids."""
    for tables, id_, what in named_ids(record):
        if (now := context.current_id(tables, id_)) != id_:
            yield f"{what} names '{id_}', which is '{now}' now"


def unused_themes(record: Record, context: CheckContext) -> Iterator[str]:
    """Every theme has a proposal, if the base has any proposals."""
    used = context.themes_used
    if isinstance(record, Proposal):
        used.update(record.themes)
    elif isinstance(record, Theme) and used and record.id not in used:
        yield "no proposal has this theme"


def dead_ends(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """A proposal continues earlier ones, but not one that continues it, and no link leads back."""
    for relation in proposal.relations:
        if relation.to == proposal.id:
            is_continued = relation.kind is RelationKind.CONTINUES
            yield "it continues itself" if is_continued else f"it is '{relation.kind}' to itself"
    for id_ in proposal.continues:
        other = context.find(Proposal, id_) if id_ != proposal.id else None
        if other is None:
            continue
        if (other.stated_year or 0) > (proposal.stated_year or 9999):
            yield f"it continues {id_}, which is from {other.stated_year}"
        elif _leads_to(other, proposal, context):
            yield f"it continues {id_}, which continues it in turn"


def _leads_to(start: Proposal, goal: Proposal, context: CheckContext) -> bool:
    """Tell whether a proposal continues ``goal``, directly or through others."""
    seen, rest = {start.id}, [start]
    while rest:
        for id_ in rest.pop().continues:
            if id_ == goal.id:
                return True
            earlier = context.find(Proposal, id_) if id_ not in seen else None
            seen.add(id_)
            if earlier is not None and (earlier.stated_year or 9999) >= (goal.stated_year or 0):
                rest.append(earlier)
    return False
