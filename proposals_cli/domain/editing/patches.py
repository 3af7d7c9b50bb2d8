"""Change what a patch names in a record, and leave the rest as it is.

A patch is read as a draft is, and carried out as JSON Merge Patch (RFC 7396) says: a group of
fields is merged key by key, a list is replaced as a whole, and a blank empties a field. A value
that says something else than the one it replaces does not keep its sources, its date or the words
of its source: these supported another statement. Its sources stay those of the proposal.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from msgspec.structs import replace

from proposals_cli.domain.editing.drafts import Draft, DraftReader, draft_of
from proposals_cli.domain.editing.full_draft import long_key
from proposals_cli.domain.editing.full_form import FieldType, field_types
from proposals_cli.domain.editing.overlay import is_other_claim
from proposals_cli.domain.editing.patched_lists import PatchedList
from proposals_cli.domain.editing.proposal_drafts import year_of
from proposals_cli.domain.lookup import current_id
from proposals_cli.domain.model.change import changed_fields
from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.model.parts import Shape, Statement, StatusClaim
from proposals_cli.domain.model.records import TABLES, Fact, Proposal, Record
from proposals_cli.domain.model.references import with_references
from proposals_cli.domain.text.languages import UNDETERMINED, canonical_tag, main_script
from proposals_cli.errors import InvalidRecordError, PropError, raise_all

Sign = Literal["=", "+=", "-="]
"""Replace, add to a list, take from a list."""

_SUPPORT = ("date", "as_reported", "citations", "basis")
"""What belongs to a statement only as long as it says the same."""

_STATEMENTS = ("summary", "problem")

_LANGUAGE = "language"
"""The key of a draft that names the language of its texts, where it is no field."""


class Patch(NamedTuple):
    """What a patch replaces, what it adds to lists, and what it takes from them; as in a draft."""

    replaced: Mapping[str, Any] = MappingProxyType({})
    added: Mapping[str, Any] = MappingProxyType({})
    taken: Mapping[str, Any] = MappingProxyType({})

    def under(self, sign: Sign) -> Mapping[str, Any]:
        """Return the part for a sign."""
        return {"=": self.replaced, "+=": self.added, "-=": self.taken}[sign]


SIGNS: tuple[Sign, ...] = ("=", "+=", "-=")


class Patching:
    """Carries out one patch in records of one table.

    ``remarks`` says what its values leave open: names that no record has, unknown languages.
    ``records`` counts those that were patched, ``missed`` has the keys of lists from which nothing
    could be taken so far.
    """

    def __init__(self, table: str, patch: Patch, reader: DraftReader) -> None:
        """Take the table, the patch, and what reads its values and collects new sources."""
        self.remarks: dict[str, None] = {}
        self.records = 0
        self.missed = set(patch.taken)
        self._table = table
        self._shape = TABLES[table]
        self._reader = reader
        kept, self._emptied = _without_blanks(patch.replaced)
        if ("reply",) in self._emptied:
            raise InvalidRecordError(
                "A reply can only be added.",
                "Write `reply: DATE WHO`; to remove one, edit the record: prop edit ID",
                "reply",
            )
        self._patch = patch._replace(replaced=kept)
        self._language = next((p[_LANGUAGE] for p in self._patch if _LANGUAGE in p), None)
        keys = [
            *(path[0] for path in self._emptied),
            *(key for part in self._patch for key in part),
        ]
        is_field = _LANGUAGE in field_types(self._shape)
        self._names = {long_key(table, key) for key in keys if is_field or key != _LANGUAGE}
        self._full = cache(self._read)
        self._current = cache(partial(current_id, reader.index))

    def patched(self, record: Record) -> Record:
        """Return a record with what the patch names changed.

        Raises:
            InvalidRecordError, InvalidQueryError: a value is wrong, or does not go with the
                others of the record; several mistakes are a ``MistakesError``.
        """
        self.records += 1
        draft = draft_of(record)
        full = self._full(str(draft.get("body", "")), year_of(draft))
        for path in self._emptied:
            self._empty(draft, path)
        for sign in SIGNS:
            for key, new in full[sign].items():
                self._change(draft, key, new, sign)
        names = set(self._names)
        if self._table == "proposals" and "date" in names and "year" not in names:
            names.add("year")
            _place_year(draft, record)
        patched = with_references(convert_record(self._table, draft), self._current)
        if isinstance(patched, Fact) and is_other_claim(record, patched):
            patched = patched if "citations" in names else replace(patched, citations=())
            names.add("citations")
        if isinstance(patched, Proposal) and isinstance(record, Proposal):
            patched = replace(patched, sources=patched.sources + _sources_lost(record, patched))
            names.add("sources")
        return replace(record, **{name: getattr(patched, name) for name in names})

    def _read(self, body: str, year: str) -> dict[Sign, Draft]:
        """Return sign → the values of the patch in full, by its keys, for proposals of a body."""
        known = {"body": body, "year": year} if self._table == "proposals" else {}
        full: dict[Sign, Draft] = {}
        mistakes: list[PropError] = []
        for sign in SIGNS:
            given = dict(self._patch.under(sign))
            if self._language and given:
                given.setdefault(_LANGUAGE, self._language)
            read = self._reader.fragment(self._table, given, known)
            if sign != "-=":  # nothing is kept of what is taken away
                self.remarks |= dict.fromkeys(read.remarks)
            mistakes += read.mistakes
            full[sign] = read.fields
        raise_all(mistakes)
        return full

    def _change(self, draft: Draft, key: str, new: Any, sign: Sign) -> None:
        """Carry out one key of the patch in a draft in full."""
        name = long_key(self._table, key)
        raw = self._patch.under(sign)[key]
        value = _changed(self._shape, (key, name), draft.get(name), (new, raw), sign)
        if sign == "-=" and value != draft.get(name):
            self.missed.discard(key)
        draft[name] = value

    def _empty(self, draft: Draft, path: Sequence[str]) -> None:
        name = long_key(self._table, path[0])
        if name == "titles" and len(path) > 1:
            tag = canonical_tag(path[1]) or path[1]
            draft[name] = [one for one in draft.get(name, []) if one["lang"] != tag]
        elif path[0] == "continues":
            emptied = PatchedList(path[0], draft.get(name, []), ())
            emptied.empty()
            draft[name] = emptied.items
        else:
            _without_key(draft, field_types(self._shape).get(name, _ANY), (name, *path[1:]))


_ANY = FieldType("other")


def _place_year(draft: Draft, before: Record) -> None:
    """Leave the year of a proposal out if its new date has it; without a date it stays."""
    date = str(draft.get("date", ""))
    if date and str(draft.get("year")) == date[:4]:
        del draft["year"]
    elif not date and "year" not in draft and isinstance(before, Proposal) and before.date:
        draft["year"] = int(before.date[:4])


def emptied_fields(before: Record, after: Record) -> list[str]:
    """Return the fields that have a value before a change and none after it.

    The year of a proposal is not emptied where the date has it.
    """
    emptied = [
        name
        for name in changed_fields(before, after)
        if getattr(after, name) in (None, "", (), {}) and getattr(before, name)
    ]
    has_date = isinstance(after, Proposal) and after.date is not None
    return [name for name in emptied if not (name == "year" and has_date)]


def _changed(
    shape: type[Shape], names: tuple[str, str], old: Any, given: tuple[Any, Any], sign: Sign
) -> Any:
    """Return the value of a field after a change.

    Args:
        shape: the class that has the field.
        names: the key that was typed, and the field.
        old: its value in full; None if it has none.
        given: the new value in full, and as it was typed.
        sign: what to do with it.
    """
    key, name = names
    new, raw = given
    type_ = field_types(shape).get(name, _ANY)
    if type_.is_list:
        items = PatchedList(key, old or [], FIELDS[shape.__name__][name].same)
        match sign:
            case "=":
                items.replace(new, raw)
            case "+=":
                items.add(new)
            case "-=":
                items.take(new, raw)
        return items.items
    if type_.form == "part" and sign != "=":
        group = dict(old or {})
        for inner, value in new.items():
            pair = value, raw[inner]
            group[inner] = _changed(type_.shape, (inner, inner), group.get(inner), pair, sign)
        return group
    return _restated(type_, old, new, whole=not isinstance(raw, dict))


def _restated(type_: FieldType, old: Any, new: Any, *, whole: bool) -> Any:
    """Return a single value after a new one was given, which replaces it all with ``whole``.

    A text keeps its other languages. A statement or a status that says something else loses what
    supported the old one, unless words of it stay; the same again changes nothing.
    """
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    if type_.form == "text":
        return {**old, **new}
    if type_.form == "names":
        return _renamed(old, new)
    if type_.shape is Statement and "text" in new:
        text = {**old.get("text", {}), **new["text"]}
        stays = any(text[tag] == words for tag, words in old.get("text", {}).items())
        return {**(old if stays else _without_support(old)), **new, "text": text}
    if type_.shape is StatusClaim and _differs(old, new):
        return {**_without_support(old), **new}
    if whole:
        return old if all(old.get(key) == value for key, value in new.items()) else new
    return _merged(old, new)


def _renamed(old: Draft, new: Draft) -> Draft:
    """Return names by language after new ones were given; the same name keeps its parts.

    A name whose language is not known replaces the only one in its script.
    """
    names = dict(old)
    for tag, name in new.items():
        script = main_script(name.get("text", ""))
        alike = [one for one in old if main_script(old[one]["text"]) == script]
        place = alike[0] if tag == UNDETERMINED and len(alike) == 1 else tag
        known = names.get(place, {})
        is_same = known.get("text") == name.get("text", known.get("text"))
        names[place] = {**known, **name} if is_same else name
    return names


def _differs(old: Draft, new: Draft) -> bool:
    """Return whether a status is another one, or has other words of its source."""
    return any(
        key in old and key in new and old[key] != new[key] for key in ("value", "as_reported")
    )


def _sources_lost(before: Proposal, after: Proposal) -> tuple[str, ...]:
    """Return the sources that nothing cites any more, as what they supported says something else.

    They stay sources of the proposal.
    """
    pairs = [(getattr(before, name), getattr(after, name)) for name in ("status", *_STATEMENTS)]
    cited = [
        citation.source
        for old, new in pairs
        if old is not None and new is not None and is_other_claim(old, new)
        for citation in old.citations
    ]
    known = {*after.all_sources()}
    return tuple(source for source in dict.fromkeys(cited) if source not in known)


def _without_support(old: Draft) -> Draft:
    return {key: value for key, value in old.items() if key not in _SUPPORT}


def _merged(old: Any, new: Any) -> Any:
    """Return a value after another was merged into it, key by key."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}


