"""Hits of a search: title, id and passage on a terminal, one line in a pipe."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from rich.cells import cell_len

from proposals_cli.domain.ports import Hit
from proposals_cli.domain.presenting.hits import heading_of
from proposals_cli.domain.text.highlights import (
    CLOSING,
    OPENING,
    highlighted_spans,
    without_highlights,
)
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.table import GAP
from proposals_cli.render.terminal import Screen
from proposals_cli.render.wrapping import line_ends, wrapped

INDENT = "  "
MAX_LINES = 3
"""Lines of a passage."""

CONTEXT = 24
"""Cells of context before the first match where a passage is too long."""


def write_hits(
    hits: Iterable[Hit],
    languages: Languages,
    to: Screen,
    short_ids: Callable[[Iterable[str]], Mapping[str, str]] | None = None,
) -> Iterator[str]:
    """Yield the lines of a page of hits; ``short_ids`` returns id → what to type for it."""
    hits = list(hits)
    short = short_ids(hit.summary.id for hit in hits) if short_ids and to.width else {}
    for hit in hits:
        title = heading_of(hit, languages)
        place = hit.place
        on, off = ("\x1b[1;33m", "\x1b[0m") if to.colour else ("", "")
        if to.width is None:
            text = one_line(hit.text).replace(OPENING, on).replace(CLOSING, off)
            yield GAP.join((hit.summary.id, one_line(title), f"{place}: {text}")) + "\n"
            continue
        room = max(8, to.width - len(INDENT))
        id_ = short.get(hit.summary.id, hit.summary.id)
        title, passage = one_line(title), one_line(hit.text)
        bare = without_highlights(passage)
        is_title = bool(bare) and bare in title
        shown = title.replace(bare, passage, 1) if is_title else title
        for line in _lines(shown, to.width):
            yield line.replace(OPENING, on).replace(CLOSING, off) + "\n"
        first, *rest = wrapped(f"{id_} · {place}", room)
        first = first.replace(id_, f"\x1b[36m{id_}\x1b[0m", 1) if to.colour else first
        yield from (f"{INDENT}{line}\n" for line in (first, *rest))
        # a line may end a little early, between words
        passage = "" if is_title else around(passage, (room - 6) * MAX_LINES)
        for line in _lines(passage, room) if passage else ():
            yield f"{INDENT}{line.replace(OPENING, on).replace(CLOSING, off)}\n"


def _lines(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a highlighted text; a highlight ends with a line and goes on below."""
    bare = without_highlights(text)
    ends = set(line_ends(bare, width, whole=highlighted_spans(text)))
    place, line, opened = 0, "", False
    for character in text:
        if character in (OPENING, CLOSING):
            opened = character == OPENING
        else:
            if place in ends:
                yield _closed(line)
                line = OPENING * opened
            place += 1
        line += character
    yield _closed(line)


def _closed(line: str) -> str:
    """Return a line without spaces at its end, and without a highlight that is left open."""
    bare = line.rstrip(f" {OPENING}{CLOSING}")
    return bare + CLOSING * (bare.count(OPENING) - bare.count(CLOSING))


def around(text: str, width: int) -> str:
    """Return a highlighted passage cut to ``width`` cells, with its first match in view."""
    bare = without_highlights(text)
    if cell_len(bare) <= width:
        return text
    first = text.find(OPENING)
    start = 0
    if first > 0 and cell_len(bare[:first]) > width // 2:
        start = first
        while start > 0 and cell_len(text[start:first]) < min(CONTEXT, width // 3):
            start -= 1
    taken, cells, open_ = [], 1 if start else 0, False
    for character in text[start:]:
        if character in (OPENING, CLOSING):
            open_ = character == OPENING
        elif cells + cell_len(character) > width - 1:
            taken.append(CLOSING + "…" if open_ else "…")
            break
        else:
            cells += cell_len(character)
        taken.append(character)
    return ("…" if start else "") + "".join(taken)
