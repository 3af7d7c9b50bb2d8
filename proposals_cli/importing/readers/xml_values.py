"""The value of an XML element: a text, an object or a list."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.readers.record_signs import PART_LISTS, is_title

_INLINE = frozenset("a b big code em font i q s small span strong sub sup tt u".split())  # noqa: SIM905
_IN_TEXT = _INLINE | {"br", "p"}
_FIELDS = frozenset(
    "field str int long float double bool date arr column col property data value param"  # noqa: SIM905
    " attribute cell simpledata".split()
)
"""Elements that are named by an attribute."""

_TWO_LETTERS = {
    "bul": "bg", "ces": "cs", "cze": "cs", "chi": "zh", "zho": "zh", "dan": "da", "deu": "de",
    "ger": "de", "dut": "nl", "nld": "nl", "ell": "el", "gre": "el", "eng": "en", "est": "et",
    "fin": "fi", "fra": "fr", "fre": "fr", "gle": "ga", "hrv": "hr", "hun": "hu", "ita": "it",
    "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt", "mlt": "mt", "nor": "no", "pol": "pl",
    "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl",
    "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk",
}  # fmt: skip
"""Codes of three letters, as the European Union states them, for those of tags."""

_BLANK_LINES = re.compile(r"\n\s*\n")
_SPACES = re.compile(r"[ \t\r\f\v]+")


def value_of(element: Element) -> Any:
    """Return an element as a text, an object or a list.

    An attribute that has the name of an element beside it is called ``@name``.

    >>> from xml.etree.ElementTree import fromstring
    >>> value_of(fromstring("<b n='1'><t>On <i>bees</i></t><people><item>A</item></people></b>"))
    {'n': '1', 't': 'On bees', 'people': ['A']}
    """
    attributes = attributes_of(element)
    if attributes.pop("nil", "") in ("true", "1"):
        return None
    if not len(element) or is_prose(element):
        text = _text_of(element)
        return as_object(attributes, {"text": text} if text else {}) if attributes else text or None
    found: dict[str, list[Any]] = {}
    for key, child in children_of(element):
        found.setdefault(key, []).append(value_of(child))
    if len(found) == 1 and not attributes:
        ((key, values),) = found.items()
        if len(values) > 1 or _is_item(local_name(element.tag), key):
            return values
        if isinstance(values[0], dict) and not len(element[0]) and _lists_parts(element):
            return values
    parts = {key: _one_or_all(key, values) for key, values in found.items()}
    return as_object(attributes, parts)


def _one_or_all(key: str, values: list[Any]) -> Any:
    """Return a value, or several as a list; titles that state their language by language."""
    if isinstance(values[0], dict) and (titles := _titles_by_language(key, values)):
        return titles
    return values[0] if len(values) == 1 else values


def _titles_by_language(key: str, values: list[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        if not (isinstance(value, dict) and len(value) == 2 and "text" in value):
            return {}
        stated = value.get("lang") or value.get("language")
        tag = language_tag(stated)
        if tag is None or tag in found or not is_title(f"{key}.{tag}"):
            return {}
        found[tag] = value["text"]
    return found


def language_tag(stated: Any) -> str | None:
    """Return the tag of a language that a file states; None if it states none.

    >>> language_tag("FRA"), language_tag("zh-hant"), language_tag(3)
    ('fr', 'zh-Hant', None)
    """
    if not isinstance(stated, str):
        return None
    return canonical_tag(_TWO_LETTERS.get(stated.lower(), stated))


def attributes_of(element: Element) -> dict[str, str]:
    """Return the attributes by their names without namespaces; of two, the second as ``@name``."""
    found: dict[str, str] = {}
    for key, text in element.attrib.items():
        name = local_name(key)
        found[f"@{name}" if name in found else name] = text
    return found


def as_object(attributes: dict[str, str], parts: dict[str, Any]) -> dict[str, Any]:
    """Return attributes and parts as one object, in which none replaces another."""
    named = {
        f"@{key}" if key in parts else key: text
        for key, text in attributes.items()
        if parts.get(key) != text
    }
    return {**named, **parts}


def children_of(element: Element) -> Iterator[tuple[str, Element]]:
    """Yield the children with their keys: the tag, or for a ``field`` its ``name``.

    Dumps of databases and answers of search engines have ``<field name="title">…</field>``.
    """
    for child in element:
        tag = local_name(child.tag)
        if tag.lower() in _FIELDS and [*child.attrib] == ["name"]:
            named = Element(child.attrib["name"])
            named.text = child.text
            named.extend(child)
            yield child.attrib["name"], named
        else:
            yield tag, child


def _lists_parts(element: Element) -> bool:
    """Return whether an element has the name of a list, as ``subjects`` with one ``term`` in it."""
    return normalise_name(local_name(element.tag)) in PART_LISTS


def _is_item(parent: str, child: str) -> bool:
    """Return whether an element is one of those that its parent lists: sponsors/sponsor."""
    parent, child = parent.lower(), child.lower()
    return (
        child in ("item", "li", "entry", "row", "element", "p")
        or parent in (f"{child}s", f"{child}es", f"{child}list")
        or (child.endswith("y") and parent == f"{child[:-1]}ies")
    )


def is_prose(element: Element) -> bool:
    """Return whether an element is text with marks in it, and not a list of parts."""
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        return True
    below = element.iter()
    next(below)  # itself
    return all(local_name(child.tag).lower() in _IN_TEXT for child in below)


def _text_of(element: Element) -> str:
    """Return the text in an element; what is no mark in a line is on lines of its own.

    Links are left as they are in web pages, as they are in the cells of other formats.
    """
    if not len(element):
        return _tidy(element.text or "")
    parts: list[str] = []
    _write_text(element, parts)
    return _tidy("".join(parts))


def _write_text(element: Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        tag = local_name(child.tag).lower()
        href = attributes_of(child).get("href", "")
        is_link = href.startswith(("http://", "https://")) and '"' not in href
        around = "" if tag in _INLINE else "\n"
        parts.append(f'<a href="{href}">' if is_link else around)
        _write_text(child, parts)
        end = "</a>" if is_link else f" ({href})" if href else around
        parts.append(f"{end}{child.tail or ''}")


def _tidy(text: str) -> str:
    """Return a text without the indentation of the file."""
    if "\n" not in text:
        return text.strip()
    lines = _BLANK_LINES.sub("\n\n", text.strip()).split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines)


def local_name(tag: Any) -> str:
    """Return a name without its namespace."""
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else "comment"
