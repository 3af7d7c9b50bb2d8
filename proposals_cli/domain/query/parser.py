"""The query language: text to ``Query``.

Options and terms become the same tree. The language::

    theme:fintech,sme          one of two values          year:2018..2020   a range of years
    date:2020-05..2020-08      known to be between         extra.faction:x   a field of its own
    -status:planned            excluded                   "new infrastructure"   a phrase
    医疗 hospital               both words                 cloud*            a prefix
    a OR b, (a OR b) c         either, grouped            NOT a             the same as -a
    id:2020-pearl              a proposal                 year>2018         the same as year:2019..

Each argument of a command line that has a space is a group of its own. A text that means nothing
is an error that says what to type, so that no slip selects everything. A search is lenient: it
drops what means nothing, unless nothing is left.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from proposals_cli.domain.query.facets import EXTRA, FACETS
from proposals_cli.domain.query.query import (
    ID,
    And,
    ContainsText,
    FacetIs,
    Node,
    Not,
    Or,
    Query,
)
from proposals_cli.domain.query.values import RANGES, misplaced_minus, ranges_of
from proposals_cli.domain.text.normalise import replace_surrogates
from proposals_cli.errors import InvalidQueryError

MAX_TERMS = 64

MAX_QUOTED = 60
"""Characters of a text that an error repeats."""

MAX_TEXT = 1_000
"""Characters of a word or a phrase that are searched."""

MAX_DEPTH = 8
"""How deep parentheses may be nested."""

FIELDS = (*FACETS, *RANGES, ID)

_SIGNS = re.compile(r"""["“”「」『』():：（）*＊<>=]|(?:^|\s)-\S|\b(?:AND|OR|NOT|and|or|not)\b""")
"""What makes an argument with a space a query; without it, the argument is a phrase."""

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<minus>[-\u2212\u2013]+(?=\S))
  | (?P<field>[Ee]xtra\.(?:"[^"]+"|[^\s:()"]+)|[A-Za-z][A-Za-z_]*):(?=\S)
  | (?P<compared>[Ee]xtra\.(?:"[^"]+"|[^\s:()"!<>=]+)|[A-Za-z][A-Za-z_-]*)
    (?=(?:!=|[<>=]=?)[^\s<>=])
  | "(?P<phrase>[^"]*)(?:"|$)
  | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)

_SIGN = re.compile("!=|[<>=]=?")

_FULL_WIDTH = str.maketrans("“”„「」『』（）：，－＊＜＞＝", '"""""""():,-*<>=')


def parse_terms(terms: Sequence[str], *, lenient: bool = False) -> Query:
    """Read the arguments of a command line; values of fields stay as they were typed.

    Args:
        terms: the arguments. One with a space is a group if it has signs of the language, else a
            phrase: the shell has removed its quotes.
        lenient: read an unknown field as text, drop what means nothing, and let an invalid value
            match nothing, each with a hint instead of an error.

    Raises:
        InvalidQueryError: an argument is empty, the query has too many terms or none; and unless
            ``lenient``, anything that means nothing.
    """
    parser = _Parser([token for term in _whole(terms) for token in _tokens_of(term)], lenient)
    where = parser.where()
    if terms and where == And():
        typed = " ".join(terms)
        raise InvalidQueryError(
            f"'{typed[:MAX_QUOTED]}' has no word to look for.",
            "Type a word, or a field and a value.",
        )
    return Query(where, hints=tuple(parser.hints))


def _whole(terms: Sequence[str]) -> Iterator[str]:
    """Yield the arguments; those that a quotation is spread over are one."""
    left: list[str] = []
    quotes = 0
    for term in terms:
        left.append(term)
        quotes += term.translate(_FULL_WIDTH).count('"')
        if quotes % 2 == 0:
            yield " ".join(left)
            left = []
    if left:
        yield " ".join(left)


class _Token(NamedTuple):
    """A part of the text: ``kind`` is a group of ``_TOKEN``, ``text`` what it has of ``typed``.

    ``begin`` and ``end`` stand around an argument that is a group.
    """

    kind: str
    text: str
    typed: str


_END = _Token("end", "", "")


def _tokens_of(term: str) -> Iterator[_Token]:
    """Yield the tokens of one argument."""
    text = replace_surrogates(term).replace("\0", " ").translate(_FULL_WIDTH)
    if not text.strip():
        raise InvalidQueryError("An argument is empty.", "Leave it out, or type a word.")
    has_space = re.search(r"\s", text.strip())
    if has_space and not _SIGNS.search(text):
        yield _Token("word", text.strip(), text)
        return
    tokens = [
        _Token(str(found.lastgroup), found[str(found.lastgroup)], found[0])
        for found in _TOKEN.finditer(text)
        if found.lastgroup != "space"
    ]
    yield from (_Token("begin", "", ""), *tokens, _END) if has_space else tokens


