"""Merge a new state of a record into an existing one. What it leaves blank stays as it is.

The table of fields (``domain/model/fields.py``) says of every field whether the new value replaces
the existing one or joins it, and what makes two items of a list the same.
"""

from functools import cache
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.model.fields import FIELDS, Field, Merge
from proposals_cli.domain.model.parts import Measure, Shape, Title
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.importing.proposal_builder import Candidate

T = TypeVar("T")
S = TypeVar("S", bound=Shape)


def merged(existing: Proposal, candidate: Candidate) -> Proposal:
    """Return a proposal with what a row says of it.

    Single values replace existing ones, lists grow; nothing is removed. A complete record also
    completes the existing measures, actions and statements that it repeats; a row of a table
    leaves them as they are, because it cites all its sources for each of them.
    """
    new = candidate.proposal
    if not candidate.kind_given:
        new = msgspec.structs.replace(new, kind=existing.kind)
    if not candidate.is_complete:
        new = msgspec.structs.replace(new, history=())
    together = _Overlay(completes=candidate.is_complete).record(existing, new)
    return msgspec.structs.replace(together, sources=_sources(existing, new, together))


def overlay(existing: S, new: S) -> S:
    """Return a record with what another state of it adds."""
    return _Overlay(completes=True).record(existing, new)


def same_content(one: Record, two: Record) -> bool:
    """Return whether two states of a record are equal, history aside."""
    return msgspec.structs.replace(one, history=two.history) == two


class _Overlay:
    """Puts a new state over an existing one; ``completes``: also inside items of lists."""

    def __init__(self, *, completes: bool) -> None:
        self.completes = completes

    def record(self, existing: S, new: S) -> S:
        """Return the existing state with what the new one adds."""
        values: dict[str, Any] = {}
        replaced = _is_other_claim(existing, new)
        for name, default, field in _lines(type(new)):
            before, after = getattr(existing, name), getattr(new, name)
            if field.merge is Merge.KEEP or after in (before, default):
                continue
            if field.merge is Merge.JOIN and not (name == "citations" and replaced):
                after = self._joined(field, before, after)
            values[name] = after
        return msgspec.structs.replace(existing, **values) if values else existing

    def _joined(self, field: Field, before: Any, after: Any) -> Any:
        if isinstance(after, Shape):
            return self._part(before, after)
        if isinstance(after, dict):
            return {**before, **after}
        if after and isinstance(after[0], Title):
            return self._titles(before, after)
        if after and isinstance(after[0], Measure):
            return self._measures(before, after)
        return self._items(field, before, after)

    def _part(self, before: Any, after: Shape) -> Shape:
        """Return a single part; one that says something else takes its own sources along."""
        if type(before) is not type(after):
            return after
        if _is_other_claim(before, after):
            texts = {name: {**getattr(before, name), **text} for name, text in _texts(after)}
            return msgspec.structs.replace(after, **texts)
        return self.record(before, after) if self.completes else before

    def _items(self, field: Field, before: tuple[T, ...], after: tuple[T, ...]) -> tuple[T, ...]:
        """Return the items of both lists; items that are the same become one."""
        found = list(before)
        places = {_key(item, field.same): place for place, item in reversed([*enumerate(before)])}
        for item in after:  # one by one: the new items may repeat each other
            key = _key(item, field.same)
            place = places.setdefault(key, len(found))
            if place == len(found):
                found.append(item)
            elif self.completes and isinstance(item, Shape):
                kept = found[place]
                assert isinstance(kept, Shape)
                found[place] = self.record(kept, item)
        return tuple(found)

    def _titles(self, before: tuple[Title, ...], after: tuple[Title, ...]) -> tuple[Title, ...]:
        """Return titles: the first new one of a language takes the place of the first old one.

        Otherwise a corrected title would stand behind the wrong one.
        """
        found, replaced = list(before), set[str]()
        for title in after:
            same = [
                n for n, one in enumerate(found) if _key(one, _WORDING) == _key(title, _WORDING)
            ]
            first = [
                n
                for n, one in enumerate(before)
                if one.lang == title.lang and (one.basis == "subject") == (title.basis == "subject")
            ]
            if same:
                found[same[0]] = (
                    self.record(found[same[0]], title) if self.completes else found[same[0]]
                )
            elif first and title.lang not in replaced:
                found[first[0]] = title
            else:
                found.append(title)
            replaced.add(title.lang)
        return tuple(found)

    def _measures(
        self, existing: tuple[Measure, ...], new: tuple[Measure, ...]
    ) -> tuple[Measure, ...]:
        """Return measures with those whose text is new, numbered on: an id is kept for its text."""
        known = {measure.id: measure for measure in existing}
        last = max((int(id_[1:]) for id_ in known), default=0)
        for measure in new:
            same = [id_ for id_, one in known.items() if _says_the_same(one, measure)]
            id_ = measure.id if measure.id in same else next(iter(same), None)
            if id_ is None:
                last += 1
                known[f"m{last:02}"] = msgspec.structs.replace(measure, id=f"m{last:02}")
            elif self.completes:
                known[id_] = self.record(known[id_], measure)
        return tuple(known.values())


_WORDING = ("lang", "text")


@cache
def _lines(shape: type[Shape]) -> tuple[tuple[str, Any, Field], ...]:
    """Return (name, default, line of the table) of the fields of a class."""
    lines = FIELDS[shape.__name__]
    return tuple(
        (field.name, _default(field), lines[field.name]) for field in msgspec.structs.fields(shape)
    )


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def _texts(shape: Shape) -> list[tuple[str, dict[str, str]]]:
    found = ((name, getattr(shape, name)) for name in shape.__struct_fields__)
    return [(name, value) for name, value in found if isinstance(value, dict) and name == "text"]


def _is_other_claim(existing: Shape, new: Shape) -> bool:
    """Return whether two states of a part say different things: another text or another status."""
    for name in ("text", "value"):
        before, after = getattr(existing, name, None), getattr(new, name, None)
        if isinstance(before, dict) and isinstance(after, dict):
            if any(before[tag] != after[tag] for tag in before.keys() & after.keys()):
                return True
        elif before is not None and after is not None and before != after:
            return True
    return False


def _says_the_same(one: Measure, two: Measure) -> bool:
    common = one.text.keys() & two.text.keys()
    return bool(common) and all(one.text[tag] == two.text[tag] for tag in common)


def _key(item: Any, same: tuple[str, ...]) -> bytes:
    """Return what makes an item of a list the same as another."""
    return msgspec.json.encode([getattr(item, name) for name in same] if same else item)


def _sources(existing: Proposal, new: Proposal, together: Proposal) -> tuple[str, ...]:
    """Return the sources that no statement cites any more, or that were listed as well."""
    before = {citation.source for citation in existing.citations()}
    cited = {citation.source for citation in together.citations()}
    listed = before.intersection(existing.sources)
    wanted = dict.fromkeys((*existing.sources, *existing.all_sources(), *new.all_sources()))
    return tuple(id_ for id_ in wanted if id_ in listed or id_ not in cited)
