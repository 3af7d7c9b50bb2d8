"""Decide which column of a file gives which field."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.domain.suggestions import near_names
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.normalise import name_spellings, normalise_name
from proposals_cli.importing.column_names import (
    FIELDS,
    LINK_PARTS,
    MULTIPLE,
    NUMBERED,
    PARTS,
    column_names,
    term_words,
)
from proposals_cli.importing.rows import MAX_DEPTH, RejectedRowError

MAX_COLUMNS = 5_000
"""Different column names in one file: more are data that became names."""

MAX_KEYS = 2_000
"""Columns of one row, or names in one nested value."""

MAX_COLUMN_NAME = 1_000
"""Characters of a column name."""

MAX_LEARNED = 100
"""Rows that show what is taken from a nested value."""

IN_PARTS = "a part"
_TRAILING_NUMBER = re.compile(r"[\s_.-]*\d{1,3}\s*$")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th|er|e|\.|ª|º|a)?")
_MIN_TITLE_WORDS = 6
_MOVERS = frozenset(
    ("member", "private member", "public officer", "minister", "government", "committee", "person")
)
"""Words in a column of types that say who moves something, not what it is."""


class ColumnMatch(NamedTuple):
    """The field that a column gives, why, and how good a guess that is (0 is best)."""

    field: str
    how: str
    languages: frozenset[str] = frozenset()
    rank: float = 0


@cache
def _known_columns() -> dict[str, tuple[str, frozenset[str], int]]:
    known: dict[str, tuple[str, frozenset[str], int]] = {}
    for field, by_language in column_names().items():
        for language, names in by_language.items():
            for rank, name in enumerate(names):
                key = normalise_name(name)
                before = known.get(key, (field, frozenset[str](), rank))
                known[key] = (field, before[1] | {language}, min(rank, before[2]))
    return known


@cache
def _joined_columns() -> dict[str, tuple[str, frozenset[str], int]]:
    """Return the names of several words, written as one: ``billnumber``."""
    known = _known_columns().items()
    return {"".join(name.split()): found for name, found in known if " " in name}


@cache
def known_words(which: str) -> dict[str, str]:
    """Return word → value for the words that mean a ``kind`` or a ``status``."""
    terms: list[Kind] | list[Status] = [*Kind] if which == "kind" else [*Status]
    words = {
        normalise_name(word): value
        for value, listed in term_words()[which].items()
        for word in listed
    }
    return words | {normalise_name(term): term.value for term in terms}


def guess(column: str) -> ColumnMatch | None:
    """Return what the name of a column means by itself; None if it is not known."""
    for name in name_spellings(column):
        if found := _known_columns().get(name) or _joined_columns().get(name):
            return ColumnMatch(found[0], "by name", found[1], found[2])
    if tag := _title_language(column):
        return ColumnMatch(f"title.{tag}", "by name")
    if match := _in_language(column):
        return match
    if column.endswith("_basis") and (title := guess(column.removesuffix("_basis"))):
        is_of_title = title.field.startswith("title.") and title.field != "title.note"
        return title._replace(field=f"{title.field}.basis") if is_of_title else None
    unnumbered = _TRAILING_NUMBER.sub("", column)
    if unnumbered != column:
        first = guess(unnumbered)
        return first if first and first.field in NUMBERED else None
    above, dot, last = column.rpartition(".")
    parent = guess(above) if dot else None
    return _guess_part(parent, normalise_name(last)) if parent else None


_TITLE_IN = re.compile(
    r"titles?[\s_.-]+((?:[a-z]{2}|yue|und)(?:[_-](?:hans|hant|latn|cyrl|arab))?(?:[_-][a-z]{2})?)",
    re.IGNORECASE,
)
"""A column such as ``title_de``. Few other words of three letters are languages: ``title_new``."""

_LANGUAGE_NAMES = {
    "english": "en", "chinese": "zh", "german": "de", "french": "fr", "spanish": "es",
    "portuguese": "pt", "italian": "it", "dutch": "nl", "japanese": "ja", "korean": "ko",
    "tc": "zh-Hant", "sc": "zh-Hans", "英文": "en", "中文": "zh", "englisch": "en",
}  # fmt: skip
_NOT_LANGUAGES = frozenset(("as", "id", "in", "no", "of", "or", "to", "url"))
"""Words after "title" that look like a tag, and mean something else in a column's name."""


