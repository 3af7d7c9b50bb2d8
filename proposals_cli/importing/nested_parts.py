"""Parts of a proposal in nested values, where no layout says what is in them.

A key such as ``actions`` or ``sponsors`` says what the objects under it are, and the keys of the
objects what is in them. What is not understood stays with the proposal under ``extra``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.cells import text_of
from proposals_cli.importing.columns import guess, leaves_of
from proposals_cli.importing.nested_values import objects_in, without
from proposals_cli.importing.raw_parts import (
    RawAction,
    RawAgent,
    RawDocument,
    RawParts,
    RawSponsor,
    RawTitle,
)


def _names(listed: str) -> frozenset[str]:
    return frozenset(normalise_name(name) for name in listed.split(", "))


_ACTIONS = _names(
    "actions, action, history, stages, events, motions, votes, vote events, steps, readings,"
    " timeline, proceedings, status history, verlauf, beratungen, abstimmungen, étapes, votaciones,"
    " tramitacao, 经过, 経過"
)
_DOCUMENTS = _names(
    "documents, document, versions, papers, attachments, texts, files, bill texts, dokumente,"
    " drucksachen, textes, documentos"
)
_TITLES = _names("titles, other titles, alternative titles, alternate titles, titres, títulos")
_DATE = re.compile(r"date|datum|fecha|data|日期|日|_at$|^when$|^at$|time", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TEXT = _names("text, description, action, title, name, event, label, summary, what, motion, stage")
_TITLE_TEXT = _names("text, title, name, value, titre, título")
_TITLE_TYPE = _names("type, title type, kind, note, as")
_LANGUAGE = _names("language, lang, langue, sprache")
_LINK = _names("url, href, link, uri, pdf, pdf url, source url")
_NUMBER = _names("number, identifier, dokumentnummer, nummer, no")
_ID = _names("id")
_NAME = _names(
    "name, full name, fullname, label, display name, person, bezeichnung, nom, nome, nombre, namn,"
    " navn, naam, 姓名"
)
_PARTY = _names(
    "party, partei, fraktion, groupe, group, parti, partibet, partido, partito, 党派, 会派"
)
_ROLE = _names("role, classification, type, kind, sponsor type")
_JOINED = _names("joined, date, sponsored at, sponsorship date, date signed")
_WITHDRAWN = _names("withdrawn, withdrawn at, date withdrawn, sponsorship withdrawn date")
_BY = _names("by, actor, organization, organisation, institution, committee, body, chamber, who")
_RESULT = _names("result, outcome, ergebnis, resultado")
_ROLES = {
    "primary": "author", "lead": "author", "author": "author", "sponsor": "author",
    "cosponsor": "cosponsor", "co-sponsor": "cosponsor", "coauthor": "cosponsor",
    "co-author": "cosponsor", "seconder": "cosponsor", "petitioner": "petitioner",
    "rapporteur": "rapporteur",
}  # fmt: skip


def take_parts(column: str, value: Any, parts: RawParts) -> Any:
    """Add the parts in a value, and return what is left of it; all of it if it has none.

    Args:
        column: its key, which says what it may be.
        value: an object, or a list of objects.
        parts: to be added to.
    """
    reader = _reader(column)
    if reader in (_action, _document) and isinstance(value, Mapping) and _is_by_kind(value):
        return _take_by_kind(column, value, parts)
    objects = list(objects_in(value))
    if (
        reader is None
        or not objects
        or len(objects) != (len(value) if isinstance(value, list) else 1)
    ):
        return value
    used = [reader(column, one, parts) for one in objects]
    if not all(used):
        return value
    left = [without(one, keys) for one, keys in zip(objects, used, strict=True)]
    kept = [one for one in left if one is not None]
    return kept or None


def _is_by_kind(value: Mapping[str, Any]) -> bool:
    """Return whether an object has nothing but further objects: parts by their kind."""
    return bool(value) and all(
        one and all(isinstance(part, Mapping) for part in (one if isinstance(one, list) else [one]))
        for one in value.values()
    )


def _take_by_kind(column: str, value: Mapping[str, Any], parts: RawParts) -> Any:
    """Take parts as ``take_parts`` does from each kind of them; actions in the order of their days.

    A kind is kept with what is left of its parts, or with all of them if nothing is.
    """
    before = len(parts.actions)
    rests = {kind: take_parts(column, group, parts) for kind, group in value.items()}
    if all(rests[kind] is group for kind, group in value.items()):
        return value
    taken = parts.actions[before:]
    if all(_DAY.match(action.date) for action in taken):
        parts.actions[before:] = sorted(taken, key=lambda action: action.date[:10])
    plain = {kind for kind in value if not _names(f"{kind}, {kind}s").isdisjoint(_ACTIONS)}
    left = {
        kind: value[kind] if rest is None else rest
        for kind, rest in rests.items()
        if rest is not None or kind not in plain
    }
    return left or None


def part_of(column: str) -> str:
    """Return the part of the record that a nested value with a name gives."""
    reader = _reader(column)
    fields = ((_action, "actions"), (_document, "documents"), (_title, "title"))
    return next((field for one, field in fields if one is reader), "people")


def taken_names(column: str, value: Any, left: Any) -> Iterator[str]:
    """Yield the dotted names in a value of which nothing is in what ``take_parts`` left of it."""
    kept = set() if left is None else {name for name, _ in leaves_of(column, left)}
    yield from (name for name, _ in leaves_of(column, value) if name not in kept)


_Keys = set[tuple[str, ...]]


def _reader(column: str) -> Callable[[str, Mapping[str, Any], RawParts], _Keys] | None:
    name = normalise_name(column)
    if name in _ACTIONS:
        return _action
    if name in _DOCUMENTS:
        return _document
    if name in _TITLES:
        return _title
    match = guess(column)
    if match is not None and match.field in ("people", "cosponsors"):
        return _sponsor
    return None


class _Object:
    """The single values of an object, by what their keys mean; remembers which were used."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self._value = {normalise_name(key): (key, one) for key, one in value.items()}
        self.used: _Keys = set()

    def get(self, names: frozenset[str]) -> str:
        """Return the first single value under one of some names; empty if there is none."""
        for name in self._value:
            if name in names and (text := self._text(name)):
                return text
        return ""

    def date(self) -> str:
        """Return the first value whose key says that it is a date."""
        for name, (key, _) in self._value.items():
            if _DATE.search(key) and (text := self._text(name)) and re.search(r"\d", text):
                return text
        return ""

    def _text(self, name: str) -> str:
        key, value = self._value[name]
        if isinstance(value, Mapping):
            inner = _Object(value)
            found = inner.get(_NAME)
            if found:
                self.used |= {(key, *path) for path in inner.used}
            return found
        if isinstance(value, list | bool) or value is None:
            return ""
        self.used.add((key,))
        return text_of(value).strip()


