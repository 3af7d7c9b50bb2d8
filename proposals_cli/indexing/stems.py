"""The form under which words are indexed, and the words that begin in a given way."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from string import ascii_lowercase

from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.searchable import TOKENIZER, index_form

ENDINGS: tuple[str, ...] = (
    *("es", "ed", "er", "ers", "ing", "ings", "y", "ies", "ied"),
    *("ion", "ions", "ation", "ations", "ational", "ally", "ance", "ancy", "able"),
    *(
        "ability",
        "ible",
        "ibly",
        "ibility",
        "ably",
        "ive",
        "ively",
        "ize",
        "ized",
        "ise",
        "ised",
        "izing",
        "ising",
    ),
    *("ization", "isation", "ism", "ists", "ity", "ities", "ly", "ment", "ments"),
    *("ness", "ous", "ful", "ical", "ence", "ency", "ent", "ant", "or"),
    *("ors", "ate", "ated", "ating", "atively", "s", "e"),
)
"""Endings of English words, some of which the stemmer takes off together with letters before."""


def words_by_stem(words: Iterable[str]) -> dict[str, list[str]]:
    """Return the form under which words are indexed → the words, repetitions included.

    A word of several tokens, such as a Chinese one, has itself as its form.
    """
    words = list(words)
    tokens: dict[int, list[str]] = {}
    with closing(table_in_memory()) as table:
        table.executemany(
            "INSERT INTO passage (rowid, text) VALUES (?, ?)",
            [(place, index_form(word)) for place, word in enumerate(words)],
        )
        table.execute("CREATE VIRTUAL TABLE instance USING fts5vocab ('passage', 'instance')")
        for place, term in table.execute("SELECT doc, term FROM instance ORDER BY doc, offset"):
            tokens.setdefault(place, []).append(term)
    stems: dict[str, list[str]] = {}
    for place, terms in tokens.items():
        stems.setdefault(terms[0] if len(terms) == 1 else words[place], []).append(words[place])
    return stems


@lru_cache(maxsize=64)
def words_that_begin(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return texts that together find every word that begins as the last word of ``text`` does.

    Words are indexed without their endings, so that a beginning may be longer than the form of a
    word (``universit``, for ``univers``), and may lose an ending itself.

    Returns:
        Texts to be searched as beginnings, and texts to be searched as they are.

    >>> words_that_begin("universit")
    (('universit',), ('universitied',))
    """
    match = re.search(r"[^\W\d_]+$", text)
    start = fold_key(match[0]) if match else ""
    if not (start.isascii() and start.isalpha()):
        return (text,), ()
    before = text[: len(text) - len(start)]
    stems = words_by_stem([start, *(start + tail for tail in _tails(start))])
    others = [words[0] for stem, words in stems.items() if not stem.startswith(start)]
    begins = [start]
    if start not in stems.get(start, ()):  # it would be searched by a shorter beginning
        longer = words_by_stem(start + letter for letter in ascii_lowercase)
        begins = [words[0] for stem, words in longer.items() if stem.startswith(start)]
    return tuple(before + word for word in begins), tuple(before + word for word in others)


def _tails(start: str) -> list[str]:
    """Return what may follow a beginning: an ending, or the rest of one that it has begun."""
    return sorted(
        {
            ending[place:]
            for ending in ENDINGS
            for place in range(len(ending) + 1)
            if start.endswith(ending[:place])
        }
    )


def table_in_memory() -> sqlite3.Connection:
    """Return a database in memory with a table ``passage`` with the index's tokenizer."""
    table = sqlite3.connect(":memory:", isolation_level=None)
    table.execute(f'CREATE VIRTUAL TABLE passage USING fts5 (text, tokenize = "{TOKENIZER}")')
    return table
