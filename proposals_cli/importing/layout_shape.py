"""What of a layout records with the same keys can have.

The records of a table all have the same keys, so that it is worked out once, not for every row.
"""

from collections.abc import Collection, Container, Iterable
from dataclasses import replace
from typing import NamedTuple

from proposals_cli.importing.layout_file import Getter, PartRule
from proposals_cli.importing.nested_values import Path

MAX_SHAPES = 300
"""How many sets of keys are remembered, and how many keys may be in one."""


class LayoutShape(NamedTuple):
    """What of a layout records with the same keys can have."""

    top: tuple[tuple[str, str], ...]
    """Pairs of a key of the layout and the key of the file."""
    fields: tuple[tuple[str, Getter, Getter, str], ...]
    """Fields with their getter, the same without paths that lead nowhere, and a key.

    The field is the value of the key, if that is a text.
    """
    rules: tuple[tuple[PartRule, PartRule], ...]
    """Rules, and the same without such getters."""
    rest: tuple[tuple[str, str, Collection[Path]], ...]
    """Keys of the file with that of the layout, and the paths below it that are used."""


def asks(reader: tuple[Getter, PartRule | None]) -> bool:
    """Return whether a value must fulfil a condition to be read."""
    getter, rule = reader
    return bool(getter.words or getter.patterns or getter.only or (rule and rule.only))


def reduced_fields(
    fields: Iterable[tuple[str, Getter]], top: Container[str]
) -> tuple[tuple[str, Getter, Getter, str], ...]:
    """Return the fields that records with certain keys can have, as in ``LayoutShape``."""
    each = ((field, getter, _reduced(getter, top)) for field, getter in fields)
    return tuple((*one, _only_key(one[2])) for one in each if _may_give(one[2]))


def reduced_rule(rule: PartRule, top: Container[str]) -> PartRule:
    """Return a rule without the getters that get nothing from records with certain keys."""
    if rule.at or rule.by_language:
        return rule
    reduced = {name: _reduced(getter, top) for name, getter in rule.fields.items()}
    return replace(rule, fields={name: one for name, one in reduced.items() if _may_give(one)})


def _reduced(getter: Getter, top: Container[str]) -> Getter:
    paths = tuple(path for path in getter.paths if not path or path[0] in top)
    return getter if paths == getter.paths else replace(getter, paths=paths)


def _only_key(getter: Getter) -> str:
    """Return the key whose value a getter gets as it is; empty if there is no such key."""
    is_simple = len(getter.paths) == 1 and len(getter.paths[0]) == 1
    return getter.paths[0][0] if is_simple and getter == Getter(getter.paths) else ""


def _may_give(getter: Getter) -> bool:
    return bool(getter.paths or getter.constant or getter.templates or getter.default)