def _action(column: str, value: Mapping[str, Any], parts: RawParts) -> _Keys:
    one = _Object(value)
    date, text = one.date(), one.get(_TEXT)
    year = "" if date else one.get(frozenset(("year",)))
    if not (date or text):
        return set()
    by, url = one.get(_BY), one.get(_LINK)
    parts.actions.append(
        RawAction(
            date=date or year,
            text=text,
            stage="decided" if "vote" in normalise_name(column) else "",
            by=[RawAgent(by, column=column)] if by else [],
            result=one.get(_RESULT),
            documents=[RawDocument(url=url, column=column)] if url else [],
            column=column,
        )
    )
    return one.used


def _document(column: str, value: Mapping[str, Any], parts: RawParts) -> _Keys:
    one = _Object(value)
    url, note = one.get(_LINK), one.get(_TEXT)
    number = one.get(_NUMBER) or ("" if url else one.get(_ID))  # beside a link, that of a database
    if not (url or number):
        return set()
    parts.documents.append(
        RawDocument(number=number, date=one.date(), url=url, note=note, column=column)
    )
    return one.used


def _title(column: str, value: Mapping[str, Any], parts: RawParts) -> _Keys:
    one = _Object(value)
    text, language = one.get(_TITLE_TEXT), one.get(_LANGUAGE)
    if not text:
        return set()
    note = one.get(_TITLE_TYPE)
    parts.titles.append(RawTitle(text=text, language=language, note=note, column=column))
    return one.used


def _sponsor(column: str, value: Mapping[str, Any], parts: RawParts) -> _Keys:
    one = _Object(value)
    name = one.get(_NAME)
    if not name:
        return set()
    match = guess(column)
    usual = "cosponsor" if match and match.field == "cosponsors" else ""
    word = one.get(_ROLE)
    role = _ROLES.get(word.lower(), "other") if word else usual
    if word and word.lower() not in _ROLES:
        role = usual
        one.used = {path for path in one.used if normalise_name(path[0]) not in _ROLE}
    parts.sponsors.append(
        RawSponsor(
            name,
            "" if role == "author" else role,
            column,
            party=one.get(_PARTY),
            joined=one.get(_JOINED),
            withdrawn=one.get(_WITHDRAWN),
        )
    )
    return one.used
