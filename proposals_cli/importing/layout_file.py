"""Layouts: files that say where the fields and parts of a proposal are in a known kind of file.

A layout is a TOML file: a saved mapping (``[map]`` and ``[set]``) that can besides reach into
objects and lists. ``docs/import.md`` describes it. Those of the program are in ``layouts``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.columns import check_field
from proposals_cli.importing.nested_values import Path as Keys
from proposals_cli.importing.nested_values import has_path, path_of
from proposals_cli.importing.rows import ImportFileError
from proposals_cli.store.input_file import read_small
from proposals_cli.store.small_toml import parse_toml

NONE = "none"
"""The name of no layout, for ``--layout``."""

PARTS: dict[str, frozenset[str]] = {
    "titles": frozenset(("text", "language", "basis", "note")),
    "sponsors": frozenset(
        ("name", "role", "party", "joined", "withdrawn", "organisation", "identifier", "scheme")
    ),
    "addressees": frozenset(("name", "role")),
    "actions": frozenset(
        (
            "date", "text", "stage", "by", "joint", "result", "yes", "no", "abstain", "number",
            "interim", "session", "document", "document_url", "document_date", "document_role",
        )
    ),
    "documents": frozenset(("role", "number", "date", "url", "language", "note")),
    "figures": frozenset(("what", "value", "unit", "date", "words")),
    "relations": frozenset(("kind", "to", "note")),
}  # fmt: skip
"""Kind of part → the fields that a rule for it can give."""

_OF_RULE = frozenset(("from", "where", "by_language"))
_KEYS = frozenset(
    ("title", "source", "detect", "body", "records", "date_order", "list_separator", "map", "set")
)


Conditions = tuple[tuple[Keys, re.Pattern[str]], ...]
"""Paths, and what must be found in the text at each."""


@dataclass(frozen=True)
class Getter:
    """How a value is got: from the first path with one, by a template, or as a constant.

    ``words`` and ``patterns`` turn what is there into a term; ``default`` stands for the rest.
    """

    paths: tuple[Keys, ...] = ()
    templates: tuple[str, ...] = ()
    constant: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    default: str | None = None
    upper: bool = False
    every: bool = False
    """Whether the values of all paths are taken."""
    only: "Conditions" = ()
    """What the objects at the paths must say, for their values under ``take`` to be taken."""
    take: Keys = ()

    @property
    def reached(self) -> tuple[Keys, ...]:
        """The paths of what it uses."""
        if self.templates:
            named = re.findall(r"\{([^{}]+)\}", "".join(self.templates))
            return tuple(path_of(one) for one in named)
        return tuple((*path, *self.take) for path in self.paths)

    def is_understood(self, text: str) -> bool:
        """Return whether a text has a term, if it is to be turned into one."""
        if not (self.words or self.patterns):
            return True
        return text in self.words or any(pattern.search(text) for pattern, _ in self.patterns)


@dataclass(frozen=True)
class PartRule:
    """Where the parts of one kind are, and how their fields are got from each of them."""

    kind: str
    at: Keys
    fields: Mapping[str, Getter]
    only: Conditions = ()
    """What an object must say to be one of the parts."""
    by_language: bool = False
    """Whether an object has texts by their language: a part each."""


@dataclass(frozen=True)
class Layout:
    """A known kind of file."""

    name: str
    title: str
    source: str = ""
    detect: tuple[tuple[Keys, ...], ...] = ()
    """Alternatives, one of each of which must be there."""
    body: Mapping[str, Any] = field(default_factory=dict)
    records: str | None = None
    date_order: str | None = None
    list_separator: str | None = None
    fields: tuple[tuple[str, Getter], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[PartRule, ...] = ()

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Return whether a record has the keys by which the layout is known."""
        named = {normalise_name(key): value for key, value in record.items()}
        return bool(self.detect) and all(
            any(has_path(named, (normalise_name(path[0]), *path[1:])) for path in alternatives)
            for alternatives in self.detect
        )