_IN_LANGUAGE = re.compile(
    r"(.{2,60}?)[\s_.(-]+(en|eng|english|ch|zh|chi|chinese|tc|sc|fr|nl|de|it|pt|es)\)?"
)
_TWO_LETTERS = {"ch": "zh", "chi": "zh", "eng": "en"}


def _in_language(column: str) -> ColumnMatch | None:
    """Return what a column such as ``motion_en`` or ``mover_ch`` gives: a title, or a person."""
    found = _IN_LANGUAGE.fullmatch(column.strip().lower())
    known = guess(found[1]) if found else None
    if found is None or known is None:
        return None
    word = found[2]
    tag = _LANGUAGE_NAMES.get(word) or _TWO_LETTERS.get(word, word)
    if known.field == "title":
        return known._replace(field=f"title.{tag}")
    if known.field == "people" and tag.partition("-")[0] in ("en", "zh"):
        return known._replace(field=f"people.{tag.partition('-')[0]}")
    return None


def _title_language(column: str) -> str | None:
    """Return the language of a column such as ``title_de``, ``Title (French)`` or ``中文标题``."""
    words = re.split(r"[\s_.()\[\]/-]+", column.strip().strip(")]").lower())
    for word in words if len(words) == 2 and ("title" in words or "titel" in words) else ():
        if word in _LANGUAGE_NAMES:
            return _LANGUAGE_NAMES[word]
    if column.strip()[:2] in _LANGUAGE_NAMES and column.strip()[2:] in ("标题", "题名", "题目"):
        return _LANGUAGE_NAMES[column.strip()[:2]]
    found = _TITLE_IN.fullmatch(column.strip())
    return canonical_tag(found[1]) if found and found[1].lower() not in _NOT_LANGUAGES else None


def _guess_part(parent: ColumnMatch, part: str) -> ColumnMatch | None:
    """Return what a part of a value means, as ``name`` of ``sponsor.name``; None if unknown."""
    match = parent._replace(rank=parent.rank + 0.5)
    if parent.field == "source":
        return match if part in LINK_PARTS else None
    known = _known_columns().get(part)
    means_the_same = known is not None and known[0] == parent.field
    if parent.field not in ("number", "id") and (part in PARTS or means_the_same):
        return match
    return None


