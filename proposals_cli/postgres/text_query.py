"""The words of a query as phrases of lexemes and as tsquery, by the rules of ``lexemes.py``."""

from functools import cache
from typing import NamedTuple

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.searchable import index_form, is_separated
from proposals_cli.indexing.stems import words_that_begin
from proposals_cli.indexing.tokens import Token, Tokens
from proposals_cli.postgres.lexemes import pairs, quoted


class Wanted(NamedTuple):
    """A lexeme of a phrase, or its beginning, and its place after the first one."""

    word: str
    place: int
    begins: bool


Phrase = tuple[Wanted, ...]


def phrases(node: ContainsText) -> list[Phrase]:
    """Return the phrases that find a text, any of them; none if it has no word.

    A text that ends with ``*`` finds the words that begin so.
    """
    if not node.prefix:
        found = [_phrase(node.text)]
    else:
        begins, others = words_that_begin(node.text)
        found = [*(_phrase(one, prefix=True) for one in begins), *map(_phrase, others)]
    return [phrase for phrase in found if phrase]


def tsquery(node: ContainsText) -> str | None:
    """Return what finds a text, or None if it has no word."""
    found = [as_tsquery(phrase) for phrase in phrases(node)]
    return " | ".join(f"({one})" for one in found) if found else None


def as_tsquery(phrase: Phrase) -> str:
    """Return what finds a phrase."""
    written = ""
    before = 0
    for word, place, begins in phrase:
        distance = f" <{place - before}> " if written else ""
        written += f"{distance}{quoted(word)}{':*' if begins else ''}"
        before = place
    return written


@cache
def _tokens() -> Tokens:
    return Tokens()


def _phrase(text: str, *, prefix: bool = False) -> Phrase:
    (tokens,) = _tokens().of([("", "", "", index_form(text))])
    phrase: list[Wanted] = []
    found = list(pairs(tokens))
    for number, (token, (_, place, word)) in enumerate(zip(tokens, found, strict=True)):
        is_last = number == len(tokens) - 1
        is_single = is_separated(token.word) and word == token.word
        if is_single and is_last and number and _adjoin(tokens[number - 1], token):
            break  # the pair before it has it
        phrase.append(Wanted(word, place - found[0][1], is_single or (prefix and is_last)))
    return tuple(phrase)


def _adjoin(before: Token, token: Token) -> bool:
    return is_separated(before.word) and before.place + 1 == token.place
