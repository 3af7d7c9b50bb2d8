"""Merge a row into an existing record. What the row leaves blank stays as it is."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Protocol, TypeVar

import msgspec

from proposals_cli.domain.model.parts import (
    Measure,
    Response,
    Series,
    Shape,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import Status
from proposals_cli.importing.proposal_builder import Candidate

T = TypeVar("T")
S = TypeVar("S", bound=Shape)
P = TypeVar("P", Statement, Response, Measure)


def merged(existing: Proposal, candidate: Candidate) -> Proposal:
    """Return a proposal with what a row says of it.

    Single values replace existing ones, lists grow; nothing is removed. A complete record also
    completes the existing measures, replies and statements that it repeats.
    """
    new = candidate.proposal
    combine: _Combine = _keep_existing
    title, history = _title(existing.title, new.title), existing.history
    if candidate.is_complete:
        combine = overlay
        title = overlay(existing.title, new.title)
        history = _joined(existing.history, new.history)
    # overlay would join the measures, and two of them may have the same id
    together = msgspec.structs.replace(
        overlay(existing, msgspec.structs.replace(new, measures=existing.measures)),
        kind=new.kind if candidate.kind_given else existing.kind,
        title=title,
        problem=_problem(existing.problem, new.problem, combine),
        measures=_measures(existing.measures, new.measures, combine),
        series=_series(existing.series, new.series),
        continues_note=new.continues_note or existing.continues_note,
        responses=_statements(existing.responses, new.responses, _who_and_text, combine),
        uptake=_statements(existing.uptake, new.uptake, _text, combine),
        status=_status(existing.status, new.status, combine),
        history=history,
    )
    return msgspec.structs.replace(together, sources=_sources(existing, new, together))


def overlay(existing: S, new: S) -> S:
    """Return a record, or a part of one, with what another state of it adds.

    Single values of the new state replace existing ones, lists grow. If a text is replaced, so
    are its citations, which supported the old text.
    """
    values: dict[str, Any] = {}
    for name, default in _defaults(type(new)):
        before, after = getattr(existing, name), getattr(new, name)
        if name == "id" or after in (before, default):
            continue
        if isinstance(after, Shape) and type(before) is type(after):
            after = overlay(before, after)
        elif isinstance(after, dict):
            after = {**before, **after}
        elif isinstance(after, tuple) and (name != "citations" or _text(existing) == _text(new)):
            after = _joined(before, after)
        values[name] = after
    return msgspec.structs.replace(existing, **values)


@cache
def _defaults(shape: type[Shape]) -> tuple[tuple[str, Any], ...]:
    """Return (name, default) of the fields of a kind of record."""
    return tuple((field.name, field.default) for field in msgspec.structs.fields(shape))


def same_content(one: Record, two: Record) -> bool:
    """Return whether two states of a record are equal, history aside."""
    return msgspec.structs.replace(one, history=two.history) == two


class _Combine(Protocol):
    """Combines an existing part of a proposal with a new state of the same part."""

    def __call__(self, existing: S, new: S, /) -> S: ...


def _keep_existing(existing: S, _new: S) -> S:
    return existing


def _joined(existing: Iterable[T], new: Iterable[T]) -> tuple[T, ...]:
    found = list(existing)
    for value in new:  # one by one: the new values may repeat each other
        if value not in found:
            found.append(value)
    return tuple(found)


def _sources(existing: Proposal, new: Proposal, together: Proposal) -> tuple[str, ...]:
    """Return the sources that no statement cites any more, or that were listed as well."""
    before = {citation.source for citation in existing.citations()}
    cited = {citation.source for citation in together.citations()}
    listed = before.intersection(existing.sources)
    wanted = _joined(existing.sources, (*existing.all_sources(), *new.all_sources()))
    return tuple(id_ for id_ in wanted if id_ in listed or id_ not in cited)


def _title(existing: Title, new: Title) -> Title:
    return msgspec.structs.replace(
        existing,
        en=new.en or existing.en,
        zh=new.zh or existing.zh,
        topic_zh=new.topic_zh or existing.topic_zh,
        note=existing.note or new.note,
    )


def _problem(
    existing: Statement | None, new: Statement | None, combine: _Combine
) -> Statement | None:
    if existing is None or new is None:
        return new or existing
    return combine(existing, new) if existing.text == new.text else new


def _measures(
    existing: tuple[Measure, ...], new: tuple[Measure, ...], combine: _Combine
) -> tuple[Measure, ...]:
    """Return measures with those whose text is new, numbered on."""
    known = {measure.id: measure for measure in existing}
    last = max((int(id_[1:]) for id_ in known), default=0)
    ids = {measure.text: measure.id for measure in reversed(existing)}
    for measure in new:
        before = known.get(measure.id)
        same_text = before is not None and before.text == measure.text
        id_ = measure.id if same_text else ids.get(measure.text)
        if id_ is None:
            last += 1
            id_ = f"m{last:02}"
            known[id_] = msgspec.structs.replace(measure, id=id_)
            ids[measure.text] = id_
        else:
            known[id_] = combine(known[id_], measure)
    return tuple(known.values())


def _statements(
    existing: tuple[P, ...], new: tuple[P, ...], key: Callable[[P], Any], combine: _Combine
) -> tuple[P, ...]:
    """Return statements with those that are new by a key."""
    known = {key(one): one for one in existing}
    if len(known) < len(existing):
        return _joined(existing, new)
    for one in new:
        known[key(one)] = combine(known[key(one)], one) if key(one) in known else one
    return tuple(known.values())


def _text(one: Shape) -> str | None:
    return getattr(one, "text", None)


def _who_and_text(one: Response) -> tuple[str, str]:
    return one.who, one.text


def _series(existing: tuple[Series, ...], new: tuple[Series, ...]) -> tuple[Series, ...]:
    known = {one.id for one in existing}
    return (*existing, *(one for one in new if one.id not in known))


def _status(existing: StatusClaim, new: StatusClaim, combine: _Combine) -> StatusClaim:
    if new.value is Status.UNKNOWN and new.as_reported is None:
        return existing
    if new.value is existing.value and new.as_reported in (None, existing.as_reported):
        return combine(existing, new)
    return new
