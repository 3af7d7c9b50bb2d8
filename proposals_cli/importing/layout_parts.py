"""Take the fields and parts of a proposal out of a record, as a layout says."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.cells import storable, text_of
from proposals_cli.importing.columns import MAX_COLUMNS
from proposals_cli.importing.layout_file import Getter, Layout, PartRule
from proposals_cli.importing.layout_shape import (
    MAX_SHAPES,
    LayoutShape,
    asks,
    reduced_fields,
    reduced_rule,
)
from proposals_cli.importing.layout_values import got_values, says
from proposals_cli.importing.nested_values import Path, Way, values_at, without
from proposals_cli.importing.raw_parts import (
    RawAction,
    RawAgent,
    RawDocument,
    RawFigure,
    RawParts,
    RawRelation,
    RawSponsor,
    RawTitle,
)

Take = Callable[[str, str, Any], None]
"""Called with a field, the path of a value, and the value."""

IsBlank = Callable[[str, str], bool]

_WORD_FOR_YES = frozenset(("true", "1", "yes", "y"))


class LayoutReader:
    """Reads records with a layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._reached: dict[str, set[Path]] = {}
        """Key at the top of a record → the paths below it that the layout uses."""
        self._getters: dict[Path, list[tuple[Getter, PartRule | None]]] = {}
        for path, getter, rule in self._paths():
            if path:
                self._reached.setdefault(path[0], set()).add(path[1:])
                self._getters.setdefault(path, []).append((getter, rule))
        self._without: set[tuple[int, int]] = set()
        """Rules and objects of the record that is read which gave no part, by their ``id``."""
        self._names = {normalise_name(key): key for key in self._reached}
        self._tops = {
            id(rule): {rule.at[0]} if rule.at else {path[0] for path in _reached(rule) if path}
            for rule in layout.parts
        }
        """Rule, by its ``id`` → the keys at the top of a record without which it has nothing."""
        for readers in self._getters.values():
            readers.sort(key=asks)  # the first that has read a value decides
        self._plain = {
            path[0]
            for path, readers in self._getters.items()
            if len(path) == 1
            and any(rule is None and not asks((one, rule)) for one, rule in readers)
        }
        """Keys whose single values are always taken."""
        self._shapes: dict[tuple[str, ...], LayoutShape] = {}
        self._labels: dict[int, str] = {}
        self._keys: dict[str, str] = {}
        """Key of the file → the layout's, which may differ in case, accents and script."""

    def read(
        self, record: Mapping[str, Any], parts: RawParts, take: Take, is_blank: IsBlank
    ) -> dict[str, Any]:
        """Take the fields and parts of a record, and return what the layout does not use.

        Args:
            record: as in the file.
            parts: to be filled.
            take: called with the value of every field.
            is_blank: returns whether a text at a path stands for none.
        """
        shape = self._shape_of(record)
        top = {known: record[key] for known, key in shape.top}
        self._without.clear()
        for field, getter, able, key in shape.fields:
            if key and isinstance(value := top[key], str):
                if value:
                    take(field, self._labels.get(id(getter)) or self._label(top, getter), value)
            elif values := got_values(top, able):
                take(field, self._label(top, getter), values[0] if len(values) == 1 else values)
        for rule, reduced in shape.rules:
            listed = getattr(parts, rule.kind)
            for one in self._parts_of(top, rule):
                before = len(listed)
                _ADD[rule.kind](parts, _Got(one, reduced, is_blank))
                if len(listed) == before:
                    self._without.add((id(rule), id(one)))
        left = {}
        for key, known, paths in shape.rest:
            value = record[key]
            if isinstance(value, str) and (not value or known in self._plain):
                continue
            way = Way((known,), (top,), self._is_read)
            rest = without(value, paths, way)
            if rest is not None:
                left[key] = storable(rest, key)
        return left

    def _shape_of(self, record: Mapping[str, Any]) -> LayoutShape:
        """Return what of the layout records with the same keys can have."""
        keys = tuple(record)
        shape = self._shapes.get(keys)
        if shape is None:
            shape = self._new_shape(keys)
            if len(self._shapes) < MAX_SHAPES and len(keys) < MAX_SHAPES:
                self._shapes[keys] = shape
        return shape

    def _new_shape(self, keys: tuple[str, ...]) -> LayoutShape:
        top: dict[str, str] = {}
        for key in keys:
            top.setdefault(self._key(key), key)
        rules = [one for one in self.layout.parts if not self._tops[id(one)].isdisjoint(top)]
        rest = ((key, self._key(key)) for key in keys)
        return LayoutShape(
            tuple(top.items()),
            reduced_fields(self.layout.fields, top),
            tuple((one, reduced_rule(one, top)) for one in rules),
            tuple((key, known, self._reached.get(known, frozenset())) for key, known in rest),
        )

    def _parts_of(self, top: dict[str, Any], rule: PartRule) -> Iterator[Any]:
        """Yield the parts of a rule; an object of texts by language gives one for each."""
        for one in values_at(top, rule.at) if rule.at else [top]:
            if not says(one, rule.only):
                continue
            if rule.by_language and isinstance(one, Mapping):
                yield from ({"language": key, "text": text} for key, text in one.items())
            else:
                yield one

    def _is_read(self, way: Way, value: Any) -> bool:
        """Return whether something was made of a value.

        A word without a term is kept, and so is what stands in an object that gave no part.
        """
        text = text_of(value).strip()
        for getter, rule in self._getters.get(way.path, ()):
            if not getter.is_understood(text):
                continue
            asked = [one for one in (getter.only, rule.only if rule else ()) if one]
            if all(any(says(one, each) for one in way.objects) for each in asked) and not (
                self._without and any((id(rule), id(one)) in self._without for one in way.objects)
            ):
                return True
        return False

    def _key(self, key: str) -> str:
        known = self._keys.get(key)
        if known is None:
            known = key if key in self._reached else self._names.get(normalise_name(key), key)
            if len(self._keys) < MAX_COLUMNS:
                self._keys[key] = known
        return known

    def reads(self, column: str) -> bool:
        """Return whether the layout reads anything in a column."""
        return self._key(column) in self._reached

    def given(self, records: Iterable[Mapping[str, Any]]) -> set[str]:
        """Return the fields that the layout gives in some records."""
        tops = [{self._key(key): value for key, value in one.items()} for one in records]
        return {
            field
            for field, getter in self.layout.fields
            if any(got_values(top, getter) for top in tops)
        }

    def _label(self, top: Mapping[str, Any], getter: Getter) -> str:
        """Return what messages call the place of a value: its path, as the file spells it."""
        label = self._labels.get(id(getter))
        if label is None:
            self._labels[id(getter)] = label = self._first_label(top, getter)
        return label

    def _first_label(self, top: Mapping[str, Any], getter: Getter) -> str:
        if getter.templates or not getter.paths:
            return "number" if getter.templates else "layout"
        path = next((one for one in getter.paths if values_at(top, one)), getter.paths[0])
        path = (*path, *getter.take)
        spelled = {known: key for key, known in self._keys.items()}
        return ".".join((spelled.get(path[0], path[0]), *path[1:]))

    def _paths(self) -> Iterator[tuple[Path, Getter, PartRule | None]]:
        """Yield the paths that are read, with what reads them."""
        for _, getter in self.layout.fields:
            for path in getter.reached:
                yield path, getter, None
        for rule in self.layout.parts:
            if rule.by_language:
                yield rule.at, Getter(), rule
                continue
            for getter in rule.fields.values():
                for path in getter.reached:
                    yield (*rule.at, *path), getter, rule


