"""Hits on a screen: the passage is whole where it fits, and its highlights survive line ends."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from proposals_cli.domain.ports import Hit
from proposals_cli.domain.text.highlights import CLOSING, OPENING
from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.hits import write_hits
from proposals_cli.render.terminal import Screen
from tests.factories import proposal, titles
from tests.index.scan import summary

ROW = summary(proposal("2020-sea", titles=titles(en="On the sea and what lives in it")))
ON, OFF = "\x1b[1;33m", "\x1b[0m"


def lines_of(text: str, width: int, place: str = "m01") -> list[str]:
    """Return a hit on a coloured screen."""
    hits = [Hit(ROW, 1.0, place, text)]
    return "".join(write_hits(hits, Languages(), Screen(width, 50, colour=True))).splitlines()


@given(st.lists(st.text("ab海洋", min_size=1, max_size=6), min_size=2), st.integers(12, 60))
def test_a_highlight_goes_on_in_the_next_line(words: list[str], width: int) -> None:
    """And every line ends without one, so that nothing else is highlighted."""
    middle = len(words) // 2
    marked = " ".join([*words[:middle], f"{OPENING}{words[middle]} c{CLOSING}", *words[middle:]])
    *_, lines = [lines_of(marked, width)]
    for line in lines:
        assert cell_len(re.sub(r"\x1b\[[\d;]*m", "", line)) <= width
        assert line.count("\x1b[") % 2 == 0
    assert any(ON in line for line in lines)


def test_a_title_that_matches_is_highlighted_and_not_repeated() -> None:
    """The line below it says where the match is."""
    text = f"On the {OPENING}sea{CLOSING} and what lives in it"
    assert lines_of(text, 80, "title") == [
        f"On the {ON}sea{OFF} and what lives in it",
        f"  \x1b[36m2020-sea{OFF} · title",
    ]


def test_a_passage_takes_a_few_lines_and_then_says_that_it_goes_on() -> None:
    """The first match is in view."""
    lines = lines_of("before " * 60 + f"{OPENING}match{CLOSING}" + " after" * 60, 60)[2:]
    assert len(lines) == 3
    assert f"{ON}match{OFF}" in lines[0]
    assert lines[0].startswith("  …")
    assert lines[-1].endswith("…")
