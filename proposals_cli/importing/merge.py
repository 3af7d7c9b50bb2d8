"""What a row changes in a proposal that is there already. What it leaves blank stays."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.model.records import (
    Measure,
    Proposal,
    Record,
    Response,
    Series,
    Shape,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.vocabulary import Status
from proposals_cli.importing.proposal_builder import Candidate

T = TypeVar("T")
S = TypeVar("S", bound=Shape)
P = TypeVar("P", Statement, Response, Measure)


def merged(held: Proposal, candidate: Candidate) -> Proposal:
    """Return a proposal with what a row says of it.

    Single values take the place of those there, lists grow; nothing is taken away.

    Args:
        held: the proposal as it is.
        candidate: what the row makes.
    """
    new, whole = candidate.proposal, candidate.whole
    problem = held.problem
    if new.problem and (not problem or problem.text != new.problem.text):
        problem = new.problem
    elif new.problem and problem and whole:
        problem = overlay(problem, new.problem)
    together = msgspec.structs.replace(
        held,
        year=new.year,
        body=new.body,
        term=held.term if new.term is None else new.term,
        session=held.session if new.session is None else new.session,
        kind=new.kind if candidate.kind_given else held.kind,
        kind_terms=_joined(held.kind_terms, new.kind_terms),
        title=overlay(held.title, new.title) if whole else _title(held.title, new.title),
        people=_joined(held.people, new.people),
        themes=_joined(held.themes, new.themes),
        problem=problem,
        measures=_measures(held.measures, new.measures, whole=whole),
        regions=_joined(held.regions, new.regions),
        entities=_joined(held.entities, new.entities),
        series=_series(held.series, new.series),
        continues=_joined(held.continues, new.continues),
        continues_note=new.continues_note or held.continues_note,
        responses=_grown(held.responses, new.responses, _reply, whole=whole),
        uptake=_grown(held.uptake, new.uptake, _text, whole=whole),
        status=_status(held.status, new.status, whole=whole),
        identifiers=_joined(held.identifiers, new.identifiers),
        former_ids=_joined(held.former_ids, new.former_ids),
        notes=_joined(held.notes, new.notes),
        history=_joined(held.history, new.history) if whole else held.history,
        extra={**held.extra, **new.extra},
    )
    return msgspec.structs.replace(together, sources=_sources(held, new, together))


def overlay(held: S, new: S) -> S:
    """Return a record, or a part of one, with what another state of it says besides.

    Single values that it says take the place of those there, lists grow. A text that is replaced
    takes its citations along: they were those of what it said.
    """
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(new):
        before, after = getattr(held, field.name), getattr(new, field.name)
        if field.name == "id" or after in (before, field.default):
            continue
        if isinstance(after, Shape) and type(before) is type(after):
            after = overlay(before, after)
        elif isinstance(after, dict):
            after = {**before, **after}
        elif isinstance(after, tuple) and (field.name != "citations" or _text(held) == _text(new)):
            after = _joined(before, after)
        values[field.name] = after
    return msgspec.structs.replace(held, **values)


def same_content(one: Record, two: Record) -> bool:
    """Tell whether two states of a record say the same, whatever their history."""
    return msgspec.structs.replace(one, history=two.history) == two


def _joined(held: Iterable[T], new: Iterable[T]) -> tuple[T, ...]:
    found = list(held)
    for value in new:  # one by one: what is new may hold repeats
        if value not in found:
            found.append(value)
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


def _measures(
    held: tuple[Measure, ...], new: tuple[Measure, ...], *, whole: bool
) -> tuple[Measure, ...]:
    known = {measure.id: measure for measure in held}
    last = max((int(id_[1:]) for id_ in known), default=0)
    ids = {measure.text: measure.id for measure in reversed(held)}
    for measure in new:
        before = known.get(measure.id)
        same_text = before is not None and before.text == measure.text
        id_ = measure.id if same_text else ids.get(measure.text)
        if id_ is None:
            last += 1
            id_ = f"m{last:02}"
            known[id_] = msgspec.structs.replace(measure, id=id_)
            ids[measure.text] = id_
        elif whole:
            known[id_] = overlay(known[id_], measure)
    return tuple(known.values())


def _grown(
    held: tuple[P, ...], new: tuple[P, ...], key: Callable[[P], Any], *, whole: bool
) -> tuple[P, ...]:
    """Return statements with those that are new; of a whole record, all that is said of them."""
    known = {key(one): one for one in held}
    if len(known) < len(held):
        return _joined(held, new)
    for one in new:
        before = known.setdefault(key(one), one)
        if whole:
            known[key(one)] = overlay(before, one)
    return tuple(known.values())


def _text(one: Shape) -> str | None:
    return getattr(one, "text", None)


def _reply(one: Response) -> tuple[str, str]:
    return one.who, one.text


def _series(held: tuple[Series, ...], new: tuple[Series, ...]) -> tuple[Series, ...]:
    known = {one.id for one in held}
    return (*held, *(one for one in new if one.id not in known))


def _status(held: StatusClaim, new: StatusClaim, *, whole: bool) -> StatusClaim:
    if new.value is Status.UNKNOWN and new.as_reported is None:
        return held
    said_already = new.value is held.value and new.as_reported in (None, held.as_reported)
    if said_already and whole:
        return overlay(held, new)
    return held if said_already else new
