"""The text of a record as search sees it: its passages, their weights, and their tokens.

Chinese, Japanese and Korean are written without spaces, so every character becomes a token of
its own, and a run of them in a query a phrase: a query of any length works, one character
included. Folding never changes the number of characters, so that a match in folded text can be
shown in the original.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_origin

from proposals_cli.domain.text.highlights import CLOSING, OPENING
from proposals_cli.domain.text.normalise import BREAK, SEPARATOR, fold_variants, to_nfc

if TYPE_CHECKING:
    from proposals_cli.domain.model.parts import Shape
    from proposals_cli.domain.model.records import Proposal

TEXT_COLUMNS = ("title", "name", "measure", "other")
"""Columns of the text index, in falling order of weight."""

WEIGHTS = (10.0, 5.0, 2.0, 1.0)
"""Weight of a match in each column (bm25): title over theme and entity over measure over rest."""

TOKENIZER = "porter unicode61 remove_diacritics 2 tokenchars '+#'"
"""Words in Latin script are stemmed and lose their accents; C++ and C# are words."""

_LONE_RANGES = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u3130-\u318f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_LONE = re.compile(f"[{_LONE_RANGES}+#]+")
"""Characters that are tokens of their own."""

_SIGNS = re.compile(r"[+#]+")
_NO_HIGHLIGHTS = dict.fromkeys(map(ord, (OPENING, CLOSING)), "\ufffd")


AGENT = "agent"
"""What ``NamesOf`` is asked for with the id of a person or a body."""

_ID = "id"
"""An id that is searched as words, for what it is worth."""

_NAMED = {
    ("Proposal", "themes"): "theme",
    ("Sponsor", "who"): AGENT,
    ("Agent", "who"): AGENT,
    ("Series", "id"): "",
    ("Fact", "person"): AGENT,
    ("Note", "source"): _ID,
    ("Person", "id"): _ID,
    ("Body", "id"): _ID,
    ("Theme", "id"): _ID,
    ("Source", "id"): _ID,
}
"""(class, field) whose ids are searched as words → what they are ids of, if their names are
searched as well."""

_PLACES = {
    "titles": "title",
    "sponsors": "person",
    "addressees": "addressee",
    "themes": "theme",
    "regions": "region",
    "entities": "entity",
    "kind_terms": "kind",
    "actions": "action",
    "documents": "paper",
    "figures": "figure",
    "relations": "relation",
    "identifiers": "number",
    "uptake": "later policy",
    "notes": "note",
    "names": "name",
    "other_names": "other name",
    "url": "link",
}
"""Field of a record → its place in plain words, where they are not the field's name."""


class Passage(NamedTuple):
    """A piece of a record's text: its place (``title``, ``m03``, …), its column, its text."""

    place: str
    column: str
    text: str


NamesOf = Callable[[str, str], tuple[str, ...]]
"""(``theme`` or ``AGENT``, id) → its names in all languages, and its other names."""


class _Field(NamedTuple):
    """How the value of a field is searched; ``inside`` has the fields of a part, or nothing.

    ``by_language``: its value maps languages to such parts.
    """

    column: str
    named: str | None
    is_extra: bool
    by_language: bool
    inside: "Mapping[str, _Field]"


@cache
def _plan(shape: "type[Shape]") -> "Mapping[str, _Field]":
    """Return the fields of a class that have searchable text at any depth, by their JSON names."""
    import msgspec

    from proposals_cli.domain.model.fields import FIELDS
    from proposals_cli.domain.model.parts import shapes_in

    plan: dict[str, _Field] = {}
    for field in msgspec.structs.fields(shape):
        inside: dict[str, _Field] = {}
        for inner in shapes_in(field.type):
            inside |= _plan(inner)
        named = _NAMED.get((shape.__name__, field.name))
        column = FIELDS[shape.__name__][field.name].search
        if column or named is not None or inside:
            is_extra, by_language = field.name == "extra", get_origin(field.type) is dict
            plan[field.encode_name] = _Field(column, named, is_extra, by_language, inside)
    return plan