class Columns:
    """What the columns of one file mean, decided from its first rows, later ones one by one."""

    def __init__(
        self, asked: Iterable[tuple[str, str]], given: Mapping[str, str] | None = None
    ) -> None:
        """Take pairs of field and column, and fields that something else gives, with its name."""
        self._asked = list(asked)
        self._given = dict(given or {})
        self._matches: dict[str, ColumnMatch] = {}
        self._taken: set[str] = set()
        self._learned: Counter[str] = Counter()
        self._votes: dict[str, float] = {}
        """Language → how many columns have a name in it."""
        self.language: str | None = None
        """The language of most names, if it is not English, in which anybody names columns."""

    def decide(
        self,
        columns: Iterable[str],
        samples: Mapping[str, str] | None = None,
        rows: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Decide what columns mean; if two mean one field, the likelier one gives it.

        Args:
            columns: their names.
            samples: column → a value in it, as far as one is known.
            rows: the first rows; of two columns of ids, that in which none repeats is meant.
        """
        new = [c for c in columns if c not in self._matches and len(c) <= MAX_COLUMN_NAME]
        new = new[: MAX_COLUMNS - len(self._matches)]
        decided = {column: match for column in new if (match := self.asked(column))}
        self._taken |= {match.field for match in decided.values()}
        left = [column for column in new if column not in decided]
        guesses = [(c, _likelier(c, _guess_by_sample(c, samples or {}), new)) for c in left]
        ids = [c for c, match in guesses if match and match.field == "id"]
        repeating = {c for c in ids if len(ids) > 1 and _repeats(c, rows)}
        guesses.sort(key=lambda one: (one[0].count("."), one[1].rank if one[1] else 0))
        guesses.sort(key=lambda one: one[0] in repeating)
        for column, match in guesses:
            decided[column] = self._take(match)
        for column in new:
            self._matches[column] = match = decided[column]
            for language in match.languages:
                self._votes[language] = self._votes.get(language, 0) + 1 / len(match.languages)
        votes = max(self._votes.values(), default=0)
        most = [language for language, count in self._votes.items() if count == votes]
        self.language = most[0] if len(most) == 1 and most != ["en"] else None

    def _take(self, match: ColumnMatch | None) -> ColumnMatch:
        """Return a guess if its field is free, else a match that keeps the column under extra."""
        if match is None:
            return ColumnMatch("extra", "not known")
        if match.field in {field for field, _ in self._asked}:
            return ColumnMatch("extra", f"--map gives {match.field}")
        if match.field not in MULTIPLE and match.field in self._given:
            return ColumnMatch("extra", f"{self._given[match.field]} gives {match.field}")
        if match.field not in MULTIPLE and match.field in self._taken:
            return ColumnMatch("extra", f"another column gives {match.field}")
        self._taken.add(match.field)
        return match

    def match(self, column: str) -> ColumnMatch:
        """Return what a column means.

        Raises:
            RejectedRowError: the file has too many different columns, or its name is too long.
        """
        found = self._matches.get(column)
        if found is None:
            if len(self._matches) >= MAX_COLUMNS:
                raise RejectedRowError("", f"more than {MAX_COLUMNS:,} different columns")
            if len(column) > MAX_COLUMN_NAME:
                raise RejectedRowError("", f"a column name of {len(column):,} characters")
            self.decide([column])
            found = self._matches[column]
        return found

    def give(self, fields: Iterable[str], by: str) -> None:
        """Note that something else gives fields; a column of theirs is kept under extra."""
        for field in fields:
            self._given.setdefault(field, by)

    def note(self, column: str, field: str) -> ColumnMatch:
        """Note that a layout reads a field from a path, and return the match."""
        if column not in self._matches and len(self._matches) < MAX_COLUMNS:
            self._matches[column] = ColumnMatch(field, "layout")
        return ColumnMatch(field, "layout")

    def note_parts(self, column: str, field: str, taken: Iterable[str]) -> None:
        """Note that the values with some names in a nested value become parts of the record."""
        self._learned[column] += 1
        if self._learned[column] <= MAX_LEARNED:
            for name in taken:
                if (match := self._matches.get(name)) and match.how == "not known":
                    self._matches[name] = ColumnMatch(field, IN_PARTS)

    def keep(self, column: str) -> None:
        """Note that a layout does not use a column.

        Raises:
            RejectedRowError: the file has too many different columns.
        """
        if column not in self._matches:
            if len(self._matches) >= MAX_COLUMNS:
                raise RejectedRowError("", f"more than {MAX_COLUMNS:,} different columns")
            self._matches[column] = ColumnMatch("extra", "the rest of it")

    def all(self) -> dict[str, ColumnMatch]:
        """Return column → match, in the order of the columns."""
        return self._matches

    def asked(self, column: str) -> ColumnMatch | None:
        """Return the field that a column was asked to give; None if it was not asked."""
        for field, pattern in self._asked:
            if _matches(column, pattern):
                found = guess(column)
                languages = found.languages if found and found.field == field else frozenset[str]()
                return ColumnMatch(field, "--map", languages)
        return None

    def not_found(self) -> list[tuple[str, str]]:
        """Return (field, column) of those asked for that match no column."""
        return [
            (field, pattern)
            for field, pattern in self._asked
            if not any(_matches(column, pattern) for column in self._matches)
        ]

    def near(self, pattern: str) -> list[str]:
        """Return the columns with a similar name."""
        by_name = {normalise_name(column): column for column in self._matches}
        return [by_name[name] for name in near_names(normalise_name(pattern), by_name, 3)]


def _repeats(column: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    values = [str(row[column]) for row in rows if row.get(column) not in (None, "")]
    return len(set(values)) < len(values)


def _likelier(column: str, match: ColumnMatch | None, columns: Iterable[str]) -> ColumnMatch | None:
    """Return the guess for a title, better if other columns have translations of this one."""
    if match is None or match.field != "title":
        return match
    stems = {found[1] for c in columns if (found := _IN_LANGUAGE.fullmatch(c.strip().lower()))}
    return match._replace(rank=-1) if column.strip().lower() in stems else match


def _guess_by_sample(column: str, samples: Mapping[str, str]) -> ColumnMatch | None:
    """Return a guess that fits a value of the column.

    A parliament that is a number is a term, and a bill that is a sentence is a title.
    """
    match, sample = guess(column), samples.get(column, "")
    if match and match.field == "body" and _ORDINAL.fullmatch(sample.strip()):
        return match._replace(field="term", how="by name, a number")
    if match and match.field == "kind" and normalise_name(sample) in _MOVERS:
        return ColumnMatch("extra", "by name, not a kind")
    is_no_kind = sample and not any(form in known_words("kind") for form in name_spellings(sample))
    if match and match.field == "kind" and "类别" in column and is_no_kind:
        return match._replace(field="themes", how="by name, not a kind")
    if match and match.field == "number" and len(sample.split()) >= _MIN_TITLE_WORDS:
        return match._replace(field="title", how="by name, a sentence", rank=match.rank + 0.5)
    return match


def check_field(name: str) -> str:
    """Return the exact name of a field.

    It is one of ``FIELDS``, ``title.TAG``, ``title.TAG.basis`` or ``extra.WORD``.

    Raises:
        KeyError: there is none.
    """
    key = name.strip().lower().replace("-", "_")
    key = {"person": "people", "theme": "themes", "region": "regions", "sources": "source"}.get(
        key, key
    )
    if key.startswith("title.") and key not in FIELDS:
        language, dot, basis = key[6:].partition(".")
        if (tag := canonical_tag(language)) and basis in ("", "basis"):
            return f"title.{tag}{dot}{basis}"
    if key in FIELDS or (key.startswith("extra.") and len(key) > 6):
        return key
    raise KeyError(name)


def _matches(column: str, pattern: str) -> bool:
    return column == pattern or fnmatchcase(
        " ".join(column.casefold().split()), " ".join(pattern.casefold().split())
    )


def check_width(cells: Mapping[str, Any]) -> None:
    """Raise RejectedRowError for a row with so many columns that they must be data."""
    if len(cells) > MAX_KEYS:
        raise RejectedRowError("", f"{len(cells):,} columns; the limit is {MAX_KEYS:,}")


def leaves_of(column: str, value: Any) -> list[tuple[str, Any]]:
    """Return what ``leaves`` yields; errors as there, also for too many names in a value."""
    found = list(islice(leaves(column, value), MAX_KEYS + 1))
    if len(found) > MAX_KEYS:
        raise RejectedRowError(column, f"more than {MAX_KEYS:,} names in one value")
    return found


def leaves(name: str, value: Any, depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Yield (dotted name, text or list of texts) for all parts of a value.

    Raises:
        RejectedRowError: it is nested too deeply.
    """
    if depth > MAX_DEPTH:
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
