"""Lists of two states: which items are the same, and in what order the merged list has them."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.model.parts import Shape

MIN_SIMILARITY = 0.5
"""Share of equal fields from which two items of a list are two states of one."""

MAX_PAIRS = 100_000
"""Pairs of changed items that are compared: beyond that, a changed item is another item."""


class Slot(NamedTuple):
    """An item of the merged list, and its places in the ancestor's list, in ours and in theirs."""

    value: Any
    base: int | None
    ours: int | None
    theirs: int | None


def aligned(
    before: Sequence[Any], after: Sequence[Any], same: tuple[str, ...], *, edits: bool
) -> dict[int, int]:
    """Return place of an item in one list → place of the same item in the other.

    Equal items are the same; then those that agree in the fields ``same``. With ``edits``, one list
    came from the other, and an item that is gone and one that is new may be one: with the same id,
    or else with half of their fields in common, most alike first.
    """
    found: dict[int, int] = {}
    keys: list[Callable[[Any], Any]] = [msgspec.json.encode]
    if before and after and isinstance(before[0], Shape):
        names = before[0].__struct_fields__
        if same:
            keys.append(lambda item: msgspec.json.encode([getattr(item, name) for name in same]))
        if edits and "id" in names:
            keys.append(lambda item: item.id)
    for key in keys:
        _pair_by(key, before, after, found)
    if edits and before and after and isinstance(before[0], Shape):
        _pair_edited(before, after, found)
    return found


def _pair_by(
    key: Callable[[Any], Any], before: Sequence[Any], after: Sequence[Any], found: dict[int, int]
) -> None:
    """Pair the items that have no pair yet and the same key, in order."""
    taken = set(found.values())
    places: dict[Any, list[int]] = {}
    for place in range(len(after) - 1, -1, -1):
        if place not in taken:
            places.setdefault(key(after[place]), []).append(place)
    for place, item in enumerate(before):
        if place not in found and (free := places.get(key(item))):
            found[place] = free.pop()


def _pair_edited(before: Sequence[Any], after: Sequence[Any], found: dict[int, int]) -> None:
    taken = set(found.values())
    gone = [place for place in range(len(before)) if place not in found]
    new = [place for place in range(len(after)) if place not in taken]
    if len(gone) * len(new) > MAX_PAIRS:
        return
    alike = [
        (-similarity, old, place)
        for old in gone
        for place in new
        if (similarity := _similarity(before[old], after[place])) >= MIN_SIMILARITY
    ]
    for _, old, place in sorted(alike):
        if old not in found and place not in taken:
            found[old] = place
            taken.add(place)


def _similarity(one: Shape, two: Shape) -> float:
    """Return the share of the fields in either item that are equal in both."""
    mine, other = msgspec.to_builtins(one), msgspec.to_builtins(two)
    equal: int = sum(other.get(name) == value for name, value in mine.items())
    return equal / len(mine.keys() | other.keys())


def common_order(slots: Sequence[Slot], side: str) -> list[int]:
    """Return the items of the ancestor's list that both sides kept, in the order of one side."""
    return [
        slot.base
        for slot in _of_side(slots, side)
        if slot.base is not None and slot.ours is not None and slot.theirs is not None
    ]


def in_order_of(slots: Sequence[Slot], side: str) -> tuple[Any, ...]:
    """Return the merged list in the order of one side, with what only the other has put between.

    Such an item follows the one that it follows on its side, and what this side added there; but
    it comes before what this side added with a later date.
    """
    others: dict[int | None, list[Slot]] = {}
    anchor: int | None = None
    for slot in _of_side(slots, "theirs" if side == "ours" else "ours"):
        place = getattr(slot, side)
        if place is None:
            others.setdefault(anchor, []).append(slot)
        else:
            anchor = place
    merged: list[Slot] = []
    waiting = deque(others.get(None, ()))
    for slot in _of_side(slots, side):
        while waiting and (slot.base is not None or _is_earlier(waiting[0], slot)):
            merged.append(waiting.popleft())
        merged.append(slot)
        waiting.extend(others.get(getattr(slot, side), ()))
    return tuple(slot.value for slot in (*merged, *waiting))


def _is_earlier(one: Slot, two: Slot) -> bool:
    first, second = (getattr(slot.value, "date", None) for slot in (one, two))
    return bool(first and second and first < second)


def _of_side(slots: Sequence[Slot], side: str) -> list[Slot]:
    """Return the items that a side (``ours`` or ``theirs``) has, in its order."""
    present = [slot for slot in slots if getattr(slot, side) is not None]
    return sorted(present, key=lambda slot: getattr(slot, side))
