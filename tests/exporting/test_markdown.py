"""Markdown, and how a renderer shows it."""

import re
from pathlib import Path

from markdown_it import MarkdownIt

from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.text.languages import parse_languages
from proposals_cli.exporting import markdown
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.every_field import Sample, samples
from tests.exporting.bases import OPTIONS, selection_of
from tests.exporting.parliaments import parliaments


def test_a_proposal_is_a_section(selection: Selection) -> None:
    """Titles, session, status, measures by area, replies, facts and footnotes."""
    text = "".join(markdown.lines(selection, OPTIONS))
    section = text[text.index("## On developing") : text.index("## Jane Q. Roe")]
    assert section.startswith(
        "## On developing the digital economy\n\n`2017-digital-economy`\n\n"
        "- **Title (Chinese), as reported**: 关于大力发展数字经济的建议 (zh)[^"
    )
    assert "- **Session:** 12th National People's Congress, 5th Session\n" in section
    assert "- **By:** Ma Huateng `ma-huateng`\n" in section
    assert (
        "- **Status:** replied — from the reply of 2017-08; a source states: submitted;"
        " as stated: “handed in (递交)”[^"
    ) in section
    assert "**networks**\n\n- `m01` Build broadband.[^" in section
    assert "- `m03` Lay cables.[^" in section.split("**care**", maxsplit=1)[0]
    assert "- `m02` Train doctors. (asked of: hospitals; for the benefit of: doctors)\n" in section
    assert "- 2017-08 **A ministry (lead)**: Agreed.[^" in section
    assert "**continued by**\n\n- `2018-fund` 关于基金的议案 (zh)\n" in section
    assert "- One says submitted, one planned. — The first is nearer.[^" in section
    assert "### Sources\n\n- `unread` (press)\n" in section
    assert (
        "`paper` A Paper. “两会 report”. 2017-03-05. (press)"
        " <https://paper.example/a?b=1&c=%20d_e#f>, para 4"
    ) in section


def test_labels_are_chinese_if_requested(selection: Selection) -> None:
    """Texts are Chinese where they are known in Chinese, and say their language where not."""
    text = "".join(markdown.lines(selection, ExportOptions(parse_languages("zh"))))
    section = text[text.index("## 关于大力发展数字经济的建议") :]
    assert "- **会次:** 第十二届全国人民代表大会第五次会议\n" in section
    assert "- `m01` 建设宽带。[^" in section
    assert "- `m02` Train doctors. (en)" in section


def test_lives_of_proposals_are_told_in_order(tmp_path: Path) -> None:
    """Who did what and when, with votes, papers, figures and those who withdrew."""
    text = "".join(markdown.lines(selection_of(tmp_path, parliaments()), OPTIONS))
    for line in (
        "- **Cosponsors:** Sample, John (joined 2021-01-04)",
        "- **Withdrawn:** Gone, Al (joined 2021-01-05; withdrawn 2021-02-03)",
        "- 2021-01-04 **introduced**: Introduced",
        "- 2021-03-03 **decided** (votes: yes 219, no 212; result: pass)",
        "- **answer**: 21/525 (2026-03-12)",
        "  - <https://landtag.example/21525.pdf>",
        "- **further sponsors**: 3 (as stated: “外三名”)",
        "- **Reply due:** 2021-09-05",
    ):
        assert f"{line}\n" in text


def test_what_proposals_refer_to_follows_them(selection: Selection) -> None:
    """People, bodies, themes, facts and notes with all that is known."""
    text = "".join(markdown.lines(selection, OPTIONS))
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[3:] == [
        "Jane Q. Roe", "李华", "Ma Huateng", "National People's Congress", "Digital economy",
        "Finance", "Health", "Number of proposals in a year", "Number of proposals in a year",
        "Where sources disagree", "Note on other", "Note on paper",
    ]  # fmt: skip
    assert "- **Other names:** Pony Ma\n" in text
    assert "`count-2017`\n" in text


def is_shown(sample: Sample) -> bool:
    """Return whether pages show a value as it is: terms of a vocabulary are put into words."""
    shape, field = sample.path[-1]
    return FIELDS[shape][field].on_page and type(sample.value) in (str, int, float)


def test_every_field_is_in_a_brief(tmp_path: Path) -> None:
    """Unless the table of fields says that it is on no page."""
    made = [one for one in samples() if is_shown(one)]
    held = [record for one in made for record in (one.having, one.lacking)]
    text = "".join(markdown.lines(selection_of(tmp_path, held), OPTIONS))
    assert [one.path for one in made if str(one.value) not in text] == []


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
    assert shown.count("<h2>") == len(list(markdown.lines(hostile, OPTIONS)))