def _reached(rule: PartRule) -> Iterator[Path]:
    return (path for getter in rule.fields.values() for path in getter.reached)


class _Got:
    """The fields of one part."""

    def __init__(self, value: Any, rule: PartRule, is_blank: IsBlank) -> None:
        self._is_blank = is_blank
        self._value = value
        self._rule = rule
        self.column = ".".join(rule.at)

    def __call__(self, name: str) -> str:
        """Return a field as text; empty if there is none."""
        texts = self.all(name)
        return texts[0] if len(texts) == 1 else "; ".join(texts)

    def all(self, name: str) -> list[str]:
        """Return all values of a field as texts."""
        getter = self._rule.fields.get(name)
        if getter is None:
            return []
        texts = (text_of(one).strip() for one in got_values(self._value, getter))
        return [text for text in texts if not self._is_blank(self.column, text)]


# -- parts --------------------------------------------------------------------------------------


def _title(parts: RawParts, got: _Got) -> None:
    if text := got("text"):
        parts.titles.append(
            RawTitle(text, got("language"), got("basis"), got("note"), column=got.column)
        )


def _sponsor(parts: RawParts, got: _Got) -> None:
    for name in got.all("name"):
        organisation = got("organisation").lower()
        parts.sponsors.append(
            RawSponsor(
                name,
                "" if got("role") == "author" else got("role"),
                got.column,
                party=got("party"),
                joined=got("joined"),
                withdrawn=got("withdrawn"),
                is_organisation=organisation in _WORD_FOR_YES if organisation else None,
                identifier=got("identifier"),
                scheme=got("scheme"),
            )
        )


def _addressee(parts: RawParts, got: _Got) -> None:
    parts.addressees += [RawAgent(name, got("role"), got.column) for name in got.all("name")]


def _action(parts: RawParts, got: _Got) -> None:
    joint = [RawAgent(name, "joint", got.column) for name in got.all("joint")]
    lead = "lead" if joint else ""
    action = RawAction(
        date=got("date"),
        text=got("text"),
        stage=got("stage"),
        by=[*(RawAgent(name, lead, got.column) for name in got.all("by")), *joint],
        result=got("result"),
        counts={
            name: int(text)
            for name in ("yes", "no", "abstain")
            if (text := got(name).replace(",", "")).isdecimal()
        },
        number=got("number"),
        interim=got("interim").lower() in _WORD_FOR_YES,
        session=got("session"),
        column=got.column,
    )
    document = RawDocument(
        role=got("document_role") or "other",
        number=got("document"),
        date=got("document_date"),
        url=got("document_url"),
        column=got.column,
    )
    if document.number or document.url:
        action.documents.append(document)
    if action.date or action.text or action.number or action.documents or action.counts:
        parts.actions.append(action)


def _document(parts: RawParts, got: _Got) -> None:
    document = RawDocument(
        role=got("role"),
        number=got("number"),
        date=got("date"),
        url=got("url"),
        language=got("language"),
        note=got("note"),
        column=got.column,
    )
    if document.number or document.url or document.note:
        parts.documents.append(document)


def _figure(parts: RawParts, got: _Got) -> None:
    if got("value") or got("words"):
        parts.figures.append(
            RawFigure(
                got("what") or "other",
                got("value"),
                got("unit"),
                got("date"),
                got("words"),
                got.column,
            )
        )


def _relation(parts: RawParts, got: _Got) -> None:
    parts.relations += [
        RawRelation(got("kind") or "related", to, got("note"), got.column) for to in got.all("to")
    ]


_ADD: Mapping[str, Callable[[RawParts, _Got], None]] = {
    "titles": _title,
    "sponsors": _sponsor,
    "addressees": _addressee,
    "actions": _action,
    "documents": _document,
    "figures": _figure,
    "relations": _relation,
}