def passages(proposal: "Proposal", names_of: NamesOf) -> list[Passage]:
    """Return every passage of a proposal that is searched."""
    import msgspec

    return passages_of(msgspec.json.decode(msgspec.json.encode(proposal)), names_of)


def passages_of(
    document: Mapping[str, Any], names_of: NamesOf, table: str = "proposals"
) -> list[Passage]:
    """Return every passage of a record of a table, given as parsed JSON, that is searched."""
    from proposals_cli.domain.model.records import TABLES

    reader = _Reader(names_of)
    plan = _plan(TABLES[table])
    for name, value in document.items():
        if field := plan.get(name):
            place = _PLACES.get(name) or name.replace("_", " ")
            if name == "measures":
                for measure in value:
                    reader.part(field.inside, measure, measure["id"])
            else:
                reader.value(field, value, place)
    return reader.found


class _Reader:
    """Collects the passages of one record."""

    def __init__(self, names_of: NamesOf) -> None:
        self.names_of = names_of
        self.found: list[Passage] = []

    def part(self, plan: "Mapping[str, _Field]", part: Mapping[str, Any], place: str) -> None:
        for name, value in part.items():
            if (field := plan.get(name)) is not None:
                self.value(field, value, place)

    def value(self, field: _Field, value: Any, place: str) -> None:
        column, named, is_extra, by_language, inside = field
        kind = type(value)
        if is_extra:
            self.add_extra(value, "", place)
        elif kind is list:
            if inside:
                for part in value:
                    self.part(inside, part, place)
            else:
                for item in value:
                    self.value(field, item, place)
        elif kind is dict:
            if inside and by_language:
                for part in value.values():
                    self.part(inside, part, place)
            elif inside:
                self.part(inside, value, place)
            else:  # a text by language
                self.found += [Passage(place, column, str(text)) for text in value.values()]
        elif named == _ID:
            self.found.append(Passage(place, "other", value.replace("-", " ")))
        elif named is not None:
            names = self.names_of(named, value) if named else ()
            for name in (*names, value.replace("-", " ")):
                self.found.append(Passage(place, "name", name))
        else:
            self.found.append(Passage(place, column, str(value)))

    def add_extra(self, value: Any, name: str, place: str) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                self.add_extra(below, f"{name}.{key}" if name else key, place)
        elif isinstance(value, list):
            for item in value:
                self.add_extra(item, name, place)
        elif value is not None:
            self.found.append(Passage(place, "other", f"{name}: {value}"))


def column_texts(found: Iterable[Passage]) -> tuple[str, ...]:
    """Return the indexed text of each column, with a break between passages."""
    texts: dict[str, list[str]] = {column: [] for column in TEXT_COLUMNS}
    for passage in found:
        texts[passage.column].append(index_form(passage.text))
    return tuple(f" {BREAK} ".join(texts[column]) for column in TEXT_COLUMNS)


def index_form(text: str) -> str:
    """Return the text as the tokenizer should see it: in NFC, folded, lone characters separated."""
    if text.isascii():
        text = text.replace(SEPARATOR, " ").replace("\0", " ")
        return _SIGNS.sub(_separated, text) if "+" in text or "#" in text else text
    return _LONE.sub(_separated, fold_variants(to_nfc(text)))


def _separated(run: re.Match[str]) -> str:
    return f"{SEPARATOR}{(SEPARATOR * 2).join(run[0])}{SEPARATOR}"


def is_separated(text: str) -> bool:
    """Return whether a text contains a character that is a token of its own."""
    return not text.isascii() and SEPARATOR in index_form(text)


def restore_original(highlighted: str, original: str) -> str:
    """Return the original in NFC with the highlights of its indexed form.

    Args:
        highlighted: ``index_form(original)`` with ``OPENING`` and ``CLOSING`` round matches.
        original: the text as the record has it.
    """
    characters = iter(to_nfc(original).translate(_NO_HIGHLIGHTS))
    parts = []
    for character in highlighted:
        if character in (OPENING, CLOSING):
            parts.append(character)
        elif character != SEPARATOR:
            parts.append(next(characters))
    return "".join(parts).replace(CLOSING + OPENING, "")
