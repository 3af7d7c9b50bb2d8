"""The query language: text to ``Query``.

Options and terms become the same tree. The language::

    theme:fintech,sme          one of two values          year:2018..2020   a range of years
    date:2020-05..2020-08      known to be between         extra.faction:x   a field of its own
    -status:planned            excluded                   "new infrastructure"   a phrase
    医疗 hospital               both words                 cloud*            a prefix
    a OR b, (a OR b) c         either, grouped            NOT a             the same as -a

Text never fails to parse: unbalanced quotes and parentheses are closed, and terms without a letter
or digit and those beyond ``MAX_TERMS`` are dropped.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from proposals_cli.domain.query.dates import in_order, last_day, parse_date, parse_dates
from proposals_cli.domain.query.facets import EXTRA, FACETS
from proposals_cli.domain.query.query import (
    SORT_FIELDS,
    And,
    ContainsText,
    FacetIs,
    InDates,
    InYears,
    Node,
    Not,
    Or,
    Query,
)
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.normalise import replace_surrogates
from proposals_cli.errors import InvalidQueryError

MAX_TERMS = 64

MAX_TEXT = 1_000
"""Characters of a word or a phrase that are searched."""

MAX_DEPTH = 8
"""How deep parentheses may be nested."""

YEAR_FORMS = "a year as 2020, a range as 2018..2020, or an open one as 2018.. or ..2015"


RANGES = ("year", "date")
"""Fields of the language that are no facets: their values are ranges."""


def parse_sort(text: str) -> tuple[tuple[str, bool], ...]:
    """Read ``-year,title_zh`` as ``(("year", True), ("title_zh", False))``.

    Raises:
        InvalidQueryError: a field is not one of ``SORT_FIELDS``, nor a title in a language.
    """
    keys = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        field = part.lstrip("-+").replace("-", "_").lower()
        if field.startswith("title_"):
            tag = canonical_tag(field.removeprefix("title_"))
            field = f"title_{tag}" if tag else ""
        elif field not in SORT_FIELDS:
            field = ""
        if not field:
            raise InvalidQueryError(
                f"Cannot sort by '{part}'.",
                f"Sort by one of {', '.join(SORT_FIELDS)}, or title_ and a language (title_zh);"
                " a minus in front sorts descending.",
            )
        keys.append((field, part.startswith("-")))
    return tuple(keys)


def parse_years(text: str) -> tuple[tuple[int, int], ...]:
    """Read ``2018..2020,2022`` as ranges with both ends included.

    Raises:
        InvalidQueryError: the text is not of this form, or a range is empty.
    """
    ranges = []
    for part in filter(None, (p.strip() for p in text.split(",")[:MAX_TERMS])):
        match = re.fullmatch(r"(\d{1,4})?(\.\.)?(\d{1,4})?", part, re.ASCII)
        if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            raise InvalidQueryError(f"'{part}' is not a year.", f"Write {YEAR_FORMS}.")
        low = int(match[1]) if match[1] else 0
        high = int(match[3]) if match[3] else (9999 if match[2] else low)
        if low > high:
            raise InvalidQueryError(
                f"The range of years '{part}' is empty.", f"Did you mean {high}..{low}?"
            )
        ranges.append((low, high))
    if not ranges:
        raise InvalidQueryError("A year is missing.", f"Write {YEAR_FORMS}.")
    return tuple(ranges)


def parse_filters(filters: Mapping[str, Sequence[str]]) -> Iterator[Node]:
    """Yield a node for each facet, or other key, with values, each possibly a list with commas.

    Other keys are ``year``, ``date``, and ``since`` and ``until``, which take one date.

    Raises:
        InvalidQueryError: a year or date is wrong, or a value is empty: an empty variable in a
            script must not find everything.
    """
    for facet, values in filters.items():
        if facet in RANGES and values:
            yield _ranges(facet, ",".join(values))
        elif facet not in ("since", "until") and values:
            split = tuple(v.strip() for value in values for v in value.split(",") if v.strip())
            if not split:
                raise InvalidQueryError(f"--{facet} has no value.", f"Write --{facet} VALUE.")
            yield FacetIs(facet, split)
    since, until = ([parse_date(v) for v in filters.get(key, ())] for key in ("since", "until"))
    if since or until:
        yield InDates((in_order(max(since, default=""), min(until, key=last_day, default="")),))


def _ranges(field: str, text: str) -> InYears | InDates:
    return InYears(parse_years(text)) if field == "year" else InDates(parse_dates(text))


def join_terms(terms: Sequence[str]) -> str:
    """Join the arguments of a command line into one query text.

    The shell removes quotes, so an argument of plain words with a space was a quoted phrase; one
    with signs of the query language is a query written as one argument.
    """
    return " ".join(
        f'"{term}"' if re.search(r"\s", term.strip()) and not _SIGNS.search(term) else term
        for term in terms
    )


_SIGNS = re.compile(r"""["“”「」『』():：（）*＊]|(?:^|\s)-\S|\b(?:AND|OR|NOT)\b""")

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<minus>-+(?=\S))
  | (?P<field>[Ee]xtra\.[^\s:()"]+|[A-Za-z][A-Za-z_]*):(?=\S)
  | "(?P<phrase>[^"]*)(?:"|$)
  | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)

