"""Which column of a file gives which field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple

from proposals_cli.domain.text.normalise import name_spellings, normalise_name
from proposals_cli.importing.column_names import (
    COLUMNS,
    FIELDS,
    KINDS,
    LANGUAGES,
    LINK_PARTS,
    MANY,
    NUMBERED,
    PARTS,
    STATUSES,
)
from proposals_cli.importing.rows import DEEPEST, RejectedRowError

MOST_COLUMNS = 5_000
"""Names of columns that one file may use: more are data that became names."""

LONGEST_COLUMN = 1_000
"""Characters of such a name."""

_NUMBER_BEHIND = re.compile(r"[\s_.-]*\d{1,3}\s*$")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th|er|e|\.|ª|º|a)?")
_WORDS_OF_A_TITLE = 6


class Match(NamedTuple):
    """What a column was taken for, why, and how good a guess that is (0 is best)."""

    field: str
    how: str
    languages: frozenset[str] = frozenset()
    rank: float = 0


@cache
def _known_columns() -> dict[str, tuple[str, frozenset[str], int]]:
    known: dict[str, tuple[str, frozenset[str], int]] = {}
    for field, by_language in COLUMNS.items():
        for language, names in by_language.items():
            for rank, name in enumerate(names.split(",")):
                key = normalise_name(name)
                before = known.get(key, (field, frozenset[str](), rank))
                known[key] = (field, before[1] | {language}, min(rank, before[2]))
    return known


@cache
def known_words(which: str) -> dict[str, str]:
    """Return the words of cells, folded → ``kind`` or ``status``."""
    table = {"kind": KINDS, "status": STATUSES}[which]
    words = {
        normalise_name(word): value for value, text in table.items() for word in text.split(",")
    }
    return words | {normalise_name(value): value for value in table}


def guess(column: str) -> Match | None:
    """Return what a name of a column means by itself; None if it is not known."""
    known = _known_columns()
    for name in name_spellings(column):
        if found := known.get(name):
            return Match(found[0], "by name", found[1], found[2])
    unnumbered = _NUMBER_BEHIND.sub("", column)
    if unnumbered != column:
        first = guess(unnumbered)
        return first if first and first.field in NUMBERED else None
    above, dot, last = column.rpartition(".")
    if not dot:
        return None
    whole = guess(above)
    part = normalise_name(last)
    if whole and whole.field == "source" and part in LINK_PARTS:
        return whole._replace(rank=whole.rank + 0.5)
    repeated = whole and (inner := _known_columns().get(part)) and inner[0] == whole.field
    if whole and (part in PARTS or repeated) and whole.field not in ("source", "number", "id"):
        return whole._replace(rank=whole.rank + 0.5)
    if whole and whole.field == "title" and part in LANGUAGES:
        return Match("title", "by name", frozenset({part}), whole.rank + 0.5)
    return None


class Columns:
    """The columns of one file, settled from its first rows; later ones join where they can."""

    def __init__(self, asked: Iterable[tuple[str, str]]) -> None:
        self._asked = list(asked)
        self._matches: dict[str, Match] = {}
        self._taken: set[str] = set()
        self._language: str | None = None

    def settle(self, columns: Iterable[str], samples: Mapping[str, str] | None = None) -> None:
        """Decide on these columns together: of two that mean one field, the likelier wins.

        Args:
            columns: their names.
            samples: what they hold, as far as it is known.
        """
        new = [c for c in columns if c not in self._matches and len(c) <= LONGEST_COLUMN]
        decided = {column: match for column in new if (match := self._mapped(column))}
        self._taken |= {match.field for match in decided.values()}
        asked = {field for field, _ in self._asked}
        held = samples or {}
        guesses = [(c, _by_sample(guess(c), held.get(c, ""))) for c in new if c not in decided]
        guesses.sort(key=lambda one: (one[0].count("."), one[1].rank if one[1] else 0))
        for column, match in guesses:
            if match is None or match.field in asked:
                decided[column] = Match("extra", "not known" if match is None else "unused")
            elif match.field not in MANY and match.field in self._taken:
                decided[column] = Match("extra", f"another column gives {match.field}")
            else:
                decided[column] = match
                self._taken.add(match.field)
        self._matches |= {column: decided[column] for column in new}
        self._language = self._voted()

    def match(self, column: str) -> Match:
        """Return what a column gives.

        Raises:
            RefusedRowError: the file has too many different columns.
        """
        found = self._matches.get(column)
        if found is None:
            if len(self._matches) >= MOST_COLUMNS:
                raise RejectedRowError("", f"more than {MOST_COLUMNS:,} different columns")
            if len(column) > LONGEST_COLUMN:
                raise RejectedRowError("", f"a column name of {len(column):,} characters")
            self.settle([column])
            found = self._matches[column]
        return found

    def all(self) -> dict[str, Match]:
        """Return column → match, in the order in which the columns came."""
        return self._matches

    def asked(self, column: str) -> Match | None:
        """Return what a column was asked to give, None if nothing was said of it."""
        return self._mapped(column)

    def not_found(self) -> list[tuple[str, str]]:
        """Return (field, column) of what was asked for that no column is called."""
        return [
            (field, pattern)
            for field, pattern in self._asked
            if not any(_is_called(column, pattern) for column in self._matches)
        ]

    def near(self, pattern: str) -> list[str]:
        """Return the columns that are called nearly so."""
        from proposals_cli.domain.suggestions import near_names

        by_name = {normalise_name(column): column for column in self._matches}
        return [by_name[name] for name in near_names(normalise_name(pattern), by_name, 3)]

    @property
    def language(self) -> str | None:
        """The language most names are in, if it is neither English nor Chinese."""
        return self._language

    def _voted(self) -> str | None:
        votes: dict[str, float] = {}
        for match in self._matches.values():
            for language in match.languages:
                votes[language] = votes.get(language, 0) + 1 / len(match.languages)
        best = max(votes, key=lambda language: votes[language], default=None)
        return LANGUAGES.get(best) if best else None

    def _mapped(self, column: str) -> Match | None:
        for field, pattern in self._asked:
            if _is_called(column, pattern):
                found = guess(column)
                languages = found.languages if found and found.field == field else frozenset[str]()
                return Match(field, "--map", languages)
        return None


def _by_sample(match: Match | None, sample: str) -> Match | None:
    """Return a guess that fits what the column holds.

    A numbered parliament is a term, and a bill that is a sentence a title.
    """
    if match and match.field == "body" and _ORDINAL.fullmatch(sample.strip()):
        return match._replace(field="term", how="by name, a number")
    if match and match.field == "number" and len(sample.split()) >= _WORDS_OF_A_TITLE:
        return match._replace(field="title", how="by name, a sentence", rank=match.rank + 0.5)
    return match


def check_field(name: str) -> str:
    """Return the field of this name: one of ``FIELDS``, or ``extra.`` and any word.

    Raises:
        KeyError: there is none.
    """
    key = name.strip().lower().replace("-", "_")
    key = {"person": "people", "theme": "themes", "region": "regions", "sources": "source"}.get(
        key, key
    )
    if key in FIELDS or (key.startswith("extra.") and len(key) > 6):
        return key
    raise KeyError(name)


def _is_called(column: str, pattern: str) -> bool:
    return column == pattern or fnmatchcase(
        " ".join(column.casefold().split()), " ".join(pattern.casefold().split())
    )


def leaves(name: str, value: Any, depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Yield (dotted name, text or list of texts) of all that a value holds.

    Raises:
        RefusedRowError: it is nested too deeply.
    """
    if depth > DEEPEST:
        raise RejectedRowError(name.partition(".")[0], "nested too deeply")
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(f"{name}.{key}", part, depth + 1)
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        merged: dict[str, list[Any]] = {}
        for part in value:
            inner = leaves(name, part, depth + 1) if isinstance(part, dict) else [(name, part)]
            for key, leaf in inner:
                merged.setdefault(key, []).extend(leaf if isinstance(leaf, list) else [leaf])
        yield from merged.items()
    elif isinstance(value, list):
        yield name, [part for one in value for _, part in leaves(name, one, depth + 1)]
    else:
        yield name, value
