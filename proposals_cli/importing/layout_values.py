"""What the getters of a layout get from a value of a record."""

import re
from typing import Any

from proposals_cli.importing.cells import text_of
from proposals_cli.importing.layout_file import Conditions, Getter
from proposals_cli.importing.nested_values import Path, path_of, values_at

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def got_values(value: Any, getter: Getter) -> list[Any]:
    """Return what a getter gets from a value."""
    if getter.constant:
        return [getter.constant]
    if getter.templates:
        filled = (_filled(value, template) for template in getter.templates)
        texts = [text for text in filled if text][:1]
        return [one.upper() for one in texts] if getter.upper else texts
    found: list[Any] = []
    for path in getter.paths:
        found += _at(value, path, getter)
        if found and not getter.every:
            break
    if getter.upper:
        found = [text_of(one).upper() for one in found]
    if not (getter.words or getter.patterns or getter.default is not None):
        return found
    terms = [_term(text_of(one), getter) for one in found] or [getter.default]
    return list(dict.fromkeys(term for term in terms if term))


def _at(value: Any, path: Path, getter: Getter) -> list[Any]:
    """Return the values at a path, or those under ``take`` of the objects there that fit."""
    found = values_at(value, path)
    if not (getter.only or getter.take):
        return found
    return [got for one in found if says(one, getter.only) for got in values_at(one, getter.take)]


def says(value: Any, conditions: Conditions) -> bool:
    """Return whether an object says all that it must."""
    return all(
        any(pattern.search(text_of(one)) for one in values_at(value, path))
        for path, pattern in conditions
    )


def _term(text: str, getter: Getter) -> str | None:
    """Return the term for a text; without one, the default, or the text if there is none."""
    text = text.strip()
    if text in getter.words:
        return getter.words[text]
    for pattern, term in getter.patterns:
        if pattern.search(text):
            return term
    if getter.default is not None:
        return getter.default or None
    return text


def _filled(value: Any, template: str) -> str:
    """Return a template filled in; empty if one of its values is missing."""
    found = {name: values_at(value, path_of(name)) for name in _PLACEHOLDER.findall(template)}
    if not all(found.values()):
        return ""
    return _PLACEHOLDER.sub(lambda one: text_of(found[one[1]][0]).strip(), template)
