"""The words of a query as tsquery, by the rules of ``lexemes.py``."""

from functools import cache

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.searchable import index_form, is_separated
from proposals_cli.indexing.stems import words_that_begin
from proposals_cli.indexing.tokens import Token, Tokens
from proposals_cli.postgres.lexemes import pairs, quoted


def tsquery(node: ContainsText) -> str | None:
    """Return what finds a text, or None if it has no word.

    A text that ends with ``*`` finds the words that begin so.
    """
    if not node.prefix:
        return _phrase(node.text)
    begins, others = words_that_begin(node.text)
    either = [*(_phrase(one, prefix=True) for one in begins), *map(_phrase, others)]
    found = [one for one in either if one]
    return " | ".join(f"({one})" for one in found) if found else None


@cache
def _tokens() -> Tokens:
    return Tokens()


def _phrase(text: str, *, prefix: bool = False) -> str | None:
    (tokens,) = _tokens().of([("", "", "", index_form(text))])
    written = ""
    before = 0
    found = list(pairs(tokens))
    for number, (token, (_, place, word)) in enumerate(zip(tokens, found, strict=True)):
        is_last = number == len(tokens) - 1
        is_single = is_separated(token.word) and word == token.word
        if is_single and is_last and number and _adjoin(tokens[number - 1], token):
            break  # the pair before it has it
        mark = ":*" if is_single or (prefix and is_last) else ""
        distance = f" <{place - before}> " if written else ""
        written += f"{distance}{quoted(word)}{mark}"
        before = place
    return written or None


def _adjoin(before: Token, token: Token) -> bool:
    return is_separated(before.word) and before.place + 1 == token.place