@cache
def layouts() -> tuple[Layout, ...]:
    """Return the layouts of the program, by name."""
    folder = files("proposals_cli.importing") / "layouts"
    found = [one for one in folder.iterdir() if one.name.endswith(".toml")]
    return tuple(
        read_layout(one.read_text(encoding="utf-8"), one.name.removesuffix(".toml"))
        for one in sorted(found, key=lambda one: one.name)
    )


def layout_named(name: str) -> Layout:
    """Return a layout of the program, or one in a file whose name ends in ``.toml``.

    Raises:
        InvalidQueryError: there is none.
        ImportFileError: the file cannot be read, or is not a layout.
    """
    if name.endswith(".toml"):
        path = Path(name).expanduser()
        try:
            return read_layout(read_small(path), path.stem)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise ImportFileError(f"{name} cannot be read: {reason}.") from error
    known = {one.name: one for one in layouts()}
    if name not in known:
        near = did_you_mean(name, known)
        raise InvalidQueryError(
            f"No layout '{name}'.", f"{near} `prop import --list-layouts` lists them.".strip()
        )
    return known[name]


def read_layout(text: str, name: str) -> Layout:
    """Return the layout in the text of a file.

    Raises:
        ImportFileError: it is not TOML, or has what no layout has.
    """
    try:
        found = parse_toml(text)
        unknown = found.keys() - _KEYS - PARTS.keys()
        if unknown:
            raise ValueError(f"'{min(unknown)}' is not part of a layout")
        detect = found.get("detect", {}).get("all", [])
        return Layout(
            name=name,
            title=found.get("title", name),
            source=found.get("source", ""),
            detect=tuple(
                tuple(path_of(one) for one in ([any_] if isinstance(any_, str) else any_))
                for any_ in detect
            ),
            body=found.get("body", {}),
            records=found.get("records"),
            date_order=found.get("date_order"),
            list_separator=found.get("list_separator"),
            fields=tuple(
                (check_field(field_), _getter(given))
                for field_, given in found.get("map", {}).items()
            ),
            constants={check_field(f): str(value) for f, value in found.get("set", {}).items()},
            parts=tuple(_rule(kind, one) for kind in PARTS for one in found.get(kind, ())),
        )
    except (ValueError, TypeError, AttributeError, RecursionError, re.error) as error:
        raise ImportFileError(f"{name} is not a layout: {error}.") from error
    except KeyError as error:
        raise ImportFileError(f"{name} is not a layout: there is no field {error}.") from error


def _rule(kind: str, given: Mapping[str, Any]) -> PartRule:
    if "from" not in given:
        raise ValueError(f"'{kind}' needs 'from', the path of the parts")
    unknown = given.keys() - PARTS[kind] - _OF_RULE
    if unknown:
        raise ValueError(f"'{min(unknown)}' is no field of '{kind}'")
    fields = {name: _getter(value) for name, value in given.items() if name not in _OF_RULE}
    return PartRule(
        kind, path_of(given["from"]), fields, _conditions(given), bool(given.get("by_language"))
    )


def _conditions(given: Mapping[str, Any]) -> Conditions:
    return tuple(
        (path_of(path), re.compile(text, re.IGNORECASE))
        for path, text in given.get("where", {}).items()
    )


def _listed(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _getter(given: Any) -> Getter:
    """Return how a value is got: ``"path"``, ``["path", "other"]`` or a table."""
    if isinstance(given, str):
        return Getter((path_of(given),))
    if isinstance(given, list):
        return Getter(tuple(map(path_of, given)))
    return Getter(
        tuple(map(path_of, _listed(given.get("from", [])))),
        _listed(given.get("template", [])),
        given.get("value", ""),
        given.get("words", {}),
        tuple((re.compile(one, re.IGNORECASE), word) for one, word in given.get("patterns", ())),
        given.get("default"),
        bool(given.get("upper")),
        bool(given.get("every")),
        _conditions(given),
        path_of(given["take"]) if "take" in given else (),
    )
