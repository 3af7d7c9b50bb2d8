"""Two states of a value and their common ancestor become one: fields, parts, lists and texts."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec
from rapidfuzz import fuzz

from proposals_cli.domain.merging.lists import Slot, aligned, common_order, in_order_of
from proposals_cli.domain.model.field_lines import lines_of
from proposals_cli.domain.model.parts import (
    Change,
    Figure,
    Measure,
    PersonName,
    ReplyDue,
    Shape,
    Statement,
    StatusClaim,
    Title,
)

Side = Literal["ours", "theirs", "ancestor"]

Decide = Callable[[str], Side | None]
"""Given the path of a conflict, says which value to take; None: ours, or the one that is there."""


class Nothing:
    """The place of a value that a state does not have."""

    def __bool__(self) -> bool:
        return False


NOTHING = Nothing()

_CLAIMS: dict[type[Shape], tuple[str, ...]] = {
    Figure: ("value",),
    PersonName: ("text",),
    ReplyDue: ("date",),
    Statement: ("text",),
    StatusClaim: ("value", "as_reported"),
    Title: ("text",),
}
"""Class → the fields that make what it says. If one side changed them, what the other side changed
beside them (a source, a date) was said of something else."""

_SAME_MEASURE_FROM = 60
"""Percent of similarity from which two texts under one number may be one measure, edited."""


class Difference(NamedTuple):
    """A place where both sides changed a record, each in another way.

    ``path`` names it, such as ``status`` or ``measures[m02].horizon``; it is empty for the whole
    record. A value is NOTHING where a side removed it.
    """

    path: str
    ancestor: Any
    ours: Any
    theirs: Any


class ValueMerger:
    """Merges the two states of one record; ``differences`` has what could not be merged."""

    def __init__(self, decide: Decide, *, has_ancestor: bool) -> None:
        self._decide = decide
        self._has_ancestor = has_ancestor
        self.differences: list[Difference] = []

    def value(self, path: str, base: Any, ours: Any, theirs: Any, same: tuple[str, ...]) -> Any:
        """Return the merged value; ``same`` names the fields that make items of a list the same."""
        if theirs in (ours, base):
            return ours
        if base == ours:
            return theirs
        if isinstance(ours, Shape) and type(ours) is type(theirs):
            return self.part(path, base, ours, theirs)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self._texts(path, base if isinstance(base, dict) else {}, ours, theirs)
        if isinstance(ours, tuple) and isinstance(theirs, tuple):
            before = base if isinstance(base, tuple) else ()
            if path == "history":
                return _history(before, ours, theirs)
            return self._items(path, before, ours, theirs, same)
        return self._differ(path, base, ours, theirs)

    def part(self, path: str, base: Any, ours: Any, theirs: Any) -> Any:
        """Return a record or a part of one, merged field by field.

        If the fields of both sides do not go together, all of it is one difference. The ancestor is
        None where a field had no value, and NOTHING where there was no such item or record.
        """
        known = len(self.differences)
        earlier = base if type(base) is type(ours) else None
        if _say_different_things(earlier, ours, theirs):
            return self._differ(path, base, ours, theirs)
        merged = {}
        for name, default, field in lines_of(ours.__class__):
            unsaid = NOTHING if default is msgspec.NODEFAULT else default
            before = unsaid if earlier is None else getattr(earlier, name)
            one, two = getattr(ours, name), getattr(theirs, name)
            if name == "id":  # the number of a measure: it may have another on each side
                merged[name] = two if before == one else one
            else:
                inner = f"{path}.{name}" if path else name
                merged[name] = self.value(inner, before, one, two, field.same)
        try:
            return msgspec.convert(msgspec.to_builtins(type(ours)(**merged)), type(ours))
        except (ValueError, msgspec.ValidationError):
            del self.differences[known:]
            return self._differ(path, base, ours, theirs)

    def _differ(self, path: str, base: Any, ours: Any, theirs: Any) -> Any:
        self.differences.append(Difference(path, base, ours, theirs))
        side = self._decide(path)
        if side is None or (side == "ancestor" and base is NOTHING):
            return theirs if ours is NOTHING else ours
        return {"ours": ours, "theirs": theirs, "ancestor": base}[side]

    def _one(self, path: str, base: Any, ours: Any, theirs: Any) -> Any:
        """Return an item or a text that a side may not have, or NOTHING."""
        if NOTHING not in (ours, theirs):
            return self.value(path, base, ours, theirs, ())
        if base is NOTHING:
            return theirs if ours is NOTHING else ours
        return NOTHING if base in (ours, theirs) else self._differ(path, base, ours, theirs)

    def _texts(
        self, path: str, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> dict[str, Any]:
        merged = {
            key: self._one(
                f"{path}[{key}]", *(one.get(key, NOTHING) for one in (base, ours, theirs))
            )
            for key in dict.fromkeys((*ours, *theirs))
        }
        return {key: value for key, value in merged.items() if value is not NOTHING}

    def _items(
        self,
        path: str,
        base: tuple[Any, ...],
        ours: tuple[Any, ...],
        theirs: tuple[Any, ...],
        same: tuple[str, ...],
    ) -> tuple[Any, ...]:
        mine = aligned(base, ours, same, edits=True)
        other = aligned(base, theirs, same, edits=True)
        slots = []
        for place, item in enumerate(base):
            at, there = mine.get(place), other.get(place)
            if at is None and there is None:
                continue
            one = NOTHING if at is None else ours[at]
            two = NOTHING if there is None else theirs[there]
            value = self._one(f"{path}[{_label(item)}]", item, one, two)
            if value is not NOTHING:
                slots.append(Slot(value, place, at, there))
        slots += self._added(path, base, (ours, mine), (theirs, other), same)
        return in_order_of(slots, self._leading(path, slots))

    def _added(
        self,
        path: str,
        base: tuple[Any, ...],
        ours: tuple[tuple[Any, ...], dict[int, int]],
        theirs: tuple[tuple[Any, ...], dict[int, int]],
        same: tuple[str, ...],
    ) -> list[Slot]:
        """Return the items that the ancestor does not have; measures get numbers of their own."""
        (mine, known), (other, there) = ours, theirs
        new = sorted(set(range(len(mine))) - set(known.values()))
        added = sorted(set(range(len(other))) - set(there.values()))
        pairs = aligned([mine[at] for at in new], [other[at] for at in added], same, edits=False)
        twins = {new[one]: added[two] for one, two in pairs.items()}
        if not self._has_ancestor:
            twins |= _edited_measures(mine, other, new, added, twins)
        slots = []
        for at in new:
            twin = twins.get(at)
            value = mine[at]
            if twin is not None:
                value = self.value(f"{path}[{_label(value)}]", NOTHING, value, other[twin], ())
            slots.append(Slot(value, None, at, twin))
        numbers = _Numbers(base, mine, other)
        rest = [at for at in added if at not in twins.values()]
        return slots + [Slot(numbers.renumbered(other[at]), None, None, at) for at in rest]

    def _leading(self, path: str, slots: list[Slot]) -> str:
        """Return the side whose order the merged list has: the one that changed the order."""
        mine, other = common_order(slots, "ours"), common_order(slots, "theirs")
        before = sorted(mine)
        if other in (before, mine):
            return "ours"
        if mine == before:
            return "theirs"
        labels = {slot.base: _label(slot.value) for slot in slots}
        path = f"{path} (order)"
        orders = ([labels[place] for place in one] for one in (before, mine, other))
        self.differences.append(Difference(path, *orders))
        return "theirs" if self._decide(path) == "theirs" else "ours"


class _Numbers:
    """Free numbers for measures that both sides added under one."""

    def __init__(self, *lists: tuple[Any, ...]) -> None:
        base, ours, theirs = lists
        self._taken = {one.id for one in (*base, *ours) if isinstance(one, Measure)}
        everyone = (one.id for one in (*base, *ours, *theirs) if isinstance(one, Measure))
        self._last = max((int(id_[1:]) for id_ in everyone), default=0)

    def renumbered(self, item: Any) -> Any:
        """Return an item of theirs, a measure under a number that is free."""
        if not isinstance(item, Measure) or item.id not in self._taken:
            return item
        self._last += 1
        return msgspec.structs.replace(item, id=f"m{self._last:02}")


def _edited_measures(
    ours: tuple[Any, ...],
    theirs: tuple[Any, ...],
    new: list[int],
    added: list[int],
    twins: Mapping[int, int],
) -> dict[int, int]:
    """Return place in ours → place in theirs of measures that are probably one, edited."""
    others = {theirs[at].id: at for at in added if isinstance(theirs[at], Measure)}
    return {
        at: others[ours[at].id]
        for at in new
        if isinstance(ours[at], Measure)
        and at not in twins
        and ours[at].id in others
        and others[ours[at].id] not in twins.values()
        and _are_similar(ours[at].text, theirs[others[ours[at].id]].text)
    }


def _are_similar(one: dict[str, str], two: dict[str, str]) -> bool:
    common = one.keys() & two.keys()
    return any(fuzz.ratio(one[tag], two[tag]) >= _SAME_MEASURE_FROM for tag in common)


def _say_different_things(base: Any, ours: Any, theirs: Any) -> bool:
    """Return whether a side changed what a claim says, and the other something else about it."""
    names = _CLAIMS.get(type(ours), ())
    claims = [[getattr(one, name) for name in names] for one in (ours, theirs)]
    if not any(map(_contradict, *claims)):
        return False
    if base is None:
        return True
    before = [getattr(base, name) for name in names]
    mine, other = ([*map(_contradict, before, claim)] for claim in claims)
    if any(map(_clash, before, *claims)):
        return True
    beside = [field for field in ours.__struct_fields__ if field not in names]
    more, others = (
        any(getattr(base, name) != getattr(side, name) for name in beside)
        for side in (ours, theirs)
    )
    return (any(mine) and others) or (any(other) and more)


def _clash(base: Any, ours: Any, theirs: Any) -> bool:
    """Return whether both sides changed a value, each in another way; a text in one language."""
    if isinstance(base, dict):
        tags = ours.keys() & theirs.keys()
        return any(
            base.get(tag) not in (ours[tag], theirs[tag], None) and ours[tag] != theirs[tag]
            for tag in tags
        )
    return bool(base not in (ours, theirs) and ours != theirs)


def _contradict(one: Any, two: Any) -> bool:
    """Return whether two values differ; texts differ in a language that both have."""
    if isinstance(one, dict) and isinstance(two, dict):
        return any(one[tag] != two[tag] for tag in one.keys() & two.keys())
    return one is not None and two is not None and bool(one != two)


def _history(
    base: tuple[Change, ...], ours: tuple[Change, ...], theirs: tuple[Change, ...]
) -> tuple[Change, ...]:
    """Return the entries of both sides in the order of time, without what a side took back."""
    gone = {one for one in base if one not in ours or one not in theirs}
    both = dict.fromkeys((*ours, *theirs))
    return tuple(sorted((one for one in both if one not in gone), key=lambda one: one.when))


def _label(item: Any) -> str:
    """Return what names an item of a list in a path."""
    if not isinstance(item, Shape):
        return str(item)
    given = {name: value for name, value in msgspec.to_builtins(item).items() if value}
    if "id" in given:
        return str(given["id"])
    return ", ".join(str(value) for value in given.values() if isinstance(value, str | int))[:60]
