"""Pages of records: what is said once, and what is never broken."""

import re
from collections import Counter

import pytest
from rich.cells import cell_len

from tests.conftest import Prop
from tests.render.conftest import OnScreen

IDS = ("2020-pearl", "2018-digital-china", "2019-industrial", "2014-ending", "ma-huateng")


@pytest.mark.parametrize("width", [56, 60, 72, 80, 100])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_citation_is_broken(prop: Prop, on_screen: OnScreen, width: int, lang: str) -> None:
    """One that a line has room for is on one line, a longer one ends between its parts."""
    marks = re.findall(r"\[\d+[,;][^\]]*\]", prop("show", *IDS, "--lang", lang).out)
    on_screen(width)
    out = prop("show", *IDS, "--lang", lang).out
    short = [mark for mark in marks if cell_len(mark) <= width - 14]
    assert len(short) > 50
    assert Counter(mark for mark in short if mark in out) == Counter(short)
    for line in out.splitlines():
        if "[" in line and "]" not in line[line.rindex("[") :]:
            assert line.endswith(";") or cell_len(line) > width - 20


def test_languages_that_stand_in_for_the_readers_are_named_once(prop: Prop) -> None:
    """Below the heading, not at each text."""
    out = prop("show", "2020-pearl", "--lang", "zh").out
    assert out.splitlines()[2] == "没有中文的内容以英文显示。"
    assert "(en)" not in out
    german = prop("show", "2020-pearl", "--lang", "de,fr").out
    assert german.splitlines()[2] == (
        "Texts that are not available in German, French are shown in English, Chinese."
    )


def test_nothing_is_said_of_languages_where_every_text_is_in_the_readers(prop: Prop) -> None:
    """A wording of a title is in its own language for everybody."""
    assert "not available in" not in prop("show", "2018-digital-china").out


def test_facts_are_headed_by_what_they_are(prop: Prop) -> None:
    """Each kind once."""
    lines = [line.strip() for line in prop("show", "ma-huateng").out.splitlines()]
    at = lines.index("What sources say")
    headings = ["on the person", "number of proposals in a year", "where sources disagree"]
    assert [lines[at:].count(one) for one in headings] == [1, 1, 1]
    assert "当年件数" in prop("show", "ma-huateng", "--lang", "zh").out


def test_notes_on_translation_are_those_on_cited_passages(prop: Prop) -> None:
    """The headline is not cited; the others are counted, with the place where they are."""
    out = prop("show", "2020-pearl").out
    notes = out[out.index("Notes on translation") : out.index("\nSources")]
    assert "para 10" in notes
    assert "headline" not in notes
    assert "more on passages not cited here: prop show jqknews-2020" in notes
