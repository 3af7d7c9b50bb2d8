"""Put a new state of a record over an existing one. What it leaves blank stays as it is.

The table of fields (``domain/model/fields.py``) says of every field whether the new value replaces
the existing one or joins it, and what makes two items of a list the same.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.model.field_lines import lines_of
from proposals_cli.domain.model.fields import Field, Merge
from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Document,
    Figure,
    Measure,
    PersonName,
    Relation,
    ReplyDue,
    Shape,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Fact, Proposal, Record
from proposals_cli.domain.model.vocabulary import Kind, TitleBasis
from proposals_cli.domain.text.languages import UNDETERMINED

S = TypeVar("S", bound=Shape)
T = TypeVar("T")

_CLAIMS: dict[type[Shape], tuple[str, ...]] = {
    Fact: ("text", "value"),
    Figure: ("value",),
    PersonName: ("text",),
    ReplyDue: ("date",),
    Statement: ("text",),
    StatusClaim: ("value", "as_reported"),
}
"""Class → the fields that make what it says: if one differs, the rest belongs to another claim."""

_PARTLY_KNOWN = (Action, Agent, Document, Relation, Sponsor)
"""Classes whose item is the same as one that says more: a reply with a date, and its text too."""

_OF_WORDING = ("basis", "citations")


def overlay(existing: S, new: S) -> S:
    """Return a record with what another state of it adds."""
    return Overlay(cites=True).record(existing, new)


def same_content(one: Record, two: Record) -> bool:
    """Return whether two states of a record are equal, history aside."""
    return msgspec.structs.replace(one, history=two.history) == two


class Overlay:
    """Puts a new state over an existing one; ``cites``: with the sources of what it repeats."""

    def __init__(self, *, cites: bool) -> None:
        self.cites = cites

    def record(self, existing: S, new: S) -> S:
        """Return the existing state with what the new one adds."""
        values: dict[str, Any] = {}
        replaced = is_other_claim(existing, new)
        for name, default, field in lines_of(type(new)):
            before, after = getattr(existing, name), getattr(new, name)
            if field.merge is Merge.KEEP or after in (before, default):
                continue
            if before == default or (name == "citations" and replaced):
                values[name] = after
            elif field.merge is Merge.JOIN:
                values[name] = self._joined(field, before, after)
            elif not is_weaker(name, before, after):
                values[name] = after
        return msgspec.structs.replace(existing, **values) if values else existing

    def _joined(self, field: Field, before: Any, after: Any) -> Any:
        if isinstance(after, Shape):
            return self._part(before, after)
        if isinstance(after, dict):
            before, after = aligned(before, after)
            both = {tag: self._part(before[tag], after[tag]) for tag in after if tag in before}
            return {**before, **after, **both}
        if isinstance(after[0], Title):
            return self._titles(before, after)
        if isinstance(after[0], Measure):
            return self._measures(before, after)
        return self._items(field, before, after)

    def _part(self, before: Any, after: Any) -> Any:
        """Return a part; one that says something else takes its own sources along."""
        if not isinstance(after, Shape) or type(before) is not type(after):
            return after
        if isinstance(after, StatusClaim) and after == StatusClaim(citations=after.citations):
            return before
        if isinstance(before, Statement) and isinstance(after, Statement):
            return self._statement(before, after)
        return after if is_other_claim(before, after) else self._completed(before, after)

    def _completed(self, before: S, after: S) -> S:
        """Return a part with what another state of the same part adds."""
        if self.cites:
            return self.record(before, after)
        kept = {name: getattr(before, name) for name in _OF_WORDING if hasattr(before, name)}
        return self.record(before, msgspec.structs.replace(after, **kept))

    def _statement(self, before: Statement, after: Statement) -> Statement:
        """Return a statement with the words of a new state of it."""
        earlier, later = aligned(before.text, after.text)
        text = {**earlier, **later}
        if text == earlier:
            return self._completed(before, after)
        if earlier.items().isdisjoint(text.items()):
            return after
        return msgspec.structs.replace(  # the earlier sources support the words that are left
            after if is_other_claim(before, after) else before,
            text=text,
            citations=tuple(dict.fromkeys((*before.citations, *after.citations))),
        )

    def _items(self, field: Field, before: tuple[Any, ...], after: tuple[Any, ...]) -> Any:
        """Return the items of both lists; items that are the same become one.

        Two items of one list are never the same, however alike they are.
        """
        found = list(before)
        known = [_encoded(item) for item in before]
        new = {_encoded(item): item for item in after}
        free = [place for place, code in enumerate(known) if code not in new]
        for code, item in new.items():
            if code in known:
                continue
            place = _place(found, self._alike(found, free, item), item, field.same)
            if place is None:
                found.append(item)
            else:
                free.remove(place)
                found[place] = self._part(found[place], item)
        return tuple(found)

    def _alike(self, _found: list[Any], free: list[int], _item: Any) -> list[int]:
        """Return those of the free places whose item may be the same as a new one."""
        return free

    def _titles(self, before: tuple[Title, ...], after: tuple[Title, ...]) -> tuple[Title, ...]:
        """Return titles: a new one takes the place of the one that it corrects.

        That is the first of its language and kind, unless the two states share a title of these:
        then the new one stands beside it.
        """
        found = {wording_of(title): title for title in before}
        shared = {_language_and_kind(one) for one in after if _known_wording(one, found) in found}
        for title in after:
            key, place = _known_wording(title, found), _language_and_kind(title)
            same = (key for key, one in found.items() if _language_and_kind(one) == place)
            if key in found:
                found[key] = self._completed(found[key], title)
            elif place not in shared and (corrected := next(same, None)):
                found = {(key if one == corrected else one): found[one] for one in found}
                found[key] = title
            else:
                found[key] = title
            shared.add(place)
        return tuple(found.values())

    def _is_repeated(self, one: Measure, two: Measure) -> bool:
        """Return whether two measures are the same: they have the same words."""
        return texts_agree(one.text, two.text)

    def _measures(
        self, existing: tuple[Measure, ...], new: tuple[Measure, ...]
    ) -> tuple[Measure, ...]:
        """Return measures with those whose text is new, numbered on: an id is kept for its text."""
        known = {measure.id: measure for measure in existing}
        last = max((int(id_[1:]) for id_ in known), default=0)
        for measure in new:
            same = [id_ for id_, one in known.items() if self._is_repeated(one, measure)]
            id_ = measure.id if measure.id in same else next(iter(same), None)
            if id_ is None:
                last += 1
                known[f"m{last:02}"] = msgspec.structs.replace(measure, id=f"m{last:02}")
            else:
                known[id_] = self._completed(known[id_], measure)
        return tuple(known.values())


def is_other_claim(existing: Shape, new: Shape) -> bool:
    """Return whether two states of a part say different things: another text or another status."""
    pairs = ((getattr(existing, name), getattr(new, name)) for name in _CLAIMS.get(type(new), ()))
    return any(before and after and _differ(before, after) for before, after in pairs)


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, dict):
        before, after = aligned(before, after)
        return any(before[tag] != after[tag] for tag in before.keys() & after.keys())
    return bool(before != after)


def is_weaker(name: str, before: Any, after: Any) -> bool:
    """Return whether a new value only says less exactly what is known."""
    if name == "lang":
        return bool(after == UNDETERMINED)
    if name == "kind":
        return bool(after == Kind.OTHER)
    if name == "date":
        return str(before).startswith(f"{after}-")
    return name == "basis" and (before, after) == (TitleBasis.OFFICIAL, TitleBasis.REPORTED)


def texts_agree(one: dict[str, str], two: dict[str, str]) -> bool:
    """Return whether two texts have a language in common, and the same words in each such."""
    one, two = aligned(one, two)
    return not (one.keys().isdisjoint(two) or _differ(one, two))


def aligned(one: dict[str, T], two: dict[str, T]) -> tuple[dict[str, T], dict[str, T]]:
    """Return two texts; words whose language one does not know are in that of the other."""
    return _in_language(one, two), _in_language(two, one)


def _in_language(text: dict[str, T], other: dict[str, T]) -> dict[str, T]:
    words = text.get(UNDETERMINED)
    tag = next((tag for tag, same in other.items() if same == words), UNDETERMINED)
    if words is None or tag == UNDETERMINED:
        return text
    return {(tag if one == UNDETERMINED else one): text[one] for one in text}


def wording_of(title: Title) -> tuple[str, str]:
    """Return what makes two titles the same wording."""
    return title.lang, title.text


def _known_wording(title: Title, found: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the wording that a title has; the same words in no stated language are the same."""
    key = wording_of(title)
    alike = [one for one in found if one[1] == title.text and UNDETERMINED in (one[0], title.lang)]
    return key if key in found or not alike else alike[0]


