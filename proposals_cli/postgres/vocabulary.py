"""Texts that no record on a server contains, and similar words that some do."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import json

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.searchable import is_separated, passages_of
from proposals_cli.indexing.similar_words import (
    MAX_CHARACTERS,
    MAX_COMPARED,
    MAX_SUGGESTED,
    longest_parts,
    nearest_stems,
    spelled,
)
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.lexemes import quoted
from proposals_cli.postgres.names import NAMES, names_in
from proposals_cli.postgres.text_query import tsquery

MAX_READ = 2_000
"""In how many records words that begin like one are looked for: the server has no list of them."""

_OCCURS = (
    "SELECT q, EXISTS (SELECT 1 FROM words WHERE words @@ q::tsquery)"
    " OR EXISTS (SELECT 1 FROM record_words WHERE words @@ q::tsquery) FROM unnest(%s::text[]) q"
)
_BEGINNING = " UNION ".join(
    f"SELECT b, lexeme FROM unnest(%s::text[]) b, LATERAL (SELECT lexeme FROM (SELECT words"
    f" FROM {table} WHERE words @@ (quote_literal(b) || ':*')::tsquery LIMIT {MAX_READ}) d,"
    f" unnest(d.words) WHERE starts_with(lexeme, b) LIMIT {MAX_COMPARED}) found"
    for table in ("words", "record_words")
)
_WITH = f"""
SELECT q, coalesce(p.raw, r.raw), coalesce(r."table", 'proposals'), p.named
FROM unnest(%s::text[]) q
LEFT JOIN LATERAL (
    SELECT raw, {NAMES} AS named FROM (
        SELECT DISTINCT seq FROM words WHERE words @@ q::tsquery LIMIT {MAX_READ}
    ) w JOIN document USING (seq) JOIN proposal p USING (seq)
    ORDER BY octet_length(raw), p.id LIMIT 1
) p ON true
LEFT JOIN LATERAL (
    SELECT raw, "table" FROM record_words JOIN record USING ("table", id)
    WHERE p.raw IS NULL AND words @@ q::tsquery ORDER BY octet_length(raw), id LIMIT 1
) r ON true
"""


def unmatched(connection: Connection, texts: Iterable[ContainsText]) -> list[tuple[str, list[str]]]:
    """Return the texts that no record contains, each with similar words that occur."""
    known = _Known(connection)
    distinct = list(dict.fromkeys(texts))
    known.ask(distinct)
    missing = [text for text in distinct if not known.occurs(text)]
    looked_for = missing[:MAX_SUGGESTED]
    similar = dict(zip(looked_for, _similar(connection, known, looked_for), strict=True))
    return [(one.text + "*" * one.prefix, similar.get(one, [])) for one in missing]


class _Known:
    """Which texts occur, asked for many at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._occurs: dict[str, bool] = {}

    def ask(self, texts: Iterable[ContainsText]) -> None:
        """Ask for those texts that are not known yet, in one round trip."""
        queries = {query for text in texts if (query := tsquery(text))} - self._occurs.keys()
        if queries:
            self._occurs.update(self._connection.rows(_OCCURS, (sorted(queries),)))

    def occurs(self, text: ContainsText) -> bool:
        """Return whether a record contains a text that was asked for."""
        query = tsquery(text)
        return query is not None and self._occurs[query]

    def parts(self, text: str) -> list[str]:
        """Return the longest parts of a Chinese text that occur: see ``longest_parts``."""
        occurring: set[str] = set()
        length, starts = 2, set(range(len(text) - 1))
        while starts:
            parts = {start: text[start : start + length] for start in starts}
            self.ask(map(ContainsText, parts.values()))
            starts = {start for start, part in parts.items() if self.occurs(ContainsText(part))}
            occurring |= {parts[start] for start in starts}
            # a longer part occurs only if the two shorter ones within it do
            starts = {start for start in starts if start + 1 in starts}
            length += 1
        return longest_parts(text, occurring.__contains__)


def _similar(
    connection: Connection, known: _Known, missing: Sequence[ContainsText]
) -> Iterator[list[str]]:
    """Yield the similar words of each text that is missing."""
    words = {
        text: text.text[:MAX_CHARACTERS].split() for text in missing if not is_separated(text.text)
    }
    # the words of a phrase may well occur, each for itself
    known.ask(ContainsText(word) for listed in words.values() for word in listed if listed[1:])
    unknown = {
        text: [word for word in listed if not (listed[1:] and known.occurs(ContainsText(word)))]
        for text, listed in words.items()
    }
    letters = sorted({fold_key(word)[:1] for listed in unknown.values() for word in listed} - {""})
    stems: dict[str, set[str]] = {letter: set() for letter in letters}
    if letters:
        for letter, stem in connection.rows(_BEGINNING, (letters, letters)):
            stems[letter].add(stem)
    near = {
        text: [
            stem
            for word in listed
            for stem in nearest_stems(word, stems.get(fold_key(word)[:1], ()))
        ]
        for text, listed in unknown.items()
    }
    spellings = _spellings(connection, {stem for listed in near.values() for stem in listed})
    for text in missing:
        if text in near:
            yield [spellings[stem] for stem in near[text] if stem in spellings]
        else:
            yield known.parts(text.text[:MAX_CHARACTERS])


def _spellings(connection: Connection, stems: set[str]) -> dict[str, str]:
    """Return stem → the word as a record spells it."""
    queries = {quoted(stem): stem for stem in sorted(stems)}
    found = connection.rows(_WITH, (list(queries),)) if queries else []
    return {
        queries[query]: spelled(
            queries[query],
            (one.text for one in passages_of(json.decode(raw), names_in(named), table)),
        )
        for query, raw, table, named in found
        if raw is not None
    }
