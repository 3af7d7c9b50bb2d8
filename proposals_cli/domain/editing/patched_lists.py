"""Change lists of drafts: items are replaced, added and taken away.

An item that is said again in short stays as it is, with all that is known of it.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from proposals_cli.domain.editing.proposal_drafts import as_list, with_numbers, with_replies
from proposals_cli.domain.model.vocabulary import RelationKind
from proposals_cli.domain.text.normalise import fold_key


class PatchedList:
    """One list of a record's draft in full, to be changed.

    ``items`` has what is in it. ``key`` is the field as the patch names it, perhaps in short.
    """

    def __init__(self, key: str, items: Sequence[Any], same: tuple[str, ...]) -> None:
        """Take the field, its items, and the fields that make two items the same (none: all)."""
        self.items = list(items)
        self._key = key
        self._same = same

    def replace(self, new: Sequence[Any], raw: Any) -> None:
        """Put new items in the place of all; those of ``raw``, as typed, that are texts are short.

        ``title`` replaces those of its language only, ``continues`` relations of this kind, and
        ``reply`` adds, as a proposal may be answered several times.
        """
        if self._key == "reply":
            self.add(new)
        elif self._key == "title" or (self._key == "titles" and _is_by_language(raw)):
            self._retitle(new)
        else:
            typed = as_list(raw)
            typed = typed if len(typed) == len(new) else [""] * len(new)
            others = self._relations_of_other_kinds() if self._key == "continues" else []
            known = [self._known(one, typed[place]) for place, one in enumerate(new)]
            short = all(not isinstance(one, dict) for one in typed)
            self.items = self._numbered([*(_distinct(known) if short else known), *others])

    def add(self, new: Sequence[Any]) -> None:
        """Add the items that are not in the list."""
        unknown = _distinct([one for one in new if self._found(one) is None])
        if self._key == "reply":
            self.items = with_replies(self.items, unknown)
        else:
            self.items = self._numbered([*self.items, *unknown])

    def take(self, items: Sequence[Any], raw: Any) -> bool:
        """Take items away, measures also by their ids; return whether one of them was there."""
        wanted = [*items, *({"id": one} for one in as_list(raw) if self._key == "measures")]
        kept = [
            one
            for one in self.items
            if not any(_says(one, other, self._same, folded=True) for other in wanted)
        ]
        is_less = len(kept) < len(self.items)
        self.items = kept
        return is_less

    def empty(self) -> None:
        """Take all away; ``continues`` stands for relations of this kind only."""
        self.items = self._relations_of_other_kinds() if self._key == "continues" else []

    def _found(self, item: Any) -> Any:
        return next((one for one in self.items if _says(one, item, ())), None)

    def _known(self, item: Any, typed: Any) -> Any:
        """Return what is known of an item that was typed in short; a measure keeps its id."""
        if not isinstance(typed, dict):
            return item if (found := self._found(item)) is None else found
        if self._key == "measures" and "id" not in item:
            found = next((one for one in self.items if _says(one, item, self._same)), None)
            return item if found is None else {"id": found["id"], **item}
        return item

    def _numbered(self, items: list[Any]) -> list[Any]:
        """Return items, of which new measures get numbers that none had before."""
        if self._key != "measures":
            return items
        numbered: list[Any] = with_numbers([*self.items, *items])
        return numbered[len(self.items) :]

    def _retitle(self, new: Sequence[Any]) -> None:
        for lang in dict.fromkeys(title["lang"] for title in new):
            titles = [self._known(one, "") for one in new if one["lang"] == lang]
            same = [one for one in self.items if one["lang"] == lang]
            place = self.items.index(same[0]) if same else len(self.items)
            others = [one for one in self.items if one["lang"] != lang]
            before = sum(one["lang"] != lang for one in self.items[:place])
            self.items = [*others[:before], *titles, *others[before:]]

    def _relations_of_other_kinds(self) -> list[Any]:
        return [one for one in self.items if one.get("kind") != RelationKind.CONTINUES]


def _distinct(items: Sequence[Any]) -> list[Any]:
    """Return items without those that are equal to an earlier one."""
    return list({msgspec.json.encode(one): one for one in reversed(items)}.values())[::-1]


def _is_by_language(raw: Any) -> bool:
    return isinstance(raw, dict) and not {"text", "lang"} & raw.keys()


def _says(item: Any, given: Any, same: Sequence[str], *, folded: bool = False) -> bool:
    """Return whether an item says all that another says, in the fields ``same`` (none: in all).

    The language of words does not matter, nor does letter case with ``folded``; an id is enough.
    """
    if not (isinstance(item, dict) and isinstance(given, dict)):
        return _fits(item, given, folded)
    if "id" in given:
        return bool(item.get("id") == given["id"])
    names = [name for name in given if name != "lang" and (not same or name in same)]
    return bool(names) and all(_fits(item.get(name), given[name], folded) for name in names)


def _fits(value: Any, given: Any, folded: bool) -> bool:
    if isinstance(value, dict) and isinstance(given, dict):
        return any(_fits(one, two, folded) for one in value.values() for two in given.values())
    if folded and isinstance(value, str) and isinstance(given, str):
        return fold_key(value) == fold_key(given)
    return bool(value == given)
