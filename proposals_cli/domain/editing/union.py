"""Unite two records that are one: nothing that either says is lost, unless the user decides so.

What only one of them says is taken over, lists are joined. Two single values that differ are a
contradiction, which the caller decides. Items of lists that contradict each other both stay.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.editing.overlay import (
    Overlay,
    aligned,
    is_other_claim,
    is_weaker,
    texts_agree,
    wording_of,
)
from proposals_cli.domain.model.field_lines import lines_of
from proposals_cli.domain.model.fields import Field, Merge
from proposals_cli.domain.model.parts import Agent, Measure, Shape, Sponsor, Title
from proposals_cli.domain.text.links import link_spellings

S = TypeVar("S", bound=Shape)

Decide = Callable[[str, Any, Any], bool]
"""Takes the path of a field and the values of the first and the second record; returns whether the
second is taken."""

_SAYS_NOTHING = ("other", "unknown")
"""Terms of vocabularies that stand for a missing value; other defaults are a statement."""


def reconciled(one: S, two: S, takes_second: Decide, path: str = "") -> tuple[S, S]:
    """Return two states of a record or a part that contradict each other no more.

    Args:
        one: the first, and
        two: the second state.
        takes_second: called for every field in which the two differ and only one can be right.
        path: leads to the part, as in ``status.``.
    """
    first: dict[str, Any] = {}
    second: dict[str, Any] = {}
    for name, default, field in lines_of(type(one)):
        before, after = getattr(one, name), getattr(two, name)
        unsaid = _is_unsaid(before, default) or _is_unsaid(after, default)
        if field.merge is Merge.KEEP or before == after or unsaid:
            continue
        new = _agreeing(field, name, before, after, takes_second, path + name)
        if new is not None:
            first[name], second[name] = new
    return msgspec.structs.replace(one, **first), msgspec.structs.replace(two, **second)


def _is_unsaid(value: Any, default: Any) -> bool:
    return bool(value == default) and (not isinstance(default, StrEnum) or default in _SAYS_NOTHING)


def _agreeing(
    field: Field, name: str, before: Any, after: Any, takes_second: Decide, path: str
) -> tuple[Any, Any] | None:
    """Return two values as ``reconciled`` does; None if they do not contradict each other."""
    if field.merge is Merge.REPLACE:
        if is_weaker(name, before, after) or is_weaker(name, after, before):
            return None
        if isinstance(before, str) and link_spellings(before) == link_spellings(after):
            return before, before
        return (after, after) if takes_second(path, before, after) else (before, before)
    if isinstance(before, dict):
        before, after = aligned(before, after)
        agreed = {
            tag: _agreeing_parts(before[tag], after[tag], takes_second, f"{path}.{tag}")
            for tag in before
            if tag in after and before[tag] != after[tag]
        }
        return (
            before | {tag: pair[0] for tag, pair in agreed.items()},
            after | {tag: pair[1] for tag, pair in agreed.items()},
        )
    if isinstance(before, Shape):
        return _agreeing_parts(before, after, takes_second, path)
    return None


def _agreeing_parts(before: Any, after: Any, takes_second: Decide, path: str) -> tuple[Any, Any]:
    if isinstance(before, Shape) and (
        not is_other_claim(before, after) or _says_all(before, after) or _says_all(after, before)
    ):
        return reconciled(before, after, takes_second, f"{path}.")
    return (after, after) if takes_second(path, before, after) else (before, before)


def _contradict(one: Shape, two: Shape) -> bool:
    """Return whether two items of a list differ in something of which only one can be right."""
    found = list[str]()

    def note(path: str, _before: Any, _after: Any) -> bool:
        found.append(path)
        return False

    reconciled(one, two, note)
    return bool(found)


class Union(Overlay):
    """Puts records together that do not contradict each other; parts that do stay apart."""

    def __init__(self) -> None:
        super().__init__(cites=True)

    def _alike(self, found: list[Any], free: list[int], item: Any) -> list[int]:
        if not isinstance(item, Shape):
            return free
        return [place for place in free if not _contradict(found[place], item)]

    def _is_repeated(self, one: Measure, two: Measure) -> bool:
        return texts_agree(one.text, two.text) and not _contradict(one, two)

    def _titles(self, before: tuple[Title, ...], after: tuple[Title, ...]) -> tuple[Title, ...]:
        """Return all wordings; of one wording, the first says what it rests on."""
        found = {wording_of(title): title for title in before}
        for title in after:
            known = found.get(wording_of(title))
            found[wording_of(title)] = title if known is None else self.one_of(known, title)
        return tuple(found.values())

    def one_of(self, one: S, two: S) -> S:
        """Return what two records or parts say together; the first is right if they differ."""
        return self.record(*reconciled(one, two, lambda *_: False))


def unite_items(field: Field, items: Sequence[Any], moved: Sequence[int]) -> list[Any]:
    """Return the items of a list; those that are one since some were led elsewhere become one.

    Args:
        field: the line of the list in the table of fields.
        items: of the list.
        moved: the places of those that were led elsewhere.
    """
    found: list[tuple[Any, bool]] = []
    for place, item in enumerate(items):
        for known, (one, was_moved) in enumerate(found):
            together = _one_item(field, one, item) if place in moved or was_moved else None
            if together is not None:
                found[known] = together, True
                break
        else:
            found.append((item, place in moved))
    return [one for one, _ in found]


def _one_item(field: Field, one: Any, two: Any) -> Any:
    """Return what two items of a list say together; None if they are two."""
    if one == two:
        return one
    if not isinstance(one, Shape) or type(one) is not type(two):
        return None
    if isinstance(one, Agent) and isinstance(two, Agent):
        return _one_agent(one, two)
    is_named_alike = field.same and all(
        getattr(one, name) == getattr(two, name) for name in field.same
    )
    if not (is_named_alike or _says_all(one, two) or _says_all(two, one)):
        return None
    return None if _contradict(one, two) else Union().one_of(one, two)


def _one_agent(one: Agent, two: Agent) -> Agent | None:
    """Return two agents as one if they are the same; who made a proposal does not only support it.

    Who has withdrawn as one of the two is still there as the other.
    """
    if one.who is None or one.who != two.who:
        return None
    if isinstance(one, Sponsor) and isinstance(two, Sponsor):
        if one.withdrawn != two.withdrawn:
            return None
        role = one.role if one.is_author or not two.is_author else two.role
        one, two = (msgspec.structs.replace(each, role=role) for each in (one, two))
    return Union().one_of(one, two)


def _says_all(one: Shape, two: Shape) -> bool:
    """Return whether a part says everything that another says, sources aside."""
    return all(
        name == "citations" or getattr(two, name) in (default, getattr(one, name))
        for name, default, _ in lines_of(type(two))
    )