def _language_and_kind(title: Title) -> tuple[str, TitleBasis | None]:
    return title.lang, TitleBasis.REPORTED if title.is_original else title.basis


def _encoded(item: Any) -> bytes:
    return msgspec.json.encode(item)


def _place(found: list[Any], free: list[int], item: Any, same: tuple[str, ...]) -> int | None:
    """Return the place of the item, among the free ones, that is the same as a new one."""
    if not same:
        return None
    key = _key(item, same)
    if (place := next((one for one in free if _key(found[one], same) == key), None)) is not None:
        return place
    if not isinstance(item, _PARTLY_KNOWN):
        return None
    alike = [place for place in free if _says_part(found[place], item, same)]
    return alike[0] if len(alike) == 1 else None  # of several, it could be any


def _key(item: Any, same: tuple[str, ...]) -> list[Any]:
    return [getattr(item, name) for name in same]


def _says_part(one: Shape, two: Shape, same: tuple[str, ...]) -> bool:
    """Return whether two items agree in what both say, and one of them says no more than that.

    They must agree in more than a term of a vocabulary, such as the stage.
    """
    only_one = only_two = agrees = False
    for before, after in zip(_key(one, same), _key(two, same), strict=True):
        if before and after:
            if not _is_compatible(before, after):
                return False
            agrees = agrees or not isinstance(after, StrEnum)
        only_one = only_one or bool(before and not after)
        only_two = only_two or bool(after and not before)
    return agrees and not (only_one and only_two)


def _is_compatible(before: Any, after: Any) -> bool:
    if isinstance(before, dict):
        return texts_agree(before, after)
    if isinstance(before, tuple):
        return {one.name for one in before} == {one.name for one in after}
    return bool(before == after)


def listed_sources(existing: Proposal, new: Proposal, together: Proposal) -> tuple[str, ...]:
    """Return the sources that no statement cites any more, or that were listed as well."""
    before = {citation.source for citation in existing.citations()}
    cited = {citation.source for citation in together.citations()}
    listed = before.intersection(existing.sources)
    wanted = dict.fromkeys((*existing.sources, *existing.all_sources(), *new.all_sources()))
    return tuple(id_ for id_ in wanted if id_ in listed or id_ not in cited)
