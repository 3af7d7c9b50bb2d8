"""Hits of a search: two lines each on a terminal, one in a pipe, matches highlighted."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from proposals_cli.domain.ports import Hit
from proposals_cli.domain.presenting.hits import heading_of
from proposals_cli.domain.text.highlights import CLOSING, OPENING, without_highlights
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.table import GAP, cut
from proposals_cli.render.terminal import Screen

INDENT = "    "
CONTEXT = 24
"""Cells of context before the first match where a passage is too long."""


def write_hits(hits: Iterable[Hit], languages: Languages, to: Screen) -> Iterator[str]:
    """Yield the lines of a page of hits."""
    for hit in hits:
        title = heading_of(hit, languages)
        place = hit.place
        on, off = ("\x1b[1;33m", "\x1b[0m") if to.colour else ("", "")
        if to.width is None:
            text = one_line(hit.text).replace(OPENING, on).replace(CLOSING, off)
            yield GAP.join((hit.summary.id, one_line(title), f"{place}: {text}")) + "\n"
            continue
        id_ = hit.summary.id
        room = max(8, to.width - cell_len(id_) - len(GAP))
        shown = f"\x1b[36m{id_}\x1b[0m" if to.colour else id_
        yield f"{shown}{GAP}{cut(one_line(title), room)}\n"
        room = max(8, to.width - len(INDENT) - cell_len(place) - 2)
        text = around(one_line(hit.text), room)
        label = f"\x1b[2m{place}:\x1b[0m" if to.colour else f"{place}:"
        yield f"{INDENT}{label} {text.replace(OPENING, on).replace(CLOSING, off)}\n"


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
