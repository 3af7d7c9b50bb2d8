"""``list``, ``search`` and a plain scan of all records find the same proposals.

The scan has its own tokenizer and does not use the query language or SQLite: a random tree of
conditions is written as text for the program, and applied directly by the scan.
``PROP_TEST_TREES`` is the number of random trees, 300 unless it is set.
"""

import json
import os
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
import snowballstemmer  # type: ignore[import-untyped]

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.text.normalise import fold_variants
from proposals_cli.domain.text.searchable import passages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.indexing.stems import ENDINGS
from proposals_cli.knowledge_base import KnowledgeBase

TREES = int(os.environ.get("PROP_TEST_TREES", "300"))

SCRIPTS = ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "HALFWIDTH")

STEMMED_OTHERWISE = re.compile(r"log|bl[ey]|\b(?:eed|sses|ies)\b", re.IGNORECASE)
"""Words whose stems in SQLite differ from those of the published algorithm.

SQLite includes two later changes by Porter (logi → log, bli → ble), and removes the ending of
words that consist of an ending only. Queries leave such words out, and those of the same family
(ecology, ecological). SQLite does not stem words of one or two letters; nor does ``stem``.
"""

_stemmer = snowballstemmer.stemmer("porter")


@cache
def stem(word: str) -> str:
    """Return the stem of a lower-case word."""
    return str(_stemmer.stemWord(word)) if len(word) > 2 and word.isascii() else word


def tokens(text: str) -> list[str]:
    """Return the words of a text in the form in which they are compared."""
    found: list[str] = []
    word = ""
    for character in fold_variants(unicodedata.normalize("NFC", text)) + " ":
        is_letter = unicodedata.category(character)[0] in "LN"
        if character in "+#" or (is_letter and unicodedata.name(character).startswith(SCRIPTS)):
            found += [word, character]
            word = ""
        elif is_letter:
            word += unicodedata.normalize("NFD", character)[0].lower()
        else:
            found.append(word)
            word = ""
    return [stem(word) for word in found if word]


class Scanned(NamedTuple):
    """A proposal in the scan: the tokens of every passage, and its record."""

    passages: list[list[str]]
    record: Proposal


Judge = Callable[[Scanned], bool]


class Part(NamedTuple):
    """A condition: its text, and a function that decides whether a proposal satisfies it."""

    text: str
    applies: Judge


def scanned_base() -> dict[str, Scanned]:
    """Return the proposals of the shipped base by id, read by the standard library."""
    tables = json.loads(shipped_base().read_text(encoding="utf-8"))
    names: dict[tuple[str, str], tuple[str, ...]] = {}
    for record in tables["themes"].values():
        others = record.get("other_names", ())
        names["theme", record["id"]] = (*record["name"].values(), *others)
    for record in tables["bodies"].values():
        others = record.get("other_names", ())
        names["agent", record["id"]] = (*record["name"].values(), *others)
    for record in tables["people"].values():
        whole = (name["text"] for name in record["names"].values())
        names["agent", record["id"]] = (*whole, *record.get("other_names", ()))

    def names_of(what: str, id_: str) -> tuple[str, ...]:
        return names.get((what, id_), ())

    scanned = {}
    for record in tables["proposals"].values():
        proposal = decode_proposal(json.dumps(record).encode())
        texts = [passage.text for passage in passages(proposal, names_of)]
        scanned[proposal.id] = Scanned([tokens(text) for text in texts], proposal)
    return scanned


def contains(words: str) -> Judge:
    """Return a function: does a passage contain the tokens of ``words`` next to each other?"""
    wanted = tokens(words)

    def applies(scanned: Scanned) -> bool:
        return any(
            passage[start : start + len(wanted)] == wanted
            for passage in scanned.passages
            for start in range(len(passage) - len(wanted) + 1)
        )

    return applies


def contains_beginning(word: str) -> Judge:
    """Return a function: is a word found that begins so, or the stem of one with an ending?"""
    start = word.lower()
    if not start.isalpha():
        start = tokens(word)[-1]
    continued = {
        stem(start + ending[place:])
        for ending in ENDINGS
        for place in range(len(ending) + 1)
        if start.endswith(ending[:place])
    } | {stem(start)}

    def applies(scanned: Scanned) -> bool:
        return any(
            token.startswith(start) or (start.isalpha() and token in continued)
            for passage in scanned.passages
            for token in passage
        )

    return applies


