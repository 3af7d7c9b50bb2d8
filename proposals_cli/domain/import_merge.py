"""What a row changes in a proposal that is there already. What it leaves blank stays."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from proposals_cli.domain.import_records import Candidate
from proposals_cli.domain.records import Measure, Proposal, Response, StatusClaim, Title
from proposals_cli.domain.vocabulary import Status

T = TypeVar("T")


def merged(held: Proposal, candidate: Candidate) -> Proposal:
    """Return a proposal with what a row says of it.

    Single values take the place of those there, lists grow; nothing is taken away.

    Args:
        held: the proposal as it is.
        candidate: what the row makes.
    """
    new = candidate.proposal
    problem = held.problem
    if new.problem and (not problem or problem.text != new.problem.text):
        problem = new.problem
    together = msgspec.structs.replace(
        held,
        year=new.year,
        body=new.body,
        term=held.term if new.term is None else new.term,
        session=held.session if new.session is None else new.session,
        kind=new.kind if candidate.kind_given else held.kind,
        kind_terms=_joined(held.kind_terms, new.kind_terms),
        title=_title(held.title, new.title),
        people=_joined(held.people, new.people),
        themes=_joined(held.themes, new.themes),
        problem=problem,
        measures=_measures(held.measures, new.measures),
        regions=_joined(held.regions, new.regions),
        entities=_joined(held.entities, new.entities),
        series=_joined(held.series, new.series),
        continues=_joined(held.continues, new.continues),
        responses=_responses(held.responses, new.responses),
        status=_status(held.status, new.status),
        identifiers=_joined(held.identifiers, new.identifiers),
        notes=_joined(held.notes, new.notes),
        extra={**held.extra, **new.extra},
    )
    return msgspec.structs.replace(together, sources=_sources(held, new, together))


def same(one: Proposal, two: Proposal) -> bool:
    """Tell whether two states of a record say the same, whatever their history."""
    return msgspec.structs.replace(one, history=two.history) == two


def _joined(held: Iterable[T], new: Iterable[T]) -> tuple[T, ...]:
    found = list(held)
    found += [value for value in new if value not in found]
    return tuple(found)


def _sources(held: Proposal, new: Proposal, together: Proposal) -> tuple[str, ...]:
    """Return the sources that no statement cites any more, or that were listed besides."""
    before = {citation.source for citation in held.citations()}
    cited = {citation.source for citation in together.citations()}
    listed = before.intersection(held.sources)
    wanted = _joined(held.sources, (*held.all_sources(), *new.all_sources()))
    return tuple(id_ for id_ in wanted if id_ in listed or id_ not in cited)


def _title(held: Title, new: Title) -> Title:
    return msgspec.structs.replace(
        held,
        en=new.en or held.en,
        zh=new.zh or held.zh,
        topic_zh=new.topic_zh or held.topic_zh,
        note=held.note or new.note,
    )


def _measures(held: tuple[Measure, ...], new: tuple[Measure, ...]) -> tuple[Measure, ...]:
    texts = {measure.text for measure in held}
    last = max((int(measure.id[1:]) for measure in held), default=0)
    added = [measure for measure in new if measure.text not in texts]
    return (
        *held,
        *(
            msgspec.structs.replace(measure, id=f"m{number:02}")
            for number, measure in enumerate(added, last + 1)
        ),
    )


def _responses(held: tuple[Response, ...], new: tuple[Response, ...]) -> tuple[Response, ...]:
    known = {(response.who, response.text) for response in held}
    return (*held, *(r for r in new if (r.who, r.text) not in known))


def _status(held: StatusClaim, new: StatusClaim) -> StatusClaim:
    if new.value is Status.UNKNOWN and new.as_reported is None:
        return held
    said_already = new.value is held.value and new.as_reported in (None, held.as_reported)
    return held if said_already else new
