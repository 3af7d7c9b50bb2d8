"""The words of a proposal: where they stand, what they weigh, and how they are compared.

Chinese, Japanese and Korean are written without spaces, so every character becomes a token of
its own, and a run of them in a query a phrase: any length is found, one character included.
Folding never changes the number of characters, so that a match in folded text can be shown in the
original.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from proposals_cli.domain.text.han_variants import FOLDED, VARIANTS
from proposals_cli.domain.text.highlights import CLOSING, OPENING
from proposals_cli.domain.text.normalise import fold_key

if TYPE_CHECKING:
    from proposals_cli.domain.model.records import Proposal

_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_NO_WORD = re.compile(r"[\W_]+")

COLUMNS = ("title", "name", "measure", "other")
"""Columns of the text index, in falling order of weight."""

WEIGHTS = (10.0, 5.0, 2.0, 1.0)
"""What a match in each column counts (bm25): title over theme and entity over measure over rest."""

SEPARATOR = "\x1f"
"""Set round characters that are words of their own; the tokenizer drops it."""

BREAK = "\ue000"
"""A token that no query holds, set between passages so that no phrase reaches across."""

TOKENIZER = "porter unicode61 remove_diacritics 2 tokenchars '+#'"
"""Words in Latin script are stemmed and lose their accents; C++ and C# stay what they are."""


class Passage(NamedTuple):
    """A piece of a proposal's text: its place (``title``, ``m03``, …), its column, its words."""

    place: str
    column: str
    text: str


NamesOf = Callable[[str, str], tuple[str, ...]]
"""(facet, value) → the names of the value in both languages."""


def passages(proposal: "Proposal", names_of: NamesOf) -> Iterator[Passage]:
    """Yield every passage of a proposal that search looks at."""
    title = proposal.title
    for text in (title.en, title.zh, title.topic_zh):
        if text:
            yield Passage("title", "title", text)
    for variant in title.variants:
        for text in (variant.en, variant.zh):
            if text:
                yield Passage("title", "title", text)
    for facet, values in (
        ("theme", proposal.themes),
        ("person", proposal.people),
        ("series", tuple(series.id for series in proposal.series)),
    ):
        for value in values:
            for name in (*names_of(facet, value), value.replace("-", " ")):
                yield Passage(facet, "name", name)
    for entity in proposal.entities:
        yield Passage("entity", "name", entity)
    for measure in proposal.measures:
        yield Passage(measure.id, "measure", measure.text)
        if measure.area:
            yield Passage(measure.id, "other", measure.area)
        for actor in measure.actors:
            yield Passage(measure.id, "other", actor)
    if proposal.problem:
        yield Passage("problem", "other", proposal.problem.text)
    for region in proposal.regions:
        yield Passage("region", "other", region)
    for response in proposal.responses:
        yield Passage("reply", "other", f"{response.who}: {response.text}")
    for statement in proposal.uptake:
        yield Passage("later policy", "other", statement.text)
    if proposal.continues_note:
        yield Passage("note", "other", proposal.continues_note)
    for note in (*proposal.notes, title.note):
        if note:
            yield Passage("note", "other", note)
    yield Passage("year", "other", str(proposal.year))


def columns(found: Iterator[Passage]) -> tuple[str, ...]:
    """Return the indexed text of each column, passages set apart."""
    texts: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for passage in found:
        texts[passage.column].append(indexed(passage.text))
    return tuple(f" {BREAK} ".join(texts[column]) for column in COLUMNS)


def normalized(text: str) -> str:
    """Return text in NFC: the form in which places in it are counted."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def indexed(text: str) -> str:
    """Return the text as the tokenizer should see it: normalized, folded and set apart."""
    if text.isascii():
        text = text.replace(SEPARATOR, " ").replace("\0", " ")
        return _SIGNS.sub(_APART, text) if "+" in text or "#" in text else text
    return _LONE.sub(_APART, folded(normalized(text)))


def folded(text: str) -> str:
    """Return the text with variant characters folded, one for one.

    >>> folded("數位經濟，ＡＢ"), folded("Łódź")
    ('数位经济,AB', 'Lódź')
    """
    return text.translate(_folding())


def restored(marked: str, original: str) -> str:
    """Return the normalized original with the marks of its indexed form.

    Args:
        marked: ``indexed(original)`` with ``OPENING`` and ``CLOSING`` round matches.
        original: the text as it stands in the record.
    """
    characters = iter(normalized(original).translate(_NO_MARKS))
    parts = []
    for character in marked:
        if character in (OPENING, CLOSING):
            parts.append(character)
        elif character != SEPARATOR:
            parts.append(next(characters))
    return "".join(parts).replace(CLOSING + OPENING, "")


_NO_MARKS = dict.fromkeys(map(ord, (OPENING, CLOSING)), "\ufffd")


_LONE_RANGES = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u3130-\u318f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_LONE = re.compile(f"[{_LONE_RANGES}+#]")
_SIGNS = re.compile(r"[+#]")
_APART = f"{SEPARATOR}\\g<0>{SEPARATOR}"

_STROKED, _PLAIN = "ŁłØøĐđÐðĦħŦŧı", "LlOoDdDdHhTti"
"""Letters whose stroke is no accent to Unicode, so that the tokenizer would keep it."""

_table: dict[int, str] = {}


def _folding() -> dict[int, str]:
    """Return the table of variants, made when the first text needs it."""
    if not _table:
        _table.update({ord(v): f for v, f in zip(VARIANTS, FOLDED, strict=True)})
        for code in range(0xFF01, 0xFFEF):  # full width Latin, half width kana and signs
            form = unicodedata.normalize("NFKC", chr(code))
            if len(form) == 1:
                _table[code] = form
        _table.update(zip(map(ord, _STROKED), _PLAIN, strict=True))
        _table[0x3000] = " "
        # SQLite would end a marked text at a zero
        for sign in ("\0", SEPARATOR, BREAK, OPENING, CLOSING):
            _table[ord(sign)] = " "
        for code in range(0xD800, 0xE000):  # halves of a character, which no database takes
            _table[code] = " "
    return _table


@lru_cache(maxsize=4096)
def normalise_name(text: str) -> str:
    """Return a name as names are compared.

    >>> normalise_name("Vorgangs-ID"), normalise_name("openStatesUrl"), normalise_name("提案標題：")
    ('vorgangs id', 'open states url', '提案标题')
    """
    return _NO_WORD.sub(" ", fold_key(folded(_CAMEL.sub(" ", text)))).strip()