class QueryMaker:
    """Makes random conditions of the words and values of the base."""

    def __init__(self, scanned: dict[str, Scanned], texts: list[str], seed: int) -> None:
        self.chance = random.Random(seed)
        self.texts = texts
        self.latin = sorted(
            {
                word
                for text in texts
                for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9'-]*[A-Za-z0-9]", text)
                if not STEMMED_OTHERWISE.search(word) and word not in ("OR", "AND", "NOT")
            }
        )
        self.chinese = sorted(
            {run for text in texts for run in re.findall("[\u4e00-\u9fff]+", text)}
        )
        self.values = {
            field: sorted({v for one in scanned.values() for v in getattr(one.record, key)})
            for field, key in (("theme", "themes"), ("region", "regions"), ("person", "people"))
        }

    def part(self, depth: int) -> Part:
        """Return a condition with others nested at most ``depth`` deep."""
        kind = self.chance.random()
        if depth and kind < 0.55:
            return self.chance.choice((self.all, self.either, self.refused))(depth - 1)
        return self.chance.choice(
            (self.word, self.word, self.run, self.run, self.phrase, self.beginning, self.field)
        )()

    def all(self, depth: int) -> Part:
        """Return conditions that must all apply."""
        parts = [self.part(depth) for _ in range(self.chance.randint(2, 3))]
        text = self.chance.choice((" ", " AND ")).join(part.text for part in parts)
        return Part(f"({text})", lambda one: all(part.applies(one) for part in parts))

    def either(self, depth: int) -> Part:
        """Return conditions of which one must apply."""
        parts = [self.part(depth) for _ in range(self.chance.randint(2, 3))]
        text = " OR ".join(part.text for part in parts)
        return Part(f"({text})", lambda one: any(part.applies(one) for part in parts))

    def refused(self, depth: int) -> Part:
        """Return a condition that must not apply."""
        part = self.part(depth)
        sign = self.chance.choice(("-", "NOT "))
        return Part(f"{sign}{part.text}", lambda one: not part.applies(one))

    def word(self) -> Part:
        """Return a word in Latin script, in some case."""
        word = self.chance.choice(self.latin)
        word = self.chance.choice((str, str.upper, str.title))(word)
        word = word.lower() if word in ("OR", "AND", "NOT") else word
        return Part(word, contains(word))

    def run(self) -> Part:
        """Return up to five adjacent Chinese characters."""
        run = self.chance.choice(self.chinese)
        length = self.chance.randint(1, min(5, len(run)))
        start = self.chance.randint(0, len(run) - length)
        word = run[start : start + length]
        return Part(word, contains(word))

    def phrase(self) -> Part:
        """Return two adjacent words."""
        while True:
            words = re.findall(r"\w+", self.chance.choice(self.texts))
            pairs = [
                f"{a} {b}" for a, b in pairwise(words) if not STEMMED_OTHERWISE.search(f"{a} {b}")
            ]
            if pairs:
                break
        phrase = self.chance.choice(pairs)
        return Part(f'"{phrase}"', contains(phrase))

    def beginning(self) -> Part:
        """Return the beginning of a word."""
        word = self.chance.choice([word for word in self.latin if word.isalnum()])
        word = word[: self.chance.randint(1, len(word))]
        if STEMMED_OTHERWISE.search(word):
            return self.beginning()
        return Part(f"{word}*", contains_beginning(word))

    def field(self) -> Part:
        """Return a condition on a field."""
        if self.chance.random() < 0.3:
            low = self.chance.randint(2012, 2023)
            high = low + self.chance.randint(0, 4)
            return Part(
                f"year:{low}..{high}", lambda one: low <= (one.record.stated_year or 0) <= high
            )
        if self.chance.random() < 0.3:
            value = self.chance.choice(("planned", "submitted", "presented", "unknown"))
            return Part(f"status:{value}", lambda one: current_status(one.record).value == value)
        field = self.chance.choice(list(self.values))
        key = {"theme": "themes", "region": "regions", "person": "people"}[field]
        value = self.chance.choice(self.values[field])
        shown = f'"{value}"' if " " in value else value
        return Part(f"{field}:{shown}", lambda one: value in getattr(one.record, key))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Return the shipped base."""
    index = SqliteIndex(shipped_base(), tmp_path_factory.mktemp("cache"))
    yield KnowledgeBase(index)
    index.close()


@pytest.fixture(scope="module")
def scanned() -> dict[str, Scanned]:
    """Return the shipped base for the scan."""
    return scanned_base()


def all_texts() -> list[str]:
    """Return every string of the proposals of the shipped base that is not an id or a link."""
    tables = json.loads(shipped_base().read_text(encoding="utf-8"))
    found: list[str] = []

    def gather(value: Any) -> None:
        match value:
            case str() if " " in value or not value.isascii():
                found.append(value)
            case dict():
                for key, part in value.items():
                    if key not in ("citations", "history"):
                        gather(part)
            case list():
                for part in value:
                    gather(part)

    gather(list(tables["proposals"].values()))
    return found


def test_list_search_and_scan_find_the_same_proposals(
    base: KnowledgeBase, scanned: dict[str, Scanned]
) -> None:
    """Words, phrases, beginnings, fields, OR and NOT have the same meaning in all three."""
    maker = QueryMaker(scanned, all_texts(), seed=7)
    sizes = []
    for number in range(TREES):
        part = maker.part(depth=number % 4)
        wanted = {id_ for id_, one in scanned.items() if part.applies(one)}
        try:
            free = base.query([part.text], free=True, limit=1_000_000)
        except InvalidQueryError:  # it excludes a phrase that occurs nowhere
            assert wanted == set(scanned), part.text
            continue
        listed = [row.summary.id for row in base.find(free)]
        hits = [(hit.summary.id, hit.place) for hit in base.search(free)]
        # "2013 internet" is also the beginning of an id, which a search may show
        searched = [id_ for id_, place in hits if place != "id" or id_ in wanted]
        assert set(listed) == wanted, part.text
        assert base.index.count(free) == len(wanted), part.text
        assert set(searched) == wanted, part.text
        assert len(listed) == len(searched) == len(wanted), part.text
        sizes.append(len(wanted))
    some = [size for size in sizes if 0 < size < len(scanned)]
    assert len(some) > TREES / 2  # the queries are not trivial


def test_every_word_of_the_base_finds_the_proposals_that_contain_it(
    base: KnowledgeBase, scanned: dict[str, Scanned]
) -> None:
    """The two tokenizers agree on every word."""
    containing: dict[str, set[str]] = {}
    for id_, one in scanned.items():
        for token in {token for passage in one.passages for token in passage}:
            containing.setdefault(token, set()).add(id_)
    words = {
        word for text in all_texts() for word in re.findall(r"[A-Za-z0-9]+|[\u4e00-\u9fff]", text)
    }
    for word in sorted(words):
        if STEMMED_OTHERWISE.search(word):
            continue
        text = word.lower()
        (token,) = tokens(text)
        found = {row.summary.id for row in base.find(base.query([f'"{text}"']))}
        assert found == containing.get(token, set()), text