class _Parser:
    """Recursive descent over the tokens of one query."""

    def __init__(self, tokens: Sequence[_Token], lenient: bool) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.terms = 0
        self.lenient = lenient
        self.hints: list[str] = []

    def where(self) -> Node:
        where = self.group()
        if self.terms > MAX_TERMS:
            raise InvalidQueryError(
                f"The query has {self.terms:,} terms; at most {MAX_TERMS} are read.",
                "Put quotes around a text to look for it as a phrase.",
            )
        return where if isinstance(where, And) else And((where,))

    @property
    def next(self) -> _Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else _END

    def take(self, kind: str, text: str | None = None) -> bool:
        found = self.next.kind == kind and text in (None, self.next.text)
        self.position += found
        return found

    def refuse(self, message: str, hint: str, *, says: bool = True) -> None:
        """Raise an error; if the parser is lenient, hint at it, unless ``says`` is False."""
        if not self.lenient:
            raise InvalidQueryError(message, hint)
        if says and f"{message} {hint}" not in self.hints:
            self.hints.append(f"{message} {hint}")

    def group(self) -> Node:
        """Take all up to the end of the text, or of an argument."""
        parts = []
        while self.next.kind != "end":
            if node := self.either():
                parts.append(node)
            if self.take("close"):
                self.refuse("')' closes nothing.", "Put '(' before the first of the terms.")
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def either(self) -> Node | None:
        parts = [self.all()]
        while self.take("word", "OR"):
            parts.append(self.all())
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts) and len(parts) > 1:
            self.refuse("A side of OR is missing.", 'Write a OR b; write "OR" for the word.')
        return Or(known) if len(known) > 1 else (known[0] if known else None)

    def all(self) -> Node | None:
        parts: list[Node] = []
        joined = True
        while self.next.kind not in ("close", "end") and self.next[:2] != ("word", "OR"):
            if self.take("word", "AND"):
                if joined:
                    self.no_side_of_and()
                joined = True
            elif node := self.unary():
                parts.append(node)
                joined = False
        if joined and parts:
            self.no_side_of_and()
        return And(tuple(parts)) if len(parts) > 1 else (parts[0] if parts else None)

    def no_side_of_and(self) -> None:
        self.refuse("A side of AND is missing.", 'Write a AND b; write "AND" for the word.')

    def unary(self) -> Node | None:
        negated, signs = False, ""
        while self.next.kind == "minus" or self.next[:2] == ("word", "NOT"):
            negated ^= self.next.kind == "word" or len(self.next.text) % 2 == 1
            signs = self.next.typed
            self.position += 1
        if self.next.kind in ("close", "end") or self.next[:2] in (("word", "OR"), ("word", "AND")):
            self.refuse(f"Nothing follows '{signs}'.", f"Write {signs or 'NOT'} before a term.")
            return None
        node = self.atom()
        return Not(node) if node is not None and negated else node

    def atom(self) -> Node | None:
        token = self.next
        self.position += 1
        match token.kind:
            case "begin":
                node: Node | None = self.group()
                self.take("end")
                return None if node == And() else node
            case "open":
                return self.in_parentheses()
            case "field" | "compared":
                return self.field(token)
            case "phrase":
                if token.typed.count('"') < 2:
                    self.refuse("A quote is not closed.", f'Write "{token.text.strip()}".')
                return self.contains(token.text, quoted=True)
        if token.text.casefold() in ("or", "and", "not"):
            self.note_lower_case(token.text)
        if token.text[-1:] == ":" and (field := self.known_field(token.text[:-1])):
            self.refuse(
                f"'{token.text}' has no value.",
                f"Write {field}:{self.next.typed or 'VALUE'}, without a space.",
            )
        return self.contains(token.text)

    def in_parentheses(self) -> Node | None:
        if self.depth >= MAX_DEPTH:
            self.refuse(f"More than {MAX_DEPTH} parentheses are open.", "Write fewer.")
            return None  # deeper parentheses are ignored; their terms are read in place
        self.depth += 1
        node = self.either()
        self.depth -= 1
        if not self.take("close"):
            self.refuse("'(' is not closed.", "Put ')' after the last of the terms.")
        elif node is None:
            self.refuse("Nothing is in '()'.", "Write (a OR b).")
        return node

    def note_lower_case(self, word: str) -> None:
        """Say that an operator is in capitals; between fields, nothing else can be meant."""
        written = f'Write {word.upper()} in capitals; write "{word}" for the word.'
        if any(token.kind in ("field", "compared") for token in self.tokens):
            self.refuse(f"'{word}' is read as a word to look for.", written, says=False)
        self.hints.append(f"'{word}' is read as a word to look for. {written}")

    def contains(self, text: str, *, quoted: bool = False) -> Node | None:
        """Return the node of a text; None if it has no letter or digit."""
        prefix = text.rstrip().endswith("*")
        bare = text.strip("* ").strip()
        if "*" in bare:
            remark = f"'*' in '{bare[:MAX_QUOTED]}' is not at the end."
            self.refuse(remark, "Write the beginning of a word: clou*")
        if len(bare) > MAX_TEXT:
            self.hints.append(f"Only the first {MAX_TEXT} characters of a text are searched.")
            bare = bare[:MAX_TEXT]
        if not any(unicodedata.category(c)[0] in "LN" for c in bare):
            following = self.next.typed
            self.refuse(
                f"'{text[:MAX_QUOTED]}' has no letter or digit to look for.",
                f"Write -{following}, without a space, to exclude it."
                if text == "-" and following
                else "Leave it out.",
                says=False,
            )
            return None
        self.terms += 1
        return ContainsText(bare, prefix, quoted)

    def known_field(self, name: str) -> str | None:
        """Return a field as the language spells it; None if there is none of this name."""
        if name.lower().startswith(EXTRA) and len(name) > len(EXTRA):
            return EXTRA + name[len(EXTRA) :].strip('"')
        spelled = name.lower().replace("_", "-")
        return spelled if spelled in FIELDS else None

    def field(self, token: _Token) -> Node | None:
        name = self.known_field(token.text)
        if token.kind == "compared":
            return self.compared(token, name)
        return self.is_in(token, name, self.value(token, name))

    def compared(self, token: _Token, name: str | None) -> Node | None:
        """Return the node of ``year>2018`` and ``theme!=ecology``; other fields have no order."""
        value = self.value(token, name)
        sign = _SIGN.match(value)
        assert sign is not None  # the token is one because it is followed by a sign
        equals = sign[0] in ("=", "==", "!=")
        if name is None or not (equals or name in RANGES):
            typed = f"{token.typed}{value}"
            self.refuse(
                f"'{typed}' compares nothing: only year and date have an order."
                if name
                else f"There is no field '{token.text}'.",
                f'Put quotes around it to look for the text: "{typed}".',
                says=name is not None,
            )
            return self.contains(typed)
        node = self.is_in(token, name, value[sign.end() :] if equals else value)
        return Not(node) if node is not None and sign[0] == "!=" else node

    def is_in(self, token: _Token, name: str | None, value: str) -> Node | None:
        """Return the node of a field and its value."""
        if name is None:
            return self.unknown_field(token.text, value)
        self.terms += 1
        if not value.strip(' ,"'):
            self.refuse(f"'{name}:' has no value.", f"Write {name}:VALUE.")
            return None
        if name not in RANGES:
            return FacetIs(name, (value,))
        try:
            return ranges_of(name, value.replace('"', ""))
        except InvalidQueryError as error:
            self.refuse(error.message, error.hint)
            return Or()

    def value(self, field: _Token, name: str | None) -> str:
        """Take the value of a field as it was typed, with its quotes."""
        value = ""
        # a value may look like a field itself: source:http://…
        while self.next.kind in ("field", "compared", "minus"):
            value += self.next.typed
            self.position += 1
        joins = True
        while joins and self.next.kind in ("phrase", "word"):
            value += self.next.typed
            self.position += 1
            joins = (  # region:"Washington, D.C.",texas
                self.next.text.startswith(",")
                if value.endswith('"')
                else value.endswith(",") and self.next.kind == "phrase"
            )
        if name and (bare := value.lstrip("!<>=")).startswith("-"):
            raise misplaced_minus(f"{field.typed}{value}", name, bare)
        if value.count('"') % 2:
            self.refuse("A quote is not closed.", f'Write {field.typed}{value}".')
        elif name and value.endswith(","):
            self.refuse(
                f"'{field.typed}{value}' ends with a comma.",
                f'Put a value with a comma in quotes: {field.typed}"{value} {self.next.typed}".',
            )
        return value

    def unknown_field(self, name: str, value: str) -> Node | None:
        from difflib import get_close_matches  # only an error needs it

        near = get_close_matches(name.lower(), FIELDS, n=1)
        hint = f"Did you mean '{near[0]}:'?" if near else f"Fields: {', '.join(FIELDS)}."
        self.refuse(f"There is no field '{name}:'.", hint, says=False)
        if near:
            self.hints.append(f"'{name}:' is not a field; it is read as text. {hint}")
        parts = (self.contains(name), self.contains(value.replace('"', " ")))
        return And(tuple(part for part in parts if part is not None))