def _without_blanks(patch: Mapping[str, Any]) -> tuple[Draft, list[tuple[str, ...]]]:
    """Return a patch without its blanks, and the paths of these."""
    kept: Draft = {}
    paths: list[tuple[str, ...]] = []
    for key, value in patch.items():
        if key == "extra" and isinstance(value, dict):  # what others keep may be blank
            kept[key] = {name: one for name, one in value.items() if one is not None}
            paths += [(key, name) for name, one in value.items() if one is None]
        elif isinstance(value, dict):
            inner, emptied = _without_blanks(value)
            paths += [(key, *path) for path in emptied]
            if inner:
                kept[key] = inner
        elif value in (None, []) or (isinstance(value, str) and not value.strip()):
            paths.append((key,))
        else:
            kept[key] = value
    return kept, paths


def _without_key(draft: Draft, type_: FieldType, path: Sequence[str]) -> None:
    """Empty the value at a path of a draft; a group that says nothing then goes as well."""
    key, *rest = path
    if rest and type_.form == "part" and rest[0] not in field_types(type_.shape):
        rest = ["text", *rest]  # `problem.de` is a language of its text
    if not rest:
        draft.pop(key, None)
        return
    group = draft.get(key)
    if isinstance(group, dict):
        inner = field_types(type_.shape).get(rest[0], _ANY) if type_.form == "part" else _ANY
        _without_key(group, inner, rest)
        if not group or (type_.shape is Statement and "text" not in group):
            del draft[key]