_FULL_WIDTH = str.maketrans("“”„「」『』（）：，－＊", '"""""""():,-*')


def parse_query(text: str, *, free_fields: bool = False) -> Query:
    """Read query text; only names and values of fields can be wrong, never the text.

    Args:
        text: the query as it was typed.
        free_fields: read an unknown field as text, and let an invalid value match nothing, each
            with a hint instead of an error.

    Raises:
        InvalidQueryError: an unknown field or a wrong year, unless ``free_fields``.
    """
    return _Parser(text, free_fields).query()


class _Parser:
    """Recursive descent over the tokens of one query text."""

    def __init__(self, text: str, free_fields: bool) -> None:
        text = replace_surrogates(text).replace("\0", " ").translate(_FULL_WIDTH)
        self.tokens = [m for m in _TOKEN.finditer(text) if m.lastgroup != "space"]
        self.position = 0
        self.depth = 0
        self.terms = 0
        self.free_fields = free_fields
        self.hints: list[str] = []

    def query(self) -> Query:
        parts = []
        while self.position < len(self.tokens):
            if node := self.either():
                parts.append(node)
            if self.peek("close"):  # a parenthesis that was never opened
                self.position += 1
        if self.terms > MAX_TERMS:
            self.hints.append(f"Only the first {MAX_TERMS} terms of the query are used.")
        match parts:
            case [And() as only]:
                return Query(only, hints=tuple(self.hints))
            case _:
                return Query(And(tuple(parts)), hints=tuple(self.hints))

    def peek(self, group: str, value: str | None = None) -> bool:
        if self.position >= len(self.tokens):
            return False
        token = self.tokens[self.position]
        return token.lastgroup == group and (value is None or token[group] == value)

    def take(self, group: str, value: str | None = None) -> bool:
        found = self.peek(group, value)
        self.position += found
        return found

    def either(self) -> Node | None:
        parts = [self.all()]
        while self.take("word", "OR"):
            parts.append(self.all())
        known = tuple(part for part in parts if part is not None)
        return Or(known) if len(known) > 1 else (known[0] if known else None)

    def all(self) -> Node | None:
        parts: list[Node] = []
        while (
            self.position < len(self.tokens)
            and not self.peek("close")
            and not self.peek("word", "OR")
        ):
            if self.take("word", "AND"):
                continue
            if node := self.unary():
                parts.append(node)
        return And(tuple(parts)) if len(parts) > 1 else (parts[0] if parts else None)

    def unary(self) -> Node | None:
        negated = False
        while self.peek("minus") or self.peek("word", "NOT"):
            token = self.tokens[self.position]
            negated ^= token.lastgroup == "word" or len(token[0]) % 2 == 1
            self.position += 1
        node = self.atom()
        return Not(node) if node is not None and negated else node

    def atom(self) -> Node | None:
        if (
            self.position >= len(self.tokens)
            or self.peek("close")
            or self.peek("word", "OR")
            or self.peek("word", "AND")
        ):
            return None
        if self.take("open"):
            if self.depth >= MAX_DEPTH:
                return None  # deeper parentheses are ignored; their terms are read in place
            self.depth += 1
            node = self.either()
            self.depth -= 1
            self.take("close")
            return node
        token = self.tokens[self.position]
        self.position += 1
        if token.lastgroup == "field":
            return self.field(token)
        text = token[token.lastgroup or 0]
        if not self.free_fields and text[-1:] == ":" and text[:-1].lower() in (*FACETS, *RANGES):
            following = self.tokens[self.position][0] if self.position < len(self.tokens) else ""
            raise InvalidQueryError(
                f"'{text}' has no value.", f"Write {text}{following or 'VALUE'}, without a space."
            )
        return self.text(text)

    def text(self, text: str) -> Node | None:
        prefix = text.rstrip().endswith("*")
        text = text.strip("* ")
        if "*" in text:
            self.remark(
                f"'*' in '{text}' is not at the end.", "Write the beginning of a word: clou*"
            )
        if len(text) > MAX_TEXT:
            self.hints.append(f"Only the first {MAX_TEXT} characters of a text are searched.")
            text = text[:MAX_TEXT]
        if not any(unicodedata.category(c)[0] in "LN" for c in text):
            return None
        self.terms += 1
        return ContainsText(text, prefix) if self.terms <= MAX_TERMS else None

    def remark(self, message: str, hint: str) -> None:
        """Remark on a text, or refuse it where queries must be exact."""
        if not self.free_fields:
            raise InvalidQueryError(message, hint)
        self.hints.append(f"{message} {hint}")

    def field(self, token: re.Match[str]) -> Node | None:
        name = token["field"].lower().replace("_", "-")
        if name.startswith(EXTRA):
            name = EXTRA + token["field"][len(EXTRA) :]
        elif name not in FACETS and name not in RANGES:
            return self.unknown_field(token["field"])
        value = self.value()
        if value is None:
            return self.text(name)
        self.terms += 1
        if self.terms > MAX_TERMS:
            return None
        if name not in RANGES:
            values = tuple(v.strip() for v in value if v.strip())
            if not values and not self.free_fields:
                raise InvalidQueryError(f"'{name}:' has no value.", f"Write {name}:VALUE.")
            return FacetIs(name, values) if values else None
        try:
            return _ranges(name, ",".join(value))
        except InvalidQueryError as error:
            if not self.free_fields:
                raise
            self.hints.append(f"{error.message} {error.hint}")
            return Or()

    def value(self) -> list[str] | None:
        """Take the value of a field: a word, split at its commas, or a quoted text."""
        start = ""
        # a value may look like a field itself (source:http://…) or begin with a minus
        while self.peek("field") or self.peek("minus"):
            start += self.tokens[self.position][0]
            self.position += 1
        if self.peek("phrase") or self.peek("word"):
            token = self.tokens[self.position]
            self.position += 1
            if token.lastgroup == "phrase":
                return [start + token["phrase"]]
            return (start + token["word"]).split(",")[:MAX_TERMS]
        return [start] if start else None

    def unknown_field(self, name: str) -> Node | None:
        from difflib import get_close_matches  # only an error needs it

        fields = [*FACETS, *RANGES]
        near = get_close_matches(name.lower(), fields, n=1)
        hint = f"Did you mean '{near[0]}:'?" if near else f"Fields: {', '.join(fields)}."
        if not self.free_fields:
            raise InvalidQueryError(f"There is no field '{name}:'.", hint)
        if near:
            self.hints.append(f"'{name}:' is not a field; it is read as text. {hint}")
        return self.text(name)
