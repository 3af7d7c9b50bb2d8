"""Markdown, and how a renderer shows it."""

import re

from markdown_it import MarkdownIt

from proposals_cli.exporting import markdown
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.exporting.bases import OPTIONS


def test_a_proposal_is_a_section(selection: Selection) -> None:
    """Titles, session, status, measures by area, replies, disagreements and footnotes."""
    text = "".join(markdown.lines(selection, OPTIONS))
    section = text[text.index("## On developing") :]
    assert section.startswith("## On developing the digital economy\n\n关于大力发展数字经济的建议")
    assert (
        "12th National People's Congress, 5th Session (2017) · suggestion (建议)"
        " · by Ma Huateng (马化腾) · `2017-digital-economy`"
    ) in section
    assert "**Status:** submitted — as reported: handed in (递交)[^" in section
    assert "**networks**\n\n- Build broadband.[^" in section
    assert "- Lay cables.[^" in section.split("**care**", maxsplit=1)[0]
    assert "- Train doctors. (asked of: hospitals)" in section
    assert "**A ministry** (2017-08): Agreed." in section
    assert "### Where sources disagree" in section
    assert (
        "A Paper, “两会 report”, 2017-03-05, <https://paper.example/a?b=1&c=%20d_e#f>, para 4"
    ) in section


def test_labels_are_chinese_if_requested(selection: Selection) -> None:
    """The Chinese title is first."""
    text = "".join(markdown.lines(selection, ExportOptions(lang="zh")))
    assert "## 关于大力发展数字经济的建议\n\nOn developing the digital economy" in text
    assert "第十二届全国人民代表大会第五次会议 (2017) · 建议" in text
    assert "### 官方答复\n\n未见；可能有而未公开。" in text


def test_a_brief_leaves_out_notes(hostile: Selection) -> None:
    """Notes are for those who edit the base. A problem is a line, not a section."""
    text = "".join(markdown.lines(hostile, OPTIONS))
    headings = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert headings == {"Measures", "Official replies", "Where sources disagree"}


def test_footnotes_are_numbered_and_match_their_references(selection: Selection) -> None:
    """Every reference has one footnote, and every footnote a reference."""
    text = "".join(markdown.lines(selection, OPTIONS))
    numbers = [int(number) for number in re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(number) for number in re.findall(r"\[\^(\d+)\]", text)} == set(numbers)


def test_hostile_text_is_shown_unchanged(hostile: Selection) -> None:
    """A renderer shows the text unchanged and interprets nothing."""
    text = "".join(markdown.lines(hostile, OPTIONS))
    assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\u2028\r")
    shown = MarkdownIt("commonmark").render(text)
    assert "<img" not in shown
    assert "</script" not in shown
    assert "href" not in shown
    assert "<em>" not in shown
    assert "**bold**" in shown
    assert "[link](javascript:alert(1))" in shown
    assert shown.count("<h2>") == hostile.count()
