"""The text of a proposal as search sees it: its passages, their weights, and their tokens.

Chinese, Japanese and Korean are written without spaces, so every character becomes a token of
its own, and a run of them in a query a phrase: a query of any length works, one character
included. Folding never changes the number of characters, so that a match in folded text can be
shown in the original.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from proposals_cli.domain.text.highlights import CLOSING, OPENING
from proposals_cli.domain.text.normalise import BREAK, SEPARATOR, fold_variants, to_nfc

if TYPE_CHECKING:
    from proposals_cli.domain.model.records import Proposal

TEXT_COLUMNS = ("title", "name", "measure", "other")
"""Columns of the text index, in falling order of weight."""

WEIGHTS = (10.0, 5.0, 2.0, 1.0)
"""Weight of a match in each column (bm25): title over theme and entity over measure over rest."""

TOKENIZER = "porter unicode61 remove_diacritics 2 tokenchars '+#'"
"""Words in Latin script are stemmed and lose their accents; C++ and C# are words."""

_LONE_RANGES = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u3130-\u318f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_LONE = re.compile(f"[{_LONE_RANGES}+#]")
"""Characters that are tokens of their own."""

_SIGNS = re.compile(r"[+#]")
_SEPARATED = f"{SEPARATOR}\\g<0>{SEPARATOR}"
_NO_HIGHLIGHTS = dict.fromkeys(map(ord, (OPENING, CLOSING)), "\ufffd")


class Passage(NamedTuple):
    """A piece of a proposal's text: its place (``title``, ``m03``, …), its column, its text."""

    place: str
    column: str
    text: str


NamesOf = Callable[[str, str], tuple[str, ...]]
"""(facet, value) → the names of the value in both languages."""


def passages(proposal: "Proposal", names_of: NamesOf) -> Iterator[Passage]:
    """Yield every passage of a proposal that is searched."""
    for text in _titles(proposal):
        yield Passage("title", "title", text)
    for facet, value in _named_values(proposal):
        for name in (*names_of(facet, value), value.replace("-", " ")):
            yield Passage(facet, "name", name)
    for entity in proposal.entities:
        yield Passage("entity", "name", entity)
    for measure in proposal.measures:
        yield Passage(measure.id, "measure", measure.text)
        for text in filter(None, (measure.area, *measure.actors)):
            yield Passage(measure.id, "other", text)
    for place, text in _other_texts(proposal):
        yield Passage(place, "other", text)


def _titles(proposal: "Proposal") -> Iterator[str]:
    title = proposal.title
    yield from filter(None, (title.en, title.zh, title.topic_zh))
    for variant in title.variants:
        yield from filter(None, (variant.en, variant.zh))


def _named_values(proposal: "Proposal") -> Iterator[tuple[str, str]]:
    yield from (("theme", theme) for theme in proposal.themes)
    yield from (("person", person) for person in proposal.people)
    yield from (("series", series.id) for series in proposal.series)


def _other_texts(proposal: "Proposal") -> Iterator[tuple[str, str]]:
    if proposal.problem:
        yield "problem", proposal.problem.text
    yield from (("region", region) for region in proposal.regions)
    yield from (("reply", f"{reply.who}: {reply.text}") for reply in proposal.responses)
    yield from (("later policy", statement.text) for statement in proposal.uptake)
    notes = (proposal.continues_note, *proposal.notes, proposal.title.note)
    yield from (("note", note) for note in notes if note)
    yield "year", str(proposal.year)


def column_texts(found: Iterable[Passage]) -> tuple[str, ...]:
    """Return the indexed text of each column, with a break between passages."""
    texts: dict[str, list[str]] = {column: [] for column in TEXT_COLUMNS}
    for passage in found:
        texts[passage.column].append(index_form(passage.text))
    return tuple(f" {BREAK} ".join(texts[column]) for column in TEXT_COLUMNS)


def index_form(text: str) -> str:
    """Return the text as the tokenizer should see it: in NFC, folded, lone characters separated."""
    if text.isascii():
        text = text.replace(SEPARATOR, " ").replace("\0", " ")
        return _SIGNS.sub(_SEPARATED, text) if "+" in text or "#" in text else text
    return _LONE.sub(_SEPARATED, fold_variants(to_nfc(text)))


def is_separated(text: str) -> bool:
    """Return whether a text contains a character that is a token of its own."""
    return not text.isascii() and SEPARATOR in index_form(text)


def restore_original(highlighted: str, original: str) -> str:
    """Return the original in NFC with the highlights of its indexed form.

    Args:
        highlighted: ``index_form(original)`` with ``OPENING`` and ``CLOSING`` round matches.
        original: the text as the record has it.
    """
    characters = iter(to_nfc(original).translate(_NO_HIGHLIGHTS))
    parts = []
    for character in highlighted:
        if character in (OPENING, CLOSING):
            parts.append(character)
        elif character != SEPARATOR:
            parts.append(next(characters))
    return "".join(parts).replace(CLOSING + OPENING, "")
